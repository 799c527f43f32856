"""Signatures of credentials: what holds, what does not, and what each is called."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from portfolio.attest.badges import binding, proofs, vocabularies
from portfolio.attest.badges.proofs import Seal
from portfolio.attest.badges.recognising import open_badge
from portfolio.model.verdict import Answer
from tests.attest.badges import made

V1 = [
    vocabularies.CREDENTIALS_1,
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    vocabularies.ED25519_2020,
]
HOST = "https://issuer.example/people/ada/did.json"
WEB = "did:web:issuer.example:people:ada"


def old() -> made.Json:
    document = made.credential(
        **{"@context": V1}, validFrom=None, name=None, issuanceDate="2026-03-01T09:00:00Z"
    )
    document["type"] = ["VerifiableCredential", "AchievementCredential"]
    return document


def found(document: Any, answers: dict[str, Answer] | None = None) -> proofs.Finding:
    raw = document.encode() if isinstance(document, str) else made.text(document)
    return proofs.check(open_badge(raw), answers or {})


def answer(url: str, body: object, status: int = 200) -> dict[str, Answer]:
    raw = json.dumps(body).encode()
    return {url: Answer(url, datetime(2026, 11, 20, tzinfo=UTC), status, "", raw)}


def by(issuer: str, **changes: Any) -> made.Json:
    return made.credential(issuer={"id": issuer, "type": ["Profile"], "name": "A"}, **changes)


def did_document(key: Any = made.KEY, did: str = WEB, **changes: Any) -> made.Json:
    method = {
        "id": f"{did}#k1",
        "type": "JsonWebKey",
        "controller": did,
        "publicKeyJwk": made.jwk(key),
    }
    return {
        "id": did,
        "verificationMethod": [method],
        "assertionMethod": [f"{did}#k1"],
        **changes,
    }


@pytest.mark.parametrize(
    "document",
    [
        made.sealed(made.credential()),
        made.sealed_2020(made.credential()),
        made.sealed_2020(old()),
        made.sealed(made.endorsement("urn:uuid:1"), made.OTHER_KEY),
        made.token(made.claimed(made.credential())),
        made.token({"vc": old(), "iss": made.did(), "nbf": 1772355600, "sub": "did:example:noor"}),
        made.token(made.claimed(made.credential()), made.KEY, jwk=made.jwk(made.KEY)),
    ],
    ids=["integrity", "2020", "2020-v1", "endorsement", "jwt", "jwt-v1", "jwt-jwk"],
)
def test_what_its_own_issuer_signed_holds(document: Any) -> None:
    seen = found(document)
    assert seen.seal is Seal.HELD
    assert seen.key is not None
    assert seen.key.origin is binding.Origin.NAME


def test_one_proof_that_holds_is_enough() -> None:
    document = made.sealed(made.credential())
    good = document["proof"]
    bad = {**good, "proofValue": made.sealed(made.credential(name="Other"))["proof"]["proofValue"]}
    unknown = {"type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "proofValue": "u"}
    assert found({**document, "proof": [unknown, bad, good]}).seal is Seal.HELD
    assert found({**document, "proof": [unknown, bad]}).seal is Seal.BROKEN
    assert found({**document, "proof": [unknown]}).names == ("bbs-2023",)


def change(**changes: Any) -> made.Json:
    return {**made.sealed(made.credential()), **changes}


def proof(**changes: Any) -> made.Json:
    document = made.sealed(made.credential())
    document["proof"].update(changes)
    return {name: value for name, value in document.items() if value is not None}


@pytest.mark.parametrize(
    ("document", "seal"),
    [
        (made.credential(), Seal.UNSIGNED),
        (change(name="Other"), Seal.BROKEN),
        (change(validUntil="2099-01-01T00:00:00Z"), Seal.BROKEN),
        (proof(proofValue="z1"), Seal.BROKEN),
        (proof(proofValue=""), Seal.BROKEN),
        (proof(proofValue=5), Seal.BROKEN),
        (proof(created="2027-01-01T00:00:00Z"), Seal.BROKEN),
        (proof(cryptosuite="ecdsa-sd-2023"), Seal.UNSUPPORTED),
        (proof(cryptosuite="eddsa-jcs-2022"), Seal.UNSUPPORTED),
        (proof(type="RsaSignature2018"), Seal.UNSUPPORTED),
        (proof(proofPurpose="authentication"), Seal.OTHER_PURPOSE),
        (proof(verificationMethod=made.method(made.OTHER_KEY)), Seal.OTHER_SIGNER),
        (proof(verificationMethod="did:example:x#1"), Seal.OTHER_SIGNER),
        (proof(verificationMethod=None), Seal.OTHER_SIGNER),
        (proof(verificationMethod=f"{made.did()}#other"), Seal.OTHER_SIGNER),
        (change(rank="general"), Seal.UNCOVERED),
        (change(**{"@context": V1[:2]}), Seal.OTHERWISE),
        (made.sealed(made.credential(), made.OTHER_KEY), Seal.OTHER_SIGNER),
        (made.sealed(made.credential(), made.OTHER_KEY, made.method()), Seal.BROKEN),
        (made.sealed(by("did:example:x"), named="did:example:x#1"), Seal.UNSUPPORTED),
        (
            change(**{"@context": [*made.credential()["@context"], "https://x.example/c"]}),
            Seal.VOCABULARY,
        ),
    ],
)
def test_what_does_not_hold_is_named(document: made.Json, seal: Seal) -> None:
    assert found(document).seal is seal


def test_a_changed_token_is_named() -> None:
    document = made.credential()
    good = made.token(made.claimed(document))
    swapped = made.token(made.claimed(made.credential(name="Other")))
    mixed = f"{swapped.rpartition('.')[0]}.{good.rpartition('.')[2]}"
    assert found(mixed).seal is Seal.BROKEN
    unsigned = made.token(made.claimed(document), made.KEY, alg="none").rpartition(".")[0] + "."
    assert found(unsigned).seal is Seal.WORTHLESS
    for named in ("HS256", "RS256"):
        token = made.token(made.claimed(document), made.KEY, alg=named, kid=made.method())
        assert found(token).seal is Seal.WORTHLESS
    token = made.token(made.claimed(document), made.KEY, alg="ES384", kid=made.method())
    assert found(token).seal is Seal.UNSUPPORTED
    contradicting = made.token({**made.claimed(document), "sub": "did:example:other"})
    assert found(contradicting) == proofs.Finding(Seal.CONTRADICTED, ("sub",))


def test_a_foreign_key_in_the_header_does_not_count() -> None:
    payload = made.claimed(made.credential())
    token = made.token(payload, made.OTHER_KEY, jwk=made.jwk(made.OTHER_KEY))
    assert found(token).seal is Seal.OTHER_SIGNER
    token = made.token(payload, made.OTHER_KEY, jwk=made.jwk(made.OTHER_KEY), kid=made.method())
    assert found(token).seal is Seal.OTHER_SIGNER
    token = made.token(payload, made.KEY, jwk={**made.jwk(made.KEY), "d": "AAAA"})
    assert found(token).seal is Seal.KEY_UNFIT
    web = made.claimed(by(WEB))
    token = made.token(web, made.OTHER_KEY, jwk=made.jwk(made.OTHER_KEY))
    assert found(token).seal is Seal.KEY_ABSENT
    assert found(token, answer(HOST, did_document())).seal is Seal.OTHER_SIGNER
    token = made.token(web, made.KEY, jwk=made.jwk(made.KEY))
    assert found(token, answer(HOST, did_document())).seal is Seal.HELD


@pytest.mark.parametrize("name", ["rsa", "p256", "ed25519"])
def test_a_key_on_the_issuers_host_is_asked_for_and_then_counts(name: str) -> None:
    key: Any = {"rsa": made.rsa_key, "p256": made.p256_key, "ed25519": lambda: made.KEY}[name]()
    token = made.token(made.claimed(by(WEB)), key, kid=f"{WEB}#k1")
    asked = found(token)
    assert asked.seal is Seal.KEY_ABSENT
    assert asked.absent == binding.Absent(HOST, "issuer.example")
    seen = found(token, answer(HOST, did_document(key)))
    assert seen.seal is Seal.HELD
    assert seen.key is not None
    assert (seen.key.origin, seen.key.host) == (binding.Origin.HOST, "issuer.example")
    assert found(token, answer(HOST, did_document(made.OTHER_KEY))).seal in (
        Seal.BROKEN,
        Seal.WORTHLESS,
    )
    gone = found(token, answer(HOST, {}, 404))
    assert (gone.seal, gone.absent) == (
        Seal.KEY_ABSENT,
        binding.Absent(HOST, "issuer.example", asked=True),
    )


@pytest.mark.parametrize(
    ("document", "seal"),
    [
        (did_document(id="did:web:other.example"), Seal.OTHER_SIGNER),
        (did_document(assertionMethod=[]), Seal.OTHER_SIGNER),
        (did_document(verificationMethod=[]), Seal.OTHER_SIGNER),
        (did_document(verificationMethod=5), Seal.OTHER_SIGNER),
        ({}, Seal.OTHER_SIGNER),
        ([], Seal.KEY_ABSENT),
        (
            did_document(
                verificationMethod=[
                    {
                        **did_document()["verificationMethod"][0],
                        "controller": "did:web:evil.example",
                    }
                ]
            ),
            Seal.OTHER_SIGNER,
        ),
        (
            did_document(
                verificationMethod=[
                    {**did_document()["verificationMethod"][0], "revoked": "2026-01-01T00:00:00Z"}
                ]
            ),
            Seal.KEY_UNFIT,
        ),
    ],
)
def test_a_document_of_keys_that_does_not_fit(document: object, seal: Seal) -> None:
    badge = made.sealed(by(WEB), named=f"{WEB}#k1")
    assert found(badge, answer(HOST, did_document())).seal is Seal.HELD
    assert found(badge, answer(HOST, document)).seal is seal


def test_an_https_issuer_and_a_key_of_the_same_host() -> None:
    issuer, key_url = "https://issuer.example/about", "https://issuer.example/keys/1"
    token = made.token(made.claimed(by(issuer)), made.rsa_key(), kid=key_url)
    assert found(token).absent == binding.Absent(key_url, "issuer.example")
    assert found(token, answer(key_url, made.jwk(made.rsa_key()))).seal is Seal.HELD
    listed = {"keys": [{**made.jwk(made.rsa_key()), "kid": "x"}]}
    assert found(token, answer(key_url, listed)).seal is Seal.HELD
    pem = {"id": key_url, "owner": "https://evil.example", "publicKeyPem": "x"}
    assert found(token, answer(key_url, pem)).seal is Seal.OTHER_SIGNER
    elsewhere = made.token(made.claimed(by(issuer)), made.rsa_key(), kid="https://evil.example/k")
    assert found(elsewhere).seal is Seal.OTHER_SIGNER
    odd = made.token(made.claimed(by(issuer)), made.rsa_key(), kid="http://issuer.example/keys/1")
    assert found(odd).seal is Seal.UNSUPPORTED


def test_a_key_that_is_carried_along_says_nothing_of_the_issuer() -> None:
    issuer = "https://issuer.example/about"
    fragment = made.did().removeprefix("did:key:")
    seen = found(made.sealed(by(issuer), named=f"{issuer}#{fragment}"))
    assert (seen.seal, seen.key and seen.key.origin) == (Seal.HELD, binding.Origin.CARRIED)
    other = made.sealed(by(issuer), named=f"https://evil.example/#{fragment}")
    assert found(other).seal is Seal.OTHER_SIGNER
    seen = found(made.token(made.claimed(by(issuer)), made.KEY, jwk=made.jwk(made.KEY)))
    assert (seen.seal, seen.key and seen.key.origin) == (Seal.HELD, binding.Origin.CARRIED)


def test_a_key_as_a_name_in_another_way() -> None:
    did = "did:jwk:" + made.b64(json.dumps(made.jwk(made.KEY)).encode())
    assert found(made.sealed(by(did), named=f"{did}#0")).seal is Seal.HELD
    assert found(made.sealed(by(did), named=f"{did}#1")).seal is Seal.OTHER_SIGNER
    for name in ("did:jwk:!!", "did:jwk:e30", "did:web:a..b/c", "did:web:h:..:x", "did:web:"):
        seal = found(made.sealed(by(name), named=f"{name}#0")).seal
        assert seal in (Seal.UNSUPPORTED, Seal.KEY_UNFIT, Seal.OTHERWISE)


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:issuer.example", "https://issuer.example/.well-known/did.json"),
        (WEB, HOST),
        ("did:web:issuer.example%3A8443", "https://issuer.example:8443/.well-known/did.json"),
    ],
)
def test_where_the_document_of_a_did_web_lies(did: str, url: str) -> None:
    assert binding.did_web_address(did) == url


@pytest.mark.parametrize(
    "name",
    [
        "did:web:",
        "did:web:user@host",
        "did:web:host%2Fpath",
        "did:web:host:..",
        "did:web:host:a%2Fb",
        "did:web:host:",
        "did:web:[::1]",
    ],
)
def test_an_odd_did_web_is_not_asked(name: str) -> None:
    with pytest.raises(binding.UnknownKeyNameError):
        binding.did_web_address(name)
