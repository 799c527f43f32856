"""Labels: our own words, words from outside (always plain text), and elided lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from portfolio.ui.theme.metrics import TextSize, font
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.widgets.painting import END, paint_text


def mark_data(widget: QWidget) -> None:
    """Mark a widget whose text is the holder's or a source's, so that no translation is due."""
    widget.setProperty("data", True)  # noqa: FBT003  (Qt's own signature)


def is_data(widget: QWidget) -> bool:
    """Return whether `mark_data` was called for the widget."""
    return bool(widget.property("data"))


class Text(QLabel):
    """Our own words in one of the text sizes. Never give it words from outside.

    Args:
        words: Translated, plain.
        size: Text size with its weight.
        tone: Name of a colour token: ``text``, ``muted``, ``accent``, ``warn``, ``error``, ``ok``.
        wraps: Break lines; where the words can be selected, also inside a word that is longer than
            a line (an address, a hash).
    """

    def __init__(
        self,
        words: str = "",
        size: TextSize = TextSize.BODY,
        tone: str = "text",
        *,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._own_colour = ""
        self._is_aligned = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(QApplication.font(), size))
        self.setWordWrap(wraps)
        if wraps:
            self.setMinimumWidth(80)
        self.setText(words)
        self._align()
        self._colour()

    def set_tone(self, tone: str) -> None:
        """Change the colour token."""
        self._tone = tone
        self._colour()

    def _colour(self) -> None:
        roles = {
            "text": QPalette.ColorRole.WindowText,
            "muted": QPalette.ColorRole.PlaceholderText,
            "accent": QPalette.ColorRole.Link,
        }
        role = roles.get(self._tone)
        if role is not None:  # these follow a change of theme by themselves
            if self._own_colour:
                self._own_colour = ""
                self.setPalette(QPalette())
            if self.foregroundRole() != role:
                self.setForegroundRole(role)
            return
        wanted: str = getattr(tokens_of(QApplication.palette()), self._tone)
        if self._own_colour != wanted:  # remembered: setting it comes back here as a change
            self._own_colour = wanted
            own = QPalette()
            own.setColor(QPalette.ColorRole.WindowText, QColor(wanted))
            self.setForegroundRole(QPalette.ColorRole.WindowText)
            self.setPalette(own)

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Align otherwise than at the start side."""
        self._is_aligned = True
        super().setAlignment(alignment)

    def _align(self) -> None:
        if self._is_aligned:
            return
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        # Absolute: else Latin words would stand at the left of a right-to-left window.
        super().setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme or direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
        elif event.type() in {QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange}:
            self._colour()

    def heightForWidth(self, width: int) -> int:
        """Return the height, long words broken."""
        height = super().heightForWidth(width)
        return super().heightForWidth(width) if self._break_long_words() else height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        super().heightForWidth(self.width())  # lays out as QLabel does: at blanks only
        self._break_long_words()

    def _break_long_words(self) -> bool:
        """Break words no line has room for; return whether that was still to be done.

        QLabel offers no such choice and lays out anew, at blanks only, whenever it is resized. Its
        document is reached as its child: blanks of no width between the letters would do, too, but
        would be copied along with an address.
        """
        document = self.findChild(QTextDocument) if self.wordWrap() else None
        if document is None:
            return False
        option = document.defaultTextOption()
        if option.wrapMode() == QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere:
            return False
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        return True


class DataText(Text):
    """Words of the holder or of a source: plain text, selectable by mouse, never translated.

    Args:
        is_ltr: Paths, links, handles and hashes always run left to right.
    """

    def __init__(  # noqa: PLR0913  (each is one look of the text)
        self,
        words: str = "",
        size: TextSize = TextSize.BODY,
        tone: str = "text",
        *,
        wraps: bool = False,
        is_ltr: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", size, tone, wraps=wraps, parent=parent)
        mark_data(self)
        self._is_ltr = is_ltr
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Show other words."""
        self.setText(f"\u2066{words}\u2069" if self._is_ltr and words else words)


class ElidedLabel(QWidget):
    """One line of plain text that gives way: elided at the end, or in the middle for addresses.

    The whole text is the tooltip when it does not fit, and always the accessible name.
    """

    def __init__(  # noqa: PLR0913  (each is one look of the line)
        self,
        words: str = "",
        size: TextSize = TextSize.BODY,
        tone: str = "text",
        *,
        elide: Qt.TextElideMode = END,
        is_data: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._tone = tone
        self._elide = elide
        self.setFont(font(QApplication.font(), size))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if is_data:
            mark_data(self)
        self.set_words(words)

    def text(self) -> str:
        """Return the whole text."""
        return self._words

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        """Change the colour token."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        measure = QFontMetrics(self.font())
        return QSize(measure.horizontalAdvance(self._words) + 2, measure.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        measure = QFontMetrics(self.font())
        return QSize(min(measure.averageCharWidth() * 6, self.sizeHint().width()), measure.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as fits."""
        painter = QPainter(self)
        colour = getattr(tokens_of(self), self._tone)
        paint_text(
            painter, self.rect(), self._words, font=self.font(), colour=colour, elide=self._elide
        )
        painter.end()
        fits = QFontMetrics(self.font()).horizontalAdvance(self._words) <= self.width()
        tip = "" if fits else self._words
        if self.toolTip() != tip:
            self.setToolTip(tip)


class IconLabel(QWidget):
    """A small icon that stands beside words; it says nothing by itself."""

    def __init__(
        self, name: str, tone: str = "muted", size_px: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size_px
        self.setFixedSize(size_px, size_px)

    def set_icon(self, name: str, tone: str | None = None) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone or self._tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        from portfolio.ui.theme import icons

        painter = QPainter(self)
        icons.paint(painter, self.rect(), self._name, getattr(tokens_of(self), self._tone))
        painter.end()
