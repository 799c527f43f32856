"""A scripted npm registry: search, and documents of packages with three versions each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3


def listed(number: int, **others: Any) -> dict[str, Any]:
    day = f"2026-10-{28 - number:02}"
    return {
        "package": {
            "name": f"@quill/part-{number}",
            "version": "1.0.2",
            "description": f"Part {number}",
            "date": f"{day}T10:00:00.000Z",
            "links": {"npm": f"https://www.npmjs.com/package/@quill/part-{number}"},
            "maintainers": [{"username": "ada", "email": "ada@mail.example"}],
            **others,
        },
        "score": {"final": 0.5},
        "searchScore": 0.0001,
    }


def version(number: int, **others: Any) -> dict[str, Any]:
    return {
        "name": f"@quill/part-{number // 3}",
        "version": f"1.0.{number}",
        "_npmUser": {"name": "ada", "email": "ada@mail.example"},
        **others,
    }


class RegistryService:
    """Answers like the registry, three packages a page whatever is asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: list[Asked] = []
        self.packages: dict[str, dict[str, Any]] = {}
        for place, item in enumerate(world.items.get(Kind.RELEASE, ())):
            self._file(place, item)

    def _file(self, place: int, item: Any) -> None:
        name, number = f"@quill/part-{place // 3}", f"odd-{place}"
        if isinstance(item, Mapping):
            if isinstance(item.get("name"), str) and item["name"].startswith("@quill/"):
                name = item["name"]
            number = item["version"] if isinstance(item.get("version"), str) else number
        package = self.packages.setdefault(name, {"name": name, "versions": {}, "time": {}})
        package["versions"][number] = item
        package["time"][number] = f"2026-10-{28 - place:02}T10:00:00.000Z"

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        name = request.path.removeprefix("/")
        if name == "-/v1/search":
            return self._search(request)
        if name in self.packages:
            return as_json(self.packages[name])
        return as_json({"error": "Not found"}, 404)

    def _search(self, request: Asked) -> Answer:
        items = list(self.world.items.get(Kind.PACKAGE, ()))
        if Kind.RELEASE in self.world.items:
            made = [(name, package["time"]) for name, package in self.packages.items()]
            items = [listed(0, name=name, date=max(times.values())) for name, times in made]
        elif not self.world.items:
            items = [listed(0)]
        if request.query["text"] != f"maintainer:{self.world.handle}":
            items = []
        start = int(request.query["from"])
        return as_json({"objects": items[start : start + PAGE], "total": len(items)})
