"""What is done with keys in the window, each thing off the UI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from portfolio.errors import PortfolioError
from portfolio.model.attestation import TrustLevel
from portfolio.model.keys import KeyTrust
from portfolio.ui.dialogs.know_key import KnowKey
from portfolio.ui.dialogs.link_key import LinkKey
from portfolio.ui.dialogs.passphrase import PassphraseDialog
from portfolio.ui.dialogs.question import Question
from portfolio.ui.models.words import fill
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.model.keys import KeyRecord
    from portfolio.operations.key_changing import Changed
    from portfolio.operations.letters import LetterView
    from portfolio.secret import Secret
    from portfolio.store.store import Store
    from portfolio.ui.session import Session


class KeyWork(QObject):
    """Makes, saves, takes in, links, changes and removes keys.

    Args:
        session: The window's.
        place: The widget whose window the dialogs belong to.

    Signals:
        said: (kind of banner, words).
    """

    said = Signal(str, str)

    def __init__(self, session: Session, place: QWidget) -> None:
        super().__init__(place)
        self._session, self._place = session, place

    @Slot()
    def make(self) -> None:
        """Make the program's key."""
        workspace = self._session.workspace

        def work(_store: Store) -> KeyRecord:
            from portfolio.operations import keys

            return keys.make(workspace)

        self._session.edit(work, None, self._fault)

    def save_recovery(self, fingerprint: str) -> None:
        """Ask for a passphrase and a place, then save the file and prove it."""
        dialog = PassphraseDialog(self._place.window(), is_new=True)
        dialog.given.connect(partial(self._choose_place, fingerprint))
        dialog.open()

    def _choose_place(self, fingerprint: str, passphrase: Secret) -> None:
        title = self.tr("Save the recovery file")
        path, _ = QFileDialog.getSaveFileName(
            self._place.window(), title, "portfolio-signing-key.recovery"
        )
        if path:
            self._save(fingerprint, passphrase, Path(path))

    def _save(self, fingerprint: str, passphrase: Secret, path: Path) -> None:
        workspace = self._session.workspace

        def work(_store: Store) -> KeyRecord:
            from portfolio.operations import keys

            return keys.save_recovery(workspace, fingerprint, passphrase, path)

        words = fill(self.tr("Saved %1, and opened it again to be sure."), path.name)
        self._session.edit(work, partial(self._tell, words), self._fault)

    @Slot()
    def take_in(self) -> None:
        """Take a key in from its recovery file."""
        title = self.tr("Take in a recovery file")
        path, _ = QFileDialog.getOpenFileName(self._place.window(), title)
        if path:
            self.open_recovery(Path(path))

    def open_recovery(self, path: Path) -> None:
        """Ask for the passphrase of a recovery file, and take its key in."""
        dialog = PassphraseDialog(self._place.window(), is_new=False)
        dialog.given.connect(partial(self._open, path))
        dialog.open()

    def _open(self, path: Path, passphrase: Secret) -> None:
        workspace = self._session.workspace

        def work(_store: Store) -> KeyRecord:
            from portfolio.operations import keys
            from portfolio.operations.handed_files import read

            return keys.import_file(workspace, read(path), passphrase)

        words = self.tr("The key is in the keyring of this computer.")
        self._session.edit(work, partial(self._tell, words), self._fault)

    @Slot()
    def link(self) -> None:
        """Look for the SSH keys of this computer, and ask which are the holder's."""
        store = self._session.store

        def work(_report: object, _cancelled: object) -> Sequence[Any]:
            from portfolio.operations import keys

            return keys.keys_of_computer(store)

        self._session.run(work, on_done=self._ask_which, on_failed=self._fault)

    def _ask_which(self, found: Sequence[Any]) -> None:
        dialog = LinkKey(found, self._place.window())
        dialog.chosen.connect(self._link)
        dialog.open()

    @Slot(list)
    def _link(self, lines: list[str]) -> None:
        def work(store: Store) -> None:
            from portfolio.operations import keys

            for line in lines:
                keys.link(store, line)

        self._session.edit(work, None, self._fault)

    def ask_change(self, fingerprint: str) -> None:
        """Ask before a key is changed for a new one."""
        question = Question(
            self.tr("Change this key for a new one?"),
            self.tr(
                "A new key is made, and the old one signs that it takes its place. What the old "
                "key signed stays good. You get a file to publish where the old key is listed."
            ),
            self.tr("Change it…"),
            self.tr("Keep it"),
            self._place.window(),
        )
        question.ask(partial(self._change, fingerprint))

    def _change(self, fingerprint: str) -> None:
        title = self.tr("Save the key change")
        path, _ = QFileDialog.getSaveFileName(self._place.window(), title, "my-key.key-change")
        if not path:
            return
        workspace, out = self._session.workspace, Path(path)

        def work(_store: Store) -> Changed:
            from portfolio.operations import key_changing
            from portfolio.operations.export import save

            changed = key_changing.change(workspace, fingerprint)
            save(out, changed.data)
            return changed

        words = fill(self.tr("The key was changed. %1 says so, signed by the old one."), out.name)
        self._session.edit(work, partial(self._tell, words), self._fault)

    def ask_remove(self, key: KeyRecord) -> None:
        """Ask before a key goes."""
        told = self.tr(
            "Its private part goes from the keyring. What it signed stays good, but nothing more "
            "can be signed or taken back with it, unless you have its recovery file."
        )
        question = Question(
            self.tr("Remove this key?"),
            told,
            self.tr("Remove it"),
            self.tr("Keep it"),
            self._place.window(),
        )
        question.ask(partial(self._remove, key.fingerprint))

    def _remove(self, fingerprint: str) -> None:
        workspace = self._session.workspace

        def work(_store: Store) -> KeyRecord:
            from portfolio.operations import keys

            return keys.forget(workspace, fingerprint)

        self._session.edit(work, None, self._fault)

    def unlink(self, key: KeyRecord) -> None:
        """Take an SSH key out of the record; it stays where it is on this computer."""
        self._remove(key.fingerprint)

    def ask_known(self, view: LetterView) -> None:
        """Ask how the holder knows the key of a letter, or note that they do not any more."""
        from portfolio.attest import sshsig

        if view.letter is None:
            return
        signature = sshsig.read(view.letter.signature)
        public, name = signature.public_line, view.attestation.issuer.name
        if view.verdict.level is TrustLevel.KNOWN:
            self.know(public, KeyTrust.NONE, "")
            return
        dialog = KnowKey(name, signature.fingerprint, self._place.window())
        dialog.known.connect(partial(self.know, public))
        dialog.open()

    def know(self, public: str, how: KeyTrust, words: str) -> None:
        """Note how the holder knows somebody's key, or that they do not."""
        self._edit(lambda store: _trust(store, public, how, words))

    def _edit(self, work: Callable[[Store], Any]) -> None:
        self._session.edit(work, None, self._fault)

    def _tell(self, words: str, _result: object) -> None:
        self.said.emit(BannerKind.PLAIN.value, words)

    def _fault(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self.said.emit(BannerKind.FAILED.value, str(error))
        else:
            self._session.tell_failed(error)


def _trust(store: Store, public: str, how: KeyTrust, words: str) -> KeyRecord:
    from portfolio.operations import keys

    return keys.trust(store, public, how, words)
