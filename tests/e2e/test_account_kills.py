"""The program is killed at each page of a sync, inside and after the writing, and goes on.

SIGKILL, to the very process a person starts: nothing of Python's is run afterwards. What is on
disk at the end is what a sync that was never killed leaves.
"""

from __future__ import annotations

import os
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.e2e import accounts
from tests.sync.engine.syncs import recorded_digest
from tests.sync.loopback import LoopbackServer, faults

# The program itself; killed when so many pages are stored, or with one page written and neither
# its marks nor its end.
KILLED = """
import os, signal, sys
from portfolio.cli.main import main
from portfolio.store.recorder import Recorder
from portfolio.operations.account_keeper import StoreKeeper

left, is_within = int(os.environ["KILL_AFTER"]), os.environ["KILL_WITHIN"] == "yes"
keep, mark = StoreKeeper.keep, Recorder.save_kind_state

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def kept(self, account_id, batch):
    global left
    left -= 1
    stored = keep(self, account_id, batch)
    if left <= 0:
        die()
    return stored

def marked(self, account_id, state):
    if is_within and left <= 0:
        die()
    mark(self, account_id, state)

StoreKeeper.keep, Recorder.save_kind_state = kept, marked
sys.exit(main(sys.argv[1:]))
"""


def digest(profile: Path) -> str:
    store = Store.open(for_profile(profile), clock=FixedClock())
    try:
        assert all(finding.is_ok for finding in store.examine()), store.examine()
        return recorded_digest(store)
    finally:
        store.close()


@pytest.mark.long
@pytest.mark.parametrize("within", ["yes", "no"])
def test_a_sync_killed_at_each_page_ends_in_the_same_record(
    within: str, profile: Path, tmp_path: Path
) -> None:
    accounts.find_modules()
    # A mark is the service's own time; what is compared are marks.
    began = datetime.now(UTC)
    service = faults.OtherClock(accounts.gitea("", comments=11), timedelta(0), lambda: began)
    with LoopbackServer(service) as server:
        add = ("account", "add", "gitea", "--url", server.base, "--user", "ada")
        accounts.run(profile, *add)
        added = digest(profile)
        whole = Path(shutil.copytree(profile, tmp_path / "whole"))
        accounts.run(whole, "sync")
        expected = digest(whole)
        assert expected != added
        kills, seen = 0, {added}
        for page in range(1, 40):
            cut = Path(shutil.copytree(profile, tmp_path / f"cut-{page}"))
            os.environ.update(KILL_AFTER=str(page), KILL_WITHIN=within)
            ended = accounts.run(cut, "sync", code=None, script=KILLED)
            if ended.code == 0:
                break
            assert ended.code == -signal.SIGKILL, ended
            kills += 1
            seen.add(digest(cut))
            accounts.run(cut, "sync")
            assert digest(cut) == expected, f"killed at page {page}"
        assert ended.code == 0
        assert server.faults == []
    assert kills >= 5
    assert len(seen) > 3, "the kills came before anything was stored"
