"""Several accounts at once: who shares slots and pauses with whom, and nothing in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio import log
from portfolio.errors import ForeignAddressError, OfflineError, ServiceError, ThrottledError
from portfolio.model.account import Way
from portfolio.secret import Secret
from portfolio.sync.provider import Access, Reply, Request
from portfolio.sync.transport import AccountCall, Transport, fixed
from portfolio.sync.transport.governor import HostGate, Lane
from tests.sync.calling import TOKEN, Caller, Plain
from tests.sync.loopback import Answer, Asked, FromFunction, LoopbackServer, Script, as_json, faults
from tests.sync.timing import PatientTime

GOOD = Script([as_json({"ok": True})])


class Counting:
    """A gate that remembers how many were inside at once."""

    def __init__(self) -> None:
        self.inside = self.most = 0

    async def pass_through(self, gate: HostGate) -> None:
        async with gate.slot():
            self.inside += 1
            self.most = max(self.most, self.inside)
            for _ in range(3):
                await asyncio.sleep(0)
            self.inside -= 1


@pytest.mark.parametrize("slots", [1, 2, 5])
def test_no_more_than_so_many_at_once(slots: int) -> None:
    counting = Counting()

    async def run() -> None:
        gate = HostGate(PatientTime().timing, slots, 0.0)
        await asyncio.gather(*(counting.pass_through(gate) for _ in range(12)))

    asyncio.run(run())
    assert counting.most == slots


def test_starts_are_spaced() -> None:
    time = PatientTime()

    async def run() -> None:
        gate = HostGate(time.timing, 1, 0.5)
        for _ in range(3):
            async with gate.slot():
                pass

    asyncio.run(run())
    assert time.waits == [0.5, 0.5]


@given(st.lists(st.tuples(st.floats(-10, 5000), st.sampled_from(["", "search"])), max_size=6))
def test_a_shorter_pause_never_ends_a_longer_one(pauses: list[tuple[float, str]]) -> None:
    lane = Lane(PatientTime().timing, 900.0, "host")
    for seconds, resource in pauses:
        lane.pause(seconds, resource, "GET /search" if resource else "")
    everything = [max(0.0, min(s, 3600.0)) for s, resource in pauses if not resource]
    assert lane.left("GET /other") == pytest.approx(max(everything, default=0.0))
    all_of_them = [max(0.0, min(s, 3600.0)) for s, _ in pauses]
    assert lane.left("GET /search") == pytest.approx(max(all_of_them, default=0.0))


def _calls(transport: Transport, base: str, who: Sequence[Access]) -> list[AccountCall]:
    return [
        transport.call(
            Plain(),
            replace(access, instance=base),
            fixed(Secret(f"token-of-{access.handle}")) if access.is_signed_in else None,
        )
        for access in who
    ]


ADA, BOB = Access("", "ada", Way.TOKEN), Access("", "bob", Way.TOKEN)
EVE, MAL = Access("", "eve", Way.NAME), Access("", "mal", Way.NAME)


@pytest.mark.parametrize(("first", "other", "shares"), [(ADA, BOB, False), (EVE, MAL, True)])
def test_a_pause_holds_its_own_account_only(first: Access, other: Access, shares: bool) -> None:
    service = faults.Instead(GOOD, 0, 1, answer=as_json({}, 429, Retry_After="1200"))

    async def run(base: str) -> None:
        async with Transport(PatientTime().timing) as transport:
            one, two = _calls(transport, base, [first, other])
            with pytest.raises(ThrottledError):
                await one(Request("/x"))
            if shares:
                with pytest.raises(ThrottledError):
                    await two(Request("/x"))
            else:
                assert (await two(Request("/x"))).status == 200

    with LoopbackServer(service) as server:
        asyncio.run(run(server.base))


def test_other_hosts_never_notice() -> None:
    refusing = Script([as_json({}, 429, Retry_After="1200")])

    async def run(base: str, other: str) -> None:
        async with Transport(PatientTime().timing) as transport:
            (one,), (two,) = (_calls(transport, at, [EVE]) for at in (base, other))
            with pytest.raises(ThrottledError):
                await one(Request("/x"))
            assert (await two(Request("/x"))).status == 200

    with LoopbackServer(refusing) as server, LoopbackServer(GOOD) as other:
        asyncio.run(run(server.base, other.base))


def test_what_waits_for_a_slot_heeds_a_pause_that_began_meanwhile() -> None:
    time = PatientTime()

    async def run(base: str) -> list[Reply]:
        async with Transport(time.timing) as transport:
            (call,) = _calls(transport, base, [ADA])
            return await asyncio.gather(*(call(Request(f"/{n}")) for n in range(5)))

    def until_somebody_waited(asked: Asked) -> Answer:
        return as_json(1) if time.waits else as_json({}, 429, Retry_After="5")

    with LoopbackServer(FromFunction(until_somebody_waited)) as server:
        assert len(asyncio.run(run(server.base))) == 5
        # One was refused; the four behind it waited instead of being refused as well.
        assert len(server.asked) == 6


def test_an_instance_without_encryption_is_for_those_who_chose_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Downgrading(Plain):
        def api_base(self, instance: str) -> str:
            return instance.replace("https://", "http://")

    transport = Transport()
    with pytest.raises(ServiceError, match="not encrypted"):
        transport.call(Downgrading(), Access("https://code.example", "ada", Way.NAME))
    transport.call(Plain(), Access("http://code.example", "ada", Way.NAME))
    assert "code.example is spoken to without encryption" in caplog.text


def _exchange(base: str, request: Request, is_offline: bool = False) -> Reply:
    async def run() -> Reply:
        async with Transport(PatientTime().timing, is_offline=lambda: is_offline) as transport:
            return await transport.exchange(base, request)

    return asyncio.run(run())


def test_connections_end_with_their_call_or_with_the_transport() -> None:
    async def run(base: str) -> None:
        async with Transport(PatientTime().timing) as transport:
            one, two = _calls(transport, base, [ADA, BOB])
            await one(Request("/x"))
            await two(Request("/x"))
            assert transport._open == {one.wire, two.wire}
            await one.close()
            assert transport._open == {two.wire}
            await one(Request("/x"))  # makes a new one
        assert transport._open == set()

    with LoopbackServer(GOOD) as server:
        asyncio.run(run(server.base))


def test_signing_in_gets_every_reply_as_it_is() -> None:
    form = (("client_id", "me"),)
    request = Request("/login/code", method="POST", form=form, is_read=False)
    for status in (200, 400, 401, 403, 429, 500):
        with LoopbackServer(Script([as_json({"error": "slow_down"}, status)])) as server:
            assert _exchange(server.base, request).status == status
            (asked,) = server.asked
        assert asked.form == {"client_id": "me"}
        assert "authorization" not in asked.headers


def test_signing_in_goes_nowhere_else() -> None:
    with LoopbackServer(GOOD) as thief, LoopbackServer(GOOD) as server:
        with pytest.raises(ForeignAddressError):
            _exchange(server.base, Request(f"{thief.base}/x"))
        server.service = faults.redirected(GOOD, thief.base)
        with pytest.raises(ForeignAddressError):
            _exchange(server.base, Request("/x"))
        with pytest.raises(OfflineError):
            _exchange(server.base, Request("/x"), is_offline=True)
        assert not thief.asked
        assert len(server.asked) == 1


def test_closing_ends_requests_that_are_cancelled() -> None:
    async def run(base: str) -> None:
        async with Transport(PatientTime().timing) as transport:
            (call,) = _calls(transport, base, [ADA])
            task = asyncio.create_task(call(Request("/x")))
            while not server.asked:  # noqa: ASYNC110 - the server is on another thread
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with LoopbackServer(faults.hanging(GOOD)) as server:
        asyncio.run(run(server.base))


# -- the log --------------------------------------------------------------------------------------


def test_no_token_and_no_address_is_logged(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.log"
    ring = log.set_up(path, level="debug")
    with LoopbackServer(faults.failing(GOOD, 2)) as server:
        Caller(server.base).ask("/x?private=1")
    logging.getLogger("portfolio.other").info("by mistake: %s", TOKEN)
    lines = "\n".join(line.text for line in ring.lines())
    log.close()
    assert "trying again" in lines
    assert "by mistake: [token]" in lines
    for text in (lines, path.read_text(encoding="utf-8")):
        assert TOKEN not in text
        assert "private=1" not in text


@given(st.text(min_size=6, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_what_is_kept_out_is_in_no_line(secret: str, before: str, after: str) -> None:
    log.keep_out(secret)
    try:
        assert secret not in log.redact(f"{before} {secret} {after}").replace("[token]", "")
    finally:
        log.close()


def test_a_short_text_is_not_kept_out() -> None:
    log.keep_out("to")
    assert log.redact("to be") == "to be"
