"""Bodies are unpacked in bounded steps and never held beyond the cap."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import TooLargeReplyError, UnreadableReplyError
from portfolio.sync.transport.bodies import Inflater


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("", bytes),
    "identity": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "gzip in two members": ("GZIP", lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:])),
    "deflate": ("deflate", zlib.compress),
    "deflate without wrapping": ("deflate", _raw_deflate),
}


def _unpack(encoding: str, packed: bytes, max_bytes: int, step: int = 7) -> bytes:
    inflater = Inflater(encoding, max_bytes)
    for start in range(0, len(packed), step):
        inflater.feed(packed[start : start + step])
    return inflater.finish()


@pytest.mark.parametrize("name", PACKERS)
@given(data=st.binary(max_size=300), step=st.integers(1, 100))
def test_what_was_packed_comes_out(name: str, data: bytes, step: int) -> None:
    encoding, pack = PACKERS[name]
    assert _unpack(encoding, pack(data), 1000, step) == data


@given(st.sampled_from(["gzip", "deflate", "x-gzip"]), st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_refused(encoding: str, packed: bytes) -> None:
    try:
        assert len(_unpack(encoding, packed, 500)) <= 500
    except (TooLargeReplyError, UnreadableReplyError):
        return


def test_a_bomb_is_left_before_it_takes_memory() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    tracemalloc.start()
    inflater = Inflater("gzip", 1_000_000)
    with pytest.raises(TooLargeReplyError):
        inflater.feed(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_empty_blocks_for_ever_end() -> None:
    packer = zlib.compressobj(wbits=31)
    empty = packer.flush(zlib.Z_FULL_FLUSH) + b"\0\0\0\xff\xff" * 10_000
    with pytest.raises(TooLargeReplyError):
        _unpack("gzip", empty, 1000)


def test_a_packed_body_that_ends_too_early_is_not_taken_for_whole() -> None:
    with pytest.raises(UnreadableReplyError, match="ends too early"):
        _unpack("gzip", gzip.compress(b"all of it")[:-9], 1000)


def test_an_unknown_packing_is_refused() -> None:
    with pytest.raises(UnreadableReplyError, match="unknown way"):
        Inflater("br", 1000)


@given(st.binary(max_size=200), st.integers(0, 199))
def test_the_cap_is_exact(data: bytes, cap: int) -> None:
    if len(data) <= cap:
        assert _unpack("gzip", gzip.compress(data), cap) == data
    else:
        with pytest.raises(TooLargeReplyError):
            _unpack("gzip", gzip.compress(data), cap)
