"""A dialog in which something is written that must not be lost.

What was typed stays until it is used or thrown away on purpose: neither a fault nor Escape nor the
end of the session loses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QDialog

from portfolio.ui.dialogs.kept_words import KeptWords
from portfolio.ui.dialogs.question import Question
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from portfolio.ui.session import Session
    from portfolio.ui.widgets.notices import Banner


class KeepsWords(QDialog):
    """Asks before what is typed goes, and has it there again when it was cut short.

    Attributes:
        banner: Says that the words of last time are there again, where it says nothing else.
    """

    banner: Banner

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_closing = False
        self._kept: KeptWords | None = None

    def is_typed(self) -> bool:
        """Say whether there is something that would be lost."""
        raise NotImplementedError

    def loss(self) -> str:
        """Return what throwing away comes to, for the question."""
        raise NotImplementedError

    def matter(self) -> str:
        """Return what it is about, where its first fields do not tell it from others."""
        return ""

    def showEvent(self, event: QShowEvent) -> None:
        """Have the words there again that were typed into this form and not used."""
        super().showEvent(event)
        if self._kept is None:
            name = f"{type(self).__name__}:{self.matter()}"
            self._kept = KeptWords(self, self._session.paths, name, self.is_typed)
            if self._kept.restore() and self.banner.isHidden():
                self.banner.say(
                    BannerKind.PLAIN, self.tr("What you wrote last time is here again.")
                )

    def close_used(self) -> None:
        """Close, for what was typed is where it should be."""
        self._is_closing = True
        self._forget()
        self.accept()

    def put_aside(self) -> None:
        """Close without asking, because the program ends: the words are there next time."""
        if self._kept is not None:
            self._kept.save()
        self._is_closing = True
        super().reject()

    def reject(self) -> None:
        """Close; what is typed is thrown away only when the person says so."""
        if self._is_closing or not self.is_typed():
            self._forget()
            super().reject()
            return
        question = Question(
            self.tr("Throw away what you wrote?"),
            self.loss(),
            self.tr("Throw it away"),
            self.tr("Go on writing"),
            self,
        )
        question.ask(self.throw_away)

    @Slot()
    def throw_away(self) -> None:
        """Close without keeping anything."""
        self._is_closing = True
        self._forget()
        super().reject()

    def closeEvent(self, event: Any) -> None:
        """Ask before what is typed goes."""
        if self._is_closing or not self.is_typed():
            super().closeEvent(event)
            return
        event.ignore()
        self.reject()

    def _forget(self) -> None:
        if self._kept is not None:
            self._kept.forget()


def put_all_aside() -> None:
    """Close every such dialog, its words kept: the system wants the program to end."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, KeepsWords) and widget.isVisible():
            widget.put_aside()
