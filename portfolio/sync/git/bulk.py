"""Keep back what may be a bulk import until it is known how often its pattern occurs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portfolio.model.codes import QuestionKind
from portfolio.model.source import Question
from portfolio.sync.git.patterns import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.model.contribution import NewContribution

_MOST_EXAMPLES: Final = 3
_VENDORED: Final = frozenset(("vendored",))


def question_key(source_id: str, pattern: str) -> str:
    """Return the key of the question about a pattern (or vendored tree) in a source."""
    is_tree = pattern in _VENDORED or pattern.endswith("/")
    kind = QuestionKind.VENDORED if is_tree else QuestionKind.BULK_IMPORT
    return f"{kind}:{source_id}:{pattern}"


def tree_question(source_id: str, tree: str, label: str, count: int) -> Question:
    """Return the question about a tree of another project that was copied in."""
    return Question(
        key=question_key(source_id, tree),
        kind=QuestionKind.VENDORED,
        source_id=source_id,
        source_label=label,
        detail=tree,
        count=count,
    )


class Sorter:
    """Sorts contributions into those to hand on at once and those that fit a pattern.

    Args:
        known: How many fitted each pattern in earlier readings that are not repeated.
        examples: Their titles.
    """

    def __init__(
        self,
        source_id: str,
        known: Mapping[str, int] | None = None,
        examples: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._source_id = source_id
        self._known = known or {}
        self._examples = examples or {}
        self._held: dict[str, list[NewContribution]] = {}

    def plain(self, contributions: Iterable[NewContribution]) -> Iterator[NewContribution]:
        """Yield those that fit no pattern; keep the others."""
        for one in contributions:
            if one.pattern:
                self._held.setdefault(one.pattern, []).append(one)
            else:
                yield one

    @property
    def counts(self) -> dict[str, int]:
        """How many fit each pattern, with those of earlier readings."""
        counts = dict(self._known)
        for pattern, held in self._held.items():
            counts[pattern] = counts.get(pattern, 0) + len(held)
        return counts

    @property
    def examples(self) -> dict[str, tuple[str, ...]]:
        """Up to three titles of each pattern, those read now first."""
        return {
            pattern: tuple(
                dict.fromkeys(
                    (
                        *(one.title for one in self._held.get(pattern, ())),
                        *self._examples.get(pattern, ()),
                    )
                )
            )[:_MOST_EXAMPLES]
            for pattern in self.counts
        }

    @property
    def has_crossed(self) -> bool:
        """Whether a pattern is now a question whose earlier contributions are not marked."""
        return any(
            0 < self._known.get(pattern, 0) < FEWEST <= count
            for pattern, count in self.counts.items()
        )

    def marked(self, one: NewContribution) -> NewContribution:
        """Return a contribution with the key of the question about its pattern, if one is asked."""
        if not one.pattern:
            return one
        is_asked = self.counts.get(one.pattern, 0) >= FEWEST
        return replace(one, pattern=question_key(self._source_id, one.pattern) if is_asked else "")

    def held(self) -> list[NewContribution]:
        """Return those kept back, marked when their pattern is frequent enough to be asked about.

        ``pattern`` is then the key of the question.
        """
        counts = self.counts
        done = []
        for pattern, held in self._held.items():
            key = question_key(self._source_id, pattern) if counts[pattern] >= FEWEST else ""
            done += [replace(one, pattern=key) for one in held]
        return done

    def questions(self, label: str) -> list[Question]:
        """Return the questions to ask."""
        asked = []
        examples = self.examples
        for pattern, count in self.counts.items():
            if count < FEWEST:
                continue
            key = question_key(self._source_id, pattern)
            asked.append(
                Question(
                    key=key,
                    kind=QuestionKind(key.partition(":")[0]),
                    source_id=self._source_id,
                    source_label=label,
                    detail=pattern,
                    count=count,
                    examples=examples[pattern],
                )
            )
        return asked
