"""What goes in: ticks and moves of an edition's rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from portfolio.model.codes import Capacity, SectionKind
from portfolio.model.edition import Edition
from portfolio.model.project import Project, Role
from portfolio.model.story import Story
from portfolio.ui.models.carried_rows import Carriable
from portfolio.ui.models.contents import ContentsModel
from portfolio.ui.models.contents_choices import with_order, with_tick
from portfolio.ui.models.contents_row import ContentsRow, RowKind
from portfolio.ui.models.contents_rows import LIVING, Offered, rows_of

PROJECTS = [Project(key, key.upper(), key) for key in "abcd"]
STORIES = [Story(each, f"Story {each}") for each in ("s1", "s2", "s3")]
LETTERS = [Carriable(each, f"Writer {each}", "Vouch") for each in ("l1", "l2", "l3")]
BADGES = [Carriable(each, f"Badge {each}", "") for each in ("b1", "b2")]
OFFERED = Offered(tuple(PROJECTS), tuple(STORIES), tuple(LETTERS), tuple(BADGES))
EDITION = Edition("e", "General")


def rows(edition: Edition) -> list[ContentsRow]:
    return rows_of(edition, OFFERED.ordered_for(edition))


def shown(edition: Edition, kind: RowKind) -> list[str]:
    return [row.key for row in rows(edition) if row.kind is kind and row.is_shown]


def tick(edition: Edition, kind: RowKind, key: str, *, on: bool) -> Edition:
    row = next(each for each in rows(edition) if each.identity == (kind, key))
    return with_tick(edition, row, OFFERED.ordered_for(edition), shown=on)


def test_projects_nobody_put_in_order_stand_as_they_are_printed() -> None:
    def project(key: str, year: int | None) -> Project:
        last = datetime(year, 5, 3, tzinfo=UTC) if year else None
        return Project(key, key.upper(), key, last_at=last)

    projects = (project("a", None), project("b", 2024), project("c", 2026), project("d", 2020))
    now = Role("r", "d", "", "Lead", "2019", "", True, Capacity.UNSAID)
    told = Story("s1", "Story", "b", to_on="2026-07")
    offered = Offered(projects, (told,), roles=(now,))

    def order(edition: Edition) -> list[str]:
        found = rows_of(edition, offered.ordered_for(edition))
        return [row.key for row in found if row.kind is RowKind.PROJECT]

    assert order(EDITION) == ["d", "c", "b", "a"]
    assert order(replace(EDITION, story_ids=("s1",))) == ["d", "b", "c", "a"]
    assert order(replace(EDITION, project_keys=("a", "b"))) == ["a", "b", "d", "c"]


def test_what_is_left_out_stays_where_it_stood() -> None:
    shown_now = OFFERED.ordered_for(EDITION)
    without = replace(EDITION, project_keys=("a", "c", "d"), story_ids=("s1", "s3"))
    then = OFFERED.ordered_for(without, shown_now)
    assert [each.key for each in then.projects] == ["a", "b", "c", "d"]
    assert [each.id for each in then.stories] == ["s1", "s2", "s3"]
    moved = OFFERED.ordered_for(replace(without, project_keys=("d", "a", "c")), then)
    assert [each.key for each in moved.projects] == ["d", "a", "c", "b"]


def test_no_choice_means_every_project_and_no_story() -> None:
    assert shown(EDITION, RowKind.PROJECT) == ["a", "b", "c", "d"]
    assert shown(EDITION, RowKind.STORY) == []


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=12))
def test_ticks_say_which_projects_are_shown(ticks: list[tuple[str, bool]]) -> None:
    edition, wanted = EDITION, set("abcd")
    for key, on in ticks:
        edition = tick(edition, RowKind.PROJECT, key, on=on)
        wanted = wanted | {key} if on else wanted - {key}
        assert set(shown(edition, RowKind.PROJECT)) == wanted
    is_on = next(c.shown for c in edition.sections if c.kind is SectionKind.OPEN_SOURCE)
    assert is_on is bool(wanted)


@given(st.sampled_from([(r.kind, r.key) for r in rows(EDITION)]), st.booleans())
def test_a_tick_changes_what_is_seen_of_that_row(row: tuple[RowKind, str], on: bool) -> None:
    edition = tick(EDITION, *row, on=on)
    seen = {each.identity: each.is_shown for each in rows(edition)}
    assert seen[row] is on


def test_one_tick_chooses_every_story() -> None:
    edition = tick(EDITION, RowKind.STORIES, "stories", on=True)
    assert edition.story_ids == ("s1", "s2", "s3")


def test_all_letters_and_badges_go_in_until_somebody_chooses() -> None:
    assert shown(EDITION, RowKind.LETTERS) == ["letters"]
    assert shown(EDITION, RowKind.LETTER) == ["l1", "l2", "l3"]
    assert shown(EDITION, RowKind.BADGE) == ["b1", "b2"]
    less = tick(EDITION, RowKind.LETTER, "l2", on=False)
    assert (less.letter_ids, less.badge_ids) == (("l1", "l3"), None)
    assert shown(less, RowKind.LETTERS) == []
    row = next(each for each in rows(less) if each.kind is RowKind.LETTERS)
    assert row.note == "later ones stay out"
    fixed = tick(EDITION, RowKind.BADGES, "badges", on=False)
    assert fixed.badge_ids == ("b1", "b2"), "those there are, and no later ones"
    assert tick(less, RowKind.LETTERS, "letters", on=True) == EDITION


@given(st.lists(st.tuples(st.sampled_from(("l1", "l2", "l3")), st.booleans()), max_size=12))
def test_ticks_say_which_letters_go_in(ticks: list[tuple[str, bool]]) -> None:
    edition, wanted = EDITION, {"l1", "l2", "l3"}
    for key, on in ticks:
        edition = tick(edition, RowKind.LETTER, key, on=on)
        wanted = wanted | {key} if on else wanted - {key}
        assert set(shown(edition, RowKind.LETTER)) == wanted
    assert shown(edition, RowKind.BADGE) == ["b1", "b2"]


def test_a_letter_of_a_section_that_is_off_turns_it_on_alone() -> None:
    off = tick(EDITION, RowKind.SECTION, SectionKind.TESTIMONIALS, on=False)
    assert shown(off, RowKind.LETTER) == []
    assert shown(off, RowKind.LETTERS) == []
    on = tick(off, RowKind.LETTER, "l3", on=True)
    assert shown(on, RowKind.LETTER) == ["l3"]
    assert shown(on, RowKind.SECTION).count(SectionKind.TESTIMONIALS) == 1
    again = tick(off, RowKind.SECTION, SectionKind.TESTIMONIALS, on=True)
    assert shown(again, RowKind.LETTER) == ["l1", "l2", "l3"]


def test_what_was_chosen_and_is_private_now_stays_chosen() -> None:
    edition = replace(EDITION, letter_ids=("hidden", "l2"))
    assert tick(edition, RowKind.LETTER, "l1", on=True).letter_ids == ("l2", "l1", "hidden")
    moved = with_order(edition, RowKind.LETTER, ["l2"])
    assert moved.letter_ids == ("l2", "hidden")


def test_where_there_is_none_the_section_says_so() -> None:
    bare = rows_of(EDITION, Offered())
    notes = {row.key: row.note for row in bare if row.kind is RowKind.SECTION}
    assert notes[SectionKind.TESTIMONIALS] == notes[SectionKind.CERTIFICATIONS]
    assert notes[SectionKind.CERTIFICATIONS] == "none to show yet"
    assert not [row for row in bare if row.kind in {RowKind.LETTERS, RowKind.BADGES}]


@given(st.permutations([kind.value for kind in LIVING]))
def test_sections_move_and_none_is_lost(order: list[str]) -> None:
    edition = with_order(EDITION, RowKind.SECTION, order)
    assert [row.key for row in rows(edition) if row.kind is RowKind.SECTION] == order
    assert {choice.kind for choice in edition.sections} == set(SectionKind)


@pytest.fixture
def model(qapp: object) -> Iterator[ContentsModel]:
    made = ContentsModel()
    made.show_edition(EDITION, OFFERED)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield made
    tester.deleteLater()
    made.deleteLater()


def place(model: ContentsModel, words: str) -> QModelIndex:
    found = [model.index(at) for at in range(model.rowCount())]
    return next(index for index in found if index.data() == words)


def projects(model: ContentsModel) -> list[str]:
    found = [model.row_at(model.index(at)) for at in range(model.rowCount())]
    return [row.words for row in found if row is not None and row.kind is RowKind.PROJECT]


def test_a_moved_row_stays_the_chosen_one(model: ContentsModel) -> None:
    told: list[Edition] = []
    model.edition_changed.connect(told.append)
    chosen = QPersistentModelIndex(place(model, "B"))
    assert model.move(chosen.row(), 1)
    assert projects(model) == ["A", "C", "B", "D"]
    assert chosen.data() == "B"
    assert told[-1].project_keys == ("a", "c", "b", "d")
    assert not model.move(place(model, "D").row(), 1)
    assert not model.move(place(model, "Stories").row(), 1)


@pytest.mark.parametrize(
    ("carried", "onto", "after"),
    [("A", "C", "BCAD"), ("D", "A", "DABC"), ("B", "B", "ABCD"), ("C", "D", "ABDC")],
)
def test_a_row_dropped_onto_another_takes_its_place(
    model: ContentsModel, carried: str, onto: str, after: str
) -> None:
    data = model.mimeData([place(model, carried)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, place(model, onto))
    assert "".join(projects(model)) == after


def test_a_row_dropped_between_others_stands_there(model: ContentsModel) -> None:
    data = model.mimeData([place(model, "D")])
    before = place(model, "B").row()
    model.dropMimeData(data, Qt.DropAction.MoveAction, before, 0, QModelIndex())
    assert projects(model) == ["A", "D", "B", "C"]


def test_what_is_not_printed_has_no_place_to_move(model: ContentsModel) -> None:
    story = place(model, "Story s1")
    assert not model.flags(story) & Qt.ItemFlag.ItemIsDragEnabled
    model.setData(story, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert model.flags(place(model, "Story s1")) & Qt.ItemFlag.ItemIsDragEnabled


def test_badges_move_among_badges(model: ContentsModel) -> None:
    told: list[Edition] = []
    model.edition_changed.connect(told.append)
    assert model.move(place(model, "Badge b2").row(), -1)
    assert told[-1].badge_ids == ("b2", "b1")
    assert not model.move(place(model, "Badge b2").row(), -1)
    assert not model.move(place(model, "All letters, later ones too").row(), 1)


def test_a_letter_that_is_left_out_stays_where_it_was(model: ContentsModel) -> None:
    writers = ["Writer l1", "Writer l2", "Writer l3"]

    def shown_now() -> list[str]:
        found = [model.row_at(model.index(at)) for at in range(model.rowCount())]
        return [row.words for row in found if row is not None and row.kind is RowKind.LETTER]

    model.setData(
        place(model, "Writer l1"), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    )
    assert shown_now() == writers
    model.show_edition(replace(EDITION, letter_ids=("l2", "l3")), OFFERED)  # read again
    assert shown_now() == writers
    model.show_edition(replace(EDITION, letter_ids=("l3", "l2")), OFFERED)
    assert shown_now() == ["Writer l3", "Writer l2", "Writer l1"]
    model.show_edition(EDITION, OFFERED)
    assert shown_now() == writers
