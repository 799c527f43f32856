"""The log and what it never holds."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio import log
from portfolio.log import redact
from portfolio.secret import Secret


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Authorization: Bearer abc.def-123456", "Authorization: [token]"),
        ("authorization=Basic dXNlcjpwdw==", "authorization=[token]"),
        ('{"access_token": "s3cr3t", "x": 1}', '{"access_token": "[token]", "x": 1}'),
        ("private-token: glpat-xyz", "private-token: [token]"),
        ("found ghp_0123456789abcdef in the way", "found [token] in the way"),
        ("https://user:pw@host.example/path", "https://[token]@host.example/path"),
        ("from Ada <ada@lovelace.example>", "from Ada <[address]>"),
        ("in /home/ada/work and /Users/bob/x", "in /home/[name]/work and /Users/[name]/x"),
        (r"C:\Users\ada\x", r"C:\Users\[name]\x"),
        ("nothing private here", "nothing private here"),
    ],
)
def test_private_parts_are_replaced(text: str, wanted: str) -> None:
    assert redact(text) == wanted


def test_the_home_folder_is_replaced_wherever_it_is() -> None:
    assert redact("at /srv/people/ada/work", "/srv/people/ada") == "at ~/work"


@given(st.from_regex(r"[a-z0-9.]{1,12}@[a-z0-9]{1,10}\.[a-z]{2,5}", fullmatch=True), st.text())
def test_no_address_ever_gets_through(address: str, around: str) -> None:
    assert address not in redact(f"{around} {address} {around.replace('@', '')}").split()


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


def test_file_and_ring_are_redacted(tmp_path: Path) -> None:
    path = tmp_path / "state" / "portfolio.log"
    ring = log.set_up(path)
    logger = logging.getLogger("portfolio.test")
    try:
        int("token=hidden1 of ada@lovelace.example")
    except ValueError:
        logger.exception("Reading as %s failed", "bob@example.org")
    logger.debug("not at this level")
    log.close()
    text = path.read_text(encoding="utf-8")
    lines = "\n".join(line.text for line in ring.lines())
    for shown in (text, lines):
        assert "hidden1" not in shown
        assert "ada@" not in shown
        assert "bob@" not in shown
        assert "[address]" in shown
        assert "not at this level" not in shown


def test_the_ring_keeps_the_newest_lines() -> None:
    ring = log.set_up(None)
    for count in range(2100):
        logging.getLogger("portfolio.test").info("line %d", count)
    log.close()
    lines = ring.lines()
    assert len(lines) == 2000
    assert lines[-1].text.endswith("line 2099")
    assert lines[-1].module == "portfolio.test"


def test_a_log_that_cannot_be_written_is_no_reason_not_to_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    log.set_up(tmp_path / "file" / "portfolio.log")
    log.set_up(tmp_path / "file" / "portfolio.log", level="debug")
    log.close()
    said = capsys.readouterr().err
    assert said.count("cannot be written") == 1
    assert "Errno" not in said


def test_closing_takes_only_our_handlers_off() -> None:
    mine = logging.NullHandler()
    logging.getLogger().addHandler(mine)
    log.set_up(None)
    log.close()
    assert mine in logging.getLogger().handlers
    logging.getLogger().removeHandler(mine)


def test_a_full_file_makes_room_and_three_old_ones_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_SIZE_BYTES", 500)
    log.set_up(tmp_path / "portfolio.log")
    for count in range(100):
        logging.getLogger("portfolio.test").info("line %d", count)
    log.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["portfolio.log", *(f"portfolio.log.{old}" for old in (1, 2, 3))]
    assert "line 99" in (tmp_path / "portfolio.log").read_text(encoding="utf-8")


def test_a_secret_that_was_revealed_is_in_no_line() -> None:
    token = "q8#Tz!unknown-form"
    assert redact(f"sent {token}") == f"sent {token}"
    longer = Secret(f"{token}+more")
    assert Secret(token).reveal() == token
    assert longer.reveal() == f"{token}+more"
    assert redact(f"sent {token} and {token}+more.") == "sent [token] and [token]."
    Secret("to").reveal()
    assert redact("to whom") == "to whom"
