"""Opens a PDF of anybody in a process of its own, with limits of work and memory.

A PDF of four kilobytes may unpack to gigabytes, and a page may draw itself for ever. The library
that reads them is fast, written in C++, and has no limits to speak of; what goes wrong in there
ends that process and not this program. Memory is limited where the system does that (Linux),
processor time on Linux and macOS, and everywhere the time it may take at all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio.check import pdf_file
from portfolio.errors import OutsideFileError

if TYPE_CHECKING:
    from portfolio.check.pdf_file import PdfContent

MOST_MEMORY: Final = 512 * 1024 * 1024
"""Bytes of address space: the program itself and the largest file that is taken need a third."""
MOST_CPU_S: Final = 3
"""A page takes about a millisecond, and 300 are the most that are looked at."""
MOST_S: Final = 30
_ROOT: Final = str(Path(__file__).resolve().parents[2])
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from portfolio.check import pdf_process; sys.exit(pdf_process.main())"
)
_KEPT: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")


def open_pdf(raw: bytes) -> PdfContent:
    """Take text and attached files out of a PDF from anybody. Blocks; on any thread.

    Raises:
        OutsideFileError: It is too large, locked, damaged, or made to keep a computer busy.
    """
    if len(raw) > pdf_file.MOST_BYTES:
        raise OutsideFileError("This PDF is too large to be a CV.")
    if getattr(sys, "frozen", False):
        return pdf_file.open_pdf(raw)  # there is no interpreter beside a bundled program
    try:
        done = subprocess.run(  # noqa: S603  (this very program)
            [sys.executable, "-I", "-c", _START, _ROOT],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_S,
            check=False,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as exc:
        raise _busy() from exc
    except OSError as exc:
        raise OutsideFileError("PDFs cannot be opened here.", exc.strerror or "") from exc
    if done.returncode:
        raise _busy()
    return _read(done.stdout)


def main() -> int:
    """Open the PDF on standard input, and write what is in it on standard output."""
    _limit()
    try:
        content = pdf_file.open_pdf(sys.stdin.buffer.read())
    except OutsideFileError as exc:
        sys.stdout.buffer.write(_head({"title": exc.title, "detail": exc.detail}))
        return 0
    sizes = {name: len(data) for name, data in content.attached.items()}
    head: dict[str, object] = {
        "pages": content.pages,
        "attached": sizes,
        "left_out": content.left_out,
        "links": content.links,
        "has_pictures": content.has_pictures,
        "has_notes": content.has_notes,
    }
    sys.stdout.buffer.write(_head(head))
    for data in content.attached.values():
        sys.stdout.buffer.write(data)
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the time it may take is limited from outside
        return
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, MOST_CPU_S),
        (resource.RLIMIT_AS, MOST_MEMORY),
    ):
        _, highest = resource.getrlimit(what)
        allowed = most if highest == resource.RLIM_INFINITY else min(most, highest)
        try:
            resource.setrlimit(what, (allowed, highest))
        except (OSError, ValueError):  # macOS takes no limit of address space
            continue


def _head(facts: dict[str, object]) -> bytes:
    """One line; the bytes of attached files follow it."""
    return f"{json.dumps(facts)}\n".encode()


def _read(answer: bytes) -> PdfContent:
    line, _, rest = answer.partition(b"\n")
    head = json.loads(line)
    if "title" in head:
        raise OutsideFileError(head["title"], head["detail"])
    attached: dict[str, bytes] = {}
    at = 0
    for name, size in head["attached"].items():
        attached[name] = rest[at : at + size]
        at += size
    return pdf_file.PdfContent(
        tuple(head["pages"]),
        attached,
        tuple(head["left_out"]),
        tuple(head["links"]),
        head["has_pictures"],
        head["has_notes"],
    )


def _busy() -> OutsideFileError:
    return OutsideFileError(
        "This PDF does not open within the limits of work and memory.",
        "It is damaged, or made to keep a computer busy.",
    )
