"""Settings of accounts: kept at once, shown without being taken for a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portfolio.settings import Accounts
from portfolio.ui.pages.account_settings import AccountSettings
from portfolio.ui.session import Session
from portfolio.ui.widgets.pair_list import PairList


def test_what_is_set_is_kept_and_what_is_shown_is_not_taken_for_a_change(
    qtbot: QtBot, session: Session
) -> None:
    kept: list[tuple[str, dict[str, object]]] = []
    fields = AccountSettings(session, lambda group, **values: kept.append((group, values)))
    qtbot.addWidget(fields)
    fields.show_values(Accounts(interval_hours=6, on_battery=True, client_ids={"github": "x"}))
    assert kept == []
    assert fields.battery.isChecked()
    fields.hours.setValue(0)
    assert fields.hours.text() == "Never"
    fields.metered.setChecked(True)
    fields.client_ids.name.setText("gitlab")
    assert not fields.client_ids.add.isEnabled()
    fields.client_ids.value.setText("abc")
    fields.client_ids.add.click()
    assert kept == [
        ("accounts", {"interval_hours": 0}),
        ("accounts", {"on_metered": True}),
        ("accounts", {"client_ids": {"github": "x", "gitlab": "abc"}}),
    ]


def test_a_pair_is_taken_away_again(qtbot: QtBot, tmp_path: Path) -> None:
    pairs = PairList("Host", "File", takes_file=True)
    qtbot.addWidget(pairs)
    pairs.show_pairs({"forge.example": "/etc/ca.pem"})
    pairs.name.setText("wiki.example")
    with qtbot.waitSignal(pairs.changed) as caught:
        pairs._put(str(tmp_path / "ca.pem"))
    assert caught.args == [{"forge.example": "/etc/ca.pem",
                            "wiki.example": str(tmp_path / "ca.pem")}]  # fmt: skip
    with qtbot.waitSignal(pairs.changed) as caught:
        pairs._remove("forge.example")
    assert list(caught.args[0]) == ["wiki.example"]


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "directly"),
        ({"HTTPS_PROXY": "http://ada:secret@proxy.example:3128"}, "http://proxy.example:3128"),
    ],
)
def test_the_proxy_in_use_is_shown_without_its_password(
    qtbot: QtBot,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    words: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    fields = AccountSettings(session, lambda *_group, **_values: None)
    qtbot.addWidget(fields)
    fields.show_proxy()
    qtbot.waitUntil(lambda: words in fields.proxy.text())
    assert "secret" not in fields.proxy.text()
