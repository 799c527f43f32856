"""A letter for somebody: whom, what kind, which works, the words; signed and saved as a file.

What was typed is kept until the letter is signed or thrown away on purpose.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.model.attestation import (
    MAX_VOUCH,
    Attestation,
    AttestationFormat,
    AttestationKind,
    Mentoring,
    Party,
    Work,
)
from portfolio.ui.dialogs.letter_terms import LetterTerms
from portfolio.ui.dialogs.signing_dialog import SigningDialog
from portfolio.ui.dialogs.writer_part import WriterPart
from portfolio.ui.models.letters import kind_word
from portfolio.ui.models.words import fill
from portfolio.ui.outside_link import open_outside
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_12
from portfolio.ui.widgets.form_parts import leave_room_for_bar, one_line, scrolled
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.link import Link
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from portfolio.model.letter_request import LetterRequest
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_KINDS: Final = (
    AttestationKind.TESTIMONIAL,
    AttestationKind.VOUCH,
    AttestationKind.THANKS,
    AttestationKind.CLAIM,
)


class WriteLetter(SigningDialog):
    """The form.

    Args:
        session: The window's.
        asked: The request that is answered: for whom, and about which works, stands there then.

    Signals:
        written: (id of the letter, True) once it is signed and saved.
    """

    written = Signal(str, bool)
    size_px: ClassVar = (600, 700)

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        asked: LetterRequest | None = None,
    ) -> None:
        self._asked = asked
        self._their_key = ""
        told = self.tr(
            "You sign it with a key of your own and hand the file over. "
            "It ends when you choose, and you can take it back before."
        )
        super().__init__(session, self.tr("Write for someone"), told, parent)
        if asked is not None:
            self._take_up(asked)
        self._look()
        (self.words if asked is not None else self.whom).setFocus()

    def _take_up(self, asked: LetterRequest) -> None:
        """Show what is asked and about what; only the words are left to write."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(asked.kind)))
        self.whom.setText(asked.holder.name)
        self.account.setText(" ".join(asked.holder.accounts))
        self.writer.suggest(asked.asked)
        self.terms.begin_with(asked.mentoring)
        for known in self._known:
            known.hide()
        words = fill(self.tr("%1 asks: “%2”", "somebody, a question"), asked.holder.name,
                     asked.question)  # fmt: skip
        self.banner.say(BannerKind.PLAIN, words)
        self.banner.show()

    def begin_with(
        self, whom: Party, side: Mentoring | None, period: tuple[str, str] = ("", "")
    ) -> None:
        """Fill in what is known already: whom it is about, and who mentored whom, when."""
        self._their_key = whom.key
        self.whom.setText(whom.name)
        self.account.setText(" ".join(whom.accounts))
        self.terms.begin_with(side, *period)
        (self.words if whom.name else self.whom).setFocus()

    def _form(self) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        leave_room_for_bar(body, column)
        column.setSpacing(SPACE_12)
        self.kind = QComboBox()
        for kind in _KINDS:
            self.kind.addItem(kind_word(kind), kind)
        self.kind.currentIndexChanged.connect(self._look)
        self.whom = self._line()
        self.account = self._line("https://github.com/name")
        hint = self.tr("so that it is surely about them")
        self._known = (
            Labelled(self.tr("Kind"), self.kind),
            Labelled(self.tr("For whom"), self.whom),
            Labelled(self.tr("Their account"), self.account, hint),
        )
        for known in self._known:
            column.addWidget(known)
        if self._asked is not None:
            column.addWidget(self._asked_works(self._asked))
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(150)
        self.words.textChanged.connect(self._look)
        mark_data(self.words)
        column.addWidget(Labelled(self.tr("What did you see them do?"), self.words))
        self.count = Text("", TextSize.SMALL, "muted")
        column.addWidget(self.count)
        if self._asked is None:
            column.addWidget(self._works_field())
        self.writer = WriterPart(self._session)
        self.writer.changed.connect(self._look)
        column.addWidget(self.writer)
        self.terms = LetterTerms(self._session)
        self.terms.changed.connect(self._look)
        self.terms.extras.unfolded.connect(self._show_extras)
        column.addWidget(self.terms)
        column.addStretch(1)
        self._area = scrolled(body)
        return self._area

    @Slot()
    def _show_extras(self) -> None:
        """Scroll to what was unfolded, once it has its place."""
        extras = self.terms.extras
        QTimer.singleShot(0, extras, lambda: self._area.ensureWidgetVisible(extras))

    def _works_field(self) -> QWidget:
        self.works = QPlainTextEdit()
        self.works.setTabChangesFocus(True)
        self.works.setFixedHeight(90)
        self.works.textChanged.connect(self._look)
        mark_data(self.works)
        return Labelled(self.tr("About these works"), self.works, self.tr("one link a line"))

    def _asked_works(self, asked: LetterRequest) -> QWidget:
        """Return the works of a request: their titles, each to be looked at."""
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        for work in asked.works:
            link = Link(work.title or work.url)
            link.setToolTip(work.url)
            link.clicked.connect(partial(open_outside, work.url))
            column.addWidget(link)
        hint = self.tr("a press opens the page in your browser")
        return Labelled(self.tr("About these works"), place, hint)

    def _line(self, example: str = "") -> QLineEdit:
        line = one_line(example)
        line.textChanged.connect(self._look)
        return line

    # What is typed

    def said(self) -> Attestation:
        """Return what is typed, as a letter that is not signed yet."""
        accounts = tuple(self.account.text().split())
        asked = self._asked
        key = asked.holder.key if asked else self._their_key
        said = Attestation(
            id="",
            kind=AttestationKind(self.kind.currentData()),
            format=AttestationFormat.SIGNED_FILE,
            issuer=self.writer.party(),
            subject=Party(self.whom.text().strip(), "", accounts, key),
            statement=self.words.toPlainText(),
            raw=b"",
            about=asked.works if asked else self._typed_works(),
            language=self.locale().bcp47Name().split("-")[0],
            refers_to=asked.id if asked else "",
        )
        return self.terms.chosen(said)

    def _typed_works(self) -> tuple[Work, ...]:
        lines = (line.strip() for line in self.works.toPlainText().splitlines())
        return tuple(Work(line, line) for line in lines if line)

    @Slot()
    def _look(self) -> None:
        """Say what is missing, and how long a vouch is."""
        written = len(self.words.toPlainText())
        self.count.setVisible(self._is_vouch())
        locale = self.locale()
        pattern = self.tr("%1 of %2 characters", "numbers")
        self.count.setText(fill(pattern, locale.toString(written), locale.toString(MAX_VOUCH)))
        self.count.set_tone("warn" if written > MAX_VOUCH else "muted")
        super()._look()

    def _is_vouch(self) -> bool:
        return bool(self.kind.currentData() == AttestationKind.VOUCH)

    def is_typed(self) -> bool:
        """Say whether there is something that would be lost."""
        return bool(self.words.toPlainText().strip()) or self.terms.is_typed()

    def matter(self) -> str:
        """Return the request that is answered."""
        return self._asked.id if self._asked is not None else ""

    def problem(self) -> str:
        """Return what is missing, "" for nothing."""
        if not self.whom.text().strip():
            return self.tr("Say whom it is about.")
        if not self.words.toPlainText().strip():
            return self.tr("Write a few words first.")
        if self._is_vouch() and len(self.words.toPlainText()) > MAX_VOUCH:
            return self.tr("A vouch is shorter.")
        if self._is_vouch() and self._asked is None and not self.works.toPlainText().strip():
            return self.tr("A vouch names at least one work.")
        return self.writer.problem() or self.terms.problem()

    # Signing

    @Slot()
    def _sign(self) -> None:
        name = f"for-{self.whom.text().strip()}.{self.kind.currentData()}"
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the letter"), name.replace("/", "-")
        )
        if path:
            self._write(Path(path))

    def _write(self, path: Path) -> None:
        workspace, said = self._session.workspace, self.said()
        key, months = self.terms.signing_key(), self.terms.months()
        self.sign.set_available(self.tr("Signing now"))

        def work(_store: Store) -> str:
            from portfolio.operations import letter_writing

            written = letter_writing.write(workspace, said, key, months=months, to=path)
            return written.attestation.id

        self._session.edit(work, self._done, self._fault)

    def _done(self, letter_id: str) -> None:
        self.written.emit(letter_id, True)  # noqa: FBT003  (a signal's value)
        self._close()
