"""What goes into an edition, as rows with ticks that can be moved: sections, projects, stories.

The model holds an `Edition` and answers every tick and move with a new one (`edition_changed`);
it writes nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from portfolio.model.codes import SectionKind
from portfolio.model.edition import Edition, SectionChoice
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.project import Project
    from portfolio.model.story import Story

Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate
_Thing = TypeVar("_Thing")
MIME = "application/x-portfolio-contents-row"

LIVING = (
    SectionKind.SUMMARY,
    SectionKind.OPEN_SOURCE,
    SectionKind.SKILLS,
    SectionKind.CHECK,
    SectionKind.EVIDENCE_LIST,
)
"""Sections that can have content today; the others join the list when their parts work."""


class RowKind(StrEnum):
    """What a row stands for."""

    SECTION = "section"
    PROJECT = "project"
    STORIES = "stories"
    STORY = "story"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """One row; ``depth`` 1 stands under the row before it with depth 0."""

    kind: RowKind
    key: str
    words: str
    note: str
    depth: int
    is_shown: bool

    @property
    def is_movable(self) -> bool:
        """Whether the holder can change its place."""
        return self.kind in {RowKind.SECTION, RowKind.PROJECT, RowKind.STORY}


class ContentsModel(QAbstractListModel):
    """Rows of one edition.

    Signals:
        edition_changed: The edition after a tick or a move.
    """

    edition_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edition: Edition | None = None
        self._projects: tuple[Project, ...] = ()
        self._stories: tuple[Story, ...] = ()
        self._rows: list[ContentsRow] = []

    def show_edition(
        self, edition: Edition, projects: Sequence[Project], stories: Sequence[Story]
    ) -> None:
        """Show an edition with what it can choose from."""
        self._edition = edition
        self._projects = tuple(_in_order(projects, edition.project_keys, "key"))
        self._stories = tuple(_in_order(stories, edition.story_ids, "id"))
        rows = self._made_rows(edition)
        if [r.key for r in rows] == [r.key for r in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, index: Index) -> ContentsRow | None:
        """Return the row behind an index."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be ticked; those with a place of their own can be dragged."""
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        on |= Qt.ItemFlag.ItemIsUserCheckable
        return on | Qt.ItemFlag.ItemIsDragEnabled if row.is_movable else on

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Serve words, the note at the end, the tick and what a reader of the screen hears."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.is_shown else Qt.CheckState.Unchecked
        served: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: row.words,
            Qt.ItemDataRole.AccessibleTextRole: _spoken(row),
            Role.TITLE: row.words,
            Role.SUBTITLE: row.note,
            Role.THING: row,
        }
        return served.get(role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        row, edition = self.row_at(index), self._edition
        if role != Qt.ItemDataRole.CheckStateRole or row is None or edition is None:
            return False
        shown = Qt.CheckState(value) == Qt.CheckState.Checked
        self.edition_changed.emit(self._with_tick(edition, row, shown=shown))
        return True

    def move(self, at: int, by: int) -> bool:
        """Move the row ``at`` one place up (-1) or down (1) among its likes."""
        row = self._rows[at]
        likes = [n for n, r in enumerate(self._rows) if r.kind is row.kind]
        place = likes.index(at) + by
        if not row.is_movable or not 0 <= place < len(likes):
            return False
        self._put(at, likes[place])
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move inside the list."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the list's own type: nothing else can be dropped here."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the row's number."""
        data = QMimeData()
        data.setData(MIME, QByteArray(str(indexes[0].row()).encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Move the carried row before ``row`` (or onto ``parent``'s place) among its likes."""
        if not data.hasFormat(MIME):
            return False
        at = int(bytes(data.data(MIME).data()).decode())
        target = parent.row() if parent.isValid() else (row if row >= 0 else len(self._rows))
        likes = [n for n, r in enumerate(self._rows) if r.kind is self._rows[at].kind]
        before = [n for n in likes if n < target and n != at]
        others = [n for n in likes if n != at]
        self._order(at, [*others[: len(before)], at, *others[len(before) :]])
        return False  # the view must not remove the row: the model has been built anew

    def _put(self, at: int, place: int) -> None:
        likes = [n for n, r in enumerate(self._rows) if r.kind is self._rows[at].kind]
        likes[likes.index(at)], likes[likes.index(place)] = place, at
        self._order(at, likes)

    def _order(self, at: int, order: list[int]) -> None:
        edition = self._edition
        if edition is None:
            return
        kind = self._rows[at].kind
        keys = [self._rows[n].key for n in order]
        if kind is RowKind.SECTION:
            by_kind = {choice.kind: choice for choice in edition.sections}
            moved = [by_kind.get(SectionKind(k), SectionChoice(SectionKind(k))) for k in keys]
            rest = [c for c in edition.sections if c.kind not in {m.kind for m in moved}]
            self.edition_changed.emit(replace(edition, sections=(*moved, *rest)))
        elif kind is RowKind.PROJECT:
            shown = [k for k in keys if not edition.project_keys or k in edition.project_keys]
            self.edition_changed.emit(replace(edition, project_keys=tuple(shown)))
        else:
            chosen = [k for k in keys if k in edition.story_ids]
            self._stories = tuple(_in_order(self._stories, keys, "id"))
            self.edition_changed.emit(replace(edition, story_ids=tuple(chosen)))

    def _with_tick(self, edition: Edition, row: ContentsRow, *, shown: bool) -> Edition:
        if row.kind is RowKind.TOTALS:
            return replace(edition, show_totals=shown)
        if row.kind is RowKind.PROJECT:
            keys = [p.key for p in self._projects]
            chosen = edition.project_keys or tuple(keys)
            wanted = [k for k in keys if (k in chosen and k != row.key) or (k == row.key and shown)]
            return replace(edition, project_keys=() if wanted == keys else tuple(wanted))
        if row.kind is RowKind.STORIES:
            return replace(edition, story_ids=tuple(s.id for s in self._stories) if shown else ())
        if row.kind is RowKind.STORY:
            ids = [s.id for s in self._stories]
            wanted = [
                i
                for i in ids
                if (i in edition.story_ids and i != row.key) or (i == row.key and shown)
            ]
            return replace(edition, story_ids=tuple(wanted))
        return replace(
            edition,
            sections=tuple(
                replace(choice, shown=shown) if choice.kind == row.key else choice
                for choice in _with_all(edition.sections)
            ),
        )

    def _made_rows(self, edition: Edition) -> list[ContentsRow]:
        rows: list[ContentsRow] = []
        for choice in _with_all(edition.sections):
            if choice.kind not in LIVING:
                continue
            rows.append(self._section_row(choice, edition))
            if choice.kind is SectionKind.OPEN_SOURCE:
                rows += self._project_rows(edition)
                rows += self._story_rows(edition)
                words = translate("ContentsModel", "Totals, with period and source")
                rows.append(
                    ContentsRow(RowKind.TOTALS, "totals", words, "", 1, edition.show_totals)
                )
        return rows

    def _section_row(self, choice: SectionChoice, edition: Edition) -> ContentsRow:
        note = ""
        if choice.kind is SectionKind.OPEN_SOURCE:
            note = _chosen_of(len(edition.project_keys or self._projects), len(self._projects))
        elif choice.kind is SectionKind.EVIDENCE_LIST:
            note = translate("ContentsModel", "at the end")
        elif choice.kind is SectionKind.CHECK:
            note = translate("ContentsModel", "a box")
        words = section_words(choice.kind)
        return ContentsRow(RowKind.SECTION, choice.kind, words, note, 0, choice.shown)

    def _project_rows(self, edition: Edition) -> list[ContentsRow]:
        chosen = edition.project_keys
        return [
            ContentsRow(
                RowKind.PROJECT, p.key, p.name, "", 1, is_shown=not chosen or p.key in chosen
            )
            for p in self._projects
        ]

    def _story_rows(self, edition: Edition) -> list[ContentsRow]:
        if not self._stories:
            return []
        chosen = [s for s in self._stories if s.id in edition.story_ids]
        head = ContentsRow(
            RowKind.STORIES,
            "stories",
            translate("ContentsModel", "Stories"),
            _chosen_of(len(chosen), len(self._stories)),
            0,
            bool(chosen),
        )
        untitled = translate("ContentsModel", "Story without a title")
        return [
            head,
            *(
                ContentsRow(
                    RowKind.STORY, s.id, s.title or untitled, "", 1, s.id in edition.story_ids
                )
                for s in self._stories
            ),
        ]


def _spoken(row: ContentsRow) -> str:
    shown = translate("ContentsModel", "shown")
    left = translate("ContentsModel", "left out")
    return ", ".join(
        part for part in (row.words, shown if row.is_shown else left, row.note) if part
    )


def _chosen_of(chosen: int, offered: int) -> str:
    pattern = translate("ContentsModel", "%1 chosen of %2")
    return fill(pattern, str(chosen), str(offered))


def _with_all(sections: tuple[SectionChoice, ...]) -> tuple[SectionChoice, ...]:
    known = {choice.kind for choice in sections}
    return (*sections, *(SectionChoice(kind) for kind in SectionKind if kind not in known))


def _in_order(things: Sequence[_Thing], keys: Sequence[str], name: str) -> list[_Thing]:
    """Return ``things`` with those named in ``keys`` first, in that order."""
    place = {key: at for at, key in enumerate(keys)}
    return sorted(things, key=lambda thing: place.get(getattr(thing, name), len(place)))


def section_words(kind: SectionKind) -> str:
    """Return what a section is called in the window."""
    words = {
        SectionKind.SUMMARY: translate("ContentsModel", "Summary"),
        SectionKind.OPEN_SOURCE: translate("ContentsModel", "Projects"),
        SectionKind.SKILLS: translate("ContentsModel", "Skills"),
        SectionKind.CHECK: translate("ContentsModel", "How to check this"),
        SectionKind.EVIDENCE_LIST: translate("ContentsModel", "Evidence list"),
    }
    return words.get(kind, kind.value)
