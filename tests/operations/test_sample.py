"""The sample record: real repositories of made-up people, the same every time."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from portfolio import resources
from portfolio.errors import GitMissingError
from portfolio.model.codes import StoryStatus
from portfolio.operations import identities, preview, sample_repositories
from portfolio.operations.sample import make_sample
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock


def heads(folder: Path) -> list[str]:
    return [
        subprocess.run(
            ["git", "-C", str(path), "rev-parse", "HEAD"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for path in sorted(folder.iterdir())
    ]


def test_the_histories_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        sample_repositories.build(tmp_path / name)
    assert heads(tmp_path / "a") == heads(tmp_path / "b")
    assert len(heads(tmp_path / "a")) == 5


def test_the_record_is_complete_and_sound(tmp_path: Path) -> None:
    clock = FixedClock()
    store = Store.open(for_profile(make_sample(tmp_path / "p", clock=clock)), clock=clock)
    try:
        assert all(finding.is_ok for finding in store.examine())
        with store.reading() as reader:
            stories = reader.stories.all()
            totals = reader.totals()
            shown = {project.name for project in reader.projects.all()}
            (edition,) = reader.editions.all()
        rows = {row.address: row for row in identities.suggestions(store)}
        document = preview.gate_result(store, edition.id, made_on=clock.now().date()).document
    finally:
        store.close()
    assert {story.status for story in stories} == {StoryStatus.READY}
    assert sorted(len(story.items) for story in stories) == [2, 4, 5]
    assert totals.deed_count > 400
    assert shown == {"Quillmark", "Tern", "Larkspur", "Open Atlas", "Tidewater"}
    assert len(rows["noor@vantongeren.example"].spellings) == 5
    assert rows["none@none"].status == "suggested"
    assert document.name == "Noor Vantongeren"
    assert "Tidewater" not in repr(document)


def test_every_address_of_the_sample_can_belong_to_nobody() -> None:
    text = resources.read_text("sample.toml")
    hosts = re.findall(r"[\w.-]+@([\w.-]+)", text) + re.findall(r"https?://([\w.-]+)", text)
    assert hosts
    assert {host.rpartition(".")[2] for host in hosts} == {"example", "local", "none"}


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissingError):
        sample_repositories.build(tmp_path / "r")
