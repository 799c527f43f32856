"""A scripted package index: XML-RPC for the list, JSON for each project."""

from __future__ import annotations

import xmlrpc.client
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

XML = {"Content-Type": "text/xml; charset=utf-8"}


def project(number: int, **others: Any) -> dict[str, Any]:
    day = f"2026-10-{28 - number:02}"
    file = {"upload_time_iso_8601": f"{day}T10:00:00.123456Z", "yanked": False}
    older = {"upload_time_iso_8601": f"2020-01-{number + 1:02}T10:00:00.000000Z"}
    return {
        "info": {
            "name": f"Quill_{number}",
            "summary": f"Part {number} of Quillmark",
            "downloads": {"last_day": -1},
            "project_urls": None,
        },
        "releases": {"0.1": [older], "1.0": [file], "1.1": []},
        "urls": [file],
        **others,
    }


def answer_of(value: Any) -> Answer:
    return Answer(200, XML, xmlrpc.client.dumps((value,), methodresponse=True).encode())


def fault_of(code: int, text: str) -> Answer:
    return Answer(200, XML, xmlrpc.client.dumps(xmlrpc.client.Fault(code, text)).encode())


class IndexService:
    """Answers like PyPI. A project's name is its own, or its place in the list when it has none.

    Attributes:
        listed: Overrides the answer of the list.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.listed: Answer | None = None
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        projects = self._projects()
        if request.method == "POST" and request.path == "/pypi":
            (user,), method = xmlrpc.client.loads(request.body.decode())
            assert method == "user_packages"
            pairs = [["Owner", name] for name in projects] if user == self.world.handle else []
            return self.listed or answer_of(pairs)
        name = request.path.removeprefix("/pypi/").removesuffix("/json")
        found = {key.lower().replace("_", "-"): value for key, value in projects.items()}
        if name in found:
            return as_json(found[name])
        return as_json({"message": "Not Found"}, 404)

    def _projects(self) -> dict[str, Any]:
        items = self.world.items.get(Kind.PACKAGE, [project(0)])
        return {f"Quill_{number}": item for number, item in enumerate(items)}
