"""What two other programs read back from the page equals what was to be said."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.export import pdf
from portfolio.model import document as doc
from portfolio.model.text import clean_line
from tests.export.pdf import samples
from tests.export.pdf.reading import by_pdfium, by_pdfminer, by_poppler, by_pypdf, squeezed
from tests.export.strategies import NASTY

LEFT_TO_RIGHT = {
    "markup": '<b>vector<int></b> R&D a<b && c>d <img src="/etc/passwd"> &amp; &#60;',
    "unclosed": "<para><font color='red'>",
    "ligatures": "office affiliation waffle ffi fl Tt ft",
    "quotes": "“curly” ‘single’ «guillemets» „low“ … – — ·",
    "accents": "Noémie Ångström Đặng Thị Łódź İstanbul ŝ ẞ",
    "combining": "letters and their marks: e\u0301 q\u0323\u0307 A\u030a",
    "greek": "Ελληνικά Όμηρος ἀρχή",
    "cyrillic": "Кириллица Ёлка Їжак",
    "devanagari": "हिन्दी क्षत्रिय विद्यार्थी श्री कृष्ण",
    "emoji": "Ship it 🚀 well 🎉",
    "symbols": "■ ◆ ▲ ○ → ≤ ≠ € ₹ ₽",
    "long word": "x" * 3000,
    "address": "https://example.org/a/very/long/path?with=query&and=more#fragment" * 4,
    "backslash": "\\ (parentheses) \\) [x] 100 % TJ ET",
}
RIGHT_TO_LEFT = {
    "hebrew": "שלום עולם",
    "arabic": "مرحبا بكم في العالم",
    "lam-alef": "السلام الاسلام لا",
    "persian": "برنامه‌نویس آزاد",
}
WITHOUT_BUNDLED_FACE = {
    "han": "中文排版",
    "kana": "カタカナ ひらがな",
    "hangul": "한국어",
    "thai": "ภาษาไทย",
    "georgian": "ქართული",
    "armenian": "Հայերեն",
}


def in_bullet(text: str, **changes: object) -> doc.Document:
    section = samples.listing(samples.SectionKind.SKILLS, "Skills", doc.Bullet((doc.Span(text),)))
    return samples.short(sections=(section,), **changes)


@pytest.mark.parametrize("name", LEFT_TO_RIGHT)
def test_three_programs_read_what_was_written(name: str) -> None:
    text = clean_line(LEFT_TO_RIGHT[name])
    made = pdf.render(samples.saying(text))
    wanted = squeezed(text)
    for read in (by_pypdf, by_pdfminer, by_poppler):
        found = squeezed(read(made.data))
        assert found.count(wanted) >= 8, (read.__name__, found[:2000])
    assert made.warnings == ()


@pytest.mark.parametrize("name", RIGHT_TO_LEFT)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_right_to_left_words_are_read_in_reading_order(name: str, direction: str) -> None:
    text = clean_line(RIGHT_TO_LEFT[name])
    made = pdf.render(in_bullet(text, direction=direction, language="ar"))
    for read in (by_pypdf, by_poppler, by_pdfium):
        assert squeezed(text) in squeezed(read(made.data)), read.__name__
    # pdfminer knows nothing of directions: it gives the letters of a word as they stand from
    # left to right.
    found = squeezed(by_pdfminer(made.data))
    for word in text.split():
        assert squeezed(word)[::-1] in found


def test_mixed_directions_are_read_in_reading_order() -> None:
    text = "Fixed שלום עולם in release 118 (مرحبا) today"
    found = squeezed(by_pypdf(pdf.render(in_bullet(text)).data))
    assert squeezed("Fixed שלום עולם in release 118") in found
    assert "مرحبا" in found


@pytest.mark.parametrize("name", WITHOUT_BUNDLED_FACE)
def test_a_script_without_a_face_is_read_or_named(name: str) -> None:
    text = WITHOUT_BUNDLED_FACE[name]
    made = pdf.render(in_bullet(text))
    if made.warnings:
        assert any(letter in " ".join(made.warnings) for letter in text)
    else:
        for read in (by_pypdf, by_pdfminer, by_poppler):
            assert squeezed(text) in squeezed(read(made.data)), read.__name__


def test_characters_no_face_has_are_named_and_stand_as_a_sign() -> None:
    made = pdf.render(in_bullet("before \U00013000\ue123 after"))
    assert len(made.warnings) >= 1
    words = " ".join(made.warnings)
    assert "U+E123" in words or "\ue123" in words
    assert "before" in by_pypdf(made.data)
    assert "after" in by_pypdf(made.data)


def test_the_same_warning_is_given_once() -> None:
    made = pdf.render(samples.saying("\ue123"))
    assert len(made.warnings) == len(set(made.warnings)) == 1


@pytest.mark.parametrize("at", range(len(NASTY)))
def test_nasty_texts_never_stop_the_export(at: int) -> None:
    text = clean_line(NASTY[at])[:5000]
    made = pdf.render(samples.saying(text))
    assert made.data.startswith(b"%PDF-1.7")
    if text.isascii():
        assert squeezed(text) in squeezed(by_pypdf(made.data))
        assert squeezed(text) in squeezed(by_pdfminer(made.data))


def test_a_word_of_100_000_characters_is_quick_and_whole() -> None:
    text = "x" * 100_000
    began = time.process_time()
    made = pdf.render(in_bullet(text))
    assert time.process_time() - began < 5
    assert by_pypdf(made.data).count("x") >= 100_000


def test_a_paragraph_of_10_000_words_is_quick_and_whole() -> None:
    text = " ".join(f"word{at}" for at in range(10_000))
    began = time.process_time()
    made = pdf.render(samples.short(sections=(samples.summary(text),)))
    assert time.process_time() - began < 5
    found = by_pypdf(made.data)
    assert "word0 " in found
    assert "word9999" in found


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(clean_line))
def test_any_text_makes_a_document(text: str) -> None:
    made = pdf.render(samples.saying(text))
    assert made.page_count >= 1


ALPHABET = st.characters(
    codec="latin-1", categories=["Lu", "Ll", "Nd", "Po", "Pd", "Sm", "Sc", "Zs"]
)


@settings(max_examples=40)
@given(st.text(ALPHABET, min_size=1, max_size=200).map(clean_line).filter(bool))
def test_any_western_text_is_read_back(text: str) -> None:
    made = pdf.render(in_bullet(text))
    assert squeezed(text) in squeezed(by_pypdf(made.data))
    assert squeezed(text) in squeezed(by_pdfminer(made.data))


def test_words_do_not_run_together_over_lines() -> None:
    text = " ".join(["alpha beta gamma delta"] * 40)
    for read in (by_pypdf, by_pdfminer, by_poppler):
        found = " ".join(read(pdf.render(in_bullet(text)).data).split())
        assert text in found, read.__name__


def test_reading_order_is_content_order() -> None:
    found = by_pypdf(pdf.render(samples.full()).data)
    at = 0
    for words in (
        "Noémie Adeyemi-Strand",
        "Layout engineer",
        "noemie@strand.example",
        "Summary",
        "Open Source Experience",
        "Halyard – layout",
        "Layout peer and reviewer",
        "Sep 2023 – present",
        "Fixed a use-after-free",
        "and 88 more merged changes",
        "Ledgerline",
        "Testimonials",
        "Check this in a minute",
        "Evidence list",
    ):
        at = found.index(words, at)


def test_a_mark_stays_with_its_label_and_with_the_last_word() -> None:
    for count in range(20, 110, 2):
        text = "a " * count + "last."
        lines = by_poppler(pdf.render(in_bullet_marked(text)).data, "-layout").splitlines()
        (line,) = [each for each in lines if "E77" in each]
        assert "■" in line
        assert "last." in line


def in_bullet_marked(text: str) -> doc.Document:
    mark = doc.Mark(samples.EVIDENCE, "E77", "E77")
    section = samples.listing(
        samples.SectionKind.SKILLS, "Skills", doc.Bullet((doc.Span(text),), (mark,))
    )
    return samples.short(sections=(section,))


def test_a_part_in_another_language_runs_in_its_own_direction() -> None:
    stands_left = {}
    for language in ("", "he"):
        bullet = doc.Bullet((doc.Span("v4 שלום {118}!"),), language=language)
        section = samples.listing(samples.SectionKind.SKILLS, "Skills", bullet)
        places = places_of(pdf.render(samples.short(sections=(section,))).data)
        stands_left[language] = places["!"] < places["ש"]
    assert stands_left == {"": False, "he": True}


def places_of(data: bytes) -> dict[str, float]:
    """Return how far from the left each character stands on the first page (its last place)."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTChar, LTContainer

    found: dict[str, float] = {}

    def look(part: object) -> None:
        if isinstance(part, LTChar):
            found[part.get_text()] = part.x0
        elif isinstance(part, LTContainer):
            for inner in part:
                look(inner)

    look(next(iter(extract_pages(io.BytesIO(data)))))
    return found


FONT_FOR_HAN = """
import sys
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
pen = TTGlyphPen(None)
for step, place in enumerate([(0, 0), (0, 800), (800, 800), (800, 0)]):
    (pen.lineTo if step else pen.moveTo)(place)
pen.closePath()
font = FontBuilder(1000)
font.setupGlyphOrder([".notdef", "han"])
font.setupCharacterMap({0x4E2D: "han"})
font.setupGlyf({".notdef": pen.glyph(), "han": pen.glyph()})
font.setupHorizontalMetrics({".notdef": (1000, 0), "han": (1000, 0)})
font.setupHorizontalHeader(ascent=880, descent=-120)
font.setupNameTable({"familyName": "Han", "styleName": "Regular"})
font.setupOS2(fsType=int(sys.argv[2]))
font.setupPost()
font.save(sys.argv[1])
from portfolio.export import pdf
from tests.export.pdf import samples
made = pdf.render(samples.saying("\\u4e2d"))
sys.stdout.buffer.write(made.data if not made.warnings else repr(made.warnings).encode())
"""


@pytest.mark.parametrize("forbids_embedding", [False, True])
def test_a_font_of_this_system_is_used_where_it_may_be(
    tmp_path: Path, *, forbids_embedding: bool
) -> None:
    folder = tmp_path / ".fonts"
    folder.mkdir()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            FONT_FOR_HAN,
            str(folder / "cjk.ttf"),
            "2" if forbids_embedding else "0",
        ],
        env={"HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        check=True,
    )
    if forbids_embedding and not done.stdout.startswith(b"%PDF"):
        assert "中" in done.stdout.decode()
        return
    for read in (by_pypdf, by_pdfminer, by_poppler):
        assert read(done.stdout).count("中") >= 8
    assert forbids_embedding == (b"cjk" not in done.stdout)
