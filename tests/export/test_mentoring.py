"""Mentoring in a document: chosen, and only who signed it is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio.export import html, words
from portfolio.export.chosen import ChosenMentoring, GateResult
from portfolio.export.document import build
from portfolio.model.attestation import Mentoring, TrustLevel
from portfolio.model.codes import SectionKind
from portfolio.model.document import Listing
from portfolio.model.edition import Edition, SectionChoice
from portfolio.model.person import Person
from portfolio.model.verdict import VerdictState
from tests.export import attested, records

SECTIONS = (SectionChoice(SectionKind.MENTORING), SectionChoice(SectionKind.TESTIMONIALS))
CHOSEN = Edition(id="e", name="General", sections=SECTIONS)
THEIRS = attested.letter(1, mentoring=Mentoring.MENTOR, relation_from="2019-03", relation_to="2021")
OWN = attested.letter(2, "Noor Vantongeren", level=TrustLevel.UNCHANGED)


def make(*people: ChosenMentoring, edition: Edition = CHOSEN, **changes: object) -> GateResult:
    chosen = records.facts_only().chosen(**changes)
    return build(edition, replace(chosen, mentoring=people), made_on=records.MADE_ON)


def lines(result: GateResult) -> list[str]:
    return [
        "".join(span.text for span in bullet.spans)
        + "".join(f" [{mark.trust} {mark.label}]" for mark in bullet.marks)
        for section in result.document.sections
        if section.kind is SectionKind.MENTORING
        for block in section.blocks
        if isinstance(block, Listing)
        for bullet in block.bullets
    ]


def test_both_sides_and_one_side_are_told_apart() -> None:
    both = ChosenMentoring(THEIRS, OWN, is_mentor=False)
    one = ChosenMentoring(attested.letter(3, "Bea"), None, is_mentor=True)
    assert lines(make(both, one)) == [
        (
            "Mentored by Joost van Rhee · Mar 2019 – 2021 · both signed it. joost1 reviewed 4 of"
            " the 5 works listed. [attested T1] [self-reported T2]"
        ),
        (
            "Mentored Bea · stated by Bea alone. joost3 reviewed 4 of the 5 works listed."
            " [attested T3]"
        ),
    ]


def test_it_is_printed_only_where_it_was_chosen() -> None:
    both = ChosenMentoring(THEIRS, OWN, is_mentor=False)
    result = make(both, edition=Edition(id="e", name="General"))
    assert lines(result) == []
    assert result.attachments == ()


def test_an_unknown_key_names_nobody() -> None:
    unknown = replace(THEIRS, level=TrustLevel.UNCHANGED)
    assert lines(make(ChosenMentoring(unknown, OWN, is_mentor=False))) == []


def test_what_was_taken_back_is_not_listed() -> None:
    back = replace(THEIRS, state=VerdictState.WITHDRAWN)
    assert lines(make(ChosenMentoring(back, OWN, is_mentor=False))) == []


def test_who_is_not_to_be_mentioned_is_not() -> None:
    hidden = Person("p", "Joost van Rhee", do_not_mention=True)
    result = make(ChosenMentoring(THEIRS, OWN, is_mentor=False), people=(hidden,))
    assert lines(result) == []
    assert b"Joost" not in html.render(result.document)


def test_a_letter_is_attached_once_however_often_it_is_named() -> None:
    result = make(ChosenMentoring(THEIRS, OWN, is_mentor=False), letters=(THEIRS,))
    names = [file.name for file in result.attachments]
    assert names == ["T1.testimonial", "T1.testimonial.sig", "T2.testimonial",
                     "T2.testimonial.sig", "signers"]  # fmt: skip
    assert [each.letter.id for each in result.letters] == ["urn:uuid:1", "urn:uuid:2"]


@pytest.mark.parametrize("language", words.languages())
def test_every_language_has_its_words(language: str) -> None:
    edition = replace(CHOSEN, language=language)
    both = ChosenMentoring(THEIRS, OWN, is_mentor=True)
    one = ChosenMentoring(attested.letter(3, "Bea"), None, is_mentor=False)
    first, second = lines(make(both, one, edition=edition))
    assert "Joost van Rhee" in first
    assert "Bea" in second
    if language != "en":
        assert "signed" not in first
        assert "stated" not in second
