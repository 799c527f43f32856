"""Keeps what the HTTP libraries log out of the log: whole addresses and headers."""

from __future__ import annotations

import logging

_LIBRARIES = ("httpx", "httpcore", "h11")


def silence_libraries() -> None:
    """Let the HTTP libraries log nothing below a warning. May be called again.

    httpx logs whole addresses at INFO, httpcore headers at DEBUG.
    """
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
