"""What the holder set, kept and read back."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import PortfolioError
from portfolio.settings import (
    Accounts,
    Appearance,
    Documents,
    Logging,
    Reading,
    Settings,
    SettingsFile,
    read,
    write,
)

settings = st.builds(
    Settings,
    appearance=st.builds(
        Appearance, theme=st.sampled_from(["system", "light", "dark"]), high_contrast=st.booleans()
    ),
    reading=st.builds(
        Reading,
        max_depth=st.integers(1, 20),
        folders=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    ),
    documents=st.builds(Documents, folder=st.text(max_size=20), opens_saved=st.booleans()),
    accounts=st.builds(
        Accounts,
        client_ids=st.dictionaries(
            st.text(min_size=1, max_size=9), st.text("azAZ09-_.", min_size=1), max_size=3
        ),
        ca_files=st.dictionaries(
            st.text("az09.-", min_size=1), st.text("az/.", max_size=9).map("/{}".format), max_size=3
        ),
        interval_hours=st.integers(0, 720),
        on_metered=st.booleans(),
        on_battery=st.booleans(),
    ),
    logging=st.builds(Logging, level=st.sampled_from(["debug", "info", "warning", "error"])),
)


@given(settings)
def test_what_is_written_is_read(value: Settings) -> None:
    assert read(write(value)) == value


@given(st.text())
def test_any_text_gives_settings(text: str) -> None:
    assert isinstance(read(text), Settings)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


@given(
    st.dictionaries(
        st.sampled_from(["appearance", "reading", "documents", "accounts", "logging", "other"]),
        _json,
    )
)
def test_any_object_gives_settings(raw: dict[str, object]) -> None:
    assert read(json.dumps(raw)).reading.max_depth in range(1, 21)


def test_wrong_values_fall_back_and_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    text = '{"appearance": {"theme": "pink", "high_contrast": 1}, "reading": {"max_depth": 99}}'
    with caplog.at_level(logging.WARNING):
        assert read(text) == Settings()
    said = caplog.text
    for name in ("appearance.theme", "appearance.high_contrast", "reading.max_depth"):
        assert name in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client_ids", {"github": 7}),
        ("client_ids", {"github": ""}),
        ("client_ids", {"": "abc"}),
        ("client_ids", {"github": "a\nb"}),
        ("client_ids", ["github"]),
        ("ca_files", {"forge.example": "relative.pem"}),
        ("ca_files", {"https://forge.example": "/etc/ca.pem"}),
        ("ca_files", {"Forge.example": "/etc/ca.pem"}),
        ("interval_hours", -1),
        ("interval_hours", 721),
        ("interval_hours", True),
        ("interval_hours", 1.5),
        ("on_metered", "yes"),
        ("on_battery", 1),
    ],
)
def test_wrong_settings_of_accounts_fall_back(
    caplog: pytest.LogCaptureFixture, name: str, value: object
) -> None:
    with caplog.at_level(logging.WARNING):
        assert read(json.dumps({"accounts": {name: value}})).accounts == Accounts()
    assert f"accounts.{name}" in caplog.text


def test_nothing_is_read_by_itself_where_it_costs_unless_asked_for() -> None:
    assert not Accounts().on_metered
    assert not Accounts().on_battery


def test_unknown_keys_are_kept() -> None:
    text = '{"future": {"a": [1]}, "appearance": {"theme": "dark", "sparkle": true}}'
    raw = json.loads(write(read(text)))
    assert raw == json.loads(text)


def test_a_change_is_on_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    file = SettingsFile(path)
    file.change("appearance", theme="dark")
    assert SettingsFile(path).value.appearance.theme == "dark"
    file.reset("appearance")
    assert SettingsFile(path).value == Settings()
    assert [item.name for item in path.parent.iterdir()] == ["settings.json"]


def test_a_file_that_cannot_be_written_is_said_and_the_value_holds(tmp_path: Path) -> None:
    (tmp_path / "config").touch()
    file = SettingsFile(tmp_path / "config" / "settings.json")
    with pytest.raises(PortfolioError):
        file.change("appearance", theme="dark")
    assert file.value.appearance.theme == "dark"
