"""A scripted GitLab: listings by last change, events, projects and their commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, instant
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json, link_next

PAGE = 3
PROJECT = {
    "id": 7,
    "path_with_namespace": "quillmark/quillmark",
    "web_url": "https://gitlab.com/quillmark/quillmark",
    "visibility": "public",
    "created_at": "2020-02-03T04:05:06.789Z",
}
CHANGING = {"/merge_requests": Kind.PULL_REQUEST, "/issues": Kind.ISSUE}
EVENTS = {
    "commented": Kind.COMMENT,
    "approved": Kind.REVIEW,
    "merged": Kind.LOG_ACTION,
    "pushed": Kind.ACTIVITY,
}


def changed_at(item: Any) -> datetime | None:
    """Return when an item was last changed, if it says so."""
    try:
        return instant(item, "updated_at")
    except BadItemError:
        return None


@dataclass
class GitlabService:
    """Answers like GitLab, three items a page whatever is asked for.

    Attributes:
        projects: By number; what is not here is answered with 404.
        more: Answers of single paths.
        last_page: From there on pages are refused as too far; 0: never.
        sends_links: Send Link and x-next-page at all.
    """

    world: World
    projects: dict[str, Any] = field(default_factory=lambda: {"7": PROJECT})
    contributed: Sequence[Any] | None = None
    more: dict[str, Answer] = field(default_factory=dict)
    last_page: int = 0
    sends_links: bool = True
    page: int = PAGE
    asked: list[Asked] = field(default_factory=list)

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        token, bearer = request.headers.get("private-token"), request.headers.get("authorization")
        if token not in (None, self.world.token) or bearer not in (
            None,
            f"Bearer {self.world.token}",
        ):
            return as_json({"message": "401 Unauthorized"}, 401)
        path = request.path.removeprefix("/api/v4")
        if path in self.more:
            return self.more[path]
        return self.answer(request, path, is_signed_in=bool(token or bearer))

    def answer(self, request: Asked, path: str, *, is_signed_in: bool) -> Answer:
        """Answer a call."""
        world, items = self.world, self.world.items
        me = {
            "id": int(world.native_id),
            "username": world.handle,
            "name": "Ada L.",
            "web_url": f"https://gitlab.com/{world.handle}",
            "created_at": "2019-03-04T05:06:07.890Z",
        }
        if path == "/user" and is_signed_in:
            return as_json({**me, "email": "ada@mail.example", "commit_email": "ada@mail.example"})
        if path == "/users":
            is_me = request.query.get("username") == world.handle
            return as_json([me] if is_me else [])
        if path in CHANGING:
            return self.changing(request, items.get(CHANGING[path], ()))
        mine = f"/users/{world.native_id}"
        lists: dict[str, Any] = {
            "/user/emails": [{"email": "ada@old.example", "confirmed_at": "2020-01-01T00:00:00Z"}],
            f"{mine}/contributed_projects": self.contributed_projects(),
            f"{mine}/events": items.get(EVENTS.get(request.query.get("action", ""), Kind.OTHER)),
            "/projects/7/repository/commits": self.commits(request),
        }
        if path == "/personal_access_tokens/self":
            return as_json({"id": 1, "scopes": ["read_user", "read_api"]})
        if path in lists:
            return self.paged(request, lists[path] or ())
        return self.single(path)

    def contributed_projects(self) -> Sequence[Any]:
        if self.contributed is not None:
            return self.contributed
        return self.world.items.get(Kind.ROLE, [PROJECT])

    def commits(self, request: Asked) -> Sequence[Any]:
        is_mine = request.query.get("author") == "ada@mail.example"
        return self.world.items.get(Kind.COMMIT, ()) if is_mine else ()

    def changing(self, request: Asked, items: Sequence[Any]) -> Answer:
        """Return what changed since an instant, ascending; the day is taken with it."""
        assert request.query["sort"] == "asc"
        assert request.query["author_id"] == self.world.native_id
        ascending = list(reversed(items))
        if "updated_after" in request.query:
            after = instant(request.query["updated_after"])
            marks = [changed_at(each) for each in ascending]
            start = next(
                (place for place, at in enumerate(marks) if at is not None and at >= after),
                len(ascending),
            )
            ascending = ascending[start:]
        return self.paged(request, ascending)

    def paged(self, request: Asked, items: Sequence[Any]) -> Answer:
        """Return a page of a listing, with the headers of a listing too long to be counted."""
        number = int(request.query.get("page", "1"))
        if self.last_page and number > self.last_page:
            said = "Offset pagination has a maximum allowed offset of 50000"
            return as_json({"error": said}, 405)
        start = (number - 1) * self.page
        answer = as_json(list(items[start : start + self.page]))
        if not self.sends_links:
            return answer
        if start + self.page >= len(items):
            return answer.having(X_Next_Page="")
        pairs = [f"{key}={value}" for key, value in request.pairs if key != "page"]
        query = "&".join([*pairs, f"page={number + 1}"]).replace("+", "%2B")
        link = link_next(f"{request.at}{request.path}?{query}")
        return answer.having(Link=link, X_Next_Page=str(number + 1))

    def single(self, path: str) -> Answer:
        parts = path.strip("/").split("/")
        if len(parts) == 2 and parts[0] == "projects" and parts[1] in self.projects:
            return as_json(self.projects[parts[1]])
        if len(parts) == 4 and f"/{parts[2]}" in CHANGING:
            for each in self.world.items.get(CHANGING[f"/{parts[2]}"], ()):
                if isinstance(each, dict) and str(each.get("iid")) == parts[3]:
                    return as_json(each)
        return as_json({"message": "404 Not found"}, 404)
