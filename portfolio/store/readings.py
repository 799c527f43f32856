"""The readings going on, so that closing the store can stop them and wait for their end."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from typing import Final

from portfolio.errors import StoreError

_WAIT_S: Final = 5.0
_TURN_S: Final = 0.02


class Readings:
    """Counts the readings of all threads; after `end` there is no new one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._connections: dict[object, sqlite3.Connection | None] = {}
        self._is_ended = False

    def refuse_when_ended(self) -> None:
        """Refuse to go on.

        Raises:
            StoreError: The record was closed.
        """
        if self._is_ended:
            raise StoreError("The record is closed.")

    @contextlib.contextmanager
    def one(self) -> Iterator[Callable[[sqlite3.Connection], None]]:
        """Be one reading; call what is given with the connection, once there is one.

        Raises:
            StoreError: The record was closed.
        """
        me = object()
        with self._changed:
            self.refuse_when_ended()
            self._connections[me] = None

        def note(connection: sqlite3.Connection) -> None:
            with self._changed:
                self.refuse_when_ended()
                self._connections[me] = connection

        try:
            yield note
        finally:
            with self._changed:
                del self._connections[me]
                self._changed.notify_all()

    def end(self) -> None:
        """Stop all readings and wait for their end, at most five seconds."""
        with self._changed:
            self._is_ended = True
            for _turn in range(int(_WAIT_S / _TURN_S)):
                # Asked again: one that was between two statements did not notice.
                for connection in self._connections.values():
                    if connection is not None:
                        connection.interrupt()
                if self._changed.wait_for(lambda: not self._connections, timeout=_TURN_S):
                    return
