"""Containers of accounts as sources: made when first met, kept in step, given up."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from portfolio.model.account import Place
from portfolio.model.codes import QuestionKind, SourceKind
from portfolio.model.identity import account_identity_key
from portfolio.store import derived, rows, source_removal
from portfolio.store.accounts import coverage_of, kind_state
from portfolio.store.reading import listing, mappings
from portfolio.store.text import clean


def source_pks(
    connection: sqlite3.Connection, account_pk: int, places: Iterable[Place]
) -> dict[Place, int]:
    """Return the source of each place, making those that are new and updating those that moved.

    Args:
        connection: The writer's, in its transaction.
        account_pk: The account they were read through.
        places: Each once.
    """
    account = mappings(
        connection,
        "SELECT id, provider, instance, native_id FROM account WHERE pk = ?",
        (account_pk,),
    )[0]
    places = list(places)
    known = {
        (row["container"], bool(row["is_public"])): row
        for row in mappings(
            connection,
            "SELECT pk, container, is_public, label, place, remotes, project_key FROM source"
            " WHERE account_pk = ? AND container IN (SELECT value FROM json_each(?))",
            (account_pk, listing(clean(place.id) for place in places)),
        )
    }
    found: dict[Place, int] = {}
    for place in places:
        name = (clean(place.id), place.is_public is True)
        row = known.get(name)
        if row is None:
            pk = _insert(connection, account_pk, account, place)
            known[name] = mappings(connection, "SELECT * FROM source WHERE pk = ?", (pk,))[0]
        else:
            pk = row["pk"]
            _update(connection, account, place, row)
        found[place] = pk
    return found


def _insert(
    connection: sqlite3.Connection, account_pk: int, account: rows.Row, place: Place
) -> int:
    is_public = place.is_public is True  # what the service does not say counts as not public
    adopted = _adopt(connection, account_pk, account, place, is_public=is_public)
    if adopted:
        return adopted
    key = _project_key(connection, account, place)
    named = f"{account['id']}\0{place.id}\0{is_public}"
    source_id = "acc-" + hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:20]
    made = connection.execute(
        "INSERT INTO source (id, kind, instance, label, place, project_key, remotes, roots,"
        " is_public, last_error, cursor, account_pk, container)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, '[]', ?, '', '{}', ?, ?)",
        (
            source_id,
            str(SourceKind.ACCOUNT),
            clean(f"{account['instance']}#{place.id}"),
            clean(place.name),
            clean(place.url),
            key,
            rows.to_json([place.remote] if place.remote else []),
            is_public,
            account_pk,
            clean(place.id),
        ),
    )
    _link(connection, account, place, key)
    if not is_public:
        connection.execute(
            "INSERT OR REPLACE INTO question (key, source_pk, kind, detail, count, examples)"
            " VALUES (?, ?, ?, '', 0, '[]')",
            (
                f"{QuestionKind.NOT_PUBLIC}:{source_id}:",
                made.lastrowid,
                str(QuestionKind.NOT_PUBLIC),
            ),
        )
    return int(made.lastrowid or 0)


def _adopt(
    connection: sqlite3.Connection,
    account_pk: int,
    account: rows.Row,
    place: Place,
    *,
    is_public: bool,
) -> int:
    """Take up the source an earlier entry of the same account left here; 0 when there is none."""
    row = connection.execute(
        "SELECT s.pk FROM source AS s WHERE s.account_pk IS NULL AND s.kind = ?"
        " AND s.instance = ? AND s.is_public = ? AND EXISTS (SELECT 1 FROM contribution AS c"
        " WHERE c.source_pk = s.pk AND c.identity_key = ?) ORDER BY s.pk",
        (
            str(SourceKind.ACCOUNT),
            clean(f"{account['instance']}#{place.id}"),
            is_public,
            account_identity_key(account["provider"], account["instance"], account["native_id"]),
        ),
    ).fetchone()
    if row is None:
        return 0
    connection.execute(
        "UPDATE source SET account_pk = ?, container = ? WHERE pk = ?",
        (account_pk, clean(place.id), row[0]),
    )
    # One the account already filed elsewhere stays with the old source.
    connection.execute(
        "UPDATE OR IGNORE contribution SET account_pk = ? WHERE source_pk = ?",
        (account_pk, row[0]),
    )
    return int(row[0])


def _update(connection: sqlite3.Connection, account: rows.Row, place: Place, row: rows.Row) -> None:
    facts = (
        clean(place.name),
        clean(place.url),
        rows.to_json([place.remote] if place.remote else []),
    )
    if facts == (row["label"], row["place"], row["remotes"]):
        return
    # A repository that was renamed stays the project it was, unless its new name is another's.
    known = _alias_owner(connection, _alias(account, place))
    key = known or row["project_key"]
    connection.execute(
        "UPDATE source SET label = ?, place = ?, remotes = ?, project_key = ? WHERE pk = ?",
        (*facts, key, row["pk"]),
    )
    _link(connection, account, place, key)
    if key != row["project_key"]:
        derived.touch_project(connection, row["project_key"])
        derived.touch_source(connection, row["pk"])


def _alias(account: rows.Row, place: Place) -> str:
    """Return what the place's project is known by (see `portfolio.curate.projects`)."""
    if place.remote:
        return clean(f"remote:{place.remote}")
    host = str(account["instance"]).partition("://")[2]
    return clean(f"service:{account['provider']}:{host}:{place.id}")


def _alias_owner(connection: sqlite3.Connection, alias: str) -> str:
    row = connection.execute(
        "SELECT project_key FROM project_alias WHERE alias = ?", (alias,)
    ).fetchone()
    return str(row[0]) if row else ""


def _project_key(connection: sqlite3.Connection, account: rows.Row, place: Place) -> str:
    alias = _alias(account, place)
    return _alias_owner(connection, alias) or alias


def _link(connection: sqlite3.Connection, account: rows.Row, place: Place, key: str) -> None:
    alias = _alias(account, place)
    name = place.remote.rpartition("/")[2] if place.remote else place.name
    connection.execute(
        "INSERT OR IGNORE INTO project_alias (alias, project_key) VALUES (?, ?)", (alias, key)
    )
    # A project known from elsewhere keeps its name; one known by this place alone follows it.
    connection.execute(
        "INSERT INTO project_seen (key, recorded_name, urls) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET recorded_name = excluded.recorded_name,"
        " urls = excluded.urls WHERE key = ? AND key LIKE 'service:%'",
        (key, clean(name), rows.to_json([place.url] if place.url else []), alias),
    )
    derived.touch_project(connection, key)


def detach(connection: sqlite3.Connection, account_pk: int) -> None:
    """Keep what an account brought without the account: its coverage goes to its sources."""
    states = mappings(connection, "SELECT * FROM account_kind WHERE account_pk = ?", (account_pk,))
    coverage = [coverage_of(kind_state(row)) for row in states]
    sources = [
        row["pk"]
        for row in mappings(connection, "SELECT pk FROM source WHERE account_pk = ?", (account_pk,))
    ]
    read_at = mappings(connection, "SELECT last_ok_at FROM account WHERE pk = ?", (account_pk,))
    for pk in sources:
        connection.execute("DELETE FROM coverage WHERE source_pk = ?", (pk,))
        connection.executemany(
            "INSERT INTO coverage (source_pk, kind, state, from_at, to_at, missing)"
            " VALUES (:source_pk, :kind, :state, :from_at, :to_at, :missing)",
            [rows.coverage_row(pk, each) for each in coverage],
        )
    connection.execute(
        "UPDATE source SET account_pk = NULL, last_ok_at = ? WHERE account_pk = ?",
        (read_at[0]["last_ok_at"], account_pk),
    )
    connection.execute(
        "UPDATE contribution SET account_pk = NULL WHERE account_pk = ?", (account_pk,)
    )


def delete(connection: sqlite3.Connection, account_pk: int) -> None:
    """Delete what an account brought; what the holder decided about it stays in the journal."""
    derived.touch_deeds_where(connection, "c.account_pk = ?", (account_pk,))
    connection.execute("DELETE FROM contribution WHERE account_pk = ?", (account_pk,))
    source_removal.delete(connection, "account_pk = ?", (account_pk,))
