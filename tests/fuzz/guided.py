"""Coverage-guided fuzzing of one opener, for as long as it is wanted. Not part of the suite.

Needs the package ``atheris``::

    python -m tests.fuzz.guided png FOLDER -max_total_time=600

FOLDER keeps what was found to reach new code; a later run goes on from it. A fault ends the run and
leaves the file that caused it behind, named ``crash-...``. More than ten seconds or a gigabyte are
faults too (``timeout-...``, ``oom-...``). Other arguments are those of libFuzzer.
"""

from __future__ import annotations

import hashlib
import random
import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["portfolio.attest", "portfolio.check"]):
    from tests.fuzz.openers import OPENERS

from tests.fuzz.damaging import damaged


def main() -> None:
    name, folder, *rest = sys.argv[1:]
    opener = OPENERS[name]
    seeds = opener.seeds()
    kept = Path(folder)
    kept.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        (kept / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)

    def once(raw: bytes) -> None:
        opener.open(opener.dressed(raw))

    def changed(raw: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(raw, most))
        return damaged(raw, seeds, chance)[:most]

    longest = max(len(seed) for seed in seeds) * 2
    limits = [f"-max_len={longest}", "-timeout=10", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], *limits, *rest, str(kept)], once, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
