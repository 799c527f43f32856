"""What a service said of a badge, kept so that the badge itself can be fetched and checked later.

Kept as `Record.raw`: a JSON object with

``badge``   the item exactly as it came: an object, or the text of a signed one (a compact JWS);
            null when it was larger than is kept,
``image``   the https address of its image, into which it may be baked, or "",
``hosted``  the https address of its own JSON document, or "".
"""

from __future__ import annotations

import json
from typing import Final

from portfolio.sync.parsing import MAX_WHOLE, as_whole, is_https

BADGE: Final = "badge"
IMAGE: Final = "image"
HOSTED: Final = "hosted"


def badge_raw(item: object, *, image: str = "", hosted: str = "") -> str:
    """Return a badge as it is kept; valid JSON and at most 64,000 characters in any case."""
    addresses = {
        IMAGE: image if is_https(image) else "",
        HOSTED: hosted if is_https(hosted) else "",
    }
    whole = as_whole(item, limit=MAX_WHOLE + 1)
    room = MAX_WHOLE - len(json.dumps({BADGE: None, **addresses}))
    # Put together as text: the item is not read once more, however deep it is nested.
    kept = whole if whole and len(whole) <= room else "null"
    rest = json.dumps(addresses, separators=(",", ":"))
    return f'{{"{BADGE}":{kept},{rest[1:]}'
