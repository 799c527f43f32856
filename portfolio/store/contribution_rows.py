"""Rows of the contribution table, made from what readers hand over."""

from __future__ import annotations

import hashlib
from typing import Final

from portfolio.clock import to_text
from portfolio.model.contribution import NewContribution, Sizes
from portfolio.model.kinds import Kind
from portfolio.store import rows
from portfolio.store.text import clean

SIZES: Final = ("files", "lines_added", "lines_removed")
FACTS: Final = (
    *("deed_key", "identity_key", "occurred_at", "tz_offset_min", "state", "pattern", "url"),
    *("title", "people", "body", "kind", "metrics", "content_hash", "last_seen"),
)
COLUMNS: Final = ("source_pk", "native_id", "action", *FACTS, *SIZES, "first_seen")
_LARGEST: Final = (1 << 63) - 1


def size_values(sizes: Sizes) -> tuple[int | None, ...]:
    """Return sizes as SQLite can hold them."""
    # A size beyond what SQLite holds is nonsense from outside, but must not stop a reading.
    values = (sizes.files, sizes.lines_added, sizes.lines_removed)
    return tuple(None if each is None else min(each, _LARGEST) for each in values)


def row(source_pk: int, each: NewContribution, stamp: str) -> rows.NewRow:
    """Return the row of a contribution read at ``stamp``."""
    facts = {
        "native_id": clean(each.native_id),
        "action": str(each.action),
        "deed_key": clean(each.deed_key),
        "identity_key": clean(each.identity_key),
        "occurred_at": to_text(each.occurred_at),
        "tz_offset_min": each.tz_offset_min,
        "state": clean(each.state),
        "pattern": clean(each.pattern),
        "url": clean(each.url),
        "title": clean(each.title),
        "people": rows.people_text(each.people),
        "body": clean(each.body),
    }
    hashed = list(facts.values())
    metrics = rows.to_json(dict(each.metrics)) if each.metrics else "{}"
    # What git's contributions do not have is not in their hash, or the records of version 1 would
    # be taken for changed.
    if each.metrics or each.kind not in _GIT:
        hashed += [str(each.kind), metrics]
    digest = hashlib.blake2b("\0".join(map(str, hashed)).encode(), digest_size=8)
    sizes = dict(zip(SIZES, size_values(each.sizes), strict=True))
    return {
        "source_pk": source_pk,
        **facts,
        **sizes,
        "kind": str(each.kind),
        "metrics": metrics,
        "content_hash": digest.hexdigest(),
        "first_seen": stamp,
        "last_seen": stamp,
    }


_GIT: Final = frozenset({Kind.COMMIT, Kind.TAG})
