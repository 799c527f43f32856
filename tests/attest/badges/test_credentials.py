"""What a signature covers, within limits of work, and with the vocabularies that are here."""

from __future__ import annotations

import gzip

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import credentials
from portfolio.attest.badges import vocabularies
from portfolio.errors import BadgeError
from tests.attest.badges import made


def clique(size: int) -> made.Json:
    """A small document that keeps an unguarded canonicaliser busy for minutes."""
    nodes = [
        {
            "id": f"_:b{one}",
            "type": ["VerifiableCredential"],
            "evidence": [{"id": f"_:b{other}"} for other in range(size) if other != one],
        }
        for one in range(size)
    ]
    return made.credential(evidence=nodes)


@pytest.mark.parametrize("size", [8, 9, 12, 40])
def test_a_poisoned_document_is_refused(size: int) -> None:
    expanded = credentials.expanded(clique(size))
    with pytest.raises(credentials.TooCostlyError):
        credentials.canonical(expanded)


def test_a_small_ring_of_nodes_is_no_poison() -> None:
    assert credentials.canonical(credentials.expanded(clique(3)))[0].count(b"\n") > 10


@pytest.mark.parametrize(
    "context",
    [
        "https://example.org/own",
        f"{vocabularies.CREDENTIALS_2}/",
        vocabularies.CREDENTIALS_2.upper(),
        vocabularies.CREDENTIALS_2.replace("https", "http"),
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        {"@vocab": "https://example.org/"},
        {"name": "https://schema.org/description"},
        None,
    ],
)
def test_only_the_vocabularies_that_are_here_are_taken(context: object) -> None:
    document = made.credential()
    document["@context"] = [*document["@context"], context]
    with pytest.raises(credentials.UnknownVocabularyError):
        credentials.expanded(document)


@pytest.mark.parametrize("place", ["credentialSubject", "issuer"])
def test_a_vocabulary_in_an_odd_place_is_refused(place: str) -> None:
    document = made.credential()
    document[place]["@context"] = [vocabularies.CREDENTIALS_2]
    with pytest.raises(credentials.NotPlainError):
        credentials.expanded(document)


def test_an_unknown_vocabulary_of_an_endorsement_is_found() -> None:
    inner = made.endorsement("urn:uuid:1", **{"@context": ["https://example.org/own"]})
    with pytest.raises(credentials.UnknownVocabularyError) as caught:
        credentials.expanded(made.credential(endorsement=[inner]))
    assert caught.value.url == "https://example.org/own"


def test_many_vocabularies_are_refused() -> None:
    document = made.credential()
    document["@context"] = [vocabularies.CREDENTIALS_2] * 9
    with pytest.raises(BadgeError):
        credentials.expanded(document)


def test_too_large_and_too_nested_documents_are_refused() -> None:
    with pytest.raises(credentials.TooCostlyError):
        credentials.expanded(made.credential(description="x" * credentials.MAX_BYTES))
    nested: object = "end"
    for _ in range(60):
        nested = {"evidence": nested}
    with pytest.raises(BadgeError):
        credentials.expanded(made.credential(evidence=nested))


@pytest.mark.parametrize(
    "change",
    [
        {"id": "urn:uuid: with a blank"},
        {"evidence": [{"id": made.credential()["id"], "type": ["Evidence"], "name": "again"}]},
    ],
)
def test_statements_that_are_not_where_they_seem_are_refused(change: made.Json) -> None:
    with pytest.raises(credentials.NotPlainError):
        credentials.check_nodes(credentials.expanded(made.credential(**change)))


def test_an_endorsement_may_lie_in_the_badge_it_speaks_of() -> None:
    inner = made.endorsement(made.credential()["id"])
    credentials.check_nodes(credentials.expanded(made.credential(endorsement=[inner])))
    inner["credentialSubject"]["type"].append("VerifiableCredential")
    inner["credentialSubject"]["validUntil"] = "2030-01-01T00:00:00Z"
    with pytest.raises(credentials.NotPlainError):
        credentials.check_nodes(credentials.expanded(made.credential(endorsement=[inner])))


def test_signing_here_and_signing_by_hand_come_to_the_same() -> None:
    document = made.credential()
    ours = credentials.with_proof(document, made.KEY, made.method(), made.ISSUED)
    assert ours == made.sealed(document)


def test_a_key_and_its_name() -> None:
    pem = credentials.key_of_did(made.did())
    assert made.KEY.public_key().public_bytes_raw() in _raw(pem)
    for name in ("did:key:z", "did:key:6Mk", "did:web:example.org", f"{made.did()}{'1' * 200}", ""):
        with pytest.raises(BadgeError):
            credentials.key_of_did(name)


def _raw(pem: bytes) -> bytes:
    return load_pem_public_key(pem).public_bytes(Encoding.Raw, PublicFormat.Raw)


@given(st.binary(min_size=1, max_size=64))
def test_the_bits_of_a_status_list_are_what_was_written(bits: bytes) -> None:
    assert credentials.status_bits("u" + made.b64(gzip.compress(bits))) == bits
    assert credentials.status_bits(made.b64(gzip.compress(bits))) == bits


@pytest.mark.parametrize("text", ["", "u", "u!!", "uAAAA", "H4sI", "x" * 100])
def test_what_is_no_status_list_is_refused(text: str) -> None:
    with pytest.raises(BadgeError):
        credentials.status_bits(text)


def test_a_status_list_that_inflates_without_end_is_refused() -> None:
    bomb = "u" + made.b64(gzip.compress(bytes(8 * 1024 * 1024)))
    with pytest.raises(BadgeError):
        credentials.status_bits(bomb)
