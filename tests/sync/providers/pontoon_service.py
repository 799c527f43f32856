"""A scripted Pontoon: the counts behind the graph of a profile, a year at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

TYPES = {"user_translations": Kind.TRANSLATION, "user_reviews": Kind.TRANSLATION_REVIEW}


def day(number: int, count: Any = None) -> list[Any]:
    """A day and its count, as a pair: some days of this year, then of the year before."""
    year, month = (2026, 10) if number < 4 else (2025, 10)
    at = datetime(year, month, 28 - number, tzinfo=UTC)
    return [str(int(at.timestamp()) * 1000), 5 + number if count is None else count]


def year_of(pair: Any) -> int:
    """The year of a pair; what is none is given with this year's."""
    try:
        return datetime.fromtimestamp(int(pair[0]) / 1000, tz=UTC).year
    except (TypeError, ValueError, IndexError, KeyError, OverflowError, OSError):
        return 2026


class PontoonService:
    """Answers like Pontoon.

    Args:
        world: What it counts, as pairs.
        knows_years: A newer one, which gives the year asked for.
    """

    def __init__(self, world: World, *, knows_years: bool = True) -> None:
        self.world = world
        self.knows_years = knows_years
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        if request.headers.get("x-requested-with") != "XMLHttpRequest":
            return Answer(400, body=b"Bad Request: Request must be AJAX")
        if request.path != "/update-contribution-graph/":
            return Answer(404, body=b"<!doctype html>")
        query = request.query
        if query["user"] != self.world.native_id:
            return as_json({"status": False, "message": "Bad Request"}, 400)
        items = self.world.items.get(TYPES[query["contribution_type"]], ())
        if self.knows_years and "year" in query:
            items = [pair for pair in items if year_of(pair) == int(query["year"])]
        counts: dict[str, Any] = {}
        for pair in items:
            is_pair = isinstance(pair, list) and len(pair) == 2
            counts[str(pair[0]) if is_pair else json.dumps(pair)] = pair[1] if is_pair else None
        return as_json({"contributions": counts, "title": "some contributions"})
