"""Settings of accounts: when they are read by themselves, and how services are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_12
from portfolio.ui.widgets.labels import DataText, Text, mark_data
from portfolio.ui.widgets.pair_list import PairList

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.settings import Accounts
    from portfolio.ui.session import Session

_MOST_HOURS = 720


class AccountSettings(QWidget):
    """The fields; whoever has the card keeps what is changed.

    Args:
        session: For the proxy in use.
        change: Called with the values that change.
    """

    def __init__(
        self, session: Session, change: Callable[..., None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._change = session, change
        self._is_showing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        self.hours = QSpinBox()
        self.hours.setRange(0, _MOST_HOURS)
        self.hours.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.hours.setSpecialValueText(self.tr("Never"))
        self.hours.setAccessibleName(self.tr("Hours between two readings"))
        self.hours.valueChanged.connect(self._set_hours)
        mark_data(self.hours)
        words = self.tr("Read accounts by itself every so many hours, while Portfolio is open")
        label = Text(words, wraps=True)
        label.setBuddy(self.hours)
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(label, 1)
        row.addWidget(self.hours)
        column.addLayout(row)
        self.metered = QCheckBox(self.tr("Also over a connection that costs by amount"))
        self.metered.toggled.connect(self._set_metered)
        self.battery = QCheckBox(self.tr("Also while the computer runs on its battery"))
        self.battery.toggled.connect(self._set_battery)
        column.addWidget(self.metered)
        column.addWidget(self.battery)
        self.proxy = DataText("", TextSize.SMALL, "muted", wraps=True)
        column.addWidget(self.proxy)
        column.addWidget(Text(self.tr("Certificates of own servers"), TextSize.STRONG))
        words = self.tr(
            "For a server with an authority of its own: its host, and a file with the "
            "authority’s certificate. Certificates are always checked."
        )
        column.addWidget(Text(words, TextSize.SMALL, "muted", wraps=True))
        self.authorities = PairList(self.tr("Host"), self.tr("File"), takes_file=True)
        self.authorities.changed.connect(self._set_authorities)
        column.addWidget(self.authorities)
        column.addWidget(Text(self.tr("Client ids"), TextSize.STRONG))
        words = self.tr(
            "Some services let a program sign in with a code or in the browser only under an id "
            "somebody registered there. Without one, paste a token instead."
        )
        column.addWidget(Text(words, TextSize.SMALL, "muted", wraps=True))
        self.client_ids = PairList(self.tr("Service, as in github"), self.tr("Client id"))
        self.client_ids.changed.connect(self._set_client_ids)
        column.addWidget(self.client_ids)

    def show_values(self, values: Accounts) -> None:
        """Show the settings without taking that for a change."""
        self._is_showing = True
        self.hours.setValue(values.interval_hours)
        self.metered.setChecked(values.on_metered)
        self.battery.setChecked(values.on_battery)
        self.authorities.show_pairs(values.ca_files)
        self.client_ids.show_pairs(values.client_ids)
        self._is_showing = False

    def show_proxy(self) -> None:
        """Look up which proxy is used, off the UI thread, and say so."""
        self._session.run(_proxy, on_done=self._say_proxy)

    def _say_proxy(self, proxy: str) -> None:
        words = self.tr("Services are reached directly; the system names no proxy.")
        if proxy:
            words = fill(self.tr("Services are reached through the system’s proxy %1."), proxy)
        self.proxy.set_words(words)

    def _keep(self, **values: Any) -> None:
        if not self._is_showing:
            self._change("accounts", **values)

    @Slot(int)
    def _set_hours(self, hours: int) -> None:
        self._keep(interval_hours=hours)

    @Slot(bool)
    def _set_metered(self, wanted: bool) -> None:  # noqa: FBT001  (a slot)
        self._keep(on_metered=wanted)

    @Slot(bool)
    def _set_battery(self, wanted: bool) -> None:  # noqa: FBT001  (a slot)
        self._keep(on_battery=wanted)

    @Slot(dict)
    def _set_authorities(self, pairs: dict[str, str]) -> None:
        self._keep(ca_files=pairs)

    @Slot(dict)
    def _set_client_ids(self, pairs: dict[str, str]) -> None:
        self._keep(client_ids=pairs)


def _proxy(_report: object, _cancelled: object) -> str:
    from portfolio.sync.transport.origins import Origin
    from portfolio.sync.transport.proxies import proxy_for, shown

    return shown(proxy_for(Origin("https", "service.example", 443)))
