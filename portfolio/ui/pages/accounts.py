"""Accounts: says plainly what will be here, and what was read from folders until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.model.codes import CoverageState, SourceKind
from portfolio.ui.models.coverage import CoverageSentence, sentences
from portfolio.ui.page import Page
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import ElidedLabel, IconLabel, Text
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.painting import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.source import Source
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session

_WORST_FIRST = (
    CoverageState.UNKNOWN,
    CoverageState.IN_PART,
    CoverageState.HIDDEN,
    CoverageState.NOT_ASKED,
    CoverageState.COMPLETE,
)


class AccountsPage(Page):
    """Later: accounts. Now: the folders that were read, and how completely."""

    page_id = "accounts"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Accounts")

    def refresh(self, change: Change | None) -> None:
        """Show the sources and what was read of each."""
        if change is not None and not change.touches("source", "question"):
            return
        if self.session.is_open:
            self.session.read(lambda reader: reader.sources.all(), self._show)

    def _build(self) -> None:
        head = PageHead(self.title, self.tr("What was read from where, and what is missing."))
        self._update = Button(self.tr("Bring up to date"), icon="refresh-cw")
        self._update.clicked.connect(self._bring_up_to_date)
        add = Button(self.tr("Read folders…"), icon="plus")
        add.clicked.connect(self._read_folders)
        head.add_action(self._update, add)
        self.column.addWidget(head)
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_MARGIN)
        self._body.setSpacing(SPACE_16)
        self._body.addWidget(self._later())
        self._folders: QWidget = QWidget()
        self._body.addWidget(self._folders)
        self._body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(self.title)
        area.setWidget(body)
        self.column.addWidget(area, 1)

    def _later(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        edge = metrics(QApplication.font()).icon
        row.addWidget(IconLabel("plug", "muted", edge))
        row.addWidget(Text(self.tr("No accounts yet"), TextSize.STRONG), 1)
        card.column.addLayout(row)
        words = self.tr(
            "This version reads folders on this computer only. Accounts such as GitHub, GitLab, "
            "Discourse and MediaWiki will be added here in a later version. You will see what "
            "will be read before you sign in, and passwords will be kept in the system’s keyring."
        )
        card.column.addWidget(Text(words, tone="muted", wraps=True))
        words = self.tr("Nothing has been sent or fetched.")
        card.column.addWidget(Text(words, tone="muted", wraps=True))
        return card

    def _show(self, sources: Sequence[Source]) -> None:
        folders = [source for source in sources if source.kind is SourceKind.GIT_FOLDER]
        shown = self._folder_card(folders) if folders else QWidget()
        self._body.replaceWidget(self._folders, shown)
        self._folders.hide()
        self._folders.deleteLater()
        self._folders = shown
        none = self.tr("No folder was read yet")
        self._update.set_available("" if folders else none)

    def _folder_card(self, folders: Sequence[Source]) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        edge = metrics(QApplication.font()).icon
        row.addWidget(IconLabel("folder-git-2", "muted", edge))
        row.addWidget(Text(self.tr("Folders"), TextSize.STRONG))
        count = self.tr("%n repository(s)", "", len(folders))
        row.addWidget(Text(count, tone="muted"), 1)
        card.column.addLayout(row)
        grid = QGridLayout()
        grid.setContentsMargins(edge + SPACE_12, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_8)
        grid.setColumnMinimumWidth(1, 168)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 1)
        for at, source in enumerate(folders):
            self._add_source(grid, at, source)
        card.column.addLayout(grid)
        return card

    def _add_source(self, grid: QGridLayout, at: int, source: Source) -> None:
        edge = metrics(QApplication.font()).icon
        said = self._worst_sentence(source)
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(IconLabel(said.icon, said.tone, edge), at, 0, middle)
        grid.addWidget(ElidedLabel(source.label), at, 1, middle)
        words = ElidedLabel(said.words, tone="muted", is_data=False)
        grid.addWidget(words, at, 2, middle)
        place = ElidedLabel(source.place, TextSize.SMALL, "muted", elide=MIDDLE)
        grid.addWidget(place, at, 3, middle)

    def _worst_sentence(self, source: Source) -> CoverageSentence:
        if source.last_error:
            kept = self.tr("Could not be read last time. What was read before is kept.")
            return CoverageSentence("triangle-alert", "warn", "", kept)
        said = sentences(source, self.session.clock.now().date())
        states = [_WORST_FIRST.index(item.state) for item in source.coverage]
        return said[states.index(min(states))] if states else said[0]

    @Slot()
    def _bring_up_to_date(self) -> None:
        self.navigator.trigger("record.update")

    @Slot()
    def _read_folders(self) -> None:
        self.navigator.trigger("folders.add")
