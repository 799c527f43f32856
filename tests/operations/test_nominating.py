"""A draft record about somebody else: from public works only, answered work by work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.errors import UsageError
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import Attestation, AttestationKind, Decision, WorkAnswer
from portfolio.model.codes import Confidentiality
from portfolio.model.contribution import Participant
from portfolio.model.deed import DeedEdit
from portfolio.model.person import Holder
from portfolio.operations import letter_decisions, letters, nominating, questions
from portfolio.workspace import Workspace
from tests.attest.letters.letters import ID, OTHER_KEY, WORKS, said, signed
from tests.clocks import FixedClock
from tests.store.records import contribution, record, say, source

COD = "https://forge.example/coduya"


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with made.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", links=("https://forge.example/noorvt",)))
    yield made
    made.close()


def with_people(workspace: Workspace) -> None:
    named = (Participant("", "coduya", "reviewer"),)
    other = (Participant("", "coduya2", "reviewer"),)
    url = "https://forge.example/c/{}".format
    record(
        workspace.store,
        contribution(1, url=url(1), people=named),
        contribution(2, url=url(2), people=named),
        contribution(3, url=url(3), people=other),
        contribution(4, url="https://elsewhere.example/c/4", people=named),
        contribution(5, people=named),
    )
    say(workspace.store)


def test_works_are_those_that_name_the_account_the_latest_first(workspace: Workspace) -> None:
    with_people(workspace)
    found = nominating.recorded_works(workspace.store, COD)
    assert [work.url[-1] for work in found] == ["2", "1"]
    assert found[0].content_hash.startswith("git:")


def test_what_is_hidden_or_not_public_is_never_listed(workspace: Workspace) -> None:
    with_people(workspace)
    first = nominating.recorded_works(workspace.store, COD)[0]
    key = f"git:{first.content_hash.removeprefix('git:')}:authored"
    with workspace.store.editing("deed.hidden", title="") as editor:
        editor.save_deed(DeedEdit(key, is_hidden=True))
    assert [work.url[-1] for work in nominating.recorded_works(workspace.store, COD)] == ["1"]


@pytest.mark.parametrize(
    "answer", [Confidentiality.COUNT_ONLY, Confidentiality.LEAVE_OUT, Confidentiality.INCLUDE]
)
def test_a_source_that_is_not_public_gives_nothing(
    workspace: Workspace, answer: Confidentiality
) -> None:
    with_people(workspace)
    questions.set_confidentiality(workspace.store, source().id, answer)
    assert nominating.recorded_works(workspace.store, COD) == ()


def test_a_draft_record_is_a_claim_addressed_to_them(workspace: Workspace) -> None:
    with_people(workspace)
    works = nominating.recorded_works(workspace.store, COD)
    written = nominating.write(workspace, f"Cas {COD}", "He reviewed it all.", works)
    assert (written.attestation.kind, len(written.attestation.about)) == (AttestationKind.CLAIM, 2)
    assert written.attestation.subject.accounts == (COD,)
    with pytest.raises(UsageError, match="at least one work"):
        nominating.write(workspace, f"Cas {COD}", "He reviewed it all.", ())


@pytest.fixture
def claim(workspace: Workspace) -> Attestation:
    raw = signed(said(kind=AttestationKind.CLAIM), OTHER_KEY)
    letters.take_in(workspace.store, workspace.clock, raw)
    return letter_decisions.decide(workspace.store, ID, Decision.ACCEPTED, at=workspace.clock.now())


def test_each_work_is_answered_by_itself_and_the_letter_stays(
    workspace: Workspace, claim: Attestation
) -> None:
    nominating.answer(workspace.store, ID, 3, Decision.ACCEPTED, "It was Bea’s idea.")
    nominating.answer(workspace.store, ID, 1, Decision.PRIVATE)
    nominating.answer(workspace.store, ID, 1, Decision.DECLINED)
    kept = letters.get(workspace.store, ID)
    assert kept.answers == (
        WorkAnswer(1, Decision.DECLINED),
        WorkAnswer(3, Decision.ACCEPTED, "It was Bea’s idea."),
    )
    assert kept.keeps_work_back
    assert (kept.raw, kept.about) == (claim.raw, WORKS)
    workspace.store.undo()
    assert letters.get(workspace.store, ID).answers[0].decision is Decision.PRIVATE


@pytest.mark.parametrize(
    ("number", "decision", "words"),
    [
        (0, Decision.ACCEPTED, ""),
        (6, Decision.ACCEPTED, ""),
        (1, Decision.PENDING, ""),
        (1, Decision.PRIVATE, "no"),
    ],
)
@pytest.mark.usefixtures("claim")
def test_what_is_no_answer_is_said(
    workspace: Workspace, number: int, decision: Decision, words: str
) -> None:
    with pytest.raises(UsageError):
        nominating.answer(workspace.store, ID, number, decision, words)
    assert letters.get(workspace.store, ID).answers == ()
