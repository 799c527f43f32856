"""What goes into an edition as rows: sections, and under them projects and stories."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication

from portfolio.model.codes import SectionKind
from portfolio.model.edition import OPT_IN, SectionChoice
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.edition import Edition
    from portfolio.model.project import Project
    from portfolio.model.story import Story

translate = QCoreApplication.translate
_Thing = TypeVar("_Thing")

LIVING = (
    SectionKind.SUMMARY,
    SectionKind.OPEN_SOURCE,
    SectionKind.MENTORING,
    SectionKind.SKILLS,
    SectionKind.CHECK,
    SectionKind.EVIDENCE_LIST,
)
"""Sections that can have content today; the others join the list when their parts work."""


class RowKind(StrEnum):
    """What a row stands for."""

    SECTION = "section"
    PROJECT = "project"
    STORIES = "stories"
    STORY = "story"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """One row; ``depth`` 1 stands under the row before it with depth 0."""

    kind: RowKind
    key: str
    words: str
    note: str
    depth: int
    is_shown: bool

    @property
    def is_movable(self) -> bool:
        """Whether the holder can change its place: what is not printed has none."""
        if self.kind is RowKind.SECTION:
            return True
        return self.kind in {RowKind.PROJECT, RowKind.STORY} and self.is_shown

    @property
    def identity(self) -> tuple[RowKind, str]:
        """What stays the same when the row is ticked or moved."""
        return self.kind, self.key


def rows_of(
    edition: Edition, projects: Sequence[Project], stories: Sequence[Story]
) -> list[ContentsRow]:
    """Return the rows of an edition that can choose from ``projects`` and ``stories``."""
    rows: list[ContentsRow] = []
    for choice in all_sections(edition):
        if choice.kind not in LIVING:
            continue
        rows.append(_section_row(choice, edition, projects))
        if choice.kind is SectionKind.OPEN_SOURCE:
            rows += _project_rows(edition, projects, is_shown=choice.shown)
            rows += _story_rows(edition, stories)
            words = translate("ContentsModel", "Totals, with period and source")
            rows.append(ContentsRow(RowKind.TOTALS, "totals", words, "", 0, edition.show_totals))
    return rows


def all_sections(edition: Edition) -> tuple[SectionChoice, ...]:
    """Return the edition's sections in its order, then those it does not name."""
    known = {choice.kind for choice in edition.sections}
    rest = (SectionChoice(kind, kind not in OPT_IN) for kind in SectionKind if kind not in known)
    return (*edition.sections, *rest)


def in_order(things: Sequence[_Thing], keys: Sequence[str], name: str) -> list[_Thing]:
    """Return ``things`` with those named in ``keys`` first, in that order.

    Args:
        things: Projects or stories.
        keys: Keys in the wanted order.
        name: The attribute that holds a thing's key.
    """
    place = {key: at for at, key in enumerate(keys)}
    return sorted(things, key=lambda thing: place.get(getattr(thing, name), len(place)))


def spoken(row: ContentsRow) -> str:
    """Return what a reader of the screen hears of a row."""
    shown = translate("ContentsModel", "shown")
    left = translate("ContentsModel", "left out")
    parts = (row.words, shown if row.is_shown else left, row.note)
    return ", ".join(part for part in parts if part)


def section_words(kind: SectionKind) -> str:
    """Return what a section is called in the window."""
    words = {
        SectionKind.SUMMARY: translate("ContentsModel", "Summary"),
        SectionKind.OPEN_SOURCE: translate("ContentsModel", "Projects"),
        SectionKind.MENTORING: translate("ContentsModel", "Mentors and mentees"),
        SectionKind.SKILLS: translate("ContentsModel", "Skills"),
        SectionKind.CHECK: translate("ContentsModel", "How to check this"),
        SectionKind.EVIDENCE_LIST: translate("ContentsModel", "Evidence list"),
    }
    return words.get(kind, kind.value)


def _section_row(
    choice: SectionChoice, edition: Edition, projects: Sequence[Project]
) -> ContentsRow:
    note = ""
    if choice.kind is SectionKind.OPEN_SOURCE:
        keys = chosen_projects(edition, projects) if choice.shown else []
        printed = [p for p in projects if p.key in keys and not p.is_confidential]
        note = _chosen_of(len(printed), len(projects))
    elif choice.kind is SectionKind.EVIDENCE_LIST:
        note = translate("ContentsModel", "at the end")
    elif choice.kind is SectionKind.MENTORING:
        note = translate("ContentsModel", "who signed it too")
    elif choice.kind is SectionKind.CHECK:
        note = translate("ContentsModel", "a box")
    words = section_words(choice.kind)
    return ContentsRow(RowKind.SECTION, choice.kind, words, note, 0, choice.shown)


def chosen_projects(edition: Edition, projects: Sequence[Project]) -> list[str]:
    """Return the keys of the projects an edition shows, of those there are; none named is all."""
    named = edition.project_keys
    return [each.key for each in projects if not named or each.key in named]


def _project_rows(
    edition: Edition, projects: Sequence[Project], *, is_shown: bool
) -> list[ContentsRow]:
    chosen = chosen_projects(edition, projects) if is_shown else []
    return [
        ContentsRow(
            RowKind.PROJECT,
            p.key,
            p.name,
            translate("ContentsModel", "not public, left out") if p.is_confidential else "",
            1,
            is_shown=p.key in chosen and not p.is_confidential,
        )
        for p in projects
    ]


def _story_rows(edition: Edition, stories: Sequence[Story]) -> list[ContentsRow]:
    if not stories:
        return []
    chosen = [story for story in stories if story.id in edition.story_ids]
    words = translate("ContentsModel", "Stories")
    note = _chosen_of(len(chosen), len(stories))
    untitled = translate("ContentsModel", "Story without a title")
    return [
        ContentsRow(RowKind.STORIES, "stories", words, note, 0, bool(chosen)),
        *(
            ContentsRow(RowKind.STORY, s.id, s.title or untitled, "", 1, s.id in edition.story_ids)
            for s in stories
        ),
    ]


def _chosen_of(chosen: int, offered: int) -> str:
    pattern = translate("ContentsModel", "%1 chosen of %2")
    return fill(pattern, str(chosen), str(offered))
