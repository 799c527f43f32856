"""Where a file goes that was dropped on the window, opened from outside, or handed over.

One small table: the way in never matters, only what the file is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from PySide6.QtCore import QUrl

from portfolio.ui.page import TABLE_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDropEvent

MAIL_ENDING: Final = ".txt"
CONSENT_ENDING: Final = ".consent"
SHARE_ENDING: Final = ".share"
CHECKED_ENDINGS: Final = (
    ".pdf", ".png", ".svg", ".jwt", ".jsonld", ".json", ".zip", ".badge",
    CONSENT_ENDING, SHARE_ENDING, MAIL_ENDING,
)  # fmt: skip
"""How the names of CVs, badges, backpacks, consents, share files and letters in mail end."""

LETTER_ENDINGS: Final = (
    ".testimonial", ".vouch", ".thanks", ".claim", ".affiliation", ".certificate",
    ".withdrawal", ".key-change",
)  # fmt: skip
REQUEST_ENDING: Final = ".request"
ADDRESS: Final = "portfolio:"
SHOWING: Final = frozenset(
    ("accounts", "badges", "contributions", "documents", "projects", "stories", "testimonials")
)
"""Pages that show one thing of the record by its id."""


def page_for(path: Path, shown: str = "") -> str:
    """Return the page that opens a file.

    Args:
        path: The file; only its name is looked at.
        shown: The page that is shown: one that takes this kind keeps it.

    Returns:
        A page id; ``contributions`` imports a table; "" when no page takes it by its name.
    """
    ending = path.suffix.lower()
    if ending == REQUEST_ENDING:
        return "testimonials"
    if ending in LETTER_ENDINGS or (ending == MAIL_ENDING and shown == "testimonials"):
        # Looked at first. Who is at the inbox already wants it there.
        return "testimonials" if shown == "testimonials" else "check"
    if ending in TABLE_ENDINGS and shown != "check":
        return "contributions"
    return "check" if ending in CHECKED_ENDINGS else ""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over, by what it is.

    Attributes:
        places: Pages, each with what it is to show, "" for nothing.
        missing: Names of what is not there.
    """

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    places: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def sorted_out(names: Sequence[str]) -> Handed:
    """Return what names handed over stand for: folders, files, ``portfolio:`` addresses."""
    local = [_local(name) for name in names]
    # Not the methods of `Path`: they raise for a name that is too long or may not be looked at.
    folders = [name for name in local if os.path.isdir(name)]  # noqa: PTH112
    files = [name for name in local if os.path.isfile(name)]  # noqa: PTH113
    rest = [name for name in local if name not in folders and name not in files]
    places = [name for name in rest if is_address(name)]
    return Handed(
        tuple(map(Path, folders)),
        tuple(map(Path, files)),
        tuple(map(place_of, places)),
        tuple(name for name in rest if name not in places),
    )


def is_address(name: str) -> bool:
    """Say whether a name is an address of a place in the window: ``portfolio:badges/ID``."""
    return name.startswith(ADDRESS)


def place_of(address: str) -> tuple[str, str]:
    """Return the page an address names, and the id of what it is to show, "" for nothing."""
    page, _, shown = address.removeprefix(ADDRESS).lstrip("/").partition("/")
    return unquote(page), unquote(shown) if page in SHOWING else ""


def _local(name: str) -> str:
    """Return the path of an address of a file on this computer; any other name as it is."""
    return QUrl(name).toLocalFile() or name if name.startswith("file:") else name


def dropped(event: QDropEvent) -> list[Path]:
    """Return what was dropped from outside this program, as far as it lies on this computer."""
    if not event.mimeData().hasUrls() or event.source() is not None:
        return []
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def dropped_files(event: QDropEvent, *, or_folder: bool = False) -> list[Path]:
    """Return the one file that was dropped; several at once would be guessing which.

    Args:
        event: What was dropped.
        or_folder: A folder will do, such as an unpacked backpack.
    """
    places = dropped(event)
    is_one = len(places) == 1 and (places[0].is_file() or (or_folder and places[0].is_dir()))
    return places if is_one else []
