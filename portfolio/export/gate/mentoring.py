"""Mentoring: who mentored whom, named only where the other one signed it themselves.

A letter by an unknown key names nobody here: anybody could have written it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.gate import letters, periods
from portfolio.model.attestation import TrustLevel
from portfolio.model.document import Bullet, Listing, Span

if TYPE_CHECKING:
    from portfolio.export.chosen import ChosenMentoring
    from portfolio.export.gate.attached import AttachedBook
    from portfolio.export.gate.desk import Desk
    from portfolio.model.document import Block


def mentoring(desk: Desk, book: AttachedBook) -> tuple[Block, ...]:
    """Return whom the holder mentored and who mentored the holder, a line each."""
    shown = [
        each
        for each in desk.chosen.mentoring
        if each.theirs.level >= TrustLevel.ACCOUNT and letters.may_show(each.theirs, book)
    ]
    bullets = tuple(_bullet(desk, book, each) for each in shown)
    return (Listing(bullets),) if bullets else ()


def _bullet(desk: Desk, book: AttachedBook, each: ChosenMentoring) -> Bullet:
    pen, said = desk.pen, each.theirs.letter
    name = pen.line(said.issuer.name, limit=120)
    who = "mentoring_given" if each.is_mentor else "mentoring_received"
    marks = [book.mark(letters.attach(desk.pen, book, each.theirs))]
    own = each.own if each.own is not None and letters.may_show(each.own, book) else None
    if own is not None:
        marks.append(book.mark(letters.attach(desk.pen, book, own)))
        agreed = pen.words.phrase("mentoring_both")
    else:
        agreed = pen.words.phrase("mentoring_one", name=name)
    when = periods.typed(pen.words, said.relation_from, said.relation_to)
    rest = "".join(f" · {part}" for part in (when, agreed) if part)
    found = letters.finding(desk.pen, each.theirs)
    spans = (
        Span(pen.words.phrase(who, name=name), strong=True),
        Span(f"{rest}. "),
        Span(found, muted=True),
    )
    return Bullet(spans, tuple(marks))
