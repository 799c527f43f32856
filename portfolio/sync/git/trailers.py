"""Find the people named in a commit message's trailers.

Only the trailer block counts (git-interpret-trailers, "DESCRIPTION"): the last paragraph, when it
is made of ``Token: value`` lines, or at least a quarter of it with one token known here. Paragraphs
before it belong to it while they are made of such lines only. A quoted "Reviewed-by:" in the middle
of a message names nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Token (lower case, without "-by") to the part of a Participant.
_PARTS: Final = {
    b"co-authored": "co-author",
    b"co-developed": "co-author",
    b"reviewed": "reviewer",
    b"signed-off": "signed-off",
    b"acked": "acked",
    b"tested": "tester",
    b"reported": "reporter",
    b"suggested": "suggester",
    b"helped": "helper",
}
_TRAILER: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]*)[ \t]*:(?!//)[ \t]*(.*)", re.DOTALL)
_ASIDES: Final = (b" ", b"\t", b"(cherry picked from ")
_JOINT: Final = re.compile(rb"^[\s,;&]+(?:and\s+)?")
_BLANK_LINE: Final = re.compile(rb"\n[ \t]*(?=\n)")
_MOST_PEOPLE: Final = 20  # in one line
_MOST_PARAGRAPHS: Final = 8
_MOST_BYTES: Final = 1 << 16


def may_name_people(message: bytes) -> bool:
    """Whether a message can have a trailer known here: a quick look, never a wrong no."""
    return b"-by" in message or b"-By" in message or b"-BY" in message or b"-bY" in message


def trailer_lines(message: bytes) -> list[bytes]:
    """Return the lines of a message's trailer block, in order; no block gives no lines."""
    rest = _tidied(message)
    lines: list[bytes] = []
    for _ in range(_MOST_PARAGRAPHS):
        rest, gap, paragraph = rest.rpartition(b"\n\n")
        if not gap:  # the first paragraph is the title
            break
        found = paragraph.split(b"\n")
        if not _is_block(found, strict=bool(lines)):
            break
        lines[:0] = found
        rest = rest.rstrip()
    return lines


def parts_and_people(line: bytes) -> tuple[tuple[str, ...], tuple[tuple[bytes, bytes], ...]]:
    """Return the parts a trailer line gives, and the people (name, address) it gives them to.

    Both are empty when the line is no trailer known here.
    """
    split = _TRAILER.fullmatch(line)
    parts = _parts(split[1].lower()) if split else ()
    if split is None or not parts:
        return (), ()
    return parts, _people(split[2])


def _tidied(message: bytes) -> bytes:
    rest = message.rstrip()
    if len(rest) > _MOST_BYTES:
        # The title may be cut off; a block is wanted from the end only.
        rest = b"\n\n" + rest[-_MOST_BYTES:].partition(b"\n")[2]
    if b"\r" in rest:
        rest = rest.replace(b"\r\n", b"\n")
    if b" \n" in rest or b"\t\n" in rest:
        rest = _BLANK_LINE.sub(b"\n", rest)
    return rest


def _is_block(lines: list[bytes], *, strict: bool) -> bool:
    fitting = known = 0
    for line in lines:
        split = _TRAILER.fullmatch(line) if b":" in line else None
        if split:
            fitting += 1
            known += bool(_parts(split[1].lower()))
        elif line.startswith(_ASIDES) or (line[:1] == b"[" and line.rstrip()[-1:] == b"]"):
            fitting += 1
        elif strict:
            return False
    if fitting == len(lines):
        return known > 0 or not strict
    return not strict and known > 0 and fitting * 4 >= len(lines)


@lru_cache(maxsize=1024)
def _parts(token: bytes) -> tuple[str, ...]:
    """Return the parts of a lower-case token, ``reviewed-by`` or ``reported-and-tested-by``."""
    if not token.endswith(b"-by"):
        return ()
    words = token[:-3].split(b"-and-")
    parts = tuple(dict.fromkeys(_PARTS[word] for word in words if word in _PARTS))
    return parts if len(words) == 1 or len(parts) == len(set(words)) else ()


def _people(value: bytes) -> tuple[tuple[bytes, bytes], ...]:
    """Return who a value names; ``A <a@x>, B <b@y>`` names two, ``Ada`` one without address."""
    people: list[tuple[bytes, bytes]] = []
    rest = value
    # No pattern: on a long line without the closing mark it would look from every place anew.
    while b"<" in rest and len(people) < _MOST_PEOPLE:
        name, _, rest = rest.partition(b"<")
        address, is_closed, rest = rest.partition(b">")
        if not is_closed:
            break
        own_name = _JOINT.sub(b"", name)
        people.append((_unquoted(own_name), address.rpartition(b"<")[2].strip()))
    if people:
        return tuple(person for person in people if any(person))
    bare = re.split(rb"\s#|\s\(|\s\[", value.strip(), maxsplit=1)[0].strip(b" \t,;<>")
    if not bare:
        return ()
    if b"@" in bare and b" " not in bare:
        return ((b"", bare),)
    return ((_unquoted(bare), b""),)


def _unquoted(name: bytes) -> bytes:
    name = b" ".join(name.split())
    if len(name) > 1 and name[:1] == name[-1:] == b'"':
        name = name[1:-1].strip()
    return name
