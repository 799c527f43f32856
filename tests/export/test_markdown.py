"""Markdown: read by a CommonMark parser, it says what the document says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portfolio.export import markdown
from portfolio.export.document import build
from portfolio.model.document import Document
from portfolio.model.edition import Edition
from portfolio.model.person import Holder
from portfolio.model.text import clean_line
from tests.export import records, strategies
from tests.export.test_html import _texts

_ALLOWED = {
    "heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline",
    "text", "text_special", "link", "strong", "hardbreak", "softbreak",
}  # fmt: skip


def _read(data: bytes) -> list[Token]:
    tokens = MarkdownIt("commonmark").parse(data.decode())
    return [*tokens, *(child for token in tokens for child in token.children or ())]


def _text(tokens: list[Token]) -> str:
    lines = []
    for token in tokens:
        if token.type == "inline":
            parts = (
                child.content or " " * child.type.endswith("break")
                for child in token.children or ()
            )
            lines.append("".join(parts))
    return re.sub(r"\s+", " ", " ".join(lines))


@settings(max_examples=60, deadline=None)
@given(strategies.documents)
def test_text_reads_back_and_nothing_else_comes_of_it(document: Document) -> None:
    tokens = _read(markdown.render(document))
    kinds = {re.sub("_(?:open|close)$", "", token.type) for token in tokens}
    assert kinds <= _ALLOWED
    found = _text(tokens)
    for text in _texts(document):
        assert text in found


@settings(max_examples=60, deadline=None)
@given(strategies.documents)
def test_links_are_web_or_mail_only(document: Document) -> None:
    tokens = _read(markdown.render(document))
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert all(re.match(r"(?:https?://|mailto:)", link) for link in links)


@pytest.mark.parametrize("nasty", [text for text in strategies.NASTY if clean_line(text)])
def test_nasty_texts_read_back(nasty: str) -> None:
    text = clean_line(nasty)
    for line in (
        markdown.escape(text),
        f"- {markdown.escape(text)}",
        f"## {markdown.escape(text)}",
    ):
        tokens = _read(line.encode())
        assert _text(tokens).strip() == re.sub(r"\s+", " ", text).strip()
        assert not {"code_inline", "html_inline", "html_block", "link_open", "image", "hr"} & {
            token.type for token in tokens
        }


def test_the_page_starts_with_the_name() -> None:
    record = records.facts_only()
    record.holder = Holder(name="# Ada")
    document = build(Edition(id="e", name="x"), record.chosen(), made_on=records.MADE_ON).document
    assert markdown.render(document).startswith(b"# \\# Ada\n\n## Open Source Experience\n\n### ")
