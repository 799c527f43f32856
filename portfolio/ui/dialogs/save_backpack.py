"""What goes into a backpack, for whom, and what is left out of it this once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from portfolio.errors import PortfolioError
from portfolio.model.backpack import MAX_AUDIENCE
from portfolio.ui.delegates.contents_row import ContentsRowDelegate
from portfolio.ui.delegates.ticks import toggle_row
from portfolio.ui.models import carried_rows
from portfolio.ui.models.contents_row import RowKind
from portfolio.ui.models.packing import PackingModel
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.form_parts import labelled, one_line
from portfolio.ui.widgets.labels import DataText, Text, mark_data
from portfolio.ui.widgets.left_out import left_out_words
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from portfolio.model.edition import Edition
    from portfolio.operations.backpacks import Packable
    from portfolio.ui.session import Session

_WIDTH: Final = 560
_ROWS: Final = (3, 10)
"""How many rows the list shows at least where there are so many, and at most."""
_OTHER_HEIGHT: Final = 470
"""About what the dialog needs beside the list."""


@dataclass(frozen=True, slots=True)
class BackpackWish:
    """What is to be packed, for whom it says it is, and the edition it is taken from.

    Attributes:
        is_collected: The badges go in once more as one document, signed by the holder.
    """

    edition_id: str
    letter_ids: tuple[str, ...]
    badge_ids: tuple[str, ...]
    audience: str
    is_collected: bool = False


class PackingList(QListView):
    """Letters and badges with ticks; Space or a click turns one."""

    def __init__(self, model: PackingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(ContentsRowDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What goes into the backpack. Space ticks a row"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space:
            toggle_row(self.model(), index)
        else:
            super().keyPressEvent(event)


class SaveBackpack(QDialog):
    """Says what an edition's backpack holds; each thing can be left out this once.

    Args:
        session: The window's.
        editions: To take from; the first is chosen.

    Signals:
        wanted: The `BackpackWish`. The dialog stays until a place for it was named.
    """

    wanted = Signal(object)

    def __init__(
        self, session: Session, editions: Sequence[Edition], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Save a backpack"))
        self._session, self._editions = session, tuple(editions)
        self._is_there = False
        self.model = PackingModel(self)
        self.model.changed.connect(self._look)
        self._build()
        self.setFixedWidth(_WIDTH)
        self._choose(0)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(self.tr("Save a backpack"), TextSize.SECTION))
        told = self.tr(
            "The files of badges and letters, each exactly as it came, with a list of them."
        )
        column.addWidget(Text(told, tone="muted", wraps=True))
        self.banner = Banner(BannerKind.FAILED, "")
        self.banner.hide()
        column.addWidget(self.banner)
        self.edition = QComboBox()
        mark_data(self.edition)
        for each in self._editions:
            self.edition.addItem(each.name, each.id)
        self.edition.activated.connect(self._choose)
        if len(self._editions) > 1:
            column.addLayout(labelled(self.tr("What this edition carries"), self.edition))
        self.audience = one_line("")
        self.audience.setMaxLength(MAX_AUDIENCE)
        hint = self.tr("stands in its list")
        column.addLayout(labelled(self.tr("For whom"), self.audience, hint))
        self.list = PackingList(self.model)
        self._frame = Card(padding=SPACE_4)
        self._frame.column.addWidget(self.list)
        column.addWidget(self._frame)
        self.nothing = DataText("", tone="muted", wraps=True)
        column.addWidget(self.nothing)
        self.kept_back = Text("", TextSize.SMALL, "muted", wraps=True)
        column.addWidget(self.kept_back)
        self.collected = QCheckBox(self.tr("Also the badges as one signed document (CLR 2.0)"))
        column.addWidget(self.collected)
        self.privacy = Text(
            self.tr(
                "Whoever gets a badge can see who issued it and test guesses of your address: "
                "save one backpack for each recipient."
            ),
            wraps=True,
        )
        column.addWidget(self.privacy)
        column.addLayout(self._built_buttons())

    def _built_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.verb = Button(self.tr("Save backpack…"), ButtonKind.PRIMARY)
        self.verb.setDefault(True)  # nothing is saved before a name is given
        self.verb.clicked.connect(self._take)
        row.addWidget(cancel)
        row.addWidget(self.verb)
        return row

    @Slot(int)
    def _choose(self, at: int) -> None:
        """Show what an edition carries; it is judged off the UI thread."""
        workspace, edition = self._session.workspace, self._editions[at]
        if not self.audience.isModified():
            self.audience.setText(edition.audience)
        self._is_there = False
        self.model.offer((), ())
        self._say(self.tr("Looking at what goes in…"))

        def work(_report: object, _cancelled: object) -> tuple[str, Packable]:
            from portfolio.operations import backpacks

            return edition.id, backpacks.packable(workspace.store, workspace.clock, edition.id)

        self._session.run(work, on_done=self._show, on_failed=self._fault)

    @Slot(str)
    def open_again(self, why: str) -> None:
        """Come back with all that was chosen, because it could not be saved where that was."""
        self.banner.say(BannerKind.FAILED, why)
        self._fit()
        self.open()

    def _show(self, judged: tuple[str, Packable]) -> None:
        edition_id, found = judged
        if edition_id != self.edition.currentData():
            return  # another one was chosen meanwhile
        self._is_there = True
        kept_back = left_out_words(found.left_out)
        self.kept_back.setText(f"{kept_back}." if kept_back else "")
        self.kept_back.setVisible(bool(kept_back))
        self._say("")
        if not found.letters and not found.badges:
            words = self.tr(
                "“%1” carries no badge and no letter. Show some in documents, and choose them "
                "under Documents, What goes in."
            )
            self._say(fill(words, self.edition.currentText()))
        self.model.offer(
            [carried_rows.letter(each.letter) for each in found.letters],
            [carried_rows.badge(each.badge) for each in found.badges],
        )
        self.list.setCurrentIndex(self.model.index(0, 0))
        self._fit()

    def _fault(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self._say(str(error))
        else:
            self._session.tell_failed(error)

    def _say(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))
        self._frame.setVisible(not words)
        if not self._is_there:
            self.kept_back.hide()
        self._fit()

    def _fit(self) -> None:
        """Be as tall as what is shown; a long list scrolls."""
        around = self.parentWidget()
        height = around.window().height() if around is not None else 0
        edge = self.list.sizeHintForRow(0)
        room = (height - _OTHER_HEIGHT) // edge if edge > 0 else 0
        most = min(max(room, _ROWS[0]), _ROWS[1])
        self.list.setFixedHeight(max(1, min(self.model.rowCount(), most)) * max(edge, 1))
        body = self.layout()
        if body is not None:
            self._frame.column.invalidate()
            self._frame.updateGeometry()  # the layout keeps the height it had
            self.resize(_WIDTH, body.totalHeightForWidth(_WIDTH))

    @Slot()
    def _look(self) -> None:
        badges = self.model.ticked(RowKind.BADGE)
        self.privacy.setVisible(bool(badges))
        self.collected.setVisible(bool(badges))
        missing = "" if badges or self.model.ticked(RowKind.LETTER) else self.tr("Nothing goes in.")
        self.verb.set_available(missing)
        self._fit()

    @Slot()
    def _take(self) -> None:
        self.wanted.emit(
            BackpackWish(
                self.edition.currentData(),
                self.model.ticked(RowKind.LETTER),
                self.model.ticked(RowKind.BADGE),
                self.audience.text(),
                self.collected.isChecked() and bool(self.model.ticked(RowKind.BADGE)),
            )
        )
