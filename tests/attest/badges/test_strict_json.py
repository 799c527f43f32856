"""JSON from outside: taken with one meaning, or refused; never a crash, never a hang."""

from __future__ import annotations

import json
import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.badges import strict_json
from portfolio.errors import BadgeError

letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    letters | numbers | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(letters, inner, max_size=4),
    max_leaves=20,
)


@given(values, st.booleans(), st.sampled_from([None, 1]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_what_was_written_is_read(
    value: object, ascii_only: bool, indent: int, mark: bytes
) -> None:
    raw = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()
    read = strict_json.parse(mark + raw)
    assert read == value
    assert strict_json.parse(strict_json.compact(read)) == value


REFUSED = {
    "nothing": b"",
    "no JSON": b"badge",
    "more after it": b"{} {}",
    "a name twice": b'{"a":1,"a":1}',
    "a name twice, escaped": b'{"a":1,"\\u0061":2}',
    "a name twice, far inside": b'[[{"a":{"b":1,"b":2}}]]',
    "not a number": b"[NaN]",
    "infinity": b"[Infinity]",
    "less than nothing": b"[-Infinity]",
    "a large number": b"[1e999]",
    "a large whole number": b"[9223372036854775808]",
    "a small whole number": b"[-9223372036854775808]",
    "a number of 5,000 digits": b"[" + b"9" * 5000 + b"]",
    "a fraction of 5,000 digits": b"[0." + b"9" * 5000 + b"]",
    "half a character": b'["\\ud800"]',
    "half a character in a name": b'{"\\uDFFF":1}',
    "half a character, then a whole one": b'["\\ud83d\\ud83d\\ude00"]',
    "half a character in bytes": b'["\xed\xa0\x80"]',
    "another encoding": b'["\xe9"]',
    "two bytes a letter": '["a"]'.encode("utf-16"),
    "a control character": b'["a\nb"]',
    "a comma too many": b"[1,]",
    "single quotes": b"{'a':1}",
    "deep": b"[" * 65 + b"]" * 65,
    "very deep": b"[" * 200_000,
    "very deep objects": b'{"a":' * 200_000,
    "deep behind a string": b'["]\\"]","' + b"]" * 99 + b'",' + b"[" * 64 + b"]" * 65,
    "many values": b"[" + b"0," * 100_001 + b"0]",
    "too long": b'["' + b"x" * strict_json.MAX_BYTES + b'"]',
    "a string without an end": b'["' + b'\\"' * 1_500_000,
    "many strings without a comma": b'""' * 1_500_000,
    "a string that ends in a backslash": b'["' + b"\\\\" * 1_500_000 + b"\\",
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.timeout(20)  # each takes milliseconds; taking them letter by letter would take hours
def test_what_two_readers_take_differently_is_refused(name: str) -> None:
    with pytest.raises(BadgeError):
        strict_json.parse(REFUSED[name])


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"[" * 64 + b"]" * 64, None),
        (b'["\\ud83d\\ude00"]', ["\U0001f600"]),
        (b'["\\\\ud800"]', ["\\ud800"]),
        (b'["' + b"[{" * 99 + b'"]', ["[{" * 99]),
        (b"[9223372036854775807, -0.0, 1E3]", [2**63 - 1, 0.0, 1000.0]),
        (b'{"a":1,"A":2,"\xc3\xa9":3,"e\xcc\x81":4}', {"a": 1, "A": 2, "é": 3, "e\u0301": 4}),
    ],
)
def test_what_looks_odd_and_is_not(raw: bytes, value: object) -> None:
    read = strict_json.parse(raw)
    assert value is None or read == value


def test_an_object_is_wanted() -> None:
    assert strict_json.parse_object(b' {"a": [1]} ') == {"a": [1]}
    for raw in (b"[]", b'"{}"', b"1", b"null"):
        with pytest.raises(BadgeError):
            strict_json.parse_object(raw)
    with pytest.raises(BadgeError):
        strict_json.parse_object(b'{"a": 1}', limit=7)


tokens = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"',
            "\\",
            '"a"',
            "\\u",
            "d800",
            "1",
            "-",
            "e9",
            ".",
            "NaN",
        ),
        *("NaN", "true", "null", " ", "\n", "é", "\x00", "\ud7ff"),
    ]
)


@given(
    st.binary(max_size=60) | st.lists(tokens, max_size=20).map(lambda all_: "".join(all_).encode())
)
def test_anything_is_refused_or_means_the_same_to_others(raw: bytes) -> None:
    with suppress(BadgeError):
        value = strict_json.parse(raw)
        assert value == json.loads(raw.decode("utf-8-sig"))
        assert not isinstance(value, float) or math.isfinite(value)
