"""What the keychain does whatever keyring there is, and which it never uses."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import KeychainError
from portfolio.keychain import Entry, Keychain, SessionSecrets, entries_of, entry_for
from portfolio.keychain import backends as known
from portfolio.keychain.line import PATIENCE_S, Call, Line
from portfolio.secret import Secret
from tests.keychain.buses import wait_for_calls

MINE = Entry("portfolio:github:github.com", "account-1")
SOON_S = 0.2


class MemoryRing:
    """A keyring in a dictionary."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class NullRing(MemoryRing):
    """A keyring that keeps nothing and says nothing of it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class SlowRing(MemoryRing):
    """A keyring whose answers wait until the test lets them go."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.may_answer.wait(60)
        super().set_password(service, username, password)


def keychain(ring: known.Ring, limit_s: float = 60.0) -> Keychain:
    return Keychain(ring=lambda _call: ring, look=lambda _call: None, limit_s=limit_s)


@pytest.mark.parametrize("make", [lambda: keychain(MemoryRing()), SessionSecrets])
def test_one_secret_each_way(make: Callable[[], Keychain | SessionSecrets]) -> None:
    secrets = make()
    assert secrets.get(MINE) is None
    secrets.set(MINE, Secret("a"))
    secrets.set(MINE, Secret("b"))
    assert secrets.get(MINE) == Secret("b")
    assert secrets.delete(MINE)
    assert not secrets.delete(MINE)


def test_a_keyring_that_keeps_nothing_is_none() -> None:
    with pytest.raises(KeychainError, match="does not hold it") as caught:
        keychain(NullRing()).set(MINE, Secret("lost"))
    assert caught.value.state == "none"


def test_the_librarys_words_are_not_passed_on(caplog: pytest.LogCaptureFixture) -> None:
    class Talkative(MemoryRing):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise ValueError(f"cannot store {password}")

    caplog.set_level("DEBUG")
    with pytest.raises(KeychainError) as caught:
        keychain(Talkative()).set(MINE, Secret("canary-123"))
    error = caught.value
    assert error.state == "failed"
    assert "canary" not in f"{error} {error.__cause__} {caplog.text}"
    assert error.__cause__ is None


def test_what_a_late_call_stores_is_taken_back() -> None:
    ring = SlowRing()
    with pytest.raises(KeychainError, match="does not answer"):
        keychain(ring, SOON_S).set(MINE, Secret("late"))
    ring.may_answer.set()
    wait_for_calls()
    assert ring.held == {}


def test_a_late_call_that_replaces_a_secret_stays() -> None:
    ring = SlowRing()
    ring.held[MINE] = "old refresh token"
    with pytest.raises(KeychainError):
        keychain(ring, SOON_S).set(MINE, Secret("new refresh token"))
    ring.may_answer.set()
    wait_for_calls()
    assert ring.held == {MINE: "new refresh token"}


def test_one_secret_is_never_changed_twice_at_once() -> None:
    ring = SlowRing()
    both = keychain(ring, SOON_S)
    with pytest.raises(KeychainError, match="does not answer"):
        both.set(MINE, Secret("first"))
    for change in (lambda: both.set(MINE, Secret("second")), lambda: both.delete(MINE)):
        with pytest.raises(KeychainError, match="still busy") as caught:
            change()
        assert caught.value.state == "locked"
    ring.may_answer.set()
    wait_for_calls()
    both.set(MINE, Secret("second"))
    assert ring.held == {MINE: "second"}


def test_what_was_given_up_before_it_was_written_is_not_written() -> None:
    class SlowToOpen(MemoryRing):
        def get_password(self, service: str, username: str) -> str | None:
            may_answer.wait(60)
            return super().get_password(service, username)

    may_answer, ring = threading.Event(), SlowToOpen()
    ring.held[MINE] = "old"
    with pytest.raises(KeychainError):
        keychain(ring, SOON_S).set(MINE, Secret("new"))
    may_answer.set()
    wait_for_calls()
    assert ring.held == {MINE: "old"}


def test_after_some_calls_that_never_came_back_no_more_threads_are_made() -> None:
    ring = SlowRing()
    stuck = keychain(ring, 0.01)
    for number in range(4):
        with pytest.raises(KeychainError, match="does not answer"):
            stuck.set(Entry("portfolio:x:y", str(number)), Secret("x"))
    with pytest.raises(KeychainError, match="for a while"):
        stuck.set(MINE, Secret("x"))
    ring.may_answer.set()
    wait_for_calls()
    roomy = keychain(ring)
    roomy.set(MINE, Secret("y"))
    assert roomy.get(MINE) == Secret("y")


def test_a_call_that_was_given_up_is_cut_off_when_its_patience_ends() -> None:
    times = itertools.chain([0.0, PATIENCE_S - 1], itertools.repeat(PATIENCE_S + 1))
    line = Line(monotonic=lambda: next(times))
    cut, began = threading.Event(), threading.Event()

    def work(call: Call) -> None:
        call.can_be_cut(cut.set)
        began.set()
        cut.wait(60)

    call = Call(work, may_ask=True, changes=True)
    line.submit(call)  # its beginning is at 0
    assert began.wait(60)
    line.give_up(call)
    assert not cut.is_set()
    for expected in (False, True):
        later = Call(lambda _call: None, may_ask=True)
        line.submit(later)
        later.future.result(60)
        if not expected:
            continue
        assert cut.wait(60)
    wait_for_calls()


def test_a_call_given_up_before_it_had_a_connection_is_cut_off_with_it() -> None:
    line, cut, began, goes_on = Line(), threading.Event(), threading.Event(), threading.Event()

    def work(call: Call) -> None:
        began.set()
        goes_on.wait(60)
        call.can_be_cut(cut.set)

    call = Call(work, may_ask=True)
    line.submit(call)
    assert began.wait(60)
    line.give_up(call)
    goes_on.set()
    assert cut.wait(60)
    wait_for_calls()


def test_a_hung_call_does_not_keep_the_program_from_ending() -> None:
    code = """
import logging, threading
from portfolio.errors import KeychainError
from portfolio.keychain import Entry, Keychain
logging.disable()

class Hung:
    def get_password(self, service, user):
        threading.Event().wait()

keychain = Keychain(ring=lambda _call: Hung(), limit_s=0.1)
try:
    keychain.get(Entry("portfolio:x:y", "z"))
except KeychainError as error:
    print(error.state, [thread.name for thread in threading.enumerate()][1:])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("failed ['keyring']\n", "")


EVIL = "import pathlib, os; pathlib.Path(os.environ['MARK']).touch()\n"


def test_settings_variables_and_plug_ins_choose_nothing(tmp_path: Path) -> None:
    """Each of these makes `keyring` itself load code or store in plain text."""
    home = Path.home()
    mark, folder = tmp_path / "mark", tmp_path / "evil"
    folder.mkdir()
    source = (
        EVIL
        + "from keyring.backend import KeyringBackend\n"
        + "class Keyring(KeyringBackend):\n    priority = 99\n"
        + "    def get_password(self, s, u): return 'evil'\n"
        + "    def set_password(self, s, u, p): open(os.environ['MARK'], 'w').write(p)\n"
    )
    (folder / "evil_ring.py").write_text(source, encoding="utf-8")
    info = folder / "evil-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[keyring.backends]\nevil = evil_ring\n")
    for place in (home / ".config", home / ".local" / "share"):
        config = place / "python_keyring" / "keyringrc.cfg"
        config.parent.mkdir()
        config.write_text(f"[backend]\ndefault-keyring=evil_ring.Keyring\nkeyring-path={folder}\n")
    code = (
        "from portfolio.keychain import *; from portfolio.secret import Secret\n"
        "from portfolio.errors import KeychainError\n"
        "entry, keychain = Entry('portfolio:x:y', 'z'), Keychain()\n"
        "for attempt in (lambda: keychain.get(entry), lambda: keychain.set(entry, Secret('s'))):\n"
        "    try: print('got', attempt())\n"
        "    except KeychainError as error: print(error.state)\n"
    )
    for backend in ("", "keyring.backends.null.Keyring", "evil_ring.Keyring"):
        around = os.environ | {
            "PYTHONPATH": str(folder),
            "MARK": str(mark),
            "PYTHON_KEYRING_BACKEND": backend,
            "KEYRING_PROPERTY_GET_PASSWORD": "evil",
            "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
        }
        done = subprocess.run(
            [sys.executable, "-c", code], env=around, capture_output=True, text=True, check=True
        )
        assert done.stdout == "none\nnone\n", (backend, done.stderr)
    assert not mark.exists()


def test_that_trap_springs_for_keyring_itself(tmp_path: Path) -> None:
    """The variable is real: without our care a null keyring would be used."""
    code = "import keyring; keyring.set_password('a', 'b', 'c'); print(keyring.get_keyring())"
    around = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=around, capture_output=True, text=True, check=True
    )
    assert "null" in done.stdout


class FakeError(Exception):
    """What pywintypes raises."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror)
        self.winerror, self.funcname = winerror, funcname


class FakeCredentials:
    """Windows' credential store, as `keyring` uses it."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Any]] = {}

    def read(self, **words: Any) -> dict[str, Any]:
        if words["TargetName"] not in self.held:
            raise FakeError(1168, "CredRead")
        return dict(self.held[words["TargetName"]])

    def write(self, credential: dict[str, Any], flags: int) -> None:
        blob = str(credential["CredentialBlob"]).encode("utf-16-le")
        if len(blob) > 2560:
            raise FakeError(1783, "CredWrite")
        self.held[credential["TargetName"]] = credential | {"CredentialBlob": blob}

    def delete(self, **words: Any) -> None:
        del self.held[words["TargetName"]]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends import Windows

    held = FakeCredentials()
    library = SimpleNamespace(
        CRED_TYPE_GENERIC=1,
        CRED_PERSIST_ENTERPRISE=3,
        CredRead=held.read,
        CredWrite=held.write,
        CredDelete=held.delete,
    )
    monkeypatch.setattr(Windows, "win32cred", library, raising=False)
    monkeypatch.setattr(Windows, "pywintypes", SimpleNamespace(error=FakeError), raising=False)
    monkeypatch.setattr(known, "sys", SimpleNamespace(platform="win32"))


def test_windows_keeps_two_accounts_of_one_host_apart(windows: None) -> None:
    keychain = Keychain()
    assert keychain.state() == "ok"
    entries = [
        *entries_of("gitlab", "https://gitlab.com", "one"),
        *entries_of("gitlab", "https://gitlab.com", "two"),
    ]
    for _ in range(2):
        for entry in entries:
            keychain.set(entry, Secret(f"secret of {entry.user}"))
    assert all(keychain.get(entry) == Secret(f"secret of {entry.user}") for entry in entries)
    assert keychain.delete(entries[0])
    assert keychain.get(entries[0]) is None
    assert all(keychain.get(entry) for entry in entries[1:])


def test_windows_is_not_given_what_it_cannot_hold(windows: None) -> None:
    keychain = Keychain()
    keychain.set(MINE, Secret("x" * 1280))
    for too_long in ("x" * 1281, "\N{GRINNING FACE}" * 641):
        with pytest.raises(KeychainError, match="too long"):
            keychain.set(MINE, Secret(too_long))
    assert keychain.get(MINE) == Secret("x" * 1280)


def test_macos_denial_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends import macOS

    class DeniedError(Exception):
        pass

    def deny(*args: object) -> None:
        raise DeniedError

    api = SimpleNamespace(
        KeychainDenied=DeniedError,
        NotFound=KeyError,
        Error=OSError,
        find_generic_password=deny,
    )
    monkeypatch.setattr(macOS, "api", api, raising=False)
    monkeypatch.setattr(known, "sys", SimpleNamespace(platform="darwin"))
    assert Keychain().state() == "ok"
    with pytest.raises(KeychainError) as caught:
        Keychain().get(MINE)
    assert caught.value.state == "locked"


@given(st.text(), st.text(min_size=1))
def test_names_are_one_per_account_and_part(path: str, account: str) -> None:
    names = entries_of("discourse", "https://forum.example/" + path, account)
    assert len(set(names)) == len(names) == 3


def test_names_hold_host_and_path_but_no_credentials() -> None:
    entry = entry_for("redmine", "https://me:pw@Example.org:8443/redmine/", "id-1", "#refresh")
    assert entry == ("portfolio:redmine:example.org:8443/redmine", "id-1#refresh")
