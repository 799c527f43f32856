"""Backpacks: packed through the gate, checked by anybody, taken in again byte for byte."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.attest.badges import zips
from portfolio.attest.badges.baked import Keyword
from portfolio.errors import BadgeError, OutsideFileError, UsageError
from portfolio.export.backpack import as_zip
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import AttestationKind, Decision
from portfolio.model.backpack import EntryKind, from_json
from portfolio.model.badge import BadgeFormat
from portfolio.model.codes import Action
from portfolio.model.deed import DeedEdit
from portfolio.model.kinds import Kind
from portfolio.model.person import Holder
from portfolio.model.verdict import StepMark
from portfolio.operations import (
    backpack_opening,
    backpacks,
    badge_giving,
    badge_views,
    badges,
    checking,
    editions,
    handed_files,
    letter_decisions,
    letters,
)
from portfolio.operations.backpacks import MadeBackpack
from portfolio.workspace import Workspace
from tests.attest.badges import made as signed_badges
from tests.attest.badges import samples
from tests.attest.badges.samples import MAIL
from tests.attest.letters.letters import ID, said, signed
from tests.clocks import FixedClock
from tests.store.accounts import FORUM, filed, with_account

BADGES: dict[str, Callable[[], bytes]] = {
    "0.5": lambda: samples.written(samples.assertion_0_5()),
    "1.1": lambda: samples.written(samples.assertion_1_1()),
    "2.0 in a picture": lambda: samples.in_png(
        samples.written(samples.assertion_2_0()), Keyword.OPEN_BADGES
    ),
    "2.0 signed": lambda: samples.signed_2_0().encode(),
    "3.0": samples.sealed,
    "3.0 token": lambda: signed_badges.token(
        signed_badges.claimed(samples.badge_3_0(id="urn:uuid:2"))
    ).encode(),
    "address": lambda: b"https://learning.example/a/9",
}
LETTERS: dict[str, Callable[[], bytes]] = {
    "testimonial": signed,
    "thanks": lambda: signed(said(id=ID.replace("aa", "ab"), kind=AttestationKind.THANKS)),
    "second": lambda: signed(said(id=ID.replace("aa", "ac"), statement="Good.")),
}
QUOTED = "Bram"


def opened(folder: Path, clock: FixedClock) -> Workspace:
    workspace = Workspace.open(folder, clock=clock, keychain=SessionSecrets())
    with workspace.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", email=MAIL))
    return workspace


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = opened(profile, clock)
    yield made
    made.close()


def take_in(workspace: Workspace, *names: str) -> None:
    for name in names:
        if name in BADGES:
            badges.take_in(workspace.store, workspace.clock, BADGES[name](), name=name)
        elif name in LETTERS:
            letters.take_in(workspace.store, workspace.clock, LETTERS[name]())
        else:
            letters.quote(workspace.store, workspace.clock, name, "Good work.\n\nAlways.")


def show_all(workspace: Workspace) -> None:
    store = workspace.store
    with store.reading() as reader:
        listed, written = reader.badges.all(), reader.attestations.all()
    for badge in listed:
        badges.show(store, workspace.clock, badge.id, shown=True)
    for letter in written:
        letter_decisions.decide(store, letter.id, Decision.ACCEPTED)


def packed(workspace: Workspace, *badge_ids: str) -> MadeBackpack:
    edition = editions.ensure_default(workspace.store)
    return backpacks.make(workspace.store, workspace.clock, edition.id, badge_ids=badge_ids or None)


def files_of(workspace: Workspace) -> set[bytes]:
    with workspace.store.reading() as reader:
        found = [reader.badges.get(each.id) for each in reader.badges.all()]
        written = [reader.attestations.get(each.id) for each in reader.attestations.all()]
    return {each.raw for each in (*found, *written) if each is not None}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.sets(st.sampled_from([*BADGES, *LETTERS, QUOTED]), min_size=1))
def test_packing_taking_in_and_packing_again_gives_the_same_bytes(
    names: set[str], tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
) -> None:
    place = tmp_path_factory.mktemp("two")
    first, second = opened(place / "one", clock), opened(place / "two", clock)
    try:
        take_in(first, *sorted(names))
        show_all(first)
        made = as_zip(packed(first).files)
        taken = backpack_opening.take_in(second.store, clock, made)
        assert taken.unread == ()
        assert files_of(second) == files_of(first)
        show_all(second)
        assert as_zip(packed(second).files) == made
        again = backpack_opening.take_in(second.store, clock, made)
        assert len(again.badges) + len(again.letters) == len(taken.badges) + len(taken.letters)
        assert files_of(second) == files_of(first)
    finally:
        first.close()
        second.close()


def test_a_folder_and_a_zip_hold_the_same(workspace: Workspace, tmp_path: Path) -> None:
    take_in(workspace, *BADGES, *LETTERS)
    show_all(workspace)
    made = packed(workspace)
    backpacks.save(tmp_path / "mine.zip", made)
    backpacks.save(tmp_path / "mine", made)
    in_folder = {each.name: each.data for each in handed_files.folder(tmp_path / "mine")}
    in_zip = {each.name: each.data for each in zips.read((tmp_path / "mine.zip").read_bytes())}
    assert in_folder == in_zip == made.files
    assert (tmp_path / "mine.zip").read_bytes() == as_zip(packed(workspace).files)
    with pytest.raises(UsageError, match="already"):
        backpacks.save(tmp_path / "mine", made)
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != "profile") == [
        "mine", "mine.zip",
    ]  # fmt: skip


def test_only_what_documents_show_is_packed(workspace: Workspace) -> None:
    take_in(workspace, "3.0", "2.0 signed", "testimonial", "thanks", "second")
    store, clock = workspace.store, workspace.clock
    with store.reading() as reader:
        by_name = {each.format: each.id for each in reader.badges.all()}
    shown, other = by_name[BadgeFormat.OPEN_BADGES_3], by_name[BadgeFormat.OPEN_BADGES_2]
    badges.show(store, clock, shown, shown=True)
    letter_decisions.decide(store, ID, Decision.ACCEPTED)
    letter_decisions.decide(store, ID.replace("aa", "ab"), Decision.PRIVATE)
    made = packed(workspace)
    assert (made.badge_count, made.letter_count) == (1, 1)
    whole = b"".join(made.files.values())
    assert BADGES["3.0"]() in made.files.values()
    assert BADGES["2.0 signed"]() not in whole
    assert LETTERS["thanks"]() not in whole
    assert LETTERS["second"]() not in whole
    only = packed(workspace, shown)
    assert (only.badge_count, only.letter_count) == (1, 1)
    with pytest.raises(UsageError, match="does not carry"):
        packed(workspace, other)


def test_only_the_chosen_badges_of_those_shown_are_packed(workspace: Workspace) -> None:
    take_in(workspace, "3.0", "2.0 signed", "testimonial")
    show_all(workspace)
    with workspace.store.reading() as reader:
        ids = {each.format: each.id for each in reader.badges.all()}
    made = packed(workspace, ids[BadgeFormat.OPEN_BADGES_2])
    assert (made.badge_count, made.letter_count) == (1, 1), "the letters stay"
    assert BADGES["2.0 signed"]() in made.files.values()
    whole = b"".join(made.files.values())
    assert BADGES["3.0"]() not in whole
    assert LETTERS["testimonial"]() in whole
    assert packed(workspace, *ids.values()).badge_count == 2


def test_letters_and_badges_are_narrowed_each_on_its_own(workspace: Workspace) -> None:
    take_in(workspace, "3.0", "2.0 signed", "testimonial", "thanks")
    show_all(workspace)
    store, clock = workspace.store, workspace.clock
    edition = editions.ensure_default(store)

    def counts(**narrowed: Any) -> tuple[int, int]:
        made = backpacks.make(store, clock, edition.id, **narrowed)
        return made.badge_count, made.letter_count

    assert counts() == (2, 2)
    assert counts(letter_ids=[ID]) == (2, 1)
    assert counts(letter_ids=[]) == (2, 0)
    assert counts(badge_ids=[], letter_ids=[ID]) == (0, 1)
    with pytest.raises(UsageError, match="nothing to pack"):
        counts(badge_ids=[], letter_ids=[])
    editions.change(store, replace(edition, letter_ids=(ID,), badge_ids=()))
    assert counts() == (0, 1)
    with pytest.raises(UsageError, match="A letter that “General” does not carry"):
        counts(letter_ids=[ID.replace("aa", "ab")])
    can = backpacks.packable(store, clock, edition.id)
    assert ([each.letter.id for each in can.letters], can.badges) == ([ID], ())


def test_whom_it_is_for_stands_in_it(workspace: Workspace) -> None:
    take_in(workspace, "3.0")
    show_all(workspace)
    store, clock = workspace.store, workspace.clock
    edition = editions.change(
        store, replace(editions.ensure_default(store), audience="The <b>fund</b>")
    )
    assert b"fund" not in b"".join(packed(workspace).files.values()), "it may be a note"
    made = backpacks.make(store, clock, edition.id, audience=edition.audience)
    index = from_json(made.files["index.json"])
    assert index is not None
    assert made.audience == index.audience == "The <b>fund</b>"
    (first, *_) = checking.check(as_zip(made.files), at=clock.now()).rows
    assert first.step.says.code == "backpack.fits-for"
    assert dict(first.step.says.facts)["audience"] == "The <b>fund</b>"
    assert b"For The &lt;b&gt;fund&lt;/b&gt;." in made.files["index.html"]
    for whom in ("Somebody\nelse", ""):
        made = backpacks.make(store, clock, edition.id, audience=whom)
        assert made.audience == " ".join(whom.split())
        assert b"fund" not in b"".join(made.files.values())
    written = json.loads(made.files["index.json"])
    del written["audience"]
    older = from_json(json.dumps(written).encode())
    assert older is not None
    assert older.audience == "", "one made before this"
    assert checking.check(as_zip(packed(workspace).files), at=clock.now()).holds


def test_nothing_to_pack_is_said(workspace: Workspace) -> None:
    take_in(workspace, "3.0")
    with pytest.raises(UsageError, match="nothing to pack"):
        packed(workspace)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_the_page_leads_to_every_file_and_runs_nothing(workspace: Workspace) -> None:
    hostile = samples.badge_class(name="<script>alert(1)</script>")
    raw = samples.written(samples.assertion_1_1(badge=hostile))
    badges.take_in(workspace.store, workspace.clock, raw)
    take_in(workspace, "3.0", "testimonial")
    show_all(workspace)
    made = packed(workspace)
    page = _Page()
    page.feed(made.files["index.html"].decode())
    paths = {each for each in made.files if not each.startswith("index.")}
    assert paths <= set(page.links)
    assert not {"script", "img", "iframe", "link", "form"} & set(page.tags)
    assert page.tags.count("h1") == 1


def test_a_badge_without_a_picture_of_its_own_is_baked_into_the_one_it_names(
    workspace: Workspace,
) -> None:
    take_in(workspace, "3.0")
    show_all(workspace)
    made = packed(workspace)
    index = from_json(made.files["index.json"])
    assert index is not None
    (picture,) = [each for each in index.entries if each.kind is EntryKind.PICTURE]
    (badge,) = [each for each in index.entries if each.kind is EntryKind.BADGE]
    assert picture.of == (badge.path,)
    report = checking.check(made.files[picture.path], at=workspace.clock.now())
    assert report.holds


def test_badges_of_services_are_named_with_their_page_and_not_taken_in(
    workspace: Workspace, profile: Path
) -> None:
    url = "https://talk.example/badges/7"
    answer = filed(
        7, FORUM, kind=Kind.BADGE, action=Action.AWARDED, title="Helpful answer", url=url
    )
    with_account(workspace.store, answer)
    (view,) = badge_views.all_views(workspace.store, workspace.clock)
    badges.show(workspace.store, workspace.clock, view.badge.id, shown=True)
    made = packed(workspace)
    assert sorted(made.files) == ["index.html", "index.json"]
    other = opened(profile.parent / "other", workspace.clock)  # type: ignore[arg-type]
    with pytest.raises(BadgeError, match="no badge or letter"):
        backpack_opening.take_in(other.store, other.clock, as_zip(made.files))
    other.close()
    report = checking.check(as_zip(made.files), at=workspace.clock.now())
    assert not report.holds
    assert report.rows[-1].title == "Helpful answer"


def test_what_is_about_hidden_work_is_not_packed(workspace: Workspace) -> None:
    url = "https://talk.example/badges/7"
    answer = filed(
        7, FORUM, kind=Kind.BADGE, action=Action.AWARDED, title="Helpful answer", url=url
    )
    with_account(workspace.store, answer)
    (view,) = badge_views.all_views(workspace.store, workspace.clock)
    take_in(workspace, "3.0")
    show_all(workspace)
    badges.show(workspace.store, workspace.clock, view.badge.id, shown=True)
    assert b"Helpful answer" in packed(workspace).files["index.json"]
    with workspace.store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(view.badge.credential_id, is_hidden=True))
    made = packed(workspace)
    assert made.left_out.items
    assert not [path for path, data in made.files.items() if b"Helpful answer" in data]


def changed(made: MadeBackpack, path: str, data: bytes | None) -> MadeBackpack:
    files = {name: each for name, each in made.files.items() if name != path}
    if data is not None:
        files[path] = data
    return replace(made, files=files)


def test_every_part_is_checked_and_a_changed_or_missing_file_is_named(
    workspace: Workspace, profile: Path
) -> None:
    take_in(workspace, "3.0", "testimonial", QUOTED)
    show_all(workspace)
    made, at = packed(workspace), workspace.clock.now()
    report = checking.check(as_zip(made.files), at=at, name="mine.zip")
    assert report.holds
    assert [row.step.says.code for row in report.rows] == [
        "backpack.fits", "badge.signer-unknown", "level.0", "level.1",
    ]  # fmt: skip
    path = next(name for name, data in made.files.items() if data == signed())
    worse = changed(made, path, made.files[path].replace(b"merged", b"mirged"))
    report = checking.check(as_zip(worse.files), at=at)
    assert not report.holds
    broken = [row.step.says.code for row in report.rows if row.step.mark is StepMark.BROKEN]
    assert broken[0] == "backpack.changed"
    assert "letter.changed-statement" in broken
    less = changed(made, path, None)
    assert not checking.check(as_zip(less.files), at=at).holds
    other = opened(profile.parent / "other", workspace.clock)  # type: ignore[arg-type]
    taken = backpack_opening.take_in(other.store, other.clock, as_zip(worse.files))
    assert [each.name for each in taken.unread] == [path]
    other.close()


def test_a_picture_with_another_badge_in_it_does_not_pass_for_a_copy(workspace: Workspace) -> None:
    take_in(workspace, "3.0")
    show_all(workspace)
    made = packed(workspace)
    path = next(each for each in made.files if each.startswith("pictures/"))
    forged = samples.sealed().replace(b"Noor", b"Eve")
    forged = forged if forged != samples.sealed() else samples.sealed().replace(b"urn:", b"urm:", 1)
    index = json.loads(made.files["index.json"])
    baked = samples.in_png(forged, Keyword.CREDENTIAL)
    for each in index["entries"]:
        if each["path"] == path:
            each["sha256"] = hashlib.sha256(baked).hexdigest()
    files = {**made.files, path: baked, "index.json": json.dumps(index).encode()}
    report = checking.check(as_zip(files), at=workspace.clock.now())
    assert not report.holds


def test_a_collection_is_signed_by_the_holder(workspace: Workspace) -> None:
    take_in(workspace, "3.0", "2.0 signed")
    show_all(workspace)
    edition = editions.ensure_default(workspace.store)
    made = backpacks.make(
        workspace.store, workspace.clock, edition.id, collector=badge_giving.giver(workspace)
    )
    (path,) = [each for each in made.files if each.startswith("collections/")]
    assert made.not_collected == ("Web basics",)
    assert checking.check(made.files[path], at=workspace.clock.now()).holds
    report = checking.check(as_zip(made.files), at=workspace.clock.now())
    assert not [row for row in report.rows if row.step.mark is StepMark.BROKEN]


def test_a_zip_of_nothing_and_a_damaged_list_are_refused(workspace: Workspace) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", b"hello")
    with pytest.raises(OutsideFileError, match="no badge or letter"):
        checking.check(buffer.getvalue(), at=workspace.clock.now())
    take_in(workspace, "3.0")
    show_all(workspace)
    made = packed(workspace)
    for key, value in (("version", 2), ("entries", [{"kind": "spell"}]), ("made_on", 7)):
        index = {**json.loads(made.files["index.json"]), key: value}
        files = {**made.files, "index.json": json.dumps(index).encode()}
        with pytest.raises(OutsideFileError):
            checking.check(as_zip(files), at=workspace.clock.now())


def test_an_endorsement_beside_a_badge_is_told_with_it(workspace: Workspace) -> None:
    take_in(workspace, "3.0")
    given = badge_giving.endorse(workspace, BADGES["3.0"](), "I was there.")
    badges.take_in(workspace.store, workspace.clock, given.data)
    show_all(workspace)
    (badge,) = [
        each
        for each in badge_views.all_views(workspace.store, workspace.clock)
        if each.badge.format is BadgeFormat.OPEN_BADGES_3
    ]
    codes = [step.says.code for step in badge.verdict.steps]
    assert {"badge.endorsed", "badge.endorsed-unknown"} & set(codes)
    report = checking.check(as_zip(packed(workspace).files), at=workspace.clock.now())
    told = [row.verdict for row in report.rows if row.verdict is not None]
    codes = [step.says.code for each in told for step in each.steps]
    assert "badge.endorsed-unknown" in codes


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_changed_in_a_backpack_is_answered_or_refused_in_words(
    workspace: Workspace, data: st.DataObject
) -> None:
    with workspace.store.reading() as reader:
        is_filled = bool(reader.badges.all())
    if not is_filled:
        take_in(workspace, "3.0 token", "testimonial")
        show_all(workspace)
    files = dict(packed(workspace).files)
    path = data.draw(st.sampled_from(sorted(files)))
    raw = bytearray(files[path])
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] = data.draw(st.integers(0, 255).filter(lambda each: each != raw[at]))
    is_page = path == "index.html"
    files[path] = bytes(raw)
    try:
        report = checking.check(as_zip(files), at=workspace.clock.now())
    except OutsideFileError:
        return
    if not is_page and path != "index.json":
        assert not report.holds
