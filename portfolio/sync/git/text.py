"""Text as git hands it over: bytes nobody checked."""

from __future__ import annotations

import os
from typing import Final

_SAID_CHARS: Final = 300
# C0 and C1 controls; line feed and tab are put back where a text may have lines.
_NO_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160))) | {9: " ", 10: " ", 13: " "}
_CONTROLS_BUT_LINES: Final = dict.fromkeys(c for c in _NO_CONTROLS if c not in (9, 10))
_BLANK_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160)), " ")


def decoded(raw: bytes) -> str:
    """Return bytes as text: UTF-8, else Latin-1, which is what git itself assumes of old mail.

    git has turned a message with a stated encoding into UTF-8 before; this is for those that
    state none.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def one_line(raw: bytes) -> str:
    """Return a name, an address or a title: no controls, no blanks around."""
    text = decoded(raw)
    return text.strip() if text.isprintable() else text.translate(_NO_CONTROLS).strip()


def many_lines(raw: bytes) -> str:
    """Return a message: no controls but line ends and tabs."""
    return decoded(raw).replace("\r\n", "\n").translate(_CONTROLS_BUT_LINES).strip()


def said(raw: bytes) -> str:
    """Return what git said, for showing: plain, one line, at most 300 characters, no hints."""
    lines = [line for line in raw.split(b"\n") if not line.startswith((b"hint:", b"warning:"))]
    words = " ".join(decoded(b" ".join(lines)).translate(_BLANK_CONTROLS).split())
    visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)
    return visible if len(visible) <= _SAID_CHARS else visible[: _SAID_CHARS - 1] + "…"


def path_text(path: str | os.PathLike[str]) -> str:
    """Return a path for showing and storing: undecodable bytes are replaced, no controls."""
    return one_line(os.fsencode(path))
