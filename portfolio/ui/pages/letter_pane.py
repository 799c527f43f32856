"""A letter beside what can be checked of it, and below what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from portfolio.model.attestation import AttestationKind, Decision, Direction, TrustLevel
from portfolio.ui.models.words import fill, listed
from portfolio.ui.pages.letter_card import LetterCard
from portfolio.ui.pages.letter_verdict import LetterVerdict
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.labels import IconLabel, Text

if TYPE_CHECKING:
    from portfolio.operations.letters import LetterView

VERDICT_PX: Final = 312
_ANY_WIDTH: Final = 16_777_215


class LetterPane(QWidget):
    """One letter.

    Signals:
        back_wanted: Back to the list (narrow windows).
        decided: A `Decision` code was chosen.
        shown_wanted: Documents are to show it, or not.
        online_wanted / save_wanted / copy_wanted / remove_wanted / withdraw_wanted / know_wanted:
            What they say.
        correct_wanted: It is to be accepted with a correction.
        consent_wanted: Its writer is to be let make a document of it.
        about_wanted: A document is to be made of what the holder wrote about somebody.
        endorsement_wanted: What the holder wrote is to be said as a credential, too.
        never_wanted: It and whatever else its key signs is to be declined.
        link_wanted: The address of a work that was pressed.
    """

    back_wanted = Signal()
    decided = Signal(str)
    shown_wanted = Signal(bool)
    online_wanted = Signal()
    save_wanted = Signal()
    copy_wanted = Signal()
    remove_wanted = Signal()
    withdraw_wanted = Signal()
    know_wanted = Signal()
    correct_wanted = Signal()
    consent_wanted = Signal()
    about_wanted = Signal()
    endorsement_wanted = Signal()
    never_wanted = Signal()
    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LetterView | None = None
        self._is_narrow = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_16)
        self.back = Button(self.tr("Back to the list"), ButtonKind.QUIET, icon="arrow-left")
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(SPACE_24)
        self.card = LetterCard()
        self.card.link_wanted.connect(self.link_wanted)
        self.verdict = LetterVerdict()
        self.verdict.link_wanted.connect(self.link_wanted)
        self.verdict.online_wanted.connect(self.online_wanted)
        self._sides.addWidget(self.card, 1)
        self._sides.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._sides)
        column.addStretch(1)
        area.setWidget(body)
        outer.addWidget(area, 1)
        outer.addWidget(self._build_bar())

    def _build_bar(self) -> QWidget:
        self.bar = _Bar()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, SPACE_12)
        row.setSpacing(SPACE_8)
        self.accept = Button(self.tr("Accept"), ButtonKind.PRIMARY)
        self.accept.clicked.connect(partial(self.decided.emit, Decision.ACCEPTED.value))
        self.private = Button(self.tr("Keep private"))
        self.private.clicked.connect(partial(self.decided.emit, Decision.PRIVATE.value))
        self.change = Button(self.tr("Ask for a change"))
        self.change.clicked.connect(partial(self.decided.emit, Decision.ASKED_CHANGE.value))
        self.decline = Button(self.tr("Decline"))
        self.decline.clicked.connect(partial(self.decided.emit, Decision.DECLINED.value))
        self.shown = Button(self.tr("Show in documents"))
        self.shown.clicked.connect(self._toggle_shown)
        self.withdraw = Button(self.tr("Take it back…"))
        self.withdraw.clicked.connect(self.withdraw_wanted)
        self.more = IconButton("ellipsis", self.tr("More for this letter"))
        self.more.clicked.connect(self._open_more)
        for button in (self.accept, self.private, self.change, self.decline, self.shown,
                       self.withdraw):  # fmt: skip
            row.addWidget(button)
        row.addWidget(self.more)
        row.addStretch(1)
        self._lock = IconLabel("lock", "muted", 14)
        self._note = Text(self.tr("The text cannot be edited by you."), TextSize.SMALL, "muted")
        row.addWidget(self._lock)
        row.addWidget(self._note)
        return self.bar

    def show_view(self, view: LetterView, *, reason: str, is_asking: bool) -> None:
        """Show a letter.

        Args:
            view: The letter with what can be believed of it.
            reason: Why nothing can be changed now, or "".
            is_asking: Addresses are being asked now.
        """
        self._view = view
        said = view.attestation
        given = said.direction is Direction.GIVEN
        self.card.show_letter(said)
        self.verdict.show_view(view, is_asking=is_asking, hosts=self._hosts(view))
        holds = not view.verdict.state.does_not_hold
        pending = said.decision in {Decision.PENDING, Decision.ASKED_CHANGE}
        accepted = said.decision is Decision.ACCEPTED
        self.accept.setVisible(not given and holds and not accepted)
        self.private.setVisible(not given and said.decision is not Decision.PRIVATE)
        self.change.setVisible(not given and pending and said.decision is not Decision.ASKED_CHANGE)
        self.decline.setVisible(not given and said.decision is not Decision.DECLINED)
        self.shown.setVisible(not given and accepted)
        words = self.tr("Leave out of documents") if said.shown else self.tr("Show in documents")
        self.shown.setText(words)
        self.withdraw.setVisible(given)
        self._show_note()
        for button in (self.accept, self.private, self.change, self.decline, self.shown,
                       self.withdraw):  # fmt: skip
            button.set_available(reason)

    def _hosts(self, view: LetterView) -> str:
        hosts = dict.fromkeys(urlsplit(each).hostname or "" for each in view.verdict.wants)
        named = [host for host in hosts if host]
        if not named:
            return ""
        pattern = self.tr("Asks %1. Each place that is asked sees that somebody looks.", "hosts")
        return fill(pattern, listed(named))

    @Slot()
    def _toggle_shown(self) -> None:
        if self._view is not None:
            self.shown_wanted.emit(not self._view.attestation.shown)

    @Slot()
    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = QAction(self.tr("Save the letter’s file…"), menu)
        save.triggered.connect(self.save_wanted)
        for action in self._answers(menu):
            menu.addAction(action)
        if self._view is not None and _may_be_known(self._view):
            is_known = self._view.verdict.level is TrustLevel.KNOWN
            words = (
                self.tr("I do not know this key any more")
                if is_known
                else self.tr("I know whose key this is…")
            )
            know = QAction(words, menu)
            know.triggered.connect(self.know_wanted)
            know.setEnabled(self.private.isEnabled())
            menu.addAction(know)
        remove = QAction(self.tr("Remove from the record"), menu)
        remove.triggered.connect(self.remove_wanted)
        remove.setEnabled(self.private.isEnabled())
        menu.addAction(save)
        if self._view is not None and self._view.letter is not None:
            copy = QAction(self.tr("Copy as text for a mail"), menu)
            copy.triggered.connect(self.copy_wanted)
            menu.addAction(copy)
        menu.addAction(remove)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _answers(self, menu: QMenu) -> list[QAction]:
        """Return the rarer answers to a letter that came."""
        said = self._view.attestation if self._view is not None else None
        if said is None or self._view is None:
            return []
        if said.direction is Direction.GIVEN:
            return self._of_given(menu, said.kind)
        found = []
        if not self._view.verdict.state.does_not_hold:
            correct = QAction(self.tr("Accept with a correction…"), menu)
            correct.triggered.connect(self.correct_wanted)
            found.append(correct)
        if self._view.letter is not None and self._view.letter.signature:
            never = QAction(self.tr("Never from this key"), menu)
            never.triggered.connect(self.never_wanted)
            found.append(never)
        if said.kind is AttestationKind.CLAIM:
            consent = QAction(self.tr("Let them make a document about you…"), menu)
            consent.triggered.connect(self.consent_wanted)
            found.append(consent)
        for action in found:
            action.setEnabled(self.private.isEnabled())
        return found

    def _of_given(self, menu: QMenu, kind: AttestationKind) -> list[QAction]:
        """Return what can be made of a letter the holder wrote about somebody."""
        if kind is AttestationKind.CLAIM:
            about = QAction(self.tr("Save a PDF about them, with their consent…"), menu)
            about.triggered.connect(self.about_wanted)
            return [about]
        if kind.speaks_for_somebody:
            endorsement = QAction(self.tr("Save as an Open Badges endorsement…"), menu)
            endorsement.triggered.connect(self.endorsement_wanted)
            return [endorsement]
        return []

    def set_narrow(self, *, is_narrow: bool, in_place: bool) -> None:
        """Fold what can be checked under the letter, or put it beside."""
        self.back.setVisible(in_place)
        way = QHBoxLayout.Direction.TopToBottom if is_narrow else QHBoxLayout.Direction.LeftToRight
        self._sides.setDirection(way)  # left to right is mirrored by Qt itself
        self.verdict.setMinimumWidth(0 if is_narrow else VERDICT_PX)
        self.verdict.setMaximumWidth(_ANY_WIDTH if is_narrow else VERDICT_PX)
        self._is_narrow = is_narrow
        self._show_note()

    def _show_note(self) -> None:
        given = self._view is not None and self._view.attestation.direction is Direction.GIVEN
        for widget in (self._lock, self._note):
            widget.setVisible(not given and not self._is_narrow)

    def focus_first(self) -> None:
        """Put the focus where work on the letter starts."""
        first = self.back if self.back.isVisible() else self.accept
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _may_be_known(view: LetterView) -> bool:
    """Say whether somebody else signed it, and the signature fits."""
    says = view.attestation
    return (
        says.direction is Direction.RECEIVED
        and view.letter is not None
        and bool(view.letter.signature)
        and not view.verdict.state.does_not_hold
    )


class _Bar(QWidget):
    """The row of buttons under a letter, with a line above it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(tokens_of(self).border))
        painter.end()
