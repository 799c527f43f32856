"""A scripted Badgr server: one person and the badges in their backpack."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json


def assertion(number: int, **others: Any) -> dict[str, Any]:
    address = f"https://badges.example/public/assertions/{number}"
    return {
        "entityType": "Assertion",
        "entityId": f"entity-{number}",
        "openBadgeId": address,
        "badgeclass": {
            "entityId": "class-1",
            "name": f"Reviewer {number}",
            "description": "Reviews well.",
            "issuer": "issuer-1",
        },
        "badgeclassOpenBadgeId": "https://badges.example/public/badges/class-1",
        "issuer": {"name": "Quill", "email": "badges@quill.example"},
        "image": f"{address}/image",
        "recipient": {"identity": "sha256$ab", "type": "email", "hashed": True},
        "issuedOn": f"2026-10-{28 - number:02}T10:00:00Z",
        "narrative": None,
        "evidence": [],
        "revoked": False,
        "revocationReason": None,
        "acceptance": "Accepted",
        "pending": False,
        **others,
    }


class BadgrService:
    """Answers like badgr-server. ``classes`` are public badge classes by path."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.classes: dict[str, Any] = {}
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        status = {"success": True, "description": "ok"}
        if request.path in self.classes:
            return as_json(self.classes[request.path])
        if request.headers.get("authorization") != f"Bearer {self.world.token}":
            return as_json({"detail": "Authentication credentials were not provided."}, 401)
        if request.path == "/v2/users/self":
            emails = [
                {"email": "old@mail.example", "verified": True, "primary": False},
                {"email": self.world.handle, "verified": True, "primary": True},
                {"email": "not@mail.example", "verified": False},
            ]
            person = {"entityId": self.world.native_id, "firstName": "Ada", "emails": emails}
            return as_json({"status": status, "result": [person]})
        if request.path == "/v2/backpack/assertions":
            items = list(self.world.items.get(Kind.BADGE, ()))
            return as_json({"status": status, "result": items})
        return as_json({"detail": "Not found."}, 404)
