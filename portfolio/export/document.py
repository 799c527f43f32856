"""The gate: an edition and what it may draw from become one finished document.

This is the only place where is decided what a document says: selection, hiding, redaction,
confidentiality, totals and the wording of trust. Renderers get the result and decide looks.
The parts are in `portfolio.export.gate`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.export.chosen import Chosen, GateResult, LeftOut, LeftOutItem, LeftOutKind
from portfolio.export.gate import (
    badges,
    closing,
    heading,
    letters,
    mentoring,
    projects,
    resume,
    stories,
)
from portfolio.export.gate.attached import AttachedBook
from portfolio.export.gate.carried import carried
from portfolio.export.gate.desk import Desk
from portfolio.export.gate.evidence import EvidenceBook
from portfolio.export.gate.pen import Pen
from portfolio.export.gate.visibility import Standing, Visibility
from portfolio.export.words import words_for
from portfolio.model.codes import SectionKind
from portfolio.model.document import Document, Prose, Section, Span

if TYPE_CHECKING:
    from datetime import date

    from portfolio.export.gate.stories import Told
    from portfolio.model.document import AttachedList, Block, CheckBox, EvidenceList
    from portfolio.model.edition import Edition
    from portfolio.model.source import Source
    from portfolio.model.story import Story

__all__ = ["Chosen", "GateResult", "LeftOut", "LeftOutItem", "LeftOutKind", "build"]


def build(edition: Edition, chosen: Chosen, *, made_on: date) -> GateResult:
    """Make the document of an edition.

    Pure: the same arguments give the same document. May be called from any thread.

    Args:
        edition: What to show, for whom, in which language.
        chosen: The record it may draw from; it may hold more than may be shown.
        made_on: The day that is printed as the document's own.
    """
    return _Gate(edition, carried(edition, chosen), made_on).build()


class _Gate:
    """One passage through the gate."""

    def __init__(self, edition: Edition, chosen: Chosen, made_on: date) -> None:
        self.edition = edition
        self.chosen = chosen
        self.words = words_for(edition.language)
        self.pen = Pen(self.words, made_on, chosen.people)
        self.visibility = Visibility(edition, chosen, self.pen.ledger)
        self.shown_kinds = [choice.kind for choice in edition.sections if choice.shown]
        self.is_listed = SectionKind.EVIDENCE_LIST in self.shown_kinds
        self.book = EvidenceBook(self.pen, self.visibility, is_listed=self.is_listed)
        self.desk = Desk(edition, chosen, self.pen, self.visibility, self.book)
        self.told: list[Told] = []
        self.attached = AttachedBook(self.pen, self.visibility)

    def build(self) -> GateResult:
        """Make the document and close the ledger."""
        pen, edition = self.pen, self.edition
        name = pen.own_line(self.chosen.holder.name, limit=120)
        contact = heading.contact(pen, edition, self.chosen.holder)
        sections = self._sections()
        evidence = self.book.listing()
        stem = heading.file_stem(name)
        attached = self.attached.listing(stem)
        shows_check = SectionKind.CHECK in self.shown_kinds and sections
        cv = self.words.phrase("cv")
        printed = name or self.words.phrase("nameless")
        title = f"{name} · {cv}" if name else printed
        document = Document(
            language=self.words.tag,
            direction=self.words.direction,
            title=title,
            footer=f"{title}, {self.words.day(pen.made_on)}",
            file_stem=stem,
            made_on=pen.made_on,
            page_size=edition.page_size,
            page_limit=max(0, edition.page_limit),
            name=printed,
            headline=pen.own_line(edition.headline or self.chosen.holder.headline),
            contact=contact.line,
            sections=sections,
            legend=closing.legend(pen, sections, evidence, attached),
            basis=closing.basis(pen, self._sources(), self.chosen.identities) if sections else "",
            check=self._check_box(sections, evidence, attached) if shows_check else None,
            evidence=evidence,
            attached=attached,
        )
        document = replace(document, json_resume=resume.build(document, self.words, name, contact))
        return GateResult(
            document,
            pen.ledger.close(),
            self.attached.attachments(),
            letters=tuple(self.attached.shown_letters),
            badges=tuple(self.attached.shown_badges),
        )

    def _check_box(
        self,
        sections: tuple[Section, ...],
        evidence: EvidenceList | None,
        attached: AttachedList | None,
    ) -> CheckBox:
        newest = heading.newest_copy(self.pen, self.edition)
        has_annex = self.edition.page_limit != 1
        return closing.check_box(
            self.pen, sections, evidence, attached, newest, has_annex=has_annex
        )

    def _sections(self) -> tuple[Section, ...]:
        """Return the sections in the edition's order; one without content is never made.

        The content is made in the order in which a reader meets numbers of works: projects
        first, whatever the order of the sections.
        """
        content = {
            SectionKind.SUMMARY: self._summary(),
            SectionKind.OPEN_SOURCE: self._open_source(),
            SectionKind.EXPERIENCE: self._experience(),
            SectionKind.MENTORING: self._mentoring(),
            SectionKind.TESTIMONIALS: self._letters(),
            SectionKind.CERTIFICATIONS: self._badges(),
            SectionKind.SKILLS: self._skills(),
        }
        return tuple(
            Section(kind, self.words.section(kind), blocks)
            for kind in dict.fromkeys(self.shown_kinds)
            if (blocks := content.get(kind))
        )

    def _summary(self) -> tuple[Block, ...]:
        paragraphs = self.pen.paragraphs(self.edition.summary or self.chosen.holder.summary)
        return (Prose(tuple((Span(text),) for text in paragraphs)),) if paragraphs else ()

    def _open_source(self) -> tuple[Block, ...]:
        if SectionKind.OPEN_SOURCE not in self.shown_kinds:
            return ()
        shelf = projects.shelve(self.desk)
        waiting = self._stories()
        blocks: list[Block] = []
        for key in shelf.keys:
            told = [self._tell(story) for story in waiting if story.project_key == key]
            blocks.append(projects.entry(self.desk, shelf, key, told))
        loose = [story for story in waiting if story.project_key not in shelf.keys]
        blocks += [projects.story_entry(self.desk, self._tell(story)) for story in loose]
        counted = shelf.counted if self.edition.show_totals else []
        not_public = projects.not_public_entry(self.desk, counted)
        return (*blocks, not_public) if not_public else tuple(blocks)

    def _tell(self, story: Story) -> Told:
        told = stories.tell(self.desk, story)
        self.told.append(told)
        return told

    def _stories(self) -> list[Story]:
        """Return the edition's stories in its order; those not to be told go to the ledger."""
        by_id = {story.id: story for story in self.chosen.stories}
        found = []
        for story_id in dict.fromkeys(self.edition.story_ids):
            story = by_id.get(story_id)
            if story is None:
                self.pen.ledger.note(LeftOutKind.STORY_MISSING, "", story_id)
            elif self._may_tell(story):
                found.append(story)
            else:
                self.pen.ledger.note(LeftOutKind.STORY_NOT_PUBLIC, story.title, story.id)
        return found

    def _may_tell(self, story: Story) -> bool:
        """Say whether a story's project leaves room for it.

        A story under a project that may not be named would tell what the project is.
        """
        known = story.project_key in self.visibility.projects
        return not known or self.visibility.of_project(story.project_key) is Standing.SHOWN

    def _experience(self) -> tuple[Block, ...]:
        keys = [
            project.key
            for project in self.chosen.projects
            if self.visibility.named_project(project.key) is not None
        ]
        return projects.employers(self.desk, keys)

    def _mentoring(self) -> tuple[Block, ...]:
        is_shown = SectionKind.MENTORING in self.shown_kinds
        return mentoring.mentoring(self.desk, self.attached) if is_shown else ()

    def _letters(self) -> tuple[Block, ...]:
        is_shown = SectionKind.TESTIMONIALS in self.shown_kinds
        return letters.testimonials(self.desk, self.attached) if is_shown else ()

    def _badges(self) -> tuple[Block, ...]:
        is_shown = SectionKind.CERTIFICATIONS in self.shown_kinds
        return badges.certifications(self.desk, self.attached) if is_shown else ()

    def _skills(self) -> tuple[Block, ...]:
        listing = closing.skills(self.pen, self.told, is_listed=self.is_listed)
        return (listing,) if listing else ()

    def _sources(self) -> list[Source]:
        """Return the sources that anything in the document may rest on."""
        keys = self.edition.project_keys
        return [
            source
            for source in self.chosen.sources
            if self.visibility.of_source(source.id) is not Standing.OUT
            and (not keys or source.project_key in keys)
        ]
