"""The English words of a check, from ``resources/verdicts.toml``.

The command line prints these. The window translates the same templates by their English text and
fills them in itself; the page for the browser carries the same file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING

from portfolio import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portfolio.model.verdict import Saying

DATE_SUFFIX = "_on"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Template:
    """The words of one code: a title, and a line of detail that may be empty."""

    title: str
    detail: str

    def names(self) -> frozenset[str]:
        """Return the names of the facts that are filled in."""
        return frozenset(
            name
            for text in (self.title, self.detail)
            for _, name, _, _ in Formatter().parse(text)
            if name
        )


@cache
def templates() -> Mapping[str, Template]:
    """Return every code's words."""
    table = tomllib.loads(resources.read_text("verdicts.toml"))
    return {code: Template(each["title"], each["detail"]) for code, each in table.items()}


def title(saying: Saying) -> str:
    """Return the title of a saying in English, its facts filled in.

    Raises:
        KeyError: The code is unknown, or a fact is missing.
    """
    return filled(templates()[saying.code].title, saying, english_day)


def detail(saying: Saying) -> str:
    """Return the line below the title, "" when there is none.

    Raises:
        KeyError: As for `title`.
    """
    return filled(templates()[saying.code].detail, saying, english_day)


def filled(template: str, saying: Saying, day: Callable[[date], str]) -> str:
    """Return a template with a saying's facts; what comes from outside stays one line.

    Args:
        template: With names in braces, of the saying's code.
        saying: Whose facts are filled in.
        day: Writes a date.

    Raises:
        KeyError: A fact is missing.
    """
    facts = {name: _shown(name, value, day) for name, value in saying.facts}
    return template.format_map(facts)


def english_day(day: date) -> str:
    """Return ``20 November 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _shown(name: str, value: str, day: Callable[[date], str]) -> str:
    if name.endswith(DATE_SUFFIX):
        try:
            return day(date.fromisoformat(value[:10]))
        except ValueError:
            pass
    return " ".join(value.split())
