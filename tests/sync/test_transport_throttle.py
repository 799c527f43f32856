"""How long a service asks to wait: every form, junk, and no believing beyond an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.sync.transport import throttle
from portfolio.sync.transport.throttle import Signal, read, reset, retry_after
from tests.sync.loopback.faults import retry_after_forms

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("7.5", 7.5),
        ("999999999999", 3600.0),
        ("99999999999999999999", 3600.0),
        ("-5", None),
        ("", None),
        ("soon", None),
        ("7 seconds", None),
        ("٧", None),
        ("1e3", None),
        ("inf", None),
        ("nan", None),
        ("Fri, 20 Nov 2026 09:30:20 GMT", 20.0),
        ("Friday, 20-Nov-26 09:30:20 GMT", 20.0),
        ("Fri Nov 20 09:30:20 2026", 20.0),
        ("Fri, 20 Nov 2026 09:00:00 GMT", 0.0),
        ("Fri, 20 Nov 2099 09:30:00 GMT", 3600.0),
        ("Fri, 99 Nov 2026 09:30:00 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (str(EPOCH + 30), 30.0),
        (str((EPOCH + 30) * 1000), 30.0),
        (f"{EPOCH + 30}.5", 30.5),
        ("2026-11-20T09:30:30Z", 30.0),
        ("2026-11-20T10:30:30+01:00", 30.0),
        ("2026-11-20T09:30:30.000Z", 30.0),
        ("30", 30.0),
        (str(EPOCH - 30), 0.0),
        (str(EPOCH + 90_000), 3600.0),
        ("-30", None),
        ("tomorrow", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_reset_in_every_unit(value: str, seconds: float | None) -> None:
    assert reset(value, NOW) == seconds


@pytest.mark.parametrize("form", retry_after_forms(NOW))
def test_each_form_means_the_same_wait(form: str) -> None:
    headers = {name.lower(): value for name, value in retry_after_forms(NOW)[form].items()}
    signal = read(429, headers, b"", NOW)
    assert signal is not None
    assert signal.is_refused
    assert signal.seconds == 7.0


def test_retry_after_is_believed_before_the_reset_header() -> None:
    headers = {"retry-after": "5", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "500"}
    assert read(429, headers, b"", NOW) == Signal(is_refused=True, seconds=5.0)


def test_a_403_is_a_throttle_only_when_something_says_so() -> None:
    assert read(403, {}, b'{"message": "Forbidden"}', NOW) is None
    reset_in_30 = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH + 30)}
    signal = read(403, {**reset_in_30, "x-ratelimit-resource": "search"}, b"", NOW)
    assert signal == Signal(is_refused=True, seconds=30.0, resource="search")
    secondary = read(403, {}, b"You have exceeded a secondary rate limit", NOW)
    assert secondary == Signal(is_refused=True, seconds=60.0, is_sure=False)
    # Something left of the limit: the reset header is only news.
    left = {"x-ratelimit-remaining": "9", "x-ratelimit-reset": str(EPOCH + 30)}
    assert read(403, left, b"", NOW) is None


def test_a_503_counts_only_with_a_time() -> None:
    assert read(503, {}, b"", NOW) is None
    assert read(503, {"retry-after": "junk"}, b"", NOW) is None
    assert read(503, {"retry-after": "3"}, b"", NOW) == Signal(is_refused=True, seconds=3.0)


def test_a_429_that_says_nothing_leaves_the_time_open() -> None:
    assert read(429, {"retry-after": "-1"}, b"", NOW) == Signal(is_refused=True, seconds=None)


def test_an_answer_may_ask_the_next_request_to_wait() -> None:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH + 12)}
    assert read(200, headers, b"", NOW) == Signal(is_refused=False, seconds=12.0)
    assert read(200, {**headers, "x-ratelimit-remaining": "1"}, b"", NOW) is None
    assert read(200, {"retry-after": "9"}, b"", NOW) is None
    assert read(200, {"ratelimit": '"default";r=0;t=9'}, b"", NOW) == Signal(
        is_refused=False, seconds=9.0
    )


def test_the_service_clock_is_what_counts() -> None:
    far = NOW + timedelta(days=3650)
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(far.timestamp()) + 5)}
    signal = read(429, headers, b"", far)
    assert signal is not None
    assert signal.seconds == 5.0


_names = st.sampled_from(
    [
        "retry-after",
        "x-ratelimit-reset",
        "ratelimit-reset",
        "x-ratelimit-remaining",
        "ratelimit-remaining",
        "ratelimit",
        "date",
        "x-ratelimit-resource",
    ]
)
_values = st.one_of(
    st.text(max_size=60),
    st.integers(-(10**25), 10**25).map(str),
    st.floats().map(str),
    st.datetimes().map(lambda at: at.isoformat()),
    st.datetimes().map(lambda at: at.strftime("%a, %d %b %Y %H:%M:%S GMT")),
    st.sampled_from(["0", "Fri, 31 Dec 9999 23:59:59 -2359", "0001-01-01T00:00:00+23:59"]),
)


@given(
    st.sampled_from([200, 304, 403, 404, 429, 500, 503]),
    st.dictionaries(_names, _values, max_size=5),
    st.binary(max_size=50),
    st.datetimes(timezones=st.just(UTC)),
)
def test_nothing_a_service_sends_is_believed_beyond_an_hour(
    status: int, headers: dict[str, str], body: bytes, now: datetime
) -> None:
    signal = read(status, headers, body, now)
    if signal is not None and signal.seconds is not None:
        assert 0 <= signal.seconds <= throttle.CAP_S
    throttle.served_at(headers)


@given(st.integers(0, 3600))
def test_seconds_and_dates_agree(seconds: int) -> None:
    at = NOW + timedelta(seconds=seconds)
    text = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert retry_after(text, NOW) == retry_after(str(seconds), NOW) == seconds
    assert reset(str(int(at.timestamp())), NOW) == reset(at.isoformat(), NOW) == seconds


@given(st.floats())
def test_any_number_of_seconds_is_bounded(seconds: float) -> None:
    assert 0 <= throttle.capped(seconds) <= throttle.CAP_S
