"""Menus of the contributions page: stories to add to, orders to sort by; a kept filter read."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from portfolio.model.codes import Action
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.operations import stories
from portfolio.ui.pages.stories import NewStory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.ui.page import Navigator
    from portfolio.ui.pages.deed_filters import DeedFilters
    from portfolio.ui.session import Session

translate = QCoreApplication.translate


def story_menu(
    parent: QWidget, session: Session, navigator: Navigator, deed_keys: Sequence[str]
) -> QMenu:
    """Return a menu with every story and "New story"; it deletes itself when closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(translate("deeds", "Add to story"))
    found = session.read_now(lambda reader: reader.stories.all())
    for story in found:
        words = story.title or translate("deeds", "Story without a title")
        action = menu.addAction(words.replace("&", "&&"))
        has_all = {item.deed_key for item in story.items}.issuperset(deed_keys)
        action.setCheckable(has_all)
        action.setChecked(has_all)
        action.setEnabled(not has_all)
        action.triggered.connect(partial(_add, session, story.id, tuple(deed_keys)))
    if found:
        menu.addSeparator()
    new = menu.addAction(translate("deeds", "New story"))
    new.triggered.connect(partial(_begin, navigator, tuple(deed_keys)))
    return menu


def order_menu(parent: QMenu, filters: DeedFilters) -> QMenu:
    """Return a menu with the orders of the list, for those who do not use the column heads."""
    menu = QMenu(translate("deeds", "Sort by"), parent)
    words = {
        DeedOrder.DATE_NEWEST: translate("deeds", "Newest first"),
        DeedOrder.DATE_OLDEST: translate("deeds", "Oldest first"),
        DeedOrder.TITLE: translate("deeds", "Title"),
        DeedOrder.PROJECT: translate("deeds", "Project"),
        DeedOrder.ACTION: translate("deeds", "What was done"),
    }
    for order, said in words.items():
        action = menu.addAction(said)
        action.setCheckable(True)
        action.setChecked(filters.query().order is order)
        action.triggered.connect(partial(_sort, filters, order))
    return menu


def query_from(state: dict[str, Any]) -> DeedQuery | None:
    """Return the query a kept state stands for, as far as this version understands it."""
    try:
        return DeedQuery(
            words=str(state.get("words") or ""),
            actions=tuple(Action(code) for code in state.get("actions") or ()),
            project_key=str(state.get("project") or ""),
            source_id=str(state.get("source") or ""),
            since=_day(state.get("since")),
            until=_day(state.get("until")),
            include_hidden=state.get("hidden") is True,
            order=DeedOrder(str(state.get("order") or DeedOrder.DATE_NEWEST)),
        )
    except (ValueError, TypeError):
        return None


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _add(session: Session, story_id: str, keys: tuple[str, ...], _checked: object = None) -> None:
    session.edit(lambda store: stories.add_works(store, story_id, list(keys)))


def _begin(navigator: Navigator, keys: tuple[str, ...], _checked: object = None) -> None:
    navigator.go("stories", NewStory(deed_keys=keys))


def _sort(filters: DeedFilters, order: DeedOrder, _checked: object = None) -> None:
    filters.set_order(order)
