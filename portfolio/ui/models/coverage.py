"""How completely the sources were read, in sentences; never as a percentage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model.codes import CoverageState, SourceKind, parse
from portfolio.model.kinds import Kind
from portfolio.ui.models import account_words, dates
from portfolio.ui.models.kind_words import kind_name
from portfolio.ui.models.places import count_words
from portfolio.ui.models.words import fill, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.source import Coverage, Source

translate = QCoreApplication.translate

_NAMED = 2
_MARKS = {
    CoverageState.COMPLETE: ("check", "ok"),
    CoverageState.IN_PART: ("circle-dashed", "muted"),
    CoverageState.UNKNOWN: ("circle-question-mark", "warn"),
    CoverageState.HIDDEN: ("eye-off", "muted"),
    CoverageState.NOT_ASKED: ("circle-slash", "muted"),
}
"""Mark and its colour token, one a state."""


@dataclass(frozen=True, slots=True)
class CoverageSentence:
    """One kind of one source: its mark, what it is about, and what is known.

    Attributes:
        icon / tone: The mark and its colour token.
        kind: "Commits".
        words: One sentence.
    """

    icon: str
    tone: str
    kind: str
    words: str


def line(sources: Sequence[Source], today: date) -> str:
    """Return the one sentence or two for the foot of a list.

    Args:
        sources: Places as `places.gathered` returns them.
        today: For dates near to it.
    """
    sources = [each for each in sources if each.kind is not SourceKind.MANUAL]
    if not sources:
        return translate("coverage", "Nothing has been read yet.")
    unread = [source for source in sources if source.is_unreadable]
    rest = [source for source in sources if not source.is_unreadable]
    partly = [source for source in rest if not _is_complete(source)]
    whole = [source for source in rest if _is_complete(source)]
    said = []
    if whole:
        said.append(_whole_line(whole, partly, today))
    if partly:
        said.append(_partly_line(partly))
    if unread:
        said.append(_unread_line(unread))
    return " ".join(said)


def sentences(source: Source, today: date) -> list[CoverageSentence]:
    """Return what is known of each kind of a source."""
    if not source.coverage:
        words = translate("coverage", "Not read yet.")
        icon, tone = _MARKS[CoverageState.UNKNOWN]
        return [CoverageSentence(icon, tone, translate("coverage", "Everything"), words)]
    made = []
    for coverage in source.coverage:
        icon, tone = _MARKS[coverage.state]
        made.append(
            CoverageSentence(icon, tone, kind_word(coverage.kind), _sentence(coverage, today))
        )
    return made


def kind_word(kind: str) -> str:
    """Return what a kind is called; an unknown one as it is."""
    words = {
        "commits": translate("coverage", "Commits"),
        "tags": translate("coverage", "Tags"),
        "statistics": translate("coverage", "Sizes of changes"),
    }
    if kind in words:
        return words[kind]
    known = parse(Kind, kind, Kind.OTHER)
    return kind_name(known) if known is not Kind.OTHER else kind


def missing_words(code: str, today: date) -> str:
    """Return what a code such as ``shallow:2021-05-03`` says is missing."""
    name, _, detail = code.partition(":")
    if name == "shallow" and (day := _day(detail)):
        pattern = translate("coverage", "this copy begins on %1", "a shallow copy")
        return fill(pattern, dates.since_day(day, today))
    words = {
        "shallow": translate("coverage", "this copy leaves out older commits"),
        "partial-clone": translate("coverage", "this copy leaves out parts of its objects"),
        "interrupted": translate("coverage", "the reading was stopped"),
        "unreadable-objects": translate("coverage", "some objects cannot be read"),
    }
    return words.get(name) or account_words.missing_words(code, today)


def _sentence(coverage: Coverage, today: date) -> str:
    if coverage.state is CoverageState.COMPLETE:
        said = translate("coverage", "Complete.")
        if coverage.from_at is not None:
            month = dates.month_and_year(coverage.from_at.year, coverage.from_at.month)
            said = fill(translate("coverage", "Complete since %1."), month)
        for code in coverage.missing:  # by the service, whatever is read
            more = missing_words(code, today)
            said = fill(translate("coverage", "%1 %2.", "two sentences"), said, more)
        return said
    if coverage.state is CoverageState.IN_PART:
        if not coverage.missing:
            return translate("coverage", "In part.")
        why = listed(missing_words(code, today) for code in coverage.missing)
        return fill(translate("coverage", "In part: %1."), why)
    words = {
        CoverageState.UNKNOWN: translate("coverage", "Unknown. This could not be read."),
        CoverageState.HIDDEN: translate("coverage", "Hidden by the service. There may be some."),
        CoverageState.NOT_ASKED: translate("coverage", "Not asked for. You left them out."),
    }
    return words[coverage.state]


def _is_complete(source: Source) -> bool:
    done = {CoverageState.COMPLETE, CoverageState.NOT_ASKED, CoverageState.HIDDEN}
    return (
        bool(source.coverage)
        and not source.last_error
        and all(
            coverage.state in done for coverage in source.coverage if coverage.kind != "statistics"
        )
    )


def _whole_line(whole: Sequence[Source], partly: Sequence[Source], today: date) -> str:
    del today
    first = _first(whole)
    if len(whole) == 1:
        name = whole[0].label
    elif partly and len(whole) <= _NAMED:
        name = listed(source.label for source in whole)
    elif partly or any(each.kind is not SourceKind.GIT_FOLDER for each in whole):
        name = count_words(whole)
    else:
        name = translate("coverage", "All %n folder(s)", None, len(whole))
    if first is None:
        return fill(translate("coverage", "%1 complete."), name)
    when = dates.month_and_year(first.year, first.month)
    return fill(translate("coverage", "%1 complete since %2."), name, when)


def _partly_line(partly: Sequence[Source]) -> str:
    if len(partly) <= _NAMED:
        names = listed(source.label for source in partly)
        return fill(translate("coverage", "%1 only in part."), names)
    return fill(translate("coverage", "%1 only in part."), count_words(partly))


def _unread_line(unread: Sequence[Source]) -> str:
    if len(unread) <= _NAMED:
        names = listed(source.label for source in unread)
        return fill(translate("coverage", "%1 could not be read."), names)
    return translate("coverage", "%n folder(s) could not be read.", None, len(unread))


def _first(sources: Sequence[Source]) -> datetime | None:
    found = [
        coverage.from_at for source in sources for coverage in source.coverage if coverage.from_at
    ]
    return min(found, default=None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
