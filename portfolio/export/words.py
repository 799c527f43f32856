"""The words of a document in its language: texts, plural forms, dates, numbers.

The texts are data (``resources/words/<language>.toml``). A language without its own file gets
English words; then dates are English too, so that a page speaks one language, while the
document's language tag stays the one chosen.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, cast

from portfolio import resources
from portfolio.model.roles import role_words

if TYPE_CHECKING:
    from datetime import date

    from babel import Locale

FALLBACK = "en"
_RTL_LANGUAGES = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_MONTH_FIRST = frozenset(("en-US",))  # "Nov 14, 2026"; other English has "14 Nov 2026"


def tidy_tag(tag: str) -> str:
    """Return a usable BCP 47 tag (RFC 5646 form, not checked against the registry).

    A POSIX locale such as ``de_DE.UTF-8`` is understood.
    """
    tag = tag.strip().partition(".")[0].partition("@")[0].replace("_", "-")
    if not _TAG.fullmatch(tag):
        return FALLBACK
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def direction(tag: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language tag, by its script when it names one."""
    parts = tidy_tag(tag).split("-")
    script = next((part.title() for part in parts[1:] if len(part) == 4), "")
    if script:
        return "rtl" if script in {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"} else "ltr"
    return "rtl" if parts[0] in _RTL_LANGUAGES else "ltr"


def languages() -> tuple[str, ...]:
    """Return the languages that have their own words, sorted."""
    return tuple(sorted(path.stem for path in resources.path("words").glob("*.toml")))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a phrase: literal text, or the name of what is to be filled in."""

    text: str
    is_field: bool


class Words:
    """Words for one document; made by `words_for`, immutable, usable from any thread."""

    def __init__(self, tag: str, texts: dict[str, dict[str, object]], locale: Locale) -> None:
        self.tag = tag
        self.direction = direction(tag)
        self._texts = texts
        self._locale = locale

    def section(self, kind: str) -> str:
        """Return a section's heading."""
        return str(self._texts["sections"][kind])

    def mark(self, trust: str) -> str:
        """Return the word for a class of trust."""
        return str(self._texts["marks"][trust])

    def capacity(self, code: str) -> str:
        """Return the word for a capacity; ``""`` for one that is not said."""
        return str(self._texts["capacity"].get(code, ""))

    def part(self, action: str) -> str:
        """Return the words for the part taken in one work."""
        return str(self._texts["parts"][action])

    def kind(self, code: str) -> str:
        """Return the words for a kind of list at a service, in the plural."""
        return str(self._texts["kinds"][code])

    def role(self, code: str) -> str:
        """Return the word for a role; its English one when the language has none."""
        return str(self._texts["roles"].get(code, "")) or role_words(code)

    def phrase(self, key: str, **fields: str) -> str:
        """Return a phrase with its fields filled in."""
        return str(self._texts["phrases"][key]).format(**fields)

    def pieces(self, key: str) -> tuple[Piece, ...]:
        """Return a phrase in pieces, for phrases whose fields become links."""
        found: list[Piece] = []
        for literal, name, _spec, _conversion in Formatter().parse(
            str(self._texts["phrases"][key])
        ):
            if literal:
                found.append(Piece(literal, is_field=False))
            if name is not None:
                found.append(Piece(name, is_field=True))
        return tuple(found)

    def count(self, key: str, number: int) -> str:
        """Return counted words in the right plural form, e.g. ``88 commits``."""
        counts = cast("dict[str, dict[str, str]]", self._texts["counts"])
        forms = counts[key]
        category = str(self._locale.plural_form(number))
        form = forms.get(category, forms["other"])
        return form.format(n=self.number(number))

    def number(self, number: int) -> str:
        """Return a whole number with the language's separators."""
        from babel.numbers import format_decimal

        return str(format_decimal(number, locale=self._locale))

    def month(self, day: date) -> str:
        """Return month and year, the month in its standalone form: ``Mar 2021``."""
        from babel.dates import format_date

        return format_date(day, "LLL y", locale=self._locale)

    def day(self, day: date) -> str:
        """Return a day with the month as a word: ``14 Nov 2026``."""
        from babel.dates import format_date, format_skeleton

        if self._locale.language == FALLBACK:
            pattern = "MMM d, y" if self.tag in _MONTH_FIRST else "d MMM y"
            return format_date(day, pattern, locale=self._locale)
        return format_skeleton("yMMMd", day, locale=self._locale)


def words_for(tag: str) -> Words:
    """Return the words for a language tag; English ones when it has none of its own."""
    from babel import Locale

    tag = tidy_tag(tag)
    language = tag.split("-")[0]
    known = language if language in languages() else FALLBACK
    return Words(tag, _read(known), Locale.parse(known))


@cache
def _read(language: str) -> dict[str, dict[str, object]]:
    return tomllib.loads(resources.read_text("words", f"{language}.toml"))
