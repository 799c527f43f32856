"""Accounts: where the holder works, how they are signed in, and how far each kind was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portfolio.model.codes import CoverageState, Proof
from portfolio.model.contribution import NewContribution
from portfolio.model.kinds import Kind


class Way(StrEnum):
    """How an account is signed in to."""

    DEVICE = "device"  # a code typed on the service's page (RFC 8628)
    BROWSER = "browser"  # code + PKCE on a loopback address (RFC 8252)
    USER_KEY = "user-key"  # Discourse's key handshake
    TOKEN = "token"  # noqa: S105  (a token or key made on the service's page and pasted)
    FROM_TOOL = "from-tool"  # taken over from gh, glab or git's credential helper
    NAME = "name"  # no sign-in: what is public under a name


class AccountState(StrEnum):
    """Whether an account can be read."""

    READY = "ready"
    SIGN_IN = "sign-in"  # the service does not take the token any more
    NO_SECRET = "no-secret"  # noqa: S105  (the keyring has none: a restored record)
    LOCKED = "locked"  # the keyring is locked
    PAUSED = "paused"  # by the holder
    REMOVED = "removed"  # marked before its secret is deleted; finished at the next start


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the holder at one instance of a service.

    Attributes:
        provider: Id of the provider's module, e.g. ``github``.
        instance: Normalised base address ``https://host[/path]`` without a slash at its end.
        native_id: The service's durable id; logins are renamed and used again.
        handle: The login or name as last seen; only shown.
        proof: ``LOGIN`` when a token's who-am-I call said so, ``SELF`` for a name typed in.
        scopes: Rights the service said it granted, as its own codes.
        options: What the provider needs besides, e.g. ``{"site": "stackoverflow"}``.
        kinds: Kinds the holder left out are not in it; empty means all the provider has.
        keeps_secret: The secret is in the keyring (not only in this session's memory).
        problem: One plain sentence about the last sync when it was not whole; else "".
    """

    id: str
    provider: str
    instance: str
    native_id: str
    handle: str
    name: str
    profile_url: str
    way: Way
    proof: Proof
    state: AccountState
    added_at: datetime
    scopes: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()
    keeps_secret: bool = True
    secret_expires_at: datetime | None = None
    last_started_at: datetime | None = None
    last_ok_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class KindState:
    """How far one kind of an account was read. Stored with each page, in its transaction.

    Attributes:
        state: Coverage in one of the five words; never a number.
        newest_at: Everything changed up to here was seen (by the service's own times).
        complete_from: Everything from here to `newest_at` is stored; None while not known.
        is_whole: The reading reached the beginning; `complete_from` is then the oldest item.
        resume: Where an unfinished walk goes on; the engine's and the provider's, JSON values.
        missing: Codes with detail, see `MISSING`.
        problem: One plain sentence when the last reading of this kind failed, else "".
    """

    kind: Kind
    state: CoverageState = CoverageState.NOT_ASKED
    newest_at: datetime | None = None
    complete_from: datetime | None = None
    is_whole: bool = False
    resume: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    set_aside: int = 0
    last_ok_at: datetime | None = None
    problem: str = ""


MISSING = {
    "interrupted": "the reading was cut short and goes on at the next one",
    "history-limit": "the service keeps only what is newer than the date given",
    "latest-only": "the service lists only the latest entries",
    "capped": "the service gives at most so many in the period given",
    "restricted": "the service says there are so many it does not show",
    "scope": "the right named was not given",
    "sign-in": "the service shows this only to whoever is signed in",
    "failed": "the reading failed",
    "set-aside": "so many items could not be understood",
    "shrunk": "the listing was suddenly much shorter; nothing was marked as gone",
    "stopped-early": "the service repeated itself without end",
    "only-public": "only what is public was asked for",
    "hidden": "the service never lists these",
}
"""Codes of `KindState.missing`; each stands alone or before ``:detail``."""


@dataclass(frozen=True, slots=True)
class SyncRun:
    """One sync of one account, for the list of past runs.

    Attributes:
        outcome: ``done``, ``in-part``, ``failed``, ``stopped``.
        failed_kinds: Kinds that could not be read, with why in ``problem``.
    """

    account_id: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    new: int = 0
    changed: int = 0
    gone: int = 0
    set_aside: int = 0
    failed_kinds: tuple[Kind, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service files a contribution; kept as a `portfolio.model.source.Source`.

    Attributes:
        id: The container's durable id at its instance.
        remote: Normalised git address ``host/path`` of a repository, else "".
        is_public: Of this very part: what is not public is a source of its own.
    """

    id: str
    name: str
    url: str = ""
    remote: str = ""
    is_public: bool | None = True


@dataclass(frozen=True, slots=True)
class Filed:
    """A contribution of an account on its way into the store.

    Attributes:
        open_ref: How to read it again, when its outcome may still change; else None.
    """

    place: Place
    contribution: NewContribution
    open_ref: str | None = None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A stored item whose outcome may still change; read again until it is final.

    Attributes:
        native_id: As stored: ``{kind}:{id at the service}``.
        ref: What the provider needs to read just this item (its own text).
        read_at: When it was last read.
    """

    kind: Kind
    native_id: str
    ref: str
    since: datetime
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Validator:
    """What makes a request conditional (RFC 9110, 13.1)."""

    key: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """A report while accounts are read.

    Attributes:
        items: Stored of this kind in this run so far.
        total: How many there are, when the service said.
        waits_until: The service asked to wait until then; other accounts go on.
        is_kind_done: This kind is done; ``problem`` says why when it failed.
    """

    account_id: str
    kind: Kind | None = None
    items: int = 0
    total: int | None = None
    waits_until: datetime | None = None
    is_kind_done: bool = False
    problem: str = ""
