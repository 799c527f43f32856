"""A record read from two small real repositories, for tests of reading and of stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portfolio.model.deed_query import DeedQuery
from portfolio.operations import folders, identities
from portfolio.paths import Paths
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.sync.git.repositories import ADA, GRACE, Repository, ignore, make, mine, never


@dataclass
class Record:
    """A store, its clock, and the repositories it is read from."""

    store: Store
    clock: FixedClock
    folder: Path
    ring: Repository
    lamp: Repository

    def read(self) -> list[folders.ReadResult]:
        """Read all repositories of the folder."""
        found = folders.scan([self.folder], report=ignore, cancelled=never)
        return folders.read(self.store, self.clock, found, report=lambda _: None, cancelled=never)

    def confirm(self, *people: tuple[str, str]) -> None:
        """Confirm people as the holder and read again."""
        identities.confirm(self.store, self.clock, sorted(mine(*people)))
        self.read()

    def keys(self) -> list[str]:
        """Return the keys of the listed deeds, newest first."""
        with self.store.reading() as reader:
            return [deed.key for deed in reader.deeds.page(DeedQuery(), limit=500).deeds]


@pytest.fixture
def record(tmp_path: Path, paths: Paths) -> Iterator[Record]:
    """Two repositories: eight commits of Ada's and one of Grace's in one, two in the other."""
    folder = tmp_path / "code"
    ring, lamp = make(folder / "ring"), make(folder / "lamp")
    ring.git("remote", "add", "origin", "https://codeberg.org/team/ring.git")
    for number in range(8):
        ring.commit(f"Change {number}", files={f"{number}.txt": "text\n" * (number + 1)})
    ring.commit("Of somebody else", GRACE)
    lamp.commit("Light the lamp")
    lamp.commit("Trim the wick")
    clock = FixedClock()
    store = Store.open(paths, clock=clock)
    made = Record(store, clock, folder, ring, lamp)
    made.read()
    yield made
    store.close()


@pytest.fixture
def mine_read(record: Record) -> Record:
    """The same record with Ada confirmed as the holder."""
    record.confirm(ADA)
    return record
