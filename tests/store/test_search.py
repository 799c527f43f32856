"""Words: found where a person expects them, and no text whatever makes the search fail."""

from __future__ import annotations

import threading
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portfolio.errors import ReadInterruptedError
from portfolio.model.contribution import Participant
from portfolio.model.deed import DeedEdit
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.project import ProjectEdit
from portfolio.model.story import Story
from portfolio.store import search
from portfolio.store.store import Store
from tests.store.records import PROJECT, contribution, filled, key, record, say, titles

TITLES = {
    1: "Fix the focus ring in menus",
    2: "Éviter le clignotement du café",
    3: "Use C++17 and foo-bar_baz 100%",
    4: "修正 焦点 リング",
    5: "Straße und ﬁnden",
}


@pytest.fixture
def searched(store: Store) -> Store:
    people = (Participant("Grace Hopper", "grace@navy.example", "reviewer"),)
    record(
        store,
        *(
            contribution(number, title=title, body="" if number > 1 else "below the frame",
                         people=people if number == 2 else ())
            for number, title in TITLES.items()
        ),
    )  # fmt: skip
    say(store)
    return store


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("focus", {1}),
        ("FOC ri", {1}),
        ("frame", {1}),
        ("hopper", {2}),
        ("grace@navy.example", {2}),
        ("eviter cafe", {2}),
        (unicodedata.normalize("NFD", "CAFÉ"), {2}),
        ("c++17", {3}),
        ("foo-bar", {3}),
        ("100%", {3}),
        ("焦点", {4}),
        ("STRASSE", {5}),
        ("finden", {5}),
        ("ocus", {1}),  # inside a word: only when nothing begins so
        ("_baz", {3}),
        ("ring", {1, 2, 3, 4, 5}),  # the project's name
        ("ring focus", {1}),
        ("focus café", set()),
        ('focus" OR "café', set()),
        ("++", {3}),
        ("%", {3}),
        ("xylophone", set()),
        ("  ", {1, 2, 3, 4, 5}),
    ],
)
def test_words_find(searched: Store, words: str, expected: set[int]) -> None:
    assert set(titles(searched, words=words)) == {TITLES[number] for number in expected}


def test_own_title_and_recorded_title_are_both_found(store: Store) -> None:
    filled(store, 1)
    with store.editing("deed.retitled") as editor:
        editor.save_deed(DeedEdit(key(1), title="Halo"))
    assert titles(store, words="halo") == ["Halo"]
    assert titles(store, words="focus") == ["Halo"]
    store.undo()
    assert titles(store, words="halo") == []


def test_renaming_a_project_changes_what_finds_its_deeds(store: Store) -> None:
    filled(store, 1)
    with store.editing("project.renamed") as editor:
        editor.save_project(ProjectEdit(PROJECT, name="Saturn"))
    assert len(titles(store, words="saturn")) == 1
    assert len(titles(store, words="saturn focus")) == 1
    assert titles(store, words="turn") == []


def test_many_hits_are_listed_like_few(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    record(store, *(contribution(n, title=f"{'ring' if n % 2 else 'halo'} {n}") for n in range(60)))
    say(store)
    few = {order: titles(store, words="halo", order=order) for order in DeedOrder}
    inside = titles(store, words="alo")
    monkeypatch.setattr(search, "FEW", 3)
    assert {order: titles(store, words="halo", order=order) for order in DeedOrder} == few
    assert titles(store, words="alo") == inside
    with store.reading() as reader:
        assert reader.deeds.count(DeedQuery(words="halo")) == 30


# The store is only read, so it may serve all examples of a test.
reads_only = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@reads_only
@given(words=st.text(max_size=60))
@example(words='"')
@example(words="NEAR(a b, 2) AND NOT titles:c* ^d -e")
@example(words="a" * 100_000)
@example(words="\0 \ud800 \u200f \uffff")
@example(words="ﷺ" * 400)
@example(words="%_\\" * 200)
def test_no_text_makes_the_search_fail(store: Store, words: str) -> None:
    if not titles(store):
        filled(store, 3)
    with store.reading() as reader:
        query = DeedQuery(words=words)
        assert reader.deeds.count(query) == len(reader.deeds.ids(query))
        reader.find(words)


@reads_only
@given(st.lists(st.sampled_from([f"w{n}" for n in range(6)]), max_size=4))
def test_every_word_has_to_be_found(store: Store, wanted: list[str]) -> None:
    if not titles(store):
        record(store, *(contribution(n, title=f"w{n % 6} w{n % 5} w{n % 4}") for n in range(60)))
        say(store)
    with store.reading() as reader:
        parts = [set(reader.deeds.ids(DeedQuery(words=word))) for word in wanted]
        together = set(reader.deeds.ids(DeedQuery(words=" ".join(wanted))))
    if parts:
        assert together == set.intersection(*parts)


def test_find_gives_projects_stories_and_deeds(searched: Store) -> None:
    with searched.editing("story.added") as editor:
        editor.save_story(Story("st", "One focus ring", skills=("Qt",)))
    with searched.reading() as reader:
        kinds = [(hit.kind, hit.title) for hit in reader.find("ring")]
        assert kinds[:2] == [("project", "ring"), ("story", "One focus ring")]
        assert {kind for kind, _title in kinds[2:]} == {"deed"}
        assert len(reader.find("ring", limit=3)) == 3
        assert reader.find("") == []


def test_a_running_search_can_be_stopped(store: Store) -> None:
    record(store, *(contribution(n, title="ring " * 20) for n in range(3000)))
    say(store)
    stopped = threading.Event()

    def search_until_stopped() -> None:
        with store.reading() as reader:
            stopper = threading.Thread(target=stop, args=(reader.interrupt,))
            stopper.start()
            try:
                while True:
                    reader.deeds.ids(DeedQuery(words="ing"))
            finally:
                stopped.set()
                stopper.join()

    def stop(interrupt: object) -> None:
        assert callable(interrupt)
        while not stopped.wait(0.01):
            interrupt()

    with pytest.raises(ReadInterruptedError):
        search_until_stopped()
    with store.reading() as reader:
        assert reader.deeds.count(DeedQuery(words="ing")) == 3000
