"""Files of this program that have nothing to check, and what is said of them."""

from __future__ import annotations

import re
from typing import Final

from portfolio.attest import policies

_HEADS: Final = (
    (
        b"Portfolio request:",
        "This is a request for a letter. Nobody signed it, so there is nothing to check.",
        "Whoever it is addressed to can open it with Portfolio and answer.",
    ),
    (
        b"-----BEGIN SSH SIGNATURE-----",
        "This is a signature alone. Open the letter it belongs to.",
        "The two lie side by side: NAME and NAME.sig.",
    ),
    (
        b"-----BEGIN OPENSSH PRIVATE KEY-----",
        "This is a private key, perhaps a recovery file. There is nothing to check in it.",
        "Whoever has it may be able to sign in its owner’s name: keep it, and hand it to nobody.",
    ),
)
_POLICY: Final = (
    "This is a vouch policy. It is a rule that nobody signed, so there is nothing to check.",
    "Portfolio says who counts by it once it is added.",
)
_PAGE: Final = (
    "This is a web page. It carries nothing that can be checked.",
    "Ask for the PDF: the letters and badges are inside that.",
)
_WEB_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)\b", re.IGNORECASE)
_MOST_HEAD: Final = 4096


def said_of(raw: bytes) -> tuple[str, str] | None:
    """Return what is said of a file by its first bytes, in two sentences; None for any other."""
    head = raw[:_MOST_HEAD].lstrip()
    for begins, title, detail in _HEADS:
        if head.startswith(begins):
            return title, detail
    is_policy = f'"{policies.FORMAT}"'.encode() in head
    if _WEB_PAGE.match(head):
        return _PAGE
    return _POLICY if is_policy and not head.startswith((b"{", b"[", b"<")) else None
