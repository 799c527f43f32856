"""Fetches published interface descriptions with npm; `make schemas` runs it beforehand.

::

    cache/portfolio-tests/<package>-<version>/<file>      kept for every checkout

Only the one file wanted is taken out of a package, under its own name. npm checks the package's
hash; where it comes from is npm's own setting. Uses the standard library alone, so that it runs
before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Read when the module is imported: a test has a home of its own.
ENVIRONMENT = dict(os.environ)
CACHE = Path(ENVIRONMENT.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "portfolio-tests"
TIMEOUT_S = 180


class AbsentError(Exception):
    """A description cannot be had here; says why."""


@dataclass(frozen=True)
class Published:
    """A file within a package.

    Attributes:
        member: Its path within the package.
    """

    package: str
    version: str
    member: str

    @property
    def path(self) -> Path:
        """Where it is kept."""
        name = self.package.removeprefix("@").replace("/", "-")
        return CACHE / f"{name}-{self.version}" / Path(self.member).name


GITHUB_GRAPHQL = Published("@octokit/graphql-schema", "15.26.1", "schema.graphql")
GITHUB_REST = Published("@octokit/openapi", "23.0.2", "generated/api.github.com.json")
EVERY = (GITHUB_GRAPHQL, GITHUB_REST)


def fetched(what: Published) -> Path:
    """Return a description's file, fetching it when it is not there yet.

    Raises:
        AbsentError: It is not there and cannot be fetched.
    """
    if not what.path.exists():
        npm = shutil.which("npm", path=ENVIRONMENT.get("PATH"))
        if npm is None:
            raise AbsentError(f"{what.package} is not here, and neither is npm to fetch it")
        with tempfile.TemporaryDirectory() as folder:
            _take(what, _packed(npm, what, Path(folder)))
    return what.path


def _packed(npm: str, what: Published, folder: Path) -> Path:
    command = [npm, "pack", f"{what.package}@{what.version}", "--silent", "--fetch-retries=0"]
    try:
        subprocess.run(
            command,
            cwd=folder,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise AbsentError(f"npm could not fetch {what.package}") from error
    packages = list(folder.glob("*.tgz"))
    if len(packages) != 1:
        raise AbsentError(f"npm fetched something else than {what.package}")
    return packages[0]


def _take(what: Published, package: Path) -> None:
    """Take the one file out; it appears at its place whole or not at all."""
    try:
        with tarfile.open(package) as archive:
            member = archive.extractfile(f"package/{what.member}")
            if member is None:
                raise AbsentError(f"{what.member} is not a file of {what.package}")
            what.path.parent.mkdir(parents=True, exist_ok=True)
            half = what.path.with_name(f"{what.path.name}.{os.getpid()}")
            with half.open("wb") as file:
                shutil.copyfileobj(member, file)
            half.replace(what.path)
    except (KeyError, tarfile.TarError, OSError) as error:
        raise AbsentError(f"{what.package} could not be unpacked") from error


def main() -> int:
    """Fetch every description; what cannot be had is told and is no fault."""
    for what in EVERY:
        try:
            fetched(what)
        except AbsentError as error:
            sys.stdout.write(f"{error}: the tests against it will be skipped\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
