"""What lies on a PDF's pages beside their text: links, pictures, notes and stamps."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINKS: Final = 5000
MOST_OBJECTS: Final = 200_000
"""Things drawn on all pages that are looked at; a CV of sixty pages draws thirty thousand."""
_DEEPEST: Final = 12
_LONGEST_ADDRESS: Final = 4096


@dataclass(frozen=True, slots=True)
class Overlays:
    """What was found on all pages together.

    Attributes:
        links: Addresses, each once, in order.
    """

    links: tuple[str, ...]
    has_pictures: bool
    has_notes: bool


def of(document: Any) -> Overlays:
    """Return what lies on the pages of an open `pypdfium2.PdfDocument`."""
    import pypdfium2.raw as pdfium

    links: dict[str, None] = {}
    has_pictures = has_notes = False
    room = MOST_OBJECTS
    for page in document:
        for kind, address in _annotations(document, page):
            if kind != pdfium.FPDF_ANNOT_LINK:
                has_notes = True
            elif address and len(links) < MOST_LINKS:
                links[address] = None
        for drawn in page.get_objects(max_depth=_DEEPEST):
            room -= 1
            if has_pictures or room < 0:
                break
            has_pictures = drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE
        page.close()
    return Overlays(tuple(links), has_pictures, has_notes)


def _annotations(document: Any, page: Any) -> Iterator[tuple[int, str]]:
    """Yield kind and address of each annotation; the address is "" where it has none."""
    import pypdfium2.raw as pdfium

    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_LINKS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            link = pdfium.FPDFAnnot_GetLink(annotation)
            action = pdfium.FPDFLink_GetAction(link) if link else None
            yield pdfium.FPDFAnnot_GetSubtype(annotation), _address(document, action)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _address(document: Any, action: Any) -> str:
    import pypdfium2.raw as pdfium

    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < size <= _LONGEST_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")
