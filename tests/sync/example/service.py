"""A scripted Notebook."""

from __future__ import annotations

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json, link_next

PAGE = 3
_KINDS = {"notes": Kind.ISSUE, "remarks": Kind.COMMENT}


class Notebook:
    """Answers like Notebook, three items a page."""

    def __init__(self, world: World) -> None:
        self.world = world

    def handle(self, request: Asked) -> Answer:
        world, parts = self.world, request.path.split("/")[3:]
        if request.headers.get("authorization", f"Bearer {world.token}") != f"Bearer {world.token}":
            return as_json({"message": "Bad credentials"}, 401)
        person = {"id": world.native_id, "login": world.handle}
        if parts in (["me"], ["people", world.handle]):
            return as_json(person)
        if parts[0] == "notes":
            known = {str(item["id"]): item for item in world.items[Kind.ISSUE]}
            return as_json(known[parts[1]]) if parts[1] in known else Answer(404)
        if parts[0] == "people" and parts[1] == world.native_id and parts[2] in _KINDS:
            return self._listing(request, parts[2])
        return as_json({"message": "Not found"}, 404)

    def _listing(self, request: Asked, name: str) -> Answer:
        items = list(self.world.items.get(_KINDS[name], ()))
        start = int(request.query.get("from", "0"))
        answer = as_json(items[start : start + PAGE])
        if start + PAGE < len(items):
            answer = answer.having(Link=link_next(f"{request.path}?from={start + PAGE}"))
        return answer
