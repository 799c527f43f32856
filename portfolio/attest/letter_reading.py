"""Reads letters, strictly: what is not exactly a letter is refused in one plain sentence."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portfolio.attest import letter as form
from portfolio.attest import sshsig
from portfolio.errors import LetterError
from portfolio.model.attestation import (
    MAX_VOUCH,
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Party,
    Work,
)
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    body, signature = _split(plain)
    if signature and detached:
        raise LetterError("This letter carries a signature, and another came beside it.")
    text = _text(body)
    lines = text.split("\n")
    kind = _kind(lines[0])
    end_of_headers = _find(lines, "")
    known, extra = _sorted_headers(lines[1:end_of_headers])
    works, statement = _rest(lines[end_of_headers + 1 :])
    said = _attestation(kind, known, works, statement)
    return form.Letter(
        attestation=replace(said, raw=raw if not detached else raw + detached),
        body=body,
        signature=signature or detached,
        extra=tuple(extra),
        parts=_noted_parts(known.get("Parts", "")),
        repaired=(form.CRLF,) if is_crlf else (),
    )


def _split(plain: bytes) -> tuple[bytes, bytes]:
    """Return the body and what stands below it."""
    mark = f"\n{form.END}\n".encode()
    at = plain.find(mark)
    if at < 0:
        raise LetterError("This is no letter, or its end is missing.")
    end = at + len(mark)
    if end > form.MOST_BYTES:
        raise LetterError("This file is too long to be a letter.")
    rest = plain[end:]
    if rest and not rest.startswith(sshsig.BEGIN.encode()):
        raise LetterError("There is something below the end of this letter that is no signature.")
    return plain[:end], rest


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise LetterError("This letter holds bytes that are no text.") from exc
    if form.HIDING.search(text):
        raise LetterError("This letter holds characters that hide what it says.")
    if not unicodedata.is_normalized("NFC", text):
        raise LetterError("This letter was changed on the way: its characters are taken apart.")
    if any(len(line) > form.LONGEST_LINE + form.LONGEST_STATEMENT for line in text.split("\n")):
        raise LetterError("A line of this letter is too long.")
    if any(line != line.rstrip() for line in text.split("\n")):
        raise LetterError("This letter was changed on the way: blanks stand at the ends of lines.")
    return text


def _kind(line: str) -> AttestationKind:
    first = form.FIRST.fullmatch(line)
    if first is None:
        raise LetterError("This is no letter of Portfolio.")
    if int(first[2]) != form.VERSION or first[1] not in form.KINDS:
        raise LetterError(
            "This letter is of a kind or version this program does not know.",
            "A newer version may.",
        )
    return AttestationKind(first[1])


def _find(lines: Sequence[str], wanted: str) -> int:
    try:
        return lines.index(wanted)
    except ValueError as exc:
        raise LetterError("This letter is not whole.") from exc


def _sorted_headers(lines: Sequence[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    if len(lines) > form.MOST_HEADERS:
        raise LetterError("This letter has more headers than a letter has.")
    known: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    seen: set[str] = set()
    for line in lines:
        found = form.HEADER.fullmatch(line)
        if found is None:
            raise LetterError(
                f"A header of this letter cannot be read: “{clean_line(line, limit=60)}”."
            )
        name, value = found[1], found[2]
        if name.lower() in seen:
            raise LetterError(f"This letter says “{name}” twice.")
        seen.add(name.lower())
        if name in form.KNOWN:
            known[name] = value
        else:
            extra.append((name, value))
    return known, extra


def _rest(lines: Sequence[str]) -> tuple[tuple[Work, ...], str]:
    """Return the works and the statement from the lines below the headers."""
    at = 0
    works: list[Work] = []
    while at < len(lines) and lines[at] != form.STATEMENT:
        numbered = form.NUMBERED.fullmatch(lines[at])
        if numbered is None or int(numbered[1]) != len(works) + 1 or len(works) >= form.MOST_WORKS:
            raise LetterError("The list of works in this letter is not whole.")
        at += 1
        below: list[str] = []
        while at < len(lines) and lines[at].startswith("   "):
            below.append(lines[at][3:])
            at += 1
        works.append(_work(numbered[2], below))
        if at >= len(lines) or lines[at]:
            raise LetterError("The list of works in this letter is not whole.")
        at += 1
    tail = list(lines[at:])
    is_whole = (
        len(tail) >= 6
        and tail[:2] == [form.STATEMENT, ""]
        and tail[-3:] == ["", form.END, ""]
        and form.END not in tail[2:-3]
    )
    if not is_whole:
        raise LetterError("The statement of this letter is not whole.")
    statement = "\n".join(tail[2:-3])
    if not statement.strip() or len(statement) > form.LONGEST_STATEMENT:
        raise LetterError("The statement of this letter is empty or too long.")
    return tuple(works), statement


def _work(title: str, below: Sequence[str]) -> Work:
    url = next((line for line in below if form.ADDRESS.fullmatch(line)), "")
    rest = [line for line in below if line != url]
    digest = rest[0] if rest else ""
    if len(rest) > 1 or (digest and not form.HASH.fullmatch(digest)):
        raise LetterError("The list of works in this letter is not whole.")
    return Work(url, title, digest)


def _attestation(
    kind: AttestationKind, known: dict[str, str], works: tuple[Work, ...], statement: str
) -> Attestation:
    if not form.ID.fullmatch(known.get("Id", "")):
        raise LetterError("This letter has no id.")
    if "Issuer" not in known:
        raise LetterError("This letter does not say who wrote it.")
    since, until = _relation(known.get("Relation", ""))
    said = Attestation(
        id=known["Id"],
        kind=kind,
        format=AttestationFormat.SIGNED_FILE,
        issuer=_party(known, "Issuer"),
        subject=_party(known, "Subject"),
        statement=statement,
        raw=b"",
        about=works,
        basis=_basis(known.get("Basis", "")),
        relation_from=since,
        relation_to=until,
        language=known.get("Language", ""),
        issued_at=_instant(known.get("Issued", "")),
        expires_at=_instant(known.get("Expires", "")),
        contact_ok=known.get("Contact", "") == "yes",
        audience=known.get("Audience", ""),
        status_url=known.get("Status", ""),
        refers_to=known.get("Refers-To", ""),
    )
    if kind is AttestationKind.VOUCH and (len(statement) > MAX_VOUCH or not works):
        raise LetterError("This vouch is too long, or names no work.")
    problem = form.bad_value(said)
    if problem:
        raise LetterError(f"This letter cannot be read. {problem}")
    return said


def _party(known: dict[str, str], name: str) -> Party:
    return Party(
        known.get(name, ""),
        known.get(f"{name}-Role", ""),
        tuple(known.get(f"{name}-Accounts", "").split()),
        known.get(f"{name}-Key", ""),
    )


def _basis(text: str) -> tuple[Basis, ...]:
    words = [part for part in text.split(", ") if part]
    if any(part not in form.BASES for part in words):
        raise LetterError("How the writer of this letter knows cannot be read.")
    return tuple(form.BASES[part] for part in words)


def _relation(text: str) -> tuple[str, str]:
    if text.startswith("since "):
        return text.removeprefix("since "), ""
    if text.startswith("until "):
        return "", text.removeprefix("until ")
    since, _, until = text.partition(" to ")
    return since, until


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as exc:
        raise LetterError(f"“{clean_line(text, limit=40)}” in this letter is no date.") from exc


def _noted_parts(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.partition(" ") for part in text.split(", ") if part]
    return tuple((name, digest) for name, _, digest in pairs if name and digest)
