"""``story``: what the holder tells, and the deeds behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import checks, words
from portfolio.cli.groups import group
from portfolio.cli.session import Session, session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.story import Story, StorySource
from portfolio.operations import projects, stories
from portfolio.operations.addresses import checked_address

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.store.store import Store

app = group("Tell what you did, with the deeds behind it.")

Which = Annotated[str, typer.Argument(metavar="STORY", help="A story's id or exact title.")]
Keys = Annotated[list[str], typer.Argument(metavar="KEY...", help="Deed keys, as listed.")]
Title = Annotated[str | None, typer.Option("--title", help="Its title.")]
ProjectName = Annotated[str | None, typer.Option("--project", help="A project's name or key.")]
Situation = Annotated[str | None, typer.Option("--situation", help="What was wrong.")]
WhatIDid = Annotated[str | None, typer.Option("--did", help="What you did.")]
WhatChanged = Annotated[str | None, typer.Option("--changed", help="What changed.")]
HowOneCanTell = Annotated[str | None, typer.Option("--tell", help="How one can tell.")]
Skills = Annotated[
    list[str] | None, typer.Option("--skill", metavar="SKILL", help="A skill; repeatable.")
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="SOURCE", help="What backs it: LABEL|ADDRESS; repeatable."),
]
From = Annotated[str | None, typer.Option("--from", help="When it began: 2024-03.")]
To = Annotated[str | None, typer.Option("--to", help="When it ended.")]
Language = Annotated[str | None, typer.Option("--language", help="Language of the texts.")]


@app.command("list")
def list_(context: typer.Context) -> None:
    """List your stories in their order."""
    session = session_of(context)
    with session.shown.reading() as reader:
        found = reader.stories.all()
    session.list(found, words.story, nothing="No stories yet.")


@app.command()
def show(context: typer.Context, story: Which) -> None:
    """Show a story with its works."""
    session = session_of(context)
    _answer(session, find(session.shown, story))


@app.command()
def new(
    context: typer.Context,
    title: Annotated[str, typer.Argument(help="Its title.")],
    key: Annotated[
        list[str] | None,
        typer.Option("--deed", metavar="KEY", help="Key of a deed behind it; repeatable."),
    ] = None,
    project: ProjectName = None,
    situation: Situation = None,
    did: WhatIDid = None,
    changed: WhatChanged = None,
    tell: HowOneCanTell = None,
    skill: Skills = None,
    source: Sources = None,
    from_on: From = None,
    to_on: To = None,
    language: Language = None,
) -> None:
    """Begin a story."""
    session = session_of(context)
    store = session.store
    fields = _fields(
        store, None, project, situation, did, changed, tell, skill, source, from_on, to_on, language
    )
    if not title.strip():
        raise UsageError("A story needs a title.")
    keys = checks.known_deeds(store, tuple(key or ()))
    project_key = str(fields.pop("project_key", ""))
    _answer(
        session,
        stories.create(store, title=title, project_key=project_key, deed_keys=keys, **fields),
    )


@app.command()
def edit(
    context: typer.Context,
    story: Which,
    title: Title = None,
    project: ProjectName = None,
    situation: Situation = None,
    did: WhatIDid = None,
    changed: WhatChanged = None,
    tell: HowOneCanTell = None,
    skill: Skills = None,
    source: Sources = None,
    from_on: From = None,
    to_on: To = None,
    language: Language = None,
) -> None:
    """Change fields of a story; what is not named stays."""
    session = session_of(context)
    store = session.store
    fields = _fields(
        store,
        title,
        project,
        situation,
        did,
        changed,
        tell,
        skill,
        source,
        from_on,
        to_on,
        language,
    )
    if not fields:
        raise UsageError("Name at least one field to change.")
    if title is not None and not title.strip():
        raise UsageError("A story needs a title.")
    _answer(session, stories.change(store, find(store, story).id, **fields))


@app.command()
def add(context: typer.Context, story: Which, key: Keys) -> None:
    """Put deeds behind a story."""
    session = session_of(context)
    _answer(session, stories.add_works(session.store, find(session.store, story).id, key))


@app.command()
def remove(context: typer.Context, story: Which, key: Keys) -> None:
    """Take deeds out of a story; they stay in the record."""
    session = session_of(context)
    found = find(session.store, story)
    behind = {item.deed_key for item in found.items}
    missing = [each for each in key if each not in behind]
    if missing:
        raise NotFoundError(
            f"“{found.title}” does not have this work: {', '.join(missing)}.",
            "Nothing was changed.",
        )
    _answer(session, stories.remove_works(session.store, found.id, key))


@app.command()
def star(
    context: typer.Context,
    story: Which,
    key: Annotated[str, typer.Argument(help="A deed key behind the story.")],
    off: Annotated[bool, typer.Option("--off", help="Take the star away.")] = False,
) -> None:
    """Show a work in print; at most five are shown."""
    session = session_of(context)
    decide = stories.unstar if off else stories.star
    _answer(session, decide(session.store, find(session.store, story).id, key))


@app.command()
def ready(context: typer.Context, story: Which) -> None:
    """Call a story finished."""
    session = session_of(context)
    done = stories.mark_ready(session.store, find(session.store, story).id)
    _answer(session, done)
    with session.store.reading() as reader:
        shown = any(done.id in edition.story_ids for edition in reader.editions.all())
    if not shown:
        session.say("No document shows it yet: portfolio edition set NAME --story STORY.")


@app.command()
def draft(context: typer.Context, story: Which) -> None:
    """Call a story a draft again."""
    session = session_of(context)
    _answer(session, stories.mark_draft(session.store, find(session.store, story).id))


@app.command()
def delete(context: typer.Context, story: Which) -> None:
    """Delete a story; its works stay, and undo brings it back."""
    session = session_of(context)
    found = find(session.store, story)
    stories.delete(session.store, found.id)
    session.answer(found, f"Deleted “{found.title}”. portfolio undo brings it back.")


def find(store: Store, name: str) -> Story:
    """Return the story of this id, or the only one of this title.

    Raises:
        NotFoundError: There is none.
        UsageError: Several have the title.
    """
    with store.reading() as reader:
        found = [each for each in reader.stories.all() if name in {each.id, each.title}]
    if not found:
        raise NotFoundError(f"There is no story called “{name}”.", "portfolio story list")
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise UsageError(f"Several stories are called “{name}”. Name one by its id: {ids}.")
    return found[0]


def _fields(
    store: Store,
    title: str | None,
    project: str | None,
    situation: str | None,
    did: str | None,
    changed: str | None,
    tell: str | None,
    skill: list[str] | None,
    source: list[str] | None,
    from_on: str | None,
    to_on: str | None,
    language: str | None,
) -> dict[str, object]:
    key = projects.find(store, project).key if project else project
    given = {
        "title": title,
        "project_key": key,
        "situation": situation,
        "what_i_did": did,
        "what_changed": changed,
        "how_one_can_tell": tell,
        "skills": tuple(skill) if skill is not None else None,
        "sources": tuple(map(_source, source)) if source is not None else None,
        "from_on": from_on,
        "to_on": to_on,
        "language": language,
    }
    return {name: value for name, value in given.items() if value is not None}


def _source(text: str) -> StorySource:
    label, _, url = text.partition("|")
    if not label.strip():
        raise UsageError("--source takes LABEL or LABEL|ADDRESS.")
    checked_address(url)
    return StorySource(label.strip(), url.strip())


def _answer(session: Session, story: Story) -> None:
    with session.shown.reading() as reader:
        deeds = reader.deeds.by_keys([item.deed_key for item in story.items])
    session.answer(story, words.whole_story(story, deeds))
