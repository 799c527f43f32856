"""Entries made by hand: curated, and copied into lists in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from portfolio.model.codes import Action, SourceKind
from portfolio.model.deed_query import DeedQuery
from portfolio.model.kinds import Kind
from portfolio.model.manual import KNOWN_TO_YEAR, ManualEntry, manual_deed_key
from portfolio.model.project import ProjectEdit
from portfolio.paths import Paths
from portfolio.store.store import Store
from tests.store.records import PROJECT, Opener, contribution, record, say, source, titles

TALK = ManualEntry(
    "m1",
    "Focus rings for everyone",
    "2019",
    Action.SPOKE,
    Kind.TALK,
    PROJECT,
    "https://meet.example/t",
)


def enter(store: Store, *entries: ManualEntry) -> None:
    with store.editing("contribution.added", title="x") as editor:
        for each in entries:
            editor.save_manual(each)


def derived_rows(store: Store) -> list[list[tuple[object, ...]]]:
    """Return what is derived from the entries, without numbers of rows."""
    with store.reading() as reader:
        asked = (
            (
                "SELECT deed_key, action, project_key, occurred_at, listing, privacy,"
                " is_self_reported, is_dated, title FROM deed_index ORDER BY deed_key"
            ),
            "SELECT project_key, month, action, shown FROM activity ORDER BY 1, 2, 3",
            "SELECT key, name, deed_count, is_confidential FROM project_index ORDER BY key",
            (
                "SELECT native_id, action, title, state, kind, url, identity_key FROM contribution"
                " ORDER BY 1, 2"
            ),
            "SELECT id, kind, project_key FROM source ORDER BY id",
        )
        return [reader._connection.execute(sql).fetchall() for sql in asked]


def test_an_entry_is_a_self_reported_deed_of_the_holder(store: Store) -> None:
    record(store, contribution(1))
    enter(store, TALK)
    with store.reading() as reader:
        deed = reader.deeds.get(manual_deed_key("m1"))
        assert deed is not None
        assert (deed.title, deed.action, deed.is_self_reported) == (
            TALK.title,
            Action.SPOKE,
            True,
        )
        assert (deed.project_key, deed.date_known) == (PROJECT, "year")
        (said,) = reader.deeds.contributions(deed.key)
        assert (said.state, said.kind) == (KNOWN_TO_YEAR, Kind.TALK)
        found = reader.sources.get(said.source_id)
        assert found is not None
        assert found.kind is SourceKind.MANUAL
        assert reader.find("rings everyone")[-1].key == deed.key
    assert all(each.is_ok for each in store.examine() if each.code != "backup")


def test_undo_and_redo_bring_the_list_along(store: Store) -> None:
    record(store, contribution(1))
    say(store)
    before = derived_rows(store)
    enter(store, TALK, replace(TALK, id="m2", project_key="", when="2020-05-06"))
    entered = derived_rows(store)
    store.undo()
    assert derived_rows(store) == before
    store.redo()
    assert derived_rows(store) == entered


def test_a_change_of_project_and_action_leaves_nothing_behind(store: Store) -> None:
    record(store, contribution(1))
    with store.editing("project.renamed") as editor:
        editor.save_project(ProjectEdit("self:p", name="Meetings"))
    enter(store, TALK)
    enter(store, replace(TALK, project_key="self:p", action=Action.ORGANISED, when="2021-02"))
    with store.reading() as reader:
        manual = [each for each in reader.sources.all() if each.kind is SourceKind.MANUAL]
        assert [each.project_key for each in manual] == ["self:p"]
        (deed,) = reader.deeds.page(DeedQuery(words="rings")).deeds
        assert (deed.action, deed.project_name) == (Action.ORGANISED, "Meetings")
    with store.editing("contribution.removed") as editor:
        editor.remove_manual("m1")
    with store.reading() as reader:
        assert not [each for each in reader.sources.all() if each.kind is SourceKind.MANUAL]
        assert reader.manual.all() == []
    assert titles(store) == []


def test_making_lists_anew_gives_the_same(store: Store) -> None:
    record(store, contribution(1))
    say(store)
    enter(store, TALK, replace(TALK, id="m2", project_key=""))
    before = derived_rows(store)
    digest = store.curated_digest()
    store.rebuild_derived()
    assert derived_rows(store) == before
    assert store.curated_digest() == digest


def test_a_reading_of_sources_leaves_entries_as_they_are(store: Store) -> None:
    enter(store, TALK)
    digest = store.curated_digest()
    record(store, contribution(1), contribution(2))
    assert store.curated_digest() == digest
    assert TALK.title in titles(store)


def test_entries_come_back_from_a_backup(
    store: Store, open_store: Opener, other_paths: Callable[[str], Paths]
) -> None:
    enter(store, TALK)
    there = other_paths("there")
    there.data.mkdir(parents=True)
    store.back_up(there.store)
    with open_store(there).reading() as reader:
        (entry,) = reader.manual.all()
    assert replace(entry, created_at=None) == TALK


def test_a_project_stays_confidential_when_something_is_typed_in(store: Store) -> None:
    record(store, contribution(1), into=source(is_public=False))
    enter(store, TALK)
    with store.reading() as reader:
        project = reader.projects.get(PROJECT)
        assert project is not None
        assert project.is_confidential


@pytest.mark.parametrize("when", ["", "x", "2024-13", "0000"])
def test_an_entry_of_another_version_without_a_date_is_kept_and_not_listed(
    store: Store, when: str
) -> None:
    enter(store, replace(TALK, when=when))
    with store.reading() as reader:
        assert [each.when for each in reader.manual.all()] == [when]
    assert titles(store) == []
