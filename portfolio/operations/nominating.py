"""A draft record about somebody else: only ever a file addressed to them.

It is a claim with several works. What is recorded here of other people's part in work is used for
nothing else: the one it is about answers each work by itself, and nothing is published.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.attest import letter as form
from portfolio.curate.corroboration import handle_of, is_account
from portfolio.errors import UsageError
from portfolio.model import steps
from portfolio.model.attestation import AttestationKind, Decision, Direction, WorkAnswer
from portfolio.model.codes import Confidentiality
from portfolio.model.text import clean
from portfolio.operations import letter_writing, letters, thanking
from portfolio.operations.letter_requests import work_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.model.attestation import Attestation, Work
    from portfolio.operations.letter_writing import Written
    from portfolio.store.store import Store
    from portfolio.workspace import Workspace

ANSWERS = (Decision.ACCEPTED, Decision.PRIVATE, Decision.DECLINED)
LONGEST = 500


def recorded_works(store: Store, account: str) -> tuple[Work, ...]:
    """Return public works in the record that name an account, the latest first.

    Goes through every contribution: not on the UI thread. Work that is hidden, confidential, or
    from a source that is not public is left out, and at most as many as a letter lists.
    """
    with store.reading() as reader:
        public = {
            source.id
            for source in reader.sources.all()
            if source.confidentiality is Confidentiality.PUBLIC and source.is_public is not False
        }
        named = [
            each
            for each in reader.deeds.naming(handle_of(account))
            if each.source_id in public
            and any(is_account(account, person, each) for person in each.people)
        ]
        named.sort(key=lambda each: each.occurred_at, reverse=True)
        keys = list(dict.fromkeys(each.deed_key for each in named))
        deeds = reader.deeds.by_keys(keys)
    found: dict[str, Work] = {}
    for key in keys:
        deed = deeds.get(key)
        is_open = deed is not None and deed.url.startswith("https://")
        if deed is None or not is_open or deed.is_hidden or deed.is_confidential:
            continue
        found.setdefault(deed.url, work_of(deed))
    return tuple(found.values())[: form.MOST_WORKS]


def write(
    workspace: Workspace, who: str, words: str, works: Sequence[Work], *, to: Path | None = None
) -> Written:
    """Sign a draft record addressed to somebody, and keep it among those given.

    ``to`` is where it is saved: as for `letter_writing.write`.

    Raises:
        ExportError: It could not be saved, and is not kept.
        UsageError: It lists no work, does not say who or what, holds what no letter can, or the
            holder has no name yet.
        KeychainError: The keyring does not give the key.
    """
    if not works:
        raise UsageError("A draft record lists at least one work.")
    thanks = thanking.Thanks(who, words, AttestationKind.CLAIM, tuple(works))
    return letter_writing.write(workspace, thanking.letter(thanks), to=to)


def answer(
    store: Store, letter_id: str, number: int, decision: Decision, correction: str = ""
) -> Attestation:
    """Say what becomes of one work of a claim the holder received.

    Documents show a letter whole or not at all, so one with a work kept back is in none.

    Args:
        store: Of the holder.
        letter_id: Which letter.
        number: Of the work, from 1.
        decision: Accepted, kept private or declined.
        correction: The holder's own words beside an accepted work; the letter's text stays.

    Raises:
        NotFoundError: There is no such letter.
        UsageError: There is no such work, or no such answer.
    """
    said = letters.get(store, letter_id)
    words = clean(correction, limit=LONGEST)
    if said.kind is not AttestationKind.CLAIM or said.direction is not Direction.RECEIVED:
        raise UsageError("Only the works of a claim about you are answered one by one.")
    if not 1 <= number <= len(said.about):
        raise UsageError(f"It lists {len(said.about)} works, and none has number {number}.")
    if decision not in ANSWERS:
        raise UsageError("A work is accepted, kept private or declined.")
    if words and decision is not Decision.ACCEPTED:
        raise UsageError("Only a work that is accepted can have a correction beside it.")
    others = tuple(each for each in said.answers if each.number != number)
    answers = sorted((*others, WorkAnswer(number, decision, words)), key=lambda one: one.number)
    with store.editing(steps.LETTER_WORK_ANSWERED, title=said.about[number - 1].title) as editor:
        changed = replace(said, answers=tuple(answers))
        editor.save_attestation(changed)
    return changed
