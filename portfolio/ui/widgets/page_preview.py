"""Preview of a document's pages: paper on a desk, page by page, fitted or zoomed.

The old pages stay until new ones are given, so that typing never makes the preview flicker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.labels import Text, mark_data

if TYPE_CHECKING:
    from portfolio.ui.page_images import PageImages

ZOOM_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
POINTS_TO_PIXELS = 96 / 72
SETTLE_MS = 120
MOST_PX = 2400
"""Pages are drawn at most this wide (32 MB each) and scaled up beyond it."""

UNSEEN_WIDTH = 700
"""Pages made while they are out of sight are drawn at least this wide, to be sharp when seen."""


class _Paper(QWidget):
    """One page, drawn at device resolution with a hairline round it."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: QImage | None = None
        self._pixmap = QPixmap()
        self.setAccessibleName(self.tr("Page {number}").format(number=number))
        mark_data(self)

    def show_image(self, image: QImage, width: int) -> None:
        """Show a picture at a width in pixels of the window."""
        if image is not self._shown:
            self._shown = image
            self._pixmap = QPixmap.fromImage(image)
            self.update()
        self.setFixedSize(width, round(width * image.height() / max(1, image.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._pixmap)
        # Paper, not a light: a little darker than white in a dark window.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(self.rect(), QColor(tokens_of(self).page))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QColor(tokens_of(self).border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class _Desk(QWidget):
    """The ground the papers lie on."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens_of(self).desk))
        painter.end()


class PagePreview(QWidget):
    """Pages under a line with what the preview is doing, the page number and the zoom.

    Signals:
        width_wanted: Pages should be drawn for this many device pixels (`wanted_width_px`).
    """

    width_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: tuple[QImage, ...] = ()
        self._drawn_px = 0
        self._zoom = 0.0  # 0 fits the width
        self._page_points = 595.0
        self._papers: list[_Paper] = []
        self._build()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._ask)
        self._show_place()

    def set_pages(self, pages: PageImages) -> None:
        """Show new pages at the present scroll position."""
        at = self._scroll.verticalScrollBar().value()
        self._images, self._drawn_px = pages.images, pages.width_px
        self._lay_out()
        self._scroll.verticalScrollBar().setValue(at)
        self._show_place()

    def add_notice(self, notice: QWidget) -> None:
        """Put something to be said about the pages above them."""
        notice.setParent(self)
        self._notices.addWidget(notice)
        self._notices.addSpacing(SPACE_8)

    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self._images)

    def set_state(self, words: str) -> None:
        """Say what the preview is doing."""
        self._state.setText(words)

    def wanted_width_px(self) -> int:
        """Return the width pages should be drawn for, in device pixels."""
        width = self._paper_width()
        if not self.isVisible():
            width = max(width, UNSEEN_WIDTH)
        wanted = round(width * self.devicePixelRatioF())
        return min(MOST_PX, max(64, wanted))

    def _build(self) -> None:
        self._state = Text("", TextSize.SMALL, "muted")
        self._place = Text("", TextSize.SMALL)
        self._back = IconButton("arrow-left", self.tr("Page before"), is_small=True)
        self._on = IconButton("arrow-right", self.tr("Next page"), is_small=True)
        self._smaller = IconButton("minus", self.tr("Smaller"), is_small=True)
        self._larger = IconButton("plus", self.tr("Larger"), is_small=True)
        self._scale = Button(self.tr("Fit"), ButtonKind.QUIET, is_small=True)
        self._scale.setToolTip(self.tr("Fit the pages to the width"))
        self._scale.clicked.connect(self.fit)
        self._back.clicked.connect(self._go_back)
        self._on.clicked.connect(self._go_on)
        self._smaller.clicked.connect(self._zoom_out)
        self._larger.clicked.connect(self._zoom_in)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_16, SPACE_12, SPACE_16, SPACE_12)
        head.setSpacing(SPACE_8)
        head.addWidget(self._state)
        head.addStretch(1)
        parts: tuple[QWidget, ...] = (self._back, self._place, self._on)
        for part in parts:
            head.addWidget(part)
        head.addSpacing(SPACE_16)
        for part in (self._smaller, self._scale, self._larger):
            head.addWidget(part)
        self._desk = _Desk()
        self._column = QVBoxLayout(self._desk)
        self._column.setContentsMargins(SPACE_24, 0, SPACE_24, SPACE_24)
        self._column.setSpacing(SPACE_16)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(self._desk)
        self._scroll.setAccessibleName(self.tr("Pages of the document"))
        self._scroll.verticalScrollBar().valueChanged.connect(self._show_place)
        self._scroll.viewport().installEventFilter(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(SPACE_16, 0, SPACE_16, 0)
        whole.addLayout(self._notices)
        whole.addWidget(self._scroll, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the desk behind the head as well."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens_of(self).desk))
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the view while pages are fitted."""
        if watched is self._scroll.viewport() and event.type() == QEvent.Type.Resize:
            if self._zoom == 0.0:
                self._lay_out()
            self._settled.start()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """Return room for a readable page."""
        return QSize(620, 700)

    def _paper_width(self) -> int:
        if self._zoom:
            return round(self._page_points * POINTS_TO_PIXELS * self._zoom)
        # Room for the scroll bar always: else a page that fits only without it comes and goes.
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        room = self._scroll.width() - bar - 2 * SPACE_24
        return max(200, min(room, round(self._page_points * POINTS_TO_PIXELS * 1.25)))

    def _lay_out(self) -> None:
        while len(self._papers) > len(self._images):
            paper = self._papers.pop()
            self._column.removeWidget(paper)
            paper.hide()
            paper.deleteLater()
        while len(self._papers) < len(self._images):
            paper = _Paper(len(self._papers) + 1, self._desk)
            self._papers.append(paper)
            self._column.addWidget(paper, 0, Qt.AlignmentFlag.AlignHCenter)
            paper.show()
        width = self._paper_width()
        for paper, image in zip(self._papers, self._images, strict=True):
            paper.show_image(image, width)

    def _current(self) -> int:
        """Return the index of the page at the middle of the view."""
        middle = self._scroll.verticalScrollBar().value() + self._scroll.viewport().height() // 2
        for at, paper in enumerate(self._papers):
            if paper.geometry().bottom() + SPACE_16 >= middle:
                return at
        return max(0, len(self._papers) - 1)

    @Slot()
    def _show_place(self) -> None:
        count = len(self._papers)
        at = self._current()
        words = self.tr("Page {at} of {count}").format(at=at + 1, count=count)
        self._place.setText(words if count else "")
        self._back.setEnabled(count > 0 and at > 0)
        self._on.setEnabled(at + 1 < count)
        at_step = self._zoom
        self._smaller.setEnabled(at_step != ZOOM_STEPS[0])
        self._larger.setEnabled(at_step != ZOOM_STEPS[-1])

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._papers):
            self._scroll.verticalScrollBar().setValue(self._papers[at].y() - SPACE_8)
            self._show_place()

    @Slot()
    def _go_back(self) -> None:
        self._go(self._current() - 1)

    @Slot()
    def _go_on(self) -> None:
        self._go(self._current() + 1)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        percent = self.tr("{percent} %").format(percent=round(zoom * 100))
        self._scale.set_words(percent if zoom else self.tr("Fit"))
        self._lay_out()
        self._show_place()
        self._settled.start()

    def _shown_zoom(self) -> float:
        return self._zoom or self._paper_width() / (self._page_points * POINTS_TO_PIXELS)

    @Slot()
    def _zoom_in(self) -> None:
        shown = self._shown_zoom()
        self._set_zoom(next((s for s in ZOOM_STEPS if s > shown + 0.01), ZOOM_STEPS[-1]))

    @Slot()
    def _zoom_out(self) -> None:
        shown = self._shown_zoom()
        smaller = [s for s in ZOOM_STEPS if s < shown - 0.01]
        if not smaller:
            return
        self._set_zoom(smaller[-1])

    def fit(self) -> None:
        """Go back to pages fitted to the width."""
        self._set_zoom(0.0)

    @Slot()
    def _ask(self) -> None:
        if self._images and self._drawn_px != self.wanted_width_px():
            self.width_wanted.emit(self.wanted_width_px())
