"""A time that passes only when somebody waits, for whatever takes a `Timing`."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from portfolio.sync.transport import Timing
from tests.clocks import FixedClock


class PatientTime:
    """Waits at once and remembers how long it would have waited.

    Attributes:
        waits: Seconds of each wait so far.
        clock: Turned on by each wait.
    """

    def __init__(self, clock: FixedClock | None = None, *, chance: float = 1.0) -> None:
        self.clock = clock or FixedClock()
        self.waits: list[float] = []
        self._passed_s = 1000.0
        self._chance = chance

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass, and others run."""
        self.waits.append(seconds)
        self._passed_s += seconds
        self.clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    @property
    def timing(self) -> Timing:
        """What is handed in."""
        return Timing(self.clock, self.sleep, lambda: self._passed_s, lambda: self._chance)
