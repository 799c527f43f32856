"""Gitea and Forgejo against a scripted instance, and what its parsers make of anything."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given

from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Access, Ask, Page, Record
from portfolio.sync.providers.gitea import PROVIDER
from portfolio.sync.providers.gitea.parsing import (
    Repository,
    parse_comment,
    parse_feed_comment,
    parse_feed_item,
    parse_issue,
    parse_merge,
    parse_release,
    parse_repository,
    parse_review,
    parse_role,
)
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Service
from tests.sync.providers.gitea_service import (
    REPOSITORY,
    GiteaService,
    comment,
    feed_row,
    pull_row,
)

HOST = "https://code.example"


def made(kind: Kind, number: int) -> Any:
    if kind is Kind.PULL_REQUEST:
        return pull_row(number, **({"state": "open", "pull_request": {}} if number % 2 else {}))
    if kind is Kind.ISSUE:
        return pull_row(number, pull_request=None)
    if kind is Kind.REVIEW:
        at = f"2026-10-{28 - number:02}T10:00:00Z"
        user = {"id": 4321, "login": "ada"}
        return {"id": 300 + number, "user": user, "state": "APPROVED", "submitted_at": at}
    if kind is Kind.COMMENT:
        return feed_row(number, "comment_issue", comment=comment(number))
    if kind is Kind.RELEASE:
        return feed_row(number, "publish_release", ref_name=f"v{number}", content=f"V {number}")
    return {**REPOSITORY, "id": 77 + number, "full_name": f"quillmark/part-{number}"}


class TestGitea(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return GiteaService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return made(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is Kind.COMMENT:
            return str(item["comment"]["id"])
        return f"77:{item['ref_name']}" if kind is Kind.RELEASE else str(item["id"])

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "id": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        if kind is Kind.COMMENT:
            gone = {**comment(1), "user": None}
            return {**self.item(kind, 1), "comment": gone}
        return {**self.item(kind, 1), "user": None, "owner": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.ROLE:
            return Nothing("repositories have no types")
        return {**self.item(kind, 1), "state": "levitating", "op_type": "dance"}


class TestGiteaByName(TestGitea):
    way = Way.NAME
    kinds = (Kind.COMMENT, Kind.RELEASE, Kind.ROLE)  # the others need to sign in


def read(service: GiteaService, kind: Kind, options: dict[str, str] | None = None) -> list[Page]:
    """Read a kind over real sockets."""

    class Kit(TestGitea):
        __test__ = False

    kit = Kit()
    kit.options = options or {}  # type: ignore[misc]

    async def act(call: AccountCall) -> list[Page]:
        reading = await read_kind(PROVIDER, Ask(call.access, kind, START), call)
        return [page for _, page in reading.pages]

    return kit.talk(service, act)


def records(pages: list[Page]) -> list[Record]:
    return [record for page in pages for record in page.records]


def test_a_merge_of_mine_is_a_deed_of_its_own() -> None:
    service = GiteaService(World({Kind.PULL_REQUEST: [pull_row(1)]}))
    service.feed = [feed_row(8, "merge_pull_request"), feed_row(9, "commit_repo")]
    found = {(each.native_id, each.action) for each in records(read(service, Kind.PULL_REQUEST))}
    assert found == {("5001", Action.PROPOSED), ("merge:77:8", Action.MERGED)}


def test_what_became_of_pull_requests_and_issues() -> None:
    def state(kind: Kind, **others: Any) -> Outcome:
        return parse_issue(pull_row(1, **others), kind).record.state

    unmerged = {"merged": False, "merged_at": None}
    assert state(Kind.PULL_REQUEST) is Outcome.MERGED
    assert state(Kind.PULL_REQUEST, pull_request=unmerged) is Outcome.CLOSED_UNMERGED
    assert state(Kind.PULL_REQUEST, state="open") is Outcome.OPEN
    assert state(Kind.ISSUE, pull_request=None) is Outcome.CLOSED


def test_a_repository_that_does_not_show_makes_nothing_public() -> None:
    service = GiteaService(World({Kind.ISSUE: [pull_row(1), pull_row(2)]}))
    service.repositories = {}
    found = records(read(service, Kind.ISSUE))
    assert [each.visibility for each in found] == [Visibility.RESTRICTED] * 2
    assert sum("/repos/quillmark" in each.path for each in service.asked) == 1, "asked once"


def test_a_private_repository_is_said_to_be_one() -> None:
    service = GiteaService(World({Kind.ISSUE: [pull_row(1)]}))
    service.repositories = {"quillmark/quillmark": {**REPOSITORY, "private": True}}
    (found,) = records(read(service, Kind.ISSUE))
    assert found.visibility is Visibility.PRIVATE
    assert found.container.is_public is False


def test_clones_and_the_account_meet_at_the_remote() -> None:
    (found,) = records(read(GiteaService(World({Kind.ISSUE: [pull_row(1)]})), Kind.ISSUE))
    assert found.container.remote == "code.example/quillmark/quillmark"


def test_comments_of_a_named_repository_are_mine_only() -> None:
    service = GiteaService(World())
    service.comments = [comment(1), comment(2, author=8), comment(3), comment(4, author=-1)]
    found = records(read(service, Kind.COMMENT, {"repositories": "quillmark/quillmark"}))
    assert [each.native_id for each in found] == ["7001", "7003"]
    assert found[0].title == "Comment on quillmark/quillmark#4"


def test_a_comment_that_was_deleted_is_left_out_without_a_fault() -> None:
    service = GiteaService(World({Kind.COMMENT: [feed_row(1, "comment_pull", comment=None)]}))
    pages = read(service, Kind.COMMENT)
    assert records(pages) == []
    assert not any(page.set_aside for page in pages)


def test_reviews_of_others_and_unfinished_ones_are_not_mine() -> None:
    repository = parse_repository(REPOSITORY, HOST)
    pull = parse_issue(pull_row(1), Kind.PULL_REQUEST)
    review = made(Kind.REVIEW, 1)
    assert parse_review(review, "4321", pull, repository) is not None
    assert parse_review(review, "8", pull, repository) is None
    for state in ("PENDING", "REQUEST_REVIEW"):
        unfinished = {**review, "state": state, "submitted_at": "0001-01-01T00:00:00Z"}
        assert parse_review(unfinished, "4321", pull, repository) is None
    dismissed = parse_review({**review, "dismissed": True}, "4321", pull, repository)
    assert dismissed is not None
    assert dismissed.state is Outcome.DISMISSED


def test_a_copy_a_mirror_and_mere_reading_are_no_roles() -> None:
    for change in ({"fork": True}, {"mirror": True}, {"permissions": {"pull": True}}):
        assert parse_role({**REPOSITORY, **change}, HOST, "4321") is None
    owned = parse_role({**REPOSITORY, "owner": {"id": 4321}}, HOST, "4321")
    assert owned is not None
    assert owned.title == "Owner of quillmark/quillmark"


@pytest.mark.parametrize("name", ["../secret", "a/b/c", "alone", "a/..", "/x"])
def test_a_name_that_leads_elsewhere_is_not_asked_for(name: str) -> None:
    with pytest.raises(BadItemError):
        parse_repository({**REPOSITORY, "full_name": name}, HOST)


def test_an_item_that_is_gone_is_said_to_be() -> None:
    service = GiteaService(World())

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.ISSUE, START)
        refs = ["5001 quillmark/quillmark 1", "nonsense"]
        return [page async for page in PROVIDER.again(ask, refs, call)]

    assert [page.gone for page in TestGitea().talk(service, act)] == [("5001",), ()]


@pytest.mark.parametrize(("version", "scopes"), [("7.0.3+gitea-1.21.11", ("all",)), ("1.23.1", ())])
def test_forgejo_sign_ins_are_said_to_do_everything(version: str, scopes: tuple[str, ...]) -> None:
    class Browser(TestGitea):
        __test__ = False
        way = Way.BROWSER

    service = GiteaService(World())
    service.version = version

    async def act(call: AccountCall) -> tuple[str, ...]:
        return (await PROVIDER.who(call.access, call)).scopes

    assert Browser().talk(service, act) == scopes


def test_the_period_reaches_from_the_mark_to_now() -> None:
    async def plan() -> None:
        access = Access(HOST, "ada", Way.TOKEN)
        (window,) = await PROVIDER.windows(Ask(access, Kind.ISSUE, START), _no_call)
        assert window.end == START
        (window,) = await PROVIDER.windows(Ask(access, Kind.ISSUE, START, since=START), _no_call)
        assert window.start == START < window.end

    asyncio.run(plan())


_no_call: Any = None
_PULL = parse_issue(pull_row(1), Kind.PULL_REQUEST)
_PLACE: Repository = parse_repository(REPOSITORY, HOST)


def parse_all(raw: Any) -> None:
    """Try every parser; all but the declared error comes out."""
    parse_items(
        [raw],
        lambda each: parse_issue(each, Kind.PULL_REQUEST),
    )
    parse_items([raw], lambda each: parse_review(each, "4321", _PULL, _PLACE))
    parse_items([raw], lambda each: parse_comment(each, _PLACE))
    parse_items([raw], lambda each: parse_role(each, HOST, "4321"))
    items, _ = parse_items([raw], lambda each: parse_feed_item(each, HOST))
    for parse in (parse_feed_comment, parse_merge, parse_release):
        parse_items(items, parse)


@given(ANY_JSON)
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@pytest.mark.parametrize("kind", [info.kind for info in PROVIDER.about.kinds])
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(made(kind, 1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
