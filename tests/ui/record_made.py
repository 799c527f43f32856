"""A small made-up record, written through the store as a reading and a person would."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from portfolio.model.codes import (
    Action,
    Capacity,
    CoverageState,
    IdentityKind,
    IdentityStatus,
    Proof,
    SourceKind,
    StoryStatus,
)
from portfolio.model.contribution import NewContribution, Participant, Sizes
from portfolio.model.deed import DeedEdit, git_deed_key
from portfolio.model.identity import Identity, identity_key
from portfolio.model.project import ProjectEdit, Role
from portfolio.model.source import Coverage, Source
from portfolio.model.story import Story, StoryItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.store.store import Store

ME = identity_key(IdentityKind.GIT_EMAIL, "", "noor@quillmark.example")
READ_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
QUILL, LARKSPUR, ATLAS, TERN = (
    f"remote:git.example/{name}" for name in ("quillmark", "larkspur", "open-atlas", "tern")
)
NAMES = {QUILL: "Quillmark", LARKSPUR: "Larkspur", ATLAS: "Open Atlas", TERN: "Tern"}
_PETRA = Participant("Petra Halloway-Ng", "petra@quillmark.example", "author")
_CASIMIR = Participant("Casimir Oduya-Lindt", "casimir@quillmark.example", "merger")

A, R, M = Action.AUTHORED, Action.REVIEWED, Action.MERGED
DEEDS: tuple[tuple[str, Action, str, str], ...] = (
    (QUILL, R, "2026-11-20", "Keep the caret visible after undo"),
    (QUILL, R, "2026-11-18", "Announce table cells to screen readers"),
    (QUILL, M, "2026-11-14", "Release notes for 4.2"),
    (QUILL, Action.RELEASED, "2026-11-11", "Quillmark 4.2"),
    (LARKSPUR, Action.REPORTED, "2026-11-02", "Threads lose their order after archive"),
    (ATLAS, A, "2026-10-29", "Tide tables of the western delta"),
    (QUILL, R, "2026-10-27", "Sort order in the font list"),
    (QUILL, A, "2026-10-21", "Let long lists be walked with arrow keys"),
    (TERN, Action.TRANSLATED, "2026-10-16", "Dutch strings for the import window"),
    (LARKSPUR, Action.TESTED, "2026-10-09", "Crash when printing an empty folder"),
    (QUILL, Action.CO_AUTHORED, "2026-10-04", "What release notes are for"),
    (QUILL, R, "2026-09-30", "Remove the old clipboard format"),
    (ATLAS, A, "2026-09-24", "Harbour lights of the north coast"),
    (QUILL, A, "2025-06-12", "One focus ring for the whole editor"),
    (QUILL, A, "2025-05-02", "Tab order follows the reading order"),
    (QUILL, Action.SIGNED_OFF, "2024-03-03", "Move the menu to the system's own"),
    (LARKSPUR, A, "2019-11-05", "Keep the folder that was open"),
    (LARKSPUR, A, "2017-03-14", "Do not ask twice before deleting"),
    (ATLAS, A, "2018-06-01", "Names of the river's islands"),
    (TERN, A, "2021-03-08", "Count plurals right in Dutch"),
)
BODY = (
    "The row and column are read before the content, so a long cell does not hide where you are."
    " Could the header be left out when it has not changed?"
)


def commit(title: str) -> str:
    """Return the hash that stands for a title's commit."""
    return hashlib.sha1(title.encode()).hexdigest()


def key_of(title: str) -> str:
    """Return the deed key of a title in `DEEDS`."""
    action = next(action for _, action, _, named in DEEDS if named == title)
    return git_deed_key(commit(title), action)


def fill(store: Store) -> None:
    """Write sources, deeds, decisions, roles and stories."""
    read_sources(store)
    with store.editing("identity.confirmed") as editor:
        editor.save_identity(
            Identity(
                "me", "self", IdentityKind.GIT_EMAIL, "", "noor@quillmark.example", ME,
                IdentityStatus.CONFIRMED, Proof.LOCAL_CONFIG,
            )
        )  # fmt: skip
    with store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(key_of("Crash when printing an empty folder"), is_hidden=True))
    with store.editing("project.described") as editor:
        editor.save_project(
            ProjectEdit(QUILL, "Quillmark", "A text editor for long documents, used by publishers")
        )
        editor.save_role(
            Role("r1", QUILL, "author", "", "2019-02", "", True, Capacity.VOLUNTEER)
        )  # fmt: skip
        editor.save_role(
            Role("r2", LARKSPUR, "", "Triage, bug reports", "2017", "2019", False, Capacity.UNSAID)
        )
    with store.editing("story.written") as editor:
        editor.save_story(
            Story(
                "s1", "Keyboard access for the whole editor", QUILL, from_on="2025-05",
                to_on="2025-06",
                items=(StoryItem(key_of("One focus ring for the whole editor"), 0, True),),
            )
        )  # fmt: skip
        editor.save_story(
            Story(
                "s2", "Tide tables of the western delta", ATLAS, from_on="2022", to_on="2022",
                status=StoryStatus.READY, rank=1,
            )
        )  # fmt: skip


def read_sources(store: Store) -> None:
    """Write what a reading of four repositories would."""
    with store.recording() as recorder:
        for number, (project, name) in enumerate(NAMES.items()):
            source_id = f"src{number}"
            recorder.save_source(
                Source(
                    source_id, SourceKind.GIT_FOLDER, f"/home/noor/{name}/.git", name.lower(),
                    f"/home/noor/{name}", project, (project.removeprefix("remote:"),), (), True,
                    last_ok_at=READ_AT,
                )
            )  # fmt: skip
            recorder.link_project(
                [project], project_key=project, recorded_name=name,
                urls=[f"https://git.example/{name.lower()}"],
            )  # fmt: skip
            recorder.set_coverage(source_id, _coverage(number))
            recorder.add_contributions(source_id, list(_made(project)), at=READ_AT)
        twice = "Let long lists be walked with arrow keys"
        again = [one for one in _made(QUILL) if one.title == twice]
        recorder.add_contributions("src1", again, at=READ_AT)


def _made(project: str) -> Sequence[NewContribution]:
    return [
        NewContribution(
            commit(title), action, title, _at(on), ME, git_deed_key(commit(title), action),
            body=BODY if action is R else "",
            url=f"https://git.example/{NAMES[project].lower()}/commit/{commit(title)}"
            if project == QUILL
            else "",
            people=(_PETRA, _CASIMIR) if action is R else (),
            sizes=Sizes(3, 40, 12) if action is R else Sizes(),
        )
        for of, action, on, title in DEEDS
        if of == project
    ]  # fmt: skip


def _coverage(number: int) -> tuple[Coverage, ...]:
    since = datetime(2017, 3, 14, tzinfo=UTC) + timedelta(days=400 * number)
    if number == 1:
        return (
            Coverage("commits", CoverageState.IN_PART, since, READ_AT, ("shallow:2017-03-14",)),
        )
    return (
        Coverage("commits", CoverageState.COMPLETE, since, READ_AT),
        Coverage("tags", CoverageState.COMPLETE, since, READ_AT),
    )


def _at(on: str) -> datetime:
    return datetime.fromisoformat(f"{on}T10:15:00+00:00")
