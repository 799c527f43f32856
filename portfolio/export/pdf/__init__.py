"""Documents as PDF: the template "Plain", tagged (PDF/UA-1) and archival (PDF/A-3a).

::

    Document -> composing (rows of shaped lines) -> paging -> drawing -> assembling -> bytes
                   ^ looks, paragraphs, shaping, faces            ^ structure, embedding, metadata

`render` is what others call. Importing this package is cheap; the libraries are imported when a
document is rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.document import Attachment, Document


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A rendered PDF.

    Attributes:
        body_page_count: Pages before the evidence list.
        last_page_fill: How full the last of them is, 0 to 1.
        warnings: Plain sentences for the holder, e.g. which characters could not be printed.
    """

    data: bytes
    page_count: int
    body_page_count: int
    last_page_fill: float
    warnings: tuple[str, ...]


def render(document: Document, *, attachments: Sequence[Attachment] = ()) -> PdfResult:
    """Render a document; the same document gives the same bytes.

    ``resume.json`` and ``document.json`` are always attached, ``attachments`` after them. One
    thread at a time.

    Raises:
        ExportError: It could not be laid out; the words name the part.
    """
    from portfolio.export.pdf.rendering import rendered

    return rendered(document, attachments)
