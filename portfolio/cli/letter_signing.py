"""``testimonial sign``, ``endorse`` and ``asked``: what goes beside writing and answering."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import outside_files
from portfolio.cli.letter_answers import (
    MOST_LETTER,
    Out,
    Which,
    find,
    own_key,
    say_written,
)
from portfolio.cli.letter_ids import short
from portfolio.cli.session import session_of
from portfolio.cli.words import counted
from portfolio.model.attestation import Direction

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.model.letter_request import LetterRequest

Key = Annotated[str, typer.Option("--key", help="The fingerprint of a key of yours.")]


def sign(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A letter nobody has signed yet.")],
    out: Out,
    key: Key = "",
) -> None:
    """Sign a letter written in any editor, exactly as it stands."""
    from portfolio.operations import letter_writing

    session = session_of(context)
    raw = outside_files.read(file, most=MOST_LETTER)
    written = letter_writing.sign(session.workspace(), raw, own_key(session, key), to=out)
    say_written(session, written)


def endorse(context: typer.Context, letter: Which, out: Out) -> None:
    """Say a letter you gave as an Open Badges endorsement, for other programs."""
    from portfolio.operations import badge_giving
    from portfolio.operations.letter_files import save as save_file

    session = session_of(context)
    workspace = session.workspace()
    given = badge_giving.endorsement_of(
        workspace, find(workspace.store, letter, Direction.GIVEN).id
    )
    path = out / given.name if out.is_dir() else out
    save_file(path, given.data)
    session.answer({"path": path, "size_bytes": len(given.data)}, str(path))


def asked(context: typer.Context) -> None:
    """List the letters you asked for, and how long ago."""
    from portfolio.operations import letter_requests

    session = session_of(context)
    workspace = session.workspace(read_only=True)
    now = workspace.clock.now()
    session.list(
        [_facts(each, now) for each in letter_requests.all_requests(workspace.store)],
        _line,
        nothing="You have asked nobody yet.",
    )


def _facts(each: LetterRequest, now: datetime) -> dict[str, object]:
    names = "id kind asked works question made_at expires_at reminded_at answered_by story_id"
    has_ended = each.expires_at is not None and each.expires_at < now
    return {
        **{name: getattr(each, name) for name in names.split()},
        "days": max(0, (now - each.made_at).days),
        "state": "answered" if each.answered_by else "ended" if has_ended else "waiting",
    }


def _line(each: object) -> str:
    assert isinstance(each, dict)  # noqa: S101  (narrowing only)
    days = each["days"]
    ago = f"{counted(days, 'day', 'days')} ago" if days else "today"
    reminded = ", reminded once" if each["reminded_at"] else ""
    whom = f"{each['kind']} asked of {each['asked'].name}"
    return f"{short(each['id'])}  {whom} {ago}  ({each['state']}{reminded})"
