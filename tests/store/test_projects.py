"""Projects under the holder's names and merges; years and lanes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from portfolio.model.codes import Action, Capacity
from portfolio.model.deed import DeedEdit
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.project import ProjectEdit, Role, ScaleFact
from portfolio.model.story import Story
from portfolio.store.derived_projects import merge_target
from portfolio.store.store import Store
from tests.store.accounts import filed, with_account
from tests.store.records import PROJECT, contribution, filled, key, record, say, source, titles

OTHER = "remote:forge.example/halo"


def two_projects(store: Store) -> Store:
    record(store, contribution(1), contribution(2))
    record(store, contribution(500), into=source("s2", project_key=OTHER))
    say(store)
    return store


def save(store: Store, edit: ProjectEdit) -> None:
    with store.editing("project.renamed", name=edit.name) as editor:
        editor.save_project(edit)


def names(store: Store) -> list[str]:
    with store.reading() as reader:
        return [project.name for project in reader.projects.all()]


def test_holders_words_stand_over_the_recorded_ones(store: Store) -> None:
    two_projects(store)
    facts = (ScaleFact("10 million", "users", "https://x.example", None),)
    save(
        store, ProjectEdit(PROJECT, name="Äther", what_it_is="A ring", scale_facts=facts, note="n")
    )
    with store.reading() as reader:
        project = reader.projects.get(PROJECT)
        deed = reader.deeds.get(key(1))
    assert project is not None
    assert deed is not None
    assert (project.name, project.recorded_name, project.what_it_is) == ("Äther", "ring", "A ring")
    assert (project.scale_facts, project.note, project.deed_count) == (facts, "n", 2)
    assert deed.project_name == "Äther"
    assert names(store) == ["Äther", "halo"]


def test_merged_project_is_one_and_comes_apart_again(store: Store) -> None:
    two_projects(store)
    save(store, ProjectEdit(OTHER, merged_into=PROJECT))
    with store.reading() as reader:
        (project,) = reader.projects.all()
        assert (project.key, project.deed_count) == (PROJECT, 3)
        assert reader.projects.get(OTHER) == project
        assert reader.projects.merged() == {OTHER: PROJECT}
        assert reader.deeds.count(DeedQuery(project_key=PROJECT)) == 3
        assert reader.deeds.contributions(key(500))[0].project_key == PROJECT
        assert reader.sources.get("s2") == source("s2", project_key=OTHER)
    record(store, contribution(501), into=source("s2", project_key=OTHER))
    assert len(titles(store, project_key=PROJECT)) == 4
    store.undo()
    assert names(store) == ["halo", "ring"]
    assert len(titles(store, project_key=OTHER)) == 2


def test_merging_in_a_row_and_in_a_circle_ends() -> None:
    assert merge_target("a", {"a": "b", "b": "c"}) == "c"
    assert merge_target("a", {}) == "a"
    circle = {"a": "b", "b": "c", "c": "a"}
    assert {merge_target(each, circle) for each in "abc"} <= set("abc")


def test_a_circle_of_merges_loses_no_deed(store: Store) -> None:
    two_projects(store)
    save(store, ProjectEdit(OTHER, merged_into=PROJECT))
    save(store, ProjectEdit(PROJECT, merged_into=OTHER))
    with store.reading() as reader:
        shown = [project.deed_count for project in reader.projects.all()]
        assert sum(shown) == 3
        assert len(reader.deeds.ids(DeedQuery(order=DeedOrder.PROJECT))) == 3


def test_merging_into_a_project_nobody_knows_loses_nothing(store: Store) -> None:
    two_projects(store)
    save(store, ProjectEdit(OTHER, merged_into="remote:unknown"))
    assert names(store) == ["halo", "ring"]
    assert len(titles(store, project_key=OTHER)) == 1


def test_what_was_decided_goes_along_when_sources_join_two_projects(store: Store) -> None:
    two_projects(store)
    role = Role("r", OTHER, "maintainer", "", "2020", "", True, Capacity.VOLUNTEER)
    with store.editing("role.added") as editor:
        editor.save_role(role)
        editor.save_story(Story("st", "Halo", OTHER, to_on="2021-05"))
    with store.recording() as recorder:
        recorder.link_project([PROJECT, OTHER], project_key=PROJECT, recorded_name="r", urls=())
        recorder.save_source(source("s2", project_key=PROJECT))
    with store.reading() as reader:
        (project,) = reader.projects.all()
        assert (project.key, project.deed_count) == (PROJECT, 3)
        assert reader.projects.get(OTHER) == project
        assert reader.projects.merged() == {OTHER: PROJECT}
        assert reader.roles.all(PROJECT) == [role]
        (lane,) = reader.projects.lanes()
    assert (lane.roles, lane.story_marks) == (("maintainer",), ((2021, 5, "Halo"),))
    with store.recording() as recorder:
        recorder.link_project([OTHER], project_key=OTHER, recorded_name="halo", urls=())
        recorder.save_source(source("s2", project_key=OTHER))
    assert names(store) == ["halo", "r"]


def test_hidden_project_is_left_out_unless_asked_for(store: Store) -> None:
    two_projects(store)
    save(store, ProjectEdit(OTHER, is_hidden=True))
    assert names(store) == ["ring"]
    with store.reading() as reader:
        assert len(reader.projects.all(include_hidden=True)) == 2
        assert [lane.project_key for lane in reader.projects.lanes()] == [PROJECT]


def test_project_entered_by_hand(store: Store) -> None:
    save(store, ProjectEdit("self:1", name="Club", urls=("https://club.example",)))
    with store.reading() as reader:
        (project,) = reader.projects.all()
    assert (project.name, project.urls, project.first_at) == (
        "Club",
        ("https://club.example",),
        None,
    )
    with store.editing("project.removed") as editor:
        editor.remove_project("self:1")
    assert names(store) == []


def test_project_moves_with_its_source(store: Store) -> None:
    filled(store, 2)
    with store.recording() as recorder:
        recorder.link_project(["a"], project_key=OTHER, recorded_name="halo", urls=["https://h"])
        recorder.save_source(source(project_key=OTHER))
    assert len(titles(store, project_key=OTHER)) == 2
    with store.reading() as reader:
        assert reader.projects.aliases() == {PROJECT: PROJECT, "a": OTHER}
        counts = {project.key: project.deed_count for project in reader.projects.all()}
    assert counts == {OTHER: 2, PROJECT: 0}


def test_years_count_actions_apart_and_name_their_sources(store: Store) -> None:
    at = datetime(2021, 12, 31, 23, 59, 59, tzinfo=UTC)
    record(
        store,
        contribution(1, occurred_at=at),
        contribution(2, occurred_at=at.replace(month=10)),
        contribution(3, occurred_at=at, action=Action.REVIEWED),
        contribution(4, occurred_at=at.replace(year=2022)),
    )
    say(store)
    with store.reading() as reader:
        newest, oldest = reader.projects.roll_ups(PROJECT)
        assert reader.projects.roll_ups("nothing") == []
        assert reader.projects.roll_ups() == [newest, oldest]
    assert (newest.year, oldest.year) == (2022, 2021)
    assert oldest.counts == ((Action.AUTHORED, 2), (Action.REVIEWED, 1))
    assert (oldest.first_at, oldest.last_at) == (at.replace(month=10), at)
    assert oldest.source_labels == ("s1",)


def test_years_leave_out_what_stays_here_and_what_is_hidden(store: Store) -> None:
    filled(store, 4)
    record(store, contribution(5), into=source("s2", is_public=False))
    with store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(key(1), is_hidden=True))
        editor.save_deed(DeedEdit(key(4), is_confidential=True))

    def count(*, with_kept_here: bool) -> int:
        with store.reading() as reader:
            (year,) = reader.projects.roll_ups(with_kept_here=with_kept_here)
            return dict(year.counts)[Action.AUTHORED]

    assert count(with_kept_here=False) == 2
    assert count(with_kept_here=True) == 4
    with store.reading() as reader:
        (year,) = reader.projects.roll_ups()
    assert year.last_at == contribution(3).occurred_at
    with store.editing("question.answered") as editor:
        editor.save_answer("not-public:s2:", "count-only")
    assert count(with_kept_here=False) == 3


def test_a_date_that_cannot_be_right_makes_no_year(store: Store) -> None:
    wrong = datetime(1970, 1, 1, tzinfo=UTC)
    filled(store, 2)
    record(store, contribution(3, occurred_at=wrong, state="clock-error"))
    with store.reading() as reader:
        assert [year.year for year in reader.projects.roll_ups()] == [2020]
        (lane,) = reader.projects.lanes()
        assert lane.months == ((2020, 1),)
        (project,) = reader.projects.all()
        assert project.first_at == reader.totals().first_at == contribution(1).occurred_at
        assert reader.totals().deed_count == project.deed_count == 3
        assert reader.deeds.page(DeedQuery()).deeds[-1].occurred_at == wrong


def test_lanes_show_months_roles_and_stories(store: Store) -> None:
    two_projects(store)
    role = Role("r", PROJECT, "maintainer", "", "2020", "", True, Capacity.VOLUNTEER)
    with store.editing("role.added") as editor:
        editor.save_role(role)
        editor.save_role(replace(role, id="r2", words="Keeper of the ring", from_on="2021"))
        editor.save_story(Story("st", "The ring", PROJECT, from_on="2019", to_on="2020-02-03"))
        editor.save_story(Story("no", "Undated", PROJECT))
    with store.reading() as reader:
        latest, ring = reader.projects.lanes()
        assert [each.id for each in reader.roles.all(PROJECT)] == ["r", "r2"]
        assert reader.roles.all(OTHER) == []
    assert (latest.project_key, latest.months) == (OTHER, ((2021, 5),))
    assert ring.roles == ("maintainer", "Keeper of the ring")
    assert ring.story_marks == ((2020, 2, "The ring"),)
    assert ring.months == ((2020, 1),)


def test_a_source_that_changes_its_project_takes_its_lists_along(store: Store) -> None:
    other = source("s2", project_key="remote:forge.example/knot", remotes=())
    record(store, *(contribution(number) for number in range(1, 6)))
    record(store, contribution(1), contribution(7), into=other)
    say(store)
    with_account(store, filed(1))
    with store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(key(2), is_hidden=True))

    def derived() -> list[list[tuple[object, ...]]]:
        with store.reading() as reader:
            return [
                reader._connection.execute(
                    f"SELECT {columns} FROM {table} ORDER BY 1, 2"
                ).fetchall()
                for table, columns in (
                    ("deed_index", "deed_key, project_key, listing, source_pk"),
                    ("activity", "project_key, month, action, source_pk, shown, hidden"),
                    ("project_index", "key, effective_key, deed_count, first_at, last_at"),
                )
            ]

    for project in ("remote:forge.example/knot", "place:/home/ada", PROJECT):
        with store.recording() as recorder:
            recorder.save_source(source("s1", project_key=project))
        moved = derived()
        store.rebuild_derived()
        assert moved == derived(), project
