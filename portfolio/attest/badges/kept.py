"""Opens what is kept of a badge that a service listed (see `portfolio.sync.badge_raw`).

Some services list Open Badges as they are, most list something of their own. The second kind is
evidence that the service shows it, and no Open Badge; its own document or its picture may hold one,
where a person has those fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.attest.badges import recognising, strict_json
from portfolio.attest.badges.documents import web_address
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from portfolio.attest.badges.badge_file import BadgeFile


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a service's badge.

    Attributes:
        file: The Open Badge it is, None when it is the service's own.
        image: Address of its picture, into which it may be baked, or "".
        hosted: Address of its own document, or "".
    """

    file: BadgeFile | None
    image: str
    hosted: str


def open_kept(raw: str) -> Kept:
    """Return what is kept of a service's badge.

    Raises:
        BadgeError: It was not kept by this program.
    """
    whole = strict_json.parse_object(raw.encode("utf-8", "replace"))
    addresses = (web_address(whole.get(name)) for name in ("image", "hosted"))
    return Kept(_opened(whole.get("badge")), *addresses)


def _opened(item: object) -> BadgeFile | None:
    try:
        if isinstance(item, dict):
            return recognising.open_document(item)
        return recognising.open_token(item) if isinstance(item, str) else None
    except BadgeError:
        return None
