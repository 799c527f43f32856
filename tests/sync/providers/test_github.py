"""GitHub through the kit, signed in and by name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.providers.github import PROVIDER
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.loopback import Service
from tests.sync.providers.github_service import REPOSITORY, REST_REPOSITORY, GithubService

BY_NAME = (Kind.PULL_REQUEST, Kind.ISSUE, Kind.COMMIT, Kind.ROLE)
PARTY = {"__typename": "User", "databaseId": 5, "login": "bea", "url": "https://github.com/bea"}


def day(number: int) -> str:
    """Return the day of an item; 0 is the newest."""
    return f"2026-05-{28 - number:02}T10:00:00Z"


def node(kind: Kind, number: int) -> dict[str, Any]:
    """Return an item as GraphQL gives it."""
    at = day(number)
    plain = {
        "id": f"N_{number}",
        "url": f"https://github.com/quillmark/quillmark/x/{number}",
        "createdAt": at,
        "updatedAt": at,
        "author": {"login": "ada"},
        "bodyText": "Looks right to me.",
        "repository": REPOSITORY,
    }
    titled = {**plain, "number": number, "title": f"Item {number}"}
    is_open = number % 2 == 0
    discussion = {
        "title": "How do I?",
        "category": {"isAnswerable": kind is Kind.ANSWER},
        "repository": REPOSITORY,
    }
    in_discussion = {
        **plain,
        "deletedAt": None,
        "isAnswer": kind is Kind.ANSWER and is_open,
        "upvoteCount": 3,
        "replyTo": None,
        "discussion": discussion,
    }
    items: dict[Kind, dict[str, Any]] = {
        Kind.PULL_REQUEST: {
            **titled,
            "__typename": "PullRequest",
            "state": "OPEN" if is_open else "MERGED",
            "mergedAt": None if is_open else at,
            "mergedBy": None if is_open else {"login": "bea"},
            "isDraft": False,
            "additions": 4,
            "deletions": 2,
            "changedFiles": 1,
        },
        Kind.ISSUE: {
            **titled,
            "__typename": "Issue",
            "state": "OPEN" if is_open else "CLOSED",
            "stateReason": None if is_open else "COMPLETED",
        },
        Kind.COMMENT: {**plain, "issue": {"title": "The fence"}},
        Kind.DISCUSSION: {**titled, "upvoteCount": 2, "category": {"name": "Q&A"}},
        Kind.ANSWER: in_discussion,
        Kind.POST: in_discussion,
        Kind.SPONSORSHIP: {
            **plain,
            "isActive": is_open,
            "isOneTimePayment": False,
            "privacyLevel": "PUBLIC",
            "sponsorable": PARTY,
        },
        Kind.ROLE: {
            "__typename": "Organization",
            "databaseId": 40 + number,
            "login": f"guild-{number}",
            "name": "",
            "url": f"https://github.com/guild-{number}",
            "createdAt": at,
            "viewerCanAdminister": is_open,
        },
        Kind.RELEASE: {
            "databaseId": 900 + number,
            "name": None,
            "tagName": f"v{number}",
            "url": f"https://github.com/quillmark/quillmark/releases/tag/v{number}",
            "createdAt": at,
            "publishedAt": at,
            "isDraft": False,
            "isPrerelease": False,
            "author": {"databaseId": 4321, "login": "ada"},
        },
        Kind.REVIEW: {
            "occurredAt": at,
            "pullRequestReview": {**plain, "state": "APPROVED", "submittedAt": at},
            "pullRequest": {"title": "Mend the fence", "repository": REPOSITORY},
        },
        Kind.REVIEW_COMMENT: {**plain, "path": "fence.py"},
        Kind.COMMIT: commit(number),
    }
    return items[kind]


def commit(number: int) -> dict[str, Any]:
    """Return a commit as the REST interface gives it."""
    who = {"name": "Ada", "email": "ada@mail.example", "date": day(number)}
    return {
        "sha": f"{number + 1:040x}",
        "html_url": f"https://github.com/quillmark/quillmark/commit/{number + 1:040x}",
        "commit": {"message": f"Mend {number}\n\nWhy.", "author": who, "committer": who},
        "author": {"id": 4321, "login": "ada"},
        "committer": {"id": 4321, "login": "ada"},
        "repository": REST_REPOSITORY,
    }


def found(kind: Kind, number: int) -> dict[str, Any]:
    """Return an item as the REST interface gives it by name."""
    if kind is Kind.COMMIT:
        return commit(number)
    if kind is Kind.ROLE:
        return {
            "id": 40 + number,
            "login": f"guild-{number}",
            "html_url": f"https://github.com/guild-{number}",
            "created_at": day(number),
        }
    is_pull = kind is Kind.PULL_REQUEST
    path = f"quillmark/quillmark/{'pull' if is_pull else 'issues'}/{number}"
    at = f"https://api.github.com/repos/quillmark/quillmark/issues/{number}"
    return {
        "id": 10_000 + number,
        "node_id": f"N_{number}",
        "number": number,
        "title": f"Item {number}",
        "state": "open" if number % 2 == 0 else "closed",
        "url": at,
        "html_url": f"https://github.com/{path}",
        "repository_url": "https://api.github.com/repos/quillmark/quillmark",
        "created_at": day(number),
        "updated_at": day(number),
        "body": "What it is about.",
        "user": {"id": 4321, "login": "ada"},
        **({"pull_request": {"merged_at": None}} if is_pull else {}),
    }


class TestGithub(ProviderKit):
    provider = PROVIDER
    now = datetime(2026, 6, 20, 9, 30, tzinfo=UTC)

    def service(self, world: World) -> Service:
        return GithubService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return node(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        names = {Kind.RELEASE: "databaseId"}
        if kind is Kind.COMMIT:
            return f"7:{item['sha']}"
        if kind is Kind.REVIEW:
            return str(item["pullRequestReview"]["id"])
        if kind is Kind.ROLE:
            return f"organization:{item['databaseId']}"
        return str(item[names.get(kind, "id")])

    def bad_item(self, kind: Kind) -> Any:
        if kind is Kind.REVIEW:
            return {**node(kind, 1), "occurredAt": "some day"}
        key = {Kind.COMMIT: "sha", Kind.RELEASE: "databaseId", Kind.ROLE: "databaseId"}
        return {**node(kind, 1), key.get(kind, "id"): {}}

    def by_deleted_author(self, kind: Kind) -> Any:
        if kind in (Kind.REVIEW, Kind.ROLE):
            return Nothing("it is not listed with an author")
        if kind is Kind.SPONSORSHIP:
            return {**node(kind, 1), "sponsorable": None}
        return {**node(kind, 1), "author": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.REVIEW:
            item = node(kind, 1)
            return {**item, "pullRequestReview": {**item["pullRequestReview"], "state": "SUNG"}}
        return {**node(kind, 1), "state": "HOLOGRAM", "__typename": "Hologram"}


class TestGithubByName(TestGithub):
    way = Way.NAME

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Only what a name is enough for."""
        if "kind" in metafunc.fixturenames:
            metafunc.parametrize("kind", BY_NAME, ids=[str(kind) for kind in BY_NAME])

    def item(self, kind: Kind, number: int) -> Any:
        return found(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is Kind.ROLE:
            return f"organization:{item['id']}"
        return f"7:{item['sha']}" if kind is Kind.COMMIT else str(item["node_id"])

    def bad_item(self, kind: Kind) -> Any:
        key = {Kind.COMMIT: "sha", Kind.ROLE: "id"}.get(kind, "node_id")
        return {**found(kind, 9), key: {}}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**found(kind, 1), "user": None, "author": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        return {**found(kind, 1), "state": "hologram"}


def test_what_a_name_is_enough_for_is_what_it_says() -> None:
    enough = {info.kind for info in PROVIDER.about.kinds if not info.needs}
    assert enough == set(BY_NAME)
