"""Signing keys in the settings: what can be lost is said, and nothing is done without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from portfolio.attest import app_keys
from portfolio.keychain import SessionSecrets
from portfolio.model.keys import KeyTrust
from portfolio.model.person import Holder
from portfolio.operations import keys
from portfolio.secret import Secret
from portfolio.ui.dialogs.know_key import KnowKey
from portfolio.ui.dialogs.link_key import LinkKey
from portfolio.ui.dialogs.passphrase import PassphraseDialog
from portfolio.ui.dialogs.question import Question
from portfolio.ui.pages.key_card import KeyCard
from portfolio.ui.session import Session
from portfolio.ui.widgets.buttons import Button
from tests.attest.letters.letters import OTHER_KEY
from tests.attest.ssh import make_key, needs_ssh_keygen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
WORDS = "seven words are enough"
OTHER = app_keys.record(OTHER_KEY).public


@pytest.fixture
def card(empty_session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyCard]:
    monkeypatch.setattr(app_keys, "ROUNDS", 1)
    monkeypatch.setattr(type(empty_session.workspace), "keychain", SessionSecrets(), raising=False)
    with empty_session.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor Vantongeren"))
    place = QWidget()
    qtbot.addWidget(place)
    made = KeyCard(empty_session, place)
    made.resize(800, 500)
    empty_session.changed.connect(made.refresh)
    place.show()
    made.show()
    made.refresh()
    settle(empty_session, qtbot)
    yield made
    place.close()


def settle(session: Session, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: session.is_idle, timeout=20_000)


def shown(card: QWidget) -> str:
    return " | ".join(each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(card))


def buttons(card: QWidget) -> dict[str, QPushButton]:
    return {each.words(): each for each in card.findChildren(Button) if each.isVisibleTo(card)}


def dialog_of(card: KeyCard, kind: type[Any]) -> Any:
    found = [each for each in card.window().findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_key_without_recovery_file_says_what_that_means_until_there_is_one(
    card: KeyCard, empty_session: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert card.make.isVisible()
    card.make.click()
    settle(empty_session, qtbot)
    qtbot.waitUntil(lambda: not card.make.isVisible())
    qtbot.waitUntil(lambda: "nothing signed with it can be taken back" in shown(card))
    file = tmp_path / "mine.recovery"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    buttons(card)["Save recovery file…"].click()
    dialog = dialog_of(card, PassphraseDialog)
    assert dialog.height() == dialog.layout().heightForWidth(dialog.width()), "no gaps"
    assert dialog.go_on.toolTip() == "A passphrase has at least 8 characters."
    dialog.first.setText(WORDS)
    assert dialog.go_on.toolTip() == "The two are not the same yet."
    dialog.second.setText(WORDS)
    dialog.go_on.click()
    settle(empty_session, qtbot)
    assert app_keys.from_recovery_file(file.read_bytes(), Secret(WORDS))
    qtbot.waitUntil(lambda: "Recovery file saved on" in shown(card))
    qtbot.waitUntil(lambda: "opened it again to be sure" in shown(card))
    qtbot.waitUntil(lambda: "Save recovery file…" not in buttons(card))


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_noted(
    card: KeyCard, empty_session: Session, qtbot: Any, tmp_path: Path
) -> None:
    key = keys.make(empty_session.workspace)
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    card.work._save(key.fingerprint, Secret(WORDS), blocked / "x.recovery")
    settle(empty_session, qtbot)
    assert card.banner.isVisible()
    assert keys.without_recovery(empty_session.store) == key


def test_a_key_comes_back_from_its_file_and_a_wrong_passphrase_is_said(
    card: KeyCard, empty_session: Session, qtbot: Any, tmp_path: Path
) -> None:
    file = tmp_path / "mine.recovery"
    file.write_bytes(app_keys.recovery_file(OTHER_KEY, Secret(WORDS)))
    for words in ("something else", WORDS):
        card.work.open_recovery(file)
        dialog = dialog_of(card, PassphraseDialog)
        assert not dialog.second.isVisible()
        dialog.first.setText(words)
        dialog.go_on.click()
        settle(empty_session, qtbot)
        assert bool(keys.own_keys(empty_session.store)) == (words == WORDS)
        expected = "is in the keyring" if words == WORDS else "does not open this file"
        assert expected in card.banner.words()


@needs_ssh_keygen
def test_ssh_keys_of_this_computer_are_offered_by_their_public_parts(
    card: KeyCard, empty_session: Session, qtbot: Any
) -> None:
    folder = Path.home() / ".ssh"
    folder.mkdir(exist_ok=True)
    key = make_key(folder)
    card.link.click()
    settle(empty_session, qtbot)
    dialog = dialog_of(card, LinkKey)
    ((box, line),) = dialog.boxes
    assert " ".join(line.split()[:2]) == key.public
    box.setChecked(True)
    dialog.go_on.click()
    settle(empty_session, qtbot)
    assert [each.public for each in keys.own_keys(empty_session.store)] == [key.public]
    qtbot.waitUntil(lambda: "SSH key" in shown(card))
    empty_session.undo()
    settle(empty_session, qtbot)
    assert keys.own_keys(empty_session.store) == []


def test_a_key_is_changed_only_after_a_question(
    card: KeyCard, empty_session: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = tmp_path / "my-key.key-change"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    old = keys.make(empty_session.workspace)
    card.work.ask_change(old.fingerprint)
    dialog_of(card, Question).verb.click()
    settle(empty_session, qtbot)
    assert b"BEGIN SSH SIGNATURE" in file.read_bytes()
    new = keys.make(empty_session.workspace).fingerprint
    assert new != old.fingerprint
    qtbot.waitUntil(lambda: f"Changed for the key ending in {new[-6:]}." in shown(card))


def test_a_key_is_removed_only_after_a_question(
    card: KeyCard, empty_session: Session, qtbot: Any
) -> None:
    key = keys.make(empty_session.workspace)
    card.work.ask_remove(key)
    dialog_of(card, Question).safe.click()
    assert keys.own_keys(empty_session.store) == [key]
    qtbot.waitUntil(lambda: not card.window().findChildren(Question))
    card.work.ask_remove(key)
    dialog_of(card, Question).verb.click()
    settle(empty_session, qtbot)
    assert keys.own_keys(empty_session.store) == []
    assert keys.has_private(empty_session.workspace, key.fingerprint) is False


def test_keys_of_others_are_listed_with_how_they_are_known(
    card: KeyCard, empty_session: Session, qtbot: Any
) -> None:
    dialog = KnowKey("Casimir <b>Oduya</b>", OTHER, card.window())
    dialog.known.connect(lambda how, words: card.work.know(OTHER, how, words))
    dialog.open()
    assert not dialog.go_on.isEnabled()
    dialog.words.setText("met in Ghent")
    dialog.go_on.click()
    settle(empty_session, qtbot)
    with empty_session.store.reading() as reader:
        (known,) = reader.keys.all()
    assert (known.trust, known.trust_words) == (KeyTrust.MET, "met in Ghent")
    qtbot.waitUntil(lambda: "met in Ghent" in shown(card))
    buttons(card)["Forget"].click()
    settle(empty_session, qtbot)
    qtbot.waitUntil(lambda: "met in Ghent" not in shown(card))


def test_the_public_part_and_its_name_are_copied(card: KeyCard, empty_session: Session) -> None:
    key = keys.make(empty_session.workspace)
    card._copy_did(key)
    assert QGuiApplication.clipboard().text().startswith("did:key:z6Mk")
    card._copy(key.public)
    assert QGuiApplication.clipboard().text() == key.public


def test_a_refused_key_is_told_apart_and_can_be_let_in_again(
    card: KeyCard, empty_session: Session, qtbot: Any
) -> None:
    keys.trust(empty_session.store, OTHER, KeyTrust.REFUSED)
    card.refresh()
    settle(empty_session, qtbot)
    qtbot.waitUntil(lambda: "what it signs is declined as it comes" in shown(card))
    buttons(card)["Forget"].click()
    settle(empty_session, qtbot)
    qtbot.waitUntil(lambda: "declined as it comes" not in shown(card))
