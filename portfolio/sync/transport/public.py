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

from portfolio.errors import ForeignAddressError, OfflineError, ServiceError
from portfolio.sync.provider import Credential, Reply, Request
from portfolio.sync.transport import origins, proxies, refusals
from portfolio.sync.transport.origins import Origin
from portfolio.sync.transport.trust import Trust
from portfolio.sync.transport.wire import (
    MAX_REDIRECTS,
    FailedError,
    Manners,
    Wire,
    is_redirect,
    outgoing,
)

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
        if ip.sixtofour is not None or ip.teredo is not None:
            return False  # tunnels of another time: where they end cannot be told from here
        inner = ip.ipv4_mapped
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


class PublicFetch:
    """Fetches from the public network: https only, no credentials, redirects checked anew.

    Args:
        trust: Certificates believed.
        manners: How the client behaves.
        look_up: Resolves names; tests hand in their own.
        accepts: Says which IP addresses may be connected to; tests hand in their own.
    """

    def __init__(
        self,
        trust: Trust,
        manners: Manners,
        look_up: Resolve = resolve,
        accepts: IsPublic = is_public,
    ) -> None:
        self._trust = trust
        self._manners = manners
        self._look_up = look_up
        self._accepts = accepts

    async def fetch(self, address: str, *, max_bytes: int, takes: tuple[str, ...]) -> Reply:
        """Return what is at an address, after at most five redirects.

        Raises:
            ForeignAddressError: It, or where it sends on to, is not https on a public host.
            AccountError: It could not be fetched.
        """
        reply = await self.ask(address, max_bytes=max_bytes, takes=takes)
        host = origins.origin_of(reply.address).host
        if reply.status >= 400:
            raise refusals.refused(reply, host)
        refusals.check_type(reply, takes, host)
        return reply

    async def ask(self, address: str, *, max_bytes: int, takes: tuple[str, ...] = ()) -> Reply:
        """Return what an address answers, a refusal too: that a page is gone is an answer.

        Raises:
            ForeignAddressError: It, or where it sends on to, is not https on a public host.
            AccountError: There was no answer.
        """
        for _ in range(MAX_REDIRECTS + 1):
            reply = await self._once(Request(address, takes=takes, max_bytes=max_bytes))
            if not is_redirect(reply):
                return reply
            address = origins.joined(reply.address, reply.headers["location"])
        host = origins.origin_of(reply.address).host
        raise ServiceError(f"{host} sends every request on to another address.")

    async def _once(self, request: Request) -> Reply:
        there = origins.origin_of(request.address)
        if there.scheme != "https":
            raise ForeignAddressError(f"{there} is not encrypted. Nothing was fetched from there.")
        if proxies.proxy_for(there):
            if is_local_name(there.host):
                raise not_public(there)
            pinned = ""
        else:
            pinned = await checked_address(there, self._look_up, self._accepts)
        wire = Wire(there, self._trust, self._manners, pinned=pinned)
        try:
            return await wire.send(
                outgoing(request, request.address, {}), Credential(), follows=False
            )
        except FailedError as failure:
            raise failure.error from failure
        finally:
            await wire.close()
