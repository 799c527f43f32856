"""Where a request may go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import ForeignAddressError, ServiceError
from portfolio.sync.transport import origins
from portfolio.sync.transport.origins import Origin, next_target, origin_of, with_query, within

HOME = Origin("https", "code.example", 443)
BASE = "https://code.example/api/v1"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("https://code.example/api/v1/x?page=2", "https://code.example/api/v1/x?page=2"),
        ("https://code.example:443/x", "https://code.example/x"),
        ("HTTPS://CODE.example/x", "https://code.example/x"),
        ("/y?a=b", "https://code.example/y?a=b"),
        ("?page=2", "https://code.example/api/v1?page=2"),
        ("/z#part", "https://code.example/z"),
    ],
)
def test_the_own_origin_is_made_whole(address: str, whole: str) -> None:
    assert within(HOME, address, BASE) == whole


@pytest.mark.parametrize(
    "address",
    [
        "http://code.example/x",
        "https://code.example:444/x",
        "https://evil.example/x",
        "//evil.example/x",
        "https://code.example.evil.example/x",
        "https://code.example@evil.example/x",
        "https://user:pw@code.example/x",
        "https://code.example\\@evil.example/x",
        "https://evil.example\\.code.example/x",
        "https://code.example./x",
        "https://api.code.example/x",
        "https://code.example%2eevil.example/x",
        "https://code。example.evil/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://code.example/x",
        "https://code.example:99999/x",
        "https://[::1/x",
        "https://code.example/a b",
        "https://code.example/\r\nHost: evil",
        "https://code.example/" + "a" * 9000,
    ],
)
def test_everything_else_is_refused(address: str) -> None:
    with pytest.raises(ForeignAddressError):
        within(HOME, address, BASE)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "code.example",
        "https://",
        "https://a\\@b.example",
        "https://a.example/\x00",
        "https://user@a.example",
        "mailto:a@b.example",
    ],
)
def test_what_is_no_plain_web_address_has_no_origin(address: str) -> None:
    with pytest.raises(ForeignAddressError):
        origin_of(address)


@given(st.text(max_size=80) | st.from_regex(r"https?://[a-z.@:\\/\[\]%#?0-9]{0,40}"))
def test_an_address_is_of_the_origin_or_refused(address: str) -> None:
    try:
        whole = within(HOME, address, BASE)
    except ForeignAddressError:
        return
    assert origin_of(whole) == HOME
    assert whole.startswith("https://code.example/") or whole == "https://code.example"


def test_an_origin_is_written_as_people_know_it() -> None:
    assert str(origin_of("https://code.example:443/x")) == "https://code.example"
    assert str(origin_of("http://[::1]:8080/")) == "http://[::1]:8080"
    assert str(origin_of("https://bücher.example/")) == "https://xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ('<https://a.example/?page=2>; rel="next"', "https://a.example/?page=2"),
        ('</x?p=1>; rel="prev", </x?p=3>; rel="next", </x?p=9>; rel="last"', "/x?p=3"),
        ("</x>; rel=next", "/x"),
        ('</x>; title="a, b; c"; REL="prefetch NEXT"', "/x"),
        ('</a,b>; rel="next"', "/a,b"),
        ('</x>; rel="first"; rel="next"', ""),
        ('</x>; rev="next"', ""),
        ("</x>", ""),
        ("", ""),
        ("garbage <<>>; rel=", ""),
    ],
)
def test_the_next_link_is_found(header: str, target: str) -> None:
    assert next_target(header) == target


@given(st.text(alphabet="<>;,=\"' relnxt/", max_size=200))
def test_any_link_header_is_read_without_an_error(header: str) -> None:
    assert isinstance(next_target(header), str)


def test_a_query_is_encoded_and_added() -> None:
    query = (("q", "a b&c=d"), ("q", "ü"), ("r", "\ud800"))
    assert with_query("/x", query) == "/x?q=a%20b%26c%3Dd&q=%C3%BC&r=%3F"
    assert with_query("/x?a=1", (("b", "2"),)) == "/x?a=1&b=2"
    assert with_query("/x", ()) == "/x"


def test_only_what_the_holder_chose_goes_unencrypted() -> None:
    plain, mine = Origin("http", "code.example", 80), Origin("http", "old.example", 80)
    origins.check_scheme(HOME, HOME)
    origins.check_scheme(mine, mine)
    origins.check_scheme(Origin("http", "127.0.0.1", 99), HOME)
    origins.check_scheme(Origin("http", "::1", 99), HOME)
    with pytest.raises(ServiceError, match="not encrypted"):
        origins.check_scheme(plain, HOME)
