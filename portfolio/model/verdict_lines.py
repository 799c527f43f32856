"""A verdict as lines of text: the sentence that stands for all, then each step with its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.model import verdict_words
from portfolio.model.verdict import StepMark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.verdict import Step, Verdict

MARKS: Final = {
    StepMark.HELD: "✓",
    StepMark.CANNOT_CHECK: "○",
    StepMark.REFUSED: "?",
    StepMark.BROKEN: "✗",
    StepMark.NOTE: "i",
}


def lines(verdict: Verdict) -> list[str]:
    """Return a verdict in words."""
    return [verdict_words.title(verdict.summary), *_steps(verdict.steps, "  ")]


def _steps(steps: tuple[Step, ...], indent: str) -> Iterator[str]:
    for step in steps:
        yield f"{indent}{MARKS[step.mark]} {verdict_words.title(step.says)}"
        detail = verdict_words.detail(step.says)
        if detail:
            yield f"{indent}  {detail}"
        for link in step.links:
            yield f"{indent}  {link.title}  {link.url}".rstrip()
        yield from _steps(step.children, f"{indent}  ")
