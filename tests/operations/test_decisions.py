"""Decisions of the holder: one step each, nothing when nothing changes, undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from portfolio.errors import NotFoundError, PortfolioError, UsageError
from portfolio.model.codes import Capacity, StoryStatus
from portfolio.model.deed_query import DeedQuery
from portfolio.model.project import Project, Role
from portfolio.model.story import Story
from portfolio.operations import (
    deeds,
    editions,
    history,
    holder,
    identities,
    projects,
    questions,
    roles,
    stories,
)
from portfolio.store.store import Store
from tests.clocks import FixedClock


def deed_keys(store: Store, count: int) -> list[str]:
    with store.reading() as reader:
        return [deed.key for deed in reader.deeds.page(DeedQuery(), limit=count).deeds]


def first_story(store: Store) -> Story:
    with store.reading() as reader:
        return reader.stories.all()[0]


def words_of(store: Store, entry_id: int) -> str:
    return next(words for entry, words in history.history(store) if entry.id == entry_id)


def tern(store: Store) -> Project:
    return projects.find(store, "Tern")


def hide_deeds(store: Store) -> object:
    return deeds.hide(store, deed_keys(store, 3))


def retitle(store: Store) -> object:
    return deeds.retitle(store, deed_keys(store, 1)[0], "Mine")


def confidential(store: Store) -> object:
    return deeds.mark_confidential(store, deed_keys(store, 2))


def rename(store: Store) -> object:
    return projects.rename(store, tern(store).key, "Terns")


def merge(store: Store) -> object:
    return projects.merge(store, tern(store).key, projects.find(store, "Quillmark").key)


def add_role(store: Store) -> object:
    role = Role(
        "",
        tern(store).key,
        "tester",
        "",
        "2022",
        "2023",
        is_current=False,
        capacity=Capacity.STUDY,
    )
    return roles.add(store, role)


def tell(store: Store) -> object:
    return stories.create(store, title="New", deed_keys=deed_keys(store, 2))


def change_story(store: Store) -> object:
    return stories.change(store, first_story(store).id, situation="Otherwise")


def drop_work(store: Store) -> object:
    story = first_story(store)
    return stories.remove_works(store, story.id, [story.items[0].deed_key])


def reorder(store: Store) -> object:
    story = first_story(store)
    return stories.reorder(store, story.id, [item.deed_key for item in reversed(story.items)])


def delete_story(store: Store) -> None:
    stories.delete(store, first_story(store).id)


def add_edition(store: Store) -> object:
    return editions.add(store, "Second")


def change_edition(store: Store) -> object:
    return editions.change(store, replace(editions.ensure_default(store), page_limit=1))


def say_name(store: Store) -> object:
    return holder.set_fields(store, name="N. V.")


def answer(store: Store) -> object:
    with store.reading() as reader:
        question = reader.questions.all()[0]
    return questions.answer(store, question.key, questions.answers_to(question.kind)[-1])


def reject(store: Store) -> object:
    return identities.reject(store, FixedClock(), identities.resolve(store, ["none@none"]))


def undecide(store: Store) -> None:
    identities.undecide(store, identities.resolve(store, ["noor@laptop-blue.local"]))


STEPS: tuple[Callable[[Store], object], ...] = (
    hide_deeds, retitle, confidential, rename, merge, add_role, tell, change_story, drop_work,
    reorder, delete_story, add_edition, change_edition, say_name, answer, reject, undecide,
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.__name__))
def test_each_is_one_step_that_undo_takes_back_and_redo_brings_again(
    sample: Store, step: Callable[[Store], object]
) -> None:
    before, count = sample.curated_digest(), len(sample.history(limit=999))
    step(sample)
    after = sample.curated_digest()
    assert after != before
    assert len(sample.history(limit=999)) == count + 1
    (undone,) = history.undo(sample)
    assert sample.curated_digest() == before
    assert "something" not in words_of(sample, undone.id)
    history.redo(sample)
    assert sample.curated_digest() == after


@pytest.mark.parametrize(
    "step",
    [hide_deeds, retitle, confidential, rename, say_name, answer, change_story, reject],
    ids=lambda step: str(step.__name__),
)
def test_the_same_again_is_no_step(sample: Store, step: Callable[[Store], object]) -> None:
    step(sample)
    count = len(sample.history(limit=999))
    if step is hide_deeds:
        with sample.reading() as reader:
            page = reader.deeds.page(DeedQuery(include_hidden=True), limit=3)
        deeds.hide(sample, [deed.key for deed in page.deeds])
    elif step is rename:
        projects.rename(sample, projects.find(sample, "Terns").key, "Terns")
    else:
        step(sample)
    assert len(sample.history(limit=999)) == count


def test_the_sixth_star_names_the_five(sample: Store) -> None:
    story = next(s for s in stories_of(sample) if len(s.items) == 5)
    extra = next(
        key for key in deed_keys(sample, 9) if key not in {i.deed_key for i in story.items}
    )
    grown = stories.add_works(sample, story.id, [extra])
    assert [item.featured for item in grown.items] == [True] * 5 + [False]
    with pytest.raises(UsageError) as caught:
        stories.star(sample, story.id, extra)
    assert "One focus ring for every control" in str(caught.value)
    stories.unstar(sample, story.id, story.items[0].deed_key)
    starred = stories.star(sample, story.id, extra)
    assert sum(item.featured for item in starred.items) == 5


def stories_of(store: Store) -> list[Story]:
    with store.reading() as reader:
        return reader.stories.all()


def test_a_story_takes_project_and_period_from_its_works(sample: Store) -> None:
    with sample.reading() as reader:
        page = reader.deeds.page(DeedQuery(project_key=tern(sample).key), limit=2)
    made = stories.create(sample, title="Strings", deed_keys=[deed.key for deed in page.deeds])
    assert made.project_key == tern(sample).key
    assert made.to_on == f"{page.deeds[0].occurred_at:%Y-%m}"
    assert made.from_on == f"{page.deeds[1].occurred_at:%Y-%m}"
    assert made.status is StoryStatus.DRAFT


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda s: deeds.hide(s, ["git:none:authored"]), NotFoundError),
        (lambda s: deeds.hide(s, []), NotFoundError),
        (lambda s: projects.find(s, "Nowhere"), NotFoundError),
        (lambda s: projects.merge(s, tern(s).key, tern(s).key), UsageError),
        (lambda s: stories.mark_ready(s, "none"), NotFoundError),
        (lambda s: stories.change(s, first_story(s).id, mood="good"), UsageError),
        (lambda s: stories.add_works(s, first_story(s).id, ["git:none:authored"]), NotFoundError),
        (lambda s: stories.star(s, first_story(s).id, "git:none:authored"), NotFoundError),
        (lambda s: editions.add(s, "General"), UsageError),
        (lambda s: editions.add(s, "  "), UsageError),
        (lambda s: editions.remove(s, "none"), NotFoundError),
        (lambda s: roles.remove(s, "none"), NotFoundError),
        (lambda s: holder.set_fields(s, age="3"), UsageError),
        (lambda s: identities.confirm(s, FixedClock(), ["git-email::nobody"]), NotFoundError),
        (lambda s: questions.answer(s, "none", "include"), NotFoundError),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    sample: Store, call: Callable[[Store], object], kind: type[PortfolioError]
) -> None:
    before, count = sample.curated_digest(), len(sample.history(limit=999))
    with pytest.raises(kind) as caught:
        call(sample)
    assert str(caught.value).endswith((".", "them.", "”."))
    assert sample.curated_digest() == before
    assert len(sample.history(limit=999)) == count


def test_accepting_a_suggested_role_makes_it_the_holders(sample: Store) -> None:
    key = projects.find(sample, "Open Atlas").key
    suggested = next(role for role in roles.all_roles(sample, key) if role.is_suggested)
    kept = roles.add(sample, suggested)
    assert kept.id
    assert not kept.is_suggested
    assert kept in roles.all_roles(sample, key)
