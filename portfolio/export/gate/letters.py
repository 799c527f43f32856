"""What others say: quotations with who said them, how they know, and what a check found.

The words of the four levels are those of every other place. A signature by an unknown key never
looks like a recommendation: its text is attached, not quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOutKind
from portfolio.export.words import tidy_tag
from portfolio.model.attestation import AttestationFormat, AttestationKind, Basis, TrustLevel
from portfolio.model.codes import TrustClass
from portfolio.model.document import Prose, Span
from portfolio.model.verdict import VerdictState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.export.chosen import ChosenLetter, VouchMark
    from portfolio.export.gate.attached import AttachedBook
    from portfolio.export.gate.desk import Desk
    from portfolio.export.gate.pen import Pen
    from portfolio.model.document import AttachedItem, Block

_PARTS = {
    "reviewer": "part_reviewed",
    "merger": "part_merged",
    "co-author": "part_wrote",
    "tester": "part_tested",
}
_BASES = {
    Basis.REVIEWED: "basis_reviewed",
    Basis.TOGETHER: "basis_together",
    Basis.SUPERVISED: "basis_supervised",
    Basis.SAW_RESULT: "basis_saw",
    Basis.KNOW_OF: "basis_know",
}
_NOT_QUOTED = frozenset(
    {AttestationKind.WITHDRAWAL, AttestationKind.KEY_CHANGE, AttestationKind.VOUCH}
)


def testimonials(desk: Desk, book: AttachedBook) -> tuple[Block, ...]:
    """Return the quotations, the vouches' marks, then what is attached but not quoted."""
    shown = [each for each in desk.chosen.letters if may_show(each, book)]
    quoted: list[Block] = []
    vouches: list[Block] = []
    unknown: list[tuple[ChosenLetter, AttachedItem]] = []
    for each in shown:
        item = attach(desk.pen, book, each)
        if each.level is TrustLevel.UNCHANGED:
            unknown.append((each, item))
        elif each.letter.kind not in _NOT_QUOTED:
            quoted.append(_quotation(desk.pen, book, each, item))
        elif each.letter.kind is AttestationKind.VOUCH:
            vouches.append(_quotation(desk.pen, book, each, item))
    marks = [_vouched(desk.pen, book, mark) for mark in desk.chosen.vouch_marks]
    blocks = [*quoted, *filter(None, marks), *vouches]
    for each, item in unknown:
        blocks.append(_attached_only(desk.pen, book, each, item, is_first=not blocks))
    return tuple(blocks)


def attach(pen: Pen, book: AttachedBook, each: ChosenLetter) -> AttachedItem:
    """Return a letter's item; it is attached once, however often the document names it."""
    item = book.of_letter(each.letter.id)
    if item is None:
        book.shown_letters.append(each)
        trust, found = _trust(each), finding(pen, each)
        item = book.add_letter(each, trust, _title(pen, each), _when(pen, each), found)
    return item


def may_show(each: ChosenLetter, book: AttachedBook) -> bool:
    """Say whether a letter holds, and everybody and everything it names may be named."""
    letter = each.letter
    name = letter.issuer.name
    if letter.keeps_work_back:
        book.pen.ledger.note(LeftOutKind.ATTESTED_NAMES_HIDDEN, name, letter.id)
        return False
    return book.may_show(name, letter.id, each.state, letter.raw) and book.are_open(
        name, letter.id, each.work_keys
    )


def _trust(each: ChosenLetter) -> TrustClass:
    is_attested = each.level >= TrustLevel.ACCOUNT
    return TrustClass.ATTESTED if is_attested else TrustClass.SELF_REPORTED


def _title(pen: Pen, each: ChosenLetter) -> str:
    kind = pen.words.phrase(f"kind_{_kind(each.letter.kind)}")
    return pen.words.phrase("letter_of", kind=kind, name=pen.line(each.letter.issuer.name))


def _kind(kind: AttestationKind) -> str:
    has_words = kind not in {AttestationKind.WITHDRAWAL, AttestationKind.KEY_CHANGE}
    return str(kind) if has_words else str(AttestationKind.CLAIM)


def _when(pen: Pen, each: ChosenLetter) -> str:
    return "; ".join(_dates(pen, each))


def _dates(pen: Pen, each: ChosenLetter) -> Iterator[str]:
    letter, words = each.letter, pen.words
    key = {
        AttestationFormat.PUBLIC_COMMENT: "letter_posted",
        AttestationFormat.MAIL_TEXT: "letter_quoted_on",
    }.get(letter.format, "letter_signed")
    on = letter.received_at if key == "letter_quoted_on" else letter.issued_at
    if on is not None:
        yield words.phrase(key, date=words.day(on.date()))
    if letter.expires_at is not None:
        has_expired = each.state is VerdictState.EXPIRED
        phrase = "expired_on" if has_expired else "valid_to"
        yield words.phrase(phrase, date=words.day(letter.expires_at.date()))


def finding(pen: Pen, each: ChosenLetter) -> str:
    """Return how far a letter can be believed, in the words of its level."""
    words = pen.words
    if each.level is TrustLevel.QUOTED:
        return words.phrase("level_quoted")
    if each.level is TrustLevel.UNCHANGED:
        return words.phrase("level_unchanged")
    account = pen.line(each.account, limit=80)
    if each.level >= TrustLevel.TOOK_PART and each.part_count:
        return words.phrase(
            _PARTS.get(each.part, "part_other"),
            account=account,
            n=words.number(each.part_count),
            total=words.number(each.works_count),
        )
    on = words.day(each.checked_on or pen.made_on)
    return words.phrase("level_account", account=account, service=each.service, date=on)


def _quotation(pen: Pen, book: AttachedBook, each: ChosenLetter, item: AttachedItem) -> Prose:
    letter, words = each.letter, pen.words
    text = " ".join(pen.paragraphs(letter.shortened or letter.statement))
    who = pen.line(letter.issuer.name, limit=120)
    role = pen.line(letter.issuer.role, limit=120)
    knows = ", ".join(words.phrase(_BASES[basis]) for basis in dict.fromkeys(letter.basis))
    knows = knows[:1].upper() + knows[1:]
    when = ", ".join(_dates(pen, each))
    rest = " · ".join(part for part in (knows, when) if part)
    lead = f", {role}" if role else ""
    lead += f"{'. ' if knows else ', '}{rest}. " if rest else ". "
    below = [Span(who), Span(lead, muted=True)]
    below.append(Span(_documented(pen, each, who) or item.finding))
    beside = [letter.correction] if letter.correction else []
    beside += [
        f"{one.number}. {letter.about[one.number - 1].title}: {one.correction}"
        for one in letter.answers
        if one.correction and one.number <= len(letter.about)
    ]
    for correction in beside:
        corrects = words.phrase("holder_corrects", text=" ".join(pen.paragraphs(correction)))
        below.append(Span(f" {corrects}"))
    if letter.shortened:
        below.append(Span(f" {words.phrase('letter_shortened')}", muted=True))
    language = tidy_tag(letter.language) if letter.language else ""
    is_other = language.split("-")[0] != words.tag.split("-")[0]
    return Prose(
        ((Span(words.phrase("quoted", text=text)),), tuple(below)),
        (book.mark(item),),
        language if is_other else "",
    )


def _documented(pen: Pen, each: ChosenLetter, who: str) -> str:
    """Return who wrote down what the holder did, and when the holder said so too; "" for others."""
    letter = each.letter
    if letter.kind is not AttestationKind.CLAIM or letter.decided_at is None:
        return ""
    level = finding(pen, each).rstrip(" .")
    on = pen.words.day(letter.decided_at.date())
    return pen.words.phrase("documented_by", name=who, level=level, date=on)


def _attached_only(
    pen: Pen, book: AttachedBook, each: ChosenLetter, item: AttachedItem, *, is_first: bool
) -> Prose:
    words = pen.words
    key = "letter_unknown_only" if is_first else "letter_unknown_attached"
    said = words.phrase(key, name=pen.line(each.letter.issuer.name))
    mark = book.mark(item, words=words.phrase("signer_unknown"))
    return Prose(((Span(f"{said} {item.finding}"),),), (mark,), muted=True)


def _vouched(pen: Pen, book: AttachedBook, mark: VouchMark) -> Prose | None:
    """Return the mark of a policy with the names it rests on; None when one is left out."""
    items = [book.of_letter(each) for each in mark.letter_ids]
    found = [item for item in items if item is not None]
    if not found or len(found) != len(items):
        return None
    by_id = {item.number: item for item in found}
    names = [item.title.partition(", ")[2] or item.title for item in by_id.values()]
    listed = (
        names[0]
        if len(names) == 1
        else pen.words.phrase("name_and", first=", ".join(names[:-1]), last=names[-1])
    )
    spans: list[Span] = []
    for piece in pen.words.pieces("vouched_under"):
        if not piece.is_field:
            spans.append(Span(piece.text))
        elif piece.text == "policy":
            spans.append(pen.link(mark.policy, mark.url))
        else:
            spans.append(Span(listed))
    return Prose((tuple(spans),), tuple(book.mark(item) for item in by_id.values()))
