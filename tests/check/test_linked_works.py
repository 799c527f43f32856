"""Linked works: asked about at most so many, and never more is said than was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.onlooker import Onlooker
from portfolio.check import linked_works
from portfolio.model import verdict_words
from portfolio.model.codes import TrustClass
from portfolio.model.document import Document, EvidenceItem, EvidenceList
from portfolio.model.report import Row
from portfolio.model.verdict import Answer, StepMark
from tests.check.documents import result

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FORGE = "https://forge.example"


def document(*links: str, profiles: object = ()) -> Document:
    items = tuple(EvidenceItem(f"E{n}", f"Work {n}", "", link) for n, link in enumerate(links, 1))
    return replace(
        result().document,
        evidence=EvidenceList("Works", "", ("", "", ""), items),
        json_resume={"basics": {"profiles": profiles}},
    )


def answered(made: Document, *bodies: bytes, status: int = 200) -> Row:
    links = linked_works.wanted(made)
    answers = {
        link: Answer(link, NOW, status, "text/html", body)
        for link, body in zip(links, bodies, strict=False)
    }
    row = linked_works.row(made, Onlooker(answers=answers))
    assert row is not None
    return row


def said(row: Row) -> str:
    return verdict_words.title(row.step.says)


NOOR = [{"username": "noor", "url": f"{FORGE}/noor"}]


def test_pages_that_name_the_account_are_counted() -> None:
    made = document(f"{FORGE}/1", f"{FORGE}/2", "https://other.example/3", profiles=NOOR)
    row = answered(made, b"merged by <a>NOOR</a>", b"by noorvt and minoor", b"noor")
    assert row.step.mark is StepMark.HELD
    assert said(row) == "3 of 3 linked works open, and 1 of the pages name the account noor"
    first, second, third = map(verdict_words.detail, (each.says for each in row.step.children))
    assert first == "Its page opens and names the account noor"
    assert second == third == "Its page opens"


def test_a_page_that_does_not_open_is_named_and_nothing_is_claimed_of_it() -> None:
    made = document(f"{FORGE}/1", f"{FORGE}/2", profiles=NOOR)
    row = answered(made, b"noor", b"noor", status=404)
    assert row.step.mark is StepMark.CANNOT_CHECK
    assert said(row) == "0 of 2 linked works open"
    says = row.step.children[1].says
    assert verdict_words.title(says) == "E2 Work 2"
    assert verdict_words.detail(says) == "forge.example does not show this page now (answer 404)"
    silent = answered(made, b"", b"", status=0).step.children[0].says
    assert verdict_words.detail(silent) == "forge.example did not answer"


def test_only_so_many_are_asked_and_the_rest_is_not_said_to_open() -> None:
    made = document(*(f"{FORGE}/{n}" for n in range(40)), f"{FORGE}/0", "http://plain.example/")
    assert len(linked_works.wanted(made)) == linked_works.MOST_LINKS
    row = answered(made, *[b""] * 40)
    assert said(row) == "30 of 41 linked works open"
    assert row.step.mark is StepMark.CANNOT_CHECK


def test_without_works_there_is_no_row() -> None:
    assert linked_works.row(document(), Onlooker()) is None
    assert linked_works.row(document(""), Onlooker()) is None
    made = document(f"{FORGE}/typed")
    assert made.evidence is not None
    typed = replace(made.evidence.items[0], trust=TrustClass.SELF_REPORTED)
    made = replace(made, evidence=replace(made.evidence, items=(typed,)))
    assert linked_works.row(made, Onlooker()) is None


@pytest.mark.parametrize(
    "profiles",
    [None, "noor", [None], [{"username": 3, "url": 4}], [{"username": "no", "url": f"{FORGE}/no"}],
     [{"username": "noor", "url": "https://[x"}]],
)  # fmt: skip
def test_a_record_of_anybody_never_breaks_the_check(profiles: object) -> None:
    row = answered(document(f"{FORGE}/1", profiles=profiles), b"noor no 3")
    assert said(row) == "1 of 1 linked works open"


@given(body=st.binary(), link=st.text(max_size=20), name=st.text(max_size=8))
def test_any_page_is_read(body: bytes, link: str, name: str) -> None:
    made = document(f"{FORGE}/{link}", link, profiles=[{"username": name, "url": FORGE}])
    assert answered(made, body).step.children
