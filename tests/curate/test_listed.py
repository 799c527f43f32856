"""Accounts that a profile lists: suggested, never ticked, and only while it is the holder's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.curate.identities import suggest
from portfolio.curate.listed import is_listable, listed
from portfolio.model.codes import IdentityStatus, Proof
from portfolio.model.identity import Identity, IdentityHint, Reason, account_hint_label
from portfolio.model.person import SELF_ID
from tests.store.accounts import account

ADA = account()
LABEL = account_hint_label(ADA.handle, ADA.instance)
PAGE = "https://social.example/@ada"
HINT = IdentityHint("", PAGE, "listed", LABEL)


def test_what_a_profile_lists_is_suggested_and_not_ticked() -> None:
    (row,) = listed([HINT, HINT], [], [ADA])
    assert (row.reason, row.reason_detail, row.address) == (Reason.LISTED, LABEL, PAGE)
    assert (row.status, row.ticked) == (IdentityStatus.SUGGESTED, False)
    assert (row.name, row.instance) == ("social.example", "https://social.example")


def test_it_says_nothing_of_addresses_in_git() -> None:
    assert suggest([], [HINT], []) == []


@pytest.mark.parametrize("status", [IdentityStatus.CONFIRMED, IdentityStatus.REJECTED])
def test_what_the_holder_said_of_it_stays(status: IdentityStatus) -> None:
    (row,) = listed([HINT], [], [ADA])
    person = SELF_ID if status is IdentityStatus.CONFIRMED else ""
    said = Identity("i", person, row.kind, row.instance, PAGE, row.key, status, Proof.SELF)
    (again,) = listed([replace(HINT, address=f"{PAGE}/")], [said], [ADA])
    assert (again.status, again.ticked) == (status, status is IdentityStatus.CONFIRMED)


def test_an_account_there_is_already_is_not_suggested() -> None:
    own = replace(ADA, id="other", handle="other", profile_url=f"{PAGE}/")
    assert listed([HINT], [], [ADA, own]) == []


def test_it_goes_with_the_account_that_lists_it() -> None:
    assert listed([HINT], [], []) == []


@pytest.mark.parametrize(
    "address",
    ["http://social.example/@ada", "javascript:alert(1)", "https://", "https://a@b.example/",
     "mailto:ada@x.example", "", "https://x.example/\u202e", "https://[", "x" * 600],
)  # fmt: skip
def test_what_is_no_address_of_an_account_is_not_shown(address: str) -> None:
    assert not is_listable(address)
    assert listed([replace(HINT, address=address)], [], [ADA]) == []


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_text_at_all_is_survived(label: str, address: str) -> None:
    found = listed([IdentityHint("", address, "listed", label), HINT], [], [ADA])
    assert PAGE in {row.address for row in found}
