"""PDFs made to keep a computer busy: small files that unpack to much, and ones that go in rings."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

MEGABYTE = 1 << 20


def packed(megabytes: int) -> bytes:
    """That many megabytes of nothing: a thousandth of it."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush()])


def _stream(pdf: pikepdf.Pdf, data: bytes, times: int = 1) -> pikepdf.Object:
    made = Stream(pdf, b"")
    names = [Name.FlateDecode] * times
    made.write(data, filter=names[0] if times == 1 else Array(names))
    return made


def _with_attachments(data: bytes, times: int = 1, count: int = 1) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    inside = _stream(pdf, data, times)
    listed: list[object] = []
    for number in range(count):
        name = String(f"x{number:04}.txt")
        file = Dictionary(Type=Name.Filespec, F=name, UF=name, EF=Dictionary(F=inside))
        listed += [name, pdf.make_indirect(file)]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(listed)))
    return _saved(pdf)


def with_files(files: dict[str, bytes]) -> bytes:
    """A page with files attached to it."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, data in files.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
    return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    decoded = pikepdf.StreamDecodeLevel.none
    pdf.save(out, stream_decode_level=decoded, compress_streams=False)
    return out.getvalue()


def _pages(megabytes: int, count: int) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    contents = _stream(pdf, packed(megabytes))
    pdf.pages[0].obj.Contents = contents
    for _ in range(count - 1):
        pdf.add_blank_page()
        pdf.pages[-1].obj.Contents = contents
    return _saved(pdf)


def _plain() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return _saved(pdf)


def _drawn_in_itself() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    form = pdf.make_indirect(Stream(pdf, b"/F Do /F Do /F Do"))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(F=form))
    page.Contents = Stream(pdf, b"/F Do")
    return _saved(pdf)


def _drawn_ever_more() -> bytes:
    """Forms that draw the next one ten times each: a thousand million million drawings."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    inner = pdf.make_indirect(Stream(pdf, b"BT ET"))
    inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    for _ in range(15):
        outer = pdf.make_indirect(Stream(pdf, b"/F Do\n" * 10))
        outer.Type, outer.Subtype, outer.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        outer.Resources = Dictionary(XObject=Dictionary(F=inner))
        inner = outer
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(F=inner))
    page.Contents = Stream(pdf, b"/F Do")
    return _saved(pdf)


def _names_in_a_ring() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    node = pdf.make_indirect(Dictionary())
    node.Kids = Array([node, node, node])
    pdf.Root.Names = Dictionary(EmbeddedFiles=node)
    return _saved(pdf)


def _before_in_a_ring() -> bytes:
    """The table of objects says that the one before it is itself."""
    raw = _plain()
    at = raw.rindex(b"startxref") + len(b"startxref")
    table = raw[at:].split()[0]
    return raw.replace(b"trailer <<", b"trailer << /Prev " + table + b" ")


def _pages_in_a_ring() -> bytes:
    raw = _plain()
    kids = raw.index(b"/Kids [ ") + len(b"/Kids [ ")
    number = raw[: raw.index(b"/Kids [ ")].rpartition(b" obj")[0].rsplit(None, 2)[-2]
    end = raw.index(b" R", kids)
    ring = raw[:kids] + number + b" 0" + raw[end:]
    return ring.replace(b"/Count 1", b"/Count 2147483647")


BUSY: dict[str, Callable[[], bytes]] = {
    "an attachment of 700 megabytes": lambda: _with_attachments(packed(700)),
    "an attachment packed twice": lambda: _with_attachments(zlib.compress(packed(700), 9), 2),
    "a page of 700 megabytes": lambda: _pages(700, 1),
    "many large attachments": lambda: _with_attachments(packed(40), count=400),
    "many large pages": lambda: _pages(100, 250),
    "a drawing in itself": _drawn_in_itself,
    "drawings in drawings": _drawn_ever_more,
    "attachments in a ring": _names_in_a_ring,
    "tables in a ring": _before_in_a_ring,
    "pages in a ring": _pages_in_a_ring,
}
HARMLESS = {"attachments in a ring", "tables in a ring"}
"""These end by themselves."""
