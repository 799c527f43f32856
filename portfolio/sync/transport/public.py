"""Fetching from hosts that are no account's: public addresses only, without credentials.

For badge images and feeds. A name is resolved once, every address it has must be public, and the
connection goes to an address that was checked (the name still is what the certificate must say).
Behind a proxy the proxy resolves the name, so only names and addresses that are plainly not
public can be refused.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

from portfolio.errors import ForeignAddressError, OfflineError
from portfolio.sync.transport.origins import Origin

Resolve = Callable[[str, int], Awaitable[list[str]]]
IsPublic = Callable[[str], bool]
_LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home.arpa", "localdomain", "intranet")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: carries an IPv4 address


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public network."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_local_name(host: str) -> bool:
    """Tell whether a name is plainly not one of the public network."""
    name = host.rstrip(".").lower()
    last = name.rpartition(".")[2]
    if last.isdigit() or last.startswith("0x"):
        return not is_public(name)  # numbers that resolvers take for addresses
    return "." not in name or any(
        name == local or name.endswith(f".{local}") for local in _LOCAL_NAMES
    )


async def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name, as the system's resolver gives them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def checked_address(there: Origin, look_up: Resolve, accepts: IsPublic) -> str:
    """Return the IP address to connect to.

    Raises:
        ForeignAddressError: The host is not public.
        OfflineError: The name cannot be found.
    """
    try:
        found = await look_up(there.host, there.port)
    except (OSError, UnicodeError) as error:
        raise OfflineError(f"There is no network, or {there.host} cannot be found.") from error
    if not found or not all(accepts(address) for address in found):
        raise not_public(there)
    return found[0]


def not_public(there: Origin) -> ForeignAddressError:
    """Return the error for a host inside somebody's own network."""
    return ForeignAddressError(
        f"{there.host} is not on the public network. Nothing was fetched from there."
    )
