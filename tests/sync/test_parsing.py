"""Readers of JSON values: what they take, what they refuse, and that they raise nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import UnreadableReplyError
from portfolio.sync import parsing
from portfolio.sync.parsing import BadItemError

KEYS = st.sampled_from(["a", "b", "name", "", "\ud800", "id"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
READERS: tuple[Callable[..., Any], ...] = (
    parsing.found,
    parsing.mapping,
    parsing.listing,
    parsing.optional_listing,
    parsing.flag,
    parsing.optional_flag,
    parsing.line,
    parsing.optional_line,
    parsing.text,
    parsing.optional_text,
    parsing.identifier,
    parsing.optional_identifier,
    parsing.number,
    parsing.optional_number,
    parsing.instant,
    parsing.optional_instant,
    parsing.offset_min,
    parsing.https_url,
    parsing.optional_https_url,
    parsing.optional_link,
)


@given(raw=JSON, keys=st.lists(KEYS, max_size=3), reader=st.sampled_from(READERS))
def test_a_reader_raises_nothing_but_the_declared_error(
    raw: object, keys: list[str], reader: Callable[..., Any]
) -> None:
    try:
        value = reader(raw, *keys)
    except BadItemError:
        return
    if isinstance(value, str) and reader is not parsing.found:
        value.encode("utf-8")
        assert "\x00" not in value
    if isinstance(value, datetime):
        assert value.utcoffset() is not None
        assert 1970 <= value.year < 2100
    if isinstance(value, int) and reader in (parsing.number, parsing.optional_number):
        assert abs(value) < 2**63


@given(at=st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_way_to_write_an_instant_is_read_alike(at: datetime) -> None:
    whole = at.replace(microsecond=0)
    seconds = int(whole.timestamp())
    written: list[object] = [
        whole.isoformat(),
        whole.strftime("%Y-%m-%dT%H:%M:%SZ"),
        whole.strftime("%Y-%m-%d %H:%M:%S"),
        whole.strftime("%Y-%m-%d %H:%M:%S.000000000"),
        whole.strftime("%Y-%m-%d %H:%M:%S UTC"),
        whole.strftime("%Y-%m-%dT%H:%M:%S+0000"),
    ]
    if abs(seconds) > 10**8:
        written += [seconds, float(seconds), str(seconds), seconds * 1000, str(seconds * 1000)]
    for form in written:
        assert parsing.instant({"at": form}, "at") == whole, form
    assert parsing.instant({"at": at.isoformat()}, "at") == at


def test_an_offset_is_taken_into_account_and_told() -> None:
    raw = {"at": "2024-03-01T01:30:00+05:30"}
    assert parsing.instant(raw, "at") == datetime(2024, 2, 29, 20, 0, tzinfo=UTC)
    assert parsing.offset_min(raw, "at") == 330
    assert parsing.offset_min({"at": 5}, "at") == 0


def test_a_day_is_its_first_moment_and_a_leap_second_the_last_one() -> None:
    assert parsing.instant("2024-02-29") == datetime(2024, 2, 29, tzinfo=UTC)
    leap = datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert parsing.instant("2016-12-31T23:59:60Z") == leap


NO_INSTANTS: tuple[object, ...] = (
    *("", "soon", "2024-13-01", "2024-02-30T00:00:00Z", "2024-01-01T25:00:00Z", True, [], {}),
    *("1969-12-31T23:59:59Z", "2100-01-01", "0001-01-01T00:00:00+14:00", 10**400, float("nan")),
    *("2024-01-01T00:00:61Z", "2024-01-01T00:00:00+99:00", "٢٠٢٤-٠١-٠١", -1, None),
)


@pytest.mark.parametrize("wrong", NO_INSTANTS)
def test_what_is_no_instant_is_refused(wrong: object) -> None:
    with pytest.raises(BadItemError):
        parsing.instant({"at": wrong}, "at")


def test_missing_and_null_are_alike_and_wrong_types_are_not_missing() -> None:
    absent: tuple[object, ...] = ({}, {"author": None}, {"author": {"login": None}})
    for raw in absent:
        assert parsing.optional_line(raw, "author", "login") == ""
    wrong: tuple[object, ...] = ({"author": 5}, {"author": {"login": 5}}, {"author": []})
    for raw in wrong:
        with pytest.raises(BadItemError):
            parsing.optional_line(raw, "author", "login")
    assert parsing.optional_number({}, "likes") is None
    assert parsing.optional_number({"likes": 0}, "likes") == 0


@pytest.mark.parametrize("wrong", [2**63, -(2**63), "9" * 20, 1.5, True, "1e3", "", "٣", None])
def test_what_is_no_storable_number_is_refused(wrong: object) -> None:
    with pytest.raises(BadItemError):
        parsing.number({"n": wrong}, "n")


def test_numbers_written_as_text_are_taken() -> None:
    assert parsing.number({"n": "4299262263296"}, "n") == 4_299_262_263_296
    assert parsing.number({"n": 7.0}, "n") == 7
    assert parsing.identifier({"n": 12}, "n") == "12"
    assert parsing.identifier({"n": "a b/ü"}, "n") == "a b/ü"


@pytest.mark.parametrize("wrong", ["x\ny", "x\x00", "\ud800", " ", "i" * 301, True, 2**63, 1.0])
def test_an_id_that_cannot_be_kept_exactly_is_refused(wrong: object) -> None:
    with pytest.raises(BadItemError):
        parsing.identifier({"id": wrong}, "id")


def test_text_is_cleaned_and_cut() -> None:
    raw = {"t": "A\x00 \ud800title\nin two\u202e lines" + " word" * 1000}
    assert parsing.line(raw, "t").startswith("A title in two lines word")
    assert len(parsing.line(raw, "t")) <= parsing.MAX_TITLE
    assert "\n" in parsing.text(raw, "t")
    assert len(parsing.text(raw, "t")) <= parsing.MAX_EXCERPT
    with pytest.raises(BadItemError):
        parsing.line({"t": "\u200b\x00"}, "t")


NO_ADDRESSES = (
    *("http://example.org/", "https://", "https://me@example.org/", "javascript:alert(1)", ""),
    *("https://exa mple.org", "https://example.org/\n#x", "https://[::1", "https://x:99999/"),
    *("https://example.org/" + "a" * 2000, "https://example.org/<b>", "https://x.org/\ud800"),
)


@pytest.mark.parametrize("wrong", NO_ADDRESSES)
def test_addresses_a_stranger_should_not_be_sent_to_are_refused(wrong: str) -> None:
    with pytest.raises(BadItemError):
        parsing.https_url({"url": wrong}, "url")
    assert parsing.optional_https_url({"url": wrong}, "url") == ""


def test_a_link_to_the_next_page_keeps_its_long_words() -> None:
    link = "https://api.example.org/list?mark=" + "x" * 600
    assert parsing.optional_link({"next": link}, "next") == link
    assert parsing.optional_link({"next": None}, "next") == ""
    with pytest.raises(BadItemError):
        parsing.optional_link({"next": "https://example.org/" + "x" * 9_000}, "next")


def test_an_address_is_given_as_it_is() -> None:
    address = "https://git.example.org:8443/a/b%20c/-/merge_requests/7#note_1"
    assert parsing.https_url({"url": f" {address} "}, "url") == address


@given(items=st.lists(JSON | st.builds(lambda n: {"name": n}, st.text("abc", min_size=1))))
def test_bad_items_never_cost_their_neighbours(items: list[object]) -> None:
    good, bad = parsing.parse_items(items, lambda item: parsing.line(item, "name"))
    named = [item for item in items if _is_named(item)]
    assert len(good) == len(named)
    assert len(good) + len(bad) == len(items)
    for aside in bad:
        assert len(aside.excerpt) <= 300
        aside.excerpt.encode("utf-8")


def _is_named(item: object) -> bool:
    try:
        parsing.line(item, "name")
    except BadItemError:
        return False
    return True


def test_an_item_not_wanted_is_neither_good_nor_bad() -> None:
    good, bad = parsing.parse_items([1, 2, 3], lambda item: None if item == 2 else item)
    assert good == (1, 3)
    assert bad == ()


@given(body=JSON)
def test_a_page_that_holds_no_list_is_unreadable(body: object) -> None:
    try:
        rows = parsing.page_items(body, "items")
    except UnreadableReplyError:
        return
    assert isinstance(rows, list)


def test_what_is_nested_too_deep_is_kept_without_its_words() -> None:
    deep: object = "x"
    for _ in range(100_000):
        deep = [deep]
    assert parsing.as_raw(deep) == ""
    good, bad = parsing.parse_items([deep], lambda item: parsing.line(item, "name"))
    assert good == ()
    assert len(bad) == 1
