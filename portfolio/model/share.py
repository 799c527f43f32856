"""A share file: what an edition says, handed to somebody for one purpose until a day.

Unlike a document it is meant for programs, and says inside for whom, for what and until when it
was made. Nobody signs it: what it says of the holder is the holder's word, as in a document; the
letters and badges in it are signed each by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from portfolio.model.document import Document

SCHEMA = "portfolio-share/1"
SUFFIX = "share"
MAX_WORDS = 300
"""Letters of an audience or a purpose."""
_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?\s{0,99}\{\s{0,99}"schema"\s{0,9}:\s{0,9}"portfolio-share/')


@dataclass(frozen=True, slots=True)
class Terms:
    """What a share file was made for.

    Attributes:
        audience: Whom it is for: a person, a team, a community.
        purpose: What they want it for.
        until: The last day on which it is meant to be used.
    """

    audience: str
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class Share:
    """What is in a share file; nothing of it is checked yet.

    Attributes:
        files: Letters and badges by the names the document gives them, exactly as they came.
    """

    terms: Terms
    document: Document
    files: dict[str, bytes] = field(repr=False)


def is_share(raw: bytes) -> bool:
    """Say whether bytes begin as share files do."""
    return _HEAD.match(raw[:512]) is not None
