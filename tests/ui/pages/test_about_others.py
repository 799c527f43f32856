"""Documents about others from the window: there is none without the file in which they agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu

from portfolio.attest import app_keys, consents
from portfolio.attest.badges import recognising
from portfolio.check import pdf_file
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Party,
    Work,
)
from portfolio.model.consent import ConsentField
from portfolio.model.keys import KeyTrust
from portfolio.operations import keys, letter_writing, letters, nominating
from portfolio.ui.dialogs.give_consent import GiveConsent
from portfolio.ui.pages.letter_lists import GIVEN, INBOX
from portfolio.ui.pages.testimonials import TestimonialsPage
from portfolio.ui.session import Session
from tests.attest.letters.letters import KEY, OTHER_KEY, said, signed
from tests.attest.letters.test_consents import SAID
from tests.attest.letters.test_consents import signed as consent_of
from tests.operations.test_about_others import CAS
from tests.ui.pages.test_mentoring import NOOR, noor, page, settle, texts

__all__ = ["noor", "page"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def more_of(page: TestimonialsPage) -> list[str]:
    page.pane.more.click()
    menu = next(each for each in page.findChildren(QMenu) if each.isVisible())
    words = [action.text() for action in menu.actions()]
    menu.close()
    return words


def test_the_writer_of_a_claim_is_let_make_a_document(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    raw = signed(said(kind=AttestationKind.CLAIM, issuer=Party("Cas", "", CAS.accounts)), OTHER_KEY)
    letters.take_in(noor.store, noor.clock, raw)
    page.tabs.setCurrentIndex(INBOX)
    page.refresh(None)
    settle(noor, qtbot)
    assert "Let them make a document about you…" in more_of(page)
    page.pane.consent_wanted.emit()
    dialog = next(each for each in page.findChildren(GiveConsent) if each.isVisible())
    assert dialog.maker.text() == f"Cas {CAS.accounts[0]}"
    dialog.purpose.setPlainText("A page of thanks.")
    assert "Tick" in dialog.sign.toolTip()
    dialog.reject()
    assert dialog.isVisible(), "what was typed is asked about first"
    dialog.fields[ConsentField.WORKS].setChecked(True)
    out = tmp_path / "about-me.consent"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog.sign.click()
    settle(noor, qtbot)
    found = consents.parse(out.read_bytes())
    assert (found.person.name, found.maker.accounts) == ("Noor", CAS.accounts)
    assert (found.fields, found.purpose) == ((ConsentField.WORKS,), "A page of thanks.")
    assert (found.until - found.given_on).days == 365
    assert consents.signer(found) == found.person.key
    assert "about-me.consent is saved." in texts(page.banner)


def test_a_pdf_about_somebody_needs_their_file(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    works = (Work("https://wiki.example/page", "The page"),)
    nominating.write(noor.workspace, f"Casimir {CAS.accounts[0]}", "He wrote it.", works)
    page.tabs.setCurrentIndex(GIVEN)
    page.refresh(None)
    settle(noor, qtbot)
    assert "Save a PDF about them, with their consent…" in more_of(page)
    agreed, out = tmp_path / "theirs.consent", tmp_path / "about.pdf"
    today = noor.clock.now().date()
    theirs = replace(SAID, person=CAS, maker=CAS, given_on=today, until=today)
    agreed.write_bytes(consent_of(theirs))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(agreed), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.pane.about_wanted.emit()
    settle(noor, qtbot)
    assert "that is no account or key of yours" in texts(page.banner)
    assert not out.exists()
    keys.trust(noor.store, app_keys.record(KEY).public, KeyTrust.MET, "met")
    agreed.write_bytes(consent_of(replace(theirs, maker=NOOR)))
    page.pane.about_wanted.emit()
    settle(noor, qtbot)
    assert "about.pdf is saved." in texts(page.banner)
    assert "The page" in pdf_file.open_pdf(out.read_bytes()).pages[0]


def test_what_one_wrote_is_saved_as_an_endorsement(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    said = Attestation(
        "", AttestationKind.THANKS, AttestationFormat.SIGNED_FILE, Party(""), CAS, "Well done.", b""
    )
    letter_writing.write(noor.workspace, said)
    page.tabs.setCurrentIndex(GIVEN)
    page.refresh(None)
    settle(noor, qtbot)
    assert "Save as an Open Badges endorsement…" in more_of(page)
    out = tmp_path / "said.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.pane.endorsement_wanted.emit()
    settle(noor, qtbot)
    assert "said.json is saved." in texts(page.banner)
    assert recognising.open_badge(out.read_bytes()).form.is_endorsement
