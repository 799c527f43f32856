"""What one row of the list of deeds says, per column and role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt

from portfolio.model.codes import TrustClass
from portfolio.model.deed_query import DeedOrder
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import action_icon, action_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.model.deed import Deed

translate = QCoreApplication.translate

WHAT, TITLE, PROJECT, DATE = range(4)

SORTED_BY = {
    DeedOrder.DATE_NEWEST: DATE,
    DeedOrder.DATE_OLDEST: DATE,
    DeedOrder.TITLE: TITLE,
    DeedOrder.PROJECT: PROJECT,
    DeedOrder.ACTION: WHAT,
}
"""The column each order goes by."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGNED = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)

SERVED = frozenset({_DISPLAY, _SPOKEN, _TOOLTIP, *map(int, Role)})
"""Roles that are answered; a view asks for many more."""


def head_data(month: tuple[int, int], column: int, role: int) -> Any:
    """Return what a group head says: its month, in the first column and under `Role.HEAD`."""
    if role == Role.HEAD or (column == WHAT and role in (_DISPLAY, _SPOKEN)):
        return dates.month_and_year(*month)
    return None


def deed_data(deed: Deed, column: int, role: int, *, with_year: bool) -> Any:
    """Return what the row of ``deed`` says for a role of `SERVED`."""
    if role == _DISPLAY:
        return _column_text(deed, column, with_year=with_year)
    if role == _SPOKEN:
        return row_text(deed) if column == WHAT else _column_text(deed, column, with_year=True)
    if role == _TOOLTIP:
        return None  # the delegate offers one where a text is cut
    if role == Role.DATE:
        return _date(deed, with_year=with_year)
    return _ROLES[role](deed) if role in _ROLES else None


def row_text(deed: Deed) -> str:
    """Return the whole row for people who hear it."""
    parts = [action_word(deed.action), deed.title, deed.project_name]
    parts.append(dates.as_known(deed.occurred_at.date(), deed.date_known, dates.long_day))
    if deed.source_count > 1:
        parts.append(sources_word(deed.source_count))
    if deed.is_self_reported:
        parts.append(translate("deeds", "self-reported"))
    if deed.gone_since:
        parts.append(translate("deeds", "no longer at its source"))
    if deed.is_confidential:
        parts.append(translate("deeds", "confidential"))
    if deed.is_hidden:
        parts.append(translate("deeds", "hidden"))
    return ", ".join(part for part in parts if part)


def sources_word(count: int) -> str:
    """Return "2 sources"."""
    return translate("deeds", "%n source(s)", None, count)


def _column_text(deed: Deed, column: int, *, with_year: bool) -> str:
    if column == WHAT:
        return action_word(deed.action)
    if column == TITLE:
        return deed.title
    if column == PROJECT:
        return deed.project_name
    return _date(deed, with_year=with_year)


def _date(deed: Deed, *, with_year: bool) -> str:
    day = deed.occurred_at.date()
    written = dates.short_day if with_year else dates.day_and_month
    return dates.as_known(day, deed.date_known, written)


def _trust(deed: Deed) -> TrustClass | None:
    # Evidence is what a recorded deed is anyway; only the exception is marked.
    return TrustClass.SELF_REPORTED if deed.is_self_reported else None


def _sources(deed: Deed) -> str:
    return sources_word(deed.source_count) if deed.source_count > 1 else ""


_ROLES: dict[int, Callable[[Deed], Any]] = {
    int(Role.KEY): lambda deed: deed.key,
    int(Role.TITLE): lambda deed: deed.title,
    int(Role.KIND_ICON): lambda deed: action_icon(deed.action),
    int(Role.KIND_WORD): lambda deed: action_word(deed.action),
    int(Role.PROJECT): lambda deed: deed.project_name,
    int(Role.TRUST): _trust,
    int(Role.HIDDEN): lambda deed: deed.is_hidden,
    int(Role.CONFIDENTIAL): lambda deed: deed.is_confidential,
    int(Role.GONE): lambda deed: deed.gone_since is not None,
    int(Role.URL): lambda deed: deed.url,
    int(Role.SOURCES): _sources,
    int(Role.THING): lambda deed: deed,
}
