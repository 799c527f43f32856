"""Whose work: names under which somebody acts, as sources show them and as the holder decided."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from portfolio.model.codes import IdentityKind, IdentityStatus, Proof


def fold(text: str) -> str:
    """Fold a name or address for comparison: compatibility form, no case, single blanks."""
    if text.isascii():  # nearly always, and this is asked a million times
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def identity_key(kind: IdentityKind, instance: str, value: str) -> str:
    """Return the key all spellings of one identity share, e.g. ``git-email::ada@x.example``."""
    return f"{kind}:{instance}:{fold(value)}"


def account_identity_key(provider: str, instance: str, native_id: str) -> str:
    """Return the key of an account: by its durable id, so that a new login changes nothing."""
    return identity_key(IdentityKind.ACCOUNT, instance, f"{provider}:{native_id}")


def account_hint_label(handle: str, instance: str) -> str:
    """Return how an account is named where it speaks for an identity: ``ada at codeberg.org``."""
    return f"{handle} at {instance.partition('://')[2]}"


# Host parts that name no host of a person. example.com stands in git's own advice on setting an
# address, so thousands of people share it.
_NO_HOSTS = frozenset(
    [
        "(none)",
        "none",
        "null",
        "unknown",
        "invalid",
        "localhost",
        "localhost.localdomain",
        "example.com",
        "nowhere",
        "email.com",
        "domain.com",
        "yourdomain.com",
        "no.email",
    ]
) | {""}
_NOBODIES = frozenset(
    [
        "none",
        "null",
        "nobody",
        "unknown",
        "anonymous",
        "root",
        "noreply",
        "no-reply",
        "no_reply",
        "donotreply",
        "do-not-reply",
        "noemail",
        "no-email",
        "devnull",
        "you",
        "your.email",
    ]
) | {""}


def is_placeholder(address: str) -> bool:
    """Whether several people may stand behind an address, or nobody, e.g. ``none@none``.

    A forge's personal no-reply address (``1234+ada@users.noreply.github.com``) is not one: it
    names one account.
    """
    local, at, host = fold(address).rpartition("@")
    if not at:
        return True
    if local in _NOBODIES or host in _NO_HOSTS:
        return True
    return host.endswith((".(none)", ".invalid", ".localdomain"))


def git_identity_key(name: str, address: str) -> str:
    """Return the key of whoever signed a commit so; a placeholder address joins nobody.

    The address alone decides, except for a placeholder: then the name is part of the key.
    """
    if is_placeholder(address):
        return identity_key(IdentityKind.GIT_EMAIL, "", f"{name} <{address}>")
    return identity_key(IdentityKind.GIT_EMAIL, "", address)


_BOT = re.compile(
    r"\[bot\]|\b(?:dependabot|renovate|greenkeeper|weblate|github[- ]actions?|web-flow"
    r"|pre-commit[- ]ci|allcontributors|mergify|codecov|semantic-release|travis[- ]ci|jenkins"
    r"|transifex|crowdin|pyup|imgbot|copybara|scripty|snyk|bors|homu|zuul|buildbot)\b"
    r"|\bci[- ]robot\b|l10n daemon script|launchpad translations|gerrit code review"
    r"|[a-z0-9][-_ ]bot\b"
)
_FORGE_COMMITTERS = frozenset({"noreply@github.com", "noreply@gitlab.com", "noreply@codeberg.org"})


def is_bot(name: str, address: str) -> bool:
    """Whether a name or address looks like a program's: a hint, for the holder to overrule."""
    folded = fold(address)
    if folded in _FORGE_COMMITTERS:
        return True
    local = folded.rpartition("@")[0]
    return bool(_BOT.search(fold(name)) or _BOT.search(local))


@dataclass(frozen=True, slots=True)
class Spelling:
    """One exact way a name and address stand in a source (the recorded side of an identity).

    Attributes:
        key: The identity it belongs to.
        name: Exact, as read (decoded with replacement, controls removed).
        address: Exact.
        parts: How often per part (``author``, ``committer``, ``co-author`` ...).
    """

    source_id: str
    key: str
    kind: IdentityKind
    instance: str
    name: str
    address: str
    first_at: datetime
    last_at: datetime
    parts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity the holder (or a confirmed sign-in) decided about; curated."""

    id: str
    person_id: str
    kind: IdentityKind
    instance: str
    value_raw: str
    key: str
    status: IdentityStatus
    proof: Proof
    proved_at: datetime | None = None
    native_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class IdentityHint:
    """A hint that an address is the holder's: git settings, or an account they are signed in to.

    Attributes:
        address: Of electronic mail; of ``listed`` the web address of another account.
        where: ``computer``, ``repository``, ``account`` or ``listed`` (in an account's profile).
        label: The repository's label, or the account's (``ada at codeberg.org``).
    """

    name: str
    address: str
    where: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class MailmapJoin:
    """A line of a project's .mailmap that says two identities are one person.

    A hint only: whoever writes the file could claim anybody.
    """

    source_id: str
    from_key: str
    to_key: str


class Reason:
    """Why an identity is suggested (codes; the screens have the words)."""

    COMPUTER = "computer"  # in the git settings of this computer
    REPOSITORY = "repository"  # in the settings of one repository
    ACCOUNT = "account"  # a service the holder is signed in to says it is theirs
    LISTED = "listed"  # another account, which one of the holder's lists in its profile
    CONFIRMED = "confirmed"  # the holder ticked it before, and nothing else speaks for it
    MAILMAP = "mailmap"  # the project's .mailmap joins it to a ticked one
    SAME_NAME = "same-name"  # same name as a ticked one or as the holder typed, another address
    SIMILAR_NAME = "similar-name"
    PLACEHOLDER = "placeholder"  # an address several people may share; never ticked before
    BOT = "bot"  # looks like a program
    OTHER = "other"  # somebody else


@dataclass(frozen=True, slots=True)
class IdentitySuggestion:
    """One row of "Which of these are you?".

    Attributes:
        key: Identity key; all ``spellings`` share it.
        name: The spelling shown first.
        reason: A code of `Reason`; ``reason_detail`` is the repository's label or the name
            it resembles.
        ticked: Confirmed already, or so well supported that it is ticked before the person looks.
        sources: Labels of the sources it was seen in, most recent first.
        total: How many entries carry it; for ordering within a reason only, never shown.
    """

    key: str
    kind: IdentityKind
    instance: str
    name: str
    address: str
    spellings: tuple[str, ...]
    reason: str
    reason_detail: str
    ticked: bool
    status: IdentityStatus
    sources: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    total: int = 0
    computer_name: bool = False
