"""The gate makes a complete document from facts alone, and from stories."""

from __future__ import annotations

from portfolio.export.document import build
from portfolio.model.codes import SectionKind
from portfolio.model.document import Entry
from portfolio.model.edition import Edition
from tests.export import records


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
