"""What a person reads when a service refuses."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import (
    AccountError,
    NotAllowedError,
    NotThereError,
    OfflineError,
    ServiceError,
    SignInNeededError,
)
from portfolio.secret import Secret
from portfolio.sync.provider import Pause, Reply, Request
from portfolio.sync.transport import refusals
from tests.sync.calling import TOKEN, Caller, Plain
from tests.sync.loopback import (
    Answer,
    Asked,
    FromFunction,
    LoopbackServer,
    Script,
    as_html,
    as_json,
)

GOOD = Script([as_json({"ok": True})])


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, ServiceError),
        (401, SignInNeededError),
        (403, NotAllowedError),
        (404, NotThereError),
        (410, NotThereError),
        (422, ServiceError),
        (501, ServiceError),
    ],
)
def test_each_refusal_has_its_error_and_is_not_repeated(
    status: int, error: type[AccountError]
) -> None:
    with LoopbackServer(Script([as_json({"message": "No."}, status)])) as server:
        with pytest.raises(error) as caught:
            Caller(server.base).ask()
        assert len(server.asked) == 1
    assert caught.value.detail == "127.0.0.1 said: No."


def test_error_replies_are_handed_back_when_asked_for() -> None:
    answer = as_json({"error": "authorization_pending"}, 400)
    with LoopbackServer(Script([answer])) as server:
        reply = Caller(server.base).ask(Request("/token", returns_errors=True))
    assert (reply.status, reply.json()) == (400, {"error": "authorization_pending"})


def test_the_service_words_are_marked_cut_and_harmless() -> None:
    words = f"bad {TOKEN} \u202egnp.exe\x00\x1b[2J" + "\n" * 500 + "x" * 500
    with (
        LoopbackServer(Script([as_json({"errors": [{"message": words}]}, 400)])) as server,
        pytest.raises(ServiceError) as caught,
    ):
        Caller(server.base).ask()
    detail = caught.value.detail
    assert detail.startswith(r"127.0.0.1 said: bad [token] \u{202e}gnp.exe\u{0}\u{1b}[2J x")
    assert len(detail) <= len("127.0.0.1 said: ") + 300
    assert "\n" not in detail


@given(st.text(max_size=400) | st.text("\u202e\u2066\x00\x1b\u200b\n a", max_size=400))
def test_what_is_shown_is_short_visible_and_in_order(text: str) -> None:
    shown = refusals.harmless(text)
    assert len(shown) <= 300
    assert refusals.harmless(shown) == shown
    for char in shown:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI")
        assert unicodedata.bidirectional(char) not in ("LRI", "FSI", "PDI", "BN")


def test_a_web_page_has_no_words() -> None:
    with (
        LoopbackServer(Script([as_html("<b>Forbidden</b>", 403)])) as server,
        pytest.raises(NotAllowedError) as caught,
    ):
        Caller(server.base).ask()
    assert caught.value.detail == ""


def test_a_renewed_token_is_tried_once() -> None:
    given: list[Secret | None] = []
    tokens = {"old": Secret("token-number-one"), "new": Secret("token-number-two")}

    async def supply(refused: Secret | None) -> Secret | None:
        given.append(refused)
        return tokens["new" if tokens["old"] in given else "old"]

    def check(asked: Asked) -> Answer:
        is_new = asked.headers["authorization"].endswith("two")
        return as_json(1) if is_new else as_json({}, 401)

    with LoopbackServer(FromFunction(check)) as server:
        assert Caller(server.base, call={"secret": supply}).ask().status == 200
    given.clear()
    with LoopbackServer(Script([as_json({}, 401)])) as server:
        with pytest.raises(SignInNeededError):
            Caller(server.base, call={"secret": supply}).ask()
        assert len(server.asked) == 2


def test_renewing_does_not_go_on_for_ever() -> None:
    given: list[Secret | None] = []

    async def supply(refused: Secret | None) -> Secret | None:
        given.append(refused)
        return Secret(f"another-token-{len(given)}")

    with LoopbackServer(Script([as_json({}, 401)])) as server:
        with pytest.raises(SignInNeededError):
            Caller(server.base, call={"secret": supply}).ask()
        assert len(server.asked) == 2


def test_a_plain_throttle_is_one_whatever_the_provider_makes_of_its_body() -> None:
    class Strict(Plain):
        def judge(self, reply: Reply) -> Pause | None:
            if "error" in reply.json():
                raise NotAllowedError("The body says so.")
            return None

    # Said by a header: the wait. Said by words in a body only: the provider knows better.
    answers = [as_json({"error": "rate limit"}, 403, Retry_After="3"), as_json({})]
    with LoopbackServer(Script(answers)) as server:
        caller = Caller(server.base, provider=Strict())
        assert caller.ask().status == 200
        assert caller.time.waits == [3.0]
    with (
        LoopbackServer(Script([as_json({"error": "rate limit"}, 403)])) as server,
        pytest.raises(NotAllowedError, match="The body says so"),
    ):
        Caller(server.base, provider=Strict()).ask()


def test_without_a_token_nothing_is_asked() -> None:
    async def supply(refused: Secret | None) -> Secret | None:
        return None

    with LoopbackServer(GOOD) as server:
        with pytest.raises(SignInNeededError, match="no token"):
            Caller(server.base, call={"secret": supply}).ask()
        assert not server.asked


def test_offline_means_no_request_at_all() -> None:
    with LoopbackServer(GOOD) as server:
        with pytest.raises(OfflineError):
            Caller(server.base, transport={"is_offline": lambda: True}).ask()
        assert not server.asked


def test_the_provider_may_say_what_a_reply_means() -> None:
    class Strict(Plain):
        def judge(self, reply: Reply) -> Pause | None:
            if "error" in reply.json():
                raise SignInNeededError("The service says so in a 200.")
            return None

    with (
        LoopbackServer(Script([as_json({"error": 1})])) as server,
        pytest.raises(SignInNeededError, match="in a 200"),
    ):
        Caller(server.base, provider=Strict()).ask()
    # Its judgement of a page that is not JSON does not hide what the status says.
    with LoopbackServer(Script([as_html(status=502), as_json({})])) as server:
        assert Caller(server.base, provider=Strict()).ask().status == 200
