"""What the holder asked for: whom, when, what came of it; no reminder is ever sent by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio.ui.models import dates
from portfolio.ui.models.letters import kind_word
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portfolio.model.letter_request import LetterRequest

_WIDEST_PX = 720


class RequestList(QScrollArea):
    """A card a request.

    Signals:
        mail_wanted / files_wanted / reminded / remove_wanted: The id of a request.
    """

    mail_wanted = Signal(str)
    files_wanted = Signal(str)
    reminded = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Asked for"))
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(PAGE_MARGIN, SPACE_12, PAGE_MARGIN, PAGE_MARGIN)
        self._column.setSpacing(SPACE_12)
        self._column.addStretch(1)
        self.setWidget(body)
        self._cards: list[Card] = []

    def show_requests(self, requests: Sequence[LetterRequest], now: datetime, reason: str) -> None:
        """Show requests.

        Args:
            requests: The latest first.
            now: Tells how long ago each was made.
            reason: Why nothing can be changed now, or "".
        """
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(each, now, reason) for each in requests]
        for at, card in enumerate(self._cards):
            self._column.insertWidget(at, card)
            card.show()  # now, and not with the next turn of the event loop

    def _card(self, request: LetterRequest, now: datetime, reason: str) -> Card:
        card = Card()
        card.setMaximumWidth(_WIDEST_PX)
        card.column.addWidget(DataText(request.asked.name, TextSize.STRONG, wraps=True))
        told = [kind_word(request.kind), self._when(request, now)]
        card.column.addWidget(Text(" · ".join(told), TextSize.SMALL, "muted", wraps=True))
        card.column.addWidget(DataText(request.question, wraps=True))
        titles = " · ".join(work.title for work in request.works)
        card.column.addWidget(DataText(titles, TextSize.SMALL, "muted", wraps=True))
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        mail = Button(self.tr("Copy the mail"), is_small=True)
        mail.clicked.connect(partial(self.mail_wanted.emit, request.id))
        files = Button(self.tr("Save the files…"), is_small=True)
        files.clicked.connect(partial(self.files_wanted.emit, request.id))
        row.addWidget(mail)
        row.addWidget(files)
        if not request.answered_by and request.reminded_at is None:
            remind = Button(self.tr("Remind them once"), is_small=True)
            remind.clicked.connect(partial(self.reminded.emit, request.id))
            remind.set_available(reason)
            row.addWidget(remind)
        remove = Button(self.tr("Remove"), ButtonKind.QUIET, is_small=True)
        remove.clicked.connect(partial(self.remove_wanted.emit, request.id))
        remove.set_available(reason)
        row.addWidget(remove)
        row.addStretch(1)
        card.column.addLayout(row)
        card.setAccessibleName(request.asked.name)
        return card

    def _when(self, request: LetterRequest, now: datetime) -> str:
        if request.answered_by:
            return self.tr("They answered")
        days = (now - request.made_at).days
        words = self.tr("Asked today") if days < 1 else self.tr("Asked %n day(s) ago", None, days)
        if request.reminded_at is not None:
            on = dates.since_day(request.reminded_at.date(), now.date())
            words = fill(self.tr("%1, reminded on %2", "when it was asked, a day"), words, on)
        if request.expires_at is not None and request.expires_at < now:
            return fill(self.tr("%1, and the time is over", "when it was asked"), words)
        return words
