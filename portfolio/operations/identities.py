"""Whose work: suggestions, and what the holder says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.curate.identities import suggest
from portfolio.curate.listed import listed
from portfolio.errors import NotFoundError
from portfolio.model import steps
from portfolio.model.codes import IdentityStatus, Proof
from portfolio.model.identity import Identity, IdentitySuggestion, MailmapJoin, Reason
from portfolio.model.ids import new_id
from portfolio.model.person import SELF_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.clock import Clock
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store


MAILMAP = "mailmap"
"""Where a source's cursor keeps what its .mailmap joins (pairs of identity keys)."""


def suggestions(store: Store) -> list[IdentitySuggestion]:
    """Return the rows of "Which of these are you?"."""
    with store.reading() as reader:
        return suggestions_of(reader)


def suggestions_of(reader: Reader) -> list[IdentitySuggestion]:
    """As `suggestions`, within a reading that is open."""
    hints, decided = reader.identities.hints(), reader.identities.decided()
    labels = {source.id: source.label for source in reader.sources.all()}
    in_sources = suggest(
        reader.identities.spellings(),
        hints,
        decided,
        mailmap_joins(reader),
        labels=labels,
        own_name=reader.holder().name,
    )
    return [*in_sources, *listed(hints, decided, reader.accounts.all())]


def mailmap_joins(reader: Reader) -> list[MailmapJoin]:
    """Return what the projects' .mailmap files said at the last reading."""
    joins = []
    for source in reader.sources.all():
        said = reader.sources.cursor(source.id).get(MAILMAP, [])
        joins += [
            MailmapJoin(source.id, str(pair[0]), str(pair[1]))
            for pair in (said if isinstance(said, list) else [])
            if isinstance(pair, list) and len(pair) == 2
        ]
    return joins


def resolve(store: Store, names: Iterable[str]) -> list[str]:
    """Return the keys of identities named by key, address or exact name.

    Raises:
        NotFoundError: Nobody is called so in the sources read.
    """
    rows = suggestions(store)
    keys: dict[str, None] = {}
    for name in names:
        wanted = name.strip().casefold()
        found = [
            row.key
            for row in rows
            if wanted in {row.key.casefold(), row.address.casefold()}
            or wanted in {spelling.casefold() for spelling in row.spellings}
        ]
        if not found:
            raise NotFoundError(
                f"Nobody called “{name}” is in the folders that were read.",
                "portfolio identity list shows who is.",
            )
        keys |= dict.fromkeys(found)
    return list(keys)


def confirm(store: Store, clock: Clock, keys: Sequence[str]) -> list[Identity]:
    """Say that identities are the holder's; their work counts from now on.

    Raises:
        NotFoundError: A key is not among the suggestions.
    """
    return _decide(store, clock, keys, IdentityStatus.CONFIRMED, steps.IDENTITY_CONFIRMED)


def reject(store: Store, clock: Clock, keys: Sequence[str]) -> list[Identity]:
    """Say that identities are somebody else; they are not suggested again.

    Raises:
        NotFoundError: A key is not among the suggestions.
    """
    return _decide(store, clock, keys, IdentityStatus.REJECTED, steps.IDENTITY_REJECTED)


def undecide(store: Store, keys: Sequence[str]) -> None:
    """Take back what was said of identities."""
    with store.reading() as reader:
        decided = [each for each in reader.identities.decided() if each.key in set(keys)]
    if not decided:
        return
    with store.editing(steps.IDENTITY_UNDECIDED, name=decided[0].value_raw) as editor:
        for identity in decided:
            editor.remove_identity(identity.id)


def decide(store: Store, clock: Clock, *, mine: Sequence[str], not_mine: Sequence[str]) -> None:
    """Take the ticks of "Which of these are you?": confirm ``mine``, undecide ``not_mine``."""
    with store.reading() as reader:
        confirmed = reader.identities.confirmed_keys()
    new = [key for key in mine if key not in confirmed]
    if new:
        confirm(store, clock, new)
    gone = [key for key in not_mine if key in confirmed]
    if gone:
        undecide(store, gone)


def _decide(
    store: Store, clock: Clock, keys: Sequence[str], status: IdentityStatus, label: str
) -> list[Identity]:
    rows = {row.key: row for row in suggestions(store)}
    for key in keys:
        if key not in rows:
            raise NotFoundError(f"There is no identity {key} in the sources that were read.")
    if not keys:
        return []
    with store.reading() as reader:
        known = {each.key: each for each in reader.identities.decided()}
    made = [_identity(rows[key], known.get(key), status, clock) for key in dict.fromkeys(keys)]
    first = rows[keys[0]]
    with store.editing(label, name=first.name or first.address) as editor:
        for identity in made:
            before = known.get(identity.key)
            if before is None or before.status is not status:
                editor.save_identity(identity)
    return made


def _identity(
    row: IdentitySuggestion, before: Identity | None, status: IdentityStatus, clock: Clock
) -> Identity:
    from_settings = row.reason in {Reason.COMPUTER, Reason.REPOSITORY}
    return Identity(
        id=before.id if before else new_id(),
        person_id=SELF_ID if status is IdentityStatus.CONFIRMED else "",
        kind=row.kind,
        instance=row.instance,
        value_raw=row.address or row.name,
        key=row.key,
        status=status,
        proof=Proof.LOCAL_CONFIG if from_settings else Proof.SELF,
        proved_at=clock.now() if status is IdentityStatus.CONFIRMED else None,
        note=before.note if before else "",
    )
