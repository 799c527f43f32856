"""A scripted Tahrir: everything about a person in one answer."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json


def award(number: int, **others: Any) -> dict[str, Any]:
    return {
        "issued": 1_790_000_000.25 - number * 86_400,
        "id": f"speak-up-{number}",
        "name": f"Speak Up {number}!",
        "description": "You spoke up on the list.",
        "image": f"/pngs/speak-up-{number}.png",
        "tags": "mailing,community",
        **others,
    }


class TahrirService:
    """Answers like Fedora Badges."""

    def __init__(self, world: World) -> None:
        self.world = world

    def handle(self, request: Asked) -> Answer:
        if request.path != f"/user/{self.world.handle}/json":
            return as_json({"error": "User not found"}, 404)
        items = list(self.world.items.get(Kind.BADGE, ()))
        said = {"user": self.world.handle, "rank": 12, "percentile": 3.5, "user_count": 900}
        return as_json({**said, "assertions": items})
