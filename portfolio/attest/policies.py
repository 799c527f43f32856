"""Policy files: who counts for a mark such as "three vouches", in what time, of which level.

A community writes one as TOML (docs/letters.md); ``resources/policies`` holds two. A policy is a
closed set of fields: what this version does not know is refused, since a rule understood by half
would give marks its community never meant.

Whatever a policy says: a letter whose writer is unknown never counts, nobody counts twice by any
account or key, and nobody counts for themselves.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from portfolio import resources
from portfolio.errors import LetterError
from portfolio.model.attestation import AttestationKind, TrustLevel
from portfolio.model.policy import AtLeast, Policy
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMAT: Final = "portfolio-policy"
FORMAT_VERSION: Final = 1
MOST_BYTES: Final = 64 * 1024
MOST_PEOPLE: Final = 100
MOST_MONTHS: Final = 1200
MOST_ENTRIES: Final = 500
_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_PART: Final = re.compile(r"[a-z][a-z-]{0,29}")
_FIELDS: Final = frozenset(
    (
        *("format", "format_version", "id", "version", "name", "words"),
        *("kinds", "people", "level", "months", "mutual", "at_least"),
    )
)
_AT_LEAST_FIELDS: Final = frozenset(("people", "level", "parts", "accounts"))
_NEEDED: Final = ("id", "version", "name", "words", "kinds", "people")


def parse(raw: bytes) -> Policy:
    """Read a policy file, strictly.

    Raises:
        LetterError: It is none, or says something this version does not understand.
    """
    if len(raw) > MOST_BYTES:
        raise LetterError("This file is too long to be a policy.")
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as exc:
        raise LetterError("This is no policy file.", clean_line(str(exc), limit=120)) from exc
    if table.get("format") != FORMAT:
        raise LetterError("This is no policy file.")
    if table.get("format_version") != FORMAT_VERSION:
        raise LetterError("This policy is of a version this program does not know.")
    _known_only(table, _FIELDS)
    missing = next((name for name in _NEEDED if name not in table), "")
    if missing:
        raise LetterError(f"This policy does not say “{missing}”.")
    return Policy(
        id=_matching(table, "id", _ID),
        version=_line(table, "version"),
        name=_line(table, "name"),
        words=_line(table, "words"),
        kinds=_kinds(table),
        people=_number(table, "people", 1, MOST_PEOPLE),
        level=_level(table),
        months=_number(table, "months", 0, MOST_MONTHS, default=0),
        mutual=_flag(table, "mutual"),
        at_least=tuple(map(_at_least, _tables(table, "at_least"))),
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def shipped() -> tuple[Policy, ...]:
    """Return the policies that come with the program, by name."""
    return tuple(sorted(map(parse, _files().values()), key=lambda each: each.name))


def shipped_file(policy_id: str) -> bytes | None:
    """Return the file of a policy that comes with the program, None when there is none."""
    return _files().get(policy_id)


@cache
def _files() -> dict[str, bytes]:
    files = [file.read_bytes() for file in resources.path("policies").glob("*.toml")]
    return {parse(raw).id: raw for raw in files}


def _at_least(table: Mapping[str, Any]) -> AtLeast:
    _known_only(table, _AT_LEAST_FIELDS)
    parts = _lines(table, "parts")
    if not all(map(_PART.fullmatch, parts)):
        raise LetterError("This policy names a part in works that cannot be read.")
    return AtLeast(
        people=_number(table, "people", 1, MOST_PEOPLE),
        level=_level(table),
        parts=parts,
        accounts=_lines(table, "accounts"),
    )


def _known_only(table: Mapping[str, Any], fields: frozenset[str]) -> None:
    unknown = next((name for name in table if name not in fields), None)
    if unknown is not None:
        raise LetterError(
            f"This policy says “{clean_line(unknown, limit=40)}”, which this program does not know."
        )


def _kinds(table: Mapping[str, Any]) -> tuple[AttestationKind, ...]:
    countable = {AttestationKind.VOUCH, AttestationKind.TESTIMONIAL, AttestationKind.THANKS,
                 AttestationKind.CLAIM}  # fmt: skip
    names = _lines(table, "kinds")
    if not names or any(name not in countable for name in names):
        raise LetterError("This policy counts letters of a kind that cannot be counted.")
    return tuple(map(AttestationKind, names))


def _level(table: Mapping[str, Any]) -> TrustLevel:
    """Return a level; below a named account is no level a mark can rest on."""
    lowest, highest = int(TrustLevel.ACCOUNT), int(TrustLevel.KNOWN)
    return TrustLevel(_number(table, "level", lowest, highest, default=lowest))


def _number(
    table: Mapping[str, Any], name: str, least: int, most: int, default: int | None = None
) -> int:
    value = table.get(name, default)
    if type(value) is not int or not least <= value <= most:
        raise LetterError(f"“{name}” in this policy is no number from {least} to {most}.")
    return value


def _flag(table: Mapping[str, Any], name: str) -> bool:
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise LetterError(f"“{name}” in this policy is neither true nor false.")
    return value


def _line(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name, "")
    cleaned = clean_line(value) if isinstance(value, str) else ""
    if not cleaned:
        raise LetterError(f"“{name}” in this policy is empty or no text.")
    return cleaned


def _matching(table: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise LetterError(f"“{name}” in this policy has not the form it needs.")
    return value


def _lines(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or len(value) > MOST_ENTRIES:
        raise LetterError(f"“{name}” in this policy is no list, or too long.")
    if not all(isinstance(each, str) and each == clean_line(each) and each for each in value):
        raise LetterError(f"“{name}” in this policy lists something that is no text.")
    return tuple(dict.fromkeys(value))


def _tables(table: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise LetterError(f"“{name}” in this policy cannot be read.")
    if len(value) > MOST_ENTRIES:
        raise LetterError(f"“{name}” in this policy is too long.")
    return value
