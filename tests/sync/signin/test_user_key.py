"""Discourse's key handshake, with a forum that encrypts as the real one does."""

from __future__ import annotations

import asyncio
import base64
import json
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import SignInError
from portfolio.secret import Secret
from portfolio.sync.signin import user_key
from portfolio.sync.signin.endpoints import endpoints_for
from portfolio.sync.signin.shapes import Attempt, SignInEndpoints, StepKind
from tests.sync.signin.attempts import CANARY, Tried, inline

WAYS = {
    "oaep": padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None),
    "oaep-256": padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None),
    "pkcs1": padding.PKCS1v15(),
}


def forum(base: str = "https://forum.example/sub") -> SignInEndpoints:
    found = endpoints_for("discourse", base, ("read", "session_info"))
    assert found is not None
    return found


@cache
def attempt() -> user_key.UserKeyAttempt:
    return user_key.begin(forum())


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def payload(address: str, way: str, **changes: object) -> str:
    """Return what the forum's page shows at the end."""
    query = asked(address)
    public = serialization.load_pem_public_key(query["public_key"].encode())
    assert isinstance(public, rsa.RSAPublicKey)
    answer = {"key": CANARY, "nonce": query["nonce"], "push": False, "api": 4} | changes
    sealed = public.encrypt(json.dumps(answer).encode(), WAYS[way])
    return base64.encodebytes(sealed).decode()  # in lines, as the page shows it


@pytest.mark.parametrize("way", WAYS)
def test_the_key_is_read_however_it_was_encrypted(way: str) -> None:
    text = payload(attempt().address, way)
    for pasted in (text, f"\n  {text}\t", text.replace("\n", "")):
        grant = attempt().finish(pasted)
        assert grant.secret == Secret(CANARY)
        assert grant.scopes == ("read", "session_info")
        assert grant.options == {"client_id": attempt().client_id}


def test_the_page_gets_what_it_needs_and_nothing_private() -> None:
    address = attempt().address
    assert address.startswith("https://forum.example/sub/user-api-key/new?")
    query = asked(address)
    assert query["scopes"] == "read,session_info"
    assert "PRIVATE" not in query["public_key"]
    assert "auth_redirect" not in query
    assert user_key.begin(forum()).client_id != attempt().client_id


@pytest.mark.parametrize("way", WAYS)
def test_another_attempts_text_is_refused(way: str) -> None:
    with pytest.raises(SignInError) as caught:
        attempt().finish(payload(attempt().address, way, nonce="another"))
    assert caught.value.code == "wrong-nonce"
    other = user_key.begin(forum())
    with pytest.raises(SignInError) as caught:
        attempt().finish(payload(other.address, way))
    assert caught.value.code == "bad-payload"


@given(st.text() | st.binary(max_size=300).map(lambda data: base64.b64encode(data).decode()))
def test_any_pasted_text_is_a_bad_payload(pasted: str) -> None:
    with pytest.raises(SignInError) as caught:
        attempt().finish(pasted)
    assert caught.value.code == "bad-payload"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


@given(
    st.binary(max_size=99)
    | _json.map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries({}, optional={"key": _json, "nonce": _json}).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_any_plain_text_is_a_key_or_none(plain: bytes) -> None:
    found = user_key.parse_payload(plain)
    if found is not None:
        assert found[0].reveal().isprintable()


def test_deep_nesting_is_no_key() -> None:
    assert user_key.parse_payload(b"[" * 100_000) is None


def test_the_person_may_paste_again() -> None:
    tried, problems = Tried(), list[str]()

    async def paste(problem: str) -> str:
        problems.append(problem)
        address = tried.steps[0].address
        texts = ["rubbish!", payload(address, "pkcs1", nonce="x"), payload(address, "pkcs1")]
        return texts[len(problems) - 1]

    async def send(base: str, request: object) -> object:
        raise AssertionError

    async def use() -> None:
        given = Attempt(send, tried.time.timing, tried.report)  # type: ignore[arg-type]
        grant = await user_key.by_user_key(forum(), given, paste, inline)
        assert grant.secret == Secret(CANARY)
        assert CANARY not in repr(grant)

    asyncio.run(use())
    assert problems == ["", "bad-payload", "wrong-nonce"]
    assert [step.kind for step in tried.steps] == [StepKind.PASTE, StepKind.DONE]


def test_no_key_is_asked_for_without_encryption() -> None:
    with pytest.raises(SignInError) as caught:
        user_key.begin(forum("http://forum.example"))
    assert caught.value.code == "unencrypted"


def test_an_attempt_shows_nothing_of_its_key() -> None:
    for private in (attempt().client_id, asked(attempt().address)["nonce"], "BEGIN"):
        assert private not in repr(attempt())
