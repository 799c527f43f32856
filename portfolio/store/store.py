"""The store of one profile, as the rest of the program sees it."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from portfolio.clock import Clock
from portfolio.errors import StoreError
from portfolio.model.journal import Entry
from portfolio.model.record import BackupInfo, Finding
from portfolio.paths import Paths
from portfolio.store import backup_folder, backups, derived, examination, journal, manual, rows
from portfolio.store.disposal import delete_everything
from portfolio.store.editor import CURATED_TABLES, Editor
from portfolio.store.engine import driver_connection, make_engine, writing
from portfolio.store.faults import read_only as read_only_error
from portfolio.store.faults import translated
from portfolio.store.opening import Opened, open_file
from portfolio.store.reader import Reader
from portfolio.store.readings import Readings
from portfolio.store.recorder import Recorder

restore = backups.restore
examine = examination.examine

__all__ = ["Editor", "Reader", "Recorder", "Store", "delete_everything", "examine", "restore"]


class Store:
    """One record on disk.

    Reading is open to every thread at any time. Writing takes turns: one transaction at a time in
    this process, and no other process can write while this store is open.

    Attributes:
        read_only: It was asked for, or file or folder cannot be written to.
    """

    def __init__(self, paths: Paths, clock: Clock, opened: Opened) -> None:
        self._paths = paths
        self._clock = clock
        self._opened = opened
        self.read_only = opened.read_only
        self._engine: Engine = make_engine(
            paths.store, read_only=opened.read_only, immutable=opened.immutable
        )
        self._turn = threading.RLock()
        self._readings = Readings()
        self._active: Recorder | Editor | None = None
        self._writer: Connection | None = None

    @classmethod
    def open(cls, paths: Paths, *, clock: Clock, read_only: bool = False) -> Store:
        """Open the record, making it on first use.

        Raises:
            StoreLockedError: Another Portfolio has it open for writing.
            StoreNewerError: It was made by a newer version.
            StoreDamagedError: It is not sound, or not a record.
            StoreReadOnlyError: It would have to be made or updated where nothing can be written.
            NotFoundError: Read-only, and there is none.
            DiskFullError: There is no room.
        """
        return cls(paths, clock, open_file(paths, clock=clock, read_only=read_only))

    def close(self) -> None:
        """Close the record; a second call does nothing.

        Waits for the change being written; readings are stopped.
        """
        with self._turn:
            self._readings.end()
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self._engine.dispose()
            if self._opened.lock is not None:
                self._opened.lock.release()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read one snapshot. Any thread; keep it short, or the log cannot be folded in."""
        with self._reading_core() as core:
            yield Reader(driver_connection(core))

    @contextlib.contextmanager
    def recording(self) -> Iterator[Recorder]:
        """Write the recorded layer in one transaction; on an exception nothing is kept.

        Within another `recording` of the same thread it is part of that one.
        """
        with self._turn:
            if isinstance(self._active, Recorder):
                yield self._active
                return
            with self._writing() as core:
                recorder = Recorder(core)
                with self._as_active(recorder):
                    yield recorder
                derived.refresh(driver_connection(core))

    @contextlib.contextmanager
    def editing(self, label: str, **args: str) -> Iterator[Editor]:
        """Change the curated layer in one transaction and one journal entry.

        Nothing is written to the journal when nothing changed. Within another `editing` of the
        same thread it is part of that one, under that one's label.

        Args:
            label: What the holder did; see `portfolio.model.steps`.
            **args: Texts for its words.
        """
        with self._turn:
            if isinstance(self._active, Editor):
                yield self._active
                return
            with self._writing() as core:
                now = self._clock.now()
                editor = Editor(core, now)
                with self._as_active(editor):
                    yield editor
                connection = driver_connection(core)
                changes = editor.changes()
                entry_id = None
                if changes:
                    entry_id = journal.append(connection, label, args, changes, now)
                derived.refresh(connection)
            editor.entry_id = entry_id

    def undo(self, steps: int = 1) -> list[Entry]:
        """Take back the last edits; return them, newest first, with the rows they changed."""
        with self._turn, self._writing() as core:
            entries = journal.undo(core, steps)
            derived.refresh(driver_connection(core))
        return entries

    def redo(self, steps: int = 1) -> list[Entry]:
        """Bring back what was undone last; return the entries, newest first."""
        with self._turn, self._writing() as core:
            entries = journal.redo(core, steps)
            derived.refresh(driver_connection(core))
        return entries

    def history(self, *, limit: int = 50, before: int | None = None) -> list[Entry]:
        """Return the last edits, newest first, without their rows; ``before`` an entry's id."""
        with self._reading_core() as core:
            return journal.history(driver_connection(core), limit=limit, before=before)

    def next_undo(self) -> Entry | None:
        """Return the edit that `undo` would take back."""
        with self._reading_core() as core:
            return journal.next_undo(driver_connection(core))

    def next_redo(self) -> Entry | None:
        """Return the edit that `redo` would bring back."""
        with self._reading_core() as core:
            return journal.next_redo(driver_connection(core))

    def back_up(self, to: Path | None = None, *, why: str = "by hand") -> BackupInfo:
        """Make a checked copy, also while somebody writes.

        Args:
            to: The file to make; None makes one in the backups folder and rotates those.
            why: Words for the list of backups.
        """
        return backups.back_up(
            self._paths,
            at=self._clock.now(),
            why=why,
            to=to,
            immutable=self._opened.immutable,
        )

    def back_up_if_due(self) -> BackupInfo | None:
        """Make the daily backup of a very large record when it is due.

        Opening does this by itself for others; a very large one takes many seconds and should be
        copied beside the holder's work.
        """
        now = self._clock.now()
        is_large = self._paths.store.stat().st_size > backups.AT_ONCE_BYTES
        if self.read_only or not is_large or not backups.is_automatic_due(self._paths, now):
            return None
        return self.back_up(why=backups.AUTOMATIC)

    def backups(self) -> list[BackupInfo]:
        """Return the backups in the backups folder, newest first."""
        return backup_folder.listed(self._paths.backups)

    def examine(self) -> list[Finding]:
        """Look at the record as a doctor would; nothing is changed."""
        return examination.examine(self._paths, now=self._clock.now())

    def rebuild_derived(self) -> None:
        """Make lists, search and counts anew from what is recorded and decided."""
        with self._turn, self._writing() as core:
            connection = driver_connection(core)
            manual.rebuild(connection)
            derived.rebuild(connection)

    def curated_digest(self) -> str:
        """Return a SHA-256 over every curated row in one order; equal means equal decisions."""
        digest = hashlib.sha256()
        with self._reading_core() as core:
            for name, table in CURATED_TABLES.items():
                ordered = select(table).order_by(*table.primary_key)
                for row in core.execute(ordered).mappings():
                    digest.update(f"{name}\t{rows.to_json(dict(row))}\n".encode())
        return digest.hexdigest()

    def _translated(self) -> contextlib.AbstractContextManager[None]:
        return translated(self._paths.store, self._paths.backups)

    @contextlib.contextmanager
    def _reading_core(self) -> Iterator[Connection]:
        with (
            self._translated(),
            self._readings.one() as note,
            self._engine.connect() as core,
            core.begin(),
        ):
            note(driver_connection(core))
            yield core

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Run one write transaction on the one writing connection."""
        if self.read_only:
            raise read_only_error(self._paths.store)
        self._readings.refuse_when_ended()
        if self._active is not None:
            raise StoreError("Another change is still being written.")
        with self._translated():
            core = self._writing_connection()
            try:
                with core.begin():
                    yield core
            except BaseException:
                # A connection that saw a fault is not used again.
                self._discard_writer()
                raise

    def _writing_connection(self) -> Connection:
        if self._writer is None:
            core = writing(self._engine.connect())
            connection = driver_connection(core)
            for statement in derived.TOUCHED_TABLES:
                connection.execute(statement)
            self._writer = core
        return self._writer

    def _discard_writer(self) -> None:
        if self._writer is not None:
            self._writer.invalidate()
            self._writer.close()
            self._writer = None

    @contextlib.contextmanager
    def _as_active(self, writer: Recorder | Editor) -> Iterator[None]:
        self._active = writer
        try:
            yield
        finally:
            self._active = None
