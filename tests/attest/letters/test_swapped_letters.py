"""Two good letters, taken apart and put together wrongly; and good ones shown at the wrong time."""

from __future__ import annotations

import base64
import re
import textwrap
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portfolio.attest import app_keys, letter_parts, letter_reading, letter_writing, sshsig
from portfolio.attest import letter as form
from portfolio.attest.letter_verdict import judge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import LetterError
from portfolio.model import verdict_words
from portfolio.model.attestation import AttestationKind, Party, TrustLevel, Work
from portfolio.model.codes import TrustClass
from portfolio.model.keys import KeyTrust
from portfolio.model.verdict import Answer, StepMark, Verdict, VerdictState
from tests.attest.letters.letters import ID, ISSUED, KEY, OTHER_KEY, said, signed

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PRINT, OTHER_PRINT = (app_keys.record(each).fingerprint for each in (KEY, OTHER_KEY))
ONE = said(issuer=Party("Casimir", "maintainer", ("https://forge.example/coduya",), PRINT))
OTHER = said(
    id=ID.replace("aa", "bb"),
    issuer=Party("Ada Example", "", ("https://forge.example/ada",), OTHER_PRINT),
    subject=Party("Mallory Example", "", ("https://forge.example/mallory",)),
    about=(Work("https://forge.example/other/pull/9", "Something else"),),
    statement="Mallory did something else.",
    issued_at=ISSUED + timedelta(days=1),
    expires_at=None,
    relation_from="2024",
)
PARTS = {
    "issuer": re.compile(r"(?:Issuer.*\n)+"),
    "subject": re.compile(r"(?:Subject.*\n)+"),
    "headers": re.compile(r"Issued.*\n(?:Expires.*\n)?"),
    "works": re.compile(r"1\. (?:.*\n)+?(?=Statement\n)"),
    "statement": re.compile(r"(?<=\nStatement\n\n)(?:.*\n)+?(?=\nEnd of letter\n)"),
}


def judged(raw: bytes, onlooker: Onlooker | None = None, at: datetime = NOW) -> Verdict:
    verdict = judge(letter_reading.parse(raw), onlooker or Onlooker(), at=at)
    for step in verdict.steps:
        assert verdict_words.title(step.says)
    return verdict


def codes(verdict: Verdict) -> set[str]:
    return {step.says.code for step in verdict.steps}


def bodies() -> tuple[str, str]:
    return letter_writing.compose(ONE).decode(), letter_writing.compose(OTHER).decode()


def under(body: str, signature: bytes) -> bytes:
    return letter_writing.join(body.encode(), signature)


def signature_of(body: str, key: Ed25519PrivateKey = KEY) -> bytes:
    return sshsig.sign(body.encode(), form.namespace(ONE.kind), key)


def with_part_of(part: str, body: str, other: str) -> str:
    there = PARTS[part].search(other)
    assert there is not None
    changed, count = PARTS[part].subn(lambda _: there[0], body, count=1)
    assert count == 1
    assert changed != body
    return changed


def test_the_two_letters_are_good() -> None:
    for each, key in ((ONE, KEY), (OTHER, OTHER_KEY)):
        assert judged(signed(each, key)).state is VerdictState.NOT_ANCHORED


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_another_letter_is_named(part: str) -> None:
    body, other = bodies()
    verdict = judged(under(with_part_of(part, body, other), signature_of(body)))
    assert verdict.state is VerdictState.INVALID
    assert codes(verdict) == {f"letter.changed-{part}"}
    assert verdict.trust is TrustClass.SELF_REPORTED


@pytest.mark.parametrize("part", PARTS)
def test_digests_made_to_fit_hide_the_place_and_not_the_change(part: str) -> None:
    body, other = bodies()
    changed = with_part_of(part, body, other)
    bare = re.sub(r"Parts: .*\n", "", changed)
    changed = re.sub(r"Parts: .*", f"Parts: {letter_parts.noted(bare)}", changed)
    verdict = judged(under(changed, signature_of(body)))
    assert verdict.state is VerdictState.INVALID
    assert codes(verdict) == {"letter.changed"}


def test_several_parts_are_all_named() -> None:
    body, other = bodies()
    changed = body
    for part in ("subject", "works", "statement"):
        changed = with_part_of(part, changed, other)
    assert codes(judged(under(changed, signature_of(body)))) == {
        "letter.changed-subject", "letter.changed-works", "letter.changed-statement"
    }  # fmt: skip


def test_the_signature_of_another_letter_does_not_fit() -> None:
    body, other = bodies()
    for key in (KEY, OTHER_KEY):
        verdict = judged(under(body, signature_of(other, key)))
        assert verdict.state is VerdictState.INVALID
        assert codes(verdict) == {"letter.changed"}


def test_another_key_in_the_signature_does_not_fit() -> None:
    body, _ = bodies()
    good = sshsig.read(signature_of(body))
    forged = _with_key(signature_of(body), good.key, app_keys.wire(OTHER_KEY))
    assert sshsig.read(forged).fingerprint == OTHER_PRINT
    verdict = judged(under(body, forged))
    assert verdict.state is VerdictState.INVALID
    assert codes(verdict) == {"letter.changed"}


def _with_key(armoured: bytes, key: bytes, other: bytes) -> bytes:
    blob = base64.b64decode(b"".join(armoured.splitlines()[1:-1]))
    assert key in blob
    lines = textwrap.wrap(base64.b64encode(blob.replace(key, other)).decode(), 70)
    return "\n".join([sshsig.BEGIN, *lines, sshsig.END, ""]).encode()


def test_signed_anew_by_another_key_it_contradicts_itself() -> None:
    body, _ = bodies()
    verdict = judged(under(body, signature_of(body, OTHER_KEY)))
    assert verdict.state is VerdictState.INVALID
    assert verdict_words.title(verdict.summary) == "Signed with another key than it names"
    known = replace(app_keys.record(OTHER_KEY), trust=KeyTrust.MET, owner="")
    verdict = judged(under(body, signature_of(body, OTHER_KEY)), Onlooker(keys=(known,)))
    assert verdict.state is VerdictState.INVALID


def test_signed_anew_without_a_key_in_it_it_is_nobodys_word() -> None:
    place = "https://forge.example/coduya.keys"
    listed = Answer(place, NOW, 200, "text/plain", app_keys.record(KEY).public.encode())
    forged = signed(replace(ONE, issuer=replace(ONE.issuer, key="")), OTHER_KEY)
    verdict = judged(forged, Onlooker(answers={place: listed}))
    assert verdict.level is TrustLevel.UNCHANGED
    assert verdict.trust is TrustClass.SELF_REPORTED
    assert "letter.account-not-listed" in codes(verdict)


def test_a_letter_of_one_kind_is_none_of_another() -> None:
    body, _ = bodies()
    for kind in (AttestationKind.THANKS, AttestationKind.VOUCH, AttestationKind.CLAIM):
        changed = body.replace("letter: testimonial", f"letter: {kind}", 1)
        verdict = judged(under(changed, signature_of(body)))
        assert codes(verdict) == {"letter.other-purpose"}


def test_what_was_signed_for_files_is_no_letter() -> None:
    body, _ = bodies()
    verdict = judged(under(body, sshsig.sign(body.encode(), "file", KEY)))
    assert codes(verdict) == {"letter.other-purpose"}


def test_a_letter_for_somebody_else_is_named_so_to_who_has_it() -> None:
    """Whole and signed, and handed on by another person as if it were about them."""
    mallory = Onlooker(is_holder=True, accounts=("https://forge.example/mallory",))
    verdict = judged(signed(ONE), mallory)
    step = next(step for step in verdict.steps if step.says.code == "letter.names-other")
    assert step.mark is StepMark.REFUSED
    assert "noorvt" in verdict_words.detail(step.says)


@pytest.mark.parametrize("years", [1, 5, 30, 7000])
def test_a_clock_that_is_behind_is_named_and_changes_nothing_else(years: int) -> None:
    at = ISSUED.replace(year=max(1, ISSUED.year - years))
    verdict = judged(signed(ONE), at=at)
    assert verdict.state is VerdictState.NOT_ANCHORED
    step = next(step for step in verdict.steps if step.says.code == "letter.from-future")
    assert step.mark is StepMark.REFUSED
    assert "20 November 2026" in verdict_words.detail(step.says)


@pytest.mark.parametrize("year", [2029, 2040, 9999])
def test_a_clock_that_is_ahead_makes_it_expired_and_not_false(year: int) -> None:
    verdict = judged(signed(ONE), at=NOW.replace(year=year))
    assert verdict.state is VerdictState.EXPIRED
    assert not verdict.state.does_not_hold
    assert "letter.expired" in codes(verdict)
    assert "letter.unchanged" in codes(verdict)


@pytest.mark.parametrize("year", [1, 1970, 2026, 9999])
def test_a_changed_letter_is_changed_whatever_the_clock_says(year: int) -> None:
    body, other = bodies()
    changed = under(with_part_of("works", body, other), signature_of(body))
    assert codes(judged(changed, at=NOW.replace(year=year))) == {"letter.changed-works"}


@pytest.mark.long
@pytest.mark.parametrize("bits", [0x01, 0x02, 0x04, 0x10, 0x20, 0x80, 0xFF])
def test_no_byte_of_a_letter_can_be_another(bits: int) -> None:
    raw = signed(ONE)
    whole = letter_reading.parse(raw)
    for at in range(len(raw)):
        changed = raw[:at] + bytes([raw[at] ^ bits]) + raw[at + 1 :]
        try:
            verdict = judged(changed)
        except LetterError:
            continue
        assert verdict.state in {VerdictState.INVALID, VerdictState.UNSIGNED}, changed
        assert verdict.level is TrustLevel.QUOTED
        if verdict.state is VerdictState.UNSIGNED:
            assert at >= len(whole.body) - 1
