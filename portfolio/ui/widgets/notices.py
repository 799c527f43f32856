"""What a page says about itself: banners, an empty page, progress in words, coverage."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16, Tokens
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import IconLabel, Text
from portfolio.ui.widgets.painting import paint_box


class BannerKind(StrEnum):
    """How a banner is meant."""

    PLAIN = "plain"
    NEEDS_YOU = "needs-you"
    FAILED = "failed"


_TONES = {BannerKind.PLAIN: "muted", BannerKind.NEEDS_YOU: "warn", BannerKind.FAILED: "error"}
_ICONS = {
    BannerKind.PLAIN: "info",
    BannerKind.NEEDS_YOU: "triangle-alert",
    BannerKind.FAILED: "triangle-alert",
}


class Banner(QFrame):
    """One sentence in the page, with at most one quiet action; stays until dealt with.

    Args:
        kind: Plain, needs you, or failed (what was asked for did not work).
        words: One sentence that names the thing concerned and what is kept.
        action: Words of the action, or "".
        icon: Another icon than the kind's.

    Signals:
        requested: The action was pressed.
    """

    requested = Signal()

    def __init__(
        self,
        kind: BannerKind,
        words: str,
        action: str = "",
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_12, 2, SPACE_8, 2)
        row.setSpacing(SPACE_12)
        edge = metrics(QApplication.font()).icon
        self._icon = IconLabel(icon or _ICONS[kind], _TONES[kind], edge)
        self._words = Text(words, wraps=True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        self._words.setTextInteractionFlags(flags)
        self._words.setContentsMargins(0, SPACE_8, 0, SPACE_8)
        # With a parent from the start: shown without one it would be a window for a moment.
        self._action = Button(action, ButtonKind.QUIET, parent=self)
        self._action.setVisible(bool(action))
        self._action.clicked.connect(self.requested)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)

    def words(self) -> str:
        """Return its sentence."""
        return self._words.text()

    def say(self, kind: BannerKind, words: str, action: str = "") -> None:
        """Say something else, shown and read out."""
        self._kind = kind
        self._icon.set_icon(_ICONS[kind], _TONES[kind])
        self._words.setText(words)
        self._action.set_words(action)
        self._action.setVisible(bool(action))
        self.show()
        self.update()
        announce(self, words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of its kind."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        fill, edge = _ground(self._kind, tokens)
        paint_box(painter, self.rect(), fill=fill, edge=edge)
        painter.end()


def _ground(kind: BannerKind, tokens: Tokens) -> tuple[str, str]:
    if kind is BannerKind.PLAIN:
        return tokens.surface, tokens.border
    soft = tokens.warn_soft if kind is BannerKind.NEEDS_YOU else tokens.error_soft
    return soft, tokens.control if tokens.is_high_contrast else ""


class EmptyState(QWidget):
    """A page or list without content: icon, one sentence, at most one plain button.

    Signals:
        requested: The button was pressed.
    """

    requested = Signal()

    def __init__(
        self, icon: str, words: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(SPACE_12)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        edge = round(metrics(QApplication.font()).icon * 1.25)
        self._icon = IconLabel(icon, "muted", edge)
        column.addWidget(self._icon, 0, middle)
        self._words = Text(words, wraps=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        self.button = Button(action, parent=self)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.requested)
        column.addWidget(self.button, 0, middle)
        column.addStretch(1)

    def say(self, words: str, action: str = "", icon: str = "") -> None:
        """Say something else."""
        self._words.setText(words)
        self.button.set_words(action)
        self.button.setVisible(bool(action))
        if icon:
            self._icon.set_icon(icon)

    def words(self) -> str:
        """Return its sentence."""
        return self._words.text()


class ProgressLine(QFrame):
    """Progress: words first, a thin bar, Cancel at the end.

    Signals:
        cancel_requested: Cancel was pressed.
    """

    cancel_requested = Signal()

    def __init__(
        self, words: str = "", *, in_card: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", in_card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        margin = SPACE_12 if in_card else 0
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(SPACE_8)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self._words = Text(words, TextSize.SMALL, wraps=True)
        self.cancel = Button(self.tr("Cancel"), ButtonKind.QUIET, is_small=True)
        self.cancel.clicked.connect(self.cancel_requested)
        row.addWidget(self._words, 1)
        row.addWidget(self.cancel)
        column.addLayout(row)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Progress"))
        column.addWidget(self._bar)

    @Slot(str)
    def say(self, words: str, done: int | None = None, total: int | None = None) -> None:
        """Show where things are; without ``total`` the bar has no end."""
        self._words.setText(words)
        if done is None or not total:
            self._bar.setRange(0, 0)
            return
        scale = max(1, total // 1_000_000)  # Qt counts in 32 bits
        self._bar.setRange(0, total // scale)
        self._bar.setValue(min(done, total) // scale)

    def words(self) -> str:
        """Return its words."""
        return self._words.text()


class CoverageLine(QFrame):
    """The line at the foot of a list: one sentence about completeness, never a percentage.

    Signals:
        requested: "What is missing?" was pressed.
    """

    requested = Signal()

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = metrics(QApplication.font())
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 0, SPACE_16, 0)
        row.setSpacing(SPACE_8)
        self._words = Text(words, TextSize.SMALL, "muted")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        missing = QCoreApplication.translate("CoverageLine", "What is missing?")
        self.button = Button(missing, ButtonKind.QUIET, is_small=True)
        self.button.clicked.connect(self.requested)
        row.addWidget(IconLabel("info", "muted", sizes.small_icon))
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.setMinimumHeight(max(sizes.coverage_line, self.button.sizeHint().height() + 8))

    def say(self, words: str) -> None:
        """Show another sentence; the whole of it is also the tooltip."""
        self._words.setText(words)
        self._words.setToolTip(words)

    def words(self) -> str:
        """Return its sentence."""
        return self._words.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline at its top."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(tokens_of(self).border))
        painter.end()
