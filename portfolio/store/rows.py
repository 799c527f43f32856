"""Recorded model objects to rows and back, and what all rows are made with.

A row is a mapping of column names to plain values. Text is cleaned here, on the way in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from portfolio.clock import to_text
from portfolio.model import codes
from portfolio.model.contribution import Contribution, Participant, Sizes
from portfolio.model.identity import IdentityHint, Spelling
from portfolio.model.kinds import Kind
from portfolio.model.source import Coverage
from portfolio.store.text import clean

Row: TypeAlias = Mapping[str, Any]  # plain SQLite values by column
NewRow: TypeAlias = dict[str, Any]

# Made once: `json.dumps` makes one for every call that asks for anything unusual.
_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_json(value: object) -> str:
    """Return canonical JSON text that SQLite can hold."""
    text = _dumped(value)
    if "\\u0000" in text:  # escaped, so cleaning the JSON itself would not find it
        text = _dumped(_without_nul(value))
    return clean(text)


def _dumped(value: object) -> str:
    return _JSON.encode(value)


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(name)): _without_nul(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nul(each) for each in value]
    return value


def at(text: str) -> datetime:
    """Return the instant of a column (about ten times quicker than parsing by a pattern)."""
    return datetime.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """Return the instant of a column that may be NULL."""
    return None if text is None else at(text)


def instant_text(at: datetime | None) -> str | None:
    """Return the text of an instant that may be missing."""
    return None if at is None else to_text(at)


def cleaned(row: NewRow) -> NewRow:
    """Return a row whose texts SQLite can hold."""
    return {name: clean(value) if type(value) is str else value for name, value in row.items()}


def texts(raw: str) -> tuple[str, ...]:
    """Return the texts of a column that holds a JSON list."""
    return tuple(str(each) for each in json.loads(raw))


def coverage(row: Row) -> Coverage:
    """Return how completely a kind was read."""
    state = codes.parse(codes.CoverageState, row["state"], codes.CoverageState.UNKNOWN)
    return Coverage(
        row["kind"], state, instant(row["from_at"]), instant(row["to_at"]), texts(row["missing"])
    )


def coverage_row(source_pk: int, each: Coverage) -> NewRow:
    """Return the row of a coverage."""
    return cleaned(
        {
            "source_pk": source_pk,
            "kind": each.kind,
            "state": str(each.state),
            "from_at": instant_text(each.from_at),
            "to_at": instant_text(each.to_at),
            "missing": to_json(each.missing),
        }
    )


def people_text(people: Iterable[Participant]) -> str:
    """Return the JSON of a contribution's people."""
    listed = [[each.name, each.address, each.part] for each in people]
    return to_json(listed) if listed else "[]"


def people(raw: str) -> tuple[Participant, ...]:
    """Return the people of a contribution."""
    return () if raw == "[]" else tuple(Participant(*each) for each in json.loads(raw))


def contribution(row: Row) -> Contribution:
    """Return a contribution; the row has ``source_id`` and ``project_key`` joined to it."""
    return Contribution(
        id=row["id"],
        source_id=row["source_id"],
        native_id=row["native_id"],
        action=codes.parse(codes.Action, row["action"], codes.Action.OTHER),
        title=row["title"],
        body=row["body"],
        occurred_at=at(row["occurred_at"]),
        tz_offset_min=row["tz_offset_min"],
        url=row["url"],
        identity_key=row["identity_key"],
        deed_key=row["deed_key"],
        project_key=row["project_key"],
        state=row["state"],
        pattern=row["pattern"],
        people=people(row["people"]),
        sizes=Sizes(row["files"], row["lines_added"], row["lines_removed"]),
        first_seen=at(row["first_seen"]),
        last_seen=at(row["last_seen"]),
        gone_since=instant(row["gone_since"]),
        kind=codes.parse(Kind, row["kind"], Kind.OTHER),
        metrics=numbers(row["metrics"]),
    )


def numbers(raw: str) -> dict[str, int]:
    """Return the whole numbers of a column that holds a JSON object."""
    return {} if raw == "{}" else {str(name): int(each) for name, each in json.loads(raw).items()}


def spelling(row: Row) -> Spelling:
    """Return a spelling; the row has ``source_id`` joined to it."""
    return Spelling(
        source_id=row["source_id"],
        key=row["key"],
        kind=codes.parse(codes.IdentityKind, row["kind"], codes.IdentityKind.HANDLE),
        instance=row["instance"],
        name=row["name"],
        address=row["address"],
        first_at=at(row["first_at"]),
        last_at=at(row["last_at"]),
        parts={str(part): int(count) for part, count in json.loads(row["parts"]).items()},
    )


def spelling_row(source_pk: int, each: Spelling) -> NewRow:
    """Return the row of a spelling."""
    return cleaned(
        {
            "source_pk": source_pk,
            "key": each.key,
            "kind": str(each.kind),
            "instance": each.instance,
            "name": each.name,
            "address": each.address,
            "first_at": to_text(each.first_at),
            "last_at": to_text(each.last_at),
            "parts": to_json(each.parts),
        }
    )


def hint(row: Row) -> IdentityHint:
    """Return a hint."""
    return IdentityHint(row["name"], row["address"], row["place"], row["label"])


def hint_row(each: IdentityHint) -> NewRow:
    """Return the row of a hint."""
    return cleaned(
        {"name": each.name, "address": each.address, "place": each.where, "label": each.label}
    )
