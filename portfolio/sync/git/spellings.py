"""Count under which names people appear, and in which parts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from portfolio.model.codes import IdentityKind
from portfolio.model.identity import Spelling, git_identity_key, is_bot, is_placeholder
from portfolio.sync.git.dates import instant
from portfolio.sync.git.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_NEVER_S = 1 << 62
_MOST_CHARS = 1000  # of a name: longer ones are made to do harm


class SpellingCount(StrEnum):
    """What the counts of a batch of spellings are (see `merged_spellings`)."""

    TOTALS = "totals"  # of the whole source: they replace what is known
    ADDED = "added"  # since the last reading: they are added, and may be negative
    AT_LEAST = "at-least"  # the reading was cut short: nothing known may shrink


@dataclass(slots=True)
class Tally:
    """How often one exact spelling has one part, and from when to when.

    ``first_s`` and ``last_s`` are of believable dates; with none ``last_s`` is before ``first_s``.
    """

    name: str
    address: str
    key: str
    is_mine: bool
    is_forge: bool
    count: int = 0
    first_s: int = _NEVER_S
    last_s: int = -1


@dataclass(slots=True)
class Tallies:
    """Tallies by part and raw bytes; ``mine`` holds identity keys."""

    mine: frozenset[str]
    by_part: dict[str, dict[bytes, Tally]] = field(default_factory=dict)

    def part(self, part: str) -> dict[bytes, Tally]:
        """Return the tallies of one part, to be looked up by ``name LF address``."""
        return self.by_part.setdefault(part, {})

    def new(self, part: str, person: bytes) -> Tally:
        """Make the tally of somebody met for the first time in this part."""
        raw_name, _, raw_address = person.partition(b"\n")
        name = one_line(raw_name)[:_MOST_CHARS]
        address = one_line(raw_address)[:_MOST_CHARS]
        key = git_identity_key(name, address)
        tally = Tally(
            name,
            address,
            key,
            is_mine=key in self.mine,
            is_forge=is_placeholder(address) and is_bot(name, address),
        )
        self.part(part)[person] = tally
        return tally

    def period(self) -> tuple[int | None, int | None]:
        """Return the first and last believable second of authors and committers."""
        people = [*self.part("author").values(), *self.part("committer").values()]
        dated = [tally for tally in people if tally.first_s <= tally.last_s]
        first_s = min((tally.first_s for tally in dated), default=None)
        return first_s, max((tally.last_s for tally in dated), default=None)

    def spellings(self, source_id: str, *, otherwise: datetime) -> tuple[Spelling, ...]:
        """Return one row per exact name and address, most frequent first.

        ``otherwise`` is taken for somebody whose dates are all unbelievable.
        """
        same: dict[tuple[str, str], list[tuple[str, Tally]]] = {}
        for part, tallies in self.by_part.items():
            for tally in tallies.values():
                if tally.count:
                    same.setdefault((tally.name, tally.address), []).append((part, tally))
        rows = [_spelling(source_id, tallied, otherwise) for tallied in same.values()]
        return tuple(sorted(rows, key=lambda row: (-sum(row.parts.values()), row.key, row.name)))


def _spelling(source_id: str, tallied: list[tuple[str, Tally]], otherwise: datetime) -> Spelling:
    parts: dict[str, int] = {}
    for part, tally in tallied:
        parts[part] = parts.get(part, 0) + tally.count
    dated = [tally for _, tally in tallied if tally.first_s <= tally.last_s]
    one = tallied[0][1]
    return Spelling(
        source_id=source_id,
        key=one.key,
        kind=IdentityKind.GIT_EMAIL,
        instance="",
        name=one.name,
        address=one.address,
        first_at=instant(min(one.first_s for one in dated)) if dated else otherwise,
        last_at=instant(max(one.last_s for one in dated)) if dated else otherwise,
        parts=parts,
    )


def merged_spellings(
    known: Iterable[Spelling], read: Iterable[Spelling], counted: SpellingCount
) -> list[Spelling]:
    """Return what to store for a source, from the stored spellings and those of a reading.

    Somebody whose counts come down to nothing is left out.
    """
    if counted is SpellingCount.TOTALS:
        return list(read)
    rows = {(row.key, row.name, row.address): row for row in known}
    for row in read:
        at = (row.key, row.name, row.address)
        old = rows.get(at)
        rows[at] = _merged(old or replace(row, parts={}), row, counted)
    return [row for row in rows.values() if row.parts]


def _merged(old: Spelling, new: Spelling, counted: SpellingCount) -> Spelling:
    parts = dict(old.parts)
    for part, count in new.parts.items():
        if counted is SpellingCount.ADDED:
            parts[part] = parts.get(part, 0) + count
        else:
            parts[part] = max(parts.get(part, 0), count)
    return replace(
        new,
        first_at=min(old.first_at, new.first_at),
        last_at=max(old.last_at, new.last_at),
        parts={part: count for part, count in parts.items() if count > 0},
    )
