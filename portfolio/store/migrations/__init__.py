"""Numbered steps that bring a record's schema up to date.

Each step is a function that changes the schema with single statements (``executescript`` would
commit the open transaction). All steps that are due run in one transaction, with
``user_version`` set inside it, so a record is either of the old version or of the new one.
A released step is never edited.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from portfolio.store.migrations import (
    m0001_first,
    m0002_accounts,
    m0003_manual,
    m0004_attested,
    m0005_edition_choice,
    m0006_newest_copy,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``number`` is the version the record has after it."""

    number: int
    name: str
    run: Callable[[sqlite3.Connection], None]


STEPS: Final = (
    Step(1, "first tables", m0001_first.run),
    Step(2, "accounts", m0002_accounts.run),
    Step(3, "entries made by hand", m0003_manual.run),
    Step(4, "letters, badges and keys", m0004_attested.run),
    Step(5, "what editions carry", m0005_edition_choice.run),
    Step(6, "where the newest copy is", m0006_newest_copy.run),
)
CURRENT: Final = STEPS[-1].number


class StepFailedError(Exception):
    """A step failed and everything was rolled back."""

    def __init__(self, step: Step) -> None:
        super().__init__(f"step {step.number} ({step.name})")
        self.step = step


def bring_up(connection: sqlite3.Connection, steps: tuple[Step, ...] = STEPS) -> None:
    """Run the steps the record has not had yet.

    Args:
        connection: Not in a transaction. A new file gets its application id from the caller.
        steps: In ascending order of number.

    Raises:
        StepFailedError: From the cause; the record is as it was.
    """
    has = int(connection.execute("PRAGMA user_version").fetchone()[0])
    # Off before BEGIN: the documented way to rebuild a table without its children being deleted
    # (sqlite.org, "ALTER TABLE", 7).
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        for step in steps:
            if step.number > has:
                _run(connection, step)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def _run(connection: sqlite3.Connection, step: Step) -> None:
    try:
        step.run(connection)
        orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(1)
        if orphans:
            raise sqlite3.IntegrityError(f"rows without their parent in {orphans[0][0]}")
        connection.execute(f"PRAGMA user_version={step.number}")
    except sqlite3.Error as exc:
        raise StepFailedError(step) from exc
