"""What a verdict wants is asked in rounds, within limits, and what fails is an answer too."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from portfolio.model.codes import TrustClass
from portfolio.model.verdict import Answer, Saying, Verdict, VerdictState
from portfolio.operations.asking import MOST_ADDRESSES, MOST_ROUNDS, asker, judged_online
from portfolio.sync.transport import Transport, system_timing
from tests.clocks import FixedClock

AT = datetime(2026, 11, 22, tzinfo=UTC)


def verdict(*wants: str) -> Verdict:
    return Verdict(
        VerdictState.CANNOT_CHECK, TrustClass.SELF_REPORTED, Saying("x"), (), AT, wants=wants
    )


class Asked:
    """Answers everything and remembers what it was asked, and how many at once."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.now = self.most = 0

    async def __call__(self, address: str) -> Answer:
        self.addresses.append(address)
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        return Answer(address, AT, 200)


def test_each_answer_may_lead_to_another() -> None:
    chain = {"https://a.example": "https://b.example", "https://b.example": "https://c.example"}

    def judge(answers: Mapping[str, Answer]) -> Verdict:
        found = [chain[url] for url in answers if url in chain]
        return verdict("https://a.example", *found)

    ask = Asked()
    _, answers = asyncio.run(judged_online(judge, ask))
    assert ask.addresses == ["https://a.example", "https://b.example", "https://c.example"]
    assert list(answers) == ask.addresses


def test_what_is_known_is_not_asked_again() -> None:
    ask = Asked()
    known = {"https://a.example": Answer("https://a.example", AT, 404)}
    asyncio.run(
        judged_online(lambda _: verdict("https://a.example", "https://b.example"), ask, known)
    )
    assert ask.addresses == ["https://b.example"]


def test_an_endless_chain_ends() -> None:
    ask = Asked()
    asyncio.run(judged_online(lambda answers: verdict(f"https://{len(answers)}.example"), ask))
    assert len(ask.addresses) == MOST_ROUNDS


def test_a_file_cannot_have_thousands_of_addresses_asked() -> None:
    ask = Asked()
    wants = [f"https://{n}.example" for n in range(5000)]
    asyncio.run(judged_online(lambda _: verdict(*wants), ask))
    assert len(ask.addresses) == MOST_ADDRESSES
    assert ask.most <= 4


def test_addresses_inside_the_own_network_are_never_asked(clock: FixedClock) -> None:
    async def act() -> list[Answer]:
        transport = Transport(system_timing(clock))
        try:
            ask = asker(transport, clock)
            return [
                await ask(address)
                for address in (
                    "https://127.0.0.1/keys",
                    "http://example.org/keys",
                    "file:///etc/passwd",
                    "https://localhost/x",
                    "not an address",
                )
            ]
        finally:
            await transport.close()

    answers = asyncio.run(act())
    assert [answer.status for answer in answers] == [0] * 5
    assert all(answer.problem for answer in answers)
