"""How the parts of a document become lines: what every renderer but the PDF's shares.

Looks only: separators, glyphs of marks, which addresses may be links. The words come from the
gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.codes import TrustClass

if TYPE_CHECKING:
    from portfolio.model.document import Document, Entry, RoleLine, Span, Totals

DOT = " · "
DASH = " – "
BULLET = "•"
GLYPHS = {
    TrustClass.EVIDENCE: "■",
    TrustClass.ATTESTED: "◆",
    TrustClass.CERTIFIED: "▲",
    TrustClass.SELF_REPORTED: "○",
}
_SCHEMES = ("https://", "http://", "mailto:")


def safe_href(href: str) -> str:
    """Return an address that may be a link in a file handed to others, or ``""``."""
    if not href.lower().startswith(_SCHEMES) or not href.isascii() or not href.isprintable():
        return ""
    return "" if any(char in href for char in ' <>"\\`') else href


def text_of(spans: tuple[Span, ...]) -> str:
    """Return the words of some spans."""
    return "".join(span.text for span in spans)


def title_line(entry: Entry) -> str:
    """Return ``name – what it is``."""
    return DASH.join(part for part in (entry.title, entry.what_it_is) if part)


def role_parts(line: RoleLine) -> tuple[str, str, str]:
    """Return role, dates, and ``capacity[, organisation]``; any of them may be empty."""
    standing = ", ".join(part for part in (line.capacity, line.organisation) if part)
    return line.role, line.dates, standing


def totals_parts(line: Totals) -> tuple[str, str]:
    """Return what stands before the source (counts, period) and what stands after it."""
    counts = DOT.join(line.counts)
    before = DOT.join(part for part in (f"{line.leads} {counts}".strip(), line.period) if part)
    return before, line.read_on


def legend_line(document: Document) -> str:
    """Return ``■ evidence · ○ self-reported``, or ``""`` when there are no marks."""
    return DOT.join(f"{GLYPHS[trust]} {words}" for trust, words in document.legend.marks)
