"""The vocabularies (JSON-LD contexts) this app knows; none is ever fetched.

What a signature covers depends on them, so they come with the program, each with its hash.
``resources/contexts/index.json`` maps every address, letter for letter, to a file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from portfolio import resources

CREDENTIALS_1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR_2 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


@dataclass(frozen=True, slots=True)
class _Entry:
    file: str
    sha256: str


@cache
def _index() -> dict[str, _Entry]:
    listed = json.loads(resources.read_text("contexts", "index.json"))["contexts"]
    return {
        url: _Entry(str(each["file"]).rpartition("/")[2], str(each["sha256"]))
        for each in listed
        for url in each["urls"]
    }


def is_known(url: str) -> bool:
    """Whether a vocabulary of exactly this address comes with the program."""
    return url in _index()


def addresses() -> frozenset[str]:
    """Return every address that is known."""
    return frozenset(_index())


@cache
def document(url: str) -> dict[str, Any]:
    """Return a vocabulary; not to be changed.

    Raises:
        KeyError: It does not come with the program, or its file is not the one that did.
    """
    entry = _index()[url]
    raw = resources.path("contexts", entry.file).read_bytes()
    if hashlib.sha256(raw).hexdigest() != entry.sha256:
        raise KeyError(url)
    loaded: dict[str, Any] = json.loads(raw)
    return loaded
