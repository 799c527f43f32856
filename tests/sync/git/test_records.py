"""Cutting the stream: the inverse of writing it, whatever the blocks are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.sync.git.records import FIELD_COUNT, GarbledError, fields

_FIELD = st.binary(max_size=30).map(lambda raw: raw.replace(b"\0", b"\x1f"))
_RECORD = st.lists(_FIELD, min_size=FIELD_COUNT, max_size=FIELD_COUNT)


def blocks_of(stream: bytes, cuts: list[int]) -> list[bytes]:
    """The stream, cut into blocks at the given places."""
    ends = sorted({cut % (len(stream) + 1) for cut in cuts})
    return [stream[a:b] for a, b in zip([0, *ends], [*ends, len(stream)], strict=True)]


@given(st.lists(_RECORD, max_size=12), st.lists(st.integers(0, 10_000), max_size=8))
def test_reading_is_the_inverse_of_writing(records: list[list[bytes]], cuts: list[int]) -> None:
    stream = b"".join(field + b"\0" for record in records for field in record)
    found = [field for part in fields(blocks_of(stream, cuts)) for field in part]
    assert found == [field for record in records for field in record]


@given(st.lists(_RECORD, min_size=1, max_size=5), st.integers(1, 10_000))
def test_a_cut_stream_is_noticed_and_gives_whole_records_only(
    records: list[list[bytes]], cut: int
) -> None:
    stream = b"".join(b"x" + field + b"\0" for record in records for field in record)
    short = stream[: -(cut % len(stream) or 1)]
    found: list[bytes] = []

    def collect() -> None:
        for part in fields([short]):
            found.extend(part)

    whole = [b"x" + field for record in records for field in record]
    ends = [len(b"".join(b"x" + f + b"\0" for r in records[:n] for f in r)) for n in range(6)]
    if len(short) in ends:
        collect()
    else:
        with pytest.raises(GarbledError):
            collect()
    assert found == whole[: len(found)]
    assert len(found) % FIELD_COUNT == 0


def test_a_message_over_many_blocks_is_joined() -> None:
    long = b"x" * 1_000_000
    stream = b"\0".join([b"a"] * (FIELD_COUNT - 1) + [long]) + b"\0"
    blocks = [stream[start : start + 1000] for start in range(0, len(stream), 1000)]
    assert [part[-1] == long for part in fields(blocks)] == [True]
