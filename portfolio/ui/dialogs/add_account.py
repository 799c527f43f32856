"""Adds an account, or signs in to one again: service, details, and the sign-in itself.

The dialog shows and asks; whoever opens it does the work and calls back (`show_offers`,
`show_step`, `show_failure`, `accept`). What was pasted leaves the form when it is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from portfolio.ui.dialogs.account_details import DetailsStep
from portfolio.ui.dialogs.account_service import ServiceStep
from portfolio.ui.dialogs.account_waiting import WaitingStep
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.operations.signing_in import WayOffer
    from portfolio.sync.provider import About
    from portfolio.sync.signin.shapes import SignInStep

_SIZE = (560, 620)


class AddAccountDialog(QDialog):
    """Three steps; Esc or Cancel ends whatever goes on.

    Args:
        abouts: The services to choose from; with one of them the first step is passed over.

    Signals:
        offers_wanted: ``(About, address)``: say with `show_offers` which ways are open there.
        begun: An `AccountAsked`: sign in, and call `show_step`, `show_failure` or `accept`.
        pasted: What the holder pasted while the sign-in waited.
        given_up: The sign-in that goes on is not wanted any more.
        way_out: What `show_failure` offered was taken.
    """

    offers_wanted = Signal(object, str)
    begun = Signal(object)
    pasted = Signal(str)
    given_up = Signal()
    way_out = Signal()

    def __init__(self, abouts: Sequence[About], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(*_SIZE)
        self._about: About | None = None
        self._details: DetailsStep | None = None
        self._is_fixed = len(abouts) == 1
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        self._title = Text("", TextSize.SECTION, wraps=True)
        column.addWidget(self._title)
        self._banner = Banner(BannerKind.FAILED, "")
        self._banner.requested.connect(self.way_out)
        self._banner.hide()
        column.addWidget(self._banner)
        self._steps = QStackedWidget()
        self._service = ServiceStep(abouts)
        self._service.taken.connect(self._choose)
        self._service.selection_changed.connect(self._look)
        self._waiting = WaitingStep()
        self._waiting.pasted.connect(self.pasted)
        self._steps.addWidget(self._service)
        self._steps.addWidget(self._waiting)
        column.addWidget(self._steps, 1)
        column.addLayout(self._buttons())
        self._abouts = tuple(abouts)

    def begin(self) -> None:
        """Show the first step; call it once the signals are connected."""
        if self._is_fixed:
            self._choose(self._abouts[0])
        else:
            self._show_services()

    def show_offers(self, offers: Sequence[WayOffer]) -> None:
        """Show the ways to sign in that are open."""
        if self._details is not None:
            self._details.show_offers(offers)
            self._look()
            self._details.focus_first()

    def show_step(self, step: SignInStep) -> None:
        """Show where the sign-in is."""
        self._waiting.show_step(step)

    def show_failure(self, words: str, action: str = "") -> None:
        """Say why it did not work; what was filled in is still there.

        Args:
            words: What happened.
            action: Words of a way out; `way_out` is emitted when it is taken.
        """
        if self._details is not None:
            self._steps.setCurrentWidget(self._details)
        self._banner.say(BannerKind.FAILED, words, action)
        self._look()

    def forget_token(self) -> None:
        """Empty the field of a token that is no use; one that was not asked for yet stays."""
        if self._details is not None:
            self._details.forget_token()

    def show_refusal(self, words: str) -> None:
        """Say why what was pasted is not what is needed; another try is waited for."""
        self._banner.say(BannerKind.NEEDS_YOU, words)

    def show_waiting(self) -> None:
        """Show that the service is being asked."""
        self._banner.hide()
        self._waiting.ask(self.tr("Asking the service…"))
        self._steps.setCurrentWidget(self._waiting)
        self._look()

    def reject(self) -> None:
        """End the sign-in that goes on, and close."""
        if self._steps.currentWidget() is self._waiting:
            self.given_up.emit()
        super().reject()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self._back = Button(self.tr("Back"), ButtonKind.QUIET, icon="arrow-left")
        self._back.clicked.connect(self._go_back)
        self._cancel = Button(self.tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self._next = Button(self.tr("Continue"), ButtonKind.PRIMARY)
        self._next.setDefault(True)
        self._next.clicked.connect(self._go_on)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._next)
        return row

    def _show_services(self) -> None:
        self._about = None
        self._say_title(self.tr("Which account do you want to add?"))
        self._steps.setCurrentWidget(self._service)
        self._service.search.setFocus()
        self._look()

    def _say_title(self, words: str) -> None:
        self._title.setText(words)
        self.setWindowTitle(words)

    def _choose(self, about: About) -> None:
        self._about = about
        if self._details is not None:
            self._steps.removeWidget(self._details)
            self._details.deleteLater()
        self._details = DetailsStep(about)
        self._details.changed.connect(self._look)
        self._details.instance_changed.connect(self._ask_offers)
        self._details.edited.connect(self._banner.hide)
        self._steps.addWidget(self._details)
        self._steps.setCurrentWidget(self._details)
        self._say_title(fill(self.tr("Your account at %1?"), about.name))
        self._banner.hide()
        self._look()
        self.offers_wanted.emit(about, self._details.instance())

    @Slot(str)
    def _ask_offers(self, instance: str) -> None:
        if self._about is not None and instance:
            self.offers_wanted.emit(self._about, instance)

    @Slot()
    def _go_back(self) -> None:
        self._banner.hide()
        if self._steps.currentWidget() is self._waiting and self._details is not None:
            self.given_up.emit()
            self._steps.setCurrentWidget(self._details)
            self._look()
        elif not self._is_fixed:
            self._show_services()

    @Slot()
    def _go_on(self) -> None:
        self._banner.hide()
        if self._steps.currentWidget() is self._service:
            self._service.take_chosen()
            return
        if self._details is None or self._details.missing():
            return
        asked = self._details.asked()
        self.show_waiting()
        self.begun.emit(asked)

    @Slot()
    def _look(self) -> None:
        """Show which buttons can be used now."""
        shown = self._steps.currentWidget()
        is_details = self._details is not None and shown is self._details
        self._back.setVisible(shown is self._waiting or (is_details and not self._is_fixed))
        self._next.setVisible(shown is not self._waiting)
        self._next.set_words(self.tr("Add account") if is_details else self.tr("Continue"))
        reason = ""
        if shown is self._service and self._service.chosen() is None:
            reason = self.tr("Choose a service first.")
        if is_details and self._details is not None:
            reason = self._details.missing()
        self._next.set_available(reason)
