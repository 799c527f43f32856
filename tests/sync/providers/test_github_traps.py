"""What GitHub does that a reader must not fall for, each on the scripted service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    TooMuchError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import instant
from portfolio.sync.provider import Ask, Page, Window
from portfolio.sync.providers.github import PROVIDER, parsers, public
from portfolio.sync.providers.github.asking import graphql_address
from portfolio.sync.transport import AccountCall
from tests.sync.kit import World
from tests.sync.kit_checks import Reading
from tests.sync.loopback import Answer, Asked, Service, as_json
from tests.sync.providers import test_github as kits
from tests.sync.providers.github_service import REPOSITORY, GithubService
from tests.sync.timing import PatientTime

YEAR = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 20, tzinfo=UTC))


def signed() -> kits.TestGithub:
    return kits.TestGithub()


def by_name() -> kits.TestGithubByName:
    return kits.TestGithubByName()


def read(service: Service, kind: Kind, *, time: PatientTime | None = None) -> Reading:
    return signed().read(service, kind, time=time)


def pages_of(
    service: Service, kind: Kind, window: Window | None = None, *, takes_part: bool = False
) -> list[Page]:
    """Read one leg without halving anything."""

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, kind, kits.TestGithub.now, window=window, takes_part=takes_part)
        return [page async for page in PROVIDER.pages(ask, call)]

    return signed().talk(service, act)


def missing_of(reading: Reading) -> set[str]:
    return {code for _, page in reading.pages for code in page.missing}


# -- questions that cost too much ---------------------------------------------------------------


@dataclass
class Heavy(GithubService):
    """Refuses questions about more than so many days, or for more than so many items.

    Attributes:
        partial: What `data.viewer` is then.
    """

    most_days: float = 1e9
    most_items: int = 1_000
    error_type: str = "RESOURCE_LIMITS_EXCEEDED"
    partial: Any = None
    refused: int = 0

    def reply(self, data: Any) -> Answer:
        _name, variables = self.questions[-1]
        if not self._is_heavy(variables):
            return super().reply(data)
        self.refused += 1
        error = {"type": self.error_type, "message": "This costs more than it may."}
        return as_json({"data": {"viewer": self.partial, "rateLimit": None}, "errors": [error]})

    def _is_heavy(self, variables: Mapping[str, Any]) -> bool:
        if int(variables.get("size", 1)) > self.most_items:
            return True
        if "from" not in variables:
            return False
        length = instant(variables["to"]) - instant(variables["from"])
        return length / timedelta(days=1) > self.most_days


def reviews(count: int) -> list[dict[str, Any]]:
    """Return reviews four days apart, newest first."""
    made = []
    for number in range(count):
        at = datetime(2026, 6, 19, 10, tzinfo=UTC) - timedelta(days=4 * number)
        item = kits.node(Kind.REVIEW, 0)
        review = {**item["pullRequestReview"], "id": f"PRR_{number}"}
        made.append({**item, "occurredAt": at.isoformat(), "pullRequestReview": review})
    return made


def test_a_heavy_period_is_split_until_it_is_given_whole() -> None:
    service = Heavy(World({Kind.REVIEW: reviews(40)}), most_days=30, page=100)
    reading = read(service, Kind.REVIEW)
    assert sorted(reading.ids) == sorted(f"PRR_{number}" for number in range(40))
    assert service.refused > 2


def test_a_heavy_period_is_not_asked_for_twice() -> None:
    service = Heavy(World({Kind.REVIEW: reviews(3)}), most_days=30)
    with pytest.raises(TooMuchError):
        pages_of(service, Kind.REVIEW, YEAR)
    assert service.refused == 1


def test_what_cannot_be_split_is_asked_for_in_smaller_pages() -> None:
    service = Heavy(World({Kind.REVIEW: reviews(5)}), most_items=10, page=100)
    pages = pages_of(service, Kind.REVIEW, YEAR, takes_part=True)
    assert sum(len(page.records) for page in pages) == 5


def test_what_is_too_heavy_even_then_is_said_to_be_missing() -> None:
    service = Heavy(World({Kind.REVIEW: reviews(5)}), most_items=0)
    pages = pages_of(service, Kind.REVIEW, YEAR, takes_part=True)
    assert [page.missing for page in pages] == [("failed",)]


def test_half_of_a_heavy_answer_is_not_taken_for_all() -> None:
    service = Heavy(World({Kind.REVIEW: reviews(3)}), most_days=30, partial={"id": "U_1"})
    with pytest.raises(TooMuchError):
        pages_of(service, Kind.REVIEW, YEAR)


def test_a_period_without_anybody_is_too_much() -> None:
    service = GithubService(World())
    service.answer = lambda *_: {"viewer": None}  # type: ignore[method-assign]
    with pytest.raises(TooMuchError):
        pages_of(service, Kind.REVIEW, YEAR)


def test_a_heavy_listing_is_asked_for_in_smaller_pages() -> None:
    items = [kits.node(Kind.PULL_REQUEST, number) for number in range(7)]
    service = Heavy(World({Kind.PULL_REQUEST: items}), most_items=6, page=100)
    reading = read(service, Kind.PULL_REQUEST)
    assert len(reading.ids) == 7
    sizes = [variables["size"] for _, variables in service.questions]
    assert sizes == [50, 16, 5, 5], "what was too much is not asked for again"


def test_a_listing_that_is_always_too_heavy_fails_as_such() -> None:
    with pytest.raises(ServiceError, match="too heavy"):
        read(Heavy(World(), most_items=0), Kind.ISSUE)


def test_no_period_is_longer_than_a_year_and_all_years_are_covered() -> None:
    service = GithubService(World(), years=[2026, 2024, 2020])

    async def act(call: AccountCall) -> list[Window]:
        ask = Ask(call.access, Kind.REVIEW, kits.TestGithub.now)
        return list(await PROVIDER.windows(ask, call))

    windows = signed().talk(service, act)
    assert windows[0].end == kits.TestGithub.now + timedelta(seconds=1)
    assert [each.start.year for each in windows] == [2026, 2024, 2024, 2020, 2020]
    assert all(each.end - each.start < timedelta(days=185) for each in windows)
    assert windows == sorted(windows, key=lambda each: each.start, reverse=True)


def test_what_is_new_is_asked_for_although_the_years_do_not_name_it() -> None:
    async def act(call: AccountCall) -> list[Window]:
        since = datetime(2026, 6, 1, tzinfo=UTC)
        ask = Ask(call.access, Kind.REVIEW, kits.TestGithub.now, since=since)
        return list(await PROVIDER.windows(ask, call))

    windows = signed().talk(GithubService(World(), years=[2025]), act)
    assert windows[0].end > datetime(2026, 6, 20, tzinfo=UTC)
    assert windows[-1].start == datetime(2026, 1, 1, tzinfo=UTC)


# -- errors within answers -----------------------------------------------------------------------


@dataclass
class Erring(GithubService):
    """Answers 200 with errors, the first times.

    Attributes:
        errors: What it says.
        data: What it gives with them.
        times: How often.
    """

    errors: list[Any] = field(default_factory=list)
    data: Any = None
    times: int = 1_000
    headers: Mapping[str, str] = field(default_factory=dict)
    with_data: bool = False

    def reply(self, data: Any) -> Answer:
        self.times -= 1
        if self.times < 0:
            return super().reply(data)
        given = data if self.with_data else self.data
        answer = as_json({"data": given, "errors": self.errors})
        return replace(answer, headers={**answer.headers, **self.headers})


def test_points_used_up_are_waited_for() -> None:
    world = World({Kind.ISSUE: [kits.node(Kind.ISSUE, 0)]})
    reset = datetime(2026, 6, 20, 9, 40, tzinfo=UTC)
    headers = {
        "Date": "Sat, 20 Jun 2026 09:30:00 GMT",
        "X-RateLimit-Reset": str(int(reset.timestamp())),
    }
    error = [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]
    time = PatientTime()
    service = Erring(world, errors=error, times=1, headers=headers)
    assert len(read(service, Kind.ISSUE, time=time).ids) == 1
    assert sum(time.waits) == pytest.approx(600, abs=5)


def test_the_last_points_are_not_spent_in_vain() -> None:
    items = [kits.node(Kind.ISSUE, number) for number in range(4)]
    service, time = GithubService(World({Kind.ISSUE: items})), PatientTime()
    plain = service.reply

    def poor(data: Any) -> Answer:
        if len(service.questions) > 1:
            return plain(data)
        rate = {"cost": 3, "remaining": 2, "resetAt": "2026-06-20T09:40:00Z"}
        answer = as_json({"data": {**data, "rateLimit": rate}})
        return replace(answer, headers={**answer.headers, "Date": "Sat, 20 Jun 2026 09:30:00 GMT"})

    service.reply = poor  # type: ignore[method-assign]
    assert len(read(service, Kind.ISSUE, time=time).ids) == 4
    assert sum(time.waits) == pytest.approx(600, abs=5)


def test_a_secondary_limit_within_an_answer_is_waited_for() -> None:
    error = [{"message": "You have exceeded a secondary rate limit. Please wait."}]
    world, time = World({Kind.ISSUE: [kits.node(Kind.ISSUE, 0)]}), PatientTime()
    assert len(read(Erring(world, errors=error, times=1), Kind.ISSUE, time=time).ids) == 1
    assert sum(time.waits) >= 60


def test_a_secondary_limit_without_a_time_is_waited_for_a_minute() -> None:
    world, time = World({Kind.COMMIT: [kits.commit(0)]}), PatientTime()
    said = "You have exceeded a secondary rate limit and have been temporarily blocked"
    first = [as_json({"message": said}, 403)]
    service = GithubService(world)

    class Limited:
        def handle(self, request: Asked) -> Answer:
            is_commits = request.path.endswith("/commits")
            return first.pop() if first and is_commits else service.handle(request)

    assert len(read(Limited(), Kind.COMMIT, time=time).ids) == 1
    assert sum(time.waits) >= 60


def test_a_missing_right_costs_only_what_it_hides() -> None:
    world = World({Kind.ROLE: [kits.node(Kind.ROLE, 0), None]})
    error = [{"type": "INSUFFICIENT_SCOPES", "message": "needs read:org"}]
    reading = read(Erring(world, errors=error, times=1, with_data=True), Kind.ROLE)
    assert len(reading.ids) == 1
    assert {"scope:read:org", "hidden"} <= missing_of(reading)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("FORBIDDEN", NotAllowedError),
        ("NOT_FOUND", NotThereError),
        ("UNPROCESSABLE", ServiceError),
    ],
)
def test_errors_within_an_answer_are_errors(kind: str, error: type[Exception]) -> None:
    service = Erring(World(), errors=[{"type": kind, "message": "No."}])
    with pytest.raises(error):
        read(service, Kind.ISSUE)


def test_single_sign_on_of_an_organisation_is_named() -> None:
    class Guarded:
        def handle(self, request: Asked) -> Answer:
            refusal = as_json({"message": "Resource protected by organization SAML"}, 403)
            return refusal.having(X_GitHub_SSO="required; url=https://github.com/orgs/x/sso")

    with pytest.raises(NotAllowedError, match="its own sign-in"):
        read(Guarded(), Kind.ISSUE)


def test_a_listing_that_names_no_next_page_is_not_ended() -> None:
    service = GithubService(World({Kind.ISSUE: [kits.node(Kind.ISSUE, 0)]}))
    more = {"pageInfo": {"hasNextPage": True, "endCursor": None}, "nodes": []}
    service.listed = lambda *_: more  # type: ignore[method-assign]
    with pytest.raises(UnreadableReplyError, match="more but not where"):
        read(service, Kind.ISSUE)


# -- reviews and commits -------------------------------------------------------------------------


def test_a_review_not_handed_in_is_nobodys_business() -> None:
    item = kits.node(Kind.REVIEW, 0)
    pending = {**item, "pullRequestReview": {**item["pullRequestReview"], "state": "PENDING"}}
    reading = read(GithubService(World({Kind.REVIEW: [pending]})), Kind.REVIEW)
    assert reading.ids == []
    assert reading.set_aside == 0


def test_reviews_carry_the_date_of_the_review() -> None:
    item = {**kits.node(Kind.REVIEW, 0), "occurredAt": "2026-04-01T00:00:00Z"}
    record = parsers.parse_review(item)
    assert record is not None
    assert record.occurred_at == datetime(2026, 4, 1, tzinfo=UTC)


def test_every_comment_of_a_long_review_is_read() -> None:
    comments = [kits.node(Kind.REVIEW_COMMENT, number) for number in range(5)]

    class Long(GithubService):
        def reviewed(self) -> Any:
            (review,) = GithubService(World({Kind.REVIEW_COMMENT: comments[:1]})).reviewed()
            page = {"hasNextPage": True, "endCursor": "2"}
            review["pullRequestReview"]["comments"] = {"nodes": comments[:2], "pageInfo": page}
            return [review]

        def answer(self, name: str, variables: Mapping[str, Any]) -> Any:
            if name == "MoreReviewComments":
                return {"node": {"comments": self.listed(comments, {**variables, "size": 2})}}
            return super().answer(name, variables)

    reading = read(Long(World()), Kind.REVIEW_COMMENT)
    assert reading.ids == [each["id"] for each in comments]


def test_more_repositories_than_are_listed_split_the_period() -> None:
    world = World({Kind.COMMIT: [kits.commit(0)]})
    others = [
        {**REPOSITORY, "databaseId": 100 + each, "nameWithOwner": f"old/{each}"}
        for each in range(24)
    ]
    service = GithubService(world, committed=[REPOSITORY, *others], committed_total=101)
    with pytest.raises(TooMuchError) as caught:
        pages_of(service, Kind.COMMIT, YEAR)
    assert caught.value.total == 101
    pages = pages_of(service, Kind.COMMIT, YEAR, takes_part=True)
    assert [record.title for page in pages for record in page.records] == ["Mend 0"]
    assert "capped:25" in {code for page in pages for code in page.missing}


def test_a_short_list_of_repositories_is_not_split_for_ever() -> None:
    service = GithubService(World({Kind.COMMIT: [kits.commit(0)]}), committed_total=3)
    reading = read(service, Kind.COMMIT)
    assert len(reading.ids) == 1
    assert "hidden" in missing_of(reading)
    assert len([name for name, _ in service.questions if name == "Committed"]) == 1


def test_hidden_contributions_are_counted_and_not_guessed() -> None:
    world = World({Kind.COMMIT: [kits.commit(0)], Kind.REVIEW: [kits.node(Kind.REVIEW, 0)]})
    service = GithubService(world, restricted=12)
    assert "restricted:12" in missing_of(read(service, Kind.COMMIT))
    assert "restricted:12" in missing_of(read(service, Kind.REVIEW))


@pytest.mark.parametrize(
    "refusal",
    [
        as_json({"message": "Not Found"}, 404),
        as_json({"message": "Git Repository is empty."}, 409),
        as_json({"message": "Resource not accessible"}, 403),
        as_json({"message": "Repository access blocked"}, 410),
    ],
)
def test_one_closed_repository_does_not_stop_the_others(refusal: Answer) -> None:
    other = {**REPOSITORY, "databaseId": 8, "nameWithOwner": "old/gone"}
    service = GithubService(World({Kind.COMMIT: [kits.commit(0)]}), committed=[other, REPOSITORY])
    service.more["/repos/old/gone/commits"] = refusal
    reading = read(service, Kind.COMMIT)
    assert len(reading.ids) == 1
    assert "hidden:old/gone" in missing_of(reading)


def test_a_commit_is_in_the_period_it_was_written_in_and_no_other() -> None:
    service = GithubService(World({Kind.COMMIT: [kits.commit(0), kits.commit(27)]}))
    may = Window(datetime(2026, 5, 10, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    pages = pages_of(service, Kind.COMMIT, may)
    assert [record.title for page in pages for record in page.records] == ["Mend 0"]


def test_commits_of_somebody_else_are_left_out_and_unlinked_ones_kept() -> None:
    other = {**kits.commit(1), "author": {"id": 99, "login": "bea"}}
    unlinked = {**kits.commit(2), "author": None}
    service = GithubService(World({Kind.COMMIT: [kits.commit(0), other, unlinked]}))
    assert [each.title for each in read(service, Kind.COMMIT).records] == ["Mend 0", "Mend 2"]


def test_a_commit_is_the_one_of_a_clone() -> None:
    (record,) = read(GithubService(World({Kind.COMMIT: [kits.commit(0)]})), Kind.COMMIT).records
    assert record.commit == f"{1:040x}"
    assert record.container.remote == "github.com/quillmark/quillmark"
    assert record.container.id == "7"


# -- what becomes of things ----------------------------------------------------------------------


def test_open_items_become_merged_or_gone() -> None:
    merged = {**kits.node(Kind.PULL_REQUEST, 0), "state": "MERGED", "mergedBy": {"login": "bea"}}
    service = GithubService(World({Kind.PULL_REQUEST: [merged]}))

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.PULL_REQUEST, kits.TestGithub.now)
        return [page async for page in PROVIDER.again(ask, ["N_0", "N_404"], call)]

    (page,) = signed().talk(service, act)
    assert [record.state for record in page.records] == [Outcome.MERGED]
    assert not page.records[0].is_open
    assert page.gone == ("N_404",)


def test_who_reviewed_a_pull_request_is_named_and_its_author_is_not() -> None:
    reviews = [
        {"state": "APPROVED", "author": {"login": "bea"}},
        {"state": "COMMENTED", "author": {"login": "ada"}},
        {"state": "PENDING", "author": {"login": "cid"}},
        {"state": "CHANGES_REQUESTED", "author": {"login": "dan"}},
        {"state": "APPROVED", "author": None},
        None,
    ]
    raw = {
        **kits.node(Kind.PULL_REQUEST, 0),
        "author": {"login": "ada"},
        "mergedBy": {"login": "bea"},
        "latestReviews": {"nodes": reviews},
    }
    people = [(each.address, each.part) for each in parsers.parse_pull_request(raw).people]
    assert people == [("bea", "reviewer"), ("dan", "reviewer"), ("bea", "merger")]


def test_what_a_right_hides_is_not_gone() -> None:
    error = [{"type": "FORBIDDEN", "message": "SAML"}]
    service = Erring(World(), errors=error, times=1, data={"nodes": [None]})

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.ISSUE, kits.TestGithub.now)
        return [page async for page in PROVIDER.again(ask, ["N_0"], call)]

    (page,) = signed().talk(service, act)
    assert page.gone == ()


def test_what_is_not_plainly_public_is_private() -> None:
    for said, meant in (
        ("PUBLIC", Visibility.PUBLIC),
        ("INTERNAL", Visibility.RESTRICTED),
        ("PRIVATE", Visibility.PRIVATE),
        ("LUNAR", Visibility.PRIVATE),
        (None, Visibility.PRIVATE),
    ):
        repository = {**REPOSITORY, "visibility": said}
        record = parsers.parse_issue({**kits.node(Kind.ISSUE, 0), "repository": repository})
        assert record.visibility is meant
        assert record.container.is_public is (meant is Visibility.PUBLIC)


def test_answers_and_other_comments_in_discussions_are_told_apart() -> None:
    below = {**kits.node(Kind.ANSWER, 2), "isAnswer": False, "replyTo": {"id": "N_0"}}
    accepted = {**kits.node(Kind.POST, 4), "isAnswer": True}
    removed = {**kits.node(Kind.ANSWER, 6), "deletedAt": kits.day(6)}
    posts = [kits.node(Kind.ANSWER, 1), below, accepted, removed, kits.node(Kind.POST, 8)]
    answers = read(GithubService(World(), posts=posts), Kind.ANSWER).records
    assert [(each.native_id, each.state) for each in answers] == [
        ("N_1", Outcome.NONE),
        ("N_4", Outcome.ACCEPTED),
    ]
    others = read(GithubService(World(), posts=posts), Kind.POST).records
    assert [each.native_id for each in others] == ["N_2", "N_8"]
    assert {each.action for each in others} == {Action.POSTED}


def test_sponsorships_that_ended_and_hidden_sponsors_are_kept_private() -> None:
    given = {**kits.node(Kind.SPONSORSHIP, 1), "isActive": False, "privacyLevel": "PRIVATE"}
    got = {**kits.node(Kind.SPONSORSHIP, 2), "sponsorEntity": None}
    service = GithubService(World({Kind.SPONSORSHIP: [given]}), sponsors=[got])
    first, second = read(service, Kind.SPONSORSHIP).records
    assert (first.state, first.visibility) == (Outcome.CLOSED, Visibility.PRIVATE)
    assert (second.action, second.container.id) == (Action.THANKED, "account:hidden")


def test_only_own_releases_that_were_published_are_told() -> None:
    mine = kits.node(Kind.RELEASE, 0)
    others = {**kits.node(Kind.RELEASE, 1), "author": {"databaseId": 9, "login": "bea"}}
    draft = {**kits.node(Kind.RELEASE, 2), "isDraft": True, "publishedAt": None}
    service = GithubService(World({Kind.RELEASE: [mine, others, draft]}))
    assert [each.title for each in read(service, Kind.RELEASE).records] == ["v0"]


def test_every_release_of_a_busy_repository_is_read() -> None:
    releases = [kits.node(Kind.RELEASE, number) for number in range(6)]

    class Busy(GithubService):
        def released(self) -> Any:
            return [{**REPOSITORY, "releases": self.listed(releases, {})}]

        def answer(self, name: str, variables: Mapping[str, Any]) -> Any:
            if name == "MoreReleases":
                return {"node": {**REPOSITORY, "releases": self.listed(releases, variables)}}
            return super().answer(name, variables)

    reading = read(Busy(World()), Kind.RELEASE)
    assert [each.title for each in reading.records] == [f"v{number}" for number in range(6)]


def test_rights_on_repositories_are_roles_and_reading_is_none() -> None:
    def repository(number: int, permission: str | None) -> dict[str, Any]:
        names = {"databaseId": number, "nameWithOwner": f"quillmark/{number}"}
        made = {"createdAt": kits.day(3), "viewerPermission": permission}
        return {**REPOSITORY, **names, **made}

    held = [repository(1, "ADMIN"), repository(2, "READ"), repository(3, None)]
    held.append(repository(4, "CONDUCT"))
    records = read(GithubService(World(), repositories=held), Kind.ROLE).records
    assert [each.title for each in records] == [
        "Administrator of quillmark/1",
        "CONDUCT of quillmark/4",
    ]


# -- who ------------------------------------------------------------------------------------------


def test_who_they_are_brings_hints_for_git_and_other_accounts() -> None:
    async def act(call: AccountCall) -> Any:
        return await PROVIDER.who(call.access, call)

    found = signed().talk(GithubService(World()), act)
    assert found.native_id == "4321"
    assert found.emails == ("ada@mail.example",)
    assert found.other_accounts == ("https://social.example/@ada",)
    assert found.scopes == ("read:user", "user:email")
    assert not found.shows_private


def test_addresses_that_may_not_be_read_are_no_fault() -> None:
    service = GithubService(World())
    service.more["/user/emails"] = as_json({"message": "Resource not accessible"}, 403)
    service.more["/users/ada/social_accounts"] = as_json({"message": "Not Found"}, 404)

    async def act(call: AccountCall) -> Any:
        return await PROVIDER.who(call.access, call)

    assert signed().talk(service, act).native_id == "4321"


def test_nobody_and_organisations_are_not_persons() -> None:
    service = GithubService(World())
    service.more["/users/guild"] = as_json({"id": 5, "login": "guild", "type": "Organization"})

    for handle in ("nobody", "guild", "../user", "a?b"):

        async def act(call: AccountCall, handle: str = handle) -> Any:
            return await PROVIDER.who(replace(call.access, handle=handle), call)

        with pytest.raises(NotThereError, match=r"nobody called|an organisation"):
            by_name().talk(service, act)


@pytest.mark.parametrize(
    ("instance", "base"),
    [
        ("https://github.com", "https://api.github.com"),
        ("https://git.example.org", "https://git.example.org/api/v3"),
        ("https://git.example.org:8443", "https://git.example.org:8443/api/v3"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com"),
    ],
)
def test_each_sort_of_server_has_its_interface_elsewhere(instance: str, base: str) -> None:
    assert PROVIDER.api_base(instance) == base
    expected = base.removesuffix("/v3") + "/graphql"
    assert graphql_address(instance) == expected


# -- by name --------------------------------------------------------------------------------------


@dataclass
class Library(GithubService):
    """A search that gives 1,000 of what it finds, and of more an arbitrary part.

    Attributes:
        shuffles: Give the oldest instead of the newest when there are more.
        incomplete: How many answers time out.
    """

    incomplete: int = 0
    page: int = 100

    def search(self, request: Asked) -> Answer:
        if self.incomplete:
            self.incomplete -= 1
            cut = {"total_count": 7, "incomplete_results": True, "items": []}
            return as_json(cut)
        if int(request.query["page"]) > 10:
            said = "Only the first 1000 search results are available"
            return as_json({"message": said}, 422)
        is_commit = request.path.endswith("/commits")
        kind, name = (Kind.COMMIT, "author-date") if is_commit else (Kind.ISSUE, "updated")
        start, end = _period(request.query["q"], name)
        found = [item for item in self.world.items[kind] if start <= _at(item) <= end]
        total = len(found)
        if total > 1_000:
            found = list(reversed(found))[:1_000]

        def wrap(body: Any) -> Any:
            return {"total_count": total, "incomplete_results": False, "items": body}

        return self.paged(request, found, wrap)


def _at(item: Any) -> datetime:
    return (
        instant(item, "updated_at")
        if "updated_at" in item
        else instant(item, "commit", "author", "date")
    )


def _period(query: str, name: str) -> tuple[datetime, datetime]:
    words = [each for each in query.split() if each.startswith(f"{name}:")]
    assert len(words) <= 1, "of two qualifiers only one counts"
    start, _, end = words[0].removeprefix(f"{name}:").partition("..") if words else ("*", "", "*")
    first, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
    return (first if start == "*" else instant(start), last if end == "*" else instant(end))


def many(count: int, hours: float) -> list[dict[str, Any]]:
    """Return issues so many hours apart, newest first."""
    made = []
    for number in range(count):
        at = datetime(2026, 6, 19, 10, tzinfo=UTC) - timedelta(hours=hours * number)
        written = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        item = {**kits.found(Kind.ISSUE, number), "created_at": written, "updated_at": written}
        made.append({**item, "node_id": f"N_{number}"})
    return made


def test_halves_of_a_period_share_no_second_and_lose_none() -> None:
    now = datetime(2026, 6, 20, tzinfo=UTC)
    newer, older = public.halves(None, None, now)
    assert (newer[1], older[0]) == (None, None), "the ends stay open"
    assert newer[0] is not None
    assert older[1] == newer[0] - timedelta(seconds=1)
    assert public.halves(now - timedelta(hours=1), now, now) == ()


@pytest.mark.long
def test_what_lies_behind_the_cap_of_the_search_is_found() -> None:
    items = many(4_321, 7)
    service = Library(World({Kind.ISSUE: items}))
    reading = by_name().read(service, Kind.ISSUE)
    assert len(reading.ids) == 4_321
    assert len(set(reading.ids)) == 4_321
    changes = [each.updated_at for each in reading.records if each.updated_at is not None]
    assert changes == sorted(changes, reverse=True), "newest first, also across periods"
    assert not [code for code in missing_of(reading) if code.startswith("capped")]


def test_more_than_the_search_gives_of_one_hour_is_said() -> None:
    service = Library(World({Kind.ISSUE: many(1_100, 0.0001)}))
    reading = by_name().read(service, Kind.ISSUE)
    assert len(reading.ids) == 1_000
    assert [code for code in missing_of(reading) if code.startswith("capped:")]


def test_a_search_that_timed_out_is_asked_again() -> None:
    service, time = Library(World({Kind.ISSUE: many(7, 1)}), incomplete=2), PatientTime()
    reading = by_name().read(service, Kind.ISSUE, time=time)
    assert len(reading.ids) == 7
    assert len([each for each in time.waits if each >= 5]) >= 2


def test_too_many_commits_split_the_period() -> None:
    commits = []
    for number in range(1_500):
        at = datetime(2026, 6, 19, 10, tzinfo=UTC) - timedelta(hours=2 * number)
        who = {"name": "Ada", "date": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        item = {**kits.commit(number), "commit": {"message": "Mend", "author": who}}
        commits.append(item)
    reading = by_name().read(Library(World({Kind.COMMIT: commits})), Kind.COMMIT)
    assert len(set(reading.ids)) == 1_500


def test_a_name_that_cannot_be_searched_is_nobodys() -> None:
    service = GithubService(World())
    said = "The listed users cannot be searched either because the users do not exist"
    service.more["/search/issues"] = as_json({"message": "Validation Failed", "errors": said}, 422)
    with pytest.raises(NotThereError):
        by_name().read(service, Kind.ISSUE)


def test_a_changed_login_is_looked_up_before_searching() -> None:
    service = GithubService(World({Kind.ISSUE: many(2, 1)}, handle="grace"))
    assert len(by_name().read(service, Kind.ISSUE).ids) == 2


def test_pull_requests_among_issues_are_left_out() -> None:
    pull = {**kits.found(Kind.ISSUE, 1), "pull_request": {"merged_at": None}}
    service = GithubService(World({Kind.ISSUE: [kits.found(Kind.ISSUE, 0), pull]}))
    assert by_name().read(service, Kind.ISSUE).ids == ["N_0"]


def test_a_merged_pull_request_is_merged_also_by_name() -> None:
    merged = {**kits.found(Kind.PULL_REQUEST, 1), "pull_request": {"merged_at": kits.day(0)}}
    service = GithubService(World({Kind.PULL_REQUEST: [merged]}))
    (record,) = by_name().read(service, Kind.PULL_REQUEST).records
    assert record.state is Outcome.MERGED
    assert record.container.remote == "github.com/quillmark/quillmark"


def test_by_name_nothing_is_asked_of_graphql() -> None:
    for kind in kits.BY_NAME:
        service = GithubService(World({kind: [kits.found(kind, 0)]}))
        assert len(by_name().read(service, kind).ids) == 1
        assert service.questions == []
    assert by_name().way is Way.NAME
