"""A scripted forum."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 6
TYPES = {"4": Kind.TOPIC, "5": Kind.POST, "2": Kind.LIKE_RECEIVED, "15": Kind.SOLUTION}
BADGE = {
    "id": 3,
    "name": "Great Answer",
    "slug": "great-answer",
    "description": "Got <b>10</b> likes",
}
PERSON = {"username": "ada", "name": "Ada L.", "created_at": "2017-01-02T03:04:05.678Z"}
CATEGORIES = [
    {"id": 7, "name": "Help", "read_restricted": False},
    {"id": 8, "name": "Staff", "read_restricted": True},
    {"id": None, "name": "Bad"},
]


class ForumService:
    """Answers like Discourse, six rows a page whatever is asked for.

    Attributes:
        folder: The forum is in this folder of the site.
        has_solved: The plugin that marks solutions is on, in a version that lists them.
        rows: Read at each request instead of the world's, by kind: may change in between.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.folder = ""
        self.has_solved = True
        self.rows = {kind: list(items) for kind, items in world.items.items()}
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        key = request.headers.get("user-api-key")
        if key is not None and key != self.world.token:
            return as_json({"errors": ["no"], "error_type": "invalid_access"}, 401)
        path = request.path.removeprefix(self.folder)
        person = {"id": int(self.world.native_id), **PERSON, "username": self.world.handle}
        plain: dict[str, Any] = {
            "/site.json": {"categories": CATEGORIES},
            f"/u/{self.world.handle}.json": {"user": person},
            "/user-badges/ada.json": {
                "badges": [BADGE],
                "user_badges": self.rows.get(Kind.BADGE, []),
            },
        }
        if key is not None:
            plain["/session/current.json"] = {"current_user": person}
        if path in plain:
            return as_json(plain[path])
        if path == "/user_actions.json":
            assert request.query["filter"] in TYPES, "never without, never messages"
            return self._rows(request, TYPES[request.query["filter"]], "user_actions")
        if path == "/solution/by_user.json" and self.has_solved:
            return self._rows(request, Kind.SOLUTION, "user_solved_posts")
        return as_json({"errors": ["not found"], "error_type": "not_found"}, 404)

    def _rows(self, request: Asked, kind: Kind, name: str) -> Answer:
        start = int(request.query["offset"])
        return as_json({name: self.rows.get(kind, [])[start : start + PAGE]})


def action(sort: int, number: int, **others: Any) -> dict[str, Any]:
    """Return a row of ``user_actions``; number 0 is the newest."""
    row = {
        "action_type": sort,
        "created_at": f"2026-10-{28 - number:02}T10:00:00.123Z",
        "topic_id": 50 + number,
        "post_id": 600 + number,
        "post_number": 2,
        "title": "How to draw owls &amp; larks",
        "slug": "how-to-draw",
        "excerpt": "Begin with <a href='x'>two circles</a>",
        "category_id": 7,
        "acting_username": "bob",
        "acting_user_id": 99,
        "deleted": False,
        "hidden": None,
    }
    return {**row, **others}
