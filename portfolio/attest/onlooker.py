"""Who is looking: all that somebody who checks a letter or badge knows beforehand.

An empty `Onlooker` is a stranger with nothing set up, such as an interviewer. What the holder's
app saw (keys on accounts, parts in works) is the holder's own observation: to the holder it is
knowledge, to a stranger it is something the holder says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from portfolio.model.keys import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from portfolio.attest.key_changes import KeyChange
    from portfolio.model.attestation import Part
    from portfolio.model.keys import KeyRecord
    from portfolio.model.verdict import Answer


_NAMES: Final = {"github.com": "GitHub", "gitlab.com": "GitLab", "codeberg.org": "Codeberg"}
"""A name stands for one host only, so that no other can look like it."""


@dataclass(frozen=True, slots=True)
class Onlooker:
    """What the one who looks knows.

    Attributes:
        is_holder: The record of this computer is about the person the letter is for.
        accounts: Confirmed accounts of the holder, as addresses of their profiles.
        addresses: Confirmed e-mail addresses of the holder.
        keys: Public keys known here, with where they were seen and how they are trusted.
        said_keys: Keys with where they were seen as the file itself says (the holder's word).
        parts: What the record says the holder of each named account did on the listed works; empty
            when there is no record to look in.
        withdrawn: Ids of letters withdrawn by their own key, and when.
        written_for_on: When the holder wrote for this writer, if ever.
        answers: What addresses said, by address.
        changes: Key changes in the record, each signed by its old key.
    """

    is_holder: bool = False
    accounts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    keys: tuple[KeyRecord, ...] = ()
    said_keys: tuple[KeyRecord, ...] = ()
    parts: tuple[Part, ...] = ()
    withdrawn: Mapping[str, datetime] = field(default_factory=dict)
    written_for_on: date | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    changes: tuple[KeyChange, ...] = ()

    def key(self, fingerprint: str) -> KeyRecord | None:
        """Return what is known of a key."""
        return next((each for each in self.keys if each.fingerprint == fingerprint), None)

    def is_own_key(self, fingerprint: str) -> bool:
        """Say whether a key is one of the holder's own."""
        known = self.key(fingerprint)
        return known is not None and known.owner == OWN

    def owns(self, account: str) -> str:
        """Return the holder's own account or address a letter means, "" when it is not theirs."""
        if account.lower().startswith("mailto:"):
            wanted = account[7:].casefold()
            return next((each for each in self.addresses if each.casefold() == wanted), "")
        wanted = account_key(account)
        return next((each for each in self.accounts if account_key(each) == wanted), "")

    def part_of(self, accounts: Iterable[str]) -> Part | None:
        """Return what the holder of one of some accounts did on most works, None if unknown."""
        wanted = {account_key(each) for each in accounts}
        known = [each for each in self.parts if account_key(each.address) in wanted]
        return max(known, key=lambda each: len(each.works), default=None)


def account_key(address: str) -> str:
    """Return an account's address in the form in which two of them are compared."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # no address at all, such as "https://["
        return address.strip().casefold()
    host = (parts.hostname or "").lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/').casefold()}"


def account_name(address: str) -> str:
    """Return how people say an account: ``coduya`` of ``https://forge.example/coduya``."""
    if address.lower().startswith("mailto:"):
        return address[7:]
    try:
        path = urlsplit(address).path.strip("/")
    except ValueError:
        return address
    return path.rpartition("/")[2].removeprefix("@") or service_of(address)


def service_of(address: str) -> str:
    """Return how people call the place of an account: its host, or a name everybody knows it by."""
    if address.lower().startswith("mailto:"):
        return address.rpartition("@")[2]
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return address
    return _NAMES.get(host, host)
