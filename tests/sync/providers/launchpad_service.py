"""A scripted Launchpad: people, tasks of bugs and merge proposals, three a page."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3
API = "https://api.launchpad.net/1.0"


def task(number: int, target: str = "quill", **others: Any) -> dict[str, Any]:
    bug = 1_500_000 + number
    return {
        "self_link": f"{API}/{target}/+bug/{bug}",
        "web_link": f"https://bugs.launchpad.net/{target}/+bug/{bug}",
        "bug_link": f"{API}/bugs/{bug}",
        "title": f'Bug #{bug} in Quill: "Ink runs out {number}"',
        "status": "Fix Released",
        "importance": "Undecided",
        "assignee_link": f"{API}/~ada",
        "owner_link": f"{API}/~ada",
        "target_link": f"{API}/{target}",
        "bug_target_name": target,
        "date_created": f"2024-10-{28 - number:02}T10:00:00.123456+00:00",
        "date_fix_committed": None,
        "date_fix_released": f"2025-10-{28 - number:02}T10:00:00.123456+00:00",
        "date_closed": f"2025-10-{28 - number:02}T10:00:00.123456+00:00",
        **others,
    }


def proposal(number: int, **others: Any) -> dict[str, Any]:
    own = f"~ada/quill/+git/quill/+merge/{400_000 + number}"
    return {
        "self_link": f"{API}/{own}",
        "web_link": f"https://code.launchpad.net/{own}",
        "registrant_link": f"{API}/~ada",
        "queue_status": "Merged",
        "description": f"Mend nib {number}\n\nIt leaked.",
        "commit_message": None,
        "target_git_repository_link": f"{API}/~quill-dev/quill/+git/quill",
        "target_branch_link": None,
        "target_git_path": "refs/heads/main",
        "date_created": f"2025-10-{28 - number:02}T10:00:00.123456+00:00",
        "date_reviewed": None,
        "date_merged": f"2025-11-{28 - number:02}T10:00:00.123456+00:00",
        "private": False,
        **others,
    }


class LaunchpadService:
    """Answers like Launchpad: lists only what has one of the states asked for."""

    def __init__(self, world: World, *, is_team: bool = False) -> None:
        self.world = world
        self.is_team = is_team
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        world, path = self.world, request.path.removeprefix("/1.0")
        if path != f"/~{world.handle}":
            return Answer(404, body=b"Object: <...>, name: u'...'")
        operation = request.query.get("ws.op", "")
        if not operation:
            return as_json(
                {
                    "name": world.handle,
                    "display_name": "Ada L.",
                    "self_link": f"{API}/~{world.handle}",
                    "date_created": "2008-01-02T03:04:05.123456+00:00",
                    "is_team": self.is_team,
                }
            )
        kind = Kind.PULL_REQUEST
        if operation == "searchTasks":
            kind = Kind.BUG_FIXED if "assignee" in request.query else Kind.BUG_REPORTED
            person = request.query["assignee" if kind is Kind.BUG_FIXED else "bug_reporter"]
            if person != f"{API}/~{world.handle}":
                return Answer(400, body=b"No such object")
        items = list(world.items.get(kind, ()))
        start = int(request.query.get("ws.start", "0"))
        body: dict[str, Any] = {"start": start, "entries": items[start : start + PAGE]}
        if start + PAGE < len(items):
            host = request.headers["host"]
            rest = request.target.partition("&ws.start=")[0]
            link = f"http://{host}{rest}&ws.start={start + PAGE}"
            body["next_collection_link"] = link
        else:
            body["total_size"] = len(items)
        return as_json(body)
