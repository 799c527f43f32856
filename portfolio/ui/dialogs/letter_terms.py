"""What a letter's writer chooses beside the words: how they know, when, how long, which key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from portfolio.model.attestation import LASTS_MONTHS, Basis, Mentoring
from portfolio.model.keys import KeyKind
from portfolio.ui.dialogs.letter_extras import LetterExtras
from portfolio.ui.models.dates import read_month, write_month
from portfolio.ui.models.words import fill
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.flow import FlowLayout
from portfolio.ui.widgets.labels import Text, mark_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.attestation import Attestation
    from portfolio.model.keys import KeyRecord
    from portfolio.ui.session import Session

_YEARS: Final = (1, 2, 5)
_DATE_PX: Final = 130


class LetterTerms(QWidget):
    """The lower part of the form; every choice may be left as it is.

    Signals:
        changed: Something was chosen or typed.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[KeyRecord] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        column.addWidget(self._bases())
        column.addWidget(self._mentoring())
        column.addWidget(self._period())
        column.addWidget(self._end())
        self.contact = QCheckBox(self.tr("Readers may ask me about it"))
        column.addWidget(self.contact)
        self.key = QComboBox()
        mark_data(self.key)
        self._key_part = Labelled(self.tr("Sign with"), self.key)
        self._key_part.hide()
        column.addWidget(self._key_part)
        self.extras = LetterExtras()
        self.extras.changed.connect(self.changed)
        column.addWidget(self.extras)
        workspace = session.workspace

        def work(_report: object, _cancelled: object) -> Sequence[KeyRecord]:
            from portfolio.operations.letter_writing import signable

            return signable(workspace)

        session.run(work, on_done=self._show_keys)

    def _bases(self) -> QWidget:
        place = QWidget()
        flow = FlowLayout(place, gap=SPACE_16)  # a box stands nearer to its own words
        words = {
            Basis.REVIEWED: self.tr("I reviewed the work"),
            Basis.TOGETHER: self.tr("We worked together"),
            Basis.SUPERVISED: self.tr("I supervised it"),
            Basis.SAW_RESULT: self.tr("I saw the result"),
            Basis.KNOW_OF: self.tr("I know of it"),
        }
        self._boxes = {basis: QCheckBox(words[basis]) for basis in Basis}
        for box in self._boxes.values():
            flow.addWidget(box)
        return Labelled(self.tr("How you know"), place)

    def _mentoring(self) -> QWidget:
        self.mentoring = QComboBox()
        self.mentoring.addItem(self.tr("It says nothing of mentoring"), "")
        self.mentoring.addItem(self.tr("I mentored them"), Mentoring.MENTOR.value)
        self.mentoring.addItem(self.tr("They mentored me"), Mentoring.MENTEE.value)
        hint = self.tr("both say so once they sign it too")
        return Labelled(self.tr("Mentor and mentee"), self.mentoring, hint)

    def begin_with(self, side: Mentoring | None, since: str = "", until: str = "") -> None:
        """Choose who mentored whom, and when, as far as it is known already."""
        self.mentoring.setCurrentIndex(max(0, self.mentoring.findData(side.value if side else "")))
        self.since.setText(write_month(since))
        self.until.setText(write_month(until))

    def _period(self) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        self.since = self._date(self.tr("From", "the begin of a period"))
        self.until = self._date(self.tr("To", "the end of a period"))
        row.addWidget(self.since)
        row.addWidget(Text(self.tr("to", "between two dates"), tone="muted"))
        row.addWidget(self.until)
        row.addStretch(1)
        hint = self.tr("2019 or March 2019; leave out what does not fit")
        self._dates = Labelled(self.tr("When you saw it"), place, hint)
        return self._dates

    def _date(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(20)
        field.setFixedWidth(_DATE_PX)
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.textChanged.connect(self.changed)
        mark_data(field)
        return field

    def _end(self) -> QWidget:
        self.ends = QComboBox()
        for years in _YEARS:
            self.ends.addItem(self.tr("After %n year(s)", None, years), 12 * years)
        self.ends.setCurrentIndex(self.ends.findData(LASTS_MONTHS))
        hint = self.tr("a reader is told once it is over")
        return Labelled(self.tr("When it ends"), self.ends, hint)

    @Slot(object)
    def _show_keys(self, keys: Sequence[KeyRecord]) -> None:
        """Offer the keys there are; without one the program makes its own, and nothing is asked."""
        self._keys = list(keys)
        self.key.clear()
        self.key.addItem(self.tr("The key of this program"), "")
        for each in self._keys:
            if each.kind is not KeyKind.APP:
                words = fill(self.tr("SSH key %1", "a fingerprint"), each.fingerprint)
                self.key.addItem(words, each.fingerprint)
        self._key_part.setVisible(self.key.count() > 1)

    # What is chosen

    def problem(self) -> str:
        """Return what has to be put right first, in words."""
        for field in (self.since, self.until):
            if read_month(field.text()) is None:
                pattern = self.tr("“%1” is no date like 2019 or March 2019.", "typed")
                return fill(pattern, field.text().strip())
        since, until = read_month(self.since.text()), read_month(self.until.text())
        if since and until and until[: len(since)] < since[: len(until)]:
            return self.tr("It ends before it begins.")
        return self.extras.problem()

    def is_typed(self) -> bool:
        """Say whether something is typed that is nowhere else."""
        return self.extras.is_typed()

    def chosen(self, said: Attestation) -> Attestation:
        """Return a letter with what is chosen here, but for when it ends."""
        chosen = replace(
            said,
            basis=tuple(basis for basis, box in self._boxes.items() if box.isChecked()),
            relation_from=read_month(self.since.text()) or "",
            relation_to=read_month(self.until.text()) or "",
            mentoring=Mentoring(side) if (side := self.mentoring.currentData()) else None,
            contact_ok=self.contact.isChecked(),
        )
        return self.extras.chosen(chosen)

    def months(self) -> int:
        """Return after how many months it ends."""
        return int(self.ends.currentData())

    def signing_key(self) -> KeyRecord | None:
        """Return the key to sign with; None is the program's own."""
        wanted = self.key.currentData()
        return next((each for each in self._keys if each.fingerprint == wanted), None)
