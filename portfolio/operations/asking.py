"""Judging with the network: what a verdict wants is asked, on a person's action only.

A judge is pure: it says which addresses would settle more, and judges again with their answers.
What lies at those addresses is chosen by whoever wrote the file, so only https on public hosts is
asked, without credentials, within limits, and never because a file was merely opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from portfolio.errors import AccountError
from portfolio.model.verdict import Answer

if TYPE_CHECKING:
    from portfolio.clock import Clock
    from portfolio.sync.transport import Transport

MOST_BYTES: Final = 4 * 1024 * 1024
"""Of one answer: a status list inflates from some 16 KB, a picture of a badge may be 1 MB."""
MOST_ROUNDS: Final = 4
"""An assertion names its badge, which names its issuer, which names its keys."""
MOST_ADDRESSES: Final = 70
"""Some 30 linked works, and what a handful of letters and badges want to know in turn."""
AT_ONCE: Final = 4

Ask = Callable[[str], Awaitable[Answer]]
"""Asks one address; never raises for what an address does."""


class Wanting(Protocol):
    """A verdict or a report: it says which addresses would settle more."""

    @property
    def wants(self) -> tuple[str, ...]:
        """Addresses."""
        ...


_Judged = TypeVar("_Judged", bound=Wanting)
Elsewhere = Callable[[Callable[[], _Judged]], Awaitable[_Judged]]
"""Runs work off the loop."""


def asker(transport: Transport, clock: Clock) -> Ask:
    """Return what asks public addresses. Belongs to the transport's loop."""

    async def ask(address: str) -> Answer:
        at = clock.now()
        try:
            reply = await transport.ask_public(address, max_bytes=MOST_BYTES)
        except AccountError as error:
            return Answer(address, at, problem=error.title)
        return Answer(
            address,
            at,
            reply.status,
            reply.headers.get("content-type", ""),
            reply.body,
        )

    return ask


async def judged_online(
    judge: Callable[[Mapping[str, Answer]], _Judged],
    ask: Ask,
    known: Mapping[str, Answer] | None = None,
    *,
    elsewhere: Elsewhere[_Judged] | None = None,
) -> tuple[_Judged, dict[str, Answer]]:
    """Return a verdict or report made with answers, and the answers.

    Args:
        judge: Judges with the answers there are.
        ask: Asks one address.
        known: Answers that need not be asked for again.
        elsewhere: Runs the judging, so that the loop goes on meanwhile; None: right here.
    """

    async def judged() -> _Judged:
        return judge(answers) if elsewhere is None else await elsewhere(partial(judge, answers))

    answers = dict(known or {})
    verdict = await judged()
    for _ in range(MOST_ROUNDS):
        wanted = [each for each in dict.fromkeys(verdict.wants) if each not in answers]
        wanted = wanted[: max(0, MOST_ADDRESSES - len(answers))]
        if not wanted:
            break
        answers.update(await _asked(wanted, ask))
        verdict = await judged()
    return verdict, answers


async def _asked(addresses: Iterable[str], ask: Ask) -> dict[str, Answer]:
    room = asyncio.Semaphore(AT_ONCE)

    async def one(address: str) -> Answer:
        async with room:
            return await ask(address)

    found = await asyncio.gather(*map(one, addresses))
    return {answer.url: answer for answer in found}
