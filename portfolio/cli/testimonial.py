"""``testimonial``: what others say of the holder, and what the holder says of others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import (
    about_others,
    carrying,
    giving,
    letter_requests,
    letter_signing,
    mentoring,
    network,
    outside_files,
)
from portfolio.cli.groups import group
from portfolio.cli.letter_answers import (
    MOST_LETTER,
    Out,
    Which,
    about,
    facts,
    find,
    relation,
    works,
)
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.errors import UsageError
from portfolio.model import verdict_lines
from portfolio.model.attestation import (
    Decision,
    Direction,
)
from portfolio.operations.carrying import without_letter

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.model.attestation import Attestation
    from portfolio.operations.letters import LetterView

app = group("Take in what others say of you, decide about it, and write for others.")


@app.command("import")
def import_(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FILE|LINK", help="A letter, or the link of a public comment.")
    ],
    signature: Annotated[
        Path | None, typer.Option("--signature", help="FILE.sig, when it came beside.")
    ] = None,
) -> None:
    """Take a letter or a public comment into the inbox; a link is fetched now, once."""
    from portfolio.operations import letters

    session = session_of(context)
    workspace = session.workspace()
    if source.startswith(("https://", "http://")):
        _answer(session, _fetched(session, source))
        return
    path = Path(source)
    raw = outside_files.read(path, most=MOST_LETTER)
    detached = outside_files.signature(signature) if signature else b""
    beside = path.with_name(f"{path.name}.sig")
    if not detached and b"BEGIN SSH SIGNATURE" not in raw and beside.exists():
        detached = outside_files.read(beside, most=MOST_LETTER)
    view = letters.take_in(workspace.store, workspace.clock, raw, detached=detached, name=path.name)
    _answer(session, view)


def _fetched(session: Session, link: str) -> LetterView:
    from portfolio.operations import letters
    from portfolio.operations.asking import asker
    from portfolio.workspace import Workspace

    async def work(workspace: Workspace, _: object) -> LetterView:
        ask = asker(workspace.transport, workspace.clock)
        return await letters.take_in_comment(workspace.store, workspace.clock, ask, link)

    return network.run(session, work)


@app.command()
def quote(
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", help="Who wrote it.")],
    role: Annotated[str, typer.Option("--role", help="What they are, e.g. maintainer.")] = "",
    text: Annotated[
        str, typer.Option("--text", help="What they wrote; without it standard input is read.")
    ] = "",
) -> None:
    """Take in words that came by mail: quoted by you, checkable nowhere, and marked so."""
    from portfolio.operations import letters

    session = session_of(context)
    workspace = session.workspace()
    said = text or sys.stdin.read(MOST_LETTER)
    _answer(session, letters.quote(workspace.store, workspace.clock, name, said, role=role))


@app.command("list")
def list_(
    context: typer.Context,
    given: Annotated[bool, typer.Option("--given", help="Those you wrote for others.")] = False,
) -> None:
    """List letters with what can be believed of each now."""
    from portfolio.operations import letters

    session = session_of(context)
    workspace = session.workspace(read_only=True)
    direction = Direction.GIVEN if given else Direction.RECEIVED
    found = letters.all_views(workspace.store, workspace.clock, direction=direction)
    session.list(
        found if not session.is_json else [_plain(view) for view in found],
        lambda view: _line(view),  # noqa: PLW0108  (narrows the type)
        nothing="No testimonials yet.",
    )


@app.command()
def show(
    context: typer.Context,
    letter: Which,
    online: Annotated[
        bool, typer.Option("--online", help="Ask online what would settle more.")
    ] = False,
) -> None:
    """Show one letter, and step by step what can be believed of it."""
    from portfolio.operations import letters

    session = session_of(context)
    if online:
        view = _asked(session, letter)
    else:
        workspace = session.workspace(read_only=True)
        letter_id = find(workspace.store, letter, *Direction).id
        view = letters.view(workspace.store, workspace.clock, letter_id)
    _answer(session, view, whole=True)
    if view.verdict.state.does_not_hold:
        session.ends_with(DOES_NOT_HOLD)


def _asked(session: Session, letter: str) -> LetterView:
    from portfolio.operations import letters
    from portfolio.operations.asking import asker
    from portfolio.workspace import Workspace

    async def work(workspace: Workspace, _: object) -> LetterView:
        ask = asker(workspace.transport, workspace.clock)
        letter_id = find(workspace.store, letter).id
        return await letters.check_online(workspace.store, workspace.clock, ask, letter_id)

    return network.run(session, work)


@app.command()
def accept(
    context: typer.Context,
    letter: Which,
    correction: Annotated[
        str | None,
        typer.Option("--correction", help="Your own words beside it; its text stays as it is."),
    ] = None,
) -> None:
    """Accept a letter; documents show it from then on."""
    _decide(context, letter, Decision.ACCEPTED, correction)


@app.command()
def private(context: typer.Context, letter: Which) -> None:
    """Keep a letter without showing it."""
    _decide(context, letter, Decision.PRIVATE)


@app.command()
def decline(
    context: typer.Context,
    letter: Which,
    never: Annotated[
        bool,
        typer.Option("--never-from-this-key", help="Decline whatever else its key signs, too."),
    ] = False,
) -> None:
    """Decline a letter; its writer is not told."""
    if not never:
        _decide(context, letter, Decision.DECLINED)
        return
    from portfolio.operations import letter_decisions

    session = session_of(context)
    found = find(session.store, letter)
    changed = letter_decisions.never_from(
        session.store, found.id, at=session.workspace().clock.now()
    )
    session.answer(
        facts(changed),
        f"{about(changed)}\nLetters by its key are declined as they come."
        " “portfolio key trust … --how none” ends that.",
    )


@app.command("ask-change")
def ask_change(context: typer.Context, letter: Which) -> None:
    """Note that you asked its writer for a change."""
    _decide(context, letter, Decision.ASKED_CHANGE)


@app.command("answer-work")
def answer_work(
    context: typer.Context,
    letter: Which,
    number: Annotated[int, typer.Argument(help="Of the work in the letter, from 1.", min=1)],
    decision: Annotated[Decision, typer.Argument(help="accepted, private or declined.")],
    correction: Annotated[
        str, typer.Option("--correction", help="Your own words beside an accepted work.")
    ] = "",
) -> None:
    """Say what becomes of one work of a claim; a letter with a work kept back is in no document."""
    from portfolio.operations import nominating

    session = session_of(context)
    found = find(session.store, letter)
    changed = nominating.answer(session.store, found.id, number, decision, correction)
    session.answer(facts(changed), "\n".join([about(changed), *works(changed)]))


def _decide(
    context: typer.Context, letter: str, decision: Decision, correction: str | None = None
) -> None:
    from portfolio.operations import letter_decisions

    session = session_of(context)
    found = find(session.store, letter)
    now = session.workspace().clock.now()
    changed = letter_decisions.decide(
        session.store, found.id, decision, correction=correction, at=now
    )
    session.answer(facts(changed), about(changed))
    _say_where_not(session, changed)


@app.command("print")
def print_(
    context: typer.Context,
    letter: Which,
    shown: Annotated[
        bool | None, typer.Option("--shown/--left-out", help="Whether documents show it.")
    ] = None,
    shorten: Annotated[
        str | None,
        typer.Option(
            "--shorten", help="What is printed of it: … where words are left out, none changed."
        ),
    ] = None,
) -> None:
    """Choose whether documents show an accepted letter, and how much of it."""
    from portfolio.operations import letter_decisions

    session = session_of(context)
    changed = find(session.store, letter)
    if shown is None and shorten is None:
        raise UsageError("Say --shown, --left-out or --shorten.")
    if shorten is not None:
        changed = letter_decisions.shorten(session.store, changed.id, shorten)
    if shown is not None:
        changed = letter_decisions.show(session.store, changed.id, shown=shown)
    session.answer(facts(changed), about(changed))
    _say_where_not(session, changed)


def _say_where_not(session: Session, changed: Attestation) -> None:
    """Say where an accepted letter is not printed, and why not."""
    from portfolio.operations.attested_choice import is_only_attached

    if not changed.shown or changed.decision is not Decision.ACCEPTED:
        return
    today = session.workspace().clock.now().date()
    with session.store.reading() as reader:
        said = carrying.not_in(without_letter(reader, changed.id), "letters")
        is_attached = is_only_attached(reader, changed.id, today)
    if changed.keeps_work_back:
        session.say("Documents leave it out: you did not accept all the works it lists.")
        return
    if said:
        session.say(said)
    if is_attached:
        session.say(
            "Documents attach it and name its writer, but do not print its words: no account is "
            "known to list its key. “portfolio testimonial show ID --online” looks."
        )


@app.command()
def save(context: typer.Context, letter: Which, out: Out) -> None:
    """Save a letter’s file exactly as it came; NAME.txt makes it text for a mail."""
    from portfolio.operations import letters
    from portfolio.operations.letter_files import save as save_file

    session = session_of(context)
    found = find(session.shown, letter, *Direction)
    _, data = letters.file_of(session.shown, found.id)
    save_file(out, data)
    session.answer({"id": found.id, "path": out, "size_bytes": len(data)}, str(out))


def _answer(session: Session, view: LetterView, *, whole: bool = False) -> None:
    said = view.attestation
    words = [about(said), *verdict_lines.lines(view.verdict)]
    if view.was_known:
        words.append("It was in your record already.")
    if _was_refused(view):
        words.append("Declined as it came: you want nothing that this key signs.")
    if whole:
        words = [
            about(said), "", said.statement, "",
            *filter(None, [relation(said)]),
            *([f"Your correction: {said.correction}"] if said.correction else []),
            *works(said),
            *verdict_lines.lines(view.verdict),
        ]  # fmt: skip
    session.answer(_plain(view), "\n".join(words))


def _was_refused(view: LetterView) -> bool:
    said = view.attestation
    is_declined = said.decision is Decision.DECLINED
    return is_declined and said.decided_at is not None and said.decided_at == said.received_at


def _plain(view: LetterView) -> dict[str, object]:
    return {**facts(view.attestation), "verdict": view.verdict}


def _line(view: object) -> str:
    from portfolio.operations.letters import LetterView

    assert isinstance(view, LetterView)  # noqa: S101  (narrowing only)
    return f"{about(view.attestation)}  · {verdict_lines.lines(view.verdict)[0]}"


app.registered_commands += giving.app.registered_commands
app.registered_commands += letter_requests.app.registered_commands
app.registered_commands += mentoring.app.registered_commands
app.command("sign")(letter_signing.sign)
app.command("endorse")(letter_signing.endorse)
app.command("asked")(letter_signing.asked)
app.command("consent")(about_others.consent)
