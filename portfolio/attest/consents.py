"""Consent files: read and written strictly, signed like letters (the format: docs/letters.md).

::

    Portfolio consent: claim, version 1
    Id: urn:uuid:...
    Person: Noor Vantongeren
    Person-Accounts: https://forge.example/noorvt
    Maker: Casimir Oduya-Lindt
    Maker-Accounts: https://forge.example/coduya
    Fields: name, works
    Given: 2026-11-20
    Until: 2027-11-20

    Purpose

    A page of thanks at the yearly meeting.

    End of consent
    -----BEGIN SSH SIGNATURE-----
    ...
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter as form
from portfolio.attest import ssh_programs, sshsig
from portfolio.attest.letter_grammar import Grammar, party
from portfolio.attest.letter_names import bad_name
from portfolio.errors import LetterError, UsageError
from portfolio.model.attestation import AttestationKind, Party
from portfolio.model.consent import Consent, ConsentField
from portfolio.model.months import is_partial_date
from portfolio.model.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.attest.letter_checking import Verify

SUFFIX: Final = "consent"
_HEAD: Final = b"Portfolio consent:"
NAMESPACE: Final = "consent@portfolio"
PURPOSE: Final = "Purpose"
END: Final = "End of consent"
LONGEST_PURPOSE: Final = 1000
_FIRST: Final = re.compile(r"Portfolio consent: ([a-z-]{1,40}), version ([0-9]{1,4})")
_PARTY: Final = ("", "-Accounts", "-Key")
KNOWN: Final = frozenset(
    (
        *("Id", "Fields", "Given", "Until"),
        *(f"{who}{part}" for who in ("Person", "Maker") for part in _PARTY),
    )
)
_CONSENT: Final = Grammar("consent", _FIRST, KNOWN, PURPOSE, END)


def is_consent(raw: bytes) -> bool:
    """Say whether a file means to be one."""
    return raw.lstrip()[: len(_HEAD)] == _HEAD


def parse(raw: bytes) -> Consent:
    """Read a consent with its signature. What it does not know, it refuses: it must not guess.

    Raises:
        LetterError: It is none, not a whole one, or says something this version does not know.
    """
    if len(raw) > form.MOST_BYTES + sshsig.MOST_BYTES:
        raise LetterError("This file is too long to be a consent.")
    body, signature = _CONSENT.split(raw.replace(b"\r\n", b"\n"))
    kind, known, extra, works, purpose = _CONSENT.read(body)
    if kind is not AttestationKind.CLAIM or extra or works:
        raise LetterError("This consent says something this program does not know.")
    said = Consent(
        id=known.get("Id", ""),
        person=party(known, "Person"),
        maker=party(known, "Maker"),
        purpose=purpose,
        fields=_fields(known.get("Fields", "")),
        given_on=_day(known.get("Given", "")),
        until=_day(known.get("Until", "")),
        body=body,
        signature=signature,
    )
    problem = _problem(said)
    if problem:
        raise LetterError(f"This consent cannot be read. {problem}")
    return said


def compose(consent: Consent) -> bytes:
    """Return the bytes that are to be signed.

    Raises:
        UsageError: Something a consent needs is missing, or does not fit.
    """
    if problem := _problem(consent):
        raise UsageError(f"This consent cannot be made. {problem}")
    purpose = clean(consent.purpose, limit=LONGEST_PURPOSE)
    lines = ["Portfolio consent: claim, version 1"]
    lines += [f"{name}: {value}" for name, value in _headers(consent) if value]
    lines += ["", PURPOSE, "", *purpose.split("\n"), "", END, ""]
    body = "\n".join(lines).encode("utf-8")
    parse(body)  # nothing is signed that nobody could read
    return body


def signer(consent: Consent, verify: Verify = ssh_programs.verify) -> str:
    """Return the fingerprint of the key that signed a consent.

    Raises:
        LetterError: Nobody did, or it was changed since.
    """
    if not consent.signature:
        raise LetterError("Nobody signed this consent.")
    signature = sshsig.read(consent.signature)
    verify(consent.body, NAMESPACE, signature)
    return signature.fingerprint


def _headers(consent: Consent) -> Iterable[tuple[str, str]]:
    yield "Id", consent.id
    for name, one in (("Person", consent.person), ("Maker", consent.maker)):
        yield name, clean_line(one.name)
        yield f"{name}-Accounts", " ".join(one.accounts)
        yield f"{name}-Key", one.key
    yield "Fields", ", ".join(consent.fields)
    yield "Given", consent.given_on.isoformat()
    yield "Until", consent.until.isoformat()


def _fields(text: str) -> tuple[ConsentField, ...]:
    words = [part for part in text.split(", ") if part]
    if not words or any(word not in set(ConsentField) for word in words):
        raise LetterError("What this consent is for cannot be read.")
    return tuple(dict.fromkeys(map(ConsentField, words)))


def _day(text: str) -> date:
    if len(text) != len("2026-11-20") or not is_partial_date(text):
        raise LetterError("A day in this consent is none.")
    return date.fromisoformat(text)


def _problem(each: Consent) -> str:
    """Return why this is no consent, "" when it is one."""
    checks = (
        (not form.ID.fullmatch(each.id), "It has no id."),
        (not each.person.name, "It does not say who gives it."),
        (not _is_known(each.person), "It names no account or key of who gives it."),
        (not _is_known(each.maker), "It names no account or key of who may use it."),
        (len(each.purpose) > LONGEST_PURPOSE, "Its purpose is too long."),
        (each.until < each.given_on, "It ends before it begins."),
    )
    for applies, words in checks:
        if applies:
            return words
    accounts = (*each.person.accounts, *each.maker.accounts)
    bad = next((one for one in accounts if not form.is_address(one)), "")
    if bad:
        return f"“{clean_line(bad, limit=60)}” is no address that others can open."
    return bad_name(each.person, each.maker)


def _is_known(one: Party) -> bool:
    return bool(one.accounts or form.FINGERPRINT.fullmatch(one.key))
