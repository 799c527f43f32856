"""Sends single requests through the real transport, for its tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portfolio.model.account import Way
from portfolio.secret import Secret
from portfolio.sync.provider import About, Access, BaseProvider, Reply, Request
from portfolio.sync.transport import AccountCall, Transport, fixed
from tests.sync.timing import PatientTime

TOKEN = "call-Xk29-secret-value"
Result = TypeVar("Result")


class Plain(BaseProvider):
    """A provider that adds nothing."""

    about = About(id="plain", name="Plain", instances=(), kinds=(), ways=())


@dataclass
class Caller:
    """One account at a server, and what its waits came to."""

    base: str
    provider: Any = field(default_factory=Plain)
    way: Way = Way.TOKEN
    time: PatientTime = field(default_factory=PatientTime)
    transport: dict[str, Any] = field(default_factory=dict)
    call: dict[str, Any] = field(default_factory=dict)

    def act(self, act: Callable[[AccountCall], Awaitable[Result]]) -> Result:
        """Run something with a call."""

        async def run() -> Result:
            secret = None if self.way is Way.NAME else fixed(Secret(TOKEN))
            async with Transport(self.time.timing, **self.transport) as transport:
                access = Access(self.base, "ada", self.way)
                options = {"secret": secret, **self.call}
                async with transport.call(self.provider, access, **options) as call:
                    return await act(call)

        return asyncio.run(run())

    def ask(self, request: Request | str = "/x") -> Reply:
        """Send one request."""
        asked = Request(request) if isinstance(request, str) else request
        return self.act(lambda call: call(asked))
