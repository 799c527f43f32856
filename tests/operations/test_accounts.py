"""Accounts end to end over real sockets: signed in to, read, cut, taken up, removed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from portfolio.errors import KeychainError, NotFoundError, SignInError, UsageError
from portfolio.keychain import Entry, SessionSecrets, entry_for
from portfolio.model import steps
from portfolio.model.account import AccountState, Way
from portfolio.model.codes import CoverageState, IdentityStatus, Proof
from portfolio.operations import (
    accounts,
    identities,
    item_asking,
    manual,
    signing_in,
    syncing,
)
from portfolio.operations.accounts import Desk, SignIn
from portfolio.operations.item_asking import Came
from portfolio.operations.unfinished import Note, Unfinished
from portfolio.secret import Secret
from portfolio.sync.provider import Access, Call, Who
from portfolio.sync.providers import all_providers
from portfolio.sync.transport import Transport
from portfolio.workspace import Workspace
from tests.clocks import FixedClock
from tests.sync.engine.ledger import KINDS, NEWEST, NOW, OLDEST, Ledger, LedgerProvider
from tests.sync.engine.syncs import at_once, recorded_digest
from tests.sync.loopback import Answer, Asked, LoopbackServer, as_json
from tests.sync.timing import PatientTime

TOKEN = Secret("canary-7f3a9b")


class Ring(SessionSecrets):
    """A keyring in memory that can be made to fail."""

    fails: KeychainError | None = None

    async def drop(self, entry: Entry) -> bool:
        self._check()
        return await super().drop(entry)

    async def keep(self, entry: Entry, secret: Secret) -> None:
        self._check()
        await super().keep(entry, secret)

    async def fetch(self, entry: Entry, *, may_ask: bool = True) -> Secret | None:
        self._check()
        return await super().fetch(entry, may_ask=may_ask)

    def _check(self) -> None:
        if self.fails is not None:
            raise self.fails

    @property
    def entries(self) -> list[Entry]:
        return list(self._secrets)


@dataclass
class House:
    """A profile, a keyring, and a ledger on loopback."""

    profile: Path
    server: LoopbackServer
    ledger: Ledger
    ring: Ring = field(default_factory=Ring)
    provider: LedgerProvider = field(default_factory=LedgerProvider)
    is_offline: bool = False

    def run(self, work: Callable[[Workspace], Coroutine[Any, Any, Any]]) -> Any:
        """Open the profile as one start of the program does, work, and close it."""

        async def whole() -> Any:
            space = Workspace.open(
                self.profile,
                clock=FixedClock(),
                offline=self.is_offline,
                keychain=self.ring,
                transport=Transport(PatientTime().timing, is_offline=lambda: self.is_offline),
                providers=(self.provider,),
            )
            try:
                return await work(space)
            finally:
                await space.close_network()
                space.close()

        return asyncio.run(whole())

    def wish(self, **parts: Any) -> SignIn:
        made = SignIn("ledger", Way.TOKEN, self.server.base, token=TOKEN)
        return replace(made, **parts)

    def add(self, **parts: Any) -> Any:
        return self.run(lambda space: accounts.add(space, self.wish(**parts), Desk(at_once)))

    def sync(self, *ids: str, kinds: Any = ()) -> Any:
        return self.run(
            lambda space: syncing.sync(
                space, ids, kinds, report=lambda _said: None, blocking=at_once
            )
        )

    def look(self, see: Callable[[Workspace], Any]) -> Any:
        async def work(space: Workspace) -> Any:
            return see(space)

        return self.run(work)

    def standing(self) -> Any:
        return self.look(accounts.accounts)


@pytest.fixture
def house(profile: Path) -> Iterator[House]:
    ledger = Ledger()
    for kind in KINDS:
        ledger.fill(kind, 25)
    with LoopbackServer(ledger) as server:
        yield House(profile, server, ledger)


def test_an_account_is_added_read_and_shown(house: House) -> None:
    account = house.add()
    assert (account.native_id, account.handle, account.proof) == ("77", "ada", Proof.LOGIN)
    assert account.scopes == ("read",)
    assert house.ring.entries == [entry_for("ledger", house.server.base, account.id)]
    (outcome,) = house.sync()
    assert (outcome.outcome, outcome.new) == ("done", 125)
    (standing,) = house.standing()
    assert standing.provider_name == "Ledger"
    assert {each.kind: each.count for each in standing.kinds} == dict.fromkeys(KINDS, 25)
    assert standing.last_run.outcome == "done"
    (again,) = house.sync()
    assert (again.new, again.changed, again.gone) == (0, 0, 0)


def test_the_identity_is_the_holders_in_one_step_and_its_work_counts(house: House) -> None:
    from portfolio.model.deed_query import DeedQuery

    house.add()
    house.sync()

    def see(space: Workspace) -> None:
        (entry,) = space.store.history()
        assert entry.label == steps.ACCOUNT_ADDED
        assert steps.words(entry) == "Added account “ada”"
        with space.store.reading() as reader:
            (identity,) = reader.identities.decided()
            assert (identity.status, identity.proof) == (IdentityStatus.CONFIRMED, Proof.LOGIN)
            assert len(reader.deeds.ids(DeedQuery())) == 125
            hints = [each for each in reader.identities.hints() if each.where == "account"]
            assert [each.address for each in hints] == ["ada@kept.example"]
        before = space.store.curated_digest()
        assert before

    house.look(see)


def test_a_name_alone_proves_nothing_until_somebody_signs_in(house: House) -> None:
    account = house.add(way=Way.NAME, token=None, handle="ada")
    assert account.proof is Proof.SELF
    assert house.ring.entries == []
    house.sync()
    (standing,) = house.standing()
    assert "only-public" in standing.kinds[0].state.missing
    again = house.run(
        lambda space: accounts.sign_in_again(space, account.id, house.wish(), Desk(at_once))
    )
    assert again.proof is Proof.LOGIN

    def see(space: Workspace) -> None:
        with space.store.reading() as reader:
            (identity,) = reader.identities.decided()
        assert identity.proof is Proof.LOGIN

    house.look(see)


def test_the_token_is_nowhere_in_the_profile(house: House) -> None:
    house.add()
    house.sync()
    for path in house.profile.rglob("*"):
        if path.is_file():
            assert TOKEN.reveal().encode() not in path.read_bytes(), path
    assert any(TOKEN.reveal() in str(each.headers) for each in house.server.asked)
    assert not any(TOKEN.reveal() in each.target for each in house.server.asked)


def test_another_persons_token_changes_nothing(house: House) -> None:
    account = house.add()
    house.ledger.number, house.ledger.login = "78", "grace"
    other = house.wish(token=Secret("other"))
    with pytest.raises(SignInError, match="grace") as caught:
        house.run(lambda space: accounts.sign_in_again(space, account.id, other, Desk(at_once)))
    assert caught.value.code == "other-person"
    entry = entry_for("ledger", house.server.base, account.id)
    assert house.ring.get(entry) == TOKEN


def test_the_same_account_is_not_added_twice_but_a_second_person_is(house: House) -> None:
    house.add()
    with pytest.raises(UsageError, match="there already"):
        house.add()
    house.ledger.number, house.ledger.login = "78", "grace"
    house.add(token=Secret("second"))
    assert len(house.ring.entries) == 2
    house.ledger.number, house.ledger.login = "77", "ada"
    outcomes = house.sync()
    # The second token speaks for another person now: nothing of it is filed under either.
    assert [each.outcome for each in outcomes] == ["done", "failed"]


class Unsure(LedgerProvider):
    """A service that takes a token without saying whose it is."""

    async def who(self, access: Access, call: Call) -> Who:
        return replace(await super().who(access, call), is_proved=False)


def test_a_token_that_does_not_say_whose_it_is_proves_nothing(house: House) -> None:
    house.provider = Unsure()
    account = house.add()
    assert (account.way, account.proof) == (Way.TOKEN, Proof.SELF)


def test_two_accounts_of_one_host_are_read_side_by_side(house: House) -> None:
    people = {"Bearer one": ("1", "ada"), "Bearer two": ("2", "grace")}

    def who(asked: Asked) -> Answer | None:
        if asked.path != "/me":
            return None
        number, login = people[asked.headers["authorization"]]
        return as_json({"id": number, "login": login, "scopes": ["read"]})

    house.ledger.before = who
    house.add(token=Secret("one"))
    house.add(token=Secret("two"))
    outcomes = house.sync()
    assert [(each.outcome, each.new) for each in outcomes] == [("done", 125), ("done", 125)]


def test_one_kind_alone_and_kinds_left_out(house: House) -> None:
    account = house.add()
    house.sync(account.id, kinds=(NEWEST,))
    counts = {each.kind: each.count for each in house.standing()[0].kinds}
    assert counts == dict.fromkeys(KINDS, None) | {NEWEST: 25}
    house.look(lambda space: accounts.choose_kinds(space.store, account.id, [OLDEST]))
    house.sync()
    states = {each.kind: each.state.state for each in house.standing()[0].kinds}
    assert states[OLDEST] is CoverageState.COMPLETE
    assert states[NEWEST] is CoverageState.NOT_ASKED


def test_a_paused_account_is_left_alone(house: House) -> None:
    account = house.add()
    house.look(lambda space: accounts.pause(space.store, account.id))
    assert house.sync() == []
    house.look(lambda space: accounts.resume(space.store, account.id))
    assert len(house.sync()) == 1


def test_a_dead_token_is_signed_in_to_again(house: House) -> None:
    account = house.add()
    house.ledger.token_lives = 4
    (outcome,) = house.sync()
    assert outcome.account.state is AccountState.SIGN_IN
    house.ledger.token_lives = 1_000_000
    asked = len(house.server.asked)
    house.run(
        lambda space: syncing.sync(
            space, report=lambda _said: None, blocking=at_once, is_attended=False
        )
    )
    assert len(house.server.asked) == asked  # by the clock it is not asked again and again
    house.run(lambda space: accounts.sign_in_again(space, account.id, house.wish(), Desk(at_once)))
    (outcome,) = house.sync()
    assert (outcome.outcome, outcome.account.state) == ("done", AccountState.READY)


def test_a_keyring_that_is_locked_or_lost_its_secret_is_said(house: House) -> None:
    account = house.add()
    house.ring.fails = KeychainError("The keyring is locked.", state="locked")
    (outcome,) = house.sync()
    assert outcome.account.state is AccountState.LOCKED
    house.ring.fails = None
    house.ring.delete(entry_for("ledger", house.server.base, account.id))
    (outcome,) = house.sync()
    assert outcome.account.state is AccountState.NO_SECRET
    assert "Sign in again" in outcome.problem


def test_a_secret_for_this_session_is_not_in_the_keyring(house: House) -> None:
    async def work(space: Workspace) -> Any:
        await accounts.add(space, house.wish(for_session=True), Desk(at_once))
        return await syncing.sync(space, report=lambda _said: None, blocking=at_once)

    (outcome,) = house.run(work)
    assert outcome.outcome == "done"
    assert house.ring.entries == []
    (outcome,) = house.sync()  # another session
    assert outcome.account.state is AccountState.NO_SECRET


@pytest.mark.parametrize("keeps_data", [True, False])
def test_removing_takes_the_secret_and_what_is_asked(house: House, keeps_data: bool) -> None:
    account = house.add()
    house.sync()
    removal = house.run(
        lambda space: accounts.remove(space, account.id, Desk(at_once), keeps_data=keeps_data)
    )
    assert removal.is_finished
    assert house.ring.entries == []
    assert house.standing() == []

    def see(space: Workspace) -> None:
        from portfolio.model.deed_query import DeedQuery

        with space.store.reading() as reader:
            assert len(reader.deeds.ids(DeedQuery())) == (125 if keeps_data else 0)
            assert len(reader.identities.decided()) == (1 if keeps_data else 0)
        assert Unfinished(space.paths).notes() == []

    house.look(see)
    with pytest.raises(NotFoundError):
        house.sync(account.id)
    house.add()  # and again
    assert house.sync()[0].outcome == "done"


def test_a_secret_that_cannot_be_deleted_is_said_and_tried_again(house: House) -> None:
    account = house.add()
    house.ring.fails = KeychainError("A secret could not be deleted from the keyring.", "There.")
    removal = house.run(
        lambda space: accounts.remove(space, account.id, Desk(at_once), keeps_data=False)
    )
    assert not removal.is_finished
    assert "could not be deleted" in removal.problem
    assert house.standing() == []
    house.ring.fails = None
    (repaired,) = house.run(lambda space: accounts.repair(space, Desk(at_once)))
    assert repaired.is_finished
    assert house.ring.entries == []


class Ended(BaseException):
    """The process ended here."""


@pytest.mark.parametrize("number", range(6))
def test_a_crash_while_adding_is_put_in_order_at_the_next_start(house: House, number: int) -> None:
    """The process ends before the nth piece of work, or between the keyring and the record."""
    count = {"left": number}

    async def ends(work: Callable[[], Any]) -> Any:
        if count["left"] == 0:
            raise Ended
        count["left"] -= 1
        return work()

    was_added = True
    try:
        house.run(lambda space: accounts.add(space, house.wish(), Desk(ends)))
    except Ended:
        was_added = False
    house.run(lambda space: accounts.repair(space, Desk(at_once)))
    assert len(house.ring.entries) == len(house.standing()) == int(was_added)
    assert house.look(lambda space: Unfinished(space.paths).notes()) == []


def test_an_account_whose_identity_was_not_written_gets_it(house: House) -> None:
    account = house.add()

    def cut(space: Workspace) -> None:
        space.store.undo()
        note = Note(account.id, account.provider, account.instance)
        Unfinished(space.paths).begin(note)

    house.look(cut)
    house.run(lambda space: accounts.repair(space, Desk(at_once)))

    def see(space: Workspace) -> None:
        with space.store.reading() as reader:
            assert len(reader.identities.decided()) == 1

    house.look(see)


def test_which_ways_are_open_and_why_others_are_not(house: House) -> None:
    ways = {
        each.info.way: each for each in house.look(lambda space: accounts.offer(space, "ledger"))
    }
    assert ways[Way.TOKEN].is_open
    house.is_offline = True
    offers = house.look(lambda space: accounts.offer(space, "ledger"))
    assert not any(each.is_open for each in offers)
    (offline,) = {each.why_not for each in offers}
    assert "without a network" in offline


def test_offline_nothing_is_asked_and_nothing_lost(house: House) -> None:
    house.add()
    house.sync()
    asked = len(house.server.asked)
    house.is_offline = True
    (outcome,) = house.sync()
    assert outcome.outcome == "failed"
    assert "without a network" in outcome.problem
    assert len(house.server.asked) == asked
    (standing,) = house.standing()
    assert standing.account.state is AccountState.READY


def test_a_token_the_service_does_not_take_is_not_kept(house: House) -> None:
    house.ledger.token_lives = 0
    with pytest.raises(SignInError, match="does not take this token"):
        house.add()
    assert house.ring.entries == []
    assert house.standing() == []


@pytest.mark.parametrize(
    "address", ["nonsense://x", "https://", "http://user:pw@h.example", "https://h:99999999"]
)
def test_what_is_no_address_is_refused(house: House, address: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        house.look(lambda space: accounts.offer(space, "ledger", address))


def test_cancelling_waits_for_no_service(house: House) -> None:
    house.add()

    async def work(space: Workspace) -> None:
        loop, reached = asyncio.get_running_loop(), asyncio.Event()

        def hangs(asked: Asked) -> Answer | None:
            if asked.query.get("page") != "2":
                return None
            loop.call_soon_threadsafe(reached.set)
            return Answer(hangs=True, headers={"Content-Type": "application/json"}, chunks=())

        house.ledger.before = hangs
        task = asyncio.create_task(syncing.sync(space, report=lambda _said: None, blocking=at_once))
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    house.run(work)
    house.ledger.before = lambda _asked: None
    assert house.sync()[0].outcome == "done"


def test_the_record_is_the_same_over_sockets_and_when_cut(house: House, tmp_path: Path) -> None:
    house.add()
    house.sync()
    whole = house.look(lambda space: recorded_digest(space.store))
    other = House(tmp_path / "other", house.server, house.ledger)
    other.add()
    for lives in (3, 2, 4, 3, 5):
        house.ledger.token_lives = len(house.ledger.asked) + lives
        other.sync()
    house.ledger.token_lives = 1_000_000
    other.sync()
    assert other.look(_without_ids) == house.look(_without_ids)
    assert whole


def _without_ids(space: Workspace) -> Any:
    with space.store._reading_core() as core:
        sql = "SELECT native_id, title, state, kind, gone_since FROM contribution ORDER BY 1"
        return list(core.exec_driver_sql(sql).all())


def test_one_item_is_asked_for_again(house: House) -> None:
    item = house.ledger.put(NEWEST, "open-1", NOW, is_open=True)
    house.add()
    house.sync()
    (key,) = house.look(_keys_of_open)

    def ask() -> Any:
        return house.run(lambda space: item_asking.ask_again(space, key, blocking=at_once)).came

    assert ask() is Came.SAME
    item.title = "Another"
    assert ask() is Came.CHANGED
    del house.ledger.items[NEWEST]["open-1"]
    assert ask() is Came.GONE
    with pytest.raises(NotFoundError, match="no deed"):
        house.run(lambda space: item_asking.ask_again(space, "nothing", blocking=at_once))


def test_what_no_account_brought_cannot_be_asked_for(house: House) -> None:
    def type_in(space: Workspace) -> str:
        return manual.add(space.store, space.clock, manual.Draft("A talk", "2025")).key

    key = house.look(type_in)
    with pytest.raises(NotFoundError, match="No account brought this"):
        house.run(lambda space: item_asking.ask_again(space, key, blocking=at_once))


def _keys_of_open(space: Workspace) -> list[str]:
    with space.store._reading_core() as core:
        sql = "SELECT deed_key FROM contribution WHERE native_id LIKE '%:open-1'"
        return [str(row[0]) for row in core.exec_driver_sql(sql).all()]


def test_an_account_is_not_read_twice_at_once(house: House) -> None:
    account = house.add()

    async def both(space: Workspace) -> Any:
        def sync(*kinds: Any) -> Any:
            return syncing.sync(
                space, (account.id,), kinds, report=lambda _said: None, blocking=at_once
            )

        return await asyncio.gather(sync(), sync(), sync(NEWEST)), space.readings

    ((first,), (second,), (third,)), readings = house.run(both)
    assert first.new == 125
    assert second == third == first
    assert sum(each.path == "/me" for each in house.server.asked) == 2  # adding it, reading it
    assert readings == {}
    (again,) = house.sync(account.id, account.id)[:1]
    assert again.outcome == "done"


def test_one_that_leaves_out_what_is_wanted_is_not_joined(house: House) -> None:
    house.add()

    async def both(space: Workspace) -> Any:
        def sync(*kinds: Any) -> Any:
            return syncing.sync(space, (), kinds, report=lambda _said: None, blocking=at_once)

        return await asyncio.gather(sync(NEWEST), sync())

    (first,), (second,) = house.run(both)
    assert (first.outcome, first.new) == ("done", 25)
    assert second.outcome == "failed"
    assert "Ask again once that is done" in second.problem
    assert house.sync()[0].new == 100


def test_whoever_joined_one_that_is_stopped_is_told(house: House) -> None:
    house.add()

    async def both(space: Workspace) -> Any:
        def sync() -> Any:
            return asyncio.create_task(
                syncing.sync(space, report=lambda _said: first.cancel(), blocking=at_once)
            )

        first = sync()
        second = asyncio.create_task(
            syncing.sync(space, report=lambda _said: None, blocking=at_once)
        )
        with pytest.raises(asyncio.CancelledError):
            await first
        return await second, space.readings

    (joined,), readings = house.run(both)
    assert joined.outcome == "stopped"
    assert readings == {}


def test_accounts_a_service_lists_are_suggested_and_decided_like_any_name(house: House) -> None:
    page = "https://social.example/@ada"
    house.ledger.elsewhere = (page, "javascript:alert(1)", "https://ledger.example/ada")
    house.add()
    house.sync()
    house.sync()

    def see(space: Workspace) -> None:
        (row,) = identities.suggestions(space.store)
        assert (row.address, row.status, row.ticked) == (page, IdentityStatus.SUGGESTED, False)
        before = space.store.curated_digest()
        with space.store.reading() as reader:
            assert [each.key for each in reader.identities.decided()] != [row.key]
        for decide, status in (
            (identities.confirm, IdentityStatus.CONFIRMED),
            (identities.reject, IdentityStatus.REJECTED),
        ):
            decide(space.store, space.clock, identities.resolve(space.store, [page]))
            (row,) = identities.suggestions(space.store)
            assert (row.status, row.ticked) == (status, status is IdentityStatus.CONFIRMED)
        identities.undecide(space.store, [row.key])
        assert space.store.curated_digest() == before

    house.look(see)
    house.sync()
    (account,) = [each.account for each in house.standing()]
    house.run(lambda space: accounts.remove(space, account.id, Desk(at_once), keeps_data=False))
    assert house.look(lambda space: identities.suggestions(space.store)) == []


@pytest.mark.parametrize("typed", ["http://exa mple.org", "ftp://x.example", "https://", "a\nb"])
def test_an_address_that_is_none_is_said_to_be_the_persons(typed: str) -> None:
    about = next(each.about for each in all_providers() if each.about.id == "gitea")
    with pytest.raises(UsageError, match="is no address of a web server"):
        signing_in.normalised(about, typed)
