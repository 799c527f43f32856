"""What can be read from the store in one snapshot."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3
from typing import Final

from portfolio.model.deed import Deed
from portfolio.model.deed_query import DeedQuery
from portfolio.model.person import Holder
from portfolio.model.record import Hit, RecordTotals
from portfolio.model.tally import MonthTally
from portfolio.store import curated_rows, rows, search, tallies
from portfolio.store.accounts import Accounts
from portfolio.store.attested import (
    Attestations,
    Badges,
    Checks,
    KeptFiles,
    Keys,
    LetterRequests,
    Policies,
)
from portfolio.store.curated import Editions, Roles, Stories
from portfolio.store.deeds import Deeds
from portfolio.store.identities import Identities
from portfolio.store.manual import ManualEntries
from portfolio.store.projects import Projects
from portfolio.store.reading import first
from portfolio.store.sources import Questions, Sources
from portfolio.store.text import folded

# Without folders of which nothing could be read; see `portfolio.model.source.Source.is_unreadable`.
_COUNT_READ: Final = (
    "SELECT count(*) FROM source AS s WHERE s.kind <> 'git-folder' OR s.last_error = ''"
    " OR s.last_ok_at IS NOT NULL OR EXISTS (SELECT 1 FROM coverage WHERE source_pk = s.pk)"
)


class Reader:
    """Repositories over one connection; used by one thread at a time.

    Everything read through one reader is of the same instant, whatever is written meanwhile.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.accounts = Accounts(connection)
        self.sources = Sources(connection)
        self.identities = Identities(connection)
        self.deeds = Deeds(connection)
        self.projects = Projects(connection)
        self.roles = Roles(connection)
        self.stories = Stories(connection)
        self.editions = Editions(connection)
        self.questions = Questions(connection)
        self.manual = ManualEntries(connection)
        self.attestations = Attestations(connection)
        self.badges = Badges(connection)
        self.keys = Keys(connection)
        self.requests = LetterRequests(connection)
        self.policies = Policies(connection)
        self.files = KeptFiles(connection)
        self.checks = Checks(connection)

    def interrupt(self) -> None:
        """Stop the query that runs now, from any thread; it raises ReadInterruptedError."""
        self._connection.interrupt()

    def holder(self) -> Holder:
        """Return the holder, empty when nothing was said."""
        return curated_rows.holder(first(self._connection, "SELECT * FROM holder"))

    def find(self, words: str, limit: int = 8) -> list[Hit]:
        """Return projects, stories and deeds that fit what was typed, in this order of kinds."""
        terms = search.terms(words)
        if not terms:
            return []
        hits = [
            Hit("project", each.key, each.name, each.what_it_is)
            for each in self.projects.all()
            if _fits(terms, each.name)
        ]
        hits += [
            Hit("story", each.id, each.title, each.skills[0] if each.skills else "")
            for each in self.stories.all()
            if _fits(terms, each.title)
        ]
        # Half of the room stays for deeds, however many projects have such a name.
        hits = hits[: max(limit // 2, 1)]
        page = self.deeds.page(DeedQuery(words=words), limit=max(limit - len(hits), 1))
        hits += [Hit("deed", each.key, each.title, _place_and_year(each)) for each in page.deeds]
        return hits[:limit]

    def tallies(self) -> list[MonthTally]:
        """Return the counts a document's totals are made of; hidden deeds are in them, marked."""
        return tallies.tallies(self._connection)

    def totals(self) -> RecordTotals:
        """Return size and period of the record."""
        shown, hidden = self._connection.execute(
            "SELECT coalesce(sum(shown), 0), coalesce(sum(hidden), 0) FROM activity"
        ).fetchone()
        sources = self._connection.execute(_COUNT_READ).fetchone()[0]
        period = [
            self._connection.execute(
                f"SELECT {end}(occurred_at) FROM deed_index INDEXED BY ix_deed_date"
                " WHERE listing > 0 AND listing = 1 AND is_dated"
            ).fetchone()[0]
            for end in ("min", "max")
        ]
        return RecordTotals(
            shown, hidden, sources, rows.instant(period[0]), rows.instant(period[1])
        )


def _place_and_year(deed: Deed) -> str:
    year = str(deed.occurred_at.year)
    return f"{deed.project_name} · {year}" if deed.project_name else year


def _fits(terms: list[str], text: str) -> bool:
    return all(term in folded(text) for term in terms)
