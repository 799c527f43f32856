"""Where keys are listed, and what such a list says; anything may come back instead of one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import app_keys, key_listings
from portfolio.attest.letter_verdict import judge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import KeyFileError
from portfolio.model.attestation import Party, TrustLevel
from portfolio.model.keys import LISTED, KeySeen
from portfolio.model.verdict import Answer, StepMark
from tests.attest.letters.letters import KEY, OTHER_KEY, read, signed

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINE = app_keys.record(KEY).public
OTHER = app_keys.record(OTHER_KEY).public
WIRE = app_keys.wire(KEY)
GITHUB = "https://github.com/coduya"
PLAIN, SIGNING = key_listings.addresses_for(GITHUB)


def answer(body: str = "", kind: str = "text/plain; charset=utf-8", status: int = 200) -> Answer:
    return Answer("", NOW, status, kind, body.encode())


def listing(*keys: Any) -> Answer:
    """Return a list as the key APIs of GitHub, GitLab and Gitea give it."""
    entries = [{"id": n, "title": "laptop", "key": key} for n, key in enumerate(keys)]
    return answer(json.dumps(entries), "application/json; charset=utf-8")


@pytest.mark.parametrize(
    ("account", "places"),
    [
        ("https://gitlab.example/coduya", ("https://gitlab.example/coduya.keys",)),
        ("https://Forge.example:8443/coduya/", ("https://forge.example:8443/coduya.keys",)),
        (GITHUB, ("https://github.com/coduya.keys",
                  "https://api.github.com/users/coduya/ssh_signing_keys?per_page=100")),
        ("https://sr.ht/~coduya", ("https://meta.sr.ht/~coduya.keys",)),
        ("https://git.sr.ht/~coduya", ("https://meta.sr.ht/~coduya.keys",)),
        ("https://launchpad.net/~coduya", ("https://launchpad.net/~coduya/+sshkeys",)),
        ("https://evil-sr.ht/~coduya", ()),
        ("https://other.example/~coduya", ()),
        ("http://forge.example/coduya", ()),
        ("https://forge.example/", ()),
        ("https://forge.example/a/b", ()),
        ("https://forge.example/..", ()),
        ("https://forge.example/coduya?x=1", ()),
        ("https://forge.example/coduya#x", ()),
        ("https://ada@forge.example/coduya", ()),
        ("https://forum.example/@coduya", ()),
        ("https://forge.example:99999/coduya", ()),
        ("https://[::/coduya", ()),
        ("mailto:ada@x.example", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_where_keys_are_listed(account: str, places: tuple[str, ...]) -> None:
    assert key_listings.addresses_for(account) == places


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda text: f"https://h.example/{text}"))
def test_a_place_is_always_on_the_accounts_own_service(account: str) -> None:
    for place in key_listings.addresses_for(account):
        assert place.isascii()
        assert place.startswith("https://")
        assert not any(char.isspace() for char in place)


@pytest.mark.parametrize(
    ("given_answer", "says"),
    [
        (answer(f"{OTHER}\n{MINE} laptop\n"), True),
        (answer(f"{MINE}"), True),
        (answer(f"{OTHER} {MINE}\n"), False),  # a key in a comment is a comment
        (answer(f'command="x" {MINE}\n'), False),
        (answer(""), False),
        (listing(OTHER, f"{MINE} laptop"), True),
        (listing(OTHER, None, 3), False),
        (listing(), False),
        (answer("Not Found", status=404), False),
        (answer(f"<html>{MINE}</html>", "text/html"), None),
        (answer(f"<!doctype html>\n{MINE}\n"), None),
        (answer('{"message": "rate limit"}', "application/json"), None),
        (answer("[" * 100_000, "application/json"), None),
        (answer(MINE, status=503), None),
        (answer(MINE, status=0), None),
        (answer(MINE + "\n" + "#" * 2_000_000), None),
    ],
)
def test_what_a_list_says(given_answer: Answer, says: bool | None) -> None:
    assert key_listings.lists(given_answer, WIRE) is says


@given(st.binary(max_size=200), st.sampled_from(["", "application/json", "text/plain"]))
def test_arbitrary_answers_list_nothing(body: bytes, kind: str) -> None:
    given_answer = Answer("", NOW, 200, kind, body)
    assert not key_listings.lists(given_answer, WIRE)
    assert key_listings.keys_in(given_answer) == ()


def test_all_keys_of_a_list() -> None:
    for given_answer in (answer(f"{MINE} x\n{OTHER}\n{MINE}\njunk\n"), listing(MINE, OTHER)):
        assert key_listings.keys_in(given_answer) == (MINE, OTHER)
    assert key_listings.keys_in(answer(MINE, status=404)) == ()


def test_what_was_seen_is_kept_with_place_and_time() -> None:
    answers = {PLAIN: answer(OTHER), SIGNING: listing(MINE)}
    seen = key_listings.sightings([GITHUB, "mailto:x@x.example"], answers, MINE)
    assert seen == (KeySeen(SIGNING, NOW, LISTED),)
    with pytest.raises(KeyFileError):
        key_listings.sightings([GITHUB], answers, "no key")


def level_of(
    answers: dict[str, Answer], **changes: Any
) -> tuple[TrustLevel | None, dict[str, Any]]:
    letter = read(signed(issuer=Party("Casimir", "", (GITHUB,))))
    verdict = judge(letter, Onlooker(answers=answers, **changes), at=NOW)
    return verdict.level, {step.says.code: step for step in verdict.steps} | {"": verdict}


def test_a_key_that_only_signs_is_found_in_the_second_list() -> None:
    level, _ = level_of({PLAIN: answer(OTHER), SIGNING: listing(MINE)})
    assert level is TrustLevel.ACCOUNT


def test_a_key_is_missing_only_when_all_lists_were_read() -> None:
    level, found = level_of({PLAIN: answer(OTHER)})
    assert level is TrustLevel.UNCHANGED
    assert found[""].wants == (SIGNING,)
    assert "letter.account-not-looked" in found
    _, found = level_of({PLAIN: answer(OTHER), SIGNING: listing()})
    assert found["letter.account-not-listed"].mark is StepMark.REFUSED
    _, found = level_of({PLAIN: answer(OTHER), SIGNING: answer(status=403)})
    assert found["letter.account-unanswered"].mark is StepMark.CANNOT_CHECK


def test_only_a_sighting_that_found_the_key_is_one() -> None:
    for result, level in ((LISTED, TrustLevel.ACCOUNT), ("not-listed", TrustLevel.UNCHANGED)):
        key = replace(app_keys.record(KEY), seen=(KeySeen(SIGNING, NOW, result),))
        assert level_of({}, keys=(key,))[0] is level


def test_an_account_without_a_known_list_is_said_so() -> None:
    letter = read(signed(issuer=Party("Casimir", "", ("mailto:casimir@x.example",))))
    verdict = judge(letter, Onlooker(), at=NOW)
    assert "letter.account-no-list" in {step.says.code for step in verdict.steps}
    assert verdict.wants == ()
