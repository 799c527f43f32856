"""The end of the page: skills, the check box, the footer's legend, where the record comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.export.gate import accounts
from portfolio.export.gate.addresses import shown
from portfolio.model.codes import SourceKind, TrustClass
from portfolio.model.document import (
    Bullet,
    CheckBox,
    Entry,
    Legend,
    Listing,
    Mark,
    Prose,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.gate.pen import Pen
    from portfolio.export.gate.stories import Told
    from portfolio.model.document import AttachedList, EvidenceList, Section
    from portfolio.model.identity import Identity
    from portfolio.model.source import Source

MAX_CODE: Final = 150
"""Longest address that is printed as a code, in characters: with more, 22 mm are too few for a
telephone to read (a square of a code for 150 is 0.45 mm)."""


def skills(pen: Pen, told: Iterable[Told], *, is_listed: bool) -> Listing | None:
    """Return the skills tagged on the stories shown, each with what it rests on."""
    references: dict[str, dict[str, None]] = {}
    proved: dict[str, bool] = {}
    for story in told:
        for skill in story.skills:
            references.setdefault(skill, {}).update(dict.fromkeys(story.references))
            proved[skill] = proved.get(skill, False) or story.has_evidence
    bullets = []
    shown = [
        f"{skill} ({', '.join(references[skill])})" if is_listed else skill
        for skill in proved
        if proved[skill]
    ]
    words = pen.words
    if shown:
        mark = Mark(TrustClass.EVIDENCE, words.mark(TrustClass.EVIDENCE))
        bullets.append(Bullet((Span(", ".join(shown)),), () if is_listed else (mark,)))
    unproved = [skill for skill in proved if not proved[skill]]
    if unproved:
        mark = Mark(TrustClass.SELF_REPORTED, words.mark(TrustClass.SELF_REPORTED))
        lead = (Span(words.phrase("also"), strong=True), Span(" ")) if shown else ()
        bullets.append(Bullet((*lead, Span(", ".join(unproved))), (mark,)))
    return Listing(tuple(bullets)) if bullets else None


def check_box(  # noqa: PLR0913  (each is one thing the box may speak of)
    pen: Pen,
    sections: tuple[Section, ...],
    evidence: EvidenceList | None,
    attached: AttachedList | None = None,
    newest: str = "",
    *,
    has_annex: bool = True,
) -> CheckBox:
    """Return the box that says how to check the document, naming only what it really offers.

    Args:
        pen: Of the document.
        sections: What it says.
        evidence: The list of works, printed or only attached.
        attached: What is attached.
        newest: The https address of the newest copy, or ``""``.
        has_annex: The lists are printed.
    """
    words = pen.words
    steps = []
    if has_works(sections, evidence):
        is_listed = evidence is not None and has_annex
        steps.append(words.phrase("check_links_listed" if is_listed else "check_links"))
    if attached is not None:
        steps.append(words.phrase("check_portfolio"))
        if attached.commands and has_annex:
            steps.append(words.phrase("check_commands"))
    steps.append(words.phrase("check_attached"))
    notes: list[tuple[Span, ...]] = []
    code = newest if len(newest) <= MAX_CODE else ""
    if newest:
        notes.append(_newest_copy(pen, newest))
    if attached is not None:
        notes.append((Span(words.phrase("check_stripped_code" if code else "check_stripped")),))
    if TrustClass.SELF_REPORTED in classes(sections, evidence, attached):
        notes.append((Span(words.phrase("check_self")),))
    says = words.phrase("check_code", address=shown(newest)) if code else ""
    return CheckBox(words.section("check"), tuple(steps), tuple(notes), code, says)


def _newest_copy(pen: Pen, address: str) -> tuple[Span, ...]:
    return tuple(
        Span(shown(address), address) if piece.is_field else Span(piece.text)
        for piece in pen.words.pieces("check_newest")
    )


def legend(
    pen: Pen,
    sections: tuple[Section, ...],
    evidence: EvidenceList | None,
    attached: AttachedList | None = None,
) -> Legend:
    """Return the footer's words: the marks this document uses, and the page count's."""
    used = classes(sections, evidence, attached)
    marks = tuple((trust, pen.words.mark(trust)) for trust in TrustClass if trust in used)
    return Legend(marks, pen.words.phrase("page_of", page="{page}", pages="{pages}"))


def basis(pen: Pen, sources: Iterable[Source], identities: Iterable[Identity] = ()) -> str:
    """Return one honest sentence for each way in which the record shown was made."""
    sources = list(sources)
    kinds = {source.kind for source in sources}
    sentences = (
        pen.words.phrase("basis_local") if SourceKind.GIT_FOLDER in kinds else "",
        accounts.statement(pen, sources, identities),
        pen.words.phrase("basis_by_hand") if SourceKind.MANUAL in kinds else "",
    )
    return " ".join(sentence for sentence in sentences if sentence)


def marks_of(sections: Iterable[Section]) -> Iterable[Mark]:
    """Go through every mark in the sections."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Prose):
                yield from block.marks
            else:
                for bullet in block.bullets:
                    yield from bullet.marks
            if isinstance(block, Entry):
                yield from (line.mark for line in block.roles if line.mark is not None)


def classes(
    sections: Iterable[Section],
    evidence: EvidenceList | None,
    attached: AttachedList | None = None,
) -> set[TrustClass]:
    """Return the classes of trust that stand somewhere in the document."""
    used = {mark.trust for mark in marks_of(sections)}
    used |= {item.trust for item in attached.items} if attached else set()
    return used | ({item.trust for item in evidence.items} if evidence else set())


def has_works(sections: Iterable[Section], evidence: EvidenceList | None) -> bool:
    """Say whether the document leads to a work on a public page."""
    if evidence is not None:
        return any(item.address and item.trust is TrustClass.EVIDENCE for item in evidence.items)
    return any(_block_links(block) for section in sections for block in section.blocks)


def _block_links(block: Entry | Prose | Listing) -> bool:
    if isinstance(block, Prose):
        return any(span.href for paragraph in block.paragraphs for span in paragraph)
    linked = any(span.href for bullet in block.bullets for span in bullet.spans)
    if isinstance(block, Entry):
        return linked or bool(block.href) or any(line.source.href for line in block.totals)
    return linked
