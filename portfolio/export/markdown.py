"""The Markdown renderer (CommonMark 0.31): the same headings and statements as the pages.

Outside text is escaped in one place, `escape`, so that it reads back as it was typed: no text
can become a heading, a link, HTML or code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.export.lines import (
    DOT,
    GLYPHS,
    legend_line,
    role_parts,
    safe_href,
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
        RoleLine,
        Span,
        Totals,
    )

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|#$]")
_AT_START = re.compile(r"(?:[-+=]|\d{1,9}[.)])")


def render(document: Document) -> bytes:
    """Return a document as Markdown."""
    blocks = [block.rstrip("\n") for block in _blocks(document) if block.strip()]
    return ("\n\n".join(blocks) + "\n").encode()


def escape(text: str) -> str:
    """Return text that Markdown shows as it is, wherever in a line it stands."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", text)
    start = _AT_START.match(escaped)
    if start:
        place = start.end() - 1
        escaped = f"{escaped[:place]}\\{escaped[place:]}"
    return escaped


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {escape(document.name)}"
    yield escape(document.headline)
    yield DOT.join(_span(span) for span in document.contact)
    for section in document.sections:
        yield f"## {escape(section.heading)}"
        for block in section.blocks:
            yield from _block(block)
    if document.check:
        yield from _check(document.check)
    yield escape(document.basis)
    if document.evidence:
        yield from _evidence(document.evidence)
    if document.attached:
        yield from _attached(document.attached)
    yield DOT.join(filter(None, (escape(legend_line(document)), escape(document.footer))))


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        paragraphs = ["".join(_span(span) for span in spans) for spans in block.paragraphs]
        paragraphs[-1] += _marks(block.marks)
        yield from paragraphs
        return
    if isinstance(block, Entry):
        title = escape(title_line(block))
        href = safe_href(block.href)
        yield f"### [{title}](<{href}>)" if href else f"### {title}"
        yield "  \n".join(_role(role) for role in block.roles)
    yield "\n".join(_bullet(bullet) for bullet in block.bullets)
    if isinstance(block, Entry):
        yield "  \n".join(_totals(totals) for totals in block.totals)


def _bullet(bullet: Bullet) -> str:
    said = f"- {''.join(_span(span) for span in bullet.spans)}{_marks(bullet.marks)}"
    under = "".join(_span(span) for span in bullet.under)
    return f"{said}  \n  {under}" if under else said


def _role(line: RoleLine) -> str:
    role, dates, standing = role_parts(line)
    parts = (f"**{escape(role)}**" if role else "", escape(dates), escape(standing))
    return DOT.join(part for part in parts if part) + _marks((line.mark,) if line.mark else ())


def _totals(line: Totals) -> str:
    before, after = totals_parts(line)
    source = ", ".join(part for part in (_span(line.source), escape(after)) if part)
    return DOT.join(part for part in (escape(before), source) if part)


def _span(span: Span) -> str:
    text = escape(span.text)
    href = safe_href(span.href)
    if href:
        return f"[{text}](<{href}>)"
    if span.strong and span.text.strip():
        return f"**{escape(span.text.strip())}**"
    return text


def _marks(marks: tuple[Mark, ...]) -> str:
    return "".join(f" {GLYPHS[mark.trust]} {escape(mark.label)}" for mark in marks)


def _check(check: CheckBox) -> Iterator[str]:
    yield f"## {escape(check.heading)}"
    yield "\n".join(f"{n}. {escape(step)}" for n, step in enumerate(check.steps, start=1))
    for note in check.notes:
        yield "".join(_span(span) for span in note)


def _evidence(evidence: EvidenceList) -> Iterator[str]:
    yield f"## {escape(evidence.heading)}"
    yield escape(evidence.introduction)
    rows = []
    for item in evidence.items:
        href = safe_href(item.address)
        parts = (
            f"{GLYPHS[item.trust]} **{escape(item.number)}** {escape(item.title)}",
            escape(item.detail),
            f"[{escape(item.address)}](<{href}>)" if href else escape(item.address),
            escape(item.seen_by),
        )
        rows.append("- " + "  \n  ".join(part for part in parts if part))
    yield "\n".join(rows)


def _attached(attached: AttachedList) -> Iterator[str]:
    yield f"## {escape(attached.heading)}"
    yield escape(attached.introduction)
    rows = []
    for item in attached.items:
        parts = (
            f"{GLYPHS[item.trust]} **{escape(item.number)}** {escape(item.title)}",
            escape(item.detail),
            escape(item.finding),
        )
        rows.append("- " + "  \n  ".join(part for part in parts if part))
    yield "\n".join(rows)
    if attached.commands:
        yield f"## {escape(attached.commands_heading)}"
        yield "\n".join(f"    {command}" for command in attached.commands)
