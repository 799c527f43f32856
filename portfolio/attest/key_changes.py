"""Key changes: the old key signs which key takes its place.

A change is a letter of its own kind with the header ``New-Key``. It says what the holder of the
old key wants; whether the new one belongs to the same person is no more certain than that. Whoever
stole the old key can write one too, which is why a key somebody marked themselves is never moved on
by one: it is shown, and the person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter_writing, ssh_programs, sshsig
from portfolio.attest.letter import NEW_KEY
from portfolio.attest.letter_checking import check
from portfolio.errors import KeyFileError, LetterError
from portfolio.model.attestation import Attestation, AttestationFormat, AttestationKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portfolio.attest.letter import Letter
    from portfolio.model.attestation import Party

STATEMENT: Final = "From now on I sign with the new key named above."
_LONGEST_CHAIN: Final = 50


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One change, signed by the old key.

    Attributes:
        old: Fingerprint of the key that signed it.
        new: Public line of the key that takes its place.
        letter_id: Of the letter that says so.
    """

    old: str
    new: str
    new_fingerprint: str
    letter_id: str
    changed_at: datetime | None


def compose(
    issuer: Party, new_public: str, *, issued_at: datetime, statement: str = STATEMENT
) -> bytes:
    """Return the bytes of a key change that the old key is to sign.

    Args:
        issuer: Who changes keys, with the accounts the old key is listed on.
        new_public: Public line ``<algorithm> <base64>``.
        issued_at: Now.
        statement: In the writer's own words, e.g. why.

    Raises:
        UsageError: Something is missing.
        KeyFileError: The new key is none.
    """
    wire, _ = ssh_programs.public_key(new_public)
    said = Attestation(
        id="",
        kind=AttestationKind.KEY_CHANGE,
        format=AttestationFormat.SIGNED_FILE,
        issuer=issuer,
        subject=issuer,
        statement=statement,
        raw=b"",
        issued_at=issued_at.replace(microsecond=0),
    )
    return letter_writing.compose(said, ((NEW_KEY, sshsig.public_line(wire)),))


def fingerprint_of(letter: Letter) -> str:
    """Return the fingerprint of the key a change names.

    Raises:
        LetterError: It names none.
    """
    try:
        wire, _ = ssh_programs.public_key(letter.value(NEW_KEY))
    except KeyFileError as exc:
        raise LetterError("This key change names no key.") from exc
    return sshsig.fingerprint(wire)


def changes_in(letters: Iterable[Letter]) -> list[KeyChange]:
    """Return the changes among letters whose signatures fit; others are passed over."""
    found = []
    for each in letters:
        if each.attestation.kind is not AttestationKind.KEY_CHANGE or not each.signature:
            continue
        try:
            old, new = check(each).fingerprint, fingerprint_of(each)
        except LetterError:
            continue
        if old != new:
            line = each.value(NEW_KEY)
            says = each.attestation
            found.append(KeyChange(old, line, new, says.id, says.issued_at))
    return found


def newest(fingerprint: str, changes: Iterable[KeyChange]) -> str:
    """Return the key that came of a key in the end; itself when it was never changed.

    Where one key names two, or keys name each other in a ring, nothing follows from it and the
    last certain key is returned.
    """
    following: dict[str, set[str]] = {}
    for change in changes:
        following.setdefault(change.old, set()).add(change.new_fingerprint)
    seen = [fingerprint]
    while len(seen) <= _LONGEST_CHAIN:
        after = following.get(seen[-1], set())
        if len(after) != 1:
            return seen[-1]
        (key,) = after
        if key in seen:
            return fingerprint
        seen.append(key)
    return fingerprint
