"""Contributions entered by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.codes import Action
from portfolio.model.deed_query import DeedQuery
from portfolio.model.kinds import Kind
from portfolio.operations import manual, projects
from portfolio.operations.manual import Draft
from portfolio.store.store import Store
from tests.clocks import FixedClock

TALK = Draft(
    "Keyboard access in editors",
    "2023-04",
    Action.SPOKE,
    Kind.TALK,
    project="Access days",
    url="meet.example/talk",
    body="Forty minutes.",
)


def test_adding_makes_the_project_in_the_same_step(sample: Store, clock: FixedClock) -> None:
    before = sample.curated_digest()
    deed = manual.add(sample, clock, TALK)
    assert deed.is_self_reported
    assert deed.project_name == "Access days"
    assert deed.url == "https://meet.example/talk"
    entry = sample.next_undo()
    assert entry is not None
    assert steps.words(entry) == "Added “Keyboard access in editors” by hand"
    sample.undo()
    assert sample.curated_digest() == before
    with sample.reading() as reader:
        assert reader.deeds.get(deed.key) is None
    sample.redo()
    with sample.reading() as reader:
        assert reader.deeds.get(deed.key) == replace(deed, id=reader.deeds.get(deed.key).id)  # type: ignore[union-attr]  # it is there
    assert projects.find(sample, "Access days").deed_count == 1


def test_a_known_project_is_found_by_name_whatever_the_case(
    sample: Store, clock: FixedClock
) -> None:
    with sample.reading() as reader:
        known = reader.projects.all()[0]
    deed = manual.add(sample, clock, replace(TALK, project=known.name.upper()))
    assert deed.project_key == known.key


def test_change_and_remove(sample: Store, clock: FixedClock) -> None:
    deed = manual.add(sample, clock, TALK)
    draft = manual.draft_of(sample, deed.key)
    changed = manual.change(sample, clock, deed.key, replace(draft, when="2022", project=""))
    assert (changed.key, changed.occurred_at.year, changed.project_key) == (deed.key, 2022, "")
    manual.remove(sample, deed.key)
    with sample.reading() as reader:
        assert reader.deeds.get(deed.key) is None
    sample.undo(2)
    assert manual.draft_of(sample, deed.key).when == "2023-04"


def test_what_a_source_says_is_not_changed(sample: Store, clock: FixedClock) -> None:
    with sample.reading() as reader:
        recorded = reader.deeds.page(DeedQuery(), limit=1).deeds[0].key
    with pytest.raises(NotFoundError, match="never changed"):
        manual.remove(sample, recorded)
    with pytest.raises(NotFoundError, match="Nothing entered by hand"):
        manual.change(sample, clock, "manual:nobody", TALK)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " \u202e "}, "needs a title"),
        ({"when": "soon"}, "no date"),
        ({"when": "2024-02-30"}, "no date"),
        ({"when": "0012"}, "no date"),
        ({"when": "2027"}, "not come yet"),
        ({"url": "javascript:alert(1)"}, "no address"),
        ({"url": "https://me:pw@forge.example/x"}, "no address"),
        ({"url": "file:///etc/passwd"}, "no address"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_kept(
    sample: Store, clock: FixedClock, changes: dict[str, str], said: str
) -> None:
    before = sample.curated_digest()
    with pytest.raises(UsageError, match=said):
        manual.add(sample, clock, replace(TALK, **changes))  # type: ignore[arg-type]  # texts only
    assert sample.curated_digest() == before


def test_today_elsewhere_is_no_future(sample: Store, clock: FixedClock) -> None:
    assert manual.add(sample, clock, replace(TALK, when="2026-11-20")).occurred_at.day == 20
