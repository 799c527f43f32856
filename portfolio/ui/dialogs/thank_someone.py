"""Thank somebody, or write down what they did: two fields are enough, the rest may stay empty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from portfolio.model.attestation import AttestationKind, Work
from portfolio.ui.dialogs.signing_dialog import SigningDialog
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.tokens import SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.form_parts import one_line
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from portfolio.operations.thanking import Thanks
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_WHAT_PX: Final = 96
_SMALL_PX: Final = 64


class ThankSomeone(SigningDialog):
    """The form.

    Args:
        session: The window's.
        about: A work that is known already, such as the deed it was opened from.

    Signals:
        written: (id of the letter, True) once it is signed and saved.
    """

    written = Signal(str, bool)
    size_px: ClassVar = (560, 596)

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, about: Work | None = None
    ) -> None:
        self._about = about
        told = self.tr("Two fields are enough. You sign it and hand the file over.")
        super().__init__(session, self.tr("Thank someone"), told, parent)
        if about is not None:
            self.links.setPlainText(about.url)
        self.who.setFocus()

    def _form(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
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
        column.addStretch(1)
        return body

    def _beside(self) -> QWidget:
        self.comment = Button(self.tr("Copy as a comment"), ButtonKind.QUIET, icon="message-square")
        self.comment.clicked.connect(self._copy)
        return self.comment

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
        """Say what is missing; a comment needs the same."""
        super()._look()
        self.comment.set_available(self.problem())

    def is_typed(self) -> bool:
        """Say whether there are words."""
        return bool(self.what.toPlainText().strip())

    def problem(self) -> str:
        """Return what is missing, "" for nothing."""
        if not self.who.text().strip():
            return self.tr("Say who it was.")
        return "" if self.is_typed() else self.tr("Say what they did.")

    @Slot()
    def _copy(self) -> None:
        from portfolio.operations import thanking

        QGuiApplication.clipboard().setText(thanking.comment(self.thanks()))
        words = self.tr("The comment is in the clipboard. Its public page says who wrote it.")
        self.banner.say(BannerKind.PLAIN, words)
        self.banner.show()

    @Slot()
    def _sign(self) -> None:
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
            from portfolio.operations.letter_files import save

            written = thanking.write(workspace, thanks)
            save(path, written.data)
            return written.attestation.id

        self._session.edit(work, self._done, self._fault)

    def _done(self, letter_id: str) -> None:
        self.written.emit(letter_id, True)  # noqa: FBT003  (a signal's value)
        self._close()
