"""The document's statements as JSON Resume (schema 1.3.1).

Made from the finished document, so that it holds what the pages show and nothing else. What has
no place in the schema stands under one property of our own, ``x-portfolio``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from portfolio.model.codes import SectionKind
from portfolio.model.document import Entry, Prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.gate.heading import Contact
    from portfolio.export.words import Words
    from portfolio.model.document import Bullet, Document, Mark, RoleLine, Span, Totals

EXTRA = "x-portfolio"
SCHEMA_VERSION = "1.3.1"

_COMMUNITY_ROLES = ("mentor", "organiser", "moderator", "module-owner", "supporter", "speaker")

Json = dict[str, object]


def build(document: Document, words: Words, name: str, contact: Contact) -> Json:
    """Return the JSON Resume of a document.

    Args:
        document: Finished but for its ``json_resume``.
        words: The document's words, to tell community roles by.
        name: The holder's name, or ``""`` when the page has a neutral heading.
        contact: The parts of the contact line.
    """
    resume: Json = {"basics": _basics(document, name, contact)}
    projects = [_project(entry) for entry in _entries(document, SectionKind.OPEN_SOURCE)]
    if projects:
        resume["projects"] = projects
    work = [item for entry in _entries(document, SectionKind.EXPERIENCE) for item in _work(entry)]
    if work:
        resume["work"] = work
    volunteer = _volunteer(document, words)
    if volunteer:
        resume["volunteer"] = volunteer
    skills = _skills(document)
    if skills:
        resume["skills"] = skills
    resume["meta"] = _filled(
        canonical=_newest_copy(document),
        version=SCHEMA_VERSION,
        lastModified=document.made_on.isoformat() + "T00:00:00",
    )
    resume[EXTRA] = _extra(document)
    return resume


def _newest_copy(document: Document) -> str:
    """Return where the newest copy is: the only address in the notes of the check box."""
    notes = document.check.notes if document.check else ()
    return next((span.href for note in notes for span in note if span.href), "")


def _basics(document: Document, name: str, contact: Contact) -> Json:
    summary = "\n\n".join(
        _text(paragraph)
        for section in document.sections
        if section.kind is SectionKind.SUMMARY
        for block in section.blocks
        if isinstance(block, Prose)
        for paragraph in block.paragraphs
    )
    links = [link.href for link in contact.links]
    own = next((link for link in links if not urlsplit(link).path.strip("/")), "")
    return _filled(
        name=name,
        label=document.headline,
        email=contact.email if _has_mail_link(document) else "",
        phone=contact.phone,
        url=own,
        summary=summary,
        location={"address": contact.place} if contact.place else {},
        profiles=[_profile(link) for link in links if link != own],
    )


def _profile(link: str) -> Json:
    """Return a profile; the user name is the only part of a path like ``/noor``."""
    parts = urlsplit(link)
    path = parts.path.strip("/")
    return _filled(
        network=(parts.hostname or "").removeprefix("www."),
        username="" if "/" in path else unquote(path).removeprefix("@"),
        url=link,
    )


def _has_mail_link(document: Document) -> bool:
    """Say whether the e-mail address shown is one (the schema asks for a valid one)."""
    return any(span.href.startswith("mailto:") for span in document.contact)


def _project(entry: Entry) -> Json:
    organisations = list(dict.fromkeys(r.organisation for r in entry.roles if r.organisation))
    return _filled(
        name=entry.title,
        description=entry.what_it_is,
        highlights=[_statement(bullet) for bullet in entry.bullets],
        keywords=list(entry.skills),
        startDate=entry.from_on,
        endDate=entry.to_on,
        url=entry.href,
        roles=[_role(line) for line in entry.roles if line.role],
        entity=", ".join(organisations),
    )


def _work(entry: Entry) -> list[Json]:
    """Return one position for each role; the statements go with the newest."""
    highlights = [_statement(bullet) for bullet in entry.bullets]
    positions = []
    for place, line in enumerate(entry.roles):
        positions.append(
            _filled(
                name=entry.title,
                description=entry.what_it_is,
                position=line.role,
                url=entry.href,
                startDate=line.from_on,
                endDate=line.to_on,
                highlights=highlights if place == 0 else [],
            )
        )
    return positions


def _volunteer(document: Document, words: Words) -> list[Json]:
    """Return the community roles: those that serve a project's people more than its product."""
    titles = {words.role(code) for code in _COMMUNITY_ROLES}
    paid = {words.capacity(code) for code in ("employer", "client")}
    return [
        _filled(
            organization=entry.title,
            position=line.role,
            url=entry.href,
            startDate=line.from_on,
            endDate=line.to_on,
        )
        for entry in _entries(document, SectionKind.OPEN_SOURCE)
        for line in entry.roles
        if line.role in titles and line.capacity not in paid
    ]


def _skills(document: Document) -> list[Json]:
    """Return the skills of the page; the entries carry them one by one."""
    if not any(section.kind is SectionKind.SKILLS for section in document.sections):
        return []
    entries = _entries(document, SectionKind.OPEN_SOURCE)
    names = dict.fromkeys(skill for entry in entries for skill in entry.skills)
    return [{"name": name} for name in names]


def _extra(document: Document) -> Json:
    """Return what JSON Resume has no place for: trust, totals, evidence."""
    evidence = document.evidence
    return _filled(
        schema=document.schema,
        language=document.language,
        basis=document.basis,
        marks={str(trust): words for trust, words in document.legend.marks},
        projects=[
            _filled(
                name=entry.title,
                roles=[_role_parts(line) for line in entry.roles],
                statements=[
                    _filled(
                        text=_statement(bullet),
                        marks=[_mark(mark) for mark in bullet.marks],
                        links=[span.href for span in bullet.spans if span.href],
                    )
                    for bullet in entry.bullets
                ],
                totals=[_totals(line) for line in entry.totals],
            )
            for entry in _entries(document, SectionKind.OPEN_SOURCE)
        ],
        evidence=[
            _filled(
                number=item.number,
                title=item.title,
                detail=item.detail,
                address=item.address,
                seenBy=item.seen_by,
                trust=str(item.trust),
            )
            for item in (evidence.items if evidence else ())
        ],
    )


def _entries(document: Document, kind: SectionKind) -> list[Entry]:
    return [
        block
        for section in document.sections
        if section.kind is kind
        for block in section.blocks
        if isinstance(block, Entry)
    ]


def _role(line: RoleLine) -> str:
    return " · ".join(part for part in (line.role, line.dates, line.capacity) if part)


def _role_parts(line: RoleLine) -> Json:
    return _filled(
        role=line.role,
        dates=line.dates,
        capacity=line.capacity,
        organisation=line.organisation,
        startDate=line.from_on,
        endDate=line.to_on,
    )


def _totals(line: Totals) -> Json:
    return _filled(
        counts=list(line.counts),
        period=line.period,
        source=line.source.text,
        url=line.source.href,
        read=line.read_on,
    )


def _mark(mark: Mark) -> Json:
    return {"trust": str(mark.trust), "label": mark.label}


def _statement(bullet: Bullet) -> str:
    return _text(bullet.spans)


def _text(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


def _filled(**fields: object) -> Json:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", [], {}, None)}
