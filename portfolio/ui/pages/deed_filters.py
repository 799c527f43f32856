"""The filter bar of the contributions page: what is asked for, and how much of it is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from portfolio.model.codes import Action
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.ui.models import dates
from portfolio.ui.models.places import ACCOUNT
from portfolio.ui.models.words import action_word, fill
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import IconButton
from portfolio.ui.widgets.filters import FilterButton, SearchField
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.project import Project
    from portfolio.model.record import RecordTotals
    from portfolio.model.source import Source

_SEARCH_PX = 232


class DeedFilters(QWidget):
    """Words, kinds, project, source and time; and "n of m shown" at the end.

    Signals:
        changed: Another query is asked for (`query`).
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = DeedOrder.DATE_NEWEST
        self._is_setting = False
        self.search = SearchField(self.tr("Filter by words"))
        self.search.setMaximumWidth(_SEARCH_PX)
        self.search.words_changed.connect(self._tell)
        self.kind = FilterButton(self.tr("Any kind"), self.tr("Kind"))
        self.kind.set_choices([(str(action), action_word(action)) for action in Action])
        self.project = FilterButton(self.tr("Any project"), self.tr("Project"), is_single=True)
        self.source = FilterButton(self.tr("Any source"), self.tr("Source"), is_single=True)
        self.time = FilterButton(self.tr("Any time"), self.tr("Time"), is_single=True)
        self.hidden = IconButton("eye-off", self.tr("Show hidden contributions"))
        self.hidden.setCheckable(True)
        self.hidden.hide()
        self.hidden.toggled.connect(self._toggle_hidden)
        self.count = Text("", tone="muted")
        self.count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        row.addWidget(self.search, 1)
        for button in (self.kind, self.project, self.source, self.time):
            button.changed.connect(self._tell)
            row.addWidget(button)
        row.addWidget(self.hidden)
        row.addStretch(1)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)

    def offer(
        self, projects: Sequence[Project], sources: Sequence[Source], totals: RecordTotals
    ) -> None:
        """Offer what there is in the record; sources are places (`ui.models.places`)."""
        self._is_setting = True
        self.project.set_choices([(one.key, one.name) for one in projects], is_data=True)
        self.source.set_choices([(one.id, one.label) for one in sources], is_data=True)
        self.time.set_choices(self._times(totals))
        self.hidden.setVisible(totals.hidden_count > 0 or self.hidden.isChecked())
        self._is_setting = False

    def query(self) -> DeedQuery:
        """Return what is asked for."""
        since, until = _period(self.time.chosen())
        source = next(iter(self.source.chosen()), "")
        account = source.removeprefix(ACCOUNT) if source.startswith(ACCOUNT) else ""
        return DeedQuery(
            words=self.search.text().strip(),
            actions=tuple(Action(code) for code in self.kind.chosen()),
            project_key=next(iter(self.project.chosen()), ""),
            source_id="" if account else source,
            account_id=account,
            since=since,
            until=until,
            include_hidden=self.hidden.isChecked(),
            order=self._order,
        )

    def show_query(self, query: DeedQuery) -> None:
        """Set every filter to a query and tell once."""
        self._is_setting = True
        self._order = query.order
        self.search.setText(query.words)
        self.kind.choose([str(action) for action in query.actions])
        self.project.choose([query.project_key] if query.project_key else [])
        account = ACCOUNT + query.account_id if query.account_id else ""
        source = query.source_id or account
        self.source.choose([source] if source else [])
        self.time.choose([_time_key(query)] if query.since or query.until else [])
        self.hidden.setChecked(query.include_hidden)
        self._is_setting = False
        self.changed.emit()

    def set_order(self, order: DeedOrder) -> None:
        """Ask for another order."""
        if order is not self._order:
            self._order = order
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Ask for everything that is not hidden, in the order it has."""
        self.show_query(DeedQuery(order=self._order, include_hidden=self.hidden.isChecked()))

    @property
    def is_filtering(self) -> bool:
        """Whether something narrows the list."""
        query = self.query()
        plain = DeedQuery(order=query.order, include_hidden=query.include_hidden)
        return query != plain

    def show_count(self, shown: int, total: int) -> None:
        """Say how many are shown, also to readers of the screen."""
        locale = self.locale()
        if self.is_filtering:
            words = fill(
                self.tr("%1 of %2 shown", "numbers"), locale.toString(shown), locale.toString(total)
            )
        else:
            words = fill(self.tr("%1 shown", "number"), locale.toString(shown))
        if words != self.count.text():
            self.count.setText(words)
            announce(self.count, words)

    def _times(self, totals: RecordTotals) -> list[tuple[str, str]]:
        if totals.first_at is None or totals.last_at is None:
            return []
        years = range(totals.last_at.year, totals.first_at.year - 1, -1)
        since = self.tr("Since %1", "month and year")
        inside = self.tr("In %1", "year")
        return [
            *((f"since:{year}", fill(since, dates.month_and_year(year, 1))) for year in years),
            *((f"in:{year}", fill(inside, dates.year_number(year))) for year in years),
        ]

    @Slot()
    def _tell(self) -> None:
        if not self._is_setting:
            self.changed.emit()

    @Slot(bool)
    def _toggle_hidden(self, is_on: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        name = self.tr("Leave hidden contributions out") if is_on else ""
        self.hidden.set_name(name or self.tr("Show hidden contributions"))
        self.hidden.set_icon("eye" if is_on else "eye-off")
        self._tell()


def _period(chosen: Sequence[str]) -> tuple[date | None, date | None]:
    if not chosen:
        return None, None
    kind, _, year = chosen[0].partition(":")
    first = date(int(year), 1, 1)
    return first, date(int(year), 12, 31) if kind == "in" else None


def _time_key(query: DeedQuery) -> str:
    day = query.since or query.until
    kind = "in" if query.until else "since"
    return f"{kind}:{day.year}" if day is not None else ""
