"""``folder``: what was read on this computer, and taking it out of the record again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import places
from portfolio.cli.groups import group
from portfolio.cli.session import WRONG_USAGE, Session, session_of
from portfolio.cli.words import counted

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.operations.folder_removal import FolderRemoval, FolderStanding

app = group("Look at the folders that were read, and take one out of the record.")

_MOST_NAMED = 5


@app.command("list")
def list_(context: typer.Context) -> None:
    """List the repositories on this computer that were read."""
    from portfolio.operations import folder_removal

    session = session_of(context)
    session.list(
        folder_removal.folders(session.shown),
        _line,
        nothing="No folder was read yet. portfolio scan FOLDER reads repositories.",
    )


@app.command()
def remove(
    context: typer.Context,
    folder: Annotated[
        str, typer.Argument(help="A folder with all that is below it, or a repository as listed.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a folder out of the record with what was read in it; nothing on the disk is touched."""
    from portfolio.operations import folder_removal

    session = session_of(context)
    removal = folder_removal.going(session.store, places.named(folder, "folder"))
    if not yes and not _agrees(session, removal):
        session.warn("Nothing was removed.")
        session.ends_with(WRONG_USAGE)
        return
    folder_removal.remove(session.store, removal)
    session.answer(removal, f"Removed {_repositories(removal)}. {_what_goes(removal, 'went')}")
    session.say("What you decided and wrote stays. Reading a folder again brings the rest back.")


def _line(each: FolderStanding) -> str:
    from portfolio.cli.account_words import day

    works = counted(each.deed_count, "work", "works")
    line = f"{each.label}  {each.place}  · {works}, read {day(each.last_ok_at)}"
    return f"{line}\n  {each.problem}" if each.problem else line


def _agrees(session: Session, removal: FolderRemoval) -> bool:
    session.warn(f"This takes {_repositories(removal)} out of your record:")
    for place in removal.places[:_MOST_NAMED]:
        session.warn(f"  {place}")
    if len(removal.places) > _MOST_NAMED:
        session.warn(f"  and {len(removal.places) - _MOST_NAMED:,} more")
    session.warn(_what_goes(removal, "go" if removal.deed_count != 1 else "goes"))
    session.warn("Stories, titles and other decisions stay, and nothing on the disk is touched.")
    session.warn(
        "There is no undo; reading the folder again finds its works. Type “remove” to go on:"
    )
    try:
        return input().strip().casefold() == "remove"
    except EOFError:
        return False


def _repositories(removal: FolderRemoval) -> str:
    return counted(len(removal.source_ids), "repository", "repositories")


def _what_goes(removal: FolderRemoval, verb: str) -> str:
    words = f"{counted(removal.deed_count, 'work', 'works')} {verb}"
    if removal.kept_count:
        kept = f"{removal.kept_count:,} also known from elsewhere"
        words += f"; {kept} {'stays' if removal.kept_count == 1 else 'stay'}"
    return f"{words}."
