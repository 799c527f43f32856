"""An independent maker and verifier of credentials (npm's @digitalbazaar/vc), run by node.

::

    cache/portfolio-tests/badge-verifier-<hash of the lock file>/node_modules

npm checks each package against the lock file; no install script is run. Uses the standard library
alone, as `fetching` does.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.published.fetching import CACHE, ENVIRONMENT, TIMEOUT_S, AbsentError

_HERE = Path(__file__).parent / "verifier"
_LISTS = ("package.json", "package-lock.json")


def installed() -> Path:
    """Return the folder the packages are installed in, installing them when they are not yet.

    Raises:
        AbsentError: They are not there and cannot be fetched.
    """
    lock = hashlib.sha256((_HERE / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = CACHE / f"badge-verifier-{lock}"
    if not folder.exists():
        npm = shutil.which("npm", path=ENVIRONMENT.get("PATH"))
        if npm is None:
            raise AbsentError("the verifier is not here, and neither is npm to fetch it")
        _install(npm, folder)
    return folder


def asked(jobs: list[dict[str, Any]], contexts: Path) -> list[dict[str, Any]]:
    """Return the verifier's answers, one for each job; see ``verifier/check.mjs``.

    Raises:
        AbsentError: There is no verifier, or no node to run it.
    """
    node = shutil.which("node", path=ENVIRONMENT.get("PATH"))
    if node is None:
        raise AbsentError("there is no node to run the verifier")
    done = subprocess.run(
        [node, "--input-type=module", "-e", (_HERE / "check.mjs").read_text(encoding="utf-8")],
        cwd=installed(),
        env={"PATH": os.environ.get("PATH", ""), "CONTEXTS": str(contexts)},
        input=json.dumps(jobs).encode(),
        capture_output=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def _install(npm: str, folder: Path) -> None:
    """Install beside the place, then move: the folder appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as half:
        for name in _LISTS:
            shutil.copy(_HERE / name, half)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
        try:
            subprocess.run(
                command,
                cwd=half,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise AbsentError("npm could not fetch the verifier") from error
        whole = Path(half) / "whole"
        whole.mkdir()
        for name in ("node_modules", *_LISTS):
            (Path(half) / name).rename(whole / name)
        try:
            whole.rename(folder)
        except OSError as error:
            if not folder.exists():  # another run was not faster either
                raise AbsentError("the verifier could not be put into its place") from error


def main() -> int:
    """Install the verifier; where it cannot be had that is told and is no fault."""
    try:
        installed()
    except AbsentError as error:
        sys.stdout.write(f"{error}: the tests with it will be skipped\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
