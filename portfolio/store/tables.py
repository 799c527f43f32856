"""The recorded and curated tables as SQLModel classes.

They name columns and types for queries and inserts; the file's schema itself comes from the
migrations, and a test holds the two together. Codes are plain text, instants RFC 3339 UTC text of
one width, lists JSON text. A table class does not validate what it is given, so rows are made in
``portfolio.store.rows`` and ``curated_rows`` from model objects and nowhere else.
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlmodel import Field, SQLModel


class SourceRow(SQLModel, table=True):
    """One place that was read."""

    __tablename__ = "source"
    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    kind: str
    instance: str
    label: str
    place: str
    project_key: str
    remotes: str
    roots: str
    is_public: bool | None
    last_ok_at: str | None
    last_error: str
    cursor: str
    account_pk: int | None = Field(default=None, foreign_key="account.pk")
    container: str = ""


class AccountRow(SQLModel, table=True):
    """One account of the holder at one instance of a service."""

    __tablename__ = "account"
    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    provider: str
    instance: str
    native_id: str
    handle: str
    name: str
    profile_url: str
    way: str
    proof: str
    state: str
    added_at: str
    scopes: str
    options: str
    kinds: str
    keeps_secret: bool
    secret_expires_at: str | None
    last_started_at: str | None
    last_ok_at: str | None
    problem: str


class AccountKindRow(SQLModel, table=True):
    """How far one kind of an account was read."""

    __tablename__ = "account_kind"
    account_pk: int = Field(primary_key=True, foreign_key="account.pk")
    kind: str = Field(primary_key=True)
    state: str
    newest_at: str | None
    complete_from: str | None
    is_whole: bool
    resume: str
    missing: str
    set_aside: int
    last_ok_at: str | None
    problem: str


class ValidatorRow(SQLModel, table=True):
    """What makes a request of an account conditional."""

    __tablename__ = "validator"
    account_pk: int = Field(primary_key=True, foreign_key="account.pk")
    key: str = Field(primary_key=True)
    etag: str
    last_modified: str


class OpenItemRow(SQLModel, table=True):
    """A contribution of an account that may still become something else."""

    __tablename__ = "open_item"
    account_pk: int = Field(primary_key=True, foreign_key="account.pk")
    kind: str = Field(primary_key=True)
    native_id: str = Field(primary_key=True)
    ref: str
    since: str
    read_at: str


class SyncRunRow(SQLModel, table=True):
    """One sync of one account."""

    __tablename__ = "sync_run"
    id: int | None = Field(default=None, primary_key=True)
    account_pk: int = Field(foreign_key="account.pk")
    started_at: str
    ended_at: str | None
    outcome: str
    new: int
    changed: int
    gone: int
    set_aside: int
    failed_kinds: str
    problem: str


class RawItemRow(SQLModel, table=True):
    """An item as its service gave it, packed; kept of kinds this version does not know."""

    __tablename__ = "raw_item"
    contribution_id: int = Field(primary_key=True, foreign_key="contribution.id")
    packed: bytes


class CoverageRow(SQLModel, table=True):
    """How completely one kind of a source was read."""

    __tablename__ = "coverage"
    source_pk: int = Field(primary_key=True, foreign_key="source.pk")
    kind: str = Field(primary_key=True)
    state: str
    from_at: str | None
    to_at: str | None
    missing: str


class ContributionRow(SQLModel, table=True):
    """What a source said of one act."""

    __tablename__ = "contribution"
    id: int | None = Field(default=None, primary_key=True)
    source_pk: int = Field(foreign_key="source.pk")
    native_id: str
    action: str
    deed_key: str
    identity_key: str
    occurred_at: str
    tz_offset_min: int
    state: str
    pattern: str
    content_hash: str
    first_seen: str
    last_seen: str
    gone_since: str | None
    files: int | None
    lines_added: int | None
    lines_removed: int | None
    url: str
    title: str
    people: str
    body: str
    account_pk: int | None = Field(default=None, foreign_key="account.pk")
    kind: str = "commit"
    metrics: str = "{}"


class SpellingRow(SQLModel, table=True):
    """One exact way a name and address stand in a source."""

    __tablename__ = "spelling"
    source_pk: int = Field(primary_key=True, foreign_key="source.pk")
    key: str = Field(primary_key=True)
    kind: str
    instance: str
    name: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    first_at: str
    last_at: str
    parts: str


class HintRow(SQLModel, table=True):
    """A hint that an address is the holder's."""

    __tablename__ = "hint"
    pk: int | None = Field(default=None, primary_key=True)
    name: str
    address: str
    place: str
    label: str


class QuestionRow(SQLModel, table=True):
    """Something only the holder can say about a source."""

    __tablename__ = "question"
    key: str = Field(primary_key=True)
    source_pk: int = Field(foreign_key="source.pk")
    kind: str
    detail: str
    count: int
    examples: str


class ProjectAliasRow(SQLModel, table=True):
    """Which project a remote address or root commit belongs to."""

    __tablename__ = "project_alias"
    alias: str = Field(primary_key=True)
    project_key: str


class ProjectSeenRow(SQLModel, table=True):
    """What sources say of a project."""

    __tablename__ = "project_seen"
    key: str = Field(primary_key=True)
    recorded_name: str
    urls: str


class HolderRow(SQLModel, table=True):
    """The holder; one row."""

    __tablename__ = "holder"
    id: str = Field(primary_key=True)
    name: str
    headline: str
    place: str
    email: str
    phone: str
    links: str
    summary: str


class IdentityRow(SQLModel, table=True):
    """What the holder said of an identity."""

    __tablename__ = "identity"
    id: str = Field(primary_key=True)
    person_id: str
    kind: str
    instance: str
    value_raw: str
    key: str
    status: str
    proof: str
    proved_at: str | None
    native_id: str
    note: str


class DeedEditRow(SQLModel, table=True):
    """What the holder decided about a deed."""

    __tablename__ = "deed_edit"
    deed_key: str = Field(primary_key=True)
    title: str
    is_hidden: bool
    is_confidential: bool
    note: str


class ProjectEditRow(SQLModel, table=True):
    """What the holder decided about a project."""

    __tablename__ = "project_edit"
    key: str = Field(primary_key=True)
    name: str
    what_it_is: str
    urls: str
    scale_facts: str
    is_hidden: bool
    merged_into: str
    note: str


class RoleRow(SQLModel, table=True):
    """A role the holder had."""

    __tablename__ = "role"
    id: str = Field(primary_key=True)
    project_key: str
    code: str
    words: str
    from_on: str
    to_on: str
    is_current: bool
    capacity: str
    organisation: str
    note: str
    is_suggested: bool


class StoryRow(SQLModel, table=True):
    """A story without its items."""

    __tablename__ = "story"
    id: str = Field(primary_key=True)
    title: str
    project_key: str
    situation: str
    what_i_did: str
    what_changed: str
    how_one_can_tell: str
    sources: str
    skills: str
    from_on: str
    to_on: str
    rank: int
    status: str
    language: str
    created_at: str | None
    updated_at: str | None
    note: str


class StoryItemRow(SQLModel, table=True):
    """A deed behind a story."""

    __tablename__ = "story_item"
    story_id: str = Field(primary_key=True, foreign_key="story.id")
    deed_key: str = Field(primary_key=True)
    rank: int
    featured: bool


class EditionRow(SQLModel, table=True):
    """One choice from the record for one audience."""

    __tablename__ = "edition"
    id: str = Field(primary_key=True)
    name: str
    audience: str
    headline: str
    summary: str
    template: str
    language: str
    page_size: str
    page_limit: int
    sections: str
    project_keys: str
    story_ids: str
    redacted_deed_keys: str
    show_email: bool
    show_phone: bool
    show_totals: bool
    shows_suggested_roles: bool
    produced_files: str
    note: str
    letter_ids: str
    badge_ids: str
    newest_url: str


class AnswerRow(SQLModel, table=True):
    """The holder's answer to a question about a source."""

    __tablename__ = "answer"
    question_key: str = Field(primary_key=True)
    answer: str


class ManualEntryRow(SQLModel, table=True):
    """A contribution the holder typed in."""

    __tablename__ = "manual_entry"
    id: str = Field(primary_key=True)
    project_key: str
    action: str
    kind: str
    title: str
    when: str
    url: str
    body: str
    import_key: str
    created_at: str | None


class KeptFileRow(SQLModel, table=True):
    """A file as it came; never changed."""

    __tablename__ = "kept_file"
    sha256: str = Field(primary_key=True)
    media_type: str
    size: int
    content: bytes
    kept_at: str


class AttestationRow(SQLModel, table=True):
    """A letter, what was read out of it, and what the holder decided."""

    __tablename__ = "attestation"
    id: str = Field(primary_key=True)
    kind: str
    format: str
    direction: str
    sha256: str
    said: str
    received_from: str
    received_at: str | None
    decision: str
    shown: bool
    shortened: str
    note: str


class BadgeRow(SQLModel, table=True):
    """A badge, what was read out of it, and what the holder decided."""

    __tablename__ = "badge"
    id: str = Field(primary_key=True)
    format: str
    direction: str
    sha256: str
    image_sha256: str
    said: str
    source_account: str
    received_from: str
    received_at: str | None
    decision: str
    shown: bool
    note: str


class KeyRecordRow(SQLModel, table=True):
    """A public key, where it was seen, and what the holder knows of it."""

    __tablename__ = "key_record"
    fingerprint: str = Field(primary_key=True)
    kind: str
    algorithm: str
    public: str
    owner: str
    seen: str
    replaced_by: str
    trust: str
    trust_words: str
    recovery_at: str | None
    note: str


class LetterRequestRow(SQLModel, table=True):
    """A request for words."""

    __tablename__ = "letter_request"
    id: str = Field(primary_key=True)
    sha256: str
    said: str
    story_id: str
    made_at: str
    reminded_at: str | None
    answered_by: str
    note: str


class PolicyRow(SQLModel, table=True):
    """A community's rule for a mark such as "three vouches", as its file came."""

    __tablename__ = "policy"
    id: str = Field(primary_key=True)
    sha256: str
    shown: bool


class CheckResultRow(SQLModel, table=True):
    """What a check of a letter or badge last came to."""

    __tablename__ = "check_result"
    thing: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    at: str
    state: str
    why: str
    last_good_at: str | None
    answers: str


class JournalRow(SQLModel, table=True):
    """One step of the holder, with the rows it changed."""

    __tablename__ = "journal"
    id: int | None = Field(default=None, primary_key=True)
    at: str
    label: str
    args: str
    changes: str
    state: str


CURATED: tuple[type[SQLModel], ...] = (
    HolderRow,
    IdentityRow,
    DeedEditRow,
    ProjectEditRow,
    RoleRow,
    StoryRow,
    StoryItemRow,
    EditionRow,
    AnswerRow,
    ManualEntryRow,
    AttestationRow,
    BadgeRow,
    KeyRecordRow,
    LetterRequestRow,
    PolicyRow,
)


def table_of(model: type[SQLModel]) -> Table:
    """Return the table of a table class."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
