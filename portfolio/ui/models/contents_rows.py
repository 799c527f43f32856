"""What goes into an edition as rows: sections, and under them projects and stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model.codes import SectionKind
from portfolio.model.edition import OPT_IN, SectionChoice
from portfolio.model.project_order import newest_first
from portfolio.ui.models import carried_rows
from portfolio.ui.models.carried_rows import SECTIONS
from portfolio.ui.models.contents_row import ContentsRow, RowKind, chosen_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.edition import Edition
    from portfolio.model.project import Project, Role
    from portfolio.model.story import Story
    from portfolio.ui.models.carried_rows import Carriable

translate = QCoreApplication.translate

LIVING = (
    SectionKind.SUMMARY,
    SectionKind.OPEN_SOURCE,
    SectionKind.MENTORING,
    SectionKind.TESTIMONIALS,
    SectionKind.CERTIFICATIONS,
    SectionKind.SKILLS,
    SectionKind.CHECK,
    SectionKind.EVIDENCE_LIST,
)
"""Sections that can have content today; the others join the list when their parts work."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What an edition can choose from, in the order in which it is shown."""

    projects: tuple[Project, ...] = ()
    stories: tuple[Story, ...] = ()
    letters: tuple[Carriable, ...] = ()
    badges: tuple[Carriable, ...] = ()
    roles: tuple[Role, ...] = ()

    def ordered_for(self, edition: Edition, before: Offered | None = None) -> Offered:
        """Return the same with what the edition chose first, in its order.

        Projects it does not name stand in the order in which a document prints them.

        Args:
            edition: Which chose.
            before: The order shown of this edition until now; it stays where it fits.
        """
        stood, placed = before or Offered(), carried_rows.in_chosen_order
        keys = edition.project_keys or None  # none named is all
        return Offered(
            tuple(placed(self._as_printed(edition), keys, stood.projects, name="key")),
            tuple(placed(self.stories, edition.story_ids, stood.stories)),
            tuple(placed(self.letters, edition.letter_ids, stood.letters)),
            tuple(placed(self.badges, edition.badge_ids, stood.badges)),
            self.roles,
        )

    def _as_printed(self, edition: Edition) -> list[Project]:
        """Return the projects as they are printed while nobody has put them in order."""
        worked = {p.key: f"{p.last_at:%Y-%m}" if p.last_at else "" for p in self.projects}
        told = [story for story in self.stories if story.id in edition.story_ids]
        names = {project.key: project.name for project in self.projects}
        keys = newest_first(worked, self.roles, told, names)
        return carried_rows.in_chosen_order(self.projects, tuple(keys), name="key")

    def carriable(self, kind: RowKind) -> tuple[Carriable, ...]:
        """Return the letters or the badges."""
        return self.letters if kind is RowKind.LETTER else self.badges


def rows_of(edition: Edition, offered: Offered) -> list[ContentsRow]:
    """Return the rows of an edition that can choose from what is offered."""
    rows: list[ContentsRow] = []
    for choice in all_sections(edition):
        if choice.kind not in LIVING:
            continue
        rows.append(_section_row(choice, edition, offered))
        if choice.kind is SectionKind.OPEN_SOURCE:
            rows += _project_rows(edition, offered.projects, is_shown=choice.shown)
            rows += _story_rows(edition, offered.stories)
            words = translate("ContentsModel", "Totals, with period and source")
            rows.append(ContentsRow(RowKind.TOTALS, "totals", words, "", 0, edition.show_totals))
        elif choice.kind in SECTIONS:
            kind = SECTIONS[choice.kind]
            things = offered.carriable(kind)
            rows += carried_rows.rows(edition, kind, things, is_on=choice.shown)
    return rows


def all_sections(edition: Edition) -> tuple[SectionChoice, ...]:
    """Return the edition's sections in its order, then those it does not name."""
    known = {choice.kind for choice in edition.sections}
    rest = (SectionChoice(kind, kind not in OPT_IN) for kind in SectionKind if kind not in known)
    return (*edition.sections, *rest)


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
        SectionKind.TESTIMONIALS: translate("ContentsModel", "Testimonials"),
        SectionKind.CERTIFICATIONS: translate("ContentsModel", "Badges"),
        SectionKind.SKILLS: translate("ContentsModel", "Skills"),
        SectionKind.CHECK: translate("ContentsModel", "How to check this"),
        SectionKind.EVIDENCE_LIST: translate("ContentsModel", "Evidence list"),
    }
    return words.get(kind, kind.value)


def _section_row(choice: SectionChoice, edition: Edition, offered: Offered) -> ContentsRow:
    note, projects = "", offered.projects
    if choice.kind in SECTIONS:
        kind = SECTIONS[choice.kind]
        things = offered.carriable(kind)
        note = carried_rows.note(edition, kind, things, is_on=choice.shown)
    elif choice.kind is SectionKind.OPEN_SOURCE:
        keys = chosen_projects(edition, projects) if choice.shown else []
        printed = [p for p in projects if p.key in keys and not p.is_confidential]
        note = chosen_of(len(printed), len(projects))
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
    note = chosen_of(len(chosen), len(stories))
    untitled = translate("ContentsModel", "Story without a title")
    return [
        ContentsRow(RowKind.STORIES, "stories", words, note, 0, bool(chosen)),
        *(
            ContentsRow(RowKind.STORY, s.id, s.title or untitled, "", 1, s.id in edition.story_ids)
            for s in stories
        ),
    ]
