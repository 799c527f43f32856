"""Checks a backpack: each badge and letter in it, and whether it is still what was packed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.attest.backpacks import Opened, Part, open_files, payload_of
from portfolio.check import checking
from portfolio.errors import BadgeError, OutsideFileError
from portfolio.model.backpack import EntryKind
from portfolio.model.codes import TrustClass
from portfolio.model.report import FileKind, Report, Row
from portfolio.model.text import clean_line
from portfolio.model.verdict import Saying, Step, StepMark, VerdictState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from portfolio.attest.badges.zips import Entry as File
    from portfolio.attest.onlooker import Onlooker
    from portfolio.model.backpack import BackpackIndex

_MOST_COSTLY: Final = 3  # made to take for ever, before the others are left
_MOST_NAMED: Final = 3
_MOST_AUDIENCE: Final = 200


def check_backpack(
    files: Iterable[File], onlooker: Onlooker, *, at: datetime, name: str = ""
) -> Report:
    """Check the files of a zip or folder.

    Raises:
        OutsideFileError: There is no badge or letter in it, or it is damaged.
    """
    try:
        opened = open_files(files)
    except BadgeError as error:
        raise OutsideFileError(error.title, error.detail) from error
    rows = [*_file_rows(opened), *_part_rows(opened, onlooker, at), *_listed_rows(opened)]
    is_amiss = opened.changed or opened.missing
    if not is_amiss and not any(row.trust for row in rows):
        raise OutsideFileError(
            "There is no badge or letter in it.", "Its files were looked at one by one."
        )
    return checking.report(name, FileKind.BACKPACK, rows, onlooker, at)


def _file_rows(opened: Opened) -> Iterator[Row]:
    """Return what is to be said of the files themselves. The list is not signed: a note, if so."""
    amiss = (*opened.changed, *opened.missing)
    if amiss:
        named = ", ".join(amiss[:_MOST_NAMED])
        facts = (("names", named), ("count", str(len(amiss))))
        yield Row(None, Step(StepMark.BROKEN, Saying("backpack.changed", facts)))
    elif opened.index is not None:
        yield Row(None, Step(StepMark.NOTE, _packed_by(opened.index)))
    for each in opened.unread:
        facts = (("name", each.name), ("why", each.why))
        yield Row(None, Step(StepMark.CANNOT_CHECK, Saying("backpack.unread", facts)))


def _packed_by(index: BackpackIndex) -> Saying:
    facts = (("name", index.holder or "?"), ("made_on", str(index.made_on)))
    audience = clean_line(index.audience, limit=_MOST_AUDIENCE)
    if not audience:
        return Saying("backpack.fits", facts)
    return Saying("backpack.fits-for", (*facts, ("audience", audience)))


def _part_rows(opened: Opened, onlooker: Onlooker, at: datetime) -> Iterator[Row]:
    originals = {
        payload_of(part.badge)
        for part in opened.parts
        if part.badge is not None and not part.is_copy
    }
    costly = 0
    for number, part in enumerate(opened.parts):
        if part.is_copy and part.badge is not None and payload_of(part.badge) in originals:
            continue  # the same badge in its picture
        row = _part_row(part, opened, onlooker, at)
        yield row
        costly += row.verdict is not None and row.verdict.state is VerdictState.UNREADABLE
        if costly >= _MOST_COSTLY and number + 1 < len(opened.parts):
            left = (("count", str(len(opened.parts) - number - 1)),)
            yield Row(None, Step(StepMark.CANNOT_CHECK, Saying("backpack.left", left)))
            return


def _part_row(part: Part, opened: Opened, onlooker: Onlooker, at: datetime) -> Row:
    if part.letter is not None:
        return checking.letter_row(part.letter, onlooker, at)
    if part.badge is not None:
        beside = [each.badge for each in opened.parts if each.badge and each is not part]
        spoken = [each for each in beside if each.form.is_endorsement]
        return checking.badge_row(part.badge, onlooker, at, endorsements=spoken)
    comment = checking.comment_row(part.data, onlooker, at) if part.is_comment else None
    if comment is not None:
        return comment
    title = part.entry.whose if part.entry is not None else part.path
    step = Step(StepMark.CANNOT_CHECK, Saying("level.0"))
    return Row(TrustClass.SELF_REPORTED, step, title=title, text=part.quoted)


def _listed_rows(opened: Opened) -> Iterator[Row]:
    """Return what is no file: badges of services, which only their pages can show."""
    for each in opened.index.entries if opened.index is not None else ():
        if each.kind is EntryKind.LISTED:
            facts = (("host", each.whose), ("url", each.url or "?"))
            step = Step(StepMark.CANNOT_CHECK, Saying("backpack.listed", facts))
            yield Row(TrustClass.SELF_REPORTED, step, title=each.title)
