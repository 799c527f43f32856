"""Small records for tests: sources, contributions and decisions with plain defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from portfolio.model.codes import Action, IdentityKind, IdentityStatus, Proof, SourceKind
from portfolio.model.contribution import NewContribution
from portfolio.model.deed import git_deed_key
from portfolio.model.identity import Identity, identity_key
from portfolio.model.record import Written
from portfolio.model.source import Source
from portfolio.paths import Paths
from portfolio.store.store import Store

AT = datetime(2026, 1, 1, tzinfo=UTC)
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
PROJECT = "remote:forge.example/ring"


def key_of(address: str) -> str:
    """Return the identity key of an address."""
    return identity_key(IdentityKind.GIT_EMAIL, "", address)


ME = key_of("ada@x.example")
SOMEBODY = key_of("bo@x.example")


class Opener(Protocol):
    """Opens a store that is closed at the end of the test."""

    def __call__(self, paths: Paths, *, read_only: bool = False) -> Store: ...


def source(source_id: str = "s1", **changes: Any) -> Source:
    """Return a public git source."""
    plain = Source(
        id=source_id,
        kind=SourceKind.GIT_FOLDER,
        instance=f"/home/ada/{source_id}/.git",
        label=source_id,
        place=f"/home/ada/{source_id}",
        project_key=PROJECT,
        remotes=("forge.example/ring",),
        roots=("a" * 40,),
        is_public=True,
    )
    return replace(plain, **changes)


def contribution(number: int = 1, **changes: Any) -> NewContribution:
    """Return an authored commit; ``deed_key`` follows native id and action."""
    native_id = changes.pop("native_id", f"{number:040x}")
    action = changes.pop("action", Action.AUTHORED)
    plain = NewContribution(
        native_id=native_id,
        action=action,
        title=f"Fix the focus ring, part {number}",
        occurred_at=BEGIN + timedelta(days=number),
        identity_key=ME,
        deed_key=git_deed_key(native_id, action),
        body="It was drawn below the frame.",
    )
    return replace(plain, **changes)


def key(number: int = 1, action: Action = Action.AUTHORED) -> str:
    """Return the deed key of `contribution`."""
    return git_deed_key(f"{number:040x}", action)


def record(store: Store, *contributions: NewContribution, into: Source | None = None) -> Written:
    """Save a source and its contributions in one transaction."""
    into = into or source()
    with store.recording() as recorder:
        if into.project_key:
            recorder.link_project(
                [into.project_key],
                project_key=into.project_key,
                recorded_name=into.project_key.rpartition("/")[2],
                urls=(),
            )
        recorder.save_source(into)
        return recorder.add_contributions(into.id, contributions, at=AT)


def say(
    store: Store, identity: str = ME, status: IdentityStatus = IdentityStatus.CONFIRMED
) -> None:
    """Say whether an identity is the holder's."""
    value = identity.rpartition(":")[2]
    with store.editing(f"identity.{status}", name=value) as editor:
        editor.save_identity(
            Identity(
                id=f"id of {value}",
                person_id="self",
                kind=IdentityKind.GIT_EMAIL,
                instance="",
                value_raw=value,
                key=identity,
                status=status,
                proof=Proof.SELF,
            )
        )


def filled(store: Store, count: int = 5) -> Store:
    """Record commits of the holder and confirm the identity."""
    record(store, *(contribution(number) for number in range(1, count + 1)))
    say(store)
    return store


def titles(store: Store, **query: Any) -> list[str]:
    """Return the titles of a list."""
    from portfolio.model.deed_query import DeedQuery

    with store.reading() as reader:
        return [deed.title for deed in reader.deeds.page(DeedQuery(**query), limit=1000).deeds]
