"""What the Testimonials page does with letters, each thing off the UI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from portfolio.errors import PortfolioError
from portfolio.model.attestation import Decision
from portfolio.ui.models.words import fill
from portfolio.ui.pages import carried_note
from portfolio.ui.tasks import RENDER
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.operations.letters import LetterView
    from portfolio.operations.mentoring import Mentored
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_MOST_BYTES = 128 * 1024


class LetterWork(QObject):
    """Takes in, decides, asks online, saves.

    Signals:
        said: (kind of banner, words).
        came: (id of a letter that was taken in or written, whether the holder wrote it).
        asking_changed: A letter's addresses begin or end being asked.
        request_came: Somebody's `LetterRequest` was opened; nothing is taken in.
        request_made: Somebody is asked; the mail is in the clipboard.
    """

    said = Signal(str, str)
    came = Signal(str, bool)
    asking_changed = Signal()
    request_came = Signal(object)
    request_made = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asking: set[str] = set()

    def is_asking(self, letter_id: str) -> bool:
        """Say whether a letter's addresses are being asked now."""
        return letter_id in self._asking

    def take_in(self, path: Path) -> None:
        """Take a letter's file into the inbox; a request is opened to be answered."""
        if path.suffix.lower() == ".request":
            self._open_request(path)
            return
        clock = self._session.clock

        def work(store: Store) -> LetterView:
            from portfolio.operations import handed_files, letters

            raw = handed_files.read(path, most=_MOST_BYTES)
            detached = handed_files.beside(path, raw)
            return letters.take_in(store, clock, raw, detached=detached, name=path.name)

        self._session.edit(work, self._tell_taken, self._tell_fault)

    @Slot(str)
    def take_text(self, text: str) -> None:
        """Take in a letter that stands in a pasted text, such as a mail."""
        clock = self._session.clock

        def work(store: Store) -> LetterView:
            from portfolio.operations import letters

            return letters.take_in(store, clock, text.encode("utf-8", "replace"))

        self._session.edit(work, self._tell_taken, self._tell_fault)

    def _open_request(self, path: Path) -> None:
        def work(_report: Any, _cancelled: Any) -> Any:
            from portfolio.operations import handed_files, letter_requests

            return letter_requests.opened(handed_files.read(path, most=_MOST_BYTES))[0]

        self._session.run(work, on_done=self.request_came.emit, on_failed=self._tell_fault)

    @Slot(str, str)
    def quote(self, name: str, words: str) -> None:
        """Take in words that came by mail."""
        clock = self._session.clock

        def work(store: Store) -> str:
            from portfolio.operations import letters

            return letters.quote(store, clock, name, words).attestation.id

        self._session.edit(work, self._tell_came, self._tell_fault)

    @Slot(str)
    def fetch(self, link: str) -> None:
        """Fetch a public comment on the person's action."""
        workspace = self._session.workspace

        async def work(_report: Any, _blocking: Any) -> str:
            from portfolio.operations import letters
            from portfolio.operations.asking import asker

            ask = asker(workspace.transport, workspace.clock)
            view = await letters.take_in_comment(workspace.store, workspace.clock, ask, link)
            return view.attestation.id

        def done(letter_id: str) -> None:
            self._session.tell_changed("letter")
            self._tell_came(letter_id)

        self.said.emit(BannerKind.PLAIN.value, self.tr("Fetching the comment…"))
        self._session.run_on_loop(work, on_done=done, on_failed=self._tell_fault)

    def ask_online(self, view: LetterView) -> None:
        """Ask what would settle more, on the person's action."""
        workspace, letter_id = self._session.workspace, view.attestation.id

        async def work(_report: Any, _blocking: Any) -> str:
            from portfolio.operations import letters
            from portfolio.operations.asking import asker

            ask = asker(workspace.transport, workspace.clock)
            await letters.check_online(workspace.store, workspace.clock, ask, letter_id)
            return letter_id

        self._asking.add(letter_id)
        self.asking_changed.emit()
        self._session.run_on_loop(work, on_done=self._asked, on_failed=self._not_asked)

    def _asked(self, letter_id: str) -> None:
        self._asking.discard(letter_id)
        self._session.tell_changed("letter")

    def _not_asked(self, error: Exception) -> None:
        self._asking.clear()
        self.asking_changed.emit()
        self._tell_fault(error)

    def decide(self, view: LetterView, decision: Decision) -> None:
        """Say what becomes of a letter."""
        letter_id, at = view.attestation.id, self._session.clock.now()

        def work(store: Store) -> str:
            from portfolio.operations import letter_decisions

            decided = letter_decisions.decide(store, letter_id, decision, at=at)
            return carried_note.of_letter(store, decided, at.date())

        self._session.edit(work, self._tell_not_carried, self._tell_fault)

    def correct(self, letter_id: str, words: str) -> None:
        """Accept a letter with the holder's own words beside it."""
        at = self._session.clock.now()

        def work(store: Store) -> str:
            from portfolio.operations import letter_decisions

            accepted = Decision.ACCEPTED
            decided = letter_decisions.decide(store, letter_id, accepted, correction=words, at=at)
            return carried_note.of_letter(store, decided, at.date())

        self._session.edit(work, self._tell_not_carried, self._tell_fault)

    def answer_work(self, letter_id: str, number: int, code: str, words: str = "") -> None:
        """Say what becomes of one work of a claim."""

        def work(store: Store) -> Any:
            from portfolio.operations import nominating

            return nominating.answer(store, letter_id, number, Decision(code), words)

        self._session.edit(work, None, self._tell_fault)

    def never_from(self, view: LetterView) -> None:
        """Decline a letter and whatever else its key signs."""
        letter_id, at = view.attestation.id, self._session.clock.now()

        def work(store: Store) -> Any:
            from portfolio.operations import letter_decisions

            return letter_decisions.never_from(store, letter_id, at=at)

        def done(_declined: Any) -> None:
            words = self.tr("Letters by this key are declined as they come. Undo ends that.")
            self.said.emit(BannerKind.PLAIN.value, words)

        self._session.edit(work, done, self._tell_fault)

    @Slot(str, bool)
    def show_letter(self, letter_id: str, is_shown: bool) -> None:  # noqa: FBT001  (a signal's)
        """Show an accepted letter in documents, or leave it out."""
        today = self._session.clock.now().date()

        def work(store: Store) -> str:
            from portfolio.operations import letter_decisions

            changed = letter_decisions.show(store, letter_id, shown=is_shown)
            return carried_note.of_letter(store, changed, today)

        self._session.edit(work, self._tell_not_carried, self._tell_fault)

    def _tell_not_carried(self, words: str) -> None:
        if words:
            self.said.emit(BannerKind.PLAIN.value, words)

    def remove(self, view: LetterView) -> None:
        """Take a letter out of the record; undo brings it back."""
        letter_id = view.attestation.id

        def work(store: Store) -> Any:
            from portfolio.operations import letter_decisions

            return letter_decisions.remove(store, letter_id)

        self._session.edit(work, None, self._tell_fault)

    def withdraw(self, letter_id: str, path: Path) -> None:
        """Take back a letter the holder gave, and save the file that says so."""
        workspace = self._session.workspace

        def work(_store: Store) -> str:
            from portfolio.operations import letter_writing

            letter_writing.withdraw(workspace, letter_id, to=path)
            return path.name

        def done(name: str) -> None:
            words = self.tr("%1 is saved. Send it to whoever has the letter.", "a file")
            self.said.emit(BannerKind.PLAIN.value, fill(words, name))

        self._session.edit(work, done, self._tell_fault)

    def copy_mail(self, request_id: str) -> None:
        """Put the text of a request's mail into the clipboard."""
        from portfolio.operations import letter_requests

        made = letter_requests.made_of(letter_requests.get(self._session.store, request_id))
        QGuiApplication.clipboard().setText(made.mail)

    def ask_mentoring(self, each: Mentored, question: str, folder: Path) -> None:
        """Ask for the other signature of a relation, and save the files to send."""
        workspace, own = self._session.workspace, each.own

        def work(_store: Store) -> str:
            from portfolio.operations import letter_requests

            made = letter_requests.make(
                workspace,
                each.other,
                own.about if own else (),
                question=question,
                mentoring=own.mentoring.other if own and own.mentoring else None,
                folder=folder,
            )
            return made.mail

        def done(mail: str) -> None:
            QGuiApplication.clipboard().setText(mail)
            self.request_made.emit()

        self._session.edit(work, done, self._tell_fault)

    def save_request(self, request_id: str, folder: Path) -> None:
        """Save the files of a request once more."""
        store = self._session.store

        def work(_report: Any, _cancelled: Any) -> str:
            from portfolio.operations import letter_requests

            made = letter_requests.made_of(letter_requests.get(store, request_id))
            letter_requests.save_files(made, folder)
            return folder.name

        def done(name: str) -> None:
            words = fill(self.tr("The files are saved in %1.", "a folder"), name)
            self.said.emit(BannerKind.PLAIN.value, words)

        self._session.run(work, on_done=done, on_failed=self._tell_fault)

    def remind(self, request_id: str) -> None:
        """Copy the mail once more, and note that this was the one reminder."""
        workspace = self._session.workspace
        self.copy_mail(request_id)

        def work(_store: Store) -> Any:
            from portfolio.operations import letter_requests

            return letter_requests.note_reminder(workspace, request_id)

        self._session.edit(work, None, self._tell_fault)

    def remove_request(self, request_id: str) -> None:
        """Take a request out of the record; undo brings it back."""

        def work(store: Store) -> Any:
            from portfolio.operations import letter_requests

            return letter_requests.remove(store, request_id)

        self._session.edit(work, None, self._tell_fault)

    def save(self, view: LetterView, path: Path) -> None:
        """Save a letter's file exactly as it came, or as text for a mail."""
        raw = view.attestation.raw

        def work(_report: Any, _cancelled: Any) -> str:
            from portfolio.operations.letter_files import save

            save(path, raw)
            return path.name

        self._session.run(work, on_done=self.tell_saved, on_failed=self._tell_fault)

    @Slot(str)
    def tell_saved(self, name: str) -> None:
        """Say that a file was saved."""
        self.said.emit(BannerKind.PLAIN.value, fill(self.tr("%1 is saved.", "a file"), name))

    def save_about(self, view: LetterView, consent: Path, path: Path) -> None:
        """Make a PDF of what the holder wrote about somebody, as far as they agree."""
        workspace, draft = self._session.workspace, view.attestation.raw

        def work(_report: Any, _cancelled: Any) -> str:
            from portfolio.operations import about_others, handed_files

            agreed = handed_files.read(consent, most=_MOST_BYTES)
            about_others.save_pdf(workspace, draft, agreed, path)
            return path.name

        self._session.run(
            work, on_done=self.tell_saved, on_failed=self._tell_fault, executor=RENDER
        )

    def save_endorsement(self, letter_id: str, path: Path) -> None:
        """Say what a letter says as a credential, too; waits for the keyring."""
        workspace = self._session.workspace

        def work(_report: Any, _cancelled: Any) -> str:
            from portfolio.operations import badge_giving
            from portfolio.operations.export import save

            save(path, badge_giving.endorsement_of(workspace, letter_id).data)
            return path.name

        self._session.run(work, on_done=self.tell_saved, on_failed=self._tell_fault)

    @staticmethod
    def file_name(view: LetterView) -> str:
        """Return a name for a letter's file."""
        from portfolio.operations.letters import file_stem

        return f"{file_stem(view.attestation)}.{view.attestation.kind}"

    def _tell_taken(self, view: LetterView) -> None:
        self._tell_came(view.attestation.id)
        if view.was_known:
            words = self.tr("This letter is in your record already.")
            self.said.emit(BannerKind.PLAIN.value, words)

    def _tell_came(self, letter_id: str) -> None:
        self.said.emit(BannerKind.PLAIN.value, "")
        self.came.emit(letter_id, False)  # noqa: FBT003  (a signal's value)

    def _tell_fault(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self.said.emit(BannerKind.FAILED.value, str(error))
        else:
            self._session.tell_failed(error)
