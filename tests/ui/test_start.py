"""The real program, started as a person starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio.paths import for_profile
from portfolio.ui.theme.palette import tokens_of

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "reportlab", "httpx", "keyring", "typer", "rich")
# Closes the window when the record is open, and says what was imported at the first paint.
SCRIPT = f"""
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from portfolio.ui import app
show = app.Application.show
def shown(self):
    show(self)
    self.main.window.repaint()
    heavy = sorted(set({HEAVY!r}) & set(sys.modules))
    print(json.dumps(dict(heavy=heavy, page=self.main.window.page_id)), flush=True)
    session = self.main.session
    def opened():
        if session.is_open:
            QTimer.singleShot(50, self.main.window, self.main.window.close)
    session.state_changed.connect(opened)
app.Application.show = shown
sys.exit(app.run(app.StartOptions(Path(sys.argv[1]))))
"""


def wait_for(path: Path, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, path
        threading.Event().wait(0.02)


def test_the_window_paints_before_anything_heavy_and_closes_in_order(profile: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(profile)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"heavy": [], "page": "first-run"}
    assert done.stderr == ""
    paths = for_profile(profile)
    log = paths.log.read_text(encoding="utf-8") if paths.log.exists() else ""
    assert "WARNING" not in log
    assert "ERROR" not in log
    assert json.loads((paths.state / "starts.json").read_text()) == 0
    assert "place" in json.loads((paths.state / "window.json").read_text())


@pytest.mark.skipif(not hasattr(signal, "SIGTERM"), reason="needs signals")
def test_a_second_start_hands_over_and_sigterm_closes_in_order(
    profile: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "portfolio", "--profile-dir", str(profile)]
    first = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(for_profile(profile).store)
        second = subprocess.run(
            [*command, "open", str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            env=os.environ.copy(),
        )
        assert (second.returncode, second.stderr) == (0, "")
        first.send_signal(signal.SIGTERM)
        _, said = first.communicate(timeout=20)
        assert first.returncode == 0
        assert said == ""
    finally:
        if first.poll() is None:
            first.kill()
            first.communicate()
    assert (for_profile(profile).state / "window.json").exists()


def test_two_failed_starts_offer_safe_mode(profile: Path) -> None:
    from portfolio.ui.app import Starts

    starts = Starts(for_profile(profile).state / "starts.json")
    assert starts.failed() == 0
    starts.begin()
    starts.begin()
    assert starts.failed() == 2
    starts.settle()
    assert starts.failed() == 0
    (for_profile(profile).state / "starts.json").write_text('"x"', encoding="utf-8")
    assert starts.failed() == 0


def test_safe_mode_is_offered_and_forgets_places_and_colours(
    qtbot: QtBot, qapp: QApplication, profile: Path
) -> None:
    from portfolio.log import Ring
    from portfolio.settings import SettingsFile
    from portfolio.ui.app import Application, StartOptions, Starts, _offer_safe_mode
    from portfolio.ui.dialogs.question import Question

    paths = for_profile(profile)
    SettingsFile(paths.settings).change("appearance", theme="dark")
    paths.state.mkdir(parents=True)
    (paths.state / "window.json").write_text('{"place": [1, 2, 1000, 700], "page": "settings"}')
    for _ in range(2):
        Starts(paths.state / "starts.json").begin()
    shell = Application(qapp, StartOptions(profile), Ring())
    window = shell.main.window
    try:
        assert tokens_of(window).is_dark
        shell.show()
        assert window.page_id == "settings"
        _offer_safe_mode(shell, paths)
        question = window.findChildren(Question)[0]
        qtbot.mouseClick(question.verb, Qt.MouseButton.LeftButton)
        assert not tokens_of(window).is_dark
        assert window.page_id == "first-run"
        assert not (paths.state / "window.json").exists()
        assert SettingsFile(paths.settings).value.appearance.theme == "system"
        qtbot.waitUntil(lambda: shell.main.session.is_open, timeout=20_000)
        window.close()
    finally:
        shell.shut_down()
    assert Starts(paths.state / "starts.json").failed() == 0
    shell.deleteLater()


def test_safe_mode_restores_nothing(qtbot: QtBot, qapp: QApplication, profile: Path) -> None:
    from portfolio.log import Ring
    from portfolio.ui.app import Application, StartOptions

    paths = for_profile(profile)
    paths.state.mkdir(parents=True)
    (paths.state / "window.json").write_text('{"place": [1, 2, 1000, 700], "page": "settings"}')
    shell = Application(qapp, StartOptions(profile, is_safe=True), Ring())
    try:
        assert shell.main.window.page_id == "first-run"
        assert shell.main.window.status.words().startswith("Safe mode")
    finally:
        shell.shut_down()
    shell.deleteLater()
