"""Reading what sign-in endpoints answer: any JSON gives an answer or one of two errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import UnreadableReplyError
from portfolio.secret import Secret
from portfolio.sync.provider import Reply
from portfolio.sync.signin import replies
from portfolio.sync.signin.addresses import is_own_page
from portfolio.sync.signin.faults import END_STATES, ended, refused
from portfolio.sync.signin.shapes import Client, ClientAuth

GOOD_TOKEN = {
    "access_token": "a",
    "token_type": "bearer",
    "refresh_token": "r",
    "expires_in": 7200,
    "scope": "read_user api",
}
GOOD_DEVICE = {
    "device_code": "d",
    "user_code": "AB-CD",
    "verification_uri": "https://forge.example/device",
    "verification_uri_complete": "https://forge.example/device?c=AB-CD",
    "expires_in": 300,
    "interval": 5,
}
GOOD_CLIENT = {"client_id": "c", "client_secret": "s"}
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


def parse_client(raw: object) -> Client:
    return replies.parse_client(raw, default=ClientAuth.POST)


PARSERS: list[tuple[Callable[[object], object], dict[str, Any]]] = [
    (replies.parse_token, GOOD_TOKEN),
    (replies.parse_device, GOOD_DEVICE),
    (parse_client, GOOD_CLIENT),
]


def changed(good: dict[str, Any]) -> st.SearchStrategy[object]:
    """Return good answers of which some fields are anything."""
    fields = st.dictionaries(st.sampled_from([*good, "error", "error_description"]), _json)
    return _json | fields.map(lambda more: good | more)


@given(st.data())
def test_any_json_is_read_or_refused(data: st.DataObject) -> None:
    for parse, good in PARSERS:
        try:
            parse(data.draw(changed(good)))
        except (UnreadableReplyError, replies.OAuthRefusal):
            continue


@given(st.binary(max_size=200), st.integers(100, 599))
def test_any_body_is_read_or_refused(body: bytes, status: int) -> None:
    try:
        found = replies.read(Reply(status, {}, body, "https://forge.example/token"))
    except (UnreadableReplyError, replies.OAuthRefusal):
        return
    assert isinstance(found, dict)
    assert status < 400


@given(st.text(), st.text())
def test_any_refusal_has_plain_words(error: str, description: str) -> None:
    words = refused(error, description)
    assert words.code in END_STATES
    assert len(words.detail) < 600
    assert not {"\u202e", "\x00", "\n"} & set(str(words))


def test_every_end_state_has_words_of_its_own() -> None:
    assert len({title for title, _ in END_STATES.values()}) == len(END_STATES)
    for code in END_STATES:
        error = ended(code)
        assert error.code == code
        assert error.title.endswith(".")
        assert error.detail.endswith(".")


def test_a_good_token_answer() -> None:
    found = replies.parse_token(GOOD_TOKEN)
    assert (found.secret, found.refresh) == (Secret("a"), Secret("r"))
    assert (found.lifetime_s, found.scopes) == (7200.0, ("read_user", "api"))
    assert "Secret(***)" in repr(found)
    least = replies.parse_token({"access_token": "a"})
    assert (least.refresh, least.lifetime_s, least.scopes) == (None, None, None)
    assert replies.parse_token(GOOD_TOKEN | {"scope": ""}).scopes == ()
    assert replies.parse_token(GOOD_TOKEN | {"scope": "repo,gist"}).scopes == ("repo", "gist")
    for nonsense in (0, -5, "soon", True, float("nan"), float("inf"), None, [], 10**30):
        assert replies.parse_token(GOOD_TOKEN | {"expires_in": nonsense}).lifetime_s is None
    assert replies.parse_token(GOOD_TOKEN | {"expires_in": "60"}).lifetime_s == 60


@pytest.mark.parametrize("secret", ["", "a\r\nX: y", "ä", "a\x00", "x" * 20_001, 7, None])
def test_what_could_break_a_header_is_no_token(secret: object) -> None:
    with pytest.raises(UnreadableReplyError):
        replies.parse_token(GOOD_TOKEN | {"access_token": secret})


def test_a_made_client_may_say_how_it_says_who_it_is() -> None:
    for method, auth in [
        ("client_secret_basic", ClientAuth.BASIC),
        ("client_secret_post", ClientAuth.POST),
        ("private_key_jwt", ClientAuth.POST),
        (None, ClientAuth.POST),
    ]:
        found = parse_client(GOOD_CLIENT | {"token_endpoint_auth_method": method})
        assert found == Client("c", Secret("s"), auth)
    assert parse_client({"client_id": "c"}) == Client("c")


@given(st.text())
def test_any_address_is_judged(address: str) -> None:
    for text in (address, f"https://{address}", f"https://forge.example{address}"):
        is_own_page(text, "https://forge.example")


def test_only_pages_of_the_service_itself_are_its_own() -> None:
    assert is_own_page("https://forge.example/device", "https://forge.example")
    assert is_own_page("https://FORGE.example:443/device", "https://forge.example/path")
    for foreign in (
        "http://forge.example/device",
        "https://forge.example:8443/device",
        "https://forge.example.evil.example/",
        "https://me@forge.example/",
        "https:forge.example",
        "",
    ):
        assert not is_own_page(foreign, "https://forge.example")
    assert not is_own_page("http://forge.example/device", "http://forge.example")
    assert is_own_page("http://127.0.0.1:80/device", "http://127.0.0.1")
