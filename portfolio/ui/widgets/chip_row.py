"""A row of small labels that can be added to and taken from: skills, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio.model.codes import TrustClass
from portfolio.ui.models.words import fill
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.chip import TrustChip
from portfolio.ui.widgets.flow import FlowLayout
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.painting import Line, paint_box, paint_focus, paint_text

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LABEL = 120
MAX_ADDRESS = 2000


class RemovableLabel(QAbstractButton):
    """A label with an x; pressing it (or Delete, or Space) takes it away.

    Signals:
        remove_pressed: It is to be taken away.
    """

    remove_pressed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark_data(self)
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(fill(self.tr("%1. Delete removes it"), words))
        self.setToolTip(fill(self.tr("Remove “%1”"), words))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.remove_pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take it away on Delete."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove_pressed.emit()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the words, the x and padding."""
        sizes = metrics(QApplication.font())
        small = QFontMetrics(font(QApplication.font(), TextSize.SMALL))
        wide = small.horizontalAdvance(self._words) + sizes.small_icon + 28
        return QSize(min(wide, 300), sizes.chip + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the words and the x."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        hot = self.underMouse() or self.isDown()
        fill_colour = tokens.hover if hot else tokens.bg
        paint_box(painter, self.rect(), fill=fill_colour, edge=tokens.border)
        line = Line(self.rect().adjusted(8, 0, -8, 0), self.layoutDirection())
        edge = metrics(QApplication.font()).small_icon
        mark = line.end(edge, 6)
        mark.moveTop((self.height() - edge) // 2)
        mark.setHeight(edge)
        icons.paint(painter, mark, "x", tokens.muted)
        small = font(QApplication.font(), TextSize.SMALL)
        paint_text(painter, line.rest, self._words, font=small, colour=tokens.text)
        if self.hasFocus():
            paint_focus(painter, self.rect(), tokens)
        painter.end()


class ChipRow(QWidget):
    """Labels, a link to add one, and the field for it.

    Args:
        name: What the labels are, for readers of the screen.
        add_words: Words of the link that opens the field.
        with_address: Labels may carry an https address; those with one show as evidence, those
            without as self-reported.

    Signals:
        added: ``(label, address)``; the address is "" without one.
        removed: The place of a label, from 0.
    """

    added = Signal(str, str)
    removed = Signal(int)

    def __init__(
        self,
        name: str,
        add_words: str,
        *,
        with_address: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._with_address = name, with_address
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        self._flow_box = QWidget()
        self._flow = FlowLayout(self._flow_box)
        self._labels: list[QWidget] = []
        self._add = Button(add_words, ButtonKind.QUIET, icon="plus", is_small=True)
        self._add.clicked.connect(self.begin)
        self._flow.addWidget(self._add)
        column.addWidget(self._flow_box)
        column.addWidget(self._built_form(add_words))
        self._error = Text("", TextSize.SMALL, "error", wraps=True)
        self._error.hide()
        column.addWidget(self._error)

    def show_chips(self, chips: Sequence[tuple[str, str, str]]) -> None:
        """Show labels given as ``(key, words, address)``."""
        for widget in self._labels:
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._flow.removeWidget(self._add)
        self._labels = [self._label(at, words, url) for at, (_, words, url) in enumerate(chips)]
        for label in self._labels:
            self._flow.addWidget(label)
            label.show()
        self._flow.addWidget(self._add)
        self._flow_box.updateGeometry()

    @Slot()
    def begin(self) -> None:
        """Open the field."""
        self._form.show()
        self._words.setFocus()

    def _label(self, at: int, words: str, url: str) -> QWidget:
        if not self._with_address:
            label = RemovableLabel(words)
            label.setProperty("at", at)
            label.remove_pressed.connect(self._remove_sender)
            return label
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        trust = TrustClass.EVIDENCE if url else TrustClass.SELF_REPORTED
        chip = TrustChip(trust, words)
        chip.setToolTip(url)
        row.addWidget(chip)
        from portfolio.ui.widgets.buttons import IconButton

        remove = IconButton("x", fill(self.tr("Remove “%1”"), words), is_small=True)
        mark_data(remove)
        remove.setProperty("at", at)
        remove.clicked.connect(self._remove_sender)
        row.addWidget(remove)
        return holder

    def _built_form(self, add_words: str) -> QWidget:
        self._form = QWidget()
        row = QHBoxLayout(self._form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        self._words = QLineEdit()
        self._words.setMaxLength(MAX_LABEL)
        mark_data(self._words)
        self._words.setAccessibleName(add_words)
        self._address = QLineEdit()
        self._address.setMaxLength(MAX_ADDRESS)
        mark_data(self._address)
        self._address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._address.setAccessibleName(self.tr("Address, if there is a public page"))
        if self._with_address:
            self._words.setPlaceholderText(self.tr("What it is, for example Release notes 4.0"))
            self._address.setPlaceholderText(self.tr("https://… if there is a public page"))
        for field in (self._words, self._address):
            field.returnPressed.connect(self._take)
            field.installEventFilter(self)
            row.addWidget(field, 1)
        self._address.setVisible(self._with_address)
        done = Button(self.tr("Add"), is_small=True)
        done.clicked.connect(self._take)
        row.addWidget(done)
        self._form.hide()
        return self._form

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the field on Esc."""
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._close()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _take(self) -> None:
        words, address = self._words.text().strip(), self._address.text().strip()
        if address and not address.lower().startswith(("https://", "http://")):
            self._error.setText(self.tr("An address begins with https:// or http://."))
            self._error.show()
            self._address.setFocus()
            return
        if words or address:
            self.added.emit(words or address, address)
        self._close()

    def _close(self) -> None:
        self._words.clear()
        self._address.clear()
        self._error.hide()
        self._form.hide()
        self._add.setFocus()

    @Slot()
    def _remove_sender(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.removed.emit(int(sender.property("at")))


class LabelledChips(QWidget):
    """A word at the start ("Skills"), then a `ChipRow` (``chips``)."""

    def __init__(self, label: str, add_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        words = Text(label, TextSize.BODY, "muted")
        words.setMinimumWidth(56)
        words.setMinimumHeight(metrics(QApplication.font()).small_control)  # as the first row
        row.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        self.chips = ChipRow(label, add_words)
        row.addWidget(self.chips, 1)
