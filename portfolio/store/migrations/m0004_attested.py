"""Version 4: letters, badges and keys: what others signed, and what the holder decided about it.

``kept_file`` holds the bytes as they came; a trigger keeps anybody from changing them. The other
tables but ``check_result`` are decisions of the holder and undoable. ``check_result`` is what a
check last came to; it is no decision, so undo does not touch it.
"""

from __future__ import annotations

import sqlite3
from typing import Final

TABLES: Final = (
    """CREATE TABLE kept_file (
        sha256 TEXT PRIMARY KEY NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        content BLOB NOT NULL,
        kept_at TEXT NOT NULL)""",
    """CREATE TRIGGER kept_file_stays BEFORE UPDATE ON kept_file
        BEGIN SELECT raise(ABORT, 'a kept file is never changed'); END""",
    """CREATE TABLE attestation (
        id TEXT PRIMARY KEY NOT NULL,
        kind TEXT NOT NULL,
        format TEXT NOT NULL,
        direction TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        said TEXT NOT NULL,
        received_from TEXT NOT NULL,
        received_at TEXT,
        decision TEXT NOT NULL,
        shown INTEGER NOT NULL,
        shortened TEXT NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE TABLE badge (
        id TEXT PRIMARY KEY NOT NULL,
        format TEXT NOT NULL,
        direction TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        image_sha256 TEXT NOT NULL,
        said TEXT NOT NULL,
        source_account TEXT NOT NULL,
        received_from TEXT NOT NULL,
        received_at TEXT,
        decision TEXT NOT NULL,
        shown INTEGER NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE TABLE key_record (
        fingerprint TEXT PRIMARY KEY NOT NULL,
        kind TEXT NOT NULL,
        algorithm TEXT NOT NULL,
        public TEXT NOT NULL,
        owner TEXT NOT NULL,
        seen TEXT NOT NULL,
        replaced_by TEXT NOT NULL,
        trust TEXT NOT NULL,
        trust_words TEXT NOT NULL,
        recovery_at TEXT,
        note TEXT NOT NULL)""",
    """CREATE TABLE letter_request (
        id TEXT PRIMARY KEY NOT NULL,
        sha256 TEXT NOT NULL,
        said TEXT NOT NULL,
        story_id TEXT NOT NULL,
        made_at TEXT NOT NULL,
        reminded_at TEXT,
        answered_by TEXT NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE TABLE policy (
        id TEXT PRIMARY KEY NOT NULL,
        sha256 TEXT NOT NULL,
        shown INTEGER NOT NULL)""",
    """CREATE TABLE check_result (
        thing TEXT NOT NULL,
        id TEXT NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL,
        why TEXT NOT NULL,
        last_good_at TEXT,
        answers TEXT NOT NULL,
        PRIMARY KEY (thing, id)) WITHOUT ROWID""",
)


def run(connection: sqlite3.Connection) -> None:
    """Make the tables."""
    for statement in TABLES:
        connection.execute(statement)
