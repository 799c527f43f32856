"""What must be said beside a total about how accounts were read.

An account is read kind by kind (pull requests, comments ...), and its coverage holds for every
place it lists. Beside a total stand the gaps of the kinds that are counted there. A kind that
could not be read is unknown, never nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.export.gate.accounts import instance_of
from portfolio.export.gate.periods import Month
from portfolio.model.codes import Action, CoverageState, SourceKind, parse
from portfolio.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portfolio.export.gate.pen import Pen
    from portfolio.model.source import Coverage, Source

# Which kinds of lists an action is counted from.
_KINDS: Final[dict[Action, frozenset[Kind]]] = {
    Action.AUTHORED: frozenset((Kind.COMMIT,)),
    Action.PROPOSED: frozenset((Kind.PULL_REQUEST,)),
    Action.MERGED: frozenset((Kind.PULL_REQUEST,)),
    Action.REVIEWED: frozenset((Kind.REVIEW, Kind.FLAG, Kind.TRANSLATION_REVIEW)),
    Action.COMMENTED: frozenset((Kind.COMMENT, Kind.REVIEW_COMMENT, Kind.BUG_COMMENT)),
    Action.RAISED: frozenset((Kind.ISSUE, Kind.BUG_REPORTED, Kind.QUESTION)),
    Action.FIXED: frozenset((Kind.BUG_FIXED, Kind.ISSUE)),
    Action.POSTED: frozenset((Kind.DISCUSSION, Kind.TOPIC, Kind.POST)),
    Action.ANSWERED: frozenset((Kind.ANSWER, Kind.SOLUTION, Kind.DISCUSSION)),
    Action.EDITED: frozenset((Kind.WIKI_EDIT,)),
    Action.TRANSLATED: frozenset((Kind.TRANSLATION,)),
    Action.RELEASED: frozenset((Kind.RELEASE, Kind.TAG)),
    Action.ATTACHED: frozenset((Kind.ATTACHMENT,)),
    Action.TRIAGED: frozenset((Kind.TRIAGE, Kind.LOG_ACTION)),
    Action.MENTORED: frozenset((Kind.MENTORING,)),
    Action.MAINTAINED: frozenset((Kind.PACKAGE, Kind.PROJECT)),
    Action.SERVED: frozenset((Kind.ROLE,)),
    Action.SPONSORED: frozenset((Kind.SPONSORSHIP,)),
    Action.CREDITED: frozenset((Kind.CREDIT,)),
    Action.AWARDED: frozenset((Kind.BADGE, Kind.CREDENTIAL)),
    Action.THANKED: frozenset((Kind.LIKE_RECEIVED, Kind.THANKS)),
    Action.PUBLISHED: frozenset((Kind.PUBLICATION, Kind.BLOG_POST)),
    Action.SPOKE: frozenset((Kind.TALK,)),
    Action.ORGANISED: frozenset((Kind.EVENT,)),
}

# Codes of `portfolio.model.account.MISSING` -> the phrase that says so. What is left out by the
# rights given or by asking for public work only takes nothing from a total of public work.
_GAPS: Final = {
    "interrupted": "gap_interrupted",
    "history-limit": "gap_history_limit",
    "latest-only": "gap_latest_only",
    "capped": "gap_capped",
    "restricted": "gap_restricted",
    "set-aside": "gap_set_aside",
    "shrunk": "gap_listing",
    "stopped-early": "gap_listing",
    "failed": "gap_failed",
}
_SILENT: Final = frozenset(("scope", "only-public", "sign-in", "hidden"))
_SEPARATORS: Final = {"ar": "، "}


def unknown(pen: Pen, sources: Iterable[Source], counted: Collection[Action]) -> list[str]:
    """Return the words for kinds of accounts that could not be read at all; none or one.

    Args:
        pen: Writes the words.
        sources: What was read at one place.
        counted: Actions with a count there; a kind behind one of them was read in part.
    """
    sources = list(sources)
    seen = _kinds_of(counted)
    read = _read_kinds(sources)
    failed = [
        kind
        for kind, coverage in _by_kind(sources)
        if coverage.state is CoverageState.UNKNOWN and kind not in seen | read
    ]
    return [pen.words.phrase("unknown_kinds", what=_names(pen, failed))] if failed else []


def gaps(pen: Pen, sources: Iterable[Source], counted: Collection[Action]) -> list[str]:
    """Return what is missing of the kinds counted at one place, each gap once with its kinds."""
    relevant = _kinds_of(counted)
    of_gap: dict[str, dict[Kind, None]] = {}
    kinds: dict[Kind, None] = {}
    for kind, coverage in _by_kind(sources):
        if kind in relevant and coverage.state is not CoverageState.NOT_ASKED:
            kinds[kind] = None
            for words in _gaps_of(pen, coverage):
                of_gap.setdefault(words, {})[kind] = None
    return [
        words
        if not _has_field(words) and found.keys() == kinds.keys()
        else _said_of(pen, words, list(found))
        for words, found in of_gap.items()
    ]


def _gaps_of(pen: Pen, coverage: Coverage) -> list[str]:
    codes = [code.partition(":")[0] for code in coverage.missing]
    found = [
        pen.words.phrase(_GAPS.get(code, "gap_in_part")) for code in codes if code not in _SILENT
    ]
    if coverage.state is CoverageState.UNKNOWN and "failed" not in codes:
        found.append(pen.words.phrase("gap_failed"))
    if coverage.state is CoverageState.IN_PART:
        if coverage.from_at is not None:
            first = Month(coverage.from_at.year, coverage.from_at.month)
            found.insert(0, _SINCE + first.in_words(pen.words))
        elif not found:
            found.append(pen.words.phrase("gap_in_part"))
    return list(dict.fromkeys(found))


_SINCE: Final = "\x00since "  # marks a month until the kinds it holds for are gathered


def _has_field(words: str) -> bool:
    return words.startswith(_SINCE)


def _said_of(pen: Pen, words: str, kinds: list[Kind]) -> str:
    what = _names(pen, kinds)
    if _has_field(words):
        return pen.words.phrase("gap_since", what=what, month=words.removeprefix(_SINCE))
    return pen.words.phrase("gap_of", what=what, gap=words)


def _names(pen: Pen, kinds: Iterable[Kind]) -> str:
    separator = _SEPARATORS.get(pen.words.tag.split("-")[0], ", ")
    return separator.join(pen.words.kind(kind) for kind in dict.fromkeys(kinds))


def _kinds_of(actions: Collection[Action]) -> frozenset[Kind]:
    return frozenset().union(*(_KINDS.get(action, frozenset()) for action in actions))


def _by_kind(sources: Iterable[Source]) -> list[tuple[Kind, Coverage]]:
    """Return the coverage of accounts by kind, once for each account, in the order of kinds."""
    found: dict[tuple[str, str], tuple[Kind, Coverage]] = {}
    for source in sources:
        if source.kind is SourceKind.ACCOUNT:
            for coverage in source.coverage:
                kind = parse(Kind, coverage.kind, Kind.OTHER)
                account = source.account_id or instance_of(source)  # one removed has no id
                found.setdefault((account, coverage.kind), (kind, coverage))
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found.values(), key=lambda each: order[each[0]])


def _read_kinds(sources: Iterable[Source]) -> frozenset[Kind]:
    """Return the kinds a local copy at the same place tells as well."""
    whole = {
        coverage.kind
        for source in sources
        if source.kind is SourceKind.GIT_FOLDER
        for coverage in source.coverage
        if coverage.state is CoverageState.COMPLETE
    }
    told = {"commits": Kind.COMMIT, "tags": Kind.TAG}
    return frozenset(kind for name, kind in told.items() if name in whole)
