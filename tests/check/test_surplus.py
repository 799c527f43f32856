"""Nothing can be put on the pages of a CV that its record does not say."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.check import pdf_file, surplus
from portfolio.check.checking import check
from portfolio.export import pdf
from portfolio.model.document import Document
from portfolio.model.verdict import StepMark
from tests.check.documents import cv
from tests.check.test_checking import STRANGER
from tests.export import strategies
from tests.export.pdf import samples
from tests.export.pdf.test_text import LEFT_TO_RIGHT, RIGHT_TO_LEFT

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "cv.pdf"


def changed(raw: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def first_row(raw: bytes) -> tuple[StepMark, str, dict[str, str]]:
    report = check(raw, STRANGER, at=NOW)
    step = next(row.step for row in report.rows if row.trust is None)
    assert report.holds is (step.mark is not StepMark.BROKEN)
    return step.mark, step.says.code, dict(step.says.facts)


def writing(words: str) -> Callable[[pikepdf.Pdf], None]:
    """Return what puts visible words on the first page."""

    def change(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        name = page.add_resource(opened.make_indirect(font), pikepdf.Name.Font)
        drawn = f"q BT {name} 11 Tf 1 0 0 1 80 120 Tm ({words}) Tj ET Q"
        page.contents_add(drawn.encode(), prepend=False)

    return change


def linking(opened: pikepdf.Pdf) -> None:
    for annotation in opened.pages[0].Annots:
        if "/A" in annotation and "/URI" in annotation.A:
            annotation.A.URI = pikepdf.String("https://elsewhere.example/")
            return
    raise AssertionError


def picturing(opened: pikepdf.Pdf) -> None:
    picture = pikepdf.Stream(opened, b"\x00" * 12)
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 2, 2, 8
    picture.ColorSpace = pikepdf.Name.DeviceRGB
    name = opened.pages[0].add_resource(opened.make_indirect(picture), pikepdf.Name.XObject)
    opened.pages[0].contents_add(f"q 300 0 0 80 80 300 cm {name} Do Q".encode(), prepend=False)


def stamping(opened: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FreeText,
        Rect=[80, 100, 400, 140],
        Contents=pikepdf.String("Attested by everybody"),
        DA=pikepdf.String("/Helv 12 Tf 0 g"),
    )
    opened.pages[0].Annots.append(opened.make_indirect(note))


@pytest.mark.parametrize(
    ("change", "code", "text"),
    [
        (writing("Head of Engineering, NASA"), "document.says-more", "Head of Engineering, NASA"),
        (writing("Attested 4"), "document.says-more", "Attested"),
        (writing("1"), "document.says-again", None),
        (linking, "document.leads-elsewhere", "https://elsewhere.example/"),
        (picturing, "document.has-picture", None),
        (stamping, "document.has-note", None),
    ],
)
def test_what_is_put_on_the_pages_is_named(
    change: Callable[[pikepdf.Pdf], None], code: str, text: str | None
) -> None:
    mark, found, facts = first_row(changed(cv(), change))
    assert (mark, found, facts.get("text")) == (StepMark.BROKEN, code, text)


def attaching(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(opened: pikepdf.Pdf) -> None:
        opened.attachments[name] = pikepdf.AttachedFileSpec(opened, data, filename=name)

    return change


def about_files(raw: bytes) -> list[tuple[StepMark, str, str | None]]:
    steps = [row.step for row in check(raw, STRANGER, at=NOW).rows if row.trust is None]
    told = [(step.mark, step.says.code, dict(step.says.facts).get("text")) for step in steps]
    assert any(code.startswith("document.fits") for _, code, _ in told)
    return [each for each in told if not each[1].startswith("document.fits")]


def test_the_file_for_programs_says_what_the_record_says() -> None:
    assert about_files(cv()) == []
    with pikepdf.open(io.BytesIO(cv())) as opened:
        resume = opened.attachments["resume.json"].get_file().read_bytes()
    again = attaching("resume.json", json.dumps(json.loads(resume)).encode())
    assert about_files(changed(cv(), again)) == []
    changes = (resume.replace(b"Noor", b"Nora"), b"", b"{", b'{"basics": NaN}', b"[" * 90_000)
    for other in changes:
        found = about_files(changed(cv(), attaching("resume.json", other)))
        assert found == [(StepMark.BROKEN, "document.resume-differs", None)], other[:40]


def test_files_put_in_later_are_named() -> None:
    one = changed(cv(), attaching("T9.testimonial", b"I am the best."))
    two = changed(one, attaching("diploma.pdf", b"%PDF"))
    assert about_files(one) == [
        (StepMark.CANNOT_CHECK, "document.attachment-other", "T9.testimonial")
    ]
    ((mark, code, text),) = about_files(two)
    assert (mark, code) == (StepMark.CANNOT_CHECK, "document.attachments-other")
    assert set((text or "").split("; ")) == {"T9.testimonial", "diploma.pdf"}


def test_saving_it_with_another_program_changes_nothing() -> None:
    assert first_row(changed(cv(), lambda _: None))[0] is StepMark.HELD


def besides(document: Document) -> str | None:
    content = pdf_file.open_pdf(pdf.render(document).data)
    assert surplus.links_elsewhere(document, content.links) == []
    assert not content.has_pictures
    assert not content.has_notes
    return surplus.said_besides(document, content.pages)


@pytest.mark.parametrize(
    "make",
    [
        samples.short,
        samples.full,
        lambda: samples.full(page_limit=1),
        lambda: samples.full(evidence=samples.evidence(120)),
        lambda: samples.long(60),
        *(lambda words=words: samples.saying(words) for words in LEFT_TO_RIGHT.values()),
        *(
            lambda words=words: samples.saying(words, direction="rtl", language="ar")
            for words in RIGHT_TO_LEFT.values()
        ),
    ],
)
def test_every_sample_says_what_its_record_says(make: Callable[[], Document]) -> None:
    assert besides(make()) is None


def test_the_example_says_what_its_record_says() -> None:
    assert first_row(EXAMPLE.read_bytes())[0] is StepMark.HELD


@given(strategies.documents, st.lists(st.text(max_size=60), max_size=3))
def test_any_record_is_compared_with_any_pages(document: Document, pages: list[str]) -> None:
    found = surplus.said_besides(document, pages)
    assert found is None or len(found) <= 80
    assert surplus.said_besides(document, []) is None
    assert surplus.links_elsewhere(document, ["nowhere:"]) == ["nowhere:"]
