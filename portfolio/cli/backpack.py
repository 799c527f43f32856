"""``export`` with all it has, and ``export backpack`` itself: badges and letters as their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli.export import EditionName, app, in_words
from portfolio.cli.session import session_of

if TYPE_CHECKING:
    from portfolio.cli.session import Session
    from portfolio.operations.backpacks import MadeBackpack


@app.command()
def backpack(
    context: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="A file.zip, or a folder to be made.")
    ],
    edition: EditionName = "",
    badge: Annotated[
        list[str] | None,
        typer.Option("--badge", help="Only this badge, by its id; repeatable. Then no letters."),
    ] = None,
    clr: Annotated[
        bool, typer.Option("--clr", help="Also the badges in one signed document (CLR 2.0).")
    ] = False,
) -> None:
    """Badges and letters that documents show, each file exactly as it came."""
    from portfolio.operations import backpacks, badge_giving, editions

    session = session_of(context)
    workspace = session.workspace()
    store, clock = workspace.store, workspace.clock
    found = editions.find(store, edition) if edition else editions.ensure_default(store)
    made = backpacks.make(
        store,
        clock,
        found.id,
        badge_ids=[_whole_id(session, each) for each in badge or ()],
        collector=badge_giving.giver(workspace) if clr else None,
    )
    saved = backpacks.save(out.expanduser(), made)
    facts = {
        "path": saved.path,
        "sha256": saved.sha256,
        "size_bytes": saved.size_bytes,
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
    return f"{badges}, {letters}.{left if made.not_collected else ''}"


def _whole_id(session: Session, typed: str) -> str:
    """Return the id of the one badge whose id begins as typed."""
    from portfolio.cli.badge import find

    return find(session, typed).badge.id
