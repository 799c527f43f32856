"""An edition after a tick or a move in "What goes in". Pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.model.codes import SectionKind
from portfolio.model.edition import Edition, SectionChoice
from portfolio.ui.models import carried_rows
from portfolio.ui.models.carried_rows import ALL_KINDS, SECTIONS
from portfolio.ui.models.contents_row import ContentsRow, RowKind
from portfolio.ui.models.contents_rows import all_sections, chosen_projects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.project import Project
    from portfolio.ui.models.contents_rows import Offered

_CARRIED = frozenset({*ALL_KINDS, *ALL_KINDS.values()})


def with_tick(edition: Edition, row: ContentsRow, offered: Offered, *, shown: bool) -> Edition:
    """Return the edition with a row ticked or not; what is offered is in the order shown."""
    projects, stories = offered.projects, offered.stories
    if row.kind is RowKind.TOTALS:
        return replace(edition, show_totals=shown)
    if row.kind is RowKind.PROJECT:
        return _with_project(edition, row.key, projects, shown=shown)
    if row.kind is RowKind.STORIES:
        return replace(edition, story_ids=tuple(s.id for s in stories) if shown else ())
    if row.kind is RowKind.STORY:
        wanted = _toggled([s.id for s in stories], edition.story_ids, row.key, shown=shown)
        return replace(edition, story_ids=tuple(wanted))
    if row.kind in _CARRIED:
        return _with_carried(edition, row, offered, shown=shown)
    return _with_section(edition, SectionKind(row.key), shown=shown)


def with_order(edition: Edition, kind: RowKind, keys: Sequence[str]) -> Edition:
    """Return the edition with its rows of ``kind`` in the order of ``keys`` (all that can move)."""
    if kind is RowKind.SECTION:
        by_kind = {choice.kind: choice for choice in all_sections(edition)}
        moved = [by_kind.pop(SectionKind(key)) for key in keys]
        return replace(edition, sections=(*moved, *by_kind.values()))
    if kind is RowKind.PROJECT:
        return replace(edition, project_keys=tuple(keys))
    if kind in _CARRIED:
        return carried_rows.with_order(edition, kind, keys)
    return replace(edition, story_ids=tuple(keys))


def _with_carried(edition: Edition, row: ContentsRow, offered: Offered, *, shown: bool) -> Edition:
    """Tick a letter or badge, or all of them; the section of one that is ticked is printed."""
    kind = ALL_KINDS.get(row.kind, row.kind)
    section = next(each for each, of in SECTIONS.items() if of is kind)
    is_on = next(c.shown for c in all_sections(edition) if c.kind is section)
    things = offered.carriable(kind)
    edition = carried_rows.with_tick(edition, row, things, is_on=is_on, shown=shown)
    return _with_section(edition, section, shown=True) if shown and not is_on else edition


def _with_project(
    edition: Edition, key: str, projects: Sequence[Project], *, shown: bool
) -> Edition:
    """Tick a project. Without any project left the section goes: an empty choice means all."""
    offered = [each.key for each in projects]
    is_on = next(c.shown for c in all_sections(edition) if c.kind is SectionKind.OPEN_SOURCE)
    chosen = chosen_projects(edition, projects) if is_on else []
    wanted = _toggled(offered, chosen, key, shown=shown)
    if not wanted:
        return _with_section(edition, SectionKind.OPEN_SOURCE, shown=False)
    if not is_on:
        edition = _with_section(edition, SectionKind.OPEN_SOURCE, shown=True)
    is_everything = wanted == offered and not edition.project_keys
    return replace(edition, project_keys=() if is_everything else tuple(wanted))


def _with_section(edition: Edition, kind: SectionKind, *, shown: bool) -> Edition:
    return replace(
        edition,
        sections=tuple(
            SectionChoice(choice.kind, shown) if choice.kind is kind else choice
            for choice in all_sections(edition)
        ),
    )


def _toggled(offered: Sequence[str], chosen: Sequence[str], key: str, *, shown: bool) -> list[str]:
    """Return the chosen of ``offered``, in its order, with ``key`` among them or not."""
    return [each for each in offered if (shown if each == key else each in chosen)]
