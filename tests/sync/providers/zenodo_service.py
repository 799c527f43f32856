"""A scripted Zenodo, three records a page."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3


def deposit(number: int, **others: Any) -> dict[str, Any]:
    return {
        "id": 9000 - number,
        "conceptrecid": str(5000 - number),
        "doi": f"10.5281/zenodo.{9000 - number}",
        "created": f"2026-10-{28 - number:02}T10:00:00.123456+00:00",
        "links": {"self_html": f"https://zenodo.org/records/{9000 - number}"},
        "metadata": {
            "title": f"Data set {number}",
            "publication_date": f"2026-10-{27 - number:02}",
            "description": "<p>Measured <b>twice</b>.</p>",
            "resource_type": {"title": "Dataset", "type": "dataset"},
            "access_right": "open",
            "creators": [{"name": "L., Ada", "orcid": "0000-0002-1825-0097"}],
            **others,
        },
    }


class ZenodoService:
    """Answers like the search."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        items = list(self.world.items.get(Kind.PUBLICATION, [deposit(0)]))
        if request.query["q"] != f'creators.orcid:"{self.world.handle}"':
            items = []
        start = (int(request.query["page"]) - 1) * PAGE
        links = {"self": "x"}
        if start + PAGE < len(items):
            page = request.target.replace(f"page={start // PAGE + 1}", f"page={start // PAGE + 2}")
            links["next"] = f"{request.at}{page}"
        hits = {"hits": items[start : start + PAGE], "total": len(items)}
        return as_json({"hits": hits, "links": links, "aggregations": {}})
