"""Open Badges 0.5 to 2.0, status lists, and what only the network can say."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portfolio.attest.badges import vocabularies
from portfolio.attest.badges.judging import judge
from portfolio.attest.badges.recognising import open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.model import verdict_words
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import Answer, Verdict, VerdictState
from tests.attest.badges import made

SITE = "https://badges.example"
ASSERTION, CLASS, ISSUER, KEY = (f"{SITE}/{name}" for name in ("a/1", "b/1", "i", "k"))
REVOKED = f"{SITE}/revoked"
Pages = dict[str, tuple[int, bytes]]


def assertion(**changes: Any) -> made.Json:
    document = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {"type": "email", "hashed": False, "identity": "noor@example.org"},
        "badge": CLASS,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2024-05-01T00:00:00Z",
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def site(**changes: made.Json | None) -> Pages:
    """The issuer's pages; a page of None is gone."""
    documents: dict[str, Any] = {
        ASSERTION: assertion(),
        CLASS: {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "BadgeClass",
            "id": CLASS,
            "name": "Star",
            "description": "d",
            "image": f"{SITE}/i.png",
            "criteria": "x",
            "issuer": ISSUER,
        },
        ISSUER: {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Issuer",
            "id": ISSUER,
            "name": "Guild",
            "url": SITE,
            "email": "a@b.example",
            "publicKey": KEY,
        },
        KEY: {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "CryptographicKey",
            "id": KEY,
            "owner": ISSUER,
            "publicKeyPem": pem(made.rsa_key()),
        },
        REVOKED: {"id": REVOKED, "issuer": ISSUER, "revokedAssertions": []},
    }
    documents.update({f"{SITE}/{name.replace('_', '/')}": each for name, each in changes.items()})
    return {
        url: (404, b"") if each is None else (200, json.dumps(each).encode())
        for url, each in documents.items()
    }


def pem(key: Any) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def online(raw: bytes, pages: Pages, *, last_good: date | None = None) -> tuple[Verdict, list[str]]:
    """Judge, ask what is wanted, judge again: at most four rounds, as the program does."""
    answers: dict[str, Answer] = {}
    asked = datetime(2026, 11, 19, tzinfo=UTC)
    for _ in range(5):
        found = judge(open_badge(raw), Onlooker(answers=answers), at=made.AT, last_good=last_good)
        if not found.wants:
            break
        for url in found.wants:
            status, body = pages.get(url, (404, b"<html>not found</html>"))
            answers[url] = Answer(url, asked, status, "", body)
    assert not found.wants
    assert verdict_words.title(found.summary)
    for step in found.steps:
        assert verdict_words.title(step.says) + verdict_words.detail(step.says)
    return found, list(answers)


def codes(found: Verdict) -> list[str]:
    return [step.says.code.removeprefix("badge.") for step in found.steps]


def test_a_hosted_badge_is_what_its_host_says() -> None:
    raw = made.text(assertion())
    offline = judge(open_badge(raw), Onlooker(), at=made.AT)
    assert (offline.state, offline.wants) == (VerdictState.CANNOT_CHECK, (ASSERTION,))
    assert verdict_words.title(offline.summary).startswith("Only badges.example can confirm it.")
    found, asked = online(raw, site())
    assert (found.state, found.trust) == (VerdictState.VALID, TrustClass.CERTIFIED)
    assert asked == [ASSERTION, CLASS, ISSUER]


@pytest.mark.parametrize(
    ("pages", "state", "code"),
    [
        (site(a_1=None), "cannot-check", "gone"),
        ({ASSERTION: (500, b"")}, "cannot-check", "gone"),
        ({ASSERTION: (200, b"<html>Welcome</html>")}, "cannot-check", "gone"),
        ({ASSERTION: (0, b"")}, "cannot-check", "gone"),
        ({ASSERTION: (410, b"")}, "revoked", "revoked"),
        ({ASSERTION: (410, b'{"revoked": true}')}, "revoked", "revoked"),
        (site(a_1={"id": ASSERTION, "revoked": True}), "revoked", "revoked"),
        (
            site(a_1={"id": ASSERTION, "revoked": True, "revocationReason": "a mistake"}),
            "revoked",
            "revoked-because",
        ),
        (site(a_1=assertion(id=f"{SITE}/a/2")), "invalid", "hosted-differs"),
        (
            site(a_1=assertion(recipient={"type": "email", "identity": "x@y.example"})),
            "invalid",
            "hosted-differs",
        ),
        (site(a_1=assertion(badge=f"{SITE}/b/2")), "invalid", "hosted-differs"),
        (site(a_1=assertion(expires="2025-01-01T00:00:00Z")), "expired", "expired"),
        (site(b_1=None), "valid-but-not-anchored", "hosted-there"),
        (site(i=None), "valid-but-not-anchored", "hosted-there"),
        (
            site(i={"id": "https://other.example/i", "name": "Other"}),
            "valid-but-not-anchored",
            "hosted-there",
        ),
        (
            site(b_1={"id": CLASS, "issuer": "https://famous.example/i"})
            | {"https://famous.example/i": (200, b'{"id": "https://famous.example/i"}')},
            "invalid",
            "out-of-scope",
        ),
        (
            site(i={"id": ISSUER, "verification": {"startsWith": f"{SITE}/z"}}),
            "invalid",
            "out-of-scope",
        ),
        (
            site(i={"id": ISSUER, "verification": {"startsWith": f"{SITE}/a"}}),
            "valid",
            "hosted-there",
        ),
        (
            site(i={"id": ISSUER, "verification": {"allowedOrigins": ["badges.example"]}}),
            "valid",
            "hosted-there",
        ),
        (
            site(i={"id": ISSUER, "verification": {"allowedOrigins": "badges.example.evil"}}),
            "invalid",
            "out-of-scope",
        ),
    ],
)
def test_what_hosts_say(pages: Pages, state: str, code: str) -> None:
    found, _ = online(made.text(assertion()), pages)
    assert (found.state, found.summary.code) == (state, f"badge.{code}")


def inlined(**changes: Any) -> bytes:
    """The same badge, with its class and issuer written into the copy."""
    issuer = {"id": ISSUER, "name": "Guild", "url": SITE, **changes.pop("issuer", {})}
    page: made.Json = json.loads(site()[CLASS][1])
    return made.text(assertion(badge={**page, "issuer": issuer, **changes}))


@pytest.mark.parametrize(
    ("raw", "state", "names"),
    [
        (inlined(), "valid", ""),
        (inlined(name="Doctor"), "invalid", "badge.name"),
        (inlined(description="Of everything"), "invalid", "badge.description"),
        (inlined(tags=["grand"]), "invalid", "badge.tags"),
        (inlined(criteria={"narrative": "y"}), "invalid", "badge.criteria"),
        (inlined(issuer={"name": "The University"}), "invalid", "badge.issuer.name"),
        (inlined(id=f"{SITE}/b/2"), "invalid", "badge"),
        (made.text(assertion(evidence="https://a.example/1")), "invalid", "evidence"),
        (made.text(assertion(narrative="Best of all")), "invalid", "narrative"),
        (made.text(assertion(name="Doctor")), "invalid", "name"),
        (made.text(assertion(expires="2099-01-01T00:00:00Z")), "invalid", "expires"),
        (made.text(assertion(issuedOn="2024-05-01T02:00:00+02:00")), "valid", ""),
    ],
)
def test_a_copy_says_what_its_host_says_or_is_none(raw: bytes, state: str, names: str) -> None:
    found, _ = online(raw, site())
    assert found.state == state
    assert dict(found.summary.facts).get("names", "") == names


def test_an_endorsement_is_its_hosts_words_too() -> None:
    url = f"{SITE}/e/1"
    claim = {"id": CLASS, "endorsementComment": "Good"}
    document = assertion(id=url, type="Endorsement", recipient=None, badge=None, claim=claim)
    document["issuer"] = ISSUER
    pages = site(e_1=document)
    assert online(made.text(document), pages)[0].state is VerdictState.VALID
    grand = {**document, "claim": {**claim, "endorsementComment": "The best"}}
    assert online(made.text(grand), pages)[0].state is VerdictState.INVALID


def test_a_copy_whose_parts_are_gone_cannot_be_compared() -> None:
    found, _ = online(inlined(name="Doctor"), site(b_1=None))
    assert (found.state, found.summary.code) == (VerdictState.CANNOT_CHECK, "badge.gone")


def test_a_dead_host_leaves_the_last_good_day() -> None:
    found, _ = online(made.text(assertion()), {}, last_good=date(2021, 2, 3))
    assert found.state is VerdictState.CANNOT_CHECK
    assert verdict_words.title(found.summary) == (
        "Cannot be checked any more; last good 3 February 2021"
    )


def test_a_mere_address_is_asked_and_then_judged() -> None:
    found, asked = online(ASSERTION.encode(), site())
    assert found.state is VerdictState.VALID
    assert asked[0] == ASSERTION
    assert online(ASSERTION.encode(), {})[0].summary.code == "badge.gone"
    assert online(ASSERTION.encode(), {ASSERTION: (410, b"")})[0].state is VerdictState.REVOKED
    other = made.text(made.sealed(made.credential()))
    assert (
        online(ASSERTION.encode(), {ASSERTION: (200, other)})[0].state == "valid-but-not-anchored"
    )
    # A copy of somebody else's badge on another host is not that badge.
    copied = "https://evil.example/copy"
    pages = site() | {copied: (200, json.dumps(assertion()).encode())}
    found, asked = online(copied.encode(), pages)
    assert ASSERTION in asked


def test_the_oldest_badges_are_asked_in_https() -> None:
    document = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "noor@example.org"},
        "badge": f"http://badges.example/{'b/1'}",
        "verify": {"type": "hosted", "url": "http://badges.example/a/1"},
        "issuedOn": 1_400_000_000,
    }
    pages = site(a_1=document, b_1={"name": "Star", "issuer": "http://badges.example/i"})
    pages[ISSUER] = (200, b'{"name": "Guild", "url": "http://badges.example"}')
    found, asked = online(made.text(document), pages)
    assert found.state is VerdictState.VALID
    assert all(url.startswith("https://") for url in asked)


def signed(key: Any = None, **changes: Any) -> bytes:
    document = assertion(verification={"type": "SignedBadge", "creator": KEY}, **changes)
    return made.token(document, key or made.rsa_key(), typ="JWT").encode()


def test_a_signed_badge_and_the_key_of_its_issuer() -> None:
    found, asked = online(signed(), site())
    assert (found.state, found.trust) == (VerdictState.VALID, TrustClass.CERTIFIED)
    assert set(asked) == {CLASS, ISSUER, KEY}


def forged() -> bytes:
    good, other = signed(), signed(issuedOn="2025-05-01T00:00:00Z")
    return other.rpartition(b".")[0] + b"." + good.rpartition(b".")[2]


def key_page(**changes: Any) -> made.Json:
    page: made.Json = json.loads(site()[KEY][1])
    return {**page, **changes}


def issuer_page(**changes: Any) -> made.Json:
    page: made.Json = json.loads(site()[ISSUER][1])
    return {**page, **changes}


@pytest.mark.parametrize(
    ("make", "pages", "state", "code"),
    [
        (lambda: signed(made.p256_key()), site(), "invalid", "worthless"),
        (forged, site(), "invalid", "broken"),
        (signed, site(k=key_page(owner="https://evil.example/i")), "invalid", "other-signer"),
        (signed, site(i=issuer_page(publicKey=f"{SITE}/k2")), "invalid", "other-signer"),
        (signed, site(k=key_page(publicKeyPem="x")), "invalid", "key-unfit"),
        (signed, site(k=None), "cannot-check", "gone"),
        (signed, site(i=None), "valid-but-not-anchored", "key-carried"),
        (
            signed,
            site(
                i=issuer_page(revocationList=REVOKED),
                revoked={"revokedAssertions": [{"id": ASSERTION, "revocationReason": "error"}]},
            ),
            "revoked",
            "revoked-because",
        ),
        (
            signed,
            site(i=issuer_page(revocationList=REVOKED), revoked={"revokedAssertions": [ASSERTION]}),
            "revoked",
            "revoked",
        ),
        (signed, site(i=issuer_page(revocationList=REVOKED)), "valid", "signer-host"),
        (
            signed,
            site(i=issuer_page(revocationList=REVOKED), revoked=None),
            "valid",
            "signer-host",
        ),
    ],
)
def test_signed_badges(make: Callable[[], bytes], pages: Pages, state: str, code: str) -> None:
    found, _ = online(make(), pages)
    assert (found.state, found.summary.code) == (state, f"badge.{code}")


def test_a_signed_badge_of_version_1_has_its_bare_key_at_an_address() -> None:
    document = {
        "uid": "x1",
        "recipient": {"type": "email", "hashed": False, "identity": "noor@example.org"},
        "badge": CLASS,
        "verify": {"type": "signed", "url": KEY},
        "issuedOn": "2014-05-01",
    }
    pages = site() | {KEY: (200, pem(made.rsa_key()).encode())}
    raw = made.token(document, made.rsa_key(), typ="JWT").encode()
    assert online(raw, pages)[0].state is VerdictState.VALID
    listed = site(i=issuer_page(revocationList=REVOKED), revoked={"x1": "given in error"})
    found, _ = online(raw, listed | {KEY: (200, pem(made.rsa_key()).encode())})
    assert found.state is VerdictState.REVOKED
    elsewhere = {**document, "verify": {"type": "signed", "url": "https://evil.example/k"}}
    raw = made.token(elsewhere, made.rsa_key(), typ="JWT").encode()
    evil = pages | {"https://evil.example/k": (200, pem(made.rsa_key()).encode())}
    assert online(raw, evil)[0].summary.code == "badge.other-signer"


def test_a_badge_that_names_no_address_is_not_signed() -> None:
    document = assertion(verification={"type": "HostedBadge"}, id="urn:uuid:1")
    assert online(made.text(document), {})[0].state is VerdictState.UNSIGNED


# ---------------------------------------------------------------------------------- status lists

LIST = "https://lists.example/3"


def bits(*numbers: int) -> str:
    raw = bytearray(16 * 1024)
    for number in numbers:
        raw[number // 8] |= 0x80 >> (number % 8)
    return "u" + made.b64(gzip.compress(bytes(raw)))


def listing(*numbers: int, purpose: Any = "revocation", **changes: Any) -> made.Json:
    return {
        "@context": [vocabularies.CREDENTIALS_2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": made.did(),
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits(*numbers),
        },
        **changes,
    }


def listed(**changes: Any) -> bytes:
    entry = {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
        **changes,
    }
    return made.text(made.sealed(made.credential(credentialStatus=entry)))


def page(document: made.Json) -> Pages:
    return {LIST: (200, json.dumps(document).encode())}


def token_page(document: made.Json) -> Pages:
    payload = {**document, "iss": document["issuer"], "jti": document["id"]}
    return {LIST: (200, made.token(payload).encode())}


@pytest.mark.parametrize(
    ("pages", "state", "code"),
    [
        (page(made.sealed(listing())), "valid-but-not-anchored", "not-revoked"),
        (page(made.sealed(listing(94567))), "revoked", "revoked"),
        (page(made.sealed(listing(94566, 94568))), "valid-but-not-anchored", "not-revoked"),
        (token_page(listing()), "valid-but-not-anchored", "not-revoked"),
        (token_page(listing(94567)), "revoked", "revoked"),
        (page(listing(94567)), "valid-but-not-anchored", "status-unsigned"),
        (
            page({**made.sealed(listing()), "name": "x"}),
            "valid-but-not-anchored",
            "status-unsigned",
        ),
        (
            page(made.sealed(listing(94567, issuer=made.did(made.OTHER_KEY)), made.OTHER_KEY)),
            "valid-but-not-anchored",
            "status-foreign",
        ),
        (
            page(made.sealed(listing(94567, purpose="suspension"))),
            "valid-but-not-anchored",
            "status-other-purpose",
        ),
        (
            page(made.sealed(listing(94567, purpose=["suspension", "revocation"]))),
            "revoked",
            "revoked",
        ),
        (
            page(made.sealed(listing(94567, validUntil="2026-02-01T00:00:00Z"))),
            "valid-but-not-anchored",
            "status-outdated",
        ),
        ({LIST: (200, b"<html>")}, "valid-but-not-anchored", "status-unreadable"),
        ({LIST: (404, b"")}, "valid-but-not-anchored", "status-unanswered"),
    ],
)
def test_a_list_of_bits(pages: Pages, state: str, code: str) -> None:
    found, asked = online(listed(), pages)
    assert asked == [LIST]
    assert found.state == state
    assert code in codes(found)


def test_a_list_that_was_not_asked() -> None:
    found = judge(open_badge(listed()), Onlooker(), at=made.AT)
    assert found.wants == (LIST,)
    assert "status-not-looked" in codes(found)
    found = judge(open_badge(listed()), Onlooker(), at=made.AT, last_good=date(2026, 5, 1))
    assert "status-last" in codes(found)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": "RevocationList2020Status"}, "status-unknown-kind"),
        ({"statusSize": 2}, "status-unknown-kind"),
        ({"statusListCredential": "http:"}, "status-unknown-kind"),
    ],
)
def test_kinds_of_status_that_are_not_known(changes: made.Json, code: str) -> None:
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": LIST,
        **changes,
    }
    token = made.token(made.claimed(made.credential(credentialStatus=entry))).encode()
    found = judge(open_badge(token), Onlooker(), at=made.AT)
    assert code in codes(found)
    assert found.wants == ()


@pytest.mark.parametrize("index", ["", "-1", "x", "131072", "9" * 30, 1.5, True, None, []])
def test_places_in_a_list_that_are_none(index: Any) -> None:
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": index,
        "statusListCredential": LIST,
    }
    token = made.token(made.claimed(made.credential(credentialStatus=entry))).encode()
    found, _ = online(token, page(made.sealed(listing())))
    assert "status-unreadable" in codes(found)


def test_a_suspended_badge_and_one_with_a_message() -> None:
    raw = listed(statusPurpose="suspension")
    found, _ = online(raw, page(made.sealed(listing(94567, purpose="suspension"))))
    assert found.state is VerdictState.SUSPENDED
    found, asked = online(listed(statusPurpose="message"), {})
    assert (found.state, asked) == (VerdictState.NOT_ANCHORED, [])


def test_a_list_of_ids() -> None:
    entry = {"id": LIST, "type": "1EdTechRevocationList"}
    contexts = [
        *made.credential()["@context"],
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ]
    document = made.sealed(made.credential(**{"@context": contexts, "credentialStatus": entry}))
    raw, own = made.text(document), made.credential()["id"]
    clear = {"id": LIST, "issuer": made.did(), "revokedCredential": [{"id": "urn:other"}]}
    found, _ = online(raw, page(clear))
    assert "not-revoked" in codes(found)
    clear["revokedCredential"].append({"id": own, "revocationReason": "x"})
    assert online(raw, page(clear))[0].state is VerdictState.REVOKED
    assert "status-unreadable" in codes(online(raw, page({"id": LIST}))[0])
