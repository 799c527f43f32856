"""The service's page in the browser and its answer on loopback, over real sockets."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import SignInError
from portfolio.secret import Secret
from portfolio.sync.signin.browser import by_browser
from portfolio.sync.signin.loopback import Expected, Loopback, PageWords, judge
from portfolio.sync.signin.registration import register_app, register_client
from portfolio.sync.signin.shapes import Client, ClientAuth, Grant, SignInEndpoints, StepKind
from portfolio.sync.transport import Transport
from tests.sync.loopback import Answer, Asked, LoopbackServer, as_html, as_json
from tests.sync.signin.attempts import CANARY, CLIENT, Tried, endpoints, refusal

CODE = "code-Zk4wPq"
PAIR = {"access_token": CANARY, "refresh_token": "refresh-1", "expires_in": 7200}


class CodeService:
    """Exchanges the codes it gave out, each once, for whoever knows the verifier."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.answer = answer or as_json(PAIR | {"token_type": "Bearer"})
        self.challenges: dict[str, str] = {}
        self.forms: list[dict[str, str]] = []

    def handle(self, request: Asked) -> Answer:
        if "apps" in request.path or "register" in request.path:
            return as_json({"client_id": "made-1", "client_secret": "made-secret"})
        form = request.form
        self.forms.append(form | {"authorization": request.headers.get("authorization", "")})
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.challenges.pop(form.get("code", ""), "") != challenge:
            return refusal("invalid_grant")
        return self.answer


@dataclass
class Browser:
    """What a browser would do with the page that is opened."""

    service: CodeService

    async def visit(self, page: str, code: str = CODE) -> tuple[str, dict[str, str]]:
        """Sign in at the service and return where it sends the browser."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        self.service.challenges[code] = asked["code_challenge"]
        return asked["redirect_uri"], {"code": code, "state": asked["state"]}


async def get(address: str, *, method: str = "GET", host: str = "") -> tuple[int, str]:
    """Ask the listener and return status and the whole answer."""
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection("127.0.0.1", where.port)
    target = address[len(f"http://{where.netloc}") :]
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: {host or where.netloc}\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    return int(answer.split(" ")[1]), answer


def run(
    act: Callable[[Browser, str, Tried], Any],
    service: CodeService | None = None,
    client: Client | None = CLIENT,
    change: Callable[[SignInEndpoints], SignInEndpoints] = lambda known: known,
    provider: str = "gitlab",
) -> tuple[Grant, Tried]:
    """Sign in; ``act`` plays the browser."""
    tried, service = Tried(), service or CodeService()

    async def use() -> Grant:
        async with Transport(tried.time.timing) as transport:
            where = change(endpoints(server, provider, "read_user"))
            send = transport.exchange
            register = register_app if provider == "mastodon" else register_client
            known = client or (lambda redirect: register(where, redirect, send=send))
            attempt = tried.attempt(transport, waits_really=True)
            signing_in = asyncio.create_task(by_browser(where, known, attempt))
            page = (await tried.first_step(signing_in)).address
            acting = asyncio.create_task(act(Browser(service), page, tried))
            try:
                return await signing_in
            finally:
                await acting

    with LoopbackServer(service) as server:
        grant = asyncio.run(use())
        assert server.faults == []
    return grant, tried


async def agrees(browser: Browser, page: str, _tried: Tried) -> None:
    redirect, answer = await browser.visit(page)
    status, said = await get(f"{redirect}?{urlencode(answer)}")
    assert status == 200
    assert CODE not in said
    assert answer["state"] not in said


def test_signed_in_in_the_browser() -> None:
    service = CodeService()
    grant, tried = run(agrees, service)
    assert grant.secret == Secret(CANARY)
    assert grant.refresh == Secret("refresh-1")
    assert grant.expires_at is not None
    assert (grant.expires_at - tried.time.clock.now()).total_seconds() == 7200
    assert grant.scopes == ("read_user",)
    assert grant.options == {"client_id": "client-1"}
    assert [step.kind for step in tried.steps] == [
        StepKind.OPEN_PAGE,
        StepKind.EXCHANGING,
        StepKind.DONE,
    ]
    form = service.forms[0]
    assert form["grant_type"] == "authorization_code"
    assert form["client_id"] == "client-1"
    assert "client_secret" not in form
    assert form["redirect_uri"].startswith("http://127.0.0.1:")
    page = parse_qs(urlsplit(tried.steps[0].address).query)
    assert page["code_challenge_method"] == ["S256"]
    assert page["scope"] == ["read_user"]
    assert len(form["code_verifier"]) >= 43
    assert form["code_verifier"] not in tried.steps[0].address


def test_the_listener_is_closed_afterwards() -> None:
    _, tried = run(agrees)
    redirect = parse_qs(urlsplit(tried.steps[0].address).query)["redirect_uri"][0]
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(get(redirect))


def test_a_prober_changes_nothing() -> None:
    async def act(browser: Browser, page: str, tried: Tried) -> None:
        redirect, answer = await browser.visit(page)
        base = redirect.removesuffix("/callback")
        query = urlencode(answer)
        _, silent = await asyncio.open_connection("127.0.0.1", urlsplit(redirect).port)
        for address in (
            base + "/",
            base + "/favicon.ico",
            redirect,
            f"{redirect}?x=1",
            f"{redirect}/?{query}",
            f"{base}/Callback?{query}",
            f"{base}//callback?{query}",
            f"{redirect}?{'a=1&' * 40}{query}",
            f"{base}/{'x' * 20_000}",
        ):
            status, said = await get(address)
            assert (status, said.rpartition("\r\n")[2]) == (404, "")
        for method in ("POST", "HEAD", "OPTIONS"):
            assert (await get(f"{redirect}?{query}", method=method))[0] == 404
        for host in ("evil.example", f"localhost:{urlsplit(redirect).port}"):
            assert (await get(f"{redirect}?{query}", host=host))[0] == 404
        await agrees(browser, page, tried)
        silent.close()

    grant, _ = run(act)
    assert grant.secret == Secret(CANARY)


def ends_with(code: str, act: Callable[..., Any], **more: Any) -> None:
    with pytest.raises(SignInError) as caught:
        run(act, **more)
    assert caught.value.code == code


def answering(**changes: str | None) -> Callable[..., Any]:
    async def act(browser: Browser, page: str, _tried: Tried) -> None:
        redirect, answer = await browser.visit(page)
        whole: dict[str, str | None] = {**answer, **changes}
        left = {name: value for name, value in whole.items() if value is not None}
        status, said = await get(f"{redirect}?{urlencode(left)}")
        assert status == 400
        assert CODE not in said

    return act


@pytest.mark.parametrize("state", ["", "x", "é", None])
def test_an_answer_with_another_state_is_refused(state: str | None) -> None:
    service = CodeService()
    ends_with("wrong-state", answering(state=state), service=service)
    assert service.forms == []


def test_an_answer_without_a_code_is_refused() -> None:
    ends_with("no-code", answering(code=None))
    ends_with("no-code", answering(code=""))
    ends_with("unreadable", answering(code="a\nb"))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "denied"),
        ("invalid_scope", "wrong-scope"),
        ("server_error", "service-trouble"),
        ("unauthorized_client", "client-not-allowed"),
        ("new\u202eerror", "refused"),
    ],
)
def test_what_the_service_refuses_is_said(error: str, code: str) -> None:
    ends_with(code, answering(error=error))


def test_an_answer_that_says_something_twice_is_refused() -> None:
    async def act(browser: Browser, page: str, _tried: Tried) -> None:
        redirect, answer = await browser.visit(page)
        await get(f"{redirect}?{urlencode(answer)}&code=other")

    ends_with("unreadable", act)


def test_only_the_first_of_two_answers_counts() -> None:
    async def act(browser: Browser, page: str, _tried: Tried) -> None:
        redirect, answer = await browser.visit(page)
        both = [
            asyncio.create_task(get(f"{redirect}?{urlencode(answer | {'code': code})}"))
            for code in (CODE, CODE)
        ]
        done = await asyncio.gather(*both, return_exceptions=True)
        assert sum(isinstance(each, tuple) and each[0] == 200 for each in done) == 1

    service = CodeService()
    grant, _ = run(act, service)
    assert grant.secret == Secret(CANARY)
    assert len(service.forms) == 1


def test_swapped_answers_of_two_attempts_are_refused() -> None:
    tried = [Tried(), Tried()]
    services = [CodeService(), CodeService()]

    async def use() -> list[Any]:
        async with Transport(tried[0].time.timing) as transport:
            tasks = [
                asyncio.create_task(
                    by_browser(
                        endpoints(server),
                        CLIENT,
                        each.attempt(transport, waits_really=True),
                    )
                )
                for server, each in zip((one, two), tried, strict=True)
            ]
            answers = []
            for each, service, task in zip(tried, services, tasks, strict=True):
                page = (await each.first_step(task)).address
                answers.append(await Browser(service).visit(page))
            (first, a), (second, b) = answers
            await asyncio.gather(get(f"{first}?{urlencode(b)}"), get(f"{second}?{urlencode(a)}"))
            return await asyncio.gather(*tasks, return_exceptions=True)

    with LoopbackServer(services[0]) as one, LoopbackServer(services[1]) as two:
        ended = asyncio.run(use())
    assert [error.code for error in ended] == ["wrong-state", "wrong-state"]
    assert [service.forms for service in services] == [[], []]


def test_the_issuer_is_checked() -> None:
    ends_with("wrong-issuer", answering(iss="https://elsewhere.example"))
    ends_with("wrong-issuer", answering(iss="nonsense"))

    def strict(known: SignInEndpoints) -> SignInEndpoints:
        return replace(known, issuer="https://issuer.example", needs_issuer=True)

    ends_with("wrong-issuer", answering(), change=strict)
    ends_with("wrong-issuer", answering(iss="https://issuer.example/"), change=strict)

    async def names_itself(browser: Browser, page: str, _tried: Tried) -> None:
        redirect, answer = await browser.visit(page)
        issuer = f"{urlsplit(page).scheme}://{urlsplit(page).netloc}"
        assert (await get(f"{redirect}?{urlencode(answer | {'iss': issuer})}"))[0] == 200

    run(names_itself)


def test_nobody_answers_within_five_minutes() -> None:
    tried = Tried()

    async def use() -> None:
        async with Transport(tried.time.timing) as transport:
            await by_browser(endpoints(server), CLIENT, tried.attempt(transport))

    with LoopbackServer(CodeService()) as server, pytest.raises(SignInError) as caught:
        asyncio.run(use())
    assert caught.value.code == "expired"
    assert tried.time.waits == [300.0]


def test_giving_up_closes_the_listener() -> None:
    tried = Tried()

    async def use() -> None:
        async with Transport(tried.time.timing) as transport:
            attempt = tried.attempt(transport, waits_really=True)
            task = asyncio.create_task(by_browser(endpoints(server), CLIENT, attempt))
            page = (await tried.first_step(task)).address
            redirect = parse_qs(urlsplit(page).query)["redirect_uri"][0]
            _, knocking = await asyncio.open_connection("127.0.0.1", urlsplit(redirect).port)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            with pytest.raises(ConnectionRefusedError):
                await get(redirect)
            knocking.close()

    with LoopbackServer(CodeService()) as server:
        asyncio.run(use())


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (refusal("invalid_grant"), "grant-refused"),
        (refusal("invalid_client", 401), "wrong-client"),
        (as_json({"access_token": CANARY, "token_type": "mac"}), "unreadable"),
        (as_json({"access_token": ""}), "unreadable"),
        (as_json({"access_token": "a\nb"}), "unreadable"),
        (as_json([CANARY]), "unreadable"),
        (as_html(status=404), "unreadable"),
    ],
)
def test_an_exchange_that_fails(answer: Answer, code: str) -> None:
    ends_with(code, agrees, service=CodeService(answer))


def test_a_mastodon_server_makes_its_own_client() -> None:
    service = CodeService()
    grant, _ = run(agrees, service, client=None, provider="mastodon")
    assert grant.client == Client("made-1", Secret("made-secret"), ClientAuth.POST)
    assert grant.options == {"client_id": "made-1", "client_auth": "client_secret_post"}
    assert service.forms[0]["client_secret"] == "made-secret"


def test_a_backpack_makes_its_own_client() -> None:
    service = CodeService()
    grant, _ = run(
        agrees,
        service,
        client=None,
        change=lambda known: replace(known, register=f"{known.instance}/register"),
    )
    assert grant.client == Client("made-1", Secret("made-secret"), ClientAuth.BASIC)
    said = base64.b64decode(service.forms[0]["authorization"].removeprefix("Basic "))
    assert said == b"made-1:made-secret"
    assert "client_secret" not in service.forms[0]


def test_the_page_speaks_the_windows_language_and_loads_nothing() -> None:
    async def use() -> str:
        expected = Expected("/callback", Secret("s"), "https://forge.example/authorize")
        words = PageWords("ar", "rtl", "<b>", received="وصل & <script>")
        async with Loopback(expected, words) as listener:
            _, said = await get(f"{listener.address}?code=c&state=s")
            assert await listener.code() == Secret("c")
        return said

    said = asyncio.run(use())
    head, _, body = said.partition("\r\n\r\n")
    assert 'lang="ar" dir="rtl"' in body
    assert "وصل &amp; &lt;script&gt;" in body
    assert "<script" not in body
    assert "default-src 'none'" in head
    assert "no-store" in head
    for outside in ("http:", "https:", "src=", "href=", "url("):
        assert outside not in body


def test_nothing_secret_is_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    grant, tried = run(agrees)
    with pytest.raises(SignInError) as caught:
        run(agrees, CodeService(as_json(PAIR | {"token_type": "mac"})))
    said = "".join(traceback.format_exception(caught.value))
    for text in (repr(grant), caplog.text, said, repr(tried.steps[1:])):
        for secret in (CANARY, "refresh-1", CODE):
            assert secret not in text


EXPECTED = Expected("/callback", Secret("good-state"), "https://forge.example/authorize")
_names = st.sampled_from(["code", "state", "iss", "error", "error_description", "x"])
_values = st.sampled_from(["good-state", "abc", "", "https://forge.example"]) | st.text(max_size=9)


@given(st.lists(st.tuples(_names, _values), max_size=6), st.sampled_from(["/callback", "/", "//x"]))
def test_any_query_is_judged(pairs: list[tuple[str, str]], path: str) -> None:
    query = urlencode(pairs, errors="replace")
    try:
        code = judge(f"{path}?{query}", EXPECTED)
    except SignInError:
        assert path == "/callback"
        return
    if code is not None:
        values = dict(pairs)
        assert values["state"] == "good-state"
        assert "error" not in values
        assert code == Secret(values["code"])
        assert path == "/callback"


@given(st.text())
def test_any_target_is_judged(target: str) -> None:
    for text in (target, f"/callback?{target}", f"/callback?state=good-state&{target}"):
        try:
            code = judge(text, EXPECTED)
        except SignInError:
            continue
        assert code is None or "code=" in text
