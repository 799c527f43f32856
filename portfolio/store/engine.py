"""The SQLAlchemy engine over our own connections, with our own BEGIN."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from portfolio.store.connections import connect

_WAY = "portfolio_begin"
READERS = 8


def make_engine(store: Path, *, read_only: bool, immutable: bool) -> Engine:
    """Return an engine whose transactions begin explicitly; connections may change threads."""
    engine = create_engine(
        "sqlite://",
        creator=partial(connect, store, read_only=read_only, immutable=immutable),
        pool_size=READERS,
        max_overflow=-1,
        poolclass=QueuePool,
        # Statements are never logged: they carry what the holder wrote.
        echo=False,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # The driver's own mode begins late and lets schema changes escape a rollback.
    way = connection.get_execution_options().get(_WAY, "BEGIN")
    connection.exec_driver_sql(way)


def writing(connection: Connection) -> Connection:
    """Return the connection with transactions that take the write lock at once.

    A read that turned into a write would fail at once, ignoring the waiting time, when another
    writer had got in between.
    """
    return connection.execution_options(**{_WAY: "BEGIN IMMEDIATE"})


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """Return the SQLite connection behind a SQLAlchemy one."""
    inner = connection.connection.driver_connection
    if not isinstance(inner, sqlite3.Connection):  # it was invalidated
        raise TypeError("no connection to SQLite")
    return inner
