"""From a request to an interviewer through three real windows; the mentor has only a keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from portfolio.check import pdf_file
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import Basis, Decision, Party, Work
from portfolio.model.person import Holder
from portfolio.operations import letter_requests
from portfolio.ui.app import ProfileWindow
from portfolio.ui.dialogs.write_letter import WriteLetter
from portfolio.ui.pages.check import CheckPage
from portfolio.ui.pages.documents import DocumentsPage
from portfolio.ui.pages.testimonials import TestimonialsPage
from portfolio.workspace import Workspace
from tests.attest.ssh import is_good, needs_ssh_keygen
from tests.ui.windows import profile_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ACCOUNT = "https://forge.example/coduya"
WORKS = [
    Work("https://forge.example/quill/pull/1", "Let long lists be walked with arrow keys"),
    Work("https://forge.example/quill/pull/2", "One focus ring for every control"),
    Work("https://forge.example/quill/pull/3", "Announce table cells to screen readers"),
]
WORDS = "She found every control that could not be reached, and wrote down why."
# Two minutes at a slow key a second, beside the words themselves.
MOST_KEYS = 60


@pytest.fixture
def people(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, ProfileWindow]]:
    """The windows of three people; only one of them signs, so one keyring in memory will do."""
    kept = SessionSecrets()
    monkeypatch.setattr(Workspace, "keychain", kept)
    with ExitStack() as stack:
        made = {}
        for name in ("holder", "mentor", "interviewer"):
            held = stack.enter_context(profile_window(qtbot, qapp, tmp_path / name))
            made[name] = held
        yield made


def settle(held: ProfileWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: held.session.is_idle, timeout=20_000)


class Keyboard:
    """Presses keys where the focus is, and counts."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self.qtbot, self.window, self.pressed = qtbot, window, 0

    @property
    def focus(self) -> QWidget:
        found = self.window.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.focus, key)
        self.pressed += 1

    def write(self, words: str) -> None:
        self.qtbot.keyClicks(self.focus, words)

    def tab_to(self, wanted: QWidget) -> None:
        while self.focus is not wanted:
            self.press(Qt.Key.Key_Tab)
            assert self.pressed < MOST_KEYS, f"{wanted.accessibleName()} is not reached"


@needs_ssh_keygen
def test_from_the_request_to_the_interviewer(
    people: dict[str, ProfileWindow],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = asked_by(people["holder"], tmp_path)
    letter = answered_by(people["mentor"], request, tmp_path, qtbot, monkeypatch)
    cv = printed_by(people["holder"], letter, tmp_path, qtbot)
    held = people["interviewer"]
    held.window.take_arguments([str(cv)])
    settle(held, qtbot)
    page = held.window.page
    assert isinstance(page, CheckPage)
    assert page.answer.rows.rows
    codes = [row.row.step.says.code for row in page.answer.rows.rows]
    assert codes[0] == "document.fits"
    assert "level.1" in codes
    with held.session.store.reading() as reader:
        assert reader.attestations.all() == [], "looking takes nothing in"
    attached = pdf_file.open_pdf(cv.read_bytes()).attached
    public = attached["signers"].decode().split(" ", 1)[1].strip()
    body, mark = attached["T1.testimonial"], attached["T1.testimonial.sig"]
    assert is_good(tmp_path, public, body, mark, "testimonial@portfolio")


def asked_by(held: ProfileWindow, folder: Path) -> Path:
    with held.session.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor Vantongeren"))
    casimir = Party("Casimir Oduya-Lindt", "", (ACCOUNT,))
    made = letter_requests.make(held.session.workspace, casimir, WORKS)
    request = folder / "from-noor.request"
    request.write_bytes(made.request.raw)
    return request


def answered_by(
    held: ProfileWindow,
    request: Path,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A double click opens the request; from there on only keys are pressed."""
    letter = folder / "for-noor.testimonial"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(letter), ""))
    held.window.take_arguments([str(request)])
    settle(held, qtbot)
    (dialog,) = (each for each in held.window.findChildren(WriteLetter) if each.isVisible())
    keyboard = Keyboard(qtbot, dialog)
    assert keyboard.focus is dialog.words, "the words are what is left to write"
    keyboard.write(WORDS)
    reviewed = next(
        each for each in dialog.findChildren(QCheckBox) if each.text() == "I reviewed the work"
    )
    keyboard.tab_to(reviewed)
    keyboard.press(Qt.Key.Key_Space)
    keyboard.tab_to(dialog.terms.since)
    keyboard.write("2019")
    keyboard.tab_to(dialog.terms.ends)
    keyboard.press(Qt.Key.Key_Up)
    keyboard.tab_to(dialog.terms.contact)
    keyboard.press(Qt.Key.Key_Space)
    keyboard.tab_to(dialog.sign)
    keyboard.press(Qt.Key.Key_Space)
    settle(held, qtbot)
    assert letter.exists(), dialog.sign.toolTip()
    assert keyboard.pressed < MOST_KEYS
    return letter


def printed_by(held: ProfileWindow, letter: Path, folder: Path, qtbot: QtBot) -> Path:
    window = held.window
    window.go("testimonials", letter)
    settle(held, qtbot)
    page = window.page
    assert isinstance(page, TestimonialsPage)
    page.pane.accept.click()
    settle(held, qtbot)
    with held.session.store.reading() as reader:
        (kept,) = reader.attestations.all()
    assert (kept.decision, kept.statement) == (Decision.ACCEPTED, WORDS)
    assert (kept.basis, kept.relation_from, kept.contact_ok) == ((Basis.REVIEWED,), "2019", True)
    assert kept.issuer.name == "Casimir Oduya-Lindt"
    assert kept.issuer.accounts == (ACCOUNT,)
    assert kept.about == tuple(WORKS)
    window.go("documents")
    documents = window.page
    assert isinstance(documents, DocumentsPage)
    settle(held, qtbot)
    cv = folder / "cv.pdf"
    documents.save_to(cv)
    qtbot.waitUntil(lambda: window.status.words() == "Saved cv.pdf", timeout=20_000)
    return cv
