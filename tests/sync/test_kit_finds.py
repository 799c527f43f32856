"""The provider kit fails what it should: a provider with one thing wrong, and the bar it breaks."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from portfolio.errors import AccountError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import page_items, parse_items
from portfolio.sync.provider import (
    Access,
    Ask,
    Call,
    Page,
    Record,
    Request,
    WayInfo,
    Who,
)
from tests.sync import test_kit
from tests.sync.example import provider as example
from tests.sync.example.provider import Example


class StopsAtShortPages(Example):
    """Takes a page shorter than asked for the last one."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        async for page in super().pages(ask, call):
            yield page
            if len(page.records) + len(page.set_aside) < 4:
                return


class ReadsTwice(Example):
    """Gives the last item of each page again on the next."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        before: tuple[Record, ...] = ()
        async for page in super().pages(ask, call):
            yield dataclasses.replace(page, records=before + page.records)
            before = page.records[-1:]


class ForgetsWhereItWas(Example):
    """Goes on one page too far after a cut."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        is_first = ask.resume is not None
        async for page in super().pages(ask, call):
            if not is_first:
                yield page
            is_first = False


class LosesNeighbours(Example):
    """Drops the whole page for one bad item."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        async for page in super().pages(ask, call):
            yield page if not page.set_aside else Page(resume=page.resume)


class Swallows(Example):
    """Takes whatever goes wrong for an empty listing."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        try:
            async for page in super().pages(ask, call):
                yield page
        except AccountError:
            yield Page()


class KnowsPeopleByLogin(Example):
    """Takes the login for the durable id."""

    async def who(self, access: Access, call: Call) -> Who:
        who = await super().who(access, call)
        return dataclasses.replace(who, native_id=who.handle)


class Naive(Example):
    """Forgets the time zone."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        async for page in super().pages(ask, call):
            yield dataclasses.replace(page, records=tuple(map(_naive, page.records)))


def _naive(record: Record) -> Record:
    return dataclasses.replace(record, occurred_at=record.occurred_at.replace(tzinfo=None))


class Raises(Example):
    """Lets a wrong type out as Python's own error."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        reply = await call(Request(f"/people/{ask.access.native_id}/notes"))
        for item in reply.json():
            yield Page((dataclasses.replace(example.note(item), title=item["title"].strip()),))


class LeavesOpen(Example):
    """Cannot read open items again."""

    def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        return super(Example, self).again(ask, refs, call)


class TakesPartForWhole(Example):
    """Reads half an answer as an empty list."""

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        reply = await call(Request(f"/people/{ask.access.native_id}/notes"))
        try:
            yield Page(*parse_items(page_items(reply.json()), example.note))
        except UnreadableReplyError:
            yield Page()


class Unfinished(Example):
    """Says too little of itself."""

    __module__ = Example.__module__
    about = dataclasses.replace(Example.about, docs="", ways=(WayInfo(Way.TOKEN),))


class FixedPlace(Example):
    """Speaks to one address whatever the account says."""

    def api_base(self, instance: str) -> str:
        return "https://notebook.example/api/v1"


_Kit = test_kit.TestExample
FINDS: list[tuple[type[Example], Callable[..., None], str]] = [
    (StopsAtShortPages, _Kit.test_everything_is_read_once, "more items"),
    (ReadsTwice, _Kit.test_everything_is_read_once, "2 more items"),
    (Naive, _Kit.test_everything_is_read_once, "is not aware UTC"),
    (ForgetsWhereItWas, _Kit.test_a_walk_is_taken_up_after_each_page, "lost when resumed"),
    (LosesNeighbours, _Kit.test_a_bad_item_is_set_aside_and_its_neighbours_kept, "2 more items"),
    (LosesNeighbours, _Kit.test_wrong_types_anywhere_stop_nothing, "a neighbour was lost"),
    (Raises, _Kit.test_wrong_types_anywhere_stop_nothing, "distinct failures"),
    (Raises, _Kit.test_a_bad_item_is_set_aside_and_its_neighbours_kept, "is missing"),
    (Swallows, _Kit.test_a_dead_token_asks_for_signing_in, "DID NOT RAISE"),
    (Swallows, _Kit.test_a_web_page_is_not_taken_for_an_answer, "DID NOT RAISE"),
    (TakesPartForWhole, _Kit.test_half_an_answer_is_not_taken_for_one, "DID NOT RAISE"),
    (LeavesOpen, _Kit.test_open_items_can_be_read_again, "== set()"),
    (KnowsPeopleByLogin, _Kit.test_a_changed_login_is_the_same_account, "'ada' == 'grace'"),
    (Unfinished, _Kit.test_it_says_what_it_is, "where the interface is described"),
    (Unfinished, _Kit.test_its_ways_and_kinds_make_sense, "say what to do for token"),
    (FixedPlace, _Kit.test_its_interface_is_at_the_instance_given, "must be possible"),
]


@pytest.mark.parametrize(
    ("wrong", "bar", "words"),
    FINDS,
    ids=[f"{wrong.__name__}-{bar.__name__}" for wrong, bar, _ in FINDS],
)
def test_what_is_wrong_is_found(wrong: type[Example], bar: Callable[..., None], words: str) -> None:
    class Kit(_Kit):
        __test__ = False
        provider = wrong()

    takes_kind = "kind" in bar.__code__.co_varnames[: bar.__code__.co_argcount]
    arguments: tuple[Any, ...] = (Kind.ISSUE,) if takes_kind else ()
    with pytest.raises((Exception, pytest.fail.Exception)) as error:
        bar(Kit(), *arguments)
    assert words in str(error.value)
