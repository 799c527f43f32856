"""Undo and redo go by decisions; notes of saved documents go along."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.model.edition import ProducedFile
from portfolio.model.steps import EDITION_SAVED
from portfolio.operations import editions, history, holder
from portfolio.operations.export import export, note_produced
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock


def saved(store: Store, clock: FixedClock, folder: Path) -> None:
    export(store, clock, editions.ensure_default(store).id, "text", folder / "cv.txt")


def name(store: Store) -> str:
    with store.reading() as reader:
        return reader.holder().name


def test_undo_after_saving_takes_back_the_decision(
    sample: Store, clock: FixedClock, tmp_path: Path
) -> None:
    holder.set_fields(sample, name="One")
    holder.set_fields(sample, name="Two")
    saved(sample, clock, tmp_path)
    saved(sample, clock, tmp_path)
    after = sample.curated_digest()
    assert history.history(sample)[0][0].label == EDITION_SAVED
    step = history.next_undo(sample)
    assert step is not None
    assert step.label == "holder.changed"
    assert [entry.id for entry in history.undo(sample)] == [step.id]
    assert name(sample) == "One"
    again = history.next_redo(sample)
    assert again is not None
    assert again.id == step.id
    assert [entry.id for entry in history.redo(sample)] == [step.id]
    assert sample.curated_digest() == after
    assert history.next_redo(sample) is None
    assert history.redo(sample) == []


def test_several_steps_pass_over_the_notes_between(
    sample: Store, clock: FixedClock, tmp_path: Path
) -> None:
    before = sample.curated_digest()
    holder.set_fields(sample, name="One")
    saved(sample, clock, tmp_path)
    holder.set_fields(sample, name="Two")
    saved(sample, clock, tmp_path)
    assert len(history.undo(sample, 2)) == 2
    assert sample.curated_digest() == before
    assert len(history.redo(sample, 1)) == 1
    assert name(sample) == "One"
    assert len(history.redo(sample, 9)) == 1
    assert name(sample) == "Two"


def test_a_new_decision_ends_what_could_be_redone(sample: Store) -> None:
    holder.set_fields(sample, name="One")
    history.undo(sample)
    holder.set_fields(sample, name="Two")
    assert history.next_redo(sample) is None
    history.undo(sample)
    assert name(sample) == "Noor Vantongeren"
    assert history.redo(sample)
    assert name(sample) == "Two"


def test_saving_a_document_leaves_what_can_be_redone(
    sample: Store, clock: FixedClock, tmp_path: Path
) -> None:
    holder.set_fields(sample, name="One")
    holder.set_fields(sample, name="Two")
    history.undo(sample, 2)
    saved(sample, clock, tmp_path)
    step = history.next_redo(sample)
    assert step is not None
    assert [entry.id for entry in history.redo(sample)] == [step.id]
    assert name(sample) == "One"
    saved(sample, clock, tmp_path)
    history.redo(sample)
    assert name(sample) == "Two"
    assert len(history.undo(sample, 2)) == 2
    assert name(sample) == "Noor Vantongeren"
    assert len(history.redo(sample, 2)) == 2
    assert name(sample) == "Two"


def test_a_dropped_step_between_does_not_hide_what_can_be_redone(sample: Store) -> None:
    holder.set_fields(sample, name="One")
    holder.set_fields(sample, name="Two")
    history.undo(sample)
    holder.set_fields(sample, name="Three")
    history.undo(sample, 2)
    assert len(history.redo(sample, 2)) == 2
    assert name(sample) == "Three"


_ACTS = st.lists(st.sampled_from(["edit", "undo", "redo", "save"]), max_size=14)


@settings(max_examples=40, deadline=None)
@given(_ACTS)
def test_undo_and_redo_go_like_two_stacks_whatever_is_saved_between(acts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(for_profile(Path(folder)), clock=FixedClock())
        try:
            _go(store, acts)
        finally:
            store.close()


def _go(store: Store, acts: list[str]) -> None:
    now = ""
    done: list[str] = []
    undone: list[str] = []
    for number, act in enumerate(acts):
        if act == "edit":
            done, undone, now = [*done, now], [], f"Name {number}"
            holder.set_fields(store, name=now)
        elif act == "save":
            edition = editions.ensure_default(store)
            note_produced(
                store, edition.id, ProducedFile("cv.pdf", "pdf", "00", FixedClock().now())
            )
        elif act == "undo":
            assert bool(history.undo(store)) is bool(done)
            if done:
                undone, now, done = [*undone, now], done[-1], done[:-1]
        else:
            assert bool(history.redo(store)) is bool(undone)
            if undone:
                done, now, undone = [*done, now], undone[-1], undone[:-1]
        assert name(store) == now
        assert (history.next_undo(store) is None, history.next_redo(store) is None) == (
            not done,
            not undone,
        )


def test_more_steps_than_there_are(sample: Store) -> None:
    count = len(sample.history(limit=999))
    assert len(history.undo(sample, 999)) == count
    assert history.next_undo(sample) is None
    assert history.undo(sample) == []
    assert len(history.redo(sample, 999)) == count
