"""Share files: an edition handed to somebody for one purpose until a day, for their program."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from portfolio.errors import UsageError
from portfolio.export import share
from portfolio.model.edition import ProducedFile
from portfolio.model.months import months_after
from portfolio.model.share import MAX_WORDS, Terms
from portfolio.model.text import clean_line
from portfolio.operations.export import ExportResult, Put, note_produced, save
from portfolio.operations.preview import gate_result

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from portfolio.clock import Clock
    from portfolio.store.store import Store

FORM: Final = "share"
LASTS_MONTHS: Final = 12
"""How long a share file is meant to be used unless the holder says otherwise."""
MOST_MONTHS: Final = 120


def usual_end(clock: Clock) -> date:
    """Return the last day of use that is proposed."""
    return months_after(clock.now(), LASTS_MONTHS).date()


def terms(clock: Clock, audience: str, purpose: str, until: date | None = None) -> Terms:
    """Return for whom, for what and until when, as it would be written.

    Args:
        clock: Tells today.
        audience: Whom it is for.
        purpose: What they want it for.
        until: The last day; None is a year from now.

    Raises:
        UsageError: Something is missing or too long, or the day is over or far away.
    """
    whom, what = (clean_line(each, limit=MAX_WORDS) for each in (audience, purpose))
    if not whom:
        raise UsageError("Say whom the file is for.")
    if not what:
        raise UsageError("Say what they want it for: it stands in the file.")
    day = until or usual_end(clock)
    now = clock.now()
    if day < now.date():
        raise UsageError("That day is over.", "Name the last day on which the file may be used.")
    if day > months_after(now, MOST_MONTHS).date():
        raise UsageError("That day is more than ten years away.")
    return Terms(whom, what, day)


def export(  # noqa: PLR0913  (what, how, and where to)
    store: Store, clock: Clock, edition_id: str, agreed: Terms, path: Path, *, put: Put = save
) -> ExportResult:
    """Save an edition as a share file.

    An old file of that name is kept on any fault. ``put`` as for a document.

    Raises:
        NotFoundError: There is no such edition.
        ExportError: It could not be saved.
    """
    result = gate_result(store, edition_id, made_on=clock.now().date())
    data = share.render(result.document, result.attachments, agreed)
    put(path, data)
    digest = hashlib.sha256(data).hexdigest()
    note_produced(store, edition_id, ProducedFile(path.name, FORM, digest, clock.now()))
    return ExportResult(path, FORM, digest, len(data), 0, 0, (), result.left_out)
