"""Opens a PDF as a stranger's reader would, with pypdfium2, and says what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path


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


def read(path: Path) -> PdfFacts:
    """Open a PDF and take its text out.

    Raises:
        ExportError: It does not open.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as exc:
        raise ExportError(f"{path.name} does not open as a PDF.", str(exc)) from exc
    try:
        texts = []
        for page in document:
            words = page.get_textpage()
            texts.append(words.get_text_range())
            words.close()
            page.close()
        names = [
            document.get_attachment(number).get_name()
            for number in range(document.count_attachments())
        ]
        return PdfFacts(len(texts), "\n".join(texts), tuple(names))
    finally:
        document.close()
