"""What an e-mail address gives away about whose it is: a handle, or a computer's name."""

from __future__ import annotations

import re

from portfolio.model.identity import fold

_COMPUTER_ENDS = (".local", ".lan", ".home", ".internal", ".home.arpa", ".fritz.box", ".intranet")
# Parts before the @ that many people have.
_SHARED_HANDLES = frozenset(
    {"admin", "contact", "developer", "developers", "email", "github", "gitlab", "hello"}
    | {"information", "mailbox", "maintainer", "office", "postmaster", "support", "webmaster"}
)
_ACCOUNT = re.compile(r"^\d+\+")  # the number a forge puts before the login: 1234+ada@users...
_LEAST_HANDLE = 5


def is_computer_name(address: str) -> bool:
    """Tell whether the part after the @ names a computer, not a mail host: noor@laptop.local."""
    _local, at, host = fold(address).rpartition("@")
    return bool(at and host) and ("." not in host or host.endswith(_COMPUTER_ENDS))


def local_part(address: str) -> str:
    """Return what stands before the @, without a forge's number and without a ``+tag``."""
    local = _ACCOUNT.sub("", fold(address).rpartition("@")[0])
    return local.partition("+")[0]


def handle(address: str) -> str:
    """Return the local part if it is long and rare enough to point at somebody, else ``""``."""
    local = local_part(address)
    if len(local) < _LEAST_HANDLE or local in _SHARED_HANDLES:
        return ""
    return local
