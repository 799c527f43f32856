"""Asks which folder is to leave the record, and says before what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from portfolio.ui.dialogs.question import Question
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.widgets.labels import DataText, Text, mark_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.model.source import Source
    from portfolio.operations.folder_removal import FolderRemoval

translate = QCoreApplication.translate


class RemoveFolder(Question):
    """Nothing is chosen at first, and nothing can be removed before it is said what goes.

    Args:
        folders: Those of the record.

    Signals:
        chosen: Id of the source; `show_removal` is to follow.
    """

    chosen = Signal(str)

    def __init__(self, folders: Sequence[Source], parent: QWidget | None = None) -> None:
        super().__init__(
            translate("RemoveFolder", "Remove a folder from the record?"),
            translate(
                "RemoveFolder",
                "What was read in it goes. Your stories, titles and other decisions stay, and "
                "nothing on the disk is touched. There is no undo, but reading the folder again "
                "finds its works.",
            ),
            translate("RemoveFolder", "Remove"),
            translate("RemoveFolder", "Keep it"),
            parent,
        )
        self._ids = [each.id for each in folders]
        self._places = [each.place for each in folders]
        self._removal: FolderRemoval | None = None
        self.box = QComboBox()
        self.box.setAccessibleName(translate("RemoveFolder", "Folder"))
        self.box.addItems([each.label for each in folders])
        mark_data(self.box)
        self.box.setPlaceholderText(translate("RemoveFolder", "Choose a folder"))
        self.box.setCurrentIndex(-1)
        self.box.currentIndexChanged.connect(self._choose)
        self._place = DataText("", TextSize.SMALL, "muted", wraps=True, is_ltr=True)
        self._count = Text("", wraps=True)
        for at, widget in enumerate((self.box, self._place, self._count), start=2):
            self.body.insertWidget(at, widget)
        self._hold(translate("RemoveFolder", "Choose a folder first."))

    def ask_one(self, then: Callable[[FolderRemoval], None]) -> None:
        """Open, and call ``then`` with what is to go when Remove was chosen."""
        self.ask(lambda: then(self._removal) if self._removal is not None else None)

    def show_removal(self, removal: FolderRemoval) -> None:
        """Say what goes with the chosen folder; an answer about another one is passed over."""
        if removal.source_ids != (self._chosen_id(),):
            return
        self._removal = removal
        words = translate("RemoveFolder", "%n work(s) will go.", None, removal.deed_count)
        if removal.kept_count:
            stay = translate(
                "RemoveFolder",
                "%n work(s) will stay, known from elsewhere, too.",
                None,
                removal.kept_count,
            )
            words = fill(translate("RemoveFolder", "%1 %2", "two sentences"), words, stay)
        self._count.setText(words)
        self.verb.set_available()
        self.fit()

    def _chosen_id(self) -> str:
        at = self.box.currentIndex()
        return self._ids[at] if at >= 0 else ""

    @Slot(int)
    def _choose(self, at: int) -> None:
        self._hold(translate("RemoveFolder", "Its works are being counted."))
        self._place.set_words(self._places[at])
        self.fit()
        self.chosen.emit(self._chosen_id())

    def _hold(self, reason: str) -> None:
        self._removal = None
        self._count.setText("")
        self.verb.set_available(reason)
