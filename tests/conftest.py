"""What every test gets: an empty home, no network, a still clock, and a look at what it leaves.

Settings of the computer it runs on (git, folders, language, screen) never reach a test.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

# Before anything imports Qt.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("PORTFOLIO_TEST_PLATFORM", "offscreen")
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
os.environ["TZ"] = "UTC"

import hypothesis
import pytest

from portfolio.paths import Paths, for_profile
from tests.clocks import FixedClock
from tests.leaks import Before, watch_event_loops
from tests.network import NetworkGuard

# Assertions of the kits are explained like those of test modules; before anything imports them.
pytest.register_assert_rewrite("tests.sync.kit", "tests.sync.kit_base", "tests.sync.kit_checks")

GIT_SETTINGS = """\
[init]
\tdefaultBranch = main
[user]
\tuseConfigOnly = true
"""
FAILED = pytest.StashKey[bool]()
MANY_OBJECTS = 20_000
"""So many objects that Python's collector looks after make the search for leftovers slow."""
network = NetworkGuard()

# Two cores shared with everything else say nothing about a deadline, and a run must repeat.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_configure() -> None:
    network.install()
    watch_event_loops()


def pytest_collection_finish() -> None:
    _set_aside()


def pytest_runtest_logfinish() -> None:
    # Libraries keep more and more as the run goes on; after hundreds of tests the search for
    # leftovers would take longer than a test.
    if len(gc.get_objects()) > MANY_OBJECTS:
        _set_aside()


def _set_aside() -> None:
    """Take what exists between two tests, which is no test's leftover, out of the search."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def _font_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for the run: finding the fonts anew for each test takes seconds."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _home(_font_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the test an empty home and look, at its end, at what it left behind."""
    home = Path(tempfile.mkdtemp(prefix="home-", dir=tmp_path_factory.getbasetemp()))
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(_environment(before, home, _font_cache))
    tempfile.tempdir = None
    yield home
    os.environ.clear()
    os.environ.update(before)
    tempfile.tempdir = None
    shutil.rmtree(home)


@pytest.fixture(autouse=True)
def _leaves_nothing(request: pytest.FixtureRequest, _home: Path) -> Iterator[None]:
    before = Before(_home / "tmp")
    yield
    attempts = network.take_attempts()
    if FAILED in request.node.stash:
        return  # the traceback keeps the test's objects alive
    left = before.leaks()
    if attempts:
        pytest.fail(f"The test tried to use the network: {', '.join(attempts)}", pytrace=False)
    if left:
        pytest.fail(f"The test left behind {'; '.join(left)}", pytrace=False)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at a morning in November 2026 until it is turned."""
    return FixedClock()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder of a profile that is not there yet, as for ``--profile-dir``."""
    return tmp_path / "profile"


@pytest.fixture
def paths(profile: Path) -> Paths:
    """The folders of that profile."""
    return for_profile(profile)


def _environment(before: dict[str, str], home: Path, cache: Path) -> dict[str, str]:
    """Return ``before`` without what belongs to the person or to git, and with ``home``."""
    kept = {
        name: value
        for name, value in before.items()
        if not name.startswith(("GIT_", "XDG_", "LC_", "SSH_"))
        and not name.lower().endswith("_proxy")
    }
    for name in ("EMAIL", "DISPLAY", "WAYLAND_DISPLAY", "LANGUAGE", "NO_COLOR", "FORCE_COLOR"):
        kept.pop(name, None)
    folders = {
        "TMPDIR": home / "tmp",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True)
    settings = home / ".gitconfig"
    settings.write_text(GIT_SETTINGS, encoding="utf-8")
    return {
        **kept,
        **{name: str(folder) for name, folder in folders.items()},
        "HOME": str(home),
        "XDG_CACHE_HOME": str(cache),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": "file",
        "GIT_TERMINAL_PROMPT": "0",
    }
