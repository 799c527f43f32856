"""``scan``, and the reading that other commands start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from portfolio.cli import places, words
from portfolio.cli.progress import ProgressLine, stopping
from portfolio.cli.session import (
    COULD_NOT,
    DOES_NOT_HOLD,
    IN_PART,
    INTERRUPTED,
    Session,
    session_of,
)
from portfolio.model.identity import IdentitySuggestion
from portfolio.model.source import Question, missing_words
from portfolio.operations import folders, identities
from portfolio.operations.folders import ReadResult

MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What ``scan`` prints as JSON.

    Attributes:
        unreadable: One plain sentence each for folders and repositories that could not be read.
    """

    repositories: tuple[ReadResult, ...]
    identities: tuple[IdentitySuggestion, ...]
    questions: tuple[Question, ...]
    unreadable: tuple[str, ...]
    was_stopped: bool


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("scan")(scan)


def scan(
    context: typer.Context,
    folder: Annotated[list[str], typer.Argument(metavar="FOLDER...", help="Folders to look in.")],
    depth: Annotated[int, typer.Option(help="How many folders deep to look.", min=0, max=20)] = 6,
) -> None:
    """Find repositories, read them, and show whose work is in them."""
    session = session_of(context)
    results, stopped = read_folders(session, places.folders(folder), depth=depth)
    with session.store.reading() as reader:
        questions = tuple(reader.questions.all())
    rows = tuple(identities.suggestions(session.store))
    problems = tuple(f"{each.label}: {each.problem}" for each in results if each.problem)
    answer = ScanAnswer(tuple(results), rows, questions, problems, stopped)
    session.answer(answer, _in_words(answer))
    _end(session, answer)


def read_folders(
    session: Session, where: Sequence[Path], *, depth: int = 6
) -> tuple[list[ReadResult], bool]:
    """Find and read repositories; return what came of it and whether it was stopped."""
    line = ProgressLine(session)
    store = session.store
    with stopping() as stop:
        found = folders.scan(where, report=line.report, cancelled=stop, max_depth=depth)
        line.clear()
        clock = session.workspace().clock
        results = folders.read(store, clock, found, report=line.report, cancelled=stop)
        line.clear()
        return results, stop()


def read_again(session: Session) -> tuple[list[ReadResult], bool]:
    """Read every repository of the record again."""
    line = ProgressLine(session)
    with stopping() as stop:
        clock = session.workspace().clock
        results = folders.read_again(session.store, clock, report=line.report, cancelled=stop)
        line.clear()
        return results, stop()


def note_reading(session: Session, results: Sequence[ReadResult], *, stopped: bool) -> None:
    """Set the exit code a reading calls for."""
    if stopped:
        session.warn("Stopped. What was read so far is kept; the next reading goes on from there.")
        session.ends_with(INTERRUPTED)
    elif any(each.problem for each in results):
        session.ends_with(IN_PART)


def _end(session: Session, answer: ScanAnswer) -> None:
    results = answer.repositories
    if not results and not answer.was_stopped:
        session.warn("No git repository was found there.")
        session.ends_with(DOES_NOT_HOLD)
        return
    note_reading(session, results, stopped=answer.was_stopped)
    if results and all(each.problem and not each.source_id for each in results):
        session.ends_with(COULD_NOT)
    undecided = [row for row in answer.identities if row.ticked and row.status == "suggested"]
    if undecided:
        session.say("Say which are yours: portfolio identity confirm ADDRESS... or --suggested")


def _in_words(answer: ScanAnswer) -> str:
    lines = [words.counted(len(answer.repositories), "repository", "repositories")]
    for each in answer.repositories:
        codes = [code for coverage in each.coverage for code in coverage.missing]
        missing = ", ".join(dict.fromkeys(map(missing_words, codes)))
        state = each.problem or (f"in part: {missing}" if missing else "whole history")
        lines.append(f"  {each.label}  {each.place}  ({state})")
    rows = answer.identities
    names = words.counted(len(rows), "name", "names")
    lines.append(f"{names}; [x] yours, [?] likely yours, [ ] undecided, [-] not yours")
    lines += [f"  {words.identity(row)}" for row in rows[:MOST_NAMES]]
    if len(rows) > MOST_NAMES:
        lines.append(f"  and {len(rows) - MOST_NAMES} more: portfolio identity list --all")
    if answer.questions:
        lines.append("Questions: portfolio question answer KEY ANSWER")
        lines += [f"  {words.question(each)}" for each in answer.questions]
    return "\n".join(lines)
