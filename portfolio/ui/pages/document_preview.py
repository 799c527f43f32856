"""The pages of an edition as they would be saved now, drawn anew whenever something changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.errors import PortfolioError
from portfolio.ui.page_images import PageImages, draw_pages
from portfolio.ui.tasks import RENDER
from portfolio.ui.widgets.notices import Banner, BannerKind
from portfolio.ui.widgets.page_preview import PagePreview

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.clock import Clock
    from portfolio.operations.preview import Drafted, Preview
    from portfolio.store.store import Store
    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task

PREVIEW_AFTER_MS = 200
"""The pages are made this long after the last key."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    edition_id: str
    page_limit: int
    preview: Preview
    images: PageImages


class DocumentPreview(QWidget):
    """Pages with, above them, what is to be said about them: too long, or why there are none.

    The old pages stay until the new ones are there; of several wishes the newest wins.

    Args:
        session: The record.
        drafted: Asked for what to draw each time, on the UI thread; None draws nothing.

    Signals:
        made: The `Preview` that is shown now.
    """

    made = Signal(object)

    def __init__(
        self,
        session: Session,
        drafted: Callable[[], Drafted | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._drafted = session, drafted
        self._drawing: Task | None = None
        self._is_late = False
        self.last: Preview | None = None
        self.notice = Banner(BannerKind.NEEDS_YOU, "")
        self.notice.hide()
        self.pages = PagePreview()
        self.pages.width_wanted.connect(self._draw_again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages)
        self.pages.add_notice(self.notice)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PREVIEW_AFTER_MS)
        self._pause.timeout.connect(self.draw)

    @Slot()
    def wait(self) -> None:
        """Draw once nothing was typed for a moment."""
        self._pause.start()

    @Slot()
    def draw(self) -> None:
        """Draw now; while pages are being made, once they are there."""
        self._pause.stop()
        drafted = self._drafted() if self._session.is_open else None
        if drafted is None:
            return
        if self._drawing is not None:
            self._is_late = True
            return
        if not self.pages.page_count():
            self.pages.set_state(self.tr("Making the preview…"))
        work = _Making(
            self._session.store, self._session.clock, drafted, self.pages.wanted_width_px()
        )
        self._drawing = self._session.run(
            work, on_done=self._show, on_failed=self._fail, executor=RENDER
        )

    def _end(self) -> None:
        self._drawing = None
        if self._is_late:
            self._is_late = False
            self.draw()

    def _show(self, drawn: _Drawn) -> None:
        now = self._drafted()
        if now is not None and now.edition.id == drawn.edition_id:
            self.last = drawn.preview
            self._warn(drawn)
            self.pages.set_pages(drawn.images)
            self.pages.set_state(self.tr("Preview, updated as you edit"))
            self.made.emit(drawn.preview)
            self._is_late |= drawn.images.width_px != self.pages.wanted_width_px()
        self._end()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self.notice.say(BannerKind.FAILED, str(error))
            self.pages.set_state("")
            self._end()
            return
        self._drawing = None
        self._session.tell_failed(error)

    def _warn(self, drawn: _Drawn) -> None:
        made, limit = drawn.preview, drawn.page_limit
        if limit and made.body_page_count > limit:
            pages = self.tr("%n pages.", "", made.body_page_count)
            limit_words = self.tr("Your limit is %n.", "pages", limit)
            words = f"{pages} {limit_words}"
        else:
            words = made.warnings[0] if made.warnings else ""
        if not words:
            self.notice.hide()
        elif self.notice.isHidden() or self.notice.words() != words:
            self.notice.say(BannerKind.NEEDS_YOU, words)

    @Slot(int)
    def _draw_again(self, width_px: int) -> None:
        """Draw the same document at another width."""
        if self._drawing is not None:
            self._is_late = True  # it is being drawn at the old one
        elif self.last is not None:
            self._session.run(
                _Drawing(self.last, width_px), on_done=self._show_again, executor=RENDER
            )

    def _show_again(self, drawn: tuple[Preview, PageImages]) -> None:
        preview, images = drawn
        if preview is self.last:  # else newer pages came meanwhile
            self.pages.set_pages(images)


class _Making:
    """Lays out and draws a document, away from the UI thread."""

    def __init__(self, store: Store, clock: Clock, drafted: Drafted, width_px: int) -> None:
        self._store, self._clock = store, clock
        self._drafted, self._width_px = drafted, width_px

    def __call__(self, _report: object, _cancelled: object) -> _Drawn:
        """Return the document and its pages."""
        from portfolio.operations import preview

        edition = self._drafted.edition
        made = preview.make(self._store, self._clock, edition.id, drafted=self._drafted)
        images = draw_pages(made.data, width_px=self._width_px)
        return _Drawn(edition.id, edition.page_limit, made, images)


class _Drawing:
    """Draws the pages of a document that was laid out before."""

    def __init__(self, made: Preview, width_px: int) -> None:
        self._made, self._width_px = made, width_px

    def __call__(self, _report: object, _cancelled: object) -> tuple[Preview, PageImages]:
        """Return the document and its pages."""
        return self._made, draw_pages(self._made.data, width_px=self._width_px)
