"""The pages of a window: made when first shown, refreshed when they are behind the record."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from portfolio.ui.pages.catalogue import spec_of
from portfolio.ui.session import ALL_CHANGED, Change, Session

if TYPE_CHECKING:
    from portfolio.ui.page import Navigator, Page


class PageStack(QStackedWidget):
    """Holds the pages; knows which is shown and which are behind.

    Args:
        kept: What pages said to keep at the last end, by page id.
    """

    def __init__(self, session: Session, navigator: Navigator, kept: object) -> None:
        super().__init__()
        self._session, self._navigator = session, navigator
        self._kept: dict[str, Any] = kept if isinstance(kept, dict) else {}
        self._pages: dict[str, Page] = {}
        self._behind: dict[str, Change | None] = {}  # None: has never loaded
        self.current_id = ""
        self.addWidget(QWidget())  # shown while nothing is known yet

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self.current_id)

    def show_page(self, page_id: str) -> Page:
        """Show a page of the catalogue, making it first when needed, and bring it up to date."""
        page = self._pages.get(page_id) or self._make(page_id)
        self.current_id = page_id
        self.setCurrentWidget(page)
        self._catch_up(page_id)
        return page

    def take_change(self, change: Change) -> None:
        """Refresh the page that is shown, remember for the others that they are behind."""
        for page_id in self._pages:
            if page_id != self.current_id:
                self._remember(page_id, change)
        page = self.page
        if page is not None:
            is_first = self.current_id in self._behind
            self._behind.pop(self.current_id, None)
            page.refresh(None if is_first or change is ALL_CHANGED else change)

    def kept(self) -> dict[str, Any]:
        """Return what pages want to find again at the next start."""
        for page_id, page in self._pages.items():
            if state := page.save_state():
                self._kept[page_id] = state
        return self._kept

    def _make(self, page_id: str) -> Page:
        spec = spec_of(page_id)
        assert spec is not None, page_id  # noqa: S101  (the window asks the catalogue first)
        make = getattr(import_module(spec.module), spec.class_name)
        page: Page = make(self._session, self._navigator)
        self._pages[page_id] = page
        self._behind[page_id] = None
        self.addWidget(page)
        state = self._kept.get(page_id)
        if isinstance(state, dict):
            page.restore_state(state)
        return page

    def _catch_up(self, page_id: str) -> None:
        knows_something = self._session.is_open or self._session.glance is not None
        if page_id in self._behind and knows_something:
            change = self._behind[page_id]
            if self._session.is_open:
                del self._behind[page_id]
            self._pages[page_id].refresh(change)

    def _remember(self, page_id: str, change: Change) -> None:
        if page_id not in self._behind:
            self._behind[page_id] = None if change is ALL_CHANGED else change
            return
        earlier = self._behind[page_id]
        if earlier is not None:
            is_all = change is ALL_CHANGED
            self._behind[page_id] = None if is_all else Change(earlier.kinds | change.kinds)
