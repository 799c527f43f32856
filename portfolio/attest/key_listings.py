"""Where services list the public keys of an account, and what such a list says.

* GitLab, Gitea, Forgejo and most others answer ``https://HOST/NAME.keys`` with one public key a
  line, to anybody. So does GitHub, but only with keys that open repositories: keys that sign only
  are in its API (``/users/NAME/ssh_signing_keys``, JSON).
* SourceHut has them at ``https://meta.sr.ht/~NAME.keys``, Launchpad at ``/~NAME/+sshkeys``.
* The JSON of the key APIs of GitHub, GitLab and Gitea is read too: a list of objects with ``key``.

From the services' documentation and, for Launchpad, the manual of ssh-import-id, as of 2026.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from portfolio.attest import ssh_programs, sshsig
from portfolio.errors import KeyFileError
from portfolio.model.keys import LISTED, KeySeen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.model.verdict import Answer

MOST_KEYS: Final = 500
MOST_BYTES: Final = 1024 * 1024
SUFFIX: Final = ".keys"
_NAME: Final = re.compile(r"~?[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", re.ASCII)
_SOURCEHUT: Final = re.compile(r"(?:[a-z]+\.)?sr\.ht")


def addresses_for(account: str) -> tuple[str, ...]:
    """Return where the keys of an account are listed; empty when no place is known."""
    try:
        parts = urlsplit(account)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ()
    name = parts.path.strip("/")
    is_plain = parts.scheme == "https" and host and not (parts.query or parts.fragment)
    if not is_plain or parts.username is not None or not _NAME.fullmatch(name):
        return ()
    if name.startswith("~"):
        if _SOURCEHUT.fullmatch(host):
            return (f"https://meta.sr.ht/{name}{SUFFIX}",)
        return (f"https://{host}/{name}/+sshkeys",) if host == "launchpad.net" else ()
    place = f"https://{host}{f':{port}' if port else ''}/{name}{SUFFIX}"
    if host == "github.com":
        return (place, f"https://api.github.com/users/{name}/ssh_signing_keys?per_page=100")
    return (place,)


def lists(answer: Answer, wire: bytes) -> bool | None:
    """Say whether a list of keys holds a key; None when the answer is no such list."""
    if answer.status == 404:
        return False
    if answer.status != 200 or len(answer.body) > MOST_BYTES:
        return None
    kind = answer.media_type.lower()
    lines = _of_json(answer.body) if "json" in kind else _of_text(answer.body, kind)
    if lines is None:
        return None
    return any(_wire(line) == wire for line in lines[:MOST_KEYS])


def sightings(
    accounts: Iterable[str], answers: Mapping[str, Answer], public: str
) -> tuple[KeySeen, ...]:
    """Return where a key is listed just now, for keeping: lists change, what was seen stays seen.

    Args:
        accounts: As a letter names them.
        answers: What addresses said.
        public: The key's public line.

    Raises:
        KeyFileError: That is no key.
    """
    wire, _ = ssh_programs.public_key(public)
    places = dict.fromkeys(place for account in accounts for place in addresses_for(account))
    return tuple(
        KeySeen(place, answers[place].at, LISTED)
        for place in places
        if place in answers and lists(answers[place], wire)
    )


def keys_in(answer: Answer) -> tuple[str, ...]:
    """Return the public lines of all keys in a list; empty when the answer is none."""
    if answer.status != 200 or len(answer.body) > MOST_BYTES:
        return ()
    kind = answer.media_type.lower()
    lines = _of_json(answer.body) if "json" in kind else _of_text(answer.body, kind)
    found = dict.fromkeys(map(_wire, (lines or [])[:MOST_KEYS]))
    return tuple(sshsig.public_line(wire) for wire in found if wire)


def _of_text(body: bytes, kind: str) -> list[str] | None:
    if "html" in kind or body.lstrip()[:1] == b"<":
        return None
    return body.decode("utf-8", "replace").splitlines()


def _of_json(body: bytes) -> list[str] | None:
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(listed, list):
        return None
    entries = [entry.get("key") for entry in listed if isinstance(entry, dict)]
    return [key for key in entries if isinstance(key, str)]


def _wire(line: str) -> bytes:
    try:
        return ssh_programs.public_key(line)[0]
    except KeyFileError:
        return b""
