"""Records for tests of operations: an open copy of the sample, and one read here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.operations.sample import make_sample
from portfolio.paths import Paths
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.operations.ring_record import mine_read, record

__all__ = ["mine_read", "record", "sample"]


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "profile", clock=FixedClock())


@pytest.fixture
def sample(_sample: Path, paths: Paths, clock: FixedClock) -> Iterator[Store]:
    """The sample's record, open; its repositories lie where it was made."""
    shutil.copytree(_sample / "data", paths.data)
    store = Store.open(paths, clock=clock)
    yield store
    store.close()
