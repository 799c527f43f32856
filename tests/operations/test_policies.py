"""Marks in documents: three fresh keys never make one, and a reader can check each letter."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader

from portfolio.attest import app_keys, letter_writing, sshsig
from portfolio.attest import letter as form
from portfolio.errors import LetterError, NotFoundError
from portfolio.export import pdf
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Decision,
    Party,
    Work,
)
from portfolio.model.keys import KeyTrust
from portfolio.model.person import Holder
from portfolio.model.verdict import Answer
from portfolio.operations import editions, keys, letter_decisions, letters, policies, preview
from portfolio.operations import letter_writing as giving
from portfolio.workspace import Workspace
from tests.clocks import FixedClock

MOZILLIANS = "mozillians-three-vouches"
NAMES = ("Bea", "Casimir", "Dalia")
ADA = "https://forge.example/ada"
OWN_POLICY = b"""format = "portfolio-policy"
format_version = 1
id = "two-of-the-harbour"
version = "2"
name = "Two of the harbour"
words = "Two people wrote a vouch."
kinds = ["vouch"]
people = 2
"""


def key_of(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number + 1]) * 32)


def account(name: str) -> str:
    return f"https://forge.example/{name.lower()}"


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with made.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Ada Example", links=(ADA,)))
    yield made
    made.close()


def vouched(workspace: Workspace, number: int, name: str, *, as_name: str = "") -> str:
    """Take in and accept a vouch; return its id."""
    said = Attestation(
        id=f"urn:uuid:0193a1b2-0000-7000-8000-0000000000{number:02x}",
        kind=AttestationKind.VOUCH,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party(name, "", (account(as_name or name),)),
        subject=Party("Ada Example", "", (ADA,)),
        statement=f"She kept the harbour days going, year {number}.",
        raw=b"",
        about=(Work("https://forge.example/c/1", "Harbour days"),),
        language="en",
        issued_at=workspace.clock.now().replace(microsecond=0) - timedelta(days=5),
    )
    body = letter_writing.compose(said)
    raw = letter_writing.join(body, sshsig.sign(body, form.namespace(said.kind), key_of(number)))
    store = workspace.store
    letter_id = letters.take_in(store, workspace.clock, raw).attestation.id
    letter_decisions.decide(store, letter_id, Decision.ACCEPTED)
    return letter_id


def seen_online(workspace: Workspace, *letter_ids: str) -> None:
    """Look up each letter's key, which its account lists."""
    listed = {f"{account(name)}.keys": app_keys.record(key_of(n)).public
              for n, name in enumerate(NAMES)}  # fmt: skip

    async def ask(address: str) -> Answer:
        body = listed.get(address, "")
        status = 200 if body else 404
        return Answer(address, workspace.clock.now(), status, "text/plain", body.encode())

    for letter_id in letter_ids:
        asyncio.run(letters.check_online(workspace.store, workspace.clock, ask, letter_id))


def three(workspace: Workspace) -> list[str]:
    made = [vouched(workspace, number, name) for number, name in enumerate(NAMES)]
    seen_online(workspace, *made)
    return made


def standing(workspace: Workspace, policy_id: str = MOZILLIANS) -> policies.Standing:
    with workspace.store.reading() as reader:
        found = policies.standings(reader, workspace.clock.now().date())
    return next(each for each in found if each.policy.id == policy_id)


def printed(workspace: Workspace) -> str:
    result = preview.gate_result(workspace.store, "general", made_on=workspace.clock.now().date())
    data = pdf.render(result.document, attachments=result.attachments).data
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return " ".join(text.split())


def test_three_fresh_keys_never_make_a_mark(workspace: Workspace) -> None:
    for number, name in enumerate(NAMES):
        vouched(workspace, number, name)
    policies.show(workspace.store, MOZILLIANS, is_shown=True)
    found = standing(workspace)
    assert not found.mark.is_given
    assert {why.code for _, why in found.mark.not_counted} == {"mark.unknown-writer"}
    assert "Vouched under" not in printed(workspace)
    # Nor does the holder's own word for the keys: a reader cannot see that.
    for number in range(3):
        keys.trust(workspace.store, app_keys.record(key_of(number)).public, KeyTrust.MET, "met")
    assert not standing(workspace).mark.is_given
    assert "Vouched under" not in printed(workspace)


def test_three_people_make_a_mark_that_is_printed_once_chosen(workspace: Workspace) -> None:
    made = three(workspace)
    found = standing(workspace)
    assert (found.mark.is_given, found.is_kept, found.shown) == (True, False, False)
    assert set(found.mark.counted) == set(made)
    assert "Vouched under" not in printed(workspace)
    policies.show(workspace.store, MOZILLIANS, is_shown=True)
    assert "Vouched under Three vouches, as on Mozillians by Bea, Casimir and Dalia" in printed(
        workspace
    )
    workspace.store.undo()
    assert "Vouched under" not in printed(workspace)


def test_a_letter_left_out_takes_the_mark_with_it(workspace: Workspace) -> None:
    made = three(workspace)
    policies.show(workspace.store, MOZILLIANS, is_shown=True)
    letter_decisions.show(workspace.store, made[1], shown=False)
    assert not standing(workspace).mark.is_given
    assert "Vouched under" not in printed(workspace)


def test_a_mark_rests_on_the_letters_of_the_edition_only(workspace: Workspace) -> None:
    made, store = three(workspace), workspace.store
    policies.add(store, OWN_POLICY)
    for policy in (MOZILLIANS, "two-of-the-harbour"):
        policies.show(store, policy, is_shown=True)
    edition = editions.ensure_default(store)
    editions.change(store, replace(edition, letter_ids=(made[2], made[0])))
    said = printed(workspace)
    assert "Vouched under Two of the harbour by" in said
    assert "Mozillians" not in said
    assert "Dalia" in said
    assert "Bea" in said
    assert "Casimir" not in said


def test_one_account_with_three_keys_counts_once(workspace: Workspace) -> None:
    made = [vouched(workspace, n, name, as_name="bea") for n, name in enumerate(NAMES)]
    seen_online(workspace, *made)
    policies.show(workspace.store, MOZILLIANS, is_shown=True)
    assert not standing(workspace).mark.is_given
    assert "Vouched under" not in printed(workspace)


def test_who_the_holder_vouched_for_counts_only_where_the_policy_says_so(
    workspace: Workspace,
) -> None:
    three(workspace)
    policies.add(workspace.store, OWN_POLICY.replace(b"people = 2", b"people = 3\nmutual = false"))
    policies.show(workspace.store, "two-of-the-harbour", is_shown=True)
    assert "Vouched under Two of the harbour" in printed(workspace)
    back = Attestation(
        id="urn:uuid:0193a1b2-0000-7000-8000-0000000000f0",
        kind=AttestationKind.VOUCH,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party(""),
        subject=Party("Bea", "", (account("bea"),)),
        statement="She answers every question at the harbour.",
        raw=b"",
        about=(Work("https://forge.example/c/2", "Questions"),),
        language="en",
        issued_at=workspace.clock.now().replace(microsecond=0) - timedelta(days=1),
    )
    giving.write(workspace, back)
    found = standing(workspace, "two-of-the-harbour")
    assert [why.code for _, why in found.mark.not_counted] == ["mark.mutual"]
    assert "Vouched under" not in printed(workspace)
    assert standing(workspace).mark.is_given, "Mozillians counted both directions"


def test_nobody_vouches_for_themselves_with_any_of_their_keys(workspace: Workspace) -> None:
    three(workspace)
    assert standing(workspace).mark.is_given
    keys.make(workspace)
    keys.link(workspace.store, app_keys.record(key_of(2)).public)
    found = standing(workspace)
    assert not found.mark.is_given
    assert [why.code for _, why in found.mark.not_counted] == ["mark.own"]


def test_a_policy_of_a_community_is_taken_in_replaced_and_removed(workspace: Workspace) -> None:
    store = workspace.store
    three(workspace)
    assert policies.add(store, OWN_POLICY).name == "Two of the harbour"
    policies.show(store, "two-of-the-harbour", is_shown=True)
    policies.add(store, OWN_POLICY.replace(b'version = "2"', b'version = "3"'))
    found = standing(workspace, "two-of-the-harbour")
    assert (found.policy.version, found.shown, found.is_kept) == ("3", True, True)
    assert "Vouched under Two of the harbour by Bea, Casimir and Dalia" in printed(workspace)
    policies.remove(store, "two-of-the-harbour")
    assert "Vouched under" not in printed(workspace)
    store.undo()
    assert "Vouched under" in printed(workspace)


def test_what_is_no_policy_is_refused_and_changes_nothing(workspace: Workspace) -> None:
    with pytest.raises(LetterError):
        policies.add(workspace.store, b"people = 3")
    for ask in (lambda: policies.remove(workspace.store, MOZILLIANS),
                lambda: policies.show(workspace.store, "none", is_shown=True)):  # fmt: skip
        with pytest.raises(NotFoundError):
            ask()
    with workspace.store.reading() as reader:
        assert reader.policies.all() == []
