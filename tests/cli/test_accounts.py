"""Accounts, syncs and coverage from the command line, against a scripted service."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from portfolio.cli import network
from portfolio.cli.session import Session
from portfolio.errors import KeychainError
from portfolio.keychain import Entry, SessionSecrets
from portfolio.model.identity import IdentityHint, account_hint_label
from portfolio.model.kinds import Kind
from portfolio.operations.sample_repositories import build
from portfolio.paths import for_profile
from portfolio.secret import Secret
from portfolio.store.store import Store
from portfolio.sync.signin.faults import END_STATES
from portfolio.sync.signin.shapes import SignInStep, StepKind
from portfolio.workspace import Workspace
from tests.cli.running import Ran, Runner
from tests.clocks import START, FixedClock
from tests.store.accounts import account
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, LoopbackServer, as_json
from tests.sync.providers.gitea_service import REPOSITORY, GiteaService, comment, feed_row, pull_row

TOKEN = "cli-W8sk2-never-on-disk"


@dataclass
class Forge:
    """The scripted service under the test's hand.

    Attributes:
        refuses: Whether to answer 401 from now on.
        fails: Paths that are answered with 500.
        interrupts_at: Number of the request at which Ctrl-C is pressed; 0 for never.
    """

    inner: GiteaService
    refuses: bool = False
    fails: tuple[str, ...] = ()
    interrupts_at: int = 0
    count: int = 0
    seen: list[Asked] = field(default_factory=list)

    def handle(self, request: Asked) -> Answer:
        # The service's clock stands where the program's does.
        return self._answer(request).having(Date=format_datetime(START, usegmt=True))

    def _answer(self, request: Asked) -> Answer:
        self.seen.append(request)
        self.count += 1
        if self.count == self.interrupts_at:
            os.kill(os.getpid(), signal.SIGINT)
        if self.refuses:
            return as_json({"message": "no"}, 401)
        if request.path.endswith(self.fails or ("\0",)):
            return as_json({"message": "broken"}, 400)
        return self.inner.handle(request)


@pytest.fixture
def forge() -> Forge:
    items: dict[Kind, list[Any]] = {
        Kind.PULL_REQUEST: [pull_row(n) for n in range(7)],
        Kind.ISSUE: [pull_row(n, pull_request=None) for n in range(10, 14)],
        Kind.REVIEW: [],
        Kind.COMMENT: [feed_row(n, "comment_issue", comment=comment(n)) for n in range(5)],
        Kind.RELEASE: [],
        Kind.ROLE: [REPOSITORY],
    }
    return Forge(GiteaService(World(items, token=TOKEN)))


class Ring(SessionSecrets):
    """A keyring in memory that can be out of order."""

    is_broken = False

    async def keep(self, entry: Entry, secret: Secret) -> None:
        self._check()
        await super().keep(entry, secret)

    async def drop(self, entry: Entry) -> bool:
        self._check()
        return await super().drop(entry)

    def _check(self) -> None:
        if self.is_broken:
            raise KeychainError("There is no keyring here.", state="none")


@pytest.fixture
def ring() -> Ring:
    return Ring()


@pytest.fixture
def base(forge: Forge, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of the service; commands get a keyring in memory and a clock that stands still."""
    kept, clock, made = ring, FixedClock(), Workspace.open

    def opened(*words: Any, **options: Any) -> Workspace:
        return made(*words, **options, keychain=kept, clock=clock)

    monkeypatch.setattr(Workspace, "open", opened)
    with LoopbackServer(forge) as server:
        yield server.base
        assert server.faults == []


def add(run: Runner, monkeypatch: pytest.MonkeyPatch, base: str, code: int = 0) -> Ran:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{TOKEN}\n"))
    return run("--json", "account", "add", "gitea", "--url", base, "--token-stdin", code=code)


def everything_in(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())


def by_kind(run: Runner) -> dict[str, Any]:
    return {row["kind"]: row for row in run("--json", "coverage").lines}


def test_an_account_is_added_read_and_stated(
    run: Runner, base: str, forge: Forge, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = add(run, monkeypatch, base)
    assert (added.json["handle"], added.json["proof"]) == ("ada", "login")
    before = by_kind(run)
    assert before["pull-request"]["state"] == "unknown"
    assert before["pull-request"]["count"] is None

    ran = run("sync")
    assert "ada, pull requests: 7" in ran.err
    assert f"ada at {base.partition('://')[2]}: done; " in ran.out
    after = by_kind(run)
    assert (after["pull-request"]["state"], after["pull-request"]["count"]) == ("complete", 7)
    assert after["issue"]["count"] == 4
    again = run("--json", "sync").lines[0]
    assert (again["outcome"], again["new"], again["gone"]) == ("done", 0, 0)
    assert {row["kind"] for row in again["coverage"]} == set(after)

    assert "7 of" not in run("account", "list").out
    assert "ada (signed in)" in run("account", "list").out
    assert "Pull requests: 7, whole" in run("coverage").out
    (listed,) = run("--json", "account", "list").lines
    assert (listed["account"]["handle"], listed["last_run"]["outcome"]) == ("ada", "done")
    said = run("--json", "deed", "list", "--account", "ada", "--kind", "proposed").lines
    assert len(said) == 7
    everything = everything_in(profile) + f"{added}{ran}{again}".encode()
    assert TOKEN.encode() not in everything
    assert all(TOKEN not in asked.target for asked in forge.seen)


def test_one_kind_of_one_account_is_read(
    run: Runner, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    (done,) = run("--json", "sync", "ada", "--kind", "issue").lines
    assert done["new"] == 4
    states = {row["kind"]: row["state"] for row in done["coverage"]}
    assert (states["issue"], states["pull-request"]) == ("complete", "unknown")


def test_a_kind_that_fails_is_unknown_and_the_rest_is_read(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    forge.fails = ("/activities/feeds",)
    ran = run("sync", code=3)
    assert "in part" in ran.out
    assert "comments, releases" in ran.out
    assert "comments: unknown" in ran.out
    failed = by_kind(run)["comment"]
    assert (failed["state"], failed["count"]) == ("unknown", None)
    assert failed["problem"]
    assert by_kind(run)["pull-request"]["count"] == 7
    forge.fails = ()
    assert by_kind(run)["comment"]["state"] == "unknown"
    run("sync")
    assert by_kind(run)["comment"]["count"] == 5


def test_a_dead_token_asks_to_sign_in_again(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    run("sync")
    forge.refuses = True
    (failed,) = run("--json", "sync", code=4).lines
    assert failed["outcome"] == "failed"
    assert failed["problem"]
    assert "sign in again" in run("account", "list").out
    assert by_kind(run)["pull-request"]["count"] == 7
    forge.refuses = False
    monkeypatch.setattr("sys.stdin", io.StringIO(TOKEN))
    assert run("--json", "account", "sign-in", "ada", "--token-stdin").json["state"] == "ready"
    run("sync")


def test_a_wrong_token_adds_nothing(
    run: Runner, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong-one"))
    ran = run("account", "add", "gitea", "--url", base, "--token-stdin", code=4)
    assert "does not take this token" in ran.err
    assert "wrong-one" not in ran.err
    run("coverage", code=1)


def test_a_name_is_enough_for_what_is_public(run: Runner, base: str, forge: Forge) -> None:
    added = run("--json", "account", "add", "gitea", "--url", base, "--user", "ada").json
    assert (added["way"], added["proof"]) == ("name", "self")
    run("sync")
    rows = by_kind(run)
    assert rows["pull-request"]["state"] == "hidden"
    assert "only-public" in rows["comment"]["missing"]
    assert "public name only" in run("account", "list").out
    assert all("authorization" not in asked.headers for asked in forge.seen)


def test_an_account_is_removed_with_and_without_what_it_brought(
    run: Runner, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    run("sync")
    count = len(run("--json", "deed", "list").lines)
    assert "is kept" in run("account", "remove", "ada").out
    assert len(run("--json", "deed", "list").lines) == count
    run("account", "remove", "ada", code=1)
    add(run, monkeypatch, base)
    run("sync")
    assert len(run("--json", "deed", "list").lines) == count
    assert "is deleted" in run("account", "remove", "ada", "--delete-data").out
    run("deed", "list", code=1)


@pytest.fixture
def _ctrl_c_reaches_us() -> Iterator[None]:
    """Ctrl-C as in a terminal: whoever starts the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_ctrl_c_reaches_us")
def test_ctrl_c_leaves_whole_pages(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    forge.interrupts_at = forge.count + 4
    ran = run("--json", "sync", code=3)
    assert "Stopped." in ran.err
    (said,) = ran.lines
    stored = sum(row["count"] or 0 for row in said["coverage"])
    assert stored > 0
    assert (said["outcome"], said["new"]) == ("stopped", stored)
    assert all(each["is_ok"] for each in run("--json", "doctor", code=None).lines
               if each["code"] != "backup")  # fmt: skip
    run("sync")
    assert by_kind(run)["pull-request"]["count"] == 7
    assert by_kind(run)["comment"]["count"] == 5


@pytest.mark.usefixtures("_ctrl_c_reaches_us")
def test_ctrl_c_before_anything_is_read_stores_nothing(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    forge.interrupts_at = forge.count + 1
    said = run("sync", code=3).out
    assert "stopped; 0 new, 0 changed, 0 gone" in said
    assert "pull requests: unknown" in said


def test_without_a_keyring_a_token_is_taken_for_one_run(
    run: Runner, base: str, ring: Ring, monkeypatch: pytest.MonkeyPatch, profile: Path
) -> None:
    add(run, monkeypatch, base)
    ring._secrets.clear()
    assert "no token" in run("sync", code=4).out
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{TOKEN}\n"))
    (done,) = run("--json", "sync", "ada", "--token-stdin").lines
    assert (done["outcome"], done["new"] > 0) == ("done", True)
    assert not ring._secrets
    assert TOKEN.encode() not in everything_in(profile)
    (standing,) = run("--json", "account", "list").lines
    assert standing["account"]["state"] == "no-secret"
    assert "no token" in run("sync", code=4).out
    # A wrong one says nothing of the token the account has.
    monkeypatch.setattr("sys.stdin", io.StringIO("another\n"))
    assert "does not take" in run("sync", "ada", "--token-stdin", code=4).out
    (standing,) = run("--json", "account", "list").lines
    assert standing["account"]["state"] == "no-secret"
    assert "for one account" in run("sync", "--token-stdin", code=2).err


def test_a_token_for_a_name_alone_is_refused(
    run: Runner, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("account", "add", "gitea", "--url", base, "--user", "ada")
    monkeypatch.setattr("sys.stdin", io.StringIO(TOKEN))
    assert "by its name alone" in run("sync", "ada", "--token-stdin", code=2).err


def test_offline_nobody_can_sign_in(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("--offline", "account", "add", "gitea", "--url", base, "--token-stdin", code=4)
    assert ran.out == ""
    assert ran.err == ("Portfolio is set to work without a network, so nobody can sign in now.\n")
    assert forge.count == 0
    run("--offline", "account", "add", "gitea", code=4)
    run("--offline", "account", "add", "gitea", "--user", "ada", code=4)
    add(run, monkeypatch, base)
    run("--offline", "account", "sign-in", "ada", "--token-stdin", code=4)


def test_coverage_states_folders_too(
    run: Runner, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "code")
    run("scan", str(tmp_path / "code"))
    found = run("--json", "coverage").lines
    assert {row["kind"] for row in found} >= {"commits", "tags"}
    assert {row["state"] for row in found if row["kind"] == "commits"} <= {"complete", "in-part"}
    assert len({row["place"] for row in found}) > 1
    said = run("coverage").out
    assert "Commits: whole since" in said
    assert str(tmp_path / "code") in said
    add(run, monkeypatch, base)
    assert "Commits:" not in run("coverage", "ada").out
    assert run("coverage").out.startswith("Gitea")


def test_offline_reads_nothing_and_says_so(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    asked = forge.count
    ran = run("--offline", "sync", code=4)
    assert "network" in ran.out + ran.err
    assert forge.count == asked
    run("--offline", "coverage")


def test_one_deed_is_asked_for_again(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    run("sync")
    deeds = run("--json", "deed", "list", "--kind", "proposed").lines
    asked = forge.count
    came = [run("--json", "sync", "--item", each["key"]).json["came"] for each in deeds]
    assert set(came) == {"final"}
    assert forge.count == asked
    assert "Nothing more can become of it" in run("sync", "--item", deeds[0]["key"]).out
    assert "no deed" in run("sync", "--item", "nothing", code=1).err
    assert "stands alone" in run("sync", "ada", "--item", "nothing", code=2).err


def test_pausing_leaves_an_account_out(
    run: Runner, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    run("account", "pause", "ada")
    assert "There is no account to read" in run("sync", code=1).err
    run("account", "resume", "ada")
    run("sync")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("account", "add", "gitea"), 2, "Say how to sign in"),
        (("account", "add", "gitea", "--user", "x", "--device", "--browser"), 2, "not several"),
        (("account", "add", "nowhere", "--user", "x"), 1, "no service “nowhere”"),
        (("account", "add", "gitea", "--token-stdin"), 2, "no token on stdin"),
        (("account", "add", "gitea", "--device"), 2, "not signed in to this way"),
        (("account", "add", "gitea", "--user", "x", "--url", "file:///x"), 2, "no address"),
        (("account", "add", "gitea", "--user", "x", "--option", "y=z"), 2, "no option “y”"),
        (("account", "add", "gitea", "--user", "x", "--option", "y"), 2, "NAME=VALUE"),
        (("account", "add", "gitea", "--user", "x", "--from-tool", "vi"), 2, "gh, glab, git"),
        (("account", "remove", "nobody"), 1, "no account “nobody”"),
        (("sync", "nobody"), 1, "no account “nobody”"),
        (("sync", "--kind", "juggling"), 2, "does not know “juggling”"),
        (("provider", "list", "zzz"), 1, "No service"),
    ],
)
@pytest.mark.usefixtures("base")
def test_what_cannot_be_done_is_said(
    run: Runner, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert said in run(*words, code=code).err


def test_every_service_says_what_it_reads_and_how_one_signs_in(run: Runner) -> None:
    rows = run("--json", "provider", "list").lines
    assert {"gitea", "github"} <= {row["id"] for row in rows}
    for row in rows:
        assert row["kinds"], row["id"]
        assert row["ways"], row["id"]
        assert row["limits"] or row["cannot"], row["id"]
    said = run("provider", "list", "gitea").out
    assert "Reads: pull requests" in said
    assert "Cannot: " in said
    assert "--option repositories=…" in said


def test_without_a_keyring_nothing_is_added(
    run: Runner, base: str, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring.is_broken = True
    assert add(run, monkeypatch, base, code=4).err.startswith("There is no keyring here.")
    run("coverage", code=1)


def test_a_removal_that_was_cut_short_is_finished_by_the_next_command(
    run: Runner, base: str, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    ring.is_broken = True
    assert "could not be deleted yet" in run("account", "remove", "ada", code=3).err
    assert run("account", "list").out == ""
    assert "The token of ada could not be deleted yet" in run("sync", code=1).err
    ring.is_broken = False
    assert "could not" not in run("sync", code=1).err
    assert not ring._secrets
    add(run, monkeypatch, base)


def test_the_steps_of_a_sign_in_are_said_even_when_quiet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def at_once(work: Any) -> Any:
        return work()

    desk = network.desk(Session(is_quiet=True), at_once)
    page = "https://forge.example/device"
    desk.report(SignInStep(StepKind.SHOW_CODE, page, code="ABCD-1234"))
    desk.report(SignInStep(StepKind.OPEN_PAGE, page))
    desk.report(SignInStep(StepKind.DONE))
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"Open {page} and type the code ABCD-1234\nOpen this page in your browser:\n{page}\n"
    )


@pytest.mark.parametrize("is_pipe", [True, False])
def test_a_pasted_line_is_waited_for(
    is_pipe: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def at_once(work: Any) -> Any:
        return work()

    async def paste() -> str:
        asked = network.desk(Session(), at_once).paste
        assert asked is not None
        return await asked("wrong-nonce")

    if is_pipe:
        read, write = os.pipe()
        os.write(write, b"the-key\n")
        os.close(write)
        with os.fdopen(read) as stream:
            monkeypatch.setattr("sys.stdin", stream)
            assert asyncio.run(paste()) == "the-key\n"
    else:
        monkeypatch.setattr("sys.stdin", io.StringIO("the-key\n"))
        assert asyncio.run(paste()) == "the-key\n"
    assert capsys.readouterr().err == f"{' '.join(END_STATES['wrong-nonce'])}\n"


def test_what_to_paste_is_said_before_anything_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def at_once(work: Any) -> Any:
        return work()

    async def paste() -> str:
        asked = network.desk(Session(), at_once).paste
        assert asked is not None
        return await asked("")

    monkeypatch.setattr("sys.stdin", io.StringIO("the-key\n"))
    assert asyncio.run(paste()) == "the-key\n"
    assert capsys.readouterr().err == f"{network.PASTE}\n"


def test_a_document_says_how_the_account_was_read(
    run: Runner, base: str, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    forge.fails = ("/activities/feeds",)
    run("sync", code=3)
    path = tmp_path / "cv.txt"
    run("export", "text", "--out", str(path))
    said = path.read_text("utf-8")
    assert "4 issues raised" in said
    assert "comments, releases: unknown" in said
    assert "Made from what services list for these accounts" in said


def test_accounts_that_are_listed_are_in_the_list_of_identities(run: Runner, profile: Path) -> None:
    ada = account()
    label = account_hint_label(ada.handle, ada.instance)
    page = "https://social.example/@ada"
    store = Store.open(for_profile(profile), clock=FixedClock())
    with store.recording() as recorder:
        recorder.save_account(ada)
        recorder.save_hints([IdentityHint("", page, "listed", label)])
    store.close()
    assert run("identity", "list").out == f"[ ] {page}  listed by your account {label}\n"
    run("identity", "confirm", "--suggested", code=1)
    run("identity", "confirm", page)
    (row,) = run("--json", "identity", "list").lines
    assert (row["address"], row["status"], row["reason"]) == (page, "confirmed", "listed")


def test_what_a_listing_suddenly_lacked_may_be_accepted(
    run: Runner, base: str, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, monkeypatch, base)
    run("sync")
    before = by_kind(run)["role"]["count"]
    assert "waiting to be taken" in run("account", "accept-gone", "ada", code=1).err
    forge.inner.world.items[Kind.ROLE].clear()
    run("sync")
    assert (by_kind(run)["role"]["count"], by_kind(run)["role"]["missing"]) == (before, ["shrunk"])
    run("account", "accept-gone", "ada", "--kind", "issue", code=1)
    (done,) = run("--json", "account", "accept-gone", "ada", "--kind", "role").lines
    assert (done["kind"], done["count"]) == ("role", before)
    assert (by_kind(run)["role"]["count"], by_kind(run)["role"]["missing"]) == (0, [])


def test_without_any_keyring_an_account_is_added_and_read(
    run: Runner, base: str, ring: Ring, monkeypatch: pytest.MonkeyPatch, profile: Path
) -> None:
    ring.is_broken = True
    words = ("account", "add", "gitea", "--url", base, "--token-stdin", "--for-session")
    monkeypatch.setattr("sys.stdin", io.StringIO(TOKEN))
    ran = run(*words)
    assert "--token-stdin" in ran.err
    assert "no token" in run("sync", code=4).out
    monkeypatch.setattr("sys.stdin", io.StringIO(TOKEN))
    (done,) = run("--json", "sync", "ada", "--token-stdin").lines
    assert (done["outcome"], done["new"] > 0) == ("done", True)
    assert TOKEN.encode() not in everything_in(profile)
