"""ORCID against a scripted registry, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import NotAllowedError, NotThereError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Record, Who
from portfolio.sync.providers.orcid import PROVIDER
from portfolio.sync.providers.orcid.parsing import (
    SECTIONS,
    check_digit,
    orcid_id,
    parse_affiliation,
    parse_person,
    parse_review,
    parse_work,
)
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, as_utc, mutated
from tests.sync.loopback import Script, Service, as_json
from tests.sync.providers.orcid_service import ADA, OrcidService, date, review, service_role, work

EMPLOYMENTS, REVIEWS = SECTIONS[0], SECTIONS[-1]
PERSON = {
    "name": {"given-names": {"value": "Ada"}, "family-name": None, "path": ADA},
    "emails": {"email": [{"email": "ada@mail.example", "verified": True}]},
    "researcher-urls": {"researcher-url": [{"url": {"value": "https://ada.example"}}]},
}


class TestOrcid(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "an iD is never changed"
    one_page_kinds = frozenset({Kind.PUBLICATION})

    def service(self, world: World) -> Service:
        return OrcidService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return work(number) if kind is Kind.PUBLICATION else service_role(number)

    def expected(self, kind: Kind, items: Any) -> list[str]:
        if kind is Kind.PUBLICATION:
            return [f"work/{item['work-summary'][0]['put-code']}" for item in items]
        names = ["employments"] * 4 + ["services"] * len(items)
        return [f"{name}/{item['put-code']}" for name, item in zip(names, items, strict=False)]

    def bad_item(self, kind: Kind) -> Any:
        if kind is Kind.PUBLICATION:
            return {"work-summary": []}
        return service_role(1, organization=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return work(1, source=None) if kind is Kind.PUBLICATION else service_role(1, source=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        return work(1, type="HOLOGRAM 2") if kind is Kind.PUBLICATION else service_role(1, new=1)

    def _who(self, world: World) -> Who:
        async def act(call: Any) -> Who:
            return await PROVIDER.who(replace(call.access, handle=f"https://orcid.org/{ADA}"), call)

        return replace(self.talk(OrcidService(world), act), handle=world.handle)


def asked(service: Service, handle: str) -> Who:
    kit = TestOrcid()
    return kit.talk(service, lambda call: PROVIDER.who(replace(call.access, handle=handle), call))


def test_who_is_known_by_the_id() -> None:
    who = asked(OrcidService(World()), ADA.replace("-", ""))
    assert (who.native_id, who.handle, who.name) == (ADA, ADA, "Ada L.")
    assert who.profile_url == f"https://orcid.org/{ADA}"


@pytest.mark.parametrize("typed", ["0000-0002-1825-0098", "ada", "0000-0002-1825", ""])
def test_an_id_that_cannot_be_right_is_not_asked_for(typed: str) -> None:
    with pytest.raises(NotThereError, match="digit"):
        asked(Script([as_json({}, 500)]), typed)


@pytest.mark.parametrize("known", [ADA, "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_check_digits_of_known_ids(known: str) -> None:
    assert orcid_id(known.lower()) == known


@given(st.integers(0, 10**15 - 1), st.integers(0, 14))
def test_one_wrong_digit_is_always_found(number: int, place: int) -> None:
    digits = f"{number:015}"
    good = digits + check_digit(digits)
    assert orcid_id(good).replace("-", "") == good
    wrong = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
    assert check_digit(wrong) != check_digit(digits)


def test_a_locked_record_and_one_that_was_replaced_are_told_apart() -> None:
    locked = as_json({"response-code": 409, "user-message": "The ORCID record is locked."}, 409)
    with pytest.raises(NotAllowedError):
        asked(Script([locked]), ADA)
    message = "This account is deprecated. Please refer to account: 0000-0001-5109-3700"
    with pytest.raises(NotThereError, match="0000-0001-5109-3700"):
        asked(Script([as_json({"developer-message": message}, 409)]), ADA)


def parsed(raw: Any) -> Record:
    return parse_work(raw, person=ADA)


def test_a_work_has_a_date_as_exact_as_given() -> None:
    record = parsed(work(0))
    assert record.occurred_at == as_utc(2020, 5)
    assert record.excerpt == "Journal article in Quill Letters"
    assert record.url == "https://doi.org/10.5555/0"
    assert parsed(work(0, **{"publication-date": None})).occurred_at.year == 2020
    full = parsed(work(0, **{"publication-date": date("1999", "12", "31")}))
    assert full.occurred_at == as_utc(1999, 12, 31)


def test_a_date_that_is_none_is_a_bad_item() -> None:
    with pytest.raises(BadItemError):
        parsed(work(0, **{"publication-date": date("2020", "13")}))


def test_a_group_is_one_record_whatever_is_preferred() -> None:
    one, other = work(0)["work-summary"][0], work(5)["work-summary"][0]
    first = parsed({"work-summary": [one, {**other, "display-index": 9}]})
    later = parsed({"work-summary": [{**other, "display-index": 0}, one]})
    assert (first.native_id, first.title) == ("work/1000", "Paper 5")
    assert (later.native_id, later.title) == ("work/1000", "Paper 0")


def test_what_is_not_plainly_public_is_not() -> None:
    assert parsed(work(0)).visibility is Visibility.PUBLIC
    for said in ("limited", None):
        assert parsed(work(0, visibility=said)).visibility is Visibility.RESTRICTED


def test_a_position_and_a_review_are_roles() -> None:
    role = parse_affiliation(
        {"summaries": [{"employment-summary": service_role(0)}]}, section=EMPLOYMENTS, person=ADA
    )
    assert role.title == "Treasurer, Quill Foundation"
    assert role.excerpt == "Board, 2019-03-01 to 2021"
    reviewed = parse_review(review(0), section=REVIEWS, person=ADA)
    assert (reviewed.title, reviewed.native_id) == ("Reviewer, Quill Press", "peer-reviews/1000")


def test_reviews_are_found_in_their_groups() -> None:
    kit = TestOrcid()

    class WithReviews(OrcidService):
        def handle(self, request: Any) -> Any:
            if request.path.endswith("/peer-reviews"):
                return as_json({"group": [{"peer-review-group": [review(0), review(1)]}, 7]})
            return super().handle(request)

    reading = kit.read(WithReviews(kit.world(Kind.ROLE, [])), Kind.ROLE)
    assert reading.ids == ["peer-reviews/1000", "peer-reviews/1001"]
    assert reading.set_aside == 1


@given(
    ANY_JSON
    | mutated(work(1))
    | mutated(review(1))
    | mutated(PERSON)
    | mutated({"summaries": [{"employment-summary": service_role(1)}]})
)
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        parse_person(raw, ADA)
    with suppress(BadItemError):
        parse_affiliation(raw, section=EMPLOYMENTS, person=ADA)
    with suppress(BadItemError):
        parse_review(raw, section=REVIEWS, person=ADA)
    good, _ = parse_items([work(0), raw, work(2)], parsed)
    assert {"work/1000", "work/1002"} <= {record.native_id for record in good}
