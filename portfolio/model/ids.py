"""Identifiers of curated things: time-ordered UUIDs (RFC 9562, version 7) as text."""

from __future__ import annotations

import secrets
import time
import uuid


def new_id() -> str:
    """Return a fresh identifier; later ones sort after earlier ones of another millisecond."""
    millis = time.time_ns() // 1_000_000
    value = (millis & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return str(uuid.UUID(int=value))
