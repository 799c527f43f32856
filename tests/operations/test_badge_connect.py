"""A backpack that says itself where one signs in: added in the browser, read, renewed, removed."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from portfolio.errors import SignInError
from portfolio.keychain import SessionSecrets
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.operations import accounts, syncing
from portfolio.operations.accounts import Desk, SignIn
from portfolio.sync.providers.badge_connect import PROVIDER
from portfolio.sync.signin.shapes import SignInStep, StepKind
from portfolio.sync.transport import Timing, Transport
from portfolio.workspace import Workspace
from tests.clocks import FixedClock
from tests.sync.engine.syncs import at_once
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, LoopbackServer, as_json
from tests.sync.loopback.tls import Authority
from tests.sync.providers import badge_connect_service as backpack
from tests.sync.timing import PatientTime

FIRST, SECOND = "token-first-5uVq", "token-second-8dKw"


class SigningBackpack(backpack.BackpackService):
    """A backpack that lets programs register and signs people in.

    Attributes:
        registered: What programs said of themselves.
        forms: What was posted for tokens, with the Authorization header.
        registers: It has an address for that.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.registered: list[Any] = []
        self.forms: list[dict[str, str]] = []
        self.challenge = ""
        self.registers = True

    def manifest(self, at: str) -> dict[str, Any]:
        said = super().manifest(at)
        (offer,) = said["badgeConnectAPI"]
        offer |= {
            "registrationUrl": f"{at}/o/register" if self.registers else "",
            "authorizationUrl": f"{at}/o/authorize",
            "tokenUrl": f"{at}/o/token",
        }
        return said

    def handle(self, request: Asked) -> Answer:
        if request.path == "/o/register":
            self.registered.append(request.json())
            return as_json({"client_id": "made-7", "client_secret": "made-secret"}, 201)
        if request.path == "/o/token":
            return self._token(request)
        return super().handle(request)

    def _token(self, request: Asked) -> Answer:
        form = request.form
        self.forms.append(form | {"authorization": request.headers.get("authorization", "")})
        if form["grant_type"] == "refresh_token":
            self.world = replace(self.world, token=SECOND)
            return as_json({"access_token": SECOND, "token_type": "Bearer"})
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
            return as_json({"error": "invalid_grant"}, 400)
        self.world = replace(self.world, token=FIRST)
        pair = {"access_token": FIRST, "refresh_token": "again-1", "token_type": "Bearer"}
        return as_json(pair | {"expires_in": 7200})


@dataclass
class Place:
    """A profile, a keyring, and a backpack that is reached over https."""

    profile: Path
    server: LoopbackServer
    service: SigningBackpack
    authority: Authority
    ring: SessionSecrets = field(default_factory=SessionSecrets)
    pages: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def run(self, work: Callable[[Workspace], Coroutine[Any, Any, Any]]) -> Any:
        async def whole() -> Any:
            timing = PatientTime().timing
            # The page is waited for in real time; it comes at once.
            timing = Timing(timing.clock, asyncio.sleep, timing.monotonic, timing.chance)
            transport = Transport(timing, authorities={"localhost": self.authority.file})
            space = Workspace.open(
                self.profile,
                clock=FixedClock(),
                keychain=self.ring,
                transport=transport,
                providers=(PROVIDER,),
            )
            try:
                return await work(space)
            finally:
                await space.close_network()
                space.close()

        return asyncio.run(whole())

    def add(self) -> Any:
        """Add the account as somebody does who agrees on every page."""
        visits: set[asyncio.Task[None]] = set()

        def report(step: SignInStep) -> None:
            if step.kind is StepKind.OPEN_PAGE:
                visits.add(asyncio.ensure_future(self._visit(step.address)))

        async def work(space: Workspace) -> Any:
            (offer, _token) = accounts.offer(space, "badge_connect", self.server.base)
            assert offer.is_open
            wish = SignIn("badge_connect", Way.BROWSER, self.server.base, "ada@kept.example")
            try:
                return await accounts.add(space, wish, Desk(at_once, report))
            finally:
                await asyncio.gather(*visits)

        return self.run(work)

    async def _visit(self, page: str) -> None:
        self.pages.append(page)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        self.service.challenge = asked["code_challenge"]
        where = urlsplit(asked["redirect_uri"])
        query = urlencode({"code": "code-1", "state": asked["state"]})
        reader, writer = await asyncio.open_connection("127.0.0.1", where.port)
        head = f"GET {where.path}?{query} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n"
        writer.write(head.encode())
        self.shown.append((await reader.read()).decode())
        writer.close()
        await writer.wait_closed()

    def sync(self) -> Any:
        return self.run(
            lambda space: syncing.sync(space, report=lambda _said: None, blocking=at_once)
        )


@pytest.fixture
def place(profile: Path, tmp_path: Path) -> Iterator[Place]:
    authority = Authority(tmp_path)
    world = World({Kind.BADGE: [backpack.assertion(number) for number in range(4)]})
    service = SigningBackpack(world)
    service.offers = {2}
    with LoopbackServer(service, tls=authority.serving()) as server:
        yield Place(profile, server, service, authority)
        assert server.faults == []


def test_a_backpack_is_added_in_the_browser_and_read(place: Place) -> None:
    account = place.add()
    (said,) = place.service.registered
    assert said["redirect_uris"][0].startswith("http://127.0.0.1:")
    assert said["scope"] == f"{backpack.SCOPE_2}assertion.readonly"
    (page,) = place.pages
    assert page.startswith(f"{place.server.base}/o/authorize?")
    assert "client_id=made-7" in page
    (form,) = place.service.forms
    assert base64.b64decode(form["authorization"].removeprefix("Basic ")) == b"made-7:made-secret"
    assert account.scopes == (f"{backpack.SCOPE_2}assertion.readonly",)
    (outcome,) = place.sync()
    assert (outcome.outcome, outcome.new) == ("done", 4)


def test_its_token_is_renewed_where_it_was_made(place: Place) -> None:
    place.add()
    place.service.world = replace(place.service.world, token="another")  # the first one has ended
    (outcome,) = place.sync()
    assert (outcome.outcome, outcome.new) == ("done", 4)
    assert place.service.forms[-1]["refresh_token"] == "again-1"
    assert place.service.forms[-1]["authorization"].startswith("Basic ")


def test_both_versions_of_the_standard_are_signed_in_to_at_once(place: Place) -> None:
    place.service.offers = {2, 3}
    described = backpack.discovery

    def here(at: str) -> dict[str, Any]:
        said = described(at)
        scheme = said["components"]["securitySchemes"]["OAuth2ACG"]
        scheme["flows"]["authorizationCode"] |= {"tokenUrl": f"{at}/o/token"}
        return said

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backpack, "discovery", here)
        account = place.add()
    assert account.scopes == (
        f"{backpack.SCOPE_2}assertion.readonly",
        f"{backpack.SCOPE_3}credential.readonly",
    )


@pytest.mark.parametrize("lacks", ["registering", "everything"])
def test_one_that_does_not_say_where_is_refused_in_plain_words(place: Place, lacks: str) -> None:
    if lacks == "registering":
        place.service.registers = False
    else:
        place.service.offers = set()
    with pytest.raises(SignInError) as caught:
        place.add()
    assert caught.value.code == "unsupported"
    assert place.pages == []
