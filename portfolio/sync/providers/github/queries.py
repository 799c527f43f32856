"""What is asked of GitHub's GraphQL interface.

Every query is checked against the schema GitHub publishes by the tests. Each asks for as little
as its parser reads: GitHub refuses questions that cost it too much, whatever their answer's size.
"""

from __future__ import annotations

from typing import Final

_RATE: Final = "rateLimit { cost remaining resetAt }"
_PAGE: Final = "totalCount pageInfo { hasNextPage endCursor }"
_REPOSITORY: Final = "repository { databaseId nameWithOwner url visibility }"

_PULL_REQUEST: Final = f"""
  __typename id number title url state createdAt updatedAt mergedAt closedAt isDraft
  additions deletions changedFiles author {{ login }} mergedBy {{ login }}
  latestReviews(first: 10) {{ nodes {{ state author {{ login }} }} }} {_REPOSITORY}
"""
_ISSUE: Final = f"""
  __typename id number title url state stateReason createdAt updatedAt closedAt
  author {{ login }} {_REPOSITORY}
"""


def _connection(operation: str, field: str, arguments: str, wanted: str) -> str:
    """Return a query for one page of a listing of the person signed in."""
    return f"""query {operation}($size: Int!, $after: String) {{
  viewer {{ id {field}(first: $size, after: $after{arguments}) {{
    {_PAGE} nodes {{ {wanted} }}
  }} }}
  {_RATE}
}}"""


_BY_UPDATE: Final = ", orderBy: {field: UPDATED_AT, direction: DESC}"

PULL_REQUESTS: Final = _connection("PullRequests", "pullRequests", _BY_UPDATE, _PULL_REQUEST)
ISSUES: Final = _connection("Issues", "issues", _BY_UPDATE, _ISSUE)
COMMENTS: Final = _connection(
    "Comments",
    "issueComments",
    _BY_UPDATE,
    f"id url bodyText createdAt updatedAt author {{ login }} issue {{ title }} {_REPOSITORY}",
)
DISCUSSIONS: Final = _connection(
    "Discussions",
    "repositoryDiscussions",
    _BY_UPDATE,
    "id title url bodyText createdAt updatedAt upvoteCount category { name isAnswerable } "
    f"{_REPOSITORY}",
)
DISCUSSION_COMMENTS: Final = _connection(
    "DiscussionComments",
    "repositoryDiscussionComments",
    "",
    "id url bodyText createdAt updatedAt deletedAt isAnswer upvoteCount replyTo { id } "
    f"discussion {{ title category {{ isAnswerable }} {_REPOSITORY} }}",
)

_PARTY: Final = """
  __typename ... on User { databaseId login url } ... on Organization { databaseId login url }
"""
_EVER: Final = ", activeOnly: false, orderBy: {field: CREATED_AT, direction: DESC}"

SPONSORED: Final = _connection(
    "Sponsored",
    "sponsorshipsAsSponsor",
    _EVER,
    f"id createdAt isActive isOneTimePayment privacyLevel sponsorable {{ {_PARTY} }}",
)
SPONSORS: Final = _connection(
    "Sponsors",
    "sponsorshipsAsMaintainer",
    f"{_EVER}, includePrivate: true",
    f"id createdAt isActive isOneTimePayment privacyLevel sponsorEntity {{ {_PARTY} }}",
)
ORGANIZATIONS: Final = _connection(
    "Organizations",
    "organizations",
    "",
    "__typename databaseId login name url createdAt viewerCanAdminister",
)
_HELD: Final = (
    ", isFork: false, affiliations: [OWNER, COLLABORATOR]"
    ", ownerAffiliations: [OWNER, COLLABORATOR]"
    ", orderBy: {field: CREATED_AT, direction: DESC}"
)
REPOSITORIES: Final = _connection(
    "Repositories",
    "repositories",
    _HELD,
    "__typename databaseId nameWithOwner url visibility createdAt viewerPermission isArchived",
)

_RELEASE: Final = """
  databaseId name tagName url createdAt publishedAt isDraft isPrerelease
  author { databaseId login }
"""
_RELEASES_OF: Final = f"""
  id databaseId nameWithOwner url visibility
  releases(first: 20, orderBy: {{field: CREATED_AT, direction: DESC}}) {{
    pageInfo {{ hasNextPage endCursor }} nodes {{ {_RELEASE} }}
  }}
"""
RELEASES: Final = _connection(
    "Releases",
    "repositories",
    ", isFork: false, affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]"
    ", ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]"
    ", orderBy: {field: CREATED_AT, direction: DESC}",
    _RELEASES_OF,
)
MORE_RELEASES: Final = f"""query MoreReleases($id: ID!, $after: String) {{
  node(id: $id) {{ ... on Repository {{
    id databaseId nameWithOwner url visibility
    releases(first: 100, after: $after, orderBy: {{field: CREATED_AT, direction: DESC}}) {{
      pageInfo {{ hasNextPage endCursor }} nodes {{ {_RELEASE} }}
    }}
  }} }}
  {_RATE}
}}"""

YEARS: Final = f"""query Years {{
  viewer {{ id contributionsCollection {{ contributionYears }} }}
  {_RATE}
}}"""


def _contributions(operation: str, wanted: str) -> str:
    """Return a query for one page of the reviews of a period."""
    return f"""query {operation}($from: DateTime!, $to: DateTime!, $size: Int!, $after: String) {{
  viewer {{ id contributionsCollection(from: $from, to: $to) {{
    restrictedContributionsCount
    pullRequestReviewContributions(first: $size, after: $after, orderBy: {{direction: DESC}}) {{
      {_PAGE} nodes {{ occurredAt pullRequestReview {{ {wanted} }}
        pullRequest {{ title {_REPOSITORY} }} }}
    }}
  }} }}
  {_RATE}
}}"""


_REVIEW_COMMENT: Final = "id url bodyText path createdAt updatedAt"

REVIEWS: Final = _contributions("Reviews", "id url state submittedAt updatedAt")
REVIEW_COMMENTS: Final = _contributions(
    "ReviewComments",
    f"id state comments(first: 50) {{ {_PAGE} nodes {{ {_REVIEW_COMMENT} }} }}",
)
MORE_REVIEW_COMMENTS: Final = f"""query MoreReviewComments($id: ID!, $after: String) {{
  node(id: $id) {{ ... on PullRequestReview {{
    id comments(first: 100, after: $after) {{ {_PAGE} nodes {{ {_REVIEW_COMMENT} }} }}
  }} }}
  {_RATE}
}}"""

# GitHub stops this list at `maxRepositories` without saying so: the total is asked for with it.
COMMITTED: Final = f"""query Committed($from: DateTime!, $to: DateTime!) {{
  viewer {{ id databaseId login contributionsCollection(from: $from, to: $to) {{
    restrictedContributionsCount
    totalRepositoriesWithContributedCommits
    commitContributionsByRepository(maxRepositories: 100) {{
      {_REPOSITORY} contributions {{ totalCount }}
    }}
  }} }}
  {_RATE}
}}"""

# The two states are of different types, which one question may not ask for under one name.
AGAIN: Final = f"""query Again($ids: [ID!]!) {{
  nodes(ids: $ids) {{
    __typename
    ... on PullRequest {{ {_PULL_REQUEST} }}
    ... on Issue {{ {_ISSUE.replace(" state ", " issueState: state ")} }}
  }}
  {_RATE}
}}"""
