"""The test kit every provider must pass, over real sockets with the real transport.

Use it by deriving one class in ``tests/sync/providers/test_<name>.py``::

    class TestGitea(ProviderKit):
        provider = PROVIDER

        def service(self, world: World) -> Service:
            return GiteaService(world)          # answers like the real one, a few items a page

        def item(self, kind: Kind, number: int) -> Any:
            return {"id": 1000 + number, ...}   # as the service writes it; number 0 is the newest

        def bad_item(self, kind: Kind) -> Any:
            return {"id": None}

        def by_deleted_author(self, kind: Kind) -> Any:
            return {**self.item(kind, 1), "user": None}

        def of_unknown_type(self, kind: Kind) -> Any:
            return {**self.item(kind, 1), "type": "hologram"}

The service must treat items as opaque, in the order of ``world.items[kind]``: the kit puts in what
no parser should meet. What does not exist at a service is said with `Nothing`, which skips the
test and shows why. `docs/providers.md` walks through an example.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from portfolio.errors import (
    AccountError,
    ForeignAddressError,
    SignInNeededError,
)
from portfolio.model.account import MISSING, Way
from portfolio.model.kinds import Kind
from portfolio.sync.provider import Ask, Record, Who
from portfolio.sync.transport import AccountCall, ValidatorBook
from tests.sync.kit_base import TOKEN, KitBase, Nothing, World
from tests.sync.kit_checks import (
    ANY_JSON,
    Reading,
    check_pages,
    check_record,
    mutated,
    read_a_little,
    read_kind,
    resumed,
)
from tests.sync.loopback import Answer, FromFunction, LoopbackServer, Service, as_json, faults
from tests.sync.timing import PatientTime

__all__ = ["TOKEN", "Nothing", "ProviderKit", "World"]
ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


class ProviderKit(KitBase):
    """The bars. See the module and `tests.sync.kit_base.KitBase`."""

    def test_it_says_what_it_is(self) -> None:
        about = self.provider.about
        module = type(self.provider).__module__
        assert about.id in module.split("."), "About.id is the name of its module"
        assert about.name
        assert about.handle_words
        assert about.docs.startswith("https://"), "say where the interface is described"
        assert (ICONS / f"{about.icon}.svg").exists() or (
            ICONS / "marks" / f"{about.icon}.svg"
        ).exists(), f"there is no icon {about.icon}"
        assert about.concurrency >= 1
        assert about.spacing_s >= 0
        for instance in about.instances:
            assert instance.startswith("https://")
            assert not instance.endswith("/")
        assert not about.is_fixed or len(about.instances) == 1
        for sentence in (*about.limits, *about.cannot):
            assert sentence.endswith("."), f"a plain sentence, please: {sentence}"

    def test_its_ways_and_kinds_make_sense(self) -> None:
        about = self.provider.about
        ways = {info.way for info in about.ways}
        assert ways
        assert len(ways) == len(about.ways)
        for way in about.ways:
            assert way.words, f"say what to do for {way.way}"
            assert not way.page or way.page.startswith(("/", "https://"))
        kinds = [info.kind for info in about.kinds]
        assert kinds
        assert len(set(kinds)) == len(kinds)
        for info in about.kinds:
            assert set(info.needs) <= ways, f"{info.kind} needs a way that is not offered"
            assert info.overlap_s >= 0
            assert not info.limit or info.limit.partition(":")[0] in MISSING

    def test_its_interface_is_at_the_instance_given(self) -> None:
        base = self.provider.api_base(self.instance("http://127.0.0.1:9"))
        assert base.startswith("http://127.0.0.1:9"), "tests and other instances must be possible"

    def test_it_says_who_the_account_is(self) -> None:
        who = self._who(World())
        assert who.native_id
        assert who.handle == "ada"
        if not self.no_renames:
            assert who.native_id == World().native_id

    def test_a_changed_login_is_the_same_account(self) -> None:
        if self.no_renames:
            pytest.skip(self.no_renames)
        before, after = self._who(World()), self._who(World(handle="grace"))
        assert before.native_id == after.native_id
        assert after.handle == "grace"

    def _who(self, world: World) -> Who:
        async def act(call: AccountCall) -> Who:
            # A name typed in is the one the person has now; a token needs none.
            handle = world.handle if self.way is Way.NAME else World.handle
            return await self.provider.who(replace(call.access, handle=handle), call)

        return self.talk(self.service(world), act)

    def test_everything_is_read_once(self, kind: Kind) -> None:
        world = self.world(kind)
        with LoopbackServer(self.service(world)) as server:
            base = self.provider.api_base(self.instance(server.base))
            ask = self.ask(server.base, kind)

            async def act(call: AccountCall) -> Reading:
                return await read_kind(self.provider, ask, call)

            reading = asyncio.run(self._talk(server, act, PatientTime(), None))
            self.look_at(server)
        assert sorted(reading.ids) == sorted(self.expected(kind, world.items[kind]))
        assert not reading.set_aside
        if kind not in self.one_page_kinds:
            assert len(reading.pages) > 1, "list more items than fit on one page"
        check_pages([page for _, page in reading.pages])
        for record in reading.records:
            check_record(record, self.provider, base)

    def test_a_walk_is_taken_up_after_each_page(self, kind: Kind) -> None:
        world = self.world(kind)
        expected = set(self.expected(kind, world.items[kind]))

        async def act(call: AccountCall) -> None:
            ask = Ask(call.access, kind, self.now)
            whole = await read_kind(self.provider, ask, call)
            for index, (window, page) in enumerate(whole.pages):
                if page.resume is None:
                    continue
                again = resumed(ask, window, page.resume)
                rest = [one async for one in self.provider.pages(again, call)]
                before = [one for _, one in whole.pages[: index + 1]]
                later = [one for place, one in whole.pages[index + 1 :] if place != window]
                ids = [item.native_id for one in (*before, *rest, *later) for item in one.records]
                assert set(ids) == expected, f"lost when resumed after page {index + 1}"
                assert len(ids) == len(expected), f"read twice when resumed after page {index + 1}"

        self.talk(self.service(world), act)

    def test_an_empty_listing_is_no_error(self, kind: Kind) -> None:
        reading = self.read(self.service(self.world(kind, [])), kind)
        assert reading.ids == []
        assert not reading.set_aside

    def test_a_bad_item_is_set_aside_and_its_neighbours_kept(self, kind: Kind) -> None:
        good = [self.item(kind, 0), self.item(kind, 2)]
        world = self.world(kind, [good[0], self._given(self.bad_item(kind)), good[1]])
        reading = self.read(self.service(world), kind)
        assert sorted(reading.ids) == sorted(self.expected(kind, good))
        assert reading.set_aside == 1
        check_pages([page for _, page in reading.pages])

    def test_a_deleted_author_stops_nothing(self, kind: Kind) -> None:
        self._neighbours_are_kept(kind, self._given(self.by_deleted_author(kind)))

    def test_an_unknown_type_stops_nothing(self, kind: Kind) -> None:
        self._neighbours_are_kept(kind, self._given(self.of_unknown_type(kind)))

    def _given(self, item: Any) -> Any:
        if isinstance(item, Nothing):
            pytest.skip(item.why)
        return item

    def _neighbours_are_kept(self, kind: Kind, item: Any) -> None:
        good = [self.item(kind, 0), self.item(kind, 2)]
        reading = self.read(self.service(self.world(kind, [good[0], item, good[1]])), kind)
        assert set(self.expected(kind, good)) <= set(reading.ids)

    def test_wrong_types_anywhere_stop_nothing(self, kind: Kind) -> None:
        good = [self.item(kind, 0), self.item(kind, 2)]
        wanted = set(self.expected(kind, good))
        with LoopbackServer(FromFunction(lambda _: Answer(404))) as server:

            @settings(max_examples=self.mutations, database=None)
            @given(mutated(self.item(kind, 1)))
            def look(item: Any) -> None:
                server.service = self.service(self.world(kind, [good[0], item, good[1]]))

                async def act(call: AccountCall) -> Reading:
                    return await read_kind(self.provider, self.ask(server.base, kind), call)

                reading = asyncio.run(self._talk(server, act, PatientTime(), None))
                self.look_at(server)
                assert wanted <= set(reading.ids), "a neighbour was lost"
                for record in reading.records:
                    check_record(record, self.provider, server.base)

            look()

    def test_anything_in_place_of_the_account_is_an_answer_or_said(self) -> None:
        self._anything(lambda call: self.provider.who(call.access, call))

    def test_anything_in_place_of_a_page_is_an_answer_or_said(self, kind: Kind) -> None:
        def act(call: AccountCall) -> Awaitable[None]:
            return read_a_little(self.provider, Ask(call.access, kind, self.now), call)

        self._anything(act)

    def _anything(self, act: Callable[[AccountCall], Awaitable[Any]]) -> None:
        with LoopbackServer(FromFunction(lambda _: Answer(404))) as server:

            @settings(max_examples=self.mutations, database=None)
            @given(ANY_JSON)
            def look(value: Any) -> None:
                server.service = FromFunction(lambda _: as_json(value))
                with contextlib.suppress(AccountError):
                    asyncio.run(self._talk(server, act, PatientTime(), None))

            look()

    def test_it_waits_as_long_as_it_is_told_and_goes_on(self, kind: Kind) -> None:
        world, time = self.world(kind), PatientTime()
        service = faults.throttled(self.service(world), 2, headers=self.throttling())
        reading = self.read(service, kind, time=time)
        assert sorted(reading.ids) == sorted(self.expected(kind, world.items[kind]))
        assert sum(time.waits) >= 5

    def test_a_dead_token_asks_for_signing_in(self, kind: Kind) -> None:
        if self.way is Way.NAME:
            pytest.skip("there is no token")
        service = faults.token_dead(self.service(self.world(kind)), 0, self.dead_token())
        with pytest.raises(SignInNeededError):
            self.read(service, kind)

    def test_a_token_that_dies_half_way_is_said_and_pages_before_are_good(self, kind: Kind) -> None:
        if self.way is Way.NAME:
            pytest.skip("there is no token")
        world = self.world(kind)
        counting = faults.Changed(self.service(world))
        self.read(counting, kind)
        if counting.seen < 2:
            pytest.skip("one request brings it all")
        dying = faults.token_dead(self.service(world), counting.seen - 1, self.dead_token())
        kept: list[str] = []

        async def act(call: AccountCall) -> None:
            reading = Reading()
            with pytest.raises(SignInNeededError):
                await read_kind(self.provider, Ask(call.access, kind, self.now), call, reading)
            kept.extend(reading.ids)

        self.talk(dying, act)
        assert len(set(kept)) == len(kept)
        assert set(kept) <= set(self.expected(kind, world.items[kind]))

    def test_a_web_page_is_not_taken_for_an_answer(self, kind: Kind) -> None:
        with pytest.raises(self.unreadable):
            self.read(faults.html_instead(self.service(self.world(kind))), kind)

    def test_half_an_answer_is_not_taken_for_one(self, kind: Kind) -> None:
        with pytest.raises(self.unreadable):
            self.read(faults.truncated(self.service(self.world(kind))), kind)

    def test_nothing_is_sent_to_another_host(self, kind: Kind) -> None:
        with LoopbackServer(FromFunction(lambda _: as_json([]))) as thief:
            service = self.service(self.world(kind))
            for fault in (faults.foreign_next, faults.redirected):
                error = self._attempt(fault(service, f"{thief.base}/here"), kind)
                assert error is None or isinstance(error, ForeignAddressError)
            assert not thief.asked, "a request went to another host"

    def test_an_unchanged_listing_is_not_read_again(self, kind: Kind) -> None:
        world, book = self.world(kind), ValidatorBook()
        service = faults.WithEtags(self.service(world))

        async def act(call: AccountCall) -> tuple[Reading, Reading]:
            ask = Ask(call.access, kind, self.now)
            first = await read_kind(self.provider, ask, call)
            book.take_new()
            return first, await read_kind(self.provider, ask, call)

        first, second = self.talk(service, act, book=book)
        is_unchanged = any(page.is_unchanged for _, page in second.pages)
        assert is_unchanged == (service.unchanged > 0)
        assert is_unchanged or sorted(second.ids) == sorted(first.ids)

    def test_open_items_can_be_read_again(self, kind: Kind) -> None:
        async def act(call: AccountCall) -> tuple[list[Record], set[str]]:
            ask = Ask(call.access, kind, self.now)
            found = (await read_kind(self.provider, ask, call)).records
            still = [record for record in found if record.is_open]
            again: set[str] = set()
            if still:
                refs = [record.ref for record in still]
                async for page in self.provider.again(ask, refs, call):
                    again |= {record.native_id for record in page.records} | set(page.gone)
            return still, again

        still, again = self.talk(self.service(self.world(kind)), act)
        if not still:
            pytest.skip("nothing of this kind stays open")
        assert {record.native_id for record in still} == again

    def test_the_token_is_not_in_the_log(
        self, kind: Kind, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            error = self._attempt(faults.failing(self.service(self.world(kind)), 9), kind)
        assert error is not None
        assert TOKEN not in f"{error} {error!r} {caplog.text}"

    def _attempt(self, service: Service, kind: Kind) -> AccountError | None:
        try:
            self.read(service, kind)
        except AccountError as error:
            return error
        return None
