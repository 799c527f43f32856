"""One client of one origin: sends, follows redirects by hand, reads bodies with a cap.

httpx is imported with the first request. Redirects are never left to it: it takes only
``Authorization`` off when a redirect leads to another host, not the other headers tokens travel
in.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import http.cookiejar
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from portfolio import log
from portfolio.errors import (
    AccountError,
    ForeignAddressError,
    OfflineError,
    ServiceError,
    SignInNeededError,
)
from portfolio.secret import Secret
from portfolio.sync.provider import Credential, Reply, Request
from portfolio.sync.transport import origins, proxies, throttle
from portfolio.sync.transport.bodies import ACCEPTED_ENCODINGS, read_body
from portfolio.sync.transport.origins import Origin
from portfolio.sync.transport.trust import Trust, causes, explained

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS: Final = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_LEAST_TOKEN = 8  # shorter ones would be found in any address
_FORM = "application/x-www-form-urlencoded"
_NO_NETWORK = frozenset((errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH))


class FailedError(Exception):
    """A request that brought no reply; stays inside the transport.

    Args:
        error: What is raised when it is not tried again.
        is_passing: Trying again may help.
    """

    def __init__(self, error: AccountError, *, is_passing: bool) -> None:
        super().__init__(str(error))
        self.error = error
        self.is_passing = is_passing


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds.

    Attributes:
        whole_s: From the first byte sent to the last one read, redirects included.
        longest_wait_s: When a service asks to wait longer, the call ends instead.
    """

    connect_s: float = 10.0
    read_s: float = 20.0
    whole_s: float = 60.0
    longest_wait_s: float = 900.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request with everything but the credentials."""

    method: str
    address: str
    headers: Mapping[str, str]
    form: tuple[tuple[str, str], ...] | None
    body: bytes | None
    max_bytes: int


def outgoing(request: Request, address: str, validators: Mapping[str, str]) -> Outgoing:
    """Return a provider's request in the form that is sent."""
    headers = {"Accept": ", ".join(request.takes) or "*/*", **request.headers, **validators}
    body = None
    if isinstance(request.body, bytes):
        body = request.body
    elif request.body is not None:
        body = json.dumps(request.body, separators=(",", ":")).encode()
        headers.setdefault("Content-Type", "application/json")
    return Outgoing(request.method, address, headers, request.form, body, request.max_bytes)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a client behaves.

    Attributes:
        agent: The User-Agent header.
        connections: How many may be open at once.
    """

    limits: Limits
    agent: str
    connections: int = 1


class Wire:
    """The client of one origin. Belongs to one asyncio loop; `close` ends it.

    Args:
        home: The only origin anything is sent to.
        among: Holds the wires that have connections open; this one enters and leaves it itself.
        pinned: The IP address to connect to instead of looking the name up; "" looks it up.
    """

    def __init__(
        self,
        home: Origin,
        trust: Trust,
        manners: Manners,
        *,
        among: set[Wire] | None = None,
        pinned: str = "",
    ) -> None:
        self.home = home
        self._trust = trust
        self._manners = manners
        self._limits = manners.limits
        self._among = among if among is not None else set()
        self._pinned = pinned
        self._client: httpx.AsyncClient | None = None

    async def send(self, out: Outgoing, credential: Credential, *, follows: bool = True) -> Reply:
        """Send a request, follow redirects within the origin, and return the whole reply.

        Args:
            out: What to send.
            credential: Goes to the wire's own origin or nowhere.
            follows: False hands redirects back as they are.

        Raises:
            FailedError: There is no reply.
            ServiceError: The reply may not be read or followed.
        """
        try:
            async with asyncio.timeout(self._limits.whole_s):
                if not follows:
                    return await self._exchange(out, credential)
                return await self._follow(out, credential)
        except TimeoutError as error:
            raise FailedError(_too_slow(self.home), is_passing=True) from error

    async def close(self) -> None:
        """Close the connections."""
        self._among.discard(self)
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _follow(self, out: Outgoing, credential: Credential) -> Reply:
        for _ in range(MAX_REDIRECTS + 1):
            reply = await self._exchange(out, credential)
            if not is_redirect(reply):
                return reply
            there = origins.within(self.home, reply.headers["location"], reply.address)
            out = _redirected(out, reply.status, there, self.home)
        raise ServiceError(f"{self.home.host} sends every request on to another address.")

    async def _exchange(self, out: Outgoing, credential: Credential) -> Reply:
        import httpx

        try:
            client = self._client = self._client or self._make()
            self._among.add(self)
            request = sealed(client, out, credential, self.home)
            if self._pinned:
                request.url = request.url.copy_with(host=self._pinned)
                request.extensions["sni_hostname"] = self.home.host
            response = await client.send(request, stream=True)
            async with contextlib.aclosing(response):
                return await _read(response, out)
        except httpx.TimeoutException as error:
            raise FailedError(_too_slow(self.home), is_passing=True) from error
        except (httpx.HTTPError, OSError, UnicodeError) as error:
            raise _failed(error, self.home) from error

    def _make(self) -> httpx.AsyncClient:
        import httpx

        proxy = proxies.proxy_for(self.home)
        proxies.check(proxy)
        limits, context = self._limits, self._trust.context(self.home)
        return httpx.AsyncClient(
            verify=context,
            trust_env=False,  # the proxy is chosen above, and no other file is looked into
            proxy=httpx.Proxy(proxy) if proxy else None,
            follow_redirects=False,
            cookies=_no_cookies(),
            timeout=httpx.Timeout(limits.read_s, connect=limits.connect_s, pool=None),
            limits=httpx.Limits(
                max_connections=self._manners.connections,
                max_keepalive_connections=self._manners.connections,
            ),
            headers={"User-Agent": self._manners.agent, "Accept-Encoding": ACCEPTED_ENCODINGS},
        )


def sealed(
    client: httpx.AsyncClient, out: Outgoing, credential: Credential, home: Origin
) -> httpx.Request:
    """Return a request with its credentials: the one place where a secret meets an address.

    Raises:
        ForeignAddressError: The address is not of the origin the credentials belong to.
        SignInNeededError: The secret cannot be sent.
        ValueError: The provider would lose the secret or put it into an address.
    """
    headers, content = dict(out.headers), out.body
    secret_headers = {n: _sendable(secret, home) for n, secret in credential.headers.items()}
    secret_form = {name: _sendable(secret, home) for name, secret in credential.form.items()}
    for value in (*secret_headers.values(), *secret_form.values()):
        word = value.rpartition(" ")[2]
        log.keep_out(word)
        if len(word) >= _LEAST_TOKEN and word in out.address:
            raise ValueError("A token would go into an address; nothing was sent.")
    headers |= secret_headers
    if secret_form and (out.method != "POST" or content is not None):
        raise ValueError("This credential goes into a form; the request posts none.")
    if out.method == "POST" and content is None:
        content = urlencode([*(out.form or ()), *secret_form.items()]).encode()
        headers["Content-Type"] = _FORM
    request = client.build_request(out.method, out.address, headers=headers, content=content)
    if origins.origin(request.url) != home:
        raise ForeignAddressError(f"Nothing is sent to {request.url.host}.")
    return request


def _sendable(secret: Secret, home: Origin) -> str:
    value = secret.reveal()
    if not value.isascii() or not value.isprintable():
        raise SignInNeededError(
            f"The token for {home.host} holds characters no token has.", "Paste it once more."
        )
    return value


async def _read(response: httpx.Response, out: Outgoing) -> Reply:
    headers = joined(response)
    body = b""
    if out.method != "HEAD":
        body = await read_body(
            response.aiter_raw(),
            encoding=headers.get("content-encoding", ""),
            length=headers.get("content-length", ""),
            max_bytes=out.max_bytes,
        )
    served_at = throttle.served_at(headers)
    return Reply(response.status_code, headers, body, out.address, served_at)


def is_redirect(reply: Reply) -> bool:
    """Tell whether a reply sends on to another address."""
    return reply.status in _REDIRECTS and bool(reply.headers.get("location"))


def joined(response: httpx.Response) -> dict[str, str]:
    """Return the headers with lower-case names, without cookies."""
    found: dict[str, str] = {}
    for name, value in response.headers.multi_items():
        key = name.lower()
        if key != "set-cookie":
            found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _redirected(out: Outgoing, status: int, there: str, home: Origin) -> Outgoing:
    if out.method == "POST" and status != 303 and status not in (307, 308):
        # RFC 9110, 15.4 leaves open what becomes of a POST; a question must not become another.
        raise ServiceError(f"{home.host} moved what was asked for, without saying how to ask now.")
    if status == 303 and out.method == "POST":
        return replace(out, method="GET", address=there, form=None, body=None)
    return replace(out, address=there)


def _no_cookies() -> http.cookiejar.CookieJar:
    return http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=()))


def _too_slow(home: Origin) -> ServiceError:
    return ServiceError(f"{home.host} did not answer in time.", "Try again later.")


def _failed(error: Exception, home: Origin) -> FailedError:
    import httpx

    if (words := explained(error, home)) is not None:
        return FailedError(words, is_passing=False)
    if isinstance(error, httpx.ProxyError):
        proxy = proxies.shown(proxies.proxy_for(home))
        words = ServiceError(f"The proxy {proxy} did not let {home.host} through.")
        return FailedError(words, is_passing=False)
    if isinstance(error, (httpx.ConnectError, OSError)):
        return _unreached(error, home)
    if isinstance(error, httpx.TransportError) and not isinstance(
        error, (httpx.LocalProtocolError, httpx.UnsupportedProtocol)
    ):
        words = ServiceError(f"The connection to {home.host} broke off.", "Try again later.")
        return FailedError(words, is_passing=True)
    return FailedError(ServiceError(f"{home.host} could not be asked."), is_passing=False)


def _unreached(error: BaseException, home: Origin) -> FailedError:
    for cause in causes(error):
        is_name = isinstance(cause, socket.gaierror)
        if is_name or (isinstance(cause, OSError) and cause.errno in _NO_NETWORK):
            words = OfflineError(
                f"There is no network, or {home.host} cannot be found.",
                "What was read before is kept.",
            )
            is_passing = cause.args[:1] == (socket.EAI_AGAIN,)
            return FailedError(words, is_passing=is_passing)
    unreached = ServiceError(f"{home.host} cannot be reached.", "Try again later.")
    return FailedError(unreached, is_passing=True)
