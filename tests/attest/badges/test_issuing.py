"""Badges people give, endorsements, and bundles: whole, checkable, and to the standard."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from portfolio.attest.badges import bundles, designs, endorsing, issuing, proofs, reading
from portfolio.attest.badges.issuing import Award, Giver, Receiver
from portfolio.attest.badges.judging import judge
from portfolio.attest.badges.recognising import BadgeFile, open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import BadgeError, UsageError
from portfolio.model.attestation import Work
from portfolio.model.badge import RecipientMatch
from portfolio.model.verdict import VerdictState
from tests.attest.badges import made, pictures

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas/ob_v3p0_achievementcredential_schema.json").read_text()
)
DESIGNS = {each.id: each.svg for each in designs.designs()}
ADA = Giver("Ada Example", made.KEY, "https://forge.example/ada")
BEN = Giver("Ben Example", made.OTHER_KEY)
NOOR = Receiver(account="https://forge.example/noor", mail="Noor@example.org")
AWARD = Award(
    name="Patient reviewer",
    description="Reviews with care",
    criteria="Ten reviews that say *why*.",
    evidence=(Work("https://forge.example/p/pull/5", "A review"),),
    narrative="Noor explained every change to a newcomer.",
    tags=("review", "care"),
    language="en",
    expires_at=made.AT + timedelta(days=700),
)
CONFORMS = Draft201909Validator(SCHEMA)
ENDORSES = Draft201909Validator({**SCHEMA, **SCHEMA["$defs"]["EndorsementCredential"]})


def given_badge(award: Award = AWARD, giver: Giver = ADA, design: str = "round") -> BadgeFile:
    issued = issuing.issue(award, giver, NOOR, design=DESIGNS[design], at=made.AT)
    return open_badge(issued.baked)


def problems(schema: Draft201909Validator, document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}"[:300] for error in schema.iter_errors(document)]


@pytest.mark.parametrize("name", list(DESIGNS))
@pytest.mark.parametrize("as_token", [False, True])
def test_a_badge_in_each_design_is_checked_by_a_stranger(name: str, as_token: bool) -> None:
    file = given_badge(giver=replace(ADA, as_token=as_token), design=name)
    assert judge(file, Onlooker(), at=made.AT).state is VerdictState.NOT_ANCHORED
    assert problems(CONFORMS, dict(file.credential)) == []


def test_a_badge_in_a_picture_of_ones_own() -> None:
    picture = pictures.png()
    issued = issuing.issue(AWARD, ADA, NOOR, design=picture, at=made.AT)
    assert issued.media_type == "image/png"
    assert open_badge(issued.baked).document == issued.document
    again = issuing.issue(AWARD, BEN, NOOR, design=issued.baked, at=made.AT)
    assert proofs.issuer_of(open_badge(again.baked).credential) == issuing.did(BEN.key)
    with pytest.raises(BadgeError):
        issuing.issue(AWARD, ADA, NOOR, design=b"GIF89a", at=made.AT)


def test_what_is_given_is_what_is_read() -> None:
    badge = reading.badge_of(given_badge(), own_addresses=("noor@example.org",))
    assert badge.name == AWARD.name
    assert badge.criteria == AWARD.criteria
    assert badge.narrative == AWARD.narrative
    assert badge.evidence == AWARD.evidence
    assert badge.tags == AWARD.tags
    assert badge.from_person
    assert badge.issuer.name == ADA.name
    assert badge.expires_at == AWARD.expires_at
    assert badge.recipient_match is RecipientMatch.CONFIRMED


def test_a_mail_address_is_never_written_as_it_is() -> None:
    one, other = given_badge(), given_badge()
    assert b"oor@example" not in one.raw
    salts = [each.credential["credentialSubject"]["identifier"][0]["salt"] for each in (one, other)]
    assert len(salts[0]) == 32
    assert salts[0] != salts[1]
    assert one.credential["id"] != other.credential["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"description": ""},
        {"criteria": ""},
        {"criteria": "x" * 30_000},
        {"evidence": ()},
        {"evidence": (Work("https://a.example/with a blank", "x"),)},
        {"evidence": (Work("", "x"),)},
        {"evidence": (Work("/relative", "x"),)},
        {"achievement_id": "no address"},
        {"kind": "Not A Kind"},
        {"expires_at": made.AT - timedelta(days=1)},
    ],
)
def test_what_cannot_be_given(change: dict[str, Any]) -> None:
    with pytest.raises((BadgeError, UsageError)):
        given_badge(replace(AWARD, **change))


@pytest.mark.parametrize("receiver", [Receiver(), Receiver(account="noor"), Receiver(did="did x")])
def test_somebody_has_to_be_given_to(receiver: Receiver) -> None:
    with pytest.raises(BadgeError):
        issuing.credential(AWARD, ADA, receiver, at=made.AT)


def test_a_giver_has_a_name() -> None:
    with pytest.raises(BadgeError):
        issuing.profile(Giver("", made.KEY))
    with pytest.raises(BadgeError):
        issuing.profile(Giver("Ada", made.KEY, "not an address"))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, TEXT, st.lists(TEXT, max_size=3))
def test_any_words_can_be_given_and_checked(
    name: str, criteria: str, narrative: str, tags: list[str]
) -> None:
    award = replace(
        AWARD, name=name, criteria=criteria, narrative=narrative, tags=tuple(dict.fromkeys(tags))
    )
    for giver in (ADA, replace(ADA, as_token=True)):
        document = issuing.credential(award, giver, NOOR, at=made.AT)
        raw = issuing.sealed(document, giver, made.AT)
        assert problems(CONFORMS, dict(open_badge(raw).credential)) == []


@settings(max_examples=60)
@given(st.text(max_size=20))
def test_only_addresses_are_signed_as_addresses(text: str) -> None:
    try:
        assert issuing.address(f"urn:{text}") == f"urn:{text}"
    except BadgeError:
        return
    document = made.credential(id=f"urn:{text}")
    assert proofs.check(open_badge(made.text(made.sealed(document))), {}).seal is proofs.Seal.HELD


@pytest.mark.parametrize("what", ["badge", "achievement", "issuer"])
@pytest.mark.parametrize("as_token", [False, True])
def test_an_endorsement_of_each_part_of_a_badge(what: str, as_token: bool) -> None:
    file = given_badge()
    about = endorsing.subjects_of(file)[what]
    raw = endorsing.endorse(about, "I saw it.", replace(BEN, as_token=as_token), at=made.AT)
    endorsement = open_badge(raw)
    assert endorsement.form.is_endorsement
    assert judge(endorsement, Onlooker(), at=made.AT).state is VerdictState.NOT_ANCHORED
    assert problems(ENDORSES, dict(endorsement.credential)) == []
    assert reading.badge_of(endorsement).description == "I saw it."


def test_an_endorsement_says_something_about_something() -> None:
    for about, comment in (("urn:uuid:1", ""), ("nothing", "Good"), ("", "Good")):
        with pytest.raises(BadgeError):
            endorsing.endorse(about, comment, BEN, at=made.AT)
    with pytest.raises(BadgeError):
        endorsing.endorse("urn:uuid:1", "Good", BEN, at=made.AT, expires_at=made.AT)


def test_badges_put_together_keep_their_signatures() -> None:
    files = [given_badge(), given_badge(giver=BEN), given_badge(giver=replace(ADA, as_token=True))]
    together = bundles.clr(files, BEN, mail="ben@example.org", at=made.AT)
    assert together.left_out == (files[2],)
    (raw,) = together.documents
    whole = open_badge(raw)
    assert [dict(each.credential) for each in whole.members] == [
        dict(each.credential) for each in files[:2]
    ]
    assert judge(whole, Onlooker(), at=made.AT).state is VerdictState.NOT_ANCHORED
    assert b"ben@example" not in raw
    with pytest.raises(BadgeError):
        bundles.clr(files[2:], BEN, at=made.AT)


def test_many_badges_make_several_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MAX_MEMBERS", 2)
    files = [given_badge() for _ in range(5)]
    together = bundles.clr(files, BEN, at=made.AT)
    assert [len(open_badge(raw).members) for raw in together.documents] == [2, 2, 1]
    monkeypatch.setattr(bundles, "MAX_MEMBERS", 60)
    monkeypatch.setattr(bundles, "MAX_BYTES", 3 * len(json.dumps(dict(files[0].credential))))
    assert len(bundles.clr(files, BEN, at=made.AT).documents) == 2


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "foo:bar", "https://",
     "https:forge.example", "http://[x", "https://me:secret@forge.example/1", "/relative", ""],
)  # fmt: skip
def test_evidence_that_nobody_can_open_is_none(address: str) -> None:
    award = replace(AWARD, evidence=(Work(address, "A work"),))
    with pytest.raises(UsageError, match="no address that others can open"):
        issuing.issue(award, ADA, NOOR, design=DESIGNS["round"], at=made.AT)


@pytest.mark.parametrize(
    "inside",
    [b"<script>alert(1)</script>", b'<rect onclick="alert(1)"/>',
     b'<image href="https://evil.example/x.png"/>', b'<style>@import "https://evil.example";</style>'],
)  # fmt: skip
def test_a_picture_of_ones_own_is_nothing_but_a_picture(inside: bytes) -> None:
    def drawn(inside: bytes) -> bytes:
        return b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + inside + b"</svg>"

    issuing.issue(AWARD, ADA, NOOR, design=drawn(b'<rect width="9" height="9"/>'), at=made.AT)
    with pytest.raises(UsageError, match="more than shapes"):
        issuing.issue(AWARD, ADA, NOOR, design=drawn(inside), at=made.AT)
