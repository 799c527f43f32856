"""Zips from anyone: read in memory, sizes counted, odd names and links refused."""

from __future__ import annotations

import io
import random
import stat
import struct
import warnings
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.badges import zips
from portfolio.errors import BadgeError


def archive(
    *files: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED, mode: int = 0, comment: str = ""
) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice
        with zipfile.ZipFile(buffer, "w", packing) as made:
            made.comment = comment.encode()
            for name, data in files:
                entry = zipfile.ZipInfo(name)
                entry.compress_type = packing
                entry.external_attr = mode << 16
                made.writestr(entry, data)
    return buffer.getvalue()


def all_of(raw: bytes) -> list[tuple[str, bytes]]:
    assert zips.is_zip(raw)
    return [(entry.name, entry.data) for entry in zips.read(raw)]


good_names = st.from_regex(r"[a-zé][a-z0-9 ._-]{0,8}[a-z](/[a-z]{1,5}\.png)?", fullmatch=True)


@given(st.dictionaries(good_names, st.binary(max_size=50), max_size=5))
def test_what_was_put_in_comes_out(files: dict[str, bytes]) -> None:
    assert all_of(archive(*files.items())) == list(files.items())


def test_folders_and_comments_do_no_harm() -> None:
    raw = archive(("images/", b""), ("images/a.png", b"1"), comment="PK\x01\x02 hello")
    assert all_of(raw) == [("images/a.png", b"1")]
    assert all_of(archive()) == []


@pytest.mark.parametrize(
    "name",
    [
        *("../a", "a/../../b", "/etc/passwd", "C:/a", "c:a", "a\\b", "..\\a", "a//b", "./a", "a/."),
        *("", "a/..", "\\\\server\\a", "x" * 301, "..", "a/\x00b", "file:stream"),
    ],
)
def test_names_that_lead_elsewhere(name: str) -> None:
    assert not zips.is_safe_name(name)
    raw = archive(("QQQ" if "\0" in name else name, b"1"))
    if "\0" in name:
        raw = raw.replace(b"QQQ", b"a\0b")
    with pytest.raises(BadgeError, match="zip"):
        all_of(raw)


def _bomb() -> bytes:
    return archive(("a", b"\0" * 60_000_000))


def _lying() -> bytes:
    """A list of contents that says the file in it is tiny."""
    raw = archive(("a", b"\0" * 30_000_000))
    return raw.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 10))


def _flagged(flag: int) -> bytes:
    raw = bytearray(archive(("a", b"1")))
    raw[6] |= flag
    raw[raw.index(b"PK\x01\x02") + 8] |= flag
    return bytes(raw)


# Packs to a thirtieth: too little to be a bomb by itself.
BLOCK = (random.Random(1).randbytes(1_000) + bytes(32_000)) * 30
HOSTILE = {
    "the same name twice": lambda: archive(("a", b"1"), ("a", b"2")),
    "the same name in capitals": lambda: archive(("a.png", b"1"), ("A.PNG", b"2")),
    "the same name in another form": lambda: archive(("\u00e9", b"1"), ("e\u0301", b"2")),
    "a folder and a file": lambda: archive(("a/", b""), ("a", b"2")),
    "a link": lambda: archive(("a", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777),
    "a pipe": lambda: archive(("a", b""), mode=stat.S_IFIFO | 0o600),
    "too many files": lambda: archive(*[(f"{n}", b"") for n in range(1_001)]),
    "far too many files": lambda: archive(*[(f"{n}", b"") for n in range(3_000)]),
    "growing too much": lambda: archive(("a", b"\0" * 1_000_000)),
    "too large in all": lambda: archive(*[(f"{n}", BLOCK) for n in range(60)]),
    "a bomb": _bomb,
    "a lying list of contents": _lying,
    "encrypted": lambda: _flagged(0x1),
    "packed otherwise": lambda: archive(("a", b"1"), packing=zipfile.ZIP_LZMA),
    "cut off": lambda: archive(("a", b"1" * 99))[:-30],
    "only a beginning": lambda: b"PK\x03\x04",
    "a wrong checksum": lambda: archive(("a", b"hello"), packing=0).replace(b"hello", b"hallo"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_zips_are_refused(name: str) -> None:
    with pytest.raises(BadgeError, match="zip"):
        list(zips.read(HOSTILE[name]()))


def test_a_large_zip_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    many = HOSTILE["far too many files"]()
    assert len(HOSTILE["too large in all"]()) < zips.MAX_BYTES / 10
    monkeypatch.delattr(zips.zipfile, "ZipFile")
    with pytest.raises(BadgeError, match="zip"):
        list(zips.read(many))
    with pytest.raises(BadgeError, match="zip"):
        list(zips.read(b"PK\x03\x04" + bytes(zips.MAX_BYTES)))


@given(st.data())
def test_a_damaged_zip_is_refused_or_read(data: st.DataObject) -> None:
    raw = bytearray(archive(("one.json", b'{"a": 1}'), ("b/two.png", b"\x89PNG" * 20)))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadgeError):
        list(zips.read(bytes(raw)))
