"""Runs every benchmark and prints its ratios: ``python -m benchmarks [NAME...]``.

Each one runs in a process of its own, so that none measures what another left behind.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SHORTER = {
    "badges": ("--badges", "200"),
    "store_lists": ("--deeds", "200000"),
    "taking_badges": ("--badges", "100"),
}
"""What some are asked when all are run, so that it takes minutes; alone they measure more."""


def names() -> list[str]:
    """Return the benchmarks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def main(wanted: list[str]) -> int:
    """Run benchmarks; return 0 only when each of them held its limits."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    failed = []
    for name in wanted or names():
        print(f"== {name}", flush=True)
        asked = () if wanted else SHORTER.get(name, ())
        # The module is one of this folder's; the interpreter is the one that runs now.
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}", *asked],
            cwd=FOLDER.parent,
            check=False,
        )
        if done.returncode:
            failed.append(name)
    if failed:
        print(f"Over their limits or failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
