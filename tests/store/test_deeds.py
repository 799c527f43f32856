"""Lists of deeds: every order, filter and page agrees with the plain rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.clock import SystemClock
from portfolio.model.codes import Action
from portfolio.model.contribution import NewContribution
from portfolio.model.deed import Deed, DeedEdit
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.record import Cursor
from portfolio.paths import for_profile
from portfolio.store.reader import Reader
from portfolio.store.store import Store
from portfolio.store.text import sort_text
from tests.store.records import BEGIN, contribution, filled, key, record, say, source

PROJECTS = ("remote:x/b", "remote:x/a", "")
ACTIONS = (Action.AUTHORED, Action.REVIEWED, Action.MERGED)

contributions = st.builds(
    lambda number, action, title, day: contribution(
        number, action=action, title=title, occurred_at=BEGIN + timedelta(days=day)
    ),
    st.integers(1, 40),
    st.sampled_from(ACTIONS),
    st.sampled_from(["b", "A", "ä", "«a»", "", "zz top"]),  # many equals, to try the ties
    st.integers(0, 60),
)
batches = st.lists(
    st.tuples(st.integers(0, 2), st.lists(contributions, max_size=12)), min_size=1, max_size=4
)
queries = st.builds(
    DeedQuery,
    words=st.sampled_from(["", "", "zz", "a", "to", "op", "b x", "?"]),
    actions=st.sampled_from([(), (), (Action.MERGED,), (Action.AUTHORED, Action.MERGED)]),
    project_key=st.sampled_from(["", "", "remote:x/a", "remote:none"]),
    source_id=st.sampled_from(["", "", "s0", "s1"]),
    since=st.none() | st.dates(date(2020, 1, 5), date(2020, 2, 20)),
    until=st.none() | st.dates(date(2020, 1, 5), date(2020, 2, 20)),
    include_hidden=st.booleans(),
    order=st.sampled_from(list(DeedOrder)),
)


def fill(store: Store, given_batches: list[tuple[int, list[NewContribution]]]) -> None:
    for number, batch in given_batches:
        record(store, *batch, into=source(f"s{number}", project_key=PROJECTS[number]))
    say(store)
    with store.editing("deed.hidden") as editor:
        for number in range(0, 40, 3):
            editor.save_deed(DeedEdit(key(number), is_hidden=True))


def every_deed(reader: Reader) -> list[Deed]:
    return reader.deeds.by_ids(list(reader.deeds.ids(DeedQuery(include_hidden=True))))


def place(deed: Deed, order: DeedOrder) -> tuple[Any, ...]:
    age = (-deed.occurred_at.timestamp(), -deed.id)
    return {
        DeedOrder.DATE_NEWEST: age,
        DeedOrder.DATE_OLDEST: (deed.occurred_at, deed.id),
        DeedOrder.TITLE: (sort_text(deed.title), deed.id),
        DeedOrder.PROJECT: (sort_text(deed.project_name), deed.project_key, *age),
        DeedOrder.ACTION: (list(Action).index(deed.action), *age),
    }[order]


def fits(deed: Deed, query: DeedQuery, sources: set[str]) -> bool:
    day = deed.occurred_at.date()
    return (
        (query.include_hidden or not deed.is_hidden)
        and (not query.actions or deed.action in query.actions)
        and (not query.project_key or deed.project_key == query.project_key)
        and (not query.source_id or query.source_id in sources)
        and (query.since is None or day >= query.since)
        and (query.until is None or day <= query.until)
    )


def walk(reader: Reader, query: DeedQuery, limit: int) -> list[int]:
    found: list[int] = []
    after: Cursor | None = None
    while True:
        page = reader.deeds.page(query, after=after, limit=limit)
        assert len(page.deeds) <= limit
        found += [deed.id for deed in page.deeds]
        assert len(found) == len(set(found))  # also ends a walk that goes in a circle
        if page.next is None:
            return found
        assert len(page.deeds) == limit
        after = Cursor.from_text(page.next.to_text())


@settings(max_examples=60)
@given(batches, st.lists(queries, min_size=1, max_size=8), st.integers(1, 7))
def test_pages_ids_counts_and_months_agree_with_the_rule(
    tmp_path_factory: pytest.TempPathFactory,
    given_batches: list[tuple[int, list[NewContribution]]],
    asked: list[DeedQuery],
    limit: int,
) -> None:
    folder: Path = tmp_path_factory.mktemp("lists")
    store = Store.open(for_profile(folder), clock=SystemClock())
    try:
        fill(store, given_batches)
        with store.reading() as reader:
            deeds = every_deed(reader)
            for query in asked:
                ids = list(reader.deeds.ids(query))
                assert walk(reader, query, limit) == ids
                assert reader.deeds.count(query) == len(ids)
                listed = reader.deeds.by_ids(ids)
                assert listed == sorted(listed, key=lambda deed: place(deed, query.order))
                by_month: dict[tuple[int, int], int] = {}
                for deed in listed:
                    month = (deed.occurred_at.year, deed.occurred_at.month)
                    by_month[month] = by_month.get(month, 0) + 1
                months = reader.deeds.months(query)
                assert {(year, month): count for year, month, count in months} == by_month
                oldest_first = query.order is DeedOrder.DATE_OLDEST
                assert months == sorted(months, reverse=not oldest_first)
                if not query.words:
                    expected = {
                        deed.id for deed in deeds if fits(deed, query, _sources(reader, deed))
                    }
                    assert set(ids) == expected
    finally:
        store.close()


def _sources(reader: Reader, deed: Deed) -> set[str]:
    return {each.source_id for each in reader.deeds.contributions(deed.key)}


def test_a_day_is_whole(store: Store) -> None:
    at = datetime(2020, 5, 17, 23, 59, 59, tzinfo=UTC)
    record(store, contribution(1, occurred_at=at))
    say(store)
    on = at.date()
    with store.reading() as reader:
        assert reader.deeds.count(DeedQuery(since=on, until=on)) == 1
        assert reader.deeds.count(DeedQuery(until=on - timedelta(days=1))) == 0
        assert reader.deeds.count(DeedQuery(since=on + timedelta(days=1))) == 0
        assert reader.deeds.count(DeedQuery(until=date.max)) == 1


def test_by_ids_keeps_the_order_asked_for(store: Store) -> None:
    filled(store, 4)
    with store.reading() as reader:
        ids = list(reader.deeds.ids(DeedQuery()))
        wanted = [ids[2], ids[0], 999_999, ids[3]]
        assert [deed.id for deed in reader.deeds.by_ids(wanted)] == [ids[2], ids[0], ids[3]]
        assert reader.deeds.by_ids([]) == []


def test_by_keys_gives_listed_deeds_only(store: Store) -> None:
    record(store, contribution(1), contribution(2, identity_key="git-email::bo@x.example"))
    say(store)
    with store.reading() as reader:
        assert list(reader.deeds.by_keys([key(1), key(2), "nonsense", "\ud800"])) == [key(1)]


def test_stories_of_a_deed_are_named(store: Store) -> None:
    from portfolio.model.story import Story, StoryItem

    filled(store, 1)
    with store.editing("story.added") as editor:
        editor.save_story(Story("two", "Second", rank=2, items=(StoryItem(key(1), 0, True),)))
        editor.save_story(Story("one", "First", rank=1, items=(StoryItem(key(1), 0, False),)))
    with store.reading() as reader:
        (deed,) = reader.deeds.page(DeedQuery()).deeds
    assert deed.stories == ("First", "Second")


def test_list_after_a_group_that_vanished_begins_again(store: Store) -> None:
    filled(store, 3)
    query = DeedQuery(order=DeedOrder.PROJECT)
    with store.reading() as reader:
        page = reader.deeds.page(query, after=Cursor("remote:gone", "2020", 1))
        assert len(page.deeds) == 3


def test_what_came_in_since_counts_a_deed_by_its_first_source(
    tmp_path: Path,
) -> None:
    store = Store.open(for_profile(tmp_path), clock=SystemClock())
    try:
        say(store)
        first, later = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
        given = [contribution(number, action=Action.AUTHORED) for number in range(3)]
        for batch, into, at in (
            (given[:2], "s0", first),
            (given[1:], "s1", later),  # the second is in both sources
        ):
            with store.recording() as recorder:
                recorder.save_source(source(into, project_key="remote:x/a"))
                recorder.add_contributions(into, batch, at=at)
        with store.reading() as reader:
            assert reader.deeds.arrived(first) == [("remote:x/a", Action.AUTHORED, 1)]
            assert reader.deeds.arrived(later) == []
            everything = reader.deeds.arrived(first - timedelta(days=1))
            assert everything == [("remote:x/a", Action.AUTHORED, 3)]
    finally:
        store.close()


def test_works_are_found_by_address_and_by_commit(store: Store) -> None:
    url = "https://forge.example/c/3"
    record(store, contribution(1), contribution(2), contribution(3, url=url))
    with store.reading() as reader:
        found = reader.deeds.of_works([url, ""], [contribution(1).native_id])
        assert [each.native_id for each in found] == [
            contribution(1).native_id,
            contribution(3).native_id,
        ]
        assert reader.deeds.of_works([], []) == []
