"""Drupal.org against a scripted service, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Outcome
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Record
from portfolio.sync.providers.drupal import PROVIDER, read_credits
from portfolio.sync.providers.drupal.parsing import (
    parse_comment,
    parse_included,
    parse_issue,
    parse_mentee,
    parse_next,
    parse_next_href,
    parse_project,
    parse_user,
)
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Service
from tests.sync.providers.drupal_service import (
    DrupalService,
    comment,
    credit,
    issue,
    project,
    user,
)

MADE = {Kind.ISSUE: issue, Kind.PROJECT: project, Kind.COMMENT: comment, Kind.MENTORING: user}
IDS = {Kind.ISSUE: "nid", Kind.PROJECT: "nid", Kind.COMMENT: "cid", Kind.MENTORING: "uid"}


class TestDrupal(ProviderKit):
    provider = PROVIDER
    way = Way.NAME

    def service(self, world: World) -> Service:
        return DrupalService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return credit(number) if kind is Kind.CREDIT else MADE[kind](number)

    def native_id(self, kind: Kind, item: Any) -> str:
        return str(item["data"]["id"] if kind is Kind.CREDIT else item[IDS[kind]])

    def bad_item(self, kind: Kind) -> Any:
        if kind is Kind.CREDIT:
            item = credit(1)
            return {**item, "data": {**item["data"], "id": None}}
        return {**self.item(kind, 1), IDS[kind]: None}

    def by_deleted_author(self, kind: Kind) -> Any:
        if kind is not Kind.CREDIT:
            return {**self.item(kind, 1), "author": None}
        item = credit(1)
        for one in item["included"]:
            if one["type"] == "paragraph--contributor":
                one["relationships"]["field_contributor_user"] = {"data": None}
        return item

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is not Kind.ISSUE:
            return Nothing("nothing else has a state")
        return issue(1, field_issue_status="99", type="project_levitation")


def read(service: DrupalService, kind: Kind) -> list[Record]:
    return TestDrupal().read(service, kind).records


def test_a_credit_missing_in_the_list_is_looked_for_in_the_record_itself() -> None:
    stale, taken = credit(1, credited=False), credit(2, credited=False)
    world = World({Kind.CREDIT: [credit(0), stale, taken]})
    service = DrupalService(world, {"0b8f-0001": credit(1)})
    assert [one.native_id for one in read(service, Kind.CREDIT)] == ["0b8f-0000", "0b8f-0001"]
    alone = [asked for asked in service.asked if "/contribution_record/" in asked.path]
    assert len(alone) == 2
    assert all(asked.query["resourceVersion"] == "rel:latest-version" for asked in alone)


def test_a_credit_of_somebody_else_in_the_record_is_not_mine() -> None:
    world = World({Kind.CREDIT: [credit(0, uid=55), credit(1)]})
    assert [one.native_id for one in read(DrupalService(world), Kind.CREDIT)] == ["0b8f-0001"]


def test_a_draft_is_no_credit() -> None:
    draft = credit(0)
    draft["data"]["attributes"]["field_draft"] = True
    assert read(DrupalService(World({Kind.CREDIT: [draft]})), Kind.CREDIT) == []


def test_a_credit_says_for_whom_and_meets_the_clone() -> None:
    (one,) = read(DrupalService(World({Kind.CREDIT: [credit(0)]})), Kind.CREDIT)
    assert (one.title, one.excerpt) == ("Nib is dry 0", "For Ink & Co")
    assert one.url == "https://www.drupal.org/node/3500000"
    assert one.container.remote == "git.drupalcode.org/project/quill"


def test_json_is_put_into_next_links() -> None:
    assert (
        parse_next({"next": "https://www.drupal.org/api-d7/node?page=1&type=a.json"})
        == "https://www.drupal.org/api-d7/node.json?page=1&type=a.json"
    )
    whole = "https://www.drupal.org/api-d7/node.json?page=1"
    assert parse_next({"next": whole}) == whole
    assert parse_next({"last": whole}) == ""
    assert parse_next_href({"links": {"next": whole}}) == whole


def test_projects_of_every_type_are_asked_for() -> None:
    service = DrupalService(World({Kind.PROJECT: [project(0)]}))
    assert [one.title for one in read(service, Kind.PROJECT)] == ["Quill 0"]
    types = [asked.query["type"] for asked in service.asked]
    assert types == ["project_module", "project_theme", "project_distribution", "project_general"]


def test_an_issue_and_its_project() -> None:
    record = parse_issue(issue(0))
    assert (record.state, record.is_open, record.ref) == (Outcome.OPEN, True, "3500000")
    assert record.excerpt == "It & I are 0"
    assert record.container.id == "project/quill"
    assert parse_issue(issue(1)).state is Outcome.FIXED
    by_address = parse_issue(issue(0, field_project={"id": "77"}))
    assert by_address.container == record.container
    bare = parse_issue(issue(0, field_project={"id": "77"}, url=None))
    assert (bare.container.id, bare.container.name) == ("node/77", "Project 77")


def test_an_issue_that_is_gone_is_said_to_be() -> None:
    kit = TestDrupal()

    async def act(call: Any) -> tuple[str, ...]:
        ask = kit.ask("http://127.0.0.1:9", Kind.ISSUE)
        return (await anext(PROVIDER.again(ask, ["12"], call))).gone

    assert kit.talk(DrupalService(World()), act) == ("12",)


def test_a_list_that_is_everybodys_is_refused() -> None:
    others = [comment(number, author={"id": "9"}) for number in range(2)]
    with pytest.raises(UnreadableReplyError, match="other people"):
        read(DrupalService(World({Kind.COMMENT: others})), Kind.COMMENT)
    mixed = World({Kind.COMMENT: [*others, comment(3)]})
    assert len(read(DrupalService(mixed), Kind.COMMENT)) == 1
    stranger = user(1, field_mentors=[{"id": "9"}])
    with pytest.raises(UnreadableReplyError, match="other people"):
        read(DrupalService(World({Kind.MENTORING: [stranger]})), Kind.MENTORING)


def test_nobody_of_that_name() -> None:
    kit = TestDrupal()
    with pytest.raises(NotThereError, match="nobody"):
        kit.talk(DrupalService(World(handle="grace")), lambda call: PROVIDER.who(call.access, call))


@given(ANY_JSON | mutated(issue(1)) | mutated(project(1)) | mutated(comment(1)) | mutated(user(1)))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        parse_user(raw)
    for read_next in (parse_next, parse_next_href, parse_included):
        with suppress(UnreadableReplyError):
            read_next(raw)
    for parse, item in (
        (parse_issue, issue),
        (parse_project, project),
        (parse_comment, comment),
        (parse_mentee, user),
    ):
        good, _ = parse_items([item(0), raw, item(2)], parse)
        assert len(good) >= 2


@given(ANY_JSON | mutated(credit(1)))
def test_credits_next_to_anything_are_kept(raw: Any) -> None:
    first, last = credit(0), credit(2)
    changed = raw if isinstance(raw, dict) else {"data": raw}
    more = changed.get("included")
    included = [*first["included"], *last["included"], *(more if isinstance(more, list) else [raw])]
    items = [first["data"], changed.get("data"), last["data"]]
    found, _ = read_credits(items, {"included": included}, "4321")
    kept = {one.native_id for one in found if isinstance(one, Record)}
    # What is brought along under an id of the neighbours would be theirs.
    assert {"0b8f-0000", "0b8f-0002"} <= kept or any(
        isinstance(one, dict) and one.get("id") == "u-4321" for one in included[9:]
    )
