"""The answer of a check: one sentence, when and how it was checked, rows, what nobody can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio.model.verdict import StepMark
from portfolio.ui.models import dates, verdict_words
from portfolio.ui.models.words import fill, listed
from portfolio.ui.pages.check_rows import CheckRows
from portfolio.ui.pages.check_work import host_of
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_16
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, IconLabel, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portfolio.model.report import Report

_MOST_HOSTS = 4


class CheckAnswer(QScrollArea):
    """The column beside the pages.

    Signals:
        link_wanted: The address of a work that was pressed.
    """

    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(self.tr("What can be believed of this file"))
        inside = QWidget()
        inside.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        column = QVBoxLayout(inside)
        column.setContentsMargins(PAGE_MARGIN, SPACE_16, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(SPACE_8)
        self.headline = DataText("", TextSize.SECTION, wraps=True)
        column.addWidget(self.headline)
        self.when = Text("", tone="muted", wraps=True)
        column.addWidget(self.when)
        column.addSpacing(SPACE_8)
        self.rows = CheckRows()
        self.rows.link_wanted.connect(self.link_wanted)
        column.addWidget(self.rows)
        column.addWidget(self._holder_card())
        column.addSpacing(SPACE_8)
        self.foot = Text("", TextSize.SMALL, "muted", wraps=True)
        column.addWidget(self.foot)
        self.hosts = DataText("", TextSize.SMALL, "muted", wraps=True)
        column.addWidget(self.hosts)
        column.addStretch(1)
        self.setWidget(inside)

    def _holder_card(self) -> Card:
        self.card = Card()
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        head.addWidget(IconLabel("user", "text", metrics(QApplication.font()).icon))
        head.addWidget(Text(self.tr("What only the holder controls"), TextSize.STRONG), 1)
        self.card.column.addLayout(head)
        self.controls = DataText("", tone="muted", wraps=True)
        self.card.column.addWidget(self.controls)
        return self.card

    def show_report(self, report: Report, now: datetime) -> None:
        """Show what a check came to; the view goes to its top."""
        self.headline.set_words(verdict_words.title(report.headline))
        is_broken = any(row.step.mark is StepMark.BROKEN for row in report.rows)
        self.headline.set_tone("error" if is_broken else "text")
        self.when.setText(_when(report, now))
        self.rows.show_rows(report.rows)
        controls = " ".join(verdict_words.title(each) for each in report.holder_controls)
        self.controls.set_words(controls)
        self.card.setVisible(bool(controls))
        self.foot.setText(self._foot(report))
        hosts = hosts_of(report.wants)
        asks = self.tr(
            "Going online would ask %1. Each place that is asked sees that somebody looks."
        )
        self.hosts.set_words(fill(asks, hosts) if hosts else "")
        self.hosts.setVisible(bool(hosts))
        self.verticalScrollBar().setValue(0)

    def _foot(self, report: Report) -> str:
        count, asked, silent = len(report.wants), len(report.asked), len(report.silent)
        parts = [] if report.is_online else [self.tr("Checked on this computer only.")]
        if asked == 1:
            parts.append(self.tr("One address was asked."))
        elif asked:
            parts.append(self.tr("%n addresses were asked.", "", asked))
        if silent == 1:
            parts.append(self.tr("One address did not answer."))
        elif silent:
            parts.append(self.tr("%n addresses did not answer.", "", silent))
        if count == 1:
            parts.append(self.tr("One link was not opened."))
        elif count:
            parts.append(self.tr("%n links were not opened.", "", count))
        return " ".join(parts)


def hosts_of(addresses: Sequence[str]) -> str:
    """Return the hosts of addresses in words, a few by name and how many more."""
    hosts = list(dict.fromkeys(host for host in map(host_of, addresses) if host))
    named = [f"\u2066{host}\u2069" for host in hosts[:_MOST_HOSTS]]
    more = len(hosts) - len(named)
    if more > 0:
        named.append(QApplication.translate("CheckAnswer", "%n other host(s)", None, more))
    return listed(named)


def _when(report: Report, now: datetime) -> str:
    translate = QApplication.translate
    local = report.at.astimezone()
    moment = QDateTime.fromSecsSinceEpoch(int(report.at.timestamp()))
    clock = QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    if local.date() == now.astimezone().date():
        here = translate("CheckAnswer", "Checked here today at %1.", "a time")
        both = translate("CheckAnswer", "Checked here and online, today at %1.", "a time")
        return fill(both if report.is_online else here, clock)
    here = translate("CheckAnswer", "Checked here on %1 at %2.", "a day; a time")
    both = translate("CheckAnswer", "Checked here and online, on %1 at %2.", "a day; a time")
    return fill(both if report.is_online else here, dates.long_day(local.date()), clock)
