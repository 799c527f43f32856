"""Whole documents in every language, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from portfolio.export import html, json_resume, markdown, text
from portfolio.export.document import build
from portfolio.export.words import languages
from portfolio.model.codes import SectionKind
from portfolio.model.document import Document, Entry
from tests.export import records


def _document(language: str) -> Document:
    edition, record = records.with_stories()
    choice = replace(edition, language=language)
    return build(choice, record.chosen(), made_on=records.MADE_ON).document


@pytest.mark.parametrize("language", [*languages(), "tlh", "fa-IR"])
def test_every_format_in_every_language(language: str) -> None:
    document = _document(language)
    assert document.language == language
    for render in (markdown.render, text.render, json_resume.render, html.render):
        found = render(document).decode()
        assert "Quillmark" in found
    assert "{" not in text.render(document).decode()


@pytest.mark.parametrize("language", languages())
def test_the_statements_are_the_same_whatever_the_language(language: str) -> None:
    english, other = _document("en"), _document(language)
    assert [section.kind for section in other.sections] == [s.kind for s in english.sections]
    for one, two in zip(_entries(english), _entries(other), strict=True):
        assert (one.title, one.from_on, one.to_on) == (two.title, two.from_on, two.to_on)
        assert len(one.bullets) == len(two.bullets)
        assert [len(line.counts) for line in one.totals] == [len(t.counts) for t in two.totals]


def test_german() -> None:
    found = text.render(_document("de")).decode()
    assert "Maintainer · Sep 2023 – heute · angestellt, Tidewater" in found
    assert (
        "131 Commits · 61 Begutachtungen · 102 Änderungen anderer eingebracht"
        " · Mär 2021 – Okt 2026 · github.com/quill/mark, gelesen am 14. Nov. 2026"
    ) in found


def test_arabic() -> None:
    document = _document("ar")
    assert document.direction == "rtl"
    assert document.sections[0].heading == "نبذة"
    entry = next(_entries(document))
    assert entry.totals[0].counts == ("131 إيداعًا", "61 مراجعة", "إدخال 102 تغيير لآخرين")


def _entries(document: Document) -> Iterator[Entry]:
    for section in document.sections:
        if section.kind is SectionKind.OPEN_SOURCE:
            yield from (block for block in section.blocks if isinstance(block, Entry))
