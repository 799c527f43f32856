"""A scripted Weblate: users, and changes by person, number and time, three a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3
API = "https://hosted.weblate.org/api"
ACTION = {Kind.TRANSLATION: 2, Kind.TRANSLATION_REVIEW: 36, Kind.COMMENT: 3}


def change(kind: Kind, n: int, place: str = "quill/app", **others: Any) -> dict[str, Any]:
    """Return a change; 0 is the newest, each on a day of its own."""
    return {
        "unit": f"{API}/units/{700 + n}/",
        "component": f"{API}/components/{place}/",
        "translation": f"{API}/translations/{place}/cs/",
        "user": f"{API}/users/ada/",
        "author": f"{API}/users/ada/",
        "timestamp": f"2026-10-{28 - n:02}T10:00:00.123456Z",
        "action": ACTION[kind],
        "target": "Kalamář",
        "old": "",
        "details": {},
        "id": 90_000 - n,
        "action_name": "Translation changed",
        "url": f"{API}/changes/{90_000 - n}/",
    } | others


class WeblateService:
    """Answers like Weblate.

    Args:
        shows_all: Users are listed to everybody signed in, as newer servers do.
        is_old: It takes no notice of ``user``, nor of ``id``.
    """

    def __init__(self, world: World, *, shows_all: bool = False, is_old: bool = False) -> None:
        self.world = world
        self.shows_all = shows_all
        self.is_old = is_old
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        is_signed_in = request.headers.get("authorization") == f"Token {self.world.token}"
        if "authorization" in request.headers and not is_signed_in:
            return as_json({"detail": "Invalid token."}, 401)
        path = request.path.removeprefix("/api")
        if path == "/changes/":
            return self._changes(request)
        if not is_signed_in:
            return as_json({"detail": "Not found."}, 404)
        me = {"id": int(self.world.native_id), "full_name": "Ada L.", "username": self.world.handle}
        if path == "/users/":
            bea = {"id": 5, "full_name": "Bea", "username": "bea"}
            people = [bea, me] if self.shows_all else [me]
            wanted = None if self.is_old else request.query.get("id")
            people = [each for each in people if wanted in {None, str(each["id"])}]
            return self._page(request, people)
        if path == f"/users/{self.world.handle}/":
            return as_json(me)
        return as_json({"detail": "Not found."}, 404)

    def _changes(self, request: Asked) -> Answer:
        query = request.query
        wanted = {int(value) for key, value in request.pairs if key == "action"}
        items = [
            item
            for kind, listed in self.world.items.items()
            if not wanted or ACTION[kind] in wanted
            for item in listed
            if self._is_listed(item, query)
        ]
        if query.get("user") != self.world.handle and not self.is_old:
            items = []
        return self._page(request, items)

    def _is_listed(self, item: Any, query: Any) -> bool:
        at = item.get("timestamp") if isinstance(item, dict) else None
        if not isinstance(at, str) or len(at) != 27:
            return True  # what the kit put in
        after, before = query.get("timestamp_after", ""), query.get("timestamp_before", "9")
        return bool(after <= at <= before)

    def _page(self, request: Asked, items: list[Any]) -> Answer:
        number = int(request.query.get("page", "1"))
        size = min(PAGE, int(request.query.get("page_size", "50")))
        following = None
        if number * size < len(items):
            pairs = [pair for pair in request.pairs if pair[0] != "page"]
            query = urlencode([*pairs, ("page", str(number + 1))])
            following = f"http://{request.headers['host']}{request.path}?{query}"
        rows = items[(number - 1) * size : number * size]
        return as_json({"count": len(items), "next": following, "previous": None, "results": rows})
