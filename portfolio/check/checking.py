"""Says what a file is and what can be believed of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portfolio.attest import comments, consents, letter_armour, letter_reading
from portfolio.attest.badges import recognising, zips
from portfolio.attest.badges.badge_file import NoBadgeError
from portfolio.attest.badges.judging import judge as judge_badge
from portfolio.attest.badges.reading import badge_of
from portfolio.attest.comment_verdict import judge_comment
from portfolio.attest.letter_verdict import judge as judge_letter
from portfolio.check import claims, known_files, pdf_file
from portfolio.errors import BadgeError, LetterError, OutsideFileError
from portfolio.model.attestation import TrustLevel
from portfolio.model.report import FileKind, Report, Row
from portfolio.model.share import is_share
from portfolio.model.verdict import Saying, Step, StepMark, Verdict, VerdictState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.attest.letter import Letter
    from portfolio.attest.onlooker import Onlooker

MOST_BYTES: Final = pdf_file.MOST_BYTES
_NOTHING: Final = (
    "This file is nothing that can be checked here.",
    "CVs as PDF, letters, badges, backpacks and share files can.",
)
_LETTER_HEAD: Final = b"Portfolio letter:"


def check(
    raw: bytes, onlooker: Onlooker, *, at: datetime, name: str = "", detached: bytes = b""
) -> Report:
    """Check a file. Takes milliseconds to a second; pure, on any thread.

    Args:
        raw: The file.
        onlooker: Who looks, and what addresses answered so far.
        at: Now.
        name: The file's, for the report.
        detached: Of ``FILE.sig``, for a letter whose signature came beside.

    Raises:
        OutsideFileError: It is too large, damaged, or nothing that is checked here.
    """
    if len(raw) > MOST_BYTES:
        raise OutsideFileError("This file is too large to be checked here.")
    whole = _of_many(raw, onlooker, at, name)
    if whole is not None:
        return whole
    if letter_armour.is_armoured(raw):
        raw = letter_armour.letter_in(raw)
    if raw.lstrip()[: len(_LETTER_HEAD)] == _LETTER_HEAD:
        row = letter_row(letter_reading.parse(raw, detached), onlooker, at)
        return _one(name, FileKind.LETTER, row, onlooker, at)
    if consents.is_consent(raw):
        from portfolio.check.consent import consent_row

        return _one(name, FileKind.CONSENT, consent_row(raw, onlooker, at), onlooker, at)
    comment = comment_row(raw, onlooker, at)
    if comment is not None:
        return _one(name, FileKind.COMMENT, comment, onlooker, at)
    return _badges(raw, onlooker, at, name)


def _of_many(raw: bytes, onlooker: Onlooker, at: datetime, name: str) -> Report | None:
    """Check a file that holds several things, importing what only its kind needs; else None."""
    if pdf_file.is_pdf(raw):
        from portfolio.check.documents import check_document

        return check_document(raw, onlooker, at=at, name=name)
    if zips.is_zip(raw):
        from portfolio.check.backpack import check_backpack

        return check_backpack(zips.read(raw), onlooker, at=at, name=name)
    if is_share(raw):
        from portfolio.check.share_file import check_share

        return check_share(raw, onlooker, at=at, name=name)
    return None


def letter_row(letter: Letter, onlooker: Onlooker, at: datetime, reference: str = "") -> Row:
    """Return what can be believed of a letter, as a row."""
    verdict = judge_letter(letter, onlooker, at=at)
    said = letter.attestation
    row = row_of(verdict, reference, said.issuer.name, said.statement)
    return replace(row, letter=said.kind, claims=claims.of_letter(letter))


def row_of(verdict: Verdict, reference: str = "", title: str = "", text: str = "") -> Row:
    """Return a verdict as a row: its summary with the mark that stands for it."""
    return Row(verdict.trust, _step(verdict), verdict, reference, title, text)


def comment_row(raw: bytes, onlooker: Onlooker, at: datetime, reference: str = "") -> Row | None:
    """Return what can be believed of a kept comment, as a row; None when it is none."""
    try:
        place, comment, _ = comments.kept_place(raw)
    except LetterError:
        return None
    verdict = judge_comment(raw, onlooker, at=at)
    row = row_of(verdict, reference, comment.name, comment.text)
    return replace(row, claims=claims.of_comment(place, comment))


def badge_row(
    file: BadgeFile,
    onlooker: Onlooker,
    at: datetime,
    reference: str = "",
    endorsements: Sequence[BadgeFile] = (),
) -> Row:
    """Return what can be believed of a badge, as a row; endorsements beside it may speak of it."""
    verdict = judge_badge(file, onlooker, at=at, endorsements=endorsements)
    try:
        title = badge_of(file).name
    except BadgeError:
        title = ""
    return replace(row_of(verdict, reference, title), claims=claims.of_badge(file))


def _badges(raw: bytes, onlooker: Onlooker, at: datetime, name: str) -> Report:
    try:
        file = recognising.open_badge(raw)
    except NoBadgeError as exc:
        if letter_armour.holds_one(raw):  # pasted into a text, perhaps with marks before its lines
            row = letter_row(letter_reading.parse(letter_armour.letter_in(raw)), onlooker, at)
            return _one(name, FileKind.LETTER, row, onlooker, at)
        raise OutsideFileError(*(known_files.said_of(raw) or _NOTHING)) from exc
    if not file.form.is_bundle:
        row = badge_row(file, onlooker, at)
        return _one(name, FileKind.BADGE, row, onlooker, at)
    rows = [badge_row(member, onlooker, at) for member in file.members]
    if file.form.is_credential:
        rows.insert(0, badge_row(file, onlooker, at))
    return report(name, FileKind.BACKPACK, rows, onlooker, at)


def _one(name: str, kind: FileKind, row: Row, onlooker: Onlooker, at: datetime) -> Report:
    return report(name, kind, [row], onlooker, at)


def report(  # noqa: PLR0913  (what a report is made of)
    name: str,
    kind: FileKind,
    rows: Sequence[Row],
    onlooker: Onlooker,
    at: datetime,
    *,
    holder_controls: tuple[Saying, ...] = (),
    page_count: int = 0,
    wants: Sequence[str] = (),
) -> Report:
    """Return rows with the one sentence that stands for all; what does not hold comes first.

    What letters and badges want to know comes before ``wants``, what is of less weight.
    """
    wanted = [*(each for row in rows if row.verdict for each in row.verdict.wants), *wants]
    return Report(
        name=name,
        kind=kind,
        headline=_headline(rows),
        rows=tuple(sorted(rows, key=lambda row: row.step.mark is not StepMark.BROKEN)),
        at=at,
        holder_controls=holder_controls,
        is_online=bool(onlooker.answers),
        wants=tuple(each for each in dict.fromkeys(wanted) if each not in onlooker.answers),
        page_count=page_count,
    )


def _headline(rows: Sequence[Row]) -> Saying:
    broken = [row for row in rows if row.step.mark is StepMark.BROKEN]
    open_ = [row for row in rows if _is_open(row)]
    held = [row for row in rows if row.step.mark is StepMark.HELD]
    if broken:
        from portfolio.model import verdict_words

        what = verdict_words.title(broken[0].step.says)
        if len(broken) == 1:
            return Saying("document.one-broken", (("what", what),))
        return Saying("document.broken", (("count", str(len(broken))), ("what", what)))
    if not held:
        return Saying("document.nothing")
    if not open_:
        return Saying("document.all-holds")
    if len(open_) == 1:
        return Saying("document.holds-but-one")
    return Saying("document.holds-but", (("count", str(len(open_))),))


def _is_open(row: Row) -> bool:
    """Say whether something about a row is not known: also whose a signature is that fits."""
    return _is_unknown(row.verdict) or row.step.mark in {StepMark.CANNOT_CHECK, StepMark.REFUSED}


def _is_unknown(verdict: Verdict | None) -> bool:
    """Say whether nobody here knows whose signature it is, also where it has expired since."""
    if verdict is None or verdict.state is not VerdictState.EXPIRED:
        return verdict is not None and verdict.state is VerdictState.NOT_ANCHORED
    is_own = verdict.summary.code == "letter.key-own"
    return verdict.level is not None and verdict.level < TrustLevel.ACCOUNT and not is_own


def _step(verdict: Verdict) -> Step:
    """Return the row's own line: the verdict's summary with the mark that stands for it."""
    if verdict.state.does_not_hold:
        mark = StepMark.BROKEN
    elif verdict.state in {VerdictState.VALID, VerdictState.EXPIRED}:
        mark = StepMark.HELD
    elif verdict.state is VerdictState.NOT_ANCHORED:
        # The signature fits: that much was checked. Whose it is stands in the words.
        mark = StepMark.HELD
    else:
        mark = StepMark.CANNOT_CHECK
    return Step(mark, verdict.summary, consulted=())
