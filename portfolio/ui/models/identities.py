"""Rows of "Which of these are you?": heads, names with a tick, their spellings, and the rest.

A flat list: a spellings row stands under its name while that is open. Ticks are only the page's
state until the holder continues; nothing here writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from portfolio.curate.names import written_forms
from portfolio.model.identity import IdentitySuggestion, Reason, fold
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate
OTHERS_AT_FIRST = 1
OTHERS_SHOWN = 200


class RowKind(StrEnum):
    """What a row is."""

    HEAD = "head"
    IDENTITY = "identity"
    SPELLINGS = "spellings"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One row; ``words`` is the head's, the spellings' or the link's text."""

    kind: RowKind
    words: str = ""
    suggestion: IdentitySuggestion | None = None


_MINE = (Reason.COMPUTER, Reason.REPOSITORY, Reason.ACCOUNT, Reason.CONFIRMED)
_PERHAPS = (Reason.MAILMAP, Reason.SAME_NAME, Reason.SIMILAR_NAME)


class IdentitiesModel(QAbstractListModel):
    """Suggestions as rows, grouped as the holder reads them.

    Signals:
        ticks_changed: The number of ticked names.
    """

    ticks_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._suggestions: list[IdentitySuggestion] = []
        self._ticked: dict[str, bool] = {}
        self._open: set[str] = set()
        self._others_shown = 0
        self._words = ""
        self._rows: list[IdentityRow] = []

    def set_suggestions(self, suggestions: Sequence[IdentitySuggestion]) -> None:
        """Show other suggestions; ticks the holder set by hand stay."""
        self._suggestions = list(suggestions)
        self._rebuild()
        self.ticks_changed.emit(len(self.ticked_keys()))

    def set_words(self, words: str) -> None:
        """Show only names and addresses that contain ``words``."""
        self._words = fold(words)
        self._rebuild()

    def ticked_keys(self) -> tuple[str, ...]:
        """Return the keys of the ticked names."""
        return tuple(s.key for s in self._suggestions if self.is_ticked(s))

    def unticked_keys(self) -> tuple[str, ...]:
        """Return the keys of names whose tick the holder took away."""
        return tuple(key for key, on in self._ticked.items() if not on)

    def is_ticked(self, suggestion: IdentitySuggestion) -> bool:
        """Return whether a name is ticked, by the holder or beforehand."""
        return self._ticked.get(suggestion.key, suggestion.ticked)

    def set_ticked(self, key: str, *, ticked: bool) -> None:
        """Tick a name, or take its tick away."""
        self._ticked[key] = ticked
        for at, row in enumerate(self._rows):
            if row.suggestion is not None and row.suggestion.key == key:
                self.dataChanged.emit(self.index(at), self.index(at))
        self.ticks_changed.emit(len(self.ticked_keys()))

    def toggle_open(self, key: str) -> None:
        """Show or hide the spellings of a name."""
        self._open ^= {key}
        self._rebuild()

    def show_others(self) -> None:
        """Show the people who seem to be somebody else, so many at a time."""
        self._others_shown += OTHERS_SHOWN
        self._rebuild()

    def has_likely(self) -> bool:
        """Return whether any name may be the holder's: ticked, or like a ticked one."""
        likely = _MINE + _PERHAPS
        return any(self.is_ticked(s) or s.reason in likely for s in self._suggestions)

    def _knows_likely(self) -> bool:
        """Return the same, whatever is ticked on the page: no row goes while one ticks."""
        return any(s.ticked or s.reason in _MINE + _PERHAPS for s in self._suggestions)

    def index_of(self, key: str) -> QModelIndex:
        """Return where a name stands."""
        for at, row in enumerate(self._rows):
            if row.kind is RowKind.IDENTITY and row.suggestion and row.suggestion.key == key:
                return self.index(at)
        return QModelIndex()

    def row_at(self, index: Index) -> IdentityRow | None:
        """Return the row behind an index."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads and spellings cannot be chosen; names can be ticked."""
        row = self.row_at(index)
        if row is None or row.kind in {RowKind.HEAD, RowKind.SPELLINGS}:
            return Qt.ItemFlag.ItemIsEnabled
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return on | Qt.ItemFlag.ItemIsUserCheckable if row.kind is RowKind.IDENTITY else on

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Serve the words, the tick and what a reader of the screen hears."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Role.THING:
            return row
        if row.suggestion is None or row.kind is RowKind.SPELLINGS:
            spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
            return row.words if role in spoken else None
        if role == Qt.ItemDataRole.CheckStateRole:
            on = self.is_ticked(row.suggestion)
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return self._identity_data(row.suggestion, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        row = self.row_at(index)
        if role != Qt.ItemDataRole.CheckStateRole or row is None or row.suggestion is None:
            return False
        self.set_ticked(row.suggestion.key, ticked=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _identity_data(self, suggestion: IdentitySuggestion, role: int) -> object:
        served: dict[int, Callable[[], str]] = {
            Qt.ItemDataRole.DisplayRole: lambda: suggestion.name or suggestion.address,
            Role.TITLE: lambda: suggestion.name or suggestion.address,
            Role.SUBTITLE: lambda: suggestion.address,
            Role.KEY: lambda: suggestion.key,
            Role.CAPTION: lambda: reason_words(suggestion),
            Role.PROJECT: lambda: where_words(suggestion),
            Role.SOURCES: lambda: spellings_words(suggestion),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(suggestion),
        }
        serve = served.get(role)
        return serve() if serve else None

    def _spoken(self, suggestion: IdentitySuggestion) -> str:
        ticked = translate("IdentitiesModel", "ticked")
        open_ = translate("IdentitiesModel", "not ticked")
        parts = [suggestion.name, suggestion.address, reason_words(suggestion)]
        parts += [where_words(suggestion), ticked if self.is_ticked(suggestion) else open_]
        return ", ".join(part for part in parts if part)

    def _rebuild(self) -> None:
        self.beginResetModel()
        fits = [s for s in self._suggestions if self._fits(s)]
        mine = [s for s in fits if s.reason in _MINE]
        perhaps = [s for s in fits if s.reason in _PERHAPS]
        rest = [s for s in fits if s.reason not in (*_MINE, *_PERHAPS, Reason.LISTED)]
        rows: list[IdentityRow] = []
        set_here = translate("IdentitiesModel", "Set as yours on this computer")
        same = translate("IdentitiesModel", "Same name, other address. Tick what is yours")
        alone = (
            translate("IdentitiesModel", "Left alone unless you tick them")
            if self._knows_likely()
            else translate("IdentitiesModel", "Everybody in these folders")
        )
        rows += self._group(set_here, mine)
        listed = translate("IdentitiesModel", "Listed by your accounts. Tick what is yours")
        rows += self._group(same, perhaps)
        rows += self._group(listed, [s for s in fits if s.reason == Reason.LISTED])
        rows += self._group(alone, self._of_the_rest(rest))
        hidden = len(rest) - len(self._of_the_rest(rest))
        if hidden:
            rows.append(IdentityRow(RowKind.MORE, _more_words(hidden)))
        self._rows = rows
        self.endResetModel()

    def _of_the_rest(self, rest: list[IdentitySuggestion]) -> list[IdentitySuggestion]:
        if self._words or not self._knows_likely():  # nobody else is worth looking at first
            return rest[: max(self._others_shown, OTHERS_SHOWN)]
        if self._others_shown:
            return rest[: self._others_shown]
        special = [s for s in rest if s.reason == Reason.PLACEHOLDER or self.is_ticked(s)]
        others = [s for s in rest if s not in special and s.reason == Reason.OTHER]
        return special[:8] + others[:OTHERS_AT_FIRST]

    def _group(self, words: str, suggestions: list[IdentitySuggestion]) -> list[IdentityRow]:
        if not suggestions:
            return []
        rows = [IdentityRow(RowKind.HEAD, words)]
        for suggestion in suggestions:
            rows.append(IdentityRow(RowKind.IDENTITY, suggestion=suggestion))
            if suggestion.key in self._open and len(suggestion.spellings) > 1:
                joined = "   ".join(map(_form_words, written_forms(suggestion.spellings)))
                rows.append(IdentityRow(RowKind.SPELLINGS, joined, suggestion))
        return rows

    def _fits(self, suggestion: IdentitySuggestion) -> bool:
        if not self._words:
            return True
        texts = (suggestion.name, suggestion.address, *suggestion.spellings)
        return any(self._words in fold(text) for text in texts)


def _form_words(written: tuple[str, int]) -> str:
    name, forms = written
    if forms == 1:
        return name
    pattern = translate("IdentitiesModel", "%1 (stored in %n forms)", "a name", forms)
    return fill(pattern, name)


def _more_words(count: int) -> str:
    return translate("IdentitiesModel", "Show %n other people in these folders", "", count)


def reason_words(suggestion: IdentitySuggestion) -> str:
    """Say why a name is listed where it is."""
    if suggestion.computer_name and suggestion.reason == Reason.SIMILAR_NAME:
        return translate("IdentitiesModel", "Similar name; the address is a computer’s name")
    detail = suggestion.reason_detail
    words = {
        Reason.COMPUTER: translate("IdentitiesModel", "In the git settings of this computer"),
        Reason.REPOSITORY: fill(
            translate("IdentitiesModel", "In the settings of the repository %1"), detail
        ),
        Reason.ACCOUNT: fill(translate("IdentitiesModel", "An address of your account %1"), detail),
        Reason.LISTED: fill(
            translate("IdentitiesModel", "In the profile of your account %1"), detail
        ),
        Reason.CONFIRMED: translate("IdentitiesModel", "You ticked this name before"),
        Reason.MAILMAP: translate("IdentitiesModel", "Joined to a ticked name by the project"),
        Reason.SAME_NAME: translate("IdentitiesModel", "Same name as yours"),
        Reason.SIMILAR_NAME: translate("IdentitiesModel", "Similar name"),
        Reason.PLACEHOLDER: translate(
            "IdentitiesModel", "A placeholder address that several people may share"
        ),
        Reason.BOT: translate("IdentitiesModel", "Looks like a program, not a person"),
    }
    return words.get(suggestion.reason, translate("IdentitiesModel", "No sign that this is you"))


def where_words(suggestion: IdentitySuggestion) -> str:
    """Say where and when a name was seen: "Quillmark, Tern and 2 more, 2017 to 2026".

    Of an account that is listed nothing was seen.
    """
    if suggestion.reason == Reason.LISTED:
        return ""
    places = list(suggestion.sources[:2])
    more = len(suggestion.sources) - len(places)
    where = joined(*places)
    if more:
        pattern = translate("IdentitiesModel", "%1 and %n more", "folders", more)
        where = fill(pattern, where)
    return fill(
        translate("IdentitiesModel", "%1, %2", "where, when"),
        where,
        _years(suggestion.first_at, suggestion.last_at),
    )


def _years(first: datetime, last: datetime) -> str:
    if first.year == last.year:
        return str(first.year)
    pattern = translate("IdentitiesModel", "%1 to %2", "years")
    return fill(pattern, str(first.year), str(last.year))


def spellings_words(suggestion: IdentitySuggestion) -> str:
    """Return "5 spellings" when a name is written in several ways."""
    count = len(suggestion.spellings)
    return translate("IdentitiesModel", "%n spellings", "", count) if count > 1 else ""
