"""An interviewer has nothing but the file, and is told what can be believed of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.attest import app_keys
from portfolio.attest.onlooker import Onlooker
from portfolio.check import pdf_file, printed
from portfolio.check.about import about_other
from portfolio.check.checking import check
from portfolio.errors import OutsideFileError
from portfolio.export import pdf
from portfolio.export.document import build
from portfolio.model import report_text, verdict_words
from portfolio.model.attestation import Party
from portfolio.model.codes import SectionKind, TrustClass
from portfolio.model.document import (
    Attachment,
    Bullet,
    Document,
    Legend,
    Listing,
    Mark,
    Section,
    Span,
)
from portfolio.model.report import FileKind, Report
from portfolio.model.verdict import Answer, Saying, StepMark, VerdictState
from tests.attest.letters.letters import ID, KEY, said, signed
from tests.check.documents import cv, plain, result
from tests.export import records
from tests.export.pdf import samples

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LISTING = "https://forge.example/coduya.keys"
STRANGER = Onlooker()


def checked(raw: bytes, onlooker: Onlooker = STRANGER, **changes: Any) -> Report:
    report = check(raw, onlooker, at=NOW, **changes)
    assert verdict_words.title(report.headline)
    for row in report.rows:
        assert verdict_words.title(row.step.says)
        verdict_words.detail(row.step.says)
    for saying in report.holder_controls:
        assert verdict_words.title(saying)
    return report


def words(report: Report) -> str:
    return verdict_words.title(report.headline)


def codes(report: Report) -> dict[str, StepMark]:
    return {row.step.says.code: row.step.mark for row in report.rows}


def edited(raw: bytes, change: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def attach(name: str, data: bytes) -> Any:
    def change(document: pikepdf.Pdf) -> None:
        if name in document.attachments:
            del document.attachments[name]
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)

    return change


@pytest.fixture(scope="module")
def document() -> bytes:
    return cv()


def test_a_letter_alone_suffices() -> None:
    report = checked(signed(), name="noor.testimonial")
    assert (report.kind, report.holds, report.wants) == (FileKind.LETTER, True, (LISTING,))
    assert words(report) == "Everything that can be checked holds. One thing cannot be checked."
    (row,) = report.rows
    assert row.signer_is_unknown
    assert "✓ Signer unknown  " in "\n".join(report_text.lines(report))
    assert (row.trust, row.title) == (TrustClass.SELF_REPORTED, "Casimir Oduya-Lindt")
    assert "I have merged" in row.text


def test_a_letter_and_its_signature_beside_it_suffice() -> None:
    body, mark, rest = signed().partition(b"-----BEGIN")
    assert checked(body, detached=mark + rest).holds


def test_what_does_not_hold_stands_first() -> None:
    changed = signed(said(id=ID.replace("aa", "bb"))).replace(b"pull/3", b"pull/9")
    report = checked(cv(result(signed(), changed)))
    assert report.rows[0].step.mark is StepMark.BROKEN
    assert report.rows[0].reference == "T2"
    assert [row.step.mark for row in report.rows].count(StepMark.BROKEN) == 1


def test_a_changed_letter_is_named_so() -> None:
    report = checked(signed().replace(b"pull/3", b"pull/9"))
    assert not report.holds
    assert words(report) == (
        "One thing does not hold: Changed after it was signed: the list of works"
    )


def test_a_cv_says_what_holds_and_what_cannot_be_checked(document: bytes) -> None:
    report = checked(document, name="cv.pdf")
    assert (report.kind, report.holds, report.page_count) == (FileKind.DOCUMENT, True, 3)
    assert codes(report)["document.fits"] is StepMark.HELD
    assert codes(report)["document.links-not-opened"] is StepMark.CANNOT_CHECK
    letter = next(row for row in report.rows if row.reference == "T1")
    assert letter.verdict is not None
    assert letter.verdict.state is VerdictState.NOT_ANCHORED
    assert [each.code for each in report.holder_controls] == [
        "document.controls-withdrawal",
        "document.controls-choice",
        "document.controls-basis",
    ]
    assert LISTING in report.wants


def test_with_answers_more_is_known(document: bytes) -> None:
    key = Answer(LISTING, NOW, 200, "text/plain", app_keys.record(KEY).public.encode())
    wants = checked(document).wants
    answers = {url: Answer(url, NOW, 200, "text/html", b"") for url in wants} | {LISTING: key}
    report = checked(document, Onlooker(answers=answers))
    letter = next(row for row in report.rows if row.reference == "T1")
    assert letter.trust is TrustClass.ATTESTED
    assert "Written by account coduya" in verdict_words.title(letter.step.says)
    assert codes(report)["document.links-opened"] is StepMark.HELD
    assert report.wants == ()
    works = [each for each in wants if each not in {LISTING}]
    assert wants[0] == LISTING, "what a letter wants to know comes first"
    gone = {**answers, works[-1]: Answer(works[-1], NOW, 404)}
    assert codes(checked(document, Onlooker(answers=gone)))["document.links-opened"] is (
        StepMark.CANNOT_CHECK
    )


def test_a_changed_attachment_is_named(document: bytes) -> None:
    body = signed().partition(b"-----BEGIN")[0].replace(b"since 2019", b"since 2009")
    report = checked(edited(document, attach("T1.testimonial", body)))
    assert not report.holds
    assert "Testimonial, Casimir Oduya-Lindt: the attached file was changed" in words(report)


def test_a_changed_record_does_not_fit_the_pages(document: bytes) -> None:
    record = pdf_file.open_pdf(document).attached["document.json"]
    changed = record.replace(b"Noor Vantongeren", b"Nora Vantongeren")
    report = checked(edited(document, attach("document.json", changed)))
    assert codes(report)["document.differs"] is StepMark.BROKEN


def test_pages_of_another_cv_do_not_fit_the_record(document: bytes) -> None:
    record = pdf_file.open_pdf(document).attached["document.json"]
    assert not checked(edited(plain(), attach("document.json", record))).holds


def test_what_a_portal_stripped_is_said_so(document: bytes) -> None:
    def strip(opened: pikepdf.Pdf) -> None:
        for name in list(opened.attachments):
            del opened.attachments[name]

    report = checked(edited(document, strip))
    assert codes(report) == {"document.no-record": StepMark.CANNOT_CHECK}
    assert words(report) == "Nothing in this file can be checked here. It may still be true."
    assert not report.holds

    def lose(opened: pikepdf.Pdf) -> None:
        del opened.attachments["T1.testimonial"]

    missing = checked(edited(document, lose))
    assert codes(missing)["document.attachment-missing"] is StepMark.CANNOT_CHECK


def test_letters_in_a_pdf_of_another_program_are_found() -> None:
    raw = edited(plain(), attach("letter.testimonial", signed()))
    raw = edited(raw, lambda opened: opened.attachments.__delitem__("document.json"))
    report = checked(raw)
    assert [row.title for row in report.rows if row.verdict] == ["Casimir Oduya-Lindt"]


def test_what_the_holder_typed_is_told_from_what_lies_in_local_copies() -> None:
    word = "self-reported"
    own = (Mark(TrustClass.SELF_REPORTED, word),)
    local = (Mark(TrustClass.SELF_REPORTED, "from a local copy"),)
    long = "I led the rewrite of everything that had to be reached with a mouse before, and 8 left."
    bullets = (
        Bullet((Span("Made 1 release"),), local),
        Bullet((Span(long),), own, unsourced=("8",)),
        Bullet((Span("40 more, named (page)."),), (Mark(TrustClass.EVIDENCE, "E1", "E1"),)),
    )
    made = samples.short(
        sections=(Section(SectionKind.SKILLS, "Skills", (Listing(bullets),)),),
        legend=Legend(((TrustClass.SELF_REPORTED, word),), "page {page} of {pages}"),
    )
    said = {
        row.step.says.code: dict(row.step.says.facts) for row in checked(pdf.render(made).data).rows
    }
    assert said["document.typed-one"] == {
        "count": "1",
        "text": "I led the rewrite of everything that had to be reached with a mouse before, and …",
    }
    assert said["document.number-one"] == {"count": "1", "text": "8"}


@pytest.mark.parametrize(
    "make",
    [
        samples.short,
        samples.full,
        lambda: samples.full(page_limit=1),
        lambda: samples.long(60),
        lambda: samples.saying("vec<int> & R&D — “naïve” ﬁne, e\u0301t\u00ad\u00e9 \U0001f600"),
        lambda: samples.saying("x" * 900),
    ],
)
def test_pages_of_every_sample_fit_their_record(make: Callable[[], Document]) -> None:
    document = make()
    pages = pdf_file.open_pdf(pdf.render(document).data).pages
    assert printed.difference(document, pages) is None


def test_ever_more_attachments_are_not_all_taken_out() -> None:
    made = result()
    many = tuple(Attachment(f"x{n}.txt", "text/plain", "x", b"x") for n in range(600))
    raw = pdf.render(made.document, attachments=(*made.attachments, *many)).data
    content = pdf_file.open_pdf(raw)
    assert len(content.attached) == pdf_file.MOST_ATTACHMENTS
    assert content.left_out


@given(st.binary(max_size=300))
def test_arbitrary_bytes_end_in_a_plain_sentence(raw: bytes) -> None:
    with pytest.raises(OutsideFileError):
        check(raw, STRANGER, at=NOW)


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_cv_is_refused_or_does_not_hold_more(data: st.DataObject) -> None:
    raw = bytearray(plain())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    try:
        report = check(bytes(raw), STRANGER, at=NOW)
    except OutsideFileError:
        return
    assert report.rows


def test_a_locked_pdf_is_said_so(document: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(OutsideFileError, match="password"):
        check(out.getvalue(), STRANGER, at=NOW)


def test_a_cv_in_arabic_fits_its_record() -> None:
    edition, record = records.with_stories()
    made = build(replace(edition, language="ar"), record.chosen(), made_on=records.MADE_ON)
    pages = pdf_file.open_pdf(pdf.render(made.document).data).pages
    assert printed.difference(made.document, pages) is None


def test_a_letter_about_somebody_else_in_a_cv_is_named() -> None:
    """Whole, signed by a real mentor, and about another person than the one who hands it over."""
    ada = Party("Ada Example", "", ("https://forge.example/ada",))
    report = checked(cv(result(signed(subject=ada))))
    row = next(row for row in report.rows if row.reference == "T1")
    assert row.step.mark is StepMark.REFUSED
    assert verdict_words.title(row.step.says) == (
        "It is about Ada Example, and this document is of Noor Vantongeren"
    )
    assert row.trust is TrustClass.SELF_REPORTED
    assert "holds." in words(report)
    assert words(report) != verdict_words.title(Saying("document.all-holds"))


@pytest.mark.parametrize(
    ("name", "accounts"),
    [
        ("N. VANTONGEREN", ()),
        ("Vantongéren", ()),
        ("noor", ("mailto:someone@else.example",)),
        ("نور", ("https://Forge.example/noorvt/",)),
        ("", ("mailto:Noor@noor.example",)),
        ("", ()),
    ],
)
def test_other_spellings_of_a_name_are_no_other_person(name: str, accounts: Any) -> None:
    document = result().document
    contact = (Span("noor@noor.example"), Span("forge", "https://forge.example/noorvt"))
    letter = said(subject=Party(name, "", accounts))
    assert about_other(letter, replace(document, contact=contact)) is None
