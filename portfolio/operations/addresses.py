"""Addresses typed in: taken when they lead somewhere a stranger could go, refused otherwise."""

from __future__ import annotations

from portfolio.errors import UsageError
from portfolio.export.gate.addresses import web_address

_SHOWN = 60


def checked_address(typed: str) -> str:
    """Return a typed web address in its lasting form; "" stays "".

    Raises:
        UsageError: It is none that can be opened on the public web (``javascript:``, a file, a
            name without a domain, an address with a password in it).
    """
    if not typed.strip():
        return ""
    address = web_address(typed)
    if not address:
        shown = typed.strip()
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        raise UsageError(
            f"“{shown}” is no address that others can open.",
            "Write one that begins with https:// and names a site.",
        )
    return address
