"""The one form of a dialog: a decision, with its title as a question and verbs on the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH = 440


class Question(QDialog):
    """Asks one thing. The safe answer is the default and what Esc gives.

    Args:
        title: A question.
        words: What happens, and what stays.
        verb: On the button that does it.
        safe: On the button that leaves things as they are.
    """

    def __init__(
        self, title: str, words: str, verb: str, safe: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        self.body.setSpacing(SPACE_12)
        self.body.addWidget(Text(title, TextSize.SECTION, wraps=True))
        self.body.addWidget(Text(words, wraps=True))
        self.body.addSpacing(SPACE_8)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        self.safe = Button(safe)
        self.safe.setDefault(True)
        self.safe.clicked.connect(self.reject)
        self.verb = Button(verb)
        self.verb.clicked.connect(self.accept)
        row.addWidget(self.safe)
        row.addWidget(self.verb)
        self._row = row
        self.body.addLayout(row)
        self.setFixedWidth(_WIDTH)
        self.safe.setFocus()

    def ask(self, then: Callable[[], None]) -> None:
        """Open, and call ``then`` when the verb was chosen."""
        self.accepted.connect(then)
        self.fit()
        self.open()

    def fit(self) -> None:
        """Take the height that the words need."""
        self.resize(_WIDTH, self.body.heightForWidth(_WIDTH))  # Qt reckons with a narrower one
