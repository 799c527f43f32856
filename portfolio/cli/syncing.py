"""``sync`` and ``coverage``: reading accounts, and a truthful statement of what is covered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli.account import find, standings
from portfolio.cli.progress import MovingLine
from portfolio.cli.session import COULD_NOT, DOES_NOT_HOLD, IN_PART, Session, session_of
from portfolio.errors import NotFoundError
from portfolio.model.account import SyncProgress
from portfolio.model.codes import CoverageState
from portfolio.model.kinds import Kind

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.cli.network import Blocking
    from portfolio.operations.accounts import AccountStanding, KindStanding
    from portfolio.operations.syncing import SyncOutcome
    from portfolio.workspace import Workspace

Accounts = Annotated[
    list[str] | None,
    typer.Argument(metavar="ACCOUNT", help="Handles, handle@host or ids; all when not given."),
]
Kinds = Annotated[
    list[Kind] | None, typer.Option("--kind", metavar="KIND", help="Only this kind; repeatable.")
]


@dataclass(frozen=True, slots=True)
class KindCoverage:
    """How far one kind of one account was read.

    Attributes:
        complete_from: Everything since then is in the record; None while that is not known.
        newest_at: Everything up to then was seen.
        count: How many are in the record; None while it is unknown, which is not 0.
        missing: Codes of `portfolio.model.account.MISSING`, some with detail after a colon.
        problem: Why the last reading failed, in a sentence, or "".
    """

    account_id: str
    provider: str
    instance: str
    handle: str
    kind: Kind
    state: CoverageState
    complete_from: datetime | None
    newest_at: datetime | None
    count: int | None
    missing: tuple[str, ...]
    set_aside: int
    problem: str


@dataclass(frozen=True, slots=True)
class SyncAnswer:
    """What ``sync`` prints as JSON, a line for each account."""

    account_id: str
    provider: str
    instance: str
    handle: str
    outcome: str
    new: int
    changed: int
    gone: int
    set_aside: int
    failed_kinds: tuple[Kind, ...]
    problem: str
    notes: tuple[str, ...]
    coverage: tuple[KindCoverage, ...]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("sync")(sync)
    app.command("coverage")(coverage)


def sync(context: typer.Context, account: Accounts = None, kind: Kinds = None) -> None:
    """Read accounts: what is new first, then further back. Ctrl-C keeps every whole page."""
    from portfolio.cli import network
    from portfolio.operations import syncing

    session = session_of(context)
    chosen = [find(session.store, name).id for name in account or ()]
    line = SyncLine(session)

    async def work(workspace: Workspace, blocking: Blocking) -> list[SyncOutcome]:
        return await syncing.sync(
            workspace, chosen, kind or (), report=line.report, blocking=blocking
        )

    outcomes = network.run(session, work)
    line.clear()
    found = {each.account.id: each for each in _of_accounts(session, writing=True)}
    answers = [_answer(each, found.get(each.account.id)) for each in outcomes]
    session.list(answers, _in_words)
    _end(session, answers)


def coverage(context: typer.Context, account: Accounts = None) -> None:
    """Say for each account and kind: whole since when, what is hidden, what failed."""
    from portfolio.cli import account_words

    session = session_of(context)
    chosen = {find(session.shown, name).id for name in account or ()}
    found = [each for each in _of_accounts(session) if not chosen or each.account.id in chosen]
    if session.is_json:
        session.list([row for each in found for row in rows(each)], str)
    else:
        for each in found:
            lines = [account_words.account(each)]
            lines += [f"  {account_words.coverage(kind)}" for kind in each.kinds]
            session.answer(None, "\n".join(lines))
    if not found:
        session.say("No accounts yet. portfolio account add PROVIDER adds one.")
        session.ends_with(DOES_NOT_HOLD)


def rows(standing: AccountStanding) -> tuple[KindCoverage, ...]:
    """Return the coverage of an account, a row for each kind."""
    return tuple(_row(standing, each) for each in standing.kinds)


def _row(standing: AccountStanding, each: KindStanding) -> KindCoverage:
    account, state = standing.account, each.state
    return KindCoverage(
        account_id=account.id,
        provider=account.provider,
        instance=account.instance,
        handle=account.handle,
        kind=each.kind,
        state=state.state,
        complete_from=state.complete_from,
        newest_at=state.newest_at,
        count=each.count,
        missing=state.missing,
        set_aside=state.set_aside,
        problem=state.problem,
    )


class SyncLine(MovingLine):
    """Progress of a sync: a moving line on a terminal, a line for each kind elsewhere."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._items: dict[tuple[str, Kind], str] = {}
        with session.store.reading() as reader:
            self._names = {each.id: each.handle for each in reader.accounts.all()}

    def report(self, progress: SyncProgress) -> None:
        """Show one report."""
        from portfolio.cli.account_words import kind_name

        name = self._names.get(progress.account_id, progress.account_id)
        if progress.waits_until is not None:
            self.clear()
            until = f"{progress.waits_until:%H:%M:%S} UTC"
            self._session.say(f"{name}: the service asks to wait until {until}.")
            return
        if progress.kind is None:
            if progress.problem:
                self.clear()
                self._session.warn(f"{name}: {progress.problem}")
            return
        kind = kind_name(progress.kind)
        place = (progress.account_id, progress.kind)
        if progress.items:
            total = f" of {progress.total:,}" if progress.total else ""
            self._items[place] = f"{progress.items:,}{total}"
        count = self._items.get(place, "0")
        if not progress.is_kind_done:
            self.move_words(f"{name}, {kind}: {count}")
        elif progress.problem:
            self.clear()
            self._session.warn(f"{name}, {kind}: {progress.problem}")
        else:
            self.clear()
            self._session.say(f"{name}, {kind}: {count} read.")


def _of_accounts(session: Session, *, writing: bool = False) -> list[AccountStanding]:
    if not writing:
        return standings(session)
    from portfolio.operations import accounts

    return accounts.accounts(session.workspace())


def _answer(outcome: SyncOutcome, standing: AccountStanding | None) -> SyncAnswer:
    account = outcome.account
    return SyncAnswer(
        account_id=account.id,
        provider=account.provider,
        instance=account.instance,
        handle=account.handle,
        outcome=outcome.outcome,
        new=outcome.new,
        changed=outcome.changed,
        gone=outcome.gone,
        set_aside=outcome.set_aside,
        failed_kinds=outcome.failed_kinds,
        problem=outcome.problem,
        notes=outcome.notes,
        coverage=rows(standing) if standing else (),
    )


def _in_words(answer: SyncAnswer) -> str:
    from portfolio.cli.account_words import kind_name, missing, place

    head = f"{answer.handle} at {place(answer.instance)}: {answer.outcome.replace('-', ' ')}"
    numbers = f"{answer.new:,} new, {answer.changed:,} changed, {answer.gone:,} gone"
    lines = [f"{head}; {numbers}"]
    if answer.set_aside:
        lines.append(f"  {answer.set_aside:,} items could not be understood and were set aside")
    if answer.failed_kinds:
        lines.append(f"  failed: {', '.join(map(kind_name, answer.failed_kinds))}")
    if answer.problem:
        lines.append(f"  {answer.problem}")
    lines += [f"  {note}" for note in answer.notes]
    for row in answer.coverage:
        if row.state in {CoverageState.IN_PART, CoverageState.UNKNOWN} or row.problem:
            why = ", ".join([str(row.state).replace("-", " "), *map(missing, row.missing)])
            lines.append(f"  {kind_name(row.kind)}: {why}")
    return "\n".join(lines)


def _end(session: Session, answers: list[SyncAnswer]) -> None:
    if not answers:
        raise NotFoundError(
            "There is no account to read.", "portfolio account add PROVIDER adds one."
        )
    if all(each.outcome == "failed" for each in answers):
        session.ends_with(COULD_NOT)
    elif any(each.outcome != "done" for each in answers):
        session.ends_with(IN_PART)
