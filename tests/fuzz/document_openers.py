"""Openers of whole documents: CVs with their record and attached files, backpacks, any file."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from portfolio.attest import letter_reading
from portfolio.attest.onlooker import Onlooker
from portfolio.check import checking, documents, pdf_file, pdf_process
from portfolio.errors import BadgeError, OutsideFileError
from portfolio.export import document_json
from portfolio.model import backpack, report_text
from portfolio.model.document import Document
from portfolio.model.report import Report
from tests.attest.badges import made, samples
from tests.attest.letters import letters
from tests.check.documents import cv, plain, result
from tests.check.shares import made as share
from tests.fuzz import letter_openers
from tests.fuzz.opener import Opener

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LETTER = "T1.testimonial"


def _told(report: Report) -> None:
    """What a check came to can be written down, whatever stood in the file."""
    "\n".join(report_text.lines(report, steps=True, how_to_ask="--online")).encode()
    assert all(each.startswith("https://") for each in report.wants)


def _checked(raw: bytes) -> None:
    if pdf_file.is_pdf(raw):
        return  # has an opener of its own
    with suppress(OutsideFileError):
        _told(checking.check(raw, Onlooker(), at=AT))


def _record(raw: bytes) -> None:
    content = replace(_content(), attached={**_content().attached, documents.RECORD: raw})
    _told(documents.check_content(content, Onlooker(), at=AT))


def _attachment(raw: bytes) -> None:
    """A damaged file under a record that names it as it is, and one under no record of ours."""
    document = _document()
    assert document.attached is not None
    digest = hashlib.sha256(raw).hexdigest()
    items = tuple(replace(each, sha256=digest) for each in document.attached.items)
    named = replace(document, attached=replace(document.attached, items=items))
    attached = {documents.RECORD: document_json.to_json(named), LETTER: raw}
    signature = letter_reading.parse(letters.signed()).signature
    for files in (attached | {f"{LETTER}.sig": signature}, {LETTER: raw}):
        content = replace(_content(), attached=files)
        _told(documents.check_content(content, Onlooker(), at=AT))


def _pdf(raw: bytes) -> None:
    with suppress(OutsideFileError):
        pdf_process.open_pdf(raw)


def _index(raw: bytes) -> None:
    with suppress(BadgeError):
        found = backpack.from_json(raw)
        if found is not None:
            assert backpack.from_json(backpack.to_json(found)) == found


# ------------------------------------------------------------------------------------------ seeds


@cache
def _content() -> pdf_file.PdfContent:
    return pdf_file.open_pdf(cv())


@cache
def _document() -> Document:
    return result().document


@cache
def _records() -> list[bytes]:
    return [_content().attached[documents.RECORD]]


@cache
def _packed() -> dict[str, bytes]:
    return {
        "badges/one.json": made.text(made.sealed(made.credential())),
        "letters/noor.testimonial": letters.signed(),
    }


@cache
def _indexes() -> list[bytes]:
    kinds = {"badges/one.json": backpack.EntryKind.BADGE}
    entries = tuple(
        backpack.Entry(
            kinds.get(path, backpack.EntryKind.LETTER),
            path,
            hashlib.sha256(data).hexdigest(),
            title="x",
            of=("badges/one.json",),
        )
        for path, data in _packed().items()
    )
    return [backpack.to_json(backpack.BackpackIndex("Noor", date(2026, 11, 22), entries))]


def _zipped(index: bytes) -> bytes:
    files = {**_packed(), backpack.INDEX: index}
    return samples.zipped(**{name.replace(".", "__"): data for name, data in files.items()})


def _any() -> list[bytes]:
    other = [letter_openers.OPENERS[name].seeds()[0] for name in ("comment", "consent")]
    return [*_packed().values(), *other, _zipped(_indexes()[0]), json.dumps({}).encode(), share()]


OPENERS = {
    "any file": Opener(_checked, _any),
    "record of a document": Opener(_record, _records, share=0.1),
    "attached file": Opener(_attachment, lambda: list(_packed().values()), share=0.1),
    "pdf": Opener(_pdf, lambda: [cv(), plain()], share=0.005),
    "backpack index": Opener(_index, _indexes),
    "backpack": Opener(_checked, _indexes, _zipped, share=0.1),
}
