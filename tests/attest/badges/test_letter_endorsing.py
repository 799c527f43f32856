"""What a letter says, said as a credential: the same words, key and end, checked by a stranger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import letter as form
from portfolio.attest import letter_writing, sshsig
from portfolio.attest.badges import issuing, proofs, reading
from portfolio.attest.badges.issuing import Giver
from portfolio.attest.badges.judging import judge
from portfolio.attest.badges.letter_endorsing import credential_of
from portfolio.attest.badges.recognising import open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import BadgeError, LetterError
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Party,
    Work,
)
from portfolio.model.verdict import VerdictState
from tests.attest.badges import made
from tests.attest.badges.test_issuing import ENDORSES, problems

BEN = Giver("Ben Example", made.OTHER_KEY, "https://forge.example/ben")
SAID = Attestation(
    id="urn:uuid:0193a1b2-0000-7000-8000-0000000000aa",
    kind=AttestationKind.TESTIMONIAL,
    format=AttestationFormat.SIGNED_FILE,
    issuer=Party("Ben Example", "maintainer", ("https://forge.example/ben",)),
    subject=Party("Noor", "", ("mailto:noor@example.org", "https://forge.example/noor")),
    statement="She finds the person behind a report.",
    raw=b"",
    about=(
        Work("https://forge.example/c/1", "Walk the outline"),
        Work("", "A talk nobody recorded"),
    ),
    basis=(Basis.REVIEWED, Basis.TOGETHER),
    issued_at=made.AT,
    expires_at=made.AT + timedelta(days=700),
)


def signed(said: Attestation = SAID, giver: Giver = BEN, namespace: str = "") -> bytes:
    body = letter_writing.compose(said)
    name = namespace or form.namespace(said.kind)
    return letter_writing.join(body, sshsig.sign(body, name, giver.key))


@pytest.mark.parametrize("as_token", [False, True])
@pytest.mark.parametrize(
    "kind", [AttestationKind.TESTIMONIAL, AttestationKind.VOUCH, AttestationKind.THANKS]
)
def test_the_same_statement_as_a_credential(kind: AttestationKind, as_token: bool) -> None:
    raw = credential_of(
        signed(replace(SAID, kind=kind)), replace(BEN, as_token=as_token), at=made.AT
    )
    file = open_badge(raw)
    said: dict[str, Any] = dict(file.credential)
    assert file.form.is_endorsement
    assert judge(file, Onlooker(), at=made.AT).state is VerdictState.NOT_ANCHORED
    assert problems(ENDORSES, said) == []
    assert reading.badge_of(file).description == SAID.statement
    assert proofs.issuer_of(said) == issuing.did(BEN.key)
    assert said["id"] == SAID.id
    assert said["name"] == f"{str(kind).capitalize()} for Noor"
    assert said["description"] == "How the writer knows: reviewed the work, worked together."
    assert said["credentialSubject"]["id"] == "https://forge.example/noor"
    assert [each["id"] for each in said["evidence"]] == ["https://forge.example/c/1"]
    assert b"noor@example.org" not in raw
    after = judge(file, Onlooker(), at=made.AT + timedelta(days=701))
    assert after.state is VerdictState.EXPIRED


def test_a_changed_word_breaks_it() -> None:
    raw = credential_of(signed(), BEN, at=made.AT).replace(b"She finds", b"He finds")
    assert judge(open_badge(raw), Onlooker(), at=made.AT).state is VerdictState.INVALID


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": AttestationKind.CLAIM}, "Only testimonials, vouches and thanks"),
        ({"kind": AttestationKind.AFFILIATION}, "Only testimonials, vouches and thanks"),
        ({"expires_at": made.AT}, "This letter has ended"),
        ({"subject": Party("Noor", "", ("mailto:n@example.org",))}, "names no account"),
        ({"subject": Party("Noor")}, "names no account"),
    ],
)
def test_what_is_no_endorsement(change: dict[str, Any], says: str) -> None:
    started = {"issued_at": made.AT - timedelta(days=9)}
    with pytest.raises(BadgeError, match=says):
        credential_of(signed(replace(SAID, **started, **change)), BEN, at=made.AT)


def test_nobody_says_what_another_signed() -> None:
    with pytest.raises(BadgeError, match="the key that signed the letter"):
        credential_of(signed(), replace(BEN, key=made.KEY), at=made.AT)
    with pytest.raises(LetterError):
        credential_of(signed().replace(b"She finds", b"He finds"), BEN, at=made.AT)
    with pytest.raises(LetterError):
        credential_of(signed(namespace="vouch@portfolio"), BEN, at=made.AT)
    with pytest.raises(LetterError):
        credential_of(letter_writing.compose(SAID), BEN, at=made.AT)


@given(
    words=st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=300),
    title=st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=900),
)
def test_any_words_a_letter_holds_can_be_said(words: str, title: str) -> None:
    said = replace(SAID, statement=words, about=(Work("https://forge.example/c/1", title),))
    try:
        letter = signed(said)
    except LetterError:
        return  # no letter either
    raw = credential_of(letter, BEN, at=made.AT)
    assert judge(open_badge(raw), Onlooker(), at=made.AT).state is VerdictState.NOT_ANCHORED
