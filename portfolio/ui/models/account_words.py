"""Accounts in words: how far each kind was read, what is missing and why, what needs the holder.

Five states have five marks (look/09). A list that could not be read is unknown, never none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from portfolio.model.account import AccountState, KindState, Way
from portfolio.model.codes import CoverageState
from portfolio.ui.models import dates
from portfolio.ui.models.kind_words import kind_name, kind_names
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio.model.account import Account, SyncProgress
    from portfolio.model.kinds import Kind

translate = QCoreApplication.translate

_MARKS = {
    CoverageState.COMPLETE: ("check", "ok"),
    CoverageState.IN_PART: ("contrast", "muted"),
    CoverageState.UNKNOWN: ("circle-question-mark", "warn"),
    CoverageState.HIDDEN: ("eye-off", "muted"),
    CoverageState.NOT_ASKED: ("circle-dashed", "muted"),
}
SHRUNK = "shrunk"
"""Code of `portfolio.model.account.MISSING`."""
_WAITS = ("clock", "muted")
_SILENCE = timedelta(days=14)
_NEEDS_HOLDER = frozenset(
    {AccountState.SIGN_IN, AccountState.NO_SECRET, AccountState.LOCKED, AccountState.REMOVED}
)


@dataclass(frozen=True, slots=True)
class KindLine:
    """One line of an account: kinds of which the same can be said.

    Attributes:
        icon / tone: The mark and its colour token.
        name: "Pull requests, reviews".
        words: One or two sentences without the last full stop.
        problem: What is said by "Details", or "".
        is_data: The name is a source's own.
        may_be_gone: Its listing suddenly lacked much, which the holder may accept.
    """

    icon: str
    tone: str
    name: str
    words: str
    problem: str = ""
    kinds: tuple[Kind, ...] = ()
    is_data: bool = False
    may_be_gone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account is, in a few words.

    Attributes:
        words: "Up to date 12 minutes ago, one kind failed".
        needs: What the holder can do about it (a word on a button), or "".
        icon: A mark before the words, or "".
    """

    words: str
    needs: str = ""
    icon: str = ""


def kind_lines(
    kinds: Sequence[Kind],
    states: Mapping[Kind, KindState],
    today: date,
    *,
    running: SyncProgress | None = None,
    done: frozenset[Kind] = frozenset(),
) -> list[KindLine]:
    """Return what is known of each kind; neighbours of which the same can be said share a line.

    Args:
        kinds: In the order in which the service's are shown.
        states: What is stored.
        today: For dates near to it.
        running: Where the reading that goes on is.
        done: Kinds that reading has finished.
    """
    lines: list[KindLine] = []
    for kind in kinds:
        state = states.get(kind) or KindState(kind, CoverageState.UNKNOWN)
        is_next = running is not None and kind not in done and running.kind is not kind
        is_reading = running is not None and running.kind is kind and kind not in done
        line = _line(kind, state, today, is_next=is_next, is_reading=is_reading)
        if lines and _are_alike(lines[-1], line):
            shared = (*lines[-1].kinds, kind)
            name = kind_names(list(shared))
            lines[-1] = replace(line, name=name, problem="", kinds=shared)
        else:
            lines.append(line)
    return lines


def _are_alike(one: KindLine, other: KindLine) -> bool:
    is_short = len(one.kinds) < 3
    return is_short and (one.icon, one.words, one.problem, one.may_be_gone) == (
        other.icon, other.words, "", other.may_be_gone,
    ) and not other.problem  # fmt: skip


def _line(
    kind: Kind, state: KindState, today: date, *, is_next: bool, is_reading: bool
) -> KindLine:
    icon, tone = _MARKS[state.state]
    words = _sentence(state, today, is_reading=is_reading)
    was_read = state.last_ok_at is not None or state.newest_at is not None
    if is_next and not was_read and state.state is not CoverageState.NOT_ASKED:
        icon, tone = _WAITS
        words = translate("accounts", "Next")
    elif state.state is CoverageState.UNKNOWN and not was_read and not state.problem:
        icon, tone = _WAITS
        words = translate("accounts", "Being read") if is_reading else _first_reason(state, today)
    problem = state.problem if state.state is not CoverageState.NOT_ASKED else ""
    shrank = SHRUNK in state.missing and not (is_next or is_reading)
    return KindLine(icon, tone, kind_name(kind), words, problem, (kind,), may_be_gone=shrank)


def _first_reason(state: KindState, today: date) -> str:
    if state.missing:
        return _joined([missing_words(code, today) for code in state.missing])
    return translate("accounts", "Not read yet")


def _sentence(  # noqa: PLR0911  (one for each state)
    state: KindState, today: date, *, is_reading: bool
) -> str:
    reasons = [missing_words(code, today) for code in state.missing]
    begin = _begin(state)
    if state.state is CoverageState.NOT_ASKED:
        return translate("accounts", "Not asked for. You left them out")
    if state.state is CoverageState.HIDDEN:
        hidden = translate("accounts", "Hidden by the service. There may be some")
        return _joined(reasons or [hidden])
    if state.state is CoverageState.COMPLETE:
        return _joined([begin or translate("accounts", "Complete"), *reasons])
    if state.state is CoverageState.IN_PART and is_reading and begin:
        return fill(translate("accounts", "%1, reading further back"), begin)
    if state.state is CoverageState.IN_PART:
        return _joined([translate("accounts", "In part"), *([begin] if begin else []), *reasons])
    if state.problem:
        return translate("accounts", "Unknown. It could not be read")
    return _joined([translate("accounts", "Unknown"), *reasons])


def _begin(state: KindState) -> str:
    if state.complete_from is None:
        return ""
    first = state.complete_from
    month = dates.month_and_year(first.year, first.month)
    return fill(translate("accounts", "Complete since %1"), month)


def _joined(sentences: Sequence[str]) -> str:
    words = sentences[0]
    for more in sentences[1:]:
        words = fill(translate("accounts", "%1. %2", "two sentences"), words, more)
    return words


def missing_words(code: str, today: date) -> str:
    """Return what a code of `portfolio.model.account.MISSING` says, as a sentence without stop."""
    name, _, detail = code.partition(":")
    if name == "restricted":
        return _restricted(detail)
    if name == "set-aside":
        count = int(detail) if detail.isascii() and detail.isdigit() else 0
        return translate("accounts", "%n item(s) could not be understood", None, count)
    if name == "history-limit":
        return _history_limit(detail, today)
    if name == "scope":
        return fill(translate("accounts", "The right “%1” was not given"), detail)
    if name == "capped" and detail:
        pattern = translate("accounts", "The service gives only a part of %1")
        return fill(pattern, _day_or_text(detail, today))
    words = {
        "interrupted": translate("accounts", "The reading was cut short and will go on"),
        "latest-only": translate("accounts", "The service lists only the latest"),
        "capped": translate("accounts", "The service gives only a part of them"),
        "sign-in": translate("accounts", "Shown only to whoever is signed in"),
        "failed": translate("accounts", "The last reading failed"),
        "shrunk": translate(
            "accounts", "The list was suddenly much shorter, so nothing was marked as gone"
        ),
        "stopped-early": translate("accounts", "The service repeated itself without end"),
        "only-public": translate("accounts", "Only what is public"),
        "hidden": translate("accounts", "The service never lists these"),
    }
    return words.get(name, code)


def _restricted(detail: str) -> str:
    if detail.isascii() and detail.isdigit():
        return translate(
            "accounts", "The service says there are %n more that it does not show", None,
            int(detail),
        )  # fmt: skip
    return translate("accounts", "The service says there are more that it does not show")


def _history_limit(detail: str, today: date) -> str:
    if detail.endswith("y") and detail[:-1].isascii() and detail[:-1].isdigit():
        return translate("accounts", "The service keeps only %n year(s)", None, int(detail[:-1]))
    pattern = translate("accounts", "The service keeps nothing older than %1")
    return fill(pattern, _day_or_text(detail, today))


def _day_or_text(detail: str, today: date) -> str:
    try:
        return dates.since_day(date.fromisoformat(detail[:10]), today)
    except ValueError:
        return detail


def standing(
    account: Account,
    states: Mapping[Kind, KindState],
    now: datetime,
    *,
    running: SyncProgress | None = None,
    items: int = 0,
) -> Standing:
    """Return how an account is.

    Args:
        account: As stored.
        states: Of its kinds.
        now: For "12 minutes ago".
        running: Where a reading that goes on is.
        items: How many it has brought so far.
    """
    if running is not None:
        return Standing(_running_words(running, items, now))
    needed = _needed(account.state)
    if needed is not None:
        return needed
    said = _last_read(account, now)
    if account.state is AccountState.PAUSED:
        return Standing(fill(translate("accounts", "Paused. %1"), said))
    again = translate("accounts", "Try again")
    failed = sum(bool(state.problem) for state in states.values())
    if failed:
        kinds = translate("accounts", "%n kind(s) failed", None, failed)
        words = fill(translate("accounts", "%1, %2", "state of an account"), said, kinds)
        return Standing(words, again)
    if account.problem or _is_silent(account, now):
        return Standing(said, again, "triangle-alert")
    return Standing(said)


def and_again(said: Standing, next_at: datetime, now: datetime) -> Standing:
    """Return how an account is, with when it is read next where nothing else needs saying."""
    if said.needs:
        return said
    pattern = translate("accounts", "%1, again %2", "when it was read, and when it will be")
    return replace(said, words=fill(pattern, said.words, coming(next_at, now)))


def _is_silent(account: Account, now: datetime) -> bool:
    """Whether an account has not been read for so long that somebody should be told."""
    since = account.last_ok_at or account.added_at
    return now - since > _SILENCE


def _needed(state: AccountState) -> Standing | None:
    """Return what the holder has to do before an account can be read; None when nothing."""
    sign_in = translate("accounts", "Sign in…")
    found = {
        AccountState.SIGN_IN: Standing(
            translate("accounts", "Needs you to sign in"), sign_in, "log-in"
        ),
        AccountState.NO_SECRET: Standing(
            translate("accounts", "The keyring has no token for it"), sign_in, "log-in"
        ),
        AccountState.LOCKED: Standing(
            translate("accounts", "The keyring is locked"),
            translate("accounts", "Try again"),
            "lock",
        ),
        AccountState.REMOVED: Standing(
            translate("accounts", "Being removed"),
            translate("accounts", "Remove…"),
            "triangle-alert",
        ),
    }
    return found.get(state)


def _running_words(running: SyncProgress, items: int, now: datetime) -> str:
    if running.waits_until is not None and running.waits_until > now:
        until = running.waits_until.astimezone()
        clock = QLocale().toString(QTime(until.hour, until.minute), QLocale.FormatType.ShortFormat)
        pattern = translate("accounts", "The service asks to wait. Goes on at %1")
        return fill(pattern, clock)
    if not items:
        return translate("accounts", "Reading, newest first")
    return translate("accounts", "Reading, newest first. %n item(s) so far", None, items)


def _last_read(account: Account, now: datetime) -> str:
    if account.last_ok_at is None:
        return translate("accounts", "Not read yet")
    if _is_silent(account, now):
        return fill(translate("accounts", "Last read %1"), ago(account.last_ok_at, now))
    return fill(translate("accounts", "Up to date %1"), ago(account.last_ok_at, now))


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago something was: "just now", "12 minutes ago", "on 3 May"."""
    past = max(now.astimezone(UTC) - at.astimezone(UTC), timedelta(0))
    minutes = past // timedelta(minutes=1)
    if minutes < 1:
        return translate("accounts", "just now")
    if minutes < 60:
        return translate("accounts", "%n minute(s) ago", None, minutes)
    if minutes < 24 * 60:
        return translate("accounts", "%n hour(s) ago", None, minutes // 60)
    if minutes < 7 * 24 * 60:
        return translate("accounts", "%n day(s) ago", None, minutes // (24 * 60))
    day = dates.since_day(at.astimezone().date(), now.astimezone().date())
    return fill(translate("accounts", "on %1"), day)


def coming(at: datetime, now: datetime) -> str:
    """Return how soon something will be: "soon", "in 12 minutes", "in 5 hours", "in 2 days"."""
    minutes = (at - now) // timedelta(minutes=1)
    if minutes < 1:
        return translate("accounts", "soon")
    if minutes < 60:
        return translate("accounts", "in %n minute(s)", None, minutes)
    if minutes < 2 * 24 * 60:
        return translate("accounts", "in %n hour(s)", None, minutes // 60)
    return translate("accounts", "in %n day(s)", None, minutes // (24 * 60))


def needs_holder(account: Account) -> bool:
    """Whether an account cannot be read until the holder does something."""
    return account.state in _NEEDS_HOLDER


def need_words(account: Account) -> str:
    """Return what the holder has to do before it can be read; "" when nothing."""
    needed = _needed(account.state)
    return needed.words if needed is not None else ""


def way_words(way: Way) -> str:
    """Return a way to sign in as a choice."""
    words = {
        Way.DEVICE: translate("accounts", "With a code in the browser"),
        Way.BROWSER: translate("accounts", "In the browser"),
        Way.USER_KEY: translate("accounts", "With a key the forum makes"),
        Way.TOKEN: translate("accounts", "With a token you paste"),
        Way.FROM_TOOL: translate("accounts", "With the token of a program on this computer"),
        Way.NAME: translate("accounts", "Without signing in: public things only"),
    }
    return words[way]


def proof_words(account: Account) -> str:
    """Return how an account is known to be the holder's."""
    if account.way is Way.NAME:
        return translate("accounts", "Public name only. Nothing proves that it is yours")
    return translate("accounts", "Signed in. The service said whose account it is")


def place_words(account: Account, default_instance: str) -> str:
    """Return where and who: "discuss.example, noor"; the well-known instance is not named."""
    host = account.instance.partition("://")[2]
    if account.instance == default_instance:
        return account.handle
    return fill(translate("accounts", "%1, %2", "host and login"), host, account.handle)
