"""Decisions about deeds: hide, show, retitle, mark confidential, note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError
from portfolio.model import steps
from portfolio.model.deed import Deed, DeedEdit
from portfolio.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.store.store import Store


def hide(store: Store, deed_keys: Sequence[str]) -> list[Deed]:
    """Leave deeds out of lists and every document."""
    return _edit(store, deed_keys, steps.DEED_HIDDEN, lambda e: replace(e, is_hidden=True))


def show(store: Store, deed_keys: Sequence[str]) -> list[Deed]:
    """Show hidden deeds again."""
    return _edit(store, deed_keys, steps.DEED_SHOWN, lambda e: replace(e, is_hidden=False))


def mark_confidential(store: Store, deed_keys: Sequence[str]) -> list[Deed]:
    """Keep deeds out of every document, its totals and its attachments."""
    label = steps.DEED_CONFIDENTIAL
    return _edit(store, deed_keys, label, lambda e: replace(e, is_confidential=True))


def mark_public(store: Store, deed_keys: Sequence[str]) -> list[Deed]:
    """Take the holder's confidential mark away (a source that is not public stays so)."""
    label = steps.DEED_PUBLIC
    return _edit(store, deed_keys, label, lambda e: replace(e, is_confidential=False))


def retitle(store: Store, deed_key: str, title: str) -> Deed:
    """Give a deed the holder's title; an empty one brings the source's back."""
    title = " ".join(clean(title).split())
    found = _get(store, [deed_key])[0]
    wanted = "" if title == found.recorded_title else title
    label = steps.DEED_RETITLED
    return _edit(store, [deed_key], label, lambda e: replace(e, title=wanted), name=title)[0]


def note(store: Store, deed_key: str, words: str) -> Deed:
    """Note something on a deed, for the holder only."""
    words = clean(words).strip()
    return _edit(store, [deed_key], steps.DEED_NOTED, lambda e: replace(e, note=words))[0]


def _edit(
    store: Store,
    deed_keys: Sequence[str],
    label: str,
    decide: Callable[[DeedEdit], DeedEdit],
    *,
    name: str = "",
) -> list[Deed]:
    found = _get(store, deed_keys)
    title = name or found[0].title
    if len(found) > 1:
        title = f"{title} (and {len(found) - 1} more)"
    with store.editing(label, title=title) as editor:
        for deed in found:
            before = editor.deeds.edit(deed.key) or DeedEdit(deed.key)
            after = decide(before)
            if after != before:
                editor.save_deed(after)
    return _get(store, [deed.key for deed in found])


def _get(store: Store, deed_keys: Sequence[str]) -> list[Deed]:
    """Return the deeds.

    Raises:
        NotFoundError: One of them is not in the record.
    """
    with store.reading() as reader:
        found = reader.deeds.by_keys(list(deed_keys))
    for key in deed_keys:
        if key not in found:
            raise NotFoundError(f"There is no work called {key} in your record.")
    if not found:
        raise NotFoundError("No work was named.")
    return [found[key] for key in dict.fromkeys(deed_keys)]
