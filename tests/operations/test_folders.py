"""Reading folders: what is stored, what is kept, what a second reading changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from portfolio.model.codes import Confidentiality, CoverageState
from portfolio.model.deed_query import DeedQuery
from portfolio.operations import deeds, folders, stories
from tests.operations.conftest import Record
from tests.sync.git.repositories import ADA, GRACE, ignore, make, never


def test_names_are_counted_before_anybody_is_confirmed(record: Record) -> None:
    with record.store.reading() as reader:
        assert {each.name for each in reader.identities.spellings()} == {ADA[0], GRACE[0]}
        assert reader.deeds.count(DeedQuery()) == 0


def test_confirming_brings_the_holders_work_and_nobody_elses(mine_read: Record) -> None:
    with mine_read.store.reading() as reader:
        titles = {deed.title for deed in reader.deeds.page(DeedQuery(), limit=50).deeds}
    assert titles == {f"Change {n}" for n in range(8)} | {"Light the lamp", "Trim the wick"}


def test_a_second_reading_writes_nothing_and_new_work_is_added(mine_read: Record) -> None:
    digest = mine_read.store.curated_digest()
    assert all(each.is_unchanged and not each.new for each in mine_read.read())
    mine_read.ring.commit("One more")
    by_label = {each.label: each for each in mine_read.read()}
    assert (by_label["ring"].new, by_label["lamp"].new) == (1, 0)
    assert mine_read.store.curated_digest() == digest


def test_decisions_outlive_three_readings_byte_for_byte(mine_read: Record) -> None:
    keys = mine_read.keys()
    deeds.retitle(mine_read.store, keys[0], "In my words")
    deeds.hide(mine_read.store, keys[1:2])
    stories.create(mine_read.store, title="A story", deed_keys=keys[:3])
    digest = mine_read.store.curated_digest()
    for number in range(3):
        mine_read.ring.commit(f"Later {number}")
        mine_read.read()
    assert mine_read.store.curated_digest() == digest
    with mine_read.store.reading() as reader:
        kept = reader.deeds.get(keys[0])
    assert kept is not None
    assert kept.title == "In my words"


def test_rewritten_history_is_marked_gone_and_kept(mine_read: Record) -> None:
    lost = mine_read.ring.made[7]
    mine_read.ring.git("reset", "-q", "--hard", mine_read.ring.made[5])
    mine_read.ring.git("reflog", "expire", "--expire=now", "--all")
    result = next(each for each in mine_read.read() if each.label == "ring")
    assert result.gone == 2
    with mine_read.store.reading() as reader:
        kept = reader.deeds.get(f"git:{lost}:authored")
    assert kept is not None
    assert kept.gone_since is not None
    mine_read.ring.git("reset", "-q", "--hard", lost)
    mine_read.read()
    with mine_read.store.reading() as reader:
        back = reader.deeds.get(f"git:{lost}:authored")
    assert back is not None
    assert back.gone_since is None


def test_sizes_come_with_the_second_pass(mine_read: Record) -> None:
    key = f"git:{mine_read.ring.made[4]}:authored"
    with mine_read.store.reading() as reader:
        (contribution,) = reader.deeds.contributions(key)
        source = reader.sources.get(contribution.source_id)
    assert (contribution.sizes.files, contribution.sizes.lines_added) == (1, 5)
    assert source is not None
    states = {each.kind: each.state for each in source.coverage}
    assert states["statistics"] is CoverageState.COMPLETE


def test_clones_are_one_project_and_one_deed(mine_read: Record, tmp_path: Path) -> None:
    clone = mine_read.folder / "ring-again"
    shutil.copytree(mine_read.ring.path, clone)
    mine_read.read()
    with mine_read.store.reading() as reader:
        deed = reader.deeds.get(f"git:{mine_read.ring.made[0]}:authored")
        with_work = [each for each in reader.projects.all() if each.deed_count]
    assert deed is not None
    assert deed.source_count == 2
    assert {each.name for each in with_work} == {"ring", "lamp"}


def test_a_broken_repository_stops_no_other(mine_read: Record) -> None:
    broken = make(mine_read.folder / "broken")
    broken.commit("Soon gone")
    (broken.path / ".git" / "HEAD").write_bytes(b"\0\0not a head")
    mine_read.lamp.commit("Goes on")
    results = {each.label: each for each in mine_read.read()}
    assert results["lamp"].new == 1


def test_a_folder_that_moved_away_keeps_its_work(mine_read: Record) -> None:
    shutil.rmtree(mine_read.lamp.path)
    results = folders.read_again(
        mine_read.store, mine_read.clock, report=lambda _: None, cancelled=never
    )
    (missing,) = [each for each in results if each.problem]
    assert missing.label == "lamp"
    assert "stays" in missing.problem
    with mine_read.store.reading() as reader:
        assert reader.deeds.count(DeedQuery(words="wick")) == 1


def test_work_on_an_unknown_host_is_left_out_until_asked(record: Record) -> None:
    record.lamp.git("remote", "add", "origin", "git@git.employer.example:secret/lamp.git")
    record.confirm(ADA)
    with record.store.reading() as reader:
        (question,) = reader.questions.all()
        source = reader.sources.get(question.source_id)
    assert source is not None
    assert (source.label, source.confidentiality) == ("lamp", Confidentiality.LEAVE_OUT)


def test_a_cancelled_reading_keeps_its_batches_and_goes_on_later(mine_read: Record) -> None:
    mine_read.ring.commit("After the stop")
    found = folders.scan([mine_read.folder], report=ignore, cancelled=never)
    results = folders.read(
        mine_read.store, mine_read.clock, found, report=lambda _: None, cancelled=lambda: True
    )
    assert results == []
    assert sum(each.new for each in mine_read.read()) == 1
