"""Contributions from a file: its columns, what each holds, and what importing would do.

The file is read, judged and taken off the UI thread. Nothing is stored before Import is pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from portfolio.curate.columns import ImportField
from portfolio.curate.dates import DayOrder
from portfolio.errors import PortfolioError
from portfolio.model.codes import Action
from portfolio.operations import importing
from portfolio.operations.importing import Options, RowVerdict
from portfolio.ui.models import import_words
from portfolio.ui.models.action_choices import fill_actions
from portfolio.ui.models.import_rows import NUMBER, VERDICT, WHAT, WHY, ImportRows
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.column_mapping import ColumnMapping
from portfolio.ui.widgets.form_parts import labelled
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.notices import Banner, BannerKind
from portfolio.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.curate.tables import Table
    from portfolio.operations.importing import ImportPreview
    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task

_SIZE: Final = (860, 720)
_EVERY: Final = "all"


class ImportDialog(QDialog):
    """One file.

    Signals:
        imported: How many contributions were taken.
        another_wanted: This file cannot be taken; another one is to be chosen.
    """

    imported = Signal(int)
    another_wanted = Signal()

    def __init__(self, session: Session, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._session, self._path = session, path
        self._table: Table | None = None
        self._seen: ImportPreview | None = None
        self._asked = 0
        self._looking: Task | None = None
        self._build()
        if parent is not None:
            window = parent.window()
            self.resize(
                min(_SIZE[0], window.width() - SPACE_24), min(_SIZE[1], window.height() - SPACE_24)
            )

    def begin(self) -> None:
        """Read the file."""
        path = self._path
        self._say(self.tr("Reading the file…"))
        self._session.run(
            lambda _report, _cancelled: importing.read(path),
            on_done=self._take_table,
            on_failed=self._refuse,
        )

    # Building

    def _build(self) -> None:
        title = self.tr("Import contributions from a file")
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION, wraps=True))
        column.addWidget(DataText(str(self._path), TextSize.SMALL, "muted", wraps=True))
        self.banner = Banner(BannerKind.FAILED, "")
        self.banner.requested.connect(self._choose_another)
        self.banner.hide()
        column.addWidget(self.banner)
        self.body = QWidget()
        body = QVBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_12)
        explained = self.tr("What does each column hold? The first rows stand below its name.")
        body.addWidget(Text(explained, wraps=True))
        self.mapping = ColumnMapping()
        self.mapping.changed.connect(self._look)
        body.addWidget(self.mapping)
        body.addLayout(self._build_choices())
        body.addLayout(self._build_result())
        body.addWidget(self._build_rows(), 1)
        policy = self.body.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.body.setSizePolicy(policy)
        self.body.hide()
        column.addWidget(self.body, 1)
        self.summary = Text("", TextSize.STRONG, wraps=True)
        column.addWidget(self.summary)
        column.addLayout(self._buttons())

    def _build_choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_16)
        self.action = QComboBox()
        fill_actions(self.action)
        self.action.currentIndexChanged.connect(self._look)
        row.addLayout(labelled(self.tr("Kind, where the file says none"), self.action), 1)
        self.order = QComboBox()
        self.order.addItem(self.tr("As the dates of the file tell"), "")
        self.order.addItem(self.tr("The day first: 31/3/2024"), str(DayOrder.DAY_FIRST))
        self.order.addItem(self.tr("The month first: 3/31/2024"), str(DayOrder.MONTH_FIRST))
        self.order.currentIndexChanged.connect(self._look)
        row.addLayout(labelled(self.tr("Dates like 3/4/2024"), self.order), 1)
        return row

    def _build_result(self) -> QHBoxLayout:
        row = QHBoxLayout()
        choices = [(_EVERY, self.tr("All rows"))]
        choices += [(str(each), import_words.verdict_word(each)) for each in RowVerdict]
        self.shown = Segments(choices, self.tr("Rows that are shown"), is_small=True)
        self.shown.choose(_EVERY)
        self.shown.chosen.connect(self._show_only)
        row.addWidget(self.shown)
        row.addStretch(1)
        return row

    def _build_rows(self) -> QTableView:
        self.rows = ImportRows(self)
        table = QTableView()
        table.setModel(self.rows)
        table.setAccessibleName(self.tr("What becomes of each row"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.setStyleSheet("QTableView::item { padding: 0 5px; }")  # as far in as the heads
        table.setMinimumHeight(table.fontMetrics().lineSpacing() * 5)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        letter = table.fontMetrics().averageCharWidth()
        head.resizeSection(NUMBER, letter * 8)
        head.resizeSection(VERDICT, letter * 18)
        for section in (WHAT, WHY):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self.table = table
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        note = self.tr("Imported contributions are labelled Self-reported. One undo removes all.")
        row.addWidget(Text(note, TextSize.SMALL, "muted", wraps=True), 1)
        self.cancel = Button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.take = Button(self.tr("Import"), ButtonKind.PRIMARY)
        self.take.setDefault(True)
        self.take.clicked.connect(self._take)
        row.addWidget(self.cancel)
        row.addWidget(self.take)
        return row

    # Looking

    def _take_table(self, table: Table) -> None:
        self._table = table
        self.mapping.show_table(table, dict(importing.guessed(table)))
        self.body.show()
        if self.mapping.boxes:
            self.mapping.boxes[0].setFocus()
        self._look()

    @Slot()
    def _look(self) -> None:
        """Make the dry run anew; only the answer to the last question counts."""
        table = self._table
        if table is None:
            return
        missing = self._missing()
        self._asked += 1
        self._seen = None
        if self._looking is not None:
            self._looking.cancel()
        if missing:
            self.rows.show_rows(())
            self._say(missing)
            return
        self._say(self.tr("Looking at the rows…"))
        options, number = self._options(), self._asked
        store, clock, name = self._session.store, self._session.clock, self._path.name
        self._looking = self._session.run(
            lambda _report, _cancelled: (
                number,
                importing.judged(store, clock, name, table, options),
            ),
            on_done=self._show_seen,
            on_failed=self._refuse,
        )

    def _options(self) -> Options:
        order = str(self.order.currentData() or "")
        return Options(
            places=self.mapping.places(),
            day_order=DayOrder(order) if order else None,
            action=Action(self.action.currentData()),
        )

    def _missing(self) -> str:
        fields = {field for field, _place in self.mapping.places()}
        if ImportField.TITLE not in fields:
            return self.tr("Choose the column that says what you did.")
        if ImportField.DATE not in fields:
            return self.tr("Choose the column that says when.")
        return ""

    def _show_seen(self, answer: tuple[int, ImportPreview]) -> None:
        number, seen = answer
        if number != self._asked:
            return
        self._seen, self._looking = seen, None
        self.rows.show_rows(seen.rows)
        self._say(import_words.summary(seen))
        count = seen.count(RowVerdict.NEW)
        self.take.set_words(self.tr("Import %n contribution(s)", None, count))
        self.take.set_available("" if count else self.tr("There is nothing new in the file."))

    def _say(self, words: str) -> None:
        self.summary.setText(words)
        announce(self.summary, words)
        self.take.set_available(words)

    @Slot(str)
    def _show_only(self, key: str) -> None:
        self.rows.show_only(None if key == _EVERY else RowVerdict(key))

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, PortfolioError):
            self._session.tell_failed(error)
            return
        words = error.title if not error.detail else f"{error.title} {error.detail}"
        said = fill(self.tr("This file cannot be imported. %1"), words)
        self.banner.say(BannerKind.FAILED, said, self.tr("Choose another file…"))
        self._say(self.tr("Nothing was imported."))
        if self._table is None:
            self.cancel.setFocus()

    @Slot()
    def _choose_another(self) -> None:
        self.reject()
        self.another_wanted.emit()

    # Taking

    @Slot()
    def _take(self) -> None:
        seen = self._seen
        if seen is None:
            return
        self._say(self.tr("Importing…"))
        self.body.setEnabled(False)
        self._session.edit(lambda store: importing.take(store, seen), self._end, self._fail_taking)

    def _end(self, count: int) -> None:
        self.imported.emit(count)
        self.accept()

    def _fail_taking(self, error: Exception) -> None:
        self.body.setEnabled(True)
        self._refuse(error)
        if self._seen is not None:
            self.take.set_available()
