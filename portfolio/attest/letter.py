"""Letters: signed statements as plain text that anybody can read (the format: docs/letters.md).

::

    Portfolio letter: testimonial, version 1
    Id: urn:uuid:...
    Issuer: Casimir Oduya-Lindt
    Issuer-Accounts: https://forge.example/coduya
    Subject: Noor Vantongeren
    ...
    Parts: issuer 5f0c..., subject 91ab..., headers 1c4e..., works 77d2..., statement 03ee..., ...

    1. Let the outline be walked with arrow keys
       https://forge.example/quillmark/pull/7
       git:2f7b2d4...

    Statement

    I have merged Noor's work since 2019.

    End of letter
    -----BEGIN SSH SIGNATURE-----
    ...

What is signed is every byte up to and with the line ``End of letter``. A letter and the pair of
files ``FILE`` and ``FILE.sig`` that ``ssh-keygen -Y sign`` makes are the same thing. The bytes that
came are kept; nothing is ever written anew from what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from portfolio.attest import letter_parts
from portfolio.attest.letter_names import bad_name
from portfolio.model.attestation import Attestation, AttestationKind, Basis, Mentoring
from portfolio.model.months import is_partial_date
from portfolio.model.text import clean_line

MOST_BYTES: Final = 64 * 1024
MOST_HEADERS: Final = 40
MOST_WORKS: Final = 40
LONGEST_LINE: Final = 4000
LONGEST_STATEMENT: Final = 12_000
END: Final = "End of letter"
STATEMENT: Final = "Statement"
NEW_KEY: Final = "New-Key"
"""Header of a key change: the public line of the new key."""
UNWRITTEN: Final = "Write here what you saw."
NAMELESS: Final = "Your name"
"""These stand in a form until somebody writes."""
VERSION: Final = 1
CRLF: Final = "line-ends"

FIRST: Final = re.compile(r"Portfolio letter: ([a-z-]{1,40}), version ([0-9]{1,4})")
HEADER: Final = re.compile(r"([A-Z][A-Za-z]{0,30}(?:-[A-Z][A-Za-z]{0,30}){0,3}): (\S.*)")
NUMBERED: Final = re.compile(r"([1-9][0-9]{0,2})\. (\S.*)")
ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[\x21-\x7e]{1,500}")
HASH: Final = re.compile(r"[a-z0-9-]{1,20}:[0-9a-zA-Z+/=_.-]{1,150}")
ID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
FINGERPRINT: Final = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
HIDING: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
    "|[\U000e0000-\U000e007f]"
)
KINDS: Final = frozenset(kind.value for kind in AttestationKind)
BASIS_WORDS: Final = {
    Basis.REVIEWED: "reviewed the work",
    Basis.TOGETHER: "worked together",
    Basis.SUPERVISED: "supervised",
    Basis.SAW_RESULT: "saw the result",
    Basis.KNOW_OF: "know of it",
}
MENTORING_WORDS: Final = {
    Mentoring.MENTOR: "I mentored them",
    Mentoring.MENTEE: "they mentored me",
}
BASES: Final = {words: basis for basis, words in BASIS_WORDS.items()}
KNOWN: Final = frozenset(
    (
        *("Id", "Issuer", "Issuer-Role", "Issuer-Accounts", "Issuer-Key"),
        *("Subject", "Subject-Role", "Subject-Accounts", "Subject-Key"),
        *("Basis", "Mentoring", "Relation", "Language", "Issued", "Expires", "Contact", "Audience"),
        *("Status", "Refers-To", "Parts"),
    )
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was read; nothing of it is checked yet.

    Attributes:
        attestation: What it says; ``raw`` holds all the bytes that came.
        body: Exactly the bytes that are signed, its line ends as letters have them.
        signature: The armoured signature, empty when there is none.
        extra: Headers this version does not know, in their order: kept and shown.
        parts: Digests of its parts as the writer's program noted them (`letter_parts`).
        repaired: What another program did to it and could be undone safely: `CRLF`.
        as_came: The body with the line ends it came with, when those are others.
        signed_for: The namespace of its signature, when that is not the one of its kind.
    """

    attestation: Attestation
    body: bytes
    signature: bytes = b""
    extra: tuple[tuple[str, str], ...] = ()
    parts: str = ""
    repaired: tuple[str, ...] = ()
    as_came: bytes = b""
    signed_for: str = ""

    @property
    def namespace(self) -> str:
        """What it has to be signed for."""
        return self.signed_for or namespace(self.attestation.kind)

    def changed_parts(self) -> tuple[str, ...]:
        """Return the parts that are not what their writer's program noted.

        This names what was changed when a signature does not fit; it proves nothing by itself.
        """
        return letter_parts.changed(self.body.decode("utf-8"), self.parts)

    def value(self, name: str) -> str:
        """Return an unknown header's value, or ""."""
        return next((value for key, value in self.extra if key == name), "")


def namespace(kind: AttestationKind) -> str:
    """Return what a letter of a kind is signed for."""
    return f"{kind}@portfolio"


def suffix(kind: AttestationKind) -> str:
    """Return the ending of a letter's file name, without the dot."""
    return str(kind)


def is_address(text: str) -> bool:
    """Say whether a text is an address that others can open, also by its brackets and port."""
    if not ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme == "mailto" or bool(parts.hostname)


def bad_value(each: Attestation) -> str:
    """Return what in a letter has not the form it needs, "" when all has."""
    addresses = [
        *each.issuer.accounts,
        *each.subject.accounts,
        *(w.url for w in each.about if w.url),
    ]
    addresses += [each.status_url] if each.status_url else []
    for address in addresses:
        if not is_address(address):
            return f"“{clean_line(address, limit=60)}” is no address that others can open."
    for work in each.about:
        if work.content_hash and not HASH.fullmatch(work.content_hash):
            return f"“{clean_line(work.content_hash, limit=60)}” is no hash of a work."
    for key in (each.issuer.key, each.subject.key):
        if key and not FINGERPRINT.fullmatch(key):
            return f"“{clean_line(key, limit=60)}” is no fingerprint of a key."
    for on in (each.relation_from, each.relation_to):
        if on and not is_partial_date(on):
            return f"“{clean_line(on, limit=40)}” is no date."
    if each.language and not LANGUAGE.fullmatch(each.language):
        return f"“{clean_line(each.language, limit=40)}” names no language."
    return bad_name(each.issuer, each.subject)
