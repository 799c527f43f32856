"""One profile, opened: paths, settings, clock and store, built once for the window or a command."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.clock import Clock, SystemClock
from portfolio.paths import Paths, for_profile

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.store.store import Store


@dataclass(slots=True)
class Workspace:
    """What the window and the command line are handed.

    Attributes:
        is_offline: No network at all (nothing uses one yet).
        is_read_only: The record may only be read.
    """

    paths: Paths
    clock: Clock
    is_offline: bool = False
    is_read_only: bool = False
    _store: Store | None = field(default=None, repr=False)

    @classmethod
    def open(
        cls,
        profile_dir: Path | None,
        *,
        offline: bool = False,
        read_only: bool = False,
        clock: Clock | None = None,
    ) -> Workspace:
        """Name a profile; its store is opened when it is first asked for."""
        paths = for_profile(profile_dir)
        return cls(paths, clock or SystemClock(), is_offline=offline, is_read_only=read_only)

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

    def close(self) -> None:
        """Close the store if it is open."""
        if self._store is not None:
            self._store.close()
            self._store = None
