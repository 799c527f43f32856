"""Roles that actions suggest."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.curate.rollups import MOST_ROLES, lane_roles, suggested_roles
from portfolio.model.codes import Action, Capacity
from portfolio.model.project import Role, YearRollUp
from portfolio.model.roles import role_kinds


def year(number: int, *actions: Action, project: str = "quill", count: int = 1) -> YearRollUp:
    at = datetime(max(number, 1), 6, 1, tzinfo=UTC)
    return YearRollUp(project, number, tuple((one, count) for one in actions), ("Quill",), at, at)


def named(project: str, code: str, *, words: str = "", is_suggested: bool = False) -> Role:
    return Role(
        "id", project, code, words, "", "", False, Capacity.UNSAID, is_suggested=is_suggested
    )


def said(roles: list[Role]) -> list[tuple[str, str, str]]:
    return [(role.code, role.from_on, role.to_on) for role in roles]


@pytest.mark.parametrize(
    ("actions", "codes"),
    [
        ([Action.AUTHORED], ["author"]),
        ([Action.AUTHORED, Action.CO_AUTHORED], ["author"]),
        ([Action.CO_AUTHORED], ["co-author"]),
        ([Action.REVIEWED], ["reviewer"]),
        ([Action.RELEASED], ["release-manager"]),
        ([Action.MERGED], []),
        ([Action.RELEASED, Action.MERGED], ["maintainer"]),
        ([Action.INTEGRATED], ["integrator"]),
        ([Action.RELEASED, Action.MERGED, Action.INTEGRATED, Action.AUTHORED],
         ["maintainer", "author"]),
        ([Action.SIGNED_OFF], []),
        ([Action.OTHER], []),
        ([], []),
    ],
)  # fmt: skip
def test_roles_from_actions(actions: list[Action], codes: list[str]) -> None:
    assert [role.code for role in suggested_roles([year(2020, *actions)])] == codes


def test_periods_are_those_of_the_actions_behind_a_role() -> None:
    years = [year(2019, Action.AUTHORED), year(2023, Action.AUTHORED, Action.REVIEWED)]
    years.append(year(2025, Action.REVIEWED))
    assert said(suggested_roles(years)) == [
        ("author", "2019", "2023"),
        ("reviewer", "2023", "2025"),
    ]


def test_a_clock_that_was_wrong_gives_no_date() -> None:
    assert said(suggested_roles([year(0, Action.AUTHORED)])) == [("author", "", "")]
    both = [year(0, Action.AUTHORED), year(2021, Action.AUTHORED)]
    assert said(suggested_roles(both)) == [("author", "2021", "2021")]


def test_nothing_is_suggested_where_the_holder_named_a_role() -> None:
    years = [year(2020, Action.AUTHORED), year(2020, Action.AUTHORED, project="tern")]
    roles = suggested_roles(years, [named("quill", "module-owner")])
    assert [role.project_key for role in roles] == ["tern"]
    still = suggested_roles(years, [named("quill", "author", is_suggested=True)])
    assert [role.project_key for role in still] == ["quill", "tern"]


def test_a_suggested_role_says_so_and_no_more_than_is_known() -> None:
    (role,) = suggested_roles([year(2020, Action.REVIEWED)])
    assert role.is_suggested
    assert not role.is_current
    assert role.capacity is Capacity.UNSAID
    assert role.words == role.organisation == ""


def test_words_of_a_lane() -> None:
    own = [named("quill", "module-owner"), named("quill", "author", words="Author of the outline")]
    own.append(named("tern", "keeper-of-keys"))
    words = lane_roles(own, suggested_roles([year(2020, Action.AUTHORED, project="larkspur")]))
    assert words == {
        "quill": ("Module owner", "Author of the outline"),
        "tern": ("Keeper of keys",),
        "larkspur": ("Author",),
    }


YEARS = st.lists(
    st.builds(
        lambda number, actions, project, count: year(
            number, *actions, project=project, count=count
        ),
        st.integers(0, 2026),
        st.sets(st.sampled_from(Action)),
        st.sampled_from(["quill", "tern"]),
        st.integers(0, 9),
    ),
    max_size=6,
    unique_by=lambda one: (one.project_key, one.year),
)


@given(YEARS, st.integers(2, 1000), st.randoms(use_true_random=False))
def test_neither_volume_nor_order_matters(
    years: list[YearRollUp], times: int, chance: random.Random
) -> None:
    roles = suggested_roles(years)
    more = [
        year(
            one.year,
            *(action for action, count in one.counts if count),
            project=one.project_key,
            count=times,
        )
        for one in years
    ]
    chance.shuffle(more)
    assert suggested_roles(more) == roles


@given(YEARS)
def test_every_suggestion_has_its_reason(years: list[YearRollUp]) -> None:
    roles = suggested_roles(years)
    assert len({role.id for role in roles}) == len(roles)
    for key in {one.project_key for one in years}:
        mine = [role for role in roles if role.project_key == key]
        done = {
            action
            for one in years
            if one.project_key == key
            for action, count in one.counts
            if count
        }
        assert len(mine) <= MOST_ROLES
        for role in mine:
            assert any(actions <= done for actions in role_kinds()[role.code].suggested_when)
