"""An edition: one choice from the record for one audience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio.model.codes import PageSize, SectionKind

DEFAULT_SECTIONS: tuple[SectionKind, ...] = tuple(SectionKind)
OPT_IN = frozenset({SectionKind.MENTORING})
"""Sections that are printed only where the holder chose them: they name other people."""


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """Whether, and by its place in the tuple where, a section is printed."""

    kind: SectionKind
    shown: bool = True


@dataclass(frozen=True, slots=True)
class ProducedFile:
    """A file made from an edition; ``path_hint`` is the file name only."""

    path_hint: str
    format: str
    sha256: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """One choice from the record for one audience.

    Attributes:
        page_limit: Pages before the annex; 0 means no limit.
        project_keys: Projects to show, in order; empty means every project that has deeds.
        story_ids: Stories to show, in order.
        letter_ids / badge_ids: Letters and badges it carries, in order, of those the holder shows
            in documents; None is all of them, later ones too. One that is private is in none.
        newest_url: Where the holder keeps the newest copy of its PDF, as they typed it; "" is
            nowhere. Printed with a code in the check box.
        show_email / show_phone: Contact data each with its own switch, off unless chosen.
        shows_suggested_roles: Print roles inferred from actions where the holder wrote none.
    """

    id: str
    name: str
    audience: str = ""
    headline: str = ""
    summary: str = ""
    template: str = "plain"
    language: str = "en"
    page_size: PageSize = PageSize.A4
    page_limit: int = 2
    sections: tuple[SectionChoice, ...] = tuple(
        SectionChoice(kind, kind not in OPT_IN) for kind in DEFAULT_SECTIONS
    )
    project_keys: tuple[str, ...] = ()
    story_ids: tuple[str, ...] = ()
    redacted_deed_keys: tuple[str, ...] = ()
    show_email: bool = False
    show_phone: bool = False
    show_totals: bool = True
    shows_suggested_roles: bool = True
    produced_files: tuple[ProducedFile, ...] = ()
    note: str = ""
    letter_ids: tuple[str, ...] | None = None
    badge_ids: tuple[str, ...] | None = None
    newest_url: str = ""
