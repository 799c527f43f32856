"""The grammar that letters and requests for letters have in common.

A first line that says what it is, headers ``Name: value``, an empty line, numbered works, a titled
text, an end line. What does not follow it to the letter is refused in one plain sentence.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portfolio.attest import letter as form
from portfolio.errors import LetterError
from portfolio.model.attestation import AttestationKind, Party, Work
from portfolio.model.months import is_partial_date
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet


class Grammar:
    """Reads one sort of file.

    Args:
        what: How a person calls it: "letter" or "request".
        first: The first line, its kind and version as groups.
        known: Headers this version understands.
        title: The line above the text.
        end: The last line.
    """

    def __init__(
        self, what: str, first: re.Pattern[str], known: AbstractSet[str], title: str, end: str
    ) -> None:
        self._what = what
        self._first = first
        self._known = known
        self._title = title
        self._end = end

    def split(self, plain: bytes) -> tuple[bytes, bytes]:
        """Return the bytes up to and with the end line, and those below it.

        Raises:
            LetterError: There is no end, or it is too far away.
        """
        mark = f"\n{self._end}\n".encode()
        at = plain.find(mark)
        if at < 0:
            raise LetterError(f"This is no {self._what}, or its end is missing.")
        end = at + len(mark)
        if end > form.MOST_BYTES:
            raise LetterError(f"This file is too long to be a {self._what}.")
        return plain[:end], plain[end:]

    def read(
        self, body: bytes
    ) -> tuple[AttestationKind, dict[str, str], list[tuple[str, str]], tuple[Work, ...], str]:
        """Return kind, known headers, other headers, works and text of a body from `split`.

        Raises:
            LetterError: It does not follow the grammar, or hides something.
        """
        lines = self._text(body).split("\n")
        kind = self._kind(lines[0])
        end_of_headers = lines.index("") if "" in lines else 0
        known, extra = self._headers(lines[1:end_of_headers])
        works, text = self._rest(lines[end_of_headers + 1 :])
        return kind, known, extra, works, text

    def instant(self, text: str) -> datetime | None:
        """Return an instant; a day alone, as people write it by hand, begins at midnight UTC.

        Raises:
            LetterError: It is neither.
        """
        if not text:
            return None
        shape = "%Y-%m-%d" if is_partial_date(text) else "%Y-%m-%dT%H:%M:%SZ"
        try:
            return datetime.strptime(text, shape).replace(tzinfo=UTC)
        except ValueError as exc:
            shown = clean_line(text, limit=40)
            raise LetterError(f"“{shown}” in this {self._what} is no date.") from exc

    def _text(self, body: bytes) -> str:
        what = self._what
        if body.startswith(b"\xef\xbb\xbf"):
            raise LetterError(
                f"This {what} begins with a mark that some editors add (BOM).",
                "Save it as UTF-8 without that mark, and sign it again.",
            )
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as exc:
            raise LetterError(f"This {what} holds bytes that are no text.") from exc
        if form.HIDING.search(text):
            raise LetterError(f"This {what} holds characters that hide what it says.")
        if not unicodedata.is_normalized("NFC", text):
            raise LetterError(
                f"This {what} was changed on the way: its characters are taken apart."
            )
        if any(len(line) > form.LONGEST_STATEMENT for line in text.split("\n")):
            raise LetterError(f"A line of this {what} is too long.")
        if any(line != line.rstrip() for line in text.split("\n")):
            raise LetterError(
                f"This {what} was changed on the way: blanks stand at the ends of lines."
            )
        return text

    def _kind(self, line: str) -> AttestationKind:
        first = self._first.fullmatch(line)
        if first is None:
            raise LetterError(f"This is no {self._what} of Portfolio.")
        if int(first[2]) != form.VERSION or first[1] not in form.KINDS:
            raise LetterError(
                f"This {self._what} is of a kind or version this program does not know.",
                "A newer version may.",
            )
        return AttestationKind(first[1])

    def _headers(self, lines: Sequence[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
        if len(lines) > form.MOST_HEADERS:
            raise LetterError(f"This {self._what} has more headers than a {self._what} has.")
        known: dict[str, str] = {}
        extra: list[tuple[str, str]] = []
        seen: set[str] = set()
        for line in lines:
            found = form.HEADER.fullmatch(line) if len(line) <= form.LONGEST_LINE else None
            if found is None:
                shown = clean_line(line, limit=60)
                raise LetterError(f"A header of this {self._what} cannot be read: “{shown}”.")
            name, value = found[1], found[2]
            if name.lower() in seen:
                raise LetterError(f"This {self._what} says “{name}” twice.")
            seen.add(name.lower())
            if name in self._known:
                known[name] = value
            else:
                extra.append((name, value))
        return known, extra

    def _rest(self, lines: Sequence[str]) -> tuple[tuple[Work, ...], str]:
        """Return the works and the text from the lines below the headers."""
        at = 0
        works: list[Work] = []
        while at < len(lines) and lines[at] != self._title:
            numbered = form.NUMBERED.fullmatch(lines[at])
            is_next = numbered is not None and int(numbered[1]) == len(works) + 1
            if numbered is None or not is_next or len(works) >= form.MOST_WORKS:
                raise self._bad_works()
            at += 1
            below: list[str] = []
            while at < len(lines) and lines[at].startswith("   "):
                below.append(lines[at][3:])
                at += 1
            works.append(self._work(numbered[2], below))
            if at >= len(lines) or lines[at]:
                raise self._bad_works()
            at += 1
        return tuple(works), self._titled(list(lines[at:]))

    def _titled(self, tail: list[str]) -> str:
        title = self._title.lower()
        is_whole = (
            len(tail) >= 6
            and tail[:2] == [self._title, ""]
            and tail[-3:] == ["", self._end, ""]
            and self._end not in tail[2:-3]
        )
        if not is_whole:
            raise LetterError(f"The {title} of this {self._what} is not whole.")
        text = "\n".join(tail[2:-3])
        if not text.strip() or len(text) > form.LONGEST_STATEMENT:
            raise LetterError(f"The {title} of this {self._what} is empty or too long.")
        return text

    def _work(self, title: str, below: Sequence[str]) -> Work:
        url = below[0] if below and form.is_address(below[0]) else ""
        rest = below[1:] if url else below
        digest = rest[0] if rest else ""
        if len(rest) > 1 or (digest and not form.HASH.fullmatch(digest)):
            raise self._bad_works()
        return Work(url, title, digest)

    def _bad_works(self) -> LetterError:
        return LetterError(f"The list of works in this {self._what} is not whole.")


def party(known: dict[str, str], name: str) -> Party:
    """Return the party whose headers begin with a name."""
    return Party(
        known.get(name, ""),
        known.get(f"{name}-Role", ""),
        tuple(known.get(f"{name}-Accounts", "").split()),
        known.get(f"{name}-Key", ""),
    )
