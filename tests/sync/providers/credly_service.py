"""A scripted Credly profile, three badges a page."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3


def badge(number: int, **others: Any) -> dict[str, Any]:
    day = f"2026-10-{28 - number:02}"
    return {
        "id": f"0000-badge-{number}",
        "issued_at": f"{day} 09:41:00 -0500",
        "issued_at_date": day,
        "expires_at_date": None,
        "issued_to": "Ada L.",
        "state": "accepted",
        "public": True,
        "badge_template": {
            "name": f"Reviewer {number}",
            "description": "Reviews well.",
            "image_url": "https://images.example/badge.png",
            "skills": [{"name": "Reviewing"}],
        },
        "issuer": {"summary": "issued by Quill", "entities": [{"entity": {"name": "Quill"}}]},
        **others,
    }


class CredlyService:
    """Answers like the web site."""

    def __init__(self, world: World) -> None:
        self.world = world

    def handle(self, request: Asked) -> Answer:
        if request.path != f"/users/{self.world.handle}/badges.json":
            return as_json({"data": {"message": "Not found"}}, 404)
        items = list(self.world.items.get(Kind.BADGE, ()))
        number = int(request.query["page"])
        pages = max(1, -(-len(items) // PAGE))
        chosen = items[(number - 1) * PAGE : number * PAGE]
        return as_json({"data": chosen, "metadata": {"total_pages": pages, "current_page": number}})
