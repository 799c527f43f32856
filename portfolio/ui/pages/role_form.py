"""A role as a form: what, from when to when, in what standing, for whom. Keeps itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.model.codes import Capacity
from portfolio.model.roles import role_kinds, role_words
from portfolio.ui.models import dates
from portfolio.ui.models.words import capacity_word, fill
from portfolio.ui.pages.autosave import Labelled, LineField
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, Text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from portfolio.model.project import Role


class RoleForm(Card):
    """One role being written.

    Signals:
        changed: The `Role` as it is now; only while everything in it can be understood.
        closed: Done with it.
    """

    changed = Signal(object)
    closed = Signal()

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._build()
        self._show(role)

    @property
    def role(self) -> Role:
        """The role as told last."""
        return self._role

    def take_id(self, role_id: str) -> None:
        """Go on with the id the store gave."""
        self._role = replace(self._role, id=role_id)

    def _build(self) -> None:
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Role"))
        self.kind.addItem(self.tr("In my own words"), "")
        for code in role_kinds():
            self.kind.addItem(role_name(code), code)
        self.words = LineField(self.tr("Your own words"))
        self.begin = LineField(self.tr("From"))
        self.end = LineField(self.tr("To"))
        for field in (self.begin, self.end):
            field.setPlaceholderText(self.tr("March 2024, or 2024"))
        self.goes_on = QCheckBox(self.tr("Still going on"))
        self.capacity = QComboBox()
        self.capacity.setAccessibleName(self.tr("Standing"))
        for capacity in Capacity:
            self.capacity.addItem(capacity_word(capacity), str(capacity))
        self.organisation = LineField(self.tr("Organisation"))
        self._lay_out()
        self.kind.activated.connect(self._tell)
        self.capacity.activated.connect(self._tell)
        self.goes_on.toggled.connect(self._toggle_end)
        for line in (self.words, self.begin, self.end, self.organisation):
            line.settled.connect(self._tell)

    def _lay_out(self) -> None:
        self.column.setSpacing(SPACE_12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_16)
        grid.setVerticalSpacing(SPACE_12)
        self._begin_place = Labelled(self.tr("From"), self.begin)
        self._end_place = Labelled(self.tr("To"), self.end)
        self._words_place = Labelled(self.tr("Your own words"), self.words, self.tr("optional"))
        grid.addWidget(Labelled(self.tr("Role"), self.kind), 0, 0)
        grid.addWidget(self._words_place, 0, 1)
        grid.addWidget(self._begin_place, 1, 0)
        grid.addWidget(self._end_place, 1, 1)
        grid.addWidget(self.goes_on, 2, 1)
        grid.addWidget(Labelled(self.tr("Standing"), self.capacity), 3, 0)
        grid.addWidget(
            Labelled(self.tr("Organisation"), self.organisation, self.tr("optional")), 3, 1
        )
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        foot = QHBoxLayout()
        self.done = Button(self.tr("Done"))
        self.done.clicked.connect(self._close)
        foot.addWidget(self.done)
        foot.addStretch(1)
        self.column.addLayout(foot)

    def _show(self, role: Role) -> None:
        index = self.kind.findData(role.code)
        if index < 0 and role.code:  # a code of another version is kept
            self.kind.addItem(role_name(role.code), role.code)
            index = self.kind.count() - 1
        self.kind.setCurrentIndex(max(0, index))
        self.words.show_text(role.words)
        self.begin.show_text(dates.write_month(role.from_on))
        self.end.show_text(dates.write_month(role.to_on))
        self.goes_on.setChecked(role.is_current)
        self.end.setEnabled(not role.is_current)
        self.capacity.setCurrentIndex(max(0, self.capacity.findData(str(role.capacity))))
        self.organisation.show_text(role.organisation)

    @Slot(bool)
    def _toggle_end(self, goes_on: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        self.end.setEnabled(not goes_on)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        role = self._read()
        if role is not None and role != self._role:
            self._role = role
            self.changed.emit(role)

    def _read(self) -> Role | None:
        begin = self._month(self.begin, self._begin_place)
        end = "" if self.goes_on.isChecked() else self._month(self.end, self._end_place)
        if self.goes_on.isChecked():
            self._end_place.say_wrong("")
        code, words = str(self.kind.currentData() or ""), self.words.text().strip()
        is_named = bool(code or words)
        is_empty = not (is_named or self._role.id)
        self._words_place.say_wrong(
            "" if is_named or is_empty else self.tr("Say what the role was.")
        )
        if begin is None or end is None or not is_named:
            return None
        if begin and end and end < begin[: len(end)]:
            self._end_place.say_wrong(self.tr("This is before the beginning."))
            return None
        return replace(
            self._role,
            code=code,
            words=words,
            from_on=begin,
            to_on=end,
            is_current=self.goes_on.isChecked(),
            capacity=Capacity(self.capacity.currentData()),
            organisation=self.organisation.text().strip(),
        )

    def _month(self, field: LineField, place: Labelled) -> str | None:
        read = dates.read_month(field.text())
        wrong = self.tr("This is no month or year. Write March 2024, 3/2024 or 2024.")
        place.say_wrong(wrong if read is None else "")
        return read

    def keep(self) -> None:
        """Tell what is typed now."""
        for line in (self.words, self.begin, self.end, self.organisation):
            line.keep()

    @Slot()
    def _close(self) -> None:
        self.keep()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; what was typed is kept, Undo takes it back."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)


class RoleRow(Card):
    """One role read: its words, its period, in what standing; suggested ones can be accepted.

    Signals:
        edit_wanted / remove_wanted / accept_wanted: The `Role`.
    """

    edit_wanted = Signal(object)
    remove_wanted = Signal(object)
    accept_wanted = Signal(object)

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=SPACE_12)
        self.role = role
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = DataText(role.words or role_name(role.code), TextSize.STRONG)
        words.addWidget(self.title)
        self.second = Text(role_line(role), TextSize.SMALL, "muted", wraps=True)
        words.addWidget(self.second)
        row.addLayout(words, 1)
        self.buttons = list(self._buttons())
        for button in self.buttons:
            row.addWidget(button)
        self.column.addLayout(row)

    def _buttons(self) -> tuple[Button, ...]:
        name = self.title.text()
        if self.role.is_suggested:
            accept = Button(self.tr("Accept"), is_small=True)
            accept.clicked.connect(lambda: self.accept_wanted.emit(self.role))
            accept.setAccessibleName(fill(self.tr("Accept: %1", "role"), name))
            return (accept,)
        edit = Button(self.tr("Change"), ButtonKind.QUIET, is_small=True)
        edit.setAccessibleName(fill(self.tr("Change: %1", "role"), name))
        edit.clicked.connect(lambda: self.edit_wanted.emit(self.role))
        remove = Button(self.tr("Remove"), ButtonKind.QUIET, is_small=True)
        remove.setAccessibleName(fill(self.tr("Remove: %1", "role"), name))
        remove.clicked.connect(lambda: self.remove_wanted.emit(self.role))
        return edit, remove


def role_name(code: str) -> str:
    """Return a role's words in the window's language, as far as there are any."""
    return QCoreApplication.translate("roles", role_words(code))


def role_line(role: Role) -> str:
    """Return the second line: period, standing, organisation; or that it is suggested."""
    translate = QCoreApplication.translate
    parts = [role_period(role)]
    if role.is_suggested:
        parts.append(translate("roles", "suggested from what you did"))
    if role.capacity is not Capacity.UNSAID:
        parts.append(capacity_word(role.capacity))
    parts.append(role.organisation)
    return " · ".join(part for part in parts if part)


def role_period(role: Role) -> str:
    """Return "March 2017 to today", "since March 2017", "2017 to 2019", or nothing."""
    translate = QCoreApplication.translate
    begin, end = dates.write_month(role.from_on), dates.write_month(role.to_on)
    if role.is_current:
        return fill(translate("roles", "since %1", "month"), begin) if begin else ""
    if begin and end and begin != end:
        return fill(translate("roles", "%1 to %2", "months"), begin, end)
    return begin or (fill(translate("roles", "until %1", "month"), end) if end else "")
