"""What is typed on the command line and could not be meant so: refused with a sentence."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError, UsageError
from portfolio.export.gate.addresses import mail_address
from portfolio.model.months import is_partial_date
from portfolio.model.text import clean_line
from portfolio.operations.addresses import checked_address

if TYPE_CHECKING:
    from portfolio.store.store import Store

EARLIEST_YEAR = 1900
FURTHEST_YEARS = 10
_PHONE = re.compile(r"[+(]?\d[\d\s()./-]{2,40}(?:\s?(?:x|ext\.?)\s?\d{1,6})?")


def email(typed: str) -> str:
    """Return an e-mail address that was typed; "" takes it away.

    Raises:
        UsageError: It does not look like one.
    """
    typed = typed.strip()
    if typed and not mail_address(typed):
        raise UsageError(f"“{clean_line(typed, limit=60)}” is no e-mail address.")
    return typed


def phone(typed: str) -> str:
    """Return a telephone number that was typed; "" takes it away.

    Raises:
        UsageError: It does not look like one.
    """
    typed = typed.strip()
    if typed and not _PHONE.fullmatch(typed):
        raise UsageError(
            f"“{clean_line(typed, limit=60)}” is no telephone number.",
            "Write it like +31 10 555 01 99.",
        )
    return typed


def links(typed: list[str]) -> tuple[str, ...]:
    """Return addresses as they were typed, when all of them can be opened; empty ones go.

    Raises:
        UsageError: One of them cannot.
    """
    for each in typed:
        checked_address(each)
    return tuple(each.strip() for each in typed if each.strip())


def https_address(typed: str) -> str:
    """Return an https address that others can open, in its lasting form; "" stays "".

    Raises:
        UsageError: It is none, or is not encrypted.
    """
    address = checked_address(typed)
    if address and not address.startswith("https://"):
        raise UsageError(f"“{clean_line(typed, limit=60)}” does not begin with https://.")
    return address


def partial_date(typed: str | None, *, now: datetime) -> None:
    """Refuse a date that cannot be: none at all, or of another age.

    Raises:
        UsageError: It is not between 1900 and ten years from now.
    """
    if not typed:
        return
    if not is_partial_date(typed):
        raise UsageError(
            f"“{clean_line(typed, limit=40)}” is no date.",
            "Write a year, a month or a day: 2024, 2024-03 or 2024-03-31.",
        )
    if not EARLIEST_YEAR <= int(typed[:4]) <= now.year + FURTHEST_YEARS:
        raise UsageError(f"{typed} cannot be meant: the year is out of reach.")


def known_deeds(store: Store, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return keys of deeds as they were typed.

    Raises:
        NotFoundError: One of them is not in the record.
    """
    if keys:
        with store.reading() as reader:
            known = reader.deeds.by_keys(list(keys))
        for key in keys:
            if key not in known:
                raise NotFoundError(f"There is no work called {key} in your record.")
    return keys


def language(typed: str) -> str:
    """Return the tag of a language, as documents carry it.

    Raises:
        UsageError: No language is known by it.
    """
    from babel import Locale, UnknownLocaleError

    from portfolio.export.words import tidy_tag

    tag = tidy_tag(typed)
    first = tag.split("-")[0]
    known = Locale.parse("en").languages
    asked = re.split(r"[-_.@]", typed.strip().lower())[0]
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        is_known = first in known and "-" not in tag
    else:
        is_known = True
    if asked != first or not is_known:
        raise UsageError(
            f"“{clean_line(typed, limit=40)}” is no language that is known.",
            "Write its code: en, nl, pt-BR.",
        )
    return tag
