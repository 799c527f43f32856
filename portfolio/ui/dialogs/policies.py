"""Vouch policies: the rules of communities, what they come to now, and which marks are printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.errors import PortfolioError
from portfolio.ui.models import verdict_words
from portfolio.ui.models.words import fill, listed
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.form_parts import leave_room_for_bar, scrolled
from portfolio.ui.widgets.labels import DataText, IconLabel, Text
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.operations.policies import Standing
    from portfolio.store.store import Store
    from portfolio.ui.session import Change, Session

_SIZE: Final = (640, 660)


class PoliciesDialog(QDialog):
    """A card for each policy; every choice holds at once and can be undone.

    Args:
        session: The window's.
        reason: Why nothing can be changed now, or "".
    """

    def __init__(self, session: Session, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._session, self._reason = session, reason
        self._shown: list[Card] = []
        title = self.tr("Vouch policies")
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        outer.setSpacing(SPACE_12)
        outer.addWidget(Text(title, TextSize.SECTION))
        told = self.tr(
            "A community says when people count as vouched for. A mark is judged anew for each "
            "document, from the letters in it: whoever reads it can check every one."
        )
        outer.addWidget(Text(told, tone="muted", wraps=True))
        self.banner = Banner(BannerKind.FAILED, "")
        self.banner.hide()
        outer.addWidget(self.banner)
        body = QWidget()
        self._cards = QVBoxLayout(body)
        leave_room_for_bar(body, self._cards)
        self._cards.setSpacing(SPACE_12)
        self._cards.addStretch(1)
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(self._buttons())
        if parent is not None:
            self.resize(_SIZE[0], min(_SIZE[1], parent.window().height() - SPACE_24))
        session.changed.connect(self._note_change)
        self._load()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.add = Button(self.tr("Add a policy…"), icon="plus")
        self.add.set_available(self._reason)
        self.add.clicked.connect(self._choose)
        row.addWidget(self.add)
        row.addStretch(1)
        close = Button(self.tr("Close"), ButtonKind.PRIMARY)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        return row

    # What is shown

    @Slot(object)
    def _note_change(self, change: Change) -> None:
        if change.touches("policy", "letter", "key", "holder"):
            self._load()

    def _load(self) -> None:
        """Judge anew, off the UI thread."""
        workspace = self._session.workspace

        def work(_report: object, _cancelled: object) -> list[Standing]:
            from portfolio.operations import policies

            with workspace.store.reading() as reader:
                return policies.standings(reader, workspace.clock.now().date())

        self._session.run(work, on_done=self._show, on_failed=self._fault)

    def _show(self, found: Sequence[Standing]) -> None:
        focused = cast("QWidget | None", self.focusWidget())
        kept = focused.objectName() if focused is not None else ""
        for card in self._shown:
            card.hide()
            card.deleteLater()
        self._shown = [self._card(each) for each in found]
        for at, card in enumerate(self._shown):
            self._cards.insertWidget(at, card)
        again = self.findChild(QCheckBox, kept) if kept else None
        if again is not None:
            again.setFocus()

    def _card(self, each: Standing) -> Card:
        card = Card()
        mark = each.mark
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        icon = IconLabel(
            "check" if mark.is_given else "circle-dashed",
            "ok" if mark.is_given else "muted",
            metrics(self.font()).icon,
        )
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(DataText(each.policy.name, TextSize.STRONG, wraps=True), 1)
        if each.is_kept:
            remove = Button(self.tr("Remove"), is_small=True)
            remove.setAccessibleName(fill(self.tr("Remove policy %1"), each.policy.name))
            remove.set_available(self._reason)
            remove.clicked.connect(partial(self._remove, each.policy.id))
            head.addWidget(remove)
        card.column.addLayout(head)
        card.column.addWidget(DataText(each.policy.words, TextSize.SMALL, "muted", wraps=True))
        card.column.addWidget(Text(self._state(each), wraps=True))
        for why in mark.missing:
            words = verdict_words.title(why)
            card.column.addWidget(DataText(words, TextSize.SMALL, "muted", wraps=True))
        for letter_id, why in mark.not_counted:
            writer = each.writers.get(letter_id, "")
            words = fill(self.tr("%1: %2", "who wrote; why it is not counted"), writer,
                         verdict_words.title(why))  # fmt: skip
            card.column.addWidget(DataText(words, TextSize.SMALL, "muted", wraps=True))
        card.column.addSpacing(SPACE_4)
        box = QCheckBox(self.tr("Print its mark in documents once it is given"))
        box.setObjectName(f"print-{each.policy.id}")
        box.setAccessibleName(fill(self.tr("Print the mark of %1"), each.policy.name))
        box.setChecked(each.shown)
        box.setEnabled(not self._reason)
        box.toggled.connect(partial(self._set_shown, each.policy.id))
        card.column.addWidget(box)
        return card

    def _state(self, each: Standing) -> str:
        if not each.mark.is_given:
            return self.tr("Not given now.")
        return fill(self.tr("Given, by %1.", "names"), listed(each.mark.names))

    # Doing

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a policy"), "", self.tr("Policy files (*.toml)")
        )
        if path:
            self.take_in(Path(path))

    def take_in(self, path: Path) -> None:
        """Take a policy file in."""

        def work(store: Store) -> None:
            from portfolio.operations import policies
            from portfolio.operations.handed_files import read

            policies.add(store, read(path))

        self._edit(work)

    def _remove(self, policy_id: str) -> None:
        def work(store: Store) -> None:
            from portfolio.operations import policies

            policies.remove(store, policy_id)

        self._edit(work)

    def _set_shown(self, policy_id: str, is_shown: bool) -> None:  # noqa: FBT001  (a slot)
        def work(store: Store) -> None:
            from portfolio.operations import policies

            policies.show(store, policy_id, is_shown=is_shown)

        self._edit(work)

    def _edit(self, work: Callable[[Store], None]) -> None:
        self.banner.hide()
        self._session.edit(work, None, self._fault)

    def _fault(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self.banner.say(BannerKind.FAILED, str(error))
        else:
            self._session.tell_failed(error)
