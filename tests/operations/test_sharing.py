"""A share file holds what the edition shows, and says what it was made for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from portfolio.check import share_file
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.attestation import Decision
from portfolio.model.share import MAX_WORDS
from portfolio.operations import editions, letter_decisions, letters, sharing
from portfolio.workspace import Workspace
from tests.clocks import FixedClock
from tests.operations.test_letters import SAID, letter, with_works, workspace

__all__ = ["letter", "workspace"]

PURPOSE = "Choosing who is paid for reviews"


def test_the_terms_are_whole(clock: FixedClock) -> None:
    today = clock.now().date()
    agreed = sharing.terms(clock, " The fund\n", f" {PURPOSE} ")
    assert (agreed.audience, agreed.purpose) == ("The fund", PURPOSE)
    assert 360 < (agreed.until - today).days < 370
    assert sharing.terms(clock, "x", "y", today).until == today
    long = sharing.terms(clock, "x" * 999, "y " * 999)
    assert max(len(long.audience), len(long.purpose)) <= MAX_WORDS


@pytest.mark.parametrize(
    ("audience", "purpose", "days", "says"),
    [
        (" ", PURPOSE, 1, "whom the file is for"),
        ("The fund", "\u200b", 1, "what they want it for"),
        ("The fund", PURPOSE, -1, "That day is over"),
        ("The fund", PURPOSE, 4000, "more than ten years"),
    ],
)
def test_what_is_agreed_is_said(
    clock: FixedClock, audience: str, purpose: str, days: int, says: str
) -> None:
    until = clock.now().date() + timedelta(days=days)
    with pytest.raises(UsageError, match=says):
        sharing.terms(clock, audience, purpose, until)


def test_it_holds_what_the_edition_shows_and_nothing_hidden(
    workspace: Workspace, tmp_path: Path, letter: bytes
) -> None:
    with_works(workspace)
    store, clock = workspace.store, workspace.clock
    taken = letters.take_in(store, clock, letter).attestation
    letter_decisions.decide(store, taken.id, Decision.ACCEPTED)
    letter_decisions.show(store, taken.id, shown=True)
    edition = editions.ensure_default(store)
    agreed = sharing.terms(clock, "The fund", PURPOSE)
    out = tmp_path / "ada.share"
    result = sharing.export(store, clock, edition.id, agreed, out)
    assert (result.format, result.size_bytes) == ("share", out.stat().st_size)
    share = share_file.parse(out.read_bytes())
    assert share.terms == agreed
    assert share.document.name == "Ada Example"
    assert share.files["T1.testimonial"] + share.files["T1.testimonial.sig"] == letter
    with store.reading() as reader:
        (produced,) = editions.get(reader, edition.id).produced_files
    assert (produced.path_hint, produced.format) == ("ada.share", "share")
    letter_decisions.show(store, taken.id, shown=False)
    sharing.export(store, clock, edition.id, agreed, out)
    assert share_file.parse(out.read_bytes()).files == {}
    assert SAID.statement.encode() not in out.read_bytes()


def test_there_is_none_of_an_edition_that_is_not_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    agreed = sharing.terms(workspace.clock, "The fund", PURPOSE, date(2030, 1, 1))
    with pytest.raises(NotFoundError):
        sharing.export(workspace.store, workspace.clock, "none", agreed, tmp_path / "x.share")
    assert not (tmp_path / "x.share").exists()
