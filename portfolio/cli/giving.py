"""``testimonial``: what the holder writes for others, and takes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from portfolio.cli import outside_files
from portfolio.cli.groups import group
from portfolio.cli.letter_answers import (
    MOST_LETTER,
    Out,
    OwnAccount,
    TheirAccounts,
    Which,
    Works,
    facts,
    find,
    listed_work,
    own_key,
    say_written,
)
from portfolio.cli.letter_signing import Key
from portfolio.cli.session import session_of
from portfolio.errors import UsageError
from portfolio.model.attestation import (
    LASTS_MONTHS,
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Direction,
    Mentoring,
    Party,
)

app = group("Write for others.")

HowKnown = Annotated[list[Basis] | None, typer.Option("--basis", help="How you know; repeatable.")]
Words = Annotated[
    str, typer.Option("--text", help="What you say; without it standard input is read.")
]
Since = Annotated[str, typer.Option("--since", help="When it began: 2019-03.")]
Until = Annotated[str, typer.Option("--until", help="When it ended.")]
Contact = Annotated[bool, typer.Option("--contact", help="Readers may ask you about it.")]
Months = Annotated[
    int, typer.Option("--months", help="How long it is meant to hold.", min=1, max=120)
]
Relation = Annotated[
    Mentoring | None,
    typer.Option("--relation", help="Which of the two was the other's mentor, with --since."),
]
Audience = Annotated[
    str, typer.Option("--audience", help="Whom it is meant for; anybody if nothing is said.")
]
Status = Annotated[str, typer.Option("--status", help="Where you would publish a withdrawal.")]


@app.command()
def write(
    context: typer.Context,
    subject: Annotated[str, typer.Option("--for", help="Whom it is about.")],
    out: Out,
    kind: Annotated[AttestationKind, typer.Option("--kind")] = AttestationKind.TESTIMONIAL,
    account: TheirAccounts = None,
    their_key: Annotated[
        str, typer.Option("--their-key", help="The fingerprint of a key of theirs.")
    ] = "",
    work: Works = None,
    basis: HowKnown = None,
    role: Annotated[str, typer.Option("--role", help="What you are there.")] = "",
    own_account: OwnAccount = None,
    text: Words = "",
    relation: Relation = None,
    since: Since = "",
    until: Until = "",
    language: Annotated[str, typer.Option("--language")] = "",
    contact: Contact = False,
    audience: Audience = "",
    status: Status = "",
    months: Months = LASTS_MONTHS,
    key: Key = "",
) -> None:
    """Write a letter for somebody, sign it and save it."""
    from portfolio.operations import letter_writing

    session = session_of(context)
    said = Attestation(
        id="",
        kind=kind,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party("", role, tuple(own_account or ())),
        subject=Party(subject, "", tuple(account or ()), their_key),
        statement=text or sys.stdin.read(MOST_LETTER),
        raw=b"",
        about=tuple(map(listed_work, work or ())),
        basis=tuple(basis or ()),
        relation_from=since,
        relation_to=until,
        language=language,
        contact_ok=contact,
        audience=audience,
        status_url=status,
        mentoring=relation,
    )
    written = letter_writing.write(
        session.workspace(), said, own_key(session, key), months=months, to=out
    )
    say_written(session, written)


@app.command()
def thank(
    context: typer.Context,
    who: Annotated[str, typer.Argument(help="A name, the address of an account, or both.")],
    what: Annotated[str, typer.Argument(help="What they did.")],
    out: Out,
    kind: Annotated[
        AttestationKind, typer.Option("--kind", help="thanks, or claim: this person did this.")
    ] = AttestationKind.THANKS,
    link: Annotated[
        list[str] | None,
        typer.Option("--link", help="Where it can be seen, as LINK or TITLE=LINK; repeatable."),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Why it mattered.")] = "",
) -> None:
    """Thank somebody, or write down what they did: a signed file to hand over."""
    from portfolio.operations import thanking

    session = session_of(context)
    said = thanking.Thanks(who, what, kind, tuple(map(listed_work, link or ())), why)
    written = thanking.write(session.workspace(), said, to=out)
    comment = thanking.comment(said)
    session.answer(
        {**facts(written.attestation), "path": written.path, "comment": comment},
        f"{written.path}\nAs a public comment too, if you like:\n\n{comment}",
    )


@app.command()
def nominate(
    context: typer.Context,
    who: Annotated[str, typer.Argument(help="A name and the address of an account.")],
    out: Out,
    link: Annotated[
        list[str] | None,
        typer.Option("--link", help="A work as LINK or TITLE=LINK; repeatable."),
    ] = None,
    recorded: Annotated[
        bool,
        typer.Option("--recorded", help="Public works of your record that name the account."),
    ] = False,
    text: Annotated[str, typer.Option("--text", help="What they did, in your words.")] = "",
) -> None:
    """Put a draft record together for somebody: a file addressed to them, and to nobody else."""
    from portfolio.operations import nominating, thanking

    session = session_of(context)
    works = list(map(listed_work, link or ()))
    accounts = thanking.party(who).accounts
    if recorded and not accounts:
        raise UsageError("Say an account of theirs: a name alone may be somebody else.")
    for account in accounts if recorded else ():
        works += nominating.recorded_works(session.workspace().store, account)
    known = {work.url: work for work in reversed(works)}
    listed = [work for work in works if known.pop(work.url, None) is not None]
    words = text or sys.stdin.read(MOST_LETTER)
    say_written(session, nominating.write(session.workspace(), who, words, listed, to=out))


@app.command()
def answer(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A request somebody sent you.")],
    out: Out,
    text: Words = "",
    basis: HowKnown = None,
    role: Annotated[str, typer.Option("--role", help="What you are there.")] = "",
    own_account: OwnAccount = None,
    relation: Relation = None,
    since: Since = "",
    until: Until = "",
    contact: Contact = False,
    audience: Audience = "",
    status: Status = "",
    months: Months = LASTS_MONTHS,
    key: Key = "",
) -> None:
    """Answer a request: the letter it asks for, with your words, signed."""
    from dataclasses import replace

    from portfolio.operations import letter_requests, letter_writing

    session = session_of(context)
    _, draft = letter_requests.opened(outside_files.read(file, most=MOST_LETTER))
    workspace = session.workspace()
    accounts = tuple(own_account or ())
    if not accounts and not letter_writing.issuer(workspace).accounts:
        accounts = draft.issuer.accounts
        for each in accounts:
            session.say(f"It names {each} as your account, as the request does.")
    said = replace(
        draft,
        issuer=Party("", role, accounts),
        statement=text or sys.stdin.read(MOST_LETTER),
        basis=tuple(basis or ()),
        relation_from=since,
        relation_to=until,
        contact_ok=contact,
        audience=audience,
        status_url=status,
        mentoring=relation or draft.mentoring,
    )
    written = letter_writing.write(workspace, said, own_key(session, key), months=months, to=out)
    say_written(session, written)


@app.command()
def withdraw(
    context: typer.Context,
    letter: Which,
    out: Out,
    why: Annotated[str, typer.Option("--why", help="In your own words.")] = "",
) -> None:
    """Take back a letter you gave: a signed file to send to its holder, or to publish."""
    from portfolio.operations import letter_writing

    session = session_of(context)
    workspace = session.workspace()
    found = find(workspace.store, letter, Direction.GIVEN)
    say_written(session, letter_writing.withdraw(workspace, found.id, why, to=out))
