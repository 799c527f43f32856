"""Whose work: names under which somebody acts, as sources show them and as the holder decided."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from portfolio.model.codes import IdentityKind, IdentityStatus, Proof


def fold(text: str) -> str:
    """Fold a name or address for comparison: compatibility form, no case, single blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def identity_key(kind: IdentityKind, instance: str, value: str) -> str:
    """Return the key all spellings of one identity share, e.g. ``git-email::ada@x.example``."""
    return f"{kind}:{instance}:{fold(value)}"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One exact way a name and address stand in a source (the recorded side of an identity).

    Attributes:
        key: The identity it belongs to.
        name: Exact, as read (decoded with replacement, controls removed).
        address: Exact.
        parts: How often per part (``author``, ``committer``, ``co-author`` ...).
    """

    source_id: str
    key: str
    kind: IdentityKind
    instance: str
    name: str
    address: str
    first_at: datetime
    last_at: datetime
    parts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity the holder (or a confirmed sign-in) decided about; curated."""

    id: str
    person_id: str
    kind: IdentityKind
    instance: str
    value_raw: str
    key: str
    status: IdentityStatus
    proof: Proof
    proved_at: datetime | None = None
    native_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class IdentityHint:
    """A hint that an address is the holder's: git settings of this computer or one repository.

    Attributes:
        where: ``computer`` or ``repository``.
        label: The repository's label when ``where`` is ``repository``.
    """

    name: str
    address: str
    where: str
    label: str = ""


class Reason:
    """Why an identity is suggested (codes; the screens have the words)."""

    COMPUTER = "computer"  # in the git settings of this computer
    REPOSITORY = "repository"  # in the settings of one repository
    MAILMAP = "mailmap"  # the project's .mailmap joins it to a ticked one
    SAME_NAME = "same-name"  # same name as a ticked one, another address
    SIMILAR_NAME = "similar-name"
    PLACEHOLDER = "placeholder"  # an address several people may share; never ticked before
    BOT = "bot"  # looks like a program
    OTHER = "other"  # somebody else


@dataclass(frozen=True, slots=True)
class IdentitySuggestion:
    """One row of "Which of these are you?".

    Attributes:
        key: Identity key; all ``spellings`` share it.
        name: The spelling shown first.
        reason: A code of `Reason`; ``reason_detail`` is the repository's label or the name
            it resembles.
        ticked: Confirmed already, or so well supported that it is ticked before the person looks.
        sources: Labels of the sources it was seen in, most recent first.
        total: How many entries carry it; for ordering within a reason only, never shown.
    """

    key: str
    kind: IdentityKind
    instance: str
    name: str
    address: str
    spellings: tuple[str, ...]
    reason: str
    reason_detail: str
    ticked: bool
    status: IdentityStatus
    sources: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    total: int = 0
    computer_name: bool = False
