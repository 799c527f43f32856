"""``edition``: one choice from the record for one audience."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import carrying, checks, words
from portfolio.cli.groups import group
from portfolio.cli.session import Session, session_of
from portfolio.cli.story import find as find_story
from portfolio.errors import UsageError
from portfolio.export.words import languages
from portfolio.model.codes import PageSize, SectionKind
from portfolio.model.edition import Edition, SectionChoice
from portfolio.operations import editions, projects

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.store.store import Store

app = group("Choose what a document shows, and for whom.")

Which = Annotated[str, typer.Argument(metavar="EDITION", help="An edition's name or id.")]
PageLimit = Annotated[
    int | None, typer.Option(min=0, max=20, help="Pages before the annex; 0 is no limit.")
]
Paper = Annotated[PageSize | None, typer.Option(help="Paper.")]
Sections = Annotated[
    list[SectionKind] | None,
    typer.Option(metavar="SECTION", help="Show only these sections, in this order; repeatable."),
]
Projects = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PROJECT", help="Show only these projects, in this order; all shows every one."
    ),
]
Stories = Annotated[
    list[str] | None,
    typer.Option(metavar="STORY", help="Show these stories, in this order; none shows no story."),
]
Letters = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LETTER",
        help="Carry these letters, in this order; all (later ones too) or none.",
    ),
]
Badges = Annotated[
    list[str] | None,
    typer.Option(
        metavar="BADGE",
        help="Carry these badges, in this order; all (later ones too) or none.",
    ),
]
Redacted = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY", help="Keep this deed out of this edition; none: nothing."),
]
Newest = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Where you keep the newest copy of the PDF, printed with a code; '' is nowhere.",
    ),
]
SuggestedRoles = Annotated[
    bool | None,
    typer.Option("--suggested-roles/--own-roles", help="Print roles inferred from deeds."),
]


@app.command("list")
def list_(context: typer.Context) -> None:
    """List the editions."""
    session = session_of(context)
    with session.shown.reading() as reader:
        found = editions.all_editions(reader)
    session.list(found, words.edition, nothing="No editions yet; “General” is made when needed.")


@app.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.")],
    like: Annotated[str | None, typer.Option(help="Begin as a copy of this edition.")] = None,
) -> None:
    """Make an edition."""
    session = session_of(context)
    model = editions.find(session.store, like) if like else None
    _answer(session, editions.add(session.store, name, like=model))


@app.command()
def show(context: typer.Context, edition: Which) -> None:
    """Show an edition, with the letters and badges it carries."""
    session = session_of(context)
    found = editions.find(session.shown, edition)
    with session.shown.reading() as reader:
        carried = carrying.words(reader, found)
    newest = (f"Newest copy: {found.newest_url}",) if found.newest_url else ()
    session.answer(found, "\n".join((words.edition(found), *newest, *carried)))


@app.command("set")
def set_(
    context: typer.Context,
    edition: Which,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    audience: Annotated[str | None, typer.Option(help="For whom; never printed by itself.")] = None,
    headline: Annotated[str | None, typer.Option(help="Headline in this edition.")] = None,
    summary: Annotated[str | None, typer.Option(help="Summary in this edition.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the document: en, nl.")] = None,
    page_size: Paper = None,
    page_limit: PageLimit = None,
    section: Sections = None,
    project: Projects = None,
    story: Stories = None,
    testimonial: Letters = None,
    badge: Badges = None,
    redact: Redacted = None,
    email: Annotated[bool | None, typer.Option("--email/--no-email", help="Print it.")] = None,
    phone: Annotated[bool | None, typer.Option("--phone/--no-phone", help="Print it.")] = None,
    totals: Annotated[bool | None, typer.Option("--totals/--no-totals", help="Print them.")] = None,
    newest: Newest = None,
    suggested_roles: SuggestedRoles = None,
) -> None:
    """Change an edition; what is not named stays."""
    session = session_of(context)
    store = session.store
    before = editions.find(store, edition)
    given: dict[str, object] = {
        "name": name,
        "audience": audience,
        "headline": headline,
        "summary": summary,
        "language": None if language is None else checks.language(language),
        "page_size": page_size,
        "page_limit": page_limit,
        "sections": _sections(section),
        "project_keys": _project_keys(store, project),
        "story_ids": _story_ids(store, story),
        # What is to be hidden must not be mistyped.
        "redacted_deed_keys": redact and checks.known_deeds(store, _unless(redact, "none") or ()),
        "show_email": email,
        "show_phone": phone,
        "show_totals": totals,
        "shows_suggested_roles": suggested_roles,
        "newest_url": None if newest is None else checks.https_address(newest),
    }
    fields = {key: value for key, value in given.items() if value is not None}
    fields |= carrying.chosen_fields(store, testimonial, badge)
    if not fields:
        raise UsageError("Name at least one thing to set.")
    changed = replace(before, **fields)  # type: ignore[arg-type]  # each has its field's type
    _answer(session, editions.change(store, changed))
    if language is not None:
        _say_unless_spoken(session, changed.language)


@app.command()
def remove(context: typer.Context, edition: Which) -> None:
    """Delete an edition; files made from it stay where they are."""
    session = session_of(context)
    found = editions.find(session.store, edition)
    editions.remove(session.store, found.id)
    session.answer(found, f"Deleted edition “{found.name}”. portfolio undo brings it back.")


def _say_unless_spoken(session: Session, language: str) -> None:
    if language.partition("-")[0] not in languages():
        session.say(f"There are no words in “{language}” yet: headings are in English.")


def _unless(values: list[str] | None, word: str) -> tuple[str, ...] | None:
    if values is None:
        return None
    return () if values == [word] else tuple(values)


def _sections(kinds: list[SectionKind] | None) -> tuple[SectionChoice, ...] | None:
    if kinds is None:
        return None
    shown = dict.fromkeys(kinds)
    rest = [kind for kind in SectionKind if kind not in shown]
    return (
        *(SectionChoice(kind) for kind in shown),
        *(SectionChoice(kind, shown=False) for kind in rest),
    )


def _project_keys(store: Store, names: list[str] | None) -> tuple[str, ...] | None:
    chosen = _unless(names, "all")
    return chosen and tuple(projects.find(store, name).key for name in chosen)


def _story_ids(store: Store, names: list[str] | None) -> tuple[str, ...] | None:
    chosen = _unless(names, "none")
    return chosen and tuple(find_story(store, name).id for name in chosen)


def _answer(session: Session, edition: Edition) -> None:
    session.answer(edition, words.edition(edition))
