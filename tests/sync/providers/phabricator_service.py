"""A scripted Conduit: searches with cursors, errors with status 200."""

from __future__ import annotations

from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json

PAGE = 3
TRANSACTIONS = {
    "DREV": (Kind.REVIEW, Kind.REVIEW_COMMENT),
    "TASK": (Kind.COMMENT,),
}
OLDEST_FIRST = {
    "differential.revision.search": Kind.PULL_REQUEST,
    "maniphest.search": Kind.ISSUE,
}
REPOSITORY = {
    "id": 12,
    "phid": "PHID-REPO-12",
    "fields": {
        "name": "owlery",
        "shortName": "owlery",
        "callsign": "OWL",
        "policy": {"view": "public"},
    },
    "attachments": {
        "uris": {"uris": [{"fields": {"uri": {"effective": "https://hg.example/owlery"}}}]}
    },
}


class ConduitService:
    """Answers like Phabricator, three rows a page whatever is asked for.

    Attributes:
        subjects: Revisions and tasks that show, by PHID.
        error: Given instead of any answer: ``error_code``.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.subjects = {f"PHID-DREV-{n}": revision(n) for n in range(20)}
        self.subjects |= {f"PHID-TASK-{n}": task(n) for n in range(20)}
        self.error = ""
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        assert request.method == "POST"
        form, method = request.form, request.path.removeprefix("/api/")
        if form.get("api.token") != self.world.token:
            return failed("ERR-INVALID-AUTH", "API token is not valid.")
        if self.error:
            return failed(self.error, "No.")
        if method == "user.whoami":
            phid, name = self.world.native_id, self.world.handle
            return succeeded({"phid": phid, "userName": name, "realName": "Ada L."})
        return self._method(method, form)

    def _method(self, method: str, form: dict[str, str]) -> Answer:
        named = [value for key, value in form.items() if key.startswith("constraints[phids]")]
        if method == "diffusion.repository.search":
            return self._page([REPOSITORY] if REPOSITORY["phid"] in named else [], form)
        if named:
            own = [item for items in self.world.items.values() for item in items]
            known = {str(item.get("phid")): item for item in own if isinstance(item, dict)}
            found = {**self.subjects, **known}
            return self._page([found[phid] for phid in named if phid in found], {})
        assert form["constraints[authorPHIDs][0]"] == self.world.native_id
        if method == "transaction.search":
            kinds = TRANSACTIONS[form["objectType"]]
            return self._page([row for kind in kinds for row in self._of(kind)], form)
        if method == "diffusion.commit.search":
            return self._page(self._of(Kind.COMMIT), form)
        assert int(form["constraints[modifiedStart]"]) >= 1, "0 counts as unset"
        assert form["order"] == "outdated"
        return self._page(list(reversed(self._of(OLDEST_FIRST[method]))), form)

    def _of(self, kind: Kind) -> list[Any]:
        return list(self.world.items.get(kind, ()))

    def _page(self, rows: list[Any], form: dict[str, str]) -> Answer:
        start = int(form.get("after", "0"))
        size = PAGE if form else 100
        end = start + size
        after = str(end) if end < len(rows) else None
        cursor = {"limit": 100, "after": after, "before": None, "order": None}
        return succeeded({"data": rows[start:end], "maps": {}, "cursor": cursor})


def succeeded(result: Any) -> Answer:
    return as_json({"result": result, "error_code": None, "error_info": None})


def failed(code: str, info: str) -> Answer:
    """Return an error: its status is 200."""
    return as_json({"result": None, "error_code": code, "error_info": info})


def epoch(number: int) -> int:
    """Return when item ``number`` was made; 0 is the newest."""
    return 1_760_000_000 - number * 86_400


def revision(number: int, status: str = "published", **others: Any) -> dict[str, Any]:
    fields = {
        "title": f"Bug {number} - Let owls sleep",
        "summary": "They are tired.",
        "authorPHID": "PHID-USER-9",
        "status": {"value": status, "closed": status in ("published", "abandoned")},
        "repositoryPHID": "PHID-REPO-12",
        "policy": {"view": "public"},
        "dateCreated": epoch(number),
        "dateModified": epoch(number) + 60,
    }
    return {"id": number, "type": "DREV", "phid": f"PHID-DREV-{number}", "fields": fields, **others}


def task(number: int, status: str = "resolved") -> dict[str, Any]:
    fields = {
        "name": "Owls are tired",
        "description": {"raw": "Very."},
        "status": {"value": status, "name": status},
        "policy": {"view": "users"},
        "dateCreated": epoch(number),
        "dateModified": epoch(number) + 60,
        "dateClosed": epoch(number) + 90 if status != "open" else None,
    }
    return {"id": number, "type": "TASK", "phid": f"PHID-TASK-{number}", "fields": fields}


def transaction(number: int, sort: str | None, about: str) -> dict[str, Any]:
    return {
        "id": 900 + number,
        "phid": f"PHID-XACT-{number}",
        "type": sort,
        "authorPHID": "4321",
        "objectPHID": f"{about}-{number}",
        "dateCreated": epoch(number),
        "dateModified": epoch(number),
        "comments": [{"version": 1, "removed": False, "content": {"raw": "Fine."}}],
        "fields": {},
    }


def commit(number: int) -> dict[str, Any]:
    fields = {
        "identifier": f"{number:040x}",
        "repositoryPHID": "PHID-REPO-12",
        "author": {"name": "Ada", "epoch": epoch(number)},
        "committer": {"name": "Bob", "epoch": epoch(number) + 5},
        "message": "Let owls sleep\n\nThey are tired.",
    }
    return {"id": number, "type": "CMIT", "phid": f"PHID-CMIT-{number}", "fields": fields}
