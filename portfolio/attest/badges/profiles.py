"""Issuers of Open Badges 0.5 to 2.0: their profile, keys, and addresses they may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest.badges import binding, documents, strict_json
from portfolio.attest.badges.badge_file import Form
from portfolio.attest.badges.case import secure
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from portfolio.attest.badges.case import Case

_MAX_DOCUMENT: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Profile:
    """An issuer.

    Attributes:
        id: Its address; of the oldest badges its origin.
        keys: Addresses of keys it says are its own.
        starts: What addresses of its badges start with, when it says so.
        origins: Hosts its badges may lie on, when it says so.
        revocation_list: Address, or "".
    """

    id: str
    keys: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    revocation_list: str = ""

    def is_at(self, url: str) -> bool:
        """Whether an address is of the issuer's own host."""
        origin = binding.origin_of(secure(self.id))
        return bool(origin) and origin == binding.origin_of(url)

    def allows(self, url: str) -> bool:
        """Whether a badge of this issuer may lie at an address (Open Badges 2.0, "Scope")."""
        if self.starts:
            return any(secure(each) and url.startswith(secure(each)) for each in self.starts)
        if self.origins:
            host = binding.origin_of(url)
            return any(host == binding.origin_of(_as_address(each)) for each in self.origins)
        return self.is_at(url)

    def owns(self, key: str, owner: object) -> bool:
        """Whether a key at an address is its own: it lists the key, and the key names it."""
        listed = {secure(each) for each in self.keys}
        named = isinstance(owner, str) and secure(owner) == secure(self.id)
        return named and (secure(key) in listed or (not listed and self.is_at(secure(key))))


def find(case: Case) -> Profile | None:
    """Return a badge's issuer, as its own address says; None when that is not known here.

    What is missing is wanted. A profile inside a badge is what the badge says of its issuer, so of
    a signed badge it counts only as far as its address answers the same.
    """
    given = case.file.credential
    if case.file.form is Form.ENDORSEMENT_2_0:
        return _profile(case, given.get("issuer"))
    badge = _object(case, given.get("badge"))
    if badge is None:
        return None
    issuer = badge.get("issuer")
    if isinstance(issuer, Mapping) and case.file.form in (Form.ASSERTION_0_5, Form.ASSERTION_1_0):
        origin = issuer.get("origin", issuer.get("url"))
        return Profile(origin) if isinstance(origin, str) and secure(origin) else None
    return _profile(case, issuer)


def addresses(case: Case) -> Iterator[str]:
    """Yield the addresses a signed badge depends on, as they are asked."""
    given = case.file.credential
    badge = given.get("badge")
    found = [badge if isinstance(badge, str) else None]
    holder = badge if isinstance(badge, Mapping) else known(case, badge)
    issuer = (holder or given).get("issuer")
    found.append(issuer.get("id") if isinstance(issuer, Mapping) else issuer)
    for name in ("verification", "verify"):
        checked = given.get(name)
        if isinstance(checked, Mapping):
            found += [checked.get("creator"), checked.get("url")]
    yield from (secure(each) for each in found if secure(each))


def revoked(listing: Mapping[str, Any], assertion: Mapping[str, Any]) -> str | None:
    """Return why a revocation list names a badge, "" without a reason; None when it does not.

    Open Badges 2.0 lists ids or objects; 1.x maps each ``uid`` to its reason.
    """
    names = [each for each in (assertion.get("id"), assertion.get("uid")) if isinstance(each, str)]
    for each in documents.items(listing.get("revokedAssertions")):
        if isinstance(each, Mapping) and (each.get("id") in names or each.get("uid") in names):
            reason = each.get("revocationReason")
            return reason if isinstance(reason, str) else ""
        if each in names:
            return ""
    if "revokedAssertions" not in listing:
        for name in names:
            if name in listing and name not in ("id", "type", "issuer", "@context"):
                reason = listing[name]
                return reason if isinstance(reason, str) else ""
    return None


def _profile(case: Case, issuer: object) -> Profile | None:
    """Return an issuer as its own address describes it."""
    address = issuer.get("id", issuer.get("url")) if isinstance(issuer, Mapping) else issuer
    document = _object(case, address)
    if document is None or not isinstance(address, str):
        return None
    named = document.get("id", address)
    if secure(named) != secure(address):
        return None
    scope = document.get("verification")
    scope = scope if isinstance(scope, Mapping) else {}
    keys = [
        each.get("id") if isinstance(each, Mapping) else each
        for each in documents.items(document.get("publicKey"))
    ]
    listed = document.get("revocationList")
    return Profile(
        address,
        tuple(each for each in keys if isinstance(each, str)),
        tuple(documents.texts(scope.get("startsWith"))),
        tuple(documents.texts(scope.get("allowedOrigins"))),
        listed if isinstance(listed, str) else "",
    )


def _object(case: Case, value: object) -> Mapping[str, Any] | None:
    """Return an object that lies inside, or at an address, which is wanted if it was not asked."""
    if isinstance(value, Mapping):
        return value
    url = secure(value)
    if not url:
        return None
    if value not in case.onlooker.answers:
        case.answer(url)
    return known(case, value)


def known(case: Case, value: object) -> Mapping[str, Any] | None:
    """Return what an address answered, when that is an object."""
    answers = case.onlooker.answers
    answer = answers.get(value) if isinstance(value, str) else None
    answer = answer or answers.get(secure(value))
    if answer is None or answer.status not in range(200, 300):
        return None
    try:
        return strict_json.parse_object(answer.body, limit=_MAX_DOCUMENT)
    except BadgeError:
        return None


def _as_address(origin: str) -> str:
    return secure(origin if "://" in origin else f"https://{origin}")
