"""Who writes a letter: name, account and what they are there.

The record knows its holder's name and accounts. Whoever was only asked for a few words has no
record, and need not begin one: then both are typed here, or taken from the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.model.attestation import Party
from portfolio.operations.onlooking import own_accounts
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.tokens import SPACE_12
from portfolio.ui.widgets.form_parts import one_line

if TYPE_CHECKING:
    from portfolio.store.reader import Reader
    from portfolio.ui.session import Session


class WriterPart(QWidget):
    """Up to three fields.

    Signals:
        changed: Something was typed.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_known, has_accounts = session.read_now(_known)
        self.name = one_line()
        self.account = one_line("https://github.com/name")
        self.role = one_line(self.tr("Maintainer of Quillmark"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        name = Labelled(
            self.tr("Your name"), self.name, self.tr("stands at the head of the letter")
        )
        name.setHidden(self._is_known)
        column.addWidget(name)
        account = Labelled(
            self.tr("Your account"), self.account, self.tr("where your key can be looked up")
        )
        self._is_hidden = self._is_known and has_accounts
        account.setHidden(self._is_hidden)
        column.addWidget(account)
        column.addWidget(Labelled(self.tr("What you are there"), self.role))
        for field in (self.name, self.account, self.role):
            field.textChanged.connect(self.changed)

    def suggest(self, asked: Party) -> None:
        """Fill in what a request says of whom it asks."""
        self.name.setText(asked.name)
        self.account.setText(" ".join(asked.accounts))
        self.role.setText(asked.role)

    def problem(self) -> str:
        """Return what is missing, in words."""
        if self._is_known or self.name.text().strip():
            return ""
        return self.tr("Say your name: it stands at the head of the letter.")

    def party(self) -> Party:
        """Return the writer; without a name it is the record's holder."""
        name = "" if self._is_known else self.name.text().strip()
        accounts = () if self._is_hidden else tuple(self.account.text().split())
        return Party(name, self.role.text().strip(), accounts)


def _known(reader: Reader) -> tuple[bool, bool]:
    """Say whether the record has its holder's name, and an account of theirs."""
    return bool(reader.holder().name), bool(own_accounts(reader))
