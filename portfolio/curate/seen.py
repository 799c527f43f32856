"""Spellings gathered into identities: one row per key, whatever it was written like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
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


def collect(spellings: Iterable[Spelling], labels: Mapping[str, str]) -> list[SeenIdentity]:
    """Return one row per identity key, in the order of the keys.

    Args:
        spellings: In any order.
        labels: Label of each source by its id; the id stands in for a missing one.
    """
    gathered: dict[str, list[Spelling]] = {}
    for spelling in spellings:
        gathered.setdefault(spelling.key, []).append(spelling)
    return [_seen(gathered[key], labels) for key in sorted(gathered)]


def _seen(found: Sequence[Spelling], labels: Mapping[str, str]) -> SeenIdentity:
    one = found[0]
    names = _latest_first(found, lambda spelling: spelling.name)
    return SeenIdentity(
        key=one.key,
        kind=one.kind,
        instance=one.instance,
        name=next(filter(None, names), ""),
        address=_latest_first(found, lambda spelling: spelling.address)[0],
        names=names,
        sources=_latest_first(
            found, lambda spelling: labels.get(spelling.source_id, spelling.source_id)
        ),
        first_at=min(spelling.first_at for spelling in found),
        last_at=max(spelling.last_at for spelling in found),
        total=sum(_entries(spelling) for spelling in found),
    )


def _entries(spelling: Spelling) -> int:
    """Return how many entries a spelling stands in; author and committer of one are one."""
    others = sum(n for part, n in spelling.parts.items() if part not in {"author", "committer"})
    parts = spelling.parts
    return others + max(parts.get("author", 0), parts.get("committer", 0))


def _latest_first(found: Sequence[Spelling], text_of: Callable[[Spelling], str]) -> tuple[str, ...]:
    """Return the texts of the spellings, each once, the one seen latest first."""
    if len(found) == 1:
        return (text_of(found[0]),)
    latest: dict[str, datetime] = {}
    for spelling in found:
        text = text_of(spelling)
        latest[text] = max(spelling.last_at, latest.get(text, spelling.last_at))
    return tuple(sorted(latest, key=lambda text: (-latest[text].timestamp(), text)))
