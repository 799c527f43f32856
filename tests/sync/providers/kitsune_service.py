"""A scripted Mozilla Support, from the shapes of its source."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3


class KitsuneService:
    """Answers like the server; its next links are whole addresses.

    Attributes:
        missing: Questions that are gone.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.missing: set[str] = set()
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        path, query = request.path.removeprefix("/api/2"), request.query
        if path.startswith("/user/"):
            return self._person(path.removeprefix("/user/").strip("/"))
        if path == "/answer/":
            assert query["ordering"] == "created"
            items = list(reversed(self.world.items.get(Kind.ANSWER, ())))
            return self._listing(request, _after(items, query.get("created__gt", "")))
        if path != "/question/":
            return self._question(path.removeprefix("/question/").strip("/"))
        if "solved_by" in query:
            items = list(reversed(self.world.items.get(Kind.SOLUTION, ())))
            return self._listing(request, items)
        assert query["ordering"] == "-updated"
        return self._listing(request, list(self.world.items.get(Kind.QUESTION, ())))

    def _person(self, name: str) -> Answer:
        if name != self.world.handle:
            return as_json({"detail": "Not found."}, 404)
        return as_json(
            {
                "username": name,
                "display_name": "Ada L.",
                "date_joined": "2011-03-01T10:00:00Z",
                "answer_count": 7,
            }
        )

    def _listing(self, request: Asked, items: list[Any]) -> Answer:
        query = request.query
        assert (query.get("creator") or query["solved_by"]) in (
            self.world.native_id,
            self.world.handle,
        )
        page = int(query.get("page", "1"))
        rows, more = items[(page - 1) * PAGE : page * PAGE], page * PAGE < len(items)
        following = None
        if more:
            base = f"http://{request.headers['host']}"
            following = f"{base}{request.path}?{urlencode({**query, 'page': str(page + 1)})}"
        return as_json({"count": len(items), "next": following, "previous": None, "results": rows})

    def _question(self, ident: str) -> Answer:
        for item in self.world.items.get(Kind.QUESTION, ()):
            is_it = isinstance(item, dict) and str(item.get("id")) == ident
            if is_it and ident not in self.missing:
                return as_json(item)
        return as_json({"detail": "Not found."}, 404)


def _after(items: list[Any], since: str) -> list[Any]:
    return [
        item
        for item in items
        if not since or not isinstance(item, dict) or str(item.get("created")) > since
    ]


def answer(n: int) -> dict[str, Any]:
    """Return an answer; 0 is the newest."""
    return {
        "id": 9000 - n,
        "question": 500 - n,
        "content": f"<p>Clear the <b>cache</b> &amp; restart ({n}).</p>",
        "created": f"2026-10-{28 - n:02}T10:00:00Z",
        "creator": {"username": "ada", "display_name": "Ada L.", "avatar": None},
        "updated": f"2026-10-{28 - n:02}T10:05:00Z",
        "updated_by": None,
        "is_spam": False,
        "num_helpful_votes": 2,
        "num_unhelpful_votes": 0,
    }


def question(n: int) -> dict[str, Any]:
    """Return a question; 0 is the newest, every other one is solved."""
    is_solved = n % 2 == 0
    return {
        "id": 500 - n,
        "title": f"Tabs vanish ({n})",
        "content": "<p>Since the update.</p>",
        "created": f"2026-10-{28 - n:02}T09:00:00Z",
        "updated": f"2026-10-{28 - n:02}T09:30:00Z",
        "creator": {"username": "ada", "display_name": "Ada L.", "avatar": None},
        "involved": [],
        "is_archived": False,
        "is_locked": False,
        "is_solved": is_solved,
        "is_spam": False,
        "product": "firefox",
        "topic": "tabs",
        "num_answers": 1,
        "num_votes": 4,
        "solution": 9000 - n if is_solved else None,
        "solved_by": {"username": "ada"} if is_solved else None,
    }


def solved(n: int) -> dict[str, Any]:
    """Return somebody's question that the person solved."""
    return {**question(0), "id": 500 - n, "solution": 9000 - n, "creator": {"username": "bea"}}
