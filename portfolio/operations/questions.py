"""Things about a source that only the holder can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.codes import BulkAnswer, Confidentiality, QuestionKind

if TYPE_CHECKING:
    from portfolio.model.source import Question
    from portfolio.store.store import Store


def answers_to(kind: QuestionKind) -> tuple[str, ...]:
    """Return the codes that answer a kind of question; the first one holds until it is answered."""
    if kind is QuestionKind.NOT_PUBLIC:
        return (Confidentiality.LEAVE_OUT, Confidentiality.COUNT_ONLY, Confidentiality.INCLUDE)
    return (BulkAnswer.INTEGRATED, BulkAnswer.OWN_WORK)


def answer(store: Store, question_key: str, code: str) -> Question:
    """Answer a question; an empty code takes the answer back.

    Raises:
        NotFoundError: There is no such question.
        UsageError: The code does not answer it.
    """
    question = _get(store, question_key)
    if code and code not in answers_to(question.kind):
        known = ", ".join(answers_to(question.kind))
        raise UsageError(f"“{code}” does not answer this question. It takes: {known}.")
    with store.editing(steps.QUESTION_ANSWERED, name=question.source_label) as editor:
        if question.answer != code:
            editor.save_answer(question_key, code)
    return _get(store, question_key)


def _get(store: Store, question_key: str) -> Question:
    with store.reading() as reader:
        found = next((each for each in reader.questions.all() if each.key == question_key), None)
    if found is None:
        raise NotFoundError("There is no such question.")
    return found
