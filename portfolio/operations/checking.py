"""Checking a file of anybody: no set-up, no record, and nothing asked unless the person says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.attest.onlooker import Onlooker
from portfolio.check import checking
from portfolio.operations.asking import Ask, Elsewhere, judged_online

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from portfolio.model.keys import KeyRecord
    from portfolio.model.report import Report
    from portfolio.model.verdict import Answer


def check(
    raw: bytes,
    *,
    at: datetime,
    name: str = "",
    detached: bytes = b"",
    keys: tuple[KeyRecord, ...] = (),
) -> Report:
    """Check a file on this computer alone.

    Args:
        raw: The file.
        at: Now.
        name: The file's.
        detached: Of ``FILE.sig``, for a letter whose signature came beside.
        keys: Those the person said they know.

    Raises:
        OutsideFileError: It is nothing that is checked here, or made to do harm.
    """
    return checking.check(raw, Onlooker(keys=keys), at=at, name=name, detached=detached)


async def check_online(  # noqa: PLR0913  (what `check` takes, and whom to ask)
    raw: bytes,
    ask: Ask,
    *,
    at: datetime,
    name: str = "",
    detached: bytes = b"",
    keys: tuple[KeyRecord, ...] = (),
    elsewhere: Elsewhere[Report] | None = None,
) -> Report:
    """Check a file, and ask online what would settle more.

    Args:
        raw: As for `check`, like the others.
        ask: Asks one address.
        at: Now.
        name: The file's.
        detached: The signature beside a letter.
        keys: Those the person said they know.
        elsewhere: Runs each round of judging off the loop.

    Raises:
        OutsideFileError: As for `check`.
    """

    def judged(answers: Mapping[str, Answer]) -> Report:
        onlooker = Onlooker(keys=keys, answers=answers)
        return checking.check(raw, onlooker, at=at, name=name, detached=detached)

    report, answers = await judged_online(judged, ask, elsewhere=elsewhere)
    silent = tuple(url for url, answer in answers.items() if not answer.status)
    return replace(report, is_online=bool(answers), asked=tuple(answers), silent=silent)
