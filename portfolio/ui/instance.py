"""One window per profile: a second start hands its arguments over and ends.

The first start listens on a local socket only this user may open; its name comes from the
profile's folder. A socket left by a process that is gone is removed only after nobody answered.
"""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LOG = logging.getLogger(__name__)
_WAIT_MS = 1500
_MOST_BYTES = 64 * 1024


def socket_name(profile: Path) -> str:
    """Return the socket's name for a profile's data folder."""
    digest = hashlib.sha256(str(profile.resolve()).encode("utf-8", "surrogateescape"))
    return f"portfolio-{digest.hexdigest()[:20]}"


class SingleInstance(QObject):
    """Finds the first start, or is it.

    Signals:
        handed_over: Arguments of a later start (``list[str]``).
    """

    handed_over = Signal(list)

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = socket_name(profile)
        self._server: QLocalServer | None = None
        self._partial: dict[QLocalSocket, bytes] = {}

    def hand_over(self, arguments: Sequence[str]) -> bool:
        """Hand ``arguments`` to the first start; False when there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(json.dumps(list(arguments)).encode() + b"\n")
        taken = socket.waitForBytesWritten(_WAIT_MS) and socket.waitForReadyRead(_WAIT_MS)
        socket.disconnectFromServer()
        return taken

    def listen(self) -> bool:
        """Become the first start; False when the socket cannot be made (logged)."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            QLocalServer.removeServer(self._name)  # nobody answered `hand_over`: it is stale
            if not server.listen(self._name):
                _LOG.warning("No socket for later starts: %s", server.errorString())
                return False
        server.newConnection.connect(self._take)
        self._server = server
        return True

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server = None

    @Slot()
    def _take(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._partial[socket] = b""
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._drop)
            if socket.bytesAvailable():
                self._read_from(socket)

    @Slot()
    def _read(self) -> None:
        sender = self.sender()
        if isinstance(sender, QLocalSocket):
            self._read_from(sender)

    def _read_from(self, socket: QLocalSocket) -> None:
        text = self._partial.get(socket, b"") + bytes(socket.readAll().data())
        self._partial[socket] = text
        if b"\n" not in text:
            if len(text) > _MOST_BYTES:
                socket.abort()
            return
        try:
            arguments = json.loads(text.partition(b"\n")[0])
        except ValueError:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        if isinstance(arguments, list) and all(isinstance(item, str) for item in arguments):
            self.handed_over.emit(arguments)

    @Slot()
    def _drop(self) -> None:
        sender = self.sender()
        if isinstance(sender, QLocalSocket):
            self._partial.pop(sender, None)
            sender.deleteLater()
