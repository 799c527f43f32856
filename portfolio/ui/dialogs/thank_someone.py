"""Thank somebody, or write down what they did: two fields are enough, the rest may stay empty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from portfolio.errors import PortfolioError
from portfolio.model.attestation import AttestationKind, Work
from portfolio.ui.dialogs.question import Question
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.form_parts import one_line
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from portfolio.operations.thanking import Thanks
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_WIDTH: Final = 560
_WHAT_PX: Final = 96
_SMALL_PX: Final = 64


class ThankSomeone(QDialog):
    """The form.

    Args:
        session: The window's.
        about: A work that is known already, such as the deed it was opened from.

    Signals:
        written: (id of the letter, True) once it is signed and saved.
    """

    written = Signal(str, bool)

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, about: Work | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._session = session
        self._about = about
        self._is_closing = False
        title = self.tr("Thank someone")
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION))
        told = self.tr("Two fields are enough. You sign it and hand the file over.")
        column.addWidget(Text(told, tone="muted", wraps=True))
        self.banner = Banner(BannerKind.FAILED, "")
        self.banner.hide()
        column.addWidget(self.banner)
        self._fields(column)
        column.addLayout(self._buttons())
        if about is not None:
            self.links.setPlainText(about.url)
        self._look()
        self.who.setFocus()

    def _fields(self, column: QVBoxLayout) -> None:
        self.who = one_line("https://github.com/name")
        self.who.textChanged.connect(self._look)
        hint = self.tr("a name, an account, or both")
        column.addWidget(Labelled(self.tr("Who"), self.who, hint))
        self.what = self._text(_WHAT_PX)
        column.addWidget(Labelled(self.tr("What they did"), self.what))
        self.kind = QComboBox()
        self.kind.addItem(self.tr("Thanks"), AttestationKind.THANKS.value)
        self.kind.addItem(self.tr("A claim: this person did this"), AttestationKind.CLAIM.value)
        column.addWidget(Labelled(self.tr("Kind"), self.kind))
        optional = self.tr("if you like")
        self.links = self._text(_SMALL_PX)
        links_hint = self.tr("if you like, one link a line")
        column.addWidget(Labelled(self.tr("Where it can be seen"), self.links, links_hint))
        self.why = self._text(_SMALL_PX)
        column.addWidget(Labelled(self.tr("Why it mattered"), self.why, optional))

    def _text(self, height: int) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(height)
        field.textChanged.connect(self._look)
        mark_data(field)
        return field

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.comment = Button(self.tr("Copy as a comment"), ButtonKind.QUIET, icon="message-square")
        self.comment.clicked.connect(self._copy)
        row.addWidget(self.comment)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.sign = Button(self.tr("Sign and save…"), ButtonKind.PRIMARY)
        self.sign.setDefault(True)
        self.sign.clicked.connect(self._choose_place)
        row.addWidget(cancel)
        row.addWidget(self.sign)
        return row

    def thanks(self) -> Thanks:
        """Return what is typed."""
        from portfolio.operations.thanking import Thanks

        lines = (line.strip() for line in self.links.toPlainText().splitlines())
        return Thanks(
            self.who.text(),
            self.what.toPlainText(),
            AttestationKind(self.kind.currentData()),
            tuple(self._work(line) for line in lines if line),
            self.why.toPlainText(),
            self.locale().bcp47Name().split("-")[0],
        )

    def _work(self, link: str) -> Work:
        known = self._about
        return known if known is not None and known.url == link else Work(link, link)

    @Slot()
    def _look(self) -> None:
        if not hasattr(self, "sign"):
            return  # still being built
        reason = ""
        if not self.who.text().strip():
            reason = self.tr("Say who it was.")
        elif not self.what.toPlainText().strip():
            reason = self.tr("Say what they did.")
        self.sign.set_available(reason)
        self.comment.set_available(reason)

    @Slot()
    def _copy(self) -> None:
        from portfolio.operations import thanking

        QGuiApplication.clipboard().setText(thanking.comment(self.thanks()))
        words = self.tr("The comment is in the clipboard. Its public page says who wrote it.")
        self.banner.say(BannerKind.PLAIN, words)
        self.banner.show()

    @Slot()
    def _choose_place(self) -> None:
        from portfolio.operations import thanking

        name = thanking.party(self.who.text()).name
        path, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save the letter"),
            f"for-{name}.{self.kind.currentData()}".replace("/", "-"),
        )
        if path:
            self._write(Path(path))

    def _write(self, path: Path) -> None:
        workspace, thanks = self._session.workspace, self.thanks()
        self.sign.set_available(self.tr("Signing now"))

        def work(_store: Store) -> str:
            from portfolio.operations import thanking
            from portfolio.operations.export import save

            written = thanking.write(workspace, thanks)
            save(path, written.data)
            return written.attestation.id

        self._session.edit(work, self._done, self._fault)

    def _done(self, letter_id: str) -> None:
        self._is_closing = True
        self.written.emit(letter_id, True)  # noqa: FBT003  (a signal's value)
        self.accept()

    def _fault(self, error: Exception) -> None:
        self._look()
        if not isinstance(error, PortfolioError):
            self._session.tell_failed(error)
            return
        self.banner.say(BannerKind.FAILED, str(error))
        self.banner.show()

    def reject(self) -> None:
        """Close; what is typed is thrown away only when the holder says so."""
        if self._is_closing or not self.what.toPlainText().strip():
            super().reject()
            return
        question = Question(
            self.tr("Throw away what you wrote?"),
            self.tr("It is not signed yet. Nothing of it is kept."),
            self.tr("Throw it away"),
            self.tr("Go on writing"),
            self,
        )
        question.ask(self._throw_away)

    def _throw_away(self) -> None:
        self._is_closing = True
        super().reject()

    def closeEvent(self, event: Any) -> None:
        """Ask before what is typed goes."""
        if self._is_closing or not self.what.toPlainText().strip():
            super().closeEvent(event)
            return
        event.ignore()
        self.reject()
