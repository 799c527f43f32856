"""Whatever is inside a badge, and whatever addresses answer: a verdict, or a BadgeError."""

from __future__ import annotations

import copy
import functools
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.attest.badges import vocabularies
from portfolio.attest.badges.judging import judge
from portfolio.attest.badges.recognising import open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import BadgeError
from portfolio.model import verdict_words
from portfolio.model.verdict import Answer, Step, Verdict, VerdictState
from tests.attest.badges import made
from tests.attest.badges.test_hosted import ASSERTION, CLASS, ISSUER, KEY, LIST, assertion, listing

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "https://issuer.example/a",
            "http://[::1",
            "https://[bad",
            "did:web:issuer.example",
            "did:web:%",
            "did:key:z",
            "did:jwk:e30",
            "urn:uuid:1",
            "z6Mk",
            "#",
            "2026-01-01T00:00:00Z",
            "9999-12-31T23:59:59-05:00",
            "u",
            "@id",
            "_:b0",
            vocabularies.CREDENTIALS_1,
        ]
    )
)
KEYS = st.sampled_from(
    ["id", "type", "@id", "@type", "@value", "@context", "proof", "kid", "url", "x", "identity"]
) | st.text(max_size=5)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [way] if way else []
    if isinstance(value, dict):
        return found + [each for key in value for each in places(value[key], (*way, key))]
    if isinstance(value, list):
        return found + [each for at in range(len(value)) for each in places(value[at], (*way, at))]
    return found


def changed(data: st.DataObject, document: made.Json, most: int = 3) -> made.Json:
    """A document with some of its parts replaced, removed or added to."""
    document = copy.deepcopy(document)
    for _ in range(data.draw(st.integers(1, most))):
        ways = places(document)
        if not ways:
            break
        *way, last = data.draw(st.sampled_from(ways))
        holder: Any = document
        for step in way:
            holder = holder[step]
        if isinstance(holder, dict) and data.draw(st.booleans()):
            holder[data.draw(KEYS)] = data.draw(VALUES)
        else:
            holder[last] = data.draw(VALUES)
    return document


def full() -> made.Json:
    inner = made.endorsement(made.credential()["id"])
    return made.credential(
        credentialStatus={
            "id": f"{LIST}#5",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "5",
            "statusListCredential": LIST,
        },
        validUntil="2030-01-01T00:00:00Z",
        evidence=[{"id": "https://a.example/1", "type": ["Evidence"]}],
        endorsement=[made.sealed(inner, made.OTHER_KEY)],
    )


@functools.cache
def sealed_full() -> made.Json:
    """A badge with everything, signed; sealing takes longer than judging, so once is enough."""
    return made.sealed(full())


@functools.cache
def sealed_listed() -> bytes:
    """A badge that names a list of revoked ones."""
    return made.text(made.sealed(made.credential(credentialStatus=status())))


def every(steps: tuple[Step, ...]) -> list[Step]:
    return [one for step in steps for one in (step, *every(step.children))]


def judged(raw: bytes, answers: dict[str, Answer] | None = None) -> Verdict | None:
    try:
        file = open_badge(raw)
    except BadgeError:
        return None
    onlooker = Onlooker(answers=answers or {}, is_holder=True, addresses=("noor@example.org",))
    found = judge(file, onlooker, at=made.AT, last_good=date(2024, 1, 1))
    for step in every(found.steps):
        assert verdict_words.title(step.says)
        verdict_words.detail(step.says)
    verdict_words.title(found.summary)
    assert all(url.startswith("https://") for url in found.wants)
    return found


SLOW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(st.data())
def test_documents_with_anything_in_them(data: st.DataObject) -> None:
    document = changed(data, sealed_full())
    found = judged(json.dumps(document).encode())
    same = {**document, "proof": None} == {**sealed_full(), "proof": None}
    if found is not None and found.state in (VerdictState.VALID, VerdictState.NOT_ANCHORED):
        assert same or _means_the_same(document)


def _means_the_same(document: made.Json) -> bool:
    """Whether only spelling differs that the vocabularies say is none (a list of one, null)."""
    from portfolio.attest import credentials

    ours, theirs = (
        credentials.canonical(credentials.expanded(credentials.without(each, "proof")))
        for each in (document, full())
    )
    return ours == theirs


@SLOW
@given(st.data())
def test_tokens_with_anything_in_them(data: st.DataObject) -> None:
    """Whoever signs can sign anything."""
    payload = changed(data, made.claimed(full()))
    header = changed(data, {"kid": made.method(), "alg": "EdDSA", "jwk": made.jwk(made.KEY)}, 1)
    token = made.token(payload, made.KEY, **header)
    answer = Answer(LIST, datetime(2026, 11, 1, tzinfo=UTC), 200, "", made.text(listing()))
    judged(token.encode(), {LIST: answer})


@SLOW
@given(st.data())
def test_lists_and_keys_with_anything_in_them(data: st.DataObject) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    page = changed(data, listing(5))
    signed = made.token({**page, "iss": made.did()}).encode()
    for body in (made.text(page), signed):
        answer = Answer(LIST, at, data.draw(st.sampled_from([200, 200, 200, 404])), "", body)
        judged(sealed_listed(), {LIST: answer})


def status() -> made.Json:
    status: made.Json = full()["credentialStatus"]
    return status


@SLOW
@given(st.data())
def test_documents_of_keys_with_anything_in_them(data: st.DataObject) -> None:
    did, url = "did:web:issuer.example", "https://issuer.example/.well-known/did.json"
    method = {"id": f"{did}#k1", "controller": did, "publicKeyJwk": made.jwk(made.KEY)}
    page = changed(
        data, {"id": did, "verificationMethod": [method], "assertionMethod": [f"{did}#k1"]}
    )
    badge = made.credential(issuer={"id": did, "type": ["Profile"], "name": "x"})
    raw = made.token(made.claimed(badge), made.KEY, kid=f"{did}#k1").encode()
    body = data.draw(st.sampled_from([made.text(page), b"", b"[]", b"\xff", b"<html>"]))
    answer = Answer(url, datetime(2026, 11, 1, tzinfo=UTC), 200, "", body)
    found = judged(raw, {url: answer})
    assert found is not None


@SLOW
@given(st.data())
def test_older_badges_with_anything_in_them(data: st.DataObject) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    pages = {
        ASSERTION: assertion(),
        CLASS: {"id": CLASS, "name": "Star", "issuer": ISSUER},
        ISSUER: {"id": ISSUER, "name": "Guild", "publicKey": [KEY], "revocationList": LIST},
        KEY: {"id": KEY, "owner": ISSUER, "publicKeyPem": "x"},
        LIST: {"revokedAssertions": [{"id": ASSERTION}]},
    }
    odd = data.draw(st.sampled_from(sorted(pages)))
    pages[odd] = changed(data, pages[odd])
    answers = {url: Answer(url, at, 200, "", made.text(page)) for url, page in pages.items()}
    document = changed(data, assertion(), 2) if data.draw(st.booleans()) else assertion()
    judged(made.text(document), answers)
    judged(ASSERTION.encode(), answers)
    signed = {**document, "verification": {"type": "SignedBadge", "creator": KEY}}
    judged(made.token(signed, made.rsa_key(), typ="JWT").encode(), answers)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b"\xff\xfe", b"eyJ.e30.x", b"<svg/>"])
def test_answers_that_are_nothing(body: bytes) -> None:
    answer = Answer(ASSERTION, datetime(2026, 11, 1, tzinfo=UTC), 200, "", body)
    found = judged(ASSERTION.encode(), {ASSERTION: answer})
    assert found is not None
    assert found.state is VerdictState.CANNOT_CHECK
