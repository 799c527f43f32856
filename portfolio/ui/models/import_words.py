"""The words of an import: fields, verdicts, and why a row stays out, translated when asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from portfolio.curate.columns import ImportField
from portfolio.operations.importing import RowVerdict
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.operations.importing import ImportPreview, ImportRow

translate = QCoreApplication.translate


def field_word(field: ImportField) -> str:
    """Return what a column holds, for a choice."""
    words = {
        ImportField.DATE: translate("import", "When"),
        ImportField.TITLE: translate("import", "What you did"),
        ImportField.ACTION: translate("import", "Kind"),
        ImportField.PROJECT: translate("import", "Project"),
        ImportField.URL: translate("import", "Link"),
        ImportField.WORDS: translate("import", "Note"),
        ImportField.EXACTNESS: translate("import", "How exact the date is"),
        ImportField.IGNORE: translate("import", "Leave out"),
    }
    return words[field]


def verdict_word(verdict: RowVerdict) -> str:
    """Return what becomes of a row."""
    words = {
        RowVerdict.NEW: translate("import", "New"),
        RowVerdict.KNOWN: translate("import", "Already there"),
        RowVerdict.BAD: translate("import", "Not understood"),
    }
    return words[verdict]


def summary(seen: ImportPreview) -> str:
    """Return what an import would do in one sentence."""
    if not seen.rows:
        return translate("import", "The file holds no rows.")
    new = translate("import", "%n new", None, seen.count(RowVerdict.NEW))
    known = translate("import", "%n already there", None, seen.count(RowVerdict.KNOWN))
    bad = translate("import", "%n not understood", None, seen.count(RowVerdict.BAD))
    return fill(translate("import", "%1, %2, %3. Nothing is stored yet."), new, known, bad)


def why(row: ImportRow) -> str:
    """Return why a row is not new, or what was assumed, in the window's language."""
    said = "; ".join(_reason(each) for each in row.why.split("; ") if each and "--" not in each)
    return said[:1].upper() + said[1:]


def _reason(words: str) -> str:
    for pattern, said in _REASONS:
        found = pattern.fullmatch(words)
        if found:
            return fill(said(), *found.groups())
    return words


_REASONS: Final[tuple[tuple[re.Pattern[str], Callable[[], str]], ...]] = (
    (
        re.compile("it was imported before"),
        lambda: translate("import", "it was imported before"),
    ),
    (
        re.compile(r"it says the same as row (\d+)"),
        lambda: translate("import", "it says the same as row %1"),
    ),
    (
        re.compile("a source of your record says it"),
        lambda: translate("import", "a source of your record says it"),
    ),
    (
        re.compile("there is no date"),
        lambda: translate("import", "there is no date"),
    ),
    (
        re.compile("(“.*”) is no date"),
        lambda: translate("import", "%1 is no date"),
    ),
    (
        re.compile("(“.*”) could be two days"),
        lambda: translate("import", "%1 could be two days; say above which number is the day"),
    ),
    (
        re.compile("It needs a title: .*"),
        lambda: translate("import", "it does not say what you did"),
    ),
    (
        re.compile("(.*) has not come yet.*"),
        lambda: translate("import", "%1 has not come yet"),
    ),
    (
        re.compile("(“.*”) is no address that others can open"),
        lambda: translate("import", "%1 is no address that others can open"),
    ),
)
