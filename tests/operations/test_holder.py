"""Which name is offered for documents."""

from __future__ import annotations

from portfolio.operations import holder
from tests.operations.ring_record import Record
from tests.sync.git.repositories import ADA


def test_the_name_used_most_is_offered_not_the_latest(record: Record) -> None:
    record.ring.commit("In a hurry", ("Ada L", ADA[1]))
    record.read()
    record.confirm(ADA)
    assert holder.suggest_name(record.store) == ADA[0]


def test_the_name_in_the_git_settings_comes_first(record: Record) -> None:
    for _ in range(2):
        record.ring.commit("Signed in full", ("Augusta Ada King", ADA[1]))
    record.ring.git("config", "user.name", "Augusta Ada King")
    record.ring.git("config", "user.email", ADA[1])
    record.read()
    record.confirm(ADA)
    assert holder.suggest_name(record.store) == "Augusta Ada King"


def test_nobody_confirmed_means_no_name(record: Record) -> None:
    assert holder.take_suggested_name(record.store) == ""
