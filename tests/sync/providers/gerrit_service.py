"""A scripted Gerrit: accounts and searches of changes, three a page, a line before each body."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked

PAGE = 3
ADA = {"_account_id": 4321, "name": "Ada Lovelace", "username": "ada"}
BEA = {"_account_id": 5, "name": "Bea", "username": "bea"}
STATES = ("MERGED", "NEW", "ABANDONED")


def change(n: int, **others: Any) -> dict[str, Any]:
    """Return a change; 0 changed last."""
    return {
        "id": f"tools%2Fquill~master~I{n:040x}",
        "project": "tools/Quill",
        "branch": "master",
        "change_id": f"I{n:040x}",
        "subject": f"Mend the nib ({n})",
        "status": STATES[n % 3],
        "created": "2026-09-01 10:00:00.000000000",
        "updated": f"2026-10-{28 - n:02} 10:00:00.123456789",
        "insertions": 12,
        "deletions": 3,
        "total_comment_count": 2,
        "_number": 600_000 - n,
        "owner": ADA,
    } | others


def message(ident: str, who: Any, text: str, **others: Any) -> dict[str, Any]:
    """Return a message on a change."""
    date = "2026-10-02 08:00:00.000000000"
    return {"id": ident, "author": who, "date": date, "message": text} | others


def vote(who: dict[str, Any], value: int, day: int = 2) -> dict[str, Any]:
    """Return a vote; none was given with 0, and then there is no date."""
    date = {"date": f"2026-10-{day:02} 08:00:00.000000000"} if value else {}
    return {**who, "value": value, **date}


def reviewed(n: int, **others: Any) -> dict[str, Any]:
    """Return a change of somebody else that the person voted on."""
    labels = {
        "Code-Review": {"all": [vote(BEA, 2), vote(ADA, 1 if n % 2 else -1)]},
        "Verified": {"all": [vote(ADA, 0)]},
    }
    said = [message(f"a{n}", ADA, "Patch Set 2: Code-Review+1\n\nA fine nib.")]
    return change(n, owner=BEA, labels=labels, messages=said, **others)


def remarked(n: int, **others: Any) -> dict[str, Any]:
    """Return a change that the person wrote on."""
    said = [
        message(f"b{n}", BEA, "Patch Set 1:\n\nWhy?"),
        message(f"c{n}", ADA, "Patch Set 1:\n\n(1 comment)\n\nBecause it leaks."),
    ]
    return change(n, messages=said, **others)


def framed(values: Any, status: int = 200) -> Answer:
    """Return JSON as Gerrit sends it."""
    body = b")]}'\n" + json.dumps(values).encode()
    return Answer(status, headers={"Content-Type": "application/json; charset=UTF-8"}, body=body)


class GerritService:
    """Answers like Gerrit.

    Args:
        cap: No search goes on by steps beyond this.
    """

    def __init__(self, world: World, *, cap: int = 1_000) -> None:
        self.world = world
        self.cap = cap
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        path, is_signed_in = request.path, request.path.startswith("/a/")
        if is_signed_in:
            pair = f"ada:{self.world.token}".encode()
            if request.headers.get("authorization") != f"Basic {base64.b64encode(pair).decode()}":
                return Answer(401, body=b"Unauthorized")
            path = path.removeprefix("/a")
        if path.startswith("/accounts/"):
            return self._account(path.split("/")[2], is_signed_in=is_signed_in)
        return self._search(request) if path == "/changes/" else Answer(404, body=b"Not found")

    def _account(self, name: str, *, is_signed_in: bool) -> Answer:
        world = self.world
        if name not in {world.handle, world.native_id, "self" if is_signed_in else ""}:
            return Answer(404, body=b"Account not found")
        return framed(
            {
                "_account_id": int(world.native_id),
                "name": "Ada Lovelace",
                "email": "ada@example.org",
                "username": world.handle,
                "registered_on": "2015-01-02 03:04:05.000000000",
            }
        )

    def _search(self, request: Asked) -> Answer:
        query = request.query["q"]
        if numbers := re.findall(r"change:([0-9]+)", query):
            listed = [item for items in self.world.items.values() for item in items]
            return framed([item for item in listed if str(item.get("_number")) in numbers])
        me = self.world.native_id
        kinds = {
            f"owner:{me}": Kind.PULL_REQUEST,
            f"reviewer:{me} -owner:{me}": Kind.REVIEW,
            f"commentby:{me}": Kind.REVIEW_COMMENT,
        }
        search, _, before = query.partition(" before:")
        items = list(self.world.items.get(kinds[search], ()))
        if before:
            items = [item for item in items if item["updated"] <= before.strip('"') + ".0"]
        start = int(request.query.get("S", "0"))
        if start > self.cap:
            return Answer(400, body=b"Cannot go beyond page 1 of results")
        rows = items[start : start + PAGE]
        if start + PAGE < len(items) and isinstance(rows[-1], dict):
            rows[-1] = {**rows[-1], "_more_changes": True}
        return framed(rows)
