"""The numbers of letters and badges, the files they ride along as, and the list of them.

``T`` numbers are what persons said (letters, badges from a person), ``C`` numbers what
organisations certify. What nobody but the holder vouches for stays ``○``, whatever its number.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOutKind
from portfolio.model.document import (
    SIGNERS_FILE,
    AttachedItem,
    AttachedList,
    Attachment,
    Mark,
)
from portfolio.model.verdict import VerdictState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.chosen import ChosenBadge, ChosenLetter
    from portfolio.export.gate.pen import Pen
    from portfolio.export.gate.visibility import Visibility
    from portfolio.model.codes import TrustClass

_MEDIA_TYPES = {"json": "application/json", "png": "image/png", "svg": "image/svg+xml"}
_TEXT = "text/plain"


@dataclass(slots=True)
class AttachedBook:
    """Numbers letters and badges in the order the document names them; one for each document."""

    pen: Pen
    visibility: Visibility
    items: list[AttachedItem] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    signers: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    shown_letters: list[ChosenLetter] = field(default_factory=list)
    shown_badges: list[ChosenBadge] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _by_letter: dict[str, AttachedItem] = field(default_factory=dict)

    def may_show(self, name: str, key: str, state: VerdictState, content: bytes) -> bool:
        """Say whether a signed file may be in the document at all; if not, note why.

        A file is shown whole or not at all: what somebody signed cannot be redacted.
        """
        if state.does_not_hold:
            why = LeftOutKind.ATTESTED_DOES_NOT_HOLD
            if state is VerdictState.WITHDRAWN:
                why = LeftOutKind.ATTESTED_WITHDRAWN
            self.pen.ledger.note(why, name, key)
            return False
        return not self.pen.names_somebody(content.decode("utf-8", "replace"))

    def are_open(self, name: str, key: str, deed_keys: Iterable[str]) -> bool:
        """Say whether every work a file names may be named in this document."""
        if all(self.visibility.deed(each) is not None for each in deed_keys):
            return True
        self.pen.ledger.note(LeftOutKind.ATTESTED_NAMES_HIDDEN, name, key)
        return False

    def add_letter(
        self, each: ChosenLetter, trust: TrustClass, title: str, detail: str, finding: str
    ) -> AttachedItem:
        """Attach a letter as the pair of files that ``ssh-keygen -Y verify`` takes."""
        number = self._number("T")
        name = f"{number}.{each.suffix}"
        item = AttachedItem(
            number=number,
            title=title,
            detail=detail,
            finding=finding,
            file=name,
            sha256=hashlib.sha256(each.body).hexdigest(),
            trust=trust,
            signature=f"{name}.sig" if each.signature else "",
        )
        self.files.append(Attachment(name, _TEXT, title, each.body))
        if each.signature:
            self.files.append(Attachment(item.signature, _TEXT, title, each.signature))
            signer = self._signer(each)
            self.commands.append(
                f"ssh-keygen -Y verify -n {each.namespace} -f {SIGNERS_FILE} -I {signer}"
                f" -s {item.signature} < {name}"
            )
        self.items.append(item)
        self._by_letter[each.letter.id] = item
        return item

    def add_badge(
        self, each: ChosenBadge, trust: TrustClass, title: str, detail: str, finding: str
    ) -> AttachedItem:
        """Attach a badge as the file that came."""
        number = self._number("T" if each.badge.from_person else "C")
        name = f"{number}.{each.file_type}"
        item = AttachedItem(
            number=number,
            title=title,
            detail=detail,
            finding=finding,
            file=name,
            sha256=hashlib.sha256(each.badge.raw).hexdigest(),
            trust=trust,
        )
        media_type = _MEDIA_TYPES.get(each.file_type, _TEXT)
        self.files.append(Attachment(name, media_type, title, each.badge.raw))
        self.items.append(item)
        return item

    def of_letter(self, letter_id: str) -> AttachedItem | None:
        """Return the item of a letter that was attached."""
        return self._by_letter.get(letter_id)

    def mark(self, item: AttachedItem, *, words: str = "") -> Mark:
        """Return the mark that leads to an item; one of an unknown signer says so in words."""
        return Mark(item.trust, words or item.number, item.number)

    def listing(self, file_stem: str) -> AttachedList | None:
        """Return the list of what is attached; None when nothing is."""
        if not self.items:
            return None
        words = self.pen.words
        on = words.day(self.pen.made_on)
        commands = [f"pdfdetach -saveall {file_stem}.pdf", *self.commands] if self.commands else []
        return AttachedList(
            heading=words.phrase("attached_heading"),
            introduction=words.phrase("attached_intro"),
            columns=(
                words.phrase("attached_number"),
                words.phrase("attached_what"),
                words.phrase("attached_found", date=on),
            ),
            items=tuple(self.items),
            commands_heading=words.phrase("without_app") if commands else "",
            commands=tuple(commands),
        )

    def attachments(self) -> tuple[Attachment, ...]:
        """Return the files, with the list of keys that ``ssh-keygen`` wants."""
        if not self.signers:
            return tuple(self.files)
        lines = "".join(f"{name} {key}\n" for key, name in self.signers.items())
        title = self.pen.words.phrase("attached_heading")
        return (*self.files, Attachment(SIGNERS_FILE, _TEXT, title, lines.encode()))

    def _number(self, letter: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{letter}{self._counts[letter]}"

    def _signer(self, each: ChosenLetter) -> str:
        """Return the name a key has in the list of signers: its account, else its number."""
        plain = "".join(char for char in each.account if char.isalnum() or char in "-_.")
        taken = set(self.signers.values())
        wanted = plain if plain and plain not in taken else f"signer{len(self.signers) + 1}"
        return self.signers.setdefault(each.public_key, wanted)
