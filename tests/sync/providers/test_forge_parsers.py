"""Every parser of GitHub and GitLab: whatever comes, a record, nothing, or one bad item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Record
from portfolio.sync.providers.github import commits as github_commits
from portfolio.sync.providers.github import parsers as github
from portfolio.sync.providers.github import person as github_person
from portfolio.sync.providers.github import public, public_roles
from portfolio.sync.providers.gitlab import parsers as gitlab
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.providers import test_github, test_gitlab
from tests.sync.providers.github_service import REPOSITORY, REST_REPOSITORY
from tests.sync.providers.gitlab_service import PROJECT

HOME = public.parse_container(REST_REPOSITORY)
PLACE = gitlab.parse_project(PROJECT)
MAIL = frozenset(("ada@mail.example",))
Parser = Callable[[Any], Any]


def _github_commit(raw: object) -> Record | None:
    return github_commits.parse_commit(raw, HOME, Visibility.PUBLIC, "4321")


def _review_comment(raw: object) -> Record:
    return github.parse_review_comment(raw, {"title": "Mend", "repository": REPOSITORY})


def _about(raw: object) -> Record:
    return github.parse_review_comment(test_github.node(Kind.REVIEW_COMMENT, 0), raw)


def _release(raw: object) -> Record | None:
    return github.parse_release(raw, REPOSITORY, "4321")


def _with_place(parse: Callable[[Any, gitlab.Project], Record]) -> Parser:
    return lambda raw: parse(raw, PLACE)


def _node(kind: Kind) -> Any:
    return test_github.node(kind, 1)


def _found(kind: Kind) -> Any:
    return test_github.found(kind, 1)


def _item(kind: Kind) -> Any:
    return test_gitlab.item_of(kind, 1)


RIGHTS = {**REPOSITORY, "createdAt": "2026-01-01T00:00:00Z", "viewerPermission": "ADMIN"}
OWNED = {**REST_REPOSITORY, "created_at": "2026-01-01T00:00:00Z"}
SPONSOR = {**_node(Kind.SPONSORSHIP), "sponsorEntity": test_github.PARTY}
AGAIN = {**_node(Kind.ISSUE), "issueState": "OPEN"}
PARSERS: dict[str, tuple[Parser, Any]] = {
    "pull request": (github.parse_pull_request, _node(Kind.PULL_REQUEST)),
    "issue": (github.parse_issue, _node(Kind.ISSUE)),
    "again": (github.parse_again, AGAIN),
    "comment": (github.parse_comment, _node(Kind.COMMENT)),
    "discussion": (github.parse_discussion, _node(Kind.DISCUSSION)),
    "answer": (github.parse_answer, _node(Kind.ANSWER)),
    "post": (github.parse_post, _node(Kind.POST)),
    "review": (github.parse_review, _node(Kind.REVIEW)),
    "review comment": (_review_comment, _node(Kind.REVIEW_COMMENT)),
    "reviewed": (_about, {"title": "Mend", "repository": REPOSITORY}),
    "release": (_release, test_github.node(Kind.RELEASE, 1)),
    "sponsored": (github.parse_sponsored, _node(Kind.SPONSORSHIP)),
    "sponsor": (github.parse_sponsor, SPONSOR),
    "membership": (github.parse_membership, _node(Kind.ROLE)),
    "rights": (github.parse_repository_role, RIGHTS),
    "commit": (_github_commit, test_github.commit(1)),
    "found issue": (public.parse_found_issue, _found(Kind.ISSUE)),
    "found pull request": (public.parse_found_pull_request, _found(Kind.PULL_REQUEST)),
    "repository": (public.parse_container, REST_REPOSITORY),
    "public membership": (public_roles.parse_membership, _found(Kind.ROLE)),
    "owned": (public_roles.parse_owned, OWNED),
    "address": (github_person.parse_address, {"email": "ada@mail.example", "verified": True}),
    "merge request": (_with_place(gitlab.parse_merge_request), _item(Kind.PULL_REQUEST)),
    "gitlab issue": (_with_place(gitlab.parse_issue), _item(Kind.ISSUE)),
    "gitlab comment": (_with_place(gitlab.parse_comment), _item(Kind.COMMENT)),
    "approval": (_with_place(gitlab.parse_approval), _item(Kind.REVIEW)),
    "merge": (_with_place(gitlab.parse_merge), _item(Kind.LOG_ACTION)),
    "push": (_with_place(gitlab.parse_push), _item(Kind.ACTIVITY)),
    "event id": (gitlab.event_id, {**_item(Kind.REVIEW), "id": None}),
    "project": (gitlab.parse_project, PROJECT),
    "gitlab role": (gitlab.parse_role, _item(Kind.ROLE)),
    "gitlab commit": (lambda raw: gitlab.parse_commit(raw, PLACE, MAIL), _item(Kind.COMMIT)),
}


@pytest.mark.parametrize("name", PARSERS)
def test_a_right_item_is_understood(name: str) -> None:
    parse, good = PARSERS[name]
    assert parse(good) is not None


@pytest.mark.parametrize("name", PARSERS)
@given(raw=ANY_JSON)
def test_anything_at_all_is_understood_or_set_aside(name: str, raw: object) -> None:
    parse, good = PARSERS[name]
    kept, aside = parse_items([good, raw, good], parse)
    assert len(kept) >= 2
    assert len(aside) <= 1


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.data())
def test_a_damaged_item_is_understood_or_set_aside(name: str, data: st.DataObject) -> None:
    parse, good = PARSERS[name]
    damaged = data.draw(mutated(good))
    try:
        record = parse(damaged)
    except BadItemError as error:
        kept = error.why
    else:
        kept = "" if record is None else repr(record)
    kept.encode("utf-8", "strict")
