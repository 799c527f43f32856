"""Secrets for this session only: in memory, gone when Portfolio is closed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.keychain.entries import Entry
    from portfolio.secret import Secret


class SessionSecrets:
    """Keeps secrets in memory, with the calls of `Keychain`. Any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._secrets: dict[Entry, Secret] = {}

    def get(self, entry: Entry, *, may_ask: bool = True) -> Secret | None:
        """Return a secret, or None when there is none of this name."""
        del may_ask
        with self._guard:
            return self._secrets.get(entry)

    def set(self, entry: Entry, secret: Secret) -> None:
        """Keep a secret until the end of this session."""
        with self._guard:
            self._secrets[entry] = secret

    def delete(self, entry: Entry) -> bool:
        """Forget a secret and say whether there was one."""
        with self._guard:
            return self._secrets.pop(entry, None) is not None

    async def fetch(self, entry: Entry, *, may_ask: bool = True) -> Secret | None:
        """Do as `get`, for the loop."""
        return self.get(entry, may_ask=may_ask)

    async def keep(self, entry: Entry, secret: Secret) -> None:
        """Do as `set`, for the loop."""
        self.set(entry, secret)

    async def drop(self, entry: Entry) -> bool:
        """Do as `delete`, for the loop."""
        return self.delete(entry)
