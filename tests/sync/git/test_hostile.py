"""Repositories whose settings try to run programs: none may leave its mark."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from portfolio.sync.git import read_statistics
from tests.sync.git.repositories import (
    ADA,
    Read,
    Repository,
    ignore,
    make,
    mine,
    never,
    read,
    run_git,
    scan,
)


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """The file every hostile program would write."""
    return tmp_path / "mark"


@pytest.fixture
def trap(tmp_path: Path, mark: Path) -> Path:
    """A program that leaves a mark, and passes on what it is given."""
    program = tmp_path / "trap"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{mark}"\ncat\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def hostile_settings(trap: Path, included: Path) -> dict[str, str]:
    included.write_text(f"[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n", encoding="utf-8")
    return {
        "core.fsmonitor": str(trap),
        "core.pager": str(trap),
        "core.editor": str(trap),
        "core.askPass": str(trap),
        "core.sshCommand": str(trap),
        "core.gitProxy": str(trap),
        "core.alternateRefsCommand": str(trap),
        "core.hooksPath": "hooks",
        "pager.log": str(trap),
        "pager.config": str(trap),
        "pager.for-each-ref": str(trap),
        "interactive.diffFilter": str(trap),
        "credential.helper": f"!{trap}",
        "gpg.program": str(trap),
        "gpg.ssh.program": str(trap),
        "gpg.openpgp.program": str(trap),
        "gpg.x509.program": str(trap),
        "gpg.ssh.defaultKeyCommand": str(trap),
        "log.showSignature": "true",
        "log.mailmap": "true",
        "log.follow": "true",
        "diff.external": str(trap),
        "diff.marked.command": str(trap),
        "diff.marked.textconv": str(trap),
        "diff.orderFile": str(trap),
        "filter.marked.clean": str(trap),
        "filter.marked.smudge": str(trap),
        "filter.marked.process": str(trap),
        "merge.marked.driver": str(trap),
        "alias.log": f"!{trap}",
        "alias.config": f"!{trap}",
        "alias.for-each-ref": f"!{trap}",
        "uploadpack.packObjectsHook": str(trap),
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "remote.evil.url": f"ext::{trap} %S",
        "remote.evil.promisor": "true",
        "remote.evil.partialclonefilter": "blob:none",
        "extensions.partialClone": "evil",
        "core.repositoryFormatVersion": "1",
        "include.path": str(included),
        "color.ui": "always",
        "i18n.logOutputEncoding": "UTF-16",
        "format.pretty": "oneline",
        "mailmap.file": str(trap),
        "trace2.eventTarget": str(included.parent / "mark"),
    }


def make_hostile(tmp_path: Path, trap: Path) -> Repository:
    repository = make(tmp_path / "hostile")
    repository.commit(
        "One", files={"a.txt": "a\n", ".gitattributes": "* diff=marked filter=marked\n"}
    )
    repository.commit("Two", files={"a.txt": "a\nb\n"})
    # A commit with a signature, so that showing it would start gpg.
    text = repository.git("cat-file", "commit", "HEAD").encode()
    head, _, message = text.partition(b"\n\n")
    signed = head + b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----"
    repository.raw_commit(signed + b"\n\n" + message + b"\n")
    hooks = repository.path / ".git" / "hooks"
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout"):
        (hooks / name).unlink(missing_ok=True)
        (hooks / name).write_bytes(trap.read_bytes())
        (hooks / name).chmod(0o755)
    info = repository.path / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "attributes").write_text("* diff=marked filter=marked\n", encoding="utf-8")
    lines = []
    for key, value in hostile_settings(trap, tmp_path / "included").items():
        section, _, name = key.rpartition(".")
        first, dot, second = section.partition(".")
        lines.append(f'[{first} "{second}"]' if dot else f"[{first}]")
        lines.append(f'\t{name} = "{value}"')
    with (repository.path / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write("\n".join(lines) + "\n")
    return repository


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with a digest, its mode and its time."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path)] = f"{digest} {stat.filemode(status.st_mode)} {status.st_mtime_ns}"
    return found


def read_all(repository: Repository) -> tuple[Read, dict[str, object]]:
    found = read(repository, mine(ADA))
    (place,) = scan(repository.path)
    sizes = {
        name: size
        for batch in read_statistics(
            place, repository.made, source_id="s", report=ignore, cancelled=never
        )
        for name, size in batch.sizes
    }
    return found, dict(sizes)


def test_the_traps_would_work(tmp_path: Path, trap: Path, mark: Path) -> None:
    repository = make_hostile(tmp_path, trap)
    run_git(repository.path, "-c", "log.showSignature=true", "log", "-p", "--ext-diff")
    assert mark.exists()


def test_nothing_is_started_and_nothing_is_changed(tmp_path: Path, trap: Path, mark: Path) -> None:
    repository = make_hostile(tmp_path, trap)
    before = contents(tmp_path)
    found, sizes = read_all(repository)
    assert not mark.exists()
    assert contents(tmp_path) == before
    assert {"One", "Two"} <= set(found.actions)
    assert len(sizes) == 3
    # The settings that would garble the output have no effect either.
    assert found.parts == {ADA: {"author": 2, "committer": 2}}


def test_a_missing_object_starts_no_transport(tmp_path: Path, trap: Path, mark: Path) -> None:
    repository = make_hostile(tmp_path, trap)
    repository.commit("Three")
    blob = repository.git("rev-parse", f"{repository.made[0]}:a.txt")
    tree = repository.git("rev-parse", f"{repository.made[1]}^{{tree}}")
    for name in (blob, tree, repository.made[0]):
        (repository.path / ".git" / "objects" / name[:2] / name[2:]).unlink()
    mark.unlink(missing_ok=True)
    before = contents(tmp_path)
    found, _ = read_all(repository)
    assert not mark.exists()
    assert contents(tmp_path) == before
    assert found.last.cursor is None
    assert found.last.coverage[0].missing == ("unreadable-objects",)


def test_an_environment_from_outside_has_no_effect(
    tmp_path: Path, trap: Path, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_hostile(tmp_path, trap)
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_PROXY_COMMAND", "PAGER"):
        monkeypatch.setenv(name, str(trap))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_TRACE", str(mark))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(trap))
    found = Read(read_in_place(repository))
    assert not mark.exists()
    assert {"One", "Two"} <= set(found.actions)


def read_in_place(repository: Repository) -> list:  # type: ignore[type-arg] # batches
    return read(repository, mine(ADA)).batches


def test_a_pipe_as_settings_does_not_hang(tmp_path: Path) -> None:
    repository = make(tmp_path / "project")
    repository.commit("One")
    os.mkfifo(tmp_path / "pipe")
    repository.git("config", "mailmap.file", str(tmp_path / "pipe"))
    repository.git("config", "core.attributesFile", str(tmp_path / "pipe"))
    assert set(read(repository, mine(ADA)).actions) == {"One"}


def test_replaced_and_grafted_history_is_not_believed(tmp_path: Path) -> None:
    repository = make(tmp_path / "project")
    one = repository.commit("One")
    two = repository.commit("Two")
    other = repository.commit("Somebody else's", ("Eve", "eve@z.example"))
    repository.git("replace", one, other)
    info = repository.path / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "grafts").write_text(f"{two}\n", encoding="utf-8")
    found = read(repository, mine(ADA))
    assert found.ids == {one, two}
    assert found.last.roots == (one,)
