"""A tree of another project that was copied in stays asked about when more is read."""

from __future__ import annotations

from pathlib import Path

from portfolio.operations import folders, identities
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.sync.git.repositories import ADA, ignore, make, mine, never


def test_a_copied_in_tree_stays_asked_about(tmp_path: Path) -> None:
    clock = FixedClock()
    repository = make(tmp_path / "project")
    repository.commit("Add zlib", files={f"third_party/zlib/{i}.c": f"{i}\n" for i in range(201)})
    store = Store.open(for_profile(tmp_path / "profile"), clock=clock)
    try:

        def read() -> list[tuple[str, str]]:
            found = folders.scan([repository.path], report=ignore, cancelled=never)
            folders.read(store, clock, found, report=lambda _: None, cancelled=never)
            with store.reading() as reader:
                (row,) = reader.deeds.contributions(f"git:{repository.made[0]}:authored")
                return [(question.detail, row.pattern) for question in reader.questions.all()]

        found = folders.scan([repository.path], report=ignore, cancelled=never)
        folders.read(store, clock, found, report=lambda _: None, cancelled=never)
        identities.confirm(store, clock, list(mine(ADA)))
        asked = read()
        assert [detail for detail, _ in asked] == ["third_party/zlib/"]
        assert asked[0][1].endswith(":third_party/zlib/")
        repository.commit("More")
        assert read() == asked
        repository.git("remote", "add", "origin", "https://github.com/team/project")
        assert read() == asked
    finally:
        store.close()
