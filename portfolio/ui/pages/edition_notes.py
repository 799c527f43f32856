"""What is said under the fields of a document when what stands in them cannot be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.export.gate.addresses import mail_address, web_address
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QVBoxLayout

translate = QCoreApplication.translate


def name_note(typed: str) -> str:
    """Return what a document begins with when nobody is named; "" when somebody is."""
    if typed.strip():
        return ""
    return translate("EditionNotes", "Without a name the document says “Record of contributions”.")


def email_note(typed: str) -> str:
    """Return why an e-mail address is not printed, "" when it can be."""
    if not typed.strip() or mail_address(typed.strip()):
        return ""
    return translate("EditionNotes", "This is no e-mail address. It is not printed.")


def newest_note(typed: str) -> str:
    """Return why an address of the newest copy is not printed, "" when it can be."""
    if not typed.strip() or web_address(typed.strip()).startswith("https://"):
        return ""
    words = translate("EditionNotes", "This is no address that begins with https://.")
    return f"{words} {translate('EditionNotes', 'It is not printed.')}"


class FieldNote(Text):
    """A line under a field; hidden while there is nothing to say."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__("", TextSize.SMALL, "warn", wraps=True)
        self._field = field
        self.hide()

    def say(self, words: str) -> None:
        """Say this of the field, also to a reader of the screen; "" takes it away."""
        self.setText(words)
        self.setVisible(bool(words))
        self._field.setAccessibleDescription(words)


def under(part: QVBoxLayout, note: FieldNote) -> QVBoxLayout:
    """Return a labelled field with its note below it."""
    part.addWidget(note)
    return part
