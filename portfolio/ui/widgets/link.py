"""Words one can follow: a link inside running facts, and a title that wraps to a few lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from portfolio.ui.theme.metrics import TextSize, font
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.widgets.labels import mark_data
from portfolio.ui.widgets.painting import END, MIDDLE, Line, paint_focus, paint_text


class Link(QAbstractButton):
    """Words in the accent colour that lead somewhere; one line, elided where it has to be.

    Args:
        words: Of the holder or a source (never translated) unless ``is_data`` is False.
        is_address: An address: elided in its middle, always left to right.
        size: Text size.
    """

    def __init__(
        self,
        words: str = "",
        *,
        is_address: bool = False,
        is_data: bool = True,
        size: TextSize = TextSize.BODY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._elide = MIDDLE if is_address else END
        self._is_address = is_address
        self.setFont(font(QApplication.font(), size))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if is_data:
            mark_data(self)
        self.set_words(words)

    def words(self) -> str:
        """Return its words."""
        return self._words

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        measure = QFontMetrics(self.font())
        return QSize(measure.horizontalAdvance(self._words) + 4, measure.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        measure = QFontMetrics(self.font())
        few = measure.averageCharWidth() * 6
        return QSize(min(few, self.sizeHint().width()), measure.height() + 2)

    def hitButton(self, spot: QPoint) -> bool:
        """Return whether ``spot`` is on the words; the rest of the line does nothing."""
        return self._words_rect().contains(spot)

    def _words_rect(self) -> QRect:
        line = Line(self.rect(), self.layoutDirection())
        return line.start(min(self.width(), self.sizeHint().width()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover look."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave the hover look."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words and the focus ring."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        is_hot = self.underMouse() or self.isDown()
        face = self.font()
        face.setUnderline(is_hot)
        words = f"\u2066{self._words}\u2069" if self._is_address else self._words
        ink = tokens.accent_hover if is_hot else tokens.accent
        paint_text(painter, self._words_rect(), words, font=face, colour=ink, elide=self._elide)
        if self.hasFocus():
            paint_focus(painter, self._words_rect(), tokens, radius=3)
        painter.end()


class WrappedTitle(QWidget):
    """A title that wraps to at most `max_lines` lines; the last one is elided.

    The whole title is the accessible name, and the tooltip when it does not fit.
    """

    def __init__(
        self,
        words: str = "",
        *,
        size: TextSize = TextSize.SECTION,
        max_lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._max_lines = max_lines
        self.setFont(font(QApplication.font(), size))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        mark_data(self)
        self.set_words(words)

    def text(self) -> str:
        """Return the whole title."""
        return self._words

    def set_words(self, words: str) -> None:
        """Show another title."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def shown_lines(self, width: int) -> list[str]:
        """Return the lines shown at a width."""
        return wrapped(self._words, self.font(), width, self._max_lines)

    def hasHeightForWidth(self) -> bool:
        """Return True: words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of its lines at ``width``."""
        return max(1, len(self.shown_lines(width))) * self._line_height()

    def sizeHint(self) -> QSize:
        """Return two lines of a comfortable width."""
        return QSize(320, self.heightForWidth(max(80, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return one line."""
        return QSize(80, self._line_height())

    def _line_height(self) -> int:
        return round(QFontMetrics(self.font()).height() * 1.12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines from the start side."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        tokens = tokens_of(self)
        lines = self.shown_lines(self.width())
        for place, words in enumerate(lines):
            spot = QRect(0, place * self._line_height(), self.width(), self._line_height())
            paint_text(painter, spot, words, font=self.font(), colour=tokens.text)
        painter.end()
        tip = self._words if lines and lines[-1].endswith("…") else ""
        if self.toolTip() != tip:
            self.setToolTip(tip)


def wrapped(words: str, face: QFont, width: int, max_lines: int) -> list[str]:
    """Break words into at most ``max_lines`` lines of ``width`` pixels; the last one is elided."""
    layout = QTextLayout(words, face)
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < max_lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1, width))
        start, length = line.textStart(), line.textLength()
        lines.append(words[start : start + length].rstrip())
        if len(lines) == max_lines and start + length < len(words):
            rest = words[start : start + 400]
            lines[-1] = QFontMetrics(face).elidedText(rest, END, width)
    layout.endLayout()
    return lines
