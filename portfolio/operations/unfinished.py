"""What touches the keyring and the record both, noted until both are done.

A keyring cannot be asked which secrets of ours it has. So before one is stored or deleted it is
noted here under what name, and the note goes when the record agrees; what is left at a start was
cut short and is put in order (`portfolio.operations.accounts.repair`).
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.paths import Paths

_LOG = logging.getLogger(__name__)
_FILE = "unfinished-accounts.json"


@dataclass(frozen=True, slots=True)
class Note:
    """An account being added or removed.

    Attributes:
        is_removal: Otherwise it is being added.
        keeps_data: Of a removal: what was read stays.
    """

    account_id: str
    provider: str
    instance: str
    is_removal: bool = False
    keeps_data: bool = True


class Unfinished:
    """The notes of one profile; nothing secret is in them. Use from one thread at a time."""

    def __init__(self, paths: Paths) -> None:
        self._path = paths.data / _FILE

    def notes(self) -> list[Note]:
        """Return what was not finished."""
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            _LOG.warning("The notes of unfinished accounts cannot be read: %s", error)
            return []
        found = [_note(each) for each in raw] if isinstance(raw, list) else []
        return [each for each in found if each is not None]

    def begin(self, note: Note) -> None:
        """Note that something begins, safely on disk."""
        others = [each for each in self.notes() if each.account_id != note.account_id]
        self._write([*others, note])

    def end(self, account_id: str) -> None:
        """Forget the note of an account: keyring and record agree."""
        notes = self.notes()
        left = [each for each in notes if each.account_id != account_id]
        if len(left) != len(notes):
            self._write(left)

    def _write(self, notes: list[Note]) -> None:
        if not notes:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self._path.with_suffix(".new")
        _write_safely(beside, json.dumps([asdict(each) for each in notes]))
        beside.replace(self._path)


def _write_safely(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _note(raw: object) -> Note | None:
    if not isinstance(raw, dict):
        return None
    texts = [raw.get(name) for name in ("account_id", "provider", "instance")]
    if not all(isinstance(each, str) for each in texts):
        return None
    account_id, provider, instance = map(str, texts)
    is_removal, keeps_data = raw.get("is_removal") is True, raw.get("keeps_data") is not False
    return Note(account_id, provider, instance, is_removal, keeps_data)
