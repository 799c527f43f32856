"""Our questions and parsers against what GitHub publishes of its interfaces."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate
from graphql.validation import NoDeprecatedCustomRule
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Ask, Record
from portfolio.sync.providers.github import PROVIDER, parsers, public, public_roles, queries
from portfolio.sync.providers.github.about import ABOUT
from portfolio.sync.providers.github.commits import parse_commit
from portfolio.sync.providers.github.connections import LISTINGS
from portfolio.sync.providers.github.person import parse_address
from tests.published.examples import GraphqlExample, RestExample
from tests.published.fetching import GITHUB_GRAPHQL, GITHUB_REST, AbsentError, Published, fetched
from tests.sync.kit_checks import read_kind
from tests.sync.loopback import LoopbackServer
from tests.sync.providers import test_github as kits
from tests.sync.providers.github_service import GithubService
from tests.sync.timing import PatientTime

QUESTIONS = {
    name: value for name, value in vars(queries).items() if name.isupper() and name[0] != "_"
}


def _text(what: Published) -> str:
    try:
        return fetched(what).read_text(encoding="utf-8")
    except AbsentError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def schema() -> GraphQLSchema:
    # Taken as it is: some of its own deprecations are not what the newest rules want.
    return build_schema(_text(GITHUB_GRAPHQL), assume_valid=True, no_location=True)


@pytest.fixture(scope="session")
def rest() -> RestExample:
    return RestExample(json.loads(_text(GITHUB_REST)))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_keeps_to_the_schema(schema: GraphQLSchema, name: str) -> None:
    assert validate(schema, parse(QUESTIONS[name])) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asks_for_nothing_that_is_going_away(schema: GraphQLSchema, name: str) -> None:
    assert validate(schema, parse(QUESTIONS[name]), [NoDeprecatedCustomRule]) == []


def test_every_question_says_what_it_cost() -> None:
    assert [name for name, each in QUESTIONS.items() if "rateLimit" not in each] == []


EVERY_LISTING = [
    (kind, number) for kind, listings in LISTINGS.items() for number in range(len(listings))
]


@pytest.mark.parametrize(("kind", "number"), EVERY_LISTING)
def test_what_the_schema_promises_becomes_a_record(
    schema: GraphQLSchema, kind: Kind, number: int
) -> None:
    listing = LISTINGS[kind][number]
    full = _first(
        GraphqlExample(schema, lambda name: name in _UNSET).answer(listing.query), listing
    )
    if kind is Kind.ANSWER:
        full["isAnswer"] = True
    record = listing.parse(full)
    assert record is not None
    assert record.kind is kind
    assert record.container.id


_UNSET = frozenset(("deletedAt", "replyTo"))


def _first(data: Any, listing: Any) -> Any:
    return data["viewer"][listing.field]["nodes"][0]


@given(data=st.data())
@pytest.mark.parametrize(("kind", "number"), EVERY_LISTING)
def test_whatever_the_schema_allows_is_a_record_or_set_aside(
    schema: GraphQLSchema, kind: Kind, number: int, data: st.DataObject
) -> None:
    listing = LISTINGS[kind][number]
    nulls = data.draw(st.sets(st.sampled_from(_names(listing.query))))
    pick = data.draw(st.integers(0, 4))
    example = GraphqlExample(
        schema, lambda name: name in nulls, lambda values: values[pick % len(values)]
    )
    nodes = (example.answer(listing.query)["viewer"] or {}).get(listing.field) or {}
    good, bad = parse_items(nodes.get("nodes") or (), listing.parse)
    assert len(good) + len(bad) <= 1


def _names(question: str) -> list[str]:
    words = question.replace("{", " ").replace("}", " ").replace("(", " ").split()
    return sorted({word for word in words if word.isidentifier()})


def test_authors_that_are_gone_cost_nothing(schema: GraphQLSchema) -> None:
    example = GraphqlExample(schema, lambda name: name in {"author", "mergedBy", *_UNSET})
    for kind in (Kind.PULL_REQUEST, Kind.ISSUE, Kind.COMMENT, Kind.POST):
        listing = LISTINGS[kind][0]
        assert listing.parse(_first(example.answer(listing.query), listing)) is not None


def test_reviews_of_the_schema_become_records(schema: GraphQLSchema) -> None:
    example = GraphqlExample(schema)
    field = "pullRequestReviewContributions"
    node = example.answer(queries.REVIEWS)["viewer"]["contributionsCollection"][field]["nodes"][0]
    review = parsers.parse_review(node)
    assert review is not None
    assert review.kind is Kind.REVIEW
    data = example.answer(queries.REVIEW_COMMENTS)["viewer"]["contributionsCollection"]
    node = data[field]["nodes"][0]
    comment = node["pullRequestReview"]["comments"]["nodes"][0]
    assert parsers.parse_review_comment(comment, node["pullRequest"]).kind is Kind.REVIEW_COMMENT


def test_releases_of_the_schema_become_records(schema: GraphQLSchema) -> None:
    data = GraphqlExample(schema).answer(queries.RELEASES)
    repository = data["viewer"]["repositories"]["nodes"][0]
    release = parsers.parse_release(repository["releases"]["nodes"][0], repository, "7")
    assert release is not None
    assert release.kind is Kind.RELEASE


def test_open_items_of_the_schema_are_read_again(schema: GraphQLSchema) -> None:
    node = GraphqlExample(schema).answer(queries.AGAIN)["nodes"][0]
    assert parsers.parse_again(node).kind is Kind.PULL_REQUEST


# -- REST -------------------------------------------------------------------------------------


def _commit(raw: object) -> Record | None:
    container = public.parse_container(REPOSITORY)
    return parse_commit(raw, container, Visibility.PUBLIC, "7")


REPOSITORY = {"id": 7, "full_name": "a/b", "html_url": "https://github.com/a/b", "private": False}
PARSED: dict[str, tuple[Callable[[Any], Any], dict[str, Any]]] = {
    "/repos/{owner}/{repo}/commits": (_commit, {"sha": "a" * 40}),
    "/repos/{owner}/{repo}/issues/{issue_number}": (
        public.parse_found_pull_request,
        {
            "repository_url": "https://api.github.com/repos/quillmark/quillmark",
            "html_url": "https://github.com/quillmark/quillmark/pull/7",
            "state": "open",
        },
    ),
    "/users/{username}/repos": (public_roles.parse_owned, {}),
    "/orgs/{org}": (public_roles.parse_membership, {}),
    "/user/emails": (parse_address, {"verified": True}),
}


@pytest.mark.parametrize("path", PARSED)
def test_what_the_description_promises_is_understood(rest: RestExample, path: str) -> None:
    parse_one, truer = PARSED[path]
    body = rest.of(path)
    first = body[0] if isinstance(body, list) else body
    assert parse_one({**first, **truer}) is not None


@pytest.mark.parametrize("path", ["/search/issues", "/search/commits"])
def test_a_search_is_understood(rest: RestExample, path: str) -> None:
    body = rest.of(path)
    assert isinstance(body["total_count"], int)
    assert isinstance(body["incomplete_results"], bool)
    item = body["items"][0]
    names = {"node_id", "url", "html_url", "repository_url", "number", "state", "created_at"}
    wanted = names if path == "/search/issues" else {"sha", "commit", "author", "repository"}
    assert wanted <= set(item)


def test_every_call_is_one_that_is_described(rest: RestExample) -> None:
    """All walks of both ways, each request looked up: its path, its parameters, their values."""
    asked: set[tuple[str, str, str]] = set()
    for info in ABOUT.kinds:
        asked |= _asked(kits.TestGithub(), info.kind)
        if not info.needs:
            asked |= _asked(kits.TestGithubByName(), info.kind)
    assert len({path for path, _, _ in asked}) >= 9
    for path, name, value in sorted(asked):
        template = rest.template(path)
        assert template is not None, f"{path} is not described"
        if name:
            parameter = rest.parameters(template)[name]
            values = rest.resolved(parameter["schema"]).get("enum")
            assert values is None or value in values, f"{path}: {name}={value}"


def _asked(kit: kits.TestGithub, kind: Kind) -> set[tuple[str, str, str]]:
    world = kit.world(kind)
    with LoopbackServer(GithubService(world)) as server:

        async def act(call: Any) -> None:
            await PROVIDER.who(call.access, call)
            ask = Ask(call.access, kind, kit.now)
            reading = await read_kind(PROVIDER, ask, call)
            refs = [each.ref for each in reading.records if each.is_open]
            async for _ in PROVIDER.again(ask, refs, call):
                pass

        asyncio.run(kit._talk(server, act, PatientTime(), None))
        found = set()
        for each in server.asked:
            path = each.path.removeprefix("/api/v3")
            if not path.endswith("/graphql"):
                found |= {(path, name, value) for name, value in each.pairs} | {(path, "", "")}
    return found


def test_a_parser_that_misreads_is_noticed(schema: GraphQLSchema) -> None:
    """The checks above are worth something: an answer without a promised field is set aside."""
    listing = LISTINGS[Kind.ISSUE][0]
    node = _first(GraphqlExample(schema).answer(listing.query), listing)
    del node["createdAt"]
    with pytest.raises(BadItemError):
        listing.parse(node)
