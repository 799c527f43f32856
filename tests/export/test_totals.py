"""Totals stand beside their period and source, per kind, and never claim more than was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio.export.document import build
from portfolio.model.codes import Action, Capacity, Confidentiality, CoverageState, SourceKind
from portfolio.model.document import Entry, Totals
from portfolio.model.edition import Edition
from portfolio.model.project import Role
from portfolio.model.source import Coverage
from tests.export import records

EDITION = Edition(id="e", name="General")
KEY = "remote:github.com/quill/mark"


def entries(record: records.Record, edition: Edition = EDITION) -> list[Entry]:
    document = build(edition, record.chosen(), made_on=records.MADE_ON).document
    return [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Entry)
    ]


def one_source(**fields: object) -> records.Record:
    record = records.Record()
    record.add_project(KEY, "Quillmark")
    record.sources.append(
        records.source("q", KEY, **{"remotes": ("github.com/quill/mark",), **fields})  # type: ignore[arg-type]  # test data
    )
    return record


def line(record: records.Record) -> Totals:
    (entry,) = entries(record)
    (totals,) = entry.totals
    return totals


def test_one_of_something_is_singular() -> None:
    record = one_source()
    record.count(KEY, ("q",), (2024, 3), 1)
    assert line(record).counts == ("1 commit",)
    assert line(record).period == "Mar 2024"


def test_kinds_are_never_added_and_stand_in_one_order() -> None:
    record = one_source()
    for action in reversed(Action):
        record.count(KEY, ("q",), (2024, 3), 2, action)
    counts = line(record).counts
    assert len(counts) == len(Action)
    assert counts[0] == "2 commits"
    assert "brought in 2 changes by others" in counts


def test_integrated_work_is_never_called_authored() -> None:
    record = one_source()
    record.count(KEY, ("q",), (2024, 3), 102, Action.INTEGRATED)
    assert line(record).counts == ("brought in 102 changes by others",)
    record.suggested.append(records.suggested(KEY, "author"))
    assert "Author" not in [role.role for role in entries(record)[0].roles]


@pytest.mark.parametrize(
    ("coverage", "counts", "read_on"),
    [
        (
            (Coverage("commits", CoverageState.IN_PART, missing=("shallow:2021-05-03",)),),
            ("5 commits",),
            "read 14 Nov 2026; shallow copy: starts in May 2021",
        ),
        (
            (Coverage("commits", CoverageState.IN_PART, missing=("shallow",)),),
            ("5 commits",),
            "read 14 Nov 2026; shallow copy: the beginning is missing",
        ),
        (
            (Coverage("commits", CoverageState.IN_PART, missing=("interrupted", "partial-clone")),),
            ("5 commits",),
            "read 14 Nov 2026; reading was interrupted; partial copy: parts are missing",
        ),
        (
            (Coverage("commits", CoverageState.IN_PART, missing=("unreadable-objects:7",)),),
            ("5 commits",),
            "read 14 Nov 2026; parts could not be read",
        ),
        (
            (Coverage("commits", CoverageState.IN_PART, missing=("something-new",)),),
            ("5 commits",),
            "read 14 Nov 2026; read in part",
        ),
        (
            (Coverage("commits", CoverageState.IN_PART),),
            ("5 commits",),
            "read 14 Nov 2026; read in part",
        ),
        (
            (
                Coverage("commits", CoverageState.COMPLETE),
                Coverage("tags", CoverageState.UNKNOWN),
            ),
            ("5 commits", "releases: unknown"),
            "read 14 Nov 2026",
        ),
        (  # missing sizes touch no count of the page
            (
                Coverage("commits", CoverageState.COMPLETE),
                Coverage("statistics", CoverageState.IN_PART, missing=("partial-clone",)),
            ),
            ("5 commits",),
            "read 14 Nov 2026",
        ),
    ],
)
def test_what_is_missing_is_said_beside_the_count(
    coverage: tuple[Coverage, ...], counts: tuple[str, ...], read_on: str
) -> None:
    record = one_source(coverage=coverage)
    record.count(KEY, ("q",), (2024, 3), 5)
    assert line(record).counts == counts
    assert line(record).read_on == read_on


def test_a_failed_reading_is_unknown_never_nothing() -> None:
    record = one_source(coverage=(), last_error="It could not be read.")
    (entry,) = entries(record, replace(EDITION, project_keys=(KEY,)))
    assert entry.totals[0].counts == ("commits: unknown",)
    assert "0" not in entry.totals[0].counts[0]


def test_each_place_has_its_own_line_and_no_deed_is_in_two() -> None:
    record = one_source()
    record.sources.append(records.source("mirror", KEY, remotes=("codeberg.org/quill/mark",)))
    record.count(KEY, ("q",), (2024, 3), 5)
    record.count(KEY, ("mirror", "q"), (2024, 4), 7)
    record.count(KEY, ("mirror",), (2020, 1), 2)
    (entry,) = entries(record)
    assert [(totals.source.text, totals.counts, totals.period) for totals in entry.totals] == [
        ("github.com/quill/mark", ("12 commits",), "Mar 2024 – Apr 2024"),
        ("codeberg.org/quill/mark", ("2 commits",), "Jan 2020"),
    ]


def test_two_copies_of_one_place_are_one_line_read_when_the_older_was() -> None:
    record = one_source()
    older = records.source("second", KEY, remotes=("github.com/quill/mark",))
    record.sources.append(replace(older, last_ok_at=records.at(2026, 3, 1)))
    record.count(KEY, ("q",), (2024, 3), 5)
    record.count(KEY, ("second",), (2024, 4), 2)
    assert line(record).counts == ("7 commits",)
    assert line(record).read_on == "read 1 Mar 2026"


def test_a_copy_without_a_public_place_is_a_local_copy() -> None:
    record = one_source(remotes=(), is_public=None)
    record.count(KEY, ("q",), (2024, 3), 5)
    assert line(record).source.text == "local copy"
    assert line(record).source.href == ""


def test_typed_in_work_says_so() -> None:
    record = one_source(kind=SourceKind.MANUAL, remotes=(), is_public=None, coverage=())
    record.count(KEY, ("q",), (2024, 3), 5, Action.SPOKE)
    assert line(record).counts == ("5 talks",)
    assert line(record).source.text == "entered by hand"
    document = build(EDITION, record.chosen(), made_on=records.MADE_ON).document
    assert document.basis == "Made from entries typed in by hand."


def test_dates_that_cannot_be_right_count_and_date_nothing() -> None:
    record = one_source()
    record.count(KEY, ("q",), (0, 0), 5)
    assert line(record).counts == ("5 commits",)
    assert line(record).period == ""
    record.count(KEY, ("q",), (2024, 3), 5)
    assert line(record).period == "Mar 2024"


def test_without_totals_and_roles_the_period_stays() -> None:
    record = one_source()
    record.count(KEY, ("q",), (2021, 3), 5)
    record.count(KEY, ("q",), (2024, 3), 5)
    (entry,) = entries(record, replace(EDITION, show_totals=False, shows_suggested_roles=False))
    assert not entry.totals
    assert [role.dates for role in entry.roles] == ["Mar 2021 – Mar 2024"]
    assert (entry.from_on, entry.to_on) == ("2021-03", "2024-03")


def test_without_totals_the_roles_alone_give_the_period() -> None:
    record = one_source()
    record.count(KEY, ("q",), (1999, 3), 5)
    record.roles.append(Role("r", KEY, "author", "", "2020-05", "2021", False, Capacity.UNSAID))
    (entry,) = entries(record, replace(EDITION, show_totals=False))
    assert (entry.from_on, entry.to_on) == ("2020-05", "2021")


def test_a_role_without_dates_does_not_hide_the_period() -> None:
    record = one_source()
    record.count(KEY, ("q",), (2021, 3), 5)
    record.roles.append(Role("r", KEY, "author", "", "", "", False, Capacity.UNSAID))
    (entry,) = entries(record, replace(EDITION, show_totals=False))
    assert [(role.role, role.dates) for role in entry.roles] == [("Author", ""), ("", "Mar 2021")]


def test_projects_are_newest_first_whatever_their_size() -> None:
    record = records.Record()
    for key, name, month, count in (
        ("a", "Old and big", (2019, 1), 4000),
        ("b", "New and small", (2026, 1), 1),
        ("c", "Between", (2022, 1), 10),
    ):
        record.add_project(key, name)
        record.sources.append(records.source(key, key, is_public=None))
        record.count(key, (key,), month, count)
    assert [entry.title for entry in entries(record)] == ["New and small", "Between", "Old and big"]
    chosen = replace(EDITION, project_keys=("a", "b"))
    assert [entry.title for entry in entries(record, chosen)] == ["Old and big", "New and small"]


def test_not_public_work_of_several_sources_is_one_entry() -> None:
    record = records.Record()
    for key in ("a", "b"):
        record.add_project(key, key)
        record.sources.append(
            records.source(key, key, is_public=False, confidentiality=Confidentiality.COUNT_ONLY)
        )
        record.count(key, (key,), (2020, 1), 3)
    (entry,) = entries(record)
    assert entry.totals[0].counts == ("6 commits",)


def test_releases_that_are_not_all_at_hand_are_only_counted() -> None:
    record = records.facts_only()
    record.count(KEY, ("quillmark",), (2023, 1), 4, Action.RELEASED)
    entry = entries(record)[0]
    assert not entry.bullets
    assert "7 releases" in entry.totals[0].counts


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("v1.0", "1.0"),
        ("1.0rc1", "1.0rc1"),
        ("release-2024-03-05", "2024-03-05"),
        ("releases/2.1", "2.1"),
        ("version-3", "3"),
        ("mark-1.0", "mark-1.0"),
        ("nightly", "nightly"),
        ("v", "v"),
    ],
)
def test_one_release(tag: str, name: str) -> None:
    record = one_source()
    record.add_deed(
        KEY,
        "The first",
        "q",
        when=records.at(2022, 3),
        action=Action.RELEASED,
        key=f"git-tag:{tag}:abc",
    )
    (entry,) = entries(record)
    (bullet,) = entry.bullets
    assert "".join(span.text for span in bullet.spans) == f"Made 1 release, {name}, Mar 2022"
    assert not entry.totals
