"""Where the record comes from, and how completely it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio.model.codes import Confidentiality, CoverageState, QuestionKind, SourceKind

MISSING = {
    "shallow": "this copy leaves out older commits",
    "partial-clone": "this copy leaves out parts of its objects",
    "interrupted": "the reading was stopped",
    "unreadable-objects": "some objects cannot be read",
}
"""Codes of `Coverage.missing` of a repository; ``shallow`` also before ``:`` and its first day."""


def missing_words(code: str) -> str:
    """Return in English what is missing of a repository, of a code with its detail."""
    name, _, detail = code.partition(":")
    if name == "shallow" and detail:
        return f"this copy begins on {detail[:10]}"
    return MISSING.get(name) or code.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of one kind (for git: ``commits``, ``tags``, ``statistics``) of a source.

    Attributes:
        from_at / to_at: The period the reading spans, when known.
        missing: Codes with detail of what is missing, see `MISSING`.
    """

    kind: str
    state: CoverageState
    from_at: datetime | None = None
    to_at: datetime | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One place that was read: a repository on this computer, or one container of an account.

    A container is what a service files work under: a repository, a wiki, a forum, a product. What
    of it is not public is a source of its own, so that the holder is asked about it.

    Attributes:
        instance: For git the real path of the common git directory; for an account
            ``{instance}#{container id}``.
        place: What to show as the place (the work tree's path).
        project_key: The project it belongs to (derived; see curate.projects).
        remotes: Normalised remote addresses ``host/path``, ``origin`` first.
        roots: Hashes of root commits (empty for a shallow copy).
        is_public: Whether a remote on a public host is known; None when it has no remote.
        confidentiality: The holder's answer (curated), or the cautious default.
        coverage: Of a folder what was read of it. Of an account's container the coverage of the
            account's kinds, because a listing is complete or not for all containers at once.
        account_id: The account it was read through; "" for folders and what was typed in.
    """

    id: str
    kind: SourceKind
    instance: str
    label: str
    place: str
    project_key: str
    remotes: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    is_public: bool | None = None
    confidentiality: Confidentiality = Confidentiality.PUBLIC
    coverage: tuple[Coverage, ...] = ()
    last_ok_at: datetime | None = None
    last_error: str = ""
    account_id: str = ""

    @property
    def is_unreadable(self) -> bool:
        """Whether nothing of a folder could ever be read: it is kept only so that it is named."""
        was_read = self.last_ok_at is not None or bool(self.coverage)
        return self.kind is SourceKind.GIT_FOLDER and bool(self.last_error) and not was_read


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the holder can say about a source.

    Attributes:
        key: Stable: ``{kind}:{source_id}:{pattern}``.
        detail: The pattern or tree, e.g. ``translations`` or ``third_party/zlib``.
        count: How many contributions it touches (for the words of the question, not a total).
        examples: Up to three titles.
        answer: Code of the answer given, or ``""``.
    """

    key: str
    kind: QuestionKind
    source_id: str
    source_label: str
    detail: str
    count: int
    examples: tuple[str, ...] = ()
    answer: str = ""
