"""Stories are told in the holder's own words, each with the kind of claim it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio.export.document import build
from portfolio.model.codes import SectionKind, TrustClass
from portfolio.model.document import Bullet, Document, Entry, Listing
from portfolio.model.edition import Edition, SectionChoice
from portfolio.model.story import Story, StoryItem, StorySource
from tests.export import records

KEY = "remote:github.com/quill/mark"
EVIDENCE, SELF = TrustClass.EVIDENCE, TrustClass.SELF_REPORTED


def tell(record: records.Record, *stories: Story, **edition: object) -> Document:
    record.stories = list(stories)
    fields = {"id": "e", "name": "x", "story_ids": tuple(story.id for story in stories), **edition}
    return build(Edition(**fields), record.chosen(), made_on=records.MADE_ON).document  # type: ignore[arg-type]  # test data


def bullet(document: Document) -> Bullet:
    for section in document.sections:
        for block in section.blocks:
            if (
                isinstance(block, Entry)
                and block.bullets
                and "Made" not in block.bullets[0].spans[0].text
            ):
                return block.bullets[0]
    raise AssertionError


def words(found: Bullet) -> str:
    return "".join(span.text for span in found.spans)


def story(**fields: object) -> Story:
    return Story(**{"id": "s", "title": "One ring", "project_key": KEY, **fields})  # type: ignore[arg-type]  # test data


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what_i_did": "I did it", "what_changed": "It works."}, "I did it. It works."),
        ({"what_i_did": "I did it.\n\nTwice"}, "I did it. Twice."),
        ({"what_changed": "It works?"}, "It works?"),
        ({"situation": "It was bad"}, "It was bad."),
        ({"situation": "Bad.", "what_i_did": "Did it."}, "Did it."),
        ({"how_one_can_tell": "Try it"}, "Try it."),
        ({}, "One ring."),
        ({"what_i_did": "كيف حالك؟"}, "كيف حالك؟"),
    ],
)
def test_own_words(fields: dict[str, str], said: str) -> None:
    found = bullet(tell(records.facts_only(), story(**fields)))
    assert words(found) == said
    assert [mark.trust for mark in found.marks] == [SELF]
    assert found.marks[0].label == "self-reported"


def test_works_stand_in_brackets_before_the_full_stop() -> None:
    record = records.facts_only()
    key = record.add_deed(
        KEY, "Focus ring", "quillmark", url="https://github.com/quill/mark/commit/1"
    )
    found = bullet(tell(record, story(what_i_did="I did it.", items=(StoryItem(key, 0, True),))))
    assert words(found) == "I did it (Focus ring)."
    assert found.spans[1].href == "https://github.com/quill/mark/commit/1"
    assert [(mark.trust, mark.label, mark.target) for mark in found.marks] == [
        (EVIDENCE, "E1", "E1")
    ]


def test_long_titles_are_called_by_their_commit() -> None:
    record = records.facts_only()
    key = record.add_deed(
        KEY,
        "A title that is much too long to stand in a sentence",
        "quillmark",
        url="https://x.example/1",
    )
    found = bullet(tell(record, story(what_i_did="Did.", items=(StoryItem(key, 0, True),))))
    assert words(found) == f"Did (commit {key[4:11]})."


@pytest.mark.parametrize(
    "url", ["", "http://x.example/1", "https://git.corp/1", "https://10.0.0.1/"]
)
def test_a_work_nobody_else_can_open_is_no_evidence(url: str) -> None:
    record = records.facts_only()
    key = record.add_deed(KEY, "Focus ring", "quillmark", url=url)
    document = tell(record, story(what_i_did="Did it.", items=(StoryItem(key, 0, True),)))
    found = bullet(document)
    assert words(found) == "Did it (Focus ring)."
    assert [(mark.trust, mark.label) for mark in found.marks] == [(SELF, "L1, from a local copy")]
    assert document.evidence is not None
    item = next(item for item in document.evidence.items if item.number == "L1")
    assert item.trust is SELF
    assert item.address == ""
    assert item.seen_by == f"from a local copy; no public page to open; commit {key[4:44]}"


def test_a_typed_in_deed_stays_self_reported_even_with_an_address() -> None:
    record = records.facts_only()
    key = record.add_deed(KEY, "A talk", url="https://talks.example/1", key="self:1")
    document = tell(record, story(what_i_did="Spoke.", items=(StoryItem(key, 0, True),)))
    found = bullet(document)
    assert {mark.trust for mark in found.marks} == {SELF}
    assert document.evidence is not None
    assert next(i for i in document.evidence.items if i.title == "A talk").trust is SELF


def test_a_number_without_a_source_is_said_to_have_none() -> None:
    text = "It is 3 times faster. Fine. It fell by 60 percent."
    found = bullet(tell(records.facts_only(), story(what_changed=text)))
    assert words(found) == (
        "It is 3 times faster (no source given). Fine. It fell by 60 percent (no source given)."
    )


def test_a_number_without_a_source_beside_evidence_is_marked_both_ways() -> None:
    record = records.facts_only()
    key = record.add_deed(KEY, "Ring", "quillmark", url="https://x.example/1")
    found = bullet(
        tell(record, story(what_changed="Fell by 60 %.", items=(StoryItem(key, 0, True),)))
    )
    assert words(found) == "Fell by 60 % (no source given) (Ring)."
    assert [mark.trust for mark in found.marks] == [EVIDENCE, SELF]


def test_a_source_with_a_page_is_evidence_one_without_is_not() -> None:
    sources = (StorySource("survey", "https://survey.example/2"),)
    document = tell(records.facts_only(), story(what_changed="Fell by 60 %.", sources=sources))
    found = bullet(document)
    assert words(found) == "Fell by 60 % (survey)."
    assert [(mark.trust, mark.label) for mark in found.marks] == [(EVIDENCE, "E1")]
    sources = (StorySource("survey", "https://survey.example/2"), StorySource("my notes"))
    found = bullet(tell(records.facts_only(), story(what_changed="It fell.", sources=sources)))
    assert words(found) == "It fell (survey, my notes)."
    assert [mark.trust for mark in found.marks] == [EVIDENCE, SELF]
    sources = (StorySource("my notes"), StorySource("", ""), StorySource("notes", "file:///home/x"))
    found = bullet(tell(records.facts_only(), story(what_changed="Fell by 60 %.", sources=sources)))
    assert words(found) == "Fell by 60 % (my notes, notes)."
    assert [mark.trust for mark in found.marks] == [SELF]


def test_how_many_works_are_behind_it() -> None:
    record = records.facts_only()
    keys = [
        record.add_deed(KEY, f"Work {n}", "quillmark", url=f"https://x.example/{n}")
        for n in range(9)
    ]
    items = tuple(StoryItem(key, n, n in {2, 4}) for n, key in enumerate(keys))
    found = bullet(tell(record, story(what_i_did="Did it.", items=items)))
    assert words(found) == "Did it (Work 2, Work 4). 2 works shown, 7 more behind this story"
    assert found.spans[-1].muted
    nothing_starred = tuple(replace(item, featured=False) for item in items)
    found = bullet(tell(record, story(what_i_did="Did it.", items=nothing_starred)))
    assert (
        words(found) == "Did it (Work 0, Work 1, Work 2). 3 works shown, 6 more behind this story"
    )


def test_the_same_work_has_one_number() -> None:
    record = records.facts_only()
    key = record.add_deed(KEY, "Ring", "quillmark", url="https://x.example/1")
    items = (StoryItem(key, 0, True),)
    document = tell(
        record,
        story(what_i_did="One.", items=items),
        story(
            id="t",
            what_i_did="Two.",
            items=items,
            sources=(StorySource("page", "https://x.example/1"),),
        ),
    )
    assert document.evidence is not None
    assert [item.address for item in document.evidence.items].count("https://x.example/1") == 1


def test_a_story_without_a_project_has_an_entry_of_its_own() -> None:
    document = tell(
        records.facts_only(),
        story(project_key="", what_i_did="Did it.", from_on="2021", to_on="2022-03"),
    )
    entry = document.sections[0].blocks[-1]
    assert isinstance(entry, Entry)
    assert entry.title == "One ring"
    assert words(entry.bullets[0]) == "Did it. 2021 – Mar 2022"
    assert (entry.from_on, entry.to_on) == ("2021", "2022-03")


def test_a_story_brings_its_project_onto_the_page() -> None:
    record = records.Record()
    record.add_project("self:1", "A festival", what_it_is="once a year")
    document = tell(record, story(project_key="self:1", what_i_did="Ran it."))
    entry = document.sections[0].blocks[0]
    assert isinstance(entry, Entry)
    assert (entry.title, entry.what_it_is) == ("A festival", "once a year")
    assert document.basis == ""


def test_stories_stand_in_the_editions_order() -> None:
    record = records.facts_only()
    document = tell(record, story(id="b", what_i_did="Second."), story(id="a", what_i_did="First."))
    entry = document.sections[0].blocks[0]
    assert isinstance(entry, Entry)
    assert [words(found) for found in entry.bullets][:2] == ["Second.", "First."]


def test_another_language_is_said() -> None:
    assert (
        bullet(tell(records.facts_only(), story(what_i_did="Ja.", language="nl"))).language == "nl"
    )
    assert (
        bullet(tell(records.facts_only(), story(what_i_did="Yes.", language="en-GB"))).language
        == ""
    )


def test_skills_rest_on_their_stories() -> None:
    record = records.facts_only()
    key = record.add_deed(KEY, "Ring", "quillmark", url="https://x.example/1")
    document = tell(
        record,
        story(what_i_did="A.", items=(StoryItem(key, 0, True),), skills=("Qt", " C++ ", "")),
        story(id="t", what_i_did="B.", skills=("Cooking", "Qt")),
    )
    section = next(section for section in document.sections if section.kind is SectionKind.SKILLS)
    (listing,) = section.blocks
    assert isinstance(listing, Listing)
    assert [words(found) for found in listing.bullets] == ["Qt (E1), C++ (E1)", "Also: Cooking"]
    assert [mark.trust for mark in listing.bullets[1].marks] == [SELF]


def test_without_the_list_marks_carry_words_and_lead_nowhere() -> None:
    record = records.facts_only()
    key = record.add_deed(KEY, "Ring", "quillmark", url="https://x.example/1")
    local = record.add_deed(KEY, "Local", "quillmark")
    sections = (SectionChoice(SectionKind.OPEN_SOURCE), SectionChoice(SectionKind.SKILLS))
    items = (StoryItem(key, 0, True), StoryItem(local, 1, True))
    document = tell(record, story(what_i_did="A.", items=items, skills=("Qt",)), sections=sections)
    assert document.evidence is None
    assert document.check is None
    assert [(m.label, m.target) for m in bullet(document).marks] == [
        ("evidence", ""),
        ("from a local copy", ""),
    ]
    (listing,) = document.sections[1].blocks
    assert isinstance(listing, Listing)
    assert words(listing.bullets[0]) == "Qt"
    assert listing.bullets[0].marks[0].trust is EVIDENCE


def test_a_page_that_is_gone_is_said_to_be() -> None:
    record = records.facts_only()
    key = record.add_deed(KEY, "Ring", "quillmark", url="https://x.example/1")
    record.deeds[key] = replace(record.deeds[key], gone_since=records.at(2026, 3))
    document = tell(record, story(what_i_did="A.", items=(StoryItem(key, 0, True),)))
    assert document.evidence is not None
    assert document.evidence.items[0].seen_by == "no longer there since Mar 2026"


def test_a_story_that_is_gone_from_the_record_is_passed_over() -> None:
    document = build(
        Edition(id="e", name="x", story_ids=("nowhere",)),
        records.facts_only().chosen(),
        made_on=records.MADE_ON,
    )
    assert [item.kind for item in document.left_out.items] == ["story-missing"]
