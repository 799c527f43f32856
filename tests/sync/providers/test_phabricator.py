"""Phabricator against a scripted Conduit, and what its parsers make of anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
    UnreadableReplyError,
)
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Ask, Page, Reply
from portfolio.sync.providers.phabricator import PROVIDER
from portfolio.sync.providers.phabricator.parsing import (
    parse_commit,
    parse_repository,
    parse_revision,
    parse_subject,
    parse_task,
    parse_transaction,
)
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import TOKEN, Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Answer, Service
from tests.sync.providers.phabricator_service import (
    REPOSITORY,
    ConduitService,
    commit,
    epoch,
    failed,
    revision,
    task,
    transaction,
)

HOST = "https://phabricator.example"


def made(kind: Kind, number: int) -> Any:
    if kind is Kind.PULL_REQUEST:
        return revision(number, "needs-review" if number % 2 else "published")
    if kind is Kind.ISSUE:
        return task(number, "open" if number % 2 else "resolved")
    if kind is Kind.COMMIT:
        return commit(number)
    sort = {Kind.REVIEW: "accept", Kind.REVIEW_COMMENT: "inline"}.get(kind, "comment")
    return transaction(number, sort, "PHID-TASK" if kind is Kind.COMMENT else "PHID-DREV")


class TestPhabricator(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return ConduitService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return made(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        return str(item["phid"])

    def bad_item(self, kind: Kind) -> Any:
        item = self.item(kind, 1)
        if kind in (Kind.REVIEW, Kind.REVIEW_COMMENT, Kind.COMMENT):
            return {**item, "dateCreated": "soon"}
        return {**item, "fields": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "authorPHID": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.COMMIT:
            return Nothing("commits have no states")
        if kind in (Kind.PULL_REQUEST, Kind.ISSUE):
            item = self.item(kind, 1)
            return {**item, "fields": {**item["fields"], "status": {"value": "levitating"}}}
        return {**self.item(kind, 1), "type": "levitate"}

    def dead_token(self) -> Answer:
        return failed("ERR-INVALID-AUTH", "API token is not valid.")


def read(service: Service, kind: Kind, **ask: Any) -> list[Page]:
    async def act(call: AccountCall) -> list[Page]:
        reading = await read_kind(PROVIDER, Ask(call.access, kind, START, **ask), call)
        return [page for _, page in reading.pages]

    return TestPhabricator().talk(service, act)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ERR-INVALID-SESSION", SignInNeededError),
        ("ERR-CONDUIT-CALL", NotThereError),
        ("ERR-PERMISSIONS", NotAllowedError),
        ("ERR-CONDUIT-CORE", ServiceError),
    ],
)
def test_errors_come_with_status_200(code: str, expected: type[Exception]) -> None:
    service = ConduitService(World())
    service.error = code
    with pytest.raises(expected):
        read(service, Kind.COMMIT)


def test_a_text_that_looks_like_no_error_hides_none() -> None:
    body = rb'{"result":null,"error_code":"ERR-INVALID-AUTH","error_info":"\"error_code\":null"}'
    with pytest.raises(SignInNeededError):
        PROVIDER.judge(Reply(200, {}, body, HOST))


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"error_code": 5}', b"\xff"])
def test_what_is_no_envelope_is_left_to_the_reader(body: bytes) -> None:
    assert PROVIDER.judge(Reply(200, {}, body, HOST)) is None


def test_the_token_is_a_field_of_the_form_and_nowhere_else() -> None:
    service = ConduitService(World())
    read(service, Kind.COMMIT)
    for asked in service.asked:
        assert asked.form["api.token"] == TOKEN
        assert TOKEN not in str(asked.headers)


def test_a_revision_that_does_not_show_makes_its_reviews_not_public() -> None:
    service = ConduitService(World({Kind.REVIEW: [made(Kind.REVIEW, 1), made(Kind.REVIEW, 2)]}))
    del service.subjects["PHID-DREV-2"]
    first, second = read(service, Kind.REVIEW)[0].records
    assert first.visibility is Visibility.PUBLIC
    assert (first.title, first.state) == ("D1: Bug 1 - Let owls sleep", Outcome.APPROVED)
    assert first.url.endswith("/D1#901")
    assert second.visibility is Visibility.RESTRICTED
    assert second.url == ""


def test_transactions_the_service_does_not_expose_have_no_type() -> None:
    rows = [transaction(number, None, "PHID-DREV") for number in range(4)]
    pages = read(ConduitService(World({Kind.REVIEW: rows})), Kind.REVIEW)
    assert not any(page.records or page.set_aside for page in pages)
    assert [page.reaches is not None for page in pages] == [True, True], "the walk can still end"


def test_a_comment_taken_back_is_left_out() -> None:
    row = made(Kind.COMMENT, 1)
    row["comments"] = [{"removed": True, "content": {"raw": ""}}, {"removed": False}]
    assert parse_transaction(row, Kind.COMMENT, {}, HOST) is None


def test_what_became_of_revisions_and_tasks() -> None:
    def state(status: str) -> tuple[Outcome, bool]:
        record = parse_revision(revision(1, status), HOST, {})
        return record.state, record.is_open

    assert state("published") == (Outcome.MERGED, False)
    assert state("abandoned") == (Outcome.ABANDONED, False)
    for status in ("needs-review", "needs-revision", "changes-planned", "accepted", "draft"):
        assert state(status) == (Outcome.OPEN, True)
    assert parse_task(task(1, "resolved"), HOST).state is Outcome.FIXED
    assert parse_task(task(1, "wontfix"), HOST).state is Outcome.CLOSED
    assert parse_task(task(1, "open"), HOST).is_open


def test_a_reading_begins_where_the_last_one_ended() -> None:
    service = ConduitService(World())
    read(service, Kind.ISSUE, since=START)
    read(service, Kind.ISSUE)
    read(service, Kind.ISSUE, since=datetime(1970, 1, 1, tzinfo=UTC))
    starts = [asked.form["constraints[modifiedStart]"] for asked in service.asked]
    assert starts == [str(int(START.timestamp())), "1", "1"], "0 counts as unset"


def test_commits_meet_the_clones() -> None:
    (page, *_) = read(ConduitService(World({Kind.COMMIT: [commit(3)]})), Kind.COMMIT)
    (record,) = page.records
    assert record.commit == f"{3:040x}"
    assert record.container.remote == "hg.example/owlery"
    assert record.occurred_at.timestamp() == epoch(3)
    svn = commit(3)
    svn["fields"]["identifier"] = "12345"
    assert parse_commit(svn, HOST, {}).commit == ""


def test_what_is_gone_is_said_to_be_when_read_again() -> None:
    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.PULL_REQUEST, START)
        refs = ["PHID-DREV-3", "PHID-DREV-99"]
        return [page async for page in PROVIDER.again(ask, refs, call)]

    (page,) = TestPhabricator().talk(ConduitService(World()), act)
    assert [record.native_id for record in page.records] == ["PHID-DREV-3"]
    assert page.gone == ("PHID-DREV-99",)


def test_a_result_that_is_none_is_unreadable() -> None:
    class Odd:
        def handle(self, request: Any) -> Answer:
            return Answer(200, {"Content-Type": "application/json"}, b'{"result": 5}')

    with pytest.raises(UnreadableReplyError):
        read(Odd(), Kind.COMMIT)


def parse_all(raw: Any) -> None:
    parse_items([raw], lambda each: parse_revision(each, HOST, {}))
    parse_items([raw], lambda each: parse_task(each, HOST))
    parse_items([raw], lambda each: parse_commit(each, HOST, {}))
    parse_items([raw], lambda each: parse_subject(each, HOST, {}))
    parse_items([raw], lambda each: parse_repository(each, HOST))
    for kind in (Kind.REVIEW, Kind.REVIEW_COMMENT, Kind.COMMENT):
        parse_items([raw], lambda each, k=kind: parse_transaction(each, k, {}, HOST))


@given(ANY_JSON)
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@given(mutated(REPOSITORY))
def test_no_mutated_repository_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@pytest.mark.parametrize("kind", [info.kind for info in PROVIDER.about.kinds])
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(made(kind, 1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
