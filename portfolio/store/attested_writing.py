"""Writes files as they came, and what checks of them came to. Neither is a decision."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from portfolio.clock import to_text
from portfolio.model.verdict import Answer, Verdict, VerdictState
from portfolio.store.rows import to_json
from portfolio.store.text import clean

MOST_KEPT_OF_AN_ANSWER = 256 * 1024
"""Bytes; a longer answer is asked for again at the next check."""
_GOOD = frozenset({VerdictState.VALID, VerdictState.NOT_ANCHORED})


def keep_file(
    connection: sqlite3.Connection, content: bytes, media_type: str, now: datetime
) -> str:
    """Keep a file for ever and return its digest; the same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    connection.execute(
        "INSERT OR IGNORE INTO kept_file (sha256, media_type, size, content, kept_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (digest, clean(media_type), len(content), content, to_text(now)),
    )
    return digest


def save_check(  # noqa: PLR0913  (a row of its own columns)
    connection: sqlite3.Connection,
    thing: str,
    item_id: str,
    verdict: Verdict,
    answers: Iterable[Answer] = (),
    *,
    asked: bool,
) -> None:
    """Keep what a check came to.

    Args:
        connection: The writer's, in its transaction.
        thing: ``attestation`` or ``badge``.
        item_id: Its id.
        verdict: What it came to.
        answers: What was said online; kept so that the same can be shown without the network.
        asked: It was an online check: what was kept of an earlier one goes.
    """
    last_good = to_text(verdict.at) if verdict.state in _GOOD else None
    kept = [
        {
            "url": each.url,
            "at": to_text(each.at),
            "status": each.status,
            "media_type": each.media_type,
            "body": each.body.hex(),
            "problem": each.problem,
        }
        for each in answers
        if len(each.body) <= MOST_KEPT_OF_AN_ANSWER
    ]
    connection.execute(
        "INSERT INTO check_result (thing, id, at, state, why, last_good_at, answers)"
        " VALUES (:thing, :id, :at, :state, :why, :last_good, :answers)"
        " ON CONFLICT (thing, id) DO UPDATE SET at = excluded.at, state = excluded.state,"
        " why = excluded.why, last_good_at = coalesce(excluded.last_good_at, last_good_at),"
        " answers = CASE WHEN :asked THEN excluded.answers ELSE answers END",
        {
            "thing": thing,
            "id": clean(item_id),
            "at": to_text(verdict.at),
            "state": str(verdict.state),
            "why": clean(verdict.summary.code),
            "last_good": last_good,
            "answers": to_json(kept),
            "asked": asked,
        },
    )
