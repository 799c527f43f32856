"""Which addresses a stranger can open, and how they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.export.gate import addresses
from portfolio.export.lines import safe_href


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("noor.example", "https://noor.example"),
        (" https://Noor.Example/A b", ""),
        ("https://noor.example/A?b=c&d=e#f", "https://noor.example/A?b=c&d=e#f"),
        ("http://noor.example/", "http://noor.example/"),
        ("HTTPS://NOOR.example/X", "https://noor.example/X"),
        ("https://müller.example/straße", "https://xn--mller-kva.example/stra%C3%9Fe"),
        ("https://noor.example:8443/x", "https://noor.example:8443/x"),
        ("https://noor.example/%41%zz", "https://noor.example/%41%zz"),
        ("javascript:alert(1)", ""),
        ("javascript://noor.example/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("ftp://noor.example", ""),
        ("https://user:secret@noor.example", ""),
        ("https://user@noor.example", ""),
        ("https://localhost/x", ""),
        ("https://git.corp/x", ""),
        ("https://printer.local", ""),
        ("https://nohost", ""),
        ("https://127.0.0.1/", ""),
        ("https://10.0.0.7/x", ""),
        ("https://[::1]/", ""),
        ("https://[fe80::1]/", ""),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://noor.example:99999/", ""),
        ("https://[bad", ""),
        ("https://a..example/", ""),
        ('https://noor.example/"><script>', ""),
        ("https://noor.example\\@evil.example", ""),
        ("\ud800", ""),
        ("", ""),
        ("x" * 2000 + ".example", ""),
    ],
)
def test_web_addresses(typed: str, address: str) -> None:
    assert addresses.web_address(typed) == address


def test_evidence_is_https_only() -> None:
    assert addresses.public_address("https://code.example/1") == "https://code.example/1"
    assert addresses.public_address("http://code.example/1") == ""
    assert addresses.public_address("code.example/1") == ""


@given(st.text(st.characters(), max_size=80) | st.from_regex(r"https?://[\w.:@/-]{1,40}"))
def test_an_address_is_ascii_and_fit_for_a_link(text: str) -> None:
    address = addresses.web_address(text)
    if address:
        assert address.isascii()
        assert safe_href(address) == address
        assert addresses.web_address(address) == address


@pytest.mark.parametrize(
    ("remotes", "is_public", "named"),
    [
        (("github.com/a/b",), True, "github.com/a/b"),
        (("git.corp.example/a", "github.com/a/b"), True, "github.com/a/b"),
        (("git.corp.example/a", "other.example/a"), True, ""),
        (("code.example/a",), True, "code.example/a"),
        (("code.example/a",), None, ""),
        (("code.example/a",), False, ""),
        ((), True, ""),
    ],
)
def test_only_a_public_remote_is_named(
    remotes: tuple[str, ...], is_public: bool | None, named: str
) -> None:
    assert addresses.public_remote(remotes, is_public=is_public) == named


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("noor@vantongeren.example", "mailto:noor@vantongeren.example"),
        ("noor+cv@x.example", "mailto:noor+cv@x.example"),
        ("ü@x.example", "mailto:%C3%BC@x.example"),
        ("noor@x.example?subject=a", ""),
        ("two words@x.example", ""),
        ("a@b", ""),
        ("<noor@x.example>", ""),
        ("", ""),
    ],
)
def test_mail_addresses(text: str, link: str) -> None:
    assert addresses.mail_address(text) == link


def test_addresses_are_shown_without_their_scheme() -> None:
    assert addresses.shown("https://www.noor.example/") == "noor.example"
    assert addresses.shown("mailto:a@b.example") == "a@b.example"
