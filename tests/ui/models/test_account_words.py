"""Accounts in words: five states, five marks; never a number where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from portfolio.model import source
from portfolio.model.account import MISSING, AccountState, KindState, SyncProgress, Way
from portfolio.model.codes import CoverageState
from portfolio.model.kinds import KIND_NAMES, Kind
from portfolio.ui.models import account_words, coverage
from portfolio.ui.models.kind_words import kind_name, kind_names
from tests.store.accounts import account

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SINCE = datetime(2017, 3, 4, tzinfo=UTC)
PULLS, REVIEWS, ISSUES = Kind.PULL_REQUEST, Kind.REVIEW, Kind.ISSUE

pytestmark = pytest.mark.usefixtures("qapp")


def state(kind: Kind, coverage: CoverageState, **more: object) -> KindState:
    plain = KindState(kind, coverage, NOW, SINCE, last_ok_at=NOW)
    return replace(plain, **more)  # type: ignore[arg-type]


def lines(*states: KindState, running: SyncProgress | None = None) -> list[tuple[str, str, str]]:
    found = {each.kind: each for each in states}
    made = account_words.kind_lines(list(found), found, NOW.date(), running=running)
    return [(line.icon, line.name, line.words) for line in made]


def test_every_kind_has_the_name_the_command_line_uses() -> None:
    assert {kind: kind_name(kind) for kind in Kind} == KIND_NAMES
    assert kind_names([PULLS, REVIEWS]) == "Pull requests, reviews"


def test_kinds_of_which_the_same_is_true_share_a_line() -> None:
    whole = CoverageState.COMPLETE
    assert lines(state(PULLS, whole), state(REVIEWS, whole), state(ISSUES, whole)) == [
        ("check", "Pull requests, reviews, issues", "Complete since March 2017")
    ]


@pytest.mark.parametrize(
    ("made", "icon", "words"),
    [
        (state(PULLS, CoverageState.NOT_ASKED), "circle-dashed",
         "Not asked for. You left them out"),
        (state(PULLS, CoverageState.HIDDEN), "eye-off",
         "Hidden by the service. There may be some"),
        (state(PULLS, CoverageState.HIDDEN, missing=("sign-in",)), "eye-off",
         "Shown only to whoever is signed in"),
        (state(PULLS, CoverageState.UNKNOWN, problem="It was asleep."), "circle-question-mark",
         "Unknown. It could not be read"),
        (state(PULLS, CoverageState.UNKNOWN, missing=("scope:repo",)), "circle-question-mark",
         "Unknown. The right “repo” was not given"),
        (state(PULLS, CoverageState.IN_PART, missing=("interrupted",)), "contrast",
         "In part. Complete since March 2017. The reading was cut short and will go on"),
        (state(PULLS, CoverageState.COMPLETE, complete_from=None), "check", "Complete"),
        (KindState(PULLS, CoverageState.UNKNOWN), "clock", "Not read yet"),
    ],
)  # fmt: skip
def test_each_state_has_its_mark_and_sentence(made: KindState, icon: str, words: str) -> None:
    assert lines(made) == [(icon, "Pull requests", words)]


def test_a_failed_kind_shows_no_number_and_keeps_its_reason() -> None:
    failed = KindState(PULLS, CoverageState.UNKNOWN, problem="The server refused this list.")
    (line,) = account_words.kind_lines([PULLS], {PULLS: failed}, NOW.date())
    assert line.problem == "The server refused this list."
    assert not any(char.isdigit() for char in line.words)


def test_while_it_is_read_the_next_kinds_wait_and_this_one_reads_further_back() -> None:
    part = state(PULLS, CoverageState.IN_PART, missing=("interrupted",))
    assert lines(
        part,
        KindState(REVIEWS, CoverageState.UNKNOWN),
        running=SyncProgress("a1", PULLS, items=312),
    ) == [
        ("contrast", "Pull requests", "Complete since March 2017, reading further back"),
        ("clock", "Reviews", "Next"),
    ]


@pytest.mark.parametrize("code", sorted(MISSING))
def test_every_code_of_what_is_missing_has_words(code: str) -> None:
    for detail in ("", ":7", ":2023-05-03", ":3y", ":\u202enasty"):
        words = account_words.missing_words(code + detail, NOW.date())
        assert words
        assert words != code


def test_what_is_missing_of_a_folder_has_the_words_of_the_command_line() -> None:
    for code, words in source.MISSING.items():
        assert coverage.missing_words(code, NOW.date()) == words == source.missing_words(code)
    dated = coverage.missing_words("shallow:2022-12-01", NOW.date())
    assert dated.startswith("this copy begins on ")
    assert source.missing_words("shallow:2022-12-01") == "this copy begins on 2022-12-01"


@pytest.mark.parametrize(
    ("changes", "words", "needs"),
    [
        ({}, "Not read yet", ""),
        ({"last_ok_at": NOW - timedelta(minutes=12)}, "Up to date 12 minute(s) ago", ""),
        ({"state": AccountState.SIGN_IN}, "Needs you to sign in", "Sign in…"),
        ({"state": AccountState.NO_SECRET}, "The keyring has no token for it", "Sign in…"),
        ({"state": AccountState.LOCKED}, "The keyring is locked", "Try again"),
        ({"state": AccountState.PAUSED}, "Paused. Not read yet", ""),
        ({"problem": "No network."}, "Not read yet", "Try again"),
        ({"last_ok_at": NOW - timedelta(days=20)}, "Last read on 2 November", "Try again"),
    ],
)
def test_how_an_account_stands(changes: dict[str, object], words: str, needs: str) -> None:
    new = replace(account(), added_at=NOW)
    made = account_words.standing(replace(new, **changes), {}, NOW)  # type: ignore[arg-type]
    assert (made.words, made.needs) == (words, needs)


def test_a_wait_says_until_when_and_a_failed_kind_is_counted() -> None:
    waits = SyncProgress("a1", PULLS, waits_until=NOW + timedelta(minutes=5))
    assert "Goes on at" in account_words.standing(account(), {}, NOW, running=waits).words
    failed = {PULLS: KindState(PULLS, CoverageState.UNKNOWN, problem="No.")}
    assert account_words.standing(account(), failed, NOW).words.endswith("1 kind(s) failed")


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(hours=3), "3 hour(s) ago"),
        (timedelta(days=2), "2 day(s) ago"),
        (timedelta(days=30), "on 23 October"),
    ],
)
def test_how_long_ago(past: timedelta, words: str) -> None:
    assert account_words.ago(NOW - past, NOW) == words


def test_ways_proof_and_place_have_words(qapp: QApplication) -> None:
    assert qapp
    assert len({account_words.way_words(way) for way in Way}) == len(Way)
    named = replace(account(), way=Way.NAME)
    assert "Nothing proves" in account_words.proof_words(named)
    assert account_words.place_words(account(), "https://forge.example") == "ada"
    assert account_words.place_words(account(), "https://other.example") == "forge.example, ada"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "soon"),
        (0.5, "soon"),
        (12, "in 12 minute(s)"),
        (5 * 60 + 40, "in 5 hour(s)"),
        (26 * 60, "in 26 hour(s)"),
        (72 * 60, "in 3 day(s)"),
    ],
)
def test_when_it_is_read_next_is_said_where_nothing_else_matters(
    minutes: float, words: str
) -> None:
    read = replace(account(), added_at=NOW, last_ok_at=NOW)
    at = NOW + timedelta(minutes=minutes)
    plain = account_words.standing(read, {}, NOW)
    said = account_words.and_again(plain, at, NOW).words
    assert said == f"{plain.words}, again {words}"
    failed = {PULLS: state(PULLS, CoverageState.UNKNOWN, problem="It was asleep.")}
    needy = account_words.standing(read, failed, NOW)
    assert account_words.and_again(needy, at, NOW) == needy
