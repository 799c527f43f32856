"""A key change is what the old key signed, and leads nowhere when it leads in a ring."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import app_keys, key_changes, letter_reading, letter_writing, sshsig
from portfolio.attest.key_changes import KeyChange
from portfolio.attest.letter_verdict import judge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import KeyFileError, LetterError
from portfolio.model import verdict_words
from portfolio.model.attestation import AttestationKind, Party, TrustLevel
from portfolio.model.verdict import VerdictState
from tests.attest.letters.letters import KEY, OTHER_KEY, read, signed
from tests.attest.ssh import is_good, needs_ssh_keygen

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ISSUER = Party("Casimir", "", ("https://forge.example/coduya",))
NEW = app_keys.record(OTHER_KEY)
SPACE = "key-change@portfolio"


def changed(key: object = KEY) -> bytes:
    body = key_changes.compose(ISSUER, f"{NEW.public} new laptop", issued_at=NOW)
    return letter_writing.join(body, sshsig.sign(body, SPACE, key))  # type: ignore[arg-type]


def test_the_old_key_names_the_new_one() -> None:
    letter = read(changed())
    (change,) = key_changes.changes_in([letter])
    assert change.old == app_keys.record(KEY).fingerprint
    assert (change.new, change.new_fingerprint) == (NEW.public, NEW.fingerprint)
    assert change.changed_at == NOW
    verdict = judge(letter, Onlooker(), at=NOW)
    assert verdict.level is TrustLevel.UNCHANGED
    step = next(step for step in verdict.steps if step.says.code == "letter.new-key")
    assert verdict_words.detail(step.says) == NEW.fingerprint
    assert "letter.unknown-headers" not in {step.says.code for step in verdict.steps}


@needs_ssh_keygen
def test_ssh_keygen_checks_a_key_change(tmp_path: Path) -> None:
    letter = read(changed())
    public = app_keys.record(KEY).public
    assert is_good(tmp_path, public, letter.body, letter.signature, SPACE)


def test_a_changed_key_change_changes_nothing() -> None:
    other = app_keys.record(app_keys.private_key(app_keys.make())).public
    raw = changed().replace(NEW.public.encode(), other.encode())
    letter = read(raw)
    assert judge(letter, Onlooker(), at=NOW).state is VerdictState.INVALID
    assert key_changes.changes_in([letter, read(signed())]) == []


def test_a_key_that_replaces_itself_is_no_change() -> None:
    assert key_changes.changes_in([read(changed(OTHER_KEY))]) == []


@pytest.mark.parametrize("line", ["", "ssh-ed25519", "ssh-ed25519 AAAA", "junk"])
def test_a_change_to_no_key_is_refused(line: str) -> None:
    with pytest.raises(KeyFileError):
        key_changes.compose(ISSUER, line, issued_at=NOW)
    raw = changed().replace(NEW.public.encode(), line.encode() or b"-")
    with pytest.raises(LetterError, match="names no key"):
        letter_reading.parse(raw)


def test_a_withdrawal_names_its_letter() -> None:
    raw = signed(kind=AttestationKind.WITHDRAWAL, refers_to=read(signed()).attestation.id)
    broken = b"".join(
        line for line in raw.splitlines(keepends=True) if not line.startswith(b"Refers-To")
    )
    with pytest.raises(LetterError, match="which letter"):
        letter_reading.parse(broken)


def chain(*pairs: tuple[str, str]) -> list[KeyChange]:
    return [KeyChange(old, "", new, "", None) for old, new in pairs]


def test_keys_are_followed_to_the_last() -> None:
    assert key_changes.newest("a", []) == "a"
    assert key_changes.newest("a", chain(("b", "c"), ("a", "b"))) == "c"
    assert key_changes.newest("a", chain(("a", "b"), ("b", "c"), ("b", "d"))) == "b"
    assert key_changes.newest("a", chain(("a", "b"), ("b", "a"))) == "a"


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_following_keys_always_ends_at_a_certain_one(pairs: list[tuple[str, str]]) -> None:
    end = key_changes.newest("a", chain(*pairs))
    assert end in "abcdef"
    assert end == "a" or any(new == end for _, new in pairs)
