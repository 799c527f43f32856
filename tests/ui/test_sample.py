"""The window with sample data beside one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio.log import Ring
from portfolio.model.attestation import Decision
from portfolio.ui.app import Application, StartOptions


@pytest.mark.long
def test_sample_data_opens_apart_and_goes_away(
    qtbot: QtBot, qapp: QApplication, profile: Path
) -> None:
    shell = Application(qapp, StartOptions(profile), Ring())
    try:
        shell.show()
        session = shell.main.session
        qtbot.waitUntil(lambda: session.is_open, timeout=20_000)
        shell.main.window.trigger("sample.open")
        qtbot.waitUntil(lambda: bool(shell._samples), timeout=60_000)
        sample = shell._samples[0]
        qtbot.waitUntil(lambda: sample.session.is_open, timeout=20_000)
        qtbot.waitUntil(lambda: sample.window.page_id == "home")
        assert sample.session.read_now(lambda reader: reader.totals()).deed_count > 50
        (letter,) = sample.session.read_now(lambda reader: reader.attestations.all())
        assert letter.decision is Decision.PENDING
        (badge,) = sample.session.read_now(lambda reader: reader.badges.all())
        assert badge.shown
        assert shell.main.window.page_id == "first-run"
        assert not sample.window.commands.trigger("sample.open")
        folder = sample.paths.data
        assert folder.exists()
        sample.window.close()
        shell.main.window.close()
    finally:
        shell.shut_down()
    assert not folder.exists()
    shell.deleteLater()
