"""Speaks for a badge, its achievement or its issuer: words, signed and saved as a file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from portfolio.ui.dialogs.signing_dialog import SigningDialog
from portfolio.ui.models.words import fill
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.tokens import SPACE_12
from portfolio.ui.widgets.labels import DataText
from portfolio.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_ORDER: Final = ("badge", "achievement", "issuer")


class EndorseBadge(SigningDialog):
    """The form.

    Args:
        raw: The badge's file.
        name: What it is called.
        about: What of it can be endorsed: of ``badge``, ``achievement``, ``issuer``.

    Signals:
        endorsed: Name of the file that was saved.
    """

    endorsed = Signal(str)
    size_px: ClassVar = (560, 440)

    def __init__(
        self,
        session: Session,
        raw: bytes,
        name: str,
        about: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        self._raw, self._name = raw, name
        self._about = tuple(each for each in _ORDER if each in about)
        told = self.tr(
            "Your words go into a file of their own, signed with a key of yours. Hand it to whom "
            "the badge was given."
        )
        super().__init__(session, self.tr("Endorse a badge"), told, parent)
        self.words.setFocus()

    def _form(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        column.addWidget(DataText(self._name, wraps=True))
        said = {
            "badge": self.tr("This badge"),
            "achievement": self.tr("What it is given for"),
            "issuer": self.tr("Who gave it"),
        }
        label = self.tr("What do you speak for?")
        self.about = Segments([(each, said[each]) for each in self._about], label)
        self.about.choose(self._about[0])
        column.addWidget(Labelled(label, self.about))
        self.words = self._text(140)
        column.addWidget(Labelled(self.tr("What do you say?"), self.words))
        column.addStretch(1)
        return body

    def matter(self) -> str:
        """Return which badge it is."""
        return hashlib.sha256(self._raw).hexdigest()

    def is_typed(self) -> bool:
        """Say whether anything was typed."""
        return bool(self.words.toPlainText().strip())

    def problem(self) -> str:
        """Return what is missing, "" for nothing."""
        return "" if self.is_typed() else self.tr("Write a few words first.")

    @Slot()
    def _sign(self) -> None:
        name = fill(self.tr("Endorsement of %1", "a badge"), self._name).replace("/", "-")
        words = self.tr("Save the endorsement")
        path, _ = QFileDialog.getSaveFileName(self, words, f"{name}.json")
        if path:
            self._endorse(Path(path))

    def _endorse(self, path: Path) -> None:
        workspace, raw = self._session.workspace, self._raw
        words, about = self.words.toPlainText().strip(), self.about.choice()
        self.sign.set_available(self.tr("Signing now"))

        def work(_store: Store) -> str:
            from portfolio.operations import badge_giving
            from portfolio.operations.export import save

            save(path, badge_giving.endorse(workspace, raw, words, about=about).data)
            return path.name

        self._session.edit(work, self._done, self._fault)

    def _done(self, name: str) -> None:
        self.endorsed.emit(name)
        self._close()
