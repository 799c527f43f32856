"""A copy without a telling remote is held to what is known of its project."""

from __future__ import annotations

from datetime import date

from portfolio.export import text
from portfolio.model.codes import Action, Confidentiality
from portfolio.operations import editions, manual, preview, questions
from portfolio.operations.manual import Draft
from tests.clocks import FixedClock
from tests.operations.ring_record import Record
from tests.sync.git.repositories import ADA, run_git


def _printed(record: Record) -> str:
    edition = editions.ensure_default(record.store)
    result = preview.gate_result(record.store, edition.id, made_on=date(2026, 11, 22))
    return text.render(result.document).decode()


def test_a_local_clone_of_a_private_repository_is_private_too(record: Record) -> None:
    record.lamp.git("remote", "add", "origin", "git@git.employer.example:secret/lamp.git")
    run_git(record.folder, "clone", "-q", "lamp", "a-work-copy")
    record.confirm(ADA)
    with record.store.reading() as reader:
        standing = {each.label: each for each in reader.sources.all()}
        asked = {each.source_label for each in reader.questions.all()}
    assert standing["a-work-copy"].confidentiality is Confidentiality.LEAVE_OUT
    assert asked == {"lamp", "a-work-copy"}
    printed = _printed(record)
    assert "ring" in printed
    assert "lamp" not in printed
    assert "work-copy" not in printed
    record.read()
    assert _printed(record) == printed


def test_a_copy_of_an_open_project_needs_no_question(record: Record) -> None:
    run_git(record.folder, "clone", "-q", "ring", "ring-copy")
    record.confirm(ADA)
    with record.store.reading() as reader:
        assert not reader.questions.all()


def test_a_fork_read_later_does_not_rename_the_project(record: Record) -> None:
    run_git(record.folder, "clone", "-q", "ring", "zebra")
    run_git(
        record.folder / "zebra", "remote", "set-url", "origin", "https://github.com/me/zebra.git"
    )
    record.confirm(ADA)
    with record.store.reading() as reader:
        (project,) = [each for each in reader.projects.all() if each.name != "lamp"]
    assert project.name == "ring"
    assert project.urls[0] == "https://codeberg.org/team/ring"


def test_a_source_is_found_by_label_or_place(record: Record) -> None:
    by_label = questions.find_source(record.store, "LAMP")
    assert questions.find_source(record.store, str(record.lamp.path)) == by_label


def test_what_was_typed_in_for_a_private_project_brings_no_question(record: Record) -> None:
    record.lamp.git("remote", "add", "origin", "git@git.employer.example:secret/lamp.git")
    record.confirm(ADA)
    draft = Draft("Lamps", "2020", Action.SPOKE, project="lamp")
    manual.add(record.store, FixedClock(), draft)
    record.read()
    with record.store.reading() as reader:
        assert {each.source_label for each in reader.questions.all()} == {"lamp"}
    assert "Lamps" not in _printed(record)
