"""The HTML page: one safe, self-contained file that says what the document says."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from portfolio.export import html
from portfolio.export.document import build
from portfolio.model.codes import PageSize
from portfolio.model.document import Document, Entry, Prose
from portfolio.model.edition import Edition
from portfolio.model.person import Holder
from portfolio.model.text import clean_line
from tests.export import records, strategies

_VOID = {"meta", "br", "img", "link"}


class Page(HTMLParser):
    """A page read back: its texts, links, headings, and whether its tags are balanced."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.styles: list[str] = []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "href":
                self.links.append(value or "")
        if tag in {"p", "h1", "h2", "h3", "li", "td", "th", "title", "br"}:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.styles.append(data)
        elif self.texts:
            self.texts[-1] += data

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def _document(**changes: object) -> Document:
    edition, record = records.with_stories()
    return build(edition, record.chosen(**changes), made_on=records.MADE_ON).document


@settings(max_examples=60, deadline=None)
@given(strategies.documents)
def test_every_text_reads_back_as_it_is(document: Document) -> None:
    page = Page(html.render(document))
    assert page.open == []
    found = re.sub(r"\s+", " ", page.text)
    for text in _texts(document):
        assert text in found


@settings(max_examples=60, deadline=None)
@given(strategies.documents)
def test_nothing_runs_and_nothing_is_loaded(document: Document) -> None:
    page = Page(html.render(document))
    assert not {"script", "img", "iframe", "object", "link", "svg", "form"} & set(page.tags)
    assert not [name for _tag, name, _value in page.attributes if name.startswith(("on", "src"))]
    assert all(re.match(r"(?:https?://|mailto:|#)", link) for link in page.links)


@pytest.mark.parametrize("nasty", strategies.NASTY)
def test_nasty_names_and_titles_stay_text(nasty: str) -> None:
    record = records.facts_only()
    record.holder = Holder(name=nasty, headline=nasty, summary=nasty, place=nasty)
    record.projects[0] = records.replace(record.projects[0], name=nasty, what_it_is=nasty)
    document = build(Edition(id="e", name=nasty), record.chosen(), made_on=records.MADE_ON).document
    page = Page(html.render(document))
    expected = clean_line(nasty, limit=120)
    assert (expected or "Record of contributions") in [text.strip("\n") for text in page.texts]


def test_the_policy_allows_the_style_sheet_alone() -> None:
    page = Page(html.render(_document()))
    (sheet,) = page.styles
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (policy,) = [
        value
        for tag, name, value in page.attributes
        if name == "content" and "default-src" in value
    ]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_headings_do_not_jump() -> None:
    levels = [
        int(tag[1]) for tag in Page(html.render(_document())).tags if re.fullmatch("h[1-6]", tag)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_dates_are_machine_readable() -> None:
    page = html.render(_document()).decode()
    assert '<time datetime="2023-09">Sep 2023</time> – present' in page
    assert '<time datetime="2021">2021</time> – <time datetime="2023-08">Aug 2023</time>' in page


def test_language_and_direction_are_said() -> None:
    edition, record = records.with_stories()
    document = build(
        records.replace(edition, language="ar"), record.chosen(), made_on=records.MADE_ON
    ).document
    assert '<html lang="ar" dir="rtl">' in html.render(document).decode()


def test_marks_lead_to_the_list() -> None:
    page = Page(html.render(_document()))
    ids = {value for _tag, name, value in page.attributes if name == "id"}
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner
    assert inner <= ids


@pytest.mark.parametrize(("size", "words"), [(PageSize.A4, "A4"), (PageSize.LETTER, "letter")])
def test_the_page_size_reaches_the_print_style(size: PageSize, words: str) -> None:
    assert f"size: {words};" in html.style(size)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert html.render(_document()) == html.render(_document())


def test_colours_can_be_read_in_light_dark_and_print() -> None:
    sheet = html.style(PageSize.A4)
    palettes = [
        dict(re.findall(r"--(\w+): #([0-9a-f]{6})", rule)) for rule in sheet.split(":root")[1:]
    ]
    assert len(palettes) == 3
    for palette in palettes:
        assert _contrast(palette["ink"], palette["page"]) >= 12
        assert _contrast(palette["grey"], palette["page"]) >= 6
        assert _contrast(palette["link"], palette["page"]) >= 6


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _texts(document: Document) -> list[str]:
    """Return the texts a page must hold, blanks at their ends aside."""
    found = [document.name, document.headline, document.footer, document.basis]
    found += [span.text for span in document.contact]
    for section in document.sections:
        found.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Prose):
                found += [span.text for paragraph in block.paragraphs for span in paragraph]
                continue
            said = [(*bullet.spans, *bullet.under) for bullet in block.bullets]
            found += [span.text for spans in said for span in spans]
            found += [mark.label for bullet in block.bullets for mark in bullet.marks]
            if isinstance(block, Entry):
                found += [block.title, block.what_it_is]
                found += [role.role for role in block.roles]
                found += [count for totals in block.totals for count in totals.counts]
    if document.evidence:
        for item in document.evidence.items:
            found += [item.title, item.detail, item.address, item.seen_by]
    if document.check:
        found += [*document.check.steps, document.check.heading]
    return [text.strip() for text in found if text.strip()]
