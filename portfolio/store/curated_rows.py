"""Curated model objects to rows and back; unknown codes become the cautious one of their set."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from portfolio.clock import to_text
from portfolio.model import codes
from portfolio.model.deed import DeedEdit
from portfolio.model.edition import Edition, ProducedFile, SectionChoice
from portfolio.model.identity import Identity
from portfolio.model.person import SELF_ID, Holder
from portfolio.model.project import ProjectEdit, Role, ScaleFact
from portfolio.model.story import Story, StoryItem, StorySource
from portfolio.store.rows import (
    NewRow,
    Row,
    at,
    cleaned,
    instant,
    instant_text,
    texts,
    to_json,
)


def holder(row: Row | None) -> Holder:
    """Return the holder, empty when nothing was said."""
    if row is None:
        return Holder()
    return Holder(
        name=row["name"],
        headline=row["headline"],
        place=row["place"],
        email=row["email"],
        phone=row["phone"],
        links=texts(row["links"]),
        summary=row["summary"],
    )


def holder_row(each: Holder) -> NewRow:
    """Return the row of the holder."""
    return cleaned({"id": SELF_ID, **asdict(each), "links": to_json(each.links)})


def identity(row: Row) -> Identity:
    """Return an identity."""
    return Identity(
        id=row["id"],
        person_id=row["person_id"],
        kind=codes.parse(codes.IdentityKind, row["kind"], codes.IdentityKind.HANDLE),
        instance=row["instance"],
        value_raw=row["value_raw"],
        key=row["key"],
        status=codes.parse(codes.IdentityStatus, row["status"], codes.IdentityStatus.SUGGESTED),
        proof=codes.parse(codes.Proof, row["proof"], codes.Proof.SELF),
        proved_at=instant(row["proved_at"]),
        native_id=row["native_id"],
        note=row["note"],
    )


def identity_row(each: Identity) -> NewRow:
    """Return the row of an identity."""
    row = asdict(each)
    row.update(
        kind=str(each.kind),
        status=str(each.status),
        proof=str(each.proof),
        proved_at=instant_text(each.proved_at),
    )
    return cleaned(row)


def deed_edit(row: Row) -> DeedEdit:
    """Return what was decided about a deed."""
    return DeedEdit(
        deed_key=row["deed_key"],
        title=row["title"],
        is_hidden=bool(row["is_hidden"]),
        is_confidential=bool(row["is_confidential"]),
        note=row["note"],
    )


def deed_edit_row(each: DeedEdit) -> NewRow | None:
    """Return the row of a decision, or None when it says nothing."""
    row = cleaned(asdict(each))
    return row if any(value for name, value in row.items() if name != "deed_key") else None


def scale_facts(raw: str) -> tuple[ScaleFact, ...]:
    """Return scale facts from their JSON."""
    return tuple(
        ScaleFact(value, unit, url, date.fromisoformat(as_of) if as_of else None)
        for value, unit, url, as_of in json.loads(raw)
    )


def _scale_facts_text(facts: Iterable[ScaleFact]) -> str:
    return to_json(
        [
            [each.value, each.unit, each.source_url, each.as_of and each.as_of.isoformat()]
            for each in facts
        ]
    )


def project_edit(row: Row) -> ProjectEdit:
    """Return what was decided about a project."""
    return ProjectEdit(
        key=row["key"],
        name=row["name"],
        what_it_is=row["what_it_is"],
        urls=texts(row["urls"]),
        scale_facts=scale_facts(row["scale_facts"]),
        is_hidden=bool(row["is_hidden"]),
        merged_into=row["merged_into"],
        note=row["note"],
    )


def project_edit_row(each: ProjectEdit) -> NewRow | None:
    """Return the row of a decision, or None when it says nothing."""
    if each == ProjectEdit(each.key) and not each.key.startswith("self:"):
        return None
    row = asdict(each)
    row.update(urls=to_json(each.urls), scale_facts=_scale_facts_text(each.scale_facts))
    return cleaned(row)


def role(row: Row) -> Role:
    """Return a role."""
    return Role(
        id=row["id"],
        project_key=row["project_key"],
        code=row["code"],
        words=row["words"],
        from_on=row["from_on"],
        to_on=row["to_on"],
        is_current=bool(row["is_current"]),
        capacity=codes.parse(codes.Capacity, row["capacity"], codes.Capacity.UNSAID),
        organisation=row["organisation"],
        note=row["note"],
        is_suggested=bool(row["is_suggested"]),
    )


def role_row(each: Role) -> NewRow:
    """Return the row of a role."""
    return cleaned({**asdict(each), "capacity": str(each.capacity)})


def story(row: Row, items: Iterable[Row]) -> Story:
    """Return a story with its items, in their order."""
    return Story(
        id=row["id"],
        title=row["title"],
        project_key=row["project_key"],
        situation=row["situation"],
        what_i_did=row["what_i_did"],
        what_changed=row["what_changed"],
        how_one_can_tell=row["how_one_can_tell"],
        sources=tuple(StorySource(*each) for each in json.loads(row["sources"])),
        skills=texts(row["skills"]),
        from_on=row["from_on"],
        to_on=row["to_on"],
        rank=row["rank"],
        status=codes.parse(codes.StoryStatus, row["status"], codes.StoryStatus.DRAFT),
        language=row["language"],
        items=tuple(
            StoryItem(each["deed_key"], each["rank"], bool(each["featured"])) for each in items
        ),
        created_at=instant(row["created_at"]),
        updated_at=instant(row["updated_at"]),
        note=row["note"],
    )


def story_row(each: Story) -> NewRow:
    """Return the row of a story without its items."""
    row = {name: getattr(each, name) for name in Story.__slots__ if name != "items"}
    row.update(
        sources=to_json([[source.label, source.url] for source in each.sources]),
        skills=to_json(each.skills),
        status=str(each.status),
        created_at=instant_text(each.created_at),
        updated_at=instant_text(each.updated_at),
    )
    return cleaned(row)


def story_item_row(story_id: str, each: StoryItem) -> NewRow:
    """Return the row of a story's item."""
    return cleaned({"story_id": story_id, **asdict(each)})


def edition(row: Row) -> Edition:
    """Return an edition."""
    sections = (
        (codes.parse(codes.SectionKind, kind, codes.SectionKind.SUMMARY), kind, shown)
        for kind, shown in json.loads(row["sections"])
    )
    files = (
        ProducedFile(path, form, digest, at(made_at))
        for path, form, digest, made_at in json.loads(row["produced_files"])
    )
    return Edition(
        id=row["id"],
        name=row["name"],
        audience=row["audience"],
        headline=row["headline"],
        summary=row["summary"],
        template=row["template"],
        language=row["language"],
        page_size=codes.parse(codes.PageSize, row["page_size"], codes.PageSize.A4),
        page_limit=row["page_limit"],
        sections=tuple(
            SectionChoice(kind, bool(shown)) for kind, raw, shown in sections if kind == raw
        ),
        project_keys=texts(row["project_keys"]),
        story_ids=texts(row["story_ids"]),
        redacted_deed_keys=texts(row["redacted_deed_keys"]),
        show_email=bool(row["show_email"]),
        show_phone=bool(row["show_phone"]),
        show_totals=bool(row["show_totals"]),
        shows_suggested_roles=bool(row["shows_suggested_roles"]),
        produced_files=tuple(files),
        note=row["note"],
        letter_ids=_chosen(row["letter_ids"]),
        badge_ids=_chosen(row["badge_ids"]),
        newest_url=row["newest_url"],
    )


def _chosen(raw: str) -> tuple[str, ...] | None:
    """Return the ids an edition chose; None when it chose nothing, so that it carries all."""
    return texts(raw) if json.loads(raw) is not None else None


def edition_row(each: Edition) -> NewRow:
    """Return the row of an edition."""
    row = {name: getattr(each, name) for name in Edition.__slots__}
    row.update(
        page_size=str(each.page_size),
        sections=to_json([[str(part.kind), part.shown] for part in each.sections]),
        project_keys=to_json(each.project_keys),
        story_ids=to_json(each.story_ids),
        redacted_deed_keys=to_json(each.redacted_deed_keys),
        letter_ids=to_json(each.letter_ids),
        badge_ids=to_json(each.badge_ids),
        produced_files=to_json(
            [
                [file.path_hint, file.format, file.sha256, to_text(file.made_at)]
                for file in each.produced_files
            ]
        ),
    )
    return cleaned(row)
