"""Ours checked by an independent verifier, its own judged here, and the hostile refused by both."""

from __future__ import annotations

import copy
import gzip
from dataclasses import replace
from typing import Any

import pytest

from portfolio import resources
from portfolio.attest.badges import bundles, endorsing, issuing, strict_json, vocabularies
from portfolio.attest.badges.issuing import Award, Giver, Receiver
from portfolio.attest.badges.judging import judge
from portfolio.attest.badges.letter_endorsing import credential_of
from portfolio.attest.badges.recognising import open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.model.attestation import Work
from portfolio.model.verdict import Answer, VerdictState
from tests.attest.badges import made, samples
from tests.attest.badges.test_issuing import CONFORMS, ENDORSES
from tests.attest.badges.test_letter_endorsing import signed
from tests.published import verifying
from tests.published.fetching import AbsentError

pytestmark = pytest.mark.long

SUITES = ("eddsa-rdfc-2022", "Ed25519Signature2020")
SEED = bytes(range(32)).hex()
AWARD = Award(
    name="Star é",
    description="d",
    criteria="c",
    evidence=(Work("https://a.example/1", "t"), Work("https://a.example/2", "")),
    narrative="n",
    tags=("one", "two"),
    language="en",
)
ADA = Giver("Ada", made.KEY, "https://forge.example/ada")
NOOR = Receiver(account="https://forge.example/noor", mail="noor@example.org")
V1 = [
    vocabularies.CREDENTIALS_1,
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    vocabularies.ED25519_2020,
]


def old() -> made.Json:
    document = made.credential(
        **{"@context": V1}, validFrom=None, name=None, issuanceDate="2026-03-01T09:00:00Z"
    )
    document["type"] = ["VerifiableCredential", "AchievementCredential"]
    return document


def asked(*jobs: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        return verifying.asked(list(jobs), resources.path("contexts"))
    except AbsentError as error:
        pytest.skip(str(error))


def verify(document: made.Json, suite: str = SUITES[0]) -> dict[str, Any]:
    at = issuing.instant(made.AT)
    return {"does": "verify", "document": document, "suite": suite, "at": at}


def issue(document: made.Json, suite: str = SUITES[0]) -> dict[str, Any]:
    unsigned = {"does": "issue", "document": document, "suite": suite, "seed": SEED}
    return {**unsigned, "created": "2026-03-01T09:00:00Z"}


def parsed(raw: bytes) -> made.Json:
    return strict_json.parse_object(raw)


def given_badge() -> made.Json:
    return parsed(
        issuing.sealed(issuing.credential(AWARD, ADA, NOOR, at=made.ISSUED), ADA, made.AT)
    )


def test_what_is_given_here_holds_there() -> None:
    badge = given_badge()
    endorsement = parsed(endorsing.endorse(badge["id"], "Yes", ADA, at=made.ISSUED))
    (together,) = bundles.clr(
        [open_badge(strict_json.compact(badge))], ADA, mail="noor@example.org", at=made.ISSUED
    ).documents
    letter = parsed(credential_of(signed(giver=ADA), ADA, at=made.AT))
    answers = asked(*map(verify, (badge, endorsement, parsed(together), letter)))
    assert answers == [{"verified": True}] * 4
    assert list(CONFORMS.iter_errors(badge)) == []
    assert list(ENDORSES.iter_errors(endorsement)) == []
    assert list(ENDORSES.iter_errors(letter)) == []


def given_tokens() -> list[bytes]:
    """A badge, an endorsement of it and a bundle of both, as tokens."""
    giver = replace(ADA, as_token=True)
    badge = given_badge()
    document = issuing.credential(AWARD, giver, NOOR, at=made.ISSUED)
    (together,) = bundles.clr(
        [open_badge(strict_json.compact(badge))], giver, mail="noor@example.org", at=made.ISSUED
    ).documents
    endorsement = endorsing.endorse(badge["id"], "Yes", giver, at=made.ISSUED)
    return [issuing.sealed(document, giver, made.AT), endorsement, together]


def test_every_token_given_here_holds_there_and_says_what_the_document_would() -> None:
    jobs = ({"does": "token", "token": each.decode()} for each in given_tokens())
    badge, endorsement, together = asked(*jobs)
    for answer, kind in (
        (badge, "OpenBadgeCredential"),
        (endorsement, "EndorsementCredential"),
        (together, "ClrCredential"),
    ):
        assert answer["verified"]
        assert kind in answer["payload"]["type"]
        assert answer["payload"]["iss"] == answer["payload"]["issuer"]["id"]
        assert answer["payload"]["jti"] == answer["payload"]["id"]
    assert list(CONFORMS.iter_errors(badge["payload"])) == []
    assert list(ENDORSES.iter_errors(endorsement["payload"])) == []
    (member,) = together["payload"]["credentialSubject"]["verifiableCredential"]
    assert list(CONFORMS.iter_errors(member)) == []


def test_a_badge_that_is_endorsed_within_and_ends_holds_there() -> None:
    badge = issuing.credential(
        replace(AWARD, expires_at=made.AT.replace(year=2030)), ADA, NOOR, at=made.ISSUED
    )
    ben = Giver("Ben", made.OTHER_KEY)
    badge["endorsement"] = [parsed(endorsing.endorse(badge["id"], "Yes", ben, at=made.ISSUED))]
    whole = parsed(issuing.sealed(badge, ADA, made.AT))
    assert list(CONFORMS.iter_errors(whole)) == []
    assert asked(verify(whole), verify(whole["endorsement"][0])) == [{"verified": True}] * 2


def test_a_token_changed_on_the_way_is_refused_there() -> None:
    giver = replace(ADA, as_token=True)
    raw = issuing.sealed(issuing.credential(AWARD, giver, NOOR, at=made.ISSUED), giver, made.AT)
    changed = raw.replace(b".", b".e", 1)
    jobs = ({"does": "token", "token": each.decode()} for each in (raw, changed))
    good, bad = asked(*jobs)
    assert good["verified"]
    assert good["payload"]["iss"] == good["payload"]["issuer"]["id"]
    assert not bad["verified"]


def test_what_is_given_there_holds_here() -> None:
    jobs = [issue(made.credential(), suite) for suite in SUITES]
    jobs += [issue(old(), SUITES[1]), issue(made.endorsement("urn:uuid:1"))]
    jobs.append(issue(made.credential(**{"@context": vocab_with_status(), **with_status()})))
    for answer in asked(*jobs):
        file = open_badge(made.text(answer["document"]))
        found = judge(file, Onlooker(), at=made.AT)
        assert found.state is VerdictState.NOT_ANCHORED, [each.says for each in found.steps]


def listed(*, revoked: bool) -> made.Json:
    bits = bytes([0x04 if revoked else 0]) + bytes(16 * 1024 - 1)
    return {
        "@context": vocab_with_status()[:1],
        "id": "https://l.example/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "validFrom": "2026-03-01T09:00:00Z",
        "credentialSubject": {
            "id": "https://l.example/1#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + made.b64(gzip.compress(bits)),
        },
    }


def test_a_list_of_revoked_badges_signed_there_counts_here_and_a_forged_one_does_not() -> None:
    context = {"@context": vocab_with_status(), **with_status()}
    (badge, good, revoked) = (
        answer["document"]
        for answer in asked(
            issue(made.credential(**context)),
            issue(listed(revoked=False)),
            issue(listed(revoked=True)),
        )
    )
    forged = made.sealed(
        {**listed(revoked=True), "issuer": made.did(made.OTHER_KEY)}, made.OTHER_KEY
    )
    changed = {**good, "credentialSubject": revoked["credentialSubject"]}
    file = open_badge(made.text(badge))
    for page, state in (
        (good, VerdictState.NOT_ANCHORED),
        (revoked, VerdictState.REVOKED),
        (forged, VerdictState.NOT_ANCHORED),
        (changed, VerdictState.NOT_ANCHORED),
    ):
        answer = Answer("https://l.example/1", made.AT, 200, "", made.text(page))
        found = judge(file, Onlooker(answers={answer.url: answer}), at=made.AT)
        assert found.state is state
        said = {step.says.code for step in found.steps}
        assert ("badge.not-revoked" in said) is (page is good)
    assert [each["verified"] for each in asked(verify(forged), verify(changed))] == [True, False]


def test_a_bundle_put_together_there_is_judged_by_its_members_here() -> None:
    (badge,) = asked(issue(made.credential()))
    inside = badge["document"]
    changed = {**inside, "name": "Other"}
    bundle = samples.clr(inside)
    (whole, broken) = asked(issue(bundle), issue(samples.clr(changed)))
    found = judge(open_badge(made.text(whole["document"])), Onlooker(), at=made.AT)
    assert found.state is VerdictState.NOT_ANCHORED
    found = judge(open_badge(made.text(broken["document"])), Onlooker(), at=made.AT)
    assert found.state is VerdictState.INVALID


def vocab_with_status() -> list[str]:
    return [*made.credential()["@context"], "https://w3id.org/security/data-integrity/v2"]


def with_status() -> made.Json:
    return {
        "credentialStatus": {
            "id": "https://l.example/1#5",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "5",
            "statusListCredential": "https://l.example/1",
        },
        "validUntil": "2030-01-01T00:00:00Z",
    }


def hostile(document: made.Json) -> list[made.Json]:
    changes: list[made.Json] = []
    for path, value in (
        ("name", "Other"),
        ("credentialSubject/id", "did:example:mallory"),
        ("credentialSubject/achievement/criteria/narrative", "none"),
        ("proof/created", "2027-01-01T00:00:00Z"),
        ("proof/proofPurpose", "authentication"),
        ("proof/proofValue", made.sealed(made.credential(name="x"))["proof"]["proofValue"]),
        ("rank", "general"),
    ):
        changed = copy.deepcopy(document)
        *way, last = path.split("/")
        holder: Any = changed
        for step in way:
            holder = holder[step]
        holder[last] = value
        changes.append(changed)
    return changes


@pytest.mark.parametrize("suite", SUITES)
def test_the_hostile_are_refused_by_both(suite: str) -> None:
    (answer,) = asked(issue(made.credential(), suite))
    for changed in hostile(answer["document"]):
        found = judge(open_badge(made.text(changed)), Onlooker(), at=made.AT)
        assert found.state is VerdictState.INVALID
    changes = hostile(given_badge()) if suite == SUITES[0] else hostile(answer["document"])
    for theirs in asked(*(verify(each, suite) for each in changes)):
        assert not theirs["verified"]


def test_a_badge_in_the_name_of_somebody_else_is_refused_by_both() -> None:
    document = made.credential(issuer={"id": made.did(made.OTHER_KEY), "type": ["Profile"]})
    signed = made.sealed(document, made.KEY)
    (theirs,) = asked(verify(signed))
    found = judge(open_badge(made.text(signed)), Onlooker(), at=made.AT)
    assert found.summary.code == "badge.other-signer"
    assert not theirs["verified"]
