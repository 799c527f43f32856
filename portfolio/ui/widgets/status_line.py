"""The status line: where things stand, the last step with Undo for 8 seconds, where it is kept."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QWidget

from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import ElidedLabel, IconLabel
from portfolio.ui.widgets.link import Link

SHOWN_MS = 8000


class StatusLine(QFrame):
    """The line at the foot of the window.

    Signals:
        undo_requested: "Undo" was pressed.
        needs_requested: What needs the holder was pressed.
    """

    undo_requested = Signal()
    needs_requested = Signal()

    def __init__(self, undo_keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = metrics(QApplication.font())
        edge = sizes.small_icon
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_8 + 2, 1, SPACE_8 + 2, 0)
        row.setSpacing(SPACE_8)
        self._icon = IconLabel("circle-slash", "muted", edge)
        self._words = ElidedLabel("", TextSize.SMALL, "muted", is_data=False)
        self._words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._undo = Button(self.tr("Undo"), ButtonKind.QUIET, is_small=True, is_flush=True)
        self._undo.clicked.connect(self.undo_requested)
        self._keys = ElidedLabel(undo_keys.replace("+", " "), TextSize.SMALL, "muted")
        self._keys.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._kept_icon = IconLabel("hard-drive", "muted", edge)
        self._kept = ElidedLabel(
            self.tr("Kept on this computer"), TextSize.SMALL, "muted", is_data=False
        )
        self._kept.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for widget in (self._icon, self._words, self._undo, self._keys):
            row.addWidget(widget)
        self._needs_icon = IconLabel("log-in", "warn", edge)
        self._needs = Link(is_data=False, size=TextSize.SMALL)
        self._needs.clicked.connect(self.needs_requested)
        row.addSpacing(SPACE_12)
        row.addWidget(self._needs_icon)
        row.addWidget(self._needs)
        self.set_needs("")
        row.addStretch(1)
        row.addSpacing(SPACE_12)
        row.addWidget(self._kept_icon)
        row.addWidget(self._kept)
        self.setFixedHeight(max(sizes.status_line, 24))
        self._undo.setFixedHeight(24)
        self._standing = ("circle-slash", "")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._show_standing)
        self._show_standing()

    def set_standing(self, words: str, icon: str) -> None:
        """Set what stands here whenever nothing just happened."""
        self._standing = (icon, words)
        if not self._timer.isActive():
            self._show_standing()

    def set_needs(self, words: str) -> None:
        """Set what needs the holder; "" for nothing."""
        self._needs.set_words(words)
        self._needs_icon.setVisible(bool(words))
        self._needs.setVisible(bool(words))

    def set_kept(self, words: str, icon: str = "hard-drive") -> None:
        """Set where the record is kept."""
        self._kept.set_words(words)
        self._kept_icon.set_icon(icon)

    def say(self, words: str, *, icon: str = "info", offers_undo: bool = False) -> None:
        """Show words for 8 seconds, perhaps with Undo, and have them read out."""
        self._icon.set_icon(icon)
        self._words.set_words(words)
        self._undo.setVisible(offers_undo)
        self._keys.setVisible(offers_undo)
        self._timer.start()
        announce(self, words)

    def words(self) -> str:
        """Return what stands at the start."""
        return self._words.text()

    @property
    def offers_undo(self) -> bool:
        """Undo is shown."""
        return not self._undo.isHidden()

    @Slot()
    def _show_standing(self) -> None:
        icon, words = self._standing
        if self._undo.hasFocus():  # the focus must not fall nowhere
            self._undo.focusNextChild()
        self._icon.set_icon(icon)
        self._words.set_words(words)
        self._undo.hide()
        self._keys.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line at the top."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        painter.fillRect(self.rect(), QColor(tokens.sidebar))
        painter.fillRect(0, 0, self.width(), 1, QColor(tokens.border))
        painter.end()
