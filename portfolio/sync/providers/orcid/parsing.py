"""What ORCID sends, as records. Any part of it may be null, and parts of dates often are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    found,
    identifier,
    instant,
    is_https,
    line,
    listing,
    mapping,
    optional_https_url,
    optional_line,
    optional_listing,
    optional_number,
)
from portfolio.sync.provider import Container, Record, Who

_ID = re.compile(r"(?<![0-9X])([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])(?![0-9X])")
_KNOWN_TYPES: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Section:
    """A list of affiliations or reviews.

    Attributes:
        path: Behind the person's iD.
        summary: Key of one entry.
        word: What somebody in it is, when the entry does not say.
    """

    path: str
    summary: str
    word: str


SECTIONS: Final = (
    Section("employments", "employment-summary", "Employed"),
    Section("services", "service-summary", "Volunteer"),
    Section("memberships", "membership-summary", "Member"),
    Section("invited-positions", "invited-position-summary", "Invited"),
    Section("distinctions", "distinction-summary", "Distinction"),
    Section("peer-reviews", "peer-review-summary", "Reviewer"),
)


def orcid_id(typed: str) -> str:
    """Return the iD in what was typed, in groups of four; "" when there is none that can be right.

    The last character is a check digit by ISO 7064, MOD 11-2.
    """
    match = _ID.search(typed.strip().upper())
    if match is None:
        return ""
    digits = "".join(match.groups())
    return "-".join(match.groups()) if check_digit(digits[:15]) == digits[15] else ""


def check_digit(digits: str) -> str:
    """Return the check digit of fifteen digits (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def parse_person(raw: object, typed: str) -> Who:
    """Return who a person is; their name may be hidden.

    Args:
        raw: The person's part of the record.
        typed: The iD that was asked for; the record may lead to another.
    """
    own = orcid_id(optional_line(raw, "name", "path")) or orcid_id(optional_line(raw, "path"))
    name = optional_line(raw, "name", "credit-name", "value", limit=200)
    if not name:
        parts = [optional_line(raw, "name", key, "value") for key in ("given-names", "family-name")]
        name = " ".join(part for part in parts if part)
    listed = optional_listing(raw, "researcher-urls", "researcher-url")
    addresses = [optional_https_url(each, "url", "value") for each in listed]
    emails = [
        optional_line(each, "email", limit=200)
        for each in optional_listing(raw, "emails", "email")
        if found(each, "verified") is not False
    ]
    return Who(
        native_id=own or typed,
        handle=own or typed,
        name=name,
        profile_url=f"https://orcid.org/{own or typed}",
        emails=tuple(email for email in emails if email),
        other_accounts=tuple(address for address in addresses if address),
    )


def parse_work(raw: object, *, person: str) -> Record:
    """Return the record of a group of works that are one: the person's preferred description.

    Args:
        raw: The group.
        person: The iD.
    """
    work, number = _chosen([mapping(each) for each in listing(raw, "work-summary")])
    kind = optional_line(work, "type", limit=60)
    where = optional_line(work, "journal-title", "value", limit=300)
    word = kind.replace("-", " ").capitalize() if _KNOWN_TYPES.fullmatch(kind) else ""
    return Record(
        native_id=f"work/{number}",
        kind=Kind.PUBLICATION,
        action=Action.PUBLISHED,
        title=line(work, "title", "title", "value"),
        occurred_at=_day(work, "publication-date") or instant(work, "created-date", "value"),
        container=_container(person),
        url=optional_https_url(work, "url", "value") or _doi(work),
        excerpt=" in ".join(part for part in (word, where) if part),
        visibility=_visibility(work),
        raw=as_raw(work),
    )


def parse_affiliation(raw: object, *, section: Section, person: str) -> Record:
    """Return the record of a group of affiliations that are one."""
    summaries = [mapping(each, section.summary) for each in listing(raw, "summaries")]
    entry, number = _chosen(summaries)
    role = optional_line(entry, "role-title", limit=300) or section.word
    return Record(
        native_id=f"{section.path}/{number}",
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"{role}, {line(entry, 'organization', 'name', limit=300)}",
        occurred_at=_day(entry, "start-date")
        or _day(entry, "end-date")
        or instant(entry, "created-date", "value"),
        container=_container(person),
        url=optional_https_url(entry, "url", "value"),
        excerpt=_period(entry, optional_line(entry, "department-name", limit=300)),
        visibility=_visibility(entry),
    )


def parse_review(raw: object, *, section: Section, person: str) -> Record:
    """Return the record of a review for a journal, conference or funder."""
    entry, number = _chosen([mapping(each) for each in listing(raw, section.summary)])
    role = optional_line(entry, "reviewer-role", limit=60).replace("-", " ").capitalize()
    return Record(
        native_id=f"{section.path}/{number}",
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"{role or section.word}, {line(entry, 'convening-organization', 'name', limit=300)}",
        occurred_at=_day(entry, "completion-date") or instant(entry, "created-date", "value"),
        container=_container(person),
        url=optional_https_url(entry, "review-url", "value"),
        visibility=_visibility(entry),
    )


def _chosen(summaries: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], str]:
    """Return the description the person prefers, and the lowest number in the group.

    The number names the group: which description is preferred can change, and new ones are added.
    """
    if not summaries:
        raise BadItemError("The group is empty.")
    numbers = [int(identifier(each, "put-code")) for each in summaries if _is_numbered(each)]
    if not numbers:
        raise BadItemError("“put-code” is missing.")
    return max(summaries, key=_rank), str(min(numbers))


def _is_numbered(summary: Mapping[str, Any]) -> bool:
    try:
        return (optional_number(summary, "put-code") or 0) > 0
    except BadItemError:
        return False


def _rank(summary: Mapping[str, Any]) -> int:
    try:
        return optional_number(summary, "display-index") or 0
    except BadItemError:
        return 0


def _day(raw: object, key: str) -> datetime | None:
    """Return the first moment of a day, month or year; None when there is not even a year."""
    year = optional_number(raw, key, "year", "value")
    if year is None:
        return None
    month = optional_number(raw, key, "month", "value") or 1
    day = optional_number(raw, key, "day", "value") or 1
    try:
        at = datetime(year, month, day, tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadItemError(f"“{key}” is not a date.") from error
    if not 1900 <= at.year < 2100:
        raise BadItemError(f"“{key}” is not a date.")
    return at


def _period(raw: object, start: str) -> str:
    """Return a department and from when to when, as exact as the entry says."""
    begin, end = _written(raw, "start-date"), _written(raw, "end-date")
    period = f"{begin} to {end}" if begin and end else f"from {begin}" if begin else ""
    return ", ".join(part for part in (start, period) if part)


def _written(raw: object, key: str) -> str:
    parts = [optional_number(raw, key, name, "value") for name in ("year", "month", "day")]
    known: list[str] = []
    for part in parts:
        if part is None:
            break
        known.append(f"{part:02}")
    return "-".join(known)


def _doi(work: object) -> str:
    for each in optional_listing(work, "external-ids", "external-id"):
        is_doi = optional_line(each, "external-id-type").lower() == "doi"
        is_own = optional_line(each, "external-id-relationship").lower() in ("", "self")
        if is_doi and is_own:
            value = optional_line(each, "external-id-normalized", "value") or optional_line(
                each, "external-id-value"
            )
            number = value.removeprefix("https://doi.org/").removeprefix("doi:")
            address = f"https://doi.org/{quote(number, safe='/:;()._-', errors='replace')}"
            return address if number.startswith("10.") and is_https(address) else ""
    return ""


def _visibility(raw: object) -> Visibility:
    said = optional_line(raw, "visibility", limit=40).lower()
    return Visibility.PUBLIC if said == "public" else Visibility.RESTRICTED


def _container(person: str) -> Container:
    return Container("orcid", "ORCID record", f"https://orcid.org/{person}")
