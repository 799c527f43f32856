"""One Portfolio at a time for a profile."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio.ui.instance import SingleInstance, socket_name

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from portfolio.ui.instance import SingleInstance
application = QCoreApplication([])
sys.exit(0 if SingleInstance(Path(sys.argv[1])).hand_over(sys.argv[2:]) else 5)
"""


def second(profile: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SECOND, str(profile), *arguments]
    return subprocess.Popen(command, env=os.environ.copy())


def test_a_second_start_hands_its_arguments_over(qtbot: QtBot, profile: Path) -> None:
    first = SingleInstance(profile)
    assert not first.hand_over(["nobody there"])
    assert first.listen()
    process = second(profile, "/a folder", "portfolio:thing?ünï")
    with qtbot.waitSignal(first.handed_over, timeout=20_000) as heard:
        pass
    assert heard.args == [["/a folder", "portfolio:thing?ünï"]]
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=10_000)
    assert process.returncode == 0
    first.close()
    first.deleteLater()


def test_another_profile_is_another_window(qtbot: QtBot, profile: Path, tmp_path: Path) -> None:
    first = SingleInstance(profile)
    assert first.listen()
    other = SingleInstance(tmp_path / "other")
    assert not other.hand_over(["x"])
    first.close()
    for made in (first, other):
        made.deleteLater()


def test_only_this_user_may_connect(qapp: QApplication, profile: Path) -> None:
    first = SingleInstance(profile)
    assert first.listen()
    assert first._server is not None
    mode = stat.S_IMODE(Path(first._server.fullServerName()).stat().st_mode)
    assert mode & 0o077 == 0
    first.close()
    first.deleteLater()


def test_a_socket_nobody_answers_is_replaced(qapp: QApplication, profile: Path) -> None:
    """A process that was killed leaves its socket file behind."""
    code = (
        "import os, sys\nfrom PySide6.QtCore import QCoreApplication\n"
        "from PySide6.QtNetwork import QLocalServer\na = QCoreApplication([])\n"
        "s = QLocalServer()\ns.listen(sys.argv[1])\nprint(s.fullServerName(), flush=True)\n"
        "os._exit(9)\n"
    )
    left = subprocess.run(
        [sys.executable, "-c", code, socket_name(profile)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ.copy(),
    )
    assert Path(left.stdout.strip()).exists()
    first = SingleInstance(profile)
    assert not first.hand_over([])
    assert first.listen()
    first.close()
    first.deleteLater()


def test_nonsense_is_refused(qtbot: QtBot, profile: Path) -> None:
    first = SingleInstance(profile)
    assert first.listen()
    heard: list[object] = []
    first.handed_over.connect(heard.append)
    for nonsense in (b"not json\n", b'{"a": 1}\n', b"[1, 2]\n"):
        socket = QLocalSocket()
        socket.connectToServer(socket_name(profile))
        assert socket.waitForConnected(2000)
        socket.write(nonsense)
        qtbot.waitUntil(
            lambda socket=socket: (
                socket.state() == QLocalSocket.LocalSocketState.UnconnectedState
                or socket.bytesAvailable() > 0
            )
        )
        socket.abort()
        socket.deleteLater()
    assert heard == []
    first.close()
    QLocalServer.removeServer(socket_name(profile))
    first.deleteLater()
