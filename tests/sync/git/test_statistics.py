"""The second pass: sizes of changes, also where objects are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.model.contribution import Sizes
from portfolio.sync.git import StatisticsBatch, read_statistics
from tests.sync.git.repositories import (
    ADA,
    Repository,
    clone,
    ignore,
    make,
    never,
    run_git,
    scan,
)


def statistics(
    repository: Repository, names: list[str]
) -> tuple[dict[str, Sizes], StatisticsBatch, list[StatisticsBatch]]:
    (found,) = scan(repository.path, max_depth=0)
    batches = list(read_statistics(found, names, source_id="s", report=ignore, cancelled=never))
    sizes = {name: size for batch in batches for name, size in batch.sizes}
    return sizes, batches[-1], batches


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return make(tmp_path / "project")


def test_sizes_of_commits(repository: Repository) -> None:
    one = repository.commit(files={"a.txt": "1\n2\n3\n", "b.txt": "1\n"})
    two = repository.commit(files={"a.txt": "1\n", "odd\tname\n.txt": "x\n"})
    empty = repository.commit()
    (repository.path / "picture").write_bytes(b"\0\1\2")
    three = repository.commit(files={"c": "c\n"})
    sizes, last, _ = statistics(repository, repository.made)
    assert sizes == {
        one: Sizes(2, 4, 0),
        two: Sizes(2, 1, 2),
        three: Sizes(1, 1, 0),
    }
    assert empty not in sizes
    assert last.coverage[0].state == "complete"


def test_binary_files_have_no_lines(repository: Repository) -> None:
    (repository.path / "picture").write_bytes(bytes(range(256)))
    repository.git("add", "picture")
    name = repository.commit()
    assert statistics(repository, [name])[0] == {name: Sizes(1, 0, 0)}


def test_tags_and_unknown_ids_are_passed_over(repository: Repository) -> None:
    name = repository.commit(files={"a": "a\n"})
    repository.as_person(ADA, "tag", "-a", "-m", "x", "v1.0")
    tag = repository.git("rev-parse", "v1.0")
    sizes, last, _ = statistics(repository, [tag, "0" * 40, name])
    assert set(sizes) == {name}
    assert last.coverage[0].state == "complete"


def test_merges_have_no_sizes(repository: Repository) -> None:
    repository.commit(files={"a": "a\n"})
    repository.git("checkout", "-qb", "side")
    repository.commit(files={"b": "b\n"})
    repository.git("checkout", "-q", "main")
    repository.commit(files={"c": "c\n"})
    repository.as_person(ADA, "merge", "-q", "--no-ff", "-m", "Merge", "side")
    merge = repository.git("rev-parse", "HEAD")
    assert statistics(repository, [merge])[0] == {}


def test_one_missing_object_leaves_out_one_commit(repository: Repository) -> None:
    names = [repository.commit(files={f"{i}.txt": f"{i}\n"}) for i in range(6)]
    lost = repository.git("rev-parse", f"{names[2]}:2.txt")
    file = repository.path / ".git" / "objects" / lost[:2] / lost[2:]
    file.chmod(0o600)
    file.unlink()
    sizes, last, _ = statistics(repository, names)
    assert set(sizes) == {name for name in names if name != names[2]}
    assert last.coverage[0].state == "in-part"
    assert last.coverage[0].missing == ("unreadable-objects",)


def test_a_partial_clone_says_so_and_fetches_nothing(tmp_path: Path) -> None:
    origin = make(tmp_path / "origin")
    origin.git("config", "uploadpack.allowFilter", "true")
    for number in range(30):
        origin.commit(files={"a.txt": f"{number}\n"})
    copy = clone(origin.path, tmp_path / "copy", "--filter=blob:none", "--no-checkout")
    before = run_git(copy.path, "count-objects", "-v")
    sizes, last, _ = statistics(copy, origin.made)
    assert sizes == {}
    assert last.coverage[0].missing == ("partial-clone",)
    assert run_git(copy.path, "count-objects", "-v") == before


def test_where_a_shallow_clone_was_cut_there_is_no_size(tmp_path: Path) -> None:
    origin = make(tmp_path / "origin")
    for number in range(4):
        origin.commit(files={f"{number}.txt": f"{number}\n"})
    copy = clone(origin.path, tmp_path / "copy", "--depth=2")
    assert set(statistics(copy, origin.made)[0]) == {origin.made[-1]}


def test_a_copied_in_tree_is_asked_about(repository: Repository) -> None:
    name = repository.commit(
        "Add zlib", files={f"third_party/zlib/f{i}.c": f"{i}\n" for i in range(201)}
    )
    own = repository.commit("Own", files={f"src/f{i}.c": f"{i}\n" for i in range(201)})
    mixed = repository.commit(
        "Mixed", files={"README": "x\n"} | {f"vendor/x/f{i}.c": f"{i}\n" for i in range(201)}
    )
    sizes, last, batches = statistics(repository, repository.made)
    assert set(sizes) == {name, own, mixed}
    (question,) = last.questions
    assert question.key == "vendored:s:third_party/zlib/"
    assert [p for batch in batches for p in batch.patterns] == [(name, question.key)]


def test_a_cancelled_pass_says_so(repository: Repository) -> None:
    name = repository.commit(files={"a": "a\n"})
    (found,) = scan(repository.path, max_depth=0)
    batches = list(
        read_statistics(found, [name], source_id="s", report=ignore, cancelled=lambda: True)
    )
    assert batches[-1].coverage[0].missing == ("interrupted",)
    assert not any(batch.sizes for batch in batches)
