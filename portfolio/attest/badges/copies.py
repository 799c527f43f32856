"""Whether the copy of a hosted badge says what its host says.

Only the host's words are the badge. People see the copy, so all that is shown of it has to agree,
also where the copy has written inside what the host keeps at another address: somebody else's
badge with a grander description put into it is not that badge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest.badges import documents, profiles, reading
from portfolio.attest.badges.badge_file import Form
from portfolio.attest.badges.case import secure

if TYPE_CHECKING:
    from portfolio.attest.badges.case import Case

_SHOWN: Final = {
    "": (
        *("recipient", "salt", "badge", "issuer", "claim", "name", "description", "narrative"),
        *("issuedOn", "issued_on", "expires", "evidence", "uid"),
    ),
    "badge": ("name", "description", "criteria", "issuer", "tags", "alignment"),
    "issuer": ("name", "url", "origin"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing.

    Attributes:
        differing: Names of members that say something else.
        unknown: A part lies at an address that did not answer, so its copy cannot be compared.
    """

    differing: tuple[str, ...] = ()
    unknown: bool = False


def compare(case: Case, hosted: Mapping[str, Any]) -> Compared:
    """Compare the case's file with what its host answered; wants what it takes to do so."""
    file = case.file
    has_id = file.form in (Form.ASSERTION_2_0, Form.ENDORSEMENT_2_0)
    if has_id and secure(hosted.get("id")) != secure(file.url):
        return Compared(("id",))
    return _objects(case, "", file.credential, hosted)


def _objects(case: Case, kind: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Compared:
    differing: list[str] = []
    unknown = False
    for name in _SHOWN[kind]:
        if name not in ours:
            continue
        found = _members(case, name, ours[name], theirs.get(name))
        differing += [f"{name}.{each}" if each else name for each in found.differing]
        unknown |= found.unknown
    return Compared(tuple(differing), unknown)


def _members(case: Case, name: str, ours: Any, theirs: Any) -> Compared:
    if name in _SHOWN and isinstance(ours, Mapping) and isinstance(theirs, str):
        kept = profiles.known(case, theirs)
        if kept is None:
            case.want_if_new(secure(theirs))
            return Compared(unknown=True)
        if "id" in ours and secure(ours["id"]) != secure(theirs):
            return Compared(("",))
        return _objects(case, name, ours, kept)
    if name in _SHOWN and isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return _objects(case, name, ours, theirs)
    if isinstance(ours, str) and isinstance(theirs, Mapping):
        return Compared() if secure(theirs.get("id")) == secure(ours) != "" else Compared(("",))
    return Compared() if _agree(ours, theirs) else Compared(("",))


def _agree(ours: Any, theirs: Any) -> bool:
    """Whether two values say the same: a list of one too, and two spellings of one instant."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return all(name in theirs and _agree(ours[name], theirs[name]) for name in ours)
    if isinstance(ours, list) or isinstance(theirs, list):
        one, other = documents.items(ours), documents.items(theirs)
        return len(one) == len(other) and all(map(_agree, one, other))
    at = reading.instant(ours)
    return bool(ours == theirs) or (at is not None and at == reading.instant(theirs))
