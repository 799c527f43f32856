"""Addresses: which a stranger can open, and how they look on the page.

Evidence is what a reader can open. An address qualifies when it is https, names a host on the
public internet and carries no user name or password. Special-use names are those of RFC 6761,
RFC 6762, RFC 8375 and the ICANN-reserved ``internal``; ``example`` stays allowed, it leads nowhere
but gives nothing away.
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from portfolio import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ADDRESS = 1000
# fmt: off
_PRIVATE_ENDINGS = frozenset((
    "local", "localhost", "localdomain", "internal", "intranet", "private", "lan", "home", "corp",
    "test", "invalid", "arpa", "onion",
))
# fmt: on
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_EMAIL = re.compile(r"[^\s@<>\"'()\[\],;:\\?&#%]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}")
_NOT_IN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}\x00-\x20\x7f-\x9f]")
_AFTER_HOST = re.compile(r"[/?#].*")
_SAFE = "/:?#[]@!$&'()*+,;=-._~%"


def web_address(text: str) -> str:
    """Return a typed web address in a form fit for a link, or ``""`` when it is none.

    ``https`` is assumed when no scheme was typed; http stays http.
    """
    text = text.strip()
    if not text or len(text) > MAX_ADDRESS or _NOT_IN_ADDRESS.search(text):
        return ""
    if "://" not in text:
        text = f"https://{text}"
    try:
        return _rebuilt(text)
    except ValueError:  # a bad port, bad brackets, or what no encoding takes
        return ""


def _rebuilt(text: str) -> str:
    parts = urlsplit(text)
    scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    if scheme not in {"https", "http"} or "@" in parts.netloc or not _is_public_host(host):
        return ""
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        host = host.encode("idna").decode("ascii")
    rest = _AFTER_HOST.search(text.split("://", 1)[1])
    place = f"{host}:{port}" if port else host
    return f"{scheme}://{place}{quote(rest[0], safe=_SAFE) if rest else ''}"


def public_address(text: str) -> str:
    """Return an https address that a stranger can open, or ``""``."""
    address = web_address(text) if text.strip().lower().startswith("https://") else ""
    return address if address.startswith("https://") else ""


def mail_address(text: str) -> str:
    """Return a ``mailto:`` link for an e-mail address, or ``""`` when it does not look like one."""
    return f"mailto:{quote(text, safe='@+')}" if _EMAIL.fullmatch(text) else ""


def shown(address: str) -> str:
    """Return an address as text: without scheme, ``www.`` or a closing slash."""
    text = re.sub(r"^(?:https?://|mailto:)", "", address)
    return text.removeprefix("www.").rstrip("/")


def gives_away(address: str, private_remotes: Iterable[str]) -> bool:
    """Say whether an address leads to a repository that is not public, or to its private host."""
    place = address.partition("://")[2].casefold()
    host = place.partition("/")[0]
    for remote in private_remotes:
        private = remote.casefold()
        private_host = private.partition("/")[0]
        if place == private or place.startswith(f"{private}/"):
            return True
        if host == private_host and host not in _public_hosts():
            return True
    return False


def public_remote(remotes: tuple[str, ...], *, is_public: bool | None) -> str:
    """Return the one remote (``host/path``) that may be named, or ``""``.

    A copy may have a public remote and one in a company's network; only hosts known to be public
    are named, or the single remote of a source that is known to be public.
    """
    for remote in remotes:
        if remote.split("/")[0].lower() in _public_hosts() and public_address(f"https://{remote}"):
            return remote
    if is_public and len(remotes) == 1 and public_address(f"https://{remotes[0]}"):
        return remotes[0]
    return ""


@cache
def _public_hosts() -> frozenset[str]:
    """Return the hosts that are open to everyone (resources/public_hosts.toml)."""
    return frozenset(tomllib.loads(resources.read_text("public_hosts.toml"))["hosts"])


def _is_public_host(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    try:
        labels = host.lower().rstrip(".").encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    return (
        len(labels) >= 2
        and all(_LABEL.fullmatch(label) for label in labels)
        and labels[-1] not in _PRIVATE_ENDINGS
        and not labels[-1].isdigit()
    )
