"""Reading folders: what is cut short goes on, what is broken stands alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.model.codes import CoverageState
from portfolio.model.deed_query import DeedQuery
from portfolio.operations import folders, identities
from portfolio.operations.folders import ReadResult, RepositoryRead
from portfolio.operations.sample import mine_among
from portfolio.operations.sample_repositories import build
from portfolio.paths import Paths
from portfolio.store.store import Store
from tests.clocks import FixedClock


class Reader:
    """Reads one folder into one record, and keeps what was reported."""

    def __init__(self, store: Store, clock: FixedClock, folder: Path) -> None:
        self.store, self._clock, self._folder = store, clock, folder
        self.reports: list[object] = []

    def read(self, asks: int | None = None) -> list[ReadResult]:
        """Read; stop at the given time of being asked whether to."""
        count = 0

        def cancelled() -> bool:
            nonlocal count
            count += 1
            return asks is not None and count > asks

        found = folders.scan([self._folder], report=self.reports.append, cancelled=lambda: False)
        return folders.read(
            self.store, self._clock, found, report=self.reports.append, cancelled=cancelled
        )

    def confirm(self) -> None:
        identities.confirm(self.store, self._clock, mine_among(self.store))

    def keys(self) -> set[str]:
        with self.store.reading() as reader:
            found = reader.deeds.by_ids(reader.deeds.ids(DeedQuery()))
        return {deed.key for deed in found}


@pytest.fixture
def code(tmp_path: Path) -> Path:
    build(tmp_path / "code", ["Quillmark", "Larkspur"])
    return tmp_path / "code"


@pytest.fixture
def reader(paths: Paths, clock: FixedClock, code: Path) -> Iterator[Reader]:
    store = Store.open(paths, clock=clock)
    yield Reader(store, clock, code)
    store.close()


def test_every_repository_is_reported_as_it_is_done(reader: Reader) -> None:
    results = reader.read()
    assert [r.label for r in results] == ["Larkspur", "Quillmark"]
    done = [each.result for each in reader.reports if isinstance(each, RepositoryRead)]
    assert done == results
    assert all(
        coverage.state is CoverageState.COMPLETE
        for result in results
        for coverage in result.coverage
        if coverage.kind == "commits"
    )


def test_nothing_new_is_said_and_costs_no_change(reader: Reader) -> None:
    reader.read()
    reader.confirm()
    assert sum(result.new for result in reader.read()) > 200
    before = reader.keys()
    again = reader.read()
    assert all(result.is_unchanged for result in again)
    assert [(r.new, r.changed, r.gone) for r in again] == [(0, 0, 0)] * 2
    assert reader.keys() == before


@pytest.mark.parametrize("asks", [0, 1, 3, 7, 15, 40])
def test_a_reading_that_is_stopped_anywhere_is_made_whole_by_the_next(
    reader: Reader, asks: int
) -> None:
    reader.read()
    reader.confirm()
    reader.read(asks=asks)
    part = reader.keys()
    reader.read()
    whole = reader.keys()
    assert part <= whole
    assert len(whole) > 200
    assert all(finding.is_ok for finding in reader.store.examine() if finding.code != "backup")


def test_a_repository_that_went_away_keeps_its_work(
    reader: Reader, code: Path, clock: FixedClock
) -> None:
    reader.read()
    reader.confirm()
    reader.read()
    before = reader.keys()
    shutil.rmtree(code / "Larkspur")
    seen: list[object] = []
    results = folders.read_again(reader.store, clock, report=seen.append, cancelled=lambda: False)
    missing = next(result for result in results if result.label == "Larkspur")
    assert "no longer at" in missing.problem
    assert RepositoryRead(missing) in seen
    assert reader.keys() == before


def test_a_copy_elsewhere_is_the_same_work_from_two_sources(reader: Reader, code: Path) -> None:
    reader.read()
    reader.confirm()
    reader.read()
    before = reader.keys()
    shutil.copytree(code / "Quillmark", code / "Quillmark copy")
    reader.read()
    assert reader.keys() == before
    with reader.store.reading() as store:
        query = DeedQuery(words="One focus ring for every control")
        (deed,) = store.deeds.page(query).deeds
        names = [project.name for project in store.projects.all()]
    assert deed.source_count == 2
    assert sorted(names) == ["editor", "mail"]


def broken(folder: Path) -> Path:
    """A repository whose HEAD nobody can read."""
    (folder / ".git" / "objects").mkdir(parents=True)
    (folder / ".git" / "refs").mkdir()
    (folder / ".git" / "HEAD").write_text("garbage\n")
    return folder


def unread(reader: Reader) -> dict[str, str]:
    with reader.store.reading() as read:
        return {each.label: each.last_error for each in read.sources.all() if each.is_unreadable}


def test_what_cannot_be_read_stays_named_until_it_is_read(reader: Reader, code: Path) -> None:
    ring = broken(code / "ring")
    (result,) = [each for each in reader.read() if each.label == "ring"]
    assert result.problem
    assert unread(reader) == {"ring": result.problem}
    with reader.store.reading() as read:
        assert read.totals().source_count == 2
    reader.confirm()
    again = folders.read_again(
        reader.store, FixedClock(), report=lambda _: None, cancelled=lambda: False
    )
    assert [each.problem for each in again if each.label == "ring"] == [result.problem]
    assert unread(reader) == {"ring": result.problem}
    shutil.rmtree(ring / ".git")
    shutil.copytree(code / "Larkspur" / ".git", ring / ".git")
    assert not any(each.problem for each in reader.read())
    assert unread(reader) == {}
    with reader.store.reading() as read:
        assert [each.label for each in read.sources.all()] == ["Larkspur", "Quillmark", "ring"]


@pytest.mark.parametrize("keeps_folder", [True, False])
def test_what_could_not_be_read_is_forgotten_when_it_is_gone(
    reader: Reader, code: Path, keeps_folder: bool
) -> None:
    ring = broken(code / "ring")
    reader.read()
    assert set(unread(reader)) == {"ring"}
    shutil.rmtree(ring / ".git" if keeps_folder else ring)
    reader.read()
    assert unread(reader) == {}
    with reader.store.reading() as read:
        assert [each.label for each in read.sources.all()] == ["Larkspur", "Quillmark"]


def test_a_repository_that_breaks_keeps_what_was_read_and_says_why(
    reader: Reader, code: Path
) -> None:
    reader.read()
    reader.confirm()
    reader.read()
    before = reader.keys()
    (code / "Larkspur" / ".git" / "HEAD").write_text("garbage\n")
    (result,) = [each for each in reader.read() if each.problem]
    assert reader.keys() == before
    with reader.store.reading() as read:
        (source,) = [each for each in read.sources.all() if each.label == "Larkspur"]
    assert source.last_error == result.problem
    assert source.coverage
    assert not source.is_unreadable
