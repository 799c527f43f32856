"""``coverage``: a truthful statement of how far accounts and folders are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli.account import find, standings
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.model.codes import CoverageState, SourceKind
from portfolio.model.kinds import Kind
from portfolio.model.source import missing_words

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.model.source import Coverage, Source
    from portfolio.operations.accounts import AccountStanding, KindStanding

Accounts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ACCOUNT", help="Handles, handle@host or ids; all and the folders when not given."
    ),
]
FOLDER_KINDS = {"commits": "Commits", "tags": "Tags", "statistics": "Sizes of changes"}


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
class FolderCoverage:
    """How far one part of a repository on this computer was read.

    Attributes:
        place: Where it is.
        kind: ``commits``, ``tags`` or ``statistics``; "" for one that was never read.
        from_at / to_at: The period it spans, when known.
        missing: Codes of `portfolio.model.source.Coverage`, some with detail after a colon.
        problem: Why the last reading failed, in a sentence, or "".
    """

    source_id: str
    label: str
    place: str
    kind: str
    state: CoverageState
    from_at: datetime | None
    to_at: datetime | None
    missing: tuple[str, ...]
    last_ok_at: datetime | None
    problem: str


def coverage(context: typer.Context, account: Accounts = None) -> None:
    """Say for each account and folder: whole since when, what is hidden, what failed."""
    session = session_of(context)
    chosen = {find(session.shown, name).id for name in account or ()}
    found = [each for each in standings(session) if not chosen or each.account.id in chosen]
    folders = [] if chosen else _folders(session)
    if session.is_json:
        session.list([row for each in found for row in rows(each)], str)
        session.list([row for each in folders for row in folder_rows(each)], str)
    else:
        for each in found:
            session.answer(None, _in_words(each))
        for folder in folders:
            session.answer(None, _folder_in_words(folder))
    if not found and not folders:
        session.say(
            "Nothing is read yet. portfolio account add PROVIDER adds an account,"
            " portfolio scan FOLDER reads repositories."
        )
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


def folder_rows(source: Source) -> tuple[FolderCoverage, ...]:
    """Return the coverage of a repository on this computer, a row for each part of it."""
    if not source.coverage:
        return (_folder_row(source, "", CoverageState.UNKNOWN),)
    return tuple(_folder_row(source, each.kind, each.state, each) for each in source.coverage)


def _folder_row(
    source: Source, kind: str, state: CoverageState, known: Coverage | None = None
) -> FolderCoverage:
    return FolderCoverage(
        source_id=source.id,
        label=source.label,
        place=source.place,
        kind=kind,
        state=state,
        from_at=known.from_at if known else None,
        to_at=known.to_at if known else None,
        missing=known.missing if known else (),
        last_ok_at=source.last_ok_at,
        problem=source.last_error,
    )


def _folders(session: Session) -> list[Source]:
    with session.shown.reading() as reader:
        return [each for each in reader.sources.all() if each.kind is SourceKind.GIT_FOLDER]


def _in_words(standing: AccountStanding) -> str:
    from portfolio.cli import account_words

    lines = [account_words.account(standing)]
    return "\n".join([*lines, *(f"  {account_words.coverage(each)}" for each in standing.kinds)])


def _folder_in_words(source: Source) -> str:
    from portfolio.cli.account_words import day

    lines = [f"{source.label}  {source.place}  · read {day(source.last_ok_at)}"]
    lines += [f"  {source.last_error}"] if source.last_error else []
    return "\n".join([*lines, *(f"  {_part(row)}" for row in folder_rows(source))])


def _part(row: FolderCoverage) -> str:
    """Return how far one part was read: "Commits: whole since 2019-03-04"."""
    if not row.kind:
        return "Everything: unknown, not read yet"
    began = f" since {row.from_at:%Y-%m-%d}" if row.from_at else ""
    state = {
        CoverageState.COMPLETE: f"whole{began}",
        CoverageState.IN_PART: "in part",
        CoverageState.UNKNOWN: "unknown",
        CoverageState.HIDDEN: "hidden",
        CoverageState.NOT_ASKED: "not asked for",
    }[row.state]
    said = ", ".join([state, *map(missing_words, row.missing)])
    return f"{FOLDER_KINDS.get(row.kind, row.kind)}: {said}"
