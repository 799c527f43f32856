"""``testimonial consent`` and ``export about``: documents about others, with their consent only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portfolio.cli import outside_files
from portfolio.cli.letter_answers import MOST_LETTER, Out, OwnAccount
from portfolio.cli.session import STDOUT, session_of
from portfolio.cli.words import counted, day
from portfolio.model.consent import ConsentField


def consent(
    context: typer.Context,
    maker: Annotated[
        str, typer.Argument(help="Who may make it: a name, and an account or a key's fingerprint.")
    ],
    out: Out,
    purpose: Annotated[str, typer.Option("--purpose", help="What the document is for.")],
    until: Annotated[str, typer.Option("--until", help="The last day it holds: 2027-11-20.")],
    field: Annotated[
        list[ConsentField], typer.Option("--field", help="What it may show; repeatable.")
    ],
    own_account: OwnAccount = None,
) -> None:
    """Let somebody make a document about you: a signed file that says what, for what, how long."""
    from portfolio.operations import about_others, letter_writing
    from portfolio.operations.export import save

    session = session_of(context)
    workspace, accounts = session.workspace(), tuple(own_account or ())
    last = day(until)
    data = about_others.give(workspace, maker, purpose, field, last, accounts=accounts)
    save(out, data)
    session.answer({"path": out, "fields": field, "until": last}, str(out))
    if not accounts and not letter_writing.issuer(workspace).accounts:
        session.say(
            "It names your key and no account of yours. For a draft that names an account, say it "
            "with --own-account."
        )


def about(
    context: typer.Context,
    draft: Annotated[Path, typer.Argument(help="The draft record you signed, a .claim file.")],
    out: Annotated[Path, typer.Option("--out", help="Where the file is saved; - is stdout.")],
    consent: Annotated[
        Path | None, typer.Option("--consent", help="The file in which they agree.")
    ] = None,
) -> None:
    """A PDF about somebody else, of what their signed consent names; without one, none."""
    from portfolio.operations import about_others

    session = session_of(context)
    agreed = outside_files.read(consent, most=MOST_LETTER) if consent is not None else None
    raw = outside_files.read(draft, most=MOST_LETTER)
    if str(out) == STDOUT:
        about_others.save_pdf(session.workspace(), raw, agreed, out, put=session.pour)
        return
    made = about_others.save_pdf(session.workspace(), raw, agreed, out)
    facts = {"path": out, "page_count": made.page_count, "size_bytes": len(made.data)}
    pages = counted(made.page_count, "page", "pages")
    session.answer(facts, f"Saved {out}, {pages}.")
