"""The strip of badges: name, issuer, date, and under each what a check of it came to.

A badge of a person whose key nobody knows never looks like praise: what it says is attached, not
printed, like the words of such a letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.gate.addresses import public_address
from portfolio.model.badge import BadgeFormat
from portfolio.model.codes import TrustClass
from portfolio.model.document import Bullet, Listing, Prose, Span
from portfolio.model.verdict import VerdictState

if TYPE_CHECKING:
    from datetime import date

    from portfolio.export.chosen import ChosenBadge
    from portfolio.export.gate.attached import AttachedBook
    from portfolio.export.gate.desk import Desk
    from portfolio.export.gate.pen import Pen
    from portfolio.model.document import Block, Mark

_SIGNED_AND_FITS = frozenset({VerdictState.VALID, VerdictState.NOT_ANCHORED})


def certifications(desk: Desk, book: AttachedBook) -> tuple[Block, ...]:
    """Return the badges the holder shows."""
    shown = [each for each in desk.chosen.badges if _may_show(each, book)]
    book.shown_badges += shown
    bullets = [_bullet(desk, book, each) for each in shown if not _is_of_nobody_known(each)]
    unknown = [_attached_only(desk.pen, book, each) for each in shown if _is_of_nobody_known(each)]
    return (Listing(tuple(bullets)), *unknown) if bullets else tuple(unknown)


def _may_show(each: ChosenBadge, book: AttachedBook) -> bool:
    badge = each.badge
    return book.may_show(badge.name, badge.id, each.state, badge.raw) and book.are_open(
        badge.name, badge.id, each.work_keys
    )


def _is_of_nobody_known(each: ChosenBadge) -> bool:
    return each.badge.from_person and not each.is_anchored


def _attached_only(pen: Pen, book: AttachedBook, each: ChosenBadge) -> Prose:
    by = pen.line(each.badge.issuer.name, limit=120) or pen.words.phrase("from_person")
    title = pen.words.phrase("letter_of", kind=pen.words.phrase("kind_badge"), name=by)
    finding = _finding(pen, each)
    item = book.add_badge(each, TrustClass.SELF_REPORTED, title, _month(pen, each), finding)
    said = pen.words.phrase("badge_unknown_attached", name=by)
    mark = book.mark(item, words=pen.words.phrase("signer_unknown"))
    return Prose(((Span(f"{said} {finding}"),),), (mark,), muted=True)


def _bullet(desk: Desk, book: AttachedBook, each: ChosenBadge) -> Bullet:
    pen, badge = desk.pen, each.badge
    name = pen.line(badge.name, limit=160)
    by = _issuer(pen, each)
    finding = _finding(pen, each)
    rest = "".join(f", {part}" for part in (by, _month(pen, each)) if part)
    mark = _mark(desk, book, each, name, by, finding)
    return Bullet((Span(name, strong=True), Span(f"{rest}.")), (mark,), under=(Span(finding),))


def _mark(  # noqa: PLR0913, PLR0917  (the words it is listed under)
    desk: Desk, book: AttachedBook, each: ChosenBadge, name: str, by: str, finding: str
) -> Mark:
    """Return where a badge's proof is: its attached file, or the page of the service."""
    badge, pen = each.badge, desk.pen
    if badge.format is BadgeFormat.PLATFORM:
        address = pen.address(public_address(badge.criteria_url))
        if address:
            return desk.book.marks([desk.book.page(name, address)])[0]
    trust = each.trust if each.is_anchored else TrustClass.SELF_REPORTED
    title = pen.words.phrase("letter_of", kind=name, name=by) if by else name
    item = book.add_badge(each, trust, title, _month(pen, each), finding)
    return book.mark(item)


def _issuer(pen: Pen, each: ChosenBadge) -> str:
    name = pen.line(each.badge.issuer.name, limit=120)
    if not each.badge.from_person:
        return name
    person = pen.words.phrase("from_person")
    return f"{name}, {person}" if name else person


def _month(pen: Pen, each: ChosenBadge) -> str:
    at = each.badge.issued_at
    return pen.words.month(at.date()) if at is not None else ""


def _finding(pen: Pen, each: ChosenBadge) -> str:
    words, badge = pen.words, each.badge
    if badge.format is BadgeFormat.PLATFORM:
        read = badge.received_at.date() if badge.received_at else pen.made_on
        return words.phrase("badge_listed", service=badge.issuer.name, date=words.day(read))
    if each.state is VerdictState.UNSIGNED:
        return words.phrase("badge_unsigned")
    key, on = _found(pen, each)
    return words.phrase(key, date=words.day(on)) if on else words.phrase("badge_unchecked")


def _found(pen: Pen, each: ChosenBadge) -> tuple[str, date | None]:
    """Return the phrase for what a check came to, and its date."""
    badge = each.badge
    if each.state is VerdictState.EXPIRED and badge.expires_at is not None:
        return "badge_expired", badge.expires_at.date()
    if each.state is VerdictState.NOT_YET_VALID and badge.issued_at is not None:
        return "badge_not_yet", badge.issued_at.date()
    if each.answered_on is not None and each.state is VerdictState.VALID:
        return "badge_answered", each.answered_on
    if each.state in _SIGNED_AND_FITS:
        return "badge_fits" if each.is_anchored else "badge_fits_unknown", pen.made_on
    return "badge_gone", each.last_good_on
