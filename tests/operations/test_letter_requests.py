"""Asking for a letter: the works a stranger can open, the people who saw them, one reminder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.errors import ExportError, NotFoundError, UsageError
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import Party, Work
from portfolio.model.contribution import Participant
from portfolio.model.deed import DeedEdit
from portfolio.model.letter_request import MAX_WORKS
from portfolio.model.person import Holder
from portfolio.operations import letter_requests, manual, stories
from portfolio.operations.manual import Draft
from portfolio.workspace import Workspace
from tests.clocks import FixedClock
from tests.store.records import contribution, key, record, say

MENTOR = Party("Casimir", "", ("https://forge.example/coduya",))
WORKS = tuple(Work(f"https://forge.example/c/{n}", f"Change {n}") for n in range(1, 11))


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with made.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Ada Example", links=("https://forge.example/ada",)))
    yield made
    made.close()


def seen_by(*people: tuple[str, str]) -> tuple[Participant, ...]:
    return tuple(Participant("", handle, part) for handle, part in people)


def story_of(workspace: Workspace, *people: tuple[tuple[str, str], ...]) -> str:
    """Return a story of one work for each group of people who saw it."""
    record(
        workspace.store,
        *(
            contribution(n, url=f"https://forge.example/c/{n}", people=seen_by(*who))
            for n, who in enumerate(people, 1)
        ),
    )
    say(workspace.store)
    keys = [key(n) for n in range(1, len(people) + 1)]
    return stories.create(workspace.store, title="Outline", deed_keys=keys).id


def test_who_saw_most_of_the_works_is_proposed_first_and_the_holder_never(
    workspace: Workspace,
) -> None:
    story = story_of(
        workspace,
        (("bea", "merger"), ("ada", "reviewer")),
        (("bea", "merger"), ("coduya", "reviewer")),
        (("bea", "reviewer"), ("dan", "")),
    )
    people = letter_requests.about_story(workspace.store, story).people
    assert [each.account for each in people] == [
        "https://forge.example/bea",
        "https://forge.example/coduya",
    ]
    assert dict(people[0].parts) == {"merger": 2, "reviewer": 1}


def test_works_are_those_a_stranger_can_open_the_starred_ones_first(workspace: Workspace) -> None:
    story = story_of(workspace, (), (), (), (), ())
    record(workspace.store, contribution(6, url="http://forge.example/c/6"), contribution(7))
    stories.add_works(workspace.store, story, [key(6), key(7)])
    stories.unstar(workspace.store, story, key(1))
    with workspace.store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(key(2), is_hidden=True))
        editor.save_deed(DeedEdit(key(3), is_confidential=True))
    works = letter_requests.about_story(workspace.store, story).works
    assert [work.url for work in works] == [f"https://forge.example/c/{n}" for n in (4, 5, 1)]
    assert works[0].content_hash == f"git:{4:040x}"


def test_a_work_typed_in_can_be_asked_about_where_others_can_open_it(
    workspace: Workspace, clock: FixedClock
) -> None:
    made = [
        manual.add(workspace.store, clock, Draft(title, "2026-02", url=url))
        for title, url in (("Workshop", "https://fair.example/7"), ("Told nobody", ""))
    ]
    keys = [each.key for each in made]
    story = stories.create(workspace.store, title="Teaching", deed_keys=keys).id
    asking = letter_requests.about_story(workspace.store, story)
    assert asking.works == (Work("https://fair.example/7", "Workshop"),)


def test_a_request_is_kept_ends_and_lists_no_more_works_than_can_be_read(
    workspace: Workspace, clock: FixedClock
) -> None:
    made = letter_requests.make(workspace, MENTOR, WORKS)
    assert made.request.works == WORKS[:MAX_WORKS]
    assert made.request.expires_at == clock.now().replace(microsecond=0) + letter_requests.LASTS
    (listed,) = letter_requests.all_requests(workspace.store)
    assert letter_requests.get(workspace.store, listed.id).raw == made.files[0][1]
    assert all(work.url in made.mail for work in WORKS[:MAX_WORKS])


def test_what_somebody_was_asked_is_not_written_over(
    workspace: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    folder = tmp_path / "asked"
    made = letter_requests.make(workspace, MENTOR, WORKS[:3], folder=folder)
    other = letter_requests.make(workspace, Party("Bea", ""), WORKS[:3], folder=folder)
    names = [name for name, _ in (*made.files, *other.files)]
    assert sorted(names) == sorted(path.name for path in folder.iterdir())
    assert made.files[1][0] in made.mail
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    letter_requests.save_files(made, folder)  # the same once more is nothing new
    clock.advance(minutes=5)
    with pytest.raises(UsageError, match="there already"):
        letter_requests.make(workspace, MENTOR, WORKS[:3], folder=folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert len(letter_requests.all_requests(workspace.store)) == 2


def test_a_request_that_cannot_be_saved_is_not_kept(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError):
        letter_requests.make(workspace, MENTOR, WORKS[:3], folder=tmp_path / "file")
    assert letter_requests.all_requests(workspace.store) == []


def test_one_reminder_and_no_more(workspace: Workspace, clock: FixedClock) -> None:
    made = letter_requests.make(workspace, MENTOR, WORKS[:3])
    reminded = letter_requests.note_reminder(workspace, made.request.id)
    assert reminded.reminded_at == clock.now().replace(microsecond=0)
    with pytest.raises(UsageError, match="once"):
        letter_requests.note_reminder(workspace, made.request.id)
    workspace.store.undo()
    assert letter_requests.get(workspace.store, made.request.id).reminded_at is None


def test_a_request_is_removed_and_comes_back(workspace: Workspace) -> None:
    made = letter_requests.make(workspace, MENTOR, WORKS[:3])
    letter_requests.remove(workspace.store, made.request.id)
    with pytest.raises(NotFoundError):
        letter_requests.get(workspace.store, made.request.id)
    workspace.store.undo()
    assert letter_requests.get(workspace.store, made.request.id).works == WORKS[:3]
