"""What documents may say about the holder."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.errors import UsageError
from portfolio.model import steps
from portfolio.model.person import Holder
from portfolio.model.text import clean

if TYPE_CHECKING:
    from portfolio.store.store import Store

CHANGEABLE = frozenset({"name", "headline", "place", "email", "phone", "links", "summary"})


def change(store: Store, holder: Holder) -> Holder:
    """Store the holder's particulars as given."""
    cleaned = Holder(
        name=clean(holder.name).strip(),
        headline=clean(holder.headline).strip(),
        place=clean(holder.place).strip(),
        email=clean(holder.email).strip(),
        phone=clean(holder.phone).strip(),
        links=tuple(link for each in holder.links if (link := clean(each).strip())),
        summary=clean(holder.summary).strip(),
    )
    with store.editing(steps.HOLDER_CHANGED) as editor:
        if editor.holder() != cleaned:
            editor.save_holder(cleaned)
    return cleaned


def set_fields(store: Store, **fields: object) -> Holder:
    """Change some of the holder's particulars.

    Raises:
        UsageError: A field is unknown.
    """
    unknown = set(fields) - CHANGEABLE
    if unknown:
        raise UsageError(f"There is no field called {', '.join(sorted(unknown))}.")
    with store.reading() as reader:
        now = reader.holder()
    return change(store, replace(now, **fields))  # type: ignore[arg-type]  # checked above


def take_suggested_name(store: Store) -> str:
    """Take the suggested name while the holder has said none; return it, or "" for no change."""
    with store.reading() as reader:
        if reader.holder().name:
            return ""
    name = suggest_name(store)
    if name:
        set_fields(store, name=name)
    return name


def suggest_name(store: Store) -> str:
    """Return the name to print: that of the git settings, else the one used most, or ``""``."""
    with store.reading() as reader:
        mine = reader.identities.confirmed_keys()
        spellings = [each for each in reader.identities.spellings() if each.key in mine]
        hinted = [each.name for each in reader.identities.hints()]
    counts: Counter[str] = Counter()
    for each in spellings:
        counts[each.name.strip()] += sum(each.parts.values())
    whole = [name for name in counts if " " in name] or list(counts)
    if not whole:
        return ""
    return max(whole, key=lambda name: (name in hinted, counts[name], name))
