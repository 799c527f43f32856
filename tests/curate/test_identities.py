"""Which of these are you?"""

from __future__ import annotations

import random
import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.curate.identities import ORDER, suggest
from portfolio.curate.names import written_forms
from portfolio.model.codes import IdentityStatus
from portfolio.model.identity import (
    Identity,
    IdentityHint,
    IdentitySuggestion,
    MailmapJoin,
    Reason,
    Spelling,
    git_identity_key,
    is_bot,
    is_placeholder,
)
from tests.curate.people import COMPUTER, decided, spelling

CONFIRMED, REJECTED = IdentityStatus.CONFIRMED, IdentityStatus.REJECTED


def by_address(rows: list[IdentitySuggestion]) -> dict[str, IdentitySuggestion]:
    return {row.address: row for row in rows}


def test_the_picture_of_screen_02() -> None:
    """The rows, their order and their ticks as look/ shows them."""
    mine = "noor@vantongeren.example"
    lowtide, forge = "n.vantongeren@lowtide.example", "noorvt@users.forge.example"
    name, accented = "Noor Vantongeren", "Noor Vantöngeren"
    seen = [
        spelling("Noor Vantongeren", mine, source="quillmark", last=2026),
        spelling(unicodedata.normalize("NFC", accented), mine, source="tern", last=2025),
        spelling(unicodedata.normalize("NFD", accented), mine, source="tern", last=2024),
        spelling("noor vantongeren", mine, source="tidewater", last=2023),
        spelling("Noor V.", mine, source="larkspur", last=2022),
        spelling(name, forge, source="tern", last=2025),
        spelling(
            "Noor Vantongeren", "n.vantongeren@lowtide.example", source="tidewater", last=2020
        ),
        spelling("N. Vantongeren", "noor@laptop-blue.local", last=2018),
        spelling("Noor", "none@none", source="larkspur", first=2009, last=2009),
        spelling("Casimir Oduya-Lindt", "casimir@quillmark.example", last=2026),
        spelling("dependabot[bot]", "support@dependabot.example", last=2026),
    ]
    hints = [COMPUTER, IdentityHint(name, forge, "repository", "Tern")]
    labels = {one: one.title() for one in ("quillmark", "tern", "tidewater", "larkspur")}
    rows = suggest(seen, hints, [], labels=labels)
    assert [(row.name, row.address, row.reason, row.reason_detail, row.ticked) for row in rows] == [
        (name, mine, Reason.COMPUTER, "", True),
        (name, forge, Reason.REPOSITORY, "Tern", True),
        (name, lowtide, Reason.SAME_NAME, name, False),
        ("N. Vantongeren", "noor@laptop-blue.local", Reason.SIMILAR_NAME, name, False),
        ("Noor", "none@none", Reason.PLACEHOLDER, name, False),
        ("dependabot[bot]", "support@dependabot.example", Reason.BOT, "", False),
        ("Casimir Oduya-Lindt", "casimir@quillmark.example", Reason.OTHER, "", False),
    ]
    first, laptop = rows[0], rows[3]
    assert len(first.spellings) == 5
    assert first.sources == ("Quillmark", "Tern", "Tidewater", "Larkspur")
    assert (first.first_at.year, first.last_at.year) == (2017, 2026)
    assert laptop.computer_name
    assert not first.computer_name
    assert written_forms(first.spellings) == [
        ("Noor Vantongeren", 1),
        (accented, 2),
        ("noor vantongeren", 1),
        ("Noor V.", 1),
    ]


def test_one_person_with_five_spellings() -> None:
    """The person met while measuring: one row with one tick, the rest suggested, none@none left."""
    name = "José Ångström"
    mine = "jose@angstrom.example"
    seen = [
        spelling(unicodedata.normalize("NFD", name), mine, count=3121),
        spelling(unicodedata.normalize("NFC", name), mine, count=1054),
        spelling("Jose Angstrom", mine, last=2012, count=17),
        spelling(name, "jose@desk.local", count=45),
        spelling(name, "ja@work.example", count=593),
        spelling(name, "jose.angstrom@home.example", count=256),
        spelling(name, "none@none", count=125),
        spelling("Somebody Else", "else@work.example", count=9000),
    ]
    rows = suggest(seen, [IdentityHint(name, mine, "computer")], [])
    assert [row.address for row in rows if row.ticked] == [mine]
    one = by_address(rows)[mine]
    assert len(one.spellings) == 3
    assert sorted(written_forms(one.spellings)) == [("Jose Angstrom", 1), (name, 2)]
    suggested = {row.address: row.reason for row in rows if not row.ticked}
    assert suggested == {
        "jose@desk.local": Reason.SAME_NAME,
        "ja@work.example": Reason.SAME_NAME,
        "jose.angstrom@home.example": Reason.SAME_NAME,
        "none@none": Reason.PLACEHOLDER,
        "else@work.example": Reason.OTHER,
    }
    assert by_address(rows)["none@none"].reason_detail == name


@pytest.mark.parametrize("address", ["JOSE@Angstrom.Example", "jose@angstrom.example"])
def test_case_of_an_address_makes_no_second_row(address: str) -> None:
    seen = [spelling("José", "jose@angstrom.example"), spelling("José", address, source="other")]
    assert len(suggest(seen, [], [])) == 1


def test_what_the_holder_decided_stays() -> None:
    seen = [
        spelling("Noor Vantongeren", "noor@vantongeren.example"),
        spelling("Noor Vantongeren", "noor@old.example", last=2020),
        spelling("Completely Different", "cd@old.example", last=2021),
        spelling("Noor", "none@none", last=2009),
        spelling("build-bot", "build-bot@old.example"),
    ]
    rows = by_address(
        suggest(
            seen,
            [COMPUTER],
            [
                decided("Noor Vantongeren", "noor@vantongeren.example", REJECTED),
                decided("Completely Different", "cd@old.example", CONFIRMED),
                decided("Noor", "none@none", CONFIRMED),
                decided("build-bot", "build-bot@old.example", CONFIRMED),
            ],
        )
    )
    rejected = rows["noor@vantongeren.example"]
    assert (rejected.ticked, rejected.status, rejected.reason) == (False, REJECTED, Reason.COMPUTER)
    confirmed = rows["cd@old.example"]
    assert (confirmed.ticked, confirmed.status, confirmed.reason) == (
        True,
        CONFIRMED,
        Reason.CONFIRMED,
    )
    assert rows["none@none"].ticked
    assert rows["build-bot@old.example"].ticked
    assert rows["noor@old.example"].status is IdentityStatus.SUGGESTED


def test_the_name_the_holder_typed_is_in_front_without_any_settings() -> None:
    seen = [
        spelling("Noor Vantongeren", "noor@old.example", last=2015),
        spelling("noor vantongeren", "nv@work.example", last=2012),
        spelling("Somebody Else", "else@work.example", count=9000),
    ]
    rows = suggest(seen, [], [], own_name="Noor Vantongeren")
    assert [(row.address, row.reason) for row in rows] == [
        ("noor@old.example", Reason.SAME_NAME),
        ("nv@work.example", Reason.SAME_NAME),
        ("else@work.example", Reason.OTHER),
    ]
    assert not any(row.ticked for row in rows), "a name alone may be somebody else's"


def test_who_is_called_like_a_program_is_no_program() -> None:
    seen = [spelling("Zuul Vantongeren", "z@work.example")]
    assert [row.reason for row in suggest(seen, [], [])] == [Reason.BOT]
    (row,) = suggest(seen, [], [], own_name="Zuul Vantongeren")
    assert (row.reason, row.ticked) == (Reason.SAME_NAME, False)


def test_somebody_elses_identity_is_not_the_holders() -> None:
    seen = [spelling("Casimir", "casimir@quillmark.example")]
    theirs = decided("Casimir", "casimir@quillmark.example", CONFIRMED, person="casimir")
    (row,) = suggest(seen, [], [theirs])
    assert (row.ticked, row.status) == (False, IdentityStatus.SUGGESTED)


def test_a_confirmed_name_brings_its_likenesses() -> None:
    """The list grows with the ticks, without any git settings."""
    seen = [
        spelling("Ana Kovač", "ana@one.example"),
        spelling("Ana Kovac", "ana@two.example"),
        spelling("ana kovač", "ana@three.example"),
    ]
    assert {row.reason for row in suggest(seen, [], [])} == {Reason.OTHER}
    rows = by_address(suggest(seen, [], [decided("Ana Kovač", "ana@one.example", CONFIRMED)]))
    assert rows["ana@two.example"].reason == Reason.SIMILAR_NAME
    assert rows["ana@three.example"].reason == Reason.SAME_NAME


def test_a_project_may_join_but_never_ticks() -> None:
    seen = [
        spelling("Noor Vantongeren", "noor@vantongeren.example"),
        spelling("nv", "nv@older.example"),
        spelling("dark", "dark@oldest.example"),
        spelling("Casimir", "casimir@quillmark.example"),
        spelling("weblate", "weblate@host.example"),
    ]
    keys = {one.address: one.key for one in seen}
    joins = [
        MailmapJoin("q", keys["dark@oldest.example"], keys["nv@older.example"]),
        MailmapJoin("q", keys["nv@older.example"], keys["noor@vantongeren.example"]),
        MailmapJoin("q", keys["weblate@host.example"], keys["noor@vantongeren.example"]),
    ]
    rows = by_address(suggest(seen, [COMPUTER], [], joins))
    for address in ("nv@older.example", "dark@oldest.example"):
        assert rows[address].reason == Reason.MAILMAP
        assert rows[address].reason_detail == "Noor Vantongeren"
        assert not rows[address].ticked
    assert rows["casimir@quillmark.example"].reason == Reason.OTHER
    assert rows["weblate@host.example"].reason == Reason.BOT


def test_settings_that_name_nobody_tick_nothing() -> None:
    seen = [spelling("root", "root@localhost"), spelling("root", "root@server.example")]
    rows = suggest(seen, [IdentityHint("root", "root@localhost", "computer")], [])
    assert not any(row.ticked for row in rows)
    assert all(row.reason in (Reason.PLACEHOLDER, Reason.OTHER) for row in rows)


def test_the_latest_activity_comes_first_whatever_its_amount() -> None:
    seen = [
        spelling("Noor Vantongeren", f"noor@{host}.example", last=last, count=count)
        for host, last, count in [("a", 2011, 900), ("b", 2024, 1), ("c", 2018, 30)]
    ]
    crowd = [spelling(f"Person {last}", f"p{last}@x.example", last=last) for last in (2019, 2023)]
    rows = suggest([*seen, *crowd], [COMPUTER], [])
    assert [(row.address[:6], row.last_at.year) for row in rows] == [
        ("noor@b", 2024),
        ("noor@c", 2018),
        ("noor@a", 2011),
        ("p2023@", 2023),
        ("p2019@", 2019),
    ]


def test_a_placeholder_with_the_holders_name_comes_before_others() -> None:
    seen = [
        spelling("Noor Vantongeren", "none@none", last=2009),
        spelling("Somebody Else", "none@none", last=2026),
    ]
    rows = suggest(seen, [COMPUTER], [])
    assert [row.name for row in rows] == ["Noor Vantongeren", "Somebody Else"]
    assert not any(row.ticked for row in rows)


def test_a_name_is_shown_composed_and_kept_as_written() -> None:
    stored = unicodedata.normalize("NFD", "Zoë Ångström")
    (row,) = suggest([spelling(stored, "zoe@angstrom.example")], [], [])
    assert row.name == unicodedata.normalize("NFC", stored) != stored
    assert row.spellings == (stored,)


def test_an_address_set_in_several_repositories_names_the_first_of_them() -> None:
    seen = [spelling("Noor", "noor@vantongeren.example")]
    hints = [replace(COMPUTER, where="repository", label=label) for label in ("Tern", "Quillmark")]
    for order in (hints, hints[::-1]):
        (row,) = suggest(seen, order, [])
        assert (row.reason, row.reason_detail) == (Reason.REPOSITORY, "Quillmark")


def test_the_same_login_on_another_host_is_similar() -> None:
    seen = [
        spelling("Noor Vantongeren", "tidewriter@forge.example"),
        spelling("tw", "1234+tidewriter@users.other.example"),
        spelling("someone", "support@other.example"),
    ]
    hint = IdentityHint("Noor Vantongeren", "tidewriter@forge.example", "computer")
    rows = by_address(suggest(seen, [hint], []))
    assert rows["1234+tidewriter@users.other.example"].reason == Reason.SIMILAR_NAME
    assert rows["support@other.example"].reason == Reason.OTHER


def test_a_ticked_handle_brings_the_full_name() -> None:
    seen = [
        spelling("nvantongeren", "nv@forge.example"),
        spelling("Noor Vantongeren", "noor@vantongeren.example"),
        spelling("Nora Visser", "nora@visser.example"),
    ]
    rows = by_address(
        suggest(seen, [IdentityHint("nvantongeren", "nv@forge.example", "computer")], [])
    )
    assert rows["noor@vantongeren.example"].reason == Reason.SIMILAR_NAME
    assert rows["noor@vantongeren.example"].reason_detail == "nvantongeren"
    assert rows["nora@visser.example"].reason == Reason.OTHER


def test_a_name_that_names_nobody_brings_nobody() -> None:
    seen = [spelling("root", "root@first.example"), spelling("root", "root@second.example")]
    told = [decided("root", "root@first.example", CONFIRMED)]
    assert by_address(suggest(seen, [], told))["root@second.example"].reason != Reason.SAME_NAME
    named = [spelling("Unknown", "a@first.example"), spelling("unknown", "b@second.example")]
    told = [decided("Unknown", "a@first.example", CONFIRMED)]
    assert by_address(suggest(named, [], told))["b@second.example"].reason == Reason.OTHER


def test_an_empty_name_is_no_likeness() -> None:
    seen = [spelling("", "noor@vantongeren.example"), spelling("", "other@place.example")]
    rows = by_address(suggest(seen, [replace(COMPUTER, name="")], []))
    assert rows["other@place.example"].reason == Reason.OTHER
    assert rows["noor@vantongeren.example"].name == ""


def test_nobody_found() -> None:
    assert suggest([], [COMPUTER], []) == []


def test_fifty_thousand_spellings_take_no_more_than_their_number() -> None:
    """Four times the spellings take about four times as long, not sixteen times."""
    few, many = _crowd(5_000), _crowd(20_000)
    _seconds(few)  # caches
    assert _seconds(many) < 10 * max(_seconds(few), 0.05)


def _crowd(count: int) -> list[Spelling]:
    chance = random.Random(7)
    parts = ["".join(chance.choices("aeioubdgklmnrst", k=6)).title() for _ in range(2_000)]
    crowd = [
        spelling(
            f"{chance.choice(parts)} {chance.choice(parts)}", f"p{number}@host{number % 97}.example"
        )
        for number in range(count)
    ]
    return [*crowd, spelling("Noor Vantongeren", "noor@vantongeren.example")]


def _seconds(seen: list[Spelling]) -> float:
    start = time.process_time()
    assert len(suggest(seen, [COMPUTER], [])) == len(seen)
    return time.process_time() - start


NAMES = st.sampled_from(
    [
        "Noor Vantongeren",
        "noor",
        "N. Vantongeren",
        "Noor V.",
        "Нур Вантонгерен",
        "",
        "root",
        "Vantongeren, Noor",
        "José",
        "José",
        "ci-bot",
        "dependabot[bot]",
        "Ada Lovelace",
    ]
)
ADDRESSES = st.sampled_from(
    [
        "noor@vantongeren.example",
        "NOOR@vantongeren.example",
        "none@none",
        "noor@laptop",
        "",
        "n@x.example",
        "1234+noorvt@users.forge.example",
        "you@example.com",
        "noreply@github.com",
    ]
)
SPELLINGS = st.lists(
    st.builds(
        spelling,
        NAMES,
        ADDRESSES,
        source=st.sampled_from("abc"),
        first=st.integers(2001, 2010),
        last=st.integers(2010, 2013),
    ),
    max_size=14,
)
HINTS = st.lists(
    st.builds(
        IdentityHint,
        NAMES,
        ADDRESSES,
        st.sampled_from(["computer", "repository"]),
        st.sampled_from(["", "Tern", "Quillmark"]),
    ),
    max_size=3,
)
DECIDED = st.lists(
    st.builds(decided, NAMES, ADDRESSES, st.sampled_from(list(IdentityStatus))),
    max_size=4,
    unique_by=lambda one: one.key,
)
KEYS = st.builds(git_identity_key, NAMES, ADDRESSES)
JOINS = st.lists(st.builds(MailmapJoin, st.just("a"), KEYS, KEYS), max_size=4)


@given(SPELLINGS, HINTS, DECIDED, JOINS, st.randoms(use_true_random=False))
def test_order_of_what_is_given_does_not_matter(
    seen: list[Spelling],
    hints: list[IdentityHint],
    told: list[Identity],
    joins: list[MailmapJoin],
    chance: random.Random,
) -> None:
    expected = suggest(seen, hints, told, joins)
    for given_list in (seen, hints, told, joins):
        chance.shuffle(given_list)
    assert suggest(seen, hints, told, joins) == expected


@given(SPELLINGS, HINTS, DECIDED, JOINS)
def test_rules_that_always_hold(
    seen: list[Spelling],
    hints: list[IdentityHint],
    told: list[Identity],
    joins: list[MailmapJoin],
) -> None:
    rows = suggest(seen, hints, told, joins)
    assert sorted(row.key for row in rows) == sorted({one.key for one in seen})
    states = {one.key: one.status for one in told}
    for row in rows:
        state = states.get(row.key, IdentityStatus.SUGGESTED)
        assert row.status is state
        if state is not IdentityStatus.SUGGESTED:
            assert row.ticked == (state is IdentityStatus.CONFIRMED)
        elif is_placeholder(row.address) or is_bot(row.name, row.address):
            assert not row.ticked
        elif row.ticked:
            assert row.reason in (Reason.COMPUTER, Reason.REPOSITORY)
    places = [ORDER.index(row.reason) for row in rows]
    assert places == sorted(places)


@given(SPELLINGS, HINTS, DECIDED)
def test_how_much_somebody_did_changes_no_place(
    seen: list[Spelling],
    hints: list[IdentityHint],
    told: list[Identity],
) -> None:
    more = [
        replace(one, parts={"author": 1 + number * 997 % 41}) for number, one in enumerate(seen)
    ]
    keys = [row.key for row in suggest(seen, hints, told)]
    assert [row.key for row in suggest(more, hints, told)] == keys


def test_an_address_of_an_account_is_ticked_and_says_of_which() -> None:
    seen = [spelling("Noor V.", "7+noor@users.noreply.github.com")]
    label = "noor at github.com"
    hint = IdentityHint("Noor", "7+noor@users.noreply.github.com", "account", label)
    (row,) = suggest(seen, [hint], [])
    assert (row.reason, row.reason_detail, row.ticked) == (Reason.ACCOUNT, label, True)
    assert row.status is IdentityStatus.SUGGESTED  # ticking is the holder's
