"""Which ticked identity another one resembles, without comparing each with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.curate.address import handle, is_computer_name, local_part
from portfolio.curate.names import NameShape, alike, handles, is_nobody, is_short_for, shape
from portfolio.model.identity import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.curate.seen import SeenIdentity


class Likeness:
    """An index of the ticked identities' names and addresses.

    Args:
        ticked: Those ticked, the one to be named first first.
        names: Further names of the holder, from settings, under which nothing was seen.
    """

    def __init__(self, ticked: Sequence[SeenIdentity], names: Iterable[str] = ()) -> None:
        self._same: dict[str, str] = {}
        self._shown: list[str] = []
        self._shapes: dict[NameShape, int] = {}
        self._by_token: dict[str, set[NameShape]] = {}
        self._by_handle: dict[str, set[NameShape]] = {}
        self._single: dict[str, NameShape] = {}
        self._by_local: dict[str, int] = {}
        for row in ticked:
            place = self._add_name(row.name, row.names)
            if local := handle(row.address):
                self._by_local.setdefault(local, place)
        for name in names:
            self._add_name(name, (name,))

    def same(self, row: SeenIdentity) -> str:
        """Return the ticked name that ``row`` also carries, or ``""``."""
        found = (self._same.get(fold(name)) for name in row.names)
        return next(filter(None, found), "")

    def similar(self, row: SeenIdentity) -> str:
        """Return the ticked name that ``row``'s name or address resembles, or ``""``."""
        places = [self._by_local[local]] if (local := handle(row.address)) in self._by_local else []
        address = shape(local_part(row.address))
        shapes = [shape(name) for name in row.names if not is_nobody(name)]
        for one in (*shapes, address):
            places += [self._shapes[other] for other in self._near(one) if alike(one, other)]
        if is_computer_name(row.address):
            places += [place for one in shapes or [address] for place in self._short_for(one)]
        return self._shown[min(places)] if places else ""

    def _add_name(self, shown: str, names: Iterable[str]) -> int:
        place = len(self._shown)
        self._shown.append(shown)
        for name in names:
            if not is_nobody(name):
                self._same.setdefault(fold(name), shown)
                self._add_shape(shape(name), place)
        return place

    def _add_shape(self, one: NameShape, place: int) -> None:
        if not one.tokens or one in self._shapes:
            return
        self._shapes[one] = place
        for token in one.tokens:
            self._by_token.setdefault(token, set()).add(one)
        for made in (*handles(one), one.handle):
            self._by_handle.setdefault(made, set()).add(one)
        if len(one.tokens) == 1:
            self._single[one.handle] = one

    def _near(self, one: NameShape) -> set[NameShape]:
        """Return the ticked shapes that share a word or a handle with ``one``."""
        found = set(self._by_handle.get(one.handle, ()))
        if self._single:
            found |= {self._single[made] for made in handles(one) if made in self._single}
        for token in one.tokens:
            found |= self._by_token.get(token, set())
        return found

    def _short_for(self, one: NameShape) -> list[int]:
        """Return the places of ticked names that ``one`` may be the given name of."""
        near = self._near(one)
        return [self._shapes[other] for other in near if is_short_for(one, other, least=1)]
