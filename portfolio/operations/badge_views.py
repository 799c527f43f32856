"""Every badge of the record with what can be believed of it now, part by part.

A signature of Open Badges 3.0 takes some 15 ms to check, so a thousand badges take a quarter of a
minute. They come in parts, in the order they are shown in; and a badge is judged again only when
something its verdict rests on has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portfolio.model.attestation import Direction
from portfolio.model.badge import BadgeFormat
from portfolio.operations import brought_badges
from portfolio.operations.badges import endorsements_of, view_of_brought, view_of_kept
from portfolio.operations.onlooking import view_of
from portfolio.store.attested import BADGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.attest.onlooker import Onlooker
    from portfolio.clock import Clock
    from portfolio.model.badge import Badge
    from portfolio.model.verdict import Answer
    from portfolio.operations.badges import BadgeView
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

_PART: Final = 6  # some 90 ms: between parts it can be given up


@dataclass(frozen=True, slots=True)
class _Rests:
    """What a badge's verdict rests on, besides what the holder knows and the hour."""

    badge: Badge
    answers: Mapping[str, Answer]
    good_at: datetime | None
    spoken: tuple[bytes, ...]


class BadgeViews:
    """Views of badges, kept as long as nothing they rest on changes. For one thread at a time."""

    def __init__(self) -> None:
        self._hour: datetime | None = None
        self._base: Onlooker | None = None
        self._spoken: tuple[BadgeFile, ...] = ()
        self._kept: dict[str, tuple[_Rests, BadgeView]] = {}

    def parts(
        self, store: Store, clock: Clock, direction: Direction = Direction.RECEIVED
    ) -> Iterator[list[BadgeView]]:
        """Yield badges a part at a time, the latest issued first.

        Those that accounts list stand among those received. Not on the UI thread.
        """
        with store.reading() as reader:
            kept = reader.badges.all(direction=direction)
            known = {each.id for each in reader.badges.all()}
            brought = brought_badges.all_of(reader) if direction is Direction.RECEIVED else []
            self._spoken = endorsements_of(reader)
        listed = {each.badge.id: each for each in reversed(brought) if each.badge.id not in known}
        order = sorted((*kept, *(each.badge for each in listed.values())), key=_order)
        for start in range(0, len(order), _PART):
            with store.reading() as reader:
                self._forget_if_changed(reader, clock)
                yield [
                    view
                    for each in order[start : start + _PART]
                    for view in self._view(reader, clock, each.id, listed.get(each.id))
                ]

    def _forget_if_changed(self, reader: Reader, clock: Clock) -> None:
        """Forget all when the holder knows more or less, or an hour has passed."""
        base, hour = view_of(reader), clock.now().replace(minute=0, second=0, microsecond=0)
        if (base, hour) != (self._base, self._hour):
            self._base, self._hour = base, hour
            self._kept.clear()

    def _view(
        self, reader: Reader, clock: Clock, badge_id: str, brought: brought_badges.Brought | None
    ) -> list[BadgeView]:
        """Return the badge's view; nothing when it was removed meanwhile."""
        badge = brought.badge if brought is not None else reader.badges.get(badge_id)
        if badge is None or self._base is None:
            return []
        answers = reader.checks.answers(BADGE, badge_id)
        spoken = tuple(each.document for each in self._spoken)
        rests = _Rests(badge, answers, reader.checks.last_good(BADGE, badge_id), spoken)
        found = self._kept.get(badge_id)
        if found is not None and found[0] == rests and badge.format is not BadgeFormat.PLATFORM:
            return [found[1]]
        if brought is not None:
            view = view_of_brought(reader, clock, brought, self._base)
        else:
            view = view_of_kept(reader, clock, badge, self._base, self._spoken)
        self._kept[badge_id] = (rests, view)
        return [view]


def all_views(
    store: Store, clock: Clock, *, direction: Direction = Direction.RECEIVED
) -> list[BadgeView]:
    """Return every badge with what can be believed of it now, the latest issued first.

    Verifies each: not on the UI thread.
    """
    return [each for part in BadgeViews().parts(store, clock, direction) for each in part]


def _order(badge: Badge) -> tuple[float, str]:
    at = badge.issued_at or badge.received_at
    return (-at.timestamp() if at is not None else 0.0, badge.name)
