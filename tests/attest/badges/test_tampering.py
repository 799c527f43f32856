"""Every byte of a badge changed, and the known tricks: nothing changed is ever taken for whole."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from portfolio.attest.badges import issuing, proofs, reading
from portfolio.attest.badges.baked import Keyword
from portfolio.attest.badges.designs import designs
from portfolio.attest.badges.issuing import Award, Giver, Receiver
from portfolio.attest.badges.judging import judge
from portfolio.attest.badges.png import bake
from portfolio.attest.badges.recognising import BadgeFile, open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import BadgeError
from portfolio.model.attestation import Work
from portfolio.model.verdict import VerdictState
from tests.attest.badges import made, pictures
from tests.fuzz.openers import with_checksums

HOLDS = {VerdictState.VALID, VerdictState.NOT_ANCHORED, VerdictState.EXPIRED}
AWARD = Award("Star", "d", "c", (Work("https://a.example/1", "t"),))
RECEIVER = Receiver(account="https://forge.example/noor")


def whole(kind: str) -> bytes:
    giver = Giver("Ada", made.KEY, as_token=kind.endswith("token"))
    svg = next(each.svg for each in designs() if each.id == "square")
    picture = pictures.png() if kind.startswith("png") else svg
    issued = issuing.issue(AWARD, giver, RECEIVER, design=picture, at=made.ISSUED)
    return issued.baked if kind.startswith(("png", "svg")) else issued.document


def meaning(file: BadgeFile) -> Any:
    """All that a badge says: the credential, without the signature's own spelling."""
    return {name: each for name, each in file.credential.items() if name != "proof"}


def changed_bytes(raw: bytes, bits: tuple[int, ...]) -> Iterator[bytes]:
    for at in range(len(raw)):
        for bit in bits:
            yield raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1 :]


@pytest.mark.long
@pytest.mark.parametrize("kind", ["png", "svg", "json", "png-token", "svg-token", "token"])
def test_no_changed_byte_is_taken_for_the_badge(kind: str) -> None:
    raw = whole(kind)
    expected = meaning(open_badge(raw))
    tried = refused = 0
    patterns = (0x01, 0x20, 0x80) if not kind.endswith("token") else (0x01, 0x02, 0x10, 0x20, 0x80)
    for damaged in changed_bytes(raw, patterns):
        # Whoever changes a picture makes its checksums right again.
        changed = with_checksums(damaged) if kind.startswith("png") else damaged
        tried += 1
        try:
            file = open_badge(changed)
        except BadgeError:
            refused += 1
            continue
        verdict = judge(file, Onlooker(), at=made.AT)
        if verdict.state in HOLDS:
            # A byte of the picture, of blanks, or of what says nothing.
            assert meaning(file) == expected
        else:
            refused += 1
    assert tried >= len(raw)
    assert refused > len(open_badge(raw).document) // 2


def signed(**changes: Any) -> made.Json:
    return made.sealed(made.credential(**changes))


def with_change(path: str, value: Any) -> made.Json:
    document = signed(validUntil="2027-01-01T00:00:00Z")
    *way, last = path.split("/")
    holder: Any = document
    for step in way:
        holder = holder[step]
    holder[last] = value
    return document


def moved_end() -> made.Json:
    """The end of validity hidden in an endorsement's subject: the same statements are signed."""
    document = made.credential(validUntil="2026-05-01T00:00:00Z")
    inner = made.endorsement(document["id"])
    document["endorsement"] = [inner]
    document = made.sealed(document)
    subject = document["endorsement"][0]["credentialSubject"]
    subject["validUntil"] = document.pop("validUntil")
    subject["type"] = ["EndorsementSubject", *document["type"]]
    return document


def respelled_end() -> made.Json:
    document = signed(validUntil="2026-05-01T00:00:00Z")
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": document.pop("validUntil"),
    }
    return document


def wrapped_status() -> made.Json:
    entry = {
        "id": "https://l.example/1#5",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": "https://l.example/1",
    }
    document = signed(credentialStatus=entry)
    return {**document, "credentialStatus": [[entry]]}


def issuer_swapped() -> made.Json:
    document = signed()
    document["issuer"] = {**document["issuer"], "id": made.did(made.OTHER_KEY)}
    return document


def proof_of_another() -> made.Json:
    return {**made.credential(name="Other"), "proof": signed()["proof"]}


def signed_again_by_another() -> made.Json:
    return made.sealed(made.credential(), made.OTHER_KEY)


TRICKS: dict[str, Callable[[], made.Json]] = {
    "name": lambda: with_change("name", "Other"),
    "subject": lambda: with_change("credentialSubject/id", "did:example:mallory"),
    "issuer": issuer_swapped,
    "issuer's name": lambda: with_change("issuer/name", "The Guild"),
    "criteria": lambda: with_change("credentialSubject/achievement/criteria/narrative", "none"),
    "longer": lambda: with_change("validUntil", "2099-01-01T00:00:00Z"),
    "for ever": lambda: with_change("validUntil", None),
    "added evidence": lambda: with_change(
        "evidence", [{"id": "https://a.example", "type": "Evidence"}]
    ),
    "member nobody defines": lambda: with_change("rank", "general"),
    "old name of the end": lambda: with_change("expirationDate", "2099-01-01T00:00:00Z"),
    "moved end": moved_end,
    "respelled end": respelled_end,
    "wrapped status": wrapped_status,
    "other proof": proof_of_another,
    "other signer": signed_again_by_another,
    "proof of nothing": lambda: with_change("proof/proofValue", "z" + "1" * 64),
    "no proof": lambda: {**signed(), "proof": []},
    "proof without key": lambda: with_change("proof/verificationMethod", ""),
    "graph": lambda: {"@context": signed()["@context"], "@graph": [signed()], **signed()},
}


@pytest.mark.parametrize("trick", TRICKS)
def test_known_tricks_on_documents(trick: str) -> None:
    try:
        file = open_badge(made.text(TRICKS[trick]()))
    except BadgeError:
        return
    verdict = judge(file, Onlooker(), at=made.AT - timedelta(days=250))
    assert verdict.state not in HOLDS
    if trick != "no proof":
        assert verdict.state is VerdictState.INVALID


def test_the_tricks_are_tried_on_a_badge_that_holds() -> None:
    for document in (signed(), signed(validUntil="2026-05-01T00:00:00Z")):
        assert judge(open_badge(made.text(document)), Onlooker(), at=made.ISSUED).state in HOLDS


def test_the_vocabulary_cannot_be_swapped() -> None:
    document = signed(validUntil="2027-01-01T00:00:00Z")
    for contexts in (
        document["@context"][:1],
        document["@context"][::-1],
        [document["@context"][0], "https://purl.imsglobal.org/spec/ob/v3p0/context.json"],
        [*document["@context"], {"validUntil": None}],
        [*document["@context"], "https://w3id.org/openbadges/v2"],
        ["https://www.w3.org/2018/credentials/v1", document["@context"][1]],
        [],
        None,
        {},
    ):
        changed = {**copy.deepcopy(document), "@context": contexts}
        try:
            file = open_badge(made.text(changed))
        except BadgeError:
            continue
        assert judge(file, Onlooker(), at=made.AT).state not in HOLDS


def test_the_older_of_two_badges_in_a_picture_does_not_speak_for_it() -> None:
    good = json.dumps(signed()).encode()
    forged = json.dumps({**signed(), "name": "Other"}).encode()
    picture = bake(bake(pictures.png(), good, Keyword.OPEN_BADGES), forged, Keyword.CREDENTIAL)
    assert judge(open_badge(picture), Onlooker(), at=made.AT).state is VerdictState.INVALID


def test_what_is_judged_is_what_is_shown() -> None:
    token = made.token({**made.claimed(made.credential()), "name": "In the token"}).encode()
    file = open_badge(token)
    assert proofs.check(file, {}).seal is proofs.Seal.HELD
    assert reading.badge_of(file).name == "Patient reviewer"  # of the achievement
    assert file.credential["name"] == "In the token"
