"""The transport of one process: shares hosts' slots among accounts and makes their calls."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self

from portfolio import __version__
from portfolio.clock import Clock, SystemClock
from portfolio.errors import OfflineError
from portfolio.sync.provider import (
    Access,
    Credential,
    Provider,
    Reply,
    Request,
)
from portfolio.sync.transport import origins, proxies
from portfolio.sync.transport.call import AccountCall, SecretSupplier, nobody_watches
from portfolio.sync.transport.governor import HostGate, Lane, OnWait, Timing
from portfolio.sync.transport.origins import Origin
from portfolio.sync.transport.public import PublicFetch
from portfolio.sync.transport.quiet import silence_libraries
from portfolio.sync.transport.trust import Trust
from portfolio.sync.transport.validators import ValidatorBook
from portfolio.sync.transport.wire import FailedError, Limits, Manners, Wire, outgoing

_LOG = logging.getLogger(__name__)


def system_timing(clock: Clock | None = None) -> Timing:
    """Return the real clock, sleep and chance."""
    return Timing(clock or SystemClock(), asyncio.sleep, time.monotonic, random.random)


class Transport:
    """Makes the calls of accounts. Belongs to one asyncio loop; `close` it there.

    Args:
        timing: Where time comes from; tests hand in their own.
        is_offline: Asked before each request; True refuses it.
        authorities: Files with further certificate authorities, by host.
        contact: An address that says who to write to, for the User-Agent; "" for none.
    """

    def __init__(
        self,
        timing: Timing | None = None,
        *,
        is_offline: Callable[[], bool] = lambda: False,
        authorities: Mapping[str, Path] | None = None,
        contact: str = "",
        limits: Limits | None = None,
    ) -> None:
        silence_libraries()
        self.timing = timing or system_timing()
        self._is_offline = is_offline
        self._trust = Trust(authorities)
        agent = f"portfolio/{__version__} ({contact or 'desktop program of one person'})"
        self._manners = Manners(limits or Limits(), agent)
        self._gates: dict[Origin, HostGate] = {}
        self._lanes: dict[tuple[Origin, str], Lane] = {}
        self._open: set[Wire] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections of all calls."""
        for wire in list(self._open):
            await wire.close()

    def call(
        self,
        provider: Provider,
        access: Access,
        secret: SecretSupplier | None = None,
        *,
        book: ValidatorBook | None = None,
        on_wait: OnWait = nobody_watches,
    ) -> AccountCall:
        """Return what sends an account's requests.

        Args:
            provider: Judges replies and says where the secret goes.
            access: The account, as the provider is told of it.
            secret: Asked for the secret when one is needed; None for a name without sign-in.
            book: Validators for conditional requests; None sends none.
            on_wait: Told when a wait the service asked for ends, and None when it is over. Called
                on the loop.

        Raises:
            ServiceError: The instance's address is none, or would be spoken to unencrypted.
        """
        base = provider.api_base(access.instance).rstrip("/")
        home = origins.origin_of(base)
        origins.check_scheme(home, origins.origin_of(access.instance))
        if home.scheme == "http" and not home.is_loopback:
            _LOG.warning("%s is spoken to without encryption", home.host)
        about = provider.about
        return AccountCall(
            provider=provider,
            access=access,
            home=home,
            base=base,
            wire=self._wire(home, about.concurrency),
            gate=self._gate(home, about.concurrency, about.spacing_s),
            lane=self._lane(home, access),
            timing=self.timing,
            secret=secret,
            book=book,
            on_wait=on_wait,
            is_offline=self._is_offline,
        )

    async def exchange(self, base: str, request: Request) -> Reply:
        """Send one request of a sign-in and return whatever is replied, of any status.

        Nothing is added to it, repeated or waited for; redirects stay within the origin.

        Args:
            base: The origin it may go to.
            request: Its address is whole or below ``base``.

        Raises:
            OfflineError: No network is wanted, or there is none.
            ServiceError: There is no reply, or it leads elsewhere.
        """
        self._check_online()
        home = origins.origin_of(base)
        origins.check_scheme(home, home)
        whole = origins.below(base, request.address)
        whole = origins.within(home, origins.with_query(whole, request.query), base)
        wire = Wire(home, self._trust, self._manners)
        try:
            return await wire.send(outgoing(request, whole, {}), Credential())
        except FailedError as failure:
            raise failure.error from failure
        finally:
            await wire.close()

    async def fetch_public(
        self, address: str, *, max_bytes: int = 1_000_000, takes: tuple[str, ...] = ()
    ) -> Reply:
        """Fetch from a host that is no account's: https, public addresses, no credentials.

        Args:
            address: Whole.
            max_bytes: Most decoded bytes.
            takes: Content types wanted; empty takes any.

        Raises:
            ForeignAddressError: It, or where it sends on to, is not https on a public host.
            AccountError: It could not be fetched.
        """
        self._check_online()
        fetch = PublicFetch(self._trust, self._manners)
        return await fetch.fetch(address, max_bytes=max_bytes, takes=takes)

    async def ask_public(self, address: str, *, max_bytes: int = 1_000_000) -> Reply:
        """Ask a host that is no account's and return its answer, a refusal too.

        Raises:
            ForeignAddressError: It, or where it sends on to, is not https on a public host.
            AccountError: There was no answer.
        """
        self._check_online()
        return await PublicFetch(self._trust, self._manners).ask(address, max_bytes=max_bytes)

    def proxy_in_use(self, address: str) -> str:
        """Return the proxy an address is reached through, without credentials; "" for none."""
        return proxies.shown(proxies.proxy_for(origins.origin_of(address)))

    def _check_online(self) -> None:
        if self._is_offline():
            raise OfflineError("Portfolio is set to work without a network.")

    def _wire(self, home: Origin, connections: int) -> Wire:
        manners = replace(self._manners, connections=max(1, connections))
        return Wire(home, self._trust, manners, among=self._open)

    def _gate(self, home: Origin, concurrency: int, spacing_s: float) -> HostGate:
        if home not in self._gates:
            self._gates[home] = HostGate(self.timing, concurrency, spacing_s)
        return self._gates[home]

    def _lane(self, home: Origin, access: Access) -> Lane:
        name = (access.native_id or access.handle) if access.is_signed_in else ""
        key = (home, name)
        if key not in self._lanes:
            self._lanes[key] = Lane(self.timing, self._manners.limits.longest_wait_s, home.host)
        return self._lanes[key]
