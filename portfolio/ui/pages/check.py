"""Check a document: what can be believed of a CV, a letter or a badge of anybody (look/10)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from portfolio.model.report import FileKind
from portfolio.model.text import clean_line
from portfolio.ui.actions import Command, Group
from portfolio.ui.handed_over import CHECKED_ENDINGS, LETTER_ENDINGS, dropped_files
from portfolio.ui.models.words import fill
from portfolio.ui.outside_link import open_outside
from portfolio.ui.page import NEW, Page
from portfolio.ui.pages.check_answer import CheckAnswer
from portfolio.ui.pages.check_work import CheckWork
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState, ProgressLine
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.page_preview import PagePreview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from portfolio.model.report import Report
    from portfolio.ui.page import Navigator
    from portfolio.ui.page_images import PageImages
    from portfolio.ui.pages.check_work import Checked
    from portfolio.ui.session import Change, Session

PREVIEW_PX: Final = 340
PAGE_NAME: Final = "check.html"


class CheckPage(Page):
    """Pages and verdict; works without a record. Target: a file, or `NEW`: ask for one."""

    page_id = "check"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self.setAcceptDrops(True)
        self._path: Path | None = None
        self.work = CheckWork(session, self)
        self.work.checked.connect(self._show)
        self.work.drawn.connect(self._show_pages)
        self.work.refused.connect(self._refuse)
        self.work.failed.connect(self._complain)
        self.work.saved.connect(self._tell_saved)
        self.work.page_saved.connect(self._tell_page_saved)
        self.work.asking.connect(self._tell_asking)
        self.work.busy_changed.connect(self._show_state)
        self._build()
        session.state_changed.connect(self._show_state)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Check a document")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title)
        self.open_other = Button(self.tr("Open another…"))
        self.open_other.clicked.connect(self._choose_file)
        self.again = Button(self.tr("Check again"), icon="refresh-cw")
        self.again.clicked.connect(self._check_again)
        self.online = Button(self.tr("Go online and check"), icon="search")
        self.online.clicked.connect(self._ask_online)
        self.save = Button(self.tr("Save this report…"))
        self.save.clicked.connect(self._choose_report)
        self.save_page = Button(self.tr("Save the check page…"), ButtonKind.QUIET)
        self.save_page.setToolTip(
            self.tr("One file for a browser: others check with it and install nothing")
        )
        self.save_page.clicked.connect(self._choose_page)
        self.head.add_action(self.save_page, self.open_other, self.again, self.online, self.save)
        self.column.addWidget(self.head)
        self.column.addLayout(self._notices())
        self.empty = EmptyState(
            "shield-question",
            self.tr(
                "Drop a file here, or open one: a CV as PDF, a letter, a badge, a backpack or a "
                "share file, of anybody. Nothing is imported, nothing is fetched."
            ),
            self.tr("Open a file…"),
        )
        self.empty.requested.connect(self._choose_file)
        self.preview = PagePreview()
        self.preview.width_wanted.connect(self.work.draw)
        self.preview.setFixedWidth(PREVIEW_PX)
        self.answer = CheckAnswer()
        self.answer.link_wanted.connect(self._open_link)
        self._filled = QWidget()
        across = QHBoxLayout(self._filled)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.preview)
        across.addWidget(self.answer, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self._filled)
        self.column.addWidget(self.stack, 1)
        self._show_state()

    def _notices(self) -> QVBoxLayout:
        self.banner = Banner(BannerKind.PLAIN, "", parent=self)
        self.banner.requested.connect(self._take_in)
        self.banner.hide()
        self.progress = ProgressLine(parent=self)
        self.progress.cancel_requested.connect(self.work.cancel)
        self.progress.hide()
        column = QVBoxLayout()
        column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        column.setSpacing(SPACE_8)
        column.addWidget(self.banner)
        column.addWidget(self.progress)
        return column

    # Showing

    def refresh(self, change: Change | None) -> None:
        """Nothing of the record is shown here; only whether one can go online."""
        del change
        self._show_state()

    def show_target(self, target: object) -> None:
        """Check a file, or ask for one."""
        if isinstance(target, Path):
            self._open(target)
        elif target == NEW:
            self._choose_file()

    def focus_first(self) -> None:
        """Put the focus where one goes on."""
        has_report = self.work.last is not None
        first = self.open_other if has_report else self.empty.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, path: Path) -> None:
        self._path = path
        self.banner.hide()
        self.progress.say(fill(self.tr("Opening %1", "a file"), clean_line(path.name, limit=200)))
        self.work.open(path)

    @Slot(object)
    def _show(self, checked: Checked) -> None:
        report = checked.report
        is_new = self.stack.currentWidget() is not self._filled or not report.is_online
        self.banner.hide()
        self.answer.show_report(report, self.session.clock.now())
        self.head.set_subtitle(self._opened_words(report))
        self.stack.setCurrentWidget(self._filled)
        self._make_room()
        if is_new and report.page_count:
            self.work.draw(self.preview.wanted_width_px())
        if report.kind is FileKind.LETTER and self.session.is_open:
            words = self.tr("This letter is only shown. Nothing of it is kept.")
            self.banner.say(BannerKind.PLAIN, words, self.tr("Take in"))
        self._show_state()
        if self.empty.button.hasFocus() or self.focusWidget() is None:
            self.focus_first()

    def _opened_words(self, report: Report) -> str:
        parts = [f"\u2068{clean_line(report.name, limit=120)}\u2069"]
        if report.page_count:
            parts.append(self.tr("%n pages", "of the document", report.page_count))
        parts.append(self.tr("opened to look at, nothing imported"))
        return " · ".join(parts)

    @Slot(object)
    def _show_pages(self, images: PageImages) -> None:
        self.preview.set_pages(images)

    @Slot()
    def _show_state(self) -> None:
        """Show which buttons can be used now, and what is under way."""
        last, is_busy = self.work.last, self.work.is_busy
        for button in (self.open_other, self.again, self.save):
            button.setVisible(last is not None)
        self.save_page.setVisible(last is None)
        self.online.setVisible(last is not None and bool(last.report.wants))
        self.online.set_available(self._why_not_online())
        self.again.set_available(self.tr("Being checked now") if is_busy else "")
        self.progress.setVisible(is_busy)
        self.navigator.commands_changed()

    def _why_not_online(self) -> str:
        if self.work.is_busy:
            return self.tr("Being checked now")
        if not self.session.is_open:
            return self.tr("Your record is not open")
        if self.session.workspace.is_offline:
            return self.tr("Working without a network")
        last = self.work.last
        return "" if last and last.report.wants else self.tr("There is nothing to ask")

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.head.set_subtitle("")
        self.stack.setCurrentWidget(self.empty)
        self._show_state()
        self.banner.say(BannerKind.FAILED, words)

    @Slot(str)
    def _complain(self, words: str) -> None:
        self.banner.say(BannerKind.FAILED, words)

    @Slot(int, str)
    def _tell_asking(self, count: int, host: str) -> None:
        last = self.work.last
        total = max(count, len(last.report.wants)) if last is not None else count
        pattern = self.tr("Asked %1 of %2 addresses, last %3", "two counts; a host")
        number = self.locale().toString
        words = fill(pattern, number(count), number(total), f"\u2066{host}\u2069")
        self.progress.say(words, count, total)

    @Slot(str)
    def _tell_saved(self, name: str) -> None:
        words = fill(self.tr("The report is saved as %1.", "a file"), name)
        self.navigator.say(words, icon="file-check")

    @Slot(str)
    def _tell_page_saved(self, name: str) -> None:
        words = fill(self.tr("The check page is saved as %1.", "a file"), name)
        self.navigator.say(words, icon="file-check")

    # Doing

    @Slot()
    def _choose_file(self) -> None:
        patterns = " ".join(f"*{ending}" for ending in (*CHECKED_ENDINGS, *LETTER_ENDINGS))
        kinds = f"{self.tr('What can be checked')} ({patterns});;{self.tr('All files')} (*)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Check a document"), "", kinds)
        if path:
            self._open(Path(path))

    @Slot()
    def _check_again(self) -> None:
        if self._path is not None:
            self._open(self._path)

    @Slot()
    def _ask_online(self) -> None:
        if self._why_not_online():
            return
        self.banner.hide()
        self.progress.say(self.tr("Going online"))
        self.work.ask_online()

    @Slot()
    def _choose_report(self) -> None:
        if self._path is None:
            return
        name = f"{self._path.stem}-check.txt"
        kinds = f"{self.tr('Plain text')} (*.txt);;JSON (*.json)"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save this report"), name, kinds)
        if path:
            self.work.save(Path(path))

    @Slot()
    def _choose_page(self) -> None:
        kinds = f"{self.tr('Page for a browser')} (*.html)"
        title = self.tr("Save the check page")
        path, _ = QFileDialog.getSaveFileName(self, title, PAGE_NAME, kinds)
        if path:
            self.work.save_page(Path(path))

    @Slot()
    def _take_in(self) -> None:
        if self._path is not None:
            self.navigator.go("testimonials", self._path)

    @Slot(str)
    def _open_link(self, address: str) -> None:
        open_outside(address)

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Return the commands of the page."""
        page = Group.PAGE
        return (
            Command("check.again", self.tr("Check again"), self._check_again, page, "refresh-cw",
                    reason=self._no_report),
            Command("check.online", self.tr("Go online and check"), self._ask_online, page,
                    "search", reason=self._why_not_online),
            Command("check.save", self.tr("Save this report…"), self._choose_report, page,
                    "file-check", reason=self._no_report),
            Command("check.page", self.tr("Save the check page…"), self._choose_page, page,
                    "download"),
        )  # fmt: skip

    def _no_report(self) -> str:
        return "" if self.work.last is not None else self.tr("No file is open here")

    # Room

    def _make_room(self) -> None:
        last = self.work.last
        has_pages = last is not None and last.report.page_count > 0
        self.preview.setVisible(has_pages and not self.is_narrow())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pages out when the window is narrow."""
        super().resizeEvent(event)
        self._make_room()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file, whatever its name ends with, or the folder of a backpack."""
        if dropped_files(event, or_folder=True):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check what was dropped."""
        files = dropped_files(event, or_folder=True)
        if files:
            event.acceptProposedAction()
            self._open(files[0])

    def save_state(self) -> dict[str, Any]:
        """Keep nothing: a stranger's file is not opened again by itself."""
        return {}
