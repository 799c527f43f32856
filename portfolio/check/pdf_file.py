"""Opens a PDF as a stranger's reader would, with pypdfium2, and says what is in it.

Nothing in it is run: text is taken out, attached files are listed and copied, within limits.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from portfolio.check import pdf_overlays
from portfolio.errors import ExportError, OutsideFileError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_PAGES: Final = 300
MOST_ATTACHMENTS: Final = 500
MOST_ATTACHED: Final = 50 * 1024 * 1024
"""Bytes of all attachments together."""
MOST_TEXT: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF holds.

    Attributes:
        text: All that can be selected and copied, page after page.
        attachments: Names of the files inside.
    """

    page_count: int
    text: str
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What a PDF somebody handed over holds.

    Attributes:
        pages: The text of each page.
        attached: The files inside, by name; of two with one name, the first.
        left_out: Files inside that were too many or too large to be taken out.
        links: Addresses that its links lead to, each once.
        has_pictures / has_notes: There is a picture on a page; a note, stamp or field lies on it.
    """

    pages: tuple[str, ...]
    attached: dict[str, bytes] = field(repr=False)
    left_out: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    has_pictures: bool = False
    has_notes: bool = False


def is_pdf(raw: bytes) -> bool:
    """Say whether bytes look like a PDF: readers allow some kilobyte before its head."""
    return b"%PDF-" in raw[:1024]


def read(path: Path) -> PdfFacts:
    """Open a PDF of ours and take its text out.

    Raises:
        ExportError: It does not open.
    """
    try:
        content = open_pdf(path.read_bytes())
    except (OutsideFileError, OSError) as exc:
        raise ExportError(f"{path.name} does not open as a PDF.", str(exc)) from exc
    return PdfFacts(len(content.pages), "\n".join(content.pages), tuple(content.attached))


def open_pdf(raw: bytes) -> PdfContent:
    """Take text and attached files out of a PDF from anybody.

    Raises:
        OutsideFileError: It is too large, locked or damaged.
    """
    import pypdfium2

    if len(raw) > MOST_BYTES:
        raise OutsideFileError("This PDF is too large to be a CV.")
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as exc:
        locked = "password" in str(exc).lower()
        words = "This PDF is locked with a password." if locked else "This PDF does not open."
        raise OutsideFileError(words, "It may be damaged.") from exc
    try:
        if len(document) > MOST_PAGES:
            raise OutsideFileError("This PDF has too many pages to be a CV.")
        pages = _texts(document)
        laid = pdf_overlays.of(document)
        attached, left_out = _attached(document)
    except pypdfium2.PdfiumError as exc:
        raise OutsideFileError("This PDF is damaged.", str(exc)) from exc
    finally:
        document.close()
    return PdfContent(pages, attached, left_out, laid.links, laid.has_pictures, laid.has_notes)


def _texts(document: Any) -> tuple[str, ...]:
    texts: list[str] = []
    room = MOST_TEXT
    for page in document:
        words = page.get_textpage()
        text = words.get_text_range()[:room] if room > 0 else ""
        room -= len(text)
        texts.append(text)
        words.close()
        page.close()
    return tuple(texts)


def _attached(document: Any) -> tuple[dict[str, bytes], tuple[str, ...]]:
    found: dict[str, bytes] = {}
    left_out: list[str] = []
    room = MOST_ATTACHED
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        name = attachment.get_name()
        size = _size(attachment)
        if number >= MOST_ATTACHMENTS or size > room or name in found:
            left_out.append(name)
            continue
        room -= size
        found[name] = bytes(attachment.get_data()) if size else b""
    return found, tuple(left_out)


def _size(attachment: Any) -> int:
    """Return how long a file inside is, before it is taken out."""
    import pypdfium2.raw as pdfium

    length = ctypes.c_ulong()
    known = pdfium.FPDFAttachment_GetFile(attachment, None, 0, length)
    return int(length.value) if known else 0
