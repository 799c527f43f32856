"""Badges that accounts list: evidence with its page, or an Open Badge kept as it was listed.

They are read out of the recorded layer each time. Only what the holder decides about one (show it)
or has fetched makes a badge of its own in the record.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from portfolio.attest.badges import images, kept, reading
from portfolio.errors import BadgeError
from portfolio.model.attestation import Party
from portfolio.model.badge import Badge, BadgeFormat, RecipientMatch
from portfolio.model.codes import Action
from portfolio.model.deed_query import DeedQuery
from portfolio.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.model.contribution import Contribution
    from portfolio.model.deed import Deed
    from portfolio.model.source import Source
    from portfolio.store.reader import Reader

_PAGE: Final = 500
_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Brought:
    """A badge an account lists.

    Attributes:
        badge: As it would be kept.
        seen_at: When it was last listed.
        file: The Open Badge it is; None for a service's own.
    """

    badge: Badge
    seen_at: datetime
    file: BadgeFile | None = None


def all_of(reader: Reader) -> list[Brought]:
    """Return what accounts list and the holder has not hidden, the latest first.

    A service may give the same badge many times over; the latest stands for all.
    """
    sources = {each.id: each for each in reader.sources.all()}
    found: dict[tuple[str, str], Brought] = {}
    for deed in _deeds(reader):
        for each in reader.deeds.contributions(deed.key):
            source = sources.get(each.source_id)
            if source is None or each.kind is not Kind.BADGE or not source.account_id:
                continue
            brought = _brought(reader, deed, each, source)
            found.setdefault((source.id, brought.badge.name), brought)
            break
    return list(found.values())


def get(reader: Reader, badge_id: str) -> Brought | None:
    """Return one of those accounts list."""
    return next((each for each in all_of(reader) if each.badge.id == badge_id), None)


def seen_at(reader: Reader, badge: Badge) -> datetime | None:
    """Return when a service's own badge was last listed; its deed is named in it."""
    seen = [each.last_seen for each in reader.deeds.contributions(badge.credential_id)]
    return max(seen, default=badge.received_at)


def addresses_of(raw: bytes) -> tuple[str, ...]:
    """Return where more of a service's badge lies: its own document, then its picture."""
    try:
        listed = kept.open_kept(raw.decode("utf-8", "replace"))
    except BadgeError:
        return ()
    return tuple(each for each in (listed.hosted, listed.image) if each.startswith("https://"))


def picture_kind(raw: bytes) -> str:
    """Return the kind of a picture that may be kept, "" for anything else."""
    return images.kind_of(raw)


def _deeds(reader: Reader) -> Iterator[Deed]:
    after = None
    while True:
        page = reader.deeds.page(DeedQuery(actions=(Action.AWARDED,)), after=after, limit=_PAGE)
        yield from page.deeds
        after = page.next
        if after is None:
            return


def _brought(reader: Reader, deed: Deed, each: Contribution, source: Source) -> Brought:
    raw = reader.accounts.raw(source.account_id, each.native_id)
    file = _file_in(raw)
    service = urlsplit(each.url or source.instance).hostname or source.label
    badge = Badge(
        id=reading.identity_of(file) if file is not None else _id_of(source, each),
        raw=file.raw if file is not None else (raw or _as_listed(each)).encode(),
        media_type=file.media_type if file is not None else _JSON,
        format=file.form.standard if file is not None else BadgeFormat.PLATFORM,
        name=deed.title,
        issuer=Party(service, "", (f"https://{service}",)),
        recipient_match=RecipientMatch.CONFIRMED,
        credential_id=deed.key,
        description=each.body,
        criteria_url=each.url,
        issued_at=each.occurred_at,
        received_from=service,
        received_at=each.first_seen,
        source_account=source.account_id,
    )
    return Brought(badge, each.last_seen, file)


def _file_in(raw: str) -> BadgeFile | None:
    if not raw:
        return None
    try:
        file = kept.open_kept(raw).file
    except BadgeError:
        return None
    return file if file is not None and file.form.is_badge else None


def _id_of(source: Source, each: Contribution) -> str:
    whole = json.dumps([source.account_id, source.instance, each.native_id])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _as_listed(each: Contribution) -> str:
    """Return what is known of a badge whose item the service's reader does not keep."""
    said = {
        "title": each.title,
        "url": each.url,
        "granted": each.occurred_at.isoformat(),
        "description": each.body,
    }
    return json.dumps({"badge": said, "image": "", "hosted": ""}, ensure_ascii=False)
