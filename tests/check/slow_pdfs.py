"""PDFs made to keep the page busy: what it has to go over grows faster than the file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from portfolio.check import pdf_file
from tests.check import documents
from tests.check.test_checking import attach, edited


def _saved(opened: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def _objects_without_end(opening: bytes) -> bytes:
    """Each object begins inside the one before, and the tables are missing."""
    return b"%PDF-1.7\n" + (b"1 0 obj " + opening) * 60_000


def _trailers_without_end() -> bytes:
    return b"%PDF-1.7\n" + b"trailer <</a(" * 60_000


def _one_array() -> bytes:
    return b"%PDF-1.7\n1 0 obj [" + b"1 " * 2_000_000 + b"]endobj"


def _letters_for_ever() -> bytes:
    """A font says of 65,536 codes what they stand for, thousands of times."""
    opened = pikepdf.new()
    opened.add_blank_page()
    ranges = b"100 beginbfrange\n" + b"<0000><ffff><0041>\n" * 100 + b"endbfrange\n"
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, ToUnicode=Stream(opened, ranges * 200)
    )  # fmt: skip
    page = opened.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F=opened.make_indirect(font)))
    page.Contents = Stream(opened, b"BT /F 9 Tf <0041> Tj ET")
    return _saved(opened)


def _one_stream_on_each_page() -> bytes:
    opened = pikepdf.new()
    content = opened.make_indirect(Stream(opened, b"% \n" * 200_000))
    for _ in range(200):
        opened.add_blank_page()
        opened.pages[-1].obj.Contents = Array([content] * 1000)
    return _saved(opened)


def _files_in_a_wide_tree() -> bytes:
    opened = pikepdf.new()
    opened.add_blank_page()
    kids = opened.make_indirect(Array())
    for _ in range(3000):
        kids.append(opened.make_indirect(Dictionary(Kids=kids)))
    opened.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Kids=kids))
    return _saved(opened)


def _pages_in_a_wide_tree() -> bytes:
    opened = pikepdf.new()
    opened.add_blank_page()
    kids = opened.make_indirect(Array())
    for _ in range(3000):
        kids.append(opened.make_indirect(Dictionary(Kids=kids)))
    opened.Root.Pages.Kids = kids
    return _saved(opened)


def _record_of_much() -> bytes:
    """A record of as many texts as fit in one."""
    raw = documents.cv()
    record = json.loads(pdf_file.open_pdf(raw).attached["document.json"])
    record["contact"] = [{"text": "z"}] * 60_000
    return edited(raw, attach("document.json", json.dumps(record).encode()))


SLOW: dict[str, Callable[[], bytes]] = {
    "texts in each other": lambda: _objects_without_end(b"("),
    "lists in each other": lambda: _objects_without_end(b"["),
    "trailers in each other": _trailers_without_end,
    "one long list": _one_array,
    "letters for ever": _letters_for_ever,
    "one stream on each page": _one_stream_on_each_page,
    "files in a wide tree": _files_in_a_wide_tree,
    "pages in a wide tree": _pages_in_a_wide_tree,
    "a record of much": _record_of_much,
}
