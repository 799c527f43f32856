"""Reads letters, strictly: what is not exactly a letter is refused in one plain sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter as form
from portfolio.attest import letter_parts, ssh_programs, sshsig
from portfolio.attest.letter_grammar import Grammar, party
from portfolio.errors import KeyFileError, LetterError
from portfolio.model.attestation import (
    MAX_VOUCH,
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Mentoring,
    Work,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABOUT_NOBODY: Final = frozenset((AttestationKind.WITHDRAWAL, AttestationKind.KEY_CHANGE))
_LETTER: Final = Grammar("letter", form.FIRST, form.KNOWN, form.STATEMENT, form.END)


def parse(raw: bytes, detached: bytes = b"") -> form.Letter:
    """Read a letter, strictly.

    Args:
        raw: The file: a body with its signature below, or the body alone.
        detached: What came in ``FILE.sig``, when the two came apart.

    Raises:
        LetterError: It is no letter, not a whole one, or hides something.
    """
    if len(raw) > form.MOST_BYTES + sshsig.MOST_BYTES:
        raise LetterError("This file is too long to be a letter.")
    is_crlf = b"\r\n" in raw
    plain = raw.replace(b"\r\n", b"\n") if is_crlf else raw
    body, signature = _LETTER.split(plain)
    if signature and not signature.startswith(sshsig.BEGIN.encode()):
        raise LetterError("There is something below the end of this letter that is no signature.")
    if signature and detached:
        raise LetterError("This letter carries a signature, and another came beside it.")
    kind, known, extra, works, statement = _LETTER.read(body)
    if statement == form.UNWRITTEN:
        raise LetterError("Nothing was written into this letter yet.")
    if known.get("Issuer") == form.NAMELESS:
        raise LetterError("Nobody has put their name into this letter yet.")
    said = _attestation(kind, known, works, statement)
    if kind is AttestationKind.KEY_CHANGE:
        _check_new_key(dict(extra).get(form.NEW_KEY, ""))
    return form.Letter(
        attestation=replace(said, raw=raw if not detached else raw + detached),
        body=body,
        signature=signature or detached,
        extra=tuple(extra),
        parts=known.get(letter_parts.HEADER, ""),
        repaired=(form.CRLF,) if is_crlf else (),
        as_came=_as_came(raw) if is_crlf else b"",
    )


def _attestation(
    kind: AttestationKind, known: Mapping[str, str], works: tuple[Work, ...], statement: str
) -> Attestation:
    if not form.ID.fullmatch(known.get("Id", "")):
        raise LetterError("This letter has no id.")
    if "Issuer" not in known:
        raise LetterError("This letter does not say who wrote it.")
    if "Subject" not in known and kind not in _ABOUT_NOBODY:
        raise LetterError("This letter does not say whom it is about.")
    since, until = _relation(known.get("Relation", ""))
    said = Attestation(
        id=known["Id"],
        kind=kind,
        format=AttestationFormat.SIGNED_FILE,
        issuer=party(dict(known), "Issuer"),
        subject=party(dict(known), "Subject"),
        statement=statement,
        raw=b"",
        about=works,
        basis=_basis(known.get("Basis", "")),
        relation_from=since,
        relation_to=until,
        language=known.get("Language", ""),
        issued_at=_LETTER.instant(known.get("Issued", "")),
        expires_at=_LETTER.instant(known.get("Expires", "")),
        contact_ok=known.get("Contact", "") == "yes",
        audience=known.get("Audience", ""),
        status_url=known.get("Status", ""),
        refers_to=known.get("Refers-To", ""),
        mentoring=mentoring(known.get("Mentoring", "")),
    )
    if kind is AttestationKind.VOUCH and (len(statement) > MAX_VOUCH or not works):
        raise LetterError("This vouch is too long, or names no work.")
    if kind is AttestationKind.WITHDRAWAL and not form.ID.fullmatch(said.refers_to):
        raise LetterError("This withdrawal does not say which letter it takes back.")
    problem = form.bad_value(said)
    if problem:
        raise LetterError(f"This letter cannot be read. {problem}")
    return said


def _check_new_key(line: str) -> None:
    try:
        ssh_programs.public_key(line)
    except KeyFileError as exc:
        raise LetterError("This key change names no key.") from exc


def _basis(text: str) -> tuple[Basis, ...]:
    words = [part for part in text.split(", ") if part]
    if any(part not in form.BASES for part in words):
        raise LetterError("How the writer of this letter knows cannot be read.")
    return tuple(form.BASES[part] for part in words)


def mentoring(text: str, what: str = "letter") -> Mentoring | None:
    """Return who mentored whom by the words of a header, None for none.

    Raises:
        LetterError: They are other words.
    """
    found = next((each for each, words in form.MENTORING_WORDS.items() if words == text), None)
    if text and found is None:
        raise LetterError(f"Who mentored whom cannot be read in this {what}.")
    return found


def _relation(text: str) -> tuple[str, str]:
    if text.startswith("since "):
        return text.removeprefix("since "), ""
    if text.startswith("until "):
        return "", text.removeprefix("until ")
    since, _, until = text.partition(" to ")
    return since, until


def _as_came(raw: bytes) -> bytes:
    """Return the bytes up to and with the end line, as they are."""
    end = re.search(rb"\n" + form.END.encode() + rb"\r?\n", raw)
    return raw[: end.end()] if end else b""
