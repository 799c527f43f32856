"""Members a signature does not cover are found and named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from portfolio.attest.badges import coverage, vocabularies
from portfolio.errors import BadgeError
from tests.attest.badges import made

V1 = [vocabularies.CREDENTIALS_1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"]


def rich() -> made.Json:
    """Every kind of member real badges have."""
    document = made.credential(
        evidence=[{"id": "https://example.org/e", "type": ["Evidence"], "name": "A review"}],
        image={"id": "data:image/png;base64,AAAA", "type": "Image", "caption": "A star"},
        credentialStatus={
            "id": "https://example.org/list#5",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "5",
            "statusListCredential": "https://example.org/list",
        },
        validUntil="2030-01-01T00:00:00Z",
        endorsement=[made.sealed(made.endorsement("urn:uuid:1"))],
    )
    subject = document["credentialSubject"]
    subject["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": "sha256$00",
            "identityType": "emailAddress",
            "salt": "x",
        }
    ]
    subject["result"] = [{"type": ["Result"], "value": "A", "status": "Completed"}]
    achievement = subject["achievement"]
    achievement["achievementType"] = "Badge"
    achievement["creditsAvailable"] = 4.5
    achievement["tag"] = ["review", "care"]
    achievement["alignment"] = [
        {"type": ["Alignment"], "targetName": "N", "targetUrl": "https://example.org/t"}
    ]
    return document


def old() -> made.Json:
    document = made.credential(
        **{"@context": V1}, validFrom=None, name=None, issuanceDate="2026-03-01T09:00:00Z"
    )
    document["type"] = ["VerifiableCredential", "AchievementCredential"]
    return document


@pytest.mark.parametrize("document", [made.credential(), rich(), old(), made.endorsement("urn:x")])
def test_a_whole_badge_is_covered(document: made.Json) -> None:
    assert coverage.uncovered(document) == ()


def changed(path: str, value: Any) -> made.Json:
    document = rich()
    *way, last = path.split(".")
    holder: Any = document
    for step in way:
        holder = holder[int(step)] if step.isdigit() else holder[step]
    holder[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("rank", "general", "rank"),
        ("expirationDate", "2099-01-01T00:00:00Z", "expirationDate"),
        ("credentialSubject.rank", "general", "credentialSubject.rank"),
        ("credentialSubject.achievement.x", [{"y": 1}], "credentialSubject.achievement.x"),
        ("evidence.0.approvedBy", "me", "evidence.approvedBy"),
        ("issuer.verified", True, "issuer.verified"),
        ("endorsement.0.rank", "general", "endorsement.rank"),
        ("urn:example:name", "Other", "urn:example:name"),
        ("@included", [{"id": "urn:a", "name": "b"}], "@included"),
        ("@reverse", {"evidence": {"id": "urn:a"}}, "@reverse"),
        ("@type", "VerifiableCredential", "@type"),
        ("credentialSubject.@id", "did:example:x", "credentialSubject.@id"),
        ("evidence", [[{"id": "https://example.org/e", "type": ["Evidence"]}]], "evidence"),
        ("credentialSubject.result.0.value", {"@value": "A", "@index": "0"}, ""),
    ],
)
def test_what_was_slipped_in_is_named(path: str, value: Any, named: str) -> None:
    try:
        found = coverage.uncovered(changed(path, value))
    except BadgeError:  # the processor already refuses it
        return
    assert found
    assert not named or named in found or any(each.startswith(named) for each in found)


def test_a_member_respelled_as_its_address_is_found() -> None:
    document = made.credential(validUntil="2027-01-01T00:00:00Z")
    end = document.pop("validUntil")
    document["https://www.w3.org/2018/credentials#validUntil"] = end
    assert coverage.uncovered(document)
    typed = {"@value": end, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    document["https://www.w3.org/2018/credentials#validUntil"] = typed
    assert "validUntil" in coverage.uncovered(document)


def test_the_members_of_a_bundle_are_judged_by_themselves() -> None:
    member = made.sealed(made.credential())
    document = copy.deepcopy(made.credential())
    document["@context"].insert(1, vocabularies.CLR_2)
    document["type"] = ["VerifiableCredential", "ClrCredential"]
    document["credentialSubject"] = {
        "type": ["ClrSubject"],
        "verifiableCredential": [member, "a.b.c"],
    }
    document["credentialSubject"]["identifier"] = [rich()["credentialSubject"]["identifier"][0]]
    assert coverage.uncovered(document) == ()
    document["credentialSubject"]["rank"] = "x"
    assert coverage.uncovered(document) == ("credentialSubject.rank",)
