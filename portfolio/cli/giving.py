"""``testimonial``: what the holder writes for others, asks of others, and takes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.attest.mentoring import Agreement
from portfolio.cli import outside_files
from portfolio.cli.groups import group
from portfolio.cli.letter_answers import (
    MOST_LETTER,
    Out,
    OwnAccount,
    Which,
    facts,
    find,
    own_key,
    period,
    save_written,
)
from portfolio.cli.letter_signing import Key
from portfolio.cli.session import session_of
from portfolio.cli.words import counted
from portfolio.errors import UsageError
from portfolio.model.attestation import (
    LASTS_MONTHS,
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Decision,
    Direction,
    Mentoring,
    Party,
    Work,
)
from portfolio.model.letter_request import ADVISED_WORKS, MAX_WORKS

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.operations.mentoring import Mentored

app = group("Write for others.")

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
    account: Annotated[
        list[str] | None, typer.Option("--account", help="An account of theirs; repeatable.")
    ] = None,
    their_key: Annotated[
        str, typer.Option("--their-key", help="The fingerprint of a key of theirs.")
    ] = "",
    work: Annotated[
        list[str] | None,
        typer.Option("--work", help="A work as LINK or TITLE=LINK; repeatable."),
    ] = None,
    basis: Annotated[
        list[Basis] | None, typer.Option("--basis", help="How you know; repeatable.")
    ] = None,
    role: Annotated[str, typer.Option("--role", help="What you are there.")] = "",
    own_account: OwnAccount = None,
    text: Annotated[
        str, typer.Option("--text", help="What you say; without it standard input is read.")
    ] = "",
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
        about=tuple(map(_work, work or ())),
        basis=tuple(basis or ()),
        relation_from=since,
        relation_to=until,
        language=language,
        contact_ok=contact,
        audience=audience,
        status_url=status,
        mentoring=relation,
    )
    written = letter_writing.write(session.workspace(), said, own_key(session, key), months=months)
    save_written(session, written, out)


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
    from portfolio.operations.letter_files import save as save_file

    session = session_of(context)
    said = thanking.Thanks(who, what, kind, tuple(map(_work, link or ())), why)
    written = thanking.write(session.workspace(), said)
    path = out / written.name if out.is_dir() else out
    save_file(path, written.data)
    comment = thanking.comment(said)
    session.answer(
        {**facts(written.attestation), "path": path, "comment": comment},
        f"{path}\nAs a public comment too, if you like:\n\n{comment}",
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
    works = list(map(_work, link or ()))
    accounts = thanking.party(who).accounts
    if recorded and not accounts:
        raise UsageError("Say an account of theirs: a name alone may be somebody else.")
    for account in accounts if recorded else ():
        works += nominating.recorded_works(session.workspace().store, account)
    known = {work.url: work for work in reversed(works)}
    listed = [work for work in works if known.pop(work.url, None) is not None]
    words = text or sys.stdin.read(MOST_LETTER)
    save_written(session, nominating.write(session.workspace(), who, words, listed), out)


@app.command()
def request(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="A folder for the files.")],
    to: Annotated[str, typer.Option("--to", help="Whom you ask.")],
    account: Annotated[
        list[str] | None, typer.Option("--account", help="An account of theirs; repeatable.")
    ] = None,
    story: Annotated[str, typer.Option("--story", help="A story of yours, by title or id.")] = "",
    work: Annotated[
        list[str] | None,
        typer.Option("--work", help="A work as LINK or TITLE=LINK; repeatable."),
    ] = None,
    question: Annotated[str, typer.Option("--question", help="The one thing you ask.")] = "",
    kind: Annotated[AttestationKind, typer.Option("--kind")] = AttestationKind.TESTIMONIAL,
    language: Annotated[str, typer.Option("--language")] = "en",
    relation: Annotated[
        Mentoring | None,
        typer.Option("--relation", help="What you were; they are asked to say the other side."),
    ] = None,
) -> None:
    """Ask somebody who saw the work: a file, a form for any editor, and the text of a mail."""
    from portfolio.cli.story import find as find_story
    from portfolio.operations import letter_requests

    session = session_of(context)
    workspace = session.workspace()
    works = list(map(_work, work or ()))
    story_id = ""
    if story:
        asking = letter_requests.about_story(workspace.store, find_story(workspace.store, story).id)
        story_id, works = asking.story_id, works or list(asking.works)
        if not works:
            raise UsageError(
                "No work of this story has a public page that others can open.",
                "Name one or more with --work TITLE=LINK.",
            )
    made = letter_requests.make(
        workspace,
        Party(to, "", tuple(account or ())),
        works,
        question=question,
        kind=kind,
        language=language,
        story_id=story_id,
        mentoring=relation.other if relation else None,
        folder=out,
    )
    if words := _about_number(len(works)):
        session.say(words)
    paths = [out / name for name, _ in made.files]
    session.answer(
        {"id": made.request.id, "files": paths, "mail": made.mail, "link": made.link,
         "works": made.request.works},
        "\n".join([*map(str, paths), "", made.mail]),
    )  # fmt: skip


def _about_number(count: int) -> str:
    """Return what to say of few works, or of more than a request lists; "" for nothing."""
    if 0 < count < ADVISED_WORKS:
        return (
            f"{ADVISED_WORKS} to {MAX_WORKS} works make a better letter: there is more to write"
            f" about. This request lists {counted(count, 'work', 'works')}."
        )
    if count > MAX_WORKS:
        return f"A request lists at most {MAX_WORKS} works: these are the first of {count}."
    return ""


@app.command()
def people(
    context: typer.Context,
    story: Annotated[str, typer.Argument(help="A story of yours, by title or id.")],
) -> None:
    """List whom you might ask about a story: who saw most of its works first."""
    from portfolio.cli.story import find as find_story
    from portfolio.operations import letter_requests

    session = session_of(context)
    found = find_story(session.shown, story)
    asking = letter_requests.about_story(session.shown, found.id)
    session.list(
        asking.people,
        lambda each: (
            f"{each.name}  {each.account}  "
            + ", ".join(f"{part} of {count}" for part, count in each.parts)
        ),
        nothing="Nobody else is recorded on the works of this story.",
    )


@app.command()
def answer(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A request somebody sent you.")],
    out: Out,
    text: Annotated[
        str, typer.Option("--text", help="What you say; without it standard input is read.")
    ] = "",
    basis: Annotated[
        list[Basis] | None, typer.Option("--basis", help="How you know; repeatable.")
    ] = None,
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
    written = letter_writing.write(workspace, said, own_key(session, key), months=months)
    save_written(session, written, out)


@app.command()
def mentoring(context: typer.Context) -> None:
    """List your mentors and mentees: who agreed, and where only one side says so."""
    from portfolio.operations import mentoring as operations

    session = session_of(context)
    workspace = session.workspace(read_only=True)
    found = operations.found(workspace.store, workspace.clock)
    sides = ((Mentoring.MENTEE, found.mentors), (Mentoring.MENTOR, found.mentees))
    session.list(
        [_mentored(each, was) for was, people in sides for each in people],
        _mentored_line,
        nothing="No letter says who mentored whom yet.",
    )


def _mentored(each: Mentored, was: Mentoring) -> dict[str, object]:
    since, until = each.period
    theirs = each.theirs.attestation if each.theirs is not None else None
    return {
        "name": each.other.name,
        "accounts": each.other.accounts,
        "you_were": was,
        "agreement": each.agreement,
        "listed": each.is_listed,
        "relation_from": since,
        "relation_to": until,
        "your_letter": each.own.id if each.own else None,
        "their_letter": theirs.id if theirs else None,
        "their_letter_is": theirs.decision if theirs else None,
    }


def _mentored_line(each: object) -> str:
    assert isinstance(each, dict)  # noqa: S101  (narrowing only)
    name = each["name"]
    is_mentor = each["you_were"] is Mentoring.MENTOR
    when = period(each["relation_from"], each["relation_to"])
    what = f"You mentored {name}" if is_mentor else f"{name} mentored you"
    return f"{what}{when}  · {_agreed(each, is_mentor=is_mentor)}"


def _agreed(each: dict[str, object], *, is_mentor: bool) -> str:
    """Return how far both sides say the same, in one sentence."""
    name, decision = each["name"], each["their_letter_is"]
    if each["agreement"] is Agreement.ONE_SIDED and each["their_letter"] is None:
        other = f"you mentored {name}" if is_mentor else f"{name} mentored you"
        return f"Only you state that {other}. Not listed until they sign too."
    if decision in {Decision.PENDING, Decision.ASKED_CHANGE}:
        return "Their letter waits for your decision."
    if decision is Decision.PRIVATE:
        return "You keep their letter private."
    if each["agreement"] is Agreement.ONE_SIDED:
        other = "you mentored them" if is_mentor else "they mentored you"
        return f"{name} states that {other}. You have not signed it."
    if each["agreement"] is Agreement.UNPROVED:
        return "Both letters are here, but whose key signed theirs is not known here."
    return "Both say so." if each["listed"] else "Both say so. Left out of your page."


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
    save_written(session, letter_writing.withdraw(workspace, found.id, why), out)


def _work(typed: str) -> Work:
    title, mark, url = typed.partition("=")
    if mark and url.startswith(("https://", "http://")):
        return Work(url, title)
    return Work(typed, typed)
