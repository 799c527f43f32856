"""Reads PDF pages back with programs that had no part in writing them."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pytest

IGNORED = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\u00ad\ufeff\u200e\u200f\u061c")
)


def by_pypdf(data: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def by_pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(data))


def by_pdfium(data: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as file:
        found = []
        for page in file:
            text = page.get_textpage()
            found.append(text.get_text_range())
            text.close()
            page.close()
        return "\n".join(found)


def by_poppler(data: bytes, *options: str) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(
        [program, *options, "-", "-"], input=data, capture_output=True, check=True
    )
    return done.stdout.decode()


def squeezed(text: str) -> str:
    """Text without blanks and invisible characters: lines may break anywhere in a long word."""
    composed = unicodedata.normalize("NFC", text).translate(IGNORED)
    return "".join(composed.split())


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def saved(data: bytes, folder: Path) -> Path:
    path = folder / "document.pdf"
    path.write_bytes(data)
    return path
