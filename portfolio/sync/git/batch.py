"""What a reading hands to whoever stores it."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.model.contribution import NewContribution
from portfolio.model.identity import IdentityHint, MailmapJoin, Spelling
from portfolio.model.source import Coverage, Question
from portfolio.sync.git.spellings import SpellingCount


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """A part of a reading; each can be stored in one transaction of its own.

    Everything but ``contributions`` comes with the last batch only. The same contribution may come
    twice in a reading; the later one is right.

    Attributes:
        seen: Known ids that are at their source (also those of identities not asked for).
        gone: Known ids that are no longer at their source.
        counted: What the counts of ``spellings`` are; merge with
            `portfolio.sync.git.spellings.merged_spellings`.
        roots: Commits without a parent, the project's own first (`portfolio.sync.git.roots`);
            empty when the history was cut before that one.
        cursor: To be stored with this batch; None leaves the old one, because the reading was cut
            short and must be done again.
        is_unchanged: Nothing was new and nothing was read: leave spellings, hints, questions and
            coverage as they are.
        commit_count: Commits gone through in this reading.
    """

    contributions: tuple[NewContribution, ...] = ()
    seen: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    counted: SpellingCount = SpellingCount.TOTALS
    hints: tuple[IdentityHint, ...] = ()
    mailmap: tuple[MailmapJoin, ...] = ()
    questions: tuple[Question, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    roots: tuple[str, ...] = ()
    cursor: dict[str, object] | None = None
    is_last: bool = False
    is_unchanged: bool = False
    commit_count: int = 0
