"""The window's first rows: the same as the store's, without what is slow to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from portfolio.model.deed_query import DeedQuery
from portfolio.paths import Paths
from portfolio.store import glance
from tests.store.records import Opener, filled


def test_glance_shows_what_the_store_shows(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    filled(store, 30)
    with store.reading() as reader:
        page = reader.deeds.page(DeedQuery(), limit=10)
        totals = reader.totals()
    seen = glance.first_rows(paths, limit=10)
    assert seen is not None
    assert seen.deeds == page.deeds
    assert (seen.count, seen.totals, seen.project_names) == (30, totals, ("ring",))
    store.close()
    assert glance.first_rows(paths, limit=10) == seen


@pytest.mark.parametrize("content", [None, b"", b"notes", b"SQLite format 3\0" + b"\0" * 200])
def test_no_record_means_no_glance(paths: Paths, content: bytes | None) -> None:
    if content is not None:
        paths.data.mkdir(parents=True)
        paths.store.write_bytes(content)
    assert glance.first_rows(paths) is None


def test_glance_needs_no_sqlmodel() -> None:
    script = (
        "import sys, portfolio.store.glance\n"
        "slow = {'sqlmodel', 'sqlalchemy', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(repr(slow) if slow else 0)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
