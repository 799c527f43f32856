"""Writes what accounts brought: contributions filed by container, marks, runs.

Part of `portfolio.store.recorder.Recorder`. Native ids here are as stored: ``{kind}:{id}``.
"""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from portfolio.clock import to_text
from portfolio.errors import NotFoundError
from portfolio.model.account import Account, Filed, KindState, SyncRun, Validator
from portfolio.model.kinds import Kind
from portfolio.model.record import Written
from portfolio.store import account_places, contribution_rows, derived, rows, tables
from portfolio.store.engine import driver_connection
from portfolio.store.raw_items import packed
from portfolio.store.reader import Reader
from portfolio.store.reading import first, listing, mappings
from portfolio.store.tables import table_of
from portfolio.store.text import clean

_MOST_RUNS: Final = 200
_PAGE: Final = 500

_COLUMNS: Final = ("account_pk", *contribution_rows.COLUMNS)
_INSERT: Final = (
    f"INSERT INTO contribution ({', '.join(_COLUMNS)})"
    f" VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
)
_UPDATE: Final = f"""
    UPDATE contribution SET source_pk = :source_pk, gone_since = NULL,
        {", ".join(f"{name} = :{name}" for name in contribution_rows.FACTS)},
        {", ".join(f"{name} = coalesce(:{name}, {name})" for name in contribution_rows.SIZES)}
    WHERE id = :id
"""
_NAMED: Final = "account_pk = ? AND kind = ? AND native_id IN (SELECT value FROM json_each(?))"


class AccountRecording(Reader):
    """The recorder's part for accounts; within one transaction."""

    def __init__(self, core: Connection) -> None:
        super().__init__(driver_connection(core))
        self._core = core
        self._account_pks: dict[str, int] = {}

    def save_account(self, account: Account) -> None:
        """Insert an account or update it."""
        row = _account_row(account)
        statement = insert(table_of(tables.AccountRow)).values(**row)
        self._core.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={name: statement.excluded[name] for name in row if name != "id"},
            )
        )

    def remove_account(self, account_id: str, *, keeps_data: bool) -> None:
        """Forget an account; what it brought stays under its sources, or goes with it.

        Raises:
            NotFoundError: There is no such account.
        """
        pk = self._account_pk(account_id)
        if keeps_data:
            account_places.detach(self._connection, pk)
        else:
            account_places.delete(self._connection, pk)
        self._connection.execute("DELETE FROM account WHERE pk = ?", (pk,))
        del self._account_pks[account_id]

    def keep_filed(self, account_id: str, filed: Sequence[Filed], *, at: datetime) -> Written:
        """Insert contributions of an account or update their recorded columns.

        One is known by account, native id and action, so one whose container moved or became
        public moves along. An unchanged one is not rewritten, except that it is no longer gone.
        Items that may still change are noted to be read again, others no longer.

        Args:
            account_id: A saved account.
            filed: Of two with the same name the later one counts.
            at: Instant of the reading.

        Raises:
            NotFoundError: There is no such account.
        """
        pk = self._account_pk(account_id)
        written = Written()
        for start in range(0, len(filed), _PAGE):
            written += self._keep(pk, filed[start : start + _PAGE], to_text(at))
        return written

    def _keep(self, pk: int, batch: Sequence[Filed], stamp: str) -> Written:
        sources = account_places.source_pks(
            self._connection, pk, dict.fromkeys(each.place for each in batch)
        )
        fresh: dict[tuple[str, str], rows.NewRow] = {}
        for each in batch:
            row = contribution_rows.row(sources[each.place], each.contribution, stamp)
            fresh[row["native_id"], row["action"]] = {"account_pk": pk, **row}
        known = self._known(pk, [native_id for native_id, _action in fresh])
        new = [row for name, row in fresh.items() if name not in known]
        due = [
            {"id": known[name]["id"], **row}
            for name, row in fresh.items()
            if name in known and _is_changed(row, known[name])
        ]
        self._connection.executemany(_INSERT, new)
        self._connection.executemany(_UPDATE, due)
        derived.touch_deeds(self._connection, [row["deed_key"] for row in (*new, *due)])
        before = (known[row["native_id"], row["action"]]["deed_key"] for row in due)
        derived.touch_deeds(self._connection, before)
        self._keep_open(pk, batch, stamp)
        self._keep_raw(pk, batch)
        return Written(len(new), len(due), len(fresh) - len(new) - len(due))

    def _known(self, pk: int, native_ids: Iterable[str]) -> dict[tuple[str, str], rows.Row]:
        read = mappings(
            self._connection,
            "SELECT id, native_id, action, source_pk, content_hash, deed_key, gone_since, files,"
            " lines_added, lines_removed FROM contribution INDEXED BY ix_contribution_account"
            " WHERE account_pk = ? AND native_id IN (SELECT value FROM json_each(?))",
            (pk, listing(native_ids)),
        )
        return {(row["native_id"], row["action"]): row for row in read}

    def _keep_open(self, pk: int, batch: Sequence[Filed], stamp: str) -> None:
        named = [
            (pk, str(each.contribution.kind), clean(each.contribution.native_id), each.open_ref)
            for each in batch
        ]
        self._connection.executemany(
            "DELETE FROM open_item WHERE account_pk = ? AND kind = ? AND native_id = ?",
            [(pk, kind, native_id) for pk, kind, native_id, ref in named if ref is None],
        )
        self._connection.executemany(
            "INSERT INTO open_item (account_pk, kind, native_id, ref, since, read_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account_pk, kind, native_id)"
            " DO UPDATE SET ref = excluded.ref, read_at = excluded.read_at",
            [
                (pk, kind, native_id, clean(ref), stamp, stamp)
                for pk, kind, native_id, ref in named
                if ref is not None
            ],
        )

    def _keep_raw(self, pk: int, batch: Sequence[Filed]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO raw_item (contribution_id, packed) SELECT id, ?"
            " FROM contribution WHERE account_pk = ? AND native_id = ? AND action = ?",
            [
                (packed(each.contribution.raw), pk, clean(each.contribution.native_id),
                 str(each.contribution.action))
                for each in batch
                if each.contribution.raw
            ],
        )  # fmt: skip

    def save_kind_state(self, account_id: str, state: KindState) -> None:
        """Store how far a kind was read, replacing what was there."""
        row = rows.cleaned(
            {
                "account_pk": self._account_pk(account_id),
                "kind": str(state.kind),
                "state": str(state.state),
                "newest_at": rows.instant_text(state.newest_at),
                "complete_from": rows.instant_text(state.complete_from),
                "is_whole": state.is_whole,
                "resume": rows.to_json(dict(state.resume)),
                "missing": rows.to_json(state.missing),
                "set_aside": state.set_aside,
                "last_ok_at": rows.instant_text(state.last_ok_at),
                "problem": state.problem,
            }
        )
        statement = insert(table_of(tables.AccountKindRow)).values(**row)
        self._core.execute(
            statement.on_conflict_do_update(
                index_elements=["account_pk", "kind"],
                set_={name: statement.excluded[name] for name in row},
            )
        )

    def save_validators(self, account_id: str, validators: Iterable[Validator]) -> None:
        """Store what makes requests conditional; others stay."""
        pk = self._account_pk(account_id)
        self._connection.executemany(
            "INSERT OR REPLACE INTO validator (account_pk, key, etag, last_modified)"
            " VALUES (?, ?, ?, ?)",
            [
                (pk, clean(each.key), clean(each.etag), clean(each.last_modified))
                for each in validators
            ],
        )

    def mark_seen(
        self, account_id: str, kind: Kind, native_ids: Iterable[str], *, at: datetime
    ) -> None:
        """Mark items as still there, also those that were gone."""
        values = (self._account_pk(account_id), str(kind), listing(map(clean, native_ids)))
        derived.touch_deeds_where(
            self._connection, f"{_of_c(_NAMED)} AND c.gone_since IS NOT NULL", values
        )
        self._connection.execute(
            f"UPDATE contribution SET last_seen = ?, gone_since = NULL WHERE {_NAMED}",
            (to_text(at), *values),
        )

    def unseen_since(self, account_id: str, kind: Kind, at: datetime) -> list[str]:
        """Return items of a kind that were last seen before an instant and are not gone."""
        read = self._connection.execute(
            "SELECT DISTINCT native_id FROM contribution WHERE account_pk = ? AND kind = ?"
            " AND last_seen < ? AND gone_since IS NULL ORDER BY 1",
            (self._account_pk(account_id), str(kind), to_text(at)),
        )
        return [row[0] for row in read]

    def mark_gone(
        self, account_id: str, kind: Kind, native_ids: Iterable[str], *, at: datetime
    ) -> int:
        """Mark items their service has no more; the copies are kept.

        Returns:
            How many were newly marked.
        """
        values = (self._account_pk(account_id), str(kind), listing(map(clean, native_ids)))
        still = f"{_NAMED} AND gone_since IS NULL"
        derived.touch_deeds_where(
            self._connection, f"{_of_c(_NAMED)} AND c.gone_since IS NULL", values
        )
        marked = self._connection.execute(
            f"UPDATE contribution SET gone_since = ? WHERE {still}", (to_text(at), *values)
        )
        self._connection.execute(f"DELETE FROM open_item WHERE {_NAMED}", values)
        return marked.rowcount

    def note_reread(
        self, account_id: str, kind: Kind, native_ids: Iterable[str], *, at: datetime
    ) -> None:
        """Note that open items were asked for again, whatever came of it."""
        values = (self._account_pk(account_id), str(kind), listing(map(clean, native_ids)))
        self._connection.execute(
            f"UPDATE open_item SET read_at = ? WHERE {_NAMED}", (to_text(at), *values)
        )

    def begin_run(self, account_id: str, *, at: datetime) -> int:
        """Note that a sync began; it counts as stopped until `end_run`. Old runs are dropped.

        Returns:
            Its number.
        """
        pk = self._account_pk(account_id)
        begun = self._connection.execute(
            "INSERT INTO sync_run (account_pk, started_at, outcome, new, changed, gone, set_aside,"
            " failed_kinds, problem) VALUES (?, ?, 'stopped', 0, 0, 0, 0, '[]', '')",
            (pk, to_text(at)),
        )
        self._connection.execute(
            "DELETE FROM sync_run WHERE account_pk = ? AND id NOT IN (SELECT id FROM sync_run"
            " WHERE account_pk = ? ORDER BY id DESC LIMIT ?)",
            (pk, pk, _MOST_RUNS),
        )
        return int(begun.lastrowid or 0)

    def end_run(self, number: int, run: SyncRun) -> None:
        """Note what a sync came to."""
        self._connection.execute(
            "UPDATE sync_run SET ended_at = ?, outcome = ?, new = ?, changed = ?, gone = ?,"
            " set_aside = ?, failed_kinds = ?, problem = ? WHERE id = ?",
            (
                rows.instant_text(run.ended_at),
                clean(run.outcome),
                run.new,
                run.changed,
                run.gone,
                run.set_aside,
                rows.to_json(run.failed_kinds),
                clean(run.problem),
                number,
            ),
        )

    def _account_pk(self, account_id: str) -> int:
        if account_id not in self._account_pks:
            row = first(
                self._connection, "SELECT pk FROM account WHERE id = ?", (clean(account_id),)
            )
            if row is None:
                raise NotFoundError(f"There is no account {account_id} in the record.")
            self._account_pks[account_id] = row["pk"]
        return self._account_pks[account_id]


def _of_c(condition: str) -> str:
    """Return a condition on contributions for a query where ``c`` stands for them."""
    for name in ("account_pk", "kind", "native_id"):
        condition = condition.replace(f"{name} ", f"c.{name} ", 1)
    return condition


def _is_changed(row: rows.NewRow, known: Any) -> bool:
    if any(row[name] != known[name] for name in ("source_pk", "content_hash")):
        return True
    if known["gone_since"] is not None:
        return True
    sizes = contribution_rows.SIZES
    return any(row[name] is not None and row[name] != known[name] for name in sizes)


def _account_row(account: Account) -> rows.NewRow:
    return rows.cleaned(
        {
            "id": account.id,
            "provider": account.provider,
            "instance": account.instance,
            "native_id": account.native_id,
            "handle": account.handle,
            "name": account.name,
            "profile_url": account.profile_url,
            "way": str(account.way),
            "proof": str(account.proof),
            "state": str(account.state),
            "added_at": to_text(account.added_at),
            "scopes": rows.to_json(account.scopes),
            "options": rows.to_json(dict(account.options)),
            "kinds": rows.to_json(account.kinds),
            "keeps_secret": account.keeps_secret,
            "secret_expires_at": rows.instant_text(account.secret_expires_at),
            "last_started_at": rows.instant_text(account.last_started_at),
            "last_ok_at": rows.instant_text(account.last_ok_at),
            "problem": account.problem,
        }
    )
