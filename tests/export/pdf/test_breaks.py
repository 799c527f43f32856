"""Where pages end: never after a heading, never inside a bullet or a table's row."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace

import pytest
from pypdf import PdfReader

from portfolio.errors import ExportError
from portfolio.export import pdf
from portfolio.model import document as doc
from portfolio.model.codes import PageSize
from tests.export.pdf import samples

FOOTER_UNDER = 62.0  # points from the page's bottom: the footer stands below


@dataclass(frozen=True)
class PageLine:
    """A line as it stands on a page; points from the bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    size: float
    is_bold: bool


def pages(data: bytes) -> list[list[PageLine]]:
    """Return the lines of text of each page, footer left out, from top to bottom."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTChar, LTTextLine

    found: list[list[PageLine]] = []
    for page in extract_pages(io.BytesIO(data), laparams=LAParams(boxes_flow=None, char_margin=20)):
        lines = []
        for box in page:
            for line in box if hasattr(box, "__iter__") else ():
                if not isinstance(line, LTTextLine) or line.y0 < FOOTER_UNDER - 14:
                    continue
                letters = [c for c in line if isinstance(c, LTChar) and c.get_text().strip()]
                if letters:
                    first = letters[0]
                    lines.append(
                        PageLine(
                            line.get_text().strip(),
                            letters[0].x0,
                            first.matrix[5],
                            max(c.x1 for c in letters),
                            first.size,
                            "SemiBold" in first.fontname,
                        )
                    )
        found.append(sorted(lines, key=lambda each: (-round(each.bottom, 1), each.left)))
    return found


def varied(lead: int, **changes: object) -> doc.Document:
    """A document whose parts stand a little lower with each step of ``lead``."""
    one = samples.summary(" ".join(["word"] * (16 * lead)))
    made = samples.long(7, 3, **changes)
    return replace(made, sections=(one, *made.sections[1:], *samples.full().sections[3:]))


LEADS = range(1, 41, 3)


@pytest.mark.parametrize("size", list(PageSize))
@pytest.mark.parametrize("lead", LEADS)
def test_pages_break_where_a_reader_expects(lead: int, size: PageSize) -> None:
    made = pdf.render(varied(lead, page_size=size, check=samples.check()))
    assert made.page_count >= 2
    found = pages(made.data)
    bullets = dict(starts_of_bullets())
    for page in found[:-1]:
        last = page[-1]
        assert not is_heading(last), last
        assert not is_role(last), last
    for page in found[1:]:
        first = page[0]
        assert first.text.startswith(STARTS) or is_heading(first) or first.text in bullets, first
        assert not first.text.startswith("and 88 more")
    for page in found:
        assert len(page) >= 3
        words = " ".join(line.text for line in page)
        assert ("Check this in a minute" in words) == ("on my word alone" in words)


STARTS = ("•", "Project ", "word", "“", "Check this")


def starts_of_bullets() -> list[tuple[str, int]]:
    return [("French (first language)", 1)]


def is_heading(line: PageLine) -> bool:
    return line.is_bold and (line.size > 11 or line.text.startswith("Project "))


def is_role(line: PageLine) -> bool:
    return "employer, Tidewater" in line.text or "– Aug 2023 · volunteer" in line.text


@pytest.mark.parametrize("count", [1, 9, 10, 11, 12, 13, 40, 90])
def test_the_table_repeats_its_head_and_keeps_its_rows_whole(count: int) -> None:
    made = pdf.render(samples.full(evidence=samples.evidence(count)))
    annex = pages(made.data)[made.body_page_count :]
    assert annex
    for page in annex:
        words = [line.text for line in page]
        assert any(text.startswith("No.") for text in words)
        assert sum("reviewed by joostvr" in text for text in words) == sum(
            "Halyard · author" in text for text in words
        )
        assert len(page) >= 4
    numbers = " ".join(line.text for page in annex for line in page)
    assert all(f"E{at}" in numbers for at in range(1, count + 1))


def test_nothing_stands_outside_the_margins() -> None:
    for size, width in ((PageSize.A4, 595.276), (PageSize.LETTER, 612.0)):
        data = pdf.render(samples.saying("x" * 5000 + " y" * 300, page_size=size)).data
        for page in pages(data):
            for line in page:
                assert line.left >= 68.0 - 0.5
                assert line.right <= width - 68.0 + 0.5


def test_the_last_page_says_how_full_it_is() -> None:
    fills = [pdf.render(samples.long(count)).last_page_fill for count in (1, 2, 3)]
    assert fills == sorted(fills)
    assert 0 < fills[0] < fills[2] <= 1


def test_body_pages_are_counted_apart_from_the_evidence_list() -> None:
    with_annex = pdf.render(samples.full())
    without = pdf.render(samples.full(evidence=None))
    assert with_annex.body_page_count == without.page_count == without.body_page_count
    assert with_annex.page_count > without.page_count


def test_a_document_of_one_page_has_its_lists_inside_only() -> None:
    from tests.export.pdf.reading import by_pypdf

    made = pdf.render(samples.full(page_limit=1))
    assert made.page_count == made.body_page_count
    assert "Evidence list" not in by_pypdf(made.data)
    with PdfReader(io.BytesIO(made.data)) as reader:
        inside = json.loads(reader.attachments["document.json"][0])
    assert len(inside["evidence"]["items"]) == len(samples.WORKS)


def test_every_page_says_which_of_how_many_it_is() -> None:
    from tests.export.pdf.reading import by_pypdf

    made = pdf.render(samples.long(30))
    found = by_pypdf(made.data)
    for page in range(1, made.page_count + 1):
        assert f"page {page} of {made.page_count}" in found


def test_a_part_that_cannot_be_laid_out_is_named_and_nothing_is_written() -> None:
    odd = doc.Bullet((doc.Span("words"),), (doc.Mark("gold", "E1"),))  # type: ignore[arg-type]
    entry = replace(samples.ledgerline(), bullets=(odd,))
    section = doc.Section(samples.SectionKind.OPEN_SOURCE, "Open Source Experience", (entry,))
    with pytest.raises(ExportError, match="Ledgerline"):
        pdf.render(samples.short(sections=(section,)))
