"""Badges in PNG pictures: found, put in, replaced; lies about lengths, sums and sizes refused."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portfolio.attest.badges import png
from portfolio.attest.badges.baked import MAX_PAYLOAD, Keyword
from portfolio.errors import BadgeError
from tests.attest.badges import pictures

BOTH = list(Keyword)
payloads = st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8"))


@given(payloads, st.sampled_from(BOTH))
def test_what_is_baked_in_comes_out(payload: bytes, keyword: Keyword) -> None:
    baked = png.bake(pictures.png(), payload, keyword)
    assert png.unbake(baked).found == {keyword: payload}
    assert png.unbake(baked).newest == payload


@given(payloads, payloads, st.sampled_from(BOTH), st.sampled_from(BOTH))
def test_an_older_badge_is_replaced(one: bytes, two: bytes, first: Keyword, then: Keyword) -> None:
    once = png.bake(pictures.png(), one, first)
    assert png.bake(once, two, then) == png.bake(pictures.png(), two, then)


def test_a_baked_picture_is_the_same_picture() -> None:
    plain = pictures.png(pictures.text("Author", b"Ada"), width=3)
    baked = png.bake(plain, b"a.b.c", Keyword.CREDENTIAL)
    with Image.open(io.BytesIO(baked)) as after, Image.open(io.BytesIO(plain)) as before:
        assert after.tobytes() == before.tobytes()
        assert after.info["Author"] == "Ada"
        assert after.info["openbadgecredential"] == "a.b.c"
    rest = [chunk for chunk in png.chunks(baked) if chunk.kind != b"iTXt"]
    assert [each.data for each in rest] == [each.data for each in png.chunks(plain)]
    assert [each.kind for each in png.chunks(baked)][:2] == [b"IHDR", b"iTXt"]


def test_all_three_ways_of_storing_are_read() -> None:
    for piece in (
        pictures.text("openbadges", b"https://badges.example/1"),
        pictures.international("openbadges", b"https://badges.example/1"),
        pictures.international("openbadges", b"https://badges.example/1", packed=True),
    ):
        assert png.unbake(pictures.png(piece)).newest == b"https://badges.example/1"


def test_both_standards_in_one_picture_are_both_read() -> None:
    both = pictures.png(
        pictures.international("openbadges", b"old"),
        pictures.international("openbadgecredential", b"new"),
    )
    baked = png.unbake(both)
    assert (baked.newest, baked.older) == (b"new", b"old")


def test_a_mere_picture_holds_nothing() -> None:
    plain = pictures.png(pictures.text("openbadgesx", b"1"), pictures.text("Title", b"openbadges"))
    assert png.unbake(plain).newest == b""


def _bomb() -> bytes:
    return pictures.international("openbadges", b" " * 50_000_000, packed=True)


HOSTILE = {
    "no picture": b"GIF89a",
    "nothing": b"",
    "only the beginning": pictures.SIGNATURE,
    "no end": pictures.png()[:-12],
    "cut in a length": pictures.png()[:-6],
    "a length that lies": pictures.SIGNATURE + b"\xff\xff\xff\xff" + pictures.header()[4:],
    "a checksum that lies": pictures.png().replace(b"IDAT", b"IDAU"),
    "a header that comes second": pictures.SIGNATURE
    + pictures.text("a", b"b")
    + pictures.png()[8:],
    "two headers": pictures.png(pictures.header()),
    "a short header": pictures.SIGNATURE + pictures.chunk(b"IHDR", b"\0\0\0\1"),
    "more points than are drawn": pictures.png(width=16_000, height=16_000),
    "too wide": pictures.png(width=100_000, height=1),
    "no height": pictures.png(height=0),
    "two badges": pictures.png(
        pictures.text("openbadges", b"1"), pictures.international("openbadges", b"2")
    ),
    "a bomb": pictures.png(_bomb()),
    "too large a badge": pictures.png(pictures.text("openbadges", b"1" * (MAX_PAYLOAD + 1))),
    "a keyword without an end": pictures.png(pictures.chunk(b"tEXt", b"openbadges")),
    "no room for flags": pictures.png(pictures.chunk(b"iTXt", b"openbadges\0\0")),
    "no language": pictures.png(pictures.chunk(b"iTXt", b"openbadges\0\0\0x")),
    "an unknown packing": pictures.png(pictures.chunk(b"iTXt", b"openbadges\0\1\1\0\0x")),
    "wrongly packed": pictures.png(pictures.chunk(b"iTXt", b"openbadges\0\1\0\0\0xyz")),
    "packed and cut off": pictures.png(
        pictures.chunk(b"iTXt", b"openbadges\0\1\0\0\0" + zlib.compress(b"a" * 99)[:-5])
    ),
    "in too many pieces": pictures.png(*[pictures.chunk(b"tIME", b"")] * 30_000),
    "too many bytes": pictures.png(pictures.chunk(b"zTXt", b"x" * png.MAX_BYTES)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pictures_are_refused(name: str) -> None:
    with pytest.raises(BadgeError):
        png.unbake(HOSTILE[name])


def test_a_packed_badge_may_be_just_so_large() -> None:
    whole = pictures.international("openbadges", b"x" * png.MAX_INFLATED, packed=True)
    assert len(png.unbake(pictures.png(whole)).newest) == png.MAX_INFLATED
    more = pictures.international("openbadges", b"x" * (png.MAX_INFLATED + 1), packed=True)
    with pytest.raises(BadgeError, match="unpacks"):
        png.unbake(pictures.png(more))


def test_nothing_too_large_is_baked_in() -> None:
    with pytest.raises(BadgeError):
        png.bake(pictures.png(), b"x" * (MAX_PAYLOAD + 1), Keyword.CREDENTIAL)


def test_the_size_is_read_without_drawing() -> None:
    assert png.size(pictures.png(width=7, height=9)) == (7, 9)


@given(st.data())
def test_a_damaged_picture_is_refused_or_read(data: st.DataObject) -> None:
    raw = bytearray(png.bake(pictures.png(), b"a.b.c", Keyword.OPEN_BADGES))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadgeError):
        assert png.unbake(bytes(raw)).newest in (b"a.b.c", b"")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(raw: bytes) -> None:
    for file in (raw, pictures.SIGNATURE + raw, pictures.SIGNATURE + pictures.header() + raw):
        with suppress(BadgeError):
            png.unbake(file)
