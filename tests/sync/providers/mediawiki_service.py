"""A scripted wiki: the action API with formatversion=2."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_html, as_json

PAGE = 3


class WikiService:
    """Answers like MediaWiki 1.39, three rows a page, oldest first as asked.

    Attributes:
        folder: Where ``api.php`` is; elsewhere there is a web page that says so.
        has_thanks: The extension that thanks is there.
        merged: What ``globaluserinfo`` lists; None where there is no such thing.
        errors: Given instead of the next answers, in turn.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.folder = "/w"
        self.has_thanks = True
        self.merged: list[Any] | None = None
        self.errors: list[Answer] = []
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        if request.path != f"{self.folder}/api.php":
            return as_html("<h1>Not found</h1>", 404)
        query = request.query
        assert query["format"] == "json"
        assert query["formatversion"] == "2"
        if self.errors:
            return self.errors.pop(0)
        given = request.headers.get("authorization")
        if given is not None and given != f"Bearer {self.world.token}":
            return error("mwoauth-invalid-authorization", "The authorization headers are invalid")
        if "meta" in query:
            return self._meta(query["meta"], is_anonymous=given is None)
        if query["list"] == "users":
            return as_json({"batchcomplete": True, "query": {"users": self._users(query)}})
        return self._listing(query)

    def _meta(self, name: str, *, is_anonymous: bool) -> Answer:
        if name == "globaluserinfo":
            if self.merged is None:
                return as_json({"batchcomplete": True, "query": {}})
            found: dict[str, Any] = {"merged": self.merged}
        elif is_anonymous:
            found = {"id": 0, "name": "192.0.2.7", "anon": True}
        else:
            found = {"id": int(self.world.native_id), "name": self.world.handle}
            found["registrationdate"] = "2011-01-02T03:04:05Z"
        return as_json({"batchcomplete": True, "query": {name: found}})

    def _users(self, query: dict[str, str]) -> list[Any]:
        if query["ususers"] != self.world.handle:
            return [{"name": query["ususers"], "missing": True}]
        made = "2011-01-02T03:04:05Z"
        person = {"userid": int(self.world.native_id), "name": self.world.handle}
        return [{**person, "registration": made, "editcount": 12}]

    def _listing(self, query: dict[str, str]) -> Answer:
        name = query["list"]
        if name == "usercontribs":
            assert query.get("ucuserids") == self.world.native_id
            assert query["ucdir"] == "newer"
            kind = Kind.WIKI_EDIT
        elif query.get("letype") == "thanks":
            if not self.has_thanks:
                return error("badvalue", "Unrecognized value for parameter letype")
            kind = Kind.THANKS
        else:
            kind = Kind.LOG_ACTION
        items = list(reversed(self.world.items.get(kind, ())))
        key = "uccontinue" if name == "usercontribs" else "lecontinue"
        start = 0
        if key in query:
            assert query["continue"] == "-||", "every key of continue goes back"
            start = int(query[key].partition("|")[2])
        answer: dict[str, Any] = {"query": {name: items[start : start + PAGE]}}
        if start + PAGE < len(items):
            answer["continue"] = {key: f"20200101000000|{start + PAGE}", "continue": "-||"}
        else:
            answer["batchcomplete"] = True
        return as_json(answer)


def error(code: str, info: str = "No.", **headers: str) -> Answer:
    """Return an error: its status is 200."""
    body = {"error": {"code": code, "info": info}, "servedby": "mw1"}
    return as_json(body, MediaWiki_API_Error=code, **headers)
