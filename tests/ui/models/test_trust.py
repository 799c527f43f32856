"""The window calls evidence only what a reader of a document can open."""

from __future__ import annotations

from portfolio.model.codes import TrustClass
from portfolio.model.story import Story, StoryItem, StorySource
from portfolio.ui.models.deed_facts import DeedFacts, trust_line
from portfolio.ui.models.home_facts import has_public_page
from tests.export.records import deed


def _facts(url: str, *, is_self_reported: bool = False) -> DeedFacts:
    return DeedFacts(deed("k", "project", url=url, is_self_reported=is_self_reported), [], [], [])


def test_a_work_in_a_local_copy_only_is_no_evidence() -> None:
    public, local = _facts("https://git.example/1"), _facts("")
    typed = _facts("https://git.example/1", is_self_reported=True)
    assert public.trust is TrustClass.EVIDENCE
    assert local.trust is typed.trust is TrustClass.SELF_REPORTED
    lines = {trust_line(each) for each in (public, local, typed)}
    assert len(lines) == 3


def test_a_story_needs_a_page_behind_it() -> None:
    story = Story("s", "Told", items=(StoryItem("k", 0, featured=True),))
    assert has_public_page(story, {"k": _facts("https://git.example/1").deed})
    assert not has_public_page(story, {"k": _facts("").deed})
    assert not has_public_page(story, {})
    named = Story("s", "Told", sources=(StorySource("Notes", "https://notes.example"),))
    assert has_public_page(named, {})
