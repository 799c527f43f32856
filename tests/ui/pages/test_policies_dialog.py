"""Vouch policies in the window: what they come to, which are printed, and files of communities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from portfolio.model.person import Holder
from portfolio.operations import letter_decisions, letters
from portfolio.ui.dialogs.policies import PoliciesDialog
from portfolio.ui.session import Session
from portfolio.ui.widgets.buttons import Button
from tests.attest.letters.letters import signed
from tests.cli.test_policies import POLICY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def dialog(empty_session: Session, qtbot: Any) -> Iterator[PoliciesDialog]:
    store, clock = empty_session.store, empty_session.clock
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", links=("https://forge.example/noorvt",)))
    letter_id = letters.take_in(store, clock, signed()).attestation.id
    letter_decisions.decide(store, letter_id, letters.Decision.ACCEPTED)
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(900, 760)
    place.show()
    made = PoliciesDialog(empty_session, "", place)
    made.open()
    qtbot.waitUntil(lambda: len(boxes(made)) == 2)
    yield made
    place.close()


def boxes(dialog: QWidget) -> dict[str, QCheckBox]:
    found = dialog.findChildren(QCheckBox)
    return {each.objectName().removeprefix("print-"): each for each in found if each.isVisible()}


def shown(dialog: QWidget) -> str:
    return " | ".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_each_policy_says_what_is_missing_and_who_does_not_count(dialog: PoliciesDialog) -> None:
    words = shown(dialog)
    assert "Three vouches, as on Mozillians" in words
    assert "Not given now." in words
    assert "0 of the 3 people it takes" in words
    assert "Casimir Oduya-Lindt: Not counted: who holds its key is unknown" in words


def test_a_mark_is_chosen_for_documents_and_undone(
    dialog: PoliciesDialog, empty_session: Session, qtbot: Any
) -> None:
    box = boxes(dialog)["mozillians-three-vouches"]
    assert box.accessibleName() == "Print the mark of Three vouches, as on Mozillians"
    box.click()

    def kept() -> list[tuple[str, bool]]:
        with empty_session.store.reading() as reader:
            return [(each.id, each.shown) for each in reader.policies.all()]

    qtbot.waitUntil(lambda: kept() == [("mozillians-three-vouches", True)])
    qtbot.waitUntil(lambda: "Remove" in {each.words() for each in dialog.findChildren(Button)})
    empty_session.undo()
    qtbot.waitUntil(lambda: kept() == [])


def test_a_communitys_file_is_taken_in_and_a_bad_one_named(
    dialog: PoliciesDialog, qtbot: Any, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff")
    dialog.take_in(bad)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "no policy file" in dialog.banner.words()
    good = tmp_path / "harbour.toml"
    good.write_text(POLICY, encoding="utf-8")
    dialog.take_in(good)
    qtbot.waitUntil(lambda: "Two of the harbour" in shown(dialog))
    assert not dialog.banner.isVisible()
    assert "two-of-the-harbour" in boxes(dialog)


def test_a_record_that_can_only_be_read_lets_nothing_be_chosen(
    empty_session: Session, qtbot: Any
) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.show()
    made = PoliciesDialog(empty_session, "The record can only be read now.", place)
    made.open()
    qtbot.waitUntil(lambda: len(boxes(made)) == 2)
    assert not any(each.isEnabled() for each in boxes(made).values())
    assert not made.add.isEnabled()
    place.close()
