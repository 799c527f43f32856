"""A mark means what its policy says: different people, known accounts, in time, and no tricks."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from portfolio import resources
from portfolio.attest import app_keys, letter_reading, marks, policies
from portfolio.attest.letter_verdict import judge
from portfolio.attest.marks import Vouch
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import LetterError
from portfolio.model import verdict_words
from portfolio.model.attestation import AttestationKind, Part, Party, TrustLevel
from portfolio.model.codes import TrustClass
from portfolio.model.policy import Mark, Policy
from portfolio.model.verdict import Answer, Saying, Step, StepMark, Verdict, VerdictState
from tests.attest.letters.letters import WORKS, said, signed

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOLDER = Party("Noor Vantongeren", "", ("https://forge.example/noorvt",), "SHA256:" + "n" * 43)
OLD, STRICT = policies.shipped()
EXTRA = """
[[at_least]]
people = 1
"""


def verdict(
    account: str = "coduya",
    level: TrustLevel = TrustLevel.ACCOUNT,
    state: VerdictState = VerdictState.VALID,
    part: str = "",
) -> Verdict:
    facts = (("account", account), ("service", "forge.example"), ("seen_on", "2026-11-21"))
    steps = [Step(StepMark.HELD, Saying("letter.account-seen", facts))]
    address = f"https://forge.example/{account}"
    done = Part(account, part, WORKS, 5, 5, address, None, (part,)) if part else None
    return Verdict(state, TrustClass.ATTESTED, Saying("level.2"), tuple(steps), NOW, level,
                   account=address, part=done)  # fmt: skip


_NUMBERS = itertools.count()


def vouch(name: str, **changes: object) -> Vouch:
    """Return a vouch by the account of that name, with a key of its own."""
    for_letter = {
        key: changes.pop(key)
        for key in ("subject", "about", "issued_at", "kind", "issuer")
        if key in changes
    }
    level = changes.pop("level", TrustLevel.ACCOUNT)
    state = changes.pop("state", VerdictState.VALID)
    assert isinstance(level, TrustLevel)
    assert isinstance(state, VerdictState)
    letter = said(
        id=f"urn:uuid:{next(_NUMBERS):08x}-0000-7000-8000-000000000000",
        **({"kind": AttestationKind.VOUCH,
            "issuer": Party(name.title(), "", (f"https://forge.example/{name}",)),
            "statement": "Saw it."} | for_letter),
    )  # fmt: skip
    part = str(changes.pop("part", ""))
    plain = Vouch(letter, verdict(name, level, state, part), key=f"SHA256:{name:k>43}")
    return replace(plain, **changes)  # type: ignore[arg-type]


def mark(policy: Policy, *vouches: Vouch) -> Mark:
    found = marks.judge(policy, vouches, holder=HOLDER, at=NOW)
    for saying in (found.says, *found.missing, *(reason for _, reason in found.not_counted)):
        verdict_words.title(saying)
        verdict_words.detail(saying)
    assert len(found.counted) + len(found.not_counted) == len(vouches)
    return found


def codes(found: Mark) -> list[str]:
    return [reason.code for _, reason in found.not_counted]


def test_three_people_with_known_accounts_give_the_mark() -> None:
    found = mark(OLD, vouch("ada"), vouch("bea"), vouch("cyd"))
    assert found.is_given
    assert verdict_words.title(found.says) == (
        "Vouched under Three vouches, as on Mozillians, by Ada, Bea, Cyd"
    )
    assert verdict_words.detail(found.says) == OLD.words
    assert not mark(OLD, vouch("ada"), vouch("bea")).is_given


def test_three_fresh_keys_never_make_a_mark() -> None:
    fresh = [
        vouch(name, level=TrustLevel.UNCHANGED, state=VerdictState.NOT_ANCHORED)
        for name in ("ada", "bea", "cyd")
    ]
    for policy in policies.shipped():
        found = mark(policy, *fresh)
        assert not found.is_given
        assert set(codes(found)) == {"mark.unknown-writer"}
        assert found.names == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": AttestationKind.THANKS}, "mark.other-kind"),
        ({"state": VerdictState.WITHDRAWN}, "mark.does-not-hold"),
        ({"state": VerdictState.INVALID}, "mark.does-not-hold"),
        ({"state": VerdictState.EXPIRED}, "mark.expired"),
        ({"state": VerdictState.CANNOT_CHECK}, "mark.unknown-writer"),
        ({"state": VerdictState.UNSIGNED, "level": TrustLevel.QUOTED}, "mark.unknown-writer"),
        ({"subject": Party("Noor Vantongeren")}, "mark.other-subject"),
        ({"subject": Party("N", "", ("https://forge.example/other",))}, "mark.other-subject"),
        ({"issuer": Party("Me", "", HOLDER.accounts)}, "mark.own"),
        ({"key": HOLDER.key}, "mark.own"),
        ({"about": ()}, "mark.no-work"),
        ({"issued_at": NOW + timedelta(days=2)}, "mark.from-future"),
    ],
)
def test_what_does_not_count_is_said(changes: dict[str, object], code: str) -> None:
    found = mark(OLD, vouch("ada"), vouch("bea"), vouch("cyd", **changes))
    assert codes(found) == [code]
    assert not found.is_given
    assert [each.code for each in found.missing] == ["mark.people"]
    assert found.says.code == "mark.not-given"


def test_one_person_counts_once_by_account_or_key() -> None:
    same_key = replace(vouch("bea"), key=vouch("ada").key)
    assert codes(mark(OLD, vouch("ada"), same_key, vouch("cyd"))) == ["mark.same-person"]
    same_account = vouch("bea", issuer=Party("Bea", "", ("https://FORGE.example/ada/",)))
    assert codes(mark(OLD, vouch("ada"), same_account, vouch("cyd"))) == ["mark.same-person"]


def test_a_letter_that_joins_two_writers_makes_them_one() -> None:
    both = vouch("cyd", issuer=Party(
        "Cyd", "", ("https://forge.example/ada", "https://forge.example/bea")))  # fmt: skip
    for order in itertools.permutations([vouch("ada"), vouch("bea"), both]):
        found = mark(OLD, *order)
        assert len(found.counted) == 1
        assert codes(found) == ["mark.same-person"] * 2


def test_the_same_letter_twice_counts_once() -> None:
    one = vouch("ada")
    found = marks.judge(OLD, [one, one, vouch("bea")], holder=HOLDER, at=NOW)
    assert len(found.counted) == 2


def strict_vouch(name: str, **changes: object) -> Vouch:
    return vouch(name, **({"level": TrustLevel.TOOK_PART, "part": "co-author"} | changes))


def test_the_stricter_policy_asks_for_a_reviewer_lately_and_not_in_return() -> None:
    others = [strict_vouch("ada"), strict_vouch("bea")]
    assert mark(STRICT, *others, strict_vouch("cyd", part="reviewer")).is_given
    found = mark(STRICT, *others, strict_vouch("cyd"))
    assert [each.code for each in found.missing] == ["mark.at-least"]
    assert "reviewer or merger" in verdict_words.detail(found.missing[0])
    for changes, code in (
        ({"level": TrustLevel.ACCOUNT}, "mark.level"),
        ({"mutual": True}, "mark.mutual"),
        ({"issued_at": None}, "mark.undated"),
        ({"issued_at": datetime(2023, 11, 22, 8, 59, tzinfo=UTC)}, "mark.too-old"),
    ):
        found = mark(STRICT, *others, strict_vouch("cyd", part="merger", **changes))
        assert codes(found) == [code]
        assert not found.is_given
    just_in_time = datetime(2023, 11, 22, 9, 0, tzinfo=UTC)
    assert mark(
        STRICT, *others, strict_vouch("cyd", part="merger", issued_at=just_in_time)
    ).is_given


def test_a_part_without_the_record_behind_it_is_no_part() -> None:
    known = strict_vouch("cyd", part="", level=TrustLevel.KNOWN)
    found = mark(STRICT, strict_vouch("ada"), strict_vouch("bea"), known)
    assert [each.code for each in found.missing] == ["mark.at-least"]


def test_a_list_of_accounts_asks_for_one_that_is_proved() -> None:
    listed = policies.parse(
        policy_text(EXTRA + 'accounts = ["https://forge.example/cyd", "https://forge.example/x"]')
    )
    others = [vouch("ada"), vouch("bea")]
    assert mark(listed, *others, vouch("cyd")).is_given
    named_only = vouch(
        "eve", issuer=Party("Eve", "", ("https://forge.example/eve", "https://forge.example/cyd"))
    )
    found = mark(listed, *others, named_only)
    assert [each.code for each in found.missing] == ["mark.at-least-accounts"]
    level = policies.parse(policy_text(EXTRA + "level = 4"))
    assert [each.code for each in mark(level, *others, vouch("cyd")).missing] == [
        "mark.at-least-level"
    ]


@given(st.permutations(range(6)), st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_the_order_of_letters_does_not_matter(order: list[int], owners: list[int]) -> None:
    vouches = [
        replace(vouch("abcd"[owner]), attestation=said(
            id=f"urn:uuid:{number:08x}-0000-7000-8000-000000000000",
            kind=AttestationKind.VOUCH, statement="Saw it.",
            issuer=Party("X", "", (f"https://forge.example/{'abcd'[owner]}",))))
        for number, owner in enumerate(owners)
    ]  # fmt: skip
    first, again = mark(OLD, *vouches), mark(OLD, *(vouches[at] for at in order))
    assert (first.counted, set(first.not_counted)) == (again.counted, set(again.not_counted))
    assert len(first.counted) == len(set(owners))


def policy_text(more: str = "", **changes: str) -> bytes:
    fields = {
        "format": '"portfolio-policy"', "format_version": "1", "id": '"x"', "version": '"1"',
        "name": '"X"', "words": '"X."', "kinds": '["vouch"]', "people": "3",
    } | changes  # fmt: skip
    lines = [f"{name} = {value}" for name, value in fields.items() if value]
    return ("\n".join(lines) + "\n" + more).encode()


def test_the_policies_that_come_along_are_the_two_documented_ones() -> None:
    assert [policy.id for policy in (OLD, STRICT)] == [
        "three-who-saw-the-work", "mozillians-three-vouches"][::-1]  # fmt: skip
    assert (OLD.people, OLD.months, OLD.level, OLD.mutual) == (3, 0, TrustLevel.ACCOUNT, True)
    assert (STRICT.months, STRICT.level, STRICT.mutual) == (36, TrustLevel.TOOK_PART, False)
    assert {file.suffix for file in resources.path("policies").iterdir()} == {".toml"}
    assert OLD.sha256 != STRICT.sha256


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no policy"),
        (b"\xff", "no policy"),
        (b"a = [" + b"[" * 5000, "no policy"),
        (b"#" * 70_000, "too long"),
        (policy_text(format='"other"'), "no policy"),
        (policy_text(format_version="2"), "version"),
        (policy_text(id='"Not An Id"'), "form"),
        (policy_text(id="1"), "form"),
        (policy_text(name='"  "'), "empty"),
        (policy_text(name=""), "does not say"),
        (policy_text(words="3"), "no text"),
        (policy_text(people="0"), "number"),
        (policy_text(people="true"), "number"),
        (policy_text(level="1"), "number"),
        (policy_text(level="5"), "number"),
        (policy_text(months="-1"), "number"),
        (policy_text(mutual='"yes"'), "true nor false"),
        (policy_text(kinds="[]"), "kind"),
        (policy_text(kinds='["withdrawal"]'), "kind"),
        (policy_text(kinds='"vouch"'), "list"),
        (policy_text(run='"rm"'), "does not know"),
        (policy_text(at_least="3"), "cannot be read"),
        (policy_text(EXTRA + "level = 1"), "number"),
        (policy_text(EXTRA + 'parts = ["Reviewer!"]'), "part"),
        (policy_text(EXTRA + 'code = "x"'), "does not know"),
        (policy_text(EXTRA + "accounts = [1]"), "no text"),
    ],
)
def test_what_is_not_exactly_a_policy_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(LetterError, match=words):
        policies.parse(raw)


@given(st.binary(max_size=300) | st.text(max_size=200).map(
    policy_text))  # fmt: skip
def test_arbitrary_files_are_policies_or_refused_plainly(raw: bytes) -> None:
    try:
        policies.parse(raw)
    except LetterError:
        return


def test_real_letters_by_known_accounts_give_the_mark_and_fresh_keys_do_not() -> None:
    vouches: dict[bool, list[Vouch]] = {True: [], False: []}
    for number, name in enumerate(("ada", "bea", "cyd")):
        key = Ed25519PrivateKey.generate()
        account = f"https://forge.example/{name}"
        letter = letter_reading.parse(signed(
            key=key, id=f"urn:uuid:{number:08x}-0000-7000-8000-000000000000", about=WORKS[:1],
            kind=AttestationKind.VOUCH, statement="Saw it.",
            issuer=Party(name, "", (account,))))  # fmt: skip
        listing = f"{account}.keys"
        line = app_keys.record(key).public
        answers = {listing: Answer(listing, NOW, 200, "text/plain", line.encode())}
        for is_listed in (True, False):
            onlooker = Onlooker(answers=answers if is_listed else {}, written_for_on=NOW.date())
            found = judge(letter, onlooker, at=NOW)
            made = marks.vouch_of(letter.attestation, found, letter.signature)
            assert made.key == app_keys.record(key).fingerprint
            assert made.mutual
            vouches[is_listed].append(made)
    assert mark(OLD, *vouches[True]).is_given
    assert not mark(OLD, *vouches[False]).is_given
    assert marks.vouch_of(said(), verdict(), b"junk").key == ""
