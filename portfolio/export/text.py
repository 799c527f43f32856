"""The plain text renderer: one column, name first, nothing a parser could trip over.

Lines are not wrapped: every statement is one line, and whoever shows the file wraps it. UTF-8
without a byte order mark, LF line ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.lines import (
    BULLET,
    DOT,
    GLYPHS,
    legend_line,
    role_parts,
    safe_href,
    text_of,
    title_line,
    totals_parts,
)
from portfolio.model.document import Entry, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.document import (
        AttachedList,
        Block,
        Bullet,
        CheckBox,
        Document,
        EvidenceList,
        Mark,
        Span,
    )


def render(document: Document) -> bytes:
    """Return a document as plain text."""
    return ("\n".join(_lines(document)).strip("\n") + "\n").encode()


def _lines(document: Document) -> Iterator[str]:
    listed = {item.address for item in document.evidence.items} if document.evidence else set()
    yield document.name
    yield from filter(None, (document.headline, DOT.join(s.text for s in document.contact)))
    for section in document.sections:
        yield from ("", section.heading, "")
        for place, block in enumerate(section.blocks):
            if place:
                yield ""
            yield from _block(block, listed)
    if document.check:
        yield from _check(document.check)
    if document.basis:
        yield from ("", document.basis)
    if document.evidence:
        yield from _evidence(document.evidence)
    if document.attached:
        yield from _attached(document.attached)
    yield ""
    yield from filter(None, (legend_line(document), document.footer))


def _block(block: Block, listed: set[str]) -> Iterator[str]:
    if isinstance(block, Prose):
        paragraphs = [_spans(paragraph, listed) for paragraph in block.paragraphs]
        for place, text in enumerate(paragraphs):
            if place:
                yield ""
            is_last = place == len(paragraphs) - 1
            yield _marked(text, block.marks if is_last else ())
        return
    if isinstance(block, Entry):
        yield title_line(block)
        if safe_href(block.href) and all(t.source.href != block.href for t in block.totals):
            yield block.href
        for role in block.roles:
            line = DOT.join(part for part in role_parts(role) if part)
            yield _marked(line, (role.mark,) if role.mark else ())
    for bullet in block.bullets:
        yield f"{BULLET} {_bullet(bullet, listed)}"
    if isinstance(block, Entry):
        for totals in block.totals:
            before, after = totals_parts(totals)
            source = ", ".join(part for part in (totals.source.text, after) if part)
            yield DOT.join(part for part in (before, source) if part)


def _bullet(bullet: Bullet, listed: set[str]) -> str:
    said = _marked(_spans(bullet.spans, listed), bullet.marks)
    return f"{said}\n  {_spans(bullet.under, listed)}" if bullet.under else said


def _spans(spans: tuple[Span, ...], listed: set[str]) -> str:
    """Return spans as text; an address is written out unless the evidence list has it."""
    parts = []
    for span in spans:
        parts.append(span.text)
        href = safe_href(span.href)
        if href and href not in listed and not href.endswith(span.text):
            parts.append(f" <{href}>")
    return "".join(parts)


def _marked(text: str, marks: tuple[Mark, ...]) -> str:
    return " ".join([text, *(f"{GLYPHS[mark.trust]} {mark.label}" for mark in marks)])


def _check(check: CheckBox) -> Iterator[str]:
    yield from ("", check.heading, "")
    for number, step in enumerate(check.steps, start=1):
        yield f"{number}. {step}"
    for note in check.notes:
        yield text_of(note)


def _evidence(evidence: EvidenceList) -> Iterator[str]:
    yield from ("", evidence.heading, "", evidence.introduction)
    for item in evidence.items:
        yield ""
        yield f"{GLYPHS[item.trust]} {item.number} {item.title}"
        yield from filter(None, (item.detail, item.address, item.seen_by))


def _attached(attached: AttachedList) -> Iterator[str]:
    yield from ("", attached.heading, "", attached.introduction)
    for item in attached.items:
        yield ""
        yield f"{GLYPHS[item.trust]} {item.number} {item.title}"
        yield from filter(None, (item.detail, item.finding))
    if attached.commands:
        yield from ("", attached.commands_heading, "", *attached.commands)
