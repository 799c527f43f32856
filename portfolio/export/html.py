"""The HTML renderer: one self-contained page in the Plain look.

Nothing is loaded and nothing runs: no scripts, no pictures, no remote parts; a content security
policy forbids them. Every text passes through `_text` or `_attribute`, the only places where
escaping is done. Element roles follow the HTML standard; headings are h1 to h3 without jumps.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from portfolio import resources
from portfolio.export.lines import (
    DASH,
    DOT,
    GLYPHS,
    role_parts,
    safe_href,
    totals_parts,
)
from portfolio.export.words import direction
from portfolio.model.codes import PageSize
from portfolio.model.document import Entry, Prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.model.document import (
        AttachedList,
        Block,
        Bullet,
        CheckBox,
        Document,
        EvidenceItem,
        EvidenceList,
        Mark,
        RoleLine,
        Section,
        Span,
        Totals,
    )

_PAGE = {PageSize.A4: "A4", PageSize.LETTER: "letter"}


def render(document: Document) -> bytes:
    """Return a document as one HTML page, UTF-8."""
    return ("\n".join(_page(document)) + "\n").encode()


def style(size: PageSize) -> str:
    """Return the style sheet; its hash stands in the page's security policy."""
    return resources.read_text("templates", "plain.css").replace("PAGE_SIZE", _PAGE[size]).strip()


def _page(document: Document) -> Iterator[str]:
    sheet = style(document.page_size)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    language, way = _attribute(document.language), _attribute(document.direction)
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}" dir="{way}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_attribute(policy)}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{_text(document.title)}</title>"
    yield f"<style>{sheet}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    yield from _head(document)
    for number, section in enumerate(document.sections, start=1):
        yield from _section(section, f"s{number}")
    if document.check:
        yield from _check(document.check)
    if document.basis:
        yield f'<p class="basis">{_text(document.basis)}</p>'
    if document.evidence:
        yield from _evidence(document.evidence)
    if document.attached:
        yield from _attached(document.attached)
    yield "</main>"
    yield from _foot(document)
    yield "</body>"
    yield "</html>"


def _head(document: Document) -> Iterator[str]:
    yield f"<h1>{_text(document.name)}</h1>"
    if document.headline:
        yield f'<p class="headline">{_text(document.headline)}</p>'
    if document.contact:
        parts = DOT.join(_isolated(_span(span)) for span in document.contact)
        yield f'<p class="contact">{parts}</p>'


def _section(section: Section, name: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{name}">'
    yield f'<h2 id="{name}">{_text(section.heading)}</h2>'
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        last = len(block.paragraphs) - 1
        for place, paragraph in enumerate(block.paragraphs):
            marks = _marks(block.marks) if place == last else ""
            muted = ' class="muted"' if block.muted else ""
            yield f"<p{muted}{_language(block.language)}>{_said(paragraph)}{marks}</p>"
        return
    if isinstance(block, Entry):
        yield '<article class="entry">'
        yield f"<h3>{_title(block)}</h3>"
        yield from (_role(role) for role in block.roles)
    yield from _bullets(block.bullets)
    if isinstance(block, Entry):
        yield from (_totals(totals) for totals in block.totals)
        yield "</article>"


def _title(entry: Entry) -> str:
    title = _isolated(_link(_text(entry.title), entry.href))
    what = _isolated(_text(entry.what_it_is))
    rest = f'<span class="what">{DASH}{what}</span>' if what else ""
    return f"{title}{rest}"


def _role(line: RoleLine) -> str:
    role, _dates, standing = role_parts(line)
    parts = (
        f'<bdi class="role">{_text(role)}</bdi>' if role else "",
        _isolated(_dates_of(line)),
        _isolated(_text(standing)),
    )
    marks = _marks((line.mark,) if line.mark else ())
    return f'<p class="roles">{DOT.join(part for part in parts if part)}{marks}</p>'


def _dates_of(line: RoleLine) -> str:
    """Return a role's dates with the machine-readable form of what is known of them."""
    if not line.dates:
        return ""
    start, dash, end = line.dates.partition(DASH)
    if not dash:
        return _time(line.dates, line.from_on or line.to_on)
    return f"{_time(start, line.from_on)}{DASH}{_time(end, line.to_on)}"


def _time(words: str, iso: str) -> str:
    return f'<time datetime="{_attribute(iso)}">{_text(words)}</time>' if iso else _text(words)


def _bullets(bullets: Iterable[Bullet]) -> Iterator[str]:
    items = [
        f"<li{_language(bullet.language)}>{_said(bullet.spans)}{_marks(bullet.marks)}"
        f"{_under(bullet)}</li>"
        for bullet in bullets
    ]
    if items:
        yield from ("<ul>", *items, "</ul>")


def _under(bullet: Bullet) -> str:
    return f'<p class="muted">{_said(bullet.under)}</p>' if bullet.under else ""


def _totals(line: Totals) -> str:
    before, after = totals_parts(line)
    source = ", ".join(filter(None, (_isolated(_span(line.source)), _isolated(_text(after)))))
    parts = (_isolated(_text(before)), source)
    return f'<p class="totals">{DOT.join(part for part in parts if part)}</p>'


def _marks(marks: tuple[Mark, ...]) -> str:
    return "".join(f" {_mark(mark)}" for mark in marks)


def _mark(mark: Mark) -> str:
    label = _text(mark.label)
    if mark.target:
        label = f'<a href="#{_attribute(mark.target)}">{label}</a>'
    return f'<bdi class="mark {mark.trust}">{GLYPHS[mark.trust]} {label}</bdi>'


def _check(check: CheckBox) -> Iterator[str]:
    yield '<section class="check" aria-labelledby="check">'
    yield f'<h2 id="check">{_text(check.heading)}</h2>'
    if check.steps:
        yield "<ol>"
        yield from (f"<li>{_text(step)}</li>" for step in check.steps)
        yield "</ol>"
    yield from (f'<p class="muted">{_spans(note)}</p>' for note in check.notes)
    yield "</section>"


def _evidence(evidence: EvidenceList) -> Iterator[str]:
    yield '<section class="evidence" aria-labelledby="evidence">'
    yield f'<h2 id="evidence">{_text(evidence.heading)}</h2>'
    yield f'<p class="muted">{_text(evidence.introduction)}</p>'
    yield "<table>"
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in evidence.columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    yield from (_evidence_row(item) for item in evidence.items)
    yield "</tbody>"
    yield "</table>"
    yield "</section>"


def _evidence_row(item: EvidenceItem) -> str:
    number = f"{GLYPHS[item.trust]} {_text(item.number)}"
    address = _isolated(_link(_text(item.address), item.address))
    second = _lines(address, _small(item.seen_by))
    return (
        f'<tr id="{_attribute(item.number)}"><th scope="row">{number}</th>'
        f"<td>{_lines(_isolated(_text(item.title)), _small(item.detail))}</td>"
        f"<td>{second}</td></tr>"
    )


def _attached(attached: AttachedList) -> Iterator[str]:
    yield '<section aria-labelledby="attached">'
    yield f'<h2 id="attached">{_text(attached.heading)}</h2>'
    yield f'<p class="muted">{_text(attached.introduction)}</p>'
    yield "<table>"
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in attached.columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for item in attached.items:
        number = f"{GLYPHS[item.trust]} {_text(item.number)}"
        yield (
            f'<tr id="{_attribute(item.number)}"><th scope="row">{number}</th>'
            f"<td>{_lines(_isolated(_text(item.title)), _small(item.detail))}</td>"
            f"<td>{_isolated(_text(item.finding))}</td></tr>"
        )
    yield "</tbody>"
    yield "</table>"
    if attached.commands:
        yield f"<h3>{_text(attached.commands_heading)}</h3>"
        commands = "\n".join(map(_text, attached.commands))
        yield f'<pre dir="ltr">{commands}</pre>'
    yield "</section>"


def _small(text: str) -> str:
    return f'<bdi class="muted">{_text(text)}</bdi>' if text else ""


def _lines(*parts: str) -> str:
    return "<br>".join(part for part in parts if part)


def _foot(document: Document) -> Iterator[str]:
    legend = DOT.join(f"{GLYPHS[trust]} {_text(word)}" for trust, word in document.legend.marks)
    yield "<footer>"
    yield f"<p>{_text(document.footer)}</p>"
    if legend:
        yield f"<p>{legend}</p>"
    yield "</footer>"


def _isolated(text: str) -> str:
    """Return already escaped text whose direction is its own and does not move its neighbours."""
    return f"<bdi>{text}</bdi>" if text else ""


def _said(spans: Iterable[Span]) -> str:
    """Return a statement; what the holder said and what the program adds are kept apart."""
    groups = groupby(spans, key=lambda span: span.muted)
    return "".join(_isolated(_spans(group)) for _muted, group in groups)


def _spans(spans: Iterable[Span]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    text = _link(_text(span.text), span.href)
    if span.strong:
        text = f"<strong>{text}</strong>"
    return f'<span class="muted">{text}</span>' if span.muted else text


def _link(text: str, href: str) -> str:
    """Return already escaped text as a link, when its address may be one."""
    address = safe_href(href)
    return f'<a href="{_attribute(address)}" rel="noopener">{text}</a>' if address else text


def _language(tag: str) -> str:
    """Return the attributes of a part in another language."""
    return f' lang="{_attribute(tag)}" dir="{direction(tag)}"' if tag else ""


def _text(text: str) -> str:
    return escape(text, quote=False)


def _attribute(text: str) -> str:
    return escape(text, quote=True)
