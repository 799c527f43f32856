"""Home without data: four ways to start, the sample and a backup (look/01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.page import Page
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import NARROW_BELOW, PAGE_MARGIN, SPACE_4, SPACE_8, SPACE_16
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Tile
from portfolio.ui.widgets.labels import IconLabel, Text
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session

_WIDEST = 880


class FirstRunPage(Page):
    """Tiles: folders, an account, a file someone sent, a document to check; links under them."""

    page_id = "first-run"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Start with what you already have")

    def focus_first(self) -> None:
        """Put the focus on the first tile."""
        self.folders.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, change: Change | None) -> None:
        """Say when git is missing; the other ways work without it."""
        del change
        from shutil import which

        self._no_git.setVisible(which("git") is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the small lines out when the window is narrow."""
        super().resizeEvent(event)
        is_narrow = self.window().width() < NARROW_BELOW
        for tile in (self.folders, self.account, self.sent, self.check):
            tile.set_compact(is_narrow)

    def _build(self) -> None:
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST)
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        body = QVBoxLayout(middle)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_4)
        body.addWidget(Text(self.title, TextSize.TITLE, wraps=True))
        hint = self.tr(
            "Pick any one. Nothing is registered, no name is asked, and everything stays on this "
            "computer."
        )
        body.addWidget(Text(hint, tone="muted", wraps=True))
        body.addSpacing(SPACE_16)
        self._no_git = Banner(
            BannerKind.PLAIN,
            self.tr("There is no git program on this computer, so folders cannot be read yet."),
        )
        self._no_git.hide()
        body.addWidget(self._no_git)
        body.addLayout(self._tiles())
        body.addSpacing(SPACE_16)
        body.addLayout(self._foot())
        inside = QWidget()
        inside.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        centre = QHBoxLayout(inside)
        centre.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        centre.addStretch(1)
        centre.addWidget(middle, 100, Qt.AlignmentFlag.AlignVCenter)
        centre.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.column.addWidget(area)

    def _tiles(self) -> QGridLayout:
        self.folders = Tile(
            "folder-git-2",
            self.tr("Folders on this computer"),
            self.tr("Read the git repositories you worked in."),
            self.tr("Works without a network. Nothing is sent."),
        )
        self.folders.clicked.connect(self._read_folders)
        self.account = Tile(
            "plug",
            self.tr("An account"),
            self.tr("GitHub, GitLab, a forum, a wiki and many more."),
            self.tr("You see what is read before you sign in."),
        )
        self.account.clicked.connect(self._add_account)
        self.sent = Tile(
            "mail-open",
            self.tr("Someone sent me a file"),
            self.tr("A testimonial, thanks, a badge or a request."),
            self.tr("Opening only shows it. You decide what to keep."),
        )
        self.sent.clicked.connect(self._open_sent)
        self.check = Tile(
            "shield-question",
            self.tr("Check a document"),
            self.tr("See what holds in a CV, a badge or a letter."),
            self.tr("For readers. You need no record of your own."),
        )
        self.check.clicked.connect(self._check)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_16)
        grid.addWidget(self.folders, 0, 0)
        grid.addWidget(self.account, 0, 1)
        grid.addWidget(self.sent, 1, 0)
        grid.addWidget(self.check, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _foot(self) -> QVBoxLayout:
        edge = metrics(QApplication.font()).icon
        foot = QVBoxLayout()
        foot.setSpacing(SPACE_8)
        lines = (
            ("download", self.tr("You can also drop a folder or a file anywhere on this window.")),
            (
                "pencil",
                self.tr(
                    "What no source knows you add under Contributions: by hand or from a file."
                ),
            ),
        )
        for icon, words in lines:
            row = QHBoxLayout()
            row.setSpacing(SPACE_8)
            row.addWidget(IconLabel(icon, "muted", edge), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(words, tone="muted", wraps=True), 1)
            foot.addLayout(row)
        foot.addLayout(self._others())
        return foot

    def _others(self) -> QHBoxLayout:
        self.sample = Button(self.tr("Look at sample data"), ButtonKind.QUIET, is_flush=True)
        self.sample.clicked.connect(self._open_sample)
        self.backup = Button(self.tr("Restore a backup…"), ButtonKind.QUIET, is_flush=True)
        self.backup.clicked.connect(self._restore)
        row = QHBoxLayout()
        row.setSpacing(SPACE_16)
        row.addWidget(self.sample)
        row.addWidget(self.backup)
        row.addStretch(1)
        return row

    @Slot()
    def _read_folders(self) -> None:
        self.navigator.trigger("folders.add")

    @Slot()
    def _add_account(self) -> None:
        from portfolio.ui.pages.accounts import ADD

        self.navigator.go("accounts", ADD)

    @Slot()
    def _open_sent(self) -> None:
        self.navigator.trigger("file.open")

    @Slot()
    def _check(self) -> None:
        self.navigator.go("check")

    @Slot()
    def _open_sample(self) -> None:
        self.navigator.trigger("sample.open")

    @Slot()
    def _restore(self) -> None:
        self.navigator.trigger("backup.restore")
