"""Undo and redo go by decisions; notes of saved documents go along."""

from __future__ import annotations

from pathlib import Path

from portfolio.model.steps import EDITION_SAVED
from portfolio.operations import editions, history, holder
from portfolio.operations.export import export
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


def test_more_steps_than_there_are(sample: Store) -> None:
    count = len(sample.history(limit=999))
    assert len(history.undo(sample, 999)) == count
    assert history.next_undo(sample) is None
    assert history.undo(sample) == []
    assert len(history.redo(sample, 999)) == count
