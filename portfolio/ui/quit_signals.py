"""Closing in order when the system or the terminal asks (SIGTERM, SIGINT).

Python runs a signal's handler only between its own instructions, of which there are none while
Qt waits; a socket that the interpreter writes to wakes Qt up.
"""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

if TYPE_CHECKING:
    from types import FrameType


class QuitSignals(QObject):
    """Turns signals of the system into a signal of Qt.

    Signals:
        asked: The program was asked to end.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.setblocking(False)  # noqa: FBT003  (Python's own signature)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._before_fd = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        self._before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def close(self) -> None:
        """Give the handlers back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before_fd)
        self._notifier.setEnabled(False)
        self._near.close()
        self._far.close()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked.emit()

    @Slot()
    def _wake(self) -> None:
        self._near.recv(64)  # the handler runs now that Python does
