"""Reads letters, badges, keys and requests, and the files they came as."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from portfolio.model.attestation import Attestation, Decision, Direction
from portfolio.model.badge import Badge
from portfolio.model.keys import OWN, KeyRecord
from portfolio.model.letter_request import LetterRequest
from portfolio.model.policy import KeptPolicy
from portfolio.model.verdict import Answer
from portfolio.store import attested_rows
from portfolio.store.reading import first, mappings
from portfolio.store.rows import at
from portfolio.store.text import clean

LETTER: Final = "attestation"
BADGE: Final = "badge"
_CHECK: Final = "c.at AS checked_at, c.state AS checked_state, c.why AS checked_why, c.last_good_at"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it came."""

    sha256: str
    media_type: str
    content: bytes


class KeptFiles:
    """Reads files by their digest."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, sha256: str) -> KeptFile | None:
        """Return a file, or None."""
        row = first(self._connection, "SELECT * FROM kept_file WHERE sha256 = ?", (clean(sha256),))
        if row is None:
            return None
        return KeptFile(row["sha256"], row["media_type"], bytes(row["content"]))


class Attestations:
    """Reads letters. Lists leave the files out (``raw`` is empty); `get` brings it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(
        self, *, direction: Direction = Direction.RECEIVED, decision: Decision | None = None
    ) -> list[Attestation]:
        """Return letters, the latest received first."""
        condition = "a.direction = ?" + (" AND a.decision = ?" if decision else "")
        values = (str(direction), *((str(decision),) if decision else ()))
        read = mappings(
            self._connection,
            f"SELECT a.*, NULL AS content, {_CHECK} FROM attestation AS a"
            f" LEFT JOIN check_result AS c ON c.thing = '{LETTER}' AND c.id = a.id"
            f" WHERE {condition} ORDER BY a.received_at DESC, a.id",
            values,
        )
        return [attested_rows.attestation(row) for row in read]

    def get(self, letter_id: str) -> Attestation | None:
        """Return one letter with its file."""
        row = first(
            self._connection,
            f"SELECT a.*, f.content, {_CHECK} FROM attestation AS a"
            " JOIN kept_file AS f ON f.sha256 = a.sha256"
            f" LEFT JOIN check_result AS c ON c.thing = '{LETTER}' AND c.id = a.id"
            " WHERE a.id = ?",
            (clean(letter_id),),
        )
        return None if row is None else attested_rows.attestation(row)

    def pending(self) -> int:
        """Return how many received letters wait for a decision."""
        found = self._connection.execute(
            "SELECT count(*) FROM attestation WHERE decision = 'pending' AND direction = 'received'"
        ).fetchone()
        return int(found[0])


class Badges:
    """Reads badges. Lists leave files and pictures out; `get` and `image` bring them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, *, direction: Direction = Direction.RECEIVED) -> list[Badge]:
        """Return badges, the latest received first."""
        read = mappings(
            self._connection,
            "SELECT b.*, NULL AS content, f.media_type, NULL AS image, i.media_type AS image_type,"
            f" {_CHECK} FROM badge AS b LEFT JOIN kept_file AS f ON f.sha256 = b.sha256"
            " LEFT JOIN kept_file AS i ON i.sha256 = b.image_sha256"
            f" LEFT JOIN check_result AS c ON c.thing = '{BADGE}' AND c.id = b.id"
            " WHERE b.direction = ? ORDER BY b.received_at DESC, b.id",
            (str(direction),),
        )
        return [attested_rows.badge(row) for row in read]

    def get(self, badge_id: str) -> Badge | None:
        """Return one badge with its file and picture."""
        row = first(
            self._connection,
            "SELECT b.*, f.content, f.media_type, i.content AS image, i.media_type AS image_type,"
            f" {_CHECK} FROM badge AS b JOIN kept_file AS f ON f.sha256 = b.sha256"
            " LEFT JOIN kept_file AS i ON i.sha256 = b.image_sha256"
            f" LEFT JOIN check_result AS c ON c.thing = '{BADGE}' AND c.id = b.id"
            " WHERE b.id = ?",
            (clean(badge_id),),
        )
        return None if row is None else attested_rows.badge(row)

    def image(self, badge_id: str) -> KeptFile | None:
        """Return the picture of a badge, or None."""
        row = first(
            self._connection,
            "SELECT f.* FROM badge AS b JOIN kept_file AS f ON f.sha256 = b.image_sha256"
            " WHERE b.id = ?",
            (clean(badge_id),),
        )
        if row is None:
            return None
        return KeptFile(row["sha256"], row["media_type"], bytes(row["content"]))


class Keys:
    """Reads public keys."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[KeyRecord]:
        """Return keys, the holder's own first."""
        read = mappings(
            self._connection,
            "SELECT * FROM key_record ORDER BY owner <> ?, owner, fingerprint",
            (OWN,),
        )
        return [attested_rows.key_record(row) for row in read]

    def get(self, fingerprint: str) -> KeyRecord | None:
        """Return one key."""
        row = first(
            self._connection,
            "SELECT * FROM key_record WHERE fingerprint = ?",
            (clean(fingerprint),),
        )
        return None if row is None else attested_rows.key_record(row)


class LetterRequests:
    """Reads requests for words."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[LetterRequest]:
        """Return requests, the latest first, without their files."""
        read = mappings(
            self._connection,
            "SELECT *, NULL AS content FROM letter_request ORDER BY made_at DESC, id",
        )
        return [attested_rows.letter_request(row) for row in read]

    def get(self, request_id: str) -> LetterRequest | None:
        """Return one request with its file."""
        row = first(
            self._connection,
            "SELECT r.*, f.content FROM letter_request AS r"
            " JOIN kept_file AS f ON f.sha256 = r.sha256 WHERE r.id = ?",
            (clean(request_id),),
        )
        return None if row is None else attested_rows.letter_request(row)


class Policies:
    """Reads the policies the holder took in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[KeptPolicy]:
        """Return them with their files."""
        read = mappings(
            self._connection,
            "SELECT p.*, f.content FROM policy AS p JOIN kept_file AS f ON f.sha256 = p.sha256"
            " ORDER BY p.id",
        )
        return [attested_rows.policy(row) for row in read]


class Checks:
    """Reads what online checks were answered, so that they can be judged again offline."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def answers(self, thing: str, item_id: str) -> dict[str, Answer]:
        """Return the answers kept of the last online check, by address."""
        row = first(
            self._connection,
            "SELECT answers FROM check_result WHERE thing = ? AND id = ?",
            (thing, clean(item_id)),
        )
        if row is None:
            return {}
        return {
            each["url"]: Answer(
                each["url"],
                at(each["at"]),
                each["status"],
                each["media_type"],
                bytes.fromhex(each["body"]),
                each["problem"],
            )
            for each in json.loads(row["answers"])
        }

    def last_good(self, thing: str, item_id: str) -> datetime | None:
        """Return when it was last found to hold, or None."""
        row = first(
            self._connection,
            "SELECT last_good_at FROM check_result WHERE thing = ? AND id = ?",
            (thing, clean(item_id)),
        )
        return None if row is None or row["last_good_at"] is None else at(row["last_good_at"])
