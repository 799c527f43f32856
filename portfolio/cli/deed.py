"""``deed``: the works of the record, and what the holder decides about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from portfolio.cli import contribution as asked
from portfolio.cli import words
from portfolio.cli.groups import group
from portfolio.cli.session import Session, session_of
from portfolio.model.deed import Deed
from portfolio.model.deed_query import DeedOrder
from portfolio.operations import deeds

app = group("Look at your deeds and decide about them.")

Keys = Annotated[list[str], typer.Argument(metavar="KEY...", help="Deed keys, as listed.")]
Key = Annotated[str, typer.Argument(help="A deed key, as listed.")]


@app.command("list")
def list_(
    context: typer.Context,
    query: asked.Words = "",
    kind: asked.Kinds = None,
    project: asked.ProjectName = "",
    account: asked.Account = "",
    since: asked.Since = None,
    until: asked.Until = None,
    limit: asked.Limit = 100,
    after: asked.After = "",
    hidden: asked.Hidden = False,
    order: asked.Order = DeedOrder.DATE_NEWEST,
) -> None:
    """List your deeds: one line a piece of work, however many copies carry it."""
    session = session_of(context)
    store = session.shown
    query_ = asked.wanted(store, query, kind, project, account, since, until, hidden, order)
    with store.reading() as reader:
        page = reader.deeds.page(query_, after=asked.place(after), limit=limit)
    session.list(page.deeds, words.deed)
    asked.end_of_page(session, is_empty=not page.deeds, following=page.next)


@app.command()
def hide(context: typer.Context, key: Keys) -> None:
    """Leave deeds out of lists and every document."""
    session = session_of(context)
    _answer(session, deeds.hide(session.store, key))


@app.command()
def unhide(context: typer.Context, key: Keys) -> None:
    """Show hidden deeds again."""
    session = session_of(context)
    _answer(session, deeds.show(session.store, key))


@app.command()
def show(context: typer.Context, key: Key) -> None:
    """Show one deed and what the sources said of it."""
    session = session_of(context)
    with session.shown.reading() as reader:
        found = reader.deeds.by_keys([key]).get(key)
        sources = reader.deeds.contributions(key) if found else []
    if found is None:
        deeds.show(session.shown, [key])  # says that it is not there
        return
    lines = [words.deed(found), *(f"  {each.source_id}  {each.title}" for each in sources)]
    lines += [f"  Note: {found.note}"] if found.note else []
    session.answer({"deed": found, "contributions": sources}, "\n".join(lines))


@app.command()
def retitle(
    context: typer.Context,
    key: Key,
    title: Annotated[str, typer.Argument(help='The title; "" brings the source\'s back.')],
) -> None:
    """Give a deed your own title."""
    session = session_of(context)
    _answer(session, [deeds.retitle(session.store, key, title)])


@app.command()
def confidential(
    context: typer.Context,
    key: Keys,
    off: Annotated[bool, typer.Option("--off", help="Take the mark away.")] = False,
) -> None:
    """Keep deeds out of every document, its totals and its attachments."""
    session = session_of(context)
    decide = deeds.mark_public if off else deeds.mark_confidential
    _answer(session, decide(session.store, key))


@app.command()
def note(
    context: typer.Context, key: Key, text: Annotated[str, typer.Argument(help="For you only.")]
) -> None:
    """Note something on a deed; it is never printed."""
    session = session_of(context)
    _answer(session, [deeds.note(session.store, key, text)])


def _answer(session: Session, found: Sequence[Deed]) -> None:
    session.list(found, words.deed)
