"""What sources say is kept once, updated without loss, and never touches decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portfolio.errors import NotFoundError
from portfolio.model.codes import (
    Action,
    Confidentiality,
    CoverageState,
    IdentityKind,
    QuestionKind,
    SourceKind,
)
from portfolio.model.contribution import Participant, Sizes
from portfolio.model.deed import DeedEdit
from portfolio.model.deed_query import DeedQuery
from portfolio.model.identity import IdentityHint, Spelling
from portfolio.model.record import Written
from portfolio.model.source import Coverage, Question
from portfolio.store.store import Store
from tests.store.records import (
    AT,
    BEGIN,
    ME,
    SOMEBODY,
    contribution,
    filled,
    key,
    record,
    say,
    source,
    titles,
)

LATER = AT + timedelta(days=30)


def test_same_reading_twice_changes_nothing(store: Store) -> None:
    batch = [contribution(number) for number in range(1200)]
    assert record(store, *batch) == Written(new=1200)
    assert record(store, *batch) == Written(same=1200)


def test_changed_text_is_updated_and_found(store: Store) -> None:
    filled(store)
    changed = contribution(1, title="Another title", body="about badgers")
    assert record(store, changed, contribution(2)) == Written(changed=1, same=1)
    assert titles(store, words="badgers") == ["Another title"]
    assert "Fix the focus ring, part 1" not in titles(store, words="focus")


def test_two_of_one_name_in_a_batch_count_once(store: Store) -> None:
    written = record(store, contribution(1, title="first"), contribution(1, title="second"))
    say(store)
    assert written.new == 1
    assert titles(store) == ["second"]


def test_rereading_three_times_leaves_decisions_byte_identical(store: Store) -> None:
    filled(store)
    with store.editing("deed.retitled", title="x") as editor:
        editor.save_deed(DeedEdit(key(1), title="Mine", note="keep this"))
    before = store.curated_digest()
    for turn in range(3):
        record(store, *(contribution(n, title=f"reading {turn}") for n in range(1, 6)))
        assert store.curated_digest() == before
    assert "Mine" in titles(store)


def test_stored_contribution_comes_back_whole(store: Store) -> None:
    people = (Participant("Bo", "bo@x.example", "reviewer"),)
    given = contribution(
        1, people=people, tz_offset_min=-330, url="https://forge.example/c/1", state="merge",
        sizes=Sizes(3, 20, 4),
    )  # fmt: skip
    record(store, given)
    with store.reading() as reader:
        (kept,) = reader.deeds.contributions(key(1))
    for name in ("native_id", "action", "title", "body", "occurred_at", "tz_offset_min", "url",
                 "identity_key", "deed_key", "state", "pattern", "people", "sizes"):  # fmt: skip
        assert getattr(kept, name) == getattr(given, name), name
    assert (kept.first_seen, kept.last_seen, kept.gone_since) == (AT, AT, None)


def test_sizes_of_the_second_pass_stay_when_text_is_read_again(store: Store) -> None:
    record(store, contribution(1))
    with store.recording() as recorder:
        recorder.set_sizes("s1", [(contribution(1).native_id, Sizes(1, 2, 1 << 70))])
    record(store, contribution(1, title="changed"))
    with store.reading() as reader:
        (kept,) = reader.deeds.contributions(key(1))
    assert kept.title == "changed"
    assert kept.sizes == Sizes(1, 2, (1 << 63) - 1)


def test_text_that_sqlite_cannot_hold_is_cleaned(store: Store) -> None:
    record(store, contribution(1, title="a\0b\ud800c", people=(Participant("\udfff", "\0", "x"),)))
    say(store)
    assert titles(store) == ["abc"]
    assert titles(store, words="abc") == ["abc"]


def test_gone_is_marked_kept_and_taken_back(store: Store) -> None:
    filled(store, 2)
    one = contribution(1).native_id
    with store.recording() as recorder:
        assert recorder.gone("s1", [one], at=LATER) == 1
        assert recorder.gone("s1", [one], at=LATER + timedelta(days=1)) == 0
    with store.reading() as reader:
        deed = reader.deeds.get(key(1))
        assert deed is not None
        assert deed.gone_since == LATER
    with store.recording() as recorder:
        recorder.seen("s1", [one], at=LATER)
    with store.reading() as reader:
        deed = reader.deeds.get(key(1))
        assert deed is not None
        assert deed.gone_since is None
        assert reader.deeds.contributions(key(1))[0].last_seen == LATER


def test_gone_in_one_of_two_sources_is_not_gone(store: Store) -> None:
    filled(store, 1)
    record(store, contribution(1), into=source("s2"))
    with store.recording() as recorder:
        recorder.gone("s1", [contribution(1).native_id], at=LATER)
    with store.reading() as reader:
        deed = reader.deeds.get(key(1))
    assert deed is not None
    assert (deed.gone_since, deed.source_count) == (None, 2)


def test_reading_what_was_gone_again_brings_it_back(store: Store) -> None:
    filled(store, 1)
    with store.recording() as recorder:
        recorder.gone("s1", [contribution(1).native_id], at=LATER)
    assert record(store, contribution(1)) == Written(changed=1)
    with store.reading() as reader:
        deed = reader.deeds.get(key(1))
    assert deed is not None
    assert deed.gone_since is None


def test_one_commit_in_three_clones_is_one_deed_with_the_public_address(store: Store) -> None:
    record(store, contribution(1, title="private copy"), into=source("s1", is_public=False))
    record(store, contribution(1, title="no address"), into=source("s2"))
    record(store, contribution(1, title="shown", url="https://f.example/1"), into=source("s3"))
    say(store)
    with store.reading() as reader:
        (deed,) = reader.deeds.page(DeedQuery()).deeds
        assert len(reader.deeds.contributions(deed.key)) == 3
    assert (deed.title, deed.url, deed.source_count) == ("shown", "https://f.example/1", 3)
    assert not deed.is_confidential


def test_of_two_without_address_the_public_then_the_oldest_is_shown(store: Store) -> None:
    record(store, contribution(1, title="private"), into=source("s1", is_public=False))
    record(store, contribution(1, title="older"), into=source("s2"))
    record(store, contribution(1, title="newer"), into=source("s3"))
    say(store)
    assert titles(store) == ["older"]


def test_what_is_the_holders_is_shown_before_what_has_an_address(store: Store) -> None:
    record(store, contribution(1, title="mine"), into=source("s1", is_public=False))
    theirs = contribution(1, title="theirs", url="https://f.example/1", identity_key=SOMEBODY)
    record(store, theirs, into=source("s2"))
    say(store)
    assert titles(store) == ["mine"]


def test_doing_and_reviewing_one_commit_stay_two_deeds(store: Store) -> None:
    record(store, contribution(1), contribution(1, action=Action.REVIEWED))
    say(store)
    assert len(titles(store)) == 2


def test_only_confirmed_identities_are_listed(store: Store) -> None:
    record(store, contribution(1), contribution(2, identity_key=SOMEBODY))
    assert titles(store) == []
    say(store)
    assert titles(store) == ["Fix the focus ring, part 1"]


def test_a_deed_that_changed_its_key_leaves_no_ghost(store: Store) -> None:
    filled(store, 2)
    record(store, contribution(1, deed_key="git:other:authored"))
    with store.reading() as reader:
        assert reader.deeds.get(key(1)) is None
        assert reader.deeds.count(DeedQuery()) == len(reader.deeds.ids(DeedQuery())) == 2
    assert all(finding.is_ok for finding in store.examine() if finding.code in {"lists", "search"})


@pytest.mark.parametrize("pattern", ["translations", "bulk-import:s1:translations"])
def test_bulk_pattern_counts_as_integrated_until_answered(store: Store, pattern: str) -> None:
    filled(store, 1)
    record(store, contribution(2, pattern=pattern))
    question = "bulk-import:s1:translations"

    def action() -> Action:
        with store.reading() as reader:
            deed = reader.deeds.get(key(2))
        assert deed is not None
        return deed.action

    assert action() is Action.INTEGRATED
    with store.editing("question.answered") as editor:
        editor.save_answer(question, "own-work")
    assert action() is Action.AUTHORED
    store.undo()
    assert action() is Action.INTEGRATED
    assert titles(store, actions=(Action.INTEGRATED,)) == ["Fix the focus ring, part 2"]


def test_sources_questions_spellings_hints_and_cursor_come_back(store: Store) -> None:
    coverage = Coverage("commits", CoverageState.IN_PART, BEGIN, AT, ("shallow:2021-05-03",))
    spelling = Spelling("s1", ME, IdentityKind.GIT_EMAIL, "", "Ada", "ada@x.example", BEGIN, AT,
                        {"author": 3})  # fmt: skip
    question = Question("bulk-import:s1:x", QuestionKind.BULK_IMPORT, "s1", "s1", "x", 7, ("a",))
    hint = IdentityHint("Ada", "ada@x.example", "repository", "ring")
    record(store)
    with store.recording() as recorder:
        recorder.set_coverage("s1", [coverage])
        recorder.save_spellings("s1", [spelling, spelling])
        recorder.save_questions("s1", [question])
        recorder.save_hints([hint])
        recorder.set_cursor("s1", {"refs": {"main": "abc"}, "ids": [1, 2]})
    with store.reading() as reader:
        assert reader.sources.get("s1") == source(coverage=(coverage,))
        assert reader.sources.cursor("s1") == {"refs": {"main": "abc"}, "ids": [1, 2]}
        assert reader.identities.spellings() == [spelling]
        assert reader.identities.hints() == [hint]
        assert reader.questions.all() == [question]
    with store.recording() as recorder:
        recorder.save_spellings("s1", [])
        recorder.save_questions("s1", [])
        recorder.save_hints([])
        assert recorder.identities.spellings() == []
    with store.reading() as reader:
        assert (reader.questions.all(), reader.identities.hints()) == ([], [])


def test_known_ids_are_those_of_the_source(store: Store) -> None:
    record(store, contribution(1), contribution(2))
    record(store, contribution(3), into=source("s2"))
    with store.recording() as recorder:
        assert recorder.known_ids("s1") == {contribution(1).native_id, contribution(2).native_id}
        assert recorder.known_ids("unknown") == set()


def test_unknown_source_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match="nowhere"), store.recording() as recorder:
        recorder.add_contributions("nowhere", [contribution(1)], at=AT)


def test_an_exception_keeps_nothing_of_the_transaction(store: Store) -> None:
    filled(store, 1)

    def cut_off() -> None:
        with store.recording() as recorder:
            recorder.add_contributions("s1", [contribution(2)], at=AT)
            recorder.set_cursor("s1", {"ahead": True})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        cut_off()
    with store.reading() as reader:
        assert reader.sources.cursor("s1") == {}
    assert len(titles(store)) == 1
    record(store, contribution(3))
    assert len(titles(store)) == 2


@pytest.mark.parametrize(
    ("is_public", "answer", "expected"),
    [
        (True, "", Confidentiality.PUBLIC),
        (None, "", Confidentiality.INCLUDE),
        (False, "", Confidentiality.LEAVE_OUT),
        (False, "include", Confidentiality.INCLUDE),
        (False, "count-only", Confidentiality.COUNT_ONLY),
        (True, "leave-out", Confidentiality.LEAVE_OUT),
        (False, "a word of a later version", Confidentiality.LEAVE_OUT),
    ],
)
def test_confidentiality_of_a_source(
    store: Store, is_public: bool | None, answer: str, expected: Confidentiality
) -> None:
    record(store, contribution(1), into=source(is_public=is_public))
    say(store)
    with store.editing("question.answered") as editor:
        editor.save_answer("not-public:s1:", answer)
    closed = expected in {Confidentiality.LEAVE_OUT, Confidentiality.COUNT_ONLY}
    with store.reading() as reader:
        kept = reader.sources.get("s1")
        (deed,) = reader.deeds.page(DeedQuery()).deeds
        (project,) = reader.projects.all()
    assert kept is not None
    assert kept.confidentiality is expected
    assert deed.is_confidential is closed
    assert project.is_confidential is closed


def test_what_was_entered_by_hand_is_listed_as_self_reported(store: Store) -> None:
    by_hand = source("hand", kind=SourceKind.MANUAL, project_key="", is_public=None, remotes=())
    record(store, contribution(1, identity_key=""), into=by_hand)
    with store.reading() as reader:
        (deed,) = reader.deeds.page(DeedQuery()).deeds
    assert deed.is_self_reported
    assert deed.project_key == ""
