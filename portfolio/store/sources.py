"""Sources, and the questions only the holder can answer about them."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from portfolio.model.codes import Confidentiality, QuestionKind, SourceKind, parse
from portfolio.model.source import Coverage, Question, Source
from portfolio.store import rows
from portfolio.store.accounts import Accounts
from portfolio.store.reading import first, mappings
from portfolio.store.text import clean

_SOURCES: Final = (
    "SELECT s.*, a.answer, o.id AS account_id, o.last_ok_at AS account_ok_at,"
    " o.problem AS account_problem FROM source AS s"
    " LEFT JOIN answer AS a ON a.question_key = 'not-public:' || s.id || ':'"
    " LEFT JOIN account AS o ON o.pk = s.account_pk"
)


def confidentiality(answer: str | None, *, is_public: bool | None) -> Confidentiality:
    """Return what may leave of a source.

    The holder's answer counts; without one, nothing leaves of a source known not to be public. A
    source without any remote is not asked about and may be shown.
    """
    default = {
        True: Confidentiality.PUBLIC,
        False: Confidentiality.LEAVE_OUT,
        None: Confidentiality.INCLUDE,
    }[is_public]
    if answer is None:
        return default
    return parse(Confidentiality, answer, Confidentiality.LEAVE_OUT)


class Sources:
    """Reads sources."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Source]:
        """Return all sources by label."""
        return self._read("ORDER BY s.label, s.pk", ())

    def get(self, source_id: str) -> Source | None:
        """Return one source."""
        return next(iter(self._read("WHERE s.id = ?", (clean(source_id),))), None)

    def cursor(self, source_id: str) -> dict[str, object]:
        """Return how far the source was read, as its reader left it; empty at first."""
        row = first(self._connection, "SELECT cursor FROM source WHERE id = ?", (source_id,))
        return {} if row is None else dict(json.loads(row["cursor"]))

    def _read(self, condition: str, parameters: tuple[object, ...]) -> list[Source]:
        read = mappings(self._connection, f"{_SOURCES} {condition}", parameters)
        if not read:
            return []
        covered: dict[int, list[Coverage]] = {}
        for row in mappings(self._connection, "SELECT * FROM coverage ORDER BY kind"):
            covered.setdefault(row["source_pk"], []).append(rows.coverage(row))
        of_accounts = Accounts(self._connection).coverage()
        return [
            _source(row, tuple(covered.get(row["pk"], ())))
            if row["account_pk"] is None
            else _source(row, of_accounts.get(row["account_pk"], ()))
            for row in read
        ]


def _source(row: rows.Row, covered: tuple[Coverage, ...]) -> Source:
    is_public = None if row["is_public"] is None else bool(row["is_public"])
    return Source(
        id=row["id"],
        kind=parse(SourceKind, row["kind"], SourceKind.ACCOUNT),
        instance=row["instance"],
        label=row["label"],
        place=row["place"],
        project_key=row["project_key"],
        remotes=tuple(json.loads(row["remotes"])),
        roots=tuple(json.loads(row["roots"])),
        is_public=is_public,
        confidentiality=confidentiality(row["answer"], is_public=is_public),
        coverage=covered,
        last_ok_at=rows.instant(row["account_ok_at"] or row["last_ok_at"]),
        last_error=row["account_problem"] or row["last_error"],
        account_id=row["account_id"] or "",
    )


class Questions:
    """Reads questions and their answers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Question]:
        """Return all questions, by source label, with the answers given."""
        read = mappings(
            self._connection,
            "SELECT q.*, s.id AS source_id, s.label, coalesce(a.answer, '') AS answer"
            " FROM question AS q JOIN source AS s ON s.pk = q.source_pk"
            " LEFT JOIN answer AS a ON a.question_key = q.key ORDER BY s.label, q.key",
        )
        return [
            Question(
                key=row["key"],
                kind=parse(QuestionKind, row["kind"], QuestionKind.BULK_IMPORT),
                source_id=row["source_id"],
                source_label=row["label"],
                detail=row["detail"],
                count=row["count"],
                examples=tuple(json.loads(row["examples"])),
                answer=row["answer"],
            )
            for row in read
        ]

    def answers(self) -> dict[str, str]:
        """Return every answer by question key, also of questions no source asks any more."""
        read = self._connection.execute("SELECT question_key, answer FROM answer ORDER BY 1")
        return dict(read.fetchall())
