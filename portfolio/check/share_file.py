"""Checks a share file: for whom and until when it was made, and everything signed inside it."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest.badges import strict_json
from portfolio.attest.letter import HIDING
from portfolio.check import checking, documents
from portfolio.errors import BadgeError, ExportError, OutsideFileError
from portfolio.export import document_json
from portfolio.model.report import FileKind, Report, Row
from portfolio.model.share import MAX_WORDS, SCHEMA, Share, Terms
from portfolio.model.verdict import Saying, Step, StepMark

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.attest.onlooker import Onlooker

MOST_BYTES: Final = 32 * 1024 * 1024
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MEMBERS: Final = ("schema", "audience", "purpose", "until", "document", "files")


def check_share(raw: bytes, onlooker: Onlooker, *, at: datetime, name: str = "") -> Report:
    """Check a share file.

    Raises:
        OutsideFileError: It is too large, damaged, or of a version this program does not know.
    """
    share = parse(raw)
    inside = documents.inside(share.document, share.files, onlooker, at)
    return checking.report(
        name,
        FileKind.SHARE,
        [_file_row(share, at), *inside.rows],
        onlooker,
        at,
        holder_controls=inside.controls,
        wants=inside.wants,
    )


def parse(raw: bytes) -> Share:
    """Return what is in a share file.

    Raises:
        OutsideFileError: As for `check_share`.
    """
    if len(raw) > MOST_BYTES:
        raise OutsideFileError("This share file is too large to be checked here.")
    try:
        given = strict_json.parse_object(raw, limit=MOST_BYTES)
        if given.get("schema") != SCHEMA:
            raise OutsideFileError(
                "This share file is not one that this version of Portfolio can read.",
                "It may have been made by a newer version.",
            )
        if set(given) != set(_MEMBERS):
            raise _damaged("It does not have the parts of a share file.")
        document = document_json.from_json(strict_json.compact(given["document"]))
    except BadgeError as error:
        raise _damaged(error.detail) from error
    except ExportError as error:
        raise _damaged(error.title) from error
    return Share(_terms(given), document, _files(given["files"]))


def _terms(given: dict[str, Any]) -> Terms:
    until = given["until"]
    try:
        day = date.fromisoformat(until if _DAY.fullmatch(until) else "")
    except (TypeError, ValueError):
        raise _damaged("Its last day is no day.") from None
    return Terms(_words(given["audience"]), _words(given["purpose"]), day)


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_WORDS:
        raise _damaged("It does not say whom it is for, or what.")
    if HIDING.search(value) or "\n" in value:
        raise _damaged("It has characters that nobody sees.")
    return value


def _files(value: object) -> dict[str, bytes]:
    if not isinstance(value, dict) or len(value) > documents.MOST_SIGNED * 2:
        raise _damaged("Its files are not listed.")
    try:
        return {name: base64.b64decode(said, validate=True) for name, said in value.items()}
    except (binascii.Error, TypeError, ValueError):
        raise _damaged("One of its files is not whole.") from None


def _file_row(share: Share, at: datetime) -> Row:
    terms, document = share.terms, share.document
    facts = (
        ("name", document.name),
        ("audience", terms.audience),
        ("purpose", terms.purpose),
        ("until_on", terms.until.isoformat()),
        ("made_on", document.made_on.isoformat()),
    )
    code = "share.over" if terms.until < at.date() else "share.for"
    return Row(None, Step(StepMark.NOTE, Saying(code, facts)))


def _damaged(why: str) -> OutsideFileError:
    return OutsideFileError("This share file is damaged.", why)
