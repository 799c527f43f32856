"""The card that asks which repositories are private."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from portfolio.model.codes import Confidentiality
from portfolio.ui.widgets.private_card import PrivateCard
from tests.store.records import source


def test_repositories_known_to_be_private_are_asked_about_elsewhere(qtbot: QtBot) -> None:
    card = PrivateCard()
    qtbot.addWidget(card)
    card.show_sources([source("own", is_public=False)])
    assert card.isHidden()
    left_out = source("b", is_public=True, confidentiality=Confidentiality.LEAVE_OUT)
    card.show_sources([left_out, source("a", is_public=True)])
    assert [(box.text(), box.isChecked()) for box in card.boxes()] == [("a", False), ("b", True)]


def test_a_tick_leaves_out_and_no_tick_takes_it_back(qtbot: QtBot) -> None:
    card = PrivateCard()
    qtbot.addWidget(card)
    card.show_sources([source("a", is_public=True)])
    said: list[tuple[str, str]] = []
    card.said.connect(lambda *words: said.append((words[0], words[1])))
    (box,) = card.boxes()
    box.setChecked(True)
    hidden = source("a", is_public=True, confidentiality=Confidentiality.LEAVE_OUT)
    card.show_sources([hidden])
    assert card.boxes() == [box]
    box.setChecked(False)
    assert said == [("a", "leave-out"), ("a", "")]
