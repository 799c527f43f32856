"""The process ends for good in the middle of a sync; the next one goes on as if it had not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync.engine.ledger import KINDS, Ledger
from tests.sync.engine.syncs import desk, recorded_digest

ENDS = """
import os, sys
from pathlib import Path
from portfolio.operations.account_keeper import StoreKeeper
from tests.sync.engine.ledger import KINDS, Ledger
from tests.sync.engine.syncs import desk

class Ends(StoreKeeper):
    left = int(sys.argv[2])

    def keep(self, account_id, batch):
        stored = super().keep(account_id, batch)
        Ends.left -= 1
        if Ends.left <= 0:
            os._exit(9)
        return stored

ledger = Ledger()
for kind in KINDS:
    ledger.fill(kind, 25, days=30)
with desk(Path(sys.argv[1]), ledger) as one:
    one.sync(keeper=Ends(one.store))
"""


@pytest.mark.long
def test_a_process_that_ends_for_good_loses_nothing(tmp_path: Path) -> None:
    ledger = Ledger()
    for kind in KINDS:
        ledger.fill(kind, 25, days=30)
    with desk(tmp_path / "whole", ledger) as whole:
        whole.sync()
        expected = recorded_digest(whole.store)
    for pages in (1, 4, 8, 13):
        profile = tmp_path / f"cut-{pages}"
        done = subprocess.run(
            [sys.executable, "-c", ENDS, str(profile), str(pages)],
            cwd=Path(__file__).resolve().parents[3],
            check=False,
        )
        assert done.returncode == 9
        with desk(profile, ledger) as cut:
            assert all(finding.is_ok for finding in cut.store.examine())
            cut.sync()
            assert recorded_digest(cut.store) == expected, f"ended after {pages} pages"
