"""A scripted Gitea: issue search, activity feed, reviews, comments and repositories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3
REPOSITORY = {
    "id": 77,
    "full_name": "quillmark/quillmark",
    "html_url": "https://code.example/quillmark/quillmark",
    "private": False,
    "internal": False,
    "fork": False,
    "mirror": False,
    "created_at": "2020-05-01T10:00:00Z",
    "owner": {"id": 9, "login": "quillmark"},
    "permissions": {"admin": False, "push": True, "pull": True},
}


class GiteaService:
    """Answers like Gitea, three items a page whatever is asked for.

    Attributes:
        repositories: By ``owner/name``; what is not here is answered with 404.
        comments: Of a repository, for the listing of all its comments.
        version: What ``/version`` says.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.repositories: dict[str, Any] = {"quillmark/quillmark": REPOSITORY}
        self.comments: list[Any] = []
        self.feed: list[Any] = []
        self.version = "1.23.1"
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        world, path = self.world, request.path.removeprefix("/api/v1")
        signed_in = request.headers.get("authorization")
        if signed_in is not None and signed_in != f"token {world.token}":
            return as_json({"message": "invalid username, password or token"}, 401)
        me = {
            "id": int(world.native_id),
            "login": world.handle,
            "full_name": "Ada L.",
            "email": "ada@mail.example",
            "created": "2019-03-04T05:06:07Z",
        }
        plain: dict[str, Any] = {
            f"/users/{world.handle}": me,
            "/version": {"version": self.version},
        }
        if signed_in:
            plain["/user"] = me
        if path in plain:
            return as_json(plain[path])
        if path == "/repos/issues/search" and signed_in:
            return self._search(request)
        if path.endswith("/activities/feeds"):
            kinds = (Kind.COMMENT, Kind.RELEASE)
            return self._page(request, [*self.feed, *(i for k in kinds for i in self._of(k))])
        if path in ("/user/repos", f"/users/{world.handle}/repos"):
            return self._page(request, self._of(Kind.ROLE))
        return self._of_repository(request, path)

    def _of(self, kind: Kind) -> list[Any]:
        return list(self.world.items.get(kind, ()))

    def _search(self, request: Asked) -> Answer:
        assert request.query["state"] == "all"
        if request.query.get("reviewed") == "true":
            pulls = [pull_row(index) for index, _ in enumerate(self._of(Kind.REVIEW))]
            return self._page(request, pulls)
        assert request.query["created"] == "true"
        kind = Kind.PULL_REQUEST if request.query["type"] == "pulls" else Kind.ISSUE
        return self._page(request, self._of(kind))

    def _of_repository(self, request: Asked, path: str) -> Answer:
        parts = path.strip("/").split("/")
        name = "/".join(parts[1:3])
        if name not in self.repositories:
            return as_json({"message": "The target couldn't be found."}, 404)
        if len(parts) == 3:
            return as_json(self.repositories[name])
        if parts[3:] == ["issues", "comments"]:
            return self._page(request, self.comments)
        if parts[-1] == "reviews":
            return self._page(request, [self._of(Kind.REVIEW)[int(parts[4])]])
        known = [*self._of(Kind.PULL_REQUEST), *self._of(Kind.ISSUE)]
        for item in known:
            if str(item.get("number")) == parts[4]:
                return as_json(item)
        return as_json({"message": "The target couldn't be found."}, 404)

    def _page(self, request: Asked, items: Sequence[Any]) -> Answer:
        start = (int(request.query["page"]) - 1) * PAGE
        found = items[start : start + PAGE]
        # Link speaks of the web page's size: whoever believes it stops after the first page.
        return as_json(list(found) or None, X_Total_Count=str(len(items)))


def pull_row(index: int, **others: Any) -> dict[str, Any]:
    """Return a row of issue search."""
    row = {
        "id": 5000 + index,
        "number": index,
        "title": f"Change {index}",
        "body": "Why and how.",
        "state": "closed",
        "created_at": f"2026-10-{28 - index:02}T10:00:00+02:00",
        "updated_at": f"2026-10-{28 - index:02}T11:00:00Z",
        "html_url": f"https://code.example/quillmark/quillmark/pulls/{index}",
        "repository": {"id": 77, "name": "quillmark", "full_name": "quillmark/quillmark"},
        "pull_request": {"merged": True, "merged_at": "2026-10-29T00:00:00Z"},
    }
    return {**row, **others}


def feed_row(index: int, sort: str, **others: Any) -> dict[str, Any]:
    """Return a row of the activity feed."""
    row = {
        "id": 900 + index,
        "op_type": sort,
        "act_user_id": 4321,
        "repo": REPOSITORY,
        "comment": None,
        "ref_name": "",
        "is_private": False,
        "content": f"{index}|Change {index}",
        "created": f"2026-10-{28 - index:02}T10:00:00Z",
    }
    return {**row, **others}


def comment(index: int, author: int = 4321) -> dict[str, Any]:
    """Return a comment."""
    return {
        "id": 7000 + index,
        "html_url": f"https://code.example/quillmark/quillmark/issues/4#issuecomment-{index}",
        "user": {"id": author, "login": "somebody"},
        "body": "I see the same.",
        "created_at": f"2026-10-{28 - index:02}T10:00:00Z",
        "updated_at": f"2026-10-{28 - index:02}T10:00:00Z",
    }
