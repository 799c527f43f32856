"""A consent: somebody lets another person make a document about them, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portfolio.model.attestation import Party


class ConsentField(StrEnum):
    """What a document may show of the person it is about."""

    NAME = "name"
    ACCOUNTS = "accounts"
    WORDS = "words"
    WORKS = "works"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a ``.consent`` file says.

    Attributes:
        id: ``urn:uuid:...``.
        person: Whom the document is about; they sign it.
        maker: Who may make it.
        purpose: What for, in the person's words.
        until: The last day it holds.
        body / signature: The bytes that are signed, and the armoured signature below them.
    """

    id: str
    person: Party
    maker: Party
    purpose: str
    fields: tuple[ConsentField, ...]
    given_on: date
    until: date
    body: bytes = b""
    signature: bytes = b""
