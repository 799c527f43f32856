"""A folder with three repositories, with what real ones had: see the journey "first run"."""

from __future__ import annotations

import os
from pathlib import Path

from tests.sync.git.repositories import Repository, clone, make

NOOR = "noor@vantongeren.example"
SPELLINGS = (
    "Noor Vantöngeren",  # composed
    "Noor Vanto\u0308ngeren",  # decomposed: looks the same
    "Noor Vantongeren",
    "noor vantongeren",
    "Noor V.",
)
CASIMIR = ("Casimir Oduya-Lindt", "casimir@quillmark.example")
NOBODY = ("Noor", "none@none")
CANARY = "CANARY-7731"
HERON = "HERON-5519"
LANGUAGES = ("German", "French", "Polish", "Czech", "Basque", "Danish", "Dutch", "Frisian")


def noor(place: int = 0) -> tuple[str, str]:
    """One of her five spellings."""
    return (SPELLINGS[place % len(SPELLINGS)], NOOR)


def settings_of_this_computer() -> None:
    """Set her name and address in the git settings, as on her own computer."""
    path = Path(os.environ["GIT_CONFIG_GLOBAL"])
    path.write_text(f"[user]\n\tname = Noor Vantongeren\n\temail = {NOOR}\n", encoding="utf-8")


def build(folder: Path) -> Path:
    """Make the three repositories in ``folder`` and return it."""
    _quillmark(folder / "Quillmark")
    _ledger(folder / "Ledger")
    _tern(folder)
    return folder


def day(year: int, month: int = 6, number: int = 1) -> str:
    """A date of a commit."""
    return f"{year}-{month:02}-{number:02}T12:00:00+00:00"


def _quillmark(path: Path) -> Repository:
    made = make(path)
    made.git("remote", "add", "origin", "https://codeberg.org/quillmark-sample/editor.git")
    for place in range(10):
        at = day(2019 + place // 2, 1 + place)
        made.commit(f"Keep the caret visible, part {place}", noor(place), at=at, committed_at=at)
    at = day(2024)
    made.commit(f"Fix {HERON} before it is known", noor(), at=at, committed_at=at)
    made.commit("Write the parser", CASIMIR, at=at, committed_at=at)
    made.commit("Import the old tree", NOBODY, at=day(2009), committed_at=day(2009))
    reviewed = "Sort the font list\n\nReviewed-by: Noor Vantongeren <noor@vantongeren.example>"
    made.commit(reviewed, CASIMIR, at=day(2025), committed_at=day(2025))
    for number, language in enumerate(LANGUAGES):
        at = day(2023, 3, 1 + number)
        made.commit(f"Update {language} translation", noor(), at=at, committed_at=at)
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return made


def _ledger(path: Path) -> Repository:
    made = make(path)
    made.git("remote", "add", "origin", "git@git.company.example:internal/ledger.git")
    for place in range(3):
        at = day(2021, 2 + place)
        made.commit(f"Book {CANARY} twice, {place}", noor(), at=at, committed_at=at)
    return made


def _tern(folder: Path) -> Repository:
    origin = make(folder.parent / "origin-of-tern")
    for place in range(6):
        at = day(2020 + place)
        made = f"Correct the glossary, year {place}"
        origin.commit(made, noor(place), at=at, committed_at=at)
    copy = clone(origin.path, folder / "Tern", "--depth", "3")
    copy.git("remote", "set-url", "origin", "https://codeberg.org/tern-sample/translations.git")
    return copy


def commit_today(path: Path, title: str) -> None:
    """Add one more commit of hers to a repository."""
    Repository(path).commit(title, noor(), at=day(2026, 11), committed_at=day(2026, 11))


def is_mentioned(words: str, data: bytes) -> bool:
    """Whether a file says something, in plain bytes."""
    return words.lower().encode() in data.lower()
