"""Counts changes of strings by day, component and language, also across pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import (
    BadItemError,
    instant,
    line,
    number,
    optional_line,
    parse_items,
)
from portfolio.sync.provider import Ask, Record
from portfolio.sync.providers.weblate.parsing import Change, container_of, visibility_of


@dataclass(frozen=True, slots=True)
class Sum:
    """What was done on one day in one language of one component.

    Attributes:
        first / last: When it began and ended that day.
        strings: How often a string was changed, without suggestions.
    """

    place: str
    language: str
    first: datetime
    last: datetime
    strings: int = 0
    suggestions: int = 0

    def with_change(self, change: Change) -> Sum:
        """Return it with one more change."""
        return replace(
            self,
            first=min(self.first, change.at),
            last=max(self.last, change.at),
            strings=self.strings + (not change.is_suggestion),
            suggestions=self.suggestions + change.is_suggestion,
        )

    def record(self, ask: Ask) -> Record:
        """Return its record."""
        base, is_review = ask.access.instance, ask.kind is Kind.TRANSLATION_REVIEW
        day = self.first.date().isoformat()
        inside = f"{self.place}/{self.language}" if self.language else self.place
        metrics = {"reviews" if is_review else "translations": self.strings}
        return Record(
            native_id=f"{ask.access.native_id}:{day}:{inside}",
            kind=ask.kind,
            action=Action.REVIEWED if is_review else Action.TRANSLATED,
            title=self._title(is_review=is_review),
            occurred_at=self.first,
            updated_at=self.last,
            container=container_of(self.place, base),
            url=f"{base}/projects/{quote(inside)}/",
            visibility=visibility_of(ask),
            metrics={**metrics, **({"suggestions": self.suggestions} if self.suggestions else {})},
        )

    def _title(self, *, is_review: bool) -> str:
        what = "reviews" if is_review else "translations"
        counts = ((self.strings, what), (self.suggestions, "suggestions"))
        said = [f"{n} {word if n != 1 else word.removesuffix('s')}" for n, word in counts if n]
        language = f" ({self.language})" if self.language else ""
        return f"{' and '.join(said)} in {self.place}{language}"


class Tally:
    """Counts changes by day, component and language."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str, str], Sum] = {}
        self._last_day = ""

    def add(self, changes: Iterable[Change]) -> None:
        """Count changes, in the order they came."""
        for change in changes:
            self._last_day = change.at.date().isoformat()
            key = (self._last_day, change.place, change.language)
            found = self._sums.get(key)
            if found is None:
                found = Sum(change.place, change.language, change.at, change.at)
            self._sums[key] = found.with_change(change)

    def take(self, *, but_last: bool) -> list[Sum]:
        """Return the sums and forget them, but for the day counted last if that is wanted."""
        is_kept = {key: but_last and key[0] == self._last_day for key in self._sums}
        done = [each for key, each in self._sums.items() if not is_kept[key]]
        self._sums = {key: each for key, each in self._sums.items() if is_kept[key]}
        return done

    def as_json(self) -> list[list[Any]]:
        """Return what is held back, for a mark."""
        return [
            [s.place, s.language, s.first.isoformat(), s.last.isoformat(), s.strings, s.suggestions]
            for s in self._sums.values()
        ]

    @classmethod
    def of_json(cls, raw: object) -> Tally:
        """Return what a mark holds; what it cannot be is left out."""
        tally = cls()
        sums, _ = parse_items(raw if isinstance(raw, list) else (), _sum_of)
        for each in sums:
            tally._last_day = each.first.date().isoformat()
            tally._sums[tally._last_day, each.place, each.language] = each
        return tally


def _sum_of(raw: object) -> Sum:
    if not isinstance(raw, list) or len(raw) != 6:
        raise BadItemError("This is no sum.")
    named = dict(zip(("place", "language", "first", "last", "strings", "more"), raw, strict=True))
    return Sum(
        line(named, "place"),
        optional_line(named, "language"),
        instant(named, "first"),
        instant(named, "last"),
        number(named, "strings"),
        number(named, "more"),
    )
