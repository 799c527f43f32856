"""Only a letter about the holder is accepted; whose it is, is judged as the check judges it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio.attest import app_keys
from portfolio.errors import UsageError
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import Decision, Party
from portfolio.operations import letter_decisions, letters
from portfolio.workspace import Workspace
from tests.attest.letters.letters import KEY, OTHER_KEY, said, signed
from tests.clocks import FixedClock


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    yield made
    made.close()


ELSKE = Party("Elske Marambe", "", ("https://forge.example/elske",))
OWN = app_keys.record(KEY)


def noor(workspace: Workspace) -> None:
    with workspace.store.editing("holder.changed") as editor:
        holder = replace(editor.holder(), name="Noor Vantongeren", email="noor@mail.example",
                         links=("https://forge.example/noorvt",))  # fmt: skip
        editor.save_holder(holder)
        editor.save_key(OWN)


def came(workspace: Workspace, subject: Party) -> str:
    raw = signed(said(subject=subject), OTHER_KEY)
    return letters.take_in(workspace.store, workspace.clock, raw).attestation.id


def test_a_letter_about_somebody_else_is_not_accepted_and_may_be_private(
    workspace: Workspace,
) -> None:
    noor(workspace)
    letter = came(workspace, ELSKE)
    with pytest.raises(UsageError) as refused:
        letter_decisions.decide(workspace.store, letter, Decision.ACCEPTED)
    assert str(refused.value).startswith(
        "This letter is about Elske Marambe (https://forge.example/elske), "
        "and this record is of Noor Vantongeren. It can be kept private."
    )
    kept = letter_decisions.decide(workspace.store, letter, Decision.PRIVATE)
    assert (kept.decision, kept.shown) == (Decision.PRIVATE, False)


@pytest.mark.parametrize(
    "subject",
    [
        Party("Noor van Tongeren"),
        Party("N. V.", "", ("https://www.forge.example/NoorVT/",)),
        Party("N. V.", "", ("mailto:Noor@mail.example",)),
        Party("N. V.", "", (), OWN.fingerprint),
    ],
)
def test_one_thing_in_common_is_enough(workspace: Workspace, subject: Party) -> None:
    noor(workspace)
    letter = came(workspace, subject)
    assert letter_decisions.decide(workspace.store, letter, Decision.ACCEPTED).shown


def test_who_has_said_no_name_is_compared_with_nobody(workspace: Workspace) -> None:
    assert letter_decisions.decide(workspace.store, came(workspace, ELSKE), Decision.ACCEPTED).shown
