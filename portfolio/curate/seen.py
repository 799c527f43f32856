"""Spellings gathered into identities: one row per key, whatever it was written like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from portfolio.model.codes import IdentityKind
    from portfolio.model.identity import Spelling


@dataclass(frozen=True, slots=True)
class SeenIdentity:
    """One identity as the sources show it.

    Attributes:
        names: Every exact way the name is written, the one used most recently first.
        name: The first of them that is not empty, else ``""``.
        address: The one used most recently.
        sources: Labels of where it was seen, most recent first.
        total: How many entries carry it.
    """

    key: str
    kind: IdentityKind
    instance: str
    name: str
    address: str
    names: tuple[str, ...]
    sources: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    total: int


@dataclass(slots=True)
class _Gathering:
    """What is known of one key while its spellings are read."""

    spelling: Spelling
    first_at: datetime
    last_at: datetime
    total: int = 0
    names: dict[str, datetime] = field(default_factory=dict)
    addresses: dict[str, datetime] = field(default_factory=dict)
    sources: dict[str, datetime] = field(default_factory=dict)

    def add(self, spelling: Spelling, label: str) -> None:
        at = spelling.last_at
        self.first_at = min(self.first_at, spelling.first_at)
        self.last_at = max(self.last_at, at)
        self.total += sum(spelling.parts.values())
        for dates, text in (
            (self.names, spelling.name),
            (self.addresses, spelling.address),
            (self.sources, label),
        ):
            dates[text] = max(at, dates.get(text, at))

    def seen(self) -> SeenIdentity:
        names = _latest_first(self.names)
        return SeenIdentity(
            key=self.spelling.key,
            kind=self.spelling.kind,
            instance=self.spelling.instance,
            name=next(filter(None, names), ""),
            address=_latest_first(self.addresses)[0],
            names=names,
            sources=_latest_first(self.sources),
            first_at=self.first_at,
            last_at=self.last_at,
            total=self.total,
        )


def collect(spellings: Iterable[Spelling], labels: Mapping[str, str]) -> list[SeenIdentity]:
    """Return one row per identity key, in the order of the keys.

    Args:
        spellings: In any order.
        labels: Label of each source by its id; the id stands in for a missing one.
    """
    gathered: dict[str, _Gathering] = {}
    for spelling in spellings:
        one = gathered.get(spelling.key)
        if one is None:
            one = _Gathering(spelling, spelling.first_at, spelling.last_at)
            gathered[spelling.key] = one
        one.add(spelling, labels.get(spelling.source_id, spelling.source_id))
    return [gathered[key].seen() for key in sorted(gathered)]


def _latest_first(dates: Mapping[str, datetime]) -> tuple[str, ...]:
    if len(dates) == 1:
        return tuple(dates)
    return tuple(sorted(dates, key=lambda text: (-dates[text].timestamp(), text)))
