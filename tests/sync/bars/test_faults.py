"""Faults of services, each met by a real provider, the engine and a record at once.

Nothing here is about one part: the same faults are tried part by part, and more finely, where the
table in docs/bars.md says.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portfolio.model.account import AccountState, Way
from portfolio.model.codes import CoverageState
from portfolio.model.deed_query import DeedQuery
from portfolio.model.kinds import Kind
from portfolio.operations import account_identities, deeds
from portfolio.sync.parsing import instant
from portfolio.sync.providers.gitea import PROVIDER as GITEA
from portfolio.sync.providers.github import PROVIDER as GITHUB
from portfolio.sync.transport.wire import Limits
from tests.clocks import START
from tests.sync.bars.bar import Bar
from tests.sync.kit import TOKEN, World
from tests.sync.loopback import Answer, Asked, LoopbackServer, Service, as_json, faults
from tests.sync.providers import test_github as github_kit
from tests.sync.providers.gitea_service import REPOSITORY, GiteaService, pull_row
from tests.sync.providers.github_service import GithubService
from tests.sync.providers.test_github_traps import Erring, Heavy, Library, many

PULLS = Kind.PULL_REQUEST
OTHER_TOKEN = "bar-Jk4wP8sR2-secret"


def pulls(count: int = 7, **others: Any) -> list[Any]:
    return [pull_row(number, **others) for number in range(count)]


def gitea(items: list[Any] | None = None, **world: Any) -> GiteaService:
    return GiteaService(World({PULLS: pulls() if items is None else items}, **world))


@dataclass
class OnlyListing:
    """Puts a fault round the listing alone; who the account is stays answered."""

    inner: Service
    faulty: Service
    paths: tuple[str, ...] = ("/repos/issues/search",)

    def handle(self, request: Asked) -> Answer:
        is_meant = request.path.endswith(self.paths)
        return (self.faulty if is_meant else self.inner).handle(request)


def whole(bar: Bar, count: int = 7, kind: Kind = PULLS) -> None:
    """Assert that everything is there and said to be."""
    assert bar.count(kind) == count
    assert bar.state(kind).state is CoverageState.COMPLETE


def in_part(bar: Bar, kind: Kind = PULLS) -> None:
    """Assert that what failed is said, and not said to be nought."""
    state = bar.state(kind)
    assert state.state in {CoverageState.IN_PART, CoverageState.UNKNOWN}
    assert state.problem or state.missing


@pytest.mark.parametrize("form", sorted(faults.retry_after_forms(START)))
def test_each_way_of_asking_to_wait_is_waited_for(form: str, tmp_path: Path) -> None:
    service = gitea()
    refused = faults.throttled(service, after=1, headers=faults.retry_after_forms(START)[form])
    bar = Bar(tmp_path, GITEA)
    with LoopbackServer(OnlyListing(service, refused)) as server:
        bar.add(server.base)
        (outcome,) = bar.sync(PULLS)
    assert outcome.outcome == "done"
    assert sum(bar.time.waits) == pytest.approx(7, abs=1)
    whole(bar)


@pytest.mark.parametrize("after", [0, 1])
def test_no_redirect_takes_the_token_to_another_host(after: int, tmp_path: Path) -> None:
    service, bar = gitea(), Bar(tmp_path, GITEA)
    with LoopbackServer(gitea()) as thief, LoopbackServer(service) as server:
        sent_on = faults.redirected(service, f"{thief.base}/api/v1/repos/issues/search", after)
        server.service = OnlyListing(service, sent_on)
        bar.add(server.base)
        bar.sync(PULLS)
        assert thief.asked == []
        in_part(bar)
        assert bar.count(PULLS) == 3 * after
        server.service = service
        bar.sync(PULLS)
    whole(bar)


def test_no_link_to_a_next_page_takes_the_token_to_another_host(tmp_path: Path) -> None:
    roles = [github_kit.found(Kind.ROLE, number) for number in range(7)]
    service = GithubService(World({Kind.ROLE: roles}))
    bar = Bar(tmp_path, GITHUB)
    with LoopbackServer(service) as thief, LoopbackServer(service) as server:
        server.service = faults.foreign_next(service, thief.base)
        bar.add(server.base, way=Way.NAME)
        bar.sync(Kind.ROLE)
        assert thief.asked == []
        in_part(bar, Kind.ROLE)
        server.service = service
        bar.sync(Kind.ROLE)
    assert bar.count(Kind.ROLE) == 7


def bomb(service: Service) -> Service:
    return faults.gzip_bomb(service, after=1)


def drip(service: Service) -> Service:
    return faults.dripping(service, after=1)


def page_for_people(service: Service) -> Service:
    return faults.html_instead(service, after=1)


def cut(service: Service) -> Service:
    return faults.truncated(service, after=1)


@pytest.mark.parametrize("wrong", [bomb, drip, page_for_people, cut])
def test_what_is_no_page_costs_nothing_but_itself(wrong: Any, tmp_path: Path) -> None:
    service = gitea()
    bar = Bar(tmp_path, GITEA, Limits(read_s=5.0, whole_s=0.3) if wrong is drip else Limits())
    with LoopbackServer(OnlyListing(service, wrong(service))) as server:
        bar.add(server.base)
        (outcome,) = bar.sync(PULLS)
        assert outcome.outcome == "in-part"
        in_part(bar)
        assert bar.count(PULLS) == 3
        server.service = service
        bar.limits = Limits()
        bar.sync(PULLS)
    whole(bar)


@dataclass
class Endless:
    """Answers every page with the first one."""

    inner: GiteaService
    pages: int = 0

    def handle(self, request: Asked) -> Answer:
        if request.path.endswith("/search"):
            self.pages += 1
            request = replace(request, target=request.target.replace("page=", "was=") + "&page=1")
        return self.inner.handle(request)


def test_pages_without_end_end(tmp_path: Path) -> None:
    service, bar = Endless(gitea()), Bar(tmp_path, GITEA)
    with LoopbackServer(service) as server:
        bar.add(server.base)
        bar.sync(PULLS)
        assert server.faults == []
    assert 1 < service.pages < 60
    assert bar.count(PULLS) == 3
    in_part(bar)


def test_a_renamed_login_is_followed(tmp_path: Path) -> None:
    bar = Bar(tmp_path, GITEA)
    with LoopbackServer(gitea()) as server:
        bar.add(server.base)
        bar.sync(PULLS)
        server.service = gitea(handle="grace")
        (outcome,) = bar.sync(PULLS)
    assert (outcome.outcome, outcome.new) == ("done", 0)
    assert bar.account().handle == "grace"
    whole(bar)


def test_a_login_that_is_somebody_elses_now_brings_nothing(tmp_path: Path) -> None:
    bar = Bar(tmp_path, GITEA)
    with LoopbackServer(gitea()) as server:
        bar.add(server.base)
        bar.sync(PULLS)
        server.service = gitea(pulls(9), native_id="9999")
        (outcome,) = bar.sync(PULLS)
    assert outcome.outcome == "failed"
    assert bar.count(PULLS) == 7


def test_a_token_that_dies_half_way_keeps_what_came(tmp_path: Path) -> None:
    service, bar = gitea(), Bar(tmp_path, GITEA)
    with LoopbackServer(OnlyListing(service, faults.token_dead(service, after=1))) as server:
        bar.add(server.base)
        (outcome,) = bar.sync(PULLS)
        assert outcome.outcome != "done"
        assert bar.account().state is AccountState.SIGN_IN
        assert bar.count(PULLS) == 3
        server.service = service
        bar.sync(PULLS)
    whole(bar)


def test_a_lost_scope_takes_nothing_away(tmp_path: Path) -> None:
    service, bar = gitea(), Bar(tmp_path, GITEA)
    said = as_json({"message": "token does not have at least one of required scope(s)"}, 403)
    with LoopbackServer(service) as server:
        bar.add(server.base)
        bar.sync(PULLS)
        server.service = OnlyListing(service, faults.Instead(service, answer=said))
        (outcome,) = bar.sync(PULLS)
    assert outcome.outcome == "in-part"
    assert bar.count(PULLS) == 7
    assert bar.state(PULLS).problem


def test_an_empty_listing_after_a_full_one_deletes_nothing(tmp_path: Path) -> None:
    roles = [{**REPOSITORY, "id": 100 + number} for number in range(7)]
    bar = Bar(tmp_path, GITEA)
    with LoopbackServer(GiteaService(World({PULLS: pulls(), Kind.ROLE: roles}))) as server:
        bar.add(server.base)
        bar.sync(PULLS, Kind.ROLE)
        assert bar.count(Kind.ROLE) == 7
        server.service = gitea([])
        (outcome,) = bar.sync(PULLS, Kind.ROLE)
        assert outcome.gone == 0
        assert "shrunk" in bar.state(Kind.ROLE).missing
    assert (bar.count(PULLS), bar.count(Kind.ROLE)) == (7, 7)


@dataclass
class Overlapping(GithubService):
    """Counts what happened long before a period as part of it, too.

    Attributes:
        given: How many reviews it listed.
    """

    given: int = 0

    def reviews(self, items: Any, variables: Any) -> Any:
        start, end = instant(variables["from"]) - timedelta(days=200), instant(variables["to"])
        there = [each for each in items if start <= instant(each, "occurredAt") <= end]
        listed = self.listed(there, variables)
        self.given += len(listed["nodes"])
        return self.collection({"pullRequestReviewContributions": listed})


def test_periods_that_overlap_store_everything_once(tmp_path: Path) -> None:
    items = [github_kit.node(Kind.REVIEW, number) for number in range(6)]
    bar = Bar(tmp_path, GITHUB)
    with LoopbackServer(Overlapping(World({Kind.REVIEW: items}))) as server:
        bar.add(server.base)
        (outcome,) = bar.sync(Kind.REVIEW)
        assert server.faults == []
        assert server.service.given > 6  # type: ignore[attr-defined]
    assert outcome.new == 6
    assert bar.count(Kind.REVIEW) == 6


@pytest.mark.parametrize("years", [-4, 4])
def test_a_clock_off_by_years_loses_nothing(years: int, tmp_path: Path) -> None:
    service, bar = gitea(), Bar(tmp_path, GITEA)
    with LoopbackServer(faults.OtherClock(service, timedelta(days=365 * years))) as server:
        bar.add(server.base)
        bar.sync(PULLS)
        whole(bar)
        at = "2026-11-01T00:00:00Z"
        newer = pull_row(8, created_at=at, updated_at=at)
        service.world = World({PULLS: [newer, *pulls()]})
        bar.sync(PULLS)
    assert bar.count(PULLS) == 8


def test_two_accounts_of_one_host_keep_apart(tmp_path: Path) -> None:
    one, other = gitea(), gitea(pulls(4), handle="bea", native_id="99", token=OTHER_TOKEN)
    bar = Bar(tmp_path, GITEA)

    @dataclass
    class Both:
        seen: set[str] = field(default_factory=set)

        def handle(self, request: Asked) -> Answer:
            self.seen.add(request.headers["authorization"])
            is_other = request.headers["authorization"] == f"token {OTHER_TOKEN}"
            return (other if is_other else one).handle(request)

    service = Both()
    with LoopbackServer(service) as server:
        bar.add(server.base)
        bar.add(server.base, id="second", handle="bea", native_id="99", token=OTHER_TOKEN)
        outcomes = bar.sync(PULLS)
        assert server.faults == []
    assert [each.outcome for each in outcomes] == ["done", "done"]
    assert service.seen == {f"token {TOKEN}", f"token {OTHER_TOKEN}"}
    assert (bar.count(PULLS), bar.count(PULLS, "second")) == (7, 4)


def test_deleted_authors_and_bad_items_stop_nothing(tmp_path: Path) -> None:
    items = pulls()
    items[2] = {**items[2], "user": None, "repository": None}
    items[4] = {**items[4], "user": None}
    bar = Bar(tmp_path, GITEA)
    with LoopbackServer(gitea(items)) as server:
        bar.add(server.base)
        bar.sync(PULLS)
    assert bar.count(PULLS) == 6
    assert bar.state(PULLS).set_aside == 1


def test_an_order_that_is_shuffled_loses_nothing(tmp_path: Path) -> None:
    items = pulls(17)
    bar = Bar(tmp_path, GITEA)
    with LoopbackServer(gitea(items[::2] + items[1::2])) as server:
        bar.add(server.base)
        bar.sync(PULLS)
        server.service = gitea(items[::-1])
        bar.sync(PULLS)
    assert bar.count(PULLS) == 17


def test_what_was_decided_stays_byte_for_byte(tmp_path: Path) -> None:
    items = pulls()
    for number in (1, 3):
        items[number] |= {"state": "open", "pull_request": {"merged": False, "merged_at": None}}
    service, bar = gitea(items), Bar(tmp_path, GITEA)
    with LoopbackServer(service) as server:
        bar.add(server.base)
        known = bar.account()
        with bar.space() as space:
            account_identities.confirm(space.store, space.clock, known, label="account.added")
        bar.sync(PULLS)
        with bar.space() as space:
            with space.store.reading() as reader:
                found = reader.deeds.by_ids(reader.deeds.ids(DeedQuery()))
            keys = [each.key for each in found]
            assert len(keys) == 7
            deeds.hide(space.store, keys[:2])
            deeds.retitle(space.store, keys[3], "A title of my own")
        before = bar.look(lambda store: store.curated_digest())
        for turn in range(3):
            items[1 + 2 * min(turn, 1)] = pull_row(1 + 2 * min(turn, 1), title=f"Merged, {turn}")
            service.world = World({PULLS: list(items)})
            (outcome,) = bar.sync(PULLS)
            assert outcome.outcome == "done"
            assert bar.look(lambda store: store.curated_digest()) == before
    whole(bar)


# -- GitHub ---------------------------------------------------------------------------------------


def issues(count: int = 4) -> World:
    return World({Kind.ISSUE: [github_kit.node(Kind.ISSUE, number) for number in range(count)]})


@pytest.mark.long
def test_4321_hits_behind_a_cap_of_1000_are_all_stored(tmp_path: Path) -> None:
    bar = Bar(tmp_path, GITHUB)
    with LoopbackServer(Library(World({Kind.ISSUE: many(4_321, 7)}))) as server:
        bar.add(server.base, way=Way.NAME)
        (outcome,) = bar.sync(Kind.ISSUE)
        assert server.faults == []
        assert outcome.new == 4_321
        assert bar.count(Kind.ISSUE) == 4_321
        assert bar.sync(Kind.ISSUE)[0].new == 0


def test_a_heavy_year_is_split_and_stored_once(tmp_path: Path) -> None:
    items = [github_kit.node(Kind.REVIEW, number) for number in range(6)]
    bar = Bar(tmp_path, GITHUB)
    with LoopbackServer(Heavy(World({Kind.REVIEW: items}), most_days=40)) as server:
        bar.add(server.base)
        bar.sync(Kind.REVIEW)
        assert server.service.refused  # type: ignore[attr-defined]
    assert bar.count(Kind.REVIEW) == 6
    assert bar.state(Kind.REVIEW).is_whole


def test_incomplete_results_are_asked_for_again(tmp_path: Path) -> None:
    bar = Bar(tmp_path, GITHUB)
    with LoopbackServer(Library(World({Kind.ISSUE: many(7, 1)}), incomplete=2)) as server:
        bar.add(server.base, way=Way.NAME)
        bar.sync(Kind.ISSUE)
    assert bar.count(Kind.ISSUE) == 7
    assert len([each for each in bar.time.waits if each >= 5]) >= 2


def test_points_used_up_within_200_are_waited_for(tmp_path: Path) -> None:
    headers = {
        "Date": "Sat, 20 Jun 2026 09:30:00 GMT",
        "X-RateLimit-Reset": str(int(datetime(2026, 6, 20, 9, 40, tzinfo=UTC).timestamp())),
    }
    error = [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]
    bar = Bar(tmp_path, GITHUB)
    with LoopbackServer(Erring(issues(), errors=error, times=1, headers=headers)) as server:
        bar.add(server.base)
        bar.sync(Kind.ISSUE)
    assert sum(bar.time.waits) == pytest.approx(600, abs=5)
    assert bar.count(Kind.ISSUE) == 4


def test_errors_within_200_are_no_empty_listing(tmp_path: Path) -> None:
    bar = Bar(tmp_path, GITHUB)
    with LoopbackServer(GithubService(issues())) as server:
        bar.add(server.base)
        bar.sync(Kind.ISSUE)
        server.service = Erring(issues(), errors=[{"message": "Odd"}], data={"viewer": None})
        bar.sync(Kind.ISSUE)
    assert bar.count(Kind.ISSUE) == 4
    in_part(bar, Kind.ISSUE)
