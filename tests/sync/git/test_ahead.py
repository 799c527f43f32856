"""git goes on while what it said is worked on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from portfolio.sync.git.ahead import read_ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


def never() -> bool:
    return False


def is_running() -> bool:
    return any(thread.name == "git-output" for thread in threading.enumerate())


def test_blocks_come_in_order_and_the_thread_ends() -> None:
    blocks = [bytes([number % 256]) * 3 for number in range(500)]

    def start(_stopped: Callable[[], bool]) -> Generator[bytes, None, None]:
        yield from blocks

    assert list(read_ahead(start, never)) == blocks
    assert not is_running()


def test_a_fault_comes_after_the_blocks_before_it() -> None:
    def start(_stopped: Callable[[], bool]) -> Generator[bytes, None, None]:
        yield b"one"
        yield b"two"
        raise LookupError("three")

    read = read_ahead(start, never)
    assert [next(read), next(read)] == [b"one", b"two"]
    with pytest.raises(LookupError, match="three"):
        next(read)
    assert not is_running()


def test_what_comes_next_is_made_before_it_is_asked_for() -> None:
    is_ahead = threading.Event()

    def start(_stopped: Callable[[], bool]) -> Generator[bytes, None, None]:
        yield b"one"
        is_ahead.set()
        yield b"two"

    read = read_ahead(start, never)
    assert next(read) == b"one"
    assert is_ahead.wait(10)
    assert list(read) == [b"two"]


def test_it_runs_ahead_so_far_and_no_further() -> None:
    made = 0

    def start(stopped: Callable[[], bool]) -> Generator[bytes, None, None]:
        nonlocal made
        while not stopped():
            made += 1
            yield b"block"

    read = read_ahead(start, never)
    for _ in range(100):
        next(read)
    read.close()
    assert made <= 100 + 34


def test_closing_early_stops_the_maker_and_lets_it_clean_up() -> None:
    is_clean = threading.Event()

    def start(stopped: Callable[[], bool]) -> Generator[bytes, None, None]:
        try:
            while not stopped():
                yield b"block"
        finally:
            is_clean.set()

    read = read_ahead(start, never)
    next(read)
    read.close()
    assert is_clean.is_set()
    assert not is_running()


def test_the_maker_hears_that_the_person_asked_to_stop() -> None:
    def start(stopped: Callable[[], bool]) -> Generator[bytes, None, None]:
        if stopped():
            raise KeyError("asked to stop")
        yield b"block"

    with pytest.raises(KeyError, match="asked to stop"):
        next(read_ahead(start, lambda: True))
