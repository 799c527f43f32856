"""What a file claims about itself, a checker that had no part in it confirms."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page import ValidationReport, validate_pdf

from portfolio.export import pdf
from portfolio.model.codes import PageSize
from portfolio.model.document import Attachment
from tests.export.pdf import samples
from tests.export.pdf.reading import opened, saved
from tests.export.pdf.test_text import LEFT_TO_RIGHT, RIGHT_TO_LEFT

if TYPE_CHECKING:
    from portfolio.model.document import Document

DOCUMENTS = {
    "short": samples.short,
    "full": samples.full,
    "letter": lambda: samples.full(page_size=PageSize.LETTER),
    "long": lambda: samples.long(60, evidence=samples.evidence(80)),
    "right to left": lambda: samples.full(direction="rtl", language="ar"),
    "nothing but a name": lambda: samples.short(
        headline="", contact=(), sections=(), basis="", json_resume={}
    ),
    "nothing at all": lambda: samples.short(
        name="", headline="", contact=(), sections=(), basis="", json_resume={}
    ),
    **{name: lambda text=text: samples.saying(text) for name, text in LEFT_TO_RIGHT.items()},
    **{
        name: lambda text=text: samples.saying(text, direction="rtl", language="he")
        for name, text in RIGHT_TO_LEFT.items()
    },
}


def claims(data: bytes) -> tuple[str, str]:
    """Return the parts of PDF/UA and PDF/A a file claims to follow."""
    with opened(data) as file, file.open_metadata() as metadata:
        archival = metadata.get("pdfaid:part", "") + metadata.get("pdfaid:conformance", "")
        return metadata.get("pdfuaid:part", ""), archival


@pytest.mark.parametrize("name", DOCUMENTS)
def test_claims_hold(name: str, tmp_path: Path) -> None:
    document: Document = DOCUMENTS[name]()
    made = pdf.render(document)
    assert claims(made.data) == ("1", "3A")
    path = saved(made.data, tmp_path)
    for profile in ("PDF/UA-1", "PDF/A-3a"):
        report = validate_pdf(path, profile=profile)
        assert findings(report) == [], profile


def findings(report: ValidationReport) -> list[str]:
    """Return what a report finds wrong, in words; all of its rules were tried."""
    assert report.rules.total >= 100
    assert report.is_compliant == (not report.failures)
    return [f"{each.rule_id}: {each.message}" for each in report.failures]


def test_no_claim_where_a_character_could_not_be_printed() -> None:
    made = pdf.render(samples.saying("\ue123"))
    assert made.warnings
    assert claims(made.data) == ("", "")


@pytest.mark.parametrize("last", [b"\r", b"\n"])
def test_claims_hold_whatever_byte_a_packed_part_ends_with(last: bytes, tmp_path: Path) -> None:
    packed_so = (
        data
        for data in (b"a" * length for length in range(1, 1_000))
        if zlib.compress(data, 9).endswith(last)
    )
    attached = Attachment("T1.testimonial", "text/plain", "A testimonial", next(packed_so))
    made = pdf.render(samples.short(), attachments=(attached,))
    path = saved(made.data, tmp_path)
    assert findings(validate_pdf(path, profile="PDF/A-3a")) == []
    with opened(made.data) as file:
        held = file.attachments["T1.testimonial"].get_file().read_bytes()
    assert held == attached.data
