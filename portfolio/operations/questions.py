"""Things about a source that only the holder can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.codes import BulkAnswer, Confidentiality, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.source import Question, Source
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


def settle(store: Store, question_keys: Iterable[str]) -> None:
    """Take what holds until a question is answered for the answer, where none was given.

    The holder saw it as chosen, and went on. Questions that are gone by now are passed over.
    """
    wanted = set(question_keys)
    with store.reading() as reader:
        asked = [each for each in reader.questions.all() if each.key in wanted]
    left = [each for each in asked if not each.answer]
    if left:
        with store.editing(steps.QUESTION_ANSWERED, name=left[0].source_label) as editor:
            for each in left:
                editor.save_answer(each.key, answers_to(each.kind)[0])


def set_confidentiality(store: Store, source_id: str, code: str) -> Source:
    """Say of any source whether what is in it may be shown; an empty code takes that back.

    A repository on a site for everyone may be private all the same, which cannot be seen without
    asking the site; so the holder can say it.

    Raises:
        NotFoundError: There is no such source.
        UsageError: The code is unknown.
    """
    if code and code not in answers_to(QuestionKind.NOT_PUBLIC):
        known = ", ".join(answers_to(QuestionKind.NOT_PUBLIC))
        raise UsageError(f"“{code}” is not known. It takes: {known}.")
    source = _source(store, source_id)
    key = f"{QuestionKind.NOT_PUBLIC}:{source_id}:"
    with store.reading() as reader:
        before = reader.questions.answers().get(key, "")
    with store.editing(steps.QUESTION_ANSWERED, name=source.label) as editor:
        if before != code:
            editor.save_answer(key, code)
    return _source(store, source_id)


def find_source(store: Store, name: str) -> Source:
    """Return the source of this id or place, or the only one of this label.

    Raises:
        NotFoundError: There is none.
        UsageError: Several have the label; the words name their places.
    """
    with store.reading() as reader:
        sources = reader.sources.all()
    exact = [each for each in sources if name in {each.id, each.place}]
    found = exact or [each for each in sources if each.label.casefold() == name.casefold()]
    if len(found) > 1:
        places = ", ".join(each.place for each in found)
        raise UsageError(f"Several sources are called “{name}”. Name one by its place: {places}.")
    if not found:
        raise NotFoundError(f"No source is called “{name}”.")
    return found[0]


def _source(store: Store, source_id: str) -> Source:
    with store.reading() as reader:
        source = reader.sources.get(source_id)
    if source is None:
        raise NotFoundError("There is no such source.")
    return source


def _get(store: Store, question_key: str) -> Question:
    with store.reading() as reader:
        found = next((each for each in reader.questions.all() if each.key == question_key), None)
    if found is None:
        raise NotFoundError("There is no such question.")
    return found
