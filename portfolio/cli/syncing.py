"""``sync``: reading accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli.account import find, token_on_stdin
from portfolio.cli.covering import KindCoverage, coverage, rows
from portfolio.cli.progress import MovingLine
from portfolio.cli.session import COULD_NOT, IN_PART, INTERRUPTED, Session, session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.account import SyncProgress
from portfolio.model.codes import CoverageState
from portfolio.model.kinds import Kind

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.cli.network import Blocking
    from portfolio.operations.accounts import AccountStanding
    from portfolio.operations.syncing import SyncOutcome
    from portfolio.secret import Secret
    from portfolio.workspace import Workspace

Accounts = Annotated[
    list[str] | None,
    typer.Argument(metavar="ACCOUNT", help="Handles, handle@host or ids; all when not given."),
]
Kinds = Annotated[
    list[Kind] | None, typer.Option("--kind", metavar="KIND", help="Only this kind; repeatable.")
]
TokenForRun = Annotated[
    bool,
    typer.Option(
        "--token-stdin", help="Read a token from stdin for this run only; it is kept nowhere."
    ),
]
Item = Annotated[
    str,
    typer.Option("--item", metavar="DEED", help="Ask the service again for this one deed only."),
]
CAME = {
    "changed": "It has changed, and the record with it.",
    "same": "It is as it was.",
    "gone": "The service has it no more. The copy in the record is kept.",
    "final": "Nothing more can become of it at its service, so it was not asked.",
}
"""What came of asking again, by code of `portfolio.operations.item_asking.Came`."""


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


def sync(
    context: typer.Context,
    account: Accounts = None,
    kind: Kinds = None,
    token_stdin: TokenForRun = False,
    item: Item = "",
) -> None:
    """Read accounts: what is new first, then further back. Ctrl-C keeps every whole page."""
    from portfolio.cli import network
    from portfolio.operations import syncing

    session = session_of(context)
    if item:
        if account or kind or token_stdin:
            raise UsageError("--item stands alone: it asks the accounts that brought the deed.")
        _ask_again(session, item)
        return
    chosen = [find(session.store, name).id for name in account or ()]
    tokens = _lent(chosen) if token_stdin else {}
    line = SyncLine(session)
    ended: list[SyncOutcome] = []

    async def work(workspace: Workspace, blocking: Blocking) -> list[SyncOutcome]:
        return await syncing.sync(
            workspace,
            chosen,
            kind or (),
            report=line.report,
            blocking=blocking,
            tokens=tokens,
            ended=ended.append,
        )

    outcomes = network.run(session, work, when_stopped=lambda: ended)
    line.clear()
    found = {each.account.id: each for each in accounts_of(session)}
    answers = [_answer(each, found.get(each.account.id)) for each in outcomes]
    session.list(answers, _in_words)
    if outcomes is ended and not answers:
        session.ends_with(INTERRUPTED)
    else:
        _end(session, answers)


def _ask_again(session: Session, deed_key: str) -> None:
    """Ask the services again for one deed, and say what came of it."""
    from portfolio.cli import network
    from portfolio.operations import item_asking

    async def work(workspace: Workspace, blocking: Blocking) -> item_asking.ItemAnswer:
        return await item_asking.ask_again(workspace, deed_key, blocking=blocking)

    answer = network.run(session, work)
    session.answer(answer, CAME[answer.came.value])


def _lent(chosen: list[str]) -> dict[str, Secret]:
    """Return the token on stdin for the one account that is read with it.

    Raises:
        UsageError: Not one account was named, or there is no token.
    """
    if len(set(chosen)) != 1:
        raise UsageError("A token on stdin is for one account.", "Name that one.")
    return {chosen[0]: token_on_stdin()}


def accounts_of(session: Session) -> list[AccountStanding]:
    """Return every account as it is after a sync."""
    from portfolio.operations import accounts

    return accounts.accounts(session.workspace())


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
