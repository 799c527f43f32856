"""What the holder wrote: roles, stories and editions."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3

from portfolio.model.edition import Edition
from portfolio.model.project import Role
from portfolio.model.story import Story
from portfolio.store import curated_rows, rows
from portfolio.store.reading import listing, mappings
from portfolio.store.text import clean


class Roles:
    """Reads roles."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, project_key: str | None = None) -> list[Role]:
        """Return roles by their beginning; of one project with what is merged into it."""
        if project_key is None:
            read = mappings(self._connection, "SELECT * FROM role ORDER BY from_on, id")
        else:
            read = mappings(
                self._connection,
                "SELECT r.* FROM role AS r LEFT JOIN project_index AS p ON p.key = r.project_key"
                " WHERE ? IN (r.project_key, p.effective_key) ORDER BY r.from_on, r.id",
                (clean(project_key),),
            )
        return [curated_rows.role(row) for row in read]


class Stories:
    """Reads stories with their items."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Story]:
        """Return stories in the holder's order."""
        return self._read("", ())

    def get(self, story_id: str) -> Story | None:
        """Return one story."""
        return next(iter(self._read("WHERE id = ?", (clean(story_id),))), None)

    def with_deed(self, key: str) -> list[Story]:
        """Return the stories a deed is behind."""
        condition = "WHERE id IN (SELECT story_id FROM story_item WHERE deed_key = ?)"
        return self._read(condition, (clean(key),))

    def _read(self, condition: str, parameters: tuple[object, ...]) -> list[Story]:
        read = mappings(
            self._connection,
            f"SELECT * FROM story {condition} ORDER BY rank, id",
            parameters,
        )
        items: dict[str, list[rows.Row]] = {}
        for item in mappings(
            self._connection,
            "SELECT * FROM story_item WHERE story_id IN (SELECT value FROM json_each(?))"
            " ORDER BY rank, deed_key",
            (listing(row["id"] for row in read),),
        ):
            items.setdefault(item["story_id"], []).append(item)
        return [curated_rows.story(row, items.get(row["id"], ())) for row in read]


class Editions:
    """Reads editions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Edition]:
        """Return editions by name."""
        read = mappings(self._connection, "SELECT * FROM edition ORDER BY name, id")
        return [curated_rows.edition(row) for row in read]

    def get(self, edition_id: str) -> Edition | None:
        """Return one edition."""
        return next((each for each in self.all() if each.id == edition_id), None)

    def by_name(self, name: str) -> Edition | None:
        """Return the edition of that name, else the one whose name differs only in case."""
        every = self.all()
        exact = next((each for each in every if each.name == name), None)
        wanted = name.casefold()
        return exact or next((each for each in every if each.name.casefold() == wanted), None)
