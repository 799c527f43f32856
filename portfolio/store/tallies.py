"""Counts of listed deeds per project, action, month and the sources that carry them.

A document's totals are made of these, because the gate has to leave some sources out.
"""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from typing import Final

from portfolio.model.codes import Action, parse
from portfolio.model.tally import MonthTally

# Of what was typed in, the year may be all that is known; its month is then 0.
_MONTH: Final = """
    CASE WHEN NOT d.is_dated THEN '0000-00'
        WHEN d.is_self_reported AND (SELECT c.state FROM contribution AS c
            WHERE c.id = d.contribution_id) = 'known-to-year'
            THEN substr(d.occurred_at, 1, 4) || '-00'
        ELSE substr(d.occurred_at, 1, 7) END
"""
# One row a deed: sources are joined only where there are several.
_SINGLE: Final = f"""
    SELECT d.project_key, d.action, s.id AS sources,
        {_MONTH} AS month,
        d.listing = 2 AS is_hidden, coalesce(e.is_confidential, 0) AS is_confidential,
        count(*) AS number
    FROM deed_index AS d
    JOIN source AS s ON s.pk = d.source_pk
    LEFT JOIN deed_edit AS e ON e.deed_key = d.deed_key
    WHERE d.listing > 0 AND d.source_count = 1
    GROUP BY 1, 2, 3, 4, 5, 6
"""
_SEVERAL: Final = f"""
    SELECT d.project_key, d.action,
        (SELECT group_concat(id, char(31)) FROM (
            SELECT DISTINCT s.id FROM contribution AS o JOIN source AS s ON s.pk = o.source_pk
            WHERE o.deed_key = d.deed_key ORDER BY s.id)) AS sources,
        {_MONTH} AS month,
        d.listing = 2 AS is_hidden, coalesce(e.is_confidential, 0) AS is_confidential,
        1 AS number
    FROM deed_index AS d
    LEFT JOIN deed_edit AS e ON e.deed_key = d.deed_key
    WHERE d.listing > 0 AND d.source_count > 1
"""


def tallies(connection: sqlite3.Connection) -> list[MonthTally]:
    """Return the counts of every listed deed, hidden ones too, in a stable order."""
    counted: Counter[tuple[str, str, str, str, int, int]] = Counter()
    for query in (_SINGLE, _SEVERAL):
        for project, action, sources, month, hidden, confidential, number in connection.execute(
            query
        ):
            counted[(project, action, sources, month, hidden, confidential)] += number
    codes = {code for _project, code, *_rest in counted}
    actions = {code: parse(Action, code, Action.OTHER) for code in codes}
    return [_tally(key, counted[key], actions) for key in sorted(counted)]


def _tally(
    key: tuple[str, str, str, str, int, int], number: int, actions: Mapping[str, Action]
) -> MonthTally:
    project, action, sources, month, hidden, confidential = key
    return MonthTally(
        project_key=project,
        action=actions[action],
        source_ids=tuple(sources.split("\x1f")),
        year=int(month[:4]),
        month=int(month[5:7]),
        count=number,
        is_hidden=bool(hidden),
        is_confidential=bool(confidential),
    )
