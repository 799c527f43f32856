"""``holder`` and ``question``: what only the holder can say."""

from __future__ import annotations

from typing import Annotated

import typer

from portfolio.cli import checks, words
from portfolio.cli.groups import group
from portfolio.cli.session import Session, session_of
from portfolio.errors import UsageError
from portfolio.model.codes import Confidentiality
from portfolio.model.person import Holder
from portfolio.operations import holder as operations
from portfolio.operations import questions

app = group("What documents may say about you.")
question_app = group("Things only you can say about a source.")


@app.command()
def show(context: typer.Context) -> None:
    """Show your particulars."""
    session = session_of(context)
    with session.shown.reading() as reader:
        _answer(session, reader.holder())


@app.command("set")
def set_(
    context: typer.Context,
    name: Annotated[str | None, typer.Option(help="Name to print.")] = None,
    headline: Annotated[str | None, typer.Option(help="One line under the name.")] = None,
    place: Annotated[str | None, typer.Option(help="Where you live, as you want it said.")] = None,
    email: Annotated[
        str | None, typer.Option(help="Printed only where an edition says so.")
    ] = None,
    phone: Annotated[
        str | None, typer.Option(help="Printed only where an edition says so.")
    ] = None,
    link: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="An address; repeatable.")
    ] = None,
    summary: Annotated[str | None, typer.Option(help="A few sentences.")] = None,
) -> None:
    """Set particulars; what is not named stays, an empty text removes."""
    session = session_of(context)
    given = {
        "name": name,
        "headline": headline,
        "place": place,
        "email": None if email is None else checks.email(email),
        "phone": None if phone is None else checks.phone(phone),
        "links": None if link is None else checks.links(link),
        "summary": summary,
    }
    fields = {key: value for key, value in given.items() if value is not None}
    if not fields:
        raise UsageError("Name at least one thing to set.")
    _answer(session, operations.set_fields(session.store, **fields))


@question_app.command("list")
def list_questions(context: typer.Context) -> None:
    """List the questions, with the answers given."""
    session = session_of(context)
    with session.shown.reading() as reader:
        found = reader.questions.all()
    session.list(found, words.question, nothing="No questions.")


@question_app.command()
def answer(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="The question's key, as listed.")],
    code: Annotated[
        str,
        typer.Argument(
            metavar="ANSWER",
            help="leave-out, count-only or include; integrated or own-work;"
            ' "" takes the answer back.',
        ),
    ],
) -> None:
    """Answer a question; the cautious answer holds until then."""
    session = session_of(context)
    found = questions.answer(session.store, key, code)
    session.answer(found, words.question(found))


@question_app.command()
def private(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="The repository's label, place or id.")],
    code: Annotated[
        str,
        typer.Option(
            "--show",
            metavar="ANSWER",
            help='leave-out, count-only or include; "" takes it back.',
        ),
    ] = Confidentiality.LEAVE_OUT.value,
) -> None:
    """Say that a repository is private, also one on a site for everyone."""
    session = session_of(context)
    found = questions.find_source(session.store, source)
    said = questions.set_confidentiality(session.store, found.id, code)
    session.answer(said, f"{said.label}: {said.confidentiality}")


def _answer(session: Session, holder: Holder) -> None:
    lines = [
        f"{name}: {text}"
        for name, text in (
            ("Name", holder.name),
            ("Headline", holder.headline),
            ("Place", holder.place),
            ("E-mail", holder.email),
            ("Phone", holder.phone),
            ("Links", ", ".join(holder.links)),
            ("Summary", holder.summary),
        )
        if text
    ]
    session.answer(holder, "\n".join(lines) or "Nothing was said yet.")
