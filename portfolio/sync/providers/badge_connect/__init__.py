"""Open Badge Connect: any backpack that speaks the open interfaces for badges.

API: Open Badges 2.1 "Badge Connect" (manifest, ``assertions``) and the Open Badges 3.0 API
(service description, ``credentials``), specifications of April 2025. Auth: a bearer token; sign-in
by code with PKCE for a client that registers itself. Lists: ``limit``, ``offset``, ``since`` (made
or changed after), paged by Link, with ``X-Total-Count``. Durable ids: a badge's ``id``, else a hash
of it. Not to be had: badges taken back by their issuer may be missing rather than marked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from portfolio.clock import to_text
from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    SignInNeededError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, page_items, parse_items
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    KindInfo,
    Order,
    Page,
    Reply,
    Request,
    SignInPlaces,
    WayInfo,
    Who,
)
from portfolio.sync.providers.badge_connect.interfaces import (
    MANIFEST,
    OB2_READING,
    OB3,
    OB3_READING,
    Interface,
    parse_discovery,
    parse_manifest,
)
from portfolio.sync.providers.badge_connect.parsing import (
    parse_assertion,
    parse_credential,
    parse_profile,
)

_SIZE: Final = 50
_MAX_BYTES: Final = 30_000_000

ABOUT: Final = About(
    id="badge_connect",
    name="Open Badges backpack",
    instances=(),
    kinds=(
        KindInfo(Kind.BADGE, Order.OLDEST_FIRST, needs=(Way.BROWSER, Way.TOKEN)),
        KindInfo(Kind.CREDENTIAL, Order.OLDEST_FIRST, needs=(Way.BROWSER, Way.TOKEN)),
    ),
    ways=(
        WayInfo(
            Way.BROWSER,
            scopes=(*OB2_READING, *OB3_READING),
            words="Sign in at your backpack and allow reading your badges and your profile.",
            asks_places=True,
        ),
        WayInfo(
            Way.TOKEN,
            scopes=(*OB2_READING, *OB3_READING),
            words="Paste an access token of the backpack that may read badges and the profile.",
        ),
    ),
    limits=(
        "Badges in the form of Open Badges 2 are listed as badges, those of 3.0 as credentials.",
        "A single badge larger than 64 kB is kept by its address only.",
    ),
    cannot=(
        "A badge its issuer took back may be missing from the list without a word.",
        "A backpack whose interface is on another host than its address: give that one instead.",
    ),
    docs="https://www.imsglobal.org/spec/ob/v3p0/",
    icon="award",
    handle_words="Your e-mail address at the backpack",
    option_words={"api": "Address of the interface, when it is not found"},
)


class BadgeConnect(BaseProvider):
    """Any backpack with an open interface."""

    about = ABOUT

    async def sign_in_places(self, access: Access, call: Call) -> SignInPlaces | None:
        """Ask both interfaces; rights of both are asked for where one place gives them out."""
        known: list[Interface] = []
        for ask in (_manifest, _description):
            with suppress(SignInNeededError, NotAllowedError):  # not shown to strangers: none
                found = await ask(access, call)
                if found is not None and found.authorize and found.token:
                    known.append(found)
        if not known:
            return None
        first = known[0]
        scopes = [each.scopes for each in known if each.token == first.token]
        asked_for = tuple(dict.fromkeys(scope for part in scopes for scope in part))
        return SignInPlaces(first.authorize, first.token, first.register, asked_for)

    async def who(self, access: Access, call: Call) -> Who:
        """Ask for the profile, by whichever interface there is."""
        for base in (await _base_of_2(access, call), await _base_of_3(access, call)):
            if not base:
                continue
            try:
                reply = await call(Request(f"{base}/profile"))
            except NotThereError:
                continue
            try:
                return parse_profile(reply.json(), access.instance)
            except BadItemError as error:
                raise UnreadableReplyError("The service's answer is no profile.") from error
        raise NotThereError(
            "There is no open interface for badges at this address.",
            "If the backpack names one, type it as the address of the interface.",
        )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk the badges of one version of the standard, from the mark on."""
        is_two = ask.kind is Kind.BADGE
        base = await (_base_of_2 if is_two else _base_of_3)(ask.access, call)
        if not base:
            yield Page()  # this backpack speaks the other version only
            return
        parse = partial(
            parse_assertion if is_two else parse_credential, instance=ask.access.instance
        )
        start = call.same_origin(f"{base}/{'assertions' if is_two else 'credentials'}")
        resume = ask.resume or {}
        address, count = str(resume.get("next", "")), _number(resume.get("count"))
        address = address or _address(start, ask, 0)
        while address:
            reply = await call(Request(address, max_bytes=_MAX_BYTES))
            items = _assertions(reply.json()) if is_two else _credentials(reply.json())
            count, total = count + len(items), _total(reply)
            address = call.next_link(reply) if items else ""
            if not address and items and total is not None and count < total:
                address = _address(start, ask, count)
            page_resume = {"next": address, "count": count} if address else None
            yield Page(*parse_items(items, parse), page_resume, total=total)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _address(start: str, ask: Ask, offset: int) -> str:
    """Return the address of a page; ``since`` is ISO 8601 with its zone."""
    query = {"limit": _SIZE, "offset": offset}
    since = {"since": to_text(ask.since)} if ask.since is not None else {}
    return f"{start}?{urlencode({**query, **since})}"


def _total(reply: Reply) -> int | None:
    said = reply.headers.get("x-total-count", "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _assertions(body: object) -> Sequence[Any]:
    """Return what an answer of 2.1 lists; the specification's own example has ``results``."""
    if isinstance(body, list):
        return body
    for key in ("results", "result", "assertions"):
        if isinstance(body, Mapping) and key in body:
            return page_items(body, key)
    return page_items(body, "results")


def _credentials(body: object) -> Sequence[Any]:
    """Return what an answer of 3.0 lists: credentials as JSON-LD, then signed ones as texts."""
    if not isinstance(body, Mapping) or not {"credential", "compactJwsString"} & set(body):
        raise UnreadableReplyError("The service's answer is not the list asked for.")
    plain = page_items(body, "credential") if body.get("credential") is not None else ()
    signed = page_items(body, "compactJwsString") if body.get("compactJwsString") else ()
    return (*plain, *signed)


async def _base_of_2(access: Access, call: Call) -> str:
    """Return the base of the 2.1 interface, "" when there is none.

    Raises:
        ForeignAddressError: It is on another host.
    """
    typed = access.options.get("api", "").strip().rstrip("/")
    if typed:
        return "" if typed.endswith(OB3) else call.same_origin(typed)
    manifest = await _manifest(access, call)
    if manifest is None:
        # An address with a path is the interface itself, as a manifest elsewhere names it.
        return access.instance if urlsplit(access.instance).path.strip("/") else ""
    return call.same_origin(manifest.api)


async def _manifest(access: Access, call: Call) -> Interface | None:
    """Return what the manifest of 2.1 names first; None when there is no manifest."""
    parts = urlsplit(access.instance)
    try:
        reply = await call(Request(f"{parts.scheme}://{parts.netloc}{MANIFEST}"))
    except NotThereError:
        return None
    try:
        return parse_manifest(reply.json())
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is no manifest of badges.") from error


async def _base_of_3(access: Access, call: Call) -> str:
    """Return the base of the 3.0 interface, "" when there is none.

    Raises:
        ForeignAddressError: It is on another host.
    """
    typed = access.options.get("api", "").strip().rstrip("/")
    if typed and not typed.endswith(OB3):
        return ""
    description = await _description(access, call)
    if description is None:
        return ""
    return call.same_origin(f"{description.api or _described(access)}{OB3}")


def _described(access: Access) -> str:
    """Return below which address the service description of 3.0 is looked for."""
    typed = access.options.get("api", "").strip().rstrip("/")
    return typed.removesuffix(OB3) if typed.endswith(OB3) else access.instance


async def _description(access: Access, call: Call) -> Interface | None:
    """Return what the service description of 3.0 says; None when there is none."""
    try:
        reply = await call(Request(call.same_origin(f"{_described(access)}{OB3}/discovery")))
    except NotThereError:
        return None
    try:
        return parse_discovery(reply.json())
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is no service description.") from error


PROVIDER = BadgeConnect()
