"""The object graph of one profile, built once, for the window and the command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.clock import Clock, SystemClock
from portfolio.paths import Paths, for_profile
from portfolio.settings import SettingsFile
from portfolio.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Workspace:
    """One profile, open.

    Attributes:
        is_offline: No network at all, whatever a command would like.
    """

    paths: Paths
    settings: SettingsFile
    clock: Clock
    store: Store
    is_offline: bool = False

    @classmethod
    def open(
        cls, profile_dir: Path | None, *, offline: bool = False, read_only: bool = False
    ) -> Workspace:
        """Open the profile in ``profile_dir``, or the person's usual one.

        Raises:
            StoreError: One of its family; see `Store.open`.
        """
        paths = for_profile(profile_dir)
        clock = SystemClock()
        store = Store.open(paths, clock=clock, read_only=read_only)
        return cls(paths, SettingsFile(paths.settings), clock, store, offline)

    def close(self) -> None:
        """Close the store."""
        self.store.close()
