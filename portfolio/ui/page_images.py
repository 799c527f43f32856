"""Pages of a PDF as pictures, for the preview.

PDFium is not thread-safe: call this from one executor only (``render``), never from the UI
thread. The pictures are copies and may cross threads.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class PageImages:
    """The pages of one document, drawn at one width.

    Attributes:
        images: One picture a page, in order.
        width_px: Width in device pixels they were drawn for.
    """

    images: tuple[QImage, ...]
    width_px: int


def draw_pages(data: bytes, *, width_px: int) -> PageImages:
    """Draw every page of the PDF ``data`` at ``width_px`` device pixels.

    Raises:
        ValueError: ``data`` is not a PDF that can be read.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        raise ValueError("This is not a PDF that can be read.") from exc
    try:
        return PageImages(
            tuple(_draw(document[number], width_px) for number in range(len(document))), width_px
        )
    finally:
        document.close()


def _draw(page: object, width_px: int) -> QImage:
    from typing import Any, cast

    handle = cast("Any", page)
    try:
        bitmap = handle.render(scale=width_px / handle.get_width(), may_draw_forms=False)
        form = QImage.Format.Format_BGR888 if bitmap.n_channels == 3 else QImage.Format.Format_RGB32
        picture = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
        bitmap.close()
        return picture
    finally:
        handle.close()
