"""A scripted crates.io: users and their crates, three a page."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3


def crate(number: int, **others: Any) -> dict[str, Any]:
    return {
        "id": f"quill-{number}",
        "name": f"quill-{number}",
        "description": f"Part {number}\n",
        "created_at": f"2020-10-{28 - number:02}T10:00:00.123456Z",
        "updated_at": f"2026-10-{28 - number:02}T10:00:00.123456Z",
        "downloads": 1_000 + number,
        "max_version": "1.0.0",
        **others,
    }


class CratesService:
    """Answers like crates.io: page numbers first, then a ``seek`` mark."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        world, path = self.world, request.path.removeprefix("/api/v1")
        if path == f"/users/{world.handle}":
            user = {
                "id": int(world.native_id),
                "login": world.handle,
                "name": "Ada L.",
                "url": f"https://github.com/{world.handle}",
            }
            return as_json({"user": user})
        if path != "/crates" or request.query["user_id"] != world.native_id:
            return as_json({"errors": [{"detail": "Not Found"}]}, 404)
        items = list(world.items.get(Kind.PACKAGE, ()))
        start = (
            int(request.query.get("seek", "0")) or (int(request.query.get("page", "1")) - 1) * PAGE
        )
        mark = {0: "page=2"}.get(start, f"seek={start + PAGE}")
        more = (
            f"?user_id={world.native_id}&per_page=100&{mark}" if start + PAGE < len(items) else None
        )
        meta = {"next_page": more, "prev_page": None, "total": len(items)}
        return as_json({"crates": items[start : start + PAGE], "meta": meta})
