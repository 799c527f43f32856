"""Damaged files by the thousand: every opener takes or refuses them, in little time and memory."""

from __future__ import annotations

import gc
import random
import tracemalloc

import pytest

from tests.fuzz.damaging import damaged
from tests.fuzz.openers import OPENERS, Opener

ROUNDS = 60
LONG_ROUNDS = 10_000
MOST_MEMORY = 48 * 1024 * 1024  # for files of at most a quarter of a megabyte


def _run(opener: Opener, rounds: int, beginning: int) -> None:
    seeds = opener.seeds()
    rounds = max(1, int(rounds * opener.share))
    for number in range(beginning, beginning + rounds):
        chance = random.Random(number)
        seed = chance.choice(seeds)
        raw = opener.dressed(damaged(seed, seeds, chance))
        try:
            opener.open(raw)
        except Exception as error:
            error.add_note(f"round {number}: {raw[:2_000]!r}")
            raise


@pytest.mark.parametrize("name", OPENERS)
def test_whole_files_are_taken(name: str) -> None:
    opener = OPENERS[name]
    seeds = opener.seeds()
    assert seeds
    for seed in seeds:
        opener.open(opener.dressed(seed))


@pytest.mark.parametrize("name", OPENERS)
def test_damaged_files_are_taken_or_refused(name: str) -> None:
    _run(OPENERS[name], ROUNDS, 0)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", OPENERS)
def test_many_damaged_files_are_taken_or_refused(name: str) -> None:
    _run(OPENERS[name], LONG_ROUNDS, ROUNDS)


@pytest.mark.parametrize("name", OPENERS)
def test_damaged_files_take_little_memory(name: str) -> None:
    opener = OPENERS[name]
    opener.seeds()
    gc.collect()
    tracemalloc.start()
    try:
        _run(opener, 15, 10_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY
