"""What services do, and what the record holds and says afterwards."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portfolio.errors import DiskFullError, NotFoundError, ThrottledError
from portfolio.model.account import AccountState, Way
from portfolio.model.codes import CoverageState
from portfolio.model.kinds import Kind
from portfolio.operations.account_gone import accept_gone
from portfolio.operations.account_keeper import StoreKeeper
from portfolio.store.recorder import Recorder
from portfolio.sync.engine import Reading, read_item
from portfolio.sync.keeper import NoValidators
from portfolio.sync.outcome import SyncOutcome
from portfolio.sync.provider import Ask, Call, KindInfo, Order, Request
from portfolio.sync.walks.whole import may_be_gone
from tests.clocks import FixedClock
from tests.sync.engine.ledger import (
    KINDS,
    LATEST,
    NEWEST,
    NOW,
    OLDEST,
    PERIODS,
    WHOLE,
    DirectCall,
    Ledger,
    LedgerProvider,
    infos,
)
from tests.sync.engine.syncs import Desk, account, at_once, desk
from tests.sync.loopback.messages import Answer, Asked, as_json


def full(count: int = 25, **facts: Any) -> Ledger:
    ledger = Ledger(**facts)
    for kind in KINDS:
        ledger.fill(kind, count)
    return ledger


def test_4321_hits_behind_a_cap_of_1000(tmp_path: Path) -> None:
    ledger = Ledger(per_page=100)
    ledger.fill(PERIODS, 4321, days=0.2)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(PERIODS)
        assert one.there(PERIODS) == set(ledger.items[PERIODS])
        state = one.state(PERIODS)
        assert (state.state, state.missing, state.is_whole) == (CoverageState.COMPLETE, (), True)


def test_a_heavy_year_is_split_at_once(tmp_path: Path) -> None:
    ledger = Ledger(heavy_days=100)
    ledger.fill(PERIODS, 300, days=1)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(PERIODS)
        assert one.there(PERIODS) == set(ledger.items[PERIODS])
        assert len(ledger.asked) == len(set(ledger.asked))  # the same request never helps


def test_an_hour_with_too_much_is_taken_in_part_and_said(tmp_path: Path) -> None:
    ledger = Ledger(per_page=100)
    for number in range(1500):
        ledger.put(PERIODS, number, NOW - timedelta(days=30, seconds=number % 60))
    with desk(tmp_path / "p", ledger) as one:
        outcome = one.sync(PERIODS)
        state = one.state(PERIODS)
        assert outcome.new == 1000
        assert state.state is CoverageState.IN_PART
        assert [code.partition(":")[0] for code in state.missing] == ["capped"]
        one.sync(PERIODS)
        assert one.state(PERIODS).missing == state.missing  # still said


@pytest.mark.parametrize("kind", [NEWEST, OLDEST, WHOLE, LATEST])
@pytest.mark.parametrize("following", [lambda page: page, lambda page: page + 1])
def test_endless_pages_stop(kind: Kind, following: Any, tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.fill(kind, 10)
    page = ledger._listing(kind, {})["items"]

    def endless(asked: Asked) -> Answer | None:
        if asked.path == "/me":
            return None
        number = int(asked.query["page"])
        return as_json({"items": page, "next": following(number), "total": 10})

    ledger.before = endless
    with desk(tmp_path / "p", ledger) as one:
        outcome = one.sync(kind)
        state = one.state(kind)
        assert outcome.new == 10
        assert len(ledger.asked) < 10
        assert "stopped-early" in state.missing
        assert state.state is CoverageState.IN_PART
        ledger.before = lambda _asked: None
        ledger.put(kind, 99, NOW - timedelta(minutes=2))
        one.sync(kind)
        assert one.there(kind) == set(ledger.items[kind])


def test_a_token_that_dies_half_way_keeps_everything(tmp_path: Path) -> None:
    ledger = full(token_lives=6)
    with desk(tmp_path / "p", ledger) as one:
        outcome = one.sync()
        assert outcome.account.state is AccountState.SIGN_IN
        assert one.known().state is AccountState.SIGN_IN
        assert one.there(NEWEST) == set(ledger.items[NEWEST])
        assert len(one.there(OLDEST)) == 20
        assert one.state(OLDEST).state is CoverageState.IN_PART
        assert len(ledger.asked) == 7  # and is asked nothing more
        ledger.token_lives = 1_000_000
        assert one.sync().account.state is AccountState.READY
        assert one.there(OLDEST) == set(ledger.items[OLDEST])


def test_a_kind_that_is_refused_or_fails_stops_no_other(tmp_path: Path) -> None:
    ledger = full(refuses={NEWEST: 403, OLDEST: 500, PERIODS: 404})
    with desk(tmp_path / "p", ledger) as one:
        outcome = one.sync()
        assert outcome.outcome == "in-part"
        assert set(outcome.failed_kinds) == {NEWEST, OLDEST, PERIODS}
        for kind in (NEWEST, OLDEST, PERIODS):
            state = one.state(kind)
            assert state.state is CoverageState.UNKNOWN
            assert "failed" in state.missing
            assert state.problem
        assert one.there(WHOLE) == set(ledger.items[WHOLE])
        ledger.refuses = {}
        assert one.sync().outcome == "done"
        assert one.state(NEWEST).problem == ""
        ledger.refuses = {OLDEST: 500}
        one.sync()
        assert one.state(OLDEST).state is CoverageState.IN_PART  # what was read is still known


def test_a_slip_of_a_provider_stops_no_other_kind(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Slips(LedgerProvider):
        async def windows(self, ask: Ask, call: Call) -> Any:
            raise ZeroDivisionError

    with desk(tmp_path / "p", full(), provider=Slips()) as one:
        outcome = one.sync()
        assert outcome.failed_kinds == (PERIODS,)
        assert one.there(LATEST)
    assert "ZeroDivisionError" in caplog.text


def test_a_throttle_that_gives_up_leaves_the_kind_in_part(tmp_path: Path) -> None:
    class Throttled(DirectCall):
        async def __call__(self, request: Request) -> Any:
            if dict(request.query).get("page") == "3" and request.address == f"/{NEWEST}":
                raise ThrottledError("The service asks to wait an hour.")
            return await super().__call__(request)

    ledger = full()
    with desk(tmp_path / "p", ledger) as one:
        outcome = one.sync(call=Throttled(ledger))
        assert outcome.failed_kinds == (NEWEST,)
        assert len(one.there(NEWEST)) == 20
        assert one.state(NEWEST).state is CoverageState.IN_PART
        assert one.there(WHOLE) == set(ledger.items[WHOLE])
        one.sync()
        assert one.there(NEWEST) == set(ledger.items[NEWEST])


def test_one_bad_item_is_set_aside_and_counted_once(tmp_path: Path) -> None:
    ledger = full()
    for kind in KINDS:
        list(ledger.items[kind].values())[3].is_bad = True
    with desk(tmp_path / "p", ledger) as one:
        for _ in range(3):
            one.sync()
        for kind in KINDS:
            assert len(one.there(kind)) == 24
            state = one.state(kind)
            assert (state.set_aside, state.state) == (1, CoverageState.IN_PART)
            assert "set-aside:1" in state.missing


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_listing_after_a_full_one_deletes_nothing(kind: Kind, tmp_path: Path) -> None:
    ledger = full()
    with desk(tmp_path / "p", ledger) as one:
        one.sync(kind)
        newest = one.state(kind).newest_at
        kept, ledger.items[kind] = ledger.items[kind], {}
        one.sync(kind)
        assert one.there(kind) == set(kept)
        assert one.state(kind).newest_at == newest
        if kind is WHOLE:
            assert "shrunk" in one.state(kind).missing
        ledger.items[kind] = kept
        one.sync(kind)
        assert "shrunk" not in one.state(kind).missing


def test_what_a_full_listing_lacks_is_gone_but_not_much_at_once(tmp_path: Path) -> None:
    ledger = full(count=30)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(WHOLE)
        gone = [ledger.items[WHOLE].pop(str(number)) for number in (4, 5)]
        one.sync(WHOLE)
        assert one.there(WHOLE) == set(ledger.items[WHOLE])
        for number in range(10, 20):
            del ledger.items[WHOLE][str(number)]
        one.sync(WHOLE)
        assert len(one.there(WHOLE)) == 28
        assert one.state(WHOLE).missing == ("shrunk",)
        for item in gone:  # back again
            ledger.items[WHOLE][item.id] = item
        one.sync(WHOLE)
        assert len(one.there(WHOLE)) == 30


@pytest.mark.parametrize(
    ("known", "missing", "answer"),
    [
        (0, 0, False),
        (1, 1, False),
        (5, 1, True),
        (5, 2, False),
        (20, 2, True),
        (1000, 20, True),
        (1000, 21, False),
        (100, 11, False),
        (30, 30, False),
    ],
)
def test_the_guard_against_mass_disappearance(known: int, missing: int, answer: bool) -> None:
    assert may_be_gone(known, missing) is answer


def test_an_open_item_is_read_until_it_is_final(tmp_path: Path) -> None:
    ledger = Ledger()
    for number in range(1, 46):
        ledger.put(PERIODS, number, NOW - timedelta(days=number), is_open=True, state="open")
    with desk(tmp_path / "p", ledger) as one:
        one.sync(PERIODS)
        ledger.items[PERIODS]["7"].is_open = False
        ledger.items[PERIODS]["7"].state = "merged"
        del ledger.items[PERIODS]["8"]
        one.clock.advance(hours=2)
        one.sync(PERIODS)
        assert _state_of(one, "comment:7") == "merged"
        assert one.there(PERIODS) == set(ledger.items[PERIODS])  # 410: gone
        ledger.asked.clear()
        one.clock.advance(hours=2)
        one.sync(PERIODS)
        assert len([each for each in ledger.asked if each.startswith("/one/")]) == 43
        ledger.asked.clear()
        one.sync(PERIODS)  # read a moment ago
        assert not [each for each in ledger.asked if each.startswith("/one/")]


def test_one_open_item_that_cannot_be_read_holds_up_no_other(tmp_path: Path) -> None:
    ledger = Ledger()
    for number in range(5):
        ledger.put(PERIODS, number, NOW - timedelta(days=1 + number), is_open=True)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(PERIODS)
        for item in ledger.items[PERIODS].values():
            item.state, item.is_open = "merged", False

        def refuses(asked: Asked) -> Answer | None:
            return as_json({}, 403) if asked.path.endswith("/2") else None

        ledger.before = refuses
        one.clock.advance(hours=2)
        outcome = one.sync(PERIODS)
        assert outcome.outcome == "done"
        assert [_state_of(one, f"comment:{number}") for number in range(5)] == [
            "merged",
            "merged",
            "",
            "merged",
            "merged",
        ]


def test_one_item_is_refreshed_alone(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.put(NEWEST, 1, NOW - timedelta(days=1), is_open=True)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(NEWEST)
        ledger.items[NEWEST]["1"].state, ledger.items[NEWEST]["1"].is_open = "merged", False
        outcome = asyncio.run(_refresh(one, "pull-request:1"))
        assert (outcome.changed, _state_of(one, "pull-request:1")) == (1, "merged")
        with pytest.raises(NotFoundError, match="Nothing more can become"):
            asyncio.run(_refresh(one, "pull-request:1"))


async def _refresh(one: Desk, native_id: str) -> SyncOutcome:
    return await read_item(
        Reading(
            one.account,
            one.provider,
            DirectCall(one.ledger),
            StoreKeeper(one.store),
            at_once,
            one.clock,
            one.reports.append,
            validators=NoValidators(),
        ),
        native_id,
    )


def _state_of(one: Desk, native_id: str) -> str:
    with one.store._reading_core() as core:
        found = core.exec_driver_sql(
            "SELECT state FROM contribution WHERE native_id = ?", (native_id,)
        ).scalar_one()
    return str(found)


def test_a_renamed_login_is_followed_by_its_durable_id(tmp_path: Path) -> None:
    ledger = full()
    with desk(tmp_path / "p", ledger) as one:
        one.sync()
        ledger.login = "countess"
        outcome = one.sync()
        assert (outcome.new, outcome.changed) == (0, 0)
        assert one.known().handle == "countess"


@pytest.mark.parametrize("way", [Way.TOKEN, Way.NAME])
def test_a_login_that_is_somebody_elses_now_brings_nothing(way: Way, tmp_path: Path) -> None:
    ledger = full()
    with desk(tmp_path / "p", ledger, account=account(way=way)) as one:
        one.sync()
        ledger.number = "78"
        ledger.put(NEWEST, 999, NOW - timedelta(minutes=5))
        outcome = one.sync()
        assert outcome.outcome == "failed"
        assert "somebody else" in outcome.problem
        assert "999" not in one.there(NEWEST)
        signs_in = AccountState.SIGN_IN if way is Way.TOKEN else AccountState.READY
        assert one.known().state is signs_in


def test_rights_that_are_missing_are_said_and_nothing_is_forgotten(tmp_path: Path) -> None:
    kinds = (
        KindInfo(NEWEST, Order.NEWEST_FIRST, scope="repo"),
        KindInfo(OLDEST, Order.OLDEST_FIRST, needs=(Way.DEVICE,)),
        KindInfo(WHOLE, Order.WHOLE, asked_by_default=False),
        KindInfo(LATEST, Order.LATEST_ONLY, limit="latest-only:300"),
    )
    ledger = full(scopes=("read", "repo"))
    with desk(tmp_path / "p", ledger, provider=LedgerProvider(kinds)) as one:
        one.sync()
        assert one.state(NEWEST).state is CoverageState.COMPLETE
        assert one.state(OLDEST).state is CoverageState.HIDDEN
        assert one.state(OLDEST).missing == ("sign-in",)
        assert one.state(WHOLE).state is CoverageState.NOT_ASKED
        assert one.state(LATEST).missing == ("latest-only:300",)
        before = one.there(NEWEST)
        ledger.scopes = ("read",)
        one.sync()
        state = one.state(NEWEST)
        assert (state.state, state.missing) == (CoverageState.UNKNOWN, ("scope:repo",))
        assert one.there(NEWEST) == before
        ledger.scopes = ("read", "repo")
        one.sync()
        assert one.state(NEWEST).state is CoverageState.COMPLETE


@pytest.mark.parametrize("off", [timedelta(days=-3650), timedelta(days=730)])
def test_a_clock_off_by_years_changes_nothing_but_is_said(off: timedelta, tmp_path: Path) -> None:
    ledger = full()
    with (
        desk(tmp_path / "right", ledger) as right,
        desk(tmp_path / "wrong", ledger, clock=FixedClock(NOW + off)) as wrong,
    ):
        assert right.sync().notes == ()
        outcome = wrong.sync()
        assert "year" in outcome.notes[0]
        ledger.now += timedelta(days=1)
        for kind in KINDS:
            ledger.put(kind, 500, ledger.now - timedelta(hours=1))
        right.sync()
        wrong.clock.set(NOW + timedelta(days=1))  # somebody put it right meanwhile
        wrong.sync()
        for kind in KINDS:
            assert wrong.there(kind) == right.there(kind)
            assert wrong.state(kind).newest_at == right.state(kind).newest_at


def test_without_a_date_header_nothing_is_lost(tmp_path: Path) -> None:
    ledger = full(has_date=False)
    with desk(tmp_path / "p", ledger, clock=FixedClock(NOW - timedelta(days=900))) as one:
        one.sync()
        ledger.put(NEWEST, 500, NOW)
        one.clock.set(NOW + timedelta(days=1))
        one.sync()
        for kind in KINDS:
            assert one.there(kind) == set(ledger.items[kind])


def test_a_resync_with_nothing_new_asks_once_a_kind(tmp_path: Path) -> None:
    ledger = full(count=45)
    with desk(tmp_path / "p", ledger) as one:
        one.sync()
        ledger.asked.clear()
        before = _rows(one)
        outcome = one.sync()
        assert (outcome.new, outcome.changed, outcome.gone) == (0, 0, 0)
        whole = [each for each in ledger.asked if each.startswith(f"/{WHOLE}")]
        others = [each for each in ledger.asked if each not in whole]
        assert len(others) == 1 + 4  # who it is, and each kind
        assert len(whole) == 5  # such a listing is always read in full
        assert _rows(one) == before


def _rows(one: Desk) -> list[Any]:
    with one.store._reading_core() as core:
        sql = "SELECT id, content_hash, first_seen FROM contribution ORDER BY id"
        return list(core.exec_driver_sql(sql).all())


def test_three_syncs_leave_what_was_decided_byte_identical(tmp_path: Path) -> None:
    from portfolio.model.deed_query import DeedQuery
    from portfolio.operations import account_identities, deeds

    ledger = full()
    with desk(tmp_path / "p", ledger) as one:
        account_identities.confirm(one.store, one.clock, one.account, label="account.added")
        one.sync()
        with one.store.reading() as reader:
            keys = [each.key for each in reader.deeds.by_ids(reader.deeds.ids(DeedQuery()))]
        assert len(keys) == 125
        deeds.hide(one.store, keys[:3])
        before = one.store.curated_digest()
        for _ in range(3):
            ledger.now += timedelta(days=1)
            for kind in KINDS:
                ledger.put(kind, f"n{ledger.now}", ledger.now - timedelta(hours=1))
            one.sync()
        assert one.store.curated_digest() == before


def test_the_newest_are_stored_and_told_first(tmp_path: Path) -> None:
    ledger = full(count=40)
    with desk(tmp_path / "p", ledger) as one:
        one.killed(1, NEWEST)
        assert one.there(NEWEST) == {str(number) for number in range(31, 41)}
        one.sync(NEWEST)
    assert [each.items for each in one.reports if each.kind is NEWEST][:2] == [10, 20]
    assert one.reports[-1].is_kind_done


def test_cancelling_keeps_whole_pages_and_says_stopped(tmp_path: Path) -> None:
    ledger = full(count=40)

    class Hangs(DirectCall):
        async def __call__(self, request: Request) -> Any:
            if dict(request.query).get("page") == "3":
                reached.set()
                await asyncio.Event().wait()
            return await super().__call__(request)

    async def cancel(one: Desk) -> None:
        task = asyncio.create_task(one.syncing(NEWEST, call=Hangs(ledger)))
        await reached.wait()
        for _ in range(20):  # let the second page be stored
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    reached = asyncio.Event()
    with desk(tmp_path / "p", ledger) as one:
        asyncio.run(cancel(one))
        assert len(one.there(NEWEST)) == 20
        assert one.state(NEWEST).missing == ("interrupted",)
        with one.store.reading() as reader:
            assert reader.accounts.runs("acc")[0].outcome == "stopped"
        one.sync(NEWEST)
        assert one.there(NEWEST) == set(ledger.items[NEWEST])


def test_a_page_that_is_very_long_is_stored_in_parts(tmp_path: Path) -> None:
    ledger = Ledger(per_page=1000)
    ledger.fill(NEWEST, 900, days=0.01)
    sizes: list[int] = []

    class Watching(StoreKeeper):
        def keep(self, account_id: str, batch: Any) -> Any:
            sizes.append(len(batch.filed))
            return super().keep(account_id, batch)

    with desk(tmp_path / "p", ledger) as one:
        one.sync(NEWEST, keeper=Watching(one.store))
        assert one.there(NEWEST) == set(ledger.items[NEWEST])
    assert max(sizes) <= 250


def test_incomplete_results_do_not_move_the_marks(tmp_path: Path) -> None:
    """A provider says so by raising: the window is asked again the next time."""
    ledger = Ledger()
    ledger.fill(PERIODS, 20, days=40)
    times = {"left": 1}

    def incomplete(asked: Asked) -> Answer | None:
        is_second = asked.query.get("from", "").startswith("2025")
        if is_second and times["left"]:
            times["left"] -= 1
            return as_json({"incomplete_results": True}, 503)
        return None

    ledger.before = incomplete
    with desk(tmp_path / "p", ledger) as one:
        assert one.sync(PERIODS).failed_kinds == (PERIODS,)
        assert one.state(PERIODS).complete_from == datetime(2026, 1, 1, tzinfo=UTC)
        one.sync(PERIODS)
        assert one.there(PERIODS) == set(ledger.items[PERIODS])


def test_dates_without_a_time_are_read_with_a_day_of_overlap(tmp_path: Path) -> None:
    ledger = full()
    provider = LedgerProvider(infos(overlap_s=86_400))
    with desk(tmp_path / "p", ledger, provider=provider) as one:
        one.sync()
        # Came late to the listing, with an earlier date than the newest known.
        ledger.put(OLDEST, 500, NOW - timedelta(hours=20))
        ledger.put(NEWEST, 500, NOW - timedelta(hours=20))
        one.sync()
        assert "500" in one.there(OLDEST)
        assert "500" in one.there(NEWEST)


def test_a_page_is_taken_and_the_next_asked_for_while_it_is_stored(tmp_path: Path) -> None:
    ledger = full(count=30)
    events: list[str] = []

    class Telling(DirectCall):
        async def __call__(self, request: Request) -> Any:
            events.append(f"ask {dict(request.query).get('page', '')}")
            return await super().__call__(request)

    async def slow(work: Any) -> Any:
        for _ in range(5):
            await asyncio.sleep(0)
        events.append("store")
        return work()

    with desk(tmp_path / "p", ledger) as one:
        one.sync(NEWEST, call=Telling(ledger), blocking=slow)
    assert events.index("ask 2") < [n for n, each in enumerate(events) if each == "store"][3]


def test_a_known_item_that_cannot_be_understood_any_more_is_not_gone(tmp_path: Path) -> None:
    ledger = full(count=30)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(WHOLE)
        ledger.items[WHOLE]["7"].is_bad = True
        one.sync(WHOLE)
        assert "7" in one.there(WHOLE)


def test_pages_without_anything_new_end_a_walk(tmp_path: Path) -> None:
    """No page is another one's twin, but from the third on all was there before."""
    ledger = Ledger()
    ledger.fill(NEWEST, 20)
    items = ledger._listing(NEWEST, {})["items"] + ledger._listing(NEWEST, {"page": "2"})["items"]

    def shuffled(asked: Asked) -> Answer | None:
        if asked.path == "/me":
            return None
        number = int(asked.query["page"])
        chosen = random.Random(number).sample(items, 9)
        assert number < 60
        return as_json({"items": chosen, "next": number + 1, "total": 20})

    ledger.before = shuffled
    with desk(tmp_path / "p", ledger) as one:
        one.sync(NEWEST)
        assert "stopped-early" in one.state(NEWEST).missing
        assert len(ledger.asked) < 15


def test_a_refresh_by_periods_that_is_cut_moves_no_mark(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.fill(PERIODS, 30, days=20)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(PERIODS)
        before = one.state(PERIODS)
        ledger.now += timedelta(days=400)
        for number in range(100, 140):
            ledger.put(PERIODS, number, ledger.now - timedelta(days=(140 - number) * 9))
        one.killed(3, PERIODS)
        cut = one.state(PERIODS)
        assert len(one.there(PERIODS)) > 30
        assert (cut.newest_at, cut.complete_from) == (before.newest_at, before.complete_from)
        one.sync(PERIODS)
        assert one.state(PERIODS).newest_at == ledger.now
        assert one.there(PERIODS) == set(ledger.items[PERIODS])


@pytest.mark.parametrize("fails", ["save_kind_state", "save_validators"])
def test_a_page_its_marks_and_its_validators_are_stored_together_or_not_at_all(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_args: object, **_kwargs: object) -> None:
        raise DiskFullError("There is no room.")

    ledger = Ledger()
    ledger.fill(NEWEST, 7)
    with desk(tmp_path / "p", ledger) as one:
        with monkeypatch.context() as patch:
            patch.setattr(Recorder, fails, full_disk)
            with pytest.raises(DiskFullError):
                one.sync(NEWEST)
        assert one.there(NEWEST) == set()
        assert one.state(NEWEST).newest_at is None
        one.sync(NEWEST)
        assert one.there(NEWEST) == set(ledger.items[NEWEST])


def test_what_is_really_gone_may_be_accepted(tmp_path: Path) -> None:
    ledger = full(count=30)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(WHOLE)
        gone = [ledger.items[WHOLE].pop(str(number)) for number in range(10, 20)]
        one.sync(WHOLE)
        assert one.state(WHOLE).missing == ("shrunk",)
        ledger.now += timedelta(hours=1)
        for _again in range(2):  # unchanged, or listed in full again: it is said all the same
            one.sync(WHOLE)
            assert one.state(WHOLE).missing == ("shrunk",)
        with pytest.raises(NotFoundError, match="waiting to be taken"):
            accept_gone(one.store, one.clock, one.account.id, [NEWEST])
        (done,) = accept_gone(one.store, one.clock, one.account.id)
        assert (done.kind, done.count) == (WHOLE, 10)
        assert one.there(WHOLE) == set(ledger.items[WHOLE])
        assert (one.state(WHOLE).state, one.state(WHOLE).missing) == (CoverageState.COMPLETE, ())
        one.sync(WHOLE)
        assert one.state(WHOLE).missing == ()
        with pytest.raises(NotFoundError):
            accept_gone(one.store, one.clock, one.account.id)
        for item in gone:
            ledger.items[WHOLE][item.id] = item
        one.sync(WHOLE)
        assert len(one.there(WHOLE)) == 30


@pytest.mark.parametrize("per_page", [10, 100])
def test_accepting_never_takes_what_is_listed(tmp_path: Path, per_page: int) -> None:
    """One page is answered with "unchanged" afterwards; of several all are listed again."""
    ledger = full(count=30)
    ledger.per_page = per_page
    with desk(tmp_path / "p", ledger) as one:
        one.sync(WHOLE)
        kept, ledger.items[WHOLE] = ledger.items[WHOLE], {}
        one.sync(WHOLE)
        ledger.items[WHOLE] = {number: kept[number] for number in list(kept)[:4]}
        one.sync(WHOLE)
        one.sync(WHOLE)
        one.killed(1, WHOLE)
        if "shrunk" not in one.state(WHOLE).missing:  # cut in the middle: nothing can be said
            one.sync(WHOLE)
        accept_gone(one.store, one.clock, one.account.id)
        assert one.there(WHOLE) == set(ledger.items[WHOLE])
