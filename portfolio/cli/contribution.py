"""``contribution``: what the sources said, one page at a time, and what was entered by hand."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import entering, words
from portfolio.cli.account import find as find_account
from portfolio.cli.groups import group
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.codes import Action, SourceKind
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.manual import date_known
from portfolio.model.record import Cursor
from portfolio.operations import projects

if TYPE_CHECKING:
    from collections.abc import Container

    # Not needed for help and usage; half a second to import.
    from portfolio.model.contribution import Contribution
    from portfolio.store.store import Store

app = group("Look at what was recorded, and add what no source tells.")

DAY = "YYYY-MM-DD"
Words = Annotated[str, typer.Option("--query", help="Words to find, each as a word's beginning.")]
Kinds = Annotated[
    list[Action] | None, typer.Option("--kind", metavar="KIND", help="What was done; repeatable.")
]
ProjectName = Annotated[str, typer.Option("--project", help="A project's name or key.")]
Account = Annotated[
    str, typer.Option("--account", help="An account, or a source's label, place or id.")
]
Since = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar=DAY, help="First day.")
]
Until = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar=DAY, help="Last day.")
]
Limit = Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")]
After = Annotated[str, typer.Option(help="Go on after this place; the last page names it.")]
Hidden = Annotated[bool, typer.Option("--hidden", help="Hidden ones too.")]
Order = Annotated[DeedOrder, typer.Option(help="Order of the list.")]


@app.command("list")
def list_(
    context: typer.Context,
    query: Words = "",
    kind: Kinds = None,
    project: ProjectName = "",
    account: Account = "",
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    after: After = "",
    hidden: Hidden = False,
    order: Order = DeedOrder.DATE_NEWEST,
) -> None:
    """List the contributions behind your deeds, each with its source."""
    session = session_of(context)
    store = session.shown
    asked = wanted(store, query, kind, project, account, since, until, hidden, order)
    with store.reading() as reader:
        page = reader.deeds.page(asked, after=place(after), limit=limit)
        found = [
            contribution
            for deed in page.deeds
            for contribution in reader.deeds.contributions(deed.key)
        ]
        sources = reader.sources.all()
    labels = {source.id: source.label for source in sources}
    typed_in = {source.id for source in sources if source.kind is SourceKind.MANUAL}
    session.list(
        found,
        lambda c: (
            f"{_day(c, typed_in)}  {c.action}  {c.title}"
            f"  · {labels.get(c.source_id, c.source_id)}  {c.native_id}"
        ),
    )
    end_of_page(session, is_empty=not found, following=page.next)


def _day(each: Contribution, typed_in: Container[str]) -> str:
    """Return the day, or of what was typed in as much of it as is known."""
    known = date_known(each.state) if each.source_id in typed_in else "day"
    return words.day_known(each.occurred_at, known)


def wanted(
    store: Store,
    query: str,
    kind: list[Action] | None,
    project: str,
    account: str,
    since: datetime | None,
    until: datetime | None,
    hidden: bool,
    order: DeedOrder,
) -> DeedQuery:
    """Return the query that options ask for.

    Raises:
        UsageError: No source or project is called so, or the days are the wrong way round.
    """
    if since and until and until < since:
        raise UsageError("The last day is before the first.")
    source_id, account_id = _source_or_account(store, account) if account else ("", "")
    return DeedQuery(
        words=query,
        actions=tuple(kind or ()),
        project_key=projects.find(store, project).key if project else "",
        source_id=source_id,
        account_id=account_id,
        since=since.date() if since else None,
        until=until.date() if until else None,
        include_hidden=hidden,
        order=order,
    )


def place(after: str) -> Cursor | None:
    """Return the place in the list that ``--after`` names."""
    return Cursor.from_text(after) if after else None


def end_of_page(session: Session, *, is_empty: bool, following: Cursor | None) -> None:
    """Say how to go on, or that nothing was found."""
    if is_empty:
        session.say("Nothing matches.")
        session.ends_with(DOES_NOT_HOLD)
    if following is not None:
        session.say(f"More follow: --after {following.to_text()}")


def _source_or_account(store: Store, name: str) -> tuple[str, str]:
    """Return the id of the one source, else of the one account, that is called so.

    Raises:
        UsageError: Neither one source nor one account is.
    """
    with store.reading() as reader:
        sources = reader.sources.all()
    found = [s.id for s in sources if name in {s.id, s.label, s.place}]
    if len(found) == 1:
        return found[0], ""
    with contextlib.suppress(NotFoundError):
        return "", find_account(store, name).id
    known = ", ".join(dict.fromkeys(s.label for s in sources)) or "none"
    raise UsageError(f"“{name}” does not name one source or account. There are: {known}.")


entering.add_to(app)
