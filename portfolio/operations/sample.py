"""A made-up record to look at: for "Look at sample data", the demo and the screenshots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from portfolio.clock import SystemClock
from portfolio.model.codes import Action, Capacity
from portfolio.model.deed_query import DeedQuery
from portfolio.model.person import Holder
from portfolio.model.project import Role
from portfolio.model.story import StorySource
from portfolio.operations import (
    editions,
    folders,
    holder,
    identities,
    projects,
    roles,
    sample_repositories,
    stories,
)
from portfolio.paths import for_profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from portfolio.clock import Clock
    from portfolio.store.store import Store

MINE = ("noor", "noor_forge", "noor_work", "noor_laptop")


def make_sample(profile_dir: Path, *, clock: Clock | None = None) -> Path:
    """Make a profile with the whole sample in an empty folder, its repositories inside.

    Returns:
        The folder.

    Raises:
        GitMissingError: There is no git program on this computer.
        StoreError: The record could not be written.
    """
    from portfolio.store.store import Store

    clock = clock or SystemClock()
    built = sample_repositories.build(profile_dir / "repositories")
    store = Store.open(for_profile(profile_dir), clock=clock)
    try:
        found = folders.scan(built, report=_ignore, cancelled=_never, max_depth=0)
        folders.read(store, clock, found, report=_ignore, cancelled=_never)
        identities.confirm(store, clock, mine_among(store))
        folders.read_again(store, clock, report=_ignore, cancelled=_never)
        curate(store)
    finally:
        store.close()
    return profile_dir


def take_in_signed(profile_dir: Path, *, clock: Clock | None = None) -> None:
    """Put what others signed into a sample: a letter that waits in the inbox, and a badge.

    Raises:
        StoreError: The record could not be written.
        LetterError: The letter could not be made.
        BadgeError: The badge could not be made.
    """
    from portfolio.attest import app_keys
    from portfolio.operations import letters, sample_badges, sample_letters
    from portfolio.store.store import Store

    clock = clock or SystemClock()
    store = Store.open(for_profile(profile_dir), clock=clock)
    key = app_keys.private_key(app_keys.make())
    try:
        name, letter = sample_letters.mentor_letter(store, clock, key)
        letters.take_in(store, clock, letter, name=name)
        name, badge = sample_badges.mentor_badge(store, clock, key)
        sample_badges.accept(store, clock, badge, name)
    finally:
        store.close()


def mine_among(store: Store) -> list[str]:
    """Return the keys of the sample holder's identities that are in the record."""
    people = sample_repositories.contents()["people"]
    addresses = {people[each][1].casefold() for each in MINE}
    rows = identities.suggestions(store)
    return [row.key for row in rows if row.address.casefold() in addresses]


def curate(store: Store) -> None:
    """Say what the sample's holder said: particulars, projects, roles, stories, one edition.

    Repositories that are not in the record are passed over.
    """
    given = sample_repositories.contents()
    said = given["holder"]
    holder.change(store, Holder(**{**said, "links": tuple(said["links"])}))
    keys = _project_keys(store)
    for repository in given["repository"]:
        key = keys.get(repository["folder"])
        if key is not None:
            projects.rename(store, key, repository["folder"])
            if repository["what_it_is"]:
                projects.describe(store, key, what_it_is=repository["what_it_is"])
    for role in given["role"]:
        if role["repository"] in keys:
            roles.add(store, _role(role, keys[role["repository"]]))
    made = [_story(store, s, keys) for s in given["story"] if s["repository"] in keys]
    edition = editions.ensure_default(store)
    chosen = replace(edition, story_ids=tuple(made), show_email=True, **given["edition"])
    editions.change(store, chosen)


def _project_keys(store: Store) -> dict[str, str]:
    with store.reading() as reader:
        return {source.label: source.project_key for source in reader.sources.all()}


def _role(given: Mapping[str, Any], project_key: str) -> Role:
    return Role(
        id="",
        project_key=project_key,
        code=given["code"],
        words=given["words"],
        from_on=given["from"],
        to_on=given.get("to", ""),
        is_current=given.get("is_current", False),
        capacity=Capacity(given["capacity"]),
    )


def _story(store: Store, given: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    key = keys[given["repository"]]
    works = [work for title in given["works"] if (work := _work(store, key, title))]
    made = stories.create(store, title=given["title"], project_key=key, deed_keys=works)
    stories.change(
        store,
        made.id,
        situation=given["situation"],
        what_i_did=given["what_i_did"],
        what_changed=given["what_changed"],
        how_one_can_tell=given["how_one_can_tell"],
        skills=tuple(given["skills"]),
        sources=tuple(StorySource(label, url) for label, url in given["sources"]),
        from_on=given["from"],
        to_on=given["to"],
    )
    stories.mark_ready(store, made.id)
    return made.id


def _work(store: Store, project_key: str, title: str) -> str:
    query = DeedQuery(words=title, actions=(Action.AUTHORED,), project_key=project_key)
    with store.reading() as reader:
        page = reader.deeds.page(query, limit=20)
    return next((deed.key for deed in page.deeds if deed.title == title), "")


def _ignore(_event: object) -> None:
    return None


def _never() -> bool:
    return False
