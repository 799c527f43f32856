"""Where the window stood."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from portfolio.ui.geometry import LEAST_SIZE, USUAL_SIZE, WindowState, fitting_place

SCREEN = QRect(0, 0, 1920, 1080)
SECOND = QRect(1920, 0, 1280, 1024)


def test_a_place_on_a_screen_is_taken_up() -> None:
    assert fitting_place([100, 80, 1200, 700], [SCREEN]) == QRect(100, 80, 1200, 700)
    assert fitting_place([2000, 50, 1000, 700], [SCREEN, SECOND]) == QRect(2000, 50, 1000, 700)


def test_without_its_screen_the_window_comes_to_the_middle() -> None:
    place = fitting_place([2000, 50, 1000, 700], [SCREEN])
    assert place.size() == USUAL_SIZE
    assert SCREEN.contains(place)
    assert abs(place.center().x() - SCREEN.center().x()) <= 1


@pytest.mark.parametrize("kept", [None, "x", [1, 2, 3], [1, 2, 3, "4"], [True, 0, 1, 1], {}])
def test_nonsense_is_forgotten(kept: object) -> None:
    assert fitting_place(kept, [SCREEN]).size() == USUAL_SIZE


def test_a_small_screen_still_gets_the_least_size() -> None:
    small = QRect(0, 0, 1366, 768)
    place = fitting_place(None, [small])
    assert place.width() <= 1366
    assert place.height() <= 768
    assert place.topLeft().y() >= 0


@given(st.lists(st.integers(-20_000, 20_000), min_size=4, max_size=4))
def test_the_title_can_always_be_reached(kept: list[int]) -> None:
    place = fitting_place(kept, [SCREEN, SECOND])
    assert place.width() >= LEAST_SIZE.width()
    assert place.height() >= LEAST_SIZE.height()
    seen = [screen for screen in (SCREEN, SECOND) if screen.intersects(place)]
    assert seen
    assert place.y() >= min(screen.y() for screen in seen)


def test_the_state_survives_nonsense_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text("[1, 2", encoding="utf-8")
    assert WindowState(path).values == {}
    path.write_text("[1, 2]", encoding="utf-8")
    state = WindowState(path)
    assert state.values == {}
    state.values["page"] = "home"
    state.save()
    assert WindowState(path).values == {"page": "home"}


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    WindowState(tmp_path / "file" / "window.json").save()
