"""Addresses that name nobody, and names of programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.identity import git_identity_key, is_bot, is_placeholder


@pytest.mark.parametrize(
    "address",
    [
        "",
        "none@none",
        "root@localhost",
        "you@example.com",
        "ada@(none)",
        "ada@laptop.(none)",
        "noreply@github.com",
        "no-address",
        "NONE@NONE",
        "root@server.org",
        "@",
    ],
)
def test_placeholder_addresses_join_nobody(address: str) -> None:
    assert is_placeholder(address)
    assert git_identity_key("Ada", address) != git_identity_key("Grace", address)


@pytest.mark.parametrize(
    "address",
    ["ada@x.example", "ada@example.org", "1+ada@users.noreply.github.com", "ada@laptop.local"],
)
def test_addresses_of_one_person_are_joined_whatever_the_name(address: str) -> None:
    assert not is_placeholder(address)
    assert git_identity_key("Ada", address) == git_identity_key("A. L.", address.upper())


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_has_a_key(name: str, address: str) -> None:
    assert git_identity_key(name, address).startswith("git-email::")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
        ("GitHub", "noreply@github.com"),
        ("Hosted Weblate", "hosted@weblate.org"),
        ("l10n daemon script", "scripty@kde.org"),
        ("k8s-ci-robot", "x@y.example"),
        ("release-bot", "x@y.example"),
    ],
)
def test_programs_are_known(name: str, address: str) -> None:
    assert is_bot(name, address)


@pytest.mark.parametrize(
    ("name", "address"),
    [("Ada Abbot", "abbot@x.example"), ("Robot Hull", "hull@weblate.org"), ("", "")],
)
def test_people_are_not_taken_for_programs(name: str, address: str) -> None:
    assert not is_bot(name, address)
