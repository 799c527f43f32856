"""Handing out tokens and renewing them: one at a time, stored before use, crash or no crash."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from portfolio.errors import KeychainError, ServiceError
from portfolio.keychain import Entry, SessionSecrets, entry_for
from portfolio.keychain.entries import REFRESH
from portfolio.model.account import Account, AccountState, Way
from portfolio.model.codes import Proof
from portfolio.secret import Secret
from portfolio.sync.signin.renewal import TokenKeeper
from portfolio.sync.signin.revoking import revoke_account
from portfolio.sync.signin.shapes import Client, ClientAuth, Grant
from portfolio.sync.signin.tokens import keep_grant
from portfolio.sync.transport import Transport
from tests.clocks import START
from tests.sync.loopback import Answer, Asked, LoopbackServer, as_html, as_json
from tests.sync.signin.attempts import endpoints, refusal
from tests.sync.timing import PatientTime


class RotatingService:
    """Gives a new pair for each refresh token and refuses the old one at once."""

    def __init__(self) -> None:
        self.number = 1
        self.renewals = 0
        self.forms: list[dict[str, str]] = []
        self.instead: Answer | None = None
        self.was_asked = threading.Event()

    def handle(self, request: Asked) -> Answer:
        self.forms.append(request.form)
        self.was_asked.set()
        if self.instead is not None:
            return self.instead
        if request.form.get("refresh_token") != f"refresh-{self.number}":
            return refusal("invalid_grant")
        self.number += 1
        self.renewals += 1
        return as_json(
            {
                "access_token": f"token-{self.number}",
                "refresh_token": f"refresh-{self.number}",
                "expires_in": 7200,
                "token_type": "Bearer",
            }
        )


class Keyring(SessionSecrets):
    """A keyring that may fail at its n-th storing, and remembers the order of what it took."""

    def __init__(self, fails_at: int = 0) -> None:
        super().__init__()
        self.fails_at, self.stored = fails_at, list[str]()

    async def keep(self, entry: Entry, secret: Secret) -> None:
        self.fails_at -= 1
        if self.fails_at == 0:
            raise KeychainError("The system's keyring is locked.", state="locked")
        self.stored.append(secret.reveal())
        await super().keep(entry, secret)


class Shop:
    """One account at a rotating service."""

    def __init__(self, server: LoopbackServer, transport: Transport, time: PatientTime) -> None:
        self.server, self.transport, self.time = server, transport, time
        self.account = Account(
            id="account-1",
            provider="gitlab",
            instance=server.base,
            native_id="7",
            handle="ada",
            name="Ada",
            profile_url="",
            way=Way.BROWSER,
            proof=Proof.LOGIN,
            state=AccountState.READY,
            added_at=START,
            options={"client_id": "client-1"},
        )
        self.keyring = Keyring()

    async def sign_in(self) -> None:
        grant = Grant(Secret("token-1"), refresh=Secret("refresh-1"))
        await keep_grant(self.keyring, "gitlab", self.server.base, "account-1", grant)
        self.keyring.stored.clear()

    def keeper(self) -> TokenKeeper:
        return TokenKeeper(self.keyring, send=self.transport.exchange, timing=self.time.timing)

    def held(self, part: str = "") -> str:
        entry = entry_for("gitlab", self.server.base, "account-1", part)
        secret = self.keyring.get(entry)
        return secret.reveal() if secret is not None else ""


def run(test: object, service: RotatingService | None = None) -> RotatingService:
    time, service = PatientTime(), service or RotatingService()

    async def use() -> None:
        async with Transport(time.timing) as transport:
            shop = Shop(server, transport, time)
            await shop.sign_in()
            await test(shop, service)  # type: ignore[operator]

    with LoopbackServer(service) as server:
        asyncio.run(use())
        assert server.faults == []
    return service


def test_a_good_token_is_asked_of_the_keyring_once() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        supply = shop.keeper().supplier(shop.account, endpoints(shop.server))
        assert await supply(None) == Secret("token-1")
        shop.keyring.delete(entry_for("gitlab", shop.server.base, "account-1"))
        assert await supply(None) == Secret("token-1")

    assert run(act).renewals == 0


def test_a_refused_token_is_renewed_and_stored_before_use() -> None:
    ends = []

    async def act(shop: Shop, service: RotatingService) -> None:
        keeper = shop.keeper()
        supply = keeper.supplier(shop.account, endpoints(shop.server), on_renewed=ends.append)
        assert await supply(None) == Secret("token-1")
        assert await supply(Secret("token-1")) == Secret("token-2")
        assert shop.keyring.stored == ["refresh-2", "token-2"]
        assert await supply(None) == Secret("token-2")
        assert ends == [shop.time.clock.now() + timedelta(seconds=7200)]
        await keeper.close()

    service = run(act)
    assert service.forms[0]["client_id"] == "client-1"
    assert service.forms[0]["grant_type"] == "refresh_token"


def test_many_refused_at_once_renew_once() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        supply = shop.keeper().supplier(shop.account, endpoints(shop.server))
        refused = Secret("token-1")
        found = await asyncio.gather(*(supply(refused) for _ in range(8)))
        assert set(found) == {Secret("token-2")}

    assert run(act).renewals == 1


def test_a_token_is_renewed_before_it_ends() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        supply = shop.keeper().supplier(shop.account, endpoints(shop.server))
        await supply(Secret("token-1"))
        await shop.time.sleep(7200 - 61)
        assert await supply(None) == Secret("token-2")
        await shop.time.sleep(2)
        assert await supply(None) == Secret("token-3")

    assert run(act).renewals == 2


@pytest.mark.parametrize("fails_at", [1, 2])
def test_tokens_the_keyring_did_not_take_are_not_used_and_not_lost(fails_at: int) -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        supply = shop.keeper().supplier(shop.account, endpoints(shop.server))
        shop.keyring.fails_at = fails_at
        with pytest.raises(KeychainError):
            await supply(Secret("token-1"))
        # Unlocked again: what the service gave is stored, then used; nothing is renewed anew.
        assert await supply(None) == Secret("token-2")
        assert (shop.held(REFRESH), shop.held()) == ("refresh-2", "token-2")

    assert run(act).renewals == 1


def test_after_a_crash_between_the_two_writes_it_goes_on() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        first = shop.keeper().supplier(shop.account, endpoints(shop.server))
        shop.keyring.fails_at = 2
        with pytest.raises(KeychainError):
            await first(Secret("token-1"))
        assert (shop.held(REFRESH), shop.held()) == ("refresh-2", "token-1")
        again = shop.keeper().supplier(shop.account, endpoints(shop.server))  # a new process
        assert await again(None) == Secret("token-1")
        assert await again(Secret("token-1")) == Secret("token-3")
        assert (shop.held(REFRESH), shop.held()) == ("refresh-3", "token-3")

    run(act)


def test_after_a_crash_before_the_first_write_the_person_signs_in_again() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        first = shop.keeper().supplier(shop.account, endpoints(shop.server))
        shop.keyring.fails_at = 1
        with pytest.raises(KeychainError):
            await first(Secret("token-1"))
        again = shop.keeper().supplier(shop.account, endpoints(shop.server))
        assert await again(None) == Secret("token-1")
        assert await again(Secret("token-1")) is None  # what the transport calls "sign in again"

    run(act)


def test_cancelling_the_request_does_not_cut_the_renewal() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        keeper = shop.keeper()
        supply = keeper.supplier(shop.account, endpoints(shop.server))
        asking = asyncio.ensure_future(supply(Secret("token-1")))
        await asyncio.to_thread(service.was_asked.wait)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await keeper.close()
        assert (shop.held(REFRESH), shop.held()) == ("refresh-2", "token-2")
        assert await supply(None) == Secret("token-2")

    assert run(act).renewals == 1


@pytest.mark.parametrize(
    "answer", [as_html(status=503), Answer(breaks_after=0, body=b"{}"), refusal("server_error")]
)
def test_a_service_in_trouble_loses_nothing(answer: Answer) -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        supply = shop.keeper().supplier(shop.account, endpoints(shop.server))
        service.instead = answer
        with pytest.raises(ServiceError):
            await supply(Secret("token-1"))
        service.instead = None
        assert await supply(Secret("token-1")) == Secret("token-2")

    run(act)


def test_a_token_that_is_not_renewed_is_just_refused() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        supply = shop.keeper().supplier(shop.account)
        assert await supply(None) == Secret("token-1")
        assert await supply(Secret("token-1")) is None
        keeper = shop.keeper()
        shop.keyring.delete(entry_for("gitlab", shop.server.base, "account-1"))
        assert await keeper.supplier(shop.account)(None) is None

    assert run(act).forms == []


def test_signed_in_anew_the_keyring_is_asked_again() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        keeper = shop.keeper()
        assert await keeper.supplier(shop.account)(None) == Secret("token-1")
        await keep_grant(
            shop.keyring, "gitlab", shop.server.base, "account-1", Grant(Secret("token-9"))
        )
        keeper.forget("account-1")
        assert await keeper.supplier(shop.account)(None) == Secret("token-9")

    run(act)


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_grant_is_kept_whole_or_not_at_all(fails_at: int) -> None:
    keyring = Keyring(fails_at)
    client = Client("made", Secret("made-secret"), ClientAuth.POST)
    grant = Grant(Secret("t"), refresh=Secret("r"), client=client)
    with pytest.raises(KeychainError):
        asyncio.run(keep_grant(keyring, "mastodon", "https://m.example", "a", grant))
    assert keyring.stored == ["made-secret", "r", "t"][: fails_at - 1]
    for part in ("", "#refresh", "#client"):
        assert keyring.get(entry_for("mastodon", "https://m.example", "a", part)) is None


def test_signing_in_anew_in_vain_leaves_the_old_secrets() -> None:
    keyring = Keyring()
    old = Grant(Secret("old"), refresh=Secret("old refresh"))
    asyncio.run(keep_grant(keyring, "gitlab", "https://g.example", "a", old))
    keyring.fails_at = 2
    new = Grant(Secret("new"), refresh=Secret("new refresh"))
    with pytest.raises(KeychainError):
        asyncio.run(keep_grant(keyring, "gitlab", "https://g.example", "a", new))
    assert keyring.get(entry_for("gitlab", "https://g.example", "a")) == Secret("old")
    refresh = entry_for("gitlab", "https://g.example", "a", REFRESH)
    assert keyring.get(refresh) == Secret("old refresh")


def test_revoking_is_asked_where_there_is_a_call_for_it() -> None:
    async def act(shop: Shop, service: RotatingService) -> None:
        async def revoked(account: Account, provider: str = "gitlab") -> bool:
            where = endpoints(shop.server, provider)
            return await revoke_account(account, where, shop.keyring, send=shop.transport.exchange)

        service.instead = as_json({})
        assert await revoked(shop.account)
        assert service.forms.pop() == {"token": "token-1", "client_id": "client-1"}
        client = entry_for("gitlab", shop.server.base, "account-1", "#client")
        shop.keyring.set(client, Secret("made-secret"))
        assert await revoked(shop.account)
        assert service.forms.pop()["client_secret"] == "made-secret"
        service.instead = as_html(status=500)
        assert not await revoked(shop.account)
        service.forms.clear()
        assert not await revoked(shop.account, "github")  # it has no such call
        assert not await revoked(replace(shop.account, way=Way.TOKEN))  # the person's own
        assert service.forms == []
        service.instead = as_json({"success": "OK"})
        assert await revoked(replace(shop.account, way=Way.USER_KEY), "discourse")
        assert shop.server.asked[-1].path == "/user-api-key/revoke"
        assert shop.server.asked[-1].headers["user-api-key"] == "token-1"
        shop.keyring.delete(entry_for("gitlab", shop.server.base, "account-1"))
        assert not await revoked(shop.account)

    run(act)
