"""A scripted GitHub: GraphQL by the names of the questions, and the REST calls beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, instant
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json, link_next

PAGE = 3
REPOSITORY = {
    "id": "R_1",
    "databaseId": 7,
    "nameWithOwner": "quillmark/quillmark",
    "url": "https://github.com/quillmark/quillmark",
    "visibility": "PUBLIC",
}
REST_REPOSITORY = {
    "id": 7,
    "full_name": "quillmark/quillmark",
    "html_url": "https://github.com/quillmark/quillmark",
    "private": False,
    "fork": False,
}
CONNECTIONS = {
    "PullRequests": ("pullRequests", Kind.PULL_REQUEST),
    "Issues": ("issues", Kind.ISSUE),
    "Comments": ("issueComments", Kind.COMMENT),
    "Discussions": ("repositoryDiscussions", Kind.DISCUSSION),
    "Sponsored": ("sponsorshipsAsSponsor", Kind.SPONSORSHIP),
    "Organizations": ("organizations", Kind.ROLE),
}


def connection(items: Sequence[Any], variables: Mapping[str, Any], most: int = PAGE) -> Any:
    """Return one page of a connection."""
    start = int(variables.get("after") or 0)
    end = start + min(most, int(variables.get("size") or most))
    return {
        "totalCount": len(items),
        "pageInfo": {"hasNextPage": end < len(items), "endCursor": str(end)},
        "nodes": list(items[start:end]),
    }


def within(item_at: object, start: str, end: str) -> bool:
    """Say whether an item lies in a period; what has no date lies in every one."""
    try:
        return instant(start) <= instant(item_at) <= instant(end)
    except BadItemError:
        return True


@dataclass
class GithubService:
    """Answers like GitHub, three items a page whatever is asked for.

    Attributes:
        years: What ``contributionYears`` says.
        posts: Comments in discussions that are listed besides those of the world.
        sponsors: Who sponsors the person.
        repositories: What the person may write to.
        committed: Repositories committed to, as ``commitContributionsByRepository`` has them.
        committed_total: How many there are in truth; None: as many.
        restricted: How many contributions are counted and not shown.
        more: Answers of single paths of the REST interface.
        questions: What was asked of GraphQL: names and variables.
    """

    world: World
    years: Sequence[int] = (2026,)
    posts: Sequence[Any] = ()
    sponsors: Sequence[Any] = ()
    repositories: Sequence[Any] = ()
    committed: Sequence[Any] = (REPOSITORY,)
    committed_total: int | None = None
    restricted: int = 0
    more: dict[str, Answer] = field(default_factory=dict)
    questions: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    page: int = PAGE

    def handle(self, request: Asked) -> Answer:
        signed = request.headers.get("authorization")
        if signed is not None and signed != f"Bearer {self.world.token}":
            return as_json({"message": "Bad credentials"}, 401)
        if request.path == "/api/graphql":
            if signed is None:
                return as_json({"message": "Bad credentials"}, 401)
            return self.ask(request)
        assert request.headers["x-github-api-version"] == "2022-11-28"
        return self.rest(request)

    # -- GraphQL ------------------------------------------------------------------------------

    def ask(self, request: Asked) -> Answer:
        """Answer a question by its name."""
        body = request.json()
        name, variables = body["operationName"], body["variables"]
        assert f"query {name}" in body["query"]
        self.questions.append((name, variables))
        return self.reply(self.answer(name, variables))

    def reply(self, data: Any) -> Answer:
        """Return an answer with what every one holds."""
        rate = {"cost": 1, "remaining": 4_900, "resetAt": "2026-06-20T10:00:00Z"}
        return as_json({"data": {**data, "rateLimit": rate}})

    def answer(self, name: str, variables: Mapping[str, Any]) -> Any:
        """Return the data of a question."""
        items = self.world.items
        if name in CONNECTIONS:
            field_name, kind = CONNECTIONS[name]
            return self.viewer({field_name: self.listed(items.get(kind, ()), variables)})
        others: dict[str, Callable[[], Any]] = {
            "DiscussionComments": lambda: self.viewer(
                {"repositoryDiscussionComments": self.listed(self.comments(), variables)}
            ),
            "Sponsors": lambda: self.viewer(
                {"sponsorshipsAsMaintainer": self.listed(self.sponsors, variables)}
            ),
            "Repositories": lambda: self.viewer(
                {"repositories": self.listed(self.repositories, variables)}
            ),
            "Releases": lambda: self.viewer(
                {"repositories": self.listed(self.released(), variables)}
            ),
            "Years": lambda: self.collection({"contributionYears": list(self.years)}),
            "Reviews": lambda: self.reviews(items.get(Kind.REVIEW, ()), variables),
            "ReviewComments": lambda: self.reviews(self.reviewed(), variables),
            "Committed": lambda: self.commits(variables),
            "Again": lambda: {"nodes": [self.node(each) for each in variables["ids"]]},
        }
        return others[name]()

    def viewer(self, data: Any) -> Any:
        """Return data of the person signed in."""
        me = {"id": "U_1", "databaseId": int(self.world.native_id), "login": self.world.handle}
        return {"viewer": {**me, **data}}

    def collection(self, data: Any) -> Any:
        """Return data of a period."""
        data = {"restrictedContributionsCount": self.restricted, **data}
        return self.viewer({"contributionsCollection": data})

    def listed(self, items: Sequence[Any], variables: Mapping[str, Any]) -> Any:
        return connection(items, variables, self.page)

    def comments(self) -> Sequence[Any]:
        items = self.world.items
        return [*items.get(Kind.ANSWER, ()), *items.get(Kind.POST, ()), *self.posts]

    def released(self) -> Sequence[Any]:
        """Return a repository for each release."""
        return [
            {
                **REPOSITORY,
                "releases": {
                    "pageInfo": {"hasNextPage": False, "endCursor": None},
                    "nodes": [each],
                },
            }
            for each in self.world.items.get(Kind.RELEASE, ())
        ]

    def reviewed(self) -> Sequence[Any]:
        """Return a review for each comment."""
        page = {"hasNextPage": False, "endCursor": None}
        return [
            {
                "occurredAt": f"2026-05-{28 - number:02}T10:00:00Z",
                "pullRequestReview": {
                    "id": f"PRR_{number}",
                    "state": "COMMENTED",
                    "comments": {"totalCount": 1, "pageInfo": page, "nodes": [each]},
                },
                "pullRequest": {"title": "Mend the fence", "repository": REPOSITORY},
            }
            for number, each in enumerate(self.world.items.get(Kind.REVIEW_COMMENT, ()))
        ]

    def reviews(self, items: Sequence[Any], variables: Mapping[str, Any]) -> Any:
        start, end = variables["from"], variables["to"]
        assert (instant(end) - instant(start)).days <= 366
        there = [each for each in items if within(_get(each, "occurredAt"), start, end)]
        return self.collection({"pullRequestReviewContributions": self.listed(there, variables)})

    def commits(self, variables: Mapping[str, Any]) -> Any:
        assert (instant(variables["to"]) - instant(variables["from"])).days <= 366
        rows = [{"repository": each, "contributions": {"totalCount": 1}} for each in self.committed]
        total = len(rows) if self.committed_total is None else self.committed_total
        if not self.world.items.get(Kind.COMMIT):
            rows, total = [], 0
        return self.collection(
            {
                "totalRepositoriesWithContributedCommits": total,
                "commitContributionsByRepository": rows,
            }
        )

    def node(self, wanted: str) -> Any:
        every = [each for items in self.world.items.values() for each in items]
        item = next((each for each in every if _get(each, "id") == wanted), None)
        if isinstance(item, dict) and item.get("__typename") == "Issue":
            item = {**item, "issueState": item["state"]}
            del item["state"]
        return item

    # -- REST ---------------------------------------------------------------------------------

    def rest(self, request: Asked) -> Answer:
        """Answer a call of the REST interface."""
        path, world = request.path.removeprefix("/api/v3"), self.world
        if path in self.more:
            return self.more[path]
        me = {
            "id": int(world.native_id),
            "login": world.handle,
            "name": "Ada L.",
            "type": "User",
            "email": None,
            "html_url": f"https://github.com/{world.handle}",
            "created_at": "2026-01-01T00:00:00Z",
        }
        if path == "/user" and "authorization" in request.headers:
            return as_json(me, X_OAuth_Scopes="read:user, user:email")
        if path in (f"/users/{world.handle}", f"/user/{world.native_id}"):
            return as_json(me)
        lists: dict[str, Sequence[Any]] = {
            "/user/emails": [{"email": "ada@mail.example", "verified": True}],
            f"/users/{world.handle}/social_accounts": [
                {"provider": "mastodon", "url": "https://social.example/@ada"}
            ],
            "/repos/quillmark/quillmark/commits": world.items.get(Kind.COMMIT, ()),
            f"/users/{world.handle}/orgs": world.items.get(Kind.ROLE, ()),
            f"/users/{world.handle}/repos": [],
        }
        if path in lists:
            return self.paged(request, lists[path])
        if path.startswith("/search/"):
            return self.search(request)
        return self.single(path)

    def paged(self, request: Asked, items: Sequence[Any], wrap: Any = None) -> Answer:
        """Return a page of a listing with a link to the next one."""
        number = int(request.query.get("page", "1"))
        start = (number - 1) * self.page
        body = list(items[start : start + self.page])
        answer = as_json(wrap(body) if wrap else body)
        if start + self.page < len(items):
            pairs = [f"{key}={value}" for key, value in request.pairs if key != "page"]
            query = "&".join([*pairs, f"page={number + 1}"]).replace(" ", "+")
            answer = answer.having(Link=link_next(f"{request.at}{request.path}?{query}"))
        return answer

    def search(self, request: Asked) -> Answer:
        query = request.query["q"]
        assert f"author:{self.world.handle}" in query
        kind = Kind.ISSUE if "is:issue" in query else Kind.PULL_REQUEST
        kind = Kind.COMMIT if request.path.endswith("/commits") else kind
        items = self.world.items.get(kind, ())

        def wrap(body: Any) -> Any:
            return {"total_count": len(items), "incomplete_results": False, "items": body}

        return self.paged(request, items, wrap)

    def single(self, path: str) -> Answer:
        for items in self.world.items.values():
            for each in items:
                is_it = str(_get(each, "url")).endswith(path)
                if is_it or f"/orgs/{_get(each, 'login')}" == path:
                    return as_json(each)
        return as_json({"message": "Not Found"}, 404)


def _get(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, dict) else None
