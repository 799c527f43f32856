"""Text at the store's edge: what may be stored, what is sorted by, what is searched."""

from __future__ import annotations

import json
import unicodedata

_SORT_LENGTH = 80


def clean(text: str) -> str:
    """Return text SQLite can hold: no NUL (``length()`` stops there), no lone surrogates."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def folded(text: str) -> str:
    """Return text for comparison: one Unicode form (NFKC), no case.

    Compatibility folding can make text longer but never fails.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def sort_text(title: str) -> str:
    """Return what a title is ordered by: folded, without accents and leading signs, cut."""
    text = " ".join(folded(title[: 4 * _SORT_LENGTH]).split())
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in apart if not unicodedata.combining(char))
    start = next((place for place, char in enumerate(text) if char.isalnum()), 0)
    return text[start : start + _SORT_LENGTH]


def search_titles(recorded: str, chosen: str | None) -> str:
    """Return the title column of the search index: the holder's title and the source's."""
    return folded(f"{chosen}\n{recorded}" if chosen else recorded)


def search_body(body: str, people: str) -> str:
    """Return the text column of the search index: body, then names and addresses of people.

    Args:
        body: As recorded.
        people: JSON list of ``[name, address, part]``.
    """
    if people in ("", "[]"):
        return folded(body)
    named = (f"{name} {address}" for name, address, _part in json.loads(people))
    return folded("\n".join((body, *named)))
