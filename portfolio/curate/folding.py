"""Words of somebody's table, folded so that case, accents and punctuation do not matter."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return ``text`` in lower case without accents, its words joined by one blank each."""
    apart = unicodedata.normalize("NFKD", text[:200]).casefold()
    kept = "".join(
        char if char.isalnum() else " " for char in apart if not unicodedata.combining(char)
    )
    return " ".join(unicodedata.normalize("NFKC", kept).split())
