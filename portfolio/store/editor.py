"""Writes the curated layer: what the holder decides. Every row before and after is noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import SQLModel

from portfolio.model.attestation import Attestation
from portfolio.model.badge import Badge
from portfolio.model.deed import DeedEdit
from portfolio.model.edition import Edition
from portfolio.model.identity import Identity
from portfolio.model.journal import Change
from portfolio.model.keys import KeyRecord
from portfolio.model.letter_request import LetterRequest
from portfolio.model.manual import ManualEntry
from portfolio.model.person import Holder
from portfolio.model.policy import KeptPolicy
from portfolio.model.project import ProjectEdit, Role
from portfolio.model.story import Story
from portfolio.store import (
    attested_rows,
    attested_writing,
    curated_rows,
    manual,
    rows,
    tables,
)
from portfolio.store.effects import mark
from portfolio.store.engine import driver_connection
from portfolio.store.reader import Reader
from portfolio.store.tables import table_of
from portfolio.store.text import clean

CURATED_TABLES: Final = {table.name: table for table in map(table_of, tables.CURATED)}


class CuratedRows:
    """Reads and writes curated rows by table and key, whatever they are about."""

    def __init__(self, core: Connection) -> None:
        self._core = core
        self._connection = driver_connection(core)

    def get(self, table_name: str, row_id: str) -> rows.NewRow | None:
        """Return a row, or None."""
        table, condition = self._at(table_name, row_id)
        row = self._core.execute(select(table).where(condition)).mappings().first()
        return None if row is None else dict(row)

    def put(self, table_name: str, row_id: str, row: rows.Row | None) -> None:
        """Insert or replace a row; None removes it."""
        table, condition = self._at(table_name, row_id)
        before = self.get(table_name, row_id)
        if row is None:
            self._core.execute(delete(table).where(condition))
        else:
            keys = [column.name for column in table.primary_key]
            # Columns of a later version that an old entry does not have keep their values.
            names = [column.name for column in table.columns]
            values = {name: row[name] for name in names if name in row}
            statement = insert(table).values(values)
            changes = {name: value for name, value in values.items() if name not in keys}
            self._core.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))
        mark(self._connection, table_name, before, row)

    @staticmethod
    def _at(table_name: str, row_id: str) -> tuple[Any, Any]:
        table = CURATED_TABLES[table_name]
        keys = list(table.primary_key)
        values = row_id.split("\x1f") if len(keys) > 1 else [row_id]
        return table, and_(*(key == value for key, value in zip(keys, values, strict=True)))


class Editor(Reader):
    """One transaction of the holder's decisions; it becomes one journal entry.

    Lists, search and counts are brought up to date when the transaction ends.

    Attributes:
        entry_id: Of the journal entry, known after the transaction; None when nothing changed.
    """

    def __init__(self, core: Connection, now: datetime) -> None:
        super().__init__(driver_connection(core))
        self._rows = CuratedRows(core)
        self._now = now
        self._changes: dict[tuple[str, str], Change] = {}
        self.entry_id: int | None = None

    def changes(self) -> tuple[Change, ...]:
        """Return what is different from the beginning, in the order it was first touched."""
        return tuple(each for each in self._changes.values() if each.before != each.after)

    def save_identity(self, identity: Identity) -> None:
        """Store what the holder said of an identity."""
        self._put("identity", clean(identity.id), curated_rows.identity_row(identity))

    def remove_identity(self, identity_id: str) -> None:
        """Forget what was said of an identity."""
        self._put("identity", clean(identity_id), None)

    def save_holder(self, holder: Holder) -> None:
        """Store what documents may say of the holder."""
        row = curated_rows.holder_row(holder)
        self._put("holder", row["id"], row)

    def save_deed(self, edit: DeedEdit) -> None:
        """Store a decision about a deed; one that says nothing is removed."""
        self._put("deed_edit", clean(edit.deed_key), curated_rows.deed_edit_row(edit))

    def save_project(self, edit: ProjectEdit) -> None:
        """Store a decision about a project; one that says nothing is removed."""
        self._put("project_edit", clean(edit.key), curated_rows.project_edit_row(edit))

    def remove_project(self, key: str) -> None:
        """Forget every decision about a project; one entered by hand is gone then."""
        self._put("project_edit", clean(key), None)

    def save_role(self, role: Role) -> None:
        """Store a role."""
        self._put("role", clean(role.id), curated_rows.role_row(role))

    def remove_role(self, role_id: str) -> None:
        """Remove a role."""
        self._put("role", clean(role_id), None)

    def save_story(self, story: Story) -> None:
        """Store a story with its items; the times of making and changing are set here."""
        before = self.stories.get(story.id)
        created = story.created_at or (before.created_at if before else None) or self._now
        story = replace(story, created_at=created.replace(microsecond=0), updated_at=None)
        is_same = before is not None and story == replace(before, updated_at=None)
        updated = before.updated_at if before is not None and is_same else self._now
        row = curated_rows.story_row(replace(story, updated_at=updated))
        self._put("story", row["id"], row)
        self._put_items(story, before)

    def _put_items(self, story: Story, before: Story | None) -> None:
        wanted = {
            row["deed_key"]: row
            for row in (curated_rows.story_item_row(story.id, each) for each in story.items)
        }
        for item in before.items if before else ():
            if item.deed_key not in wanted:
                self._put("story_item", _item_id(story.id, item.deed_key), None)
        for deed_key, row in wanted.items():
            self._put("story_item", _item_id(story.id, deed_key), row)

    def remove_story(self, story_id: str) -> None:
        """Remove a story; the deeds behind it stay."""
        before = self.stories.get(story_id)
        for item in before.items if before else ():
            self._put("story_item", _item_id(story_id, item.deed_key), None)
        self._put("story", clean(story_id), None)

    def save_edition(self, edition: Edition) -> None:
        """Store an edition."""
        self._put("edition", clean(edition.id), curated_rows.edition_row(edition))

    def remove_edition(self, edition_id: str) -> None:
        """Remove an edition; files made from it stay."""
        self._put("edition", clean(edition_id), None)

    def save_answer(self, question_key: str, answer: str) -> None:
        """Store the answer to a question; ``""`` takes it back."""
        key = clean(question_key)
        row = {"question_key": key, "answer": clean(answer)} if answer else None
        self._put("answer", key, row)

    def save_manual(self, entry: ManualEntry) -> None:
        """Store an entry made by hand; the time it was first made is set here."""
        before = self.manual.get(entry.id)
        created = (before.created_at if before else None) or entry.created_at or self._now
        row = manual.entry_row(replace(entry, created_at=created))
        self._put(manual.TABLE, row["id"], row)

    def remove_manual(self, entry_id: str) -> None:
        """Remove an entry made by hand."""
        self._put(manual.TABLE, clean(entry_id), None)

    def save_attestation(self, each: Attestation) -> None:
        """Store a letter and the holder's decision; its file is kept as it came."""
        digest = self._kept(tables.AttestationRow, each.id, each.raw, "text/plain")
        row = attested_rows.attestation_row(each, digest)
        self._put("attestation", row["id"], row)

    def remove_attestation(self, letter_id: str) -> None:
        """Take a letter out of the record; undo brings it back."""
        self._put("attestation", clean(letter_id), None)

    def save_badge(self, each: Badge) -> None:
        """Store a badge and the holder's decision; file and picture are kept as they came."""
        before = self._rows.get("badge", clean(each.id))
        digest = self._kept(tables.BadgeRow, each.id, each.raw, each.media_type)
        image = "" if before is None else str(before["image_sha256"])
        if each.image:
            image = attested_writing.keep_file(
                self._connection, each.image, each.image_type, self._now
            )
        row = attested_rows.badge_row(each, digest, image)
        self._put("badge", row["id"], row)

    def remove_badge(self, badge_id: str) -> None:
        """Take a badge out of the record; undo brings it back."""
        self._put("badge", clean(badge_id), None)

    def save_key(self, each: KeyRecord) -> None:
        """Store a public key with what the holder knows of it."""
        row = attested_rows.key_row(each)
        self._put("key_record", row["fingerprint"], row)

    def remove_key(self, fingerprint: str) -> None:
        """Forget a public key."""
        self._put("key_record", clean(fingerprint), None)

    def save_request(self, each: LetterRequest) -> None:
        """Store a request; its file is kept as it was made."""
        digest = self._kept(tables.LetterRequestRow, each.id, each.raw, "text/plain")
        row = attested_rows.letter_request_row(each, digest)
        self._put("letter_request", row["id"], row)

    def remove_request(self, request_id: str) -> None:
        """Take a request out of the record."""
        self._put("letter_request", clean(request_id), None)

    def save_policy(self, each: KeptPolicy) -> None:
        """Store a policy and whether documents print its mark."""
        digest = self._kept(tables.PolicyRow, each.id, each.raw, "application/toml")
        row = attested_rows.policy_row(each, digest)
        self._put("policy", row["id"], row)

    def remove_policy(self, policy_id: str) -> None:
        """Take a policy out of the record."""
        self._put("policy", clean(policy_id), None)

    def _kept(self, model: type[SQLModel], row_id: str, content: bytes, media_type: str) -> str:
        """Keep a file and return its digest; without content, that of the row as it is.

        Raises:
            ValueError: There is neither.
        """
        if content:
            return attested_writing.keep_file(self._connection, content, media_type, self._now)
        before = self._rows.get(table_of(model).name, clean(row_id))
        if before is None:
            raise ValueError("a file comes with what is stored the first time")
        return str(before["sha256"])

    def _put(self, table_name: str, row_id: str, row: rows.NewRow | None) -> None:
        before = self._rows.get(table_name, row_id)
        if before == row:
            return
        self._rows.put(table_name, row_id, row)
        known = self._changes.get((table_name, row_id))
        self._changes[table_name, row_id] = Change(
            table_name, row_id, known.before if known else before, row
        )


def _item_id(story_id: str, deed_key: str) -> str:
    return f"{clean(story_id)}\x1f{clean(deed_key)}"
