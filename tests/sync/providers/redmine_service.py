"""A scripted Redmine: issues with journals, and hours, three at most whatever is asked for."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

LIMIT = 3
ADA = {"id": 4321, "name": "Ada Lovelace"}
BEA = {"id": 5, "name": "Bea"}


def issue(n: int, **others: Any) -> dict[str, Any]:
    """Return an issue; 0 changed last, every other one is closed."""
    is_closed = n % 2 == 0
    return {
        "id": 800 - n,
        "project": {"id": 12, "name": "Quill"},
        "tracker": {"id": 1, "name": "Bug"},
        "status": {"id": 5 if is_closed else 1, "name": "?", "is_closed": is_closed},
        "author": ADA,
        "subject": f"Ink runs out ({n})",
        "description": "After *two* pages.",
        "is_private": False,
        "created_on": "2026-09-01T10:00:00Z",
        "updated_on": f"2026-10-{28 - n:02}T10:00:00Z",
        "closed_on": f"2026-10-{28 - n:02}T10:00:00Z" if is_closed else None,
    } | others


def journal(ident: int, n: int, user: Any, notes: str = "", **fields: str) -> dict[str, Any]:
    """Return an entry of an issue's history."""
    return {
        "id": ident,
        "user": user,
        "notes": notes,
        "private_notes": False,
        "created_on": f"2026-10-{27 - n:02}T08:00:00Z",
        "details": [
            {"property": "attr", "name": name, "old_value": "1", "new_value": value}
            for name, value in fields.items()
        ],
    }


def commented(n: int) -> dict[str, Any]:
    """Return an issue the person wrote into, and others did."""
    mine = journal(9000 - n, n, ADA, f"Try another nib ({n}).")
    return issue(n, author=BEA, journals=[journal(1, n, BEA, "Me too."), mine])


def changed(n: int) -> dict[str, Any]:
    """Return an issue the person changed."""
    mine = journal(9000 - n, n, ADA, status_id="5", assigned_to_id="4321")
    return issue(n, author=BEA, journals=[mine, journal(1, n, BEA, status_id="1")])


def hours(n: int, **others: Any) -> dict[str, Any]:
    """Return an entry of hours spent."""
    return {
        "id": 700 - n,
        "project": {"id": 12, "name": "Quill"},
        "issue": {"id": 800 - n},
        "user": ADA,
        "activity": {"id": 9, "name": "Development"},
        "hours": 1.25,
        "comments": f"Mended the nib ({n})",
        "spent_on": f"2026-10-{28 - n:02}",
        "created_on": f"2026-10-{28 - n:02}T18:00:00Z",
        "updated_on": f"2026-10-{28 - n:02}T18:00:00Z",
    } | others


class RedmineService:
    """Answers like Redmine 5.

    Args:
        is_old: It takes no notice of ``updated_by``.
    """

    def __init__(self, world: World, *, is_old: bool = False) -> None:
        self.world = world
        self.is_old = is_old
        self.asked: list[Asked] = []
        self.missing: set[str] = set()

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        key = request.headers.get("x-redmine-api-key")
        if key is not None and key != self.world.token:
            return Answer(401, headers={"WWW-Authenticate": 'Basic realm="Redmine API"'})
        name, _, ident = request.path.removesuffix(".json").strip("/").partition("/")
        if name == "users":
            return self._user(ident, is_me=key is not None)
        if name == "issues" and ident:
            return self._issue(request, ident)
        if name == "time_entries":
            return self._list(request, name, Kind.TIME_ENTRY, request.query.get("user_id"))
        return self._issues(request)

    def _issues(self, request: Asked) -> Answer:
        query = request.query
        if query.get("status_id") != "*" or query.get("sort") != "updated_on:desc":
            return as_json({"issues": [], "total_count": 0, "offset": 0, "limit": LIMIT})
        if "author_id" in query:
            return self._list(request, "issues", Kind.ISSUE, query["author_id"])
        kind = Kind.COMMENT if Kind.COMMENT in self.world.items else Kind.TRIAGE
        return self._list(request, "issues", kind, query["updated_by"])

    def _user(self, ident: str, *, is_me: bool) -> Answer:
        if ident not in {self.world.native_id, "current" if is_me else ""}:
            return Answer(404)
        person = {
            "id": int(self.world.native_id),
            "login": self.world.handle,
            "firstname": "Ada",
            "lastname": "Lovelace",
            "mail": "ada@example.org",
            "created_on": "2015-01-02T03:04:05Z",
            "api_key": self.world.token,
        }
        if not is_me:
            del person["api_key"]
        return as_json({"user": person})

    def _issue(self, request: Asked, ident: str) -> Answer:
        with_journals = request.query.get("include") == "journals"
        for item in (each for listed in self.world.items.values() for each in listed):
            if (
                isinstance(item, dict)
                and str(item.get("id")) == ident
                and ident not in self.missing
            ):
                return as_json({"issue": item if with_journals else _plain(item)})
        return Answer(404)

    def _list(self, request: Asked, name: str, kind: Kind, person: str | None) -> Answer:
        is_listed = self.is_old or person == self.world.native_id
        items = list(self.world.items.get(kind, ())) if is_listed else []
        start = int(request.query.get("offset", "0"))
        limit = min(LIMIT, int(request.query.get("limit", "25")))
        rows = [_plain(item) for item in items[start : start + limit]]
        said = {"total_count": len(items), "offset": start, "limit": limit}
        return as_json({name: rows, **said})


def _plain(item: Any) -> Any:
    return {k: v for k, v in item.items() if k != "journals"} if isinstance(item, dict) else item
