"""A reading of what is new must come to the same as reading everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.model.contribution import NewContribution
from portfolio.model.identity import Spelling
from portfolio.sync.git import merged_spellings
from tests.sync.git.repositories import (
    ADA,
    GRACE,
    Read,
    Repository,
    clone,
    make,
    mine,
    read,
    run_git,
)

EVE = ("Eve", "eve@z.example")
PEOPLE = (ADA, GRACE, EVE)


class Record:
    """What a store would hold after some readings."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], NewContribution] = {}
        self.gone: set[str] = set()
        self.spellings: list[Spelling] = []
        self.last: Read | None = None

    def take(self, repository: Repository, who: frozenset[str]) -> Read:
        known = {name for name, _ in self.rows}
        found = read(repository, who, after=self.last, known=known)
        for key, row in found.rows.items():
            self.rows[key] = row
            self.gone.discard(row.native_id)
        if not found.last.is_unchanged:
            self.gone -= set(found.last.seen)
            self.gone |= set(found.last.gone)
            self.spellings = merged_spellings(
                self.spellings, found.last.spellings, found.last.counted
            )
            assert found.last.cursor is not None
            self.last = found
        return found

    def there(self) -> dict[tuple[str, str], tuple[str, str, str]]:
        return {
            key: (row.title, row.pattern, row.identity_key)
            for key, row in self.rows.items()
            if row.native_id not in self.gone
        }

    def parts(self) -> dict[tuple[str, str], dict[str, int]]:
        return {(row.name, row.address): row.parts for row in self.spellings}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["commit", "amend", "back", "branch", "merge", "drop", "read", "detach", "reviewed"]
        ),
        st.integers(0, 2),
    ),
    min_size=3,
    max_size=14,
)


def step(repository: Repository, what: str, number: int) -> None:
    """Change the repository in one way; what cannot be done now is left out."""
    person = PEOPLE[number]
    branches = repository.git("for-each-ref", "--format=%(refname:short)", "refs/heads/").split()
    if what == "commit":
        repository.commit(f"Work {len(repository.made)}", person, ADA)
    elif what == "reviewed":
        repository.commit("Work\n\nReviewed-by: Ada Lovelace <ada@x.example>", person)
    elif what == "amend":
        repository.as_person(person, "commit", "-q", "--amend", "--allow-empty", "-m", "Amended")
    elif what == "back" and repository.git("rev-list", "--count", "HEAD") != "1":
        repository.git("reset", "-q", "--hard", "HEAD~1")
    elif what == "branch":
        repository.git("checkout", "-qb", f"b{len(repository.made)}-{len(branches)}-{number}")
    elif what == "merge":
        other = branches[number % len(branches)]
        repository.as_person(person, "merge", "-q", "--no-ff", "--no-edit", other)
    elif what == "drop":
        current = repository.git("rev-parse", "--abbrev-ref", "HEAD")
        others = [name for name in branches if name != current]
        if others:
            repository.git("branch", "-qD", others[number % len(others)])
    elif what == "detach":
        repository.git("checkout", "-q", "--detach")
        repository.commit(f"Apart {len(repository.made)}", person)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_news_added_to_news_is_everything(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    repository = make(tmp_path_factory.mktemp("p") / "project")
    repository.commit("Root")
    record = Record()
    record.take(repository, mine(ADA))
    for what, number in steps:
        if what == "read":
            record.take(repository, mine(ADA))
        else:
            step(repository, what, number)
    record.take(repository, mine(ADA))
    everything = Record()
    everything.take(repository, mine(ADA))
    assert record.there() == everything.there()
    assert record.parts() == everything.parts()
    assert record.last is not None
    assert everything.last is not None
    assert record.last.last.roots == everything.last.last.roots


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return make(tmp_path / "project")


def test_what_was_lost_and_pruned_is_found_out(repository: Repository) -> None:
    record = Record()
    repository.commit("Base")
    old = repository.commit("Old")
    record.take(repository, mine(ADA))
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.commit("New", GRACE)
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")
    found = record.take(repository, mine(ADA))
    assert found.last.gone == (old,)
    assert found.last.counted == "totals"
    assert record.parts() == {
        ADA: {"author": 1, "committer": 1},
        GRACE: {"author": 1, "committer": 1},
    }


def test_a_repository_that_is_empty_all_at_once_marks_nothing(repository: Repository) -> None:
    record = Record()
    repository.commit("One")
    record.take(repository, mine(ADA))
    repository.git("update-ref", "-d", "refs/heads/main")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")
    assert record.take(repository, mine(ADA)).last.gone == ()


def test_a_deepened_copy_is_read_anew(tmp_path: Path, repository: Repository) -> None:
    for number in range(5):
        repository.commit(f"Work {number}")
    copy = clone(repository.path, tmp_path / "copy", "--depth=2")
    record = Record()
    first = record.take(copy, mine(ADA))
    assert first.last.roots == ()
    assert first.last.coverage[0].missing == ("shallow:2020-09-13",)
    assert len(record.rows) == 2
    run_git(copy.path, "fetch", "-q", "--unshallow")
    second = record.take(copy, mine(ADA))
    assert len(record.rows) == 5
    assert second.last.coverage[0].state == "complete"
    assert second.last.roots == (repository.made[0],)
    assert record.parts() == {ADA: {"author": 5, "committer": 5}}


def test_a_shallow_copy_calls_nothing_gone(tmp_path: Path, repository: Repository) -> None:
    for number in range(3):
        repository.commit(f"Work {number}")
    copy = clone(repository.path, tmp_path / "copy", "--depth=1")
    found = read(copy, mine(ADA), known=set(repository.made))
    assert found.last.gone == ()


def test_an_identity_taken_back_leaves_its_rows_where_they_are(repository: Repository) -> None:
    one = repository.commit("One", GRACE)
    first = read(repository, mine(ADA, GRACE))
    repository.commit("Two", ADA)
    second = read(repository, mine(ADA), after=first)
    assert second.last.gone == ()
    whole = read(repository, mine(ADA), known={one})
    assert (whole.last.gone, whole.last.seen) == ((), (one,))


def test_a_deleted_tag_is_gone(repository: Repository) -> None:
    repository.commit("One")
    repository.as_person(ADA, "tag", "-a", "-m", "x", "v1.0")
    tag = repository.git("rev-parse", "v1.0")
    first = read(repository, mine(ADA))
    repository.git("tag", "-d", "v1.0")
    second = read(repository, mine(ADA), after=first)
    assert second.last.gone == (tag,)
    third = read(repository, mine(ADA), known=first.ids)
    assert third.last.gone == (tag,)


def test_a_cursor_of_nonsense_is_no_cursor(repository: Repository) -> None:
    repository.commit("One")
    good = read(repository, mine(ADA)).cursor
    for broken in ({}, {"version": 1}, good | {"tips": "--all"}, good | {"mine": 3}, {"a": [1]}):
        first = Read([])
        first.batches = read(repository, mine(ADA)).batches
        object.__setattr__(first.last, "cursor", broken)
        assert read(repository, mine(ADA), after=first, known=set()).last.counted == "totals"
