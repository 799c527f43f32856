"""Cut the stream of ``git log -z`` into commits.

Fields and records are both ended by NUL: no field can hold one, because git's headers and messages
end at a NUL when they are written out. A record is `FIELD_COUNT` fields, so no name or message can
be taken for a border.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIELD_COUNT: Final = 7
HASH_SIZES: Final = (40, 64)  # hexadecimal SHA-1 and SHA-256
# Hash, parents, author (name and address, a line each), author's raw date, the same of the
# committer, the whole message. git-log, "PRETTY FORMATS".
FORMAT: Final = "%H%x00%P%x00%an%n%ae%x00%ad%x00%cn%n%ce%x00%cd%x00%B"

LOG_WORDS: Final = (
    "log",
    "-z",
    f"--format={FORMAT}",
    "--date=raw",
    "--encoding=UTF-8",
    "--no-show-signature",
    "--no-decorate",
    "--no-notes",
    "--no-mailmap",
    "--no-color",
    "--no-patch",
    "--no-ext-diff",
    "--no-textconv",
)


class GarbledError(Exception):
    """The stream is not made of whole records; nothing of it after this point can be trusted."""


def fields(blocks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield lists of fields, each of whole records.

    Raises:
        GarbledError: The stream ended within a record.
    """
    rest: list[bytes] = []
    for block in blocks:
        if b"\0" not in block:  # a long message: wait for its end, join once
            rest.append(block)
            continue
        rest.append(block)
        parts = b"".join(rest).split(b"\0")
        whole = (len(parts) - 1) // FIELD_COUNT * FIELD_COUNT
        rest = [b"\0".join(parts[whole:])]
        if whole:
            del parts[whole:]
            yield parts
    if b"".join(rest):
        raise GarbledError


def is_hash(field: bytes) -> bool:
    """Whether a field can be an object's name, SHA-1 or SHA-256."""
    return len(field) in HASH_SIZES
