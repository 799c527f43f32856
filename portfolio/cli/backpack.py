"""``export`` with all it has, and ``export backpack`` itself: badges and letters as their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import carrying
from portfolio.cli.export import EditionName, app, in_words
from portfolio.cli.session import STDOUT, session_of
from portfolio.errors import UsageError

if TYPE_CHECKING:
    from portfolio.operations.backpacks import MadeBackpack

PRIVACY = (
    "Whoever gets a badge can see who issued it and test guesses of your address:"
    " save one backpack for each recipient."
)

Badges = Annotated[
    list[str] | None,
    typer.Option("--badge", metavar="BADGE", help="Of its badges only these; or none."),
]
Letters = Annotated[
    list[str] | None,
    typer.Option("--testimonial", metavar="LETTER", help="Of its letters only these; or none."),
]


@app.command()
def backpack(
    context: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="A file.zip, or a folder to be made.")
    ],
    edition: EditionName = "",
    badge: Badges = None,
    testimonial: Letters = None,
    audience: Annotated[
        str, typer.Option("--for", help="Whom it is for; stands in its list.")
    ] = "",
    clr: Annotated[
        bool, typer.Option("--clr", help="Also the badges in one signed document (CLR 2.0).")
    ] = False,
) -> None:
    """Badges and letters that an edition carries, each file exactly as it came."""
    from portfolio.operations import backpacks, badge_giving, editions

    if str(out) == STDOUT:
        raise UsageError("A backpack is several files.", "Name a file.zip, or a folder to be made.")
    session = session_of(context)
    workspace = session.workspace()
    store, clock = workspace.store, workspace.clock
    found = editions.find(store, edition) if edition else editions.ensure_default(store)
    with store.reading() as reader:
        badge_ids = carrying.badge_ids(reader, badge) if badge else None
        letter_ids = carrying.letter_ids(reader, testimonial) if testimonial else None
    made = backpacks.make(
        store,
        clock,
        found.id,
        badge_ids=badge_ids,
        letter_ids=letter_ids,
        audience=audience,
        collector=badge_giving.giver(workspace) if clr else None,
    )
    saved = backpacks.save(out.expanduser(), made)
    facts = {
        "path": saved.path,
        "sha256": saved.sha256,
        "size_bytes": saved.size_bytes,
        "audience": made.audience,
        "badge_count": made.badge_count,
        "letter_count": made.letter_count,
        "files": list(made.files),
        "not_collected": made.not_collected,
        "left_out": made.left_out,
    }
    session.answer(facts, "\n".join((_counts(made), in_words(saved))))


def _counts(made: MadeBackpack) -> str:
    badges = f"{made.badge_count} badge{'' if made.badge_count == 1 else 's'}"
    letters = f"{made.letter_count} letter{'' if made.letter_count == 1 else 's'}"
    left = f" Not in the signed document: {', '.join(made.not_collected)}."
    whom = f" Its list says that it is for {made.audience}." if made.audience else ""
    privacy = f"\n{PRIVACY}" if made.badge_count else ""
    return f"{badges}, {letters}.{whom}{left if made.not_collected else ''}{privacy}"
