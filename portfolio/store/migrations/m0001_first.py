"""Version 1: recorded, curated and derived tables, the journal and the search index."""

from __future__ import annotations

import sqlite3
from typing import Final

RECORDED: Final = (
    """CREATE TABLE source (
        pk INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        instance TEXT NOT NULL,
        label TEXT NOT NULL,
        place TEXT NOT NULL,
        project_key TEXT NOT NULL,
        remotes TEXT NOT NULL DEFAULT '[]',
        roots TEXT NOT NULL DEFAULT '[]',
        is_public INTEGER,
        last_ok_at TEXT,
        last_error TEXT NOT NULL DEFAULT '',
        cursor TEXT NOT NULL DEFAULT '{}')""",
    "CREATE INDEX ix_source_instance ON source (instance)",
    """CREATE TABLE coverage (
        source_pk INTEGER NOT NULL REFERENCES source (pk) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        from_at TEXT,
        to_at TEXT,
        missing TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (source_pk, kind))""",
    # Long texts last: what the lists need is then read without touching overflow pages.
    """CREATE TABLE contribution (
        id INTEGER PRIMARY KEY,
        source_pk INTEGER NOT NULL REFERENCES source (pk) ON DELETE CASCADE,
        native_id TEXT NOT NULL,
        action TEXT NOT NULL,
        deed_key TEXT NOT NULL,
        identity_key TEXT NOT NULL,
        occurred_at TEXT NOT NULL,
        tz_offset_min INTEGER NOT NULL,
        state TEXT NOT NULL,
        pattern TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        gone_since TEXT,
        files INTEGER,
        lines_added INTEGER,
        lines_removed INTEGER,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        people TEXT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (source_pk, native_id, action))""",
    "CREATE INDEX ix_contribution_deed ON contribution (deed_key)",
    "CREATE INDEX ix_contribution_identity ON contribution (identity_key)",
    "CREATE INDEX ix_contribution_pattern ON contribution (pattern) WHERE pattern <> ''",
    """CREATE TABLE spelling (
        source_pk INTEGER NOT NULL REFERENCES source (pk) ON DELETE CASCADE,
        key TEXT NOT NULL,
        kind TEXT NOT NULL,
        instance TEXT NOT NULL,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        parts TEXT NOT NULL,
        PRIMARY KEY (source_pk, key, name, address))""",
    """CREATE TABLE hint (
        pk INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        place TEXT NOT NULL,
        label TEXT NOT NULL)""",
    """CREATE TABLE question (
        key TEXT PRIMARY KEY NOT NULL,
        source_pk INTEGER NOT NULL REFERENCES source (pk) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL,
        count INTEGER NOT NULL,
        examples TEXT NOT NULL)""",
    """CREATE TABLE project_alias (
        alias TEXT PRIMARY KEY NOT NULL,
        project_key TEXT NOT NULL)""",
    """CREATE TABLE project_seen (
        key TEXT PRIMARY KEY NOT NULL,
        recorded_name TEXT NOT NULL,
        urls TEXT NOT NULL)""",
)

CURATED: Final = (
    """CREATE TABLE holder (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        headline TEXT NOT NULL,
        place TEXT NOT NULL,
        email TEXT NOT NULL,
        phone TEXT NOT NULL,
        links TEXT NOT NULL,
        summary TEXT NOT NULL)""",
    """CREATE TABLE identity (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        instance TEXT NOT NULL,
        value_raw TEXT NOT NULL,
        key TEXT NOT NULL,
        status TEXT NOT NULL,
        proof TEXT NOT NULL,
        proved_at TEXT,
        native_id TEXT NOT NULL,
        note TEXT NOT NULL)""",
    "CREATE INDEX ix_identity_key ON identity (key)",
    """CREATE TABLE deed_edit (
        deed_key TEXT PRIMARY KEY NOT NULL,
        title TEXT NOT NULL,
        is_hidden INTEGER NOT NULL,
        is_confidential INTEGER NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE TABLE project_edit (
        key TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        what_it_is TEXT NOT NULL,
        urls TEXT NOT NULL,
        scale_facts TEXT NOT NULL,
        is_hidden INTEGER NOT NULL,
        merged_into TEXT NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE TABLE role (
        id TEXT PRIMARY KEY NOT NULL,
        project_key TEXT NOT NULL,
        code TEXT NOT NULL,
        words TEXT NOT NULL,
        from_on TEXT NOT NULL,
        to_on TEXT NOT NULL,
        is_current INTEGER NOT NULL,
        capacity TEXT NOT NULL,
        organisation TEXT NOT NULL,
        note TEXT NOT NULL,
        is_suggested INTEGER NOT NULL)""",
    """CREATE TABLE story (
        id TEXT PRIMARY KEY NOT NULL,
        title TEXT NOT NULL,
        project_key TEXT NOT NULL,
        situation TEXT NOT NULL,
        what_i_did TEXT NOT NULL,
        what_changed TEXT NOT NULL,
        how_one_can_tell TEXT NOT NULL,
        sources TEXT NOT NULL,
        skills TEXT NOT NULL,
        from_on TEXT NOT NULL,
        to_on TEXT NOT NULL,
        rank INTEGER NOT NULL,
        status TEXT NOT NULL,
        language TEXT NOT NULL,
        created_at TEXT,
        updated_at TEXT,
        note TEXT NOT NULL)""",
    """CREATE TABLE story_item (
        story_id TEXT NOT NULL REFERENCES story (id) DEFERRABLE INITIALLY DEFERRED,
        deed_key TEXT NOT NULL,
        rank INTEGER NOT NULL,
        featured INTEGER NOT NULL,
        PRIMARY KEY (story_id, deed_key))""",
    "CREATE INDEX ix_story_item_deed ON story_item (deed_key)",
    """CREATE TABLE edition (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        audience TEXT NOT NULL,
        headline TEXT NOT NULL,
        summary TEXT NOT NULL,
        template TEXT NOT NULL,
        language TEXT NOT NULL,
        page_size TEXT NOT NULL,
        page_limit INTEGER NOT NULL,
        sections TEXT NOT NULL,
        project_keys TEXT NOT NULL,
        story_ids TEXT NOT NULL,
        redacted_deed_keys TEXT NOT NULL,
        show_email INTEGER NOT NULL,
        show_phone INTEGER NOT NULL,
        show_totals INTEGER NOT NULL,
        shows_suggested_roles INTEGER NOT NULL,
        produced_files TEXT NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE TABLE answer (
        question_key TEXT PRIMARY KEY NOT NULL,
        answer TEXT NOT NULL)""",
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        label TEXT NOT NULL,
        args TEXT NOT NULL,
        changes TEXT NOT NULL,
        state TEXT NOT NULL)""",
    "CREATE INDEX ix_journal_state ON journal (state, id)",
)

# listing: 0 not the holder's, 1 listed, 2 hidden by the holder.
# privacy: 0 may be shown, 1 may only be counted, 2 stays here.
# is_dated: 0 when the source's date cannot be right; it still orders the list.
# activity: shown is all that is listed; kept_here and undated are parts of it, apart.
DERIVED: Final = (
    """CREATE TABLE deed_index (
        id INTEGER PRIMARY KEY,
        deed_key TEXT NOT NULL UNIQUE,
        contribution_id INTEGER NOT NULL,
        source_pk INTEGER NOT NULL,
        source_count INTEGER NOT NULL,
        action TEXT NOT NULL,
        project_key TEXT NOT NULL,
        occurred_at TEXT NOT NULL,
        listing INTEGER NOT NULL,
        privacy INTEGER NOT NULL,
        is_self_reported INTEGER NOT NULL,
        is_dated INTEGER NOT NULL,
        gone_since TEXT,
        text_stamp TEXT NOT NULL,
        indexed_stamp TEXT,
        title TEXT NOT NULL,
        title_sort TEXT NOT NULL)""",
    # The trailing columns let filters and counts be answered from the index alone.
    """CREATE INDEX ix_deed_date
        ON deed_index (occurred_at, id, listing, action, source_pk, source_count, is_dated)
        WHERE listing > 0""",
    """CREATE INDEX ix_deed_project
        ON deed_index (project_key, occurred_at, id, listing, action, privacy, is_dated)
        WHERE listing > 0""",
    """CREATE INDEX ix_deed_action ON deed_index (action, occurred_at, id, listing)
        WHERE listing > 0""",
    """CREATE INDEX ix_deed_title ON deed_index (title_sort, id, listing, action, project_key)
        WHERE listing > 0""",
    """CREATE TABLE activity (
        project_key TEXT NOT NULL,
        month TEXT NOT NULL,
        action TEXT NOT NULL,
        source_pk INTEGER NOT NULL,
        shown INTEGER NOT NULL,
        hidden INTEGER NOT NULL,
        kept_here INTEGER NOT NULL,
        undated INTEGER NOT NULL,
        PRIMARY KEY (project_key, month, action, source_pk))""",
    """CREATE TABLE project_index (
        key TEXT PRIMARY KEY NOT NULL,
        effective_key TEXT NOT NULL,
        recorded_name TEXT NOT NULL,
        name TEXT NOT NULL,
        name_sort TEXT NOT NULL,
        name_folded TEXT NOT NULL,
        what_it_is TEXT NOT NULL,
        urls TEXT NOT NULL,
        scale_facts TEXT NOT NULL,
        first_at TEXT,
        last_at TEXT,
        deed_count INTEGER NOT NULL,
        is_hidden INTEGER NOT NULL,
        is_confidential INTEGER NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE VIRTUAL TABLE deed_fts USING fts5 (
        titles, body, tokenize = 'unicode61 remove_diacritics 2')""",
)

OTHER: Final = ("CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)",)


def run(connection: sqlite3.Connection) -> None:
    """Make all tables and indexes."""
    for statement in (*OTHER, *RECORDED, *CURATED, *DERIVED):
        connection.execute(statement)
