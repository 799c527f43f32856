"""Thank somebody, or write down what they did: two fields are enough, the rest may stay empty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Qt, Signal, Slot
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
from portfolio.ui.widgets.form_parts import one_line, scrolled
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
        kind: Thanks, or a claim: then several works may come from the record.

    Signals:
        written: (id of the letter, True) once it is signed and saved.
    """

    written = Signal(str, bool)
    size_px: ClassVar = (560, 640)

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        about: Work | None = None,
        kind: AttestationKind = AttestationKind.THANKS,
    ) -> None:
        self._known = {about.url: about} if about is not None else {}
        title = self.tr("Thank someone")
        told = self.tr("Two fields are enough. You sign it and hand the file over.")
        if kind is AttestationKind.CLAIM:
            title = self.tr("Write down what somebody did")
            told = self.tr(
                "A file addressed to them: they accept, correct or decline each work. "
                "Nothing is published."
            )
        super().__init__(session, title, told, parent)
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
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
        self.kind.currentIndexChanged.connect(self._look)
        column.addWidget(Labelled(self.tr("Kind"), self.kind))
        optional = self.tr("if you like")
        self.links = self._text(_SMALL_PX)
        links_hint = self.tr("if you like, one link a line")
        column.addWidget(Labelled(self.tr("Where it can be seen"), self.links, links_hint))
        self.recorded = Button(
            self.tr("Add their works from your record"), icon="search", is_small=True
        )
        self.recorded.clicked.connect(self._add_recorded)
        column.addWidget(self.recorded, 0, Qt.AlignmentFlag.AlignLeft)
        self.why = self._text(_SMALL_PX)
        column.addWidget(Labelled(self.tr("Why it mattered"), self.why, optional))
        column.addStretch(1)
        return scrolled(body)

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
        return self._known.get(link) or Work(link, link)

    @Slot()
    def _look(self) -> None:
        """Say what is missing; a comment needs the same."""
        super()._look()
        self.comment.set_available(self.problem())
        self.recorded.setVisible(self.kind.currentData() == AttestationKind.CLAIM.value)
        has_account = any("://" in word for word in self.who.text().split())
        reason = self.tr("Give an account of theirs: a name alone may be somebody else.")
        self.recorded.set_available("" if has_account else reason)

    @Slot()
    def _add_recorded(self) -> None:
        """Add the public works of the record that name an account of theirs."""
        store, who = self._session.store, self.who.text()

        def work(_report: Any, _cancelled: Any) -> list[Work]:
            from portfolio.operations import nominating, thanking

            accounts = thanking.party(who).accounts
            return [each for one in accounts for each in nominating.recorded_works(store, one)]

        self.recorded.set_available(self.tr("Looking now"))
        self._session.run(work, on_done=self._found, on_failed=self._fault)

    def _found(self, works: list[Work]) -> None:
        lines = [line.strip() for line in self.links.toPlainText().splitlines() if line.strip()]
        added = [each for each in works if each.url not in lines]
        self._known |= {each.url: each for each in added}
        self.links.setPlainText("\n".join([*lines, *(each.url for each in added)]))
        words = self.tr("No other public work in your record names this account.")
        if added:
            words = self.tr("%n work(s) added. Take out what does not belong.", "", len(added))
        self.banner.say(BannerKind.PLAIN, words)
        self.banner.show()
        self._look()

    def is_typed(self) -> bool:
        """Say whether there are words; a link it was opened with is none."""
        fields = (self.who.text(), self.what.toPlainText(), self.why.toPlainText())
        return any(text.strip() for text in fields)

    def problem(self) -> str:
        """Return what is missing, "" for nothing."""
        if not self.who.text().strip():
            return self.tr("Say who it was.")
        return "" if self.what.toPlainText().strip() else self.tr("Say what they did.")

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

            return thanking.write(workspace, thanks, to=path).attestation.id

        self._session.edit(work, self._done, self._fault)

    def _done(self, letter_id: str) -> None:
        self.written.emit(letter_id, True)  # noqa: FBT003  (a signal's value)
        self._close()
