"""Badges: a wall of them with honest states, and one in detail beside it (look/08)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from portfolio.model.attestation import Direction
from portfolio.ui.actions import Command, Group
from portfolio.ui.badge_pictures import BadgePictures
from portfolio.ui.dialogs.import_badge import SUFFIXES
from portfolio.ui.models.badges import BadgesModel
from portfolio.ui.models.roles import Role
from portfolio.ui.outside_link import open_outside
from portfolio.ui.page import Page
from portfolio.ui.pages.badge_doors import BadgeDoors
from portfolio.ui.pages.badge_pane import BadgePane
from portfolio.ui.pages.badge_wall import BadgeWall
from portfolio.ui.pages.badge_work import BadgeWork, Judged
from portfolio.ui.pages.key_work import KeyWork
from portfolio.ui.pages.recovery_note import RecoveryNote
from portfolio.ui.theme.tokens import DETAIL_WIDTH
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from portfolio.operations.badges import BadgeView
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.tasks import Task

_ANY_WIDTH: Final = 16_777_215
_KINDS: Final = ("badge", "key", "holder", "identity", "account", "source", "deed")


class BadgesPage(Page):
    """Wall and detail. Target: a badge's id, or the path of a badge's file."""

    page_id = "badges"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._kept_id = ""
        self._direction = Direction.RECEIVED
        self._is_open_in_place = False
        self._task: Task | None = None
        self._model = BadgesModel(self)
        self._pictures = BadgePictures(session, self)
        self.work = BadgeWork(session, self)
        self.work.said.connect(self._say)
        self.work.came.connect(self._go_to)
        self.work.asking_changed.connect(self._show_badge)
        self.doors = BadgeDoors(session, self.work, self)
        self.doors.said.connect(self._say)
        self.doors.given.connect(self._go_to_given)
        self.keys = KeyWork(session, self)
        self.keys.said.connect(self._say)
        self.setAcceptDrops(True)
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Badges")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title)
        self.import_ = Button(self.tr("Import badge…"), ButtonKind.PRIMARY, icon="plus")
        self.import_.clicked.connect(self.doors.take_in)
        self.give = Button(self.tr("Give a badge…"), icon="heart-handshake")
        self.give.clicked.connect(self.doors.give)
        self.backpack = Button(self.tr("Save backpack…"))
        self.backpack.clicked.connect(self._save_backpack)
        self.head.add_action(self.give, self.backpack, self.import_)
        choices = (
            (Direction.RECEIVED.value, self.tr("Received")),
            (Direction.GIVEN.value, self.tr("Given")),
        )
        self.which = Segments(choices, self.tr("Which badges"))
        self.which.choose(self._direction.value)
        self.which.chosen.connect(self._choose_direction)
        bar = QHBoxLayout()
        bar.addWidget(self.which)
        bar.addStretch(1)
        self.head.add_bar(bar)
        self.column.addWidget(self.head)
        self.banner = Banner(BannerKind.PLAIN, "")
        self.banner.hide()
        self.column.addWidget(self.banner)
        self.recovery = RecoveryNote(self.session, self.keys)
        self.column.addWidget(self.recovery)
        self.wall = BadgeWall(self._pictures)
        self.wall.setAccessibleName(self.title)
        self.wall.setModel(self._model)
        self.wall.activated.connect(self._open_current)
        self.wall.clicked.connect(self._press)
        self.wall.selectionModel().currentChanged.connect(self._note_current)
        self.empty = EmptyState("stamp", "")
        self.empty.requested.connect(self._leave_empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.wall)
        self.stack.addWidget(self.empty)
        self._build_pane()
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.stack, 1)
        body.addWidget(self.pane)
        self.column.addLayout(body, 1)

    def _build_pane(self) -> None:
        self.pane = BadgePane(self._pictures)
        self.pane.hide()
        self.pane.back_wanted.connect(self._close_detail)
        self.pane.online_wanted.connect(self._ask_online)
        self.pane.shown_wanted.connect(self._set_shown)
        self.pane.save_wanted.connect(self._save)
        self.pane.endorse_wanted.connect(self._endorse)
        self.pane.remove_wanted.connect(self._remove)
        self.pane.link_wanted.connect(open_outside)

    # What is shown

    def refresh(self, change: Change | None) -> None:
        """Judge what changed anew, off the UI thread, and show every badge."""
        if not self.session.is_open or (change is not None and not change.touches(*_KINDS)):
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None

        # An empty wall fills as badges are judged; one that is full is changed once.
        first = self._take if not self._model.rowCount() else None
        self._task = self.work.judge_all(first, self._take_all, self._direction)

    def _take_all(self, judged: Judged) -> None:
        if judged.direction is not self._direction:
            return  # the other ones are wanted by now
        self._task = None
        views = judged.views
        self._take(judged, is_whole=True)
        if not views and self._direction is Direction.GIVEN:
            self.empty.say(
                self.tr("You gave no badges yet. A badge says what somebody did, and shows it."),
                self.tr("Give a badge…"),
            )
        elif not views:
            self.empty.say(
                self.tr("No badges yet. Drop a badge file here, or paste the link of one."),
                self.tr("Import badge…"),
            )
        self._turn_to(self.wall if views else self.empty)

    def _turn_to(self, place: QWidget) -> None:
        """Show the wall, or what stands there while there is none; the focus goes along."""
        had_focus = self.wall.hasFocus() or self.empty.button.hasFocus()
        self.stack.setCurrentWidget(place)
        if had_focus:
            self.focus_first()

    def _take(self, judged: Judged, *, is_whole: bool = False) -> None:
        views, direction = judged.views, judged.direction
        if direction is not self._direction:
            return
        kept, top = self._kept_id, self.wall.verticalScrollBar().value()
        before = self._model.row_of(kept)
        is_same = self._model.show(views, takes_files=direction is Direction.RECEIVED)
        if is_same and before >= 0:
            return  # others were judged; who looks at this one is not disturbed
        if not views:
            self._show_badge()
            return
        self._turn_to(self.wall)
        row = self._model.row_of(kept)
        if row < 0:  # the one that stands where it stood, or where it will come to stand
            row = min(max(0, before), len(views) - 1)
        self.wall.setCurrentIndex(self._model.index(row))
        self._show_badge()
        self.column.activate()  # the pane beside the wall makes it narrower
        if before == row:
            self.wall.verticalScrollBar().setValue(top)
        else:
            self.wall.scrollTo(self._model.index(row))
        if not is_whole and self._model.row_of(kept) < 0:
            self._kept_id = kept  # it may be among those that are still judged

    @Slot(QModelIndex, QModelIndex)
    def _note_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        badge_id = current.data(Role.KEY) if current.isValid() else None
        if badge_id and badge_id != self._kept_id:
            self._kept_id = str(badge_id)
            self._show_badge()

    @Slot()
    def _show_badge(self) -> None:
        view = self._current()
        if view is not None:
            is_asking = self.work.is_asking(view.badge.id)
            self._kept_id = view.badge.id
            self.pane.show_view(view, reason=self.doors.refusal(), is_asking=is_asking)
        self._show_detail()

    def _current(self) -> BadgeView | None:
        """Return the badge in detail: the current one, or the last one while files are dropped."""
        return self._model.view(self._model.row_of(self._kept_id)) or self._model.view(
            self.wall.currentIndex().row()
        )

    # Doing

    @Slot(str)
    def _choose_direction(self, direction: str) -> None:
        self._direction = Direction(direction)
        self._kept_id = ""
        self._is_open_in_place = False
        self._model.show(())
        self.refresh(None)

    @Slot(str)
    def _go_to_given(self, badge_id: str) -> None:
        self.which.choose(Direction.GIVEN.value)
        self._choose_direction(Direction.GIVEN.value)
        self._kept_id = badge_id
        self.recovery.look()

    @Slot()
    def _leave_empty(self) -> None:
        if self._direction is Direction.GIVEN:
            self.doors.give()
        else:
            self.doors.take_in()

    @Slot()
    def _save_backpack(self) -> None:
        self.doors.save_backpack()

    @Slot()
    def _endorse(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.endorse(view)

    @Slot(bool)
    def _set_shown(self, is_shown: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        view = self._current()
        if view is not None:
            self.work.show(view, is_shown=is_shown)

    @Slot()
    def _ask_online(self) -> None:
        view = self._current()
        if view is not None:
            self.work.ask_online(view)

    @Slot()
    def _save(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.save(view)

    @Slot()
    def _remove(self) -> None:
        view = self._current()
        if view is not None:
            self.work.remove(view)

    @Slot(str, str)
    def _say(self, kind: str, words: str) -> None:
        self.banner.say(BannerKind(kind), words)
        self.banner.setVisible(bool(words))

    @Slot(str)
    def _go_to(self, badge_id: str) -> None:
        if self._direction is Direction.GIVEN:
            self.which.choose(Direction.RECEIVED.value)
            self._direction = Direction.RECEIVED
            self._model.show(())
        self._kept_id = badge_id
        self._is_open_in_place = True  # whoever takes one in wants to see it
        self.refresh(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that may hold badges."""
        if _dropped(event) and not self.doors.refusal():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files in."""
        event.acceptProposedAction()
        self.work.take_in(_dropped(event))

    # Room

    def _show_detail(self) -> None:
        has_badge = self._current() is not None
        narrow = self.is_narrow()
        in_place = narrow and self._is_open_in_place and has_badge
        self.pane.back.setVisible(in_place)
        self.head.setVisible(not in_place)
        self.stack.setVisible(not in_place)
        self.pane.setMinimumWidth(0 if in_place else DETAIL_WIDTH)
        self.pane.setMaximumWidth(_ANY_WIDTH if in_place else DETAIL_WIDTH)
        self.pane.setVisible(in_place or (has_badge and not narrow))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the detail beside the wall, or in its place."""
        super().resizeEvent(event)
        self._show_detail()

    @Slot(QModelIndex)
    def _press(self, index: QModelIndex) -> None:
        if self._model.view(index.row()) is None or self.is_narrow():
            self._open_current(index)

    @Slot(QModelIndex)
    def _open_current(self, index: QModelIndex) -> None:
        if self._model.view(index.row()) is None:
            self.doors.take_in()
            return
        self._is_open_in_place = True
        self._show_detail()
        self.pane.focus_first()

    @Slot()
    def _close_detail(self) -> None:
        self._is_open_in_place = False
        self._show_detail()
        self.wall.setFocus()

    # The window asks

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Return the commands of the page."""
        page = Group.PAGE
        return (
            Command("badge.import", self.tr("Import badge…"), self.doors.take_in, page, "plus",
                    reason=self.doors.refusal),
            Command("badge.give", self.tr("Give a badge…"), self.doors.give, page,
                    "heart-handshake", reason=self.doors.refusal),
            Command("badge.endorse", self.tr("Endorse somebody’s badge…"),
                    self.doors.endorse_file, page, "stamp", reason=self.doors.refusal),
            Command("badge.backpack", self.tr("Save backpack…"), self._save_backpack, page,
                    "package"),
            Command("badge.check", self.tr("Check the badge again"), self._ask_online, page,
                    "refresh-cw", reason=self._no_badge),
        )  # fmt: skip

    def _no_badge(self) -> str:
        return "" if self._current() is not None else self.tr("No badge is chosen.")

    def show_target(self, target: object) -> None:
        """Go to a badge by its id, or take a file in."""
        if isinstance(target, Path):
            self.work.take_in([target])
        elif isinstance(target, str) and target:
            self._go_to(target)

    def focus_first(self) -> None:
        """Put the focus on the wall."""
        first = self.wall if self.stack.currentWidget() is self.wall else self.empty.button
        first.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return which badge is open."""
        return {"badge": self._kept_id}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Open the badge that was open."""
        self._kept_id = str(state.get("badge") or "")


def _dropped(event: QDropEvent) -> list[Path]:
    if not event.mimeData().hasUrls() or event.source() is not None:
        return []
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower().lstrip(".") in SUFFIXES]
