"""PDF objects from plain values, over ReportLab's document model."""

from __future__ import annotations

import zlib
from typing import Any


def name(word: str) -> str:
    """Return a name object, with everything but letters and digits escaped."""
    return "/" + "".join(
        each if each.isascii() and (each.isalnum() or each in "-_.+") else f"#{ord(each):02X}"
        for each in word
    )


def text(words: str) -> str:
    """Return a text string: UTF-16 with a mark, written in hexadecimal."""
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def plain(words: bytes) -> str:
    """Return a byte string in hexadecimal."""
    return f"<{words.hex().upper()}>"


class Objects:
    """The objects of one file.

    Values are numbers, booleans, raw PDF text (`name`, `text`, `plain`), lists, dictionaries with
    keys without their slash, and references from `add`.
    """

    def __init__(self, *, language: str) -> None:
        from reportlab.pdfbase import pdfdoc

        self._pdf = pdfdoc
        self.document: Any = pdfdoc.PDFDocument(
            compression=0, invariant=1, pdfVersion=(1, 7), lang=language
        )

    def value(self, value: Any) -> Any:
        """Return ReportLab's form of a value."""
        if isinstance(value, dict):
            return self._pdf.PDFDictionary({key: self.value(each) for key, each in value.items()})
        if isinstance(value, (list, tuple)):
            made = self._pdf.PDFArray([self.value(each) for each in value])
            made.multiline = 0
            return made
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return f"{value:.3f}".rstrip("0").rstrip(".")
        return value

    def add(self, value: Any) -> Any:
        """Add an object and return a reference to it."""
        return self.document.Reference(self.value(value))

    def reserve(self) -> tuple[Any, Any]:
        """Return an empty dictionary object and a reference to it, to be filled later."""
        held = self._pdf.PDFDictionary({})
        return held, self.document.Reference(held)

    def fill(self, held: Any, entries: dict[str, Any]) -> None:
        """Fill a reserved dictionary."""
        held.dict.update({key: self.value(each) for key, each in entries.items()})

    def stream(self, data: bytes, entries: dict[str, Any], *, packed: bool = True) -> Any:
        """Add a stream and return a reference; XMP stays unpacked so that tools find it."""
        made = dict(entries)
        if packed:
            data = zlib.compress(data, 9)
            made["Filter"] = "/FlateDecode"
            if data.endswith((b"\r", b"\n")):  # some readers take it for the line end behind it
                data = data.hex().upper().encode("ascii") + b">"
                made["Filter"] = ["/ASCIIHexDecode", "/FlateDecode"]
        return self.document.Reference(_stream_class(self._pdf)(self.value(made), data))

    def bytes(self, catalog: dict[str, Any], information: dict[str, Any], pages: Any) -> bytes:
        """Return the finished file."""
        self.document.Catalog = self._pdf.PDFDictionary(
            {key: self.value(each) for key, each in catalog.items()}
        )
        self.document.info = self.value(information)
        self.document.Pages = pages
        made: bytes = self.document.format()
        return made


def _stream_class(pdfdoc: Any) -> Any:
    class Stream(pdfdoc.PDFObject):  # type: ignore[misc]  # ReportLab is untyped
        """A stream with a line end before ``endstream`` (ISO 19005-3, 6.1.7)."""

        __RefOnly__ = 1

        def __init__(self, dictionary: Any, content: bytes) -> None:
            self.dictionary, self.content = dictionary, content

        def format(self, document: Any) -> bytes:
            self.dictionary["Length"] = len(self.content)
            head: bytes = self.dictionary.format(document)
            return head + b"\nstream\n" + self.content + b"\nendstream\n"

    return Stream
