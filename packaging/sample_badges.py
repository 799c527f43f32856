"""Made-up badges for the pictures: in every state the page has words for. Nothing is fetched."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from portfolio.attest import app_keys
from portfolio.attest.badges import designs, issuing
from portfolio.clock import Clock
from portfolio.model.attestation import Party, Work
from portfolio.model.badge import Badge, BadgeFormat, RecipientMatch
from portfolio.model.keys import KeyTrust
from portfolio.model.verdict import Answer
from portfolio.operations import badge_asking, badge_giving, badges, keys
from portfolio.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.keychain import SessionSecrets

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _At(Clock):
    """A clock that stands still: some of the badges were looked at years ago."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def add_badges(profile: Path, keyring: SessionSecrets) -> None:
    """Put the badges into a profile's record."""
    workspace = Workspace.open(profile, keychain=keyring)
    with workspace.store.reading() as reader:
        holder = reader.holder()
    _hosted(workspace, holder.email)
    _from_people(workspace, holder.links[0])
    _platform(workspace)
    award = issuing.Award("First steps", "For a first change", "Made a first change.", _WORKS)
    given = issuing.Receiver(account="https://forge.example/bea")
    badge_giving.issue(workspace, award, given, design=_design("round"))
    workspace.close()


_WORKS = (Work("https://forge.example/quillmark/merge_requests/212", "Keyboard menus"),)


def _design(name: str) -> bytes:
    return next(each.svg for each in designs.designs() if each.id == name)


def _assertion(  # noqa: PLR0913  (each is one thing a badge says)
    name: str, host: str, issuer: str, mail: str, *, on: str, design: str
) -> Json:
    picture = base64.b64encode(_design(design)).decode()
    profile = {"id": f"https://{host}/issuer", "type": "Profile", "name": issuer,
               "url": f"https://{host}"}  # fmt: skip
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"https://{host}/assertions/7.json",
        "recipient": {"type": "email", "identity": mail, "hashed": False},
        "issuedOn": on,
        "badge": {
            "id": f"https://{host}/badges/7",
            "type": "BadgeClass",
            "name": name,
            "description": name,
            "image": f"data:image/svg+xml;base64,{picture}",
            "criteria": {"narrative": "Led a release from freeze to announcement."},
            "issuer": profile,
        },
        "verification": {"type": "HostedBadge"},
    }


def _hosted(workspace: Workspace, mail: str) -> None:
    now = workspace.clock.now()
    steward = _assertion("Release steward", "badges.quillmark.example", "Quillmark Foundation",
                         mail, on="2023-05-02T00:00:00Z", design="octagon")  # fmt: skip
    _ask(workspace, now, steward, answers=True)
    basics = _assertion("Web basics", "brightpath.example", "Brightpath Learning",
                        mail, on="2014-05-09T00:00:00Z", design="shield")  # fmt: skip
    _ask(workspace, datetime(2021, 3, 14, 12, tzinfo=UTC), basics, answers=True)
    _ask(workspace, now, basics, answers=False)
    speaker = _assertion("Harbour Hack speaker", "harbourhack.example", "Harbour Hack",
                         mail, on="2023-10-02T00:00:00Z", design="hexagon")  # fmt: skip
    badges.take_in(workspace.store, workspace.clock, json.dumps(speaker).encode())


def _ask(workspace: Workspace, at: datetime, assertion: Json, *, answers: bool) -> None:
    parts = (assertion, assertion["badge"], assertion["badge"]["issuer"])
    site = {each["id"]: json.dumps(each).encode() for each in parts}

    async def ask(address: str) -> Answer:
        if answers and address in site:
            return Answer(address, at, 200, "application/json", site[address])
        return Answer(address, at, problem="The host does not answer.")

    clock = _At(at)
    raw = json.dumps(assertion).encode()
    (view,) = badges.take_in(workspace.store, clock, raw, name="badge.json").views
    asyncio.run(badge_asking.check_online(workspace.store, clock, ask, view.badge.id))


def _from_people(workspace: Workspace, account: str) -> None:
    receiver = issuing.Receiver(account=account)
    now = workspace.clock.now()
    given = (
        ("Thank you, reviewer", "Elske Marambe", "square", True),
        ("Dutch strings", "Bram Isidore", "hexagon", False),
    )
    for name, who, design, is_known in given:
        key = app_keys.private_key(app_keys.make())
        award = issuing.Award(name, name, "Reviewed with patience, for years.", _WORKS)
        giver = issuing.Giver(who, key)
        made = issuing.issue(award, giver, receiver, design=_design(design), at=now)
        badges.take_in(workspace.store, workspace.clock, made.baked, name=f"{design}.svg")
        if is_known:
            keys.trust(workspace.store, app_keys.record(key).public, KeyTrust.MET, who)


def _platform(workspace: Workspace) -> None:
    given = (
        ("Helpful answer", "discuss.quillmark.example", 2024, "round"),
        ("Atlas page reviewer", "badges.openatlas.example", 2022, "octagon"),
    )
    with workspace.store.editing("badge.received", name="") as editor:
        for name, host, year, design in given:
            listed = {"badge": {"title": name}, "image": "", "hosted": ""}
            editor.save_badge(
                Badge(
                    id=f"{year:032x}",
                    raw=json.dumps(listed).encode(),
                    media_type="application/json",
                    format=BadgeFormat.PLATFORM,
                    name=name,
                    issuer=Party(host, "", (f"https://{host}",)),
                    recipient_match=RecipientMatch.CONFIRMED,
                    issued_at=datetime(year, 6, 1, tzinfo=UTC),
                    received_at=datetime(2026, 1, 1, tzinfo=UTC),
                    criteria_url=f"https://{host}/badges",
                    image=_design(design),
                    image_type="image/svg+xml",
                )
            )
