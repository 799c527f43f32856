"""A scripted Stack Exchange API, gzipped whatever is asked for."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

LISTS = {
    "answers": (Kind.ANSWER, "answer_id", "last_activity_date"),
    "questions": (Kind.QUESTION, "question_id", "last_activity_date"),
    "comments": (Kind.COMMENT, "comment_id", "creation_date"),
    "suggested-edits": (Kind.WIKI_EDIT, "suggested_edit_id", "creation_date"),
    "timeline": (Kind.BADGE, "badge_id", "creation_date"),
}


class ExchangeService:
    """Answers like the API, three items a page whatever is asked for.

    Attributes:
        most_pages: Pages after that one are refused.
        has_filters: Filters can be made.
        wrapper: Further fields beside the items, taken once each.
    """

    def __init__(self, world: World, page: int = 3, site: str = "superuser") -> None:
        self.world = world
        self.size = page
        self.site = site
        self.most_pages = 25
        self.has_filters = True
        self.wrapper: list[dict[str, Any]] = []
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        path = request.path.removeprefix("/2.3")
        if path == "/filters/create":
            found = [{"filter": "!abc", "included_fields": []}]
            return self._wrapped(found) if self.has_filters else refused(400, "bad_parameter")
        assert request.query["site"] == self.site
        parts = path.strip("/").split("/")
        if parts[0] == "users" and len(parts) == 2:
            return self._wrapped([self._person()] if parts[1] == self.world.native_id else [])
        if parts[-1] == "associated":
            return self._wrapped([{"site_url": "https://unix.example", "user_id": 8}])
        if parts[0] == "users":
            return self._listing(request, parts[2])
        kind, key, _mark = LISTS[parts[0]]
        wanted = set(parts[1].split(";"))
        items = [item for item in self._items(kind) if str(item.get(key)) in wanted]
        return self._wrapped(items)

    def _person(self) -> dict[str, Any]:
        return {
            "user_id": int(self.world.native_id),
            "account_id": 777,
            "display_name": self.world.handle,
            "link": "https://superuser.example/users/4321/ada",
            "creation_date": 1_300_000_000,
        }

    def _items(self, kind: Kind) -> list[Any]:
        return [item for item in self.world.items.get(kind, ()) if isinstance(item, dict)]

    def _listing(self, request: Asked, name: str) -> Answer:
        kind, _key, mark = LISTS[name]
        query, items = request.query, list(self.world.items.get(kind, ()))
        if query.get("order") == "asc":
            items.reverse()
        least, most = int(query.get("min", "0")), int(query.get("todate", "9" * 12))
        items = [item for item in items if least <= _number(item, mark) <= most]
        page = int(query["page"])
        if page > self.most_pages:
            return refused(403, "access_denied", error_id=403)
        start = (page - 1) * self.size
        return self._wrapped(items[start : start + self.size], start + self.size < len(items))

    def _wrapped(self, items: list[Any], has_more: bool = False) -> Answer:
        extra = self.wrapper.pop(0) if self.wrapper else {}
        wrapper = {"has_more": has_more, "quota_max": 300, "quota_remaining": 288, **extra}
        return gzipped(as_json({"items": items, **wrapper}))


def _number(item: Any, key: str) -> int:
    value = item.get(key) if isinstance(item, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else 10**9


def gzipped(answer: Answer) -> Answer:
    packed = replace(answer, body=gzip.compress(answer.body, mtime=0))
    return packed.having(Content_Encoding="gzip")


def refused(status: int, name: str, error_id: int = 400, **more: Any) -> Answer:
    """Return an error: its status is 400 whatever the matter is."""
    del status
    body = {"error_id": error_id, "error_name": name, "error_message": "No.", **more}
    return Answer(400, {"Content-Type": "application/json"}, json.dumps(body).encode())
