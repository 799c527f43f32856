"""Buttons: primary (at most one a page), plain, quiet, and icon-only. Painted, so they mirror."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import Metrics, TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.widgets.painting import Line, paint_box, paint_focus, paint_text

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens


class ButtonKind(StrEnum):
    """How much a button says "do this"."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


class Button(QPushButton):
    """A button with words and perhaps an icon.

    Args:
        words: A verb; "…" at the end when a dialog follows.
        kind: Primary at most once a page.
        icon: Name of an icon before the words, or "".
        icon_after: Name of an icon after the words (``chevron-down`` for a menu).
        is_small: For a row of a list.
        is_data: The words are the holder's or a source's.
        is_flush: Hardly any padding: the words line up with text above or below.
    """

    def __init__(  # noqa: PLR0913  (each is one look of the button)
        self,
        words: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        icon: str = "",
        icon_after: str = "",
        is_small: bool = False,
        is_data: bool = False,
        is_flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon, self._icon_after = kind, icon, icon_after
        self._is_small, self._is_flush = is_small, is_flush
        self._words = ""
        self.setProperty("kind", kind.value)
        if is_data:
            self.setProperty("data", True)  # noqa: FBT003  (Qt's own signature)
        size = TextSize.STRONG if kind is ButtonKind.PRIMARY else TextSize.BODY
        if is_small:
            size = TextSize.SMALL
        self.setFont(font(QApplication.font(), size))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Change the words; an ampersand is a letter, not a shortcut."""
        self.setText(words.replace("&", "&&"))

    def setText(self, text: str) -> None:
        """Change the words, as Qt writes them: an ampersand twice. What is painted is the same."""
        self._words = text.replace("&&", "&")
        super().setText(text)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Return the words."""
        return self._words

    def set_kind(self, kind: ButtonKind) -> None:
        """Change how much it says "do this"."""
        if kind is self._kind:
            return
        self._kind = kind
        self.setProperty("kind", kind.value)
        size = TextSize.STRONG if kind is ButtonKind.PRIMARY else TextSize.BODY
        self.setFont(font(QApplication.font(), TextSize.SMALL if self._is_small else size))
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        """Change the icon before the words."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_available(self, reason: str = "") -> None:
        """Make it usable, or not with the reason as its tooltip ("" is usable)."""
        self.setEnabled(not reason)
        self.setToolTip(reason)

    def sizeHint(self) -> QSize:
        """Return words, icons and padding at the control height."""
        sizes = self._sizes()
        width = QFontMetrics(self.font()).horizontalAdvance(self._words) + 2 * self._padding()
        for name in (self._icon, self._icon_after):
            if name:
                width += sizes.icon + 8
        return QSize(width, self._height(sizes))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: words of a button are never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the words and the icons."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        if tokens.is_high_contrast and not self.isEnabled():
            painter.setOpacity(0.45)  # muted is not another colour there
        self._paint_box(painter, tokens)
        self._paint_face(painter, self._ink(tokens))
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover look."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave the hover look."""
        super().leaveEvent(event)
        self.update()

    def _sizes(self) -> Metrics:
        return metrics(QApplication.font())

    def _height(self, sizes: Metrics) -> int:
        return sizes.small_control if self._is_small else sizes.control

    def _padding(self) -> int:
        if self._is_flush:
            return 2
        if self._kind is ButtonKind.QUIET:
            return 6
        return 10 if self._is_small else 12

    def _is_hot(self) -> bool:
        return self.isEnabled() and (self.underMouse() or self.isDown())

    def _paint_box(self, painter: QPainter, tokens: Tokens) -> None:
        rect = self.rect()
        if self._kind is ButtonKind.PRIMARY:
            self._paint_primary(painter, tokens)
            return
        if self._kind is ButtonKind.PLAIN:
            edge = tokens.control if self.isEnabled() else tokens.border
            fill = tokens.hover if self._is_hot() else tokens.surface
            thick = 2 if tokens.is_high_contrast and self._is_hot() else 1
            paint_box(painter, rect, fill=fill, edge=edge, width=thick)
        elif self._is_hot():
            paint_box(painter, rect, fill=tokens.hover)
        if self.hasFocus():
            paint_focus(painter, rect, tokens)

    def _paint_primary(self, painter: QPainter, tokens: Tokens) -> None:
        if not self.isEnabled():
            paint_box(painter, self.rect(), fill=tokens.surface, edge=tokens.border)
            return
        fill = tokens.accent_hover if self._is_hot() else tokens.accent
        paint_box(painter, self.rect(), fill=fill)
        if self.hasFocus():  # the ring needs a ground of another colour than the fill
            ring = self.rect().adjusted(2, 2, -2, -2)
            paint_box(painter, ring, edge=tokens.on_accent, width=tokens.focus_ring, radius=4)

    def _ink(self, tokens: Tokens) -> str:
        if not self.isEnabled():
            return tokens.muted
        if self._kind is ButtonKind.PRIMARY:
            return tokens.on_accent
        if self._kind is ButtonKind.QUIET:
            return tokens.accent_hover if self._is_hot() else tokens.accent
        return tokens.text

    def _paint_face(self, painter: QPainter, ink: str) -> None:
        edge = self._sizes().icon
        wanted = self.sizeHint().width()
        spare = max(0, self.width() - wanted) // 2
        padding = self._padding()
        line = Line(self.rect(), self.layoutDirection())
        line.skip(spare + padding)
        if self._icon:
            icons.paint(painter, _centred(line.start(edge, 8), edge), self._icon, ink)
        words = QFontMetrics(self.font()).horizontalAdvance(self._words)
        paint_text(painter, line.start(words + 1, 7), self._words, font=self.font(), colour=ink)
        if self._icon_after:
            icons.paint(painter, _centred(line.start(edge), edge), self._icon_after, ink)


class IconButton(QPushButton):
    """A square button with an icon only; its name is also its tooltip.

    Args:
        icon: Name of the icon.
        name: What it does, for the tooltip and for readers of the screen.
        tone: Colour token of the icon.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        tone: str = "muted",
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._is_filled = icon, tone, False
        self._is_small = is_small
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Change what it says it does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str, *, tone: str | None = None, filled: bool = False) -> None:
        """Change the icon."""
        self._icon, self._tone, self._is_filled = icon, tone or self._tone, filled
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square of the control height."""
        sizes = metrics(QApplication.font())
        edge = sizes.small_control if self._is_small else sizes.control
        return QSize(edge, edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon, its hover ground and its focus ring."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        hot = self.isEnabled() and (self.underMouse() or self.isDown() or self.isChecked())
        if hot:
            edge = tokens.control if tokens.is_high_contrast else ""
            paint_box(painter, self.rect(), fill=tokens.hover, edge=edge)
        ink = getattr(tokens, self._tone) if self.isEnabled() else tokens.border
        size = metrics(QApplication.font()).icon
        rect = _centred(self.rect(), size)
        rect.moveCenter(self.rect().center())
        icons.paint(painter, rect, self._icon, ink, filled=self._is_filled)
        if self.hasFocus():
            paint_focus(painter, self.rect(), tokens)
        painter.end()


def _centred(rect: QRect, edge: int) -> QRect:
    return QRect(rect.x(), rect.y() + (rect.height() - edge) // 2, edge, edge)
