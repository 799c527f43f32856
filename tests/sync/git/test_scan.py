"""Find repositories of every kind in folders of every kind."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.errors import GitMissingError
from portfolio.model.identity import IdentityHint
from portfolio.model.progress import Progress
from portfolio.sync.git import find_repositories
from tests.sync.git.repositories import ADA, clone, make, never, read, run_git, scan

is_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs another user's files")


def test_repositories_in_folders_and_within_each_other(tmp_path: Path) -> None:
    make(tmp_path / "b" / "two")
    make(tmp_path / "a" / "one")
    make(tmp_path / "a" / "one" / "inside" / "three")
    (tmp_path / "empty").mkdir()
    found = scan(tmp_path)
    assert [one.label for one in found] == ["one", "three", "two"]
    assert not any(one.is_bare or one.is_submodule or one.problem for one in found)
    assert found[0].git_dir == tmp_path / "a" / "one" / ".git"


def test_the_chosen_folder_can_be_the_repository_and_a_link(tmp_path: Path) -> None:
    make(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (found,) = scan(tmp_path / "link", max_depth=0)
    assert found.path == tmp_path / "link"
    assert found.git_dir == tmp_path / "real" / ".git"


def test_depth_is_bounded(tmp_path: Path) -> None:
    make(tmp_path / "1" / "2" / "3")
    assert scan(tmp_path, max_depth=2) == []
    assert len(scan(tmp_path, max_depth=3)) == 1


@pytest.mark.parametrize("name", [".cache", "node_modules", "venv", "__pycache__"])
def test_some_folders_are_not_walked(tmp_path: Path, name: str) -> None:
    make(tmp_path / name / "project")
    assert scan(tmp_path) == []


def test_links_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    make(tmp_path / "a" / "project")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    assert len(scan(tmp_path)) == 1


def test_one_folder_chosen_twice_is_one_entry(tmp_path: Path) -> None:
    make(tmp_path / "a" / "project")
    (found,) = scan(tmp_path, tmp_path / "a", tmp_path)
    assert found.worktrees == (tmp_path / "a" / "project",)


def test_work_trees_of_one_repository_are_one_entry(tmp_path: Path) -> None:
    main = make(tmp_path / "zz-main")
    main.commit("One")
    main.git("worktree", "add", "-q", str(tmp_path / "aa-linked"))
    (found,) = scan(tmp_path)
    assert found.path == main.path
    assert found.worktrees == (main.path, tmp_path / "aa-linked")
    assert found.git_dir == main.path / ".git"
    assert not found.is_submodule


def test_a_linked_work_tree_alone_leads_to_its_repository(tmp_path: Path) -> None:
    main = make(tmp_path / "elsewhere" / "main")
    main.commit("One")
    main.git("worktree", "add", "-q", str(tmp_path / "here" / "linked"))
    (found,) = scan(tmp_path / "here")
    assert found.git_dir == main.path / ".git"
    assert found.path == tmp_path / "here" / "linked"
    assert read(found).parts == {ADA: {"author": 1, "committer": 1}}


def test_bare_repositories(tmp_path: Path) -> None:
    origin = make(tmp_path / "origin")
    origin.commit("One")
    clone(origin.path, tmp_path / "copy.git", "--bare")
    bare, _ = scan(tmp_path)
    assert bare.is_bare
    assert bare.label == "copy"
    assert bare.worktrees == ()
    assert bare.git_dir == bare.path
    assert read(bare).parts == {ADA: {"author": 1, "committer": 1}}


def test_submodules(tmp_path: Path) -> None:
    part = make(tmp_path / "elsewhere" / "part")
    part.commit("Part")
    whole = make(tmp_path / "here" / "whole")
    whole.git("submodule", "--quiet", "add", part.path.as_uri(), "sub")
    whole.commit("Whole")
    found = scan(tmp_path / "here")
    assert [(one.label, one.is_submodule) for one in found] == [("whole", False), ("sub", True)]
    assert found[1].git_dir == whole.path / ".git" / "modules" / "sub"
    assert read(found[1]).parts == {ADA: {"author": 1, "committer": 1}}


def test_a_folder_called_modules_makes_no_submodule(tmp_path: Path) -> None:
    main = make(tmp_path / "modules" / "main")
    main.commit("One")
    main.git("worktree", "add", "-q", str(tmp_path / "linked"))
    assert [one.is_submodule for one in scan(tmp_path / "linked")] == [False]


def test_a_bare_repository_with_work_trees(tmp_path: Path) -> None:
    origin = make(tmp_path / "elsewhere" / "origin")
    origin.commit("One")
    (tmp_path / "here").mkdir()
    bare = clone(origin.path, tmp_path / "here" / "project.git", "--bare")
    run_git(bare.path, "worktree", "add", "-q", str(tmp_path / "here" / "linked"))
    (found,) = scan(tmp_path / "here")
    assert (found.is_bare, found.path) == (True, bare.path)
    assert found.worktrees == (tmp_path / "here" / "linked",)


def test_a_submodule_whose_work_tree_moved_is_still_read(tmp_path: Path) -> None:
    repository = make(tmp_path / "project")
    repository.commit("One")
    repository.git("config", "core.worktree", str(tmp_path / "not-there"))
    (found,) = scan(tmp_path)
    assert read(found).last.commit_count == 1


def test_a_git_directory_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    make(tmp_path / "project", "--separate-git-dir", str(tmp_path / "hidden" / "store"))
    found = scan(tmp_path / "project")
    assert [one.is_submodule for one in found] == [False]
    assert found[0].git_dir == tmp_path / "hidden" / "store"


def test_remotes_are_normalised_origin_first_and_keep_no_secret(tmp_path: Path) -> None:
    repository = make(tmp_path / "fork")
    repository.git("remote", "add", "aaa", "git@github.com:other/project.git")
    repository.git("remote", "add", "upstream", "https://github.com/team/project")
    repository.git("remote", "add", "origin", "https://ada:t0ken@github.com/ada/project.git/")
    repository.git("remote", "add", "disk", "/srv/git/project.git")
    (found,) = scan(tmp_path)
    assert found.remotes == (
        "github.com/ada/project",
        "github.com/team/project",
        "github.com/other/project",
    )
    assert "t0ken" not in repr(found)
    assert found.is_public is True
    assert found.urls[0] == "https://github.com/ada/project"


@pytest.mark.parametrize(
    ("url", "is_public"),
    [("https://git.company.example/a/b", False), ("/srv/a.git", None), ("", None)],
)
def test_only_known_hosts_count_as_public(tmp_path: Path, url: str, is_public: bool | None) -> None:
    repository = make(tmp_path / "project")
    if url:
        repository.git("remote", "add", "origin", url)
    (found,) = scan(tmp_path)
    assert found.is_public is is_public


def test_a_remote_whose_name_is_no_unicode(tmp_path: Path) -> None:
    repository = make(tmp_path / "project")
    repository.commit("One")
    with (repository.path / ".git" / "config").open("ab") as config:
        config.write(b'[remote "caf\xe9"]\n\turl = https://github.com/x/y\n')
    (found,) = scan(repository.path)
    assert found.remotes == ("github.com/x/y",)
    assert read(found).last.commit_count == 1


def test_short_names_of_remotes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "config").write_text(
        "# mine\nHost github-work other\n  HostName=github.com\n  HostName ignored.example\n"
        "Host *\n  HostName anything.example\nMatch host x\n  HostName y.example\n"
    )
    (home / ".gitconfig").write_text(
        '[url "https://github.com/"]\n\tinsteadOf = gh:\n'
        '[url "git@gitlab.com:team/"]\n\tinsteadOf = gh:team/\n'
    )
    monkeypatch.setenv("HOME", str(home))
    repository = make(tmp_path / "project")
    for name, url in {
        "a": "gh:ada/project",
        "b": "gh:team/project.git",
        "c": "git@github-work:work/project.git",
        "d": "ssh://git@Other/work/second",
        "e": "https://github-work/x/y",
        "f": "git@host.example:x/y",
    }.items():
        repository.git("remote", "add", name, url)
    (found,) = scan(repository.path)
    assert found.named_remotes == (
        ("a", "github.com/ada/project"),
        ("b", "gitlab.com/team/project"),
        ("c", "github.com/work/project"),
        ("d", "github.com/work/second"),
        ("e", "github-work/x/y"),
        ("f", "host.example/x/y"),
    )


def test_settings_of_the_repository_are_hints(tmp_path: Path) -> None:
    repository = make(tmp_path / "project")
    repository.git("config", "user.name", "Ada")
    repository.git("config", "user.email", "ada@x.example")
    (found,) = scan(tmp_path)
    assert found.hints == (IdentityHint("Ada", "ada@x.example", "repository", "project"),)


def test_shallow_and_partial_copies_are_known(tmp_path: Path) -> None:
    origin = make(tmp_path / "origin")
    origin.git("config", "uploadpack.allowFilter", "true")
    origin.commit("One")
    origin.commit("Two")
    clone(origin.path, tmp_path / "partial", "--filter=blob:none")
    clone(origin.path, tmp_path / "shallow", "--depth=1")
    assert [(one.label, one.is_shallow, one.is_partial) for one in scan(tmp_path)] == [
        ("origin", False, False),
        ("partial", False, True),
        ("shallow", True, False),
    ]


def test_a_work_tree_whose_repository_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "left").mkdir()
    (tmp_path / "left" / ".git").write_text("gitdir: ../gone/.git/worktrees/left\n")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / ".git").write_text("what")
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    found = scan(tmp_path)
    assert [(one.label, bool(one.problem)) for one in found] == [("left", True), ("odd", True)]


def test_a_damaged_repository_is_named_and_the_others_are_found(tmp_path: Path) -> None:
    bad = make(tmp_path / "bad")
    (bad.path / ".git" / "config").write_text("[core\nthis is no config")
    make(tmp_path / "good")
    found = scan(tmp_path)
    assert [(one.label, bool(one.problem)) for one in found] == [("bad", True), ("good", False)]
    assert "git said: " in found[0].problem


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (found,) = scan(tmp_path / "nowhere")
    assert not found.is_repository
    assert found.problem == "This folder is not there."


@contextlib.contextmanager
def ordinary_user() -> Iterator[None]:
    """For root, who may look into everything: be somebody else meanwhile."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(12345)
    try:
        yield
    finally:
        os.seteuid(was)


def test_folders_that_may_not_be_looked_into_are_named() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # everybody may enter that one
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "closed").mkdir(mode=0)
        (folder / "open").mkdir()
        with ordinary_user():
            found = scan(folder)
    assert [(one.label, one.problem) for one in found] == [
        ("closed", "This folder may not be looked into."),
    ]


@is_root
def test_a_repository_of_another_user_is_refused_in_gits_words(tmp_path: Path) -> None:
    repository = make(tmp_path / "theirs")
    repository.commit("One")
    for path in [repository.path, *repository.path.rglob("*")]:
        os.lchown(path, 12345, 12345)
    (found,) = scan(tmp_path)
    assert found.problem.startswith("This folder belongs to another user of this computer")
    assert "dubious ownership" in found.problem


@is_root
def test_an_exception_the_person_made_for_git_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make(tmp_path / "theirs")
    repository.commit("One")
    for path in [repository.path, *repository.path.rglob("*")]:
        os.lchown(path, 12345, 12345)
    home = tmp_path / "home"
    home.mkdir()
    run_git(
        home, "config", "--file", str(home / ".gitconfig"), "safe.directory", str(repository.path)
    )
    monkeypatch.setenv("HOME", str(home))
    (found,) = scan(tmp_path)
    assert not found.problem
    assert read(found).last.commit_count == 1


def test_names_of_folders_are_shown_plain(tmp_path: Path) -> None:
    make(tmp_path / "odd\x1b[31m\nname")
    (found,) = scan(tmp_path)
    assert found.label == "odd[31m name"


def test_names_of_folders_may_be_no_unicode(tmp_path: Path) -> None:
    make(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")))
    (found,) = scan(tmp_path)
    assert found.label == "café"
    assert read(found).last.is_last


def test_progress_counts_folders(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / str(number)).mkdir()
    told: list[Progress] = []
    find_repositories([tmp_path], report=told.append, cancelled=never)
    assert told[-1].done == told[-1].total == 31
    assert [one.done for one in told] == sorted(one.done for one in told)


def test_a_cancelled_scan_returns_what_it_has(tmp_path: Path) -> None:
    for name in "abc":
        make(tmp_path / name)
    looked: list[Progress] = []
    found = find_repositories([tmp_path], report=looked.append, cancelled=lambda: bool(looked))
    assert len(found) < 3


def test_no_git_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissingError, match="There is no git program on this computer"):
        scan(tmp_path)


def test_a_git_program_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\necho git version 1.8.3.1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissingError, match="too old"):
        scan(tmp_path)
