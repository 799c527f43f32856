"""What a file turned out to be: the form of the badge in it, and the parts others work on.

Nothing here says whether it holds. The bytes are those that came, and are never written anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from portfolio.errors import BadgeError
from portfolio.model.badge import BadgeFormat

if TYPE_CHECKING:
    from collections.abc import Mapping


class NoBadgeError(BadgeError):
    """It is something else than a badge, and nothing need be wrong with it."""


class Carrier(StrEnum):
    """What the badge came in."""

    PNG = "png"
    SVG = "svg"
    JSON = "json"
    JWT = "jwt"  # a compact JWS: three parts joined by dots
    URL = "url"  # nothing but an address, pasted
    ZIP = "zip"


class Form(StrEnum):
    """What it is."""

    ASSERTION_0_5 = "open-badges-0.5"
    ASSERTION_1_0 = "open-badges-1.0"
    ASSERTION_1_1 = "open-badges-1.1"
    ASSERTION_2_0 = "open-badges-2.0"
    ENDORSEMENT_2_0 = "endorsement-2.0"
    BADGE_3_0 = "open-badges-3.0"
    ENDORSEMENT_3_0 = "endorsement-3.0"
    CLR = "clr"
    PRESENTATION = "presentation"
    ADDRESS = "address"  # of a hosted badge; what is there nobody has looked at
    BACKPACK = "backpack"  # a zip: see the members

    @property
    def is_badge(self) -> bool:
        """Whether it is one badge, and not an endorsement, a bundle or a mere address."""
        return self in _BADGES

    @property
    def is_endorsement(self) -> bool:
        """Whether somebody speaks for a badge, an achievement or an issuer with it."""
        return self in (Form.ENDORSEMENT_2_0, Form.ENDORSEMENT_3_0)

    @property
    def is_bundle(self) -> bool:
        """Whether it holds others."""
        return self in (Form.CLR, Form.PRESENTATION, Form.BACKPACK)

    @property
    def is_credential(self) -> bool:
        """Whether it follows the data model of verifiable credentials, not of Open Badges 1-2."""
        return self in (Form.BADGE_3_0, Form.ENDORSEMENT_3_0, Form.CLR, Form.PRESENTATION)

    @property
    def standard(self) -> BadgeFormat:
        """The standard as it is kept with a badge."""
        return _FORMATS[self]


_BADGES = frozenset(
    {
        Form.ASSERTION_0_5,
        Form.ASSERTION_1_0,
        Form.ASSERTION_1_1,
        Form.ASSERTION_2_0,
        Form.BADGE_3_0,
    }
)
_FORMATS = {
    Form.ASSERTION_0_5: BadgeFormat.OPEN_BADGES_0_5,
    Form.ASSERTION_1_0: BadgeFormat.OPEN_BADGES_1,
    Form.ASSERTION_1_1: BadgeFormat.OPEN_BADGES_1,
    Form.ASSERTION_2_0: BadgeFormat.OPEN_BADGES_2,
    Form.ENDORSEMENT_2_0: BadgeFormat.CREDENTIAL,
    Form.BADGE_3_0: BadgeFormat.OPEN_BADGES_3,
    Form.ENDORSEMENT_3_0: BadgeFormat.CREDENTIAL,
    Form.CLR: BadgeFormat.BUNDLE,
    Form.PRESENTATION: BadgeFormat.BUNDLE,
    # Only its document says which; an address alone is how the oldest badges were baked.
    Form.ADDRESS: BadgeFormat.OPEN_BADGES_0_5,
    Form.BACKPACK: BadgeFormat.BUNDLE,
}


class Sealing(StrEnum):
    """How it says it can be checked; nothing of it has been."""

    NONE = "none"
    HOSTED = "hosted"  # Open Badges 0.5 to 2.0: what its address answers is the badge
    JWS = "jws"  # Open Badges 1.0 to 2.0: the token's payload is the assertion
    JWT = "jwt"  # the token's payload is the credential
    JWT_VC = "jwt-vc"  # the credential is the payload's member ``vc`` (or ``vp``)
    DATA_INTEGRITY = "data-integrity"  # some ``DataIntegrityProof``, whatever its suite
    ED25519_2020 = "ed25519-2020"
    OTHER = "other"  # a proof of another kind


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a bundle that could not be taken.

    Attributes:
        name: Of the file in a zip, or of its place, e.g. ``verifiableCredential 3``.
        why: A plain sentence.
    """

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class BadgeFile:
    """A file that was recognised.

    Attributes:
        raw: The bytes as they came. Of a member that was an object inside another document: that
            object written as compact JSON, since it has no bytes of its own.
        media_type: Of ``raw``.
        credential: The assertion or credential: parsed strictly, otherwise as it came. Of a token
            in the style of ``vc`` the members that lie only in the token's claims are filled in;
            of other tokens registered claims (``iss``, ``jti``, ...) are left out. Not to be
            changed. Empty for an address and a backpack.
        document: The exact bytes ``credential`` or ``token`` was read from, as they lay in an
            image or file; empty for a backpack.
        token: The compact JWS without blanks, or "".
        header: Its protected header, parsed strictly.
        claims: Its payload, parsed strictly: what the signature covers.
        url: Where a hosted badge lies, or "". Comes from the file; nothing was asked.
        image: A picture into which it was baked: the bytes that came. Else empty.
        members: Parts of a bundle, each a file of its own.
        other: The badge of the older standard baked into the same image, if there is one.
        unread: Parts of a bundle that are none, each with the reason.
        name: Of the file inside a zip, else "".
    """

    raw: bytes
    media_type: str
    carrier: Carrier
    form: Form
    sealing: Sealing = Sealing.NONE
    credential: Mapping[str, Any] = field(default_factory=dict)
    document: bytes = b""
    token: str = ""
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    image: bytes = b""
    image_type: str = ""
    members: tuple[BadgeFile, ...] = ()
    other: BadgeFile | None = None
    unread: tuple[Unread, ...] = ()
    name: str = ""
