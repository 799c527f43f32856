"""Letters saved: as the file they are, or as text that survives a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.attest import letter_armour
from portfolio.operations import export

if TYPE_CHECKING:
    from pathlib import Path

MAIL_ENDING: Final = f".{letter_armour.SUFFIX}"


def save(path: Path, data: bytes) -> None:
    """Save a letter exactly as it is, or in armour where the name says that it is text for a mail.

    Raises:
        ExportError: It could not be saved.
    """
    is_mail = path.suffix.lower() == MAIL_ENDING
    export.save(path, mail_text(data) if is_mail else data)


def mail_text(data: bytes) -> bytes:
    """Return a letter as text for the body of a mail: the exact bytes in armour.

    Raises:
        LetterError: It is no letter.
    """
    return letter_armour.wrapped(data)
