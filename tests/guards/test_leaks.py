"""A test that leaves something behind, or goes where it may not, fails."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]

LEAKING = {
    "a running thread: forgotten": """
        import threading
        def test_it():
            threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()
        """,
    "a live QThread 'forgotten'": """
        from PySide6.QtCore import QThread
        kept = []
        def test_it(qapp):
            thread = QThread()
            thread.setObjectName("forgotten")
            thread.start()
            kept.append(thread)
        def teardown_module():
            kept[0].quit()
            kept[0].wait()
        """,
    "a live QTimer 'forgotten'": """
        from PySide6.QtCore import QTimer
        kept = []
        def test_it(qapp):
            timer = QTimer(objectName="forgotten")
            timer.start(100000)
            kept.append(timer)
        """,
    "a live QTimer 'of the application'": """
        from PySide6.QtCore import QTimer
        def test_it(qapp):
            QTimer(qapp, objectName="of the application").start(100000)
        """,
    "a live QWidget 'forgotten'": """
        from PySide6.QtWidgets import QWidget
        kept = []
        def test_it(qapp):
            kept.append(QWidget(objectName="forgotten"))
        """,
    "a live Window 'never closed'": """
        from PySide6.QtWidgets import QApplication, QMainWindow
        class Window(QMainWindow):
            pass
        kept = []
        def test_it():
            app = QApplication.instance() or QApplication([])
            kept.append(app)
            window = Window(objectName="never closed")
            kept.append(window)
            window.show()
        """,
    "an unfinished task: forgotten": """
        import asyncio
        kept = []
        def test_it():
            loop = asyncio.new_event_loop()
            async def never():
                await asyncio.Event().wait()
            kept.append((loop, loop.create_task(never(), name="forgotten")))
            loop.run_until_complete(asyncio.sleep(0))
        """,
    "an open event loop": """
        import asyncio
        kept = []
        def test_it():
            kept.append(asyncio.new_event_loop())
        """,
    "an open file: ": """
        kept = []
        def test_it(tmp_path):
            kept.append(open(tmp_path / "left.txt", "w"))
        """,
    "a temporary file: left": """
        import tempfile
        def test_it():
            tempfile.mkdtemp(prefix="left")
        """,
    "tried to use the network: socket.connect 192.0.2.1": """
        import socket
        def test_it():
            with socket.socket() as made:
                try:
                    made.connect(("192.0.2.1", 80))
                except Exception:
                    pass
        """,
    "tried to use the network: socket.getaddrinfo portfolio.example": """
        import contextlib, socket
        def test_it():
            with contextlib.suppress(Exception):
                socket.create_connection(("portfolio.example", 443))
        """,
    "Exception ignored in: <_io.FileIO": """
        def test_it(tmp_path):
            open(tmp_path / "left.txt", "w")
        """,
    "DeprecationWarning: old": """
        import warnings
        def test_it():
            warnings.warn("old", DeprecationWarning)
        """,
}

CLEAN = """
    import asyncio, socket, tempfile, threading
    from PySide6.QtCore import QEventLoop, QThread, QTimer
    from PySide6.QtWidgets import QDialog, QMenu, QWidget

    def test_qt(qtbot):
        window = QWidget()
        qtbot.addWidget(window)
        menu, dialog = QMenu(window), QDialog(window)
        dialog.open()
        timer = QTimer(window)
        timer.start(100000)
        thread = QThread()
        thread.start()
        thread.quit()
        assert thread.wait(5000)

    def test_widget_in_a_cycle(qapp):
        window = QWidget()
        window.itself = window

    def test_plain(tmp_path):
        asyncio.run(asyncio.sleep(0))
        done = threading.Event()
        threading.Thread(target=done.wait).start()
        done.set()
        with tempfile.TemporaryDirectory(), open(tmp_path / "closed.txt", "w"):
            pass

    def test_loopback():
        with socket.create_server(("127.0.0.1", 0)) as server:
            with socket.create_connection(server.getsockname(), timeout=5):
                pass
    """


def run_suite(
    folder: Path, texts: Sequence[str], *options: str
) -> subprocess.CompletedProcess[str]:
    """Run ``texts`` as test modules under this suite's own fixtures and settings."""
    for number, text in enumerate(texts):
        (folder / f"test_{number:02}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest"]
    command += ["-p", "no:cacheprovider", "--basetemp", str(folder / "base")]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), str(folder)]
    return subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What was said of each leaking module, by its name: all in one run, as in a real one."""
    folder = tmp_path_factory.mktemp("leaking")
    report = folder / "report.xml"
    done = run_suite(folder, list(LEAKING.values()), f"--junitxml={report}")
    assert done.returncode == 1, done.stdout + done.stderr
    said: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase"):
        words = " ".join(part.get("message", "") for part in case)
        name = case.get("classname", "")
        said[name] = said.get(name, "") + words
    return said


@pytest.mark.parametrize(("number", "words"), list(enumerate(LEAKING)))
def test_a_leaking_test_fails_and_says_why(
    number: int, words: str, verdicts: dict[str, str]
) -> None:
    assert words in verdicts[f"test_{number:02}"]


def test_a_clean_test_passes(tmp_path: Path) -> None:
    done = run_suite(tmp_path, [CLEAN])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


def test_qt_is_not_imported_for_a_plain_test(tmp_path: Path) -> None:
    text = """
        import sys
        def test_it():
            assert "PySide6" not in sys.modules
    """
    # The pytest-qt plug-in imports Qt itself; without it its settings are unknown words.
    plain = ("-p", "no:pytest-qt", "-c", "/dev/null")
    done = run_suite(tmp_path, [text], *plain)
    assert done.returncode == 0, done.stdout + done.stderr
