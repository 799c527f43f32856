"""The folder of backups: names, what is there, what is kept.

A name says when and why: ``record-20260314T091500Z-daily.sqlite``. Kept are all of the last two
days, then one a day, one a week and one a month; always the newest two.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from portfolio.model.record import BackupInfo
from portfolio.store.soundness import file_problem

_NAME: Final = re.compile(r"record-(\d{8}T\d{6}Z)(?:-(\d+))?-([a-z0-9-]+)\.sqlite")
_STAMP: Final = "%Y%m%dT%H%M%SZ"

KEEP_ALL: Final = timedelta(days=2)
KEEP_DAILY: Final = timedelta(days=14)
KEEP_WEEKLY: Final = timedelta(days=60)
KEEP_MONTHLY: Final = timedelta(days=730)
_ALWAYS_KEPT: Final = 2


def free_name(folder: Path, at: datetime, why: str) -> Path:
    """Return a path in the folder that no backup has yet."""
    stamp = at.astimezone(UTC).strftime(_STAMP)
    slug = re.sub(r"[^a-z0-9]+", "-", why.lower()).strip("-") or "backup"
    if slug[0].isdigit():
        slug = f"for-{slug}"
    path = folder / f"record-{stamp}-{slug}.sqlite"
    turn = 1
    while path.exists():
        turn += 1
        path = folder / f"record-{stamp}-{turn}-{slug}.sqlite"
    return path


def listed(folder: Path) -> list[BackupInfo]:
    """Return the backups in the folder, newest first; other files are left alone."""
    found: list[tuple[datetime, int, BackupInfo]] = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match is None:
                continue
            with contextlib.suppress(ValueError, OSError):
                made_at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                why = match[3].replace("-", " ")
                info = BackupInfo(path, made_at, why, path.stat().st_size)
                found.append((made_at, int(match[2] or 1), info))
    found.sort(key=lambda each: each[:2], reverse=True)
    return [info for _at, _turn, info in found]


def newest_good(folder: Path) -> BackupInfo | None:
    """Return the newest backup that is sound, or None; each candidate is read through."""
    return next((each for each in listed(folder) if file_problem(each.path) is None), None)


def superfluous(backups: Iterable[BackupInfo], now: datetime) -> list[BackupInfo]:
    """Return the backups that the rule above no longer keeps."""
    newest_first = sorted(backups, key=lambda each: each.made_at, reverse=True)
    kept = set(newest_first[:_ALWAYS_KEPT])
    kept.update(each for each in newest_first if now - each.made_at <= KEEP_ALL)
    for limit, period in (
        (KEEP_DAILY, lambda at: at.date()),
        (KEEP_WEEKLY, lambda at: at.isocalendar()[:2]),
        (KEEP_MONTHLY, lambda at: (at.year, at.month)),
    ):
        kept.update(_newest_of_each(newest_first, now - limit, period))
    return [each for each in newest_first if each not in kept]


def _newest_of_each(
    newest_first: list[BackupInfo], since: datetime, period: Callable[[datetime], Hashable]
) -> list[BackupInfo]:
    chosen: dict[Hashable, BackupInfo] = {}
    for each in newest_first:
        if each.made_at >= since:
            chosen.setdefault(period(each.made_at), each)
    return list(chosen.values())


def rotate(folder: Path, now: datetime) -> list[Path]:
    """Delete what is no longer kept; return what was deleted. Failures wait for the next time."""
    gone: list[Path] = []
    for each in superfluous(listed(folder), now):
        with contextlib.suppress(OSError):
            each.path.unlink()
            gone.append(each.path)
    return gone
