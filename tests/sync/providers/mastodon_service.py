"""A scripted Mastodon instance: one account, its posts and its notifications."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json, link_next

PAGE = 3


def person(world: World) -> dict[str, Any]:
    return {
        "id": world.native_id,
        "username": world.handle,
        "acct": world.handle,
        "display_name": "Ada L.",
        "url": f"https://social.example/@{world.handle}",
        "created_at": "2022-11-06T00:00:00.000Z",
        "fields": [
            {
                "name": "Code",
                "value": '<a href="https://code.example/ada" rel="me nofollow">code.example</a>',
                "verified_at": "2023-01-01T00:00:00.000+00:00",
            },
            {"name": "Cats", "value": '<a href="https://cats.example">cats</a>'},
        ],
    }


def post(number: int, **others: Any) -> dict[str, Any]:
    uri = f"https://social.example/users/ada/statuses/{900 - number}"
    return {
        "id": str(900 - number),
        "uri": uri,
        "url": f"https://social.example/@ada/{900 - number}",
        "created_at": f"2026-10-{28 - number:02}T10:00:00.000Z",
        "edited_at": None,
        "visibility": "public",
        "spoiler_text": "",
        "content": f"<p>Release {number} is out.<br>Thanks!</p><p>More &amp; more.</p>",
        "reblog": None,
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "account": {"id": "4321", "acct": "ada"},
        **others,
    }


def notice(number: int, **others: Any) -> dict[str, Any]:
    return {
        "id": str(500 - number),
        "type": "mention",
        "created_at": f"2026-10-{28 - number:02}T11:00:00.000Z",
        "account": {"id": "77", "acct": "grace@other.example", "display_name": "Grace"},
        "status": post(number),
        **others,
    }


class MastodonService:
    """Answers like Mastodon, three items a page whatever is asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        world, path = self.world, request.path.removeprefix("/api/v1")
        signed_in = request.headers.get("authorization")
        refused = as_json({"error": "The access token is invalid"}, 401)
        if signed_in not in (None, f"Bearer {world.token}"):
            return refused
        answers = {f"/accounts/{world.native_id}/statuses": Kind.POST}
        if path in answers:
            return self._listing(request, answers[path])
        if path == "/notifications":
            return self._listing(request, Kind.MENTION) if signed_in else refused
        is_own = path == "/accounts/verify_credentials" and signed_in is not None
        if is_own or (path == "/accounts/lookup" and request.query["acct"] == world.handle):
            return as_json(person(world))
        return as_json({"error": "Record not found"}, 404)

    def _listing(self, request: Asked, kind: Kind) -> Answer:
        items = list(self.world.items.get(kind, ()))
        start = int(request.query.get("max_id", "0"))
        answer = as_json(items[start : start + PAGE])
        if start + PAGE < len(items):
            link = link_next(f"{request.at}{request.path}?limit=40&max_id={start + PAGE}")
            back = f'<{request.at}{request.path}?min_id=1>; rel="prev"'
            answer = answer.having(Link=f"{link}, {back}")
        return answer
