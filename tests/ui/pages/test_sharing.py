"""A share file from the window: for whom, for what, until when; nothing is typed twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from portfolio.check import share_file
from portfolio.ui.dialogs.share_terms import YEAR_DAYS, ShareTerms
from portfolio.ui.pages.documents import DocumentsPage
from tests.ui.pages.conftest import Window
from tests.ui.pages.test_documents import page

__all__ = ["page"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PURPOSE = "Choosing who is paid"


def asked(page: DocumentsPage) -> ShareTerms:
    """Choose the form as the menu does, and return what asks for the terms."""
    page._ask_where("share")
    return next(each for each in page.window().findChildren(ShareTerms) if each.isVisible())


def test_an_edition_is_shared_by_keyboard(
    page: DocumentsPage, window: Window, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    out = tmp_path / "mine.share"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog = asked(page)
    QTest.keyClicks(dialog.audience, "The fund")
    QTest.keyClicks(dialog.purpose, PURPOSE)
    QTest.keyClick(dialog.purpose, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.said == ["Saved mine.share"], timeout=20_000)
    terms = share_file.parse(out.read_bytes()).terms
    assert (terms.audience, terms.purpose) == ("The fund", PURPOSE)
    assert terms.until == page.session.clock.now().date() + timedelta(days=YEAR_DAYS)


def test_what_was_typed_is_there_again(
    page: DocumentsPage, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: wanted.append("x") or ("", ""))
    dialog = asked(page)
    QTest.keyClicks(dialog.audience, "The fund")
    QTest.keyClick(dialog.audience, Qt.Key.Key_Return)  # what it is for is missing
    assert dialog.isVisible()
    dialog.days.setCurrentIndex(0)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    again = asked(page)
    assert (again.audience.text(), again.days.currentData()) == ("The fund", 30)
    QTest.keyClicks(again.purpose, PURPOSE)
    again.verb.click()
    assert wanted == ["x"]
    once_more = asked(page)
    assert once_more.purpose.text() == PURPOSE  # no place was chosen, so nothing was saved
    once_more.reject()
