"""Where services list the public keys of an account, and what such a list says.

GitHub, GitLab, Gitea, Forgejo and others answer ``https://HOST/NAME.keys`` with one public key a
line, to anybody (their documentation; GitHub's and GitLab's looked at in 2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from portfolio.attest import ssh_programs
from portfolio.errors import KeyFileError

if TYPE_CHECKING:
    from portfolio.model.verdict import Answer

MOST_KEYS: Final = 500
SUFFIX: Final = ".keys"


def address_for(account: str) -> str:
    """Return where the keys of an account are listed, "" when no place is known."""
    parts = urlsplit(account)
    name = parts.path.strip("/")
    is_plain = parts.scheme == "https" and parts.hostname and not parts.query and not parts.fragment
    if not is_plain or not name or "/" in name or parts.username or name.startswith("@"):
        return ""
    return f"https://{parts.netloc.lower()}/{name}{SUFFIX}"


def lists(answer: Answer, wire: bytes) -> bool | None:
    """Say whether a list of keys holds a key; None when the answer is no such list."""
    if answer.status != 200 or "html" in answer.media_type.lower():
        return None
    lines = answer.body.decode("utf-8", "replace").splitlines()
    return any(_wire(line) == wire for line in lines[:MOST_KEYS])


def _wire(line: str) -> bytes:
    try:
        return ssh_programs.public_key(line)[0]
    except KeyFileError:
        return b""
