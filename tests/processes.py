"""Other processes: whether one is still there."""

from __future__ import annotations

import os
import time
from pathlib import Path

PATIENCE_S = 10.0


def is_running(pid: int) -> bool:
    """Say whether a process is there and not just waiting to be collected (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until_gone(pid: int) -> bool:
    """Say whether a process ends: one that was killed may still have a moment to run."""
    end = time.monotonic() + PATIENCE_S
    while is_running(pid) and time.monotonic() < end:
        os.sched_yield()
    return not is_running(pid)
