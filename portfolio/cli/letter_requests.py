"""``testimonial``: whom the holder may ask about a story, and asking them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portfolio.cli.groups import group
from portfolio.cli.letter_answers import TheirAccounts, Works, listed_work
from portfolio.cli.session import session_of
from portfolio.cli.words import counted
from portfolio.errors import UsageError
from portfolio.model.attestation import AttestationKind, Mentoring, Party
from portfolio.model.letter_request import ADVISED_WORKS, MAX_WORKS

app = group("Ask others to write.")


@app.command()
def request(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="A folder for the files.")],
    to: Annotated[str, typer.Option("--to", help="Whom you ask.")],
    account: TheirAccounts = None,
    story: Annotated[str, typer.Option("--story", help="A story of yours, by title or id.")] = "",
    work: Works = None,
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
    works = list(map(listed_work, work or ()))
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
