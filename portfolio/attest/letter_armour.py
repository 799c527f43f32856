"""Letters in mail: a ``.txt`` that survives mail programs, and letters found in what came by mail.

Mail programs wrap long lines, quote, strip blanks and change line ends, and each of these breaks a
signature. The armour carries the exact bytes of the file in base64, so nothing has to be guessed:

::

    A testimonial by Casimir Oduya-Lindt for Noor Vantongeren, to be opened with Portfolio.
    Without it: save the lines between the two marks and run  base64 -d

    -----BEGIN PORTFOLIO LETTER-----
    UG9ydGZvbGlvIGxldHRlcjog...
    -----END PORTFOLIO LETTER-----

A letter pasted as it is into a mail is put right only as far as its signature proves that right.
"""

from __future__ import annotations

import base64
import binascii
import re
import textwrap
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter_reading, sshsig
from portfolio.attest.letter_checking import check
from portfolio.attest.sshsig import OtherKeyError
from portfolio.errors import LetterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SUFFIX: Final = "txt"
MOST_BYTES: Final = 512 * 1024
BEGIN: Final = "-----BEGIN PORTFOLIO LETTER-----"
END: Final = "-----END PORTFOLIO LETTER-----"
_WIDTH: Final = 64
_BLOCK: Final = re.compile(f"{BEGIN}([^-]{{1,{MOST_BYTES}}}){END}")
_DECORATION: Final = re.compile(r"[>|\s\ufeff\xa0]+")
_QUOTE: Final = re.compile(r"[>| \t]{0,20}")
_START: Final = "Portfolio letter: "


def wrapped(raw: bytes) -> bytes:
    """Return a letter's file as text for the body of a mail.

    Raises:
        LetterError: It is no letter.
    """
    says = letter_reading.parse(raw).attestation
    about = f" for {says.subject.name}" if says.subject.name else ""
    title = f"A {says.kind} by {says.issuer.name}{about}, to be opened with Portfolio."
    block = base64.b64encode(raw).decode("ascii")
    lines = [
        *textwrap.wrap(title, 72),
        "Without it: save the lines between the two marks and run  base64 -d",
        "",
        BEGIN,
        *(block[at : at + _WIDTH] for at in range(0, len(block), _WIDTH)),
        END,
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def found_in(text: bytes) -> bytes:
    """Return the letter's file that is in a mail or a text file, with whatever stands round it.

    Raises:
        LetterError: There is none in it, more than one, or it was changed beyond what can be
            proved to be put right.
    """
    if len(text) > MOST_BYTES:
        raise LetterError("This text is too long to look for a letter in it.")
    plain = text.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    blocks = {_decoded(found[1]) for found in _BLOCK.finditer(plain)}
    if not blocks:
        blocks = _pasted(plain)
    if len(blocks) > 1:
        raise LetterError("There is more than one letter in this text.", "Open them one by one.")
    if not blocks:
        raise LetterError("There is no letter in this text.")
    return blocks.pop()


def letter_in(raw: bytes) -> bytes:
    """Return the letter's file from what was handed over: the file itself, or a text that holds it.

    What holds none comes back as it is, for whoever reads it to refuse.

    Raises:
        LetterError: As for `found_in`.
    """
    is_file = raw.lstrip().startswith(_START.encode())
    return found_in(raw) if not is_file and holds_one(raw) else raw


def holds_one(text: bytes) -> bool:
    """Say whether a text seems to hold a letter, in armour or as it is."""
    return is_armoured(text) or _START.encode() in text[:MOST_BYTES]


def is_armoured(text: bytes) -> bool:
    """Say whether a text holds a letter in armour."""
    return BEGIN.encode() in text[:MOST_BYTES]


def _decoded(block: str) -> bytes:
    plain = _DECORATION.sub("", block)
    try:
        raw = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise LetterError("The letter in this text is not whole.") from exc
    if base64.b64encode(raw).decode("ascii") != plain:
        raise LetterError("The letter in this text is not whole.")
    letter_reading.parse(raw)
    return raw


def _pasted(plain: str) -> set[bytes]:
    """Return the letter that stands in a text as it is; its signature proves what is put right."""
    start, end = plain.find(_START), plain.find(sshsig.END)
    if start < 0 or end < start:
        return set()
    if plain.count(_START) > 1 or plain.count(sshsig.END) > 1:
        raise LetterError("There is more than one letter in this text.", "Open them one by one.")
    line_start = plain.rfind("\n", 0, start) + 1
    quote = plain[line_start:start]
    if not _QUOTE.fullmatch(quote):
        return set()
    for mended in _tries(plain[line_start : end + len(sshsig.END)], quote):
        raw = f"{mended}\n".encode()
        try:
            check(letter_reading.parse(raw))
        except OtherKeyError:
            break
        except LetterError:
            continue
        return {raw}
    raise LetterError(
        "The letter in this text was changed on the way, or by somebody.",
        "Ask for it as a file, or as the text that Portfolio makes for mail.",
    )


def _tries(text: str, quote: str) -> Iterable[str]:
    """Return a text as it may have been before mail programs: the least changed first."""
    lines = text.split("\n")
    bare = quote.rstrip()
    steps: list[Callable[[str], str]] = [
        lambda line: line,
        lambda line: line.removeprefix(quote if line.startswith(quote) else bare),
        lambda line: line.rstrip(" \t\xa0"),
        lambda line: line.removeprefix(">") if line.startswith(">From ") else line,
    ]
    for step in steps:
        lines = [step(line) for line in lines]
        yield "\n".join(lines)
