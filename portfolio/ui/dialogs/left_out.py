"""The list of what a document leaves out, for the holder's eyes only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QStringListModel, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from portfolio.export.chosen import LeftOutKind
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_12
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import Text, mark_data

if TYPE_CHECKING:
    from portfolio.export.chosen import LeftOut, LeftOutItem

translate = QCoreApplication.translate
WIDTH, HEIGHT = 560, 420


def reason_words(kind: LeftOutKind) -> str:
    """Say why something is left out."""
    words = {
        LeftOutKind.SOURCE_NOT_PUBLIC: translate("LeftOut", "from a source that is not public"),
        LeftOutKind.COUNTED_ONLY: translate("LeftOut", "counted, but not named"),
        LeftOutKind.CONFIDENTIAL_DEED: translate("LeftOut", "marked as confidential"),
        LeftOutKind.CONFIDENTIAL_PROJECT: translate("LeftOut", "a project that is not public"),
        LeftOutKind.HIDDEN_DEED: translate("LeftOut", "hidden by you"),
        LeftOutKind.HIDDEN_PROJECT: translate("LeftOut", "a project hidden by you"),
        LeftOutKind.REDACTED_DEED: translate("LeftOut", "taken out of this edition"),
        LeftOutKind.STORY_NOT_PUBLIC: translate("LeftOut", "a story about work not shown"),
        LeftOutKind.STORY_MISSING: translate("LeftOut", "a story that is no longer there"),
        LeftOutKind.PERSON_NOT_MENTIONED: translate("LeftOut", "asked not to be named"),
        LeftOutKind.UNCONFIRMED_IDENTITY: translate("LeftOut", "under a name you did not tick"),
        LeftOutKind.SHORTENED: translate("LeftOut", "too long, its end is cut"),
        LeftOutKind.UNFIT_LINK: translate("LeftOut", "an address that cannot stand in a document"),
        LeftOutKind.ATTESTED_NAMES_HIDDEN: translate("LeftOut", "words about work not shown"),
        LeftOutKind.ATTESTED_DOES_NOT_HOLD: translate("LeftOut", "does not hold any more"),
        LeftOutKind.ATTESTED_WITHDRAWN: translate("LeftOut", "withdrawn by its writer"),
    }
    return words.get(kind, kind.value)


def item_words(item: LeftOutItem) -> str:
    """Return one line of the list."""
    what = item.words or translate("LeftOut", "Without a title")
    if item.count > 1:
        what = fill(translate("LeftOut", "%1 (%n items)", "what", item.count), what)
    return fill(translate("LeftOut", "%1: %2", "what, why"), what, reason_words(item.kind))


class LeftOutDialog(QDialog):
    """Shows every item with its reason. Nothing here can be printed by accident."""

    def __init__(self, left_out: LeftOut, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Left out of this document"))
        self.resize(WIDTH, HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(self.tr("Left out of this document"), TextSize.SECTION))
        why = self.tr("Only you see this list. None of it is in the file, its totals or its links.")
        column.addWidget(Text(why, tone="muted", wraps=True))
        view = QListView()
        view.setAccessibleName(self.tr("Left out of this document"))
        view.setModel(QStringListModel([item_words(item) for item in left_out.items], view))
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setWordWrap(True)
        mark_data(view)
        column.addWidget(view, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)
