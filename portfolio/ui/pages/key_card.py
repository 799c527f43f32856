"""The card about keys: those the holder signs with, and those of others the holder knows."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from portfolio.model.keys import LISTED, OWN, KeyKind, KeyTrust
from portfolio.ui.models import dates
from portfolio.ui.models.words import fill
from portfolio.ui.pages.key_work import KeyWork
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.form_parts import hairline
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.keys import KeyRecord
    from portfolio.ui.session import Change, Session


class KeyCard(Card):
    """Own keys with what can be done with each; keys of others with how they are known."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.work = KeyWork(session, self)
        self.work.said.connect(self._say)
        self.column.setSpacing(SPACE_12)
        self.column.addWidget(Text(self.tr("Signing keys"), TextSize.STRONG))
        told = self.tr(
            "Letters and badges you give are signed with a key. Its private part is in the "
            "system’s keyring and nowhere else. The program makes one when it is first needed."
        )
        self.column.addWidget(Text(told, TextSize.SMALL, "muted", wraps=True))
        self.banner = Banner(BannerKind.PLAIN, "")
        self.banner.hide()
        self.column.addWidget(self.banner)
        self._own = _column(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.make = Button(self.tr("Make a key"), is_small=True)
        self.make.clicked.connect(self.work.make)
        self.take_in = Button(self.tr("Take in a recovery file…"), is_small=True)
        self.take_in.clicked.connect(self.work.take_in)
        self.link = Button(self.tr("Use an SSH key…"), is_small=True)
        self.link.clicked.connect(self.work.link)
        for button in (self.make, self.take_in, self.link):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self._others_title = Text(self.tr("Keys of others that you know"), TextSize.STRONG)
        self.column.addWidget(self._others_title)
        self._others = _column(self)
        self.show_keys([])

    def refresh(self, change: Change | None = None) -> None:
        """Read the keys, off the UI thread."""
        if self._session.is_open and (change is None or change.touches("key")):
            self._session.read(lambda reader: reader.keys.all(), self.show_keys)

    def show_keys(self, keys: Sequence[KeyRecord]) -> None:
        """Show keys, those in use first."""
        for column in (self._own, self._others):
            _clear(column)
        own = sorted((each for each in keys if each.owner == OWN), key=_order)
        for each in own:
            self._own.addWidget(self._own_row(each))
        others = [each for each in keys if each.owner != OWN and each.trust is not KeyTrust.NONE]
        for each in others:
            self._others.addWidget(self._other_row(each))
        self._others_title.setVisible(bool(others))
        has_app_key = any(each.kind is KeyKind.APP and not each.replaced_by for each in own)
        self.make.setVisible(not has_app_key)

    def _own_row(self, key: KeyRecord) -> QWidget:
        is_app = key.kind is KeyKind.APP
        name = self.tr("Key of this program") if is_app else self.tr("SSH key")
        said = [(self._seen(key), "muted")]
        if recovery := self._recovery(key):
            said.insert(0, (recovery, "warn" if _is_wanting(key) else "muted"))
        words = [Text(each, TextSize.SMALL, tone, wraps=True) for each, tone in said if each]
        row, line = _row(Text(name), key.fingerprint, words)
        if _is_wanting(key):
            save = Button(self.tr("Save recovery file…"), is_small=True)
            save.clicked.connect(partial(self.work.save_recovery, key.fingerprint))
            line.addWidget(save)
        more = Button("", ButtonKind.QUIET, icon="ellipsis", is_small=True)
        more.setAccessibleName(fill(self.tr("More about key %1"), key.fingerprint[-6:]))
        more.clicked.connect(partial(self._open_menu, key, more))
        line.addWidget(more)
        return row

    def _recovery(self, key: KeyRecord) -> str:
        if key.replaced_by:
            return fill(self.tr("Changed for the key ending in %1."), key.replaced_by[-6:])
        if _is_wanting(key):
            return self.tr(
                "No recovery file was saved. If this computer is lost, nothing signed with it can "
                "be taken back."
            )
        if key.recovery_at is None:
            return ""
        day = dates.long_day(key.recovery_at.date())
        return fill(self.tr("Recovery file saved on %1."), day)

    def _seen(self, key: KeyRecord) -> str:
        seen = [each for each in key.seen if each.result == LISTED]
        if seen:
            last = max(seen, key=lambda each: each.at)
            day = dates.long_day(last.at.date())
            return fill(self.tr("Seen at %1 on %2.", "an address, a date"), last.url, day)
        if key.replaced_by:
            return ""
        return self.tr("List its public part on your accounts: readers then see that it is yours.")

    def _other_row(self, key: KeyRecord) -> QWidget:
        name = key.owner or self.tr("A key")
        told = key.trust_words
        if key.trust is KeyTrust.REFUSED:
            told = self.tr("You want nothing from this key: what it signs is declined as it comes.")
        words = [DataText(told, TextSize.SMALL, "muted", wraps=True)]
        row, line = _row(DataText(name), key.fingerprint, words)
        forget = Button(self.tr("Forget"), is_small=True)
        forget.setAccessibleName(fill(self.tr("I no longer know the key of %1"), name))
        forget.clicked.connect(partial(self.work.know, key.public, KeyTrust.NONE, ""))
        line.addWidget(forget)
        return row

    def _open_menu(self, key: KeyRecord, at: QWidget) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy the public key"))
        copy.triggered.connect(partial(self._copy, key.public))
        if key.kind is KeyKind.APP:
            did = menu.addAction(self.tr("Copy its name for badges (did:key)"))
            did.triggered.connect(partial(self._copy_did, key))
            if not key.replaced_by:
                save = menu.addAction(self.tr("Save recovery file…"))
                save.triggered.connect(partial(self.work.save_recovery, key.fingerprint))
        if not key.replaced_by:
            change = menu.addAction(self.tr("Change for a new key…"))
            change.triggered.connect(partial(self.work.ask_change, key.fingerprint))
        remove = menu.addAction(self.tr("Remove…"))
        is_app = key.kind is KeyKind.APP
        remove.triggered.connect(partial(self.work.ask_remove if is_app else self.work.unlink, key))
        menu.popup(at.mapToGlobal(QPoint(0, at.height())))

    def _copy_did(self, key: KeyRecord) -> None:
        from portfolio.attest import app_keys

        self._copy(app_keys.did(base64.b64decode(key.public.split()[1])[-32:]))

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._say(BannerKind.PLAIN.value, self.tr("It is in the clipboard."))

    @Slot(str, str)
    def _say(self, kind: str, words: str) -> None:
        self.banner.say(BannerKind(kind), words)
        self.banner.show()


def _is_wanting(key: KeyRecord) -> bool:
    return key.kind is KeyKind.APP and not key.replaced_by and key.recovery_at is None


def _order(key: KeyRecord) -> tuple[bool, bool]:
    return bool(key.replaced_by), key.kind is not KeyKind.APP


def _row(name: QWidget, key: str, said: Sequence[QWidget]) -> tuple[QWidget, QHBoxLayout]:
    """Return a row with a key's name, fingerprint and state, and the line its buttons go on."""
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_8)
    column.addWidget(hairline())
    line = QHBoxLayout()
    line.setSpacing(SPACE_8)
    words = QVBoxLayout()
    words.setSpacing(SPACE_4)
    for each in (name, DataText(key, TextSize.SMALL, "muted", wraps=True), *said):
        words.addWidget(each)
    line.addLayout(words, 1)
    column.addLayout(line)
    return place, line


def _column(card: Card) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE_8)
    card.column.addLayout(column)
    return column


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
