"""Puts badges together into one signed document (CLR 2.0), for programs that want one.

Each badge keeps its own signature; the one round them says only who put them together. A document
that is signed as a whole is capped at 256 KiB, so many badges make several.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest import credentials
from portfolio.attest.badges import issuing, strict_json
from portfolio.attest.badges.badge_file import Form, Sealing
from portfolio.attest.badges.vocabularies import CLR_2, CREDENTIALS_2, OPEN_BADGES_3
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.attest.badges.issuing import Giver

MAX_BYTES: Final = credentials.MAX_BYTES - 8 * 1024
"""Of the members of one document; the rest is for what stands round them and the signature."""
MAX_MEMBERS: Final = 60
"""Of one document: what it takes to sign and check grows with their number."""
_WHOLE: Final = frozenset({Sealing.DATA_INTEGRITY, Sealing.ED25519_2020})
_FITTING: Final = frozenset({Form.BADGE_3_0, Form.ENDORSEMENT_3_0})


@dataclass(frozen=True, slots=True)
class Bundles:
    """What became of a number of badges.

    Attributes:
        documents: Signed documents as JSON; each is a file.
        left_out: Badges that do not fit in: older ones, tokens, and those in other vocabularies.
            They are handed over as the files they are.
    """

    documents: tuple[bytes, ...]
    left_out: tuple[BadgeFile, ...]


def clr(files: Sequence[BadgeFile], holder: Giver, *, mail: str = "", at: datetime) -> Bundles:
    """Put badges together.

    Args:
        files: Badges, each a single one.
        holder: Who puts them together, and signs.
        mail: The holder's address, of which only the scrambled form is written; or "".
        at: Now.

    Raises:
        BadgeError: There is none to put together, or it cannot be signed.
    """
    fitting = [each for each in files if _fits(each)]
    if not fitting:
        raise BadgeError("None of these badges can be put into one document.")
    left_out = tuple(each for each in files if not _fits(each))
    made = tuple(_signed(group, holder, mail, at) for group in _groups(fitting))
    return Bundles(made, left_out)


def _fits(file: BadgeFile) -> bool:
    if file.form not in _FITTING or file.sealing not in _WHOLE:
        return False
    if len(strict_json.compact(dict(file.credential))) > MAX_BYTES:
        return False
    try:
        credentials.expanded(dict(file.credential))
    except BadgeError:
        return False
    return True


def _groups(files: list[BadgeFile]) -> list[list[BadgeFile]]:
    """Return the badges in runs that stay within one document."""
    groups: list[list[BadgeFile]] = [[]]
    size = 0
    for file in files:
        here = len(strict_json.compact(dict(file.credential))) + 1
        if groups[-1] and (size + here > MAX_BYTES or len(groups[-1]) >= MAX_MEMBERS):
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += here
    return groups


def _signed(group: list[BadgeFile], holder: Giver, mail: str, at: datetime) -> bytes:
    subject: dict[str, Any] = {
        "id": issuing.did(holder.key),
        "type": ["ClrSubject"],
        "verifiableCredential": [dict(each.credential) for each in group],
    }
    if mail:
        subject["identifier"] = [issuing.scrambled(mail)]
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_2, CLR_2, OPEN_BADGES_3],
        "id": issuing.new_id(),
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Badges",
        "partial": True,
        "issuer": issuing.profile(holder),
        "validFrom": issuing.instant(at),
        "credentialSubject": subject,
    }
    return issuing.sealed(document, holder, at)
