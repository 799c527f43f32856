"""A scripted ORCID registry."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

ADA = "0000-0002-1825-0097"


def date(year: str, month: str | None = None, day: str | None = None) -> dict[str, Any]:
    return {
        "year": {"value": year},
        "month": {"value": month} if month else None,
        "day": {"value": day} if day else None,
    }


def summary(number: int, **others: Any) -> dict[str, Any]:
    return {
        "put-code": 1000 + number,
        "created-date": {"value": 1_600_000_000_000},
        "last-modified-date": {"value": 1_700_000_000_000},
        "source": {"source-name": {"value": "Ada L."}},
        "visibility": "public",
        "display-index": "1",
        **others,
    }


def work(number: int, **others: Any) -> dict[str, Any]:
    doi = {
        "external-id-type": "doi",
        "external-id-value": f"10.5555/{number}",
        "external-id-relationship": "self",
    }
    one = summary(
        number,
        **{
            "title": {"title": {"value": f"Paper {number}"}, "subtitle": None},
            "type": "journal-article",
            "publication-date": date("2020", "05"),
            "journal-title": {"value": "Quill Letters"},
            "external-ids": {"external-id": [doi]},
            "url": None,
            **others,
        },
    )
    return {"last-modified-date": None, "external-ids": None, "work-summary": [one]}


def service_role(number: int, **others: Any) -> dict[str, Any]:
    return summary(
        number,
        **{
            "department-name": "Board",
            "role-title": "Treasurer",
            "start-date": date("2019", "03", "01"),
            "end-date": date("2021"),
            "organization": {"name": "Quill Foundation", "address": None},
            "url": {"value": "https://quill.example/board"},
            **others,
        },
    )


def review(number: int, **others: Any) -> dict[str, Any]:
    return {
        "peer-review-summary": [
            summary(
                number,
                **{
                    "reviewer-role": "reviewer",
                    "completion-date": date("2022"),
                    "convening-organization": {"name": "Quill Press"},
                    **others,
                },
            )
        ]
    }


class OrcidService:
    """Answers like the public interface; roles are employments and services in turn."""

    def __init__(self, world: World, person: str = ADA) -> None:
        self.world = world
        self.person = person

    def handle(self, request: Asked) -> Answer:
        _, _, person, section = request.path.split("/")
        if person not in (self.person, self.world.native_id):
            return as_json({"response-code": 404, "user-message": "Not found"}, 404)
        roles = self.world.items.get(Kind.ROLE, ())
        if section == "person":
            name = {"given-names": {"value": "Ada"}, "family-name": {"value": "L."}}
            return as_json({"name": {**name, "credit-name": None, "path": self.person}})
        if section == "works":
            return as_json({"group": list(self.world.items.get(Kind.PUBLICATION, ()))})
        if section == "peer-reviews":
            return as_json({"group": []})
        keys = {"employments": "employment-summary", "services": "service-summary"}
        chosen = {"employments": roles[:4], "services": roles[4:]}.get(section, ())
        groups = [{"summaries": [{keys[section]: role}]} for role in chosen]
        return as_json({"affiliation-group": groups})
