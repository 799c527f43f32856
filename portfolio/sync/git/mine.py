"""Turn a commit into the contributions of the person whose identities are confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from portfolio.model.codes import Action
from portfolio.model.contribution import NewContribution, Participant
from portfolio.model.deed import git_deed_key
from portfolio.sync.git import dates
from portfolio.sync.git.patterns import pattern_of
from portfolio.sync.git.text import many_lines, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from portfolio.sync.git.spellings import Tally

_MOST_TITLE_CHARS: Final = 1000
_MOST_BODY_CHARS: Final = 200_000
# Checking somebody's work, strongest first; one commit is one deed of this sort.
_CHECKING: Final = (
    ("reviewer", Action.REVIEWED),
    ("tester", Action.TESTED),
    ("reporter", Action.REPORTED),
)
_OWN: Final = frozenset((Action.AUTHORED, Action.CO_AUTHORED))


class Commit(NamedTuple):
    """One commit as it was read; dates are raw (``1700000000 +0100``)."""

    native_id: str
    is_merge: bool
    author: Tally
    authored: bytes
    committer: Tally
    committed: bytes
    people: Sequence[tuple[str, Tally]]
    message: bytes


def actions_of(commit: Commit) -> list[tuple[Action, str]]:
    """Return what the holder did in a commit, and under which identity key.

    At most one row for the doing (the strongest) and one for the checking; signing off counts
    only where there is neither.
    """
    parts = {part: tally.key for part, tally in commit.people if tally.is_mine}
    rows: list[tuple[Action, str]] = []
    if commit.author.is_mine:
        rows.append((Action.MERGED if commit.is_merge else Action.AUTHORED, commit.author.key))
        return rows
    if "co-author" in parts:
        return [(Action.CO_AUTHORED, parts["co-author"])]
    if commit.committer.is_mine and not commit.committer.is_forge:
        action = Action.MERGED if commit.is_merge else Action.INTEGRATED
        rows.append((action, commit.committer.key))
    for part, action in _CHECKING:
        if part in parts:
            rows.append((action, parts[part]))
            break
    if not rows and "signed-off" in parts:
        rows.append((Action.SIGNED_OFF, parts["signed-off"]))
    return rows


class Maker:
    """Makes contributions of commits.

    Args:
        now: For telling dates that cannot be right.
        url_of: Public address of a commit, or ``""``.
    """

    def __init__(self, now: datetime, url_of: Callable[[str], str]) -> None:
        self._latest_s = dates.latest_s(now)
        self._url_of = url_of

    def contributions(self, commit: Commit) -> list[NewContribution]:
        """Return the holder's contributions in a commit; ``pattern`` is only the pattern's name."""
        rows = actions_of(commit)
        if not rows:
            return []
        title, body = _title_and_body(commit.message)
        people = _people(commit)
        url = self._url_of(commit.native_id)
        pattern = "" if commit.is_merge else pattern_of(title)
        made = []
        for action, key in rows:
            at, offset_min, is_wrong = self._when(commit, action)
            state = "merge" if commit.is_merge else ""
            made.append(
                NewContribution(
                    native_id=commit.native_id,
                    action=action,
                    title=title,
                    occurred_at=at,
                    identity_key=key,
                    deed_key=git_deed_key(commit.native_id, action),
                    tz_offset_min=offset_min,
                    body=body,
                    url=url,
                    state="clock-error" if is_wrong else state,
                    pattern=pattern if action is Action.AUTHORED else "",
                    people=people,
                )
            )
        return made

    def _when(self, commit: Commit, action: Action) -> tuple[datetime, int, bool]:
        """Return the instant and offset of an action, and whether its own date is unbelievable.

        Then the other date of the commit stands in, if that can be believed.
        """
        own_is_author = action in _OWN or action is Action.REPORTED or commit.author.is_mine
        own, other = commit.authored, commit.committed
        if not own_is_author:
            own, other = other, own
        own_s, other_s = dates.seconds(own), dates.seconds(other)
        if self._is_believable(own_s):
            return dates.instant(own_s or 0), dates.offset_min(own), False
        if self._is_believable(other_s):
            return dates.instant(other_s or 0), dates.offset_min(other), True
        return dates.instant(own_s or 0), 0, True

    def _is_believable(self, second: int | None) -> bool:
        return second is not None and dates.EARLIEST_S <= second <= self._latest_s


def _title_and_body(message: bytes) -> tuple[str, str]:
    """Return the first paragraph as one line, and the rest; with it a title that had to be cut."""
    message = message.strip()
    if b"\r\n" in message:
        message = message.replace(b"\r\n", b"\n")
    raw_title, _, raw_body = message.partition(b"\n\n")
    title = one_line(raw_title)
    body = many_lines(raw_body)
    if len(title) > _MOST_TITLE_CHARS:
        body = f"{title}\n\n{body}".strip()
        title = title[: _MOST_TITLE_CHARS - 1] + "…"
    if len(body) > _MOST_BODY_CHARS:
        body = body[: _MOST_BODY_CHARS - 1] + "…"
    return title, body


def _people(commit: Commit) -> tuple[Participant, ...]:
    """Return everybody else named in a commit, each part once."""
    named: dict[Participant, None] = {}
    if not commit.author.is_mine:
        named[_participant("author", commit.author)] = None
    committer = commit.committer
    if not (committer.is_mine or committer.is_forge or committer.key == commit.author.key):
        named[_participant("merger" if commit.is_merge else "committer", committer)] = None
    for part, tally in commit.people:
        if not tally.is_mine:
            named[_participant(part, tally)] = None
    return tuple(named)


def _participant(part: str, tally: Tally) -> Participant:
    return Participant(name=tally.name, address=tally.address, part=part)
