"""How much a service counts and does not show, summed over the parts of a kind it was said of.

Services say it page by page or period by period (``restricted:N``). A part that is read again
replaces what was said of it, or a reading that was cut would count it twice; parts of a listing by
periods that overlap are joined, and the greater number stands for both: what lies in the overlap is
not known, and claiming too much would be worse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from portfolio.clock import to_text
from portfolio.sync.marks import from_mark
from portfolio.sync.provider import Window

NAME: Final = "restricted"
_MOST_PARTS: Final = 500


def split_off(codes: Iterable[str]) -> tuple[tuple[str, ...], int | None]:
    """Return codes without ``restricted:N``, and the number; None when it was not said."""
    others, said = [], None
    for code in codes:
        name, _colon, detail = code.partition(":")
        if name == NAME and detail.isascii() and detail.isdigit():
            said = max(said or 0, int(detail))
        else:
            others.append(code)
    return tuple(others), said


@dataclass(slots=True)
class Restricted:
    """Numbers by part: a period as ``from/to``, or the place of a page in its listing."""

    parts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of_json(cls, raw: object) -> Restricted:
        """Return what `as_json` wrote; nothing for anything else."""
        pairs = raw.items() if isinstance(raw, dict) else ()
        return cls({str(key): n for key, n in pairs if isinstance(n, int) and n > 0})

    def as_json(self) -> dict[str, int]:
        """Return the numbers as JSON values."""
        return dict(self.parts)

    @property
    def codes(self) -> tuple[str, ...]:
        """The code with the sum; none when nothing is held back."""
        total = sum(self.parts.values())
        return (f"{NAME}:{total}",) if total else ()

    def said_at(self, place: Any, number: int) -> None:
        """Note what a page said, by its place in the listing (JSON values)."""
        text = json.dumps(place, sort_keys=True, default=str)
        key = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
        self._put(key, number)

    def said_of(self, window: Window, number: int) -> None:
        """Note what was said of a period."""
        start, end = window.start, window.end
        for key in list(self.parts):
            first, _slash, last = key.partition("/")
            begin, stop = from_mark(first), from_mark(last)
            if begin is None or stop is None or not (begin < end and start < stop):
                continue
            known = self.parts.pop(key)
            if not (start <= begin and stop <= end):  # read again in full: the new number counts
                start, end, number = min(start, begin), max(end, stop), max(number, known)
        self._put(f"{to_text(start)}/{to_text(end)}", number)

    def _put(self, key: str, number: int) -> None:
        self.parts.pop(key, None)
        if number > 0 and len(self.parts) < _MOST_PARTS:
            self.parts[key] = number
