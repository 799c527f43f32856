"""Pages of a PDF as pictures, for the preview.

PDFium is not thread-safe: call this from one executor only (``render``), never from the UI
thread. The pictures are copies and may cross threads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from collections.abc import Callable

POINTS_PER_INCH = 72
MOST_PIXELS = 12_000_000
"""Of one page: a page of a stranger may be a metre long."""


@dataclass(frozen=True, slots=True)
class PageImages:
    """The pages of one document, drawn at one width.

    Attributes:
        images: One picture a page, in order.
        width_px: Width in device pixels they were drawn for.
    """

    images: tuple[QImage, ...]
    width_px: int


def draw_pages(
    data: bytes,
    *,
    width_px: int,
    most_pages: int = 0,
    cancelled: Callable[[], bool] = lambda: False,
) -> PageImages:
    """Draw the pages of the PDF ``data`` at ``width_px`` device pixels.

    Args:
        data: The PDF.
        width_px: Of each picture; a page that would be too large is drawn coarser.
        most_pages: Only so many, from the first; 0 draws all.
        cancelled: Asked before each page; what is left is not drawn.

    Raises:
        ValueError: ``data`` is not a PDF that can be read.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        raise ValueError("This is not a PDF that can be read.") from exc
    try:
        count = min(len(document), most_pages or len(document))
        images = [_draw(document[at], width_px) for at in range(count) if not cancelled()]
        return PageImages(tuple(images), width_px)
    except pypdfium2.PdfiumError as exc:
        raise ValueError("A page of this PDF cannot be drawn.") from exc
    finally:
        document.close()


def _draw(page: object, width_px: int) -> QImage:
    from typing import Any, cast

    handle = cast("Any", page)
    try:
        width, height = max(1.0, handle.get_width()), max(1.0, handle.get_height())
        scale = min(width_px / width, math.sqrt(MOST_PIXELS / (width * height)))
        bitmap = handle.render(scale=scale, may_draw_forms=False)
        form = QImage.Format.Format_BGR888 if bitmap.n_channels == 3 else QImage.Format.Format_RGB32
        picture = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
        bitmap.close()
        return picture
    finally:
        handle.close()
