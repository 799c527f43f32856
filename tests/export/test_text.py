"""Plain text: name first, every statement on one line, everything the pages say."""

from __future__ import annotations

import re

from hypothesis import given, settings

from portfolio.export import text
from portfolio.export.document import build
from portfolio.model.document import Document
from tests.export import records, strategies
from tests.export.test_html import _texts


@settings(max_examples=60, deadline=None)
@given(strategies.documents)
def test_every_text_stands_there(document: Document) -> None:
    data = text.render(document)
    found = re.sub(r"\s+", " ", data.decode())
    for words in _texts(document):
        assert words in found
    assert data.endswith(b"\n")
    assert b"\r" not in data


def test_the_name_comes_first_and_statements_are_whole_lines() -> None:
    edition, record = records.with_stories()
    document = build(edition, record.chosen(), made_on=records.MADE_ON).document
    lines = text.render(document).decode().splitlines()
    assert lines[0] == "Noor Vantongeren"
    assert lines[2].startswith("Rotterdam, Netherlands · noor@vantongeren.example · +31 10 555")
    assert "Open Source Experience" in lines
    assert "Maintainer · Sep 2023 – present · employer, Tidewater" in lines
    assert (
        "131 commits · 61 reviews · brought in 102 changes by others · Mar 2021 – Oct 2026"
        " · github.com/quill/mark, read 14 Nov 2026"
    ) in lines
    assert (
        "• Made reminders ring when the lid is closed (Reminders). ○ L1, from a local copy" in lines
    )


def test_addresses_are_written_out_where_no_list_has_them() -> None:
    edition, record = records.with_stories()
    hidden = tuple(c for c in edition.sections if c.kind != "evidence-list")
    document = build(
        records.replace(edition, sections=hidden), record.chosen(), made_on=records.MADE_ON
    ).document
    found = text.render(document).decode()
    assert "Outline by arrow keys <https://github.com/quill/mark/commit/aa>" in found
