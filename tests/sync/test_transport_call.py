"""What is sent where, and what is taken for an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from portfolio.errors import (
    ForeignAddressError,
    ServiceError,
    SignInNeededError,
    TooLargeReplyError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.secret import Secret
from portfolio.sync.provider import Access, Credential, Request
from portfolio.sync.transport import AccountCall, Limits, ValidatorBook
from portfolio.sync.transport.origins import origin_of
from portfolio.sync.transport.wire import Outgoing, sealed
from tests.sync.calling import TOKEN, Caller, Plain
from tests.sync.loopback import (
    Answer,
    Asked,
    FromFunction,
    LoopbackServer,
    Script,
    as_html,
    as_json,
    faults,
    link_next,
)

GOOD = Script([as_json({"ok": True})])
SHORT = {"limits": Limits(connect_s=5, read_s=5, whole_s=0.3)}


def test_a_request_carries_what_it_should_and_no_more() -> None:
    with LoopbackServer(Script([as_json([]).having(Set_Cookie="session=1")])) as server:
        caller = Caller(server.base)

        async def twice(call: AccountCall) -> None:
            reply = await call(Request("/a", query=(("q", "x y"),)))
            assert "set-cookie" not in reply.headers
            await call(Request("/b"))

        caller.act(twice)
        first, second = server.asked
    assert first.target == "/a?q=x%20y"
    assert first.headers["authorization"] == f"Bearer {TOKEN}"
    assert first.headers["user-agent"].startswith("portfolio/")
    assert first.headers["accept"] == "application/json"
    assert first.headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in second.headers


def test_forms_and_json_are_posted() -> None:
    class FormKey(Plain):
        def credential(self, access: Access, secret: Secret) -> Credential:
            return Credential(form={"api.token": secret})

    with LoopbackServer(GOOD) as server:
        caller = Caller(server.base, provider=FormKey())
        caller.ask(Request("/x", method="POST", form=(("a", "1 2"),)))
        Caller(server.base).ask(Request("/x", method="POST", body={"query": "ü"}))
        form, body = server.asked
    assert form.form == {"a": "1 2", "api.token": TOKEN}
    assert body.json() == {"query": "ü"}
    assert body.headers["content-type"] == "application/json"


def test_a_credential_never_goes_into_an_address_or_gets_lost() -> None:
    class FormKey(Plain):
        def credential(self, access: Access, secret: Secret) -> Credential:
            return Credential(form={"token": secret})

    with LoopbackServer(GOOD) as server:
        with pytest.raises(ValueError, match="form"):
            Caller(server.base, provider=FormKey()).ask()
        with pytest.raises(ValueError, match="address"):
            Caller(server.base).ask(Request("/x", query=(("token", TOKEN),)))
        assert not server.asked


@pytest.mark.parametrize(
    "address",
    [
        "http://code.example/x",
        "https://code.example:8443/x",
        "https://evil.example/x",
        "https://code.example.evil.example/x",
    ],
)
def test_the_place_where_a_secret_meets_an_address_knows_its_origin(address: str) -> None:
    home = origin_of("https://code.example")
    credential = Credential(headers={"Private-Token": Secret(TOKEN)})

    async def seal() -> None:
        async with httpx.AsyncClient() as client:
            out = Outgoing("GET", "https://code.example/x", {}, None, None, 100)
            assert sealed(client, out, credential, home).headers["private-token"] == TOKEN
            with pytest.raises(ForeignAddressError, match="Nothing is sent"):
                sealed(client, replace(out, address=address), credential, home)

    asyncio.run(seal())


def test_a_name_sends_no_credential() -> None:
    with LoopbackServer(GOOD) as server:
        Caller(server.base, way=Way.NAME).ask()
        assert "authorization" not in server.asked[0].headers


def test_a_token_with_odd_characters_is_not_sent() -> None:
    async def supply(refused: Secret | None) -> Secret | None:
        return Secret("pasted\nwith a line end")

    with LoopbackServer(GOOD) as server:
        with pytest.raises(SignInNeededError) as error:
            Caller(server.base, call={"secret": supply}).ask()
        assert "pasted" not in str(error.value)
        assert not server.asked


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_not_followed(status: int) -> None:
    with LoopbackServer(GOOD) as thief:
        service = faults.redirected(GOOD, f"{thief.base}/x", status=status)
        with (
            LoopbackServer(service) as server,
            pytest.raises(ForeignAddressError, match="pointed to"),
        ):
            Caller(server.base).ask()
        assert not thief.asked


def test_a_redirect_on_the_same_origin_is_followed_with_the_credential() -> None:
    def move(asked: Asked) -> Answer:
        if asked.path == "/old":
            return Answer(301, {"Location": "/new?id=1"})
        return as_json({"at": asked.target})

    with LoopbackServer(FromFunction(move)) as server:
        reply = Caller(server.base).ask("/old")
        assert reply.json() == {"at": "/new?id=1"}
        assert reply.address == f"{server.base}/new?id=1"
        assert server.asked[1].headers["authorization"] == f"Bearer {TOKEN}"


def test_redirects_in_a_circle_end() -> None:
    with LoopbackServer(FromFunction(lambda _: Answer(302, {"Location": "/x"}))) as server:
        with pytest.raises(ServiceError, match="sends every request on"):
            Caller(server.base).ask()
        assert len(server.asked) == 6


def test_a_posted_question_does_not_become_another_one() -> None:
    with (
        LoopbackServer(faults.redirected(GOOD, "/y", status=302)) as server,
        pytest.raises(ServiceError, match="moved"),
    ):
        Caller(server.base).ask(Request("/x", method="POST", body={}))
    kept = FromFunction(
        lambda asked: (
            Answer(307, {"Location": "/y"}) if asked.path == "/x" else as_json(asked.json())
        )
    )
    with LoopbackServer(kept) as server:
        assert Caller(server.base).ask(Request("/x", method="POST", body=[1])).json() == [1]


def test_see_other_is_asked_for_without_the_body() -> None:
    def other(asked: Asked) -> Answer:
        if asked.path == "/x":
            return Answer(303, {"Location": "/y"})
        return as_json([asked.method, asked.body.decode()])

    with LoopbackServer(FromFunction(other)) as server:
        reply = Caller(server.base).ask(Request("/x", method="POST", body=[1]))
    assert reply.json() == ["GET", ""]


def test_links_to_other_hosts_are_refused() -> None:
    with LoopbackServer(GOOD) as thief:
        answers = [
            as_json([], Link=link_next("/x?page=2")),
            as_json([], Link=link_next(thief.base)),
        ]
        with LoopbackServer(Script(answers)) as server:

            async def act(call: AccountCall) -> None:
                reply = await call(Request("/x"))
                assert call.next_link(reply) == f"{server.base}/x?page=2"
                foreign = await call(Request("/x?page=2"))
                with pytest.raises(ForeignAddressError):
                    call.next_link(foreign)
                with pytest.raises(ForeignAddressError):
                    call.same_origin(f"{thief.base}/x")
                with pytest.raises(ForeignAddressError):
                    await call(Request(f"{thief.base}/x"))
                assert call.same_origin("/y") == f"{server.base}/y"

            Caller(server.base).act(act)
        assert not thief.asked


@pytest.mark.parametrize("says_length", [True, False])
def test_a_huge_body_is_not_read(says_length: bool) -> None:
    with (
        LoopbackServer(faults.huge(GOOD, says_length=says_length)) as server,
        pytest.raises(TooLargeReplyError, match="10000 kB"),
    ):
        Caller(server.base).ask()


def test_a_gzip_bomb_is_not_unpacked() -> None:
    with LoopbackServer(faults.gzip_bomb(GOOD)) as server, pytest.raises(TooLargeReplyError):
        Caller(server.base).ask()


@pytest.mark.parametrize("fault", [faults.dripping, faults.hanging])
def test_a_reply_that_never_ends_is_left_by_the_deadline(
    fault: Callable[..., faults.Fault],
) -> None:
    with LoopbackServer(fault(GOOD)) as server:
        with pytest.raises(ServiceError, match="did not answer in time"):
            Caller(server.base, transport=SHORT).ask()
        assert len(server.asked) == 4


@pytest.mark.parametrize("body", [b'{"a": [1, 2', b"[NaN]", b"\xff\xfe", b"[" * 200_000, b""])
def test_what_is_no_json_is_said_to_be_unreadable(body: bytes) -> None:
    answer = replace(as_json(None), body=body)
    with LoopbackServer(Script([answer])) as server:
        reply = Caller(server.base).ask()
        with pytest.raises(UnreadableReplyError):
            reply.json()


def test_a_web_page_instead_of_data_is_unreadable() -> None:
    with LoopbackServer(Script([as_html()])) as server:
        with pytest.raises(UnreadableReplyError, match="a web page"):
            Caller(server.base).ask()
        assert Caller(server.base).ask(Request("/x", takes=("text/html",))).status == 200
        assert Caller(server.base).ask(Request("/x", takes=())).status == 200
    vendor = Answer(200, {"Content-Type": "application/vnd.forge.v3+json"}, b"{}")
    with LoopbackServer(Script([vendor])) as server:
        assert Caller(server.base).ask().json() == {}


def test_stored_validators_make_a_request_conditional() -> None:
    service = faults.WithEtags(GOOD)
    request = Request("/x", query=(("page", "1"),), is_conditional=True)
    with LoopbackServer(service) as server:
        book = ValidatorBook()
        first = Caller(server.base, call={"book": book}).ask(request)
        assert not first.is_unchanged
        (new,) = book.take_new()
        assert book.take_new() == ()
        assert new.key == f"GET {server.base}/x?page=1"
        stored = ValidatorBook({new.key: new})
        again = Caller(server.base, call={"book": stored}).ask(request)
        assert again.is_unchanged
        other = Request("/x", query=(("page", "2"),), is_conditional=True)
        assert not Caller(server.base, call={"book": stored}).ask(other).is_unchanged
        plain = Caller(server.base, call={"book": stored}).ask(
            replace(request, is_conditional=False)
        )
        assert not plain.is_unchanged
    assert server.asked[1].headers["if-none-match"] == new.etag


def test_only_conditional_requests_leave_validators() -> None:
    with LoopbackServer(faults.WithEtags(GOOD)) as server:
        book = ValidatorBook()
        Caller(server.base, call={"book": book}).ask(Request("/x"))
        assert book.take_new() == ()
        Caller(server.base, call={"book": book}).ask(Request("/x", is_conditional=True))
        book.forget_new()  # the page could not be stored
        assert book.take_new() == ()


def test_an_unasked_304_is_an_error() -> None:
    with (
        LoopbackServer(Script([Answer(304)])) as server,
        pytest.raises(ServiceError, match="nothing changed"),
    ):
        Caller(server.base).ask()


@pytest.mark.parametrize("days", [-3650, 730])
def test_a_wrong_clock_is_measured_and_waits_are_right_all_the_same(days: int) -> None:
    caller = Caller("")
    there = caller.time.clock.now() + timedelta(days=days)
    headers = faults.retry_after_forms(there, 30)["http-date"]
    service = faults.throttled(GOOD, headers=headers)
    off = faults.OtherClock(service, timedelta(days=days), caller.time.clock.now)
    with LoopbackServer(off) as server:
        caller.base = server.base

        async def act(call: AccountCall) -> timedelta | None:
            await call(Request("/x"))
            return call.difference

        assert caller.act(act) == timedelta(days=days)
    assert caller.time.waits == [30.0]
