"""What the walks share: what is known of the kind, what is missing, when a service repeats."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from portfolio.errors import AccountError
from portfolio.model.account import KindState
from portfolio.sync.coverage import is_of_access, merged, standing_codes, state_of
from portfolio.sync.marks import from_mark, to_mark
from portfolio.sync.provider import Access, Ask, KindInfo, Page, Record, SetAside
from portfolio.sync.repeats import Repeats
from portfolio.sync.restricted import Restricted, split_off

INTERRUPTED: Final = "interrupted"
STOPPED_EARLY: Final = "stopped-early"
_MOST_ASIDE: Final = 200


@dataclass(frozen=True, slots=True)
class Start:
    """What a walk begins with.

    Attributes:
        before: How far the kind was read; as the store has it.
        service_now: The service's own time; None when it does not say.
        now: That, or this computer's time: what `Ask.now` is, and never a mark.
    """

    info: KindInfo
    access: Access
    before: KindState
    now: datetime
    service_now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one page comes to.

    Attributes:
        state: How far the kind is read once the page is stored; stored with it.
        ends_leg: Nothing more is wanted of the pages being read; `Walk.next_ask` says what is.
        keeps_validators: Nothing is left above: an unchanged listing may be said to be so now.
            With the last page of a leg only.
        lists_all_since: The listing was given in full; what was last seen before then is gone.
    """

    state: KindState
    ends_leg: bool
    keeps_validators: bool = False
    lists_all_since: datetime | None = None


class Walk(ABC):
    """One kind of one account, read once from where it was left."""

    def __init__(self, start: Start) -> None:
        self.info = start.info
        self.before = start.before
        self._access = start.access
        self._start = start
        self._overlap = timedelta(seconds=start.info.overlap_s)
        self._kept: dict[str, Any] = dict(start.before.resume)
        self._missing = _texts(self._kept.get("missing"))
        self._aside = set(_texts(self._kept.get("aside")))
        self._has_heard = False
        self._repeats = Repeats()
        self._oldest = from_mark(self._kept.get("oldest"))
        self._has_some = self._oldest is not None
        self._restricted = Restricted.of_json(self._kept.get("restricted"))
        self._place: object = None

    @property
    def stamp(self) -> datetime | None:
        """When its items were last seen, for walks that tell what is gone; else None."""
        return None

    @abstractmethod
    def next_ask(self) -> Ask | None:
        """Return what to ask the provider for; None when the walk is done."""

    @abstractmethod
    def take(self, page: Page) -> Step:
        """Take the next page of what was asked."""

    def refused(self, error: AccountError) -> bool:
        """Change the plan after an error, if there is a way on; `next_ask` has it then."""
        del error
        return False

    def closing(self) -> Step | None:
        """Return what to store when the walk ended without a page, if there is anything."""
        return None

    def failing(self) -> Mapping[str, Any]:
        """Return what to remember after an error that ends the walk."""
        return self._kept

    def _ask(
        self, *, since: datetime | None = None, resume: Mapping[str, Any] | None = None
    ) -> Ask:
        self._repeats = Repeats()
        self._place = resume
        return Ask(self._access, self.info.kind, self._start.now, since=since, resume=resume)

    def _note(self, page: Page) -> None:
        """Keep in mind what a page lacks."""
        if not self._has_heard and not page.is_unchanged:
            # What one may see is said anew by each walk; what a period lacks stays lacking.
            self._has_heard = True
            self._missing = tuple(each for each in self._missing if not is_of_access(each))
        codes, restricted = split_off(page.missing)
        if restricted is not None:
            self._note_restricted(restricted)
        self._place = page.resume
        self._missing = merged(self._missing, codes)
        self._aside |= {_mark(each) for each in page.set_aside}
        self._aside = set(sorted(self._aside)[:_MOST_ASIDE])

    def _note_restricted(self, number: int) -> None:
        self._restricted.said_at(self._place, number)

    def _since(self, mark: datetime | None) -> datetime | None:
        return None if mark is None else mark - self._overlap

    def _capped(self, mark: datetime | None) -> datetime | None:
        """Return a mark that is not in the service's future: it would hide what comes."""
        if mark is None:
            return None
        now = self._start.service_now or self._start.now
        return min(mark, now).replace(microsecond=0)

    def _met(self, records: Iterable[Record]) -> None:
        """Keep the earliest instant at which the person acted."""
        for record in records:
            self._has_some = True
            if self._oldest is None or record.occurred_at < self._oldest:
                self._oldest = record.occurred_at.replace(microsecond=0)

    def _state(
        self,
        marks: KindState,
        resume: Mapping[str, Any],
        *,
        is_done: bool,
        notes: Iterable[str] = (),
    ) -> KindState:
        """Return the state to store: marks, what is missing, and how to go on.

        Args:
            marks: ``newest_at``, ``complete_from`` and ``is_whole`` of it count.
            resume: The walk's own values.
            is_done: The walk came to its end; otherwise it counts as cut short.
            notes: Codes that hold for this run only.
        """
        for_run = [*notes, *(() if is_done else (INTERRUPTED,))]
        aside = (f"set-aside:{len(self._aside)}",) if self._aside else ()
        standing = standing_codes(self.info, self._access)
        missing = (*standing, *self._missing, *self._restricted.codes, *aside, *for_run)
        self._kept = {
            **resume,
            **({"missing": list(self._missing)} if self._missing else {}),
            **({"aside": sorted(self._aside)} if self._aside else {}),
            **({"restricted": self._restricted.as_json()} if self._restricted.parts else {}),
            **({"oldest": to_mark(self._oldest)} if self._oldest else {}),
        }
        return replace(
            self.before,
            state=state_of(missing, has_some=self._has_some),
            newest_at=marks.newest_at,
            complete_from=marks.complete_from,
            is_whole=marks.is_whole,
            resume=self._kept,
            missing=tuple(dict.fromkeys(missing)),
            set_aside=len(self._aside),
            problem="",
        )


def _texts(raw: object) -> tuple[str, ...]:
    return tuple(str(each) for each in raw) if isinstance(raw, (list, tuple)) else ()


def _mark(aside: SetAside) -> str:
    """Name an item that was set aside, so that it counts once however often it is met."""
    text = f"{aside.why}\0{aside.excerpt}"
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
