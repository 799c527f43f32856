"""Looks at a record as a doctor would, and says what it found in plain sentences."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from portfolio.model.record import Finding
from portfolio.paths import Paths
from portfolio.store import backup_folder
from portfolio.store.connections import APPLICATION_ID, connect, number
from portfolio.store.migrations import CURRENT
from portfolio.store.soundness import content_problem, header_problem, version_of

# SQLite's locks and shared memory do not hold across computers (sqlite.org, "WAL", 1).
_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "afs", "9p", "ceph"}
)
_OLD_BACKUP: Final = timedelta(days=7)


def examine(paths: Paths, *, now: datetime) -> list[Finding]:
    """Return what was found, one finding for each check.

    Works beside an open store, and on a record that is too damaged to be opened. Nothing is
    changed.
    """
    if not paths.store.exists():
        return [Finding("file", is_ok=False, words="There is no record here yet.")]
    outside = [_backup(paths, now), _room(paths), _place(paths)]
    try:
        problem = header_problem(paths.store)
        if problem is not None:
            return [_damage(problem), *outside]
        connection = connect(
            paths.store, read_only=True, immutable=not os.access(paths.data, os.W_OK)
        )
    except (sqlite3.Error, OSError) as exc:
        return [_damage(str(exc)), *outside]
    try:
        return [*_inside(connection), *outside]
    finally:
        connection.close()


def _inside(connection: sqlite3.Connection) -> list[Finding]:
    found: list[Finding] = []
    for check in (_file, _integrity, _references, _lists, _search, _unplaced):
        try:
            found.append(check(connection))
        except sqlite3.Error as exc:
            found.append(_damage(str(exc)))
            break  # what comes after would say the same in other words
    return found


def _damage(said: str) -> Finding:
    return Finding("integrity", is_ok=False, words=f"The file is damaged: {said}.")


def _file(connection: sqlite3.Connection) -> Finding:
    version = version_of(connection)
    is_ours = number(connection, "application_id") == APPLICATION_ID and version == CURRENT
    words = f"The record is of version {version}." if is_ours else "This is not a Portfolio record."
    return Finding("file", is_ours, words)


def _integrity(connection: sqlite3.Connection) -> Finding:
    problem = content_problem(connection, thorough=True)
    if problem is None:
        return Finding("integrity", is_ok=True, words="The file is sound.")
    return _damage(problem)


def _references(connection: sqlite3.Connection) -> Finding:
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if not orphans:
        return Finding("references", is_ok=True, words="Every row has what it refers to.")
    tables = ", ".join(sorted({row[0] for row in orphans}))
    return Finding(
        "references",
        is_ok=False,
        words=f"{len(orphans)} rows refer to something that is not there ({tables}).",
    )


def _lists(connection: sqlite3.Connection) -> Finding:
    listed, counted = connection.execute(
        "SELECT (SELECT count(*) FROM deed_index WHERE listing > 0),"
        " (SELECT coalesce(sum(shown + hidden), 0) FROM activity)"
    ).fetchone()
    deeds, keys = connection.execute(
        "SELECT (SELECT count(*) FROM deed_index),"
        " (SELECT count(DISTINCT deed_key) FROM contribution)"
    ).fetchone()
    if listed == counted and deeds == keys:
        return Finding("lists", is_ok=True, words="Lists and counts agree with the record.")
    return Finding(
        "lists",
        is_ok=False,
        words="Lists and counts do not agree with the record. They can be made anew.",
    )


def _search(connection: sqlite3.Connection) -> Finding:
    missing = connection.execute(
        "SELECT count(*) FROM deed_index WHERE indexed_stamp IS NOT text_stamp"
    ).fetchone()[0]
    indexed = connection.execute("SELECT count(*) FROM deed_fts").fetchone()[0]
    deeds = connection.execute("SELECT count(*) FROM deed_index").fetchone()[0]
    if missing == 0 and indexed == deeds:
        return Finding("search", is_ok=True, words="The search knows every deed.")
    return Finding(
        "search", is_ok=False, words="The search does not know every deed. It can be made anew."
    )


def _unplaced(connection: sqlite3.Connection) -> Finding:
    count = connection.execute(
        "SELECT count(*) FROM deed_edit WHERE deed_key NOT IN (SELECT deed_key FROM deed_index)"
    ).fetchone()[0]
    if count == 0:
        return Finding("decisions", is_ok=True, words="Every decision belongs to a known deed.")
    # Not a fault: they wait for the source to be read again.
    return Finding(
        "decisions",
        is_ok=True,
        words=f"{count} decisions are about deeds no source has now. They are kept.",
    )


def _backup(paths: Paths, now: datetime) -> Finding:
    best = backup_folder.newest_good(paths.backups)
    if best is None:
        return Finding("backup", is_ok=False, words="There is no good backup yet.")
    day = best.made_at.strftime("%Y-%m-%d %H:%M")
    return Finding(
        "backup",
        is_ok=now - best.made_at < _OLD_BACKUP,
        words=f"The newest good backup is of {day} UTC: {best.path}.",
    )


def _room(paths: Paths) -> Finding:
    free = shutil.disk_usage(paths.data).free
    needed = 3 * paths.store.stat().st_size
    words = f"{free / 1_000_000:.0f} MB are free on the disk that holds the record."
    return Finding("room", is_ok=free > needed, words=words)


def _place(paths: Paths) -> Finding:
    kind = _file_system(paths.data)
    if kind in _NETWORK:
        return Finding(
            "place",
            is_ok=False,
            words=f"The record lies on a network drive ({kind}). There two computers can damage it."
            " Keep it on this computer.",
        )
    return Finding("place", is_ok=True, words="The record lies on this computer.")


def _file_system(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    r"""Return the kind of file system a folder is on, ``""`` where the system does not say.

    Linux: proc(5), "/proc/pid/mounts"; blanks in names stand as ``\040``.
    """
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    at = folder.resolve()
    best = ("", "")
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = fields[1].replace("\\040", " ")
        if at.is_relative_to(place) and len(place) >= len(best[0]):
            best = (place, fields[2])
    return best[1]
