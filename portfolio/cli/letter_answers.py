"""What the commands about letters have in common: which one is meant, and how one is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli.letter_ids import is_meant, short
from portfolio.cli.recovery import say_unsaved
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.attestation import Attestation, Direction, Mentoring, Work
from portfolio.model.keys import OWN

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.cli.session import Session
    from portfolio.model.keys import KeyRecord
    from portfolio.operations.letter_writing import Written
    from portfolio.store.store import Store

Which = Annotated[
    str, typer.Argument(metavar="LETTER", help="A letter's id, or its beginning, as listed.")
]
Out = Annotated[Path, typer.Option("--out", help="Where the file is saved.")]
OwnAccount = Annotated[
    list[str] | None,
    typer.Option(
        "--own-account",
        help="An account of yours that lists your key; repeatable. Else those of your record.",
    ),
]
TheirAccounts = Annotated[
    list[str] | None, typer.Option("--account", help="An account of theirs; repeatable.")
]
Works = Annotated[
    list[str] | None, typer.Option("--work", help="A work as LINK or TITLE=LINK; repeatable.")
]
MOST_LETTER = 128 * 1024


def find(store: Store, typed: str, *directions: Direction) -> Attestation:
    """Return the one letter that is meant, among those received if nothing else is said.

    Raises:
        NotFoundError: There is none.
        UsageError: There are several.
    """
    with store.reading() as reader:
        wanted_in = directions or (Direction.RECEIVED,)
        every = [each for way in wanted_in for each in reader.attestations.all(direction=way)]
    found = [each for each in every if is_meant(each.id, typed)]
    if not found:
        raise NotFoundError("There is no such letter.", "“portfolio testimonial list” names them.")
    if len(found) > 1:
        raise UsageError(f"Several letters begin with {typed}.")
    return found[0]


def facts(said: Attestation) -> dict[str, object]:
    """Return what a letter says and what became of it, for programs."""
    names = (
        "id kind format issuer subject statement about basis relation_from relation_to language"
        " issued_at expires_at contact_ok audience status_url refers_to received_from received_at"
        " direction decision shown shortened note mentoring"
        " decided_at correction answers"
    )
    return {name: getattr(said, name) for name in names.split()}


def about(said: Attestation) -> str:
    """Return a letter in one line."""
    whom = f" for {said.subject.name}" if said.direction is Direction.GIVEN else ""
    return f"{short(said.id)}  {said.kind} by {said.issuer.name}{whom}  ({said.decision})"


def relation(said: Attestation) -> str:
    """Return what a letter says of who mentored whom, "" for nothing."""
    writer, other = said.issuer.name, said.subject.name
    if said.mentoring is None:
        return ""
    is_mentor = said.mentoring is Mentoring.MENTOR
    mentor, mentee = (writer, other) if is_mentor else (other, writer)
    when = period(said.relation_from, said.relation_to)
    return f"{writer} states: {mentor} mentored {mentee}{when}."


def works(said: Attestation) -> list[str]:
    """Return the works of a letter, a line each, with what the holder answered about it."""
    answers = {each.number: each for each in said.answers}
    lines = []
    for number, work in enumerate(said.about, 1):
        one = answers.get(number)
        beside = f"  ({one.decision})" if one else ""
        beside += f"  {one.correction}" if one and one.correction else ""
        lines.append(f"{number}. {work.title}  {work.url}{beside}")
    return lines


def period(since: str, until: str) -> str:
    """Return a period with a comma before it, "" for none."""
    if since and until:
        return f", {since} to {until}"
    return f", since {since}" if since else f", until {until}" if until else ""


def own_key(session: Session, fingerprint: str) -> KeyRecord | None:
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


def say_written(session: Session, written: Written) -> None:
    """Say where a letter that was signed is saved."""
    session.answer(
        {**facts(written.attestation), "path": written.path, "key": written.key},
        f"{written.path}\nSigned with key {written.key}.",
    )
    say_unsaved(session)


def listed_work(typed: str) -> Work:
    """Return a work as it is typed: ``LINK`` or ``TITLE=LINK``."""
    title, mark, url = typed.partition("=")
    if mark and url.startswith(("https://", "http://")):
        return Work(url, title)
    return Work(typed, typed)
