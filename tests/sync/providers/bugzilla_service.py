"""A scripted Bugzilla: Mozilla's, or a plain one that reads no key from a header."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_html, as_json

PAGE = 3
BY_FIELD = {
    "creator": Kind.BUG_REPORTED,
    "assigned_to": Kind.BUG_FIXED,
    "bug_mentor": Kind.MENTORING,
    "commenter": Kind.BUG_COMMENT,
    "attachments.submitter": Kind.ATTACHMENT,
}


class BugzillaService:
    """Answers like Bugzilla, three bugs a page whatever is asked for.

    Attributes:
        folder: Where the interface is; elsewhere there is a web page.
        is_plain: No ``whoami``, no flags, no mentors, and keys in headers are not read.
        bugs: What is known of single bugs, by number; the others are made up.
        closed: Bugs that refuse to be read, with a whole batch that names them.
        history: Of bugs fixed, by number.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.folder = "/rest"
        self.is_plain = False
        self.bugs: dict[str, Any] = {}
        self.hidden: set[str] = set()
        self.closed: set[str] = set()
        self.history: dict[str, Any] = {}
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        if not request.path.startswith(f"{self.folder}/"):
            return as_html("<h1>Not found</h1>", 404)
        path, given = request.path[len(self.folder) :], request.headers.get("x-bugzilla-api-key")
        if given is not None and given != self.world.token and not self.is_plain:
            return refused(306, "The API key you specified is invalid.")
        if path.startswith("/bug"):
            return self._bugs(request, path.split("/")[2:])
        if path.startswith("/review/flag_activity/setter/") and not self.is_plain:
            assert "after" in request.query, "or the last thirty days are given"
            assert "limit" in request.query
            return as_json(self._page(request, self._of(Kind.FLAG)))
        return self._people(request, path, signed_in=given is not None and not self.is_plain)

    def _people(self, request: Asked, path: str, *, signed_in: bool) -> Answer:
        person = {"id": self.world.native_id, "name": self.world.handle, "real_name": "Ada L."}
        if path == "/version":
            return as_json({"version": "5.2"})
        if path == "/whoami" and not self.is_plain:
            return as_json(person if signed_in else {"id": 0, "name": ""})
        if path == "/user":
            if request.query["names"] != self.world.handle:
                return refused(51, "There is no user named that.")
            return as_json({"users": [person]})
        return refused(32614, "No such a method.", 404)

    def _of(self, kind: Kind) -> list[Any]:
        return list(self.world.items.get(kind, ()))

    def _page(self, request: Asked, items: list[Any]) -> list[Any]:
        start = int(request.query["offset"])
        return items[start : start + PAGE]

    def _bugs(self, request: Asked, parts: list[str]) -> Answer:
        if len(parts) == 2:
            return self._parts(request, parts)
        query = request.query
        if "id" in query:
            ids = query["id"].split(",")
            rows = [self._bug(each) for each in ids if each not in self.hidden]
            return as_json({"bugs": rows})
        assert query["order"] == "bug_id"
        field = "creator" if "creator" in query else "assigned_to"
        field = query.get("f1", field)
        if field == "bug_mentor" and self.is_plain:
            return refused(108, "Can't use bug_mentor as a field name.")
        kind = BY_FIELD.get(field, Kind.TRIAGE)
        rows = self._of(kind)
        if kind in (Kind.BUG_COMMENT, Kind.ATTACHMENT, Kind.TRIAGE):
            rows = [self._bug(str(100 + index)) for index, _ in enumerate(rows)]
        return as_json({"bugs": self._page(request, rows)})

    def _bug(self, native: str) -> Any:
        for kind in (Kind.BUG_REPORTED, Kind.BUG_FIXED):
            for item in self._of(kind):
                if isinstance(item, dict) and str(item.get("id")) == native:
                    return item
        return self.bugs.get(native) or bug(int(native))

    def _parts(self, request: Asked, parts: list[str]) -> Answer:
        ids = [parts[0], *(value for name, value in request.pairs if name == "ids")]
        if self.closed & set(ids):
            return refused(102, "You are not authorized to access that bug.", 401)
        if parts[1] == "comment":
            found = {each: {"comments": self._item(Kind.BUG_COMMENT, each)} for each in ids}
            return as_json({"bugs": found, "comments": {}})
        if parts[1] == "attachment":
            assert request.query["exclude_fields"] == "data", "or files are sent"
            found = {each: self._item(Kind.ATTACHMENT, each) for each in ids}
            return as_json({"bugs": found, "attachments": {}})
        rows = [{"id": int(each), "history": self._history(each)} for each in ids]
        return as_json({"bugs": rows})

    def _history(self, native: str) -> Any:
        return self.history.get(native) or self._item(Kind.TRIAGE, native)

    def _item(self, kind: Kind, native: str) -> list[Any]:
        items, index = self._of(kind), int(native) - 100
        return [items[index]] if 0 <= index < len(items) else []


def refused(code: int, message: str, status: int = 400) -> Answer:
    """Return an error as Bugzilla writes it."""
    return as_json({"error": True, "code": code, "message": message}, status)


def bug(number: int, **others: Any) -> dict[str, Any]:
    """Return a bug."""
    row = {
        "id": number,
        "summary": "Owls do not sleep",
        "product": "Owlery",
        "component": "Sleep",
        "groups": [],
        "creator": "ada",
        "creator_detail": {"id": 4321, "name": "ada"},
        "assigned_to": "ada",
        "assigned_to_detail": {"id": 4321, "name": "ada"},
        "creation_time": f"2026-09-{28 - number % 20:02}T10:00:00Z",
        "last_change_time": f"2026-10-{28 - number % 20:02}T10:00:00Z",
        "resolution": "FIXED",
        "is_open": False,
        "cf_last_resolved": f"2026-10-{27 - number % 20:02}T10:00:00Z",
    }
    return {**row, **others}
