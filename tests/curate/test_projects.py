"""Repositories gathered into projects."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.curate.projects import aliases, group, recorded_name

MINE, THEIRS, OTHER = "forge.example/noor/quill", "forge.example/quill/quill", "git.example/tern"


def test_clones_forks_and_shallow_copies_are_one_project() -> None:
    fork = aliases([MINE, THEIRS], "r1", "a")
    clone = aliases([THEIRS], "r1", "b")
    mirror = aliases(["mirror.example/quill"], "r1", "c")
    shallow = aliases([THEIRS], "", "d")
    local_copy = aliases([], "r1", "e")
    unrelated = aliases([OTHER], "r2", "f")
    keys = group([fork, clone, mirror, shallow, local_copy, unrelated]).keys
    # The remote most of them share, not the fork's, names the project.
    assert keys == (f"remote:{THEIRS}",) * 5 + (f"remote:{OTHER}",)


def test_a_shared_vendored_root_joins_nothing() -> None:
    """Only the main root is an alias, so a tree merged in from elsewhere says nothing."""
    assert aliases([OTHER], "main", "p") == (f"remote:{OTHER}", "root:main")
    keys = group([aliases(["a/a"], "r1", ""), aliases(["b/b"], "r2", "")]).keys
    assert keys == ("remote:a/a", "remote:b/b")


def test_a_repository_without_history_or_remote_has_its_place() -> None:
    assert aliases([], "", "~/new") == ("place:~/new",)
    assert group([("place:~/new",)]).keys == ("place:~/new",)


def test_a_known_key_stays_when_a_better_alias_appears() -> None:
    first = group([aliases([], "r1", "a")])
    assert first.keys == ("root:r1",)
    now_published = aliases([MINE], "r1", "a")
    second = group([now_published], {"root:r1": "root:r1"})
    assert second.keys == ("root:r1",)
    assert second.joined == {}


def test_two_known_projects_become_one_when_something_joins_them() -> None:
    known = {"remote:a/a": "remote:a/a", "root:r1": "root:r1"}
    grouping = group([("remote:a/a", "root:r1")], known)
    assert grouping.keys == ("remote:a/a",)
    assert grouping.joined == {"root:r1": "remote:a/a"}
    edited = group([("remote:a/a", "root:r1")], known, curated={"root:r1"})
    assert edited.keys == ("root:r1",)
    assert edited.joined == {"remote:a/a": "root:r1"}


def test_projects_the_holder_edited_are_never_joined() -> None:
    known = {"remote:a/a": "remote:a/a", "remote:b/b": "remote:b/b"}
    sets = [("remote:a/a", "root:r1"), ("remote:b/b", "root:r1"), ("root:r1",)]
    grouping = group(sets, known, curated=known)
    assert grouping.keys[:2] == ("remote:a/a", "remote:b/b")
    assert grouping.keys[2] in known
    assert grouping.joined == {}
    assert grouping.kept_apart == ("root:r1",)


def test_an_edited_project_is_found_again_by_its_key_alone() -> None:
    grouping = group([("remote:z/z", "root:r1")], {}, curated={"root:r1"})
    assert grouping.keys == ("root:r1",)


@pytest.mark.parametrize(
    ("remotes", "place", "name"),
    [
        (["forge.example/quill/quill.git"], "/x/checkout", "quill"),
        (["forge.example/~noor/tern/"], "/x/checkout", "tern"),
        ([], "/x/my project", "my project"),
        ([], "/x/bare.git", "bare"),
    ],
)
def test_name_of_a_project(remotes: list[str], place: str, name: str) -> None:
    assert recorded_name(remotes, place) == name


ALIASES = st.sampled_from([f"remote:{x}" for x in "abcdef"] + [f"root:{x}" for x in "123"])
SETS = st.lists(st.frozensets(ALIASES, min_size=1, max_size=3), max_size=8)
CURATED = st.sets(ALIASES, max_size=3)


@given(SETS, SETS, CURATED, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    before: list[frozenset[str]],
    sets: list[frozenset[str]],
    curated: set[str],
    chance: random.Random,
) -> None:
    known = _known(before)
    expected = dict(zip(sets, group(sets, known, curated).keys, strict=True))
    chance.shuffle(sets)
    known = dict(chance.sample(sorted(known.items()), len(known)))
    assert dict(zip(sets, group(sets, known, curated).keys, strict=True)) == expected


@given(SETS, CURATED)
def test_sharing_an_alias_is_being_one_project(
    sets: list[frozenset[str]], curated: set[str]
) -> None:
    grouping = group(sets, {}, curated)
    for one, key in zip(sets, grouping.keys, strict=True):
        for other, other_key in zip(sets, grouping.keys, strict=True):
            shared = one & other
            assert key == other_key or shared <= set(grouping.kept_apart)
    if len(curated) < 2:
        assert grouping.kept_apart == ()


@given(SETS, SETS, CURATED)
def test_reading_again_changes_no_key(
    sets: list[frozenset[str]], more: list[frozenset[str]], curated: set[str]
) -> None:
    first = group(sets, {}, curated)
    known = _remember(sets, first.keys)
    again = group(sets, known, curated & set(first.keys))
    if not first.kept_apart:
        assert again.keys == first.keys
    later = group([*sets, *more], known, first.keys)
    for one, key in zip(sets, later.keys, strict=False):
        assert key in first.keys
        if not one & set(later.kept_apart):
            assert key == known[min(one)]


def _remember(sets: list[frozenset[str]], keys: tuple[str, ...]) -> dict[str, str]:
    return {alias: key for one, key in zip(sets, keys, strict=True) for alias in one}


def _known(sets: list[frozenset[str]]) -> dict[str, str]:
    return _remember(sets, group(sets).keys)


@given(SETS, SETS)
def test_two_curated_projects_stay_two(
    before: list[frozenset[str]], sets: list[frozenset[str]]
) -> None:
    known = _known(before)
    curated = set(known.values())
    grouping = group(sets, known, curated)
    assert grouping.joined == {}
    for one, key in zip(sets, grouping.keys, strict=True):
        mine = {known[alias] for alias in one if alias in known}
        assert not mine or key in curated
