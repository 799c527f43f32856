"""Which proxy a host is reached through: the environment's, chosen here and nowhere else.

httpx is told the answer instead of finding its own, so what is shown is what is used.
"""

from __future__ import annotations

import re

from portfolio.errors import ServiceError
from portfolio.sync.transport.origins import Origin

_USER = re.compile(r"//[^/@]*@")


def proxy_for(there: Origin) -> str:
    """Return the address of the proxy for an origin, with its credentials; "" for none.

    Read from ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` (either case), or
    from the system's settings on Windows and macOS.
    """
    from urllib.request import getproxies, proxy_bypass

    host = f"[{there.host}]" if ":" in there.host else there.host
    if proxy_bypass(f"{host}:{there.port}"):
        return ""
    proxies = getproxies()
    found = proxies.get(there.scheme) or proxies.get("all") or ""
    return found if not found or "://" in found else f"http://{found}"


def shown(proxy: str) -> str:
    """Return a proxy's address for people, without the user and password in it."""
    return _USER.sub("//", proxy)


def check(proxy: str) -> None:
    """Refuse a proxy that cannot be spoken to.

    Raises:
        ServiceError: It is of a kind that is not supported.
    """
    if proxy and not proxy.lower().startswith(("http://", "https://")):
        raise ServiceError(
            f"The proxy {shown(proxy)} cannot be used; only http and https proxies can.",
            "Change HTTPS_PROXY or ALL_PROXY, or name this host in NO_PROXY.",
        )
