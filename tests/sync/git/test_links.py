"""Public addresses: only of commits a public host is known to have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.git.repositories import ADA, Repository, clone, make, mine, read

PUBLIC = "git@github.com:team/project.git"


@pytest.fixture
def copy(tmp_path: Path) -> Repository:
    """A clone of one commit that says it came from a public host."""
    origin = make(tmp_path / "origin")
    origin.commit("Published")
    copy = clone(origin.path, tmp_path / "copy")
    copy.git("remote", "set-url", "origin", PUBLIC)
    copy.second = origin.second
    copy.made = origin.made
    return copy


def urls(found: object) -> dict[str, str]:
    return {row.title: row.url for row in found.rows.values()}  # type: ignore[attr-defined]


def test_a_published_commit_has_an_address_and_an_own_one_has_none(copy: Repository) -> None:
    copy.commit("Not pushed yet")
    assert urls(read(copy, mine(ADA))) == {
        "Published": f"https://github.com/team/project/commit/{copy.made[0]}",
        "Not pushed yet": "",
    }


def test_pushing_gives_the_address_later(copy: Repository) -> None:
    name = copy.commit("Not pushed yet")
    first = read(copy, mine(ADA))
    copy.git("update-ref", "refs/remotes/origin/main", name)
    second = read(copy, mine(ADA), after=first)
    assert second.last.counted == "added"
    assert second.parts == {}
    assert urls(second) == {"Not pushed yet": f"https://github.com/team/project/commit/{name}"}
    copy.commit("More")
    assert set(urls(read(copy, mine(ADA), after=second))) == {"More"}


def test_a_remote_that_became_public_is_noticed(copy: Repository) -> None:
    copy.git("remote", "set-url", "origin", "git@git.company.example:team/project.git")
    first = read(copy, mine(ADA))
    assert urls(first) == {"Published": ""}
    copy.git("remote", "set-url", "origin", PUBLIC)
    assert urls(read(copy, mine(ADA), after=first))["Published"].startswith("https://github.com/")


def test_a_fork_links_to_whoever_has_the_commit(copy: Repository) -> None:
    name = copy.commit("In the team's project only")
    copy.git("remote", "add", "upstream", "https://gitlab.com/team/project.git")
    copy.git("update-ref", "refs/remotes/upstream/main", name)
    found = urls(read(copy, mine(ADA)))
    assert found["Published"].startswith("https://github.com/")
    assert found["In the team's project only"] == (
        f"https://gitlab.com/team/project/-/commit/{name}"
    )


def test_a_bare_clone_has_the_remotes_own_branches(tmp_path: Path, copy: Repository) -> None:
    bare = clone(copy.path, tmp_path / "bare.git", "--bare")
    bare.git("remote", "set-url", "origin", PUBLIC)
    assert urls(read(bare, mine(ADA)))["Published"].startswith("https://github.com/")


def test_a_public_remote_never_fetched_proves_nothing(tmp_path: Path) -> None:
    repository = make(tmp_path / "new")
    repository.commit("One")
    repository.git("remote", "add", "origin", PUBLIC)
    assert urls(read(repository, mine(ADA))) == {"One": ""}


def test_a_release_has_an_address_when_its_commit_has(copy: Repository) -> None:
    copy.as_person(ADA, "tag", "-a", "-m", "x", "v1.0")
    copy.commit("Not pushed yet")
    copy.as_person(ADA, "tag", "-a", "-m", "x", "v1.1")
    found = urls(read(copy, mine(ADA)))
    assert found["v1.0"] == "https://github.com/team/project/releases/tag/v1.0"
    assert found["v1.1"] == ""
