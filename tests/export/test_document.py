"""The gate makes a complete document from facts alone, and from stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.export.chosen import Chosen, GateResult, LeftOutKind
from portfolio.export.document import build
from portfolio.export.gate.closing import MAX_CODE
from portfolio.export.gate.heading import file_stem
from portfolio.model.codes import Capacity, SectionKind, TrustClass
from portfolio.model.document import Entry, Prose, Span
from portfolio.model.edition import Edition, SectionChoice
from portfolio.model.person import Holder, Person
from portfolio.model.project import Role, ScaleFact
from portfolio.model.story import Story, StoryItem, StorySource
from portfolio.model.text import clean
from tests.export import records, strategies


def test_facts_alone_make_a_page() -> None:
    document = build(
        Edition(id="e", name="General"), records.facts_only().chosen(), made_on=records.MADE_ON
    ).document
    assert document.name == "Noor Vantongeren"
    assert [section.kind for section in document.sections] == [SectionKind.OPEN_SOURCE]
    first, second = document.sections[0].blocks
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert [line.role for line in first.roles] == ["Author", "Reviewer", "Release manager"]
    (totals,) = first.totals
    assert totals.counts == ("88 commits", "61 reviews", "brought in 102 changes by others")
    assert totals.period == "Mar 2021 – Oct 2026"
    assert totals.source.text == "github.com/quill/mark"
    assert totals.read_on == "read 14 Nov 2026"
    (release,) = first.bullets
    assert (
        "".join(span.text for span in release.spans) == "Made 3 releases, 3.0 to 3.6, 2019 – 2021"
    )


def test_the_check_box_leads_to_the_newest_copy() -> None:
    def made(typed: str) -> GateResult:
        edition = Edition(id="e", name="x", newest_url=typed)
        return build(edition, records.facts_only().chosen(), made_on=records.MADE_ON)

    check = made(" noor.example/cv.pdf").document.check
    assert check is not None
    assert check.notes[0] == (
        Span("Newest copy: "),
        Span("noor.example/cv.pdf", "https://noor.example/cv.pdf"),
    )
    assert check.code == "https://noor.example/cv.pdf"
    assert check.code_says == "Code with the address noor.example/cv.pdf"
    for unfit in ("http://noor.example/cv.pdf", "javascript:alert(1)", "https://cv.internal/x"):
        result = made(unfit)
        assert result.document.check is not None
        assert (result.document.check.notes, result.document.check.code) == ((), ""), unfit
        assert [item.kind for item in result.left_out.items] == ["unfit-link"], unfit
    at_most = f"https://noor.example/{'a' * (MAX_CODE - 21)}"
    for address, code in ((at_most, at_most), (f"{at_most}a", "")):
        check = made(address).document.check
        assert check is not None
        assert check.notes[0][1].href == address
        assert (check.code, bool(check.code_says)) == (code, bool(code))


def test_an_address_that_names_somebody_silent_is_not_printed() -> None:
    record = records.facts_only()
    quiet = Person("p", "Ada Quiet", also_known_as=("adaq",), do_not_mention=True)
    edition = Edition(id="e", name="x", newest_url="https://pages.example/adaq/cv.pdf")
    chosen = replace(record.chosen(), people=(quiet,))
    check = build(edition, chosen, made_on=records.MADE_ON).document.check
    assert check is not None
    assert (check.notes, check.code) == ((), "")


def test_an_empty_record_still_gives_a_document() -> None:
    result = build(Edition(id="e", name="x"), records.Chosen(), made_on=records.MADE_ON)
    document = result.document
    assert document.name == "Record of contributions"
    assert document.title == "Record of contributions"
    assert document.file_stem == "CV"
    assert document.sections == ()
    assert document.check is None
    assert document.basis == ""
    assert result.left_out.items == ()


def test_the_same_choice_gives_the_same_document() -> None:
    edition, record = records.with_stories()
    first = build(edition, record.chosen(), made_on=records.MADE_ON)
    again = build(edition, record.chosen(), made_on=records.MADE_ON)
    assert first == again


def test_the_sections_stand_in_the_editions_order() -> None:
    edition, record = records.with_stories()
    backwards = replace(edition, sections=tuple(reversed(edition.sections)))
    document = build(backwards, record.chosen(), made_on=records.MADE_ON).document
    assert [section.kind for section in document.sections] == [
        SectionKind.SKILLS,
        SectionKind.EXPERIENCE,
        SectionKind.OPEN_SOURCE,
        SectionKind.SUMMARY,
    ]
    hidden = replace(edition, sections=(SectionChoice(SectionKind.SUMMARY, shown=False),))
    assert build(hidden, record.chosen(), made_on=records.MADE_ON).document.sections == ()


def test_contact_data_each_with_its_own_switch() -> None:
    edition, record = records.with_stories()
    for email, phone in ((False, False), (True, False), (False, True)):
        choice = replace(edition, show_email=email, show_phone=phone)
        document = build(choice, record.chosen(), made_on=records.MADE_ON).document
        shown = [span.text for span in document.contact]
        assert ("noor@vantongeren.example" in shown) == email
        assert ("+31 10 555 01 99" in shown) == phone


def test_links_are_shown_without_scheme_and_unfit_ones_are_left_out() -> None:
    record = records.facts_only()
    record.holder = Holder(
        name="Noor",
        links=(
            "https://www.noor.example/",
            "noor.example/cv",
            "javascript:alert(1)",
            "",
            "noor.example/cv",
        ),
    )
    result = build(Edition(id="e", name="x"), record.chosen(), made_on=records.MADE_ON)
    assert [(span.text, span.href) for span in result.document.contact] == [
        ("noor.example", "https://www.noor.example/"),
        ("noor.example/cv", "https://noor.example/cv"),
    ]
    assert [item.kind for item in result.left_out.items] == ["unfit-link"]


def test_the_editions_words_go_before_the_holders() -> None:
    edition, record = records.with_stories()
    choice = replace(edition, headline="For you", summary="One.\n\nTwo.")
    document = build(choice, record.chosen(), made_on=records.MADE_ON).document
    assert document.headline == "For you"
    prose = document.sections[0].blocks[0]
    assert isinstance(prose, Prose)
    assert prose.paragraphs == ((Span("One."),), (Span("Two."),))


def test_work_for_an_employer_is_experience_too() -> None:
    edition, record = records.with_stories()
    document = build(edition, record.chosen(), made_on=records.MADE_ON).document
    section = next(s for s in document.sections if s.kind is SectionKind.EXPERIENCE)
    (entry,) = section.blocks
    assert isinstance(entry, Entry)
    assert entry.title == "Tidewater"
    (line,) = entry.roles
    assert (line.role, line.dates) == ("Maintainer, Quillmark", "Sep 2023 – present")
    assert line.mark is not None
    assert line.mark.trust is TrustClass.SELF_REPORTED


def test_scale_facts_are_printed_with_their_source_only() -> None:
    record = records.facts_only()
    facts = (
        ScaleFact("40", "dependent projects", "https://stats.example/q", date(2026, 5, 1)),
        ScaleFact("1000000", "users", ""),
        ScaleFact("7", "secrets", "https://stats.corp/q"),
    )
    record.projects[0] = replace(record.projects[0], scale_facts=facts)
    document = build(Edition(id="e", name="x"), record.chosen(), made_on=records.MADE_ON).document
    entry = document.sections[0].blocks[0]
    assert isinstance(entry, Entry)
    said = ["".join(span.text for span in bullet.spans) for bullet in entry.bullets]
    assert said[1:] == ["40 dependent projects (May 2026) (stats.example/q)."]
    assert entry.bullets[1].marks[0].trust is TrustClass.EVIDENCE


def test_the_check_box_speaks_of_public_works_only_where_there_are_some() -> None:
    def steps(chosen: Chosen, limit: int = 2) -> tuple[str, ...]:
        edition = Edition(id="e", name="x", page_limit=limit)
        check = build(edition, chosen, made_on=records.MADE_ON).document.check
        assert check is not None
        return check.steps

    chosen = records.facts_only().chosen()
    assert steps(chosen)[0].endswith("listed in full in the evidence list.")
    assert steps(chosen, 1)[0] == "Open any link: the works are on public sites."
    local = {key: replace(deed, url="") for key, deed in chosen.deeds.items()}
    copies = {
        key: tuple(replace(each, url="") for each in several)
        for key, several in chosen.contributions.items()
    }
    assert len(steps(replace(chosen, deeds=local, contributions=copies))) == 1


def test_the_end_of_a_text_that_is_too_long_is_listed_as_left_out() -> None:
    chosen = replace(
        records.facts_only().chosen(),
        holder=Holder("Noor " * 60, headline="short …", summary="Word. " * 2000),
    )
    result = build(Edition(id="e", name="x"), chosen, made_on=records.MADE_ON)
    cut = [each for each in result.left_out.items if each.kind is LeftOutKind.SHORTENED]
    assert [each.words[:9] for each in cut] == ["Noor Noor", "Word. Wor"]


def test_what_is_no_mail_address_is_not_printed() -> None:
    chosen = replace(records.facts_only().chosen(), holder=Holder("Noor", email="not an address"))
    result = build(Edition(id="e", name="x", show_email=True), chosen, made_on=records.MADE_ON)
    assert result.document.contact == ()
    assert [
        each.words for each in result.left_out.items if each.kind is LeftOutKind.UNFIT_LINK
    ] == ["not an address"]


def test_the_check_box_names_only_what_there_is() -> None:
    record = records.Record()
    record.add_project("p", "Larkspur")
    record.sources.append(records.source("s", "p", is_public=None))
    record.count("p", ("s",), (2024, 1), 3)
    document = build(Edition(id="e", name="x"), record.chosen(), made_on=records.MADE_ON).document
    assert document.check is not None
    assert len(document.check.steps) == 1
    assert "resume.json" in document.check.steps[0]
    assert document.check.notes == ()
    assert document.check.code == ""
    assert document.legend.marks == ()


def test_roles_in_words() -> None:
    record = records.facts_only()
    key = record.projects[0].key
    roles = (
        Role("1", key, "maintainer", "Keeper of keys", "2020-03", "2021", False, Capacity.STUDY),
        Role("2", key, "own-code", "", "2022", "", True, Capacity.CLIENT, "Acme"),
        Role("3", key, "mentor", "", "", "", False, Capacity.UNSAID),
        Role("4", key, "speaker", "", "2019-06-07", "2019-06-07", False, Capacity.VOLUNTEER),
        Role("5", key, "triager", "", "2018", "", False, Capacity.UNSAID),
        Role("6", key, "tester", "", "", "2017", False, Capacity.UNSAID),
        Role("7", key, "writer", "", "soon", "later", False, Capacity.UNSAID),
    )
    record.roles += roles
    document = build(Edition(id="e", name="x"), record.chosen(), made_on=records.MADE_ON).document
    entry = document.sections[0].blocks[0]
    assert isinstance(entry, Entry)
    assert [(r.role, r.dates, r.capacity, r.organisation) for r in entry.roles] == [
        ("Own code", "2022 – present", "client", "Acme"),
        ("Keeper of keys", "Mar 2020 – 2021", "study", ""),
        ("Speaker", "Jun 2019", "volunteer", ""),
        ("Bug triager", "from 2018", "", ""),
        ("Tester", "until 2017", "", ""),
        ("Technical writer", "", "", ""),
        ("Mentor", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Noor Vantongeren", "Noor-Vantongeren-CV"),
        ("Noémie Adeyemi-Strand", "Noemie-Adeyemi-Strand-CV"),
        ("Søren Ærø Łukasz Groß", "Soren-Aero-Lukasz-Gross-CV"),
        ("Conan O’Brien Jr.", "Conan-OBrien-Jr-CV"),
        ("../../etc/passwd", "etc-passwd-CV"),
        ("نور", "CV"),
        ("42", "CV"),
        ("", "CV"),
        ("A" * 200, "A" * 60 + "-CV"),
    ],
)
def test_file_names_are_plain(name: str, stem: str) -> None:
    assert file_stem(name) == stem


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_any_text_everywhere_never_fails(text: str) -> None:
    _check_everywhere(text)


@pytest.mark.parametrize("nasty", strategies.NASTY)
def test_nasty_texts_everywhere_never_fail(nasty: str) -> None:
    _check_everywhere(nasty)


def _check_everywhere(nasty: str) -> None:
    record = records.facts_only()
    key = record.projects[0].key
    record.holder = Holder(nasty, nasty, nasty, nasty, nasty, (nasty,), nasty)
    record.projects[0] = replace(
        record.projects[0],
        name=nasty,
        what_it_is=nasty,
        urls=(nasty,),
        scale_facts=(ScaleFact(nasty, nasty, nasty),),
    )
    record.roles.append(Role("r", key, nasty, nasty, nasty, nasty, False, Capacity.EMPLOYER, nasty))
    deed = record.add_deed(key, nasty, "quillmark", url=nasty)
    record.stories.append(
        Story(
            "s", nasty, key, nasty, nasty, nasty, nasty, (StorySource(nasty, nasty),), (nasty,),
            nasty, nasty, language=nasty, items=(StoryItem(deed, 0, True),),
        )
    )  # fmt: skip
    edition = Edition(
        "e",
        nasty,
        nasty,
        nasty,
        nasty,
        language=nasty,
        story_ids=("s",),
        show_email=True,
        show_phone=True,
    )
    document = build(edition, record.chosen(), made_on=records.MADE_ON).document
    for text in _strings(document):
        if text not in ("", document.footer):
            assert clean(text, limit=10**6) == text.strip()
            assert not set(text) & set("\u202e\u2066\x00\x07\ud800")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
