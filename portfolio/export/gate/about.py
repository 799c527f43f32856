"""A document about somebody who is not the holder: what their consent names, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.chosen import GateResult
from portfolio.export.gate import closing, heading
from portfolio.export.gate.addresses import public_address, shown
from portfolio.export.gate.pen import Pen
from portfolio.export.words import words_for
from portfolio.model.codes import PageSize, SectionKind, TrustClass
from portfolio.model.consent import ConsentField
from portfolio.model.document import (
    Attachment,
    Bullet,
    Document,
    Listing,
    Mark,
    Prose,
    Section,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from portfolio.model.attestation import Attestation
    from portfolio.model.consent import Consent
    from portfolio.model.document import Block
    from portfolio.model.person import Person

_TEXT = "text/plain"


def build_about(
    draft: Attestation, consent: Consent, *, made_on: date, people: Sequence[Person] = ()
) -> GateResult:
    """Make the document of a draft record. Pure; whether the consent holds is asked before.

    Args:
        draft: The claim, signed by whoever makes the document.
        consent: Of the person it is about.
        made_on: The day that is printed.
        people: Those who are not to be mentioned.
    """
    words = words_for(draft.language or "en")
    pen = Pen(words, made_on, people)
    fields = frozenset(consent.fields)
    name = pen.line(draft.subject.name, limit=120) if ConsentField.NAME in fields else ""
    printed = name or words.phrase("nameless")
    sections = _sections(pen, draft, fields)
    document = Document(
        language=words.tag,
        direction=words.direction,
        title=printed,
        footer=f"{printed}, {words.day(made_on)}",
        file_stem=heading.file_stem(name),
        made_on=made_on,
        page_size=PageSize.A4,
        page_limit=0,
        name=printed,
        headline="",
        contact=_accounts(pen, draft) if ConsentField.ACCOUNTS in fields else (),
        sections=sections,
        legend=closing.legend(pen, sections, None, None),
        basis=words.phrase(
            "about_basis",
            maker=pen.line(draft.issuer.name, limit=120),
            date=words.day(consent.given_on),
            until=words.day(consent.until),
            purpose=pen.line(consent.purpose),
        ),
        check=None,
        evidence=None,
        attached=None,
    )
    # The files say all of it, so they ride along only where all of it may be shown.
    is_whole = fields == frozenset(ConsentField)
    files = _files(draft, consent) if is_whole else ()
    return GateResult(document, pen.ledger.close(), files)


def _sections(pen: Pen, draft: Attestation, fields: frozenset[ConsentField]) -> tuple[Section, ...]:
    blocks: list[Block] = []
    mark = Mark(TrustClass.SELF_REPORTED, pen.words.mark(TrustClass.SELF_REPORTED))
    if ConsentField.WORDS in fields:
        paragraphs = tuple((Span(text),) for text in pen.paragraphs(draft.statement))
        blocks.append(Prose(paragraphs, (mark,)))
    works = draft.about if ConsentField.WORKS in fields else ()
    bullets = tuple(Bullet((pen.link(work.title, public_address(work.url)),)) for work in works)
    if bullets:
        blocks.append(Listing(bullets))
    kind = SectionKind.OPEN_SOURCE
    return (Section(kind, pen.words.section(kind), tuple(blocks)),) if blocks else ()


def _accounts(pen: Pen, draft: Attestation) -> tuple[Span, ...]:
    addresses = [public_address(each) for each in draft.subject.accounts]
    return tuple(pen.link(shown(each), each) for each in addresses if each)


def _files(draft: Attestation, consent: Consent) -> tuple[Attachment, ...]:
    return (
        Attachment("draft.claim", _TEXT, "draft.claim", draft.raw),
        Attachment("consent.consent", _TEXT, "consent.consent", consent.body + consent.signature),
    )
