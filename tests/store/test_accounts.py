"""Accounts in the store: filed by container, exactly once, moved, gone, removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from portfolio.errors import NotFoundError
from portfolio.model.account import (
    AccountState,
    KindState,
    OpenItem,
    Place,
    SyncRun,
    Validator,
    Way,
)
from portfolio.model.codes import Action, Confidentiality, CoverageState, SourceKind
from portfolio.model.contribution import Sizes
from portfolio.model.deed import DeedEdit, git_deed_key
from portfolio.model.deed_query import DeedQuery
from portfolio.model.kinds import Kind, Outcome
from portfolio.model.record import Written
from portfolio.store.raw_items import MOST_BYTES, packed, unpacked
from portfolio.store.store import Store
from tests.store.accounts import (
    FORUM,
    RING,
    SECRET_RING,
    account,
    filed,
    keep,
    with_account,
)
from tests.store.records import AT, contribution, filled, record, source, titles

DAY = timedelta(days=1)
LATER = AT + DAY


def sources(store: Store) -> dict[str, tuple[bool | None, str]]:
    with store.reading() as reader:
        return {
            each.label: (each.is_public, each.project_key)
            for each in reader.sources.all()
            if each.kind is SourceKind.ACCOUNT
        }


def test_an_account_comes_back_as_it_was_saved(store: Store) -> None:
    saved = account(
        scopes=("read:user",),
        options={"site": "superuser"},
        kinds=(Kind.ISSUE, Kind.REVIEW),
        secret_expires_at=LATER,
        last_ok_at=AT,
        problem="The server was asleep.",
    )
    with store.recording() as recorder:
        recorder.save_account(saved)
        assert recorder.accounts.get("a1") == saved
        changed = replace(saved, state=AccountState.SIGN_IN, way=Way.NAME, handle="lovelace")
        recorder.save_account(changed)
        assert recorder.accounts.all() == [changed]
        assert recorder.accounts.get("nobody") is None


def test_what_an_account_brings_is_listed_under_the_project_of_its_container(store: Store) -> None:
    with_account(store, filed(1), filed(2, FORUM, kind=Kind.POST, action=Action.POSTED))
    assert titles(store) == ["Mend the ring, part 2", "Mend the ring, part 1"]
    assert sources(store) == {
        "ada/ring": (True, "remote:forge.example/ada/ring"),
        "Ring forum": (True, "service:forge:forge.example:f"),
    }
    with store.reading() as reader:
        names = {each.key: each.name for each in reader.projects.all()}
        assert set(names.values()) == {"ring", "Ring forum"}
        assert reader.accounts.count("a1", Kind.POST) == 1
        assert len(reader.accounts.source_ids("a1")) == 2


def test_the_same_again_changes_nothing_and_a_change_is_one_change(store: Store) -> None:
    with_account(store)
    first = keep(store, filed(1, state=Outcome.OPEN), filed(2))
    again = keep(store, filed(2), filed(1, state=Outcome.OPEN), at=LATER)
    changed = keep(store, filed(1, state=Outcome.MERGED), filed(2), at=LATER)
    assert (first, again, changed) == (Written(2), Written(0, 0, 2), Written(0, 1, 1))


def test_a_commit_of_a_clone_and_of_the_forge_is_one_deed_of_one_project(store: Store) -> None:
    ring = "remote:forge.example/ada/ring"
    record(store, contribution(1), into=source("s1", project_key=ring))
    filled(store, 1)
    commit = f"{1:040x}"
    with_account(
        store,
        filed(1, kind=Kind.COMMIT, action=Action.AUTHORED,
              deed_key=git_deed_key(commit, Action.AUTHORED)),
    )  # fmt: skip
    with store.reading() as reader:
        (deed,) = reader.deeds.page(DeedQuery(), limit=10).deeds
        assert deed.source_count == 2
        assert len(reader.projects.all()) <= 2


def test_a_renamed_repository_stays_its_project(store: Store) -> None:
    with_account(store, filed(1))
    moved = replace(RING, name="guild/ring", remote="forge.example/guild/ring")
    keep(store, filed(2, moved))
    assert sources(store) == {"guild/ring": (True, "remote:forge.example/ada/ring")}
    with store.reading() as reader:
        alias = reader.projects.aliases()["remote:forge.example/guild/ring"]
    assert alias == "remote:forge.example/ada/ring"


def test_what_is_not_public_is_a_source_of_its_own_that_is_asked_about(store: Store) -> None:
    with_account(store, filed(1), filed(2, SECRET_RING), filed(3, replace(RING, is_public=None)))
    with store.reading() as reader:
        told = {each.is_public: each for each in reader.sources.all()}
        (question,) = reader.questions.all()
        deeds = {deed.title[-1]: deed for deed in reader.deeds.page(DeedQuery(), limit=9).deeds}
    assert told[False].confidentiality is Confidentiality.LEAVE_OUT
    assert question.source_id == told[False].id
    assert [deeds[number].is_confidential for number in "123"] == [False, True, True]


def test_an_item_that_becomes_public_moves_along(store: Store) -> None:
    with_account(store, filed(1, SECRET_RING))
    written = keep(store, filed(1))
    assert written == Written(0, 1, 0)
    with store.reading() as reader:
        (deed,) = reader.deeds.page(DeedQuery(), limit=9).deeds
        assert (deed.is_confidential, deed.source_count) == (False, 1)


def test_open_items_are_read_again_until_they_are_final(store: Store) -> None:
    with_account(store, filed(1, open_ref="r1"), filed(2, open_ref="r2"), filed(3))
    keep(store, filed(1, open_ref="r1b"), at=LATER)
    with store.recording() as recorder:
        kind = Kind.PULL_REQUEST
        assert recorder.accounts.open_items("a1", kind) == [
            OpenItem(kind, "pull-request:2", "r2", AT, AT),
            OpenItem(kind, "pull-request:1", "r1b", AT, LATER),
        ]
        recorder.note_reread("a1", kind, ["pull-request:2"], at=LATER + DAY)
        first = recorder.accounts.open_items("a1", kind, limit=1)
        assert [each.native_id for each in first] == ["pull-request:1"]
    keep(store, filed(1, state=Outcome.MERGED))
    with store.recording() as recorder:
        recorder.mark_gone("a1", Kind.PULL_REQUEST, ["pull-request:2"], at=LATER)
        assert recorder.accounts.open_items("a1", Kind.PULL_REQUEST) == []


def test_what_is_missing_is_marked_and_comes_back(store: Store) -> None:
    with_account(store, filed(1), filed(2))
    kind = Kind.PULL_REQUEST
    with store.recording() as recorder:
        recorder.mark_seen("a1", kind, ["pull-request:1"], at=LATER)
        assert recorder.unseen_since("a1", kind, LATER) == ["pull-request:2"]
        assert recorder.mark_gone("a1", kind, ["pull-request:2"], at=LATER) == 1
        assert recorder.mark_gone("a1", kind, ["pull-request:2"], at=LATER + DAY) == 0
        assert recorder.unseen_since("a1", kind, LATER) == []
        assert recorder.accounts.count("a1", kind) == 1
    with store.reading() as reader:
        gone = {deed.title[-1]: deed.gone_since for deed in
                reader.deeds.page(DeedQuery(), limit=9).deeds}  # fmt: skip
        assert gone == {"1": None, "2": LATER}
    assert keep(store, filed(2)).changed == 1
    with store.reading() as reader:
        assert reader.accounts.count("a1", kind) == 2


def test_a_mark_touches_one_account_and_one_kind(store: Store) -> None:
    with_account(store, filed(1), filed(1, kind=Kind.ISSUE, action=Action.RAISED))
    with_account(store, filed(1), id="a2", native_id="43")
    with store.recording() as recorder:
        recorder.mark_gone("a1", Kind.PULL_REQUEST, ["pull-request:1", "issue:1"], at=LATER)
        assert recorder.accounts.count("a1", Kind.PULL_REQUEST) == 0
        assert recorder.accounts.count("a1", Kind.ISSUE) == 1
        assert recorder.accounts.count("a2", Kind.PULL_REQUEST) == 1


def test_marks_validators_and_runs_come_back(store: Store) -> None:
    state = KindState(
        Kind.ISSUE,
        CoverageState.IN_PART,
        newest_at=LATER,
        complete_from=AT,
        resume={"after": "x", "walk": {"page": 3}},
        missing=("interrupted", "capped:2020-01-01"),
        set_aside=2,
        last_ok_at=AT,
        problem="It took too long.",
    )
    with_account(store, filed(1))
    with store.recording() as recorder:
        recorder.save_kind_state("a1", KindState(Kind.ISSUE))
        recorder.save_kind_state("a1", state)
        recorder.save_validators("a1", [Validator("k", '"1"'), Validator("l", "", "Mon")])
        recorder.save_validators("a1", [Validator("k", '"2"')])
        number = recorder.begin_run("a1", at=AT)
        assert recorder.accounts.runs("a1")[0].outcome == "stopped"
        run = SyncRun("a1", AT, LATER, "in-part", 3, 1, 0, 2, (Kind.ISSUE,), "It took too long.")
        recorder.end_run(number, run)
    with store.reading() as reader:
        assert reader.accounts.states("a1") == {Kind.ISSUE: state}
        assert reader.accounts.validators("a1")["k"] == Validator("k", '"2"')
        assert reader.accounts.runs() == [run]
        (found,) = [each for each in reader.sources.all() if each.account_id == "a1"]
        (coverage,) = found.coverage
    assert (coverage.kind, coverage.state, coverage.from_at) == ("issue", state.state, AT)
    assert coverage.missing == ("interrupted", "capped:2020-01-01", "failed")


def test_old_runs_are_dropped(store: Store) -> None:
    with_account(store)
    with store.recording() as recorder:
        for _turn in range(205):
            recorder.begin_run("a1", at=AT)
        assert len(recorder.accounts.runs(limit=1000)) == 200


def test_an_account_removed_with_its_data_leaves_nothing_but_decisions(store: Store) -> None:
    filled(store, 2)
    before = titles(store)
    with_account(store, filed(1), filed(2, SECRET_RING))
    key = filed(1).contribution.deed_key
    with store.editing("deed.retitled") as editor:
        editor.save_deed(DeedEdit(key, title="My ring"))
    with store.recording() as recorder:
        recorder.remove_account("a1", keeps_data=False)
        assert recorder.accounts.all() == []
    assert titles(store) == before
    with store.reading() as reader:
        assert reader.questions.all() == []
        assert [each.key for each in reader.projects.all()] == ["remote:forge.example/ring"]
        assert reader.deeds.edit(key) == DeedEdit(key, title="My ring")
    assert all(finding.is_ok for finding in store.examine() if finding.code != "backup")


def test_an_account_removed_without_its_data_leaves_what_was_read_and_its_coverage(
    store: Store,
) -> None:
    with_account(store, filed(1), last_ok_at=LATER)
    with store.recording() as recorder:
        recorder.save_kind_state("a1", KindState(Kind.PULL_REQUEST, CoverageState.COMPLETE))
        recorder.remove_account("a1", keeps_data=True)
    assert titles(store) == ["Mend the ring, part 1"]
    with store.reading() as reader:
        (kept,) = reader.sources.all()
        assert [each.kind for each in kept.coverage] == ["pull-request"]
        assert (kept.account_id, kept.last_ok_at) == ("", LATER)


def test_the_account_added_again_finds_its_own(store: Store) -> None:
    with_account(store, filed(1))
    with store.recording() as recorder:
        recorder.remove_account("a1", keeps_data=True)
    with_account(store, id="a2")
    assert keep(store, filed(1), into="a2", at=LATER) == Written(0, 0, 1)
    with store.reading() as reader:
        (deed,) = reader.deeds.page(DeedQuery(), limit=9).deeds
        assert (deed.key, deed.source_count) == (filed(1).contribution.deed_key, 1)


def test_there_has_to_be_an_account(store: Store) -> None:
    with store.recording() as recorder, pytest.raises(NotFoundError):
        recorder.keep_filed("nobody", [filed(1)], at=AT)


def test_items_of_unknown_kinds_are_kept_as_they_came(store: Store) -> None:
    with_account(store, filed(1, kind=Kind.OTHER, action=Action.OTHER, raw='{"new": "thing"}'))
    with store.reading() as reader:
        assert reader.accounts.raw("a1", "other:1") == '{"new": "thing"}'
        assert reader.accounts.raw("a1", "other:2") == ""


@hypothesis.given(st.text())
def test_packing_has_an_inverse(raw: str) -> None:
    expected = raw.encode("utf-8", "replace")[:MOST_BYTES].decode("utf-8", "replace")
    assert unpacked(packed(raw)) == expected


def test_what_was_not_packed_here_is_empty_and_a_bomb_is_cut() -> None:
    assert unpacked(b"nonsense") == ""
    import zlib

    assert len(unpacked(zlib.compress(b" " * 10_000_000))) == MOST_BYTES


def test_numbers_and_kind_come_back(store: Store) -> None:
    with_account(store, filed(1, metrics={"likes": 3}, sizes=Sizes(1, 2, 3)))
    with store.reading() as reader:
        (kept,) = reader.deeds.contributions(filed(1).contribution.deed_key)
    assert (kept.kind, kept.metrics, kept.sizes) == (
        Kind.PULL_REQUEST,
        {"likes": 3},
        Sizes(1, 2, 3),
    )
    assert keep(store, filed(1, metrics={"likes": 4}, sizes=Sizes(1, 2, 3))).changed == 1


def test_a_list_can_be_of_one_account(store: Store) -> None:
    filled(store, 2)
    with_account(store, filed(1))
    with_account(store, filed(5), id="a2", native_id="43", handle="eve")
    assert titles(store, account_id="a1") == ["Mend the ring, part 1"]
    with store.reading() as reader:
        assert reader.deeds.count(DeedQuery(account_id="a1")) == 1


@pytest.mark.parametrize("killed_after", [0, 1, 2])
def test_a_page_is_kept_whole_or_not_at_all(store: Store, killed_after: int) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    with_account(store)

    def page(number: int, *, fails: bool) -> None:
        with store.recording() as recorder:
            recorder.keep_filed("a1", [filed(number * 10 + at) for at in range(3)], at=AT)
            recorder.save_kind_state("a1", KindState(Kind.PULL_REQUEST, resume={"page": number}))
            if fails:
                raise Stop

    for number in range(3):
        try:
            page(number, fails=number == killed_after)
        except Stop:
            break
    with store.reading() as reader:
        states = reader.accounts.states("a1")
        assert reader.accounts.count("a1", Kind.PULL_REQUEST) == 3 * killed_after
    assert [each.resume for each in states.values()] == (
        [{"page": killed_after - 1}] if killed_after else []
    )


@hypothesis.given(
    items=st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from([RING, SECRET_RING, FORUM])), max_size=30
    )
)
@hypothesis.settings(
    max_examples=40, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_however_items_move_each_is_there_once(
    store: Store, items: list[tuple[int, Place]]
) -> None:
    with store.reading() as reader:
        name = f"a{len(reader.accounts.all())}"
    with store.recording() as recorder:
        recorder.save_account(account(name, native_id=name))
    for number, place in items:
        keep(store, filed(number, place), into=name)
    with store.reading() as reader:
        assert reader.accounts.count(name, Kind.PULL_REQUEST) == len({n for n, _ in items})
