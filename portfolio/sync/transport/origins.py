"""Where a request may go: exact origins, whole addresses and links to the next page.

An origin is scheme, host and port (RFC 6454, 4). All addresses are read by httpx, the same code
that later connects, so that no two readers of one address can disagree on its host.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from portfolio.errors import ForeignAddressError, ServiceError

if TYPE_CHECKING:
    import httpx

_PORTS = {"http": 80, "https": 443}
_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")
_MAX_ADDRESS = 8000
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w!#$%&\'*+.^`|~-]+(?:\s*=\s*(?:"[^"]*"|[^\s",;]*))?)*)')
_PARAMETER = re.compile(r'([\w!#$%&\'*+.^`|~-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s",;]*)))?')


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host (lower case, IDNA form) and port; equal means the very same."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        """Return it as the beginning of an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def is_loopback(self) -> bool:
        """It is this very computer, by a loopback address or the name ``localhost``."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def read(address: str) -> httpx.URL:
    """Return a whole http(s) address, read.

    Raises:
        ForeignAddressError: It is none, or is written so that readers may disagree on its host.
    """
    import httpx

    if len(address) > _MAX_ADDRESS or _ODD.search(address):
        raise ForeignAddressError("The service gave an address that is not well-formed.")
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise ForeignAddressError("The service gave an address that cannot be read.") from error
    if url.scheme not in _PORTS or not url.raw_host or url.userinfo:
        raise ForeignAddressError("The service gave an address that is not a plain web address.")
    return url


def origin(url: httpx.URL) -> Origin:
    """Return the origin of a read address."""
    host = url.raw_host.decode("ascii").strip("[]").lower()
    return Origin(url.scheme, host, url.port or _PORTS[url.scheme])


def origin_of(address: str) -> Origin:
    """Return the origin of an address.

    Raises:
        ForeignAddressError: As `read`.
    """
    return origin(read(address))


def within(home: Origin, address: str, base: str) -> str:
    """Return an address a service gave, made whole, if it is of the account's origin.

    Args:
        home: The origin the credentials belong to.
        address: Whole or relative.
        base: The whole address it is relative to.

    Raises:
        ForeignAddressError: It leads elsewhere.
    """
    url = _read_from(base, address)
    if (there := origin(url)) != home:
        raise ForeignAddressError(
            f"The service at {home} pointed to {there}. Nothing was sent there.",
            "If the service moved, add the account again at its new address.",
        )
    return str(url)


def joined(base: str, address: str) -> str:
    """Return an address made whole, without a fragment.

    Raises:
        ForeignAddressError: As `read`.
    """
    return str(_read_from(base, address))


def _read_from(base: str, address: str) -> httpx.URL:
    import httpx

    if address.startswith(("https://", "http://")):  # the usual case, read once only
        url = read(address)
    else:
        if len(address) > _MAX_ADDRESS or _ODD.search(address):
            raise ForeignAddressError("The service gave an address that is not well-formed.")
        try:
            url = read(str(read(base).join(address)))
        except (httpx.InvalidURL, ValueError) as error:
            raise ForeignAddressError("The service gave an address that cannot be read.") from error
    return url.copy_with(fragment=None) if url.fragment else url


def below(base: str, address: str) -> str:
    """Return an address made whole; a path that begins with ``/`` goes on after the base."""
    return f"{base.rstrip('/')}{address}" if address.startswith("/") else address


def with_query(address: str, query: tuple[tuple[str, str], ...]) -> str:
    """Return an address with pairs added to its query, percent-encoded as UTF-8."""
    if not query:
        return address
    pairs = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in query)
    return f"{address}{'&' if '?' in address else '?'}{pairs}"


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def next_target(link_header: str) -> str:
    """Return the target of ``rel="next"`` of a Link header (RFC 8288, 3), or ""."""
    for target, relations in _links(link_header[: _MAX_ADDRESS * 4]):
        if "next" in relations:
            return target
    return ""


def _links(header: str) -> Iterator[tuple[str, list[str]]]:
    for found in _LINK.finditer(header):
        for name, quoted, plain in _PARAMETER.findall(found[2]):
            if name.lower() == "rel":
                yield found[1].strip(), (quoted or plain).lower().split()
                break  # RFC 8288, 3.3: only the first one counts


def check_scheme(home: Origin, instance: Origin) -> None:
    """Refuse to send anything unencrypted, except where the holder chose that.

    Allowed are https, this computer itself, and the account's own instance when it was added with
    an http address.

    Raises:
        ServiceError: It would go unencrypted.
    """
    if home.scheme == "https" or home.is_loopback or instance.scheme == "http":
        return
    raise ServiceError(f"{home} is not encrypted, so nothing is sent there.")
