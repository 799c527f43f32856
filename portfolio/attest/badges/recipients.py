"""Whom a badge was given to, and whether that is the holder.

Badges name their recipient by an address, an account, a key, or by a scrambled form of one of them
(Open Badges 3.0, B.1.14 IdentityObject; Open Badges 2.0, IdentityHash). A scrambled form is tried
with what the holder confirmed as theirs; it cannot be read otherwise.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from portfolio.attest.badges.badge_file import Form
from portfolio.attest.badges.documents import items, objects, texts, web_address
from portfolio.attest.onlooker import account_key
from portfolio.model.badge import RecipientMatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.attest.badges.badge_file import BadgeFile

_MAX_NAMED: Final = 50
_MAX_TEXT: Final = 2_000
_HASHES: Final = {"sha256": 64, "md5": 32}  # and how many digits each has


@dataclass(frozen=True, slots=True)
class Named:
    """One way in which a badge names its recipient.

    Attributes:
        identity: An address, an account, a key, or ``sha256$...`` where it is scrambled.
        salt: That was put behind it before scrambling.
    """

    identity: str
    scrambled: bool = False
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whether a badge names the holder.

    Attributes:
        own: The holder's address, account or key that it names, "" when it names none of them.
        scrambled: It names it in a scrambled form.
    """

    match: RecipientMatch
    own: str = ""
    scrambled: bool = False


def named_in(file: BadgeFile) -> tuple[Named, ...]:
    """Return every way in which a badge names its recipient, at most fifty.

    An endorsement names what is endorsed, which is nobody's address.
    """
    if file.form.is_endorsement:
        return ()
    found = _in_credential if file.form.is_credential else _in_assertion
    return tuple(found(file))[:_MAX_NAMED]


def recipient_of(
    file: BadgeFile,
    *,
    own_addresses: Iterable[str] = (),
    own_accounts: Iterable[str] = (),
    own_dids: Iterable[str] = (),
) -> Recipient:
    """Return whether a badge names the holder.

    Args:
        file: The badge.
        own_addresses: E-mail addresses the holder confirmed, as they typed them.
        own_accounts: Addresses of accounts the holder confirmed.
        own_dids: Keys the holder has, as ``did:key:...`` or another DID.
    """
    own = _Own(tuple(own_addresses), tuple(own_accounts), tuple(own_dids))
    named = named_in(file)
    for each in named:
        mine = own.scrambled(each) if each.scrambled else own.plain(each.identity)
        if mine:
            return Recipient(RecipientMatch.CONFIRMED, mine, each.scrambled)
    if any(each.scrambled for each in named):
        return Recipient(RecipientMatch.HIDDEN, scrambled=True)
    return Recipient(RecipientMatch.OTHER if named else RecipientMatch.NONE)


@dataclass(frozen=True, slots=True)
class _Own:
    """What belongs to the holder."""

    addresses: tuple[str, ...]
    accounts: tuple[str, ...]
    dids: tuple[str, ...]

    def plain(self, identity: str) -> str:
        address = _mail_address(identity)
        if address:
            wanted = address.casefold()
            return next((each for each in self.addresses if each.casefold() == wanted), "")
        if identity.startswith("did:"):
            wanted = identity.partition("#")[0]
            return next((each for each in self.dids if each.partition("#")[0] == wanted), "")
        wanted = _account(identity)
        return next((each for each in self.accounts if wanted and _account(each) == wanted), "")

    def scrambled(self, named: Named) -> str:
        wanted = named.identity.strip().lower()
        if not _looks_scrambled(wanted):
            return ""
        for mine in (*self.addresses, *self.accounts, *self.dids):
            typed = mine.strip()
            # No form is laid down: issuers scramble what was typed, or small letters of it.
            forms = {typed, typed.lower()}
            if mine in self.addresses:
                forms |= {f"mailto:{each}" for each in forms}
            if any(identity_hash(form, named.salt, wanted[:6]) == wanted for form in forms):
                return mine
        return ""


def identity_hash(identity: str, salt: str = "", kind: str = "sha256") -> str:
    """Return the scrambled form of an address: ``sha256$`` or ``md5$`` and digits.

    Args:
        identity: Exactly as it is to be scrambled.
        salt: Put behind it.
        kind: Begins with the name of one of the two ways; "" comes back for others.
    """
    raw = (identity + salt).encode("utf-8", "surrogatepass")
    if kind.startswith("sha256"):
        return f"sha256${hashlib.sha256(raw).hexdigest()}"
    if kind.startswith("md5"):
        return f"md5${hashlib.md5(raw, usedforsecurity=False).hexdigest()}"
    return ""


def _in_credential(file: BadgeFile) -> Iterator[Named]:
    for subject in objects(file.credential.get("credentialSubject")):
        yield from _plain(subject.get("id"))
        for identifier in objects(subject.get("identifier")):
            yield from _identity(
                identifier.get("identityHash"),
                identifier.get("salt"),
                scrambled=identifier.get("hashed") is True,
            )
    for holder in items(file.credential.get("holder")):  # of a presentation
        yield from _plain(holder.get("id") if isinstance(holder, dict) else holder)


def _in_assertion(file: BadgeFile) -> Iterator[Named]:
    recipient = file.credential.get("recipient")
    if file.form is Form.ASSERTION_0_5:
        yield from _identity(recipient, file.credential.get("salt"), scrambled=False)
    for each in objects(recipient):
        for identity in texts(each.get("identity")):
            yield from _identity(identity, each.get("salt"), scrambled=each.get("hashed") is True)


def _identity(value: object, salt: object, *, scrambled: bool) -> Iterator[Named]:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        return
    if scrambled or _looks_scrambled(value):
        yield Named(value, scrambled=True, salt=salt[:_MAX_TEXT] if isinstance(salt, str) else "")
    else:
        yield from _plain(value)


def _looks_scrambled(value: str) -> bool:
    kind, dollar, digits = value.strip().lower().partition("$")
    return bool(dollar) and len(digits) == _HASHES.get(kind)


def _plain(value: object) -> Iterator[Named]:
    if not isinstance(value, str) or not value.strip() or len(value) > _MAX_TEXT:
        return
    if not value.lower().startswith(("urn:uuid:", "_:")):  # says nothing of anybody
        yield Named(value.strip())


def _mail_address(identity: str) -> str:
    if identity.lower().startswith("mailto:"):
        return unquote(identity[7:].partition("?")[0])
    is_address = "@" in identity and not any(mark in identity for mark in "/: ")
    return identity if is_address else ""


def _account(address: str) -> str:
    try:
        return account_key(address) if web_address(address.strip()) else ""
    except ValueError:  # brackets in a host that is none
        return ""
