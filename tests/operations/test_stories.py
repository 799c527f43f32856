"""Stories: works, stars, order, fields; every step has its entry and can be undone."""

from __future__ import annotations

import pytest

from portfolio.errors import NotFoundError, UsageError
from portfolio.model.codes import StoryStatus
from portfolio.model.steps import words
from portfolio.model.story import StorySource
from portfolio.operations import stories
from tests.operations.ring_record import Record


def test_a_story_takes_project_period_and_title_from_its_works(mine_read: Record) -> None:
    keys = [f"git:{commit}:authored" for commit in mine_read.ring.made[:2]]
    story = stories.create(mine_read.store, deed_keys=keys)
    assert story.project_key == "remote:codeberg.org/team/ring"
    assert story.from_on == story.to_on == "2020-09"
    assert stories.create(mine_read.store, deed_keys=keys[:1]).title == "Change 0"


def test_at_most_five_works_are_starred_and_the_sixth_names_them(mine_read: Record) -> None:
    keys = mine_read.keys()
    story = stories.create(mine_read.store, title="Many", deed_keys=keys[:7])
    assert [item.featured for item in story.items] == [True] * 5 + [False] * 2
    with pytest.raises(UsageError, match="Take the star from one of them"):
        stories.star(mine_read.store, story.id, keys[5])
    stories.unstar(mine_read.store, story.id, keys[0])
    after = stories.star(mine_read.store, story.id, keys[5])
    assert [item.featured for item in after.items] == [False, True, True, True, True, True, False]


def test_order_is_the_holders(mine_read: Record) -> None:
    keys = mine_read.keys()[:4]
    story = stories.create(mine_read.store, title="Order", deed_keys=keys)
    wanted = [keys[2], keys[0]]
    after = stories.reorder(mine_read.store, story.id, wanted)
    assert [item.deed_key for item in after.items] == [keys[2], keys[0], keys[1], keys[3]]


def test_fields_are_cleaned_and_unknown_ones_refused(mine_read: Record) -> None:
    story = stories.create(mine_read.store, title="Fields")
    after = stories.change(
        mine_read.store,
        story.id,
        what_i_did="Wrote\x00 it\u202e backwards",
        sources=(StorySource("Notes", "https://notes.example/4"),),
    )
    assert after.what_i_did == "Wrote it backwards"
    with pytest.raises(UsageError, match="rank"):
        stories.change(mine_read.store, story.id, rank=3)
    with pytest.raises(NotFoundError):
        stories.change(mine_read.store, "nothing", title="x")


def test_saying_the_same_again_is_no_step(mine_read: Record) -> None:
    story = stories.create(mine_read.store, title="Same", deed_keys=mine_read.keys()[:1])
    steps = len(mine_read.store.history())
    stories.change(mine_read.store, story.id, title="Same")
    stories.mark_draft(mine_read.store, story.id)
    assert len(mine_read.store.history()) == steps


def test_every_step_is_named_and_undone_exactly(mine_read: Record) -> None:
    before = mine_read.store.curated_digest()
    keys = mine_read.keys()
    story = stories.create(mine_read.store, title="Undo me", deed_keys=keys[:2])
    stories.add_works(mine_read.store, story.id, keys[2:4])
    stories.remove_works(mine_read.store, story.id, keys[:1])
    stories.mark_ready(mine_read.store, story.id)
    end = mine_read.store.curated_digest()
    stories.delete(mine_read.store, story.id)
    named = [words(entry) for entry in mine_read.store.history(limit=5)]
    assert all("Undo me" in each for each in named)
    mine_read.store.undo()
    assert mine_read.store.curated_digest() == end
    with mine_read.store.reading() as reader:
        back = reader.stories.get(story.id)
    assert back is not None
    assert back.status is StoryStatus.READY
    mine_read.store.undo(4)
    assert mine_read.store.curated_digest() == before
