"""A contribution entered by hand: one form to add it, and the same one to change it later.

The dialog checks and asks; whoever opens it does the work and calls `accept` or `show_failure`.
What was typed into a new one outlives the dialog: `kept` hands it over when it is closed unsaved.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.curate.dates import BadDateError, UnclearDateError, read_date
from portfolio.errors import UsageError
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.model.manual import kind_of
from portfolio.operations import manual
from portfolio.operations.addresses import checked_address
from portfolio.operations.manual import Draft
from portfolio.ui.dialogs.question import Question
from portfolio.ui.models.action_choices import choose_action, fill_actions
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio.clock import Clock

_SIZE = (560, 620)
_WORDS_LINES = 4


class ManualEntryDialog(QDialog):
    """The form.

    Args:
        clock: Tells what has not come yet.
        projects: Key and name of known projects, suggested while one is typed.
        stored: What is changed; None for a new contribution.

    Signals:
        agreed: The `Draft` to be stored.
        kept: What is typed into a new one that was closed unsaved, as JSON values; empty when
            there is nothing to keep.
    """

    agreed = Signal(object)
    kept = Signal(object)

    def __init__(
        self,
        clock: Clock,
        projects: Sequence[tuple[str, str]],
        stored: Draft | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._clock, self._is_new = clock, stored is None
        self._today = clock.now().date().isoformat()
        self._blank = Draft("", self._today, Action.OTHER)
        self._build(projects)
        self._shown = stored or self._blank
        self._show(self._shown)
        if parent is not None:
            self.resize(_SIZE[0], min(_SIZE[1], parent.window().height() - SPACE_24))
        self.what.setFocus()

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Go on with what was typed the last time, and say so."""
        if not kept:
            return
        self._show(_draft_from(kept))
        self.banner.say(
            BannerKind.PLAIN,
            self.tr("What you typed last time is here again."),
            self.tr("Start anew"),
        )

    def show_failure(self, words: str) -> None:
        """Say why it could not be stored; what is typed stays."""
        self.banner.say(BannerKind.FAILED, words)
        self.save.set_available()

    def draft(self) -> Draft:
        """Return what is typed, with a date as the record writes it where it can be read."""
        action = Action(self.action.currentData())
        # The kind follows the action, except when it was a finer one that was left as it is.
        same = action is self._shown.action and not self._is_new
        return Draft(
            title=self.what.text(),
            when=self._when() or self.when.text().strip(),
            action=action,
            kind=self._shown.kind if same else kind_of(action),
            project=self._project(),
            url=self.url.text(),
            body=self.words.toPlainText(),
        )

    def typed(self) -> dict[str, Any]:
        """Return what is typed into a new one, as JSON values; empty when nothing is."""
        draft = self.draft()
        if not self._is_new or draft == self._blank:
            return {}
        as_typed = {"when": self.when.text(), "project": self.project.currentText()}
        return {**asdict(draft), **as_typed}

    # Building

    def _build(self, projects: Sequence[tuple[str, str]]) -> None:
        title = self.tr("Add a contribution by hand") if self._is_new else self.tr("Change it")
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION, wraps=True))
        why = self.tr("It is your own word: lists and documents label it Self-reported.")
        column.addWidget(Text(why, tone="muted", wraps=True))
        self.banner = Banner(BannerKind.PLAIN, "")
        self.banner.requested.connect(self._start_anew)
        self.banner.hide()
        column.addWidget(self.banner)
        self._make_fields(projects)
        column.addWidget(self._lay_out(), 1)
        column.addLayout(self._buttons())

    def _make_fields(self, projects: Sequence[tuple[str, str]]) -> None:
        self.what = QLineEdit()
        self.what.setPlaceholderText(self.tr("Workshop on release notes"))
        self.action = QComboBox()
        fill_actions(self.action)
        self.when = QLineEdit()
        self.project = QComboBox()
        self.project.setEditable(True)
        self.project.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.project.addItem("", "")
        for key, name in projects:
            self.project.addItem(name, key)
        mark_data(self.project)
        self.url = QLineEdit()
        self.url.setPlaceholderText("https://")
        self.url.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(self.url)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        lines = self.words.fontMetrics().lineSpacing() * _WORDS_LINES
        self.words.setFixedHeight(lines + SPACE_24)
        optional = self.tr("optional")
        self.what_place = Labelled(self.tr("What you did"), self.what)
        self.action_place = Labelled(self.tr("Kind"), self.action)
        self.when_place = Labelled(self.tr("When"), self.when, self.tr("a day, a month or a year"))
        self.project_place = Labelled(self.tr("Project"), self.project, optional)
        self.url_place = Labelled(self.tr("Link"), self.url, optional)
        self.words_place = Labelled(self.tr("Note"), self.words, optional)
        self._named = (
            (self.what, self.tr("What you did")),
            (self.action, self.tr("Kind")),
            (self.when, self.tr("When")),
            (self.project, self.tr("Project")),
            (self.url, self.tr("Link")),
            (self.words, self.tr("Note")),
        )
        for field, name in self._named:
            field.setAccessibleName(name)
        self.what.editingFinished.connect(self._look_at_what)
        self.when.editingFinished.connect(self._look_at_when)
        self.url.editingFinished.connect(self._look_at_url)

    def _lay_out(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        column.addWidget(self.what_place)
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_16)
        beside.addWidget(self.action_place, 1)
        beside.addWidget(self.when_place, 1)
        column.addLayout(beside)
        for place in (self.project_place, self.url_place, self.words_place):
            column.addWidget(place)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.cancel = Button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        words = self.tr("Add contribution") if self._is_new else self.tr("Keep changes")
        self.save = Button(words, ButtonKind.PRIMARY)
        self.save.setDefault(True)
        self.save.clicked.connect(self._agree)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        return row

    def _show(self, draft: Draft) -> None:
        self.what.setText(draft.title)
        self.when.setText(draft.when)
        choose_action(self.action, draft.action)
        at = self.project.findData(draft.project)
        self.project.setCurrentIndex(max(0, at))
        if at < 0:
            self.project.setEditText(draft.project)
        self.url.setText(draft.url)
        self.words.setPlainText(draft.body)
        for place in (self.what_place, self.when_place, self.url_place):
            place.say_wrong("")

    # Checking

    @Slot()
    def _look_at_what(self) -> bool:
        wrong = "" if self.what.text().strip() else self.tr("Say in a few words what you did.")
        self.what_place.say_wrong(wrong)
        return not wrong

    @Slot()
    def _look_at_when(self) -> bool:
        wrong = self._wrong_date()
        self.when_place.say_wrong(wrong)
        return not wrong

    @Slot()
    def _look_at_url(self) -> bool:
        wrong = ""
        try:
            checked_address(self.url.text())
        except UsageError:
            wrong = self.tr("Others cannot open this. Write an address that begins with https://.")
        self.url_place.say_wrong(wrong)
        return not wrong

    def _project(self) -> str:
        """Return the key of the project named, else the name as typed."""
        typed = self.project.currentText().strip()
        at = self.project.currentIndex()
        if self.project.itemText(at) != typed:
            at = self.project.findText(typed)
        return str(self.project.itemData(at)) if at >= 0 else typed

    def _when(self) -> str:
        try:
            return read_date(self.when.text())
        except BadDateError:
            return ""

    def _wrong_date(self) -> str:
        try:
            when = read_date(self.when.text())
        except UnclearDateError:
            return self.tr("This could be two days. Write it like 2024-03-31.")
        except BadDateError:
            return self.tr("This is no date. Write 2024-03-31, March 2024 or 2024.")
        try:
            manual.checked(Draft("-", when), self._clock)
        except UsageError:
            is_early = when < self._today
            early = self.tr("That is too long ago. Write a year from 1900 on.")
            return early if is_early else self.tr("This has not come yet.")
        return ""

    @Slot()
    def _agree(self) -> None:
        looks = (
            (self._look_at_what(), self.what),
            (self._look_at_when(), self.when),
            (self._look_at_url(), self.url),
        )
        wrong = [field for is_right, field in looks if not is_right]
        if wrong:
            wrong[0].setFocus()
            return
        self.banner.hide()
        self.save.set_available(self.tr("It is being stored."))
        self.agreed.emit(self.draft())

    # Closing

    def accept(self) -> None:
        """Close; it is stored, so there is nothing left to keep."""
        self.kept.emit({})
        super().accept()

    def reject(self) -> None:
        """Close; a new one is kept as typed, a changed one is asked about."""
        if self._is_new:
            self.kept.emit(self.typed())
            super().reject()
        elif self.draft() == self._shown:
            super().reject()
        else:
            question = Question(
                self.tr("Leave without keeping the changes?"),
                self.tr("What you changed in this form is not stored yet."),
                self.tr("Leave without them"),
                self.tr("Go on writing"),
                self,
            )
            question.ask(self._leave)

    @Slot()
    def _leave(self) -> None:
        super().reject()

    @Slot()
    def _start_anew(self) -> None:
        self._show(self._blank)
        self.banner.hide()
        self.what.setFocus()


def _draft_from(kept: Mapping[str, Any]) -> Draft:
    """Return the draft behind JSON values, as far as this version understands them."""
    texts = {name: str(kept.get(name) or "") for name in ("title", "when", "project", "url")}
    try:
        action, kind = Action(kept.get("action", Action.OTHER)), Kind(kept.get("kind", Kind.OTHER))
    except ValueError:
        action, kind = Action.OTHER, Kind.OTHER
    return Draft(action=action, kind=kind, body=str(kept.get("body") or ""), **texts)
