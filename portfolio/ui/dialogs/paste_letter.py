"""Takes a pasted link of a public comment, a letter, or words that came by mail."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from portfolio.attest import letter_armour
from portfolio.errors import LetterError
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.notices import Banner, BannerKind

_WIDTH = 520


class PasteLetter(QDialog):
    """One field for a link or the words, one for who wrote them.

    Signals:
        link_given: A link that is to be fetched now.
        words_given: (who wrote, what they wrote).
        letter_given: A text with a signed letter in it.
    """

    link_given = Signal(str)
    words_given = Signal(str, str)
    letter_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        title = self.tr("Paste a link or words")
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION))
        told = self.tr(
            "The link of a public comment proves who wrote it: it is fetched now, once. "
            "A mail with a signed letter in it is pasted whole. "
            "Other words from a mail can be quoted; readers are told that nobody can check them."
        )
        column.addWidget(Text(told, tone="muted", wraps=True))
        self.banner = Banner(BannerKind.FAILED, "")
        self.banner.hide()
        column.addWidget(self.banner)
        self.what = QPlainTextEdit()
        self.what.setTabChangesFocus(True)
        self.what.setMinimumHeight(140)
        mark_data(self.what)
        self.what.textChanged.connect(self._look)
        column.addWidget(Labelled(self.tr("Link or words"), self.what))
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        mark_data(self.name)
        self.name.textChanged.connect(self._look)
        self._who = Labelled(self.tr("Who wrote it"), self.name)
        column.addWidget(self._who)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.do = Button(self.tr("Take in"), ButtonKind.PRIMARY)
        self.do.setDefault(True)
        self.do.clicked.connect(self._take)
        row.addWidget(cancel)
        row.addWidget(self.do)
        column.addLayout(row)
        self._look()
        self.what.setFocus()

    def _is_link(self) -> bool:
        text = self.what.toPlainText().strip()
        return text.startswith(("https://", "http://")) and len(text.split()) == 1

    def _is_letter(self) -> bool:
        return letter_armour.holds_one(self.what.toPlainText().encode("utf-8", "replace"))

    @Slot()
    def _look(self) -> None:
        is_link, is_letter = self._is_link(), self._is_letter()
        is_quoted = not is_link and not is_letter
        self._who.setVisible(is_quoted)
        words = self.tr("Take in the letter") if is_letter else self.tr("Take in")
        self.do.setText(self.tr("Fetch the comment") if is_link else words)
        reason = ""
        if not self.what.toPlainText().strip():
            reason = self.tr("Paste something first.")
        elif is_quoted and not self.name.text().strip():
            reason = self.tr("Say who wrote it.")
        self.do.set_available(reason)

    @Slot()
    def _take(self) -> None:
        text = self.what.toPlainText().strip()
        if self._is_letter():
            self._take_letter(text)
            return
        if not self._is_link():
            self.words_given.emit(self.name.text().strip(), text)
            self.accept()
            return
        from portfolio.attest import comments

        try:
            comments.place_of(text)
        except LetterError as error:
            self.banner.say(BannerKind.FAILED, str(error))
            self.banner.show()
            return
        self.link_given.emit(text)
        self.accept()

    def _take_letter(self, text: str) -> None:
        try:
            letter_armour.letter_in(text.encode("utf-8", "replace"))
        except LetterError as error:
            self.banner.say(BannerKind.FAILED, str(error))
            self.banner.show()
            return
        self.letter_given.emit(text)
        self.accept()
