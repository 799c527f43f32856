"""A scripted Drupal.org: its older interface and its JSON:API, three items a page."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3
DRUPAL = "https://www.drupal.org"


def seconds(number: int) -> str:
    return str(1_760_000_000 - number * 86_400)


def issue(number: int, **others: Any) -> dict[str, Any]:
    nid = 3_500_000 - number
    return {
        "nid": str(nid),
        "type": "project_issue",
        "title": f"Nib is dry {number}",
        "url": f"{DRUPAL}/project/quill/issues/{nid}",
        "body": {"value": f"<p>It &amp; I are {number}</p>", "summary": "", "format": "1"},
        "author": {"uri": f"{DRUPAL}/api-d7/user/4321", "id": "4321", "resource": "user"},
        "field_project": {"id": "77", "resource": "node", "machine_name": "quill"},
        "field_issue_status": "7" if number % 2 else "8",
        "comment_count": "4",
        "created": seconds(number + 90),
        "changed": seconds(number),
        **others,
    }


def project(number: int, **others: Any) -> dict[str, Any]:
    return {
        "nid": str(2_000_000 + number),
        "type": "project_module",
        "title": f"Quill {number}",
        "url": f"{DRUPAL}/project/quill_{number}",
        "field_project_machine_name": f"quill_{number}",
        "body": [],
        "author": {"id": "4321", "resource": "user"},
        "field_download_count": "0",
        "created": seconds(900),
        "changed": seconds(number),
        **others,
    }


def comment(number: int, **others: Any) -> dict[str, Any]:
    cid = 16_000_000 - number
    return {
        "cid": str(cid),
        "subject": "",
        "comment_body": {"value": "<p>I tried it.</p>", "format": "1"},
        "url": f"{DRUPAL}/comment/{cid}",
        "node": {"id": "3500000", "resource": "node"},
        "author": {"id": "4321", "resource": "user", "name": "ada"},
        "created": seconds(number),
        **others,
    }


def user(number: int, **others: Any) -> dict[str, Any]:
    return {
        "uid": str(5_000 + number),
        "name": f"scribe {number}",
        "url": f"{DRUPAL}/u/scribe-{number}",
        "field_mentors": [{"id": "4321", "resource": "user"}],
        "created": seconds(number),
        **others,
    }


def paragraph(name: str, uid: int, *, credited: bool = True) -> list[dict[str, Any]]:
    """A contributor of a record, with the user and the organisation the page brings along."""
    relation = {"data": {"type": "user--user", "id": f"u-{uid}"}}
    organisation = {"data": [{"type": "node--organization", "id": "o-1"}]}
    return [
        {
            "type": "paragraph--contributor",
            "id": name,
            "attributes": {"field_credit_this_contributor": credited},
            "relationships": {
                "field_contributor_user": relation,
                "field_contributor_organisation": organisation,
                "field_contributor_customer": {"data": []},
            },
        },
        {
            "type": "user--user",
            "id": f"u-{uid}",
            "attributes": {"display_name": "somebody", "drupal_internal__uid": uid},
        },
        {"type": "node--organization", "id": "o-1", "attributes": {"title": "Ink & Co"}},
    ]


def credit(number: int, *, uid: int = 4321, credited: bool = True) -> dict[str, Any]:
    """A record with what it brings along, which the service puts beside it."""
    refs = [f"p-{number}-other", f"p-{number}"]
    return {
        "data": {
            "type": "node--contribution_record",
            "id": f"0b8f-{number:04}",
            "attributes": {
                "title": f"Nib is dry {number}",
                "field_draft": False,
                "field_project_name": "quill",
                "field_source_link": {"uri": f"{DRUPAL}/node/{3_500_000 - number}"},
                "field_last_status_change": f"2026-09-{28 - number:02}T10:00:00+00:00",
                "created": "2026-08-01T10:00:00+00:00",
            },
            "relationships": {
                "field_contributors": {
                    "data": [{"type": "paragraph--contributor", "id": ref} for ref in refs]
                }
            },
        },
        "included": [*paragraph(refs[0], 99), *paragraph(refs[1], uid, credited=credited)],
    }


class DrupalService:
    """Answers like Drupal.org.

    Args:
        world: What it lists.
        by_itself: Records that look different when read by themselves, by their id.
    """

    def __init__(self, world: World, by_itself: dict[str, Any] | None = None) -> None:
        self.world = world
        self.by_itself = by_itself or {}
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        if request.path.startswith("/jsonapi/node/contribution_record"):
            return self._records(request)
        path, query = request.path.removeprefix("/api-d7"), request.query
        if path == "/user.json" and "name" in query:
            me = {**user(0), "uid": self.world.native_id, "name": self.world.handle}
            return as_json({"list": [me] if query["name"] == self.world.handle else []})
        if path.startswith("/node/"):
            nid = path.removeprefix("/node/").removesuffix(".json")
            for item in self.world.items.get(Kind.ISSUE, ()):
                if isinstance(item, dict) and item.get("nid") == nid:
                    return as_json(item)
            return as_json({"message": "Not Found"}, 404)
        return self._list(request, path)

    def _list(self, request: Asked, path: str) -> Answer:
        query, world = request.query, self.world
        kinds = {
            ("/node.json", "project_issue"): (Kind.ISSUE, "author"),
            ("/node.json", "project_module"): (Kind.PROJECT, "author"),
            ("/comment.json", ""): (Kind.COMMENT, "author"),
            ("/user.json", ""): (Kind.MENTORING, "field_mentors"),
        }
        asked = kinds.get((path, query.get("type", "")))
        if asked is None and path == "/node.json":
            return as_json({"list": []})
        if asked is None or query.get(asked[1]) != world.native_id:
            return Answer(404, body=b"<!doctype html>")
        items, page = list(world.items.get(asked[0], ())), int(query.get("page", "0"))
        body: dict[str, Any] = {"list": items[page * PAGE : (page + 1) * PAGE]}
        if (page + 1) * PAGE < len(items):
            rest = request.target.partition("?")[2].partition("&page=")[0]
            place = f"http://{request.headers['host']}/api-d7{path.removesuffix('.json')}"
            body["next"] = f"{place}?{rest}&page={page + 1}"
        return as_json(body)

    def _records(self, request: Asked) -> Answer:
        items = list(self.world.items.get(Kind.CREDIT, ()))
        uuid = request.path.removeprefix("/jsonapi/node/contribution_record").removeprefix("/")
        if uuid:
            for item in (self.by_itself.get(uuid), *items):
                if isinstance(item, dict) and _id_of(item) == uuid:
                    return json_api({"data": item.get("data"), "included": item.get("included")})
            return json_api({"errors": [{"status": "404"}]}, 404)
        uid = "filter[field_contributors.field_contributor_user.drupal_internal__uid]"
        if request.query.get(uid) != self.world.native_id:
            return json_api({"data": []})
        start = int(request.query.get("page[offset]", "0"))
        body: dict[str, Any] = {"data": [], "included": [], "links": {}}
        for item in items[start : start + PAGE]:
            known = item if isinstance(item, dict) else {"data": item}
            body["data"].append(known.get("data"))
            more = known.get("included")
            body["included"].extend(more if isinstance(more, list) else [])
        if start + PAGE < len(items):
            rest = request.target.partition("&page%5Boffset%5D=")[0]
            address = f"http://{request.headers['host']}{rest}&page%5Boffset%5D={start + PAGE}"
            body["links"]["next"] = {"href": address}
        return json_api(body)


def _id_of(item: dict[str, Any]) -> Any:
    data = item.get("data")
    return data.get("id") if isinstance(data, dict) else None


def json_api(body: Any, status: int = 200) -> Answer:
    """An answer with JSON:API's own content type."""
    return as_json(body, status).having(Content_Type="application/vnd.api+json")
