"""What a source said: the recorded layer's main entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody else named in a contribution.

    Attributes:
        name: As the source wrote it.
        address: E-mail address or handle, empty when the source gave none.
        part: One of ``author``, ``committer``, ``co-author``, ``reviewer``, ``tester``,
            ``reporter``, ``signed-off``, ``acked``, ``merger``, ``tagger``, ``assignee``,
            ``mentor``, ``giver``.
    """

    name: str
    address: str
    part: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """Size of a change, known after the second reading; None means not read (yet)."""

    files: int | None = None
    lines_added: int | None = None
    lines_removed: int | None = None


@dataclass(frozen=True, slots=True)
class NewContribution:
    """A contribution as a reader (git, later a provider) hands it to the recorder.

    Attributes:
        native_id: Durable id within the source; for git the full commit or tag object hash.
        identity_key: Which identity acted (`portfolio.model.identity.identity_key`).
        occurred_at: Aware, UTC. ``tz_offset_min`` keeps the offset the source gave.
        deed_key: Contributions with the same key are one deed (see `portfolio.model.deed`).
        url: Public https address, or empty.
        state: ``merge`` for a merge commit, ``clock-error`` for a date that cannot be right; of an
            account's contribution the outcome (`portfolio.model.kinds.Outcome`); or ``""``.
        pattern: Key of a bulk-import or vendored pattern it fits, or ``""``.
        metrics: Numbers the source gave (likes, score, words); one that is absent is not 0.
        raw: The item as the source gave it, kept only of a kind this version does not know.
    """

    native_id: str
    action: Action
    title: str
    occurred_at: datetime
    identity_key: str
    deed_key: str
    tz_offset_min: int = 0
    body: str = ""
    url: str = ""
    state: str = ""
    pattern: str = ""
    people: tuple[Participant, ...] = ()
    sizes: Sizes = field(default_factory=Sizes)
    kind: Kind = Kind.COMMIT
    metrics: Mapping[str, int] = field(default_factory=dict)
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A stored contribution: `NewContribution` plus what the store knows.

    Attributes:
        id: Stable within this store; curated rows never refer to it (they use ``deed_key``).
        gone_since: When it was first missed at its source; the copy is kept.
    """

    id: int
    source_id: str
    native_id: str
    action: Action
    title: str
    body: str
    occurred_at: datetime
    tz_offset_min: int
    url: str
    identity_key: str
    deed_key: str
    project_key: str
    state: str
    pattern: str
    people: tuple[Participant, ...]
    sizes: Sizes
    first_seen: datetime
    last_seen: datetime
    gone_since: datetime | None = None
    kind: Kind = Kind.COMMIT
    metrics: Mapping[str, int] = field(default_factory=dict)
