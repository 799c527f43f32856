"""Every poisoned file is answered with little work and little memory, or refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import pytest

from portfolio.attest.onlooker import Onlooker
from portfolio.check.checking import check
from portfolio.errors import OutsideFileError
from tests.attest.badges import made
from tests.check.poisons import POISONS

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MOST_TIMES = 200
"""Calls for a poisoned file, against those for a whole badge, which takes about ten milliseconds.
Most take fewer than the whole badge; the costliest is a quarter of a megabyte of linked nodes."""
MOST_MEMORY = 512 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.timeout(120)


def looked_at(raw: bytes) -> bool:
    """Check a file; whether it holds. A refusal does not."""
    try:
        return check(raw, Onlooker(), at=NOW).holds
    except OutsideFileError:
        return False


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called, written in Python or not."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture(scope="module")
def usual() -> int:
    """The calls for a whole badge, once everything is imported."""
    raw = made.text(made.sealed(made.credential()))
    assert looked_at(raw)
    return calls_of(lambda: looked_at(raw))


@pytest.mark.parametrize("name", POISONS)
def test_a_poisoned_file_is_little_work(name: str, usual: int) -> None:
    raw = POISONS[name]()
    assert not looked_at(raw)
    assert calls_of(lambda: looked_at(raw)) < usual * MOST_TIMES


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory on Linux")
def test_poisoned_files_fit_into_little_memory(tmp_path: Path) -> None:
    """All of them, one after the other, in a process that may take no more."""
    for number, make in enumerate(POISONS.values()):
        (tmp_path / str(number)).write_bytes(make())
    words = [
        "import resource, sys; from pathlib import Path",
        f"resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))",
        "from tests.check.test_poison import looked_at",
        "found = [looked_at(each.read_bytes()) for each in Path(sys.argv[1]).iterdir()]",
        "print(len(found), any(found))",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(words), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == [str(len(POISONS)), "False"]
