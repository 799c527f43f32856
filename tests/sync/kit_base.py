"""What the provider kit is told by a provider's tests, and how it runs them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeVar

import pytest

from portfolio.errors import (
    PortfolioError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.provider import Access, Ask, Provider
from portfolio.sync.transport import AccountCall, Transport, ValidatorBook, fixed
from tests.clocks import START
from tests.sync.kit_checks import (
    Reading,
    read_kind,
)
from tests.sync.loopback import Answer, LoopbackServer, Service, as_json
from tests.sync.timing import PatientTime

Result = TypeVar("Result")
TOKEN = "kit-Zq7vW3xT9-secret"


@dataclass(frozen=True)
class World:
    """What a scripted service holds.

    Attributes:
        items: What it lists of the person, by kind, newest first.
        handle: The person's login there.
        native_id: Their durable id.
        token: What it takes as signed in.
    """

    items: Mapping[Kind, Sequence[Any]] = field(default_factory=dict)
    handle: str = "ada"
    native_id: str = "4321"
    token: str = TOKEN


@dataclass(frozen=True)
class Nothing:
    """There is no such thing at this service; said with why."""

    why: str


class KitBase:
    """What a provider's tests say, and how they are run; see `tests.sync.kit`.

    Attributes may be set by the deriving class.

    Attributes:
        way: How the account is signed in; `Way.NAME` sends no credential.
        count: Items to list; more than the scripted service gives on one page.
        kinds: The kinds to try, for a class about one way of signing in; empty tries all.
        one_page_kinds: Kinds that the real service never pages.
        options: `Access.options`.
        unreadable: What is raised when a web page comes instead of data.
        no_renames: Why a changed login cannot be followed; "" when it can.
        mutations: How many mutated items are tried a kind.
    """

    provider: ClassVar[Provider]
    way: ClassVar[Way] = Way.TOKEN
    count: ClassVar[int] = 7
    kinds: ClassVar[tuple[Kind, ...]] = ()
    one_page_kinds: ClassVar[frozenset[Kind]] = frozenset()
    options: ClassVar[Mapping[str, str]] = {}
    unreadable: ClassVar[tuple[type[PortfolioError], ...]] = (UnreadableReplyError,)
    no_renames: ClassVar[str] = ""
    mutations: ClassVar[int] = 20
    now: ClassVar[datetime] = START

    # -- what a provider's tests say ----------------------------------------------------------

    def service(self, world: World) -> Service:
        """Return a service that answers like the real one and holds this."""
        raise NotImplementedError

    def item(self, kind: Kind, number: int) -> Any:
        """Return valid item ``number`` as the service writes it; 0 is the newest."""
        raise NotImplementedError

    def native_id(self, kind: Kind, item: Any) -> str:
        """Return the `Record.native_id` an item must get."""
        del kind
        return str(item["id"])

    def bad_item(self, kind: Kind) -> Any:
        """Return an item of which no record can be made."""
        raise NotImplementedError

    def by_deleted_author(self, kind: Kind) -> Any:
        """Return an item whose author's account is gone, or `Nothing`."""
        raise NotImplementedError

    def of_unknown_type(self, kind: Kind) -> Any:
        """Return an item of a type or state this version does not know, or `Nothing`."""
        raise NotImplementedError

    def dead_token(self) -> Answer:
        """Return how the service refuses a token it does not take any more."""
        return as_json({"message": "Bad credentials"}, 401)

    def throttling(self) -> Mapping[str, str]:
        """Return the headers of the service's 429."""
        return {"Retry-After": "5"}

    def instance(self, base: str) -> str:
        """Return the account's instance for a loopback server."""
        return base

    # -- machinery ----------------------------------------------------------------------------

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run what takes a kind once for each kind the provider declares."""
        if "kind" in metafunc.fixturenames:
            kinds = self.kinds or tuple(info.kind for info in self.provider.about.kinds)
            metafunc.parametrize("kind", kinds, ids=[str(kind) for kind in kinds])

    def world(self, kind: Kind, items: Sequence[Any] | None = None, **others: Any) -> World:
        """Return a world that lists items of one kind (`count` good ones by default)."""
        if items is None:
            items = [self.item(kind, number) for number in range(self.count)]
        return World({kind: items}, **others)

    def access(self, base: str) -> Access:
        """Return the account on a loopback server."""
        world = World()
        return Access(
            self.instance(base),
            world.handle,
            self.way,
            native_id=world.native_id,
            options=self.options,
        )

    def ask(self, base: str, kind: Kind) -> Ask:
        """Return the ask for all of one kind."""
        return Ask(self.access(base), kind, self.now)

    def talk(
        self,
        service: Service,
        act: Callable[[AccountCall], Awaitable[Result]],
        *,
        time: PatientTime | None = None,
        book: ValidatorBook | None = None,
    ) -> Result:
        """Run ``act`` against a scripted service, and look that the token went nowhere else."""
        with LoopbackServer(service) as server:
            result = asyncio.run(self._talk(server, act, time or PatientTime(), book))
            self.look_at(server)
        return result

    async def _talk(
        self,
        server: LoopbackServer,
        act: Callable[[AccountCall], Awaitable[Result]],
        time: PatientTime,
        book: ValidatorBook | None,
    ) -> Result:
        secret = None if self.way is Way.NAME else fixed(Secret(TOKEN))
        async with Transport(time.timing) as transport:
            access = self.access(server.base)
            async with transport.call(self.provider, access, secret, book=book) as call:
                return await act(call)

    def look_at(self, server: LoopbackServer) -> None:
        """Assert what holds for all requests of any provider."""
        assert not server.faults, f"the scripted service raised:\n{server.faults[0]}"
        for asked in server.asked:
            assert TOKEN not in asked.target, f"a token in an address: {asked.path}"
            if self.way is Way.NAME:
                assert "authorization" not in asked.headers

    def read(self, service: Service, kind: Kind, *, time: PatientTime | None = None) -> Reading:
        """Read one kind to its end."""

        async def act(call: AccountCall) -> Reading:
            return await read_kind(self.provider, Ask(call.access, kind, self.now), call)

        return self.talk(service, act, time=time)

    def expected(self, kind: Kind, items: Sequence[Any]) -> list[str]:
        """Return the ids that items must get."""
        return [self.native_id(kind, item) for item in items]
