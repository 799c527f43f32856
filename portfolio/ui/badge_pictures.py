"""Pictures of badges, drawn small off the UI thread and kept by size.

They come from outside. Rasters go through Qt's reader with the format their first bytes say and
a limit on memory; an SVG is drawn only when it holds nothing but shapes. What may not be drawn, or
cannot be, is shown as the neutral octagon.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from portfolio.model.badge import Badge
    from portfolio.ui.session import Session

MOST_MEGABYTES: Final = 96
"""Of one picture while it is read: 16 million pixels of 4 bytes, and some."""
MOST_KEPT: Final = 400
"""Pictures: more than any wall shows at once, and some 40 MB where they are drawn twice as fine."""
_AT_ONCE: Final = 24
_EXECUTOR: Final = "pictures"
_FORMATS: Final = {"image/png": b"png", "image/jpeg": b"jpeg", "image/gif": b"gif"}
_SVG: Final = "image/svg+xml"

Name = tuple[str, int, int]
"""Badge's id with the digest of its picture, edge in device pixels."""


def draw(data: bytes, media_type: str, edge: int) -> QImage | None:
    """Return a picture that fits into a square, or None where it may not or cannot be drawn.

    Takes milliseconds, for the largest picture some tenths of a second; on any thread.

    Args:
        data: The picture's bytes.
        media_type: As `images.kind_of` found it.
        edge: Of the square, in device pixels.
    """
    if media_type == _SVG:
        return _draw_svg(data, edge)
    kind = _FORMATS.get(media_type)
    if kind is None or not _is_small(data):
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setDecideFormatFromContent(False)
    size = reader.size()
    if not size.isValid():
        return None
    reader.setScaledSize(_fitted(size, edge))
    image = reader.read()
    return None if image.isNull() else image


def _is_small(data: bytes) -> bool:
    """Say whether the size the header names is one that is drawn (nothing is decoded)."""
    from portfolio.attest.badges import images

    return bool(images.kind_of(data)) or _is_small_png(data)


def _is_small_png(data: bytes) -> bool:
    from portfolio.attest.badges import png
    from portfolio.errors import BadgeError

    try:
        return png.is_png(data) and bool(png.size(data))
    except BadgeError:
        return False


def _draw_svg(data: bytes, edge: int) -> QImage | None:
    from portfolio.attest.badges.svg_drawing import may_be_drawn

    if not may_be_drawn(data):
        return None
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid():
        return None
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def _fitted(size: QSize, edge: int) -> QSize:
    fitted = size.scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio)
    return fitted.expandedTo(QSize(1, 1))


class BadgePictures(QObject):
    """Pictures by badge and size; one that is not there yet is drawn and then told. UI thread.

    Signals:
        drawn: Pictures that were asked for are there.
    """

    drawn = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(MOST_MEGABYTES)
        self._session = session
        self._kept: OrderedDict[Name, QPixmap | None] = OrderedDict()
        self._wanted: dict[Name, tuple[bytes, str, float]] = {}
        self._is_drawing = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._draw)

    def get(self, badge: Badge, edge: int, ratio: float) -> QPixmap | None:
        """Return a badge's picture, or None while there is none.

        Args:
            badge: With its picture.
            edge: Of the square it fits in, in logical pixels.
            ratio: Device pixels for each of them.
        """
        if not badge.image:
            return None
        name = (badge.id, hash(badge.image), round(edge * ratio))
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        if name not in self._wanted:
            self._wanted[name] = (badge.image, badge.image_type, ratio)
            self._later.start()
        return None

    def _draw(self) -> None:
        if self._is_drawing or not self._wanted:
            return
        # The latest asked for are in sight; what was scrolled past is drawn when it is back.
        batch = dict(list(self._wanted.items())[-_AT_ONCE:])
        self._wanted = batch.copy()
        self._is_drawing = True

        def work(_report: object, _cancelled: object) -> dict[Name, QImage | None]:
            return {name: draw(data, kind, name[2]) for name, (data, kind, _) in batch.items()}

        self._session.run(work, on_done=self._take, on_failed=self._give_up, executor=_EXECUTOR)

    def _take(self, images: dict[Name, QImage | None]) -> None:
        self._is_drawing = False
        for name, image in images.items():
            _, _, ratio = self._wanted.pop(name)
            self._kept[name] = None
            if image is not None:
                made = QPixmap.fromImage(image)
                made.setDevicePixelRatio(ratio)
                self._kept[name] = made
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self.drawn.emit()
        if self._wanted:
            self._later.start()

    def _give_up(self, error: Exception) -> None:
        self._is_drawing = False
        self._kept.update(dict.fromkeys(self._wanted))
        self._wanted.clear()
        self._session.tell_failed(error)
