"""Totals: counts per kind beside their period and source, never added together.

One line for each place a project's deeds were read from. A deed in several places is counted at
the first of them, so the lines of a project do not overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.export.gate import coverage as account_coverage
from portfolio.export.gate import periods
from portfolio.export.gate.accounts import instance_of
from portfolio.export.gate.addresses import public_address, public_remote, shown
from portfolio.export.gate.periods import Month
from portfolio.export.gate.visibility import Standing
from portfolio.model.codes import Action, Confidentiality, CoverageState, SourceKind
from portfolio.model.document import Span, Totals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.gate.pen import Pen
    from portfolio.export.gate.visibility import Visibility
    from portfolio.model.source import Coverage, Source
    from portfolio.model.tally import MonthTally

# What is missing from a reading (model.source.Coverage.missing) -> the phrase that says so.
_GAPS = {
    "partial-clone": "gap_partial",
    "interrupted": "gap_interrupted",
    "unreadable-objects": "gap_unreadable",
}
_UNKNOWN = {"commits": "unknown_commits", "tags": "unknown_tags"}
# What a repository on this computer tells; a count of one of them shows that commits were read.
_OF_COMMITS = frozenset(
    (
        Action.AUTHORED,
        Action.CO_AUTHORED,
        Action.REVIEWED,
        Action.MERGED,
        Action.INTEGRATED,
        Action.SIGNED_OFF,
        Action.TESTED,
        Action.REPORTED,
    )
)


@dataclass
class _Place:
    """What was read at one place: its counts and months so far."""

    span: Span
    sources: list[Source] = field(default_factory=list)
    counts: dict[Action, int] = field(default_factory=dict)
    months: set[Month] = field(default_factory=set)

    def add(self, tally: MonthTally) -> None:
        self.counts[tally.action] = self.counts.get(tally.action, 0) + tally.count
        if tally.year:
            self.months.add(Month(tally.year, tally.month))


def months_of(tallies: Iterable[MonthTally]) -> list[Month]:
    """Return the months in which something is counted, in order."""
    pairs = {(tally.year, tally.month) for tally in tallies if tally.year}
    return [Month(year, month) for year, month in sorted(pairs)]


def of_project(
    pen: Pen,
    visibility: Visibility,
    project_key: str,
    tallies: Iterable[MonthTally],
    *,
    without: frozenset[Action] = frozenset(),
) -> tuple[Totals, ...]:
    """Return the totals lines of one project.

    Args:
        pen: Writes the words.
        visibility: Knows which sources may be named.
        project_key: The project.
        tallies: Its counts that may be shown.
        without: Kinds that are told elsewhere on the page.
    """
    places: dict[str, _Place] = {}
    by_source: dict[str, _Place] = {}
    for source in visibility.shown_sources(project_key):
        span = _place_of(pen, source)
        place = places.setdefault(span.href or span.text, _Place(span))
        place.sources.append(source)
        by_source[source.id] = place
    for tally in tallies:
        if tally.action in without:
            continue
        ids = [id_ for id_ in by_source if id_ in tally.source_ids]
        if not ids:  # carried by a source filed under another project
            ids = [i for i in tally.source_ids if visibility.of_source(i) is Standing.SHOWN]
            _adopt(pen, visibility, ids, places, by_source)
        by_source[ids[0]].add(tally)
    lines = (_line(pen, place, told=without) for place in places.values())
    return tuple(line for line in lines if line is not None)


def not_public(
    pen: Pen, tallies: Iterable[MonthTally], sources: Iterable[Source]
) -> tuple[Totals, ...]:
    """Return the one line for what is counted without being named."""
    place = _Place(Span(pen.words.phrase("not_public_source")))
    for tally in tallies:
        place.add(tally)
    place.sources.extend(sources)
    line = _line(pen, place)
    return (line,) if line else ()


def _adopt(
    pen: Pen,
    visibility: Visibility,
    ids: list[str],
    places: dict[str, _Place],
    by_source: dict[str, _Place],
) -> None:
    source = visibility.sources[ids[0]]
    span = _place_of(pen, source)
    place = places.setdefault(span.href or span.text, _Place(span))
    place.sources.append(source)
    by_source[source.id] = place


def _place_of(pen: Pen, source: Source) -> Span:
    """Name where a source is; a folder of this computer is never named."""
    if source.kind is SourceKind.MANUAL:
        return Span(pen.words.phrase("entered_by_hand"))
    if source.confidentiality is Confidentiality.PUBLIC:
        remote = public_remote(source.remotes, is_public=source.is_public)
        address = f"https://{remote}" if remote else ""
        if source.kind is SourceKind.ACCOUNT and not address:
            address = public_address(source.place) or public_address(instance_of(source))
        if address and not pen.names_somebody(address):
            return Span(pen.line(shown(address)), address)
    if source.kind is SourceKind.ACCOUNT:
        return Span(pen.words.phrase("account_not_public"))
    return Span(pen.words.phrase("local_copy"))


def _line(pen: Pen, place: _Place, *, told: frozenset[Action] = frozenset()) -> Totals | None:
    counts = [
        pen.words.count(action, place.counts[action])
        for action in Action
        if place.counts.get(action)
    ]
    counted = told.union(place.counts)
    counts += _unknown(pen, place.sources, counted)
    counts += account_coverage.unknown(pen, place.sources, counted)
    if not counts:
        return None
    months = sorted(place.months)
    period = periods.in_words(pen.words, months[0], months[-1], is_current=False) if months else ""
    return Totals(tuple(counts), period, place.span, _reading(pen, place.sources, counted))


def _unknown(pen: Pen, sources: list[Source], counted: frozenset[Action]) -> list[str]:
    """Name the kinds whose reading failed, so that nothing is taken for none."""
    failed = {
        coverage.kind
        for source in sources
        if source.kind is SourceKind.GIT_FOLDER
        for coverage in source.coverage
        if coverage.state is CoverageState.UNKNOWN
    }
    if any(_failed_whole(source) for source in sources):
        failed.add("commits")
    if Action.RELEASED in counted:
        failed.discard("tags")  # some were read: the gap is said beside the count
    if counted & _OF_COMMITS:
        failed.discard("commits")
    return [pen.words.phrase(_UNKNOWN[kind]) for kind in _UNKNOWN if kind in failed]


def _failed_whole(source: Source) -> bool:
    return source.kind is SourceKind.GIT_FOLDER and bool(source.last_error) and not source.coverage


def _reading(pen: Pen, sources: list[Source], counted: frozenset[Action]) -> str:
    """Say when the sources were read (the oldest reading counts) and what is missing."""
    parts = []
    read = [source.last_ok_at for source in sources if source.last_ok_at is not None]
    if read and len(read) == len(sources):
        parts.append(pen.words.phrase("read", date=pen.words.day(min(read).date())))
    gaps = [
        words
        for source in sources
        if source.kind is SourceKind.GIT_FOLDER
        for coverage in source.coverage
        if coverage.kind in _UNKNOWN
        for words in _gaps(pen, coverage)
    ]
    gaps += account_coverage.gaps(pen, sources, counted)
    parts += dict.fromkeys(gaps)
    return "; ".join(parts)


def _gaps(pen: Pen, coverage: Coverage) -> list[str]:
    found = []
    for missing in coverage.missing:
        code, _, detail = missing.partition(":")
        if code == "shallow":
            start = periods.parse(detail)
            key = "gap_shallow" if start else "gap_shallow_undated"
            month = start.in_words(pen.words) if start else ""
            found.append(pen.words.phrase(key, month=month))
        else:
            found.append(pen.words.phrase(_GAPS.get(code, "gap_in_part")))
    if coverage.state is CoverageState.IN_PART and not found:
        found.append(pen.words.phrase("gap_in_part"))
    return found
