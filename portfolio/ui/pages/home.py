"""Home: when and where the work was, the stories told of it, and what is worth a word.

::

    [head: Your record, its period and sources        New story  Bring up to date]
    [timeline card: a lane a project            ]  [news column, when there is any]
    [stories                                    ]  (narrow: below the stories)
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio.model.deed_query import DeedQuery
from portfolio.ui.models import home_facts
from portfolio.ui.page import Page
from portfolio.ui.pages.news_column import NewsColumn
from portfolio.ui.pages.story_cards import StoryCards
from portfolio.ui.pages.timeline_card import TimelineCard
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.link import Link
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState
from portfolio.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from portfolio.ui.models.home_facts import HomeFacts, News
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.tasks import Task

_NEWS_PX = 256


class HomePage(Page):
    """The record at a glance."""

    page_id = "home"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._facts: HomeFacts | None = None
        self._wanted_open: list[str] = []
        self._since: datetime | None = None
        self._asked: Task | None = None
        self._is_due = False
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Your record")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title)
        self.new_story = Button(self.tr("New story"), icon="plus")
        self.new_story.clicked.connect(self._begin_story)
        self.update_button = Button(
            self.tr("Bring up to date"), ButtonKind.PRIMARY, icon="refresh-cw"
        )
        self.update_button.setToolTip("F5")
        self.update_button.clicked.connect(self._bring_up_to_date)
        self.head.add_action(self.new_story, self.update_button)
        self.column.addWidget(self.head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = self._build_body()
        self.area.setWidget(self._body)
        self.column.addWidget(self.area, 1)
        self.session.reading_changed.connect(self._note_reading)

    def _build_body(self) -> QWidget:
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_MARGIN)
        self._row.setSpacing(SPACE_24)
        self._main = QVBoxLayout()
        self._main.setSpacing(SPACE_12)
        self.banner = Banner(BannerKind.FAILED, "", self.tr("Try again"))
        self.banner.hide()
        self.banner.requested.connect(self._try_again)
        self._main.addWidget(self.banner)
        self.timeline = TimelineCard()
        self.timeline.items_wanted.connect(self._show_items)
        self.timeline.project_wanted.connect(self._go_to_project)
        self.timeline.story_wanted.connect(self._go_to_titled)
        self.timeline.row_reached.connect(self._keep_in_sight)
        self._main.addWidget(self.timeline)
        self.nothing = EmptyState(
            "users",
            self.tr("Nothing here is known to be yours yet."),
            self.tr("Which of these are you?"),
        )
        self.nothing.hide()
        self.nothing.requested.connect(self._go_to_names)
        self._main.addWidget(self.nothing)
        self._main.addLayout(self._build_stories())
        self._main.addStretch(1)
        self._row.addLayout(self._main, 1)
        self.news = NewsColumn()
        self.news.hide()
        self.news.followed.connect(self._follow)
        self._row.addWidget(self.news, 0, Qt.AlignmentFlag.AlignTop)
        return body

    def _build_stories(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_12)
        head = QHBoxLayout()
        head.setContentsMargins(0, SPACE_8, 0, 0)
        self._stories_title = Text(self.tr("Stories"), TextSize.SECTION)
        self.all_stories = Link("")
        self.all_stories.setProperty("data", False)  # noqa: FBT003  (our own words)
        self.all_stories.clicked.connect(self._go_to_stories)
        head.addWidget(self._stories_title, 1)
        head.addWidget(self.all_stories)
        self.stories = StoryCards()
        self.stories.story_wanted.connect(self._go_to_story)
        column.addLayout(head)
        column.addWidget(self.stories)
        return column

    # What is shown

    @property
    def facts(self) -> HomeFacts | None:
        """What is shown."""
        return self._facts

    def refresh(self, change: Change | None) -> None:
        """Read what Home shows, off the UI thread."""
        if self.session.is_open:
            del change  # every kind of edit shows somewhere here
            self._note_reading()
            self._ask()

    def _ask(self) -> None:
        """Read once at a time: while accounts are read each arrival tells of a change."""
        self._is_due = self._asked is not None and self._asked.is_running
        if self._is_due:
            return
        since, today = self._since, self._today()
        self._asked = self.session.read(
            lambda reader: home_facts.read_home(reader, since, today),
            self._show,
            self._say_failed,
        )

    def _show(self, facts: HomeFacts) -> None:
        self._facts = facts
        if self._since is None and facts.lanes:  # what comes in from now on is news
            self._since = self.session.clock.now()
        today = self._today()
        self.banner.hide()
        self.head.set_subtitle(home_facts.subtitle(facts, today))
        self.timeline.setVisible(bool(facts.lanes))
        self.nothing.setVisible(bool(facts.sources) and not facts.lanes)
        self.timeline.show_record(facts.lanes, today.year)
        for key in self._wanted_open:
            self.timeline.open_lane(key)
        self._wanted_open = []
        has_stories = bool(facts.stories)
        self._stories_title.setVisible(has_stories)
        self.stories.setVisible(has_stories)
        self.all_stories.setVisible(has_stories)
        count = len(facts.stories)
        one, several = self.tr("Show the story"), self.tr("All %n story(s)", None, count)
        self.all_stories.set_words(one if count == 1 else several)
        self.stories.show_stories(facts.stories, facts.project_names, facts.openable, facts.trusts)
        self.news.show_news(home_facts.news_title(facts, today), home_facts.news(facts, today))
        self._arrange()
        if self._is_due and self.session.is_open:
            self._ask()

    @Slot(object)
    def _say_failed(self, error: Exception) -> None:
        words = f"{getattr(error, 'title', error)} {getattr(error, 'detail', '')}".strip()
        self.banner.say(BannerKind.FAILED, words, self.tr("Try again"))

    @Slot()
    def _try_again(self) -> None:
        self.refresh(None)

    @Slot()
    def _note_reading(self) -> None:
        reason = self.tr("Folders are being read now.") if self.session.is_reading else ""
        self.update_button.set_available(reason)
        if not reason:
            self.update_button.setToolTip("F5")

    def _today(self) -> date:
        return self.session.clock.now().date()

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the news beside the timeline, or below the stories."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.is_narrow()
        is_below = self._main.indexOf(self.news) >= 0
        if narrow and not is_below:
            self._row.removeWidget(self.news)
            self._main.insertWidget(self._main.count() - 1, self.news)
        elif not narrow and is_below:
            self._main.removeWidget(self.news)
            self._row.addWidget(self.news, 0, Qt.AlignmentFlag.AlignTop)
        if narrow:
            self.news.setMinimumWidth(0)
            self.news.setMaximumWidth(16_777_215)
        else:
            self.news.setFixedWidth(_NEWS_PX)

    @Slot(QRect)
    def _keep_in_sight(self, row: QRect) -> None:
        at = self.timeline.mapTo(self._body, row.center())
        self.area.ensureVisible(at.x(), at.y(), 0, row.height())

    # Going elsewhere

    @Slot()
    def _bring_up_to_date(self) -> None:
        self.navigator.trigger("record.update")

    @Slot()
    def _begin_story(self) -> None:
        self.navigator.trigger("story.new")

    @Slot(str, int)
    def _show_items(self, project_key: str, year: int) -> None:
        since, until = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
        query = DeedQuery(project_key=project_key, since=since, until=until)
        self.navigator.go("contributions", query)

    @Slot(str)
    def _go_to_project(self, project_key: str) -> None:
        self.navigator.go("projects", project_key)

    @Slot(str)
    def _go_to_story(self, story_id: str) -> None:
        self.navigator.go("stories", story_id)

    @Slot(str)
    def _go_to_titled(self, title: str) -> None:
        stories = self._facts.stories if self._facts is not None else ()
        story_id = next((story.id for story in stories if story.title == title), "")
        self.navigator.go("stories", story_id or None)

    @Slot()
    def _go_to_names(self) -> None:
        self.navigator.go("which-are-you")

    @Slot()
    def _go_to_stories(self) -> None:
        self.navigator.go("stories")

    @Slot(object)
    def _follow(self, news: News) -> None:
        self.navigator.go(news.page_id, news.target)

    # The window asks

    def focus_first(self) -> None:
        """Put the focus into the timeline, else on what brings something into it."""
        first = self.timeline.view if self.timeline.isVisibleTo(self) else self.update_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_state(self) -> dict[str, Any]:
        """Return which lanes are open, and when Home was looked at."""
        looked = self.session.clock.now().isoformat() if self.session.is_open else ""
        return {"open": self.timeline.open_lanes(), "looked": looked}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Open the lanes again once they are there."""
        keys = state.get("open")
        self._wanted_open = [key for key in keys if isinstance(key, str)] if keys else []
        self._since = _instant(state.get("looked"))


def _instant(text: object) -> datetime | None:
    """Return the instant a kept state names, None when it names none."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
