"""The pen: every outside text that enters a document is written with it, and with it alone.

It cleans text (`portfolio.model.text`), leaves out the names of people who asked not to be
mentioned, and keeps the ledger of what was left out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOut, LeftOutItem, LeftOutKind
from portfolio.model.document import Span
from portfolio.model.text import CUT, MAX_LINE, clean_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from portfolio.export.words import Words
    from portfolio.model.person import Person


_NAMED = 60  # characters of a cut text that are named to the holder


class Ledger:
    """What the gate kept back; the same thing is noted once, its count may grow."""

    def __init__(self) -> None:
        self._items: dict[tuple[LeftOutKind, str, str], int] = {}

    def note(self, kind: LeftOutKind, words: str, key: str = "", *, count: int = 1) -> None:
        """Note one thing; a repeated note of the same thing changes nothing."""
        self._items.setdefault((kind, clean_line(words), key), count)

    def add(self, kind: LeftOutKind, words: str, key: str, *, count: int) -> None:
        """Note ``count`` more deeds under the same thing."""
        place = (kind, clean_line(words), key)
        self._items[place] = self._items.get(place, 0) + count

    def close(self) -> LeftOut:
        """Return the ledger in its stable order."""
        items = (LeftOutItem(kind, words, key, n) for (kind, words, key), n in self._items.items())
        return LeftOut(tuple(sorted(items, key=lambda item: (item.kind, item.words, item.key))))


class Pen:
    """Writes outside text into the document.

    Args:
        words: The document's language.
        made_on: The day the document is made.
        people: Others; those with ``do_not_mention`` are never written.
    """

    def __init__(self, words: Words, made_on: date, people: Iterable[Person]) -> None:
        self.words = words
        self.made_on = made_on
        self.ledger = Ledger()
        self._silenced = [
            (person, pattern)
            for person in people
            if person.do_not_mention and (pattern := _names_of(person)) is not None
        ]

    def line(self, text: str, *, limit: int = MAX_LINE) -> str:
        """Return outside text as one clean line without silenced names."""
        return self._silence(clean_line(text, limit=limit))

    def own_line(self, text: str, *, limit: int = MAX_LINE) -> str:
        """Return a line the holder typed, as `line`; it is noted when its end is cut."""
        made = clean_line(text, limit=limit)
        self._note_cut(text, made)
        return self._silence(made)

    def paragraphs(self, text: str) -> tuple[str, ...]:
        """Return text the holder typed as clean paragraphs without silenced names."""
        made = paragraphs(text)
        self._note_cut(text, made[-1] if made else "")
        return tuple(self._silence(paragraph) for paragraph in made)

    def link(self, text: str, address: str) -> Span:
        """Return a link; only its text when the address would name a silenced person."""
        return Span(self.line(text), self.address(address))

    def address(self, address: str) -> str:
        """Return an address that has passed `addresses`, or ``""`` when it names somebody."""
        return "" if self.names_somebody(address) else address

    def names_somebody(self, text: str) -> bool:
        """Say whether a text names a person who asked not to be mentioned (and note it)."""
        named = [person for person, pattern in self._silenced if pattern.search(_plain(text))]
        for person in named:
            self._note(person)
        return bool(named)

    def _silence(self, text: str) -> str:
        for person, pattern in self._silenced:
            text, found = pattern.subn(self.words.phrase("name_left_out"), text)
            if found:
                self._note(person)
        return text

    def _note_cut(self, text: str, made: str) -> None:
        if made.endswith(CUT) and not text.rstrip().endswith(CUT):
            self.ledger.note(LeftOutKind.SHORTENED, clean_line(text, limit=_NAMED))

    def _note(self, person: Person) -> None:
        self.ledger.note(LeftOutKind.PERSON_NOT_MENTIONED, person.display_name, person.id)


def _names_of(person: Person) -> re.Pattern[str] | None:
    """Return what finds any of a person's names as whole words, whatever their case."""
    names = {
        _plain(clean_line(name))
        for name in (person.display_name, person.sort_name, *person.also_known_as)
    } - {""}
    if not names:
        return None
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    alternatives = "|".join(
        r"\s+".join(re.escape(part) for part in name.split()) for name in longest_first
    )
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)
