"""No test reaches further than this computer.

An audit hook sees every connection and name look-up of the process, whoever makes it, and refuses
those that leave it. What was refused is also remembered, because the code under test may swallow
the refusal.
"""

from __future__ import annotations

import ipaddress
import sys


class NetworkUsedError(RuntimeError):
    """A test tried to reach another computer."""


class NetworkGuard:
    """Refuses all addresses but loopback and local sockets, from `install` on."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def install(self) -> None:
        """Start refusing; an audit hook cannot be taken away again."""
        sys.addaudithook(self._look)

    def take_attempts(self) -> list[str]:
        """Return what was refused since the last call."""
        attempts, self.attempts = self.attempts, []
        return attempts

    def _look(self, event: str, args: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            self._check(event, args[1])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            self._check(event, args[:1])

    def _check(self, event: str, address: object) -> None:
        if isinstance(address, tuple) and address and not is_local(address[0]):
            attempt = f"{event} {address[0]}"
            self.attempts.append(attempt)
            raise NetworkUsedError(f"Tests use no network but loopback: {attempt}")


def is_local(host: object) -> bool:
    """Tell whether ``host`` names this computer, as text, bytes or None."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if text is None or text in ("", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(str(text)).is_loopback
    except ValueError:
        return False
