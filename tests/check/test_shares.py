"""A share file says for whom and until when it is; what is signed in it is checked by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.letter import HIDING
from portfolio.attest.onlooker import Onlooker
from portfolio.check import share_file
from portfolio.check.checking import check
from portfolio.errors import OutsideFileError
from portfolio.export import share
from portfolio.model import report_text
from portfolio.model.document import Document
from portfolio.model.report import FileKind, Report
from portfolio.model.share import MAX_WORDS, Terms, is_share
from portfolio.model.text import clean_line
from portfolio.model.verdict import StepMark
from tests.check import files, shares
from tests.check.documents import result
from tests.check.test_checking import NOW, checked, codes
from tests.export.pdf import samples


def said(report: Report) -> str:
    return "\n".join(report_text.lines(report, steps=True))


def test_it_says_for_whom_for_what_and_until_when() -> None:
    report = checked(shares.made())
    assert (report.kind, report.page_count) == (FileKind.SHARE, 0)
    assert report.holds
    assert report.rows[0].step.mark is StepMark.NOTE
    words = said(report)
    assert "for The Quillmark fund" in words
    assert "For: Choosing who is paid for reviews. To be used until 31 May 2199" in words
    assert "Nobody signed the file as a whole" in words
    assert "T1" in [row.reference for row in report.rows]
    assert report.holder_controls[0].code == "document.controls-withdrawal"


def test_its_last_day_is_a_day_of_use_and_the_next_is_not() -> None:
    on = NOW.date()
    today = checked(shares.made(terms=replace(shares.TERMS, until=on)))
    over = checked(shares.made(terms=replace(shares.TERMS, until=on - timedelta(days=1))))
    assert today.rows[0].step.says.code == "share.for"
    assert over.rows[0].step.says.code == "share.over"
    assert over.holds  # what is signed in it is as good as before
    assert "Whoever has it is asked to delete it" in said(over)


def test_a_changed_letter_is_named() -> None:
    report = checked(shares.letter_changed())
    assert not report.holds
    assert report.rows[0].step.says.code == "document.attachment-changed"
    assert report.rows[0].reference == "T1"


def test_a_letter_about_somebody_else_is_named() -> None:
    assert "document.about-other" in codes(checked(shares.of_another()))


def test_every_file_it_holds_is_one_its_document_names() -> None:
    found = result()
    given_on = json.loads(shares.made())
    assert "signers" in [each.name for each in found.attachments]
    assert set(given_on["files"]) == {"T1.testimonial", "T1.testimonial.sig"}
    assert given_on["document"]["check"] is None
    assert given_on["document"]["attached"]["commands"] == []
    assert shares.made() == shares.made()


@pytest.mark.parametrize("name", [name for name in files.REFUSED if name.endswith(".share")])
def test_what_is_damaged_is_refused_in_words(name: str) -> None:
    with pytest.raises(OutsideFileError, match=r"^This share file is"):
        check(files.REFUSED[name](), Onlooker(), at=NOW)


def test_no_other_file_is_taken_for_one() -> None:
    assert is_share(b'\xef\xbb\xbf\n{\n "schema": "portfolio-share/9"')
    for raw in (
        b"",
        b"{}",
        b'{"schema": "portfolio-document/1"}',
        b'x{"schema": "portfolio-share/1"',
    ):
        assert not is_share(raw)


words = st.text(max_size=600).map(lambda text: clean_line(text, limit=MAX_WORDS)).filter(bool)


@given(words, words, st.dates(), st.sampled_from([samples.short, samples.full]))
def test_what_is_written_is_read(
    audience: str, purpose: str, until: date, make: Callable[[], Document]
) -> None:
    assert not HIDING.search(audience)
    terms = Terms(audience, purpose, until)
    document = make()
    read = share_file.parse(share.render(document, (), terms))
    assert read.terms == terms
    assert (read.document.name, read.document.sections) == (document.name, document.sections)
    assert read.files == {}


@given(st.binary(max_size=400), st.integers(0, 10**9))
def test_files_are_those_that_came_and_damage_is_never_believed(data: bytes, at: int) -> None:
    found = result()
    attachment = replace(found.attachments[0], data=data)
    raw = share.render(found.document, (attachment,), shares.TERMS)
    assert share_file.parse(raw).files[attachment.name] == data
    turned = bytearray(raw)
    turned[at % len(raw)] ^= 1
    try:
        report = check(bytes(turned), Onlooker(), at=NOW)
    except OutsideFileError:
        return
    "\n".join(report_text.lines(report, steps=True)).encode()
