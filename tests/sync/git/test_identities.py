"""What the reader says of identities: .mailmap joins, hints, counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio.model.codes import IdentityKind
from portfolio.model.identity import IdentityHint, MailmapJoin, Spelling, git_identity_key
from portfolio.sync.git import SpellingCount, computer_hints, merged_spellings
from tests.sync.git.repositories import ADA, GRACE, Repository, make, mine, read

OLD = ("ada", "ada@laptop.local")


def key(person: tuple[str, str]) -> str:
    return git_identity_key(*person)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return make(tmp_path / "project")


def test_a_mailmap_is_a_hint_and_gives_nobodys_work_away(repository: Repository) -> None:
    line = "Ada Lovelace <ada@x.example> <ada@laptop.local>\n"
    hostile = "Ada Lovelace <ada@x.example> Grace Hopper <grace@y.example>\n"
    repository.commit("Hers", GRACE)
    repository.commit("Old", OLD)
    repository.commit("Own", ADA, files={".mailmap": line + hostile})
    found = read(repository, mine(ADA))
    assert found.actions == {"Own": {"authored"}}
    assert set(found.parts) == {ADA, GRACE, OLD}
    assert set(found.last.mailmap) == {
        MailmapJoin("source-1", key(OLD), key(ADA)),
        MailmapJoin("source-1", key(GRACE), key(ADA)),
    }


def test_joins_stay_when_only_news_is_read(repository: Repository) -> None:
    repository.commit("Old", OLD)
    repository.commit("Map", files={".mailmap": "Ada <ada@x.example> <ada@laptop.local>\n"})
    first = read(repository, mine(ADA))
    repository.commit("New", GRACE)
    second = read(repository, mine(ADA), after=first)
    assert second.last.counted == "added"
    assert second.last.mailmap == first.last.mailmap
    repository.commit("Unmap", files={".mailmap": "# nobody\n"})
    third = read(repository, mine(ADA), after=second)
    assert third.last.mailmap == ()


def test_a_mailmap_of_the_work_tree_or_of_settings_is_not_read(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("Old", OLD)
    text = "Ada Lovelace <ada@x.example> <ada@laptop.local>\n"
    (repository.path / ".mailmap").write_text(text)
    (tmp_path / "mailmap").write_text(text)
    repository.git("config", "mailmap.file", str(tmp_path / "mailmap"))
    assert read(repository, mine(ADA)).last.mailmap == ()


def test_hints_of_this_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Ada Lovelace\n\temail = ada@x.example\n"
        '[includeIf "gitdir:~/work/"]\n\tpath = .gitconfig-work\n'
    )
    (home / ".gitconfig-work").write_text("[user]\n\temail = ada@company.example\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert computer_hints() == [
        IdentityHint("Ada Lovelace", "ada@x.example", "computer"),
        IdentityHint("", "ada@company.example", "computer"),
    ]


def test_no_settings_or_no_git_no_hints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert computer_hints() == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert computer_hints() == []


def spelling(name: str, parts: dict[str, int], day: int = 1) -> Spelling:
    at = datetime(2020, 1, day, tzinfo=UTC)
    kind = IdentityKind.GIT_EMAIL
    return Spelling("s", f"k-{name}", kind, "", name, f"{name}@x.example", at, at, parts)


def test_counts_of_news_are_added_and_vanish_at_nothing() -> None:
    known = [spelling("a", {"author": 3, "committer": 1}), spelling("b", {"author": 1})]
    news = [
        spelling("a", {"author": 1, "committer": -1}, day=5),
        spelling("b", {"author": -1}),
        spelling("c", {"author": 2}),
    ]
    merged = merged_spellings(known, news, SpellingCount.ADDED)
    assert {row.name: row.parts for row in merged} == {"a": {"author": 4}, "c": {"author": 2}}
    assert (merged[0].first_at.day, merged[0].last_at.day) == (1, 5)


def test_counts_of_a_cut_reading_take_nothing_away() -> None:
    known = [spelling("a", {"author": 3}), spelling("b", {"author": 1})]
    read_now = [spelling("a", {"author": 2, "tagger": 1})]
    merged = merged_spellings(known, read_now, SpellingCount.AT_LEAST)
    assert {row.name: row.parts for row in merged} == {
        "a": {"author": 3, "tagger": 1},
        "b": {"author": 1},
    }


def test_totals_replace() -> None:
    known = [spelling("a", {"author": 3})]
    rows = [replace(known[0], parts={"author": 1})]
    assert merged_spellings(known, rows, SpellingCount.TOTALS) == rows
