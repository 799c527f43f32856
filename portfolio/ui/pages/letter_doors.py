"""The dialogs that the Testimonials page opens: to take in, write, ask, answer and save."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from portfolio.model.attestation import AttestationKind, Decision, Mentoring, Party, Work
from portfolio.ui.session import SessionState
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from portfolio.model.attestation import Attestation
    from portfolio.model.letter_request import LetterRequest
    from portfolio.operations.letters import LetterView
    from portfolio.operations.mentoring import Mentored
    from portfolio.ui.pages.letter_work import LetterWork
    from portfolio.ui.session import Session

SUFFIXES: Final = ("testimonial", "vouch", "thanks", "claim", "affiliation", "certificate",
                   "withdrawal", "key-change", "request")  # fmt: skip
"""How the files of letters and requests end."""


class LetterDoors(QObject):
    """Opens dialogs over a page.

    Args:
        session: Whose record is read and written.
        work: What does what the dialogs were asked for.
        page: Over whose window they open.

    Signals:
        said: (kind of banner, words).
        came: (id of a letter that was written, whether the holder wrote it).
        asked: A request was made and saved.
        copied: Something is in the clipboard now, in words.
    """

    said = Signal(str, str)
    came = Signal(str, bool)
    asked = Signal()
    copied = Signal(str)

    def __init__(self, session: Session, work: LetterWork, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._work = work
        self._page = page
        work.request_made.connect(self._tell_asked)

    def refusal(self) -> str:
        """Return why nothing can be written now, "" when it can."""
        if self._session.state is SessionState.OPEN:
            return ""
        return self.tr("The record can only be read now.")

    @Slot()
    def choose_file(self) -> None:
        """Take in a file the person picks."""
        patterns = " ".join(f"*.{suffix}" for suffix in (*SUFFIXES, "txt"))
        path, _ = QFileDialog.getOpenFileName(
            self._page, self.tr("Take in a letter"), "", f"{self.tr('Letters')} ({patterns})"
        )
        if path:
            self._work.take_in(Path(path))

    @Slot()
    def paste(self) -> None:
        """Take in a link or words that came by mail."""
        from portfolio.ui.dialogs.paste_letter import PasteLetter

        dialog = PasteLetter(self._page.window())
        dialog.link_given.connect(self._work.fetch)
        dialog.words_given.connect(self._work.quote)
        dialog.letter_given.connect(self._work.take_text)
        dialog.open()

    @Slot()
    def write(self) -> None:
        """Write a letter for somebody."""
        self._write(Party(""), None)

    @Slot(object)
    def write_mentoring(self, side: Mentoring) -> None:
        """Write who mentored whom, for somebody still to be named."""
        self._write(Party(""), side)

    @Slot(object, object)
    def sign_mentoring(self, each: Mentored, side: Mentoring) -> None:
        """Write the holder's side of what somebody else signed."""
        self._write(each.named, side, each.period)

    def _write(
        self, whom: Party, side: Mentoring | None, period: tuple[str, str] = ("", "")
    ) -> None:
        from portfolio.ui.dialogs.write_letter import WriteLetter

        if self.refusal():
            self.said.emit(BannerKind.PLAIN.value, self.refusal())
            return
        dialog = WriteLetter(self._session, self._page.window())
        dialog.begin_with(whom, side, period)
        dialog.written.connect(self.came)
        dialog.open()

    @Slot()
    def write_down(self) -> None:
        """Write down what somebody did: a draft record addressed to them."""
        self.thank(kind=AttestationKind.CLAIM)

    @Slot()
    def thank(
        self, about: Work | None = None, kind: AttestationKind = AttestationKind.THANKS
    ) -> None:
        """Thank somebody, or write down what they did."""
        from portfolio.ui.dialogs.thank_someone import ThankSomeone

        if self.refusal():
            self.said.emit(BannerKind.PLAIN.value, self.refusal())
            return
        dialog = ThankSomeone(self._session, self._page.window(), about=about, kind=kind)
        dialog.written.connect(self.came)
        dialog.open()

    def correct(self, view: LetterView) -> None:
        """Accept a letter with a correction."""
        from portfolio.ui.dialogs.correct_letter import CorrectLetter

        said = view.attestation
        dialog = CorrectLetter(said.correction, self._page.window())
        dialog.corrected.connect(partial(self._work.correct, said.id))
        dialog.open()

    def consent(self, view: LetterView) -> None:
        """Let the writer of a claim make a document of it."""
        from portfolio.ui.dialogs.give_consent import GiveConsent

        dialog = GiveConsent(self._session, view.attestation, self._page.window())
        dialog.given.connect(self._work.tell_saved)
        dialog.open()

    def about(self, view: LetterView) -> None:
        """Make a PDF about somebody, who has to agree in a file of theirs."""
        kinds = f"{self.tr('Consents')} (*.consent)"
        title = self.tr("Their consent file")
        consent, _ = QFileDialog.getOpenFileName(self._page, title, "", kinds)
        if not consent:
            return
        name = f"about-{view.attestation.subject.name}.pdf".replace("/", "-")
        title = self.tr("Save the PDF")
        path, _ = QFileDialog.getSaveFileName(self._page, title, name, "PDF (*.pdf)")
        if path:
            self._work.save_about(view, Path(consent), Path(path))

    def endorse(self, view: LetterView) -> None:
        """Save what a letter says as an endorsement that programs for Open Badges read."""
        name = f"{Path(self._work.file_name(view)).stem}.json"
        title = self.tr("Save the endorsement")
        kinds = f"{self.tr('Endorsement')} (*.json)"
        path, _ = QFileDialog.getSaveFileName(self._page, title, name, kinds)
        if path:
            self._work.save_endorsement(view.attestation.id, Path(path))

    def correct_work(self, view: LetterView, number: int) -> None:
        """Accept one work of a claim with a correction."""
        from portfolio.ui.dialogs.correct_letter import CorrectLetter

        said = view.attestation
        known = next((each.correction for each in said.answers if each.number == number), "")
        dialog = CorrectLetter(known, self._page.window())
        accepted = Decision.ACCEPTED.value
        dialog.corrected.connect(partial(self._work.answer_work, said.id, number, accepted))
        dialog.open()

    @Slot(object)
    def ask_mentoring(self, each: Mentored) -> None:
        """Ask somebody to sign their side of what the holder signed."""
        own = each.own.mentoring if each.own is not None else None
        question = (
            self.tr("Will you sign too that I mentored you?")
            if own is Mentoring.MENTOR
            else self.tr("Will you sign too that you mentored me?")
        )
        folder = QFileDialog.getExistingDirectory(self._page, self.tr("Where to save the files"))
        if folder:
            self._work.ask_mentoring(each, question, Path(folder))

    @Slot(object)
    def answer(self, asked: LetterRequest) -> None:
        """Answer somebody's request."""
        from portfolio.ui.dialogs.write_letter import WriteLetter

        dialog = WriteLetter(self._session, self._page.window(), asked=asked)
        dialog.written.connect(self.came)
        dialog.open()

    @Slot()
    def ask(self) -> None:
        """Ask somebody for a letter about a story."""
        from portfolio.ui.dialogs.ask_someone import AskSomeone

        stories = self._session.read_now(
            lambda reader: [(each.id, each.title) for each in reader.stories.all()]
        )
        if not stories:
            words = self.tr("Write a story first: what you ask about are its works.")
            self.said.emit(BannerKind.PLAIN.value, words)
            return
        dialog = AskSomeone(self._session, stories, self._page.window())
        dialog.asked.connect(self._tell_asked)
        dialog.open()

    @Slot()
    def _tell_asked(self) -> None:
        self.asked.emit()
        self.copied.emit(
            self.tr("The files are saved, and the text of the mail is in the clipboard.")
        )

    @Slot(str)
    def copy_mail(self, request_id: str) -> None:
        """Put the mail of a request into the clipboard."""
        self._work.copy_mail(request_id)
        self.copied.emit(self.tr("The text of the mail is in the clipboard."))

    @Slot(str)
    def remind(self, request_id: str) -> None:
        """Put the mail into the clipboard once more, and note that this was the reminder."""
        self._work.remind(request_id)
        self.copied.emit(self.tr("The mail is in the clipboard once more. One reminder is enough."))

    @Slot(str)
    def save_request(self, request_id: str) -> None:
        """Save the files of a request where the person wants them."""
        folder = QFileDialog.getExistingDirectory(self._page, self.tr("Where to save the files"))
        if folder:
            self._work.save_request(request_id, Path(folder))

    def ask_change(self, view: LetterView) -> None:
        """Put a note to the writer of a letter into the clipboard."""
        words = self.tr(
            "Thank you for your letter about me. Before I show it to anybody I would like to ask "
            "you for a change:\n\n\nIf you agree, please write and sign it anew; I cannot edit it."
        )
        QGuiApplication.clipboard().setText(f"{view.attestation.issuer.name},\n\n{words}\n")
        self.copied.emit(self.tr("A note to the writer is in the clipboard."))

    def copy_letter(self, view: LetterView) -> None:
        """Put a letter into the clipboard as text that survives a mail."""
        from portfolio.operations.letter_files import mail_text

        QGuiApplication.clipboard().setText(mail_text(view.attestation.raw).decode("utf-8"))
        self.copied.emit(self.tr("The letter is in the clipboard. Paste it into a mail."))

    def save(self, view: LetterView) -> None:
        """Save a letter where the person wants it."""
        name = self._work.file_name(view)
        kinds = (
            f"{self.tr('Letter')} (*.{view.attestation.kind});;{self.tr('Text for a mail')} (*.txt)"
        )
        path, _ = QFileDialog.getSaveFileName(self._page, self.tr("Save the letter"), name, kinds)
        if path:
            self._work.save(view, Path(path))

    @Slot(object)
    def withdraw(self, given: Attestation) -> None:
        """Take back a letter the holder gave."""
        words = self.tr("Take back the letter")
        path, _ = QFileDialog.getSaveFileName(self._page, words, "taken-back.withdrawal")
        if path:
            self._work.withdraw(given.id, Path(path))
