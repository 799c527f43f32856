"""Checks a CV as PDF: its pages against its attached record, and everything signed inside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from portfolio.attest import consents, letter_reading
from portfolio.attest.badges import recognising
from portfolio.check import (
    about,
    checking,
    consent,
    linked_works,
    pdf_file,
    pdf_process,
    printed,
    surplus,
)
from portfolio.errors import BadgeError, ExportError, LetterError
from portfolio.export import document_json
from portfolio.model.codes import TrustClass
from portfolio.model.document import RESUME_FILE, SIGNERS_FILE, Prose
from portfolio.model.report import FileKind, Report, Row
from portfolio.model.verdict import Saying, Step, StepMark, VerdictState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from portfolio.attest.onlooker import Onlooker
    from portfolio.model.document import AttachedItem, Bullet, Document

RECORD: Final = "document.json"
MOST_RECORD: Final = 1024 * 1024
"""Bytes; sixty pages of a CV take two hundred thousand."""
MOST_SIGNED: Final = 100
"""Attached letters and badges that are looked at."""
_MOST_COSTLY: Final = 3  # made to take for ever, before the others are left
_MOST_CLAIMS: Final = 5
_LONGEST_QUOTED: Final = 80  # characters of the first statement
_LONGEST_NUMBER: Final = 40


def check_document(raw: bytes, onlooker: Onlooker, *, at: datetime, name: str = "") -> Report:
    """Check a PDF.

    Raises:
        OutsideFileError: It does not open.
    """
    return check_content(pdf_process.open_pdf(raw), onlooker, at=at, name=name)


def check_content(
    content: pdf_file.PdfContent, onlooker: Onlooker, *, at: datetime, name: str = ""
) -> Report:
    """Check what was in a PDF: its text, and the files attached to it."""
    document = _record(content)
    found = inside(document, content.attached, onlooker, at)
    return checking.report(
        name,
        FileKind.DOCUMENT,
        [_file_row(content, document), *found.rows],
        onlooker,
        at,
        holder_controls=found.controls,
        page_count=len(content.pages),
        wants=found.wants,
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """What is to be said of what a document says, and of the files that ride along with it.

    Attributes:
        wants: Pages of works that would be asked for online.
    """

    rows: tuple[Row, ...]
    controls: tuple[Saying, ...]
    wants: tuple[str, ...] = ()


def inside(
    document: Document | None, attached: Mapping[str, bytes], onlooker: Onlooker, at: datetime
) -> Inside:
    """Check what a document says, and the files beside it.

    Args:
        document: None where there is none that can be read.
        attached: The files, by name.
        onlooker: Who looks.
        at: Now.
    """
    choice = Saying("document.controls-choice")
    if document is None:
        return Inside(tuple(_within_limits(_loose(attached, onlooker, at))), (choice,))
    controls = [choice]
    linked = linked_works.row(document, onlooker)
    rows = [linked] if linked is not None else []
    rows += _within_limits(_attached(document, attached, onlooker, at))
    rows += _self_reported(document)
    rows += _beside(document, attached)
    if document.attached is None:
        rows += _within_limits(_loose(attached, onlooker, at))
    else:
        controls.insert(0, Saying("document.controls-withdrawal"))
    if document.basis:
        controls.append(Saying("document.controls-basis", (("words", document.basis),)))
    return Inside(tuple(rows), tuple(controls), tuple(linked_works.wanted(document)))


def _record(content: pdf_file.PdfContent) -> Document | None:
    data = content.attached.get(RECORD)
    if data is None or len(data) > MOST_RECORD:
        return None
    try:
        return document_json.from_json(data)
    except (ExportError, UnicodeDecodeError):
        return None


def _file_row(content: pdf_file.PdfContent, document: Document | None) -> Row:
    pages = str(len(content.pages))
    if document is None:
        has_record = RECORD in content.attached
        code = "document.record-unreadable" if has_record else "document.no-record"
        return Row(None, Step(StepMark.CANNOT_CHECK, Saying(code)))
    found = printed.difference(document, content.pages)
    if found is not None:
        return _broken("document.differs", found.said)
    if (besides := surplus.said_besides(document, content.pages)) is not None:
        return _broken("document.says-more" if besides else "document.says-again", besides)
    if elsewhere := surplus.links_elsewhere(document, content.links):
        return _broken("document.leads-elsewhere", elsewhere[0][:_LONGEST_QUOTED])
    if content.has_pictures or content.has_notes:
        return _broken("document.has-picture" if content.has_pictures else "document.has-note", "")
    facts = (("pages", pages), ("made_on", document.made_on.isoformat()))
    code = "document.fits-one" if len(content.pages) == 1 else "document.fits"
    return Row(None, Step(StepMark.HELD, Saying(code, facts)))


def _broken(code: str, text: str) -> Row:
    facts = (("text", text),) if text else ()
    return Row(None, Step(StepMark.BROKEN, Saying(code, facts)))


def _within_limits(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield rows as long as they are not too many, or made to take for ever; then say so."""
    costly = 0
    for number, row in enumerate(rows):
        if number >= MOST_SIGNED or costly >= _MOST_COSTLY:
            yield Row(None, Step(StepMark.CANNOT_CHECK, Saying("document.attachments-left")))
            return
        yield row
        costly += row.verdict is not None and row.verdict.state is VerdictState.UNREADABLE


def _attached(
    document: Document, attached: Mapping[str, bytes], onlooker: Onlooker, at: datetime
) -> Iterator[Row]:
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in attached.items()}
    for item in document.attached.items if document.attached else ():
        row = _attached_row(item, digests, document, attached, onlooker, at)
        digests.pop(item.file, None)  # each file is named once
        yield row


def _attached_row(  # noqa: PLR0913, PLR0917  (what a row is made of)
    item: AttachedItem,
    digests: Mapping[str, str],
    document: Document,
    attached: Mapping[str, bytes],
    onlooker: Onlooker,
    at: datetime,
) -> Row:
    data = attached.get(item.file) if item.file in digests else None
    facts = (("name", item.title), ("file", item.file))
    if data is None:
        step = Step(StepMark.CANNOT_CHECK, Saying("document.attachment-missing", facts))
        return Row(item.trust, step, None, item.number, item.title)
    if digests[item.file] != item.sha256:
        step = Step(StepMark.BROKEN, Saying("document.attachment-changed", facts))
        return Row(item.trust, step, None, item.number, item.title)
    signature = attached.get(item.signature, b"") if item.signature else b""
    row = _signed_row(data, signature, onlooker, at, item.number)
    if row is None:
        step = Step(StepMark.CANNOT_CHECK, Saying("level.0"))
        return Row(TrustClass.SELF_REPORTED, step, None, item.number, item.title)
    other = None if row.step.mark is StepMark.BROKEN else _about_other(data, signature, document)
    if other is not None:
        said = TrustClass.SELF_REPORTED
        return replace(row, trust=said, step=other, title=item.title, letter=None)
    return replace(row, title=item.title, letter=None)


def _beside(document: Document, attached: Mapping[str, bytes]) -> Iterator[Row]:
    """Yield rows for the attached files that are neither the record nor listed in it."""
    resume = attached.get(RESUME_FILE)
    if resume is not None and not _is_resume(document, resume):
        yield _broken("document.resume-differs", "")
    listed = {RECORD, RESUME_FILE, SIGNERS_FILE}
    for item in document.attached.items if document.attached else ():
        listed |= {item.file, item.signature}
    others = [name for name in attached if name not in listed]
    if others:
        code = "document.attachment-other" if len(others) == 1 else "document.attachments-other"
        named = "; ".join(name[:_LONGEST_QUOTED] for name in others[:_MOST_CLAIMS])
        facts = (("count", str(len(others))), ("text", named))
        yield Row(None, Step(StepMark.CANNOT_CHECK, Saying(code, facts)))


def _is_resume(document: Document, data: bytes) -> bool:
    if len(data) > MOST_RECORD:
        return False
    try:
        return bool(json.loads(data) == document.json_resume)
    except (ValueError, RecursionError):
        return False


def _about_other(data: bytes, signature: bytes, document: Document) -> Step | None:
    try:
        letter = letter_reading.parse(data, signature)
    except LetterError:
        return None
    return about.about_other(letter.attestation, document)


def _signed_row(
    data: bytes, signature: bytes, onlooker: Onlooker, at: datetime, reference: str
) -> Row | None:
    try:
        letter = letter_reading.parse(data, signature)
        return checking.letter_row(letter, onlooker, at, reference)
    except LetterError:
        pass
    other = checking.comment_row(data, onlooker, at, reference)
    if other is None and consents.is_consent(data):
        other = consent.consent_row_or_none(data, onlooker, at, reference)
    if other is not None:
        return other
    try:
        return checking.badge_row(recognising.open_badge(data), onlooker, at, reference)
    except BadgeError:
        return None


def _loose(attached: Mapping[str, bytes], onlooker: Onlooker, at: datetime) -> Iterator[Row]:
    """Return rows for what is signed inside a PDF that carries no record of ours."""
    for name, data in attached.items():
        if name.endswith(".sig") or name == RECORD:
            continue
        signature = attached.get(f"{name}.sig", b"")
        row = _signed_row(data, signature, onlooker, at, "")
        if row is not None:
            yield replace(row, reference="", title=row.title or name)


def _self_reported(document: Document) -> list[Row]:
    """Return what rests on the holder's word: statements, and numbers without a source."""
    word = dict(document.legend.marks).get(TrustClass.SELF_REPORTED, "")
    typed = [bullet for bullet in _bullets(document) if _is_typed(bullet, word)]
    rows = []
    if typed:
        first = "".join(span.text for span in typed[0].spans).strip()
        facts = (("count", str(len(typed))), ("text", _beginning(first)))
        code = "document.typed-one" if len(typed) == 1 else "document.typed"
        rows.append(_self_row(code, facts))
    claims = [number for bullet in _bullets(document) for number in bullet.unsourced]
    if claims:
        named = "; ".join(each[:_LONGEST_NUMBER] for each in claims[:_MOST_CLAIMS])
        facts = (("count", str(len(claims))), ("text", named))
        code = "document.number-one" if len(claims) == 1 else "document.numbers"
        rows.append(_self_row(code, facts))
    return rows


def _self_row(code: str, facts: tuple[tuple[str, str], ...]) -> Row:
    return Row(TrustClass.SELF_REPORTED, Step(StepMark.CANNOT_CHECK, Saying(code, facts)))


def _bullets(document: Document) -> Iterator[Bullet]:
    for section in document.sections:
        for block in section.blocks:
            if not isinstance(block, Prose):
                yield from block.bullets


def _is_typed(bullet: Bullet, word: str) -> bool:
    """Whether a statement says "self-reported", and not that it is from a local copy."""
    return any(
        mark.trust is TrustClass.SELF_REPORTED and mark.label == word for mark in bullet.marks
    )


def _beginning(text: str) -> str:
    """Return the first words of a statement."""
    if len(text) <= _LONGEST_QUOTED:
        return text
    return f"{text[:_LONGEST_QUOTED].rpartition(' ')[0] or text[:_LONGEST_QUOTED]} …"
