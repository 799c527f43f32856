"""Every decision can be taken back and brought back, across restarts and new readings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.clock import SystemClock
from portfolio.model import codes
from portfolio.model.deed import DeedEdit
from portfolio.model.deed_query import DeedQuery
from portfolio.model.edition import Edition
from portfolio.model.identity import Identity
from portfolio.model.person import Holder
from portfolio.model.project import ProjectEdit, Role
from portfolio.model.story import Story, StoryItem
from portfolio.paths import Paths, for_profile
from portfolio.store.editor import Editor
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.store.records import ME, Opener, contribution, filled, key, record, source, titles

PROJECTS = ("remote:x/a", "remote:x/b", "self:c", "remote:unknown")

texts = st.sampled_from(["", "a", "Ä", "\U0001f600", "two\nlines"])
small = st.integers(1, 4)
items = st.lists(
    st.builds(StoryItem, small.map(key), st.integers(0, 3), st.booleans()),
    max_size=3,
    unique_by=lambda item: item.deed_key,
).map(tuple)
edits = st.one_of(
    st.tuples(st.just("save_holder"), st.builds(Holder, name=texts, links=st.just(("https://x",)))),
    st.tuples(st.just("save_deed"),
              st.builds(DeedEdit, small.map(key), texts, st.booleans(), st.booleans(), texts)),
    st.tuples(st.just("save_project"),
              st.builds(ProjectEdit, st.sampled_from(PROJECTS), texts, texts,
                        is_hidden=st.booleans(),
                        merged_into=st.sampled_from(("", *PROJECTS)))),
    st.tuples(st.just("save_role"),
              st.builds(Role, st.sampled_from(["r1", "r2"]), st.sampled_from(PROJECTS), texts,
                        texts, texts, texts, st.booleans(),
                        st.sampled_from(list(codes.Capacity)))),
    st.tuples(st.just("remove_role"), st.sampled_from(["r1", "r2", "r3"])),
    st.tuples(st.just("save_story"),
              st.builds(Story, st.sampled_from(["s1", "s2"]), texts, items=items)),
    st.tuples(st.just("remove_story"), st.sampled_from(["s1", "s2"])),
    st.tuples(st.just("save_edition"), st.builds(Edition, st.sampled_from(["e1", "e2"]), texts)),
    st.tuples(st.just("remove_edition"), st.just("e1")),
    st.tuples(st.just("save_identity"),
              st.builds(Identity, st.sampled_from(["i1", "i2"]), st.just("self"),
                        st.just(codes.IdentityKind.GIT_EMAIL), st.just(""), texts, st.just(ME),
                        st.sampled_from(list(codes.IdentityStatus)), st.just(codes.Proof.SELF))),
    st.tuples(st.just("remove_identity"), st.sampled_from(["i1", "i2"])),
    st.tuples(st.just("save_answer").map(str), st.sampled_from(["", "leave-out", "own-work"])),
)  # fmt: skip


def apply(editor: Editor, edit: tuple[str, Any]) -> None:
    name, value = edit
    if name == "save_answer":
        editor.save_answer("not-public:s1:", value)
    else:
        getattr(editor, name)(value)


def shown(store: Store) -> tuple[object, ...]:
    """Return what the derived layer says, to hold against a later state."""
    with store.reading() as reader:
        deeds = reader.deeds.page(DeedQuery(include_hidden=True), limit=100).deeds
        return (
            deeds,
            reader.projects.all(include_hidden=True),
            reader.projects.merged(),
            reader.projects.roll_ups(),
            reader.projects.lanes(include_hidden=True),
            reader.totals(),
        )


@settings(max_examples=60)
@given(st.lists(st.lists(edits, min_size=1, max_size=4), min_size=1, max_size=8), st.data())
def test_undo_all_and_redo_all_are_inverse(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[list[tuple[str, Any]]],
    data: st.DataObject,
) -> None:
    paths = for_profile(tmp_path_factory.mktemp("journal"))
    store = Store.open(paths, clock=SystemClock())
    try:
        for number, project in enumerate(PROJECTS[:2]):
            into = source(f"s{number}", project_key=project)
            record(store, *(contribution(n) for n in range(1 + number, 4)), into=into)
        filled_state = (store.curated_digest(), shown(store))
        made = 0
        for group in steps:
            with store.editing("test.edited") as editor:
                for edit in group:
                    apply(editor, edit)
            made += editor.entry_id is not None
        end = (store.curated_digest(), shown(store))
        if data.draw(st.booleans(), label="restart"):
            store.close()
            store = Store.open(paths, clock=SystemClock())
        assert len(store.undo(100)) == made
        assert (store.curated_digest(), shown(store)) == filled_state
        assert len(store.redo(100)) == made
        assert (store.curated_digest(), shown(store)) == end
        # The lists kept up step by step are those made anew.
        store.rebuild_derived()
        assert _without_ids(shown(store)) == _without_ids(end[1])
    finally:
        store.close()


def _without_ids(state: tuple[object, ...]) -> list[object]:
    deeds, *rest = state
    assert isinstance(deeds, tuple)
    from dataclasses import replace

    return [sorted((replace(deed, id=0) for deed in deeds), key=lambda deed: deed.key), *rest]


def test_entry_names_rows_before_and_after(store: Store) -> None:
    with store.editing("deed.hidden", title="Fix") as editor:
        editor.save_deed(DeedEdit(key(1), title="draft"))
        editor.save_deed(DeedEdit(key(1), is_hidden=True))
    entry = store.next_undo()
    assert entry is not None
    assert (entry.id, entry.label, entry.args) == (editor.entry_id, "deed.hidden", {"title": "Fix"})
    (change,) = entry.changes
    assert (change.table, change.row_id, change.before) == ("deed_edit", key(1), None)
    assert change.after is not None
    assert (change.after["is_hidden"], change.after["title"]) == (True, "")


def test_an_edit_that_changes_nothing_has_no_entry(store: Store) -> None:
    with store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(key(1)))
        editor.save_holder(Holder(name="Ada"))
        editor.save_holder(Holder())
    assert editor.entry_id is not None  # the holder's row is there now
    with store.editing("deed.hidden") as editor:
        editor.save_holder(Holder())
        editor.save_deed(DeedEdit(key(1), is_hidden=True))
        editor.save_deed(DeedEdit(key(1)))
    assert editor.entry_id is None
    assert len(store.history()) == 1


def test_a_new_edit_drops_what_was_undone(store: Store) -> None:
    for name in ("one", "two", "three"):
        with store.editing("holder.changed", name=name) as editor:
            editor.save_holder(Holder(name=name))
    assert [entry.args["name"] for entry in store.undo(2)] == ["three", "two"]
    with store.editing("holder.changed", name="four") as editor:
        editor.save_holder(Holder(name="four"))
    assert store.redo() == []
    assert store.next_redo() is None
    states = [(entry.args["name"], entry.state) for entry in store.history()]
    assert states == [("four", "done"), ("three", "dropped"), ("two", "dropped"), ("one", "done")]


def test_undo_works_after_a_reading_took_the_deed_away(store: Store) -> None:
    filled(store, 2)
    with store.editing("deed.hidden", title="x") as editor:
        editor.save_deed(DeedEdit(key(1), is_hidden=True))
    record(store, contribution(1, deed_key="git:elsewhere:authored"))
    assert [entry.label for entry in store.undo()] == ["deed.hidden"]
    assert [entry.label for entry in store.redo()] == ["deed.hidden"]
    record(store, contribution(1))
    assert titles(store) == ["Fix the focus ring, part 2"]


def test_history_pages_and_says_when(store: Store, clock: FixedClock) -> None:
    start = clock.now()
    for number in range(5):
        with store.editing("holder.changed", name=str(number)) as editor:
            editor.save_holder(Holder(name=str(number)))
        clock.advance(timedelta(minutes=1))
    first = store.history(limit=2)
    rest = store.history(limit=10, before=first[-1].id)
    assert [entry.args["name"] for entry in first + rest] == ["4", "3", "2", "1", "0"]
    assert rest[-1].at == start


def test_undo_survives_a_restart(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder(name="Ada"))
    before = store.curated_digest()
    store.close()
    again = open_store(paths)
    assert again.curated_digest() == before
    assert [entry.label for entry in again.undo()] == ["holder.changed"]
    with again.reading() as reader:
        assert reader.holder() == Holder()


def test_an_edit_within_an_edit_is_one_step(store: Store) -> None:
    with store.editing("outer") as outer:
        outer.save_holder(Holder(name="Ada"))
        with store.editing("inner") as inner:
            inner.save_deed(DeedEdit(key(1), note="x"))
    assert [entry.label for entry in store.history()] == ["outer"]
    store.undo()
    with store.reading() as reader:
        assert (reader.holder(), reader.deeds.edit(key(1))) == (Holder(), None)


def test_an_exception_keeps_neither_edit_nor_entry(store: Store) -> None:
    def cut_off() -> None:
        with store.editing("holder.changed") as editor:
            editor.save_holder(Holder(name="Ada"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        cut_off()
    with store.reading() as reader:
        assert reader.holder() == Holder()
    assert store.history() == []


def test_story_times_are_set_and_unchanged_story_is_no_change(
    store: Store, clock: FixedClock
) -> None:
    made = clock.now()
    story = Story("st", "T", items=(StoryItem(key(1), 0, True),))
    with store.editing("story.added") as editor:
        editor.save_story(story)
    clock.advance(timedelta(hours=1))
    with store.editing("story.changed") as editor:
        editor.save_story(story)
    assert editor.entry_id is None
    with store.editing("story.changed") as editor:
        kept = editor.stories.get("st")
        assert kept is not None
        editor.save_story(Story("st", "U", items=kept.items))
    with store.reading() as reader:
        kept = reader.stories.get("st")
    assert kept is not None
    assert (kept.title, kept.created_at, kept.updated_at) == ("U", made, clock.now())


def test_journal_keeps_text_sqlite_cannot_hold_out(store: Store) -> None:
    with store.editing("holder.changed", name="a\0\ud800") as editor:
        editor.save_holder(Holder(name="a\0\ud800", links=("\ud800",)))
    assert store.history()[0].args == {"name": "a"}
    with store.reading() as reader:
        assert reader.holder() == Holder(name="a", links=("",))
