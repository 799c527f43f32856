"""The JSON Resume renderer: what the gate put together, as a file.

Field names and meanings are those of the JSON Resume schema 1.3.1.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.model.document import Document


def render(document: Document) -> bytes:
    """Return a document's JSON Resume as UTF-8, with a stable order of keys."""
    text = json.dumps(document.json_resume, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()
