"""Taking a folder out of the record: what it alone brought goes, all else stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.errors import NotFoundError
from portfolio.model.deed_query import DeedQuery
from portfolio.operations import deeds, folder_removal, folders, identities, stories
from portfolio.operations.sample import mine_among
from portfolio.operations.sample_repositories import build
from portfolio.paths import Paths
from portfolio.store.store import Store
from tests.clocks import FixedClock


@pytest.fixture
def code(tmp_path: Path) -> Path:
    build(tmp_path / "code", ["Quillmark", "Larkspur"])
    shutil.copytree(tmp_path / "code" / "Larkspur", tmp_path / "copy" / "Larkspur2")
    return tmp_path / "code"


@pytest.fixture
def store(paths: Paths, clock: FixedClock, code: Path) -> Iterator[Store]:
    store = Store.open(paths, clock=clock)
    read(store, clock, code, code.parent / "copy")
    identities.confirm(store, clock, mine_among(store))
    read(store, clock, code, code.parent / "copy")
    yield store
    store.close()


def read(store: Store, clock: FixedClock, *places: Path) -> None:
    found = folders.scan(places, report=lambda _: None, cancelled=lambda: False)
    folders.read(store, clock, found, report=lambda _: None, cancelled=lambda: False)


def keys(store: Store) -> set[str]:
    with store.reading() as reader:
        found = reader.deeds.by_ids(reader.deeds.ids(DeedQuery(include_hidden=True)))
    return {deed.key for deed in found}


def projects(store: Store) -> set[str]:
    with store.reading() as reader:
        return {each.name for each in reader.projects.all(include_hidden=True)}


def test_what_a_folder_alone_brought_goes(store: Store, code: Path) -> None:
    before = keys(store)
    going = folder_removal.going(store, str(code / "Quillmark"))
    assert going.places == (str(code / "Quillmark"),)
    assert going.deed_count > 0
    assert going.kept_count == 0
    assert keys(store) == before
    folder_removal.remove(store, going)
    assert len(before) - len(keys(store)) == going.deed_count
    assert projects(store) == {"mail"}
    store.back_up()
    with store.reading() as reader:
        assert not [each.words for each in store.examine() if not each.is_ok]
        assert not [each for each in reader.identities.spellings() if "uill" in each.source_id]
    assert [each.label for each in folder_removal.folders(store)] == ["Larkspur", "Larkspur2"]


def test_what_another_folder_carries_stays(store: Store, code: Path) -> None:
    before = keys(store)
    going = folder_removal.going(store, str(code.parent / "copy"))
    assert going.deed_count == 0
    assert going.kept_count > 0
    folder_removal.remove(store, going)
    assert keys(store) == before
    last = folder_removal.going(store, "Larkspur")
    assert (last.deed_count, last.kept_count) == (going.kept_count, 0)


def test_what_the_holder_decided_stays_and_comes_back(
    store: Store, clock: FixedClock, code: Path
) -> None:
    before = keys(store)
    with store.reading() as reader:
        (key, *_) = [key for key in before if "uillmark" in str(reader.deeds.contributions(key))]
    deeds.retitle(store, key, "My own words")
    story = stories.create(store, title="Told", deed_keys=[key])
    folder_removal.remove(store, folder_removal.going(store, str(code)))
    folder_removal.remove(store, folder_removal.going(store, str(code.parent / "copy")))
    assert keys(store) == set()
    with store.reading() as reader:
        (kept,) = reader.stories.all()
        assert (kept.title, kept.items) == (story.title, story.items)
        assert reader.identities.decided()
    read(store, clock, code)
    assert keys(store) == before
    with store.reading() as reader:
        assert reader.deeds.by_keys([key])[key].title == "My own words"


def test_a_folder_that_is_gone_from_the_disk_can_be_removed(store: Store, code: Path) -> None:
    shutil.rmtree(code / "Quillmark")
    folder_removal.remove(store, folder_removal.going(store, str(code / "Quillmark")))
    assert projects(store) == {"mail"}


def test_what_was_never_read_is_said(store: Store, code: Path) -> None:
    with pytest.raises(NotFoundError, match="Nothing in the record was read from"):
        folder_removal.going(store, f"{code}-not")
    going = folder_removal.going(store, str(code / "Quillmark"))
    folder_removal.remove(store, going)
    with pytest.raises(NotFoundError):
        folder_removal.remove(store, going)
