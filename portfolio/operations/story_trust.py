"""Which stories are attested or certified: by letters and badges that name their works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.attestation import TrustLevel
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import VerdictState
from portfolio.operations import attested_choice
from portfolio.operations.carrying import shown_badges, shown_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from portfolio.model.story import Story
    from portfolio.store.reader import Reader


def trusts_of_stories(
    reader: Reader, stories: Sequence[Story], today: date
) -> dict[str, frozenset[TrustClass]]:
    """Return the classes above evidence that stories reach, by story id; only those that do.

    Counted is what documents may show, and what it comes to for a reader: a letter or badge
    whose signer nobody knows reaches nothing. Only those that name a work of a story are judged.

    Args:
        reader: One snapshot; not on the UI thread, as letters and badges are judged.
        stories: All that are asked about.
        today: The day on which they are judged.
    """
    by_deed: dict[str, set[str]] = {}
    for story in stories:
        for item in story.items:
            by_deed.setdefault(item.deed_key, set()).add(story.id)
    if not by_deed:
        return {}
    found: dict[str, set[TrustClass]] = {}
    for trust, keys in (*_letters(reader, by_deed, today), *_badges(reader, by_deed, today)):
        for story_id in {each for key in keys for each in by_deed.get(key, ())}:
            found.setdefault(story_id, set()).add(trust)
    return {story_id: frozenset(trusts) for story_id, trusts in found.items()}


def _letters(
    reader: Reader, wanted: Iterable[str], today: date
) -> Iterator[tuple[TrustClass, tuple[str, ...]]]:
    deeds = frozenset(wanted)
    for listed in shown_letters(reader):
        keys = attested_choice.work_keys(reader, listed)
        chosen = None
        if deeds.intersection(keys):
            chosen = attested_choice.chosen_letter(reader, listed.id, today)
        if chosen is None or chosen.state.does_not_hold or chosen.level < TrustLevel.ACCOUNT:
            continue
        yield TrustClass.ATTESTED, keys


def _badges(
    reader: Reader, wanted: Iterable[str], today: date
) -> Iterator[tuple[TrustClass, tuple[str, ...]]]:
    deeds = frozenset(wanted)
    for listed in shown_badges(reader):
        keys = attested_choice.works_of_badge(reader, listed)
        chosen = None
        if deeds.intersection(keys):
            chosen = attested_choice.chosen_badge(reader, listed.id, today)
        if chosen is None or chosen.state is not VerdictState.VALID:
            continue
        if chosen.trust in {TrustClass.ATTESTED, TrustClass.CERTIFIED}:
            yield chosen.trust, keys
