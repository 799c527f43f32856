"""Share files with real signed letters inside, and those somebody changed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from portfolio.export import share
from portfolio.export.chosen import GateResult
from portfolio.model.share import Terms
from tests.attest.letters.letters import signed
from tests.check import documents

TERMS = Terms("The Quillmark fund", "Choosing who is paid for reviews", date(2199, 5, 31))
LETTER = "T1.testimonial"


def made(of: GateResult | None = None, terms: Terms = TERMS) -> bytes:
    """Return a share file of a record with a letter."""
    found = of or documents.result()
    return share.render(found.document, found.attachments, terms)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the file with something in it changed."""
    value = json.loads(made())
    change(value)
    return json.dumps(value).encode()


def letter_changed() -> bytes:
    """Return one in which a word of the letter is another one."""

    def change(value: dict[str, Any]) -> None:
        raw = base64.b64decode(value["files"][LETTER]).replace(b"merged", b"burned")
        value["files"][LETTER] = base64.b64encode(raw).decode()

    return changed(change)


def of_another() -> bytes:
    """Return one with a letter about somebody else."""
    return made(documents.result(signed(subject=documents.OTHER)))
