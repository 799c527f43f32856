"""The list of letters: who wrote, when, what it is, and the line that stands for a check of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from portfolio.model.attestation import AttestationFormat, AttestationKind, Decision, Direction
from portfolio.ui.models import dates, verdict_words
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtCore import QObject

    from portfolio.model.attestation import Attestation
    from portfolio.operations.letters import LetterView

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ICONS = {
    AttestationKind.TESTIMONIAL: "quote",
    AttestationKind.VOUCH: "thumbs-up",
    AttestationKind.THANKS: "heart-handshake",
    AttestationKind.CLAIM: "text-quote",
    AttestationKind.AFFILIATION: "users",
    AttestationKind.CERTIFICATE: "stamp",
    AttestationKind.WITHDRAWAL: "undo-2",
    AttestationKind.KEY_CHANGE: "lock",
}
translate = QCoreApplication.translate


def kind_word(kind: AttestationKind) -> str:
    """Return what a letter is called."""
    return {
        AttestationKind.TESTIMONIAL: translate("Letter", "Testimonial"),
        AttestationKind.VOUCH: translate("Letter", "Vouch"),
        AttestationKind.THANKS: translate("Letter", "Thanks"),
        AttestationKind.CLAIM: translate("Letter", "Claim"),
        AttestationKind.AFFILIATION: translate("Letter", "Affiliation"),
        AttestationKind.CERTIFICATE: translate("Letter", "Certificate"),
        AttestationKind.WITHDRAWAL: translate("Letter", "Withdrawal"),
        AttestationKind.KEY_CHANGE: translate("Letter", "Change of key"),
    }[kind]


def kind_line(said: Attestation) -> str:
    """Return what it is, how it came, and what became of it: "Vouch, accepted"."""
    by_mail = said.format is AttestationFormat.MAIL_TEXT
    parts = [kind_word(said.kind)]
    is_new = said.decision is Decision.PENDING and said.direction is Direction.RECEIVED
    if said.kind is AttestationKind.CLAIM and is_new:
        parts = [translate("Letter", "Documented something of yours")]
    if by_mail:
        parts = [fill(translate("Letter", "%1 by mail", "kind of letter"), parts[0])]
    elif said.format is AttestationFormat.PUBLIC_COMMENT:
        parts = [fill(translate("Letter", "%1 as a public comment", "kind of letter"), parts[0])]
    words = {
        Decision.ACCEPTED: translate("Letter", "accepted"),
        Decision.PRIVATE: translate("Letter", "kept private"),
        Decision.DECLINED: translate("Letter", "declined"),
        Decision.ASKED_CHANGE: translate("Letter", "asked for a change"),
    }
    if said.direction is Direction.RECEIVED and said.decision in words:
        parts.append(words[said.decision])
    return ", ".join(parts)


class LettersModel(QAbstractListModel):
    """Letters under group heads; some hundred at most."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LetterView | str] = []
        self._today: date | None = None

    def show(self, groups: Sequence[tuple[str, Sequence[LetterView]]], today: date) -> None:
        """Show letters; a group's words stand over it, "" for none."""
        self.beginResetModel()
        self._today = today
        self._rows = []
        for words, views in groups:
            if words and views:
                self._rows.append(words)
            self._rows += views
        self.endResetModel()

    def view(self, row: int) -> LetterView | None:
        """Return the letter at a row; None for a group head."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return None if isinstance(found, str) else found

    def row_of(self, letter_id: str) -> int:
        """Return the row of a letter; -1 when it is not in the list."""
        for row, each in enumerate(self._rows):
            if not isinstance(each, str) and each.attestation.id == letter_id:
                return row
        return -1

    def first(self) -> int:
        """Return the first row with a letter, -1 when there is none."""
        return next((row for row, each in enumerate(self._rows) if not isinstance(each, str)), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that group heads cannot be chosen."""
        if self.view(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row says."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        if row is None:
            return None
        if isinstance(row, str):
            return row if role in {Role.HEAD, Qt.ItemDataRole.DisplayRole} else None
        said = row.attestation
        given = said.direction is Direction.GIVEN
        name = said.subject.name if given else said.issuer.name
        at = said.issued_at if given else said.received_at
        day = dates.recent_day(at, self._today) if at and self._today else ""
        summary = verdict_words.title(row.verdict.summary)
        answers: dict[int, object] = {
            Role.KEY: said.id,
            Role.TITLE: name,
            Qt.ItemDataRole.DisplayRole: name,
            Role.DATE: day,
            Role.KIND_ICON: _ICONS[said.kind],
            Role.KIND_WORD: kind_line(said),
            Role.SUBTITLE: summary,
            Role.THING: row,
            Qt.ItemDataRole.AccessibleTextRole: ". ".join((name, kind_line(said), summary, day)),
        }
        return answers.get(role)
