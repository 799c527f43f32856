"""The document's own JSON is an exact inverse, readable, and strict about what it takes in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from portfolio.errors import ExportError
from portfolio.export import document_json
from portfolio.export.document import build
from portfolio.model.document import Document
from tests.export import records, strategies


def _document() -> Document:
    edition, record = records.with_stories()
    return build(edition, record.chosen(), made_on=records.MADE_ON).document


@settings(max_examples=60, deadline=None)
@given(strategies.documents)
def test_reading_back_gives_the_same_document(document: Document) -> None:
    data = document_json.to_json(document)
    assert document_json.from_json(data) == document
    assert document_json.to_json(document_json.from_json(data)) == data


def test_keys_stand_in_the_order_of_the_model() -> None:
    keys = list(json.loads(document_json.to_json(_document())))
    assert keys[:4] == ["language", "direction", "title", "footer"]
    assert keys[-2:] == ["json_resume", "schema"]


def test_the_writing_is_not_escaped_away() -> None:
    assert "Sep 2023 – present".encode() in document_json.to_json(_document())


def test_unknown_keys_are_passed_over_and_defaults_filled_in() -> None:
    document = _document()
    value = json.loads(document_json.to_json(document))
    value["from_a_later_version"] = {"a": 1}
    assert document_json.from_json(json.dumps(value)) == document
    del value["basis"]
    assert document_json.from_json(json.dumps(value)).basis == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), 7),
        (("name",), None),
        (("made_on",), "14 Nov 2026"),
        (("page_size",), "A3"),
        (("page_limit",), True),
        (("page_limit",), "2"),
        (("sections",), {}),
        (("sections", 0, "kind"), "hobbies"),
        (("sections", 0, "blocks", 0, "kind"), "poem"),
        (("sections", 0, "blocks", 0), "text"),
        (("evidence", "columns"), ["one", "two"]),
        (("legend",), None),
        (("schema",), "portfolio-document/2"),
        (("schema",), None),
    ],
)
def test_what_does_not_fit_is_refused(path: tuple[str | int, ...], value: object) -> None:
    data = json.loads(document_json.to_json(_document()))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ExportError):
        document_json.from_json(json.dumps(data))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(ExportError):
        document_json.from_json(data)


def test_half_a_character_is_refused() -> None:
    """Nothing could write it down again: no file, no terminal."""
    data = json.loads(document_json.to_json(_document()))
    data["name"] = "Noor \ud800"
    with pytest.raises(ExportError):
        document_json.from_json(json.dumps(data))


def test_a_missing_key_is_refused() -> None:
    data = json.loads(document_json.to_json(_document()))
    del data["name"]
    with pytest.raises(ExportError):
        document_json.from_json(json.dumps(data))
