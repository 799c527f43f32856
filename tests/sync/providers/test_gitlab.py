"""GitLab through the kit, signed in and by name."""

from __future__ import annotations

from typing import Any

import pytest

from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.providers.gitlab import PROVIDER
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.loopback import Service
from tests.sync.providers.gitlab_service import PROJECT, GitlabService

EVENTS = (Kind.COMMENT, Kind.REVIEW, Kind.LOG_ACTION, Kind.ACTIVITY)
ADA = {"id": 4321, "username": "ada", "name": "Ada L."}


def day(number: int) -> str:
    """Return the day of an item; 0 is the newest."""
    return f"2026-10-{28 - number:02}T10:00:00.123Z"


def item_of(kind: Kind, number: int) -> dict[str, Any]:
    """Return an item as GitLab writes it."""
    if kind in EVENTS:
        return event(kind, number)
    if kind is Kind.ROLE:
        return {**PROJECT, "id": 700 + number, "path_with_namespace": f"quillmark/part-{number}"}
    if kind is Kind.COMMIT:
        sha = f"{number + 1:040x}"
        return {
            "id": sha,
            "title": f"Mend {number}",
            "author_name": "Ada",
            "author_email": "Ada@Mail.example",
            "authored_date": "2026-10-01T12:00:00.000+02:00",
            "committed_date": day(number),
            "web_url": f"https://gitlab.com/quillmark/quillmark/-/commit/{sha}",
            "stats": {"additions": 3, "deletions": 1, "total": 4},
        }
    is_open = number % 2 == 0
    closed = "merged" if kind is Kind.PULL_REQUEST else "closed"
    place = "merge_requests" if kind is Kind.PULL_REQUEST else "issues"
    return {
        "id": 1_000 + number,
        "iid": number + 1,
        "project_id": 7,
        "title": f"Item {number}",
        "description": "What it is about.",
        "state": "opened" if is_open else closed,
        "created_at": "2026-09-01T10:00:00.000Z",
        "updated_at": day(number),
        "merged_by": None if is_open else {"username": "bea"},
        "author": ADA,
        "web_url": f"https://gitlab.com/quillmark/quillmark/-/{place}/{number + 1}",
        "references": {"full": f"quillmark/quillmark!{number + 1}"},
    }


def event(kind: Kind, number: int) -> dict[str, Any]:
    """Return an event as GitLab writes it."""
    names = {Kind.COMMENT: "commented on", Kind.REVIEW: "approved", Kind.LOG_ACTION: "accepted"}
    plain = {
        "id": 5_000 + number,
        "project_id": 7,
        "action_name": names.get(kind, "pushed to"),
        "target_id": 60 + number,
        "target_iid": number + 1,
        "target_type": "MergeRequest",
        "target_title": f"Item {number}",
        "created_at": day(number),
        "author": ADA,
        "author_username": "ada",
    }
    if kind is Kind.COMMENT:
        note = {
            "id": 9_000 + number,
            "body": "Looks right to me.",
            "noteable_type": "MergeRequest",
            "noteable_id": 60,
            "noteable_iid": 4,
            "created_at": day(number),
        }
        return {**plain, "target_type": "Note", "note": note}
    if kind is Kind.ACTIVITY:
        push = {
            "commit_count": 3,
            "ref": "main",
            "commit_to": "b" * 40,
            "commit_title": f"Mend {number}",
        }
        return {**plain, "target_id": None, "target_iid": None, "push_data": push}
    return plain


class TestGitlab(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return GitlabService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return item_of(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is Kind.COMMENT:
            return str(item["note"]["id"])
        return {Kind.COMMIT: "7:", Kind.ROLE: "project:"}.get(kind, "") + str(item["id"])

    def bad_item(self, kind: Kind) -> Any:
        item = item_of(kind, 1)
        if kind is Kind.COMMENT:
            return {**item, "note": {}}
        return {**item, "id": {}}

    def by_deleted_author(self, kind: Kind) -> Any:
        if kind is Kind.ROLE:
            return Nothing("projects have no author")
        return {**item_of(kind, 1), "author": None, "author_email": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        return {**item_of(kind, 1), "state": "levitating", "target_type": "Hologram"}

    def throttling(self) -> dict[str, str]:
        return {"Retry-After": "5", "RateLimit-Remaining": "0"}


class TestGitlabByName(TestGitlab):
    way = Way.NAME

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Only what a name is enough for."""
        if "kind" in metafunc.fixturenames:
            kinds = [info.kind for info in PROVIDER.about.kinds if not info.needs]
            metafunc.parametrize("kind", kinds, ids=[str(kind) for kind in kinds])


class TestGitlabByTool(TestGitlab):
    """A token taken over from another program goes as a bearer token."""

    way = Way.FROM_TOOL

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One kind is enough to see how the token travels."""
        if "kind" in metafunc.fixturenames:
            metafunc.parametrize("kind", [Kind.ISSUE], ids=["issue"])
