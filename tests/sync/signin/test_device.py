"""A code typed on the service's page, over real sockets, to every end."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Sequence
from datetime import timedelta

import pytest

from portfolio.errors import AccountError, SignInError
from portfolio.secret import Secret
from portfolio.sync.signin.device import by_device
from portfolio.sync.signin.shapes import Grant, StepKind
from portfolio.sync.transport import Transport
from tests.sync.loopback import Answer, Asked, FromFunction, LoopbackServer, as_html, as_json
from tests.sync.signin.attempts import CANARY, CLIENT, GOOD, Tried, endpoints, refusal
from tests.sync.timing import PatientTime

PENDING = refusal("authorization_pending")


class DeviceService:
    """A service with a device endpoint.

    Args:
        polls: Answers to polls, in turn, the last one for ever.
        begins: Changes to the first answer; None values take a field out.
    """

    def __init__(self, polls: Sequence[Answer], **begins: object) -> None:
        self.polls, self.begins, self.asked = list(polls), begins, 0

    def handle(self, request: Asked) -> Answer:
        if "device" in request.path:
            answer = {
                "device_code": "D" * 40,
                "user_code": "WDJB-MJHT",
                "verification_uri": f"{request.at}/login/device",
                "expires_in": 900,
                "interval": 5,
            } | self.begins
            return as_json({name: value for name, value in answer.items() if value is not None})
        assert request.form["device_code"] == "D" * 40
        assert request.form["client_id"] == "client-1"
        assert request.form["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code"
        self.asked += 1
        return self.polls[min(self.asked, len(self.polls)) - 1]


def run(service: DeviceService, provider: str = "github", *scopes: str) -> tuple[Grant, Tried]:
    tried = Tried(PatientTime())

    async def use() -> Grant:
        async with Transport(tried.time.timing) as transport:
            where = endpoints(server, provider, *scopes)
            return await by_device(where, CLIENT, tried.attempt(transport))

    with LoopbackServer(service) as server:
        try:
            grant = asyncio.run(use())
        finally:
            assert server.faults == []
    return grant, tried


def test_a_token_after_two_polls_in_vain() -> None:
    grant, tried = run(DeviceService([PENDING, PENDING, as_json(GOOD)]), "github", "read:user")
    assert grant.secret == Secret(CANARY)
    assert grant.scopes == ("read:user", "gist")  # what was granted, not what was asked for
    assert (grant.refresh, grant.expires_at) == (None, None)
    assert tried.time.waits == [6.0, 6.0, 6.0]  # 1.2 times what was asked for
    first, last = tried.steps
    assert (first.kind, first.code) == (StepKind.SHOW_CODE, "WDJB-MJHT")
    assert first.address.endswith("/login/device")
    assert last.kind is StepKind.DONE


def test_errors_count_whatever_their_status() -> None:
    """GitHub answers them with 200, others with 400 or 428."""
    polls = [refusal("authorization_pending", status) for status in (200, 400, 401, 428)]
    grant, _ = run(DeviceService([*polls, as_json(GOOD)]))
    assert grant.secret == Secret(CANARY)


def test_without_an_interval_it_is_five_seconds() -> None:
    for interval in (None, "soon", -3, True, [5]):
        _, tried = run(DeviceService([as_json(GOOD)], interval=interval))
        assert tried.time.waits == [6.0]


def test_slow_down_lasts() -> None:
    polls = [refusal("slow_down"), PENDING, refusal("slow_down"), as_json(GOOD)]
    _, tried = run(DeviceService(polls))
    assert tried.time.waits == pytest.approx([6.0, 12.0, 12.0, 18.0])


def test_slow_down_may_name_the_interval_and_never_speeds_up() -> None:
    polls = [refusal("slow_down", 200, interval=20), refusal("slow_down", interval=1), PENDING]
    _, tried = run(DeviceService([*polls, as_json(GOOD)]))
    assert tried.time.waits == pytest.approx([6.0, 24.0, 30.0, 30.0])


def test_a_broken_connection_and_a_broken_service_do_not_end_it() -> None:
    broken = Answer(breaks_after=0, body=b"{}")
    polls = [broken, broken, as_html(status=502), PENDING, as_json(GOOD)]
    grant, tried = run(DeviceService(polls))
    assert grant.secret == Secret(CANARY)
    assert tried.time.waits == pytest.approx([6.0, 12.0, 24.0, 48.0, 6.0])


def test_a_wait_asked_for_by_header_is_kept() -> None:
    throttled = as_html(status=429).having(Retry_After="90")
    grant, tried = run(DeviceService([throttled, as_json(GOOD)]))
    assert grant.secret == Secret(CANARY)
    assert tried.time.waits == [6.0, 90.0]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "denied"),
        ("expired_token", "expired"),
        ("token_expired", "expired"),
        ("device_flow_disabled", "device-flow-off"),
        ("incorrect_device_code", "wrong-device-code"),
        ("incorrect_client_credentials", "wrong-client"),
        ("invalid_client", "wrong-client"),
        ("unsupported_grant_type", "unsupported"),
        ("invalid_scope", "wrong-scope"),
        ("something_new", "refused"),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_each_refusal_ends_it_in_words_of_its_own(error: str, code: str, status: int) -> None:
    service = DeviceService([PENDING, refusal(error, status, error_description="Be\u202ecause")])
    with pytest.raises(SignInError) as caught:
        run(service)
    assert caught.value.code == code
    assert service.asked == 2
    assert "\u202e" not in str(caught.value)
    with pytest.raises(SignInError) as caught:
        run(DeviceService([], device_code=None, error=error))
    assert caught.value.code == code


def test_a_code_that_is_never_typed_runs_out() -> None:
    for polls in ([PENDING], [Answer(breaks_after=0, body=b"{}")]):
        with pytest.raises(SignInError) as caught:
            run(DeviceService(polls, expires_in=60))
        assert caught.value.code == "expired"


def test_when_it_runs_out_is_shown() -> None:
    _, tried = run(DeviceService([as_json(GOOD)], expires_in=300))
    shown = tried.steps[0].until
    assert shown is not None
    assert shown == tried.time.clock.now() - timedelta(seconds=6) + timedelta(seconds=300)


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/device",
        "http://127.0.0.1:1/device",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//elsewhere.example/device",
        "/login/device",
        "https://127.0.0.1@elsewhere.example/",
        "\u202ehttps://x.example",
    ],
)
def test_a_page_elsewhere_is_not_shown(address: str) -> None:
    service = DeviceService([as_json(GOOD)], verification_uri=address)
    with pytest.raises(SignInError) as caught:
        run(service)
    assert caught.value.code == "foreign-address"
    assert service.asked == 0


def test_an_address_with_the_code_is_taken_only_from_the_service_itself() -> None:
    service = DeviceService([as_json(GOOD)], verification_uri_complete="https://x.example/?c=1")
    _, tried = run(service)
    assert tried.steps[0].whole_address == ""


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (as_html(status=404), "device-flow-off"),
        (as_html(status=400), "unreadable"),
        (as_html(status=503), "service-trouble"),
        (as_html(), "unreadable"),
        (as_json([]), "unreadable"),
        (as_json({"device_code": "x"}), "unreadable"),
        (as_json({"user_code": "a\u202eb"}), "unreadable"),
    ],
)
def test_a_beginning_that_is_none(answer: Answer, code: str) -> None:
    service = DeviceService([])
    service.handle = lambda _request: answer  # type: ignore[method-assign]
    with pytest.raises(SignInError) as caught:
        run(service)
    assert caught.value.code == code


def test_no_service_at_all_is_said() -> None:
    service = DeviceService([])
    service.handle = lambda _request: Answer(breaks_after=0, body=b"{}")  # type: ignore[method-assign]
    with pytest.raises(AccountError) as caught:
        run(service)
    assert not isinstance(caught.value, SignInError)


def test_nothing_is_begun_without_encryption() -> None:
    tried = Tried()

    async def use() -> None:
        async with Transport(tried.time.timing) as transport:
            where = endpoints(server, "github")
            await by_device(where, CLIENT, tried.attempt(transport))

    server = LoopbackServer(FromFunction(lambda _: Answer()))
    server.base = "http://forge.example"
    with pytest.raises(SignInError) as caught:
        asyncio.run(use())
    assert caught.value.code == "unencrypted"


def test_giving_up_ends_it_at_once() -> None:
    tried = Tried()

    async def use() -> None:
        async with Transport(tried.time.timing) as transport:
            work = by_device(
                endpoints(server, "github"), CLIENT, tried.attempt(transport, waits_really=True)
            )
            task = asyncio.create_task(work)
            await tried.first_step(task)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with LoopbackServer(DeviceService([PENDING])) as server:
        asyncio.run(use())


def test_the_token_is_in_no_log_repr_or_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    grant, tried = run(DeviceService([PENDING, as_json(GOOD)]))
    # An answer that holds the token but is none that may be used.
    with pytest.raises(SignInError) as caught:
        run(DeviceService([as_json(GOOD | {"token_type": "mac"})], expires_in=20))
    said = "".join(traceback.format_exception(caught.value))
    for text in (repr(grant), repr(tried.steps), caplog.text, said, str(caught.value)):
        assert CANARY not in text
        assert "D" * 40 not in text
