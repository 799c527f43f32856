"""A badge in detail: picture and name, what a check came to, each step, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from portfolio.model.attestation import Direction
from portfolio.model.badge import BadgeFormat
from portfolio.model.verdict import StepMark
from portfolio.ui.delegates.badge_tile import paint_picture
from portfolio.ui.models import verdict_words
from portfolio.ui.models.badges import chip_of, whose_and_day
from portfolio.ui.models.words import fill, listed
from portfolio.ui.pages.badge_evidence import EvidenceList
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.chip import TrustChip
from portfolio.ui.widgets.labels import DataText, IconLabel, Text
from portfolio.ui.widgets.step_list import StepList

if TYPE_CHECKING:
    from portfolio.operations.badges import BadgeView
    from portfolio.ui.badge_pictures import BadgePictures

_PICTURE: Final = 72


class BadgePane(QWidget):
    """One badge.

    Signals:
        back_wanted: Back to the wall (narrow windows).
        online_wanted: What would settle more is to be asked now.
        shown_wanted: Documents are to show it, or not.
        save_wanted / remove_wanted / endorse_wanted: What they say.
        link_wanted: The address of a page that was pressed.
    """

    back_wanted = Signal()
    online_wanted = Signal()
    shown_wanted = Signal(bool)
    save_wanted = Signal()
    remove_wanted = Signal()
    endorse_wanted = Signal()
    link_wanted = Signal(str)

    def __init__(self, pictures: BadgePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: BadgeView | None = None
        self._reason = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)  # the hairline at the start
        outer.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._build_body(pictures))
        outer.addWidget(area, 1)
        outer.addWidget(self._build_foot())

    def _build_body(self, pictures: BadgePictures) -> QWidget:
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        self.back = Button(self.tr("Back to the badges"), ButtonKind.QUIET, icon="arrow-left")
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.setSpacing(SPACE_16)
        self.picture = _Picture(pictures)
        head.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.name = DataText("", TextSize.SECTION, wraps=True)
        self.whose = DataText("", TextSize.BODY, "muted", wraps=True)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.whose)
        words.addStretch(1)
        head.addLayout(words, 1)
        column.addLayout(head)
        self._chip_place = QVBoxLayout()
        self._chip: TrustChip | None = None
        column.addLayout(self._chip_place)
        column.addWidget(self._build_state())
        self.what_for = DataText("", wraps=True)
        column.addWidget(self.what_for)
        self.narrative = DataText("", wraps=True)
        column.addWidget(self.narrative)
        self.evidence = EvidenceList()
        self.evidence.link_wanted.connect(self.link_wanted)
        column.addWidget(self.evidence)
        column.addWidget(Text(self.tr("Step by step"), TextSize.STRONG))
        self.steps = StepList()
        self.steps.link_wanted.connect(self.link_wanted)
        column.addWidget(self.steps)
        column.addStretch(1)
        return body

    def _build_state(self) -> Card:
        self.state = Card(padding=SPACE_12)
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        self._mark = IconLabel("check", "ok", metrics(QApplication.font()).icon)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.verdict = DataText("", TextSize.STRONG, wraps=True)
        self.detail = DataText("", TextSize.SMALL, "muted", wraps=True)
        words.addWidget(self.verdict)
        words.addWidget(self.detail)
        row.addLayout(words, 1)
        self.state.column.addLayout(row)
        return self.state

    def _build_foot(self) -> QWidget:
        foot = _Foot()
        column = QVBoxLayout(foot)
        column.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, SPACE_12)
        column.setSpacing(SPACE_8)
        self.asks = Text("", TextSize.SMALL, "muted", wraps=True)
        column.addWidget(self.asks)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.again = Button(self.tr("Check again"))
        self.again.clicked.connect(self.online_wanted)
        self.print = Button(self.tr("Show in print"), icon_after="chevron-down")
        self.print.clicked.connect(self._open_print)
        self.more = IconButton("ellipsis", self.tr("More for this badge"))
        self.more.clicked.connect(self._open_more)
        row.addWidget(self.again)
        row.addWidget(self.print)
        row.addStretch(1)
        row.addWidget(self.more)
        column.addLayout(row)
        return foot

    def show_view(self, view: BadgeView, *, reason: str, is_asking: bool) -> None:
        """Show a badge.

        Args:
            view: The badge with what can be believed of it.
            reason: Why nothing can be changed now, or "".
            is_asking: Addresses are being asked now.
        """
        self._view, self._reason = view, reason
        badge, verdict = view.badge, view.verdict
        self.picture.show_view(view)
        self.name.set_words(badge.name)
        self.whose.set_words(whose_and_day(badge))
        self._show_chip(view)
        mark = next(
            (step.mark for step in verdict.steps if step.says == verdict.summary), StepMark.NOTE
        )
        self._mark.set_icon(*verdict_words.ICONS[mark])
        self.verdict.set_words(verdict_words.title(verdict.summary))
        detail = verdict_words.detail(verdict.summary)
        self.detail.set_words(detail)
        self.detail.setVisible(bool(detail))
        self.what_for.set_words(badge.criteria or badge.description)
        self.what_for.setVisible(bool(self.what_for.text()))
        self.narrative.set_words(f"“{badge.narrative}”")
        self.narrative.setVisible(bool(badge.narrative))
        self.evidence.show_works(badge.evidence)
        self.steps.show_steps(verdict.steps)
        self.again.set_available(reason or (self.tr("Asking now") if is_asking else ""))
        self._say_hosts(view)
        words = self.tr("Shown in print") if badge.shown else self.tr("Show in print")
        self.print.set_words(words)
        is_given = badge.direction is Direction.GIVEN
        self.print.setVisible(not is_given)
        self.again.setVisible(not is_given)
        self.print.set_available(reason or self._unfit(view))

    def _show_chip(self, view: BadgeView) -> None:
        if self._chip is not None:
            self._chip_place.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        trust = chip_of(view)
        if trust is not None:
            unknown = view.verdict.signer_is_unknown
            self._chip = TrustChip(trust, signer_is_unknown=unknown)
            self._chip_place.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)

    def _say_hosts(self, view: BadgeView) -> None:
        hosts = dict.fromkeys(urlsplit(each).hostname or "" for each in view.verdict.wants)
        named = [host for host in hosts if host]
        pattern = self.tr("Asks %1. Each place that is asked sees that somebody looks.", "hosts")
        self.asks.setText(fill(pattern, listed(named)) if named else "")
        self.asks.setVisible(bool(named))

    def _unfit(self, view: BadgeView) -> str:
        if view.badge.shown or not view.verdict.state.does_not_hold:
            return ""
        return self.tr("It does not hold, so documents cannot show it.")

    @Slot()
    def _open_print(self) -> None:
        if self._view is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, shown in (
            (self.tr("Show in documents"), True),
            (self.tr("Leave out of documents"), False),
        ):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(self._view.badge.shown is shown)
            action.setData(shown)
            menu.addAction(action)
        menu.triggered.connect(self._choose_print)
        menu.popup(self.print.mapToGlobal(QPoint(0, self.print.height())))

    @Slot(QAction)
    def _choose_print(self, action: QAction) -> None:
        self.shown_wanted.emit(bool(action.data()))

    @Slot()
    def _open_more(self) -> None:
        if self._view is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = QAction(self.tr("Save the badge’s file…"), menu)
        save.triggered.connect(self.save_wanted)
        menu.addAction(save)
        if self._view.badge.format is BadgeFormat.OPEN_BADGES_3:
            endorse = QAction(self.tr("Endorse…"), menu)
            endorse.triggered.connect(self.endorse_wanted)
            endorse.setEnabled(not self._reason)
            menu.addAction(endorse)
        remove = QAction(self.tr("Remove from the record"), menu)
        remove.triggered.connect(self.remove_wanted)
        remove.setEnabled(self._view.is_kept and not self._reason)
        menu.addAction(remove)
        page = self._view.badge.criteria_url
        if page.startswith("https://"):
            opened = QAction(self.tr("Open its page"), menu)
            opened.setData(page)
            opened.triggered.connect(self._open_page)
            menu.addAction(opened)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    @Slot()
    def _open_page(self) -> None:
        if self._view is not None:
            self.link_wanted.emit(self._view.badge.criteria_url)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and the line towards the wall."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        at_right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - 1 if at_right else 0
        painter.fillRect(left, 0, 1, self.height(), QColor(tokens.border))
        painter.end()

    def focus_first(self) -> None:
        """Put the focus where work on the badge starts."""
        first = next(each for each in (self.back, self.again, self.more) if not each.isHidden())
        first.setFocus(Qt.FocusReason.OtherFocusReason)


class _Picture(QWidget):
    """The badge's picture, or the octagon that stands for it."""

    def __init__(self, pictures: BadgePictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._view: BadgeView | None = None
        self.setFixedSize(QSize(_PICTURE, _PICTURE))
        pictures.drawn.connect(self.update)

    def show_view(self, view: BadgeView) -> None:
        """Show a badge's picture."""
        self._view = view
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        if self._view is None:
            return
        painter = QPainter(self)
        paint_picture(painter, self.rect(), self._view, self._pictures, tokens_of(self))
        painter.end()


class _Foot(QWidget):
    """The buttons under a badge, with a line above them."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(tokens_of(self).border))
        painter.end()
