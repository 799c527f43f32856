"""``testimonial``: what others say of the holder, and what the holder says of others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import network, outside_files
from portfolio.cli.groups import group
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model import verdict_lines
from portfolio.model.attestation import (
    LASTS_MONTHS,
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Decision,
    Direction,
    Party,
    Work,
)
from portfolio.model.keys import OWN

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.model.keys import KeyRecord
    from portfolio.operations.letter_writing import Written
    from portfolio.operations.letters import LetterView
    from portfolio.store.store import Store

app = group("Take in what others say of you, decide about it, and write for others.")

Which = Annotated[
    str, typer.Argument(metavar="LETTER", help="A letter's id, or its beginning, as listed.")
]
Out = Annotated[Path, typer.Option("--out", help="Where the file is saved.")]
Since = Annotated[str, typer.Option("--since", help="When it began: 2019-03.")]
Until = Annotated[str, typer.Option("--until", help="When it ended.")]
Contact = Annotated[bool, typer.Option("--contact", help="Readers may ask you about it.")]
Months = Annotated[
    int, typer.Option("--months", help="How long it is meant to hold.", min=1, max=120)
]
Key = Annotated[str, typer.Option("--key", help="The fingerprint of a key of yours.")]
_PREFIX = "urn:uuid:"
_MOST_LETTER = 128 * 1024


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
    raw = outside_files.read(path, most=_MOST_LETTER)
    detached = outside_files.read(signature, most=_MOST_LETTER) if signature else b""
    beside = path.with_name(f"{path.name}.sig")
    if not detached and b"BEGIN SSH SIGNATURE" not in raw and beside.exists():
        detached = outside_files.read(beside, most=_MOST_LETTER)
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
    said = text or sys.stdin.read(_MOST_LETTER)
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
        letter_id = _find(workspace.store, letter).id
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
        letter_id = _find(workspace.store, letter).id
        return await letters.check_online(workspace.store, workspace.clock, ask, letter_id)

    return network.run(session, work)


@app.command()
def accept(context: typer.Context, letter: Which) -> None:
    """Accept a letter; documents show it from now on."""
    _decide(context, letter, Decision.ACCEPTED)


@app.command()
def private(context: typer.Context, letter: Which) -> None:
    """Keep a letter without showing it."""
    _decide(context, letter, Decision.PRIVATE)


@app.command()
def decline(context: typer.Context, letter: Which) -> None:
    """Decline a letter; its writer is not told."""
    _decide(context, letter, Decision.DECLINED)


@app.command("ask-change")
def ask_change(context: typer.Context, letter: Which) -> None:
    """Note that you asked its writer for a change."""
    _decide(context, letter, Decision.ASKED_CHANGE)


def _decide(context: typer.Context, letter: str, decision: Decision) -> None:
    from portfolio.operations import letters

    session = session_of(context)
    found = _find(session.store, letter)
    changed = letters.decide(session.store, found.id, decision)
    session.answer(_facts(changed), _about(changed))


@app.command("print")
def print_(
    context: typer.Context,
    letter: Which,
    shown: Annotated[
        bool | None, typer.Option("--shown/--left-out", help="Whether documents show it.")
    ] = None,
    shorten: Annotated[
        str | None,
        typer.Option("--shorten", help="What is printed of it: words left out, none changed."),
    ] = None,
) -> None:
    """Choose whether documents show an accepted letter, and how much of it."""
    from portfolio.operations import letters

    session = session_of(context)
    changed = _find(session.store, letter)
    if shown is None and shorten is None:
        raise UsageError("Say --shown, --left-out or --shorten.")
    if shorten is not None:
        changed = letters.shorten(session.store, changed.id, shorten)
    if shown is not None:
        changed = letters.show(session.store, changed.id, shown=shown)
    session.answer(_facts(changed), _about(changed))


@app.command()
def save(context: typer.Context, letter: Which, out: Out) -> None:
    """Save a letter's file exactly as it came."""
    from portfolio.operations import letters
    from portfolio.operations.export import save as save_file

    session = session_of(context)
    found = _find(session.shown, letter)
    _, data = letters.file_of(session.shown, found.id)
    save_file(out, data)
    session.answer({"id": found.id, "path": out, "size_bytes": len(data)}, str(out))


@app.command()
def write(
    context: typer.Context,
    subject: Annotated[str, typer.Option("--for", help="Whom it is about.")],
    out: Out,
    kind: Annotated[AttestationKind, typer.Option("--kind")] = AttestationKind.TESTIMONIAL,
    account: Annotated[
        list[str] | None, typer.Option("--account", help="An account of theirs; repeatable.")
    ] = None,
    work: Annotated[
        list[str] | None,
        typer.Option("--work", help="A work as LINK or TITLE=LINK; repeatable."),
    ] = None,
    basis: Annotated[
        list[Basis] | None, typer.Option("--basis", help="How you know; repeatable.")
    ] = None,
    role: Annotated[str, typer.Option("--role", help="What you are there.")] = "",
    text: Annotated[
        str, typer.Option("--text", help="What you say; without it standard input is read.")
    ] = "",
    since: Since = "",
    until: Until = "",
    language: Annotated[str, typer.Option("--language")] = "",
    contact: Contact = False,
    status: Annotated[
        str, typer.Option("--status", help="Where you would publish a withdrawal.")
    ] = "",
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
        issuer=Party("", role),
        subject=Party(subject, "", tuple(account or ())),
        statement=text or sys.stdin.read(_MOST_LETTER),
        raw=b"",
        about=tuple(map(_work, work or ())),
        basis=tuple(basis or ()),
        relation_from=since,
        relation_to=until,
        language=language,
        contact_ok=contact,
        status_url=status,
    )
    written = letter_writing.write(session.workspace(), said, _own_key(session, key), months=months)
    _save_written(session, written, out)


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
) -> None:
    """Ask somebody who saw the work: a file, a form for any editor, and the text of a mail."""
    from portfolio.cli.story import find as find_story
    from portfolio.operations import letter_requests
    from portfolio.operations.export import save as save_file

    session = session_of(context)
    workspace = session.workspace()
    works = list(map(_work, work or ()))
    story_id = ""
    if story:
        asking = letter_requests.about_story(workspace.store, find_story(workspace.store, story).id)
        story_id, works = asking.story_id, works or list(asking.works)
    made = letter_requests.make(
        workspace,
        Party(to, "", tuple(account or ())),
        works,
        question=question,
        kind=kind,
        language=language,
        story_id=story_id,
    )
    paths = []
    for name, data in made.files:
        save_file(out / name, data)
        paths.append(out / name)
    session.answer(
        {"id": made.request.id, "files": paths, "mail": made.mail, "link": made.link,
         "works": made.request.works},
        "\n".join([*map(str, paths), "", made.mail]),
    )  # fmt: skip


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
    since: Since = "",
    until: Until = "",
    contact: Contact = False,
    months: Months = LASTS_MONTHS,
    key: Key = "",
) -> None:
    """Answer a request: the letter it asks for, with your words, signed."""
    from dataclasses import replace

    from portfolio.operations import letter_requests, letter_writing

    session = session_of(context)
    _, draft = letter_requests.opened(outside_files.read(file, most=_MOST_LETTER))
    said = replace(
        draft,
        issuer=Party("", role),
        statement=text or sys.stdin.read(_MOST_LETTER),
        basis=tuple(basis or ()),
        relation_from=since,
        relation_to=until,
        contact_ok=contact,
    )
    written = letter_writing.write(session.workspace(), said, _own_key(session, key), months=months)
    _save_written(session, written, out)


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
    found = _find(workspace.store, letter, Direction.GIVEN)
    _save_written(session, letter_writing.withdraw(workspace, found.id, why), out)


def _save_written(session: Session, written: Written, out: Path) -> None:
    from portfolio.operations.export import save as save_file

    path = out / written.name if out.is_dir() else out
    save_file(path, written.data)
    session.answer(
        {**_facts(written.attestation), "path": path, "key": written.attestation.issuer.key},
        f"{path}\nSigned with key {written.attestation.issuer.key}.",
    )


def _own_key(session: Session, fingerprint: str) -> KeyRecord | None:
    """Return the key to sign with; None is the program's own.

    Raises:
        NotFoundError: The holder has no such key.
    """
    if not fingerprint:
        return None
    with session.workspace().store.reading() as reader:
        chosen = reader.keys.get(fingerprint)
    if chosen is None or chosen.owner != OWN:
        raise NotFoundError("You have no such key.", "“portfolio key list” names those.")
    return chosen


def _work(typed: str) -> Work:
    title, mark, url = typed.partition("=")
    if mark and url.startswith(("https://", "http://")):
        return Work(url, title)
    return Work(typed, typed)


def _find(store: Store, typed: str, direction: Direction = Direction.RECEIVED) -> Attestation:
    """Return the one letter whose id begins as typed.

    Raises:
        NotFoundError: There is none.
        UsageError: There are several.
    """
    wanted = typed.removeprefix(_PREFIX).lower()
    with store.reading() as reader:
        every = reader.attestations.all(direction=direction)
    found = [each for each in every if each.id.removeprefix(_PREFIX).startswith(wanted)]
    if not found or not wanted:
        raise NotFoundError("There is no such letter.", "“portfolio testimonial list” names them.")
    if len(found) > 1:
        raise UsageError(f"Several letters begin with {typed}.")
    return found[0]


def _answer(session: Session, view: LetterView, *, whole: bool = False) -> None:
    said = view.attestation
    words = [_about(said), *verdict_lines.lines(view.verdict)]
    if whole:
        words = [
            _about(said), "", said.statement, "",
            *(f"{number}. {work.title}  {work.url}" for number, work in enumerate(said.about, 1)),
            *verdict_lines.lines(view.verdict),
        ]  # fmt: skip
    session.answer(_plain(view), "\n".join(words))


def _plain(view: LetterView) -> dict[str, object]:
    return {**_facts(view.attestation), "verdict": view.verdict}


def _facts(said: Attestation) -> dict[str, object]:
    names = (
        "id kind format issuer subject statement about basis relation_from relation_to language"
        " issued_at expires_at contact_ok audience status_url refers_to received_from received_at"
        " direction decision shown shortened note"
    )
    return {name: getattr(said, name) for name in names.split()}


def _line(view: object) -> str:
    from portfolio.operations.letters import LetterView

    assert isinstance(view, LetterView)  # noqa: S101  (narrowing only)
    return f"{_about(view.attestation)}  · {verdict_lines.lines(view.verdict)[0]}"


def _about(said: Attestation) -> str:
    short = said.id.removeprefix(_PREFIX)[-12:]
    whom = f" for {said.subject.name}" if said.direction is Direction.GIVEN else ""
    return f"{short}  {said.kind} by {said.issuer.name}{whom}  ({said.decision})"
