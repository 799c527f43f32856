"""Settings: searchable, applied at once, each group back to its usual values with one button."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from portfolio.errors import PortfolioError
from portfolio.ui.matching import match
from portfolio.ui.models.words import fill
from portfolio.ui.page import Page
from portfolio.ui.pages.account_settings import AccountSettings
from portfolio.ui.pages.key_card import KeyCard
from portfolio.ui.pages.record_care import RecordCare
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.labels import ElidedLabel, Text, mark_data
from portfolio.ui.widgets.notices import EmptyState
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.painting import MIDDLE
from portfolio.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session

_MAX_DEPTH = 20


@dataclass(slots=True)
class _Section:
    """A card, and the words one may look for to find it."""

    card: QWidget
    words: str


class SettingsPage(Page):
    """Appearance, reading, documents, the log, and the care of the record itself."""

    page_id = "settings"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._sections: list[_Section] = []
        self._is_showing = False
        self._build()
        self._show()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Settings")

    def focus_filter(self) -> bool:
        """Put the focus into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
        return True

    def refresh(self, change: Change | None) -> None:
        """Show the settings as they are, and the backups there are."""
        if change is None:
            self._show()
            self.accounts.show_proxy()
        self.keys.refresh(change)
        self.care.refresh()

    def _build(self) -> None:
        head = PageHead(self.title, self.tr("Every change holds at once."))
        self.search = SearchField(self.tr("Find a setting"))
        self.search.setFixedWidth(280)
        self.search.words_changed.connect(self._filter)
        head.add_action(self.search)
        self.column.addWidget(head)
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        body.setMaximumWidth(880)
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_MARGIN)
        self._body.setSpacing(SPACE_16)
        self._build_appearance()
        self._build_reading()
        self._build_accounts()
        self._build_documents()
        self.keys = KeyCard(self.session)
        self._add(self.keys, self.tr("Signing keys sign letters badges recovery file SSH agent"))
        self.care = RecordCare(self.session, self.navigator)
        words = self.tr("Record backup restore check delete folder where kept damaged")
        self._body.addWidget(self.care)
        self._sections.append(_Section(self.care, words))
        self._build_log()
        self._none = EmptyState("search", self.tr("No setting has these words."))
        self._none.hide()
        self._body.addWidget(self._none)
        self._body.addStretch(1)
        outer = QWidget()
        outer.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        across = QHBoxLayout(outer)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(body, 100)
        across.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(outer)
        self.column.addWidget(area, 1)

    def _build_appearance(self) -> None:
        choices = [
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ]
        self.theme = Segments(choices, self.tr("Colours"))
        self.theme.chosen.connect(self._choose_theme)
        self.contrast = QCheckBox(self.tr("High contrast"))
        self.contrast.toggled.connect(self._toggle_contrast)
        card = self._card(self.tr("Appearance"), "appearance")
        _add_row(card, Text(self.tr("Colours")), self.theme)
        card.column.addWidget(self.contrast)
        self._add(card, self.tr("Appearance colours theme light dark system high contrast"))

    def _build_reading(self) -> None:
        self.depth_field = QSpinBox()
        self.depth_field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.depth_field.setRange(1, _MAX_DEPTH)
        self.depth_field.setAccessibleName(self.tr("Folders deep"))
        self.depth_field.valueChanged.connect(self._set_depth)
        mark_data(self.depth_field)
        card = self._card(self.tr("Reading folders"), "reading")
        label = Text(self.tr("Look for repositories this many folders deep"))
        label.setBuddy(self.depth_field)
        _add_row(card, label, self.depth_field)
        words = self.tr("Folders are only read, never changed, and nothing in them is run.")
        card.column.addWidget(Text(words, TextSize.SMALL, "muted", wraps=True))
        self._add(card, self.tr("Reading folders repositories depth deep git"))

    def _build_accounts(self) -> None:
        self.accounts = AccountSettings(self.session, self._change)
        card = self._card(self.tr("Accounts"), "accounts")
        card.column.addWidget(self.accounts)
        self._add(
            card, self.tr("Accounts network hours battery metered proxy certificate client id")
        )

    def _build_documents(self) -> None:
        self.folder = ElidedLabel("", tone="muted", elide=MIDDLE)
        change = Button(self.tr("Change…"), is_small=True)
        change.setAccessibleName(self.tr("Change the folder for documents"))
        change.clicked.connect(self._choose_folder)
        self.opens = QCheckBox(self.tr("Open a document once it is saved"))
        self.opens.toggled.connect(self._toggle_opens)
        card = self._card(self.tr("Documents"), "documents")
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(Text(self.tr("Save documents in")))
        row.addWidget(self.folder, 1)
        row.addWidget(change)
        card.column.addLayout(row)
        card.column.addWidget(self.opens)
        self._add(card, self.tr("Documents save folder open viewer PDF"))

    def _build_log(self) -> None:
        choices = [
            ("error", self.tr("Faults")),
            ("warning", self.tr("Warnings")),
            ("info", self.tr("Usual")),
            ("debug", self.tr("Everything")),
        ]
        self.level = Segments(choices, self.tr("What the log keeps"))
        self.level.chosen.connect(self._choose_level)
        card = self._card(self.tr("Log"), "logging")
        _add_row(card, Text(self.tr("What the log keeps")), self.level)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        show = Button(self.tr("Show the log"), is_small=True)
        show.clicked.connect(self._show_log)
        folder = Button(self.tr("Open its folder"), is_small=True)
        folder.clicked.connect(self._open_log_folder)
        row.addWidget(show)
        row.addWidget(folder)
        row.addStretch(1)
        card.column.addLayout(row)
        self._add(card, self.tr("Log faults warnings level messages"))

    def _card(self, title: str, group: str) -> Card:
        card = Card()
        card.column.setSpacing(SPACE_12)
        row = QHBoxLayout()
        row.addWidget(Text(title, TextSize.STRONG), 1)
        reset = Button(self.tr("Usual values"), ButtonKind.QUIET, is_small=True, is_flush=True)
        reset.setAccessibleName(fill(self.tr("Usual values for: %1"), title))
        reset.setProperty("group", group)
        reset.clicked.connect(self._reset)
        row.addWidget(reset)
        card.column.addLayout(row)
        return card

    def _add(self, card: QWidget, words: str) -> None:
        self._body.addWidget(card)
        self._sections.append(_Section(card, words))

    def _show(self) -> None:
        """Show the settings without taking that for a change."""
        value = self.session.settings.value
        self._is_showing = True
        self.theme.choose(value.appearance.theme)
        self.contrast.setChecked(value.appearance.high_contrast)
        self.depth_field.setValue(value.reading.max_depth)
        self.folder.set_words(value.documents.folder or str(documents_folder()))
        self.opens.setChecked(value.documents.opens_saved)
        self.level.choose(value.logging.level)
        self.accounts.show_values(value.accounts)
        self._is_showing = False

    def _change(self, group: str, **values: Any) -> None:
        if self._is_showing:
            return
        try:
            self.session.settings.change(group, **values)
        except PortfolioError as error:
            self.session.tell_failed(error)

    @Slot(str)
    def _filter(self, query: str) -> None:
        shown = 0
        words: Sequence[str] = query.split()
        for section in self._sections:
            fits = all(match(word, section.words) is not None for word in words)
            section.card.setVisible(fits)
            shown += fits
        self._none.setVisible(not shown)

    @Slot()
    def _reset(self) -> None:
        group = str(self.sender().property("group"))
        try:
            self.session.settings.reset(group)
        except PortfolioError as error:
            self.session.tell_failed(error)
        self._show()
        if group == "appearance":
            self.navigator.trigger("theme.system")
            self._apply_contrast(wanted=False)
        elif group == "logging":
            self._apply_level("info")

    @Slot(str)
    def _choose_theme(self, mode: str) -> None:
        if not self._is_showing:
            self.navigator.trigger(f"theme.{mode}")

    @Slot(bool)
    def _toggle_contrast(self, wanted: bool) -> None:  # noqa: FBT001  (a slot)
        if not self._is_showing:
            self._apply_contrast(wanted=wanted)

    def _apply_contrast(self, *, wanted: bool) -> None:
        from PySide6.QtWidgets import QApplication

        from portfolio.ui.theme.palette import tokens_of

        if tokens_of(QApplication.palette()).is_high_contrast != wanted:
            self.navigator.trigger("theme.contrast")

    @Slot(int)
    def _set_depth(self, depth: int) -> None:
        self._change("reading", max_depth=depth)

    @Slot(bool)
    def _toggle_opens(self, wanted: bool) -> None:  # noqa: FBT001  (a slot)
        self._change("documents", opens_saved=wanted)

    @Slot(str)
    def _choose_level(self, level: str) -> None:
        self._change("logging", level=level)
        self._apply_level(level)

    def _apply_level(self, level: str) -> None:
        import logging

        logging.getLogger().setLevel(level.upper())

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Save documents in"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDirectory(self.folder.text())
        dialog.fileSelected.connect(self._set_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _set_folder(self, folder: str) -> None:
        self._change("documents", folder=folder)
        self.folder.set_words(folder)

    @Slot()
    def _show_log(self) -> None:
        self.navigator.trigger("help.log")

    @Slot()
    def _open_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.paths.log.parent)))


def documents_folder() -> Path:
    """Return the person's documents folder, or their home."""
    from PySide6.QtCore import QStandardPaths

    where = QStandardPaths.StandardLocation.DocumentsLocation
    found = QStandardPaths.writableLocation(where)
    return Path(found) if found else Path.home()


def _add_row(card: Card, label: QWidget, field: QWidget) -> None:
    row = QHBoxLayout()
    row.setSpacing(SPACE_12)
    row.addWidget(label, 1)
    row.addWidget(field)
    card.column.addLayout(row)
