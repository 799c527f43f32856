"""The filter bar's parts: a search field, and buttons that open a menu with ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from portfolio.ui.models.words import fill
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.widgets.labels import mark_data
from portfolio.ui.widgets.painting import Line, paint_box, paint_focus, paint_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

DEBOUNCE_MS = 160
_MAX_TEXT = 220


class SearchField(QLineEdit):
    """A field with a search icon; tells of new words once typing pauses, Esc empties it.

    Signals:
        words_changed: The words to look for, `DEBOUNCE_MS` after the last key (at once when
            emptied or on Enter).
    """

    words_changed = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMinimumWidth(160)
        self.setMaxLength(400)
        self.setProperty("search", True)  # noqa: FBT003  (Qt's own signature)
        mark_data(self)
        self._told = ""
        self._icon_action = QAction(self)
        self.addAction(self._icon_action, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._start_pause)
        self.returnPressed.connect(self._tell)
        self._colour()
        self._align()

    def tell_now(self) -> None:
        """Tell of the words at once, for whoever acts on what is found."""
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field on Esc; let Esc pass when it is empty already."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icon after a change of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        """Begin at the window's start side, whichever way the placeholder's letters run."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def _colour(self) -> None:
        tokens = tokens_of(self)
        self._icon_action.setIcon(icons.icon("search", tokens, tokens.muted))

    @Slot()
    def _start_pause(self) -> None:
        if self.text():
            self._pause.start()
        else:
            self._tell()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.words_changed.emit(self._told)


class TickMenu(QMenu):
    """A menu that stays open while its ticks are set (mouse or Space); Enter closes it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle a tick without closing."""
        action = cast("QAction | None", self.actionAt(event.position().toPoint()))
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle a tick on Space without closing."""
        action = cast("QAction | None", self.activeAction())
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


class FilterButton(QPushButton):
    """A filter: "Any kind" opens a menu with ticks; set, it is filled and has an x.

    Args:
        any_words: Words while nothing is chosen ("Any kind").
        name: What it filters by, for readers of the screen ("Kind").
        is_single: At most one choice.

    Signals:
        changed: The keys chosen now (`tuple[str, ...]`).
    """

    changed = Signal(object)

    def __init__(
        self,
        any_words: str,
        name: str,
        *,
        is_single: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._any_words, self._name, self._is_single = any_words, name, is_single
        self._choices: tuple[tuple[str, str], ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._menu: TickMenu | None = None
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self._show_choice()

    def set_choices(self, choices: Sequence[tuple[str, str]], *, is_data: bool = False) -> None:
        """Offer ``(key, words)`` in order; keys chosen before stay chosen while offered."""
        self._choices = tuple(choices)
        if is_data:
            mark_data(self)
        known = {key for key, _ in self._choices}
        self._chosen = tuple(key for key in self._chosen if key in known)
        self._show_choice()

    def choose(self, keys: Sequence[str]) -> None:
        """Choose ``keys`` and tell about it when that is a change."""
        known = {key for key, _ in self._choices}
        wanted = tuple(key for key in keys if key in known)
        if wanted == self._chosen:
            return
        self._chosen = wanted
        self._show_choice()
        self.changed.emit(wanted)

    def chosen(self) -> tuple[str, ...]:
        """Return the keys chosen, in the order offered."""
        return self._chosen

    def clear_choice(self) -> None:
        """Choose nothing."""
        self.choose(())

    def words(self) -> str:
        """Return what the button says now."""
        if not self._chosen:
            return self._any_words
        first = dict(self._choices)[self._chosen[0]]
        more = len(self._chosen) - 1
        if not more:
            return first
        pattern = self.tr("%1 and %2 more", "first of several choices")
        return fill(pattern, first, self.locale().toString(more))

    @Slot()
    def open_menu(self) -> None:
        """Open the menu under the button."""
        menu = TickMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self._name)
        for key, words in self._choices:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in self._chosen)
            action.setData(key)
        if self._chosen:
            menu.addSeparator()
            menu.addAction(self.tr("Clear this filter")).triggered.connect(self.clear_choice)
        menu.triggered.connect(self._toggle)
        self._menu = menu
        corner = self.rect().bottomLeft()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner = QPoint(self.width() - menu.sizeHint().width(), self.height() - 1)
        menu.popup(self.mapToGlobal(corner + QPoint(0, 4)))

    @Slot(QAction)
    def _toggle(self, action: QAction) -> None:
        key = action.data()
        if not isinstance(key, str):
            return
        if self._is_single:
            self.choose((key,) if action.isChecked() else ())
            if self._menu is not None:
                self._menu.close()
            return
        wanted = set(self._chosen) ^ {key}
        self.choose([offered for offered, _ in self._choices if offered in wanted])

    def _show_choice(self) -> None:
        words = self.words()
        self.setText(words.replace("&", "&&"))
        self.setProperty("filtering", bool(self._chosen))
        if self._chosen:
            name = self.tr("%1: %2. Delete clears it")
            self.setAccessibleName(fill(name, self._name, words))
        else:
            self.setAccessibleName(fill(self.tr("%1: %2", "filter: value"), self._name, words))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear on Delete, open on Down."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._chosen:
            self.clear_choice()
        elif event.key() == Qt.Key.Key_Down:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clear when the x is pressed, open otherwise."""
        if self._chosen and self._mark_rect().contains(event.position().toPoint()):
            self.clear_choice()
            return
        super().mousePressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the application's font at the time it is shown."""
        self.setFont(font(QApplication.font(), TextSize.BODY))
        super().showEvent(event)

    def sizeHint(self) -> QSize:
        """Return the words and the mark."""
        sizes = metrics(QApplication.font())
        wide = QFontMetrics(font(QApplication.font(), TextSize.BODY)).horizontalAdvance(
            self.words()
        )
        # Two spare pixels: a width cut to whole pixels elided words that fit.
        return QSize(min(wide, _MAX_TEXT) + 2 + 12 + 8 + sizes.icon + 12, sizes.control)

    def _mark_rect(self) -> QRect:
        edge = metrics(QApplication.font()).icon
        line = Line(self.rect(), self.layoutDirection())
        return line.end(edge + 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the words and the chevron or x."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        is_set = bool(self._chosen)
        is_hot = self.underMouse() or self.isDown()
        fill_colour = tokens.selected if is_set else tokens.hover if is_hot else tokens.surface
        edge_colour = tokens.accent if is_set else tokens.control
        paint_box(painter, self.rect(), fill=fill_colour, edge=edge_colour)
        ink = tokens.accent if is_set else tokens.text
        edge = metrics(QApplication.font()).icon
        line = Line(self.rect().adjusted(12, 0, -12, 0), self.layoutDirection())
        mark = line.end(edge, 8)
        mark = QRect(mark.x(), (self.height() - edge) // 2, edge, edge)
        icons.paint(painter, mark, "x" if is_set else "chevron-down", ink)
        face = font(QApplication.font(), TextSize.BODY)
        paint_text(painter, line.rest, self.words(), font=face, colour=ink)
        if self.hasFocus():
            paint_focus(painter, self.rect(), tokens)
        painter.end()
