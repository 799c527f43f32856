"""Launchpad against a scripted service, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Access
from portfolio.sync.providers.launchpad import (
    PROVIDER,
    parse_fix,
    parse_meta,
    parse_person,
    parse_proposal,
    parse_report,
)
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Service
from tests.sync.providers.launchpad_service import LaunchpadService, proposal, task

PERSON = {"name": "ada", "display_name": "Ada L.", "is_team": False}


class TestLaunchpad(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "Launchpad gives no id besides the name"

    def service(self, world: World) -> Service:
        return LaunchpadService(world)

    def access(self, base: str) -> Access:
        return replace(super().access(base), native_id="ada")

    def item(self, kind: Kind, number: int) -> Any:
        return proposal(number) if kind is Kind.PULL_REQUEST else task(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        link = item["self_link"] if kind is Kind.PULL_REQUEST else item["bug_link"]
        return str(link.rpartition("/")[2])

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "self_link": None, "bug_link": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        gone = {"owner_link": None, "assignee_link": None, "registrant_link": None}
        return {**self.item(kind, 1), **gone}

    def of_unknown_type(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "status": "Levitating", "queue_status": "Levitating"}


def ids(items: list[Any], kind: Kind = Kind.BUG_REPORTED) -> list[str]:
    kit = TestLaunchpad()
    return kit.read(LaunchpadService(kit.world(kind, items)), kind).ids


def test_tasks_of_one_bug_are_one_report_also_across_pages() -> None:
    first, second = task(1), task(2)
    items = [first, task(1, "other"), second, task(2, "other"), task(2, "third"), task(3)]
    assert ids(items) == ["1500001", "1500002", "1500003"]


def test_every_state_is_asked_for() -> None:
    for kind, states in (
        (Kind.BUG_REPORTED, {"New", "Invalid", "Won't Fix", "Fix Released", "Expired"}),
        (Kind.BUG_FIXED, {"Fix Committed", "Fix Released"}),
        (Kind.PULL_REQUEST, {"Work in progress", "Merged", "Rejected", "Superseded"}),
    ):
        kit = TestLaunchpad()
        service = LaunchpadService(kit.world(kind))
        kit.read(service, kind)
        asked = {value for key, value in service.asked[0].pairs if key == "status"}
        assert states <= asked
        assert kind is not Kind.BUG_FIXED or asked == states


def test_a_team_is_not_a_person() -> None:
    kit = TestLaunchpad()
    service = LaunchpadService(World(), is_team=True)
    with pytest.raises(NotThereError, match="team"):
        kit.talk(service, lambda call: PROVIDER.who(call.access, call))


def test_a_report_and_a_fix() -> None:
    report, fix = parse_report(task(0)), parse_fix(task(0))
    assert report.title == "Ink runs out 0"
    assert report.url == "https://bugs.launchpad.net/quill/+bug/1500000"
    assert (report.container.id, report.container.url) == (
        "quill",
        "https://bugs.launchpad.net/quill",
    )
    assert (report.state, report.occurred_at.year) == (Outcome.FIXED, 2024)
    assert fix.occurred_at.year == 2025
    package = parse_report(task(0, "ubuntu/+source/quill", bug_target_name="quill (Ubuntu)"))
    assert (package.container.id, package.container.name) == (
        "ubuntu/+source/quill",
        "quill (Ubuntu)",
    )
    unknown = parse_report(task(0, status="Levitating"))
    assert unknown.state is Outcome.NONE
    assert "Levitating" in unknown.raw


def test_a_proposal_of_git_and_of_bazaar() -> None:
    of_git = parse_proposal(proposal(0))
    assert (of_git.native_id, of_git.title, of_git.state) == (
        "400000",
        "Mend nib 0",
        Outcome.MERGED,
    )
    assert of_git.container.remote == "git.launchpad.net/~quill-dev/quill/+git/quill"
    branch = "https://api.launchpad.net/1.0/~quill-dev/quill/trunk"
    old = {"target_git_repository_link": None, "target_branch_link": branch}
    of_bazaar = parse_proposal(proposal(0, **old, description=None, private=True))
    assert (of_bazaar.container.id, of_bazaar.container.remote) == ("~quill-dev/quill/trunk", "")
    assert of_bazaar.title == "Merge proposal 400000"
    assert of_bazaar.visibility is Visibility.RESTRICTED


@given(ANY_JSON | mutated(task(1)) | mutated(proposal(1)) | mutated(PERSON))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        parse_person(raw)
    with suppress(UnreadableReplyError):
        parse_meta(raw)
    for parse, item in (
        (parse_report, task),
        (parse_fix, task),
        (parse_proposal, proposal),
    ):
        good, _ = parse_items([item(0), raw, item(2)], parse)
        assert len(good) >= 2
