"""Sends the requests of one account: waits, repeats where that is safe, judges every reply.

::

    turn (pauses) -> slot (concurrency, spacing) -> wire -> judged -> reply
      ^                                              |        |
      +--- pause the service asked for --------------+--------+   at most `_MAX_THROTTLES` times
      +--- back-off, 5xx and broken connections ------            at most `_MAX_TRIES` tries
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self

from portfolio.errors import (
    AccountError,
    OfflineError,
    ServiceError,
    SignInNeededError,
    ThrottledError,
    UnreadableReplyError,
)
from portfolio.secret import Secret
from portfolio.sync.provider import Access, Credential, Pause, Provider, Reply, Request
from portfolio.sync.transport import origins, refusals, throttle
from portfolio.sync.transport.governor import HostGate, Lane, OnWait, Timing
from portfolio.sync.transport.origins import Origin
from portfolio.sync.transport.throttle import Signal
from portfolio.sync.transport.validators import ValidatorBook, validator_key
from portfolio.sync.transport.wire import FailedError, Wire, outgoing

_LOG = logging.getLogger(__name__)
_MAX_TRIES: Final = 4
_MAX_THROTTLES: Final = 8
_MAX_UNSURE_THROTTLES: Final = 3  # a refusal that only speaks of limits; a minute each
_LONGEST_BACK_OFF_S: Final = 900.0
_HOPELESS = frozenset((501, 505))

SecretSupplier = Callable[[Secret | None], Awaitable[Secret | None]]
"""Gives the secret of an account when one is needed.

It is asked with None before each request (it should remember), and with the very secret the
service just refused: then it may renew the sign-in and give another one. None: there is none.
"""


def fixed(secret: Secret) -> SecretSupplier:
    """Return a supplier of one secret that cannot be renewed."""

    async def supply(refused: Secret | None) -> Secret | None:
        del refused
        return secret

    return supply


def nobody_watches(until: object) -> None:
    """Take no notice of waits."""
    del until


@dataclass(slots=True)
class _Count:
    """What happened to one request so far."""

    tries: int = 0
    throttles: int = 0
    has_renewed: bool = False


@dataclass(slots=True)
class AccountCall:
    """A `portfolio.sync.provider.Call` for one account. Made by `Transport.call`.

    Use it as an asynchronous context manager, or `close` it.

    Attributes:
        home: The only origin its requests and credentials go to.
        difference: The service's clock less this computer's, from its last reply; None before.
        requests: How many requests went out, redirects not counted.
    """

    provider: Provider
    access: Access
    home: Origin
    base: str
    wire: Wire
    gate: HostGate
    lane: Lane
    timing: Timing
    secret: SecretSupplier | None
    book: ValidatorBook | None
    on_wait: OnWait
    is_offline: Callable[[], bool]
    difference: timedelta | None = field(default=None, init=False)
    requests: int = field(default=0, init=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close its connections; it may be used again and then makes new ones."""
        await self.wire.close()

    async def __call__(self, request: Request) -> Reply:
        """Send a request and return its reply. See `portfolio.sync.provider.Call`."""
        address = self._address(request)
        count, path = _Count(), f"{request.method} {address.partition('?')[0]}"
        while True:
            self._check_online()
            await self.lane.turn(path, self.on_wait)
            secret = await self._secret(None)
            try:
                reply = await self._send(request, address, secret, path)
            except FailedError as failure:
                await self._again_or_raise(failure.error, request, count, failure.is_passing)
                continue
            if reply is not None and await self._judge(request, reply, path, secret, count):
                return reply

    def next_link(self, reply: Reply) -> str:
        """Return the address of the next page (Link header), or "".

        Raises:
            ForeignAddressError: It is on another origin.
        """
        target = origins.next_target(reply.headers.get("link", ""))
        return origins.within(self.home, target, reply.address) if target else ""

    def same_origin(self, address: str) -> str:
        """Return an address a body gave, made whole.

        Raises:
            ForeignAddressError: It is on another origin.
        """
        return origins.within(self.home, address, self.base)

    def _address(self, request: Request) -> str:
        whole = origins.with_query(origins.below(self.base, request.address), request.query)
        return origins.within(self.home, whole, self.base)

    def _check_online(self) -> None:
        if self.is_offline():
            raise OfflineError("Portfolio is set to work without a network.")

    async def _secret(self, refused: Secret | None) -> Secret | None:
        if self.secret is None or not self.access.is_signed_in:
            return None
        secret = await self.secret(refused)
        if not secret and refused is None:
            raise SignInNeededError(
                f"There is no token for {self.home.host} on this computer.", "Sign in again."
            )
        return secret or None

    async def _send(
        self, request: Request, address: str, secret: Secret | None, path: str
    ) -> Reply | None:
        """Return the reply; None when a pause began while others were before us."""
        credential = self.provider.credential(self.access, secret) if secret else Credential()
        validators: dict[str, str] = {}
        if request.is_conditional and self.book is not None:
            validators = self.book.headers(validator_key(request.method, address))
        async with self.gate.slot():
            if self.lane.left(path) > 0:
                return None
            self.requests += 1
            reply = await self.wire.send(outgoing(request, address, validators), credential)
        self._note_clock(reply)
        if reply.status == 304 and not validators:
            raise ServiceError(f"{self.home.host} says nothing changed, but was not asked that.")
        if request.is_conditional and self.book is not None and reply.status == 200:
            self.book.note(validator_key(request.method, address), reply.headers)
        return reply

    def _note_clock(self, reply: Reply) -> None:
        if reply.served_at is not None:
            self.difference = reply.served_at - self.timing.clock.now()

    async def _judge(
        self, request: Request, reply: Reply, path: str, secret: Secret | None, count: _Count
    ) -> bool:
        """Return whether the reply is the answer; False: send the request once more.

        Raises:
            AccountError: It is an error.
        """
        now = reply.served_at or self.timing.clock.now()
        signal = throttle.read(reply.status, reply.headers, reply.body, now)
        pause = self._providers_pause(request, reply, signal)
        if (signal and signal.is_refused) or (pause and pause.again):
            self._throttled(signal, pause, path, count)
            return False
        if signal and signal.seconds:
            self.lane.pause(signal.seconds, signal.resource, path)
        if pause:
            self.lane.pause(pause.seconds)
        if request.returns_errors and 400 <= reply.status < 500:
            return True
        if reply.status == 401 and not count.has_renewed and secret is not None:
            count.has_renewed = True
            renewed = await self._secret(secret)
            if renewed is not None and renewed != secret:
                return False
        if reply.status >= 400:
            error = refusals.refused(reply, self.home.host, (secret,) if secret else ())
            is_passing = reply.status >= 500 and reply.status not in _HOPELESS
            await self._again_or_raise(error, request, count, is_passing)
            return False
        return True

    def _providers_pause(
        self, request: Request, reply: Reply, signal: Signal | None
    ) -> Pause | None:
        if reply.status == 304:
            return None
        if reply.status < 400:
            refusals.check_type(reply, request.takes, self.home.host)
            return self.provider.judge(reply)
        try:
            return self.provider.judge(reply)
        except UnreadableReplyError:
            return None  # the status says enough
        except AccountError:
            if signal is not None and signal.is_sure:
                return None
            raise

    def _throttled(
        self, signal: Signal | None, pause: Pause | None, path: str, count: _Count
    ) -> None:
        """Hold the account's requests for as long as the service asks.

        Raises:
            ThrottledError: It keeps asking.
        """
        count.throttles += 1
        seconds = signal.seconds if signal and signal.is_refused else None
        if seconds is None and pause is not None:
            seconds = pause.seconds
        if seconds is None:
            seconds = self._back_off_s(count.throttles)
        elif count.throttles > 1:  # it answers too early itself: do not ask in a tight circle
            seconds = max(seconds, self._back_off_s(count.throttles))
        self.lane.pause(seconds, signal.resource if signal else "", path)
        _LOG.info("%s asks to wait %.0f s", self.home.host, seconds)
        is_sure = signal is None or signal.is_sure
        if count.throttles >= (_MAX_THROTTLES if is_sure else _MAX_UNSURE_THROTTLES):
            raise ThrottledError(
                f"{self.home.host} keeps asking to wait. What was read so far is kept.",
                "The next sync goes on from there.",
                until=self.lane.ends_at(path),
            )

    async def _again_or_raise(
        self,
        error: AccountError,
        request: Request,
        count: _Count,
        is_passing: bool,  # noqa: FBT001
    ) -> None:
        is_safe = request.method in ("GET", "HEAD") or request.is_read
        count.tries += 1
        if not (is_passing and is_safe) or count.tries >= _MAX_TRIES:
            raise error
        _LOG.info("%s; trying again", error.title)
        await self.timing.sleep(self._back_off_s(count.tries))

    def _back_off_s(self, times: int) -> float:
        longest = min(_LONGEST_BACK_OFF_S, float(2 ** (times - 1)))
        return longest * (0.5 + self.timing.chance() / 2)
