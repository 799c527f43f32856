"""What a file claims is said of each thing in it: as text that hides and breaks nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import letter_reading
from portfolio.attest.badges import issuing, recognising
from portfolio.attest.badges.case import MAX_SHOWN
from portfolio.attest.onlooker import Onlooker
from portfolio.check import claims
from portfolio.check.checking import check
from portfolio.errors import BadgeError, LetterError
from portfolio.model import report_text, verdict_words
from portfolio.model.attestation import AttestationKind, Mentoring, Party, Work
from portfolio.model.verdict import Saying
from tests.attest.badges import made, samples
from tests.attest.letters.letters import ID, said, signed

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def words(each: tuple[Saying, ...]) -> list[str]:
    return [
        " | ".join(filter(None, (verdict_words.title(one), verdict_words.detail(one))))
        for one in each
    ]


def of_letter(**changes: Any) -> list[str]:
    return words(claims.of_letter(letter_reading.parse(signed(said(**changes)))))


def of_file(name: str) -> list[str]:
    report = check((EXAMPLES / name).read_bytes(), Onlooker(), at=NOW, name=name)
    return [line for row in report.rows for line in words(row.claims)]


def test_a_letter_says_about_whom_how_and_which_works() -> None:
    told = of_letter(
        subject=Party("Noor", "", ("https://forge.example/noor", "mailto:n@example.org")),
        issuer=Party("Casimir", "maintainer", ("https://forge.example/cas",)),
        relation_from="2019-03",
        relation_to="2024",
        mentoring=Mentoring.MENTOR,
        about=(Work("https://forge.example/1", "One"), Work("", "A talk")),
        audience="The fund",
        contact_ok=True,
        status_url="https://forge.example/status",
        refers_to=ID,
    )
    for line in (
        "About Noor | https://forge.example/noor, mailto:n@example.org",
        "Written by Casimir | maintainer, https://forge.example/cas",
        "How the writer knows: reviewed the work, worked together",
        "The writer says: I mentored them",
        "The time it speaks of: 2019-03 to 2024",
        "Work 1: One | https://forge.example/1",
        "Work 2: A talk",
        "Meant for The fund",
        "Its writer may be asked about it",
        "Where its writer would say that it is taken back | https://forge.example/status",
        f"Answers the request or letter {ID}",
    ):
        assert line in told


def test_long_lists_are_counted() -> None:
    works = tuple(Work(f"https://forge.example/{n}", f"W{n}") for n in range(13))
    told = of_letter(about=works)
    assert "Work 10: W9 | https://forge.example/9" in told
    assert "More works in its list: 3" in told
    assert not any(each.startswith("Work 11") for each in told)


@pytest.mark.parametrize(
    ("since", "until", "line"),
    [
        ("2019", "", "since 2019"),
        ("", "2020-01", "until 2020-01"),
        ("2019", "2020", "2019 to 2020"),
    ],
)
def test_a_period_may_be_open(since: str, until: str, line: str) -> None:
    told = of_letter(relation_from=since, relation_to=until)
    assert f"The time it speaks of: {line}" in told


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("noor.withdrawal", "Takes back the letter urn:uuid:0193a1b2-0000-7000-8000-000000000001"),
        ("casimir.key-change", "Names the key that takes the place of the old one | SHA256:"),
        ("noor.consent", "Lets Casimir Oduya-Lindt make a document about Noor Vantongeren | Until"),
        ("comment.json", "A public comment by https://github.com/coduya | https://github.com/"),
        ("badge.json", "Given by Casimir Oduya-Lindt | https://open.example/coduya"),
        ("badge.jwt", "Given to https://open.example/noorvt"),
        ("badge.png", "What it is given for: Reviewed the first change"),
        ("badge-2.0.json", "Given on 4 March 2021"),
        ("endorsement.json", "In these words: I was that newcomer."),
        ("cv.pdf", "Work 2: One focus ring for every control | https://open.example/"),
        ("noor.share", "How the writer knows: reviewed the work"),
        ("backpack.zip", "Evidence 1: Let long lists be walked with arrow keys | https://"),
    ],
)
def test_each_kind_of_file_says_what_it_claims(name: str, line: str) -> None:
    assert any(each.startswith(line) for each in of_file(name))


def test_a_scrambled_address_is_not_guessed() -> None:
    receiver = issuing.Receiver(mail="noor@example.org")
    award = issuing.Award("Star", "d", "c", (Work("https://a.example/1", ""),))
    giver = issuing.Giver("Ada", made.KEY)
    raw = issuing.sealed(issuing.credential(award, giver, receiver, at=made.AT), giver, made.AT)
    told = words(claims.of_badge(recognising.open_badge(raw)))
    assert "Given to an address that is written in scrambled form" in told
    assert "Evidence 1 | https://a.example/1" in told
    assert "noor@" not in " ".join(told)


@pytest.mark.parametrize("name", list(samples.SAMPLES))
def test_every_form_of_badge_can_be_told(name: str) -> None:
    file = recognising.open_badge(samples.SAMPLES[name].make())
    told = words(claims.of_badge(file))
    assert told or not file.form.is_badge


hostile = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["\u202eevil", "a\nb\n\u2028c", "x" * 100_000, "<b>bold</b>", "\x1b[31m", "{name}", "\u200b"]
)


@given(name=hostile, text=hostile, title=hostile)
def test_no_words_from_outside_break_a_line_or_hide(name: str, text: str, title: str) -> None:
    document = samples.badge_3_0()
    achievement = document["credentialSubject"]["achievement"]
    achievement["criteria"] = {"narrative": text}
    document["issuer"] = {"id": "did:example:x", "type": ["Profile"], "name": name}
    document["evidence"] = [{"id": "https://a.example/1", "type": ["Evidence"], "name": title}]
    try:
        file = recognising.open_badge(samples.written(document))
    except BadgeError:
        return
    told = claims.of_badge(file)
    for each in told:
        for line in (verdict_words.title(each), verdict_words.detail(each)):
            assert len(line) <= MAX_SHOWN + 40
            assert "\n" not in line
            assert "\u202e" not in line
            assert "\x1b" not in line
    report = check(file.raw, Onlooker(), at=NOW)
    assert len(report_text.lines(report)) < 40


@given(title=st.text(min_size=1, max_size=900), role=st.text(max_size=900))
def test_no_letter_is_too_much_to_be_told(title: str, role: str) -> None:
    each = said(about=(Work("https://forge.example/1", title),), kind=AttestationKind.TESTIMONIAL)
    try:
        letter = letter_reading.parse(signed(replace(each, issuer=replace(each.issuer, role=role))))
    except LetterError:
        return
    for line in words(claims.of_letter(letter)):
        assert "\n" not in line
        assert len(line) <= 2 * MAX_SHOWN + 60
