"""Which stories are attested or certified, from a real key and a hosted badge."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio.attest import letter as form
from portfolio.attest import letter_writing
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Decision,
    Party,
    Work,
)
from portfolio.model.codes import TrustClass
from portfolio.model.person import Holder
from portfolio.model.story import Story, StoryItem
from portfolio.model.verdict import Answer
from portfolio.operations import badge_asking, badges, letter_decisions, letters
from portfolio.operations.story_trust import trusts_of_stories
from portfolio.workspace import Workspace
from tests.attest.badges import samples
from tests.attest.badges.samples import MAIL
from tests.attest.ssh import make_key, needs_ssh_keygen, signed_by
from tests.clocks import FixedClock
from tests.store.records import contribution, record, say

PAGES = ("https://forge.example/c/1", "https://noor.example/2")
ATTESTED, CERTIFIED = frozenset({TrustClass.ATTESTED}), frozenset({TrustClass.CERTIFIED})


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    opened = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    works = [contribution(number, url=url) for number, url in enumerate(PAGES, 1)]
    record(opened.store, *works)
    say(opened.store)
    with opened.store.editing("story.added") as editor:
        editor.save_holder(Holder("Noor", email=MAIL))
        for number, work in enumerate(works, 1):
            items = (StoryItem(work.deed_key, 0, featured=True),)
            editor.save_story(Story(f"story-{number}", f"Story {number}", items=items))
    yield opened
    opened.close()


def trusts(workspace: Workspace) -> dict[str, frozenset[TrustClass]]:
    with workspace.store.reading() as reader:
        stories = reader.stories.all()
        return trusts_of_stories(reader, stories, workspace.clock.now().date())


@needs_ssh_keygen
def test_a_letter_attests_the_story_it_names_once_its_writer_is_known_and_it_is_shown(
    workspace: Workspace, tmp_path: Path
) -> None:
    store, clock = workspace.store, workspace.clock
    said = Attestation(
        id="urn:uuid:0193a1b2-0000-7000-8000-0000000000aa",
        kind=AttestationKind.TESTIMONIAL,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party("Casimir", "", ("https://forge.example/coduya",)),
        subject=Party("Noor"),
        statement="I have merged her work since 2019.",
        raw=b"",
        about=(Work(PAGES[0], "Change 1"),),
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    body = letter_writing.compose(said)
    raw = body + signed_by(make_key(tmp_path), body, form.namespace(said.kind))
    public = (tmp_path / "id_ed25519.pub").read_bytes()

    async def ask(address: str) -> Answer:
        return Answer(address, clock.now(), 200, "text/plain", public)

    letter_id = letters.take_in(store, clock, raw).attestation.id
    letter_decisions.decide(store, letter_id, Decision.ACCEPTED)
    assert trusts(workspace) == {}  # nobody knows whose key it is
    asyncio.run(letters.check_online(store, clock, ask, letter_id))
    assert trusts(workspace) == {"story-1": ATTESTED}
    letter_decisions.decide(store, letter_id, Decision.PRIVATE)
    assert trusts(workspace) == {}


def test_a_badge_certifies_the_story_whose_work_is_its_evidence(workspace: Workspace) -> None:
    store, clock = workspace.store, workspace.clock
    assertion = samples.assertion_2_0()
    parts = (assertion, assertion["badge"], assertion["badge"]["issuer"])
    site = {each["id"]: json.dumps(each).encode() for each in parts}

    async def ask(address: str) -> Answer:
        return Answer(address, clock.now(), 200, "application/json", site[address])

    (view,) = badges.take_in(store, clock, json.dumps(assertion).encode()).views
    badges.show(store, clock, view.badge.id, shown=True)
    assert trusts(workspace) == {}  # its issuer was not asked
    asyncio.run(badge_asking.check_online(store, clock, ask, view.badge.id))
    assert trusts(workspace) == {"story-2": CERTIFIED}
    badges.show(store, clock, view.badge.id, shown=False)
    assert trusts(workspace) == {}
