"""The detail pane of a contribution: what it is, where it is known from, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.model.deed import is_commit_key
from portfolio.model.manual import entry_id_of
from portfolio.ui.models import dates, deed_facts
from portfolio.ui.models.words import action_icon, action_line
from portfolio.ui.pages.facts_grid import FactsGrid, Lines
from portfolio.ui.pages.kept_copy import KeptCopy
from portfolio.ui.pages.page_question import PageQuestion
from portfolio.ui.pages.title_field import TitleField
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.chip import TrustChip
from portfolio.ui.widgets.labels import DataText, ElidedLabel, IconLabel, Text
from portfolio.ui.widgets.link import Link, WrappedTitle
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from datetime import date

    from portfolio.ui.models.deed_facts import DeedFacts


class DeedPane(QFrame):
    """One contribution. It shows and asks; the page does.

    Signals:
        back_wanted: Back to the list (narrow windows).
        retitled: A new title; "" takes the source's again.
        hiding_wanted / confidence_wanted: To be hidden or not, confidential or not.
        project_wanted: Project key.
        story_wanted: Story id.
        story_menu_wanted: Where to open the menu of stories (global).
        page_agreed: https address the holder agreed to open.
        link_copied: Address that is in the clipboard now.
        changing_wanted / removing_wanted: Key of a deed entered by hand, to be changed or removed.
        asking_wanted: Key of the deed the service is to be asked for again.
    """

    back_wanted = Signal()
    retitled = Signal(str)
    hiding_wanted = Signal(bool)
    confidence_wanted = Signal(bool)
    project_wanted = Signal(str)
    story_wanted = Signal(str)
    story_menu_wanted = Signal(QPoint)
    page_agreed = Signal(str)
    link_copied = Signal(str)
    asking_wanted = Signal(str)
    changing_wanted = Signal(str)
    removing_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: DeedFacts | None = None
        self._today: date | None = None
        self._build()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)  # the hairline at the start
        column.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._build_body())
        column.addWidget(self._scroll, 1)
        self.question = PageQuestion()
        self.question.agreed.connect(self.page_agreed)
        self.question.closed.connect(self._return_to_button)
        column.addWidget(self.question)
        column.addWidget(self._build_foot())

    def _build_body(self) -> QWidget:
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACE_24 - 4, SPACE_16, SPACE_16, SPACE_16)
        column.setSpacing(SPACE_12)
        self.back = Button(self.tr("Back to the list"), ButtonKind.QUIET, icon="arrow-left")
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._build_head())
        self._gone = Banner(BannerKind.PLAIN, "", icon="circle-dashed")
        self._gone.hide()
        column.addWidget(self._gone)
        self._grid = self._build_grid()
        column.addWidget(self._grid)
        column.addSpacing(SPACE_4)
        self.kept = KeptCopy()
        column.addWidget(self.kept)
        column.addStretch(1)
        return body

    def _build_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(SPACE_8)
        kind = QHBoxLayout()
        kind.setSpacing(SPACE_8)
        edge = metrics(QApplication.font()).small_icon + 1
        self._kind_icon = IconLabel("eye", "muted", edge)
        self._kind = Text("", TextSize.SMALL, "muted")
        kind.addWidget(self._kind_icon)
        kind.addWidget(self._kind, 1)
        head.addLayout(kind)
        self._title = WrappedTitle()
        head.addWidget(self._title)
        self._title_field = TitleField()
        self._title_field.setAccessibleName(self.tr("Title"))
        self._title_field.hide()
        self._title_field.settled.connect(self._end_retitling)
        head.addWidget(self._title_field)
        self._recorded = ElidedLabel("", TextSize.SMALL, "muted")
        self._recorded.hide()
        head.addWidget(self._recorded)
        trust = QHBoxLayout()
        trust.setSpacing(SPACE_8)
        self._chip_place = QHBoxLayout()
        trust.addLayout(self._chip_place)
        self._trust = Text("", TextSize.SMALL, "muted", wraps=True)
        trust.addWidget(self._trust, 1)
        head.addLayout(trust)
        return head

    def _build_grid(self) -> FactsGrid:
        grid = FactsGrid()
        self._when = DataText()
        self._project, self._page = Link(), Link(is_address=True)
        self._project.clicked.connect(self._go_to_project)
        self._page.clicked.connect(self.ask_to_open)
        self._sources, self._people, self._stories = Lines(), Lines(), Lines()
        self._no_story = Text(self.tr("In no story yet"), tone="muted")
        story = QWidget()
        column = QVBoxLayout(story)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stories)
        column.addWidget(self._no_story)
        self._commit = DataText(is_ltr=True)
        self._state = Text("", tone="muted", wraps=True)
        grid.add("when", self.tr("When"), self._when)
        grid.add("project", self.tr("Project"), self._project)
        grid.add("source", self.tr("Source"), self._sources)
        grid.add("page", self.tr("Page"), self._page)
        grid.add("commit", self.tr("Commit"), self._commit)
        grid.add("people", self.tr("With"), self._people)
        grid.add("story", self.tr("Story"), story)
        grid.add("state", self.tr("Shown"), self._state)
        return grid

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE_24 - 4, SPACE_12, SPACE_16, SPACE_16)
        row.setSpacing(SPACE_8)
        self.add_to_story = Button(self.tr("Add to story…"), ButtonKind.PRIMARY, icon="plus")
        self.add_to_story.clicked.connect(self._ask_for_story)
        self.change = Button(self.tr("Change…"), icon="pencil")
        self.change.clicked.connect(self._change)
        self.open_page = Button(self.tr("Open page"), icon_after="external-link")
        self.open_page.clicked.connect(self.ask_to_open)
        self.more = IconButton("ellipsis", self.tr("More for this contribution"))
        self.more.clicked.connect(self._open_more)
        row.addWidget(self.add_to_story)
        row.addWidget(self.change)
        row.addWidget(self.open_page)
        row.addStretch(1)
        row.addWidget(self.more)
        return foot

    # Showing

    @property
    def facts(self) -> DeedFacts | None:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: DeedFacts, today: date) -> None:
        """Show a deed."""
        is_other = self._facts is None or self._facts.deed.key != facts.deed.key
        self._facts, self._today = facts, today
        deed = facts.deed
        if is_other:
            self.question.hide()
            self._cancel_retitling()
            self._scroll.verticalScrollBar().setValue(0)
        self._kind_icon.set_icon(action_icon(deed.action))
        self._kind.setText(action_line(deed.action, is_commit=is_commit_key(deed.key)))
        self._title.set_words(deed.title)
        recorded = deed.recorded_title if deed.recorded_title != deed.title else ""
        self._recorded.set_words(recorded)
        self._recorded.setVisible(bool(recorded))
        self._show_trust(facts)
        self._show_grid(facts)
        self.kept.show_facts(facts, today)
        gone = deed_facts.gone_line(facts, today)
        self._gone.setVisible(bool(gone))
        if gone:
            self._gone.say(BannerKind.PLAIN, gone)
        is_by_hand = bool(entry_id_of(deed.key))
        self.change.setVisible(is_by_hand and not deed.url)  # with a page, it is in the menu only
        self.open_page.setVisible(bool(deed.url))
        self.setAccessibleName(deed.title)

    def set_back_shown(self, shown: bool) -> None:  # noqa: FBT001  (a plain setter)
        """Show the way back to the list, or not."""
        self.back.setVisible(shown)

    def set_editable(self, reason: str = "") -> None:
        """Let the deed be changed, or not for a reason."""
        self.add_to_story.set_available(reason)
        self.change.set_available(reason)
        self._reason = reason

    def _show_trust(self, facts: DeedFacts) -> None:
        while (item := self._chip_place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chip_place.addWidget(TrustChip(facts.trust))
        self._trust.setText(deed_facts.trust_line(facts))

    def _show_grid(self, facts: DeedFacts) -> None:
        deed = facts.deed
        day = deed.occurred_at.date()
        self._when.set_words(dates.as_known(day, deed.date_known, dates.long_day))
        self._project.set_words(deed.project_name)
        self._sources.show_texts(deed_facts.source_lines(facts))
        self._page.set_words(deed_facts.shown_address(deed.url))
        people = deed_facts.people_lines(facts)
        self._people.show_texts(people)
        self._stories.clear()
        for story in facts.stories:
            link = self._stories.add_link(story.title)
            link.setProperty("story", story.id)
            link.clicked.connect(self._go_to_story)
        self._no_story.setVisible(not facts.stories)
        self._stories.setVisible(bool(facts.stories))
        self._commit.set_words(facts.native_id[:12] if _is_hash(facts.native_id) else "")
        self._state.setText(self._state_words())
        shown = {
            "project": bool(deed.project_name),
            "source": bool(facts.sources),
            "page": bool(deed.url),
            "commit": _is_hash(facts.native_id),
            "people": bool(people),
            "state": bool(self._state.text()),
        }
        for key, is_shown in shown.items():
            self._grid.show_fact(key, shown=is_shown)

    def _state_words(self) -> str:
        deed = self._facts.deed if self._facts is not None else None
        if deed is None:
            return ""
        if deed.is_hidden:
            return self.tr("Hidden. It is in no list and no document.")
        if self._facts is not None and self._facts.is_kept_by_source:
            return self.tr("Not public. It stays on this computer, as you said of its source.")
        if deed.is_confidential:
            return self.tr("Confidential. It stays on this computer and is in no document.")
        return ""

    # Doing

    @Slot()
    def ask_to_open(self) -> None:
        """Open the page; the first time for a host its address is shown and agreed to."""
        if self._facts is not None:
            self.question.ask(self._facts.deed.url)

    @Slot()
    def _return_to_button(self) -> None:
        self.open_page.setFocus()

    @Slot()
    def _ask_for_story(self) -> None:
        corner = QPoint(0, -SPACE_4)
        self.story_menu_wanted.emit(self.add_to_story.mapToGlobal(corner))

    @Slot()
    def _go_to_project(self) -> None:
        if self._facts is not None:
            self.project_wanted.emit(self._facts.deed.project_key)

    @Slot()
    def _go_to_story(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.story_wanted.emit(str(sender.property("story")))

    @Slot()
    def _open_more(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def menu(self) -> QMenu:
        """Return the menu of the deed; the caller pops it up, it deletes itself on closing."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        deed = self._facts.deed if self._facts is not None else None
        if deed is None:
            return menu
        hide = menu.addAction(self.tr("Show again") if deed.is_hidden else self.tr("Hide"))
        hide.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        hide.triggered.connect(self._toggle_hidden)
        if entry_id_of(deed.key):
            menu.addAction(self.tr("Change…")).triggered.connect(self._change)
            menu.addAction(self.tr("Remove")).triggered.connect(self._remove)
        else:
            menu.addAction(self.tr("Change title")).triggered.connect(self.begin_retitling)
        confidential = menu.addAction(self.tr("Confidential"))
        confidential.setCheckable(True)
        confidential.setChecked(deed.is_confidential)
        confidential.triggered.connect(self._toggle_confidential)
        for action in menu.actions():
            action.setEnabled(not self._reason)
        if self._facts is not None and self._facts.is_kept_by_source:
            confidential.setEnabled(False)  # said of the whole source, on the accounts page
        menu.addSeparator()
        copy = menu.addAction(self.tr("Copy link"))
        copy.setEnabled(bool(deed.url))
        copy.triggered.connect(self._copy_link)
        if self._facts is not None and self._facts.has_account:
            again = menu.addAction(self.tr("Ask the service again"))
            again.setEnabled(not self._reason)
            again.triggered.connect(self._ask_again)
        return menu

    @Slot()
    def _toggle_hidden(self) -> None:
        if self._facts is not None:
            self.hiding_wanted.emit(not self._facts.deed.is_hidden)

    @Slot()
    def _toggle_confidential(self) -> None:
        if self._facts is not None:
            self.confidence_wanted.emit(not self._facts.deed.is_confidential)

    @Slot()
    def _copy_link(self) -> None:
        if self._facts is not None:
            QApplication.clipboard().setText(self._facts.deed.url)
            self.link_copied.emit(self._facts.deed.url)

    @Slot()
    def _change(self) -> None:
        if self._facts is not None:
            self.changing_wanted.emit(self._facts.deed.key)

    @Slot()
    def _remove(self) -> None:
        if self._facts is not None:
            self.removing_wanted.emit(self._facts.deed.key)

    @Slot()
    def _ask_again(self) -> None:
        if self._facts is not None:
            self.asking_wanted.emit(self._facts.deed.key)

    @Slot()
    def begin_retitling(self) -> None:
        """Turn the title into a field; of what was entered by hand, open the whole form."""
        if self._facts is None or self._reason:
            return
        if entry_id_of(self._facts.deed.key):
            self._change()
            return
        self._title_field.begin(self._facts.deed.title, self._facts.deed.recorded_title)
        self._title.hide()
        self._title_field.show()
        self._title_field.setFocus()
        self._title_field.selectAll()

    def _cancel_retitling(self) -> None:
        self._title_field.hide()
        self._title.show()

    @Slot(object)
    def _end_retitling(self, title: object) -> None:
        had_focus = self._title_field.hasFocus()
        self._cancel_retitling()
        if had_focus:
            self.more.setFocus()
        if isinstance(title, str) and self._facts is not None and title != self._facts.deed.title:
            self.retitled.emit("" if title == self._facts.deed.recorded_title else title)

    _reason = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.question.isHidden():
                self.question.close_question()
                return
            if not self.back.isHidden():
                self.back_wanted.emit()
                return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the hairline towards the list."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        painter.fillRect(self.rect(), QColor(tokens.bg))
        if self.back.isHidden():
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            at = self.width() - 1 if mirrored else 0
            painter.fillRect(at, 0, 1, self.height(), QColor(tokens.border))
        painter.end()


def _is_hash(native_id: str) -> bool:
    return len(native_id) >= 40 and all(sign in "0123456789abcdef" for sign in native_id[:40])
