"""Getting, setting and deleting one secret in the system's keyring, each within a time limit."""

from __future__ import annotations

import concurrent.futures
import hmac
import logging
from typing import TYPE_CHECKING, Any, Final

from portfolio.errors import KeychainError
from portfolio.keychain import backends
from portfolio.keychain.line import Call, Line
from portfolio.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.keychain.backends import Ring
    from portfolio.keychain.entries import Entry

LIMIT_S: Final = 20.0
_LOG = logging.getLogger(__name__)


class Keychain:
    """The system's keyring. Any thread but the UI's; the calls run on the keyring's own thread.

    Args:
        limit_s: How long a caller waits for one call, its place in the line included.
        ring: Makes the backend for one call; tests hand in their own.
        look: Reaches the backend without asking anybody anything.
    """

    def __init__(
        self,
        *,
        limit_s: float = LIMIT_S,
        ring: Callable[[Call], Ring] = backends.system_ring,
        look: Callable[[Call], None] = backends.look,
    ) -> None:
        self._limit_s, self._ring, self._look = limit_s, ring, look
        self._line = Line()

    def state(self) -> str:
        """Say ``ok``, ``none``, ``locked`` or ``failed``, without asking the person anything."""
        try:
            self._wait(Call(self._look, may_ask=False))
        except KeychainError as error:
            return error.state
        return "ok"

    def get(self, entry: Entry, *, may_ask: bool = True) -> Secret | None:
        """Return a secret, or None when there is none of this name.

        Args:
            entry: Its name.
            may_ask: False while nobody looks (a sync by the clock): a locked keyring is then an
                error at once instead of a window that asks for its password.

        Raises:
            KeychainError: With the state ``none``, ``locked`` or ``failed``.
        """
        found = self._wait(self._getting(entry, may_ask=may_ask))
        return None if found is None else Secret(found)

    def set(self, entry: Entry, secret: Secret) -> None:
        """Store a secret and read it back.

        A call that outlasts the limit takes back what it stores late, unless it was to replace
        another secret: then the new one is kept, as the old one may be worthless already.

        Raises:
            KeychainError: As `get`; the keyring does not hold the secret then, as far as it says.
        """
        self._wait(self._setting(entry, secret))

    def delete(self, entry: Entry) -> bool:
        """Delete a secret and say whether there was one.

        Raises:
            KeychainError: As `get`; the secret may still be there, and the words say where.
        """
        try:
            return bool(self._wait(self._deleting(entry)))
        except KeychainError as error:
            raise _not_deleted(error, entry) from error

    async def fetch(self, entry: Entry, *, may_ask: bool = True) -> Secret | None:
        """Do as `get`, for the loop."""
        found = await self._await(self._getting(entry, may_ask=may_ask))
        return None if found is None else Secret(found)

    async def keep(self, entry: Entry, secret: Secret) -> None:
        """Do as `set`, for the loop."""
        await self._await(self._setting(entry, secret))

    async def drop(self, entry: Entry) -> bool:
        """Do as `delete`, for the loop."""
        try:
            return bool(await self._await(self._deleting(entry)))
        except KeychainError as error:
            raise _not_deleted(error, entry) from error

    def _getting(self, entry: Entry, *, may_ask: bool) -> Call:
        return Call(
            lambda call: self._read(call, entry),
            may_ask=may_ask and not self._line.is_asking,
        )

    def _setting(self, entry: Entry, secret: Secret) -> Call:
        value = secret.reveal()
        backends.check_length(value)
        return Call(
            lambda call: self._store(call, entry, value),
            may_ask=not self._line.is_asking,
            changes=True,
            creates=True,
            about=entry,
        )

    def _deleting(self, entry: Entry) -> Call:
        return Call(
            lambda call: self._remove(call, entry),
            may_ask=not self._line.is_asking,
            changes=True,
            about=entry,
        )

    def _read(self, call: Call, entry: Entry) -> str | None:
        try:
            return self._ring(call).get_password(*entry)
        except backends.NothingStoredError:
            return None

    def _store(self, call: Call, entry: Entry, value: str) -> None:
        ring = self._ring(call)
        before = ring.get_password(*entry)
        if call.given_up.is_set():
            return
        ring.set_password(*entry, value)
        kept = ring.get_password(*entry)
        if kept is None or not hmac.compare_digest(kept.encode(), value.encode()):
            raise KeychainError(
                "The system's keyring took the secret but does not hold it.",
                "Sign in for this session only, and look at the keyring's settings.",
                state="none",
            )
        if call.given_up.is_set() and before is None:
            ring.delete_password(*entry)

    def _remove(self, call: Call, entry: Entry) -> bool:
        ring = self._ring(call)
        if self._read(call, entry) is None:
            return False
        ring.delete_password(*entry)
        if ring.get_password(*entry) is not None:
            raise KeychainError("The system's keyring still holds the secret.")
        return True

    def _wait(self, call: Call) -> Any:
        self._line.submit(call)
        if not concurrent.futures.wait([call.future], timeout=self._limit_s).done:
            raise self._too_late(call)
        try:
            return call.future.result()
        except KeychainError:
            raise
        except Exception as error:  # noqa: BLE001  (each system's libraries raise their own)
            raise _told(error) from None

    async def _await(self, call: Call) -> Any:
        import asyncio

        self._line.submit(call)
        future = asyncio.wrap_future(call.future)
        try:
            done, _ = await asyncio.wait({future}, timeout=self._limit_s)
        except asyncio.CancelledError:
            self._line.give_up(call)
            future.cancel()
            raise
        if not done:
            late = self._too_late(call)
            future.cancel()
            raise late
        try:
            return future.result()
        except KeychainError:
            raise
        except Exception as error:  # noqa: BLE001  (as in `_wait`)
            raise _told(error) from None

    def _too_late(self, call: Call) -> KeychainError:
        self._line.give_up(call)
        if call.is_asking:
            return KeychainError(
                "The system's keyring waits for you to unlock it.",
                "Answer its window and try again, or sign in for this session only.",
                state="locked",
            )
        _LOG.warning("The keyring did not answer within %g s", self._limit_s)
        return KeychainError(
            "The system's keyring does not answer.",
            "Try again later, or sign in for this session only.",
        )


def _told(error: Exception) -> KeychainError:
    # The error itself is dropped: its text and its frames may hold the secret.
    told = backends.translated(error)
    _LOG.info("The keyring is %s: %s", told.state, type(error).__name__)
    return told


def _not_deleted(error: KeychainError, entry: Entry) -> KeychainError:
    return KeychainError(
        f"A secret could not be deleted from the keyring. {error.title}",
        f"It is kept there as “{entry.service}”, user “{entry.user}”. {error.detail}",
        state=error.state,
    )
