"""Words a person typed, as a condition on the deed index.

Every word has to be found as the beginning of a word: in a deed's titles, text or people (the
search index), or in its project's name. When nothing begins so, the words are looked for
anywhere inside the titles.
"""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Final

from portfolio.store.text import clean, folded

# Up to here hits are fetched and sorted; beyond, the list is walked in its order and each deed
# looked up among the hits (a million deeds: both about 10 ms at this number).
FEW: Final = 4000
_LONGEST: Final = 400
_MOST_TERMS: Final = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A condition on ``deed_index d``.

    Attributes:
        condition: SQL, with question marks for ``parameters``.
        is_few: The condition names the few deeds found, so it should drive the query.
    """

    condition: str
    parameters: tuple[object, ...]
    is_few: bool


def terms(words: str) -> list[str]:
    """Return the single words to look for, folded; at most 16 of them."""
    # Cut again: one sign can fold to eighteen, and LIKE patterns have a limit.
    return folded(clean(words[:_LONGEST]))[:_LONGEST].split()[:_MOST_TERMS]


def match_text(term: str) -> str:
    """Return one word as an FTS5 query: a quoted phrase that may go on.

    Quoting makes every character of the person's text plain (SQLite FTS5, 3.1 and 3.3).
    """
    return '"' + term.replace('"', '""') + '"*'


def like_pattern(term: str) -> str:
    """Return a LIKE pattern (with backslash as escape) for text anywhere inside."""
    for sign in ("\\", "%", "_"):
        term = term.replace(sign, "\\" + sign)
    return f"%{term}%"


def find(connection: sqlite3.Connection, words: str) -> Found | None:
    """Return the condition for what was typed, or None when that is nothing.

    Args:
        connection: In a read transaction; two or three short queries are made.
        words: Any text.

    Raises:
        sqlite3.Error: Interrupted, or the store is at fault; never because of the words.
    """
    wanted = terms(words)
    if not wanted:
        return None
    if all(any(char.isalnum() for char in term) for term in wanted):
        found = _by_beginnings(connection, wanted)
        if found is not None:
            return found
    return _anywhere(connection, wanted)


def _by_beginnings(connection: sqlite3.Connection, wanted: list[str]) -> Found | None:
    match = " AND ".join(match_text(term) for term in wanted)
    projects = [_projects_named(connection, term) for term in wanted]
    if not any(projects):
        hits = connection.execute(
            "SELECT rowid FROM deed_fts WHERE deed_fts MATCH ? LIMIT ?", (match, FEW + 1)
        ).fetchall()
        if not hits:
            return None
        if len(hits) <= FEW:
            return _few(hits)
        condition = "d.id IN (SELECT rowid FROM deed_fts WHERE deed_fts MATCH ?)"
        return Found(condition, (match,), is_few=False)
    parts: list[str] = []
    parameters: list[object] = []
    for term, keys in zip(wanted, projects, strict=True):
        part = "d.id IN (SELECT rowid FROM deed_fts WHERE deed_fts MATCH ?)"
        parameters.append(match_text(term))
        if keys:
            part = f"({part} OR d.project_key IN (SELECT value FROM json_each(?)))"
            parameters.append(json.dumps(keys))
        parts.append(part)
    return Found(" AND ".join(parts), tuple(parameters), is_few=False)


def _projects_named(connection: sqlite3.Connection, term: str) -> list[str]:
    """Return keys of projects with a word in their name that begins so."""
    rows = connection.execute(
        "SELECT key, name FROM project_index WHERE key = effective_key AND instr(name_folded, ?)",
        (term,),
    )
    return [key for key, name in rows if _begins_a_word(folded(name), term)]


def _begins_a_word(text: str, term: str) -> bool:
    start = text.find(term)
    while start != -1:
        if start == 0 or not text[start - 1].isalnum():
            return True
        start = text.find(term, start + 1)
    return False


def _anywhere(connection: sqlite3.Connection, wanted: list[str]) -> Found:
    like = " AND ".join(["titles LIKE ? ESCAPE '\\'"] * len(wanted))
    patterns = tuple(like_pattern(term) for term in wanted)
    hits = connection.execute(
        f"SELECT rowid FROM deed_fts WHERE {like} LIMIT ?",
        (*patterns, FEW + 1),
    ).fetchall()
    if len(hits) <= FEW:
        return _few(hits)
    condition = f"d.id IN (SELECT rowid FROM deed_fts WHERE {like})"
    return Found(condition, patterns, is_few=False)


def _few(hits: list[tuple[int]]) -> Found:
    listed = json.dumps([hit[0] for hit in hits])
    return Found("d.id IN (SELECT value FROM json_each(?))", (listed,), is_few=True)
