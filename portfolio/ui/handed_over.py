"""Where a file goes that was dropped on the window, opened from outside, or handed over.

One small table: the way in never matters, only what the file is.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

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


def sorted_out(names: Sequence[str]) -> tuple[list[Path], list[Path], list[str]]:
    """Return the folders among names handed over, the files, and what is neither."""
    # Not the methods of `Path`: they raise for a name that is too long or may not be looked at.
    folders = [name for name in names if os.path.isdir(name)]  # noqa: PTH112
    files = [name for name in names if os.path.isfile(name)]  # noqa: PTH113
    missing = [name for name in names if name not in folders and name not in files]
    return list(map(Path, folders)), list(map(Path, files)), missing


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
