"""The roles of one project: read, suggested, and one at a time being written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio.model.codes import Capacity
from portfolio.model.project import Role
from portfolio.operations import roles as operations
from portfolio.ui.pages.role_form import RoleForm, RoleRow
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.ui.session import Session


class RolesBox(QWidget):
    """Roles with what can be done about them. Every change is an edit of the record."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._project_key = ""
        self._roles: Sequence[Role] = ()
        self._form: RoleForm | None = None
        self._is_adding = False
        self._waiting: Role | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Roles"), TextSize.SECTION), 1)
        self.add_button = Button(self.tr("Add role"), icon="plus", is_small=True)
        self.add_button.clicked.connect(self._begin_new)
        head.addWidget(self.add_button)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_8)
        column.addLayout(self._rows)
        self._none = Text(self.tr("No role is written down."), tone="muted")
        column.addWidget(self._none)

    def show_roles(self, project_key: str, roles: Sequence[Role], reason: str = "") -> None:
        """Show the roles of a project; a role that is being written stays open.

        Args:
            project_key: Of the project.
            roles: The holder's, then suggested ones.
            reason: Why nothing can be changed now, or "".
        """
        if project_key != self._project_key:
            self.close_form()
        self._project_key, self._roles = project_key, roles
        self.add_button.set_available(reason)
        self._show(reason)

    def rows(self) -> list[RoleRow]:
        """Return the rows."""
        found = [self._rows.itemAt(place) for place in range(self._rows.count())]
        widgets = [item.widget() for item in found if item is not None]
        return [widget for widget in widgets if isinstance(widget, RoleRow)]

    @property
    def form(self) -> RoleForm | None:
        """The role being written."""
        return self._form

    def close_form(self) -> None:
        """Keep what is typed and close the form."""
        if self._form is not None:
            self._form.keep()
            self._drop_form()

    def _show(self, reason: str = "") -> None:
        for row in self.rows():
            self._rows.removeWidget(row)
            row.hide()
            row.setParent(None)
            row.deleteLater()
        open_id = self._form.role.id if self._form is not None else "-"
        shown = [role for role in self._roles if role.is_suggested or role.id != open_id]
        for role in shown:
            row = RoleRow(role)
            row.edit_wanted.connect(self._edit)
            row.remove_wanted.connect(self._remove)
            row.accept_wanted.connect(self._accept)
            for button in row.buttons:
                button.set_available(reason)
            self._rows.addWidget(row)
        self._none.setVisible(not shown and self._form is None)

    @Slot()
    def _begin_new(self) -> None:
        self._open(_blank(self._project_key))

    @Slot(object)
    def _edit(self, role: Role) -> None:
        self._open(role)

    def _open(self, role: Role) -> None:
        self.close_form()
        self._form = RoleForm(role)
        self._form.changed.connect(self._keep)
        self._form.closed.connect(self._end)
        self._show()
        self._rows.insertWidget(0, self._form)
        self._form.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _end(self) -> None:
        self._drop_form()
        self.add_button.setFocus()

    def _drop_form(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            # Shown as told; what the store made of it follows with the next refresh.
            self._roles = [form.role if one.id == form.role.id else one for one in self._roles]
            self._rows.removeWidget(form)
            form.hide()
            form.setParent(None)
            form.deleteLater()
        self._show()

    @Slot(object)
    def _keep(self, role: Role) -> None:
        """Store a role; the first time it gets its id, and what came meanwhile follows."""
        if role.id:
            self._session.edit(lambda store: operations.change(store, role))
        elif self._is_adding:
            self._waiting = role
        else:
            self._is_adding = True
            self._session.edit(lambda store: operations.add(store, role), self._added, self._failed)

    def _added(self, role: Role) -> None:
        self._is_adding = False
        if self._form is not None and not self._form.role.id:
            self._form.take_id(role.id)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._keep(replace(waiting, id=role.id))

    def _failed(self, error: Exception) -> None:
        self._is_adding = False
        self._session.tell_failed(error)

    @Slot(object)
    def _remove(self, role: Role) -> None:
        self._session.edit(lambda store: operations.remove(store, role.id))

    @Slot(object)
    def _accept(self, role: Role) -> None:
        self._session.edit(lambda store: operations.add(store, role))


def _blank(project_key: str) -> Role:
    return Role(
        id="",
        project_key=project_key,
        code="",
        words="",
        from_on="",
        to_on="",
        is_current=False,
        capacity=Capacity.UNSAID,
    )
