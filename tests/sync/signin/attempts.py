"""What sign-in tests share: a service's addresses, an attempt over real sockets, its steps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portfolio.sync.signin.endpoints import endpoints_for
from portfolio.sync.signin.shapes import Attempt, Client, SignInEndpoints, SignInStep
from portfolio.sync.transport import Timing, Transport
from tests.sync.loopback import Answer, LoopbackServer, as_json
from tests.sync.timing import PatientTime

T = TypeVar("T")
CLIENT = Client("client-1")
CANARY = "canary-Tr7aQ9"
GOOD = {"access_token": CANARY, "token_type": "bearer", "scope": "read:user,gist"}


def refusal(error: str, status: int = 400, /, **more: Any) -> Answer:
    """Return an OAuth error."""
    return as_json({"error": error, **more}, status)


def endpoints(server: LoopbackServer, provider: str = "gitlab", *scopes: str) -> SignInEndpoints:
    """Return where the server signs in."""
    found = endpoints_for(provider, server.base, scopes)
    assert found is not None
    return found


async def inline(work: Callable[[], T], /) -> T:
    """Run blocking work at once."""
    return work()


@dataclass
class Tried:
    """One attempt's surroundings.

    Attributes:
        steps: What was reported.
    """

    time: PatientTime = field(default_factory=PatientTime)
    steps: list[SignInStep] = field(default_factory=list)
    reported: asyncio.Event = field(default_factory=asyncio.Event)

    def report(self, step: SignInStep) -> None:
        self.steps.append(step)
        self.reported.set()

    async def first_step(self, task: asyncio.Task[Any]) -> SignInStep:
        """Return the first step; when the attempt ends before it, how it ended."""
        waiting = asyncio.create_task(self.reported.wait())
        await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not self.steps:
            await task
        return self.steps[0]

    def attempt(self, transport: Transport, *, waits_really: bool = False) -> Attempt:
        """Return an attempt; its waits take no time unless said."""
        timing = self.time.timing
        if waits_really:
            timing = Timing(timing.clock, asyncio.sleep, timing.monotonic, timing.chance)
        return Attempt(transport.exchange, timing, self.report)
