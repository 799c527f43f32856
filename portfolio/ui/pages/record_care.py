"""The card about the record itself: where it lies, backups, checking it, taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio.ui.models import dates
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, ElidedLabel, IconLabel, Text
from portfolio.ui.widgets.painting import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.model.record import BackupInfo, Finding
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Session


class RecordCare(Card):
    """Where the record is, its backups, and whether it is sound."""

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._navigator = session, navigator
        self.column.setSpacing(SPACE_12)
        self.column.addWidget(Text(self.tr("Your record"), TextSize.STRONG))
        where = QHBoxLayout()
        where.setSpacing(SPACE_12)
        where.addWidget(Text(self.tr("Kept in")))
        place = ElidedLabel(str(session.paths.store), tone="muted", elide=MIDDLE)
        where.addWidget(place, 1)
        folder = Button(self.tr("Open folder"), is_small=True)
        folder.clicked.connect(self._open_folder)
        where.addWidget(folder)
        self.column.addLayout(where)
        self._backups = Text("", tone="muted", wraps=True)
        self.column.addWidget(self._backups)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.back_up = Button(self.tr("Back up now"), is_small=True)
        self.back_up.clicked.connect(self._back_up)
        self.restore = Button(self.tr("Restore a backup…"), is_small=True)
        self.restore.clicked.connect(self._restore)
        self.check = Button(self.tr("Check the record"), is_small=True)
        self.check.clicked.connect(self._check)
        for button in (self.back_up, self.restore, self.check):
            row.addWidget(button)
        row.addStretch(1)
        self.delete = Button(self.tr("Delete everything…"), is_small=True)
        self.delete.clicked.connect(self._delete)
        row.addWidget(self.delete)
        self.column.addLayout(row)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(SPACE_8)
        self.column.addLayout(self._findings)

    def refresh(self) -> None:
        """Show the backups there are."""
        if not self._session.is_open:
            return
        store = self._session.store

        def work(
            _report: Callable[[object], None], _cancelled: Callable[[], bool]
        ) -> list[BackupInfo]:
            return store.backups()

        self._session.run(work, on_done=self._show_backups, executor="reader")

    def _show_backups(self, backups: Sequence[BackupInfo]) -> None:
        if not backups:
            words = self.tr("No backup yet. One is made before every change of the file’s form.")
            self._backups.setText(words)
            return
        newest = max(backups, key=lambda backup: backup.made_at)
        day = dates.long_day(newest.made_at.astimezone().date())
        pattern = self.tr("%n backup(s), the newest from %1.", "", len(backups))
        self._backups.setText(fill(pattern, day))

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        while (item := self._findings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        wrong = [finding for finding in findings if not finding.is_ok]
        if not wrong:
            self._add_finding(self.tr("The record is sound."), "check", "ok", is_data=False)
        for finding in wrong:
            self._add_finding(finding.words, "triangle-alert", "error", is_data=True)
        self.check.set_available()

    def _add_finding(self, words: str, icon: str, tone: str, *, is_data: bool) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        row.addWidget(IconLabel(icon, tone))
        label = DataText(words, wraps=True) if is_data else Text(words, wraps=True)
        row.addWidget(label, 1)
        self._findings.addWidget(line)

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._session.paths.data)))

    @Slot()
    def _back_up(self) -> None:
        self._navigator.trigger("backup.make")

    @Slot()
    def _restore(self) -> None:
        self._navigator.trigger("backup.restore")

    @Slot()
    def _delete(self) -> None:
        self._navigator.trigger("record.delete")

    @Slot()
    def _check(self) -> None:
        if not self._session.is_open:
            return
        self.check.set_available(self.tr("The record is being checked"))
        store = self._session.store

        def work(
            _report: Callable[[object], None], _cancelled: Callable[[], bool]
        ) -> list[Finding]:
            from portfolio.operations.keeping import examine

            return examine(store)

        self._session.run(work, on_done=self._show_findings, executor="reader")
