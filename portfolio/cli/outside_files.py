"""Reads files that somebody handed over: within a limit, each fault in a plain sentence."""

from __future__ import annotations

import sys
from pathlib import Path

from portfolio.attest.sshsig import MOST_BYTES as MOST_SIGNATURE
from portfolio.errors import OutsideFileError, UsageError

MOST_BYTES = 64 * 1024 * 1024


def read(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes; ``-`` is standard input.

    Raises:
        UsageError: There is no such file.
        OutsideFileError: It cannot be read, or is longer than anything that is taken here.
    """
    if str(path) == "-":
        data = sys.stdin.buffer.read(most + 1)
    else:
        if not path.exists():
            raise UsageError(f"There is no file {path}.")
        if path.is_dir():
            raise UsageError(f"{path} is a folder. Name a file.")
        try:
            with path.open("rb") as file:
                data = file.read(most + 1)
        except OSError as exc:
            raise OutsideFileError(f"{path.name} cannot be read.", exc.strerror or "") from exc
    if len(data) > most:
        raise OutsideFileError(f"{path.name} is too long for what is taken here.")
    return data


def signature(path: Path) -> bytes:
    """Return the bytes of a signature that came beside a letter.

    Raises:
        UsageError: There is no such file, or nothing in it.
        OutsideFileError: As for `read`.
    """
    data = read(path, most=MOST_SIGNATURE)
    if not data.strip():
        raise UsageError(f"{path} is empty: it is no signature.")
    return data
