"""What sign-in flows take, report and return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

from portfolio.keychain import Entry
from portfolio.secret import Secret
from portfolio.sync.provider import Reply, Request
from portfolio.sync.transport import Timing

_T = TypeVar("_T")
NO_OPTIONS: Final[Mapping[str, str]] = MappingProxyType({})


class Send(Protocol):
    """Sends one request without an account's credentials; `Transport.exchange`."""

    async def __call__(self, base: str, request: Request) -> Reply:
        """Return what is replied, of any status.

        Args:
            base: An address of the only origin it may go to.
            request: What to send.

        Raises:
            AccountError: There is no reply.
        """
        ...


class Blocking(Protocol):
    """Runs blocking work away from the loop, e.g. on an executor of `portfolio.ui.tasks`."""

    async def __call__(self, work: Callable[[], _T], /) -> _T:
        """Return what the work returns."""
        ...


class Secrets(Protocol):
    """Where secrets are kept: `Keychain`, or `SessionSecrets` for this session only."""

    async def fetch(self, entry: Entry, *, may_ask: bool = True) -> Secret | None:
        """Return a secret, or None."""
        ...

    async def keep(self, entry: Entry, secret: Secret) -> None:
        """Store a secret and read it back."""
        ...

    async def drop(self, entry: Entry) -> bool:
        """Delete a secret and say whether there was one."""
        ...


class ClientAuth(StrEnum):
    """How a client with a secret of its own says who it is (RFC 6749, 2.3.1)."""

    NONE = "none"
    POST = "client_secret_post"
    BASIC = "client_secret_basic"


@dataclass(frozen=True, slots=True)
class Client:
    """This program as a service knows it.

    Attributes:
        secret: Only where the service made one for this very account; none is ever shipped.
    """

    id: str
    secret: Secret | None = None
    auth: ClientAuth = ClientAuth.NONE


@dataclass(frozen=True, slots=True)
class SignInEndpoints:
    """Where one instance of a service signs in. Addresses are whole; "" where there is none.

    Attributes:
        provider: Id of the provider; an answer for another attempt is refused.
        instance: The account's base address; pages to open must be on its origin.
        scopes: What to ask for, the least that will do.
        device: Device authorization (RFC 8628, 3.1).
        authorize: Authorization endpoint, opened in the browser.
        token: Token endpoint.
        revoke: Revocation (RFC 7009).
        register: Where a client registers itself (RFC 7591, or Mastodon's own).
        user_key: Discourse's page for user API keys.
        issuer: Compared with ``iss`` of the answer (RFC 9207); "" when not known.
        needs_issuer: An answer without ``iss`` is refused.
        redirect_path: Path of the loopback address, as registered with the service.
        extra: Further parameters of the authorization address.
    """

    provider: str
    instance: str
    scopes: tuple[str, ...] = ()
    device: str = ""
    authorize: str = ""
    token: str = ""
    revoke: str = ""
    register: str = ""
    user_key: str = ""
    issuer: str = ""
    needs_issuer: bool = False
    redirect_path: str = "/callback"
    extra: tuple[tuple[str, str], ...] = ()


class StepKind(StrEnum):
    """Where a sign-in is.

    SHOW_CODE: Show `SignInStep.code`, and open `address` when the person says so.
    OPEN_PAGE: Open `address` in the system's browser and wait.
    PASTE: Open `address`; the person pastes what the page shows at its end.
    EXCHANGING: The service is asked for the token.
    DONE: There is a token.
    """

    SHOW_CODE = "show-code"
    OPEN_PAGE = "open-page"
    PASTE = "paste"
    EXCHANGING = "exchanging"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SignInStep:
    """What a face shows while a sign-in is under way.

    Attributes:
        address: The page to open; on the account's own origin.
        whole_address: The same with the code in it, when the service gives one.
        code: What to type there.
        until: When the attempt ends by itself, by this computer's clock.
    """

    kind: StepKind
    address: str = ""
    whole_address: str = ""
    code: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brought back.

    Attributes:
        redirect: The loopback address it came to, as the service was told.
        verifier: Proves that whoever exchanges the code asked for it (RFC 7636).
    """

    code: Secret
    verifier: Secret
    redirect: str


Report = Callable[[SignInStep], None]
"""Told of each step, on the loop."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt to sign in is given: how to ask, the time, and whom to tell."""

    send: Send
    timing: Timing
    report: Report


@dataclass(frozen=True, slots=True)
class Grant:
    """What a sign-in brought. Who it belongs to is asked of the service, after every sign-in.

    Attributes:
        scopes: Rights the service said it granted, else those asked for.
        refresh: What renews the token; kept before the token is used.
        expires_at: By this computer's clock; None when the service did not say.
        client: Who this program was when the token was made; a renewal needs the same.
        options: What belongs into `Account.options` (nothing secret).
    """

    secret: Secret
    scopes: tuple[str, ...] = ()
    refresh: Secret | None = None
    expires_at: datetime | None = None
    client: Client | None = None
    options: Mapping[str, str] = field(default_factory=lambda: NO_OPTIONS)


def post(address: str, form: tuple[tuple[str, str], ...], **more: Any) -> Request:
    """Return a request that posts a form, wants JSON, and is not repeated."""
    return Request(address, method="POST", form=form, is_read=False, **more)
