"""Counts that may be written: the record's tallies without what is hidden, redacted or not public.

A deed that is redacted is taken out of the tally that holds it, so neither a count nor a period
knows of it any more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOutKind
from portfolio.export.gate.visibility import Standing

if TYPE_CHECKING:
    from collections.abc import Collection

    from portfolio.export.chosen import Chosen
    from portfolio.export.gate.pen import Ledger
    from portfolio.export.gate.visibility import Visibility
    from portfolio.model.deed import Deed
    from portfolio.model.edition import Edition
    from portfolio.model.tally import MonthTally

_Place = tuple[str, str, tuple[str, ...], int, int]


class Countable:
    """Sorts the tallies of one document by what may be said of them."""

    def __init__(self, edition: Edition, chosen: Chosen, visibility: Visibility) -> None:
        self._edition = edition
        self._chosen = chosen
        self._visibility = visibility
        self._named: dict[tuple[str, tuple[str, ...]], Standing] = {}

    def tallies(self, standing: Standing) -> list[MonthTally]:
        """Return the counts that may be written with this standing, redacted deeds taken out."""
        taken = self._redacted_places()
        found: list[MonthTally] = []
        for tally in self._chosen.tallies:
            if self._standing(tally) is not standing:
                continue
            left = tally.count - taken.pop(_place(tally), 0)
            if left > 0:
                found.append(tally if left == tally.count else replace(tally, count=left))
        return found

    def note_kept_back(self, ledger: Ledger, project_keys: Collection[str]) -> None:
        """Note for the holder how many deeds are kept back.

        Args:
            ledger: Where it is noted.
            project_keys: Only of these projects; empty means of all.
        """
        for tally in self._chosen.tallies:
            if self._standing(tally) is Standing.SHOWN:
                continue
            if project_keys and tally.project_key not in project_keys:
                continue
            kind, words, key = self._reason(tally)
            ledger.add(kind, words, key, count=tally.count)

    def _reason(self, tally: MonthTally) -> tuple[LeftOutKind, str, str]:
        """Return why a tally is kept back, what to call it, and its key."""
        project = self._visibility.projects.get(tally.project_key)
        name = project.name if project else ""
        if project is not None and project.is_hidden:
            return LeftOutKind.HIDDEN_PROJECT, name, tally.project_key
        if tally.is_hidden:
            return LeftOutKind.HIDDEN_DEED, name, tally.project_key
        if tally.is_confidential:
            return LeftOutKind.CONFIDENTIAL_DEED, name, tally.project_key
        sources, order = self._visibility.sources, self._visibility.order
        first = min(tally.source_ids, key=lambda id_: order.get(id_, 0), default="")
        label = sources[first].label if first in sources else name
        counted = self._standing(tally) is Standing.COUNTED
        kind = LeftOutKind.COUNTED_ONLY if counted else LeftOutKind.SOURCE_NOT_PUBLIC
        return kind, label, first

    def _standing(self, tally: MonthTally) -> Standing:
        if tally.is_hidden or tally.is_confidential:
            return Standing.OUT
        named = (tally.project_key, tally.source_ids)  # thousands of tallies share few of these
        if named not in self._named:
            self._named[named] = self._standing_of(*named)
        return self._named[named]

    def _standing_of(self, project_key: str, source_ids: tuple[str, ...]) -> Standing:
        project = self._visibility.projects.get(project_key)
        if project is not None and project.is_hidden:
            return Standing.OUT
        standing = self._visibility.of_work(project_key, source_ids)
        if project is not None and project.is_confidential:
            return min(standing, Standing.COUNTED)
        return standing

    def _redacted_places(self) -> dict[_Place, int]:
        """Count the redacted deeds by the tally that holds them."""
        places: dict[_Place, int] = {}
        for key in frozenset(self._edition.redacted_deed_keys):
            deed = self._chosen.deeds.get(key)
            if deed is None or deed.is_hidden or deed.is_confidential:
                continue
            ids = {said.source_id for said in self._chosen.contributions.get(key, ())}
            place = (deed.project_key, str(deed.action), tuple(sorted(ids)), *self._month(deed))
            places[place] = places.get(place, 0) + 1
        return places

    def _month(self, deed: Deed) -> tuple[int, int]:
        """Return the month a deed is counted under, as far as its date is known."""
        at, known = deed.occurred_at, self._visibility.date_known(deed)
        return {"": (0, 0), "year": (at.year, 0)}.get(known, (at.year, at.month))


def _place(tally: MonthTally) -> _Place:
    ids = tuple(sorted(tally.source_ids))
    return (tally.project_key, str(tally.action), ids, tally.year, tally.month)
