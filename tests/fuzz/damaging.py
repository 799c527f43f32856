"""Damages files in the ways that find faults: bits, pieces, lengths, words of other files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_WORDS = re.compile(rb"[A-Za-z@:/_.-]{3,30}")
_ODD = (
    *(b"\0", b"\xff" * 4, b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"-1", b"1e999", b"9" * 400),
    *(b"NaN", b"null", b"[]", b"{}", b'""', b"\\ud800", b"\xed\xa0\x80", b"\xe2\x80\xae"),
    *(b"<!DOCTYPE s [", b"]]>", b"<![CDATA[", b"&#0;", b"../../", b"\xef\xbb\xbf", b"\r\n"),
    *(b"[" * 300, b'{"a":' * 300, b"<g>" * 300, b"data:,", b"https://[", b"99999-99-99T"),
)


def damaged(raw: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a file with one to six faults in it; the same chance makes the same file."""
    for _ in range(chance.randint(1, 6)):
        raw = chance.choice(_WAYS)(raw, seeds, chance)
    return raw[: 256 * 1024]


def _place(raw: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(raw))
    return start, min(len(raw), start + chance.choice((0, 1, 2, 4, 8, 40, 400)))


def _bit(raw: bytes, _seeds: Sequence[bytes], chance: random.Random) -> bytes:
    if not raw:
        return raw
    changed = bytearray(raw)
    changed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _lost(raw: bytes, _seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _place(raw, chance)
    return raw[:start] + raw[end:]


def _twice(raw: bytes, _seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _place(raw, chance)
    return raw[:end] + raw[start:end] * chance.randint(1, 4) + raw[end:]


def _odd(raw: bytes, _seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _place(raw, chance)
    return raw[:start] + chance.choice(_ODD) + raw[end:]


def _number(raw: bytes, _seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start = chance.randint(0, len(raw))
    size = chance.choice((1, 2, 4, 8))
    order = "big" if chance.random() < 0.5 else "little"
    value = chance.choice((0, 1, len(raw), 2 ** (size * 8) - 1, 2 ** (size * 8 - 1)))
    written = (value % 2 ** (size * 8)).to_bytes(size, order)  # type: ignore[arg-type]
    return raw[:start] + written + raw[start + size :]


def _crossed(raw: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(seeds)
    start, end = _place(other, chance)
    at, until = _place(raw, chance)
    return raw[:at] + other[start:end] + raw[until:]


def _word(raw: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    here, there = _WORDS.findall(raw[:50_000]), _WORDS.findall(chance.choice(seeds)[:50_000])
    if not here or not there:
        return raw
    return raw.replace(chance.choice(here), chance.choice(there), chance.choice((1, -1)))


def _cut(raw: bytes, _seeds: Sequence[bytes], chance: random.Random) -> bytes:
    return raw[: chance.randint(0, len(raw))]


_WAYS: tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...] = (
    *(_bit, _bit, _lost, _twice, _odd, _number, _crossed, _crossed, _word, _word, _word, _cut),
)
