"""Whether what a repository holds may be shown, as far as can be told without asking its site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.model.codes import QuestionKind, SourceKind
from portfolio.model.source import Question, Source

if TYPE_CHECKING:
    from portfolio.store.store import Store
    from portfolio.sync.git import FoundRepository


def standing_of(found: FoundRepository, known: Source | None) -> bool | None:
    """Return `Source.is_public`; what was learnt from a copy of the same project stays."""
    if found.is_public is None and known is not None:
        return known.is_public
    return found.is_public


def question_of(source: Source) -> list[Question]:
    """Return the question a source that is known not to be public brings."""
    if source.is_public is not False:
        return []
    return [
        Question(
            key=f"{QuestionKind.NOT_PUBLIC}:{source.id}:",
            kind=QuestionKind.NOT_PUBLIC,
            source_id=source.id,
            source_label=source.label,
            detail="",
            count=0,
        )
    ]


def settle(store: Store) -> None:
    """Hold copies without a remote to the standing of their project's other copies.

    A clone of a private repository made on this computer has no remote that tells; its history
    does, because it is the same project.
    """
    with store.reading() as reader:
        sources = reader.sources.all()
    private = {each.project_key for each in sources if each.is_public is False}
    private -= {each.project_key for each in sources if each.is_public is True}
    private.discard("")
    told = [
        each
        for each in sources
        if each.is_public is None
        and each.project_key in private
        and each.kind is not SourceKind.MANUAL  # what was typed in follows its project anyway
    ]
    if not told:
        return
    with store.recording() as recorder:
        for source in told:
            learnt = replace(source, is_public=False)
            recorder.save_source(learnt)
            asked = [each for each in recorder.questions.all() if each.source_id == source.id]
            recorder.save_questions(source.id, [*asked, *question_of(learnt)])
