"""How requests wait when they are told to, and are sent again where that is safe."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portfolio.errors import (
    NotAllowedError,
    OfflineError,
    ServiceError,
    ThrottledError,
)
from portfolio.sync.provider import Pause, Reply, Request
from portfolio.sync.transport import AccountCall
from tests.sync.calling import Caller, Plain
from tests.sync.loopback import (
    FromFunction,
    LoopbackServer,
    Script,
    as_json,
    faults,
)

GOOD = Script([as_json({"ok": True})])


@pytest.mark.parametrize("form", faults.retry_after_forms(datetime(2026, 11, 20, tzinfo=UTC)))
def test_every_form_of_asking_to_wait_is_heeded(form: str) -> None:
    caller = Caller("")
    headers = faults.retry_after_forms(caller.time.clock.now())[form]
    ends: list[datetime | None] = []
    caller.call = {"on_wait": ends.append}
    begun = caller.time.clock.now()
    with LoopbackServer(faults.throttled(GOOD, headers=headers)) as server:
        caller.base = server.base
        assert caller.ask().status == 200
        assert len(server.asked) == 2
    assert caller.time.waits == [7.0]
    assert ends == [begun + timedelta(seconds=7), None]


@pytest.mark.parametrize("value", ["junk", "-3", "", "9" * 40 + "x"])
def test_junk_is_no_time_and_backs_off(value: str) -> None:
    service = faults.throttled(GOOD, 3, headers={"Retry-After": value})
    with LoopbackServer(service) as server:
        caller = Caller(server.base)
        caller.ask()
    assert caller.time.waits == [1.0, 2.0, 4.0]


def test_a_service_that_says_zero_again_and_again_is_not_asked_in_a_tight_circle() -> None:
    with LoopbackServer(faults.throttled(GOOD, 99, headers={"Retry-After": "0"})) as server:
        caller = Caller(server.base)
        with pytest.raises(ThrottledError, match="keeps asking"):
            caller.ask()
        assert len(server.asked) == 8
    assert caller.time.waits == [2.0, 4.0, 8.0, 16.0, 32.0, 64.0]


def test_a_long_wait_ends_the_call_and_says_until_when() -> None:
    with LoopbackServer(faults.throttled(GOOD, headers={"Retry-After": "999999"})) as server:
        caller = Caller(server.base)
        begun = caller.time.clock.now()
        with pytest.raises(ThrottledError) as error:
            caller.ask()
    assert error.value.until == begun + timedelta(hours=1)
    assert caller.time.waits == []


@pytest.mark.parametrize("status", [403, 429])
def test_a_spent_limit_waits_for_its_reset(status: int) -> None:
    caller = Caller("")
    headers = faults.retry_after_forms(caller.time.clock.now(), 40)["epoch"]
    with LoopbackServer(faults.throttled(GOOD, status=status, headers=headers)) as server:
        caller.base = server.base
        caller.ask()
    assert caller.time.waits == [40.0]


def test_a_403_without_a_sign_of_throttling_is_a_refusal() -> None:
    answer = as_json({"message": "Merge requests are disabled"}, 403)
    with LoopbackServer(Script([answer])) as server:
        with pytest.raises(NotAllowedError) as error:
            Caller(server.base).ask()
        assert len(server.asked) == 1
    assert error.value.detail == "127.0.0.1 said: Merge requests are disabled"


def test_words_about_limits_alone_are_not_waited_for_long() -> None:
    answer = as_json({"message": "Sign in for a higher rate limit"}, 403)
    with LoopbackServer(Script([answer])) as server:
        caller = Caller(server.base)
        with pytest.raises(ThrottledError):
            caller.ask()
        assert len(server.asked) == 3
    assert caller.time.waits == [60.0, 60.0]


def test_an_answer_with_nothing_left_holds_the_next_request_only() -> None:
    caller = Caller("")
    headers = faults.retry_after_forms(caller.time.clock.now(), 9)["epoch"]
    spent = replace(as_json(1), headers={**as_json(1).headers, **headers})
    with LoopbackServer(Script([spent, as_json(2)])) as server:
        caller.base = server.base

        async def act(call: AccountCall) -> list[object]:
            first = (await call(Request("/x"))).json()
            assert caller.time.waits == []
            return [first, (await call(Request("/x"))).json()]

        assert caller.act(act) == [1, 2]
    assert caller.time.waits == [9.0]


def test_a_spent_limit_of_one_sort_does_not_hold_requests_of_another() -> None:
    caller = Caller("")
    headers = faults.retry_after_forms(caller.time.clock.now(), 9)["epoch"]
    spent = replace(as_json(1), headers={**as_json(1).headers, **headers})
    search = spent.having(X_RateLimit_Resource="search")
    service = FromFunction(lambda asked: search if asked.path == "/search" else as_json(2))
    with LoopbackServer(service) as server:
        caller.base = server.base

        async def act(call: AccountCall) -> None:
            await call(Request("/search"))
            await call(Request("/core"))
            assert caller.time.waits == []
            await call(Request("/search"))

        caller.act(act)
    assert caller.time.waits == [9.0]


def test_the_provider_reads_waits_from_bodies() -> None:
    class BackOff(Plain):
        def judge(self, reply: Reply) -> Pause | None:
            value = reply.json()
            if "again" in value:
                return Pause(value["again"], again=True)
            return Pause(value["backoff"]) if "backoff" in value else None

    answers = [as_json({"again": 3}), as_json({"backoff": 10}), as_json({}), as_json({})]
    with LoopbackServer(Script(answers)) as server:
        caller = Caller(server.base, provider=BackOff())

        async def act(call: AccountCall) -> None:
            assert (await call(Request("/x"))).json() == {"backoff": 10}
            assert caller.time.waits == [3]
            await call(Request("/x"))
            await call(Request("/x"))

        caller.act(act)
        assert len(server.asked) == 4
    assert caller.time.waits == [3, 10]


def test_waiting_is_cancelled_at_once() -> None:
    with LoopbackServer(faults.throttled(GOOD, headers={"Retry-After": "60"})) as server:
        caller = Caller(server.base)

        async def act(call: AccountCall) -> None:
            waits = asyncio.Event()

            async def for_ever(seconds: float) -> None:
                waits.set()
                await asyncio.Event().wait()

            caller.time.sleep = for_ever  # type: ignore[method-assign]
            call.lane.timing = call.timing = caller.time.timing
            task = asyncio.create_task(call(Request("/x")))
            await waits.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        caller.act(act)


@pytest.mark.parametrize("fault", [faults.failing, faults.breaking])
def test_what_passes_is_tried_again(fault: Callable[..., faults.Fault]) -> None:
    with LoopbackServer(fault(GOOD, 3)) as server:
        caller = Caller(server.base)
        assert caller.ask().json() == {"ok": True}
        assert len(server.asked) == 4
    assert caller.time.waits == [1.0, 2.0, 4.0]


def test_back_off_is_jittered() -> None:
    with LoopbackServer(faults.failing(GOOD, 2)) as server:
        caller = Caller(server.base)
        caller.time._chance = 0.0
        caller.ask()
    assert caller.time.waits == [0.5, 1.0]


def test_a_fault_that_stays_is_said_after_four_tries() -> None:
    with LoopbackServer(faults.failing(GOOD, 99, status=500)) as server:
        with pytest.raises(ServiceError, match=r"a fault of its own \(500\)"):
            Caller(server.base).ask()
        assert len(server.asked) == 4


def test_a_connection_cut_in_the_middle_of_a_body_is_no_answer() -> None:
    with LoopbackServer(faults.breaking(GOOD, 1, at_byte=5)) as server:
        assert Caller(server.base).ask().json() == {"ok": True}
        assert len(server.asked) == 2


@pytest.mark.parametrize("fault", [faults.failing, faults.breaking])
def test_what_is_not_safe_to_repeat_is_sent_once(fault: Callable[..., faults.Fault]) -> None:
    with LoopbackServer(fault(GOOD, 1)) as server:
        with pytest.raises(ServiceError):
            Caller(server.base).ask(Request("/x", method="POST", form=(), is_read=False))
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (OSError(errno.ENETUNREACH, "unreachable"), 0),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), 0),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), 3),
    ],
)
def test_without_a_network_people_are_told_so(
    monkeypatch: pytest.MonkeyPatch, fault: OSError, waits: int
) -> None:
    async def refuse(*args: object, **kwargs: object) -> None:
        raise fault

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", refuse)
    caller = Caller("https://code.example")
    with pytest.raises(OfflineError, match=r"no network, or code\.example cannot be found"):
        caller.ask()
    assert len(caller.time.waits) == waits


def test_nobody_there() -> None:
    with LoopbackServer(GOOD) as server:
        base = server.base
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1 cannot be reached"):
        Caller(base).ask()
