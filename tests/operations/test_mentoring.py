"""Mentoring from two real letters to the document: both signed, proved by the account's keys."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from portfolio.attest import app_keys
from portfolio.attest.mentoring import Agreement
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Decision,
    Mentoring,
    Party,
)
from portfolio.model.codes import SectionKind
from portfolio.model.edition import SectionChoice
from portfolio.model.person import Holder
from portfolio.model.verdict import Answer
from portfolio.operations import (
    editions,
    letter_decisions,
    letter_writing,
    letters,
    mentoring,
    preview,
)
from portfolio.workspace import Workspace
from tests.attest.letters.letters import ID, KEY, said, signed
from tests.clocks import FixedClock

CAS = Party("Casimir Oduya-Lindt", "", ("https://forge.example/coduya",))
NOOR = Party("Noor Vantongeren", "", ("https://forge.example/noorvt",))


@pytest.fixture
def noor(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with made.store.editing("holder.changed") as editor:
        editor.save_holder(Holder(NOOR.name, links=NOOR.accounts))
    yield made
    made.close()


def receives(noor: Workspace) -> None:
    raw = signed(said(subject=NOOR, mentoring=Mentoring.MENTOR, relation_to="2021", about=()))
    letters.take_in(noor.store, noor.clock, raw)
    letter_decisions.decide(noor.store, ID, Decision.ACCEPTED)


def looks_online(noor: Workspace) -> None:
    listing = f"{app_keys.record(KEY).public} laptop\n".encode()

    async def ask(address: str) -> Answer:
        body = listing if address == "https://forge.example/coduya.keys" else b""
        return Answer(address, noor.clock.now(), 200, "text/plain", body)

    asyncio.run(letters.check_online(noor.store, noor.clock, ask, ID))


def signs(noor: Workspace) -> str:
    given = Attestation("", AttestationKind.TESTIMONIAL, AttestationFormat.SIGNED_FILE, Party(""),
                        CAS, "He taught me to review.", b"",
                        mentoring=Mentoring.MENTEE)  # fmt: skip
    return letter_writing.write(noor, given).attestation.id


def document(noor: Workspace, *, is_chosen: bool = True, language: str = "en") -> str:
    edition = editions.ensure_default(noor.store)
    sections = tuple(
        SectionChoice(kind, is_chosen if kind is SectionKind.MENTORING else True)
        for kind in SectionKind
    )
    editions.change(noor.store, replace(edition, sections=sections, language=language))
    made = preview.make(noor.store, noor.clock, edition.id)
    pages = pypdfium2.PdfDocument(made.data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_only_proved_accounts_make_it_that_both_say_so(noor: Workspace) -> None:
    receives(noor)
    signs(noor)
    (mentor,) = mentoring.found(noor.store, noor.clock).mentors
    assert mentor.agreement is Agreement.UNPROVED
    assert "Mentored by" not in document(noor)
    looks_online(noor)
    (mentor,) = mentoring.found(noor.store, noor.clock).mentors
    assert (mentor.agreement, mentor.is_listed) == (Agreement.BOTH, True)
    shown = document(noor)
    assert "Mentored by Casimir Oduya-Lindt · Mar 2019 – 2021 · both signed it." in shown
    assert "Written by account coduya on forge.example, checked" in shown
    assert "Mentored by" not in document(noor, is_chosen=False)


def test_one_side_is_printed_as_one_side(noor: Workspace) -> None:
    receives(noor)
    looks_online(noor)
    shown = document(noor)
    assert "Mar 2019 – 2021 · stated by Casimir Oduya-Lindt alone." in shown


def test_who_did_not_sign_is_named_nowhere(noor: Workspace) -> None:
    signs(noor)
    assert "Casimir" not in document(noor)


def test_taking_the_own_word_back_makes_it_one_sided(noor: Workspace) -> None:
    receives(noor)
    looks_online(noor)
    letter_writing.withdraw(noor, signs(noor))
    (mentor,) = mentoring.found(noor.store, noor.clock).mentors
    assert (mentor.own, mentor.agreement) == (None, Agreement.ONE_SIDED)
