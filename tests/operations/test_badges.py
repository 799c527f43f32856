"""Badges from files, zips, texts, addresses and accounts, with everything undoable."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.attest import app_keys
from portfolio.attest.badges import designs, issuing
from portfolio.attest.badges.baked import Keyword
from portfolio.errors import BadgeError, NotFoundError, UsageError
from portfolio.keychain import SessionSecrets
from portfolio.model import steps
from portfolio.model.attestation import Work
from portfolio.model.badge import BadgeFormat, RecipientMatch
from portfolio.model.codes import Action, TrustClass
from portfolio.model.deed import DeedEdit
from portfolio.model.keys import KeyTrust
from portfolio.model.kinds import Kind
from portfolio.model.person import Holder
from portfolio.model.verdict import Answer, VerdictState
from portfolio.operations import badge_asking, badge_views, badges, keys, preview
from portfolio.operations.asking import Ask
from portfolio.sync.badge_raw import badge_raw
from portfolio.workspace import Workspace
from tests.attest.badges import made, pictures, samples
from tests.attest.badges.samples import MAIL
from tests.clocks import FixedClock
from tests.store.accounts import FORUM, filed, with_account

ADDRESS = "https://learning.example/assertions/7.json"
GIVEN = "Gave three answers that were accepted."


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    opened = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with opened.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", email=MAIL))
    yield opened
    opened.close()


def site(workspace: Workspace, **pages: object) -> tuple[Ask, list[str]]:
    """Return what answers addresses, and the list of those it was asked for."""
    asked: list[str] = []

    async def ask(address: str) -> Answer:
        asked.append(address)
        body = pages.get(address)
        if body is None:
            return Answer(address, workspace.clock.now(), problem="The host does not answer.")
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Answer(address, workspace.clock.now(), 200, "application/json", raw)

    return ask, asked


def taken(workspace: Workspace, raw: bytes, name: str = "") -> badges.BadgeView:
    (view,) = badges.take_in(workspace.store, workspace.clock, raw, name=name).views
    return view


def kept(workspace: Workspace) -> list[str]:
    with workspace.store.reading() as reader:
        return [each.id for each in reader.badges.all()]


def test_looking_takes_nothing_in(workspace: Workspace) -> None:
    looked = badges.look(workspace.store, workspace.clock, samples.sealed(), name="b.json")
    (view,) = looked.views
    assert (view.is_kept, view.verdict.state) == (False, VerdictState.NOT_ANCHORED)
    assert kept(workspace) == []


@pytest.mark.parametrize(
    "raw",
    [
        samples.sealed,
        lambda: samples.jwt().encode(),
        lambda: samples.in_png(samples.sealed(), Keyword.CREDENTIAL),
        lambda: samples.in_svg(samples.jwt().encode(), Keyword.CREDENTIAL),
        lambda: samples.written(samples.assertion_0_5()),
        lambda: samples.written(samples.assertion_2_0()),
    ],
    ids=["json", "jwt", "png", "svg", "0.5", "2.0"],
)
def test_a_badge_is_taken_in_once_kept_as_it_came_and_undone(
    workspace: Workspace, raw: Callable[[], bytes]
) -> None:
    store, data = workspace.store, raw()
    view = taken(workspace, data, "badge.file")
    assert view.badge.name
    assert view.badge.received_from == "badge.file"
    assert taken(workspace, data).badge.id == view.badge.id
    assert kept(workspace) == [view.badge.id]
    assert badges.file_of(store, workspace.clock, view.badge.id)[1] == data
    store.undo()
    assert kept(workspace) == []
    store.redo()
    assert badges.view(store, workspace.clock, view.badge.id).badge.raw == data
    badges.remove(store, view.badge.id)
    assert kept(workspace) == []
    store.undo()
    assert kept(workspace) == [view.badge.id]


def test_a_zip_brings_each_badge_once_and_names_what_it_could_not_read(
    workspace: Workspace,
) -> None:
    raw = samples.zipped(
        one=samples.sealed(), same=samples.in_png(samples.sealed(), Keyword.CREDENTIAL),
        old=samples.written(samples.assertion_2_0()), broken=b'{"a": 1, "a": 2}',
    )  # fmt: skip
    looked = badges.take_in(workspace.store, workspace.clock, raw, name="mine.zip")
    assert len(looked.views) == len(kept(workspace)) == 2
    assert [each.name for each in looked.unread] == ["broken"]
    assert looked.views[0].badge.received_from.startswith("mine.zip / ")


def test_a_zip_is_one_step_however_many_badges_are_in_it(workspace: Workspace) -> None:
    store = workspace.store
    ids = [f"urn:uuid:{number}" for number in range(3)]
    raw = samples.zipped(
        **{f"b{at}": samples.written(samples.assertion_2_0(id=each)) for at, each in enumerate(ids)}
    )
    looked = badges.take_in(store, workspace.clock, raw, name="mine.zip")
    assert len(kept(workspace)) == 3
    (step,) = store.undo()
    assert steps.words(step) == "Took in 3 badges"
    assert kept(workspace) == []
    store.redo()
    assert len(kept(workspace)) == 3
    again = badges.take_in(store, workspace.clock, raw, name="mine.zip")
    assert [each.badge.id for each in again.views] == [each.badge.id for each in looked.views]
    assert all(each.is_kept for each in again.views)
    assert steps.words(store.history()[0]) == "Took in 3 badges"
    assert len(store.history()) == 2, "nothing was written the second time"


def test_what_is_no_badge_leaves_nothing_behind(workspace: Workspace) -> None:
    with pytest.raises(BadgeError):
        taken(workspace, pictures.png())
    assert kept(workspace) == []


def test_a_forged_badge_of_the_same_id_never_takes_the_place_of_a_good_one(
    workspace: Workspace,
) -> None:
    good = samples.sealed()
    badge_id = taken(workspace, good).badge.id
    forged = json.loads(good)
    forged["validFrom"] = "2026-11-01T00:00:00Z"
    forged["name"] = "Grand reviewer"
    assert taken(workspace, json.dumps(forged).encode()).badge.id == badge_id
    assert badges.view(workspace.store, workspace.clock, badge_id).badge.raw == good


def test_a_good_badge_takes_the_place_of_a_forged_one_and_undo_brings_that_back(
    workspace: Workspace,
) -> None:
    good = samples.sealed()
    forged = good.replace(b"2026-", b"2025-", 1)
    badge_id = taken(workspace, forged).badge.id
    clock, store = workspace.clock, workspace.store
    assert badges.view(store, clock, badge_id).verdict.state is VerdictState.INVALID
    assert taken(workspace, good).badge.id == badge_id
    assert badges.view(store, clock, badge_id).verdict.state is VerdictState.NOT_ANCHORED
    store.undo()
    assert badges.view(store, clock, badge_id).badge.raw == forged


def test_an_address_is_fetched_on_the_persons_action(workspace: Workspace) -> None:
    ask, asked = site(workspace, **{ADDRESS: samples.sealed()})
    coming = badge_asking.take_in_from(workspace.store, workspace.clock, ask, ADDRESS)
    (view,) = asyncio.run(coming).views
    assert asked == [ADDRESS]
    assert view.badge.received_from == ADDRESS
    with pytest.raises(BadgeError, match="Nothing could be fetched"):
        asyncio.run(
            badge_asking.take_in_from(workspace.store, workspace.clock, ask, "https://x.example")
        )


def hosted(workspace: Workspace) -> tuple[badges.BadgeView, Ask, list[str]]:
    document = samples.assertion_2_0()
    view = taken(workspace, samples.in_png(samples.written(document), Keyword.OPEN_BADGES))
    ask, asked = site(workspace, **{document["id"]: document})
    return view, ask, asked


def test_a_hosted_badge_is_confirmed_online_remembered_and_then_cannot_be_checked_any_more(
    workspace: Workspace,
) -> None:
    store, clock = workspace.store, workspace.clock
    view, ask, asked = hosted(workspace)
    assert view.verdict.state is VerdictState.CANNOT_CHECK
    assert view.badge.recipient_match is RecipientMatch.CONFIRMED
    found = asyncio.run(badge_asking.check_online(store, clock, ask, view.badge.id))
    assert view.file is not None
    assert view.file.url in asked
    assert found.verdict.state in badges.HOLDS
    assert badges.view(store, clock, view.badge.id).verdict == found.verdict
    silent, _ = site(workspace)
    dead = asyncio.run(badge_asking.check_online(store, clock, silent, view.badge.id))
    assert dead.verdict.state is VerdictState.CANNOT_CHECK
    assert dead.verdict.summary.code == "badge.gone-last"
    assert dead.badge.name == view.badge.name


def test_an_address_baked_into_a_picture_learns_its_name_and_keeps_it(
    workspace: Workspace,
) -> None:
    store, clock = workspace.store, workspace.clock
    raw = samples.in_png(ADDRESS.encode(), Keyword.OPEN_BADGES)
    view = taken(workspace, raw)
    assert view.badge.name == "learning.example"
    ask, _ = site(workspace, **{ADDRESS: samples.assertion_0_5()})
    named = asyncio.run(badge_asking.check_online(store, clock, ask, view.badge.id))
    assert named.badge.name == "Web basics"
    silent, _ = site(workspace)
    again = asyncio.run(badge_asking.check_online(store, clock, silent, view.badge.id))
    assert (again.badge.name, again.badge.raw) == ("Web basics", raw)


def test_a_badge_of_somebody_else_or_a_changed_one_is_not_shown(workspace: Workspace) -> None:
    store, clock = workspace.store, workspace.clock
    other = taken(workspace, made.text(made.sealed(made.credential()))).badge
    assert other.recipient_match is RecipientMatch.OTHER
    with pytest.raises(UsageError, match="somebody else"):
        badges.show(store, clock, other.id, shown=True)
    forged = made.text(made.sealed(made.credential(id="urn:uuid:1"))).replace(b"Ten", b"Six")
    with pytest.raises(UsageError, match="does not hold"):
        badges.show(store, clock, taken(workspace, forged).badge.id, shown=True)


def to_noor() -> bytes:
    document = made.credential()
    subject = document["credentialSubject"]
    subject["id"] = f"mailto:{MAIL}"
    return made.text(made.sealed(document))


def test_a_badge_that_is_shown_is_in_the_document_as_the_file_that_came(
    workspace: Workspace,
) -> None:
    store, clock = workspace.store, workspace.clock
    raw = to_noor()
    badge = taken(workspace, raw).badge

    def attached() -> list[bytes]:
        made_on = clock.now().date()
        return [each.data for each in preview.gate_result(store, "general", made_on=made_on)
                .attachments]  # fmt: skip

    assert attached() == []
    badges.show(store, clock, badge.id, shown=True)
    assert raw in attached()
    badges.show(store, clock, badge.id, shown=False)
    assert attached() == []


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "Signature fits, checked"), (-400, "Signature fits, checked"), (3, "Valid from 23 Nov")],
)
def test_a_document_says_of_a_badge_what_holds_on_its_day(
    workspace: Workspace, clock: FixedClock, days: int, said: str
) -> None:
    made = issuing.issue(
        issuing.Award("Kind", "Was kind.", "Was kind.", (Work("https://forge.example/1", "It"),)),
        issuing.Giver("Bea", app_keys.private_key(app_keys.make())),
        issuing.Receiver(mail=MAIL),
        design=designs.designs()[0].svg,
        at=clock.now() + timedelta(days=days),
    )
    badge = taken(workspace, made.baked).badge
    badges.show(workspace.store, clock, badge.id, shown=True)
    document = preview.gate_result(workspace.store, "general", made_on=clock.now().date()).document
    assert document.attached is not None
    (item,) = document.attached.items
    assert item.finding.startswith(said)


def test_readers_are_not_told_of_a_key_only_the_holder_knows(
    workspace: Workspace, clock: FixedClock
) -> None:
    key = app_keys.private_key(app_keys.make())
    award = issuing.Award("Kind", "d", "c", (Work("https://forge.example/1", "It"),))
    given = issuing.issue(award, issuing.Giver("Bea", key), issuing.Receiver(mail=MAIL),
                          design=designs.designs()[0].svg, at=clock.now())  # fmt: skip
    keys.trust(workspace.store, app_keys.record(key).public, KeyTrust.MET, "met in Ghent")
    view = taken(workspace, given.baked)
    assert view.verdict.state is VerdictState.VALID
    badges.show(workspace.store, clock, view.badge.id, shown=True)
    document = preview.gate_result(workspace.store, "general", made_on=clock.now().date()).document
    assert document.attached is not None
    (item,) = document.attached.items
    assert "Who holds this key is unknown." in item.finding


# ------------------------------------------------------------------------------- from accounts


def listed(number: int, title: str, **changes: object) -> object:
    return filed(
        number, FORUM, kind=Kind.BADGE, action=Action.AWARDED, title=title, body=GIVEN,
        url=f"https://talk.example/badges/{number}", **changes,
    )  # fmt: skip


@pytest.fixture
def brought(workspace: Workspace) -> Workspace:
    own = badge_raw(json.loads(samples.sealed()))
    picture = badge_raw({"id": 3}, image="https://talk.example/3.png")
    with_account(
        workspace.store,
        listed(1, "Helpful answer"),  # type: ignore[arg-type]
        listed(2, "Patient reviewer", raw=own),  # type: ignore[arg-type]
        listed(3, "Curious", raw=picture),  # type: ignore[arg-type]
        listed(4, "Helpful answer"),  # type: ignore[arg-type]
    )
    return workspace


def by_name(workspace: Workspace, name: str) -> badges.BadgeView:
    found = badge_views.all_views(workspace.store, workspace.clock)
    (view,) = [each for each in found if each.badge.name == name]
    return view


def test_what_accounts_list_is_evidence_and_no_open_badge_unless_it_is_one(
    brought: Workspace,
) -> None:
    found = badge_views.all_views(brought.store, brought.clock)
    assert sorted(each.badge.name for each in found) == [
        "Curious", "Helpful answer", "Patient reviewer",
    ]  # fmt: skip
    helpful, own = by_name(brought, "Helpful answer"), by_name(brought, "Patient reviewer")
    assert helpful.badge.format is BadgeFormat.PLATFORM
    assert helpful.verdict.trust is TrustClass.EVIDENCE
    assert helpful.badge.criteria_url == "https://talk.example/badges/4"
    assert own.badge.format is BadgeFormat.OPEN_BADGES_3
    assert own.verdict.state is VerdictState.NOT_ANCHORED
    assert kept(brought) == []


def test_the_file_of_a_badge_an_account_lists_stands_for_it(brought: Workspace) -> None:
    taken(brought, samples.sealed())
    view = by_name(brought, "Patient reviewer")
    assert (view.is_kept, view.is_brought) == (True, False)


def test_a_listed_badge_is_shown_until_its_work_is_hidden(brought: Workspace) -> None:
    store, clock = brought.store, brought.clock
    badge = by_name(brought, "Helpful answer").badge
    badges.show(store, clock, badge.id, shown=True)
    made_on = clock.now().date()

    def strip() -> str:
        return repr(preview.gate_result(store, "general", made_on=made_on).document)

    assert "Helpful answer" in strip()
    with store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(badge.credential_id, is_hidden=True))
    assert "Helpful answer" not in strip()


def test_a_listed_badge_is_hidden_and_not_removed(brought: Workspace) -> None:
    badge = by_name(brought, "Curious").badge
    with pytest.raises(NotFoundError, match="account lists"):
        badges.remove(brought.store, badge.id)
    with brought.store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(badge.credential_id, is_hidden=True))
    assert "Curious" not in [
        each.badge.name for each in badge_views.all_views(brought.store, brought.clock)
    ]


def test_the_picture_of_a_listed_badge_is_kept_or_the_badge_in_it(brought: Workspace) -> None:
    store, clock = brought.store, brought.clock
    badge = by_name(brought, "Curious").badge
    ask, asked = site(brought, **{"https://talk.example/3.png": pictures.png()})
    view = asyncio.run(badge_asking.check_online(store, clock, ask, badge.id))
    assert asked == ["https://talk.example/3.png"]
    assert (view.badge.image, view.badge.image_type) == (pictures.png(), "image/png")
    baked = samples.in_png(to_noor(), Keyword.CREDENTIAL)
    ask, _ = site(brought, **{"https://talk.example/3.png": baked})
    whole = asyncio.run(badge_asking.check_online(store, clock, ask, badge.id))
    assert (whole.badge.raw, whole.badge.source_account) == (baked, "a1")
