"""Lanes and years."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, QModelIndex, Qt

from portfolio.model.codes import Action
from portfolio.model.project import Lane, YearRollUp
from portfolio.ui.models.roles import Role
from portfolio.ui.models.timeline import TimelineModel, lane_rows

STORIES = ((2025, 2, "One focus ring"),)


def _lane(key: str, name: str, *months: tuple[int, int], stories: tuple = (), **more) -> Lane:
    return Lane(key, name, ("Author", "Reviewer"), months, stories, **more)


def _year(
    key: str, year: int, *counts: tuple[Action, int], labels: tuple = ("quill",)
) -> YearRollUp:
    return YearRollUp(
        key,
        year,
        counts,
        labels,
        datetime(year, 1, 2, tzinfo=UTC),
        datetime(year, 11, 22, tzinfo=UTC),
    )


@pytest.fixture
def model() -> TimelineModel:
    QLocale.setDefault(QLocale("en_GB"))
    made = TimelineModel()
    rows = lane_rows(
        [
            _lane("old", "Larkspur", (2017, 3)),
            _lane(
                "new", "Quillmark", (2025, 1), (2026, 11), stories=((2025, 2, "One focus ring"),)
            ),
        ],
        [
            _year("new", 2025, (Action.AUTHORED, 12), (Action.RELEASED, 1)),
            _year("new", 2026, (Action.REVIEWED, 3), labels=("quill", "docs", "site", "theme")),
            _year("old", 2017, (Action.AUTHORED, 1)),
        ],
    )
    made.show(rows, this_year=2026)
    return made


def test_the_model_keeps_qts_rules(model: TimelineModel, qtmodeltester) -> None:
    qtmodeltester.check(model, force_py=True)
    model.show([], this_year=2026)
    qtmodeltester.check(model, force_py=True)


def test_lanes_stand_by_latest_work_and_years_newest_first(model: TimelineModel) -> None:
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == ["Quillmark", "Larkspur"]
    lane = model.index(0, 0)
    assert [model.index(row, 0, lane).data(Role.YEAR) for row in range(model.rowCount(lane))] == [
        2026,
        2025,
    ]
    assert model.parent(model.index(1, 0, lane)) == lane
    assert model.parent(lane) == QModelIndex()


def test_a_year_says_what_and_where_from(model: TimelineModel) -> None:
    lane = model.index(0, 0)
    this_year, last_year = model.index(0, 0, lane), model.index(1, 0, lane)
    assert last_year.data(Role.SUBTITLE) == "from quill"
    assert this_year.data(Role.SUBTITLE) == "from quill, docs and 2 more, to 22 November"
    assert "12" in last_year.data()
    assert last_year.data(Role.MARKS) == ((2025, 2, "One focus ring"),)
    assert this_year.data(Role.MARKS) == ()
    spoken = last_year.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("2025, Story: One focus ring, 12")


def test_a_lane_says_when_and_never_how_much(model: TimelineModel) -> None:
    lane = model.index(0, 0)
    spoken = lane.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "January 2025 to November 2026" in spoken
    assert "16" not in spoken
    assert model.index(1, 0).data(Role.CAPTION) == "Rolled up by year"
    assert model.years_spanned() == (2017, 2026)


def test_an_empty_timeline_spans_this_year() -> None:
    made = TimelineModel()
    made.show([], this_year=2026)
    assert made.years_spanned() == (2026, 2026)


def test_a_lane_is_found_by_its_project(model: TimelineModel) -> None:
    assert model.lane_index("old").row() == 1
    assert not model.lane_index("none").isValid()
    year = model.index(0, 0, model.lane_index("new"))
    assert model.lane(year).project_name == "Quillmark"
    assert model.roll_up(year).year == 2026
    assert model.roll_up(model.lane_index("new")) is None
