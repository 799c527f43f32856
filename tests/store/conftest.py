"""Stores for the store's tests: real files, always closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from portfolio.paths import Paths, for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.store.records import Opener


@pytest.fixture
def open_store(clock: FixedClock) -> Iterator[Opener]:
    """Opens stores and closes them at the end."""
    with ExitStack() as stack:

        def open_it(paths: Paths, *, read_only: bool = False) -> Store:
            store = Store.open(paths, clock=clock, read_only=read_only)
            stack.callback(store.close)
            return store

        yield open_it


@pytest.fixture
def store(open_store: Opener, paths: Paths) -> Store:
    """An empty store."""
    return open_store(paths)


@pytest.fixture
def other_paths(tmp_path: Path) -> Callable[[str], Paths]:
    """Folders of further profiles."""
    return lambda name: for_profile(tmp_path / name)
