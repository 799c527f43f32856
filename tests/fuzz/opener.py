"""What an opener is: takes any bytes, and returns or raises one of its expected errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Opener:
    """One opener.

    Attributes:
        open: Takes any bytes; raises nothing but what is expected of it.
        seeds: Whole files to damage.
        dressed: Puts damaged bytes into a file of this kind.
        share: Of the rounds the quickest openers get, for those that take longer.
    """

    open: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    dressed: Callable[[bytes], bytes] = bytes
    share: float = 1.0
