"""What may not leave this computer is nowhere in a document, in no format.

Every secret is a canary: a word or a number that stands in the record once and must not be found
in the whole tree nor in any renderer's bytes.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.export import document_json, html, json_resume, markdown, text
from portfolio.export.chosen import GateResult, LeftOutKind
from portfolio.export.document import build
from portfolio.model.codes import Action, Capacity, Confidentiality, IdentityStatus
from portfolio.model.contribution import Participant
from portfolio.model.document import Entry
from portfolio.model.edition import Edition
from portfolio.model.person import Holder, Person
from portfolio.model.project import Role, ScaleFact
from portfolio.model.story import Story, StoryItem, StorySource
from tests.export import records

PUBLIC = "remote:github.com/quill/mark"
SECRET = "root:secret"
EDITION = Edition(id="e", name="General")


def everything(result: GateResult) -> str:
    """Return all that leaves: the whole tree and every renderer's output, as one text."""
    document = result.document
    renders = (html.render, markdown.render, text.render, json_resume.render, document_json.to_json)
    return repr(document) + "".join(render(document).decode() for render in renders)


def make(record: records.Record, edition: Edition = EDITION, **changes: object) -> GateResult:
    return build(edition, record.chosen(**changes), made_on=records.MADE_ON)


def with_secret(confidentiality: Confidentiality) -> records.Record:
    """A public project, and one from a source that is not public with all it could give away."""
    record = records.facts_only()
    record.add_project(
        SECRET,
        "CanaryName",
        what_it_is="CanaryWhat",
        urls=("https://canaryurl.example/x",),
        scale_facts=(ScaleFact("4444", "canaryunits", "https://canaryscale.example/s"),),
    )
    record.sources.append(
        records.source(
            "canarylabel",
            SECRET,
            remotes=("canaryhost.example/canary/repo",),
            is_public=False,
            confidentiality=confidentiality,
        )
    )
    record.count(SECRET, ("canarylabel",), (1987, 4), 6543)
    key = record.add_deed(
        SECRET,
        "CanaryDeed",
        "canarylabel",
        when=records.at(1986, 2),
        url="https://github.com/canarydeed",
    )
    record.add_deed(
        SECRET,
        "CanaryRelease",
        "canarylabel",
        when=records.at(1985, 2),
        action=Action.RELEASED,
        key="git-tag:v-canarytag:1",
    )
    record.roles.append(
        Role(
            "x",
            SECRET,
            "maintainer",
            "CanaryRole",
            "1984",
            "1985",
            False,
            Capacity.EMPLOYER,
            "CanaryOrg",
        )
    )
    record.suggested.append(records.suggested(SECRET, "author"))
    record.stories += [
        Story(id="inside", title="CanaryStory", project_key=SECRET, what_i_did="CanaryText"),
        Story(
            id="across",
            title="Told freely",
            what_i_did="A story of my own.",
            items=(StoryItem(key, 0, True),),
        ),
    ]
    return record


STORIES = replace(EDITION, story_ids=("inside", "across"))


def test_a_source_left_out_leaves_no_trace() -> None:
    record = with_secret(Confidentiality.LEAVE_OUT)
    result = make(record, STORIES)
    found = everything(result)
    for canary in (
        "anary",
        "4444",
        "6543",
        "6,543",
        "6544",
        "6,544",
        "1987",
        "1986",
        "1985",
        "1984",
    ):
        assert canary not in found
    assert "not public" not in found
    assert "A story of my own." in found
    assert "behind this story" not in found
    assert "work shown" not in found


def test_a_source_left_out_changes_nothing_else() -> None:
    with_it = make(with_secret(Confidentiality.LEAVE_OUT)).document
    without_it = make(records.facts_only()).document
    assert with_it == without_it


def test_the_holder_is_told_what_was_left_out_and_why() -> None:
    left_out = make(with_secret(Confidentiality.LEAVE_OUT), STORIES).left_out
    assert left_out.confidential_count == 6543 + 2
    by_kind = {(item.kind, item.words): item for item in left_out.items}
    assert by_kind[LeftOutKind.STORY_NOT_PUBLIC, "CanaryStory"].key == "inside"
    assert by_kind[LeftOutKind.SOURCE_NOT_PUBLIC, "canarylabel"].count == 6545
    assert by_kind[LeftOutKind.SOURCE_NOT_PUBLIC, "CanaryDeed"].count == 0


def test_count_only_counts_without_naming() -> None:
    result = make(with_secret(Confidentiality.COUNT_ONLY), STORIES)
    assert "anary" not in everything(result)
    assert "4444" not in everything(result)
    entry = result.document.sections[0].blocks[-1]
    assert isinstance(entry, Entry)
    assert entry.title == "Work that is not public"
    (totals,) = entry.totals
    assert totals.counts == ("6,544 commits", "1 release")
    assert totals.period == "Feb 1985 – Apr 1987"
    assert totals.source.text == "sources that are not public"
    assert not totals.source.href
    assert not entry.roles
    assert result.left_out.count(LeftOutKind.COUNTED_ONLY) == 6545
    assert result.left_out.confidential_count == 0


def test_count_only_says_nothing_when_totals_are_off() -> None:
    record = with_secret(Confidentiality.COUNT_ONLY)
    found = everything(make(record, replace(STORIES, show_totals=False)))
    assert "not public" not in found
    assert "1987" not in found


def test_included_work_is_named_but_never_passed_off_as_open_to_see() -> None:
    record = with_secret(Confidentiality.INCLUDE)
    result = make(record, STORIES)
    found = everything(result)
    assert "CanaryName" in found
    assert "CanaryText" in found
    assert "CanaryDeed" in found
    assert "canaryhost" not in found  # a host in a company's network
    assert "canarydeed" not in found  # its page is not open to a stranger
    (item,) = [item for item in result.document.evidence.items if item.title == "CanaryDeed"]  # type: ignore[union-attr]  # there
    assert item.number.startswith("L")
    assert item.address == ""


def test_the_stricter_of_source_and_answer_holds() -> None:
    record = with_secret(Confidentiality.INCLUDE)
    record.answers["not-public:canarylabel:"] = Confidentiality.LEAVE_OUT
    assert "anary" not in everything(make(record, STORIES))
    record.answers["not-public:canarylabel:"] = "an answer of a later version"
    assert "anary" not in everything(make(record, STORIES))
    record = with_secret(Confidentiality.LEAVE_OUT)
    record.answers["not-public:canarylabel:"] = Confidentiality.INCLUDE
    assert "anary" not in everything(make(record, STORIES))


def test_not_public_and_nobody_asked_is_left_out() -> None:
    assert "anary" not in everything(make(with_secret(Confidentiality.PUBLIC), STORIES))


def test_deeds_of_a_private_copy_of_a_public_project_stay_in() -> None:
    record = records.facts_only()
    record.sources.append(
        records.source(
            "companycopy",
            PUBLIC,
            remotes=("canaryhost.example/q",),
            is_public=False,
            confidentiality=Confidentiality.LEAVE_OUT,
        )
    )
    before = make(record).document
    record.count(PUBLIC, ("companycopy",), (1987, 1), 5)
    record.count(PUBLIC, ("companycopy",), (2031, 1), 5, Action.RELEASED)
    assert make(record).document == before
    # What both copies carry is public.
    record.count(PUBLIC, ("companycopy", "quillmark"), (2026, 11), 3)
    assert "91 commits" in everything(make(record))


@pytest.mark.parametrize(
    "url",
    [
        "https://canaryhost.example/q",
        "https://canaryhost.example/team/page",
        "https://github.com/canary/secret",
        "https://github.com/canary/secret/issues",
    ],
)
def test_an_address_of_a_private_copy_is_not_the_projects(url: str) -> None:
    record = records.facts_only()
    record.projects[0] = replace(record.projects[0], urls=(url, "https://quillmark.example"))
    record.sources.append(
        records.source(
            "companycopy",
            PUBLIC,
            remotes=("canaryhost.example/q", "github.com/canary/secret"),
            is_public=False,
            confidentiality=Confidentiality.LEAVE_OUT,
        )
    )
    result = make(record)
    assert "canary" not in everything(result)
    entry = result.document.sections[0].blocks[0]
    assert isinstance(entry, Entry)
    assert entry.href == "https://quillmark.example"


def test_suggested_roles_keep_to_what_may_be_shown() -> None:
    record = records.facts_only()
    record.suggested[0] = replace(record.suggested[0], from_on="1979-01", to_on="1980-01")
    record.suggested.append(records.suggested(PUBLIC, "mentor"))
    found = everything(make(record))
    assert "1979" not in found
    assert "Mentor" not in found


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"is_hidden": True}, LeftOutKind.HIDDEN_DEED),
        ({"is_confidential": True}, LeftOutKind.CONFIDENTIAL_DEED),
        ({"identity": records.NOT_ME}, LeftOutKind.UNCONFIRMED_IDENTITY),
    ],
)
def test_single_deeds_kept_back(fields: dict[str, bool], kind: LeftOutKind) -> None:
    record = records.facts_only()
    shown = record.add_deed(PUBLIC, "Shown", "quillmark", url="https://github.com/quill/mark/1")
    key = record.add_deed(
        PUBLIC,
        "CanaryDeed",
        "quillmark",
        url="https://github.com/canary",
        **fields,  # type: ignore[arg-type]  # flags
    )
    if "identity" in fields:  # the store counts deeds of confirmed identities only
        record.tallies.pop()
        record.count(PUBLIC, ("quillmark",), (2024, 3), 1)
    items = (StoryItem(shown, 0, True), StoryItem(key, 1, True), StoryItem(key, 2, False))
    record.stories.append(
        Story(id="s", title="T", project_key=PUBLIC, what_i_did="Did it.", items=items)
    )
    result = make(record, replace(EDITION, story_ids=("s",)))
    found = everything(result)
    assert "anary" not in found
    assert "more behind" not in found
    assert "89 commits" in found
    assert any(item.kind == kind and item.words == "CanaryDeed" for item in result.left_out.items)


def test_a_redacted_deed_is_out_of_totals_and_period() -> None:
    record = records.facts_only()
    key = record.add_deed(PUBLIC, "CanaryDeed", "quillmark", when=records.at(1987, 5))
    record.stories.append(
        Story(
            id="s",
            title="T",
            project_key=PUBLIC,
            what_i_did="Did it.",
            items=(StoryItem(key, 0, True),),
        )
    )
    edition = replace(EDITION, story_ids=("s",))
    assert "CanaryDeed" in everything(make(record, edition))
    assert "1987" in everything(make(record, edition))
    redacted = make(record, replace(edition, redacted_deed_keys=(key,)))
    found = everything(redacted)
    assert "anary" not in found
    assert "1987" not in found
    assert "88 commits" in found
    assert redacted.left_out.count(LeftOutKind.REDACTED_DEED) == 1


def test_redacting_a_deed_whose_date_cannot_be_right() -> None:
    record = records.facts_only()
    key = record.add_deed(PUBLIC, "X", "quillmark", when=records.at(1970, 1), state="clock-error")
    assert "89 commits" in everything(make(record))
    assert "1970" not in everything(make(record))
    assert "88 commits" in everything(make(record, replace(EDITION, redacted_deed_keys=(key,))))


def test_a_redacted_release_leaves_a_true_statement() -> None:
    record = records.facts_only()
    newest = max(
        (k for k in record.deeds if k.startswith("git-tag")),
        key=lambda k: record.deeds[k].occurred_at,
    )
    found = everything(make(record, replace(EDITION, redacted_deed_keys=(newest,))))
    assert "Made 2 releases" in found
    assert "3.6" not in found


def test_a_hidden_project_takes_its_stories_along() -> None:
    record = records.facts_only()
    record.projects[0] = replace(record.projects[0], name="CanaryName", is_hidden=True)
    record.stories.append(
        Story(id="s", title="CanaryStory", project_key=PUBLIC, what_i_did="CanaryText")
    )
    edition = replace(EDITION, story_ids=("s",), project_keys=(PUBLIC, "root:abc"))
    result = make(record, edition)
    assert "anary" not in everything(result)
    assert "quill" not in everything(result)
    kinds = {item.kind for item in result.left_out.items}
    assert kinds == {LeftOutKind.HIDDEN_PROJECT, LeftOutKind.STORY_NOT_PUBLIC}


def test_a_project_not_chosen_is_not_named_by_its_stories() -> None:
    record = records.facts_only()
    key = record.add_deed(PUBLIC, "Focus ring", "quillmark", url="https://code.example/1")
    record.stories.append(
        Story(
            id="s",
            title="One ring",
            project_key=PUBLIC,
            what_i_did="Did it.",
            items=(StoryItem(key, 0, True),),
        )
    )
    edition = replace(EDITION, story_ids=("s",), project_keys=("root:abc",))
    document = make(record, edition).document
    titles = [block.title for block in document.sections[0].blocks if isinstance(block, Entry)]
    assert titles == ["Larkspur", "One ring"]
    assert "Quillmark" not in everything(make(record, edition))


def test_a_flagged_project_is_not_named_even_with_a_public_source() -> None:
    record = records.facts_only()
    record.projects[0] = replace(record.projects[0], name="CanaryName", is_confidential=True)
    key = record.add_deed(PUBLIC, "CanaryDeed", "quillmark", url="https://x.example/canary")
    record.stories.append(
        Story(id="s", title="T", what_i_did="Did.", items=(StoryItem(key, 0, True),))
    )
    result = make(record, replace(EDITION, story_ids=("s",)))
    assert "anary" not in everything(result)
    assert "quill" not in everything(result).lower()


def test_people_who_asked_not_to_be_mentioned_are_not() -> None:
    person = Person(
        "p",
        "Canaria Finch",
        sort_name="Finch, Canaria",
        also_known_as=("canaryfinch",),
        do_not_mention=True,
    )
    record = records.facts_only()
    record.holder = Holder(
        name="Noor", headline="Pupil of canaria  finch", summary="With CANARIA FINCH, always.",
        links=("https://code.example/canaryfinch",), place="Finch, Canaria",
    )  # fmt: skip
    record.projects[0] = replace(record.projects[0], what_it_is="by @canaryfinch")
    key = record.add_deed(
        PUBLIC,
        "Apply the patch of Canaria Finch",
        "quillmark",
        url="https://github.com/canaryfinch/mark/commit/1",
        people=(Participant("Canaria Finch", "canaryfinch", "reviewer"),),
    )
    record.roles.append(
        Role(
            "r",
            PUBLIC,
            "",
            "Helper of Canaria Finch",
            "2020",
            "",
            True,
            Capacity.EMPLOYER,
            "Canaria Finch",
        )
    )
    record.stories.append(
        Story(
            id="s",
            title="For Canaria Finch",
            what_i_did="Canaria\nFinch and I did it.",
            skills=("Canaria Finch",),
            sources=(StorySource("Canaria Finch said so", "https://canaryfinch.example/x"),),
            items=(StoryItem(key, 0, True),),
        )
    )
    edition = replace(EDITION, story_ids=("s",))
    result = make(record, edition, people=(person,))
    found = everything(result).casefold()
    for name in ("canaria", "finch"):
        assert name not in found
    assert "[name left out] and i did it (" in found
    assert "reviewed by" not in found
    assert result.left_out.people_count == 1
    assert "canaria" in everything(make(record, edition)).casefold()


def test_people_who_did_not_ask_are_written_as_they_stand() -> None:
    record = records.facts_only()
    record.holder = Holder(name="Noor", headline="Pupil of Canaria Finch")
    document = make(record, people=(Person("p", "Canaria Finch"),)).document
    assert document.headline == "Pupil of Canaria Finch"


def test_what_others_did_in_public_does_not_open_my_private_copy() -> None:
    record = with_secret(Confidentiality.LEAVE_OUT)
    key = record.stories[1].items[0].deed_key
    theirs = replace(
        record.contributions[key][0], source_id="quillmark", identity_key=records.NOT_ME
    )
    record.contributions[key] = (*record.contributions[key], theirs)
    assert "CanaryDeed" not in everything(make(record, STORIES))


def test_the_holder_is_not_somebody_else_who_saw_it() -> None:
    record = records.facts_only()
    me = Participant("Noor", "Noor@Vantongeren.example", "reviewer")
    key = record.add_deed(PUBLIC, "Ring", "quillmark", url="https://x.example/1", people=(me,))
    record.stories.append(
        Story(id="s", title="T", what_i_did="Did.", items=(StoryItem(key, 0, True),))
    )
    assert "reviewed by" not in everything(make(record, replace(EDITION, story_ids=("s",))))


def test_parts_of_words_are_not_taken_for_names() -> None:
    person = Person("p", "Mark", do_not_mention=True)
    record = records.facts_only()
    record.holder = Holder(name="Noor", headline="Markup and Quillmark, with Mark")
    document = make(record, people=(person,)).document
    assert document.headline == "Markup and Quillmark, with [name left out]"


def test_others_are_printed_by_public_handle_only() -> None:
    edition, record = records.with_stories()
    found = everything(make(record, edition))
    assert "reviewed by joostvr" in found
    assert "reviewed by 1 other person" in found
    for name in ("Joost", "Rhee", "Mirela", "Popa", "popa.example"):
        assert name not in found


def test_folders_of_this_computer_are_not_named() -> None:
    edition, record = records.with_stories()
    assert "somewhere" not in everything(make(record, edition))


def test_seeds_and_stories_nobody_chose_are_not_told() -> None:
    _edition, record = records.with_stories()
    assert "mapped" not in everything(make(record))


def test_an_unconfirmed_identity_is_rejected_too() -> None:
    record = records.facts_only()
    record.identities = [records.identity(status=IdentityStatus.REJECTED)]
    found = everything(make(record))
    assert "Made 3" not in found


_answers = st.sampled_from(Confidentiality)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(_answers, min_size=1, max_size=3),
    st.lists(
        st.tuples(
            st.sets(st.integers(0, 2), min_size=1), st.booleans(), st.booleans(), st.booleans()
        ),
        max_size=8,
    ),
)
def test_whatever_the_choices_only_what_may_be_shown_is(
    answers: list[Confidentiality], deeds: list[tuple[set[int], bool, bool, bool]]
) -> None:
    record = records.Record()
    record.add_project("p", "Project")
    for place, answer in enumerate(answers):
        record.sources.append(
            records.source(f"s{place}", "p", is_public=None, confidentiality=answer)
        )
    redacted, may_show, may_count, keys = [], [], 0, []
    for number, (carriers, is_hidden, is_confidential, is_redacted) in enumerate(deeds):
        ids = tuple(sorted({f"s{place % len(answers)}" for place in carriers}))
        key = record.add_deed(
            "p", f"Title{number}x", *ids, is_hidden=is_hidden, is_confidential=is_confidential
        )
        keys.append(key)
        if is_redacted:
            redacted.append(key)
        said = {answers[int(id_[1:])] for id_ in ids}
        if is_hidden or is_confidential or is_redacted:
            continue
        if said & {Confidentiality.PUBLIC, Confidentiality.INCLUDE}:
            may_show.append(f"Title{number}x")
        elif Confidentiality.COUNT_ONLY in said:
            may_count += 1
    record.stories.append(
        Story(
            id="s",
            title="T",
            what_i_did="Did it.",
            items=tuple(StoryItem(key, rank, True) for rank, key in enumerate(keys)),
        )
    )
    edition = replace(EDITION, story_ids=("s",), redacted_deed_keys=tuple(redacted))
    result = make(record, edition)
    found = everything(result)
    for number in range(len(deeds)):
        assert (f"Title{number}x" in found) == (f"Title{number}x" in may_show)
    counts = {
        block.title: block.totals[0].counts
        for section in result.document.sections
        for block in section.blocks
        if isinstance(block, Entry) and block.totals
    }
    words = {1: "1 commit"}
    expected = {}
    if may_show:
        expected["Project"] = (words.get(len(may_show), f"{len(may_show)} commits"),)
    if may_count:
        expected["Work that is not public"] = (words.get(may_count, f"{may_count} commits"),)
    assert counts == expected
