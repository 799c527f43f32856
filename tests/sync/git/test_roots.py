"""The project's own root among others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.git.repositories import ADA, Repository, clone, make, mine, read


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = make(tmp_path / "own")
    repository.commit("Begin")
    return repository


def vendored(tmp_path: Path, number: int) -> Repository:
    """Another project, with a root of its own."""
    other = make(tmp_path / f"other{number}")
    other.second += 1000 + number
    other.commit(f"Begin other {number}")
    return other


def merge_in(repository: Repository, other: Repository) -> None:
    repository.git("fetch", "-q", str(other.path), "main")
    repository.as_person(
        ADA, "merge", "-q", "--allow-unrelated-histories", "-m", "Bring in", "FETCH_HEAD"
    )


def test_histories_merged_in_do_not_move_the_main_root(
    tmp_path: Path, repository: Repository
) -> None:
    # Several, so that the order of the hashes cannot be right by chance.
    for number in range(4):
        merge_in(repository, vendored(tmp_path, number))
    roots = read(repository, mine(ADA)).last.roots
    assert len(roots) == 5
    assert roots[0] == repository.made[0]
    assert list(roots[1:]) == sorted(roots[1:])


def test_a_later_reading_keeps_the_main_root(tmp_path: Path, repository: Repository) -> None:
    first = read(repository, mine(ADA))
    for number in range(3):
        merge_in(repository, vendored(tmp_path, number))
    later = read(repository, mine(ADA), after=first, known=first.ids)
    assert later.last.roots[0] == repository.made[0]
    again = read(repository, mine(ADA), after=later, known=first.ids | later.ids)
    assert again.last.is_unchanged
    assert again.last.roots == later.last.roots


def test_a_branch_from_nothing_is_not_the_main_root(repository: Repository) -> None:
    for number in range(3):
        repository.git("checkout", "-q", "--orphan", f"pages{number}")
        repository.commit(f"Pages {number}")
    repository.git("checkout", "-q", "main")
    roots = read(repository, mine(ADA)).last.roots
    assert len(roots) == 4
    assert roots[0] == repository.made[0]


def test_a_cut_main_line_has_no_root_though_a_side_has(
    tmp_path: Path, repository: Repository
) -> None:
    for number in range(4):
        repository.commit(f"Work {number}")
    merge_in(repository, vendored(tmp_path, 0))
    copy = clone(repository.path, tmp_path / "copy", "--depth=3")
    assert read(copy, mine(ADA)).last.roots == ()


def test_a_head_that_names_nothing(repository: Repository) -> None:
    repository.git("symbolic-ref", "HEAD", "refs/heads/nowhere")
    assert read(repository, mine(ADA)).last.roots == (repository.made[0],)
    repository.git("checkout", "-q", "--orphan", "pages")
    repository.commit("Pages")
    repository.git("symbolic-ref", "HEAD", "refs/heads/nowhere")
    assert read(repository, mine(ADA)).last.roots == ()
