"""What dialogs have in common in which something is written, signed and saved as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from portfolio.errors import PortfolioError
from portfolio.ui.dialogs.keeps_words import KeepsWords
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from portfolio.ui.session import Session


class SigningDialog(KeepsWords):
    """Title, a banner for faults, the form, Cancel, and Sign and save.

    Args:
        session: The window's.
        title: What is done here.
        told: What it comes to, in a sentence or two.
    """

    size_px: ClassVar = (560, 620)

    def __init__(
        self, session: Session, title: str, told: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        outer.setSpacing(SPACE_12)
        outer.addWidget(Text(title, TextSize.SECTION))
        outer.addWidget(Text(told, tone="muted", wraps=True))
        self.banner = Banner(BannerKind.FAILED, "")
        self.banner.hide()
        outer.addWidget(self.banner)
        self.sign = Button(self.tr("Sign and save…"), ButtonKind.PRIMARY)
        outer.addWidget(self._form(), 1)
        outer.addLayout(self._buttons())
        if parent is not None:
            width, height = self.size_px
            self.resize(width, min(height, parent.window().height() - SPACE_24))
        self._look()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        beside = self._beside()
        if beside is not None:
            row.addWidget(beside)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.sign.setDefault(True)
        self.sign.clicked.connect(self._sign)
        row.addWidget(cancel)
        row.addWidget(self.sign)
        return row

    def _text(self, lines_px: int) -> QPlainTextEdit:
        """Return a field for several lines; Tab leaves it."""
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(lines_px)
        field.textChanged.connect(self._look)
        mark_data(field)
        return field

    # What each dialog says for itself

    def _form(self) -> QWidget:
        """Return the fields."""
        raise NotImplementedError

    def _beside(self) -> QWidget | None:
        """Return a button for the other end of the row of buttons, or None."""
        return None

    def problem(self) -> str:
        """Return why it cannot be signed yet, "" when it can."""
        raise NotImplementedError

    @Slot()
    def _sign(self) -> None:
        raise NotImplementedError

    # What is the same

    @Slot()
    def _look(self) -> None:
        """Say what is missing."""
        self.sign.set_available(self.problem())

    def _fault(self, error: Exception) -> None:
        self._look()
        if not isinstance(error, PortfolioError):
            self._session.tell_failed(error)
            return
        self.banner.say(BannerKind.FAILED, str(error))
        self.banner.show()

    def _close(self) -> None:
        self.close_used()

    def loss(self) -> str:
        """Return what throwing away comes to."""
        return self.tr("It is not signed yet. Nothing of it is kept.")
