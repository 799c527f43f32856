"""The verdict on a credential: order, words, classes of trust, and the traps."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portfolio.attest.badges import public_keys
from portfolio.attest.badges.judging import judge, listed
from portfolio.attest.badges.recognising import open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.model import verdict_words
from portfolio.model.codes import TrustClass
from portfolio.model.keys import OWN, KeyKind, KeyRecord, KeyTrust
from portfolio.model.verdict import Answer, Step, StepMark, Verdict, VerdictState
from tests.attest.badges import made

STRANGER = Onlooker()
WEB = "did:web:issuer.example"
HOST = "https://issuer.example/.well-known/did.json"


def record(key: Any = made.KEY, owner: str = "", trust: KeyTrust = KeyTrust.NONE) -> KeyRecord:
    public = key.public_key()
    line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    return KeyRecord(
        public_keys.fingerprint(public), "ssh-ed25519", line, KeyKind.APP, owner, trust=trust
    )


def said(url: str, body: object = b"", status: int = 200) -> dict[str, Answer]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return {url: Answer(url, datetime(2026, 11, 19, tzinfo=UTC), status, "", raw)}


def verdict(
    document: Any,
    onlooker: Onlooker = STRANGER,
    *,
    at: datetime = made.AT,
    last_good: date | None = None,
) -> Verdict:
    raw = document if isinstance(document, bytes) else made.text(document)
    found = judge(open_badge(raw), onlooker, at=at, last_good=last_good)
    for step in every(found.steps):  # each has words, with all that they need
        assert verdict_words.title(step.says)
        verdict_words.detail(step.says)
    assert verdict_words.title(found.summary)
    return found


def every(steps: tuple[Step, ...]) -> list[Step]:
    return [one for step in steps for one in (step, *every(step.children))]


def codes(found: Verdict) -> list[str]:
    return [step.says.code.removeprefix("badge.") for step in found.steps]


def step(found: Verdict, code: str) -> Step:
    return next(each for each in every(found.steps) if each.says.code == f"badge.{code}")


def test_a_stranger_sees_a_badge_of_an_unknown_key() -> None:
    found = verdict(made.sealed(made.credential()))
    assert found.state is VerdictState.NOT_ANCHORED
    assert found.trust is TrustClass.SELF_REPORTED  # three fresh keys take milliseconds
    assert codes(found) == [
        "recognised",
        "unchanged",
        "from-person",
        "signer-unknown",
        "recipient-named",
    ]
    assert found.level is None
    assert found.wants == ()
    assert verdict_words.title(found.summary).startswith("Unchanged since signed. Who holds")


@pytest.mark.parametrize(
    ("known", "state", "trust", "code"),
    [
        (record(owner="ada"), VerdictState.VALID, TrustClass.ATTESTED, "signer-known"),
        (record(trust=KeyTrust.MET), VerdictState.VALID, TrustClass.ATTESTED, "signer-known"),
        (
            record(owner="The Guild", trust=KeyTrust.KNOWN_ORGANISATION),
            VerdictState.VALID,
            TrustClass.CERTIFIED,
            "signer-known",
        ),
        (record(owner=OWN), VerdictState.VALID, TrustClass.SELF_REPORTED, "signer-you"),
        (record(), VerdictState.NOT_ANCHORED, TrustClass.SELF_REPORTED, "signer-unknown"),
        (
            record(made.OTHER_KEY, owner="ben"),
            VerdictState.NOT_ANCHORED,
            TrustClass.SELF_REPORTED,
            "signer-unknown",
        ),
    ],
)
def test_what_the_onlooker_knows_of_the_key_counts(
    known: KeyRecord, state: VerdictState, trust: TrustClass, code: str
) -> None:
    found = verdict(made.sealed(made.credential()), Onlooker(keys=(known,)))
    assert (found.state, found.trust) == (state, trust)
    assert found.summary.code == f"badge.{code}"
    assert ("from-person" in codes(found)) is (trust is not TrustClass.CERTIFIED)


def test_a_refused_key_speaks_for_nobody() -> None:
    refused = record(owner="https://forge.example/ada", trust=KeyTrust.REFUSED)
    found = verdict(made.sealed(made.credential()), Onlooker(keys=(refused,)))
    assert (found.state, found.trust) == (VerdictState.NOT_ANCHORED, TrustClass.SELF_REPORTED)
    assert found.summary.code == "badge.signer-unknown"


def test_a_key_that_was_replaced_is_worth_knowing() -> None:
    known = replace(record(owner="ada"), replaced_by="SHA256:new")
    found = verdict(made.sealed(made.credential()), Onlooker(keys=(known,)))
    assert found.state is VerdictState.VALID
    assert step(found, "key-replaced").mark is StepMark.NOTE


def test_a_badge_a_service_lists_is_evidence() -> None:
    found = listed("forum.example", seen_at=made.ISSUED, at=made.AT)
    assert (found.state, found.trust) == (VerdictState.UNSIGNED, TrustClass.EVIDENCE)
    assert verdict_words.title(found.summary) == "Listed by forum.example"


def by_organisation() -> bytes:
    document = made.credential(issuer={"id": WEB, "type": ["Profile"], "name": "The Guild"})
    return made.token(made.claimed(document), made.rsa_key(), kid=f"{WEB}#k1").encode()


def did_document(key: Any = None) -> made.Json:
    jwk = made.jwk(key or made.rsa_key())
    method = {"id": f"{WEB}#k1", "type": "JsonWebKey", "controller": WEB, "publicKeyJwk": jwk}
    return {"id": WEB, "verificationMethod": [method], "assertionMethod": [f"{WEB}#k1"]}


def test_a_badge_of_an_organisation_needs_its_host_once() -> None:
    found = verdict(by_organisation())
    assert (found.state, found.trust) == (VerdictState.CANNOT_CHECK, TrustClass.SELF_REPORTED)
    assert found.wants == (HOST,)
    assert verdict_words.title(found.summary) == (
        "The issuer's key is on issuer.example. Go online to check it."
    )
    found = verdict(by_organisation(), Onlooker(answers=said(HOST, did_document())))
    assert (found.state, found.trust) == (VerdictState.VALID, TrustClass.CERTIFIED)
    assert found.wants == ()
    assert step(found, "signer-host").consulted == ("issuer.example",)


@pytest.mark.parametrize("status", [0, 403, 404, 410, 500])
def test_a_dead_issuer_is_never_called_invalid(status: int) -> None:
    onlooker = Onlooker(answers=said(HOST, b"gone", status))
    found = verdict(by_organisation(), onlooker)
    assert found.state is VerdictState.CANNOT_CHECK
    assert verdict_words.title(found.summary) == "Cannot be checked any more"
    found = verdict(by_organisation(), onlooker, last_good=date(2024, 5, 3))
    assert found.state is VerdictState.CANNOT_CHECK
    assert verdict_words.title(found.summary) == "Cannot be checked any more; last good 3 May 2024"


@pytest.mark.parametrize(
    ("document", "state", "code"),
    [
        (made.credential(), "unsigned", "unsigned"),
        ({**made.sealed(made.credential()), "name": "Other"}, "invalid", "broken"),
        (made.sealed(made.credential(), made.OTHER_KEY), "invalid", "other-signer"),
        ({**made.sealed(made.credential()), "rank": "general"}, "invalid", "uncovered"),
        (
            {**made.sealed(made.credential()), "proof": {"type": "Later", "proofValue": "z"}},
            "cannot-check",
            "unsupported",
        ),
        (
            made.credential(
                **{
                    "@context": [*made.credential()["@context"], "https://own.example/c"],
                    "proof": made.sealed(made.credential())["proof"],
                }
            ),
            "cannot-check",
            "vocabulary-unknown",
        ),
        (
            made.credential(
                **{
                    "@context": [*made.credential()["@context"], {"a": "https://own.example/a"}],
                    "proof": made.sealed(made.credential())["proof"],
                }
            ),
            "cannot-check",
            "vocabulary-own",
        ),
    ],
)
def test_the_words_for_what_does_not_hold(document: made.Json, state: str, code: str) -> None:
    found = verdict(document, Onlooker(keys=(record(owner="ada"),)))
    assert found.state == state
    assert found.summary.code == f"badge.{code}"
    assert found.trust is TrustClass.SELF_REPORTED


def test_tokens_that_prove_nothing() -> None:
    payload = made.claimed(made.credential())
    none = made.token(payload, made.KEY, alg="none", kid=made.method()).rpartition(".")[0] + "."
    found = verdict(none.encode())
    assert (found.state, found.summary.code) == (VerdictState.INVALID, "badge.worthless")
    other = {**payload, "sub": "did:example:mallory"}
    found = verdict(made.token(other).encode())
    assert (found.state, found.summary.code) == (VerdictState.INVALID, "badge.contradicted")


@pytest.mark.parametrize("style", ["integrity", "token"])
@pytest.mark.parametrize(
    ("change", "at", "state", "code"),
    [
        ({}, datetime(2026, 3, 1, 8, tzinfo=UTC), "not-yet-valid", "not-before"),
        ({}, made.AT, "valid", ""),
        ({"validUntil": "2026-06-01T00:00:00Z"}, made.AT, "expired", "expired"),
        ({"validUntil": "2027-06-01T00:00:00Z"}, made.AT, "valid", "valid-until"),
        ({"validUntil": "9999-12-31T23:59:59-05:00"}, made.AT, "valid", "valid-until"),
    ],
)
def test_dates(style: str, change: made.Json, at: datetime, state: str, code: str) -> None:
    document = made.credential(**change)
    if style == "token":
        claims = {**document, "iss": made.did(), "jti": document["id"]}
        raw = made.token(claims).encode()
    else:
        raw = made.text(made.sealed(document))
    found = verdict(raw, Onlooker(keys=(record(owner="ada"),)), at=at)
    assert found.state == state
    assert not code or code in codes(found)


@pytest.mark.parametrize(
    ("expires", "state"), [("2026-06-01T00:00:00Z", "expired"), ("2027-06-01T00:00:00Z", "valid")]
)
def test_an_end_that_only_the_signature_has_counts(expires: str, state: str) -> None:
    document = made.sealed(made.credential(), expires=expires)
    found = verdict(document, Onlooker(keys=(record(owner="ada"),)))
    assert found.state == state
    document["proof"]["expires"] = "2099-01-01T00:00:00Z"
    found = verdict(document, Onlooker(keys=(record(owner="ada"),)))
    assert (found.state, found.summary.code) == (VerdictState.INVALID, "badge.broken")


def test_an_end_that_only_the_token_has_counts() -> None:
    claims = {**made.claimed(made.credential()), "exp": 1_780_000_000}
    assert verdict(made.token(claims).encode()).state is VerdictState.EXPIRED


def test_a_date_without_sense_is_a_missing_detail() -> None:
    found = verdict(made.token({**made.credential(validFrom="soon"), "iss": made.did()}).encode())
    assert dict(step(found, "missing").says.facts)["names"] == "validFrom"


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("id", "id"),
        ("credentialSubject.id", "credentialSubject.id"),
        ("credentialSubject.achievement", "credentialSubject.achievement"),
        ("credentialSubject.achievement.criteria", "credentialSubject.achievement.criteria"),
    ],
)
def test_what_is_missing_is_said_and_no_fault(path: str, named: str) -> None:
    document = made.credential()
    *way, last = path.split(".")
    holder = document
    for each in way:
        holder = holder[each]
    del holder[last]
    found = verdict(made.token({**document, "iss": made.did()}).encode())
    assert found.state is VerdictState.NOT_ANCHORED
    assert named in dict(step(found, "missing").says.facts)["names"].split(", ")


def test_the_recipient_is_a_warning_only() -> None:
    document = made.credential()
    document["credentialSubject"]["id"] = "mailto:noor@example.org"
    raw = made.text(made.sealed(document))
    mine = Onlooker(is_holder=True, addresses=("noor@example.org",))
    assert step(verdict(raw, mine), "recipient-you").mark is StepMark.HELD
    found = verdict(raw, Onlooker(is_holder=True, addresses=("lee@example.org",)))
    assert step(found, "recipient-other").mark is StepMark.NOTE
    assert found.state is VerdictState.NOT_ANCHORED
    assert dict(step(verdict(raw), "recipient-named").says.facts)["name"]
    document["credentialSubject"]["id"] = made.did(made.OTHER_KEY)
    own = Onlooker(is_holder=True, keys=(record(made.OTHER_KEY, owner=OWN),))
    assert "recipient-you" in codes(verdict(made.sealed(document), own))


def test_endorsements_are_judged_by_themselves() -> None:
    about = made.credential()["credentialSubject"]["achievement"]["id"]
    good = made.sealed(made.endorsement(about), made.OTHER_KEY)
    bad = copy.deepcopy(good)
    bad["credentialSubject"]["endorsementComment"] = "Best of all"
    elsewhere = made.sealed(made.endorsement("urn:uuid:other"), made.OTHER_KEY)
    document = made.sealed(made.credential(endorsement=[good, bad, elsewhere]))
    found = verdict(document, Onlooker(keys=(record(owner="ada"), record(made.OTHER_KEY, "ben"))))
    assert found.state is VerdictState.VALID
    assert codes(found)[-3:] == [
        "endorsed",
        "endorsement-not-confirmed",
        "endorsement-not-confirmed",
    ]
    assert [each.mark for each in found.steps[-3:]] == [
        StepMark.HELD,
        StepMark.NOTE,
        StepMark.NOTE,
    ]
    assert "badge.broken" in [each.says.code for each in found.steps[-2].children]
    assert "badge.endorsement-elsewhere" in [each.says.code for each in found.steps[-1].children]
    assert codes(verdict(document))[-3] == "endorsed-unknown"


def test_an_endorsement_that_speaks_of_something_else_too_is_not_confirmed() -> None:
    spoken = made.endorsement(made.credential()["id"])
    spoken["credentialSubject"] = [
        spoken["credentialSubject"],
        {**spoken["credentialSubject"], "id": "urn:uuid:other"},
    ]
    document = made.sealed(made.credential(endorsement=[made.sealed(spoken, made.OTHER_KEY)]))
    found = verdict(document, Onlooker(keys=(record(owner="ada"), record(made.OTHER_KEY, "ben"))))
    assert codes(found)[-1] == "endorsement-not-confirmed"
    assert "badge.endorsement-elsewhere" in [each.says.code for each in found.steps[-1].children]


def test_statements_moved_to_where_no_reader_looks_do_not_hold() -> None:
    again = {"id": made.credential()["id"], "type": ["Evidence"], "name": "again"}
    found = verdict(made.sealed(made.credential(evidence=[again])))
    assert (found.state, found.summary.code) == (VerdictState.INVALID, "badge.otherwise")


def test_endorsements_that_are_files_of_their_own() -> None:
    file = open_badge(made.text(made.sealed(made.credential())))
    mine = made.sealed(made.endorsement(made.credential()["id"]), made.OTHER_KEY)
    other = made.sealed(made.endorsement("urn:uuid:other"), made.OTHER_KEY)
    beside = [open_badge(made.text(each)) for each in (mine, other)]
    onlooker = Onlooker(keys=(record(made.OTHER_KEY, "ben"),))
    found = judge(file, onlooker, at=made.AT, endorsements=[*beside, file])
    assert codes(found)[-1] == "endorsed"
    assert len([each for each in found.steps if each.children]) == 1


def test_an_endorsement_in_a_bundle_speaks_of_the_badge_beside_it() -> None:
    mine = made.sealed(made.endorsement(made.credential()["id"]), made.OTHER_KEY)
    presentation = {
        "@context": mine["@context"][:1],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [made.sealed(made.credential()), mine],
    }
    found = verdict(presentation, Onlooker(keys=(record(made.OTHER_KEY, "ben"),)))
    assert "badge.endorsed" in [each.says.code for each in every(found.steps)]


def test_endorsements_in_tokens() -> None:
    inner = made.token(
        made.claimed(made.endorsement(made.credential()["id"])),
        made.OTHER_KEY,
        kid=made.method(made.OTHER_KEY),
    )
    document = made.credential(endorsementJwt=[inner, "e.e.e"])
    raw = made.token(made.claimed(document)).encode()
    found = verdict(raw, Onlooker(keys=(record(made.OTHER_KEY, "ben"),)))
    assert codes(found)[-2:] == ["endorsed", "endorsement-unread"]


def poisoned(document: made.Json) -> made.Json:
    nodes = [
        {
            "id": f"_:b{one}",
            "type": ["VerifiableCredential"],
            "evidence": [{"id": f"_:b{other}"} for other in range(9) if other != one],
        }
        for one in range(9)
    ]
    proof = {**made.sealed(made.credential())["proof"]}
    key = made.OTHER_KEY if document["issuer"]["id"] == made.did(made.OTHER_KEY) else made.KEY
    return {
        **document,
        "evidence": nodes,
        "proof": {**proof, "verificationMethod": made.method(key)},
    }


def test_a_poisoned_badge_is_unreadable() -> None:
    found = verdict(poisoned(made.credential()))
    assert (found.state, found.summary.code) == (VerdictState.UNREADABLE, "badge.unreadable")


def test_one_poisoned_endorsement_is_enough() -> None:
    inner = poisoned(made.endorsement(made.credential()["id"]))
    document = made.credential(endorsement=[inner] * 5)
    found = verdict(made.token(made.claimed(document)).encode())
    assert found.state is VerdictState.NOT_ANCHORED
    assert codes(found)[-2:] == ["endorsement-not-confirmed", "endorsements-left"]


def test_a_bundle_of_poison_is_left_soon() -> None:
    good = made.sealed(made.credential())
    presentation = {
        "@context": good["@context"][:1],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [good, *[poisoned(made.credential())] * 9, good],
    }
    found = verdict(presentation)
    assert found.state is VerdictState.UNREADABLE
    assert codes(found)[-5:] == ["member", "member", "member", "member", "bundle-left"]


def test_a_bundle_is_its_members_and_whoever_assembled_it() -> None:
    member = made.sealed(made.credential())
    broken = {**member, "name": "Other"}
    presentation = {
        "@context": member["@context"][:1],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [member, made.token(made.claimed(made.credential()))],
    }
    found = verdict(presentation, Onlooker(keys=(record(owner="ada"),)))
    assert found.state is VerdictState.VALID
    assert codes(found) == ["recognised", "bundle-unsigned", "bundle", "member", "member"]
    presentation["verifiableCredential"].append(broken)
    found = verdict(presentation, Onlooker(keys=(record(owner="ada"),)))
    assert found.state is VerdictState.INVALID
    assert found.steps[-1].mark is StepMark.BROKEN


def test_a_signed_bundle() -> None:
    from portfolio.attest.badges import vocabularies

    member = made.sealed(made.credential(), made.KEY)
    document = made.credential(
        id="urn:uuid:6ba7b810-9dad-41d1-80b4-00c04fd430c8",
        name=None,
        issuer={"id": made.did(made.OTHER_KEY), "type": ["Profile"], "name": "Noor"},
    )
    document["@context"].insert(1, vocabularies.CLR_2)
    document["type"] = ["VerifiableCredential", "ClrCredential"]
    document["credentialSubject"] = {"type": ["ClrSubject"], "verifiableCredential": [member]}
    whole = made.sealed(document, made.OTHER_KEY)
    found = verdict(whole)
    assert found.state is VerdictState.NOT_ANCHORED
    assert dict(step(found, "assembled-by").says.facts)["name"] == "Noor"
    whole["credentialSubject"]["verifiableCredential"][0]["name"] = "Other"
    assert verdict(whole).state is VerdictState.INVALID
