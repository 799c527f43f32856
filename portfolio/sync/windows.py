"""Periods of listings that are capped or too heavy: halved until the service gives them whole.

::

    a year --too much--> two halves --too much--> ... --> an hour --too much--> part of it, said so

Every instant of a period that is split lies in exactly one of its parts. Instants are whole
seconds, which is what services take in a query.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from portfolio.clock import to_text
from portfolio.sync.marks import from_mark, to_mark
from portfolio.sync.provider import Window

SMALLEST: Final = timedelta(hours=1)
"""A period this short is not split any more: what the service gives of it is taken."""


def halves(window: Window, smallest: timedelta = SMALLEST) -> tuple[Window, Window] | None:
    """Return a period's halves, the newer first; None when it is as small as it gets."""
    length = window.end - window.start
    if length <= smallest:
        return None
    middle = (window.start + length / 2).replace(microsecond=0)
    if not window.start < middle < window.end:
        return None
    return Window(middle, window.end), Window(window.start, middle)


def clipped(windows: Iterable[Window], since: datetime | None) -> list[Window]:
    """Return what of periods is not before ``since``, newest first, none of them empty.

    Periods that overlap are cut, so that nothing is asked for twice.
    """
    found: list[Window] = []
    ordered = sorted(windows, key=lambda each: (each.end, each.start), reverse=True)
    for window in ordered:
        end = min(window.end, found[-1].start) if found else window.end
        start = max(window.start, since) if since is not None else window.start
        if start < end:
            found.append(Window(start, end))
    return found


@dataclass(frozen=True, slots=True)
class Period:
    """A period still to be read.

    Attributes:
        is_fresh: It is above what was known complete; the newest mark waits for it.
        page: `Page.resume` of its last stored page.
        tries: How often it was begun again from its start without getting further.
        takes_part: It cannot be made smaller and is taken as far as the service gives it.
    """

    window: Window
    is_fresh: bool = False
    page: dict[str, Any] | None = None
    tries: int = 0
    takes_part: bool = False

    def split(self) -> tuple[Period, ...]:
        """Return what to read instead when it holds too much: halves, or itself in part."""
        parts = halves(self.window)
        if parts is None:
            return (replace(self, page=None, tries=0, takes_part=True),)
        return tuple(Period(each, self.is_fresh) for each in parts)

    @property
    def capped_code(self) -> str:
        """The code that says that this period was not given whole."""
        return f"capped:{to_text(self.window.start)}/{to_text(self.window.end)}"

    def as_json(self) -> dict[str, Any]:
        """Return the period as JSON values."""
        return {
            "from": to_mark(self.window.start),
            "to": to_mark(self.window.end),
            "fresh": self.is_fresh,
            "page": self.page,
            "tries": self.tries,
            "part": self.takes_part,
        }

    @classmethod
    def of_json(cls, raw: object) -> Period | None:
        """Return what `as_json` wrote; None for anything else."""
        if not isinstance(raw, dict):
            return None
        start, end = from_mark(raw.get("from")), from_mark(raw.get("to"))
        if start is None or end is None or start >= end:
            return None
        page, tries = raw.get("page"), raw.get("tries")
        return cls(
            Window(start, end),
            raw.get("fresh") is True,
            page if isinstance(page, dict) else None,
            tries if isinstance(tries, int) else 0,
            raw.get("part") is True,
        )
