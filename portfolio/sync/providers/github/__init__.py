"""GitHub and GitHub Enterprise Server.

API: GraphQL and REST 2022-11-28. Auth: bearer token (device flow, classic or fine-grained token,
gh's or git's), or a name for what is public. Listing: connections of ``viewer`` paged by cursor;
``contributionsCollection`` by periods for reviews and commits; by name, the REST search with its
1,000 cap. Durable ids: the account's number, node ids of items, numbers of repositories, hashes of
commits. Rate: 5,000 requests and points an hour, secondary limits said in words. Cannot be had:
see `about`. Facts checked against GitHub's published GraphQL schema and OpenAPI description.

::

    signed in   connections (by last change, or in full)   contributions (periods)
    by a name   public (search, REST)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from portfolio.errors import UnreadableReplyError
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, listing, parse_items
from portfolio.sync.provider import (
    Access,
    Ask,
    BaseProvider,
    Call,
    Page,
    Pause,
    Reply,
    Who,
    Window,
)
from portfolio.sync.providers.github import (
    asking,
    commits,
    connections,
    contributions,
    parsers,
    public,
    public_roles,
    queries,
)
from portfolio.sync.providers.github.about import ABOUT
from portfolio.sync.providers.github.person import who

_REVIEWS = (Kind.REVIEW, Kind.REVIEW_COMMENT)


class Github(BaseProvider):
    """Reads GitHub."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of the REST interface; GraphQL is on the same origin."""
        return asking.rest_base(instance)

    def judge(self, reply: Reply) -> Pause | None:
        """Find errors within answers of status 200, and secondary limits."""
        return asking.judge(reply)

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who the token belongs to, or who has the name."""
        return await who(access, call)

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Return the periods in which something was contributed, newest first."""
        if ask.access.is_signed_in:
            return await contributions.windows(ask, call)
        return await public.commit_windows(ask, call)

    def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind, signed in or by name."""
        if not ask.access.is_signed_in:
            return _public_pages(ask, call)
        if ask.kind in _REVIEWS:
            return contributions.review_pages(ask, call)
        if ask.kind is Kind.COMMIT:
            return commits.commit_pages(ask, call)
        if ask.kind is Kind.RELEASE:
            return connections.release_pages(ask, call)
        return connections.pages(ask, call)

    def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read open issues and pull requests again, by their ids."""
        if not ask.access.is_signed_in:
            return public.found_again(ask, refs, call)
        return _again(ask, refs, call)


def _public_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    if ask.kind is Kind.COMMIT:
        return public.commit_pages(ask, call)
    if ask.kind is Kind.ROLE:
        return public_roles.role_pages(ask, call)
    return public.search_pages(ask, call)


async def _again(ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
    """Read items by their ids; null in an item's place says that it is gone."""
    for start in range(0, len(refs), 50):
        asked = list(refs[start : start + 50])
        data, lacking = await asking.graphql(call, ask.access.instance, queries.AGAIN, ids=asked)
        try:
            nodes = listing(data, "nodes")
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the one asked for.") from error
        if len(nodes) != len(asked):
            raise UnreadableReplyError("The service answered about other items than asked.")
        gone = tuple(ref for ref, node in zip(asked, nodes, strict=True) if node is None)
        if lacking:  # not shown is not gone
            gone = ()
        records, aside = parse_items((each for each in nodes if each is not None), _parse_again)
        yield Page(records, aside, gone=gone)


_parse_again = parsers.parse_again

PROVIDER = Github()
