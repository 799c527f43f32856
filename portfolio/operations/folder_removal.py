"""Folders of the record, and taking one out again with what was read in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError
from portfolio.model.codes import SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portfolio.model.source import Source
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store


@dataclass(frozen=True, slots=True)
class FolderStanding:
    """One repository on this computer as the record has it.

    Attributes:
        deed_count: How many deeds it carries, also those that another source carries.
        problem: Why the last reading failed, in a sentence, or "".
    """

    source_id: str
    label: str
    place: str
    deed_count: int
    last_ok_at: datetime | None
    problem: str


@dataclass(frozen=True, slots=True)
class FolderRemoval:
    """What goes with folders, or went.

    Attributes:
        source_ids / places: Of the repositories.
        deed_count: Deeds no other source carries: they go.
        kept_count: Deeds another source carries, too: they stay.
    """

    source_ids: tuple[str, ...]
    places: tuple[str, ...]
    deed_count: int
    kept_count: int


def folders(store: Store) -> list[FolderStanding]:
    """Return every repository on this computer that is in the record, by label."""
    with store.reading() as reader:
        return [
            FolderStanding(
                each.id,
                each.label,
                each.place,
                sum(reader.deeds.counts_of([each.id])),
                each.last_ok_at,
                each.last_error,
            )
            for each in _sources(reader)
        ]


def going(store: Store, folder: str) -> FolderRemoval:
    """Return what would go with a folder; nothing is changed. Not on the UI thread.

    Args:
        store: The record.
        folder: A path (what is in and below it), or the label or id of one repository. It need
            not be there any more.

    Raises:
        NotFoundError: The record has nothing of it.
    """
    with store.reading() as reader:
        found = _named(_sources(reader), folder)
        if not found:
            raise NotFoundError(
                f"Nothing in the record was read from {folder}.",
                "portfolio folder list names what was.",
            )
        return _removal(reader, found)


def remove(store: Store, removal: FolderRemoval) -> None:
    """Take folders out of the record; nothing on the disk is touched.

    What the holder decided and wrote stays; reading the folder again finds it.

    Raises:
        NotFoundError: One of them is not in the record any more.
    """
    with store.recording() as recorder:
        recorder.remove_sources(removal.source_ids)
        labels = {each.label for each in recorder.sources.all()}
        hints = recorder.identities.hints()
        recorder.save_hints(
            [each for each in hints if each.where != "repository" or each.label in labels]
        )


def _sources(reader: Reader) -> list[Source]:
    return [each for each in reader.sources.all() if each.kind is SourceKind.GIT_FOLDER]


def _named(sources: Sequence[Source], folder: str) -> list[Source]:
    path = Path(folder).expanduser()
    places = {path.absolute(), path.resolve()}
    below = [each for each in sources if places & {Path(each.place), *Path(each.place).parents}]
    return below or [each for each in sources if folder in {each.id, each.label}]


def _removal(reader: Reader, sources: Sequence[Source]) -> FolderRemoval:
    ids = tuple(each.id for each in sources)
    deed_count, kept_count = reader.deeds.counts_of(ids)
    return FolderRemoval(ids, tuple(each.place for each in sources), deed_count, kept_count)
