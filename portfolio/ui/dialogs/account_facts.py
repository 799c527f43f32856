"""What an account may do, how it is known to be the holder's, and its past readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio.ui.models import account_words, dates
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.form_parts import leave_room_for_bar
from portfolio.ui.widgets.labels import DataText, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.account import Account, SyncRun

translate = QCoreApplication.translate
_SIZE = (560, 480)


class AccountFacts(QDialog):
    """Facts over the list of past readings; nothing here changes anything.

    Args:
        account: Which.
        name: Of its service.
        runs: Its past readings, newest first.
        coming: How soon it is read by itself, "in 5 hours"; "" when it is not.
    """

    def __init__(
        self,
        account: Account,
        name: str,
        runs: Sequence[SyncRun],
        coming: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(*_SIZE)
        title = fill(translate("AccountFacts", "%1: rights and past readings"), name)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION, wraps=True))
        column.addLayout(_facts(account, coming))
        column.addWidget(Text(translate("AccountFacts", "Past readings"), TextSize.STRONG))
        column.addWidget(_readings(runs), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(translate("AccountFacts", "Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)


def _facts(account: Account, coming: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_12)
    grid.setVerticalSpacing(SPACE_8)
    grid.setColumnStretch(1, 1)
    rights = ", ".join(account.scopes)
    facts = [
        (translate("AccountFacts", "Account"), f"{account.handle} ({account.instance})", True),
        (translate("AccountFacts", "Whose"), account_words.proof_words(account), False),
        (
            translate("AccountFacts", "Rights granted"),
            rights or translate("AccountFacts", "The service did not say"),
            bool(rights),
        ),
        (translate("AccountFacts", "Token"), _token_words(account), False),
        (translate("AccountFacts", "Next reading"), _coming_words(coming), False),
    ]
    for at, (name, words, is_data) in enumerate(facts):
        grid.addWidget(Text(name, tone="muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        value = DataText(words, wraps=True, is_ltr=True) if is_data else Text(words, wraps=True)
        grid.addWidget(value, at, 1)
    return grid


def _coming_words(coming: str) -> str:
    if not coming:
        return translate("AccountFacts", "When you ask for it")
    words = translate(
        "AccountFacts",
        "By itself %1, while Portfolio is open; the settings say what it waits for",
    )
    return fill(words, coming)


def _token_words(account: Account) -> str:
    from portfolio.model.account import Way

    if account.way is Way.NAME:
        return translate("AccountFacts", "None: only what is public is read")
    if not account.keeps_secret:
        return translate("AccountFacts", "Kept in memory until Portfolio is closed")
    if account.secret_expires_at is not None:
        day = dates.long_day(account.secret_expires_at.date())
        return fill(translate("AccountFacts", "In the system’s keyring; valid until %1"), day)
    return translate("AccountFacts", "In the system’s keyring")


def _readings(runs: Sequence[SyncRun]) -> QScrollArea:
    inside = QWidget()
    grid = QGridLayout(inside)
    leave_room_for_bar(inside, grid, SPACE_12)
    grid.setHorizontalSpacing(SPACE_12)
    grid.setVerticalSpacing(SPACE_8)
    grid.setColumnStretch(1, 1)
    if not runs:
        grid.addWidget(Text(translate("AccountFacts", "None yet."), tone="muted"), 0, 0)
    for at, run in enumerate(runs):
        began = QDateTime.fromSecsSinceEpoch(round(run.started_at.timestamp()))
        clock = QLocale().toString(began, QLocale.FormatType.ShortFormat)
        grid.addWidget(Text(clock, tone="muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(DataText(_run_words(run), wraps=True), at, 1)
    grid.setRowStretch(len(runs) + 1, 1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setAccessibleName(translate("AccountFacts", "Past readings"))
    area.setWidget(inside)
    return area


def _run_words(run: SyncRun) -> str:
    words = {
        "done": translate("AccountFacts", "Done"),
        "in-part": translate("AccountFacts", "In part"),
        "failed": translate("AccountFacts", "Failed"),
        "stopped": translate("AccountFacts", "Stopped"),
    }
    said = [words.get(run.outcome, run.outcome)]
    if run.new:
        said.append(translate("AccountFacts", "%n new", None, run.new))
    if run.changed:
        said.append(translate("AccountFacts", "%n changed", None, run.changed))
    if run.gone:
        said.append(translate("AccountFacts", "%n no longer there", None, run.gone))
    if run.set_aside:
        said.append(translate("AccountFacts", "%n not understood", None, run.set_aside))
    line = ", ".join(said)
    if run.problem:
        line = fill(translate("AccountFacts", "%1. %2"), line, run.problem)
    return line
