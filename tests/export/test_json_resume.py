"""The JSON Resume fits its schema and says exactly what the pages say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from portfolio.export import json_resume, text
from portfolio.export.document import build
from portfolio.model.codes import Capacity
from portfolio.model.document import Document
from portfolio.model.edition import Edition
from portfolio.model.person import Holder
from portfolio.model.project import Role
from tests.export import records, strategies

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "data" / "json-resume" / "schema.json").read_text("utf-8")
)
_ISO = re.compile(r"\d{4}(-\d\d){0,2}(T00:00:00)?")
# Fixed words of the format itself.
_FORMAT = {"1.3.1", "portfolio-document/1", "evidence", "self-reported", "en"}


def _check(document: Document) -> dict[str, object]:
    value = json.loads(json_resume.render(document))
    jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(value)
    assert isinstance(value, dict)
    return value


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _with_stories() -> Document:
    edition, record = records.with_stories()
    return build(edition, record.chosen(), made_on=records.MADE_ON).document


def test_the_newest_copy_is_the_canonical_one() -> None:
    edition, record = records.with_stories()
    for newest in ("https://noor.example/cv.pdf", f"https://noor.example/{'a' * 200}", ""):
        edition = replace(edition, newest_url=newest)
        resume = _check(build(edition, record.chosen(), made_on=records.MADE_ON).document)
        assert resume["meta"].get("canonical", "") == newest  # type: ignore[attr-defined]  # JSON


def test_it_fits_the_schema() -> None:
    resume = _check(_with_stories())
    assert resume["basics"] == {
        "name": "Noor Vantongeren",
        "label": "Accessibility, reviewing and release work in open communities",
        "email": "noor@vantongeren.example",
        "phone": "+31 10 555 01 99",
        "url": "https://noor.example",
        "summary": "I make editors usable without a mouse.",
        "location": {"address": "Rotterdam, Netherlands"},
        "profiles": [
            {"network": "github.com", "username": "noor", "url": "https://github.com/noor"}
        ],
    }
    assert [skill["name"] for skill in resume["skills"]] == [  # type: ignore[attr-defined,index]  # JSON
        "Accessibility",
        "Qt",
        "Power management",
    ]


def test_it_says_nothing_that_the_pages_do_not_say() -> None:
    document = _with_stories()
    pages = text.render(document).decode()
    for words in _strings(document.json_resume):
        if _ISO.fullmatch(words) or words in _FORMAT:
            continue
        shown = words.removeprefix("https://").removeprefix("http://")
        for paragraph in shown.split("\n\n"):
            assert paragraph in pages


def test_it_says_every_statement_of_the_pages() -> None:
    document = _with_stories()
    said = set(_strings(document.json_resume))
    for section in document.sections:
        for block in section.blocks:
            for bullet in getattr(block, "bullets", ()):
                if section.kind != "skills":
                    assert "".join(span.text for span in bullet.spans) in said


def test_a_skill_no_section_shows_is_not_in_the_attachment() -> None:
    edition, record = records.with_stories()
    without = tuple(choice for choice in edition.sections if choice.kind != "skills")
    document = build(
        records.replace(edition, sections=without), record.chosen(), made_on=records.MADE_ON
    ).document
    assert "Power management" not in json_resume.render(document).decode()


def test_contact_data_follows_its_switches() -> None:
    edition, record = records.with_stories()
    hidden = records.replace(edition, show_email=False, show_phone=False)
    document = build(hidden, record.chosen(), made_on=records.MADE_ON).document
    data = json_resume.render(document).decode()
    assert "noor@" not in data
    assert "555" not in data
    assert "555" not in text.render(document).decode()


def test_community_roles_are_volunteering() -> None:
    record = records.facts_only()
    project = record.projects[0].key
    record.roles += [
        Role("a", project, "mentor", "", "2022", "2023", False, Capacity.VOLUNTEER),
        Role("b", project, "organiser", "", "2022", "", True, Capacity.EMPLOYER, "Tidewater"),
    ]
    document = build(Edition(id="e", name="x"), record.chosen(), made_on=records.MADE_ON).document
    resume = _check(document)
    assert resume["volunteer"] == [
        {
            "organization": "Quillmark",
            "position": "Mentor",
            "url": "https://github.com/quill/mark",
            "startDate": "2022",
            "endDate": "2023",
        }
    ]


@pytest.mark.parametrize("nasty", strategies.NASTY)
def test_nasty_texts_still_fit_the_schema(nasty: str) -> None:
    record = records.facts_only()
    record.holder = Holder(
        name=nasty,
        headline=nasty,
        place=nasty,
        email=nasty,
        phone=nasty,
        links=(nasty,),
        summary=nasty,
    )
    edition = Edition(id="e", name=nasty, show_email=True, show_phone=True)
    _check(build(edition, record.chosen(), made_on=records.MADE_ON).document)


def test_an_empty_record_fits_too() -> None:
    resume = _check(
        build(Edition(id="e", name="x"), records.Chosen(), made_on=records.MADE_ON).document
    )
    assert resume["basics"] == {}
