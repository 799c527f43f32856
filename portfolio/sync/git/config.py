"""Settings as ``git config -z --list`` writes them."""

from __future__ import annotations

import os


def parsed_settings(raw: bytes) -> dict[str, list[str]]:
    """Return what ``git config -z --list`` wrote: values by key, in order."""
    settings: dict[str, list[str]] = {}
    for entry in raw.split(b"\0"):
        key, _, value = entry.partition(b"\n")
        if key:
            settings.setdefault(os.fsdecode(key), []).append(os.fsdecode(value))
    return settings
