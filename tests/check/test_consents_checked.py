"""A consent file is checked like a letter; other files of the program say that nothing can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio.attest import app_keys, consents, sshsig
from portfolio.attest.onlooker import Onlooker
from portfolio.check.checking import check
from portfolio.errors import OutsideFileError
from portfolio.model import report_text, verdict_words
from portfolio.model.codes import TrustClass
from portfolio.model.report import FileKind, Report
from portfolio.model.verdict import Answer, StepMark
from portfolio.secret import Secret
from tests.attest.letters.letters import KEY, OTHER_KEY
from tests.attest.letters.test_consents import DAY, SAID, signed

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LISTING = "https://forge.example/noorvt.keys"
REPOSITORY = Path(__file__).parents[2]


def checked(raw: bytes, onlooker: Onlooker | None = None, at: datetime = NOW) -> Report:
    report = check(raw, onlooker or Onlooker(), at=at)
    for row in report.rows:
        steps = [row.step, *(row.verdict.steps if row.verdict else ())]
        assert all(verdict_words.title(step.says) for step in steps)
    return report


def titles(report: Report) -> list[str]:
    (row,) = report.rows
    assert row.verdict
    steps = [step.says for step in row.verdict.steps]
    return [verdict_words.title(says) for says in (*row.claims, *steps)]


def test_it_says_what_is_allowed_and_whose_key_is_not_known() -> None:
    report = checked(signed())
    (row,) = report.rows
    assert report.kind is FileKind.CONSENT
    assert report.holds
    assert (row.trust, row.title, row.text) == (
        TrustClass.SELF_REPORTED,
        "Noor Vantongeren",
        "A page of thanks.",
    )
    assert titles(report)[:2] == [
        "Lets Casimir make a document about Noor Vantongeren",
        "What the document is for, in the words of Noor Vantongeren:",
    ]
    told = report_text.lines(report)
    label = told.index("      What the document is for, in the words of Noor Vantongeren:")
    assert told[label + 1] == "    > A page of thanks."
    assert "Who holds this key is unknown" in verdict_words.title(row.step.says)
    assert LISTING in report.wants


def test_a_key_that_the_account_lists_makes_it_theirs() -> None:
    line = app_keys.record(KEY).public.encode()
    answer = Answer(LISTING, NOW, 200, "", line)
    report = checked(signed(), Onlooker(answers={LISTING: answer}))
    assert report.rows[0].trust is TrustClass.ATTESTED


def test_it_holds_on_its_last_day_and_not_after_it() -> None:
    short = signed(replace(SAID, until=DAY))
    evening = datetime(DAY.year, DAY.month, DAY.day, 23, 0, tzinfo=UTC)
    assert titles(checked(short, at=evening))[0].startswith("Lets Casimir")
    assert titles(checked(short))[0].endswith("and ended on 20 November 2026")


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Casimir", b"Mallory"), (b"name, works", b"name, words"), (b"2027-11-20", b"2029-11-20")],
)
def test_a_change_is_told(old: bytes, new: bytes) -> None:
    report = checked(signed().replace(old, new, 1))
    assert not report.holds
    assert report.rows[0].step.says.code == "letter.changed"


def test_no_flipped_byte_says_anything_else_and_holds() -> None:
    raw = signed()
    good = titles(checked(raw))
    for at in range(len(raw)):
        changed = raw[:at] + bytes([raw[at] ^ 0x01]) + raw[at + 1 :]
        try:
            report = checked(changed)
        except OutsideFileError:
            continue
        # Only marks round the base64 of the signature may differ.
        assert not report.holds or titles(report) == good, at


def test_a_signature_for_something_else_or_of_another_key_is_told() -> None:
    body = consents.compose(SAID)
    other = checked(body + sshsig.sign(body, "claim@portfolio", KEY))
    assert other.rows[0].step.says.code == "letter.other-purpose"
    named = replace(SAID, person=replace(SAID.person, key=app_keys.record(KEY).fingerprint))
    body = consents.compose(named)
    theirs = checked(body + sshsig.sign(body, consents.NAMESPACE, OTHER_KEY))
    assert theirs.rows[0].step.says.code == "letter.other-key"
    assert checked(body).rows[0].step.mark is StepMark.CANNOT_CHECK  # nobody signed it


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("docs/examples/noor.request", "a request for a letter"),
        ("docs/examples/pair.testimonial.sig", "a signature alone"),
        ("resources/policies/three-who-saw-the-work.toml", "a vouch policy"),
        ("resources/policies/mozillians-three-vouches.toml", "a vouch policy"),
        ("README.md", "nothing that can be checked here"),
    ],
)
def test_what_has_nothing_to_check_is_named(file: str, words: str) -> None:
    with pytest.raises(OutsideFileError, match=words):
        check((REPOSITORY / file).read_bytes(), Onlooker(), at=NOW)


def test_a_private_key_is_no_file_to_hand_on() -> None:
    raw = app_keys.recovery_file(KEY, Secret("plum jam on rye"))
    with pytest.raises(OutsideFileError, match="private key") as refusal:
        check(raw, Onlooker(), at=NOW)
    assert "hand it to nobody" in str(refusal.value)
