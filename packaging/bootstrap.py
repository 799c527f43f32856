#!/usr/bin/env python3
"""Get a bare machine ready: the virtual environment, and the shared libraries Qt needs.

Runs on a plain ``python3`` before anything is installed, so it uses the standard library alone::

    bootstrap.py environment --venv .venv --requirements requirements/run.txt [...]
    bootstrap.py system --for run|test

`environment` makes the virtual environment, installs exactly what the requirements files pin (by
hash, nothing resolved anew) and this project itself in editable form. `system` names what is
missing of the libraries and programs that no Python package brings; on Debian and its relatives it
installs them when this user may, otherwise it prints the one line to run.

What pip and apt-get say is shown only when they fail.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, NoReturn

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).resolve().parent.parent
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


class Need(NamedTuple):
    """Something the system must have.

    Attributes:
        what: A library's soname, a program's name, or ``fonts``.
        packages: Debian packages that bring it, newest name first (names with t64 came with
            Debian 13 and Ubuntu 24.04).
    """

    what: str
    packages: tuple[str, ...]


# Qt 6.11 does not import without these (seen on Debian 12 and sid, offscreen platform).
QT_LIBRARIES = (
    Need("libGL.so.1", ("libgl1",)),
    Need("libEGL.so.1", ("libegl1",)),
    Need("libxkbcommon.so.0", ("libxkbcommon0",)),
    Need("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0")),
    Need("libfontconfig.so.1", ("libfontconfig1",)),
    Need("libdbus-1.so.3", ("libdbus-1-3",)),
)
# What the xcb platform plugin of Qt 6.11 links to, needed only where there is an X screen.
X_LIBRARIES = (
    Need("libxcb-cursor.so.0", ("libxcb-cursor0",)),
    Need("libxcb-icccm.so.4", ("libxcb-icccm4",)),
    Need("libxcb-image.so.0", ("libxcb-image0",)),
    Need("libxcb-keysyms.so.1", ("libxcb-keysyms1",)),
    Need("libxcb-randr.so.0", ("libxcb-randr0",)),
    Need("libxcb-render-util.so.0", ("libxcb-render-util0",)),
    Need("libxcb-shape.so.0", ("libxcb-shape0",)),
    Need("libxcb-xkb.so.1", ("libxcb-xkb1",)),
    Need("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",)),
)
GIT = Need("git", ("git",))
FONTS = Need("fonts", ("fonts-dejavu-core",))
# The tests read finished PDF files with programs that are not ours, and keep secrets in a real
# keyring on a bus of their own.
TEST_PROGRAMS = (
    Need("qpdf", ("qpdf",)),
    Need("pdftotext", ("poppler-utils",)),
    Need("dbus-daemon", ("dbus-daemon", "dbus")),
    Need("gnome-keyring-daemon", ("gnome-keyring",)),
)

BROWSER = Need("chromium", ("chromium",))
BROWSERS = (BROWSER.what, "chromium-browser", "google-chrome")


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands and return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    environment = commands.add_parser("environment", help="make the virtual environment")
    environment.add_argument("--venv", type=Path, required=True)
    environment.add_argument("--requirements", type=Path, action="append", required=True)
    system = commands.add_parser("system", help="look for libraries and programs")
    system.add_argument("--for", dest="purpose", choices=("run", "test"), required=True)
    chosen = parser.parse_args(arguments)
    if sys.version_info < OLDEST_PYTHON:
        _give_up(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if chosen.command == "environment":
        make_environment(chosen.venv, chosen.requirements)
        return 0
    status = look_at_system(chosen.purpose)
    if chosen.purpose == "test" and status == 0:
        _try_for_browser()
    return status


def make_environment(venv: Path, requirements: list[Path]) -> None:
    """Make ``venv`` hold what ``requirements`` pin, and this project in editable form."""
    python = venv / "bin" / "python"
    if not _runs([str(python), "-m", "pip", "--version"]):
        print(f"Making the virtual environment {venv}.", flush=True)
        _make_venv(venv)
    names = " and ".join(str(path) for path in requirements)
    print(
        f"Installing the packages pinned in {names}. The first time takes a few minutes.",
        flush=True,
    )
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    pins = [part for path in requirements for part in ("--requirement", str(path))]
    _run(
        # The files pin everything, so nothing is left to resolve.
        [*pip, "install", "--no-warn-script-location", "--require-hashes", "--no-deps", *pins],
        "The pinned packages could not be installed.",
    )
    _run(
        [*pip, "install", "--no-deps", "--no-build-isolation", "--editable", str(PROJECT)],
        "This project could not be installed into its environment.",
    )


def _make_venv(venv: Path) -> None:
    """Make a fresh virtual environment, with Debian's separate package for it if need be."""
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    if not _runs([sys.executable, "-c", "import venv, ensurepip"]):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        print(f"Python's venv part is missing: package {package}.", flush=True)
        if not _install([package]):
            _give_up(f"To install it, run: {_line_to_run([package])}")
    _run(command, "The virtual environment could not be made.")


def look_at_system(purpose: str) -> int:
    """Install or name what is missing for ``purpose``; 1 when tests cannot run without it."""
    missing = _missing(purpose)
    if not missing:
        return 0
    names = " ".join(need.what for need in missing)
    print(f"Missing on this computer: {names}", flush=True)
    if not shutil.which("apt-get"):
        print("Install the packages that bring these with this system's package manager.")
        return _verdict(purpose)
    if _install(_packages(missing)) and not _still_missing(purpose):
        return 0
    print(f"To install what is missing, run: {_line_to_run(_packages(_missing(purpose)))}")
    return _verdict(purpose)


def _try_for_browser() -> None:
    """Get the browser that the check page is tested in; without one those tests are skipped."""
    rights = _rights()
    if any(map(shutil.which, BROWSERS)) or rights is None or not shutil.which("apt-get"):
        return
    print(f"Installing for the tests of the check page: {BROWSER.what}", flush=True)
    if not _runs(_install_command(rights, list(BROWSER.packages))):
        print("It cannot be had here; those tests are skipped.")


def _verdict(purpose: str) -> int:
    if purpose == "test":
        print("The tests need these.")
        return 1
    print("Going on; the window may not open without these.")
    return 0


def _missing(purpose: str) -> list[Need]:
    needs = [*QT_LIBRARIES, GIT, FONTS]
    if purpose == "test":
        needs += TEST_PROGRAMS
    elif os.environ.get("DISPLAY"):
        needs += X_LIBRARIES
    return [need for need in needs if not _is_there(need)]


def _still_missing(purpose: str) -> bool:
    """Look again in a fresh process: this one may hold the old list of libraries."""
    code = f"import bootstrap, sys; sys.exit(bool(bootstrap._missing({purpose!r})))"
    return not _runs([sys.executable, "-c", code], cwd=Path(__file__).parent)


def _is_there(need: Need) -> bool:
    if need is FONTS:
        return _has_font()
    if ".so." not in need.what:
        return shutil.which(need.what) is not None
    try:
        ctypes.CDLL(need.what)
    except OSError:
        return False
    return True


def _has_font() -> bool:
    for name in FONT_FOLDERS:
        folder = Path(name).expanduser()
        if any(next(folder.rglob(f"*.{kind}"), None) for kind in ("ttf", "otf", "ttc")):
            return True
    return False


def _packages(needs: list[Need]) -> list[str]:
    """Return the packages that bring ``needs``, by the names this system knows."""
    return sorted({_known_name(need.packages) for need in needs})


def _known_name(names: tuple[str, ...]) -> str:
    for name in names[:-1]:
        listed = subprocess.run(
            ["apt-cache", "pkgnames", name], capture_output=True, text=True, check=False
        )
        if name in listed.stdout.split():
            return name
    return names[-1]


def _install(packages: list[str]) -> bool:
    """Install by apt-get if this user may; True when it said so."""
    rights = _rights()
    if rights is None or not shutil.which("apt-get"):
        return False
    print(f"Installing: {' '.join(packages)}", flush=True)
    install = _install_command(rights, packages)
    if _runs(install):
        return True
    # Fresh images come without package lists, and old lists name files that are gone.
    if not _runs([*rights, "apt-get", "update", "-qq"]):
        return False
    return _runs(install, shows_failure=True)


def _install_command(rights: list[str], packages: list[str]) -> list[str]:
    install = [*rights, "apt-get", "install", "-qq", "-y", "--no-install-recommends"]
    return [*install, "-o", "DPkg::Lock::Timeout=120", *packages]


def _rights() -> list[str] | None:
    """Return what to put before a command to run it as root; None when this user may not."""
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("sudo") and _runs(["sudo", "-n", "true"]):
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _line_to_run(packages: list[str]) -> str:
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def _runs(command: list[str], *, cwd: Path | None = None, shows_failure: bool = False) -> bool:
    """Run ``command`` silently; True when it succeeds."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except OSError:
        return False
    if done.returncode and shows_failure:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


def _run(command: list[str], sentence: str) -> None:
    """Run ``command``; when it fails show what it said, then ``sentence``, and end."""
    if not _runs(command, shows_failure=True):
        _give_up(f"{sentence} The lines above say why.")


def _give_up(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    raise SystemExit(main())
