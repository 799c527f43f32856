"""Writes letters: the bytes that are to be signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portfolio.attest import letter as form
from portfolio.attest import letter_parts, letter_reading
from portfolio.errors import UsageError
from portfolio.model.attestation import MAX_VOUCH, Attestation, AttestationKind, Party, Work
from portfolio.model.ids import new_id
from portfolio.model.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def compose(attestation: Attestation, extra: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the bytes of a letter that are to be signed.

    Texts are cleaned. An empty id gets a new one: read the result to learn it.

    Raises:
        UsageError: Something a letter of this kind needs is missing, or does not fit.
    """
    unparted = text_of(attestation, extra)
    headers, _, rest = unparted.partition("\n\n")
    noted = f"{letter_parts.HEADER}: {letter_parts.noted(unparted)}"
    body = f"{headers}\n{noted}\n\n{rest}".encode()
    letter_reading.parse(body)  # nothing is signed that nobody could read
    return body


def text_of(attestation: Attestation, extra: Sequence[tuple[str, str]] = ()) -> str:
    """Return the text of a letter without the digests of its parts.

    Raises:
        UsageError: As for `compose`.
    """
    each = _cleaned(attestation)
    problem = _problem(each, extra)
    if problem:
        raise UsageError(problem)
    lines = [f"Portfolio letter: {each.kind}, version {form.VERSION}"]
    lines += [f"{name}: {value}" for name, value in _headers(each) if value]
    lines += [f"{name}: {clean_line(value)}" for name, value in extra]
    lines += ["", *work_lines(each.about)]
    lines += [form.STATEMENT, "", *each.statement.split("\n"), "", form.END, ""]
    return "\n".join(lines)


def join(body: bytes, armoured: bytes) -> bytes:
    """Return the file of a signed letter."""
    return body + armoured


def _cleaned(each: Attestation) -> Attestation:
    def party(one: Party) -> Party:
        accounts = tuple(dict.fromkeys(filter(None, map(str.strip, one.accounts))))
        return Party(clean_line(one.name), clean_line(one.role), accounts, one.key.strip())

    works = (
        Work(work.url.strip(), clean_line(work.title) or work.url.strip(), work.content_hash)
        for work in each.about
    )
    return replace(
        each,
        id=each.id or f"urn:uuid:{new_id()}",
        issuer=party(each.issuer),
        subject=party(each.subject),
        statement=clean(each.statement, limit=form.LONGEST_STATEMENT),
        about=tuple(works),
        audience=clean_line(each.audience),
    )


def _problem(each: Attestation, extra: Sequence[tuple[str, str]]) -> str:
    """Return why this is no letter yet, "" when it is one."""
    has_own_words = each.kind not in {AttestationKind.WITHDRAWAL, AttestationKind.KEY_CHANGE}
    lines = each.statement.split("\n")
    checks = (
        (not form.ID.fullmatch(each.id), "Its id is not one that letters have."),
        (not each.issuer.name, "It does not say who writes it."),
        (not each.subject.name and has_own_words, "It does not say whom it is about."),
        (not each.statement, "It says nothing yet."),
        (
            each.kind is AttestationKind.VOUCH and len(each.statement) > MAX_VOUCH,
            f"A vouch has at most {MAX_VOUCH} characters.",
        ),
        (
            each.kind is AttestationKind.VOUCH and not each.about,
            "A vouch names at least one work or event.",
        ),
        (
            each.kind is AttestationKind.WITHDRAWAL and not form.ID.fullmatch(each.refers_to),
            "A withdrawal names the letter it withdraws.",
        ),
        (
            each.kind is AttestationKind.KEY_CHANGE and not dict(extra).get(form.NEW_KEY),
            "A key change names the new key.",
        ),
        (
            bool(each.relation_to)
            and each.relation_to < each.relation_from[: len(each.relation_to)],
            "What it speaks of ends before it begins.",
        ),
        (len(each.about) > form.MOST_WORKS, f"A letter lists at most {form.MOST_WORKS} works."),
        (
            form.END in lines or any(line.startswith("-----BEGIN") for line in lines),
            f"A line of it reads “{form.END}” or begins a signature. Put it in other words.",
        ),
    )
    for applies, words in checks:
        if applies:
            return words
    return form.bad_value(each)


def _headers(each: Attestation) -> Iterable[tuple[str, str]]:
    relation = " to ".join(part for part in (each.relation_from, each.relation_to) if part)
    if each.relation_from and not each.relation_to:
        relation = f"since {each.relation_from}"
    elif each.relation_to and not each.relation_from:
        relation = f"until {each.relation_to}"
    yield "Id", each.id
    for name, party in (("Issuer", each.issuer), ("Subject", each.subject)):
        yield name, party.name
        yield f"{name}-Role", party.role
        yield f"{name}-Accounts", " ".join(party.accounts)
        yield f"{name}-Key", party.key
    yield "Basis", ", ".join(form.BASIS_WORDS[basis] for basis in dict.fromkeys(each.basis))
    yield "Mentoring", form.MENTORING_WORDS[each.mentoring] if each.mentoring else ""
    yield "Relation", relation
    yield "Language", each.language
    yield "Issued", _instant_text(each.issued_at)
    yield "Expires", _instant_text(each.expires_at)
    yield "Contact", "yes" if each.contact_ok else ""
    yield "Audience", each.audience
    yield "Status", each.status_url
    yield "Refers-To", each.refers_to


def work_lines(works: Sequence[Work]) -> Iterable[str]:
    """Return the numbered list of works, with an empty line below each."""
    for number, work in enumerate(works, start=1):
        yield f"{number}. {work.title}"
        if work.url:
            yield f"   {work.url}"
        if work.content_hash:
            yield f"   {work.content_hash}"
        yield ""


def _instant_text(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
