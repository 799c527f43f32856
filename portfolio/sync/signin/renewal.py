"""Handing out an account's token, and renewing it when it ends: one renewal at a time.

Many services make both old tokens worthless the moment they give new ones. So new ones are stored
before the first use, the refresh token first; a renewal that is under way is never cancelled with
the request that asked for it; and whoever comes with the same refused token waits for it instead
of renewing again. Across processes the record's lock lets one Portfolio run.

::

    crash after        what the keyring holds        next start
    reply, no write    old, old                      the service refuses both: sign in again
    first write        new refresh token, old token  the token is refused, renewed once more
    second write       new, new                      goes on
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from portfolio.errors import SignInError
from portfolio.keychain.entries import CLIENT, REFRESH, TOKEN, entry_for
from portfolio.model.account import Account
from portfolio.secret import Secret
from portfolio.sync.signin.shapes import (
    Client,
    ClientAuth,
    Grant,
    Secrets,
    Send,
    SignInEndpoints,
)
from portfolio.sync.signin.tokens import CLIENT_ID, client_auth, renew
from portfolio.sync.transport import SecretSupplier, Timing

_MARGIN_S: Final = 60.0

Renewed = Callable[[datetime | None], None]
"""Told when a renewed token ends, so that the account can be saved; on the loop."""


def _ignore(expires_at: datetime | None) -> None:
    del expires_at


@dataclass(slots=True)
class _Held:
    """What is known of one account's token in this run.

    Attributes:
        ends: By the monotonic clock; None while not known.
        unsaved: What the service gave and the keyring did not take yet.
    """

    account: Account
    endpoints: SignInEndpoints | None
    on_renewed: Renewed
    may_ask: bool
    token: Secret | None = None
    ends: float | None = None
    unsaved: Grant | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class TokenKeeper:
    """Hands out tokens. Belongs to one asyncio loop; `close` it there.

    Args:
        secrets: Where they are kept.
        send: For renewals.
        timing: The clock.
    """

    def __init__(self, secrets: Secrets, *, send: Send, timing: Timing) -> None:
        self._secrets, self._send, self._timing = secrets, send, timing
        self._held: dict[str, _Held] = {}
        self._tasks: set[asyncio.Task[Secret | None]] = set()

    async def close(self) -> None:
        """Wait until renewals that are under way have been stored."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def forget(self, account_id: str) -> None:
        """Ask the keyring again at the next request: the account was signed in anew or removed."""
        self._held.pop(account_id, None)

    def supplier(
        self,
        account: Account,
        endpoints: SignInEndpoints | None = None,
        *,
        on_renewed: Renewed = _ignore,
        may_ask: bool = True,
    ) -> SecretSupplier:
        """Return what `Transport.call` asks for the account's token.

        It raises KeychainError when the keyring cannot be asked, or did not take new tokens (they
        are kept in memory and tried again), and AccountError when a renewal brought no reply.

        Args:
            account: Its options name the client the token was made for.
            endpoints: Where to renew; None for tokens that are not renewed.
            on_renewed: Told when the new token ends.
            may_ask: A locked keyring may ask the person for its password.
        """
        held = self._held.get(account.id)
        if held is None:
            held = self._held[account.id] = _Held(account, endpoints, on_renewed, may_ask)
            held.ends = self._ends(account.secret_expires_at)
        else:
            held.account, held.endpoints = account, endpoints
            held.on_renewed, held.may_ask = on_renewed, may_ask

        async def supply(refused: Secret | None) -> Secret | None:
            is_good = held.unsaved is None and not self._is_ending(held)
            if refused is None and is_good and held.token is not None:
                return held.token
            # Not cancelled with the request: a renewal cut in half would lose both tokens.
            task = asyncio.ensure_future(self._find(held, refused))
            self._tasks.add(task)
            task.add_done_callback(self._forget)
            return await asyncio.shield(task)

        return supply

    def _forget(self, task: asyncio.Task[Secret | None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # told to whoever still waits

    async def _find(self, held: _Held, refused: Secret | None) -> Secret | None:
        async with held.lock:
            await self._save(held)
            if held.token is None:
                held.token = await self._fetch(held, TOKEN)
            token = held.token
            if token is None or (refused is not None and token != refused):
                return token  # there is none, or another request has renewed it meanwhile
            if refused is None and not self._is_ending(held):
                return token
            if await self._renew(held):
                return held.token
            return token if refused is None else None

    async def _renew(self, held: _Held) -> bool:
        """Get new tokens and store them; False when the service does not renew."""
        if held.endpoints is None or not held.endpoints.token:
            return False
        refresh = await self._fetch(held, REFRESH)
        name = held.account.options.get(CLIENT_ID, "")
        if refresh is None or not name:
            return False
        secret = await self._fetch(held, CLIENT)
        client = Client(
            name, secret, client_auth(held.account.options) if secret else ClientAuth.NONE
        )
        try:
            held.unsaved = await renew(
                held.endpoints, client, refresh, send=self._send, timing=self._timing
            )
        except SignInError:
            held.ends = None  # asking again would be refused again
            return False
        await self._save(held)
        return True

    async def _save(self, held: _Held) -> None:
        grant = held.unsaved
        if grant is None:
            return
        account = held.account
        for part, secret in ((REFRESH, grant.refresh), (TOKEN, grant.secret)):
            if secret is not None:
                entry = entry_for(account.provider, account.instance, account.id, part)
                await self._secrets.keep(entry, secret)
        held.unsaved = None
        held.token, held.ends = grant.secret, self._ends(grant.expires_at)
        held.on_renewed(grant.expires_at)

    async def _fetch(self, held: _Held, part: str) -> Secret | None:
        account = held.account
        entry = entry_for(account.provider, account.instance, account.id, part)
        return await self._secrets.fetch(entry, may_ask=held.may_ask)

    def _ends(self, expires_at: datetime | None) -> float | None:
        if expires_at is None:
            return None
        left_s = (expires_at - self._timing.clock.now()).total_seconds()
        return self._timing.monotonic() + left_s - _MARGIN_S

    def _is_ending(self, held: _Held) -> bool:
        return held.ends is not None and self._timing.monotonic() >= held.ends
