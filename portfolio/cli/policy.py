"""``policy``: what communities mean by "three vouches", and which marks documents print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import outside_files
from portfolio.cli.groups import group
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.errors import NotFoundError
from portfolio.model import verdict_words

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.operations.policies import Standing

app = group("What communities mean by “three vouches”, and which marks documents print.")

Which = Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id, as listed.")]
_MOST_BYTES = 64 * 1024


@app.command("list")
def list_(context: typer.Context) -> None:
    """List policies: yours, then those of the program, each with whether its mark is given."""
    session = session_of(context)
    session.list([_facts(each) for each in _standings(session)], _line, nothing="")


@app.command()
def show(context: typer.Context, policy: Which) -> None:
    """Show a policy, who counts for its mark and why others do not; 1 when it is not given."""
    session = session_of(context)
    found = _find(session, policy)
    session.answer(_facts(found), "\n".join(_words(found)))
    if not found.mark.is_given:
        raise typer.Exit(DOES_NOT_HOLD)


@app.command()
def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A policy file of a community.")],
) -> None:
    """Take a policy file in; one of the same id takes the place of the one before."""
    from portfolio.operations import policies

    session = session_of(context)
    policies_id = policies.add(session.store, outside_files.read(file, most=_MOST_BYTES)).id
    _answer(session, policies_id)


@app.command()
def remove(context: typer.Context, policy: Which) -> None:
    """Take a policy out of the record; undo brings it back."""
    from portfolio.operations import policies

    session = session_of(context)
    gone = policies.remove(session.store, policy)
    session.answer({"id": gone.id}, f"Removed {gone.name}")


@app.command("print")
def print_(
    context: typer.Context,
    policy: Which,
    shown: Annotated[
        bool, typer.Option("--shown/--left-out", help="Whether documents print its mark.")
    ],
) -> None:
    """Choose whether documents print a policy's mark when it is given."""
    from portfolio.operations import policies

    session = session_of(context)
    policies.show(session.store, policy, is_shown=shown)
    _answer(session, policy)


def _answer(session: Session, policy_id: str) -> None:
    found = _find(session, policy_id)
    session.answer(_facts(found), _line(_facts(found)))


def _standings(session: Session) -> list[Standing]:
    from portfolio.operations import policies

    workspace = session.workspace(read_only=True)
    with workspace.store.reading() as reader:
        return policies.standings(reader, workspace.clock.now().date())


def _find(session: Session, policy_id: str) -> Standing:
    found = next((each for each in _standings(session) if each.policy.id == policy_id), None)
    if found is None:
        raise NotFoundError("There is no such policy.", "“portfolio policy list” names them.")
    return found


def _facts(each: Standing) -> dict[str, object]:
    mark = each.mark
    return {
        "id": each.policy.id,
        "version": each.policy.version,
        "name": each.policy.name,
        "words": each.policy.words,
        "is_given": mark.is_given,
        "is_kept": each.is_kept,
        "shown": each.shown,
        "names": mark.names,
        "counted": mark.counted,
        "not_counted": [
            {"letter": letter, "code": why.code, "words": verdict_words.title(why)}
            for letter, why in mark.not_counted
        ],
        "missing": [verdict_words.title(why) for why in mark.missing],
    }


def _line(facts: dict[str, object]) -> str:
    state = "given" if facts["is_given"] else "not given"
    printed = "  printed in documents" if facts["shown"] else ""
    return f"{facts['id']}  {facts['name']}  {state}{printed}"


def _words(each: Standing) -> list[str]:
    mark = each.mark
    lines = [verdict_words.title(mark.says), each.policy.words]
    lines += [f"  {verdict_words.title(why)}" for why in mark.missing]
    lines += [
        f"  {each.writers.get(letter, letter)}: {verdict_words.title(why)}"
        for letter, why in mark.not_counted
    ]
    return lines
