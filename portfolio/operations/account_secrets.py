"""Where an account's secrets are: in the system's keyring, or in memory for this session only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.keychain import Entry, Keychain, SessionSecrets
    from portfolio.model.account import Account
    from portfolio.secret import Secret


class AccountSecrets:
    """Hands each account's secrets to where they are kept. Belongs to one loop.

    Args:
        keychain: The system's keyring.
        session: Memory, for those who chose it or have no keyring.
    """

    def __init__(self, keychain: Keychain | SessionSecrets, session: SessionSecrets) -> None:
        self._keychain, self._session = keychain, session
        self._in_memory: set[str] = set()

    def follow(self, account: Account) -> None:
        """Look where an account says its secrets are."""
        if account.keeps_secret:
            self._in_memory.discard(account.id)
        else:
            self._in_memory.add(account.id)

    def _place(self, entry: Entry) -> Keychain | SessionSecrets:
        is_here = entry.user.partition("#")[0] in self._in_memory
        return self._session if is_here else self._keychain

    async def fetch(self, entry: Entry, *, may_ask: bool = True) -> Secret | None:
        """Return a secret, or None.

        Raises:
            KeychainError: The keyring could not be asked.
        """
        return await self._place(entry).fetch(entry, may_ask=may_ask)

    async def keep(self, entry: Entry, secret: Secret) -> None:
        """Store a secret and read it back.

        Raises:
            KeychainError: The keyring did not take it.
        """
        await self._place(entry).keep(entry, secret)

    async def drop(self, entry: Entry) -> bool:
        """Delete a secret and say whether there was one.

        Raises:
            KeychainError: It may still be there; the words say where.
        """
        return await self._place(entry).drop(entry)
