"""Mentor and mentee: two letters make one relation only when each names the other's writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import letter_reading, letter_writing
from portfolio.attest.letter_verdict import judge
from portfolio.attest.mentoring import Agreement, Relation, Signed, mirrored, relations
from portfolio.attest.onlooker import Onlooker, account_key
from portfolio.errors import LetterError
from portfolio.model.attestation import Mentoring, Party
from portfolio.model.verdict import StepMark, VerdictState
from tests.attest.letters.letters import ISSUED, read, said, signed

CAS = Party("Casimir Oduya-Lindt", "", ("https://forge.example/coduya",))
NOOR = Party("Noor Vantongeren", "", ("https://forge.example/noorvt",))
CAS_KEY, NOOR_KEY = "SHA256:" + "c" * 43, "SHA256:" + "n" * 43


def letter(
    issuer: Party,
    subject: Party,
    side: Mentoring | None,
    *,
    key: str,
    accounts: tuple[str, ...] = (),
    number: int = 1,
    at: datetime | None = ISSUED,
) -> Signed:
    each = said(issuer=issuer, subject=subject, mentoring=side, issued_at=at,
                id=f"urn:uuid:0193a1b2-0000-7000-8000-{number:012x}")  # fmt: skip
    return Signed(each, frozenset({key, *map(account_key, accounts)}))


MENTORS = letter(CAS, NOOR, Mentoring.MENTOR, key=CAS_KEY, accounts=CAS.accounts, number=1)
MENTEES = letter(NOOR, CAS, Mentoring.MENTEE, key=NOOR_KEY, accounts=NOOR.accounts, number=2)


def test_two_letters_that_name_each_other_are_one_relation() -> None:
    (found,) = relations([MENTORS, MENTEES])
    assert found == Relation(MENTORS, MENTEES, Agreement.BOTH)
    assert (found.mentor.name, found.mentee.name) == (CAS.name, NOOR.name)


def test_one_letter_is_one_sided() -> None:
    assert relations([MENTORS]) == (Relation(MENTORS, None, Agreement.ONE_SIDED),)
    assert relations([MENTEES])[0].mentor.name == CAS.name


def test_the_key_joins_as_an_account_does() -> None:
    by_key = letter(CAS, Party("Noor", key=NOOR_KEY), Mentoring.MENTOR, key=CAS_KEY)
    back = letter(Party("N."), Party("Cas", key=CAS_KEY), Mentoring.MENTEE, key=NOOR_KEY, number=2)
    assert relations([by_key, back])[0].agreement is Agreement.BOTH


def test_an_account_that_is_only_claimed_is_said_to_be() -> None:
    claimed = letter(NOOR, CAS, Mentoring.MENTEE, key=NOOR_KEY, number=2)
    (found,) = relations([MENTORS, claimed])
    assert found.agreement is Agreement.UNPROVED


def test_a_proved_letter_comes_before_one_that_only_claims_to_be_the_others() -> None:
    later = ISSUED.replace(year=2027)
    forged = letter(NOOR, CAS, Mentoring.MENTEE, key="SHA256:" + "f" * 43, number=3, at=later)
    found = relations([MENTORS, forged, MENTEES])
    assert Relation(MENTORS, MENTEES, Agreement.BOTH) in found
    assert Relation(None, forged, Agreement.ONE_SIDED) in found


@pytest.mark.parametrize(
    "other",
    [
        letter(replace(NOOR, accounts=("https://other.example/noorvt",)), CAS, Mentoring.MENTEE,
               key=NOOR_KEY, accounts=("https://other.example/noorvt",), number=2),
        letter(NOOR, replace(CAS, accounts=("https://forge.example/other",)), Mentoring.MENTEE,
               key=NOOR_KEY, accounts=NOOR.accounts, number=2),
        letter(NOOR, CAS, Mentoring.MENTOR, key=NOOR_KEY, accounts=NOOR.accounts, number=2),
    ],
    ids=["same name, another account", "names somebody else", "both say they were the mentor"],
)  # fmt: skip
def test_what_does_not_name_each_other_does_not_join(other: Signed) -> None:
    found = relations([MENTORS, other])
    assert [each.agreement for each in found] == [Agreement.ONE_SIDED] * 2


def test_of_several_letters_of_one_side_the_latest_counts() -> None:
    later = replace(
        MENTORS,
        letter=replace(MENTORS.letter, id="urn:uuid:0193a1b2-0000-7000-8000-0000000000ff",
                       issued_at=ISSUED.replace(year=2027)),
    )  # fmt: skip
    assert relations([MENTORS, later, MENTEES]) == (Relation(later, MENTEES, Agreement.BOTH),)


people = st.sampled_from("abcd")
sides = st.none() | st.sampled_from(Mentoring)
instants = st.none() | st.integers(2020, 2026).map(lambda year: datetime(year, 1, 1, tzinfo=UTC))


@st.composite
def several(draw: st.DrawFn) -> list[Signed]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        writer, about = draw(people), draw(people)
        accounts = (f"https://x.example/{writer}",)
        issuer = Party(writer, "", accounts if draw(st.booleans()) else ())
        subject = Party(
            about,
            "",
            (f"https://x.example/{about}",) if draw(st.booleans()) else (),
            f"SHA256:{about}" if draw(st.booleans()) else "",
        )
        proved = accounts if draw(st.booleans()) else ()
        found.append(
            letter(issuer, subject, draw(sides), key=f"SHA256:{writer}", accounts=proved,
                   number=number, at=draw(instants))
        )  # fmt: skip
    return found


@given(several(), st.randoms())
def test_the_order_makes_no_difference(letters: list[Signed], chance: object) -> None:
    shuffled = list(letters)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert relations(shuffled) == relations(letters)


@given(several())
def test_swapping_the_sides_gives_the_mirror(letters: list[Signed]) -> None:
    swapped = [
        Relation(
            each.by_mentee and mirrored(each.by_mentee),
            each.by_mentor and mirrored(each.by_mentor),
            each.agreement,
        )
        for each in relations(letters)
    ]
    assert set(relations(map(mirrored, letters))) == set(swapped)


@given(several())
def test_each_letter_stands_in_at_most_one_relation(letters: list[Signed]) -> None:
    found = relations(letters)
    used = [s.letter.id for each in found for s in (each.by_mentor, each.by_mentee) if s]
    assert len(used) == len(set(used))
    for each in found:
        if each.agreement is not Agreement.ONE_SIDED:
            assert each.by_mentor is not None
            assert each.by_mentee is not None


def test_who_mentored_whom_stands_in_the_letter_in_words() -> None:
    body = letter_writing.compose(said(mentoring=Mentoring.MENTOR)).decode()
    assert "\nMentoring: I mentored them\nRelation: since 2019-03\n" in body
    assert "Mentoring" not in letter_writing.compose(said()).decode()


def test_other_words_there_are_refused() -> None:
    body = letter_writing.compose(said(mentoring=Mentoring.MENTEE))
    with pytest.raises(LetterError, match="Who mentored whom"):
        letter_reading.parse(body.replace(b"they mentored me", b"they taught me"))


@pytest.mark.parametrize(
    ("signed_words", "written_words"),
    [(b"I mentored them", b"they mentored me"), (b"since 2019-03", b"since 2012-03")],
)
def test_a_change_to_the_relation_or_its_period_is_named(
    signed_words: bytes, written_words: bytes
) -> None:
    raw = signed(mentoring=Mentoring.MENTOR)
    assert signed_words in raw
    verdict = judge(read(raw.replace(signed_words, written_words)), Onlooker(), at=ISSUED)
    assert verdict.state is VerdictState.INVALID
    assert {step.says.code: step.mark for step in verdict.steps} == {
        "letter.changed-headers": StepMark.BROKEN
    }
