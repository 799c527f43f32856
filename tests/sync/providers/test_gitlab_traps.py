"""What GitLab does that a reader must not fall for, each on the scripted service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from portfolio.errors import NotAllowedError, NotThereError, TooMuchError
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.provider import Ask, Page
from portfolio.sync.providers.gitlab import PROVIDER, parsers
from portfolio.sync.transport import AccountCall
from tests.sync.kit import World
from tests.sync.kit_checks import Reading
from tests.sync.loopback import Answer, Asked, Service, as_json
from tests.sync.providers import test_gitlab as kits
from tests.sync.providers.gitlab_service import PROJECT, GitlabService
from tests.sync.timing import PatientTime


def signed() -> kits.TestGitlab:
    return kits.TestGitlab()


def by_name() -> kits.TestGitlabByName:
    return kits.TestGitlabByName()


def read(service: Service, kind: Kind, *, time: PatientTime | None = None) -> Reading:
    return signed().read(service, kind, time=time)


def missing_of(reading: Reading) -> set[str]:
    return {code for _, page in reading.pages for code in page.missing}


def items(kind: Kind, count: int) -> list[dict[str, Any]]:
    return [kits.item_of(kind, number) for number in range(count)]


# -- paging --------------------------------------------------------------------------------------


class Moving(GitlabService):
    """While it is read, somebody comments on an item of the first page: it moves to the end."""

    has_moved = False

    def changing(self, request: Asked, items: Sequence[Any]) -> Answer:
        answer = super().changing(request, items)
        if isinstance(items, list) and not self.has_moved:
            self.has_moved = True
            items.insert(0, {**items.pop(-3), "updated_at": "2026-11-01T00:00:00.000Z"})
        return answer


def test_nothing_is_lost_when_items_move_while_they_are_read() -> None:
    listed = items(Kind.ISSUE, 7)
    reading = read(Moving(World({Kind.ISSUE: listed})), Kind.ISSUE)
    assert set(reading.ids) >= {str(1_000 + number) for number in range(7)}


def test_many_items_of_one_instant_are_read_once_each() -> None:
    at = "2026-10-01T00:00:00.000Z"
    listed = [{**each, "updated_at": at} for each in items(Kind.ISSUE, 8)]
    listed.insert(0, {**kits.item_of(Kind.ISSUE, 20), "updated_at": "2026-10-02T00:00:00.000Z"})
    reading = read(GitlabService(World({Kind.ISSUE: listed})), Kind.ISSUE)
    assert sorted(reading.ids) == sorted(str(each["id"]) for each in listed)


def test_only_what_changed_since_the_mark_is_asked_for() -> None:
    service = GitlabService(World({Kind.ISSUE: items(Kind.ISSUE, 7)}))
    since = datetime(2026, 10, 27, tzinfo=UTC)

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.ISSUE, kits.TestGitlab.now, since=since)
        return [page async for page in PROVIDER.pages(ask, call)]

    pages = signed().talk(service, act)
    assert {each.native_id for page in pages for each in page.records} == {"1000", "1001"}
    listing = [each for each in service.asked if each.path.endswith("/issues")]
    assert len(listing) == 1
    assert listing[0].query["updated_after"] == "2026-10-27T00:00:00+00:00"
    assert "updated_before" not in listing[0].query, "later comments would hide a merge"


@pytest.mark.parametrize("kind", [Kind.ISSUE, Kind.COMMENT, Kind.ROLE, Kind.COMMIT])
def test_a_service_that_sends_no_links_is_read_to_its_end(kind: Kind) -> None:
    listed = items(kind, 7)
    reading = read(GitlabService(World({kind: listed}), sends_links=False), kind)
    assert len(set(reading.ids)) == 7


class Filtered(GitlabService):
    """Leaves out of each page what may not be seen: pages are shorter than asked for."""

    def paged(self, request: Asked, items: Sequence[Any]) -> Answer:
        answer = super().paged(request, items)
        body = [each for each in _listed(answer) if each["id"] % 3]
        return as_json(body).having(**{name: answer.headers[name] for name in _links(answer)})


def _listed(answer: Answer) -> list[Any]:
    found: list[Any] = json.loads(answer.body)
    return found


def _links(answer: Answer) -> list[str]:
    return [name for name in answer.headers if name in ("Link", "X-Next-Page")]


def test_a_short_page_is_not_the_last_one() -> None:
    listed = items(Kind.REVIEW, 9)
    reading = read(Filtered(World({Kind.REVIEW: listed})), Kind.REVIEW)
    assert reading.ids == [str(each["id"]) for each in listed if each["id"] % 3]


class Dated(GitlabService):
    """Heeds ``before``, which does not include its day."""

    def paged(self, request: Asked, items: Sequence[Any]) -> Answer:
        before = request.query.get("before", "9999")
        return super().paged(request, [each for each in items if each["created_at"] < before])


def test_events_too_far_back_for_pages_are_asked_for_by_day() -> None:
    listed = items(Kind.COMMENT, 20)
    reading = read(Dated(World({Kind.COMMENT: listed}), last_page=3), Kind.COMMENT)
    assert set(reading.ids) == {str(each["note"]["id"]) for each in listed}


def test_when_days_do_not_help_either_it_is_said() -> None:
    at = "2026-10-01T00:00:00.000Z"
    listed = [{**each, "created_at": at} for each in items(Kind.REVIEW, 20)]
    with pytest.raises(TooMuchError):
        read(Dated(World({Kind.REVIEW: listed}), last_page=3), Kind.REVIEW)


def test_days_that_are_not_included_are_asked_for_with_one_more() -> None:
    service = GitlabService(World({Kind.REVIEW: items(Kind.REVIEW, 1)}))
    since = datetime(2026, 10, 27, 23, 0, tzinfo=UTC)

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.REVIEW, kits.TestGitlab.now, since=since)
        return [page async for page in PROVIDER.pages(ask, call)]

    signed().talk(service, act)
    events = next(each for each in service.asked if each.path.endswith("/events"))
    assert events.query["after"] == "2026-10-26"
    assert events.query["action"] == "approved"


def test_a_refusal_in_plain_text_is_waited_for() -> None:
    service = GitlabService(World({Kind.ISSUE: items(Kind.ISSUE, 2)}))
    first = [Answer(429, {"Content-Type": "text/plain", "Retry-After": "30"}, b"Retry later\n")]

    class Limited:
        def handle(self, request: Asked) -> Answer:
            return first.pop() if first else service.handle(request)

    time = PatientTime()
    assert len(read(Limited(), Kind.ISSUE, time=time).ids) == 2
    assert sum(time.waits) >= 30


# -- projects ------------------------------------------------------------------------------------


def test_a_project_is_looked_up_once_a_walk() -> None:
    service = GitlabService(World({Kind.COMMENT: items(Kind.COMMENT, 7)}))
    records = read(service, Kind.COMMENT).records
    assert len([each for each in service.asked if each.path.endswith("/projects/7")]) == 1
    assert records[0].url.endswith("/-/merge_requests/4#note_9000")
    assert records[0].container.remote == "gitlab.com/quillmark/quillmark"


def test_a_project_that_moved_is_the_same_one() -> None:
    moved = {**PROJECT, "path_with_namespace": "inkwell/quillmark"}
    service = GitlabService(World({Kind.COMMENT: items(Kind.COMMENT, 1)}), projects={"7": moved})
    (record,) = read(service, Kind.COMMENT).records
    assert (record.container.id, record.container.name) == ("7", "inkwell/quillmark")


@pytest.mark.parametrize("status", [403, 404])
def test_what_was_done_in_a_closed_project_is_kept_and_private(status: int) -> None:
    service = GitlabService(World({Kind.REVIEW: items(Kind.REVIEW, 2)}), projects={})
    service.more["/projects/7"] = as_json({"message": "No"}, status)
    reading = read(service, Kind.REVIEW)
    assert len(reading.ids) == 2
    assert "hidden" in missing_of(reading)
    assert {each.visibility for each in reading.records} == {Visibility.PRIVATE}
    assert {each.container.name for each in reading.records} == {"Project 7"}


@pytest.mark.parametrize("status", [403, 404])
def test_one_closed_repository_does_not_stop_the_others(status: int) -> None:
    closed = {**PROJECT, "id": 8, "path_with_namespace": "old/gone"}
    service = GitlabService(World({Kind.COMMIT: items(Kind.COMMIT, 2)}))
    service.contributed = [closed, PROJECT]
    service.more["/projects/8/repository/commits"] = as_json({"message": "No"}, status)
    reading = read(service, Kind.COMMIT)
    assert len(reading.ids) == 2
    assert "hidden:old/gone" in missing_of(reading)


def test_commits_of_people_with_similar_addresses_are_left_out() -> None:
    other = {**kits.item_of(Kind.COMMIT, 3), "author_email": "not-ada@mail.example.org"}
    service = GitlabService(World({Kind.COMMIT: [kits.item_of(Kind.COMMIT, 0), other]}))
    (record,) = read(service, Kind.COMMIT).records
    assert record.commit == f"{1:040x}"
    assert record.tz_offset_min == 120
    assert record.occurred_at == datetime(2026, 10, 1, 10, tzinfo=UTC)
    assert record.sizes.lines_added == 3


def test_every_address_of_the_account_is_looked_for() -> None:
    service = GitlabService(World({Kind.COMMIT: items(Kind.COMMIT, 1)}))
    read(service, Kind.COMMIT)
    asked = [each.query.get("author") for each in service.asked if "repository" in each.path]
    assert asked == ["ada@mail.example", "ada@old.example"]


# -- what items are ------------------------------------------------------------------------------


def test_events_without_an_id_have_a_stable_one() -> None:
    raw = {**kits.item_of(Kind.REVIEW, 1), "id": None}
    first, again = parsers.event_id(raw), parsers.event_id(dict(reversed(raw.items())))
    assert first == again
    assert first.startswith("made:")
    assert parsers.event_id({**raw, "target_id": 61_000}) != first
    assert parsers.event_id({**raw, "action_name": "merged"}) != first


def test_numbers_within_a_project_are_not_taken_for_ids() -> None:
    (record,) = read(GitlabService(World({Kind.ISSUE: items(Kind.ISSUE, 1)})), Kind.ISSUE).records
    assert (record.native_id, record.ref) == ("1000", "7/1/1000")


def test_confidential_things_are_private_in_public_projects() -> None:
    secret = {**kits.item_of(Kind.ISSUE, 1), "confidential": True}
    (issue,) = read(GitlabService(World({Kind.ISSUE: [secret]})), Kind.ISSUE).records
    assert issue.visibility is Visibility.PRIVATE
    plain = kits.item_of(Kind.COMMENT, 1)
    inner = {**plain, "note": {**plain["note"], "internal": True}}
    (note,) = read(GitlabService(World({Kind.COMMENT: [inner]})), Kind.COMMENT).records
    assert note.visibility is Visibility.PRIVATE


def test_an_internal_project_is_not_public() -> None:
    internal = {**PROJECT, "visibility": "internal"}
    service = GitlabService(World({Kind.ISSUE: items(Kind.ISSUE, 1)}), projects={"7": internal})
    (record,) = read(service, Kind.ISSUE).records
    assert record.visibility is Visibility.RESTRICTED
    assert record.container.is_public is False


def test_merges_of_others_work_are_merges() -> None:
    service = GitlabService(World({Kind.LOG_ACTION: items(Kind.LOG_ACTION, 1)}))
    (record,) = read(service, Kind.LOG_ACTION).records
    assert (record.action, record.state) == (Action.MERGED, Outcome.MERGED)


def test_a_push_says_how_many_commits_and_claims_none() -> None:
    service = GitlabService(World({Kind.ACTIVITY: items(Kind.ACTIVITY, 1)}))
    (record,) = read(service, Kind.ACTIVITY).records
    assert (record.metrics["commits"], record.commit) == (3, "")


def test_what_was_done_outside_of_projects_is_left_out() -> None:
    outside = {**kits.item_of(Kind.COMMENT, 1), "project_id": None}
    reading = read(GitlabService(World({Kind.COMMENT: [outside]})), Kind.COMMENT)
    assert reading.ids == []
    assert reading.set_aside == 0


def test_roles_carry_the_level_where_it_is_said() -> None:
    access = {"project_access": None, "group_access": {"access_level": 40}}
    held = {**kits.item_of(Kind.ROLE, 1), "permissions": access}
    service = GitlabService(World({Kind.ROLE: [held, kits.item_of(Kind.ROLE, 2)]}))
    titles = [each.title for each in read(service, Kind.ROLE).records]
    assert titles == ["Maintainer of quillmark/part-1", "Contributor to quillmark/part-2"]


# -- what becomes of things ----------------------------------------------------------------------


def _again(service: GitlabService, refs: list[str]) -> list[Page]:
    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.PULL_REQUEST, kits.TestGitlab.now)
        return [page async for page in PROVIDER.again(ask, refs, call)]

    return signed().talk(service, act)


def test_open_merge_requests_become_merged_or_gone() -> None:
    merged = {**kits.item_of(Kind.PULL_REQUEST, 0), "state": "merged"}
    pages = _again(GitlabService(World({Kind.PULL_REQUEST: [merged]})), ["7/1/1000", "7/9/1008"])
    assert [each.state for page in pages for each in page.records] == [Outcome.MERGED]
    assert [each for page in pages for each in page.gone] == ["1008"]


def test_in_a_closed_project_nothing_is_known_to_be_gone() -> None:
    pages = _again(GitlabService(World(), projects={}), ["7/1/1000"])
    assert not [each for page in pages for each in page.gone]


def test_merge_requests_switched_off_in_one_project_stop_nothing() -> None:
    service = GitlabService(World({Kind.PULL_REQUEST: items(Kind.PULL_REQUEST, 1)}))
    service.more["/projects/8/merge_requests/1"] = as_json({"message": "403 Forbidden"}, 403)
    pages = _again(service, ["8/1/55", "7/1/1000"])
    assert [each.native_id for page in pages for each in page.records] == ["1000"]


# -- who ------------------------------------------------------------------------------------------


def test_a_pasted_token_goes_in_its_own_header_and_says_its_rights() -> None:
    service = GitlabService(World())

    async def act(call: AccountCall) -> Any:
        return await PROVIDER.who(call.access, call)

    found = signed().talk(service, act)
    assert found.scopes == ("read_user", "read_api")
    assert found.emails == ("ada@mail.example", "ada@old.example")
    assert {"private-token"} <= set(service.asked[0].headers)
    assert "authorization" not in service.asked[0].headers
    other = GitlabService(World())
    kits.TestGitlabByTool().talk(other, act)
    assert other.asked[0].headers["authorization"].startswith("Bearer ")


def test_a_name_nobody_has_is_nobodys() -> None:
    service = GitlabService(World())
    service.more["/users"] = as_json([{"id": 5, "username": "adalbert"}])

    async def act(call: AccountCall) -> Any:
        return await PROVIDER.who(call.access, call)

    with pytest.raises(NotThereError, match="nobody called"):
        by_name().talk(service, act)


def test_what_strangers_are_shown_is_public() -> None:
    service = GitlabService(World({Kind.REVIEW: items(Kind.REVIEW, 1)}), projects={})
    (record,) = by_name().read(service, Kind.REVIEW).records
    assert record.visibility is Visibility.PUBLIC


def test_a_refused_listing_is_said() -> None:
    service = GitlabService(World())
    service.more["/issues"] = as_json({"message": "403 Forbidden"}, 403)
    with pytest.raises(NotAllowedError):
        read(service, Kind.ISSUE)
