"""Read whole repositories: who is counted, what is the holder's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.git.repositories import ADA, FORGE, GRACE, Repository, make, mine, read


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return make(tmp_path / "project")


def test_everybody_is_counted_and_only_the_holders_work_is_handed_on(
    repository: Repository,
) -> None:
    repository.commit("Add the engine", ADA)
    repository.commit("Add the compiler", GRACE, ADA)
    found = read(repository, mine(ADA))
    assert found.parts == {ADA: {"author": 1, "committer": 2}, GRACE: {"author": 1}}
    assert found.actions == {"Add the engine": {"authored"}, "Add the compiler": {"integrated"}}
    assert found.last.roots == (repository.made[0],)


def test_a_contribution_carries_what_the_commit_says(repository: Repository) -> None:
    name = repository.commit("Fix the\nfocus ring\n\nIt was lost.\n", GRACE, ADA)
    row = read(repository, mine(GRACE)).rows[(name, "authored")]
    assert row.title == "Fix the focus ring"
    assert row.body == "It was lost."
    assert row.deed_key == f"git:{name}:authored"
    assert row.occurred_at.timestamp() == repository.second
    assert row.tz_offset_min == 60
    assert [(one.name, one.part) for one in row.people] == [("Ada Lovelace", "committer")]


@pytest.mark.parametrize(
    ("author", "committer", "trailer", "actions"),
    [
        (ADA, ADA, "", {"authored"}),
        (ADA, FORGE, "", {"authored"}),
        (GRACE, ADA, "", {"integrated"}),
        (GRACE, GRACE, "Co-authored-by", {"co-authored"}),
        (GRACE, GRACE, "CO-AUTHORED-BY", {"co-authored"}),
        (GRACE, GRACE, "Reviewed-by", {"reviewed"}),
        (GRACE, GRACE, "Tested-by", {"tested"}),
        (GRACE, GRACE, "Reported-by", {"reported"}),
        (GRACE, GRACE, "Reported-and-tested-by", {"tested"}),
        (GRACE, GRACE, "Signed-off-by", {"signed-off"}),
        (GRACE, ADA, "Signed-off-by", {"integrated"}),
        (GRACE, ADA, "Reviewed-by", {"integrated", "reviewed"}),
        (ADA, ADA, "Reviewed-by", {"authored"}),
        (GRACE, GRACE, "Acked-by", set()),
        (GRACE, GRACE, "", set()),
    ],
)
def test_what_counts_as_mine(
    repository: Repository,
    author: tuple[str, str],
    committer: tuple[str, str],
    trailer: str,
    actions: set[str],
) -> None:
    line = f"\n\n{trailer}: Ada Lovelace <ada@x.example>" if trailer else ""
    repository.commit(f"Work{line}", author, committer)
    assert read(repository, mine(ADA)).actions.get("Work", set()) == actions


def test_a_forge_that_commits_is_not_the_holder_even_when_ticked(repository: Repository) -> None:
    repository.commit("Squashed", GRACE, FORGE)
    assert read(repository, mine(FORGE)).rows == {}


def test_merges_and_releases(repository: Repository) -> None:
    repository.commit("First")
    repository.git("checkout", "-qb", "side")
    repository.commit("Side", GRACE)
    repository.git("checkout", "-q", "main")
    repository.as_person(ADA, "merge", "-q", "--no-ff", "-m", "Merge the side", "side")
    repository.as_person(ADA, "tag", "-a", "-m", "The first one", "v1.0")
    repository.as_person(ADA, "tag", "-a", "-m", "no version", "before-cleanup")
    repository.as_person(GRACE, "tag", "-a", "-m", "hers", "v1.1")
    repository.git("tag", "v1.2")
    found = read(repository, mine(ADA))
    assert found.actions == {
        "First": {"authored"},
        "Merge the side": {"merged"},
        "v1.0": {"released"},
    }
    (merge,) = (row for row in found.rows.values() if row.action == "merged")
    assert merge.state == "merge"
    assert found.parts[ADA]["tagger"] == 2


def test_placeholder_addresses_do_not_join_people(repository: Repository) -> None:
    repository.commit("One", ("Ada", "none@none"))
    repository.commit("Two", ("Grace", "none@none"))
    assert read(repository, mine(("Ada", "none@none"))).actions == {"One": {"authored"}}


def test_an_empty_repository_is_read_whole(repository: Repository) -> None:
    found = read(repository, mine(ADA))
    assert found.rows == {}
    assert found.cursor
    assert found.last.coverage[0].state == "complete"


def test_a_second_reading_with_nothing_new_reads_nothing(repository: Repository) -> None:
    repository.commit("One")
    first = read(repository, mine(ADA))
    again = read(repository, mine(ADA), after=first)
    assert again.last.is_unchanged
    assert again.rows == {}
    assert again.last.roots == first.last.roots


def test_only_new_commits_are_read(repository: Repository) -> None:
    repository.commit("One")
    first = read(repository, mine(ADA))
    repository.commit("Two")
    second = read(repository, mine(ADA), after=first)
    assert second.actions == {"Two": {"authored"}}
    assert second.last.commit_count == 1
    assert second.last.counted == "added"
    assert second.parts == {ADA: {"author": 1, "committer": 1}}


def test_a_new_identity_makes_everything_be_read_anew(repository: Repository) -> None:
    repository.commit("One", GRACE)
    first = read(repository, mine(ADA))
    second = read(repository, mine(ADA, GRACE), after=first)
    assert second.actions == {"One": {"authored"}}
    assert second.last.counted == "totals"


def test_rewritten_history_leaves_gone_marks(repository: Repository) -> None:
    repository.commit("Base", GRACE)
    old = repository.commit("Old")
    first = read(repository, mine(ADA))
    repository.git("reset", "-q", "--hard", "HEAD~1")
    new = repository.commit("New")
    second = read(repository, mine(ADA), after=first)
    assert second.last.gone == (old,)
    assert second.ids == {new}
    repository.git("update-ref", "refs/heads/back", old)
    third = read(repository, mine(ADA), after=second, known={old, new})
    assert third.ids == {old}
