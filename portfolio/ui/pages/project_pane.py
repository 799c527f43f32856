"""One project: its name, what it is, links, roles, and what each year came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from portfolio.operations import projects as operations
from portfolio.ui.models import dates, periods
from portfolio.ui.models.words import fill
from portfolio.ui.pages.autosave import Labelled, LineField, TextField
from portfolio.ui.pages.roles_box import RolesBox
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.link import Link, WrappedTitle
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.project import Project, Role, YearRollUp
    from portfolio.ui.session import Session

_WIDEST_PX = 620


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project with what belongs to it.

    Attributes:
        parts: Projects merged into it, by key, with their names.
        others: Projects it could be merged into.
    """

    project: Project
    roles: Sequence[Role]
    roll_ups: Sequence[YearRollUp]
    places: Sequence[str]
    others: Sequence[Project]


class ProjectPane(QWidget):
    """The details of a project; every field keeps itself within a second.

    Signals:
        back_wanted: Back to the list (narrow windows).
        items_wanted: (project key, year); year 0 is everything.
    """

    back_wanted = Signal()
    items_wanted = Signal(str, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._facts: ProjectFacts | None = None
        self._reason = ""
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        row = QHBoxLayout(body)
        row.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_24)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST_PX)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        self._fill(column)
        row.addWidget(inner, 1)
        row.addStretch(0)
        row.setAlignment(Qt.AlignmentFlag.AlignTop)
        area.setWidget(body)
        outer.addWidget(area)

    def _fill(self, column: QVBoxLayout) -> None:
        self.back = Button(self.tr("Back to the list"), ButtonKind.QUIET, icon="arrow-left")
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._build_head())
        self.notice = Banner(BannerKind.PLAIN, "", icon="lock")
        self.notice.hide()
        column.addWidget(self.notice)
        self.name = LineField(self.tr("Name"))
        self.name.settled.connect(self._rename)
        column.addWidget(Labelled(self.tr("Name"), self.name))
        self.what = LineField(self.tr("What it is"))
        self.what.settled.connect(self._describe)
        self.what.setMaxLength(300)
        hint = self.tr("one line for an outsider")
        column.addWidget(Labelled(self.tr("What it is"), self.what, hint))
        self.links = TextField(self.tr("Links"), 2)
        self.links.settled.connect(self._set_links)
        self.links_place = Labelled(self.tr("Links"), self.links, self.tr("one a line, https"))
        column.addWidget(self.links_place)
        self.roles = RolesBox(self._session)
        column.addWidget(self.roles)
        column.addWidget(Text(self.tr("Years"), TextSize.SECTION))
        years = QWidget()
        self._years = QGridLayout(years)
        self._years.setContentsMargins(0, 0, 0, 0)
        self._years.setHorizontalSpacing(SPACE_16)
        self._years.setVerticalSpacing(SPACE_12)
        self._years.setColumnStretch(1, 1)
        column.addWidget(years)
        self._no_years = Text(self.tr("Nothing of yours is recorded here."), tone="muted")
        column.addWidget(self._no_years)
        self._places_title = Text(self.tr("Read from"), TextSize.SECTION)
        column.addWidget(self._places_title)
        self._places = QVBoxLayout()
        self._places.setSpacing(2)
        column.addLayout(self._places)
        column.addStretch(1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = WrappedTitle(size=TextSize.SECTION, max_lines=2)
        self.period = Text("", TextSize.SMALL, "muted")
        words.addWidget(self.title)
        words.addWidget(self.period)
        head.addLayout(words, 1)
        self.all_items = Button(self.tr("Show items"))
        self.all_items.clicked.connect(self._show_all)
        self.more = IconButton("ellipsis", self.tr("More for this project"))
        self.more.clicked.connect(self._open_more)
        head.addWidget(self.all_items, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        return head

    # Showing

    @property
    def facts(self) -> ProjectFacts | None:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: ProjectFacts, reason: str, this_year: int) -> None:
        """Show a project.

        Args:
            facts: What is known of it.
            reason: Why it cannot be changed now, or "".
            this_year: The year that is not over.
        """
        project = facts.project
        if self._facts is not None and self._facts.project.key != project.key:
            self.keep()  # what was typed belongs to the project before
        self._facts, self._reason = facts, reason
        self.title.set_words(project.name)
        self.setAccessibleName(project.name)
        self.period.setText(periods.months(project.first_at, project.last_at))
        for field in (self.name, self.what, self.links):
            field.setReadOnly(bool(reason))
            field.setToolTip(reason)
        self.name.setPlaceholderText(project.recorded_name)
        self.name.show_text(project.name)
        self.what.show_text(project.what_it_is)
        self.links.show_text("\n".join(project.urls))
        self.roles.show_roles(project.key, facts.roles, reason)
        self._show_notice(project)
        self._show_years(facts.roll_ups, this_year)
        self._show_places(facts.places)
        self.all_items.setVisible(project.deed_count > 0)

    def keep(self) -> None:
        """Keep what is typed now."""
        for field in (self.name, self.what, self.links):
            field.keep()
        self.roles.close_form()

    def _show_notice(self, project: Project) -> None:
        words = ""
        if project.is_hidden:
            words = self.tr("Hidden. This project is in no list and no document.")
        elif project.is_confidential:
            words = self.tr("Not public. Nothing of it is in a document unless you include it.")
        self.notice.setVisible(bool(words))
        if words:
            self.notice.say(BannerKind.PLAIN, words)

    def _show_years(self, roll_ups: Sequence[YearRollUp], this_year: int) -> None:
        _empty(self._years)
        self._no_years.setVisible(not roll_ups)
        top = Qt.AlignmentFlag.AlignTop
        for row, one in enumerate(roll_ups):
            year = Text(dates.year_number(one.year), TextSize.STRONG)
            self._years.addWidget(year, row, 0, top)
            words = DataText(
                f"{periods.rolled_up(one)} {periods.origin(one, this_year)}", wraps=True
            )
            self._years.addWidget(words, row, 1)
            link = Link(self.tr("Show items"))
            link.setProperty("data", False)  # noqa: FBT003  (our own words)
            name = fill(self.tr("Show items of %1", "year"), dates.year_number(one.year))
            link.setAccessibleName(name)
            link.setProperty("year", one.year)
            link.clicked.connect(self._show_year)
            self._years.addWidget(link, row, 2, top)

    def _show_places(self, places: Sequence[str]) -> None:
        _empty(self._places)
        self._places_title.setVisible(bool(places))
        for place in places:
            self._places.addWidget(
                DataText(place, TextSize.SMALL, "muted", wraps=True, is_ltr=True)
            )

    # Edits

    def _key(self) -> str:
        return self._facts.project.key if self._facts is not None else ""

    @Slot(str)
    def _rename(self, name: str) -> None:
        key = self._key()
        self._session.edit(lambda store: operations.rename(store, key, name))

    @Slot(str)
    def _describe(self, words: str) -> None:
        key = self._key()
        self._session.edit(lambda store: operations.describe(store, key, what_it_is=words))

    @Slot(str)
    def _set_links(self, text: str) -> None:
        links = [line.strip() for line in text.splitlines() if line.strip()]
        wrong = [link for link in links if not link.startswith("https://") or " " in link]
        words = fill(self.tr("%1 is no https address."), wrong[0]) if wrong else ""
        self.links_place.say_wrong(words)
        if not wrong:
            key = self._key()
            self._session.edit(lambda store: operations.describe(store, key, urls=links))

    @Slot()
    def _open_more(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def menu(self) -> QMenu:
        """Return the menu of the project; it deletes itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._facts is None:
            return menu
        is_hidden = self._facts.project.is_hidden
        hide = menu.addAction(self.tr("Show again") if is_hidden else self.tr("Hide"))
        hide.triggered.connect(self._toggle_hidden)
        merge = menu.addMenu(self.tr("Merge into…"))
        for other in self._facts.others:
            action = merge.addAction(other.name.replace("&", "&&"))
            action.setData(other.key)
            action.triggered.connect(self._merge)
        hide.setEnabled(not self._reason)
        merge.setEnabled(bool(self._facts.others) and not self._reason)
        return menu

    @Slot()
    def _toggle_hidden(self) -> None:
        if self._facts is None:
            return
        key = self._key()
        do = operations.show if self._facts.project.is_hidden else operations.hide
        self._session.edit(lambda store: do(store, key))

    @Slot()
    def _merge(self) -> None:
        sender = self.sender()
        into = str(sender.data()) if isinstance(sender, QAction) else ""
        key = self._key()
        if into:
            self.keep()
            self._session.edit(lambda store: operations.merge(store, key, into))

    # Going elsewhere

    @Slot()
    def _show_all(self) -> None:
        self.items_wanted.emit(self._key(), 0)

    @Slot()
    def _show_year(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.items_wanted.emit(self._key(), int(sender.property("year")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape and not self.back.isHidden():
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline towards the list."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        if self.back.isHidden():
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            at = self.width() - 1 if mirrored else 0
            painter.fillRect(at, 0, 1, self.height(), QColor(tokens.border))
        painter.end()


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
