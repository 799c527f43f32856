"""Accounts, how far their kinds were read, and their past syncs."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import json
import sqlite3

from portfolio.model.account import (
    Account,
    AccountState,
    KindState,
    OpenItem,
    SyncRun,
    Validator,
    Way,
)
from portfolio.model.codes import CoverageState, Proof, parse
from portfolio.model.kinds import Kind
from portfolio.model.source import Coverage
from portfolio.store import rows
from portfolio.store.reading import mappings
from portfolio.store.text import clean

_OF_ACCOUNT = "account_pk = (SELECT pk FROM account WHERE id = ?)"


class Accounts:
    """Reads accounts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Account]:
        """Return all accounts, also those being removed, in the order they were added."""
        return [account(row) for row in self._mappings("SELECT * FROM account ORDER BY pk")]

    def get(self, account_id: str) -> Account | None:
        """Return one account."""
        read = self._mappings("SELECT * FROM account WHERE id = ?", clean(account_id))
        return account(read[0]) if read else None

    def states(self, account_id: str) -> dict[Kind, KindState]:
        """Return how far each kind was read; kinds never read are not in it."""
        read = self._mappings(f"SELECT * FROM account_kind WHERE {_OF_ACCOUNT}", clean(account_id))
        states = (kind_state(row) for row in read)
        return {state.kind: state for state in states}

    def validators(self, account_id: str) -> dict[str, Validator]:
        """Return what makes requests conditional, by the request's key."""
        read = self._mappings(f"SELECT * FROM validator WHERE {_OF_ACCOUNT}", clean(account_id))
        return {
            row["key"]: Validator(row["key"], row["etag"], row["last_modified"]) for row in read
        }

    def open_items(self, account_id: str, kind: Kind, limit: int = 500) -> list[OpenItem]:
        """Return stored items whose outcome may still change, longest not read first."""
        read = self._mappings(
            f"SELECT * FROM open_item WHERE {_OF_ACCOUNT} AND kind = ?"
            " ORDER BY read_at, native_id LIMIT ?",
            clean(account_id),
            str(kind),
            limit,
        )
        return [
            OpenItem(
                kind, row["native_id"], row["ref"], rows.at(row["since"]), rows.at(row["read_at"])
            )
            for row in read
        ]

    def runs(self, account_id: str = "", limit: int = 20) -> list[SyncRun]:
        """Return past syncs, newest first; of one account, or of all."""
        read = self._mappings(
            "SELECT r.*, a.id AS account_id FROM sync_run AS r JOIN account AS a"
            " ON a.pk = r.account_pk WHERE ? IN ('', a.id) ORDER BY r.id DESC LIMIT ?",
            clean(account_id),
            limit,
        )
        return [run(row) for row in read]

    def count(self, account_id: str, kind: Kind) -> int:
        """Return how many items of a kind are stored and not gone at their source."""
        row = self._connection.execute(
            "SELECT count(DISTINCT native_id) FROM contribution"
            f" WHERE {_OF_ACCOUNT} AND kind = ? AND gone_since IS NULL",
            (clean(account_id), str(kind)),
        ).fetchone()
        return int(row[0])

    def source_ids(self, account_id: str) -> list[str]:
        """Return the sources (containers) read through an account."""
        read = self._mappings(f"SELECT id FROM source WHERE {_OF_ACCOUNT}", clean(account_id))
        return [row["id"] for row in read]

    def raw(self, account_id: str, native_id: str) -> str:
        """Return an item as its service gave it, or "" when that was not kept."""
        from portfolio.store.raw_items import unpacked

        row = self._connection.execute(
            "SELECT r.packed FROM contribution AS c JOIN raw_item AS r ON r.contribution_id = c.id"
            f" WHERE c.{_OF_ACCOUNT} AND c.native_id = ?",
            (clean(account_id), clean(native_id)),
        ).fetchone()
        return unpacked(row[0]) if row else ""

    def coverage(self) -> dict[int, tuple[Coverage, ...]]:
        """Return what was read of each account (by primary key), as documents state it."""
        found: dict[int, list[Coverage]] = {}
        for row in self._mappings("SELECT * FROM account_kind ORDER BY kind"):
            found.setdefault(row["account_pk"], []).append(coverage_of(kind_state(row)))
        return {pk: tuple(each) for pk, each in found.items()}

    def _mappings(self, sql: str, *parameters: object) -> list[rows.Row]:
        return mappings(self._connection, sql, parameters)


def coverage_of(state: KindState) -> Coverage:
    """Return the state of a kind as the coverage of a source."""
    problem = ("failed",) if state.problem and "failed" not in state.missing else ()
    return Coverage(
        str(state.kind),
        state.state,
        state.complete_from,
        state.newest_at,
        (*state.missing, *problem),
    )


def account(row: rows.Row) -> Account:
    """Return an account; codes of a later version fall back to the cautious ones."""
    return Account(
        id=row["id"],
        provider=row["provider"],
        instance=row["instance"],
        native_id=row["native_id"],
        handle=row["handle"],
        name=row["name"],
        profile_url=row["profile_url"],
        way=parse(Way, row["way"], Way.NAME),
        proof=parse(Proof, row["proof"], Proof.SELF),
        state=parse(AccountState, row["state"], AccountState.PAUSED),
        added_at=rows.at(row["added_at"]),
        scopes=rows.texts(row["scopes"]),
        options={str(name): str(value) for name, value in json.loads(row["options"]).items()},
        kinds=tuple(parse(Kind, each, Kind.OTHER) for each in rows.texts(row["kinds"])),
        keeps_secret=bool(row["keeps_secret"]),
        secret_expires_at=rows.instant(row["secret_expires_at"]),
        last_started_at=rows.instant(row["last_started_at"]),
        last_ok_at=rows.instant(row["last_ok_at"]),
        problem=row["problem"],
    )


def kind_state(row: rows.Row) -> KindState:
    """Return how far a kind was read."""
    return KindState(
        kind=parse(Kind, row["kind"], Kind.OTHER),
        state=parse(CoverageState, row["state"], CoverageState.UNKNOWN),
        newest_at=rows.instant(row["newest_at"]),
        complete_from=rows.instant(row["complete_from"]),
        is_whole=bool(row["is_whole"]),
        resume=json.loads(row["resume"]),
        missing=rows.texts(row["missing"]),
        set_aside=row["set_aside"],
        last_ok_at=rows.instant(row["last_ok_at"]),
        problem=row["problem"],
    )


def run(row: rows.Row) -> SyncRun:
    """Return a past sync; the row has ``account_id`` joined to it."""
    failed = rows.texts(row["failed_kinds"])
    return SyncRun(
        account_id=row["account_id"],
        started_at=rows.at(row["started_at"]),
        ended_at=rows.instant(row["ended_at"]),
        outcome=row["outcome"],
        new=row["new"],
        changed=row["changed"],
        gone=row["gone"],
        set_aside=row["set_aside"],
        failed_kinds=tuple(parse(Kind, each, Kind.OTHER) for each in failed),
        problem=row["problem"],
    )
