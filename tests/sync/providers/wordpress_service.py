"""A scripted WordPress.org: releases with their credits, plugins and themes, three a page."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3
VERSIONS = ("6.9", "6.8", "6.7", "6.6", "6.5", "6.4", "6.3")


def release(number: int, person: str = "ada", **groups: Any) -> dict[str, Any]:
    """The credits of a release that name a person."""
    return {
        "groups": {
            "core-developers": {
                "name": "Noteworthy Contributors",
                "type": "titles",
                "shuffle": False,
                "data": {
                    "Grace H": ["Grace H.", "hash", "grace", "Release Lead"],
                    person.title(): ["Ada L.", "hash", person, "Core Developer"],
                },
            },
            "contributing-developers": {"name": False, "type": "titles", "data": []},
            "props": {"name": "Contributors", "type": "list", "data": {person: "Ada L."}},
            "libraries": {"type": "libraries", "data": [["jQuery", "https://jquery.com/"]]},
            **groups,
        },
        "data": {"profiles": "https://profiles.wordpress.org/%s/", "version": VERSIONS[number]},
    }


def plugin(number: int, **others: Any) -> dict[str, Any]:
    return {
        "name": f"Quill &#8211; {number}",
        "slug": f"quill-{number}",
        "author": '<a href="https://ada.example/">Ada L.</a>',
        "author_profile": "https://profiles.wordpress.org/ada/",
        "added": f"2019-10-{28 - number:02}",
        "last_updated": f"2026-10-{28 - number:02} 9:05pm GMT",
        "active_installs": 200,
        "downloaded": 4_000,
        "short_description": "Writes &amp; reads",
        **others,
    }


def theme(number: int, **others: Any) -> dict[str, Any]:
    return {
        "name": f"Vellum {number}",
        "slug": f"vellum-{number}",
        "author": {"user_nicename": "ada", "profile": "https://profiles.wordpress.org/ada/"},
        "creation_time": "2018-03-04 05:06:07",
        "last_updated": "2026-03-04",
        "downloaded": 70,
        "description": "Quiet",
        **others,
    }


class WordPressService:
    """Answers like api.wordpress.org.

    Args:
        world: Credits of `VERSIONS`, newest first, and plugins.
        themes: Listed besides.
        newer: Further versions there are, with their credits.
    """

    def __init__(
        self, world: World, themes: list[Any] | None = None, newer: dict[str, Any] | None = None
    ) -> None:
        self.world = world
        self.themes = themes or []
        self.newer = newer or {}
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        query = request.query
        if request.path == "/core/stable-check/1.0/":
            known = [one for version in VERSIONS for one in (version, f"{version}.1")]
            return as_json(dict.fromkeys(["0.71", "3.1", *known, *self.newer], "insecure"))
        if request.path == "/core/credits/1.1/":
            releases = dict(
                zip(VERSIONS, self.world.items.get(Kind.CREDIT, ()), strict=False), **self.newer
            )
            version = query["version"]
            return as_json(releases[version]) if version in releases else Answer(404)
        name = request.path.split("/")[1]
        if query.get("action") != f"query_{name}" or query["request[author]"] != "ada":
            return as_json({"error": "Action not implemented."}, 400)
        items = list(self.world.items.get(Kind.PACKAGE, ())) if name == "plugins" else self.themes
        page = int(query["request[page]"])
        info = {"page": page, "pages": -(-len(items) // PAGE), "results": len(items)}
        return as_json({"info": info, name: items[(page - 1) * PAGE : page * PAGE]})
