"""Let somebody make a document about the holder: what it may show, what for, and how long."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QVBoxLayout, QWidget

from portfolio.model.consent import ConsentField
from portfolio.ui.dialogs.signing_dialog import SigningDialog
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_12
from portfolio.ui.widgets.form_parts import one_line, scrolled
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from portfolio.model.attestation import Attestation
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_PURPOSE_PX: Final = 80
_YEAR_DAYS: Final = 365


class GiveConsent(SigningDialog):
    """The form.

    Args:
        session: The window's.
        claim: The draft record it is for: its writer may make the document, and it names the
            holder by an account.

    Signals:
        given: Name of the file that was saved.
    """

    given = Signal(str)
    size_px: ClassVar = (560, 544)

    def __init__(self, session: Session, claim: Attestation, parent: QWidget | None = None) -> None:
        self._accounts = claim.subject.accounts
        maker = claim.issuer
        told = self.tr(
            "They need this file to make a document about you, and it may show only what you "
            "tick here. It ends on its day and cannot be taken back before."
        )
        title = self.tr("Let somebody make a document about you")
        super().__init__(session, title, told, parent)
        known = maker.accounts[:1] or (maker.key,)
        self.maker.setText(" ".join(filter(None, (maker.name, *known))))
        self.purpose.setFocus()

    def _form(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        self.maker = one_line("https://github.com/name")
        self.maker.textChanged.connect(self._look)
        hint = self.tr("a name and the address of an account")
        column.addWidget(Labelled(self.tr("Who may make it"), self.maker, hint))
        self.purpose = self._text(_PURPOSE_PX)
        column.addWidget(Labelled(self.tr("What it is for"), self.purpose))
        column.addWidget(Text(self.tr("What it may show"), TextSize.STRONG))
        words = {
            ConsentField.NAME: self.tr("Your name"),
            ConsentField.ACCOUNTS: self.tr("Your accounts"),
            ConsentField.WORDS: self.tr("What they wrote about you"),
            ConsentField.WORKS: self.tr("The works they listed"),
        }
        self.fields = {field: QCheckBox(words[field]) for field in ConsentField}
        boxes = QVBoxLayout()
        boxes.setSpacing(0)
        for box in self.fields.values():
            box.toggled.connect(self._look)
            boxes.addWidget(box)
        column.addLayout(boxes)
        self.days = QComboBox()
        for days, said in (
            (30, self.tr("A month")),
            (183, self.tr("Half a year")),
            (_YEAR_DAYS, self.tr("A year")),
            (2 * _YEAR_DAYS, self.tr("Two years")),
        ):
            self.days.addItem(said, days)
        self.days.setCurrentIndex(self.days.findData(_YEAR_DAYS))
        column.addWidget(Labelled(self.tr("How long"), self.days))
        column.addStretch(1)
        return scrolled(body)

    def is_typed(self) -> bool:
        """Say whether there is something that would be lost."""
        return bool(self.purpose.toPlainText().strip())

    def problem(self) -> str:
        """Return what is missing, "" for nothing."""
        if not any("://" in word or "SHA256:" in word for word in self.maker.text().split()):
            return self.tr("Give an account or a key of whoever may make it.")
        if not self.is_typed():
            return self.tr("Say what the document is for.")
        return "" if self._ticked() else self.tr("Tick what it may show.")

    def _ticked(self) -> list[ConsentField]:
        return [field for field, box in self.fields.items() if box.isChecked()]

    @Slot()
    def _sign(self) -> None:
        title = self.tr("Save the consent")
        path, _ = QFileDialog.getSaveFileName(self, title, "about-me.consent")
        if path:
            self._write(Path(path))

    def _write(self, path: Path) -> None:
        workspace, maker = self._session.workspace, self.maker.text()
        accounts = self._accounts
        purpose, fields = self.purpose.toPlainText(), self._ticked()
        until = self._session.clock.now().date() + timedelta(days=self.days.currentData())
        self.sign.set_available(self.tr("Signing now"))

        def work(_store: Store) -> str:
            from portfolio.operations import about_others
            from portfolio.operations.export import save

            given = about_others.give(workspace, maker, purpose, fields, until, accounts=accounts)
            save(path, given)
            return path.name

        self._session.edit(work, self._done, self._fault)

    def _done(self, name: str) -> None:
        self.given.emit(name)
        self._close()
