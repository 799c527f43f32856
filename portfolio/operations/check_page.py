"""The page ``check.html`` saved to a file: what an interviewer opens who installs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.check import page
from portfolio.operations.export import Put, save

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = page.FILE_NAME


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page."""

    path: Path
    size_bytes: int


def save_page(path: Path, *, put: Put = save) -> SavedPage:
    """Save the page at ``path``; an old file of that name is kept on any fault.

    ``put`` as for a document.

    Needs neither a record nor the network. Takes some milliseconds.

    Raises:
        ExportError: It could not be saved.
    """
    data = page.page()
    put(path, data)
    return SavedPage(path, len(data))
