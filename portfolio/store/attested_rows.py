"""Letters, badges, keys and requests to rows and back.

What was read out of a file is kept as one JSON text (``said``), so that lists need not open every
file again; whether a file holds is never kept there but found anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from portfolio.clock import to_text
from portfolio.model import codes
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    CheckResult,
    Decision,
    Direction,
    Mentoring,
    Party,
    Work,
    WorkAnswer,
)
from portfolio.model.badge import Badge, BadgeFormat, RecipientMatch
from portfolio.model.keys import KeyKind, KeyRecord, KeySeen, KeyTrust
from portfolio.model.letter_request import LetterRequest
from portfolio.model.policy import KeptPolicy
from portfolio.store.rows import NewRow, Row, at, cleaned, instant, instant_text, to_json


def attestation(row: Row) -> Attestation:
    """Return a letter; the row has ``content`` and the last check joined, or NULL for them."""
    said = json.loads(row["said"])
    return Attestation(
        id=row["id"],
        kind=codes.parse(AttestationKind, row["kind"], AttestationKind.THANKS),
        format=codes.parse(AttestationFormat, row["format"], AttestationFormat.MAIL_TEXT),
        issuer=_party(said["issuer"]),
        subject=_party(said["subject"]),
        statement=said["statement"],
        raw=row["content"] or b"",
        about=_works(said["about"]),
        basis=tuple(Basis(each) for each in said["basis"] if each in set(Basis)),
        relation_from=said["relation_from"],
        relation_to=said["relation_to"],
        language=said["language"],
        issued_at=instant(said["issued_at"]),
        expires_at=instant(said["expires_at"]),
        contact_ok=said["contact_ok"],
        audience=said["audience"],
        status_url=said["status_url"],
        refers_to=said["refers_to"],
        received_from=row["received_from"],
        received_at=instant(row["received_at"]),
        direction=codes.parse(Direction, row["direction"], Direction.RECEIVED),
        decision=codes.parse(Decision, row["decision"], Decision.PENDING),
        last_check=_check(row),
        shortened=row["shortened"],
        shown=bool(row["shown"]),
        note=row["note"],
        mentoring=_mentoring(said.get("mentoring")),
        decided_at=instant(said.get("decided_at")),
        correction=said.get("correction", ""),
        answers=tuple(
            WorkAnswer(number, Decision(decision), words)
            for number, decision, words in said.get("answers", ())
            if decision in set(Decision)
        ),
    )


def attestation_row(each: Attestation, sha256: str) -> NewRow:
    """Return the row of a letter whose file is kept under ``sha256``."""
    said = {
        "issuer": _party_facts(each.issuer),
        "subject": _party_facts(each.subject),
        "statement": each.statement,
        "about": _work_facts(each.about),
        "basis": [str(basis) for basis in each.basis],
        "relation_from": each.relation_from,
        "relation_to": each.relation_to,
        "language": each.language,
        "issued_at": instant_text(each.issued_at),
        "expires_at": instant_text(each.expires_at),
        "contact_ok": each.contact_ok,
        "audience": each.audience,
        "status_url": each.status_url,
        "refers_to": each.refers_to,
        "mentoring": str(each.mentoring or ""),
        # What the holder answered; a version before these came passes over them.
        "decided_at": instant_text(each.decided_at),
        "correction": each.correction,
        "answers": [[one.number, str(one.decision), one.correction] for one in each.answers],
    }
    return cleaned(
        {
            "id": each.id,
            "kind": str(each.kind),
            "format": str(each.format),
            "direction": str(each.direction),
            "sha256": sha256,
            "said": to_json(said),
            "received_from": each.received_from,
            "received_at": instant_text(each.received_at),
            "decision": str(each.decision),
            "shown": each.shown,
            "shortened": each.shortened,
            "note": each.note,
        }
    )


def badge(row: Row) -> Badge:
    """Return a badge; the row has ``content``, ``media_type``, ``image`` and ``image_type``."""
    said = json.loads(row["said"])
    return Badge(
        id=row["id"],
        raw=row["content"] or b"",
        media_type=row["media_type"] or "",
        format=codes.parse(BadgeFormat, row["format"], BadgeFormat.PLATFORM),
        name=said["name"],
        issuer=_party(said["issuer"]),
        recipient_match=codes.parse(RecipientMatch, said["recipient_match"], RecipientMatch.NONE),
        credential_id=said["credential_id"],
        description=said["description"],
        from_person=said["from_person"],
        criteria=said["criteria"],
        criteria_url=said["criteria_url"],
        narrative=said.get("narrative", ""),  # older rows have none
        evidence=_works(said["evidence"]),
        issued_at=instant(said["issued_at"]),
        expires_at=instant(said["expires_at"]),
        image=row["image"] or b"",
        image_type=row["image_type"] or "",
        tags=tuple(said["tags"]),
        received_from=row["received_from"],
        received_at=instant(row["received_at"]),
        source_account=row["source_account"],
        direction=codes.parse(Direction, row["direction"], Direction.RECEIVED),
        decision=codes.parse(Decision, row["decision"], Decision.ACCEPTED),
        last_check=_check(row),
        shown=bool(row["shown"]),
        note=row["note"],
    )


def badge_row(each: Badge, sha256: str, image_sha256: str) -> NewRow:
    """Return the row of a badge whose file and picture are kept under the digests."""
    said = {
        "name": each.name,
        "issuer": _party_facts(each.issuer),
        "recipient_match": str(each.recipient_match),
        "credential_id": each.credential_id,
        "description": each.description,
        "from_person": each.from_person,
        "criteria": each.criteria,
        "criteria_url": each.criteria_url,
        "narrative": each.narrative,
        "evidence": _work_facts(each.evidence),
        "issued_at": instant_text(each.issued_at),
        "expires_at": instant_text(each.expires_at),
        "tags": list(each.tags),
    }
    return cleaned(
        {
            "id": each.id,
            "format": str(each.format),
            "direction": str(each.direction),
            "sha256": sha256,
            "image_sha256": image_sha256,
            "said": to_json(said),
            "source_account": each.source_account,
            "received_from": each.received_from,
            "received_at": instant_text(each.received_at),
            "decision": str(each.decision),
            "shown": each.shown,
            "note": each.note,
        }
    )


def key_record(row: Row) -> KeyRecord:
    """Return a key."""
    return KeyRecord(
        fingerprint=row["fingerprint"],
        algorithm=row["algorithm"],
        public=row["public"],
        kind=codes.parse(KeyKind, row["kind"], KeyKind.SSH),
        owner=row["owner"],
        seen=tuple(
            KeySeen(url, at(seen_at), result) for url, seen_at, result in json.loads(row["seen"])
        ),
        replaced_by=row["replaced_by"],
        trust=codes.parse(KeyTrust, row["trust"], KeyTrust.NONE),
        trust_words=row["trust_words"],
        recovery_at=instant(row["recovery_at"]),
        note=row["note"],
    )


def key_row(each: KeyRecord) -> NewRow:
    """Return the row of a key."""
    return cleaned(
        {
            "fingerprint": each.fingerprint,
            "kind": str(each.kind),
            "algorithm": each.algorithm,
            "public": each.public,
            "owner": each.owner,
            "seen": to_json([[seen.url, to_text(seen.at), seen.result] for seen in each.seen]),
            "replaced_by": each.replaced_by,
            "trust": str(each.trust),
            "trust_words": each.trust_words,
            "recovery_at": instant_text(each.recovery_at),
            "note": each.note,
        }
    )


def letter_request(row: Row) -> LetterRequest:
    """Return a request; the row has ``content`` joined, or NULL."""
    said = json.loads(row["said"])
    return LetterRequest(
        id=row["id"],
        kind=codes.parse(AttestationKind, said["kind"], AttestationKind.TESTIMONIAL),
        asked=_party(said["asked"]),
        holder=_party(said["holder"]),
        works=_works(said["works"]),
        question=said["question"],
        language=said["language"],
        made_at=at(row["made_at"]),
        expires_at=instant(said["expires_at"]),
        story_id=row["story_id"],
        raw=row["content"] or b"",
        reminded_at=instant(row["reminded_at"]),
        answered_by=row["answered_by"],
        note=row["note"],
        mentoring=_mentoring(said.get("mentoring")),
    )


def letter_request_row(each: LetterRequest, sha256: str) -> NewRow:
    """Return the row of a request whose file is kept under ``sha256``."""
    said = {
        "kind": str(each.kind),
        "asked": _party_facts(each.asked),
        "holder": _party_facts(each.holder),
        "works": _work_facts(each.works),
        "question": each.question,
        "language": each.language,
        "expires_at": instant_text(each.expires_at),
        "mentoring": str(each.mentoring or ""),
    }
    return cleaned(
        {
            "id": each.id,
            "sha256": sha256,
            "said": to_json(said),
            "story_id": each.story_id,
            "made_at": to_text(each.made_at),
            "reminded_at": instant_text(each.reminded_at),
            "answered_by": each.answered_by,
            "note": each.note,
        }
    )


def policy(row: Row) -> KeptPolicy:
    """Return a policy; the row has ``content`` joined."""
    return KeptPolicy(row["id"], row["content"], bool(row["shown"]))


def policy_row(each: KeptPolicy, sha256: str) -> NewRow:
    """Return the row of a policy whose file is kept under ``sha256``."""
    return cleaned({"id": each.id, "sha256": sha256, "shown": each.shown})


def _check(row: Row) -> CheckResult | None:
    if row["checked_at"] is None:
        return None
    last_good: datetime | None = instant(row["last_good_at"])
    return CheckResult(at(row["checked_at"]), row["checked_state"], row["checked_why"], last_good)


def _mentoring(said: str | None) -> Mentoring | None:
    return next((each for each in Mentoring if each == said), None)


def _party(said: Mapping[str, Any]) -> Party:
    return Party(said["name"], said["role"], tuple(said["accounts"]), said["key"])


def _party_facts(each: Party) -> dict[str, object]:
    return {
        "name": each.name,
        "role": each.role,
        "accounts": list(each.accounts),
        "key": each.key,
    }


def _works(said: Iterable[Iterable[str]]) -> tuple[Work, ...]:
    return tuple(Work(url, title, digest) for url, title, digest in said)


def _work_facts(works: Iterable[Work]) -> list[list[str]]:
    return [[each.url, each.title, each.content_hash] for each in works]
