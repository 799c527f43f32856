"""Repositories that could not be read at all: named in the record until they are read or gone."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.model.codes import SourceKind
from portfolio.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Collection

    from portfolio.store.store import Store
    from portfolio.sync.git import FoundRepository


def note(store: Store, found: FoundRepository, source_id: str) -> None:
    """Keep a repository, or a folder that stayed closed, with the reason why it was not read.

    What was read of it before stays.
    """
    with store.reading() as reader:
        known = reader.sources.get(source_id)
    source = known or Source(
        id=source_id,
        kind=SourceKind.GIT_FOLDER,
        instance=str(found.git_dir),
        label=found.label,
        place=str(found.path),
        project_key="",
        remotes=found.remotes,
        is_public=found.is_public,
    )
    with store.recording() as recorder:
        recorder.save_source(replace(source, last_error=found.problem))


def forget_gone(store: Store, readable: Collection[str]) -> None:
    """Forget those of which nothing was ever read and that are not there any more.

    Args:
        store: The record.
        readable: Places of repositories found just now that can be read.
    """
    with store.reading() as reader:
        sources = [each for each in reader.sources.all() if each.is_unreadable]
    gone = [each.id for each in sources if each.place in readable or _is_gone(each)]
    if gone:
        with store.recording() as recorder:
            recorder.remove_sources([each for each in gone if not recorder.known_ids(each)])


def _is_gone(source: Source) -> bool:
    """Whether neither a repository nor a closed folder is at the place of a source."""
    place = Path(source.instance)
    try:
        if not place.exists():
            return not (Path(source.place) / ".git").exists()
        is_repository = (place / "HEAD").exists() or (place / "objects").exists()
        return not is_repository and place.is_dir() and os.access(place, os.R_OK | os.X_OK)
    except OSError:  # closed further up
        return False
