"""Identities: spellings and hints as recorded, decisions as curated."""

from __future__ import annotations

import sqlite3

from portfolio.model.identity import Identity, IdentityHint, Spelling
from portfolio.store import curated_rows, rows
from portfolio.store.reading import mappings


class Identities:
    """Reads identities."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def spellings(self) -> list[Spelling]:
        """Return every spelling of every source."""
        read = mappings(
            self._connection,
            "SELECT p.*, s.id AS source_id FROM spelling AS p JOIN source AS s"
            " ON s.pk = p.source_pk ORDER BY p.key, p.source_pk, p.name, p.address",
        )
        return [rows.spelling(row) for row in read]

    def hints(self) -> list[IdentityHint]:
        """Return the hints that an address is the holder's."""
        read = mappings(self._connection, "SELECT * FROM hint ORDER BY pk")
        return [rows.hint(row) for row in read]

    def decided(self) -> list[Identity]:
        """Return the identities the holder decided about, oldest decision first."""
        read = mappings(self._connection, "SELECT * FROM identity ORDER BY id")
        return [curated_rows.identity(row) for row in read]

    def confirmed_keys(self) -> frozenset[str]:
        """Return the keys of identities that are the holder's."""
        read = self._connection.execute("SELECT key FROM identity WHERE status = 'confirmed'")
        return frozenset(row[0] for row in read)
