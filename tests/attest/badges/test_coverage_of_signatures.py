"""Members a signature does not cover are found and named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from portfolio.attest.badges import coverage, proofs, vocabularies
from portfolio.attest.badges.recognising import open_badge
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


def complete() -> made.Json:
    """Nearly every member that Open Badges 3.0 defines, with endorsements in all three places."""
    document = rich()
    document["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    alignment = {
        "type": ["Alignment"],
        "targetCode": "p",
        "targetName": "n",
        "targetFramework": "f",
        "targetType": "CFItem",
        "targetUrl": "https://x.example/a",
    }
    place = {
        "type": ["Address"],
        "addressCountry": "NL",
        "streetAddress": "1",
        "geo": {"type": "GeoCoordinates", "latitude": 1.0, "longitude": 1.5},
    }
    profile = {
        "id": "https://x.example/u",
        "type": ["Profile"],
        "name": "U",
        "email": "a@b.example",
        "address": place,
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "1", "identifierType": "sourcedId"}
        ],
        "parentOrg": {"id": "did:example:123", "type": ["Profile"], "name": "V"},
    }
    document["refreshService"] = {"id": document["id"], "type": "1EdTechCredentialRefresh"}
    document["credentialStatus"] = {"id": "https://x.example/gone", "type": "1EdTechRevocationList"}
    document["awardedDate"] = "2026-02-01T00:00:00Z"
    document["issuer"]["address"] = place
    level = "urn:uuid:d05a0867-d0ad-4b03-bdb5-28fb5d2aab7a"
    rubric = {"id": level, "type": ["RubricCriterionLevel"], "level": "M", "name": "Mastery"}
    described = {
        "id": "urn:uuid:a70ddc6a-4c4a-4bd8-8277-cb97c79f40c5",
        "type": ["ResultDescription"],
        "name": "Final",
        "resultType": "RubricCriterionLevel",
        "allowedValue": ["B", "A"],
        "alignment": [alignment],
        "requiredLevel": level,
        "rubricCriterionLevel": [{**rubric, "points": "4", "alignment": [alignment]}],
    }
    subject = document["credentialSubject"]
    subject |= {"creditsEarned": 42.0, "term": "Fall", "source": profile, "role": "R"}
    subject["result"] = [
        {"type": ["Result"], "resultDescription": described["id"], "achievedLevel": level}
    ]
    achievement = subject["achievement"]
    achievement |= {"creator": profile, "resultDescription": [described], "version": "1.0"}
    achievement["related"] = [{"id": "https://x.example/r", "type": ["Related"], "version": "1"}]
    for number, holder in enumerate((document["issuer"], achievement)):
        inner = made.endorsement(holder["id"], id=f"urn:uuid:2{number}")
        holder["endorsement"] = [made.sealed(inner, made.OTHER_KEY)]
    return document


def old() -> made.Json:
    document = made.credential(
        **{"@context": V1}, validFrom=None, name=None, issuanceDate="2026-03-01T09:00:00Z"
    )
    document["type"] = ["VerifiableCredential", "AchievementCredential"]
    return document


@pytest.mark.parametrize(
    "document", [made.credential(), rich(), complete(), old(), made.endorsement("urn:x")]
)
def test_a_whole_badge_is_covered(document: made.Json) -> None:
    assert coverage.uncovered(document) == ()
    assert proofs.check(open_badge(made.text(made.sealed_2020(document))), {}).seal in (
        proofs.Seal.HELD,
        proofs.Seal.OTHER_SIGNER,  # the endorsement is somebody else's
    )


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
