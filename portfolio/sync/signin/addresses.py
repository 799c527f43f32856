"""Which addresses a sign-in may use and show."""

from __future__ import annotations

from portfolio.errors import ForeignAddressError
from portfolio.sync.signin.faults import ended
from portfolio.sync.transport import origins


def check_encrypted(*addresses: str) -> None:
    """Let a sign-in begin only over https, or on this computer itself.

    Raises:
        SignInError: ``unencrypted``, or ``foreign-address`` for what is no address.
    """
    for address in addresses:
        try:
            there = origins.origin_of(address)
        except ForeignAddressError as error:
            raise ended("foreign-address") from error
        if there.scheme != "https" and not there.is_loopback:
            raise ended("unencrypted")


def is_own_page(address: str, instance: str) -> bool:
    """Tell whether a page to open is on the account's own origin, and encrypted."""
    try:
        there = origins.origin_of(address)
        return there == origins.origin_of(instance) and (
            there.scheme == "https" or there.is_loopback
        )
    except ForeignAddressError:
        return False
