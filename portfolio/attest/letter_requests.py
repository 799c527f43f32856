"""Requests for words: what the holder asks somebody who saw the work (the format: docs/letters.md).

::

    Portfolio request: testimonial, version 1
    Id: urn:uuid:...
    Asked: Casimir Oduya-Lindt
    Asked-Accounts: https://forge.example/coduya
    Holder: Noor Vantongeren
    Holder-Accounts: https://forge.example/noorvt
    Language: en
    Made: 2026-11-20T10:42:00Z
    Expires: 2027-02-20T10:42:00Z

    1. Let the outline be walked with arrow keys
       https://forge.example/quillmark/pull/7

    Question

    What did you see me do here?

    End of request

Nothing in it is signed and nothing in it is private: the whole file is what the mail says too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter as form
from portfolio.attest import letter_reading, letter_writing
from portfolio.attest.letter_grammar import Grammar, party
from portfolio.errors import LetterError, UsageError
from portfolio.model.attestation import (
    LASTS_MONTHS,
    Attestation,
    AttestationFormat,
    AttestationKind,
    Party,
    Work,
)
from portfolio.model.ids import new_id
from portfolio.model.letter_request import MAX_WORKS, MIN_WORKS, LetterRequest
from portfolio.model.months import months_after
from portfolio.model.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

SUFFIX: Final = "request"
QUESTION: Final = "Question"
END: Final = "End of request"
LONGEST_QUESTION: Final = 1000
ASKABLE: Final = frozenset(
    (
        *(AttestationKind.TESTIMONIAL, AttestationKind.VOUCH, AttestationKind.CLAIM),
        *(AttestationKind.AFFILIATION, AttestationKind.CERTIFICATE),
    )
)
_FIRST: Final = re.compile(r"Portfolio request: ([a-z-]{1,40}), version ([0-9]{1,4})")
_PARTY: Final = ("", "-Role", "-Accounts", "-Key")
_KNOWN: Final = frozenset(
    (
        *("Id", "Mentoring", "Language", "Made", "Expires"),
        *(f"{who}{part}" for who in ("Asked", "Holder") for part in _PARTY),
    )
)
_REQUEST: Final = Grammar("request", _FIRST, _KNOWN, QUESTION, END)


def parse(raw: bytes) -> LetterRequest:
    """Read a request, strictly; what a later version adds to its head is passed over.

    Raises:
        LetterError: It is none, not a whole one, or hides something.
    """
    if len(raw) > form.MOST_BYTES:
        raise LetterError("This file is too long to be a request.")
    body, rest = _REQUEST.split(raw.replace(b"\r\n", b"\n"))
    if rest:
        raise LetterError("There is something below the end of this request.")
    kind, known, _, works, question = _REQUEST.read(body)
    made_at = _REQUEST.instant(known.get("Made", ""))
    if made_at is None:
        raise LetterError("This request does not say when it was made.")
    request = LetterRequest(
        id=known.get("Id", ""),
        kind=kind,
        asked=party(known, "Asked"),
        holder=party(known, "Holder"),
        works=works,
        question=question,
        language=known.get("Language", ""),
        made_at=made_at,
        expires_at=_REQUEST.instant(known.get("Expires", "")),
        raw=raw,
        mentoring=letter_reading.mentoring(known.get("Mentoring", ""), "request"),
    )
    problem = _problem(request)
    if problem:
        raise LetterError(f"This request cannot be read. {problem}")
    return request


def compose(request: LetterRequest) -> bytes:
    """Return the file of a request. Texts are cleaned; an empty id gets a new one.

    Raises:
        UsageError: Something a request needs is missing, or does not fit.
    """
    each = _cleaned(request)
    problem = _problem(each)
    if problem:
        raise UsageError(problem)
    lines = [f"Portfolio request: {each.kind}, version {form.VERSION}"]
    lines += [f"{name}: {value}" for name, value in _headers(each) if value]
    lines += ["", *letter_writing.work_lines(each.works)]
    lines += [QUESTION, "", *each.question.split("\n"), "", END, ""]
    raw = "\n".join(lines).encode("utf-8")
    parse(raw)  # nothing is handed over that nobody could read
    return raw


def draft(request: LetterRequest) -> Attestation:
    """Return the letter a request asks for, with everything but the words, for the one asked."""
    return Attestation(
        id="",
        kind=request.kind,
        format=AttestationFormat.SIGNED_FILE,
        issuer=request.asked,
        subject=request.holder,
        statement="",
        raw=b"",
        about=request.works,
        language=request.language,
        refers_to=request.id,
        mentoring=request.mentoring,
    )


def form_of(request: LetterRequest) -> bytes:
    """Return a letter to be filled in with any editor and signed with ``ssh-keygen``.

    Name, accounts, holder and works stand there; `letter.UNWRITTEN` waits for the words, and a
    letter in which it still stands is refused. It ends as long after the request as a letter ends
    after its writing, unless the writer changes that line. It notes no digests of its parts: an
    editor changes them.

    Nothing is refused that a request can be read with: both have the same rules.
    """
    issuer = request.asked if request.asked.name else replace(request.asked, name=form.NAMELESS)
    issuer = replace(issuer, key="")  # which one signs is up to the mentor
    said = replace(
        draft(request),
        issuer=issuer,
        statement=form.UNWRITTEN,
        expires_at=months_after(request.made_at, LASTS_MONTHS),
    )
    return letter_writing.text_of(said).encode("utf-8")


def _cleaned(each: LetterRequest) -> LetterRequest:
    def tidy(one: Party) -> Party:
        accounts = tuple(dict.fromkeys(filter(None, map(str.strip, one.accounts))))
        return Party(clean_line(one.name), clean_line(one.role), accounts, one.key.strip())

    works = (
        Work(work.url.strip(), clean_line(work.title) or work.url.strip(), work.content_hash)
        for work in each.works
    )
    return replace(
        each,
        id=each.id or f"urn:uuid:{new_id()}",
        asked=tidy(each.asked),
        holder=tidy(each.holder),
        works=tuple(works),
        question=clean(each.question, limit=LONGEST_QUESTION),
    )


def _problem(each: LetterRequest) -> str:
    """Return why this is no request, "" when it is one."""
    fewest = 0 if each.mentoring is not None else MIN_WORKS
    checks = (
        (not form.ID.fullmatch(each.id), "Its id is not one that requests have."),
        (each.kind not in ASKABLE, "Nobody can be asked for a letter of this kind."),
        (not each.holder.name, "It does not say who asks."),
        (not each.question, "It asks nothing yet."),
        (len(each.question) > LONGEST_QUESTION, "Its question is too long."),
        (
            not fewest <= len(each.works) <= MAX_WORKS,
            f"A request lists {MIN_WORKS} to {MAX_WORKS} works.",
        ),
        (END in each.question.split("\n"), f"A line of it reads “{END}”. Put it in other words."),
    )
    for applies, words in checks:
        if applies:
            return words
    parties = Attestation("", each.kind, AttestationFormat.SIGNED_FILE, each.asked, each.holder,
                          "", b"", about=each.works, language=each.language)  # fmt: skip
    return form.bad_value(parties)


def _headers(each: LetterRequest) -> Iterable[tuple[str, str]]:
    yield "Id", each.id
    for name, one in (("Asked", each.asked), ("Holder", each.holder)):
        yield from zip(
            (f"{name}{part}" for part in _PARTY),
            (one.name, one.role, " ".join(one.accounts), one.key),
            strict=True,
        )
    yield "Mentoring", form.MENTORING_WORDS[each.mentoring] if each.mentoring else ""
    yield "Language", each.language
    yield "Made", _instant_text(each.made_at)
    yield "Expires", _instant_text(each.expires_at)


def _instant_text(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
