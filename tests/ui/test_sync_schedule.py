"""Reading by itself: when an account is due, and when network or battery are spared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.model.account import AccountState
from portfolio.settings import Accounts
from portfolio.ui import power
from portfolio.ui.sync_schedule import due, next_at
from tests.store.accounts import account
from tests.store.records import AT

DAILY = Accounts(interval_hours=24)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("changes", "is_due"),
    [
        ({}, True),
        ({"last_started_at": AT - 23 * HOUR}, False),
        ({"last_started_at": AT - 24 * HOUR}, True),
        ({"last_started_at": AT + 90 * HOUR}, False),
        ({"state": AccountState.PAUSED}, False),
        ({"state": AccountState.SIGN_IN}, False),
        ({"state": AccountState.REMOVED}, False),
    ],
)
def test_an_account_is_due_after_the_interval(changes: dict[str, object], is_due: bool) -> None:
    one = replace(account(), **changes)  # type: ignore[arg-type]
    assert due([one], DAILY, AT) == (["a1"] if is_due else [])
    assert due([one], Accounts(interval_hours=0), AT) == []


def test_the_next_time_is_told() -> None:
    read = replace(account(), last_started_at=AT)
    assert next_at(read, DAILY) == AT + 24 * HOUR
    assert next_at(account(), DAILY) == account().added_at
    assert next_at(read, Accounts(interval_hours=0)) is None
    assert next_at(replace(read, state=AccountState.PAUSED), DAILY) is None


def supply(root: Path, name: str, **values: str) -> None:
    (root / name).mkdir(parents=True)
    for key, value in values.items():
        (root / name / key).write_text(f"{value}\n")


@pytest.mark.parametrize(
    ("supplies", "expected"),
    [
        ({"AC": {"type": "Mains", "online": "1"},
          "BAT0": {"type": "Battery", "status": "Charging"}}, False),
        ({"AC": {"type": "Mains", "online": "0"},
          "BAT0": {"type": "Battery", "status": "Discharging"}}, True),
        ({"mouse": {"type": "Battery", "status": "Discharging", "scope": "Device"}}, None),
        ({"AC": {"type": "Mains", "online": "1"},
          "mouse": {"type": "Battery", "status": "Discharging", "scope": "Device"}}, False),
        ({"odd": {}}, None),
    ],
)  # fmt: skip
def test_the_battery(tmp_path: Path, supplies: dict[str, dict[str, str]],
                     expected: bool | None) -> None:  # fmt: skip
    for name, values in supplies.items():
        supply(tmp_path, name, **values)
    assert power.on_battery(tmp_path) is expected
    assert power.on_battery(tmp_path / "nothing") is None
