"""A scripted Open Collective, three memberships a page."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3


def membership(number: int, kind: Kind, **others: Any) -> dict[str, Any]:
    gift = {"value": 12.5 + number, "currency": "EUR"}
    return {
        "id": f"member-{number}",
        "role": "ADMIN" if kind is Kind.ROLE else "BACKER",
        "since": f"2026-10-{28 - number:02}T10:00:00.000Z",
        "createdAt": f"2026-10-{28 - number:02}T10:00:00.000Z",
        "isActive": True,
        "description": None,
        "totalDonations": gift if kind is Kind.SPONSORSHIP else {"value": 0, "currency": "USD"},
        "tier": {"name": "Friend"} if kind is Kind.SPONSORSHIP else None,
        "account": {"id": "acc-1", "slug": "quill", "name": "Quill", "type": "COLLECTIVE"},
        **others,
    }


class CollectiveService:
    """Answers like the GraphQL interface.

    Attributes:
        variables: Of each query, in order.
        queries: The texts, in order.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.variables: list[dict[str, Any]] = []
        self.queries: list[str] = []

    def handle(self, request: Asked) -> Answer:
        world, signed_in = self.world, request.headers.get("personal-token")
        if signed_in not in (None, world.token):
            return as_json({"error": {"code": 401, "message": "Invalid token"}}, 401)
        body = request.json()
        variables = body["variables"]
        self.variables.append(variables)
        self.queries.append(body["query"])
        me = {"id": world.native_id, "legacyId": 7, "slug": world.handle, "name": "Ada L."}
        if body["query"].startswith("query Me"):
            return as_json({"data": {"me": me if signed_in else None}})
        if variables["slug"] != world.handle:
            fault = {"message": "No account found", "extensions": {"code": "NotFound"}}
            return as_json({"errors": [fault], "data": {"individual": None}})
        if body["query"].startswith("query Person"):
            return as_json({"data": {"individual": me}})
        kind = Kind.SPONSORSHIP if variables["roles"] == ["BACKER"] else Kind.ROLE
        items, start = list(world.items.get(kind, ())), variables["offset"]
        listing = {"totalCount": len(items), "nodes": items[start : start + PAGE]}
        return as_json({"data": {"individual": {"memberOf": listing}}})
