"""Which project a repository belongs to, kept in step while repositories are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.curate import projects as curate_projects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.source import Source
    from portfolio.store.recorder import Recorder
    from portfolio.store.store import Store
    from portfolio.sync.git import FoundRepository


def project_key(aliases: dict[str, str], found: FoundRepository, known: Source | None) -> str:
    """Return the key a repository's remotes lead to, or the one it had; "" for neither."""
    for alias in curate_projects.aliases(found.remotes, "", str(found.path)):
        if alias in aliases:
            return aliases[alias]
    return known.project_key if known else ""


def link_by_remotes(store: Store, found: Sequence[FoundRepository]) -> None:
    """Gather repositories into projects by their remotes, before their roots are known."""
    if not found:
        return
    with store.recording() as recorder:
        for repository in found:
            link(recorder, repository, ())


def link(recorder: Recorder, found: FoundRepository, roots: Sequence[str]) -> None:
    """Say which project a repository belongs to, joining what its aliases join."""
    aliases = curate_projects.aliases(found.remotes, roots[0] if roots else "", str(found.path))
    known = recorder.projects.aliases()
    curated = {
        project.key
        for project in recorder.projects.all(include_hidden=True)
        if recorder.projects.edit(project.key) is not None
    }
    grouping = curate_projects.group([aliases], known, curated)
    key = grouping.keys[0]
    moved = [alias for alias, at in known.items() if at in grouping.joined]
    name, urls = _named(recorder, key, aliases, found)
    recorder.link_project([*aliases, *moved], project_key=key, recorded_name=name, urls=urls)
    for source in recorder.sources.all():
        joined = grouping.joined.get(source.project_key, source.project_key)
        wanted = key if source.instance == str(found.git_dir) else joined
        if wanted != source.project_key:
            recorder.save_source(replace(source, project_key=wanted))


def _named(
    recorder: Recorder, key: str, aliases: Sequence[str], found: FoundRepository
) -> tuple[str, Sequence[str]]:
    """Return a project's name and pages: those of the repository it is named after.

    A fork or another copy does not rename a project that is known already.
    """
    own = curate_projects.recorded_name(found.remotes, str(found.path)), found.urls
    project = recorder.projects.get(key)
    if project is None or not project.recorded_name or aliases[0] == key:
        return own
    return project.recorded_name, recorder.projects.recorded_urls(key) or found.urls
