"""What is kept of a service's badge is opened as the Open Badge it is, or said to be none."""

from __future__ import annotations

import pytest

from portfolio.attest.badges.badge_file import Form
from portfolio.attest.badges.kept import Kept, open_kept
from portfolio.errors import BadgeError
from portfolio.sync.badge_raw import badge_raw
from tests.attest.badges import samples

IMAGE, HOSTED = "https://b.example/1.png", "https://b.example/1"


@pytest.mark.parametrize(
    ("item", "form"),
    [
        (samples.assertion_2_0(), Form.ASSERTION_2_0),
        (samples.badge_3_0(), Form.BADGE_3_0),
        (samples.jwt(), Form.BADGE_3_0),
    ],
)
def test_an_open_badge_is_one(item: object, form: Form) -> None:
    kept = open_kept(badge_raw(item, image=IMAGE, hosted=HOSTED))
    assert (kept.image, kept.hosted) == (IMAGE, HOSTED)
    assert kept.file is not None
    assert kept.file.form is form


@pytest.mark.parametrize(
    "item", [{"name": "Nice reply", "badge_type_id": 3}, {}, "hello", None, 7, {"a": "x" * 99_999}]
)
def test_a_services_own_badge_is_none(item: object) -> None:
    assert open_kept(badge_raw(item, image=IMAGE)) == Kept(None, IMAGE, "")


@pytest.mark.parametrize("raw", ["", "[]", "{", '{"badge": NaN}', "\ud800"])
def test_what_was_not_kept_by_this_program(raw: str) -> None:
    with pytest.raises(BadgeError):
        open_kept(raw)
