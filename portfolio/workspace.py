"""One profile, opened: paths, settings, clock and store, built once for the window or a command.

Everything is made when it is first asked for, so that a start imports neither httpx nor keyring.
Tests hand in their own clock, keyring, transport and providers, through the constructor only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.clock import Clock, SystemClock
from portfolio.errors import NotFoundError
from portfolio.paths import Paths, for_profile

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.keychain import Keychain, SessionSecrets
    from portfolio.operations.account_secrets import AccountSecrets
    from portfolio.operations.syncing import UnderWay
    from portfolio.settings import Settings
    from portfolio.store.store import Store
    from portfolio.sync.provider import Provider
    from portfolio.sync.signin.client_ids import ClientIds
    from portfolio.sync.signin.renewal import TokenKeeper
    from portfolio.sync.transport import Timing, Transport


@dataclass(slots=True)
class Workspace:
    """What the window and the command line are handed.

    What belongs to an asyncio loop (`transport`, `tokens`) is made and used on one loop, and
    closed there by `close_network`; after that another loop may have its own.

    Attributes:
        is_offline: No network at all.
        is_read_only: The record may only be read.
        readings: Accounts being read, by id; on the loop.
    """

    paths: Paths
    clock: Clock
    is_offline: bool = False
    is_read_only: bool = False
    readings: dict[str, UnderWay] = field(default_factory=dict, repr=False)
    _keychain: Keychain | SessionSecrets | None = field(default=None, repr=False)
    _transport: Transport | None = field(default=None, repr=False)
    _providers: tuple[Provider, ...] | None = field(default=None, repr=False)
    _store: Store | None = field(default=None, repr=False)
    _session: SessionSecrets | None = field(default=None, repr=False)
    _secrets: AccountSecrets | None = field(default=None, repr=False)
    _tokens: TokenKeeper | None = field(default=None, repr=False)

    @classmethod
    def open(  # noqa: PLR0913  (each is a thing of its own, and all but one have defaults)
        cls,
        profile_dir: Path | None,
        *,
        offline: bool = False,
        read_only: bool = False,
        clock: Clock | None = None,
        keychain: Keychain | SessionSecrets | None = None,
        transport: Transport | None = None,
        providers: tuple[Provider, ...] | None = None,
    ) -> Workspace:
        """Name a profile; its store is opened when it is first asked for."""
        return cls(
            for_profile(profile_dir),
            clock or SystemClock(),
            is_offline=offline,
            is_read_only=read_only,
            _keychain=keychain,
            _transport=transport,
            _providers=providers,
        )

    @property
    def store(self) -> Store:
        """The record, opened on first use.

        Raises:
            StoreError: It cannot be opened; the words say what to do.
        """
        if self._store is None:
            from portfolio.store.store import Store

            self._store = Store.open(self.paths, clock=self.clock, read_only=self.is_read_only)
        return self._store

    @property
    def settings(self) -> Settings:
        """The holder's settings, as their file says now."""
        from portfolio.settings import SettingsFile

        return SettingsFile(self.paths.settings).value

    def providers(self) -> tuple[Provider, ...]:
        """Return every service that can be read."""
        if self._providers is None:
            from portfolio.sync.providers import all_providers

            self._providers = all_providers()
        return self._providers

    def provider(self, provider_id: str) -> Provider:
        """Return one service; only its own module is imported.

        Raises:
            NotFoundError: There is none of this id.
        """
        if self._providers is None:
            from portfolio.sync.providers import provider

            return provider(provider_id)
        for each in self._providers:
            if each.about.id == provider_id:
                return each
        raise NotFoundError(f"Portfolio knows no service “{provider_id}”.")

    @property
    def client_ids(self) -> ClientIds:
        """Under which names this program may sign in at services."""
        from portfolio.sync.signin.client_ids import ClientIds

        return ClientIds(self.settings.accounts.client_ids)

    @property
    def transport(self) -> Transport:
        """What sends requests; on the loop."""
        if self._transport is None:
            from pathlib import Path

            from portfolio.sync.transport import Transport, system_timing

            files = self.settings.accounts.ca_files
            self._transport = Transport(
                system_timing(self.clock),
                is_offline=lambda: self.is_offline,
                authorities={host: Path(path) for host, path in files.items()},
            )
        return self._transport

    @property
    def timing(self) -> Timing:
        """Clock, sleep and chance of the network."""
        return self.transport.timing

    @property
    def keychain(self) -> Keychain | SessionSecrets:
        """The system's keyring; nothing is asked of it before a secret is."""
        if self._keychain is None:
            from portfolio.keychain import Keychain

            self._keychain = Keychain()
        return self._keychain

    @property
    def secrets(self) -> AccountSecrets:
        """Where each account's secrets are; on the loop."""
        if self._secrets is None:
            from portfolio.keychain import SessionSecrets
            from portfolio.operations.account_secrets import AccountSecrets

            self._session = self._session or SessionSecrets()
            self._secrets = AccountSecrets(self.keychain, self._session)
        return self._secrets

    @property
    def tokens(self) -> TokenKeeper:
        """Hands out tokens and renews them; on the loop."""
        if self._tokens is None:
            from portfolio.sync.signin.renewal import TokenKeeper

            self._tokens = TokenKeeper(
                self.secrets, send=self.transport.exchange, timing=self.timing
            )
        return self._tokens

    async def close_network(self) -> None:
        """Close what belongs to the loop, on it; tokens being renewed are stored first."""
        tokens, transport = self._tokens, self._transport
        self._tokens = self._transport = None
        if tokens is not None:
            await tokens.close()
        if transport is not None:
            await transport.close()

    def close(self) -> None:
        """Close the store if it is open."""
        if self._store is not None:
            self._store.close()
            self._store = None
