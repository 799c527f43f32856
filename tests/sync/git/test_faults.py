"""Odd and damaged repositories: nothing is lost without a word, nothing stops the rest."""

from __future__ import annotations

import os
import subprocess
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.errors import SourceError
from portfolio.model.progress import Progress
from portfolio.sync.git import read_repository
from tests.clocks import FixedClock
from tests.sync.git.repositories import (
    ADA,
    GRACE,
    START_S,
    Read,
    Repository,
    clone,
    ignore,
    make,
    mine,
    never,
    read,
    scan,
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return make(tmp_path / "project")


def raw(
    repository: Repository, author: bytes, message: bytes = b"Odd\n", extra: bytes = b""
) -> str:
    """Store a commit with this very author line."""
    text = b"tree %b\nauthor %b\ncommitter %b\n%b\n%b" % (
        repository.tree.encode(),
        author,
        b"Ada Lovelace <ada@x.example> %d +0000" % START_S,
        extra,
        message,
    )
    return repository.raw_commit(text)


@pytest.mark.parametrize(
    ("date", "state"),
    [
        (b"1600000000 +0000", ""),
        (b"0 +0000", "clock-error"),
        (b"1 +0000", "clock-error"),
        (b"4102444800 +0000", "clock-error"),
        (b"99999999999999 +0000", "clock-error"),
        (b"99999999999999999999999 +0000", "clock-error"),
        (b"-1 +0000", "clock-error"),
        (b"x +0000", "clock-error"),
        (b"", "clock-error"),
        (b"1600000000 +9999", ""),
        (b"1600000000 -051800", ""),
        (b"1600000000 junk", "clock-error"),
    ],
)
def test_dates_that_cannot_be_right_are_said_and_kept(
    repository: Repository, date: bytes, state: str
) -> None:
    name = raw(repository, b"Ada Lovelace <ada@x.example> " + date)
    found = read(repository, mine(ADA))
    row = found.rows[(name, "authored")]
    assert row.state == state
    assert row.occurred_at.timestamp() == START_S
    assert abs(row.tz_offset_min) <= 14 * 60
    (spelling,) = found.last.spellings
    assert spelling.first_at.timestamp() == spelling.last_at.timestamp() == START_S


def test_both_dates_unbelievable(repository: Repository) -> None:
    name = repository.commit("One", at="@0 +0000", committed_at="@1 +0000")
    found = read(repository, mine(ADA))
    row = found.rows[(name, "authored")]
    assert (row.state, row.occurred_at.year) == ("clock-error", 1970)
    assert found.last.spellings[0].first_at == FixedClock().now()


def test_a_date_tomorrow_is_let_pass(repository: Repository) -> None:
    soon = int(FixedClock().now().timestamp()) + 80_000
    repository.commit("One", at=f"{soon} +0000", committed_at=f"{soon} +0000")
    (row,) = read(repository, mine(ADA)).rows.values()
    assert row.state == ""


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Émile".encode(), "Émile"),
        ("E\u0301mile".encode(), "E\u0301mile"),
        ("Émile".encode("latin-1"), "Émile"),
        ("山田".encode(), "山田"),
        (b"A\x01da\x1b[31m", "Ada[31m"),
        (b"", ""),
        (b"x" * 20_000, "x" * 1000),
    ],
)
def test_names_in_all_sorts_of_bytes(repository: Repository, author: bytes, name: str) -> None:
    raw(repository, author + b" <ada@x.example> 1600000000 +0000")
    found = read(repository, mine(ADA))
    assert (name, "ada@x.example") in found.parts
    assert len(found.rows) == 1


def test_messages_in_another_encoding(repository: Repository) -> None:
    line = b"Ada <ada@x.example> 1600000000 +0000"
    raw(repository, line, "Größe\n".encode("latin-1"), b"encoding ISO-8859-1\n")
    assert set(read(repository, mine(ADA)).actions) == {"Größe"}
    raw(repository, line, "Größe zwei\n".encode("latin-1"))
    assert set(read(repository, mine(ADA)).actions) == {"Größe zwei"}
    raw(repository, line, b"\xff\xfe\xfa\n", b"encoding no-such-encoding\n")
    assert len(read(repository, mine(ADA)).rows) == 1


@pytest.mark.parametrize(
    ("message", "title"),
    [
        (b"", ""),
        (b"\n\n\n", ""),
        (b"\n\nLate title\n", "Late title"),
        (b"One\ntwo\n\nbody", "One two"),
        (b"Title\0hidden\n", "Title"),
        (b"\x1fOdd\x1e\x01 marks\x7f", "Odd marks"),
        (b"T" * 100_000, "T" * 999 + "…"),
        (b"Title\n\n" + b"b" * 3_000_000, "Title"),
    ],
)
def test_odd_messages(repository: Repository, message: bytes, title: str) -> None:
    raw(repository, b"Ada <ada@x.example> 1600000000 +0000", message)
    (row,) = read(repository, mine(ADA)).rows.values()
    assert row.title == title
    if len(message) == 100_000:
        assert row.body == "T" * 100_000
    assert len(row.body) <= 200_000


def test_names_that_look_like_borders_do_not_shift_anything(repository: Repository) -> None:
    repository.commit("a\x1fb\x1ec", ("A\x1f\x1e", "a\x1f@x.example"))
    repository.commit("Next", GRACE)
    found = read(repository, mine(GRACE))
    assert set(found.actions) == {"Next"}
    assert len(found.parts) == 2


def test_everything_but_put_aside_work_is_read(tmp_path: Path, repository: Repository) -> None:
    repository.commit("Main", files={"a": "a\n"})
    repository.git("checkout", "-q", "--detach")
    repository.commit("Apart")
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "main")
    linked = Repository(tmp_path / "linked", second=repository.second)
    linked.commit("Apart in the other work tree")
    (repository.path / "a").write_text("changed")
    repository.as_person(ADA, "stash", "-q")
    repository.as_person(ADA, "notes", "add", "-m", "a note", "HEAD")
    commit = repository.git("rev-parse", "HEAD")
    repository.git("update-ref", "refs/original/refs/heads/main", commit)
    (found,) = scan(repository.path, max_depth=0)
    assert set(read(found, mine(ADA)).actions) == {
        "Main",
        "Apart",
        "Apart in the other work tree",
    }


def test_hashes_of_the_longer_kind(tmp_path: Path) -> None:
    repository = make(tmp_path / "new", "--object-format=sha256")
    name = repository.commit("One")
    assert len(name) == 64
    first = read(repository, mine(ADA))
    assert first.ids == {name}
    repository.commit("Two")
    assert read(repository, mine(ADA), after=first).actions == {"Two": {"authored"}}


def test_a_partial_clone_is_read_whole(tmp_path: Path, repository: Repository) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    for number in range(3):
        repository.commit(f"Work {number}", files={"a": f"{number}\n"})
    for kind in ("blob:none", "tree:0"):
        copy = clone(
            repository.path, tmp_path / kind.replace(":", ""), f"--filter={kind}", "--no-checkout"
        )
        found = read(copy, mine(ADA))
        assert found.ids == set(repository.made)
        assert found.last.coverage[0].state == "complete"


def remove(repository: Repository, name: str) -> None:
    (repository.path / ".git" / "objects" / name[:2] / name[2:]).unlink()


def test_a_missing_commit_is_said_and_the_rest_is_kept(repository: Repository) -> None:
    names = [repository.commit(f"Work {number}") for number in range(6)]
    first = read(repository, mine(ADA))
    remove(repository, names[2])
    found = read(repository, mine(ADA), known=first.ids)
    assert found.ids == set(names[3:])
    assert found.last.cursor is None
    assert found.last.counted == "at-least"
    assert found.last.gone == ()
    assert found.last.coverage[0].state == "in-part"
    assert found.last.coverage[0].missing == ("unreadable-objects",)


def test_missing_commits_are_read_around(repository: Repository) -> None:
    """Two branches, a gap in each: what is before and after the gaps in the other is read."""
    base = [repository.commit(f"Base {number}") for number in range(2)]
    repository.git("checkout", "-qb", "side")
    side = [repository.commit(f"Side {number}", GRACE) for number in range(5)]
    repository.git("checkout", "-q", "main")
    main = [repository.commit(f"Main {number}") for number in range(5)]
    remove(repository, side[2])
    remove(repository, main[1])
    found = read(repository, mine(ADA, GRACE))
    assert found.ids == set(side[3:] + main[2:])
    assert found.parts == {
        ADA: {"author": 3, "committer": 3},
        GRACE: {"author": 2, "committer": 2},
    }
    assert found.last.coverage[0].missing == ("unreadable-objects",)
    assert not (repository.path / ".git" / "shallow").exists()
    remove(repository, base[0])
    repository.git("update-ref", "refs/heads/kept", base[1])
    assert read(repository, mine(ADA, GRACE)).ids == {*side[3:], *main[2:], base[1]}


def test_a_missing_tip_does_not_hide_the_others(repository: Repository) -> None:
    repository.commit("One")
    repository.git("checkout", "-qb", "lost")
    lost = repository.commit("Lost")
    repository.git("checkout", "-q", "main")
    remove(repository, lost)
    found = read(repository, mine(ADA))
    assert set(found.actions) == {"One"}
    assert found.last.coverage[0].missing == ("unreadable-objects",)
    assert found.last.cursor is None


def test_a_ref_of_nonsense_is_said(repository: Repository) -> None:
    repository.commit("One")
    (repository.path / ".git" / "refs" / "heads" / "odd").write_text("nonsense\n")
    found = read(repository, mine(ADA))
    assert set(found.actions) == {"One"}
    assert found.last.coverage[0].missing == ("unreadable-objects",)


def test_a_damaged_object_is_said(repository: Repository) -> None:
    names = [repository.commit(f"Work {number}") for number in range(3)]
    file = repository.path / ".git" / "objects" / names[0][:2] / names[0][2:]
    file.chmod(0o600)
    file.write_bytes(zlib.compress(b"commit 4\0junk"))
    found = read(repository, mine(ADA))
    assert names[2] in found.ids
    assert found.last.coverage[0].missing == ("unreadable-objects",)


def test_a_damaged_pack_is_said(repository: Repository) -> None:
    for number in range(40):
        repository.commit(f"Work {number} " + os.urandom(200).hex())
    repository.git("repack", "-adq")
    (pack,) = (repository.path / ".git" / "objects" / "pack").glob("*.pack")
    data = bytearray(pack.read_bytes())
    for at in range(len(data) // 2, len(data) // 2 + 2000):
        data[at] ^= 0xFF
    pack.chmod(0o600)
    pack.write_bytes(bytes(data))
    found = read(repository, mine(ADA))
    assert found.last.cursor is None
    assert found.last.coverage[0].missing == ("unreadable-objects",)
    assert 0 < len(found.rows) < 40


def test_a_repository_that_is_no_more(repository: Repository) -> None:
    repository.commit("One")
    (found,) = scan(repository.path)
    (repository.path / ".git" / "HEAD").unlink()
    with pytest.raises(SourceError, match="project: git could not read this repository"):
        read(found)


def many(repository: Repository, count: int) -> None:
    """Commit often and quickly."""
    stream = b"".join(
        b"commit refs/heads/main\ncommitter Ada Lovelace <ada@x.example> %d +0000\n"
        b"data %d\n%b\n" % (START_S + number, len(text), text)
        for number, text in ((n, b"Work %d\n\n%b" % (n, b"x" * 500)) for n in range(count))
    )
    repository.git("fast-import", "--quiet", "--force", told=stream)


def batches_until(
    repository: Repository, stop: type[BaseException] | None, cancel_after: int
) -> Read:
    """Read and cancel after some reports."""
    told: list[Progress] = []
    (found,) = scan(repository.path, max_depth=0)
    batches = read_repository(
        found,
        source_id="source-1",
        cursor={},
        mine=mine(ADA),
        known_ids=set(),
        clock=FixedClock(),
        report=told.append,
        cancelled=lambda: len(told) >= cancel_after,
    )
    return Read(list(batches))


@pytest.mark.parametrize("cancel_after", [0, 1, 2])
def test_a_cancelled_reading_keeps_what_it_read(repository: Repository, cancel_after: int) -> None:
    many(repository, 20_000)
    found = batches_until(repository, None, cancel_after)
    assert found.last.is_last
    assert found.last.coverage[0].missing == ("interrupted",)
    assert found.last.cursor is None
    assert len(found.rows) < 20_000
    assert bool(found.rows) is bool(cancel_after)
    assert no_children()


def no_children() -> bool:
    """Whether every process started from here has ended."""
    try:
        return os.waitpid(-1, os.WNOHANG) == (0, 0) and False
    except ChildProcessError:
        return True


def test_closing_the_reading_ends_git(repository: Repository) -> None:
    many(repository, 20_000)
    (found,) = scan(repository.path, max_depth=0)
    batches = read_repository(
        found,
        source_id="source-1",
        cursor={},
        mine=mine(ADA),
        known_ids=set(),
        clock=FixedClock(),
        report=ignore,
        cancelled=never,
    )
    assert next(batches).contributions
    batches.close()  # type: ignore[attr-defined] # it is a generator
    assert no_children()


CUT_AFTER = 6_000_000  # bytes of `git log`, of some 13 MB


@pytest.mark.parametrize("kills", [1, 2])
def test_git_killed_midway_is_started_once_more_and_then_said(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    many(repository, 20_000)
    started = 0
    popen = subprocess.Popen

    def killed_midway(command: list[str], **named: object) -> subprocess.Popen[bytes]:
        nonlocal started
        if "log" in command and started < kills:
            started += 1
            # A shell that is killed after so many bytes of the real answer, however fast they go.
            cut = f'"$@" | head -c {CUT_AFTER}; kill -KILL $$'
            command = ["sh", "-c", cut, "sh", *command]
        return popen(command, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", killed_midway)
    (found,) = scan(repository.path, max_depth=0)
    kept = list(
        read_repository(
            found,
            source_id="source-1",
            cursor={},
            mine=mine(ADA),
            known_ids=set(),
            clock=FixedClock(),
            report=ignore,
            cancelled=never,
        )
    )
    assert started == kills
    rows = len(Read(kept).rows)
    if kills == 1:
        assert (rows, kept[-1].coverage[0].state) == (20_000, "complete")
    else:
        assert 0 < rows < 20_000
        assert kept[-1].cursor is None
        assert kept[-1].coverage[0].missing == ("unreadable-objects",)


_RAW = st.binary(max_size=40).map(lambda raw: raw.replace(b"\n", b" ").replace(b"\0", b"?"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    people=st.lists(st.tuples(_RAW, _RAW, _RAW, st.binary(max_size=200)), min_size=1, max_size=6),
)
def test_no_bytes_in_a_commit_lose_another(
    tmp_path_factory: pytest.TempPathFactory, people: list[tuple[bytes, bytes, bytes, bytes]]
) -> None:
    """Whatever one commit holds, every commit is counted and the holder's are found."""
    repository = make(tmp_path_factory.mktemp("odd") / "project")
    names = set()
    for number, (name, address, date, message) in enumerate(people):
        text = b"tree %b\nauthor %b <%b> %b\ncommitter Ada Lovelace <ada@x.example> %d +0000\n\n%b"
        tree = repository.tree.encode()
        names.add(
            repository.raw_commit(
                text % (tree, name, address, date, START_S + number, message),
                f"refs/heads/odd-{number}",
            )
        )
    found = read(repository, mine(ADA))
    assert found.last.commit_count == len(names)
    assert {name for name, _ in found.rows} == names
    assert sum(parts.get("author", 0) for parts in found.parts.values()) == len(names)
    assert found.parts[ADA]["committer"] == len(names)
    for row in found.rows.values():
        assert "\0" not in row.title + row.body
        (row.title + row.body).encode()
