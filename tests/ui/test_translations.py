"""No text that a person sees escapes translation."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portfolio.model import steps
from portfolio.model.journal import Entry
from portfolio.paths import for_profile
from portfolio.store.store import Store
from portfolio.ui import i18n
from portfolio.ui.app import ProfileWindow
from portfolio.ui.step_words import step_words
from portfolio.ui.widgets.labels import ElidedLabel, is_data
from tests.clocks import START, FixedClock
from tests.ui import record_made
from tests.ui.windows import each_page, every_widget, profile_window


@pytest.fixture
def pseudo(
    qtbot: QtBot, qapp: QApplication, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ProfileWindow]:
    """The window of a small record with every translated text marked."""
    store = Store.open(for_profile(profile), clock=FixedClock())
    record_made.fill(store)
    store.close()
    monkeypatch.setenv("PORTFOLIO_PSEUDO", "1")
    translators = i18n.install(qapp)
    try:
        with profile_window(qtbot, qapp, profile) as made:
            yield made
    finally:
        for translator in translators:
            qapp.removeTranslator(translator)
            translator.deleteLater()


def texts_of(widget: QWidget) -> list[str]:
    """Return what a person reads on a widget, or hears from it."""
    texts = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, (QLabel, QAbstractButton, ElidedLabel)):
        texts.append(widget.text())
    if isinstance(widget, QLineEdit):
        texts = [widget.placeholderText()]
    if isinstance(widget, QTabBar):
        texts += [widget.tabText(at) for at in range(widget.count())]
    if isinstance(widget, QComboBox):
        texts += [widget.itemText(at) for at in range(widget.count())]
    return [text.strip() for text in texts if text.strip()]


# Names that are the same in every language: keys, sizes of paper.
NAMES = frozenset({"F5", "A4"})


def holds_data(widget: QWidget | None) -> bool:
    while widget is not None:
        if is_data(widget):
            return True
        widget = widget.parentWidget()
    return False


def test_every_text_is_translated(pseudo: ProfileWindow, qapp: QApplication) -> None:
    missed: list[str] = []

    def look(page_id: str) -> None:
        qapp.processEvents()
        for widget in every_widget(pseudo.window):
            if holds_data(widget):
                continue
            missed.extend(
                f"{page_id}: {type(widget).__name__} {text!r}"
                for text in texts_of(widget)
                if not i18n.is_pseudo(text) and text not in NAMES
            )

    each_page(pseudo.window, look)
    assert not missed, "\n".join(missed)


def untranslated(root: QWidget) -> list[str]:
    return [
        f"{type(root).__name__}: {type(widget).__name__} {text!r}"
        for widget in [root, *every_widget(root)]
        if not holds_data(widget)
        for text in [*texts_of(widget), widget.windowTitle()]
        if text and not i18n.is_pseudo(text) and text not in NAMES
    ]


def test_dialogs_are_translated_and_named(pseudo: ProfileWindow, tmp_path: Path) -> None:
    from portfolio.log import Ring
    from portfolio.ui.dialogs.about import About
    from portfolio.ui.dialogs.crash import CrashDialog
    from portfolio.ui.dialogs.history import HistoryList
    from portfolio.ui.dialogs.log import LogViewer
    from portfolio.ui.dialogs.shortcuts import ShortcutsList
    from tests.ui.test_accessibility import inner_part, name_of, takes_focus

    window = pseudo.window
    shown = [
        About(window),
        CrashDialog(ValueError("x"), None, window),
        HistoryList(pseudo.session, window),
        LogViewer(Ring(), tmp_path / "log", window),
        ShortcutsList(window.commands, window),
    ]
    for dialog in shown:
        dialog.show()
        assert untranslated(dialog) == []
        for widget in every_widget(dialog):
            if takes_focus(widget) and not inner_part(widget):
                assert name_of(widget), (dialog, widget)
        dialog.close()


def test_other_places_are_translated(pseudo: ProfileWindow) -> None:
    from portfolio.errors import StoreDamagedError, StoreError, StoreLockedError, StoreNewerError

    window = pseudo.window
    for page_id in ("first-run", "which-are-you"):
        page = window._stack.show_page(page_id)
        assert untranslated(page) == []
    for kind in (StoreDamagedError, StoreError, StoreLockedError, StoreNewerError):
        window.fault.explain(kind("A title.", "A detail."))
        assert untranslated(window.fault) == []
    window.open_palette()
    assert untranslated(window.palette_box) == []
    window.palette_box.close_palette()


def test_every_command_is_translated(pseudo: ProfileWindow) -> None:
    for command in pseudo.window.commands.all():
        assert i18n.is_pseudo(command.text()), command.id
        reason = command.reason()
        assert not reason or i18n.is_pseudo(reason), command.id
    for menu in pseudo.window.menus.values():
        assert i18n.is_pseudo(menu.title())


def test_the_pseudo_translation_keeps_places_for_values() -> None:
    made = i18n.PseudoTranslator()
    assert made.translate("", "%n folders in {place} of %1") == "⟦%n fõldérs în {place} õf %1⟧"
    assert made.translate("", "") == ""


@pytest.mark.parametrize("label", steps.LABELS)
def test_steps_say_the_same_in_the_window_and_on_the_command_line(label: str) -> None:
    args = {"title": "A title", "name": "A name", "into": "Another"}
    for given in (args, {}):
        entry = Entry(1, START, label, given, "done")
        assert step_words(entry) == steps.words(entry)


def test_plurals_are_english(qapp: QApplication) -> None:
    translators = i18n.install(qapp)
    try:
        one = QCoreApplication.translate("accounts", "%n repository(s)", "", 1)
        many = QCoreApplication.translate("accounts", "%n repository(s)", "", 3)
        assert (one, many) == ("1 repository", "3 repositories")
    finally:
        for translator in translators:
            qapp.removeTranslator(translator)
            translator.deleteLater()


def test_the_catalogues_are_those_of_the_code() -> None:
    script = Path(__file__).resolve().parents[2] / "packaging" / "translations.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
