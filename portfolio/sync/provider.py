"""What a provider is: pure parsers and request builders that yield pages of records.

A provider knows one service's interface and nothing else: no store, no window, no httpx, no
keyring. It is handed a `Call` that sends its requests (with credentials, waiting, caps and
redirects looked after by `portfolio.sync.transport`) and hands back what the engine stores.

::

    engine --Ask--> provider.pages() --Request--> Call --> service
    engine <--Page-- provider.pages() <--Reply-- Call

`docs/providers.md` shows how to write one. Providers do not import each other; what several need
is in the modules beside this one.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol

from portfolio.errors import UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.contribution import Participant, Sizes
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.secret import Secret

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    """Return `NOTHING`; Python 3.11 takes no mapping proxy as the default of a field."""
    return NOTHING


class Order(StrEnum):
    """In which order a service gives out a listing; the engine walks each in its own way.

    NEWEST_FIRST: from the last changed backwards. Walked to the beginning once (resumed where it
        was cut), then from the top down to the newest item known.
    OLDEST_FIRST: ascending from ``ask.since``; what was stored is the mark.
    WINDOWS: by periods, each asked for in full; a period too heavy is split.
    WHOLE: always in full; what is missing from a full listing is gone at the source.
    LATEST_ONLY: only the latest entries exist (feeds, event streams); never marks anything gone.
    """

    NEWEST_FIRST = "newest-first"
    OLDEST_FIRST = "oldest-first"
    WINDOWS = "windows"
    WHOLE = "whole"
    LATEST_ONLY = "latest-only"


@dataclass(frozen=True, slots=True)
class KindInfo:
    """One kind a provider can read of a person.

    Attributes:
        needs: Ways to sign in without which it cannot be read; empty when a name is enough.
        scope: The right it takes beyond the least, e.g. ``repo``; "" for none.
        asked_by_default: False for what is read only when the holder asks for it.
        overlap_s: How far before the mark to read again (a day where the service has dates only).
        limit: Code with detail of what the service never gives, as in `model.account.MISSING`,
            e.g. ``latest-only`` or ``history-limit:3y``; "" when it gives all.
    """

    kind: Kind
    order: Order
    needs: tuple[Way, ...] = ()
    scope: str = ""
    asked_by_default: bool = True
    overlap_s: int = 600
    limit: str = ""


@dataclass(frozen=True, slots=True)
class WayInfo:
    """One way to sign in, as the holder is shown it before anything is opened.

    Attributes:
        scopes: Rights asked for, the service's own codes, the least that will do.
        page: Address below the instance (or whole) where a token is made, e.g.
            ``/settings/tokens/new?scopes=read:user``; "" when there is none.
        words: What to tick or press there, one or two plain English sentences.
        needs_client_id: Cannot be offered without a client id in the settings.
        asks_places: Each instance says itself where one signs in: `Provider.sign_in_places`.
    """

    way: Way
    scopes: tuple[str, ...] = ()
    page: str = ""
    words: str = ""
    needs_client_id: bool = False
    asks_places: bool = False


@dataclass(frozen=True, slots=True)
class SignInPlaces:
    """Where an instance says one signs in with a browser; whole addresses, "" for none.

    Attributes:
        register: Where a program makes itself known (RFC 7591).
        scopes: Of the rights that are needed, those it offers.
    """

    authorize: str
    token: str
    register: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a provider says of itself; `portfolio provider list` prints it.

    Attributes:
        id: Name of its module.
        name: As the service writes itself.
        instances: Well-known base addresses, the default first; empty when one must be typed.
        is_fixed: There is only that one instance.
        handle_words: What to type for a name, e.g. ``Your login, as in github.com/LOGIN``.
        option_words: Further things to type, key to label, e.g. ``{"site": "Site"}``.
        limits: Plain sentences: rate limits and the like, as far as a person should know.
        cannot: Plain sentences: what this service does not give out.
        docs: Where its interface is described.
        icon: Name of a file in resources/icons without ``.svg``.
        concurrency: How many requests may be under way at once.
        spacing_s: Least seconds between two requests' starts.
    """

    id: str
    name: str
    instances: tuple[str, ...]
    kinds: tuple[KindInfo, ...]
    ways: tuple[WayInfo, ...]
    limits: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    docs: str = ""
    icon: str = "plug"
    is_fixed: bool = False
    handle_words: str = "Your login"
    option_words: Mapping[str, str] = field(default_factory=_nothing)
    concurrency: int = 1
    spacing_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """One request. The transport adds credentials, User-Agent, compression and validators.

    Attributes:
        address: Whole, or a path below `Provider.api_base` (starting with ``/``).
        query: Pairs in order; values are encoded by the transport.
        form / body: What to post: form fields or a JSON value; at most one of them. Bytes are sent
            as they are; their Content-Type is in ``headers``.
        is_conditional: Send stored validators; the reply may be `Reply.is_unchanged`.
        is_read: Safe to repeat although it is a POST (a GraphQL query, Conduit).
        max_bytes: Most decoded bytes of the reply.
        takes: Content types that are what was asked for; another one is unreadable. Empty: any.
        returns_errors: Hand back replies of status 400 and above instead of raising for them,
            whatever their content type: OAuth says what is the matter in the body of a 400.
    """

    address: str
    query: tuple[tuple[str, str], ...] = ()
    method: Literal["GET", "POST", "HEAD"] = "GET"
    headers: Mapping[str, str] = field(default_factory=_nothing)
    form: tuple[tuple[str, str], ...] | None = field(default=None, repr=False)
    body: Any = field(default=None, repr=False)
    is_conditional: bool = False
    is_read: bool = True
    max_bytes: int = 10_000_000
    takes: tuple[str, ...] = ("application/json",)
    returns_errors: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply of the account's own origin.

    Attributes:
        address: Where it came from in the end, without credentials.
        headers: Names in lower case; of repeated ones, values joined by ``, ``.
        served_at: The service's own clock (its Date header), when it sent one.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    address: str
    served_at: datetime | None = None

    @property
    def is_unchanged(self) -> bool:
        """The service said nothing changed since the validators it gave (304)."""
        return self.status == 304

    def json(self) -> Any:
        """Return the body as JSON values.

        Raises:
            UnreadableReplyError: It is none, is nested too deep, or holds NaN or infinities.
        """
        try:
            return json.loads(self.body, parse_constant=_no_constant)
        except (ValueError, RecursionError, UnicodeError) as error:
            raise UnreadableReplyError("The service's answer is not readable.") from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


class Call(Protocol):
    """Sends requests of one account. Runs on the asyncio loop."""

    async def __call__(self, request: Request) -> Reply:
        """Send a request and return its reply (status below 400, or 304).

        Raises:
            SignInNeededError: 401.
            NotAllowedError: 403 that is no throttling.
            NotThereError: 404 or 410.
            ThrottledError: It asks to wait longer than a sync waits.
            ServiceError: Anything else; after retries where those are safe.
        """
        ...

    def next_link(self, reply: Reply) -> str:
        """Return the address of the next page (Link header, RFC 8288), or "".

        Raises:
            ForeignAddressError: It is on another origin.
        """
        ...

    def same_origin(self, address: str) -> str:
        """Return an address a body gave, made whole, if the credentials may go there.

        Raises:
            ForeignAddressError: It is on another origin.
        """
        ...


@dataclass(frozen=True, slots=True)
class Credential:
    """Where a secret goes in a request; never into an address."""

    headers: Mapping[str, Secret] = field(default_factory=_nothing)
    form: Mapping[str, Secret] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Pause:
    """A reply asks to wait.

    Attributes:
        again: The reply is not the answer: wait, then send the request once more. Otherwise it is
            the answer and only the next request waits.
    """

    seconds: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """What a provider knows of the account it reads.

    Attributes:
        instance: Normalised, without a slash at its end.
        native_id: "" until `Provider.who` said it.
        scopes: Rights granted, as far as known.
    """

    instance: str
    handle: str
    way: Way
    native_id: str = ""
    scopes: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=_nothing)

    @property
    def is_signed_in(self) -> bool:
        """Requests carry a credential."""
        return self.way is not Way.NAME


@dataclass(frozen=True, slots=True)
class Who:
    """Who an account is.

    Attributes:
        native_id: Durable; never the login unless the service has nothing else.
        emails: Addresses the service says are theirs (hints for identities in git).
        other_accounts: Addresses of other accounts the person lists there (hints).
        active_since: When the account was made, when the service says.
        shows_private: The token shows things that are not public.
        is_proved: The service said that the token is theirs; False when it only takes the token
            and the name is as typed. Without a token nothing is proved anyway.
    """

    native_id: str
    handle: str
    name: str = ""
    profile_url: str = ""
    emails: tuple[str, ...] = ()
    other_accounts: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    active_since: datetime | None = None
    shows_private: bool = False
    is_proved: bool = True


@dataclass(frozen=True, slots=True)
class Container:
    """What a service files work under: repository, forum, wiki, product, package index.

    Attributes:
        id: Durable within the instance; names and paths move.
        name: For people, e.g. ``quillmark/quillmark``.
        url: Web page of it, https, or "".
        remote: Normalised git address ``host/path`` when it is a repository (lower-case host, no
            ``.git``): joins it with clones of the same project; else "".
        is_public: None when the service does not say.
    """

    id: str
    name: str
    url: str = ""
    remote: str = ""
    is_public: bool | None = True


@dataclass(frozen=True, slots=True)
class Record:
    """One contribution as the service told it; becomes a `NewContribution`.

    Attributes:
        native_id: Durable id, unique within (provider, instance, kind).
        occurred_at: When the person acted; aware, UTC.
        updated_at: When the service last changed it; the walks' mark. None: as `occurred_at`.
        url: Web address a stranger can open, https; never an API address.
        state: What became of it.
        is_open: It may still become something else: read again until it does not.
        ref: What `Provider.again` needs to read just this item.
        commit: Full hash when it is a git commit: one deed with the clones' copy of it.
        people: Others named in it.
        metrics: Numbers the service gave; absent is not 0.
        raw: The item as it came, for kinds or types this version does not know (capped).
    """

    native_id: str
    kind: Kind
    action: Action
    title: str
    occurred_at: datetime
    container: Container
    updated_at: datetime | None = None
    url: str = ""
    excerpt: str = ""
    state: Outcome = Outcome.NONE
    is_open: bool = False
    ref: str = ""
    tz_offset_min: int = 0
    commit: str = ""
    people: tuple[Participant, ...] = ()
    sizes: Sizes = field(default_factory=Sizes)
    metrics: Mapping[str, int] = field(default_factory=_nothing)
    visibility: Visibility = Visibility.PUBLIC
    raw: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that could not be understood; the others of its page went in.

    Attributes:
        why: One plain sentence without what the service said.
        excerpt: Start of the item, for the log; at most 300 characters.
    """

    why: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What one step of a walk brought; stored in one transaction with its `resume`.

    Attributes:
        resume: Where to go on after this page (JSON values); None after the last page. A walk
            that is cut short is taken up by handing this back as `Ask.resume`.
        is_unchanged: The service said the listing is as it was (304): nothing to store.
        gone: Native ids the service says do not exist any more (tombstones).
        missing: Codes of `model.account.MISSING`, with detail. ``restricted:N`` is of this page
            alone, or of the whole period where a kind is read by periods: the engine sums it.
        total: How many items the listing holds, when the service said.
        reaches: Everything changed since then has been seen by this page's end, for walks whose
            items do not tell (a window's edge, a day). None: the engine takes the items' times.
    """

    records: tuple[Record, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    resume: Mapping[str, Any] | None = None
    is_unchanged: bool = False
    gone: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    total: int | None = None
    reaches: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A period, from (included) to (not included)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """What the engine asks a provider to read.

    Attributes:
        since: Only what changed since then is wanted (overlap already taken off); None: all.
            NEWEST_FIRST walks may ignore it, the engine stops them; OLDEST_FIRST must heed it.
        resume: `Page.resume` of the last stored page of the same walk.
        window: The period, for kinds in WINDOWS order.
        takes_part: The window cannot be made smaller: give what the service gives of it instead
            of raising `TooMuchError`; the engine says that it is not all.
        now: The service's time as best known, else this computer's.
    """

    access: Access
    kind: Kind
    now: datetime
    since: datetime | None = None
    resume: Mapping[str, Any] | None = None
    window: Window | None = None
    takes_part: bool = False


class Provider(Protocol):
    """One service. Instances hold no state; one serves all accounts."""

    about: About

    def api_base(self, instance: str) -> str:
        """Return the base of its interface; the credentials go to its origin and no other."""
        ...

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Say where the secret goes in a request."""
        ...

    def judge(self, reply: Reply) -> Pause | None:
        """Look at every reply, also of status 400 and above, before anybody reads it.

        Returns:
            A wait the service asks for in its body or in headers of its own.

        Raises:
            AccountError: The reply is an error although its status does not say so, or means
                another than its status says.
        """
        ...

    async def sign_in_places(self, access: Access, call: Call) -> SignInPlaces | None:
        """Ask an instance where one signs in, for ways with `WayInfo.asks_places`.

        Returns:
            None when it does not say, so that nobody can.

        Raises:
            AccountError: See `Call`.
        """
        ...

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who the account is; for a name, whether it exists.

        Raises:
            NotThereError: There is nobody of this name.
            AccountError: See `Call`.
        """
        ...

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Return the periods to ask for, newest first, for kinds in WINDOWS order."""
        ...

    def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind.

        Raises:
            TooMuchError: The window holds more than the service gives out; it is split (never
                with ``ask.takes_part``).
            AccountError: See `Call`.
        """
        ...

    def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read single items again by their `Record.ref`.

        What the service no longer has comes back in `Page.gone`.
        """
        ...


class BaseProvider:
    """What most providers do not need to say."""

    about: About

    def api_base(self, instance: str) -> str:
        """Return the instance itself."""
        return instance

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send a bearer token (RFC 6750)."""
        del access
        return Credential(headers={"Authorization": Secret(f"Bearer {secret.reveal()}")})

    def judge(self, reply: Reply) -> Pause | None:
        """Find nothing in a reply that its status does not say."""
        del reply
        return None

    async def sign_in_places(self, access: Access, call: Call) -> SignInPlaces | None:
        """Have places that are known beforehand, or none."""
        del access, call
        return None

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Have no periods."""
        del call
        raise NotImplementedError(f"{ask.kind} is not read by periods.")

    def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Have no items whose outcome changes."""
        del ask, refs, call
        return _no_pages()


async def _no_pages() -> AsyncIterator[Page]:
    nothing: tuple[Page, ...] = ()
    for page in nothing:
        yield page
