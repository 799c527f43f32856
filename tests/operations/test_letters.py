"""Letters from a real mentor's key to the holder's documents, with everything undoable."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio.attest import letter as form
from portfolio.attest import letter_writing
from portfolio.attest.badges.public_keys import did_of_line
from portfolio.attest.badges.recognising import open_badge
from portfolio.errors import BadgeError, LetterError, NotFoundError, UsageError
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Decision,
    Direction,
    Party,
    TrustLevel,
    Work,
)
from portfolio.model.codes import IdentityKind, IdentityStatus, Proof, TrustClass
from portfolio.model.contribution import Participant
from portfolio.model.deed import DeedEdit
from portfolio.model.identity import Identity
from portfolio.model.keys import KeyTrust
from portfolio.model.person import Holder
from portfolio.model.verdict import Answer, VerdictState
from portfolio.operations import badge_giving, keys, letter_decisions, letters, preview
from portfolio.operations import letter_writing as writing
from portfolio.secret import Secret
from portfolio.workspace import Workspace
from tests.attest.ssh import is_good, make_key, needs_ssh_keygen, signed_by
from tests.clocks import FixedClock
from tests.store.records import ME, contribution, record, say

WORKS = tuple(Work(f"https://forge.example/c/{n}", f"Change {n}") for n in (1, 2, 3))
SAID = Attestation(
    id="urn:uuid:0193a1b2-0000-7000-8000-0000000000aa",
    kind=AttestationKind.TESTIMONIAL,
    format=AttestationFormat.SIGNED_FILE,
    issuer=Party("Casimir", "maintainer", ("https://forge.example/coduya",)),
    subject=Party("Ada Example", "", ("https://forge.example/ada",)),
    statement="I have merged her work since 2019. She finds the person behind a report.",
    raw=b"",
    about=WORKS,
    basis=(Basis.REVIEWED,),
    language="en",
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),
)


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with made.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Ada Example", links=("https://forge.example/ada",)))
    yield made
    made.close()


@pytest.fixture
def letter(tmp_path: Path) -> bytes:
    """A letter that a mentor signed with the real ssh-keygen."""
    body = letter_writing.compose(SAID)
    return body + signed_by(make_key(tmp_path), body, form.namespace(SAID.kind))


def with_works(workspace: Workspace) -> None:
    people = (Participant("", "coduya", "reviewer"),)
    record(
        workspace.store,
        *(contribution(n, url=work.url, people=people) for n, work in enumerate(WORKS[:2], 1)),
        contribution(3, url=WORKS[2].url),
    )
    say(workspace.store)


def listing(public: str) -> Answer:
    return Answer(
        "https://forge.example/coduya.keys",
        datetime(2026, 1, 2, tzinfo=UTC),
        200,
        "text/plain",
        public.encode(),
    )


@needs_ssh_keygen
def test_looking_takes_nothing_in(workspace: Workspace, letter: bytes) -> None:
    view = letters.look(workspace.store, workspace.clock, letter, name="x.testimonial")
    assert (view.verdict.state, view.is_kept) == (VerdictState.NOT_ANCHORED, False)
    with workspace.store.reading() as reader:
        assert reader.attestations.all() == []


@needs_ssh_keygen
def test_a_letter_goes_from_the_inbox_to_accepted_and_back(
    workspace: Workspace, letter: bytes
) -> None:
    store, clock = workspace.store, workspace.clock
    taken = letters.take_in(store, clock, letter, name="x.testimonial").attestation
    assert (taken.decision, taken.shown) == (Decision.PENDING, False)
    assert letters.take_in(store, clock, letter).is_kept
    accepted = letter_decisions.decide(store, taken.id, Decision.ACCEPTED)
    assert accepted.shown
    assert letters.file_of(store, taken.id) == ("Casimir-for-Ada-Example.testimonial", letter)
    store.undo()
    with store.reading() as reader:
        assert reader.attestations.pending() == 1
    store.undo()
    with pytest.raises(NotFoundError):
        letters.view(store, clock, taken.id)
    store.redo(2)
    assert letters.view(store, clock, taken.id).attestation.shown


@needs_ssh_keygen
def test_the_pair_that_ssh_keygen_makes_is_taken_in(workspace: Workspace, letter: bytes) -> None:
    body, mark, rest = letter.partition(b"-----BEGIN")
    view = letters.take_in(workspace.store, workspace.clock, body, detached=mark + rest)
    assert view.attestation.raw == letter


@needs_ssh_keygen
def test_a_signature_that_comes_later_is_put_to_its_letter(
    workspace: Workspace, letter: bytes
) -> None:
    store, clock = workspace.store, workspace.clock
    body = letter.partition(b"-----BEGIN")[0]
    unsigned = letters.take_in(store, clock, body)
    letter_decisions.decide(store, unsigned.attestation.id, Decision.ACCEPTED)
    signed = letters.take_in(store, clock, letter)
    assert not signed.was_known
    assert signed.attestation.raw == letter
    assert signed.attestation.decision is Decision.ACCEPTED
    assert signed.verdict.level > unsigned.verdict.level
    again = letters.take_in(store, clock, body)
    assert again.was_known
    assert again.attestation.raw == letter
    store.undo()
    assert letters.view(store, clock, unsigned.attestation.id).attestation.raw == body


@needs_ssh_keygen
def test_a_letter_signed_once_more_is_said_to_be_the_same_words(
    workspace: Workspace, letter: bytes, tmp_path: Path
) -> None:
    letters.take_in(workspace.store, workspace.clock, letter)
    body = letter.partition(b"-----BEGIN")[0]
    (tmp_path / "other").mkdir()
    other = body + signed_by(make_key(tmp_path / "other"), body, form.namespace(SAID.kind))
    with pytest.raises(LetterError, match="word for word, with another signature"):
        letters.take_in(workspace.store, workspace.clock, other)
    assert letters.view(workspace.store, workspace.clock, SAID.id).attestation.raw == letter


@needs_ssh_keygen
def test_another_letter_under_the_same_id_is_refused(
    workspace: Workspace, letter: bytes, tmp_path: Path
) -> None:
    letters.take_in(workspace.store, workspace.clock, letter)
    body = letter_writing.compose(replace(SAID, statement="She is a fraud."))
    folder = tmp_path / "other"
    folder.mkdir()
    forged = body + signed_by(make_key(folder), body, form.namespace(SAID.kind))
    with pytest.raises(LetterError, match="says something else"):
        letters.take_in(workspace.store, workspace.clock, forged)


@needs_ssh_keygen
def test_going_online_finds_whose_key_it_is_and_it_is_remembered(
    workspace: Workspace, letter: bytes, tmp_path: Path
) -> None:
    store, clock = workspace.store, workspace.clock
    with_works(workspace)
    public = (tmp_path / "id_ed25519.pub").read_text()
    letter_id = letters.take_in(store, clock, letter).attestation.id
    assert letters.view(store, clock, letter_id).verdict.level is TrustLevel.UNCHANGED
    asked = []

    async def ask(address: str) -> Answer:
        asked.append(address)
        return listing(public)

    view = asyncio.run(letters.check_online(store, clock, ask, letter_id))
    assert asked == ["https://forge.example/coduya.keys"]
    assert view.verdict.level is TrustLevel.TOOK_PART
    assert dict(view.verdict.summary.facts) == {"account": "coduya", "count": "2", "total": "3"}
    again = letters.view(store, clock, letter_id)
    assert again.verdict.level is TrustLevel.TOOK_PART
    assert again.attestation.last_check is not None
    (listed,) = letters.all_views(store, clock)
    assert listed.verdict == again.verdict


@needs_ssh_keygen
def test_what_does_not_hold_can_be_kept_but_not_accepted(
    workspace: Workspace, letter: bytes
) -> None:
    store, clock = workspace.store, workspace.clock
    changed = letter.replace(b"merged her work", b"merged his work")
    letter_id = letters.take_in(store, clock, changed).attestation.id
    with pytest.raises(UsageError, match="does not hold"):
        letter_decisions.decide(store, letter_id, Decision.ACCEPTED)
    assert not letter_decisions.decide(store, letter_id, Decision.PRIVATE).shown
    with pytest.raises(UsageError, match="accepted"):
        letter_decisions.show(store, letter_id, shown=True)


@needs_ssh_keygen
def test_only_the_writers_own_words_can_be_printed(workspace: Workspace, letter: bytes) -> None:
    store, clock = workspace.store, workspace.clock
    letter_id = letters.take_in(store, clock, letter).attestation.id
    short = letter_decisions.shorten(store, letter_id, "I have merged her work since 2019. …")
    assert short.shortened == "I have merged her work since 2019. …"
    assert letters.view(store, clock, letter_id).attestation.raw == letter
    for words in ("She is the best.", "She finds the person. I have merged her work.",
                  "I have merged her work since 2019. She finds persons."):  # fmt: skip
        with pytest.raises(UsageError, match="writer's words"):
            letter_decisions.shorten(store, letter_id, words)
    assert letter_decisions.shorten(store, letter_id, SAID.statement).shortened == ""


def test_words_by_mail_are_quoted_and_nothing_more(workspace: Workspace) -> None:
    view = letters.quote(workspace.store, workspace.clock, "Bram", "Good work on the wiki.")
    assert (view.verdict.level, view.verdict.state) == (TrustLevel.QUOTED, VerdictState.UNSIGNED)
    with pytest.raises(UsageError):
        letters.quote(workspace.store, workspace.clock, "Bram", "  ")


def test_a_comment_is_fetched_once_on_the_persons_action(workspace: Workspace) -> None:
    link = "https://codeberg.org/quill/mark/pulls/7#issuecomment-12"
    said = b'{"user": {"login": "coduya"}, "body": "Good.", "created_at": "2026-01-01T00:00:00Z"}'
    asked = []

    async def ask(address: str) -> Answer:
        asked.append(address)
        return Answer(address, workspace.clock.now(), 200, "application/json", said)

    async def act() -> tuple[letters.LetterView, letters.LetterView]:
        first = await letters.take_in_comment(workspace.store, workspace.clock, ask, link)
        second = await letters.take_in_comment(workspace.store, workspace.clock, ask, link)
        return first, second

    first, second = asyncio.run(act())
    assert first.attestation.id == second.attestation.id
    assert first.verdict.level is TrustLevel.ACCOUNT
    assert first.attestation.issuer.accounts == ("https://codeberg.org/coduya",)
    assert letters.view(workspace.store, workspace.clock, first.attestation.id).verdict.level is (
        TrustLevel.ACCOUNT
    )
    assert len(asked) == 2


@needs_ssh_keygen
def test_a_letter_ends_after_two_years_unless_its_writer_chose(workspace: Workspace) -> None:
    said = replace(SAID, id="", issuer=Party(""), expires_at=None)
    written = writing.write(workspace, said)
    assert written.attestation.expires_at == datetime(2028, 1, 1, tzinfo=UTC)
    chosen = writing.write(workspace, said, months=6)
    assert chosen.attestation.expires_at == datetime(2026, 7, 1, tzinfo=UTC)


def test_the_holder_writes_for_others_and_ssh_keygen_agrees(
    workspace: Workspace, tmp_path: Path
) -> None:
    said = replace(SAID, id="", issuer=Party("", "reviewer"), subject=Party("Bea"), issued_at=None)
    written = writing.write(workspace, said)
    body, mark, rest = written.data.partition(b"-----BEGIN")
    (key,) = keys.own_keys(workspace.store)
    assert is_good(tmp_path, key.public, body, mark + rest, "testimonial@portfolio")
    assert written.name == "Ada-Example-for-Bea.testimonial"
    assert written.attestation.issuer.accounts == ("https://forge.example/ada",)
    assert written.attestation.expires_at is not None
    (view,) = letters.all_views(workspace.store, workspace.clock, direction=Direction.GIVEN)
    assert view.attestation.subject.name == "Bea"
    assert letters.all_views(workspace.store, workspace.clock) == []
    taken_back = writing.withdraw(workspace, written.attestation.id)
    assert taken_back.name.endswith(".withdrawal")
    assert taken_back.attestation.refers_to == written.attestation.id


@needs_ssh_keygen
def test_a_withdrawal_that_came_takes_a_letter_back(workspace: Workspace, tmp_path: Path) -> None:
    store, clock = workspace.store, workspace.clock
    key = make_key(tmp_path)

    def by_mentor(said: Attestation) -> bytes:
        body = letter_writing.compose(said)
        return body + signed_by(key, body, form.namespace(said.kind))

    letter_id = letters.take_in(store, clock, by_mentor(SAID)).attestation.id
    back = replace(SAID, id=SAID.id.replace("aa", "bb"), kind=AttestationKind.WITHDRAWAL,
                   refers_to=SAID.id, statement="I take it back.", about=())  # fmt: skip
    letters.take_in(store, clock, by_mentor(back))
    assert letters.view(store, clock, letter_id).verdict.state is VerdictState.WITHDRAWN


@needs_ssh_keygen
def test_a_withdrawal_by_another_key_takes_nothing_back(
    workspace: Workspace, letter: bytes, tmp_path: Path
) -> None:
    store, clock = workspace.store, workspace.clock
    letter_id = letters.take_in(store, clock, letter).attestation.id
    back = replace(SAID, id=SAID.id.replace("aa", "bb"), kind=AttestationKind.WITHDRAWAL,
                   refers_to=SAID.id, statement="I take it back.", about=())  # fmt: skip
    body = letter_writing.compose(back)
    (tmp_path / "mallory").mkdir()
    by_mallory = signed_by(make_key(tmp_path / "mallory"), body, form.namespace(back.kind))
    letters.take_in(store, clock, body + by_mallory)
    assert letters.view(store, clock, letter_id).verdict.state is VerdictState.NOT_ANCHORED


def test_keys_are_made_once_and_come_back_from_their_recovery_file(workspace: Workspace) -> None:
    key = keys.make(workspace)
    assert keys.make(workspace) == key
    words = Secret("seven words are enough")
    file = keys.recovery_file(workspace, key.fingerprint, words)
    keys.forget(workspace, key.fingerprint)
    assert keys.own_keys(workspace.store) == []
    with pytest.raises(NotFoundError):
        keys.private_key(workspace, key.fingerprint)
    assert keys.import_file(workspace, file, words).fingerprint == key.fingerprint
    assert keys.has_private(workspace, key.fingerprint)
    store_bytes = workspace.paths.store.read_bytes()
    secret = workspace.keychain.get(keys.entry_of(key.fingerprint))
    assert secret is not None
    assert secret.reveal().encode() not in store_bytes


@needs_ssh_keygen
def test_a_key_one_knows_makes_its_letters_known(
    workspace: Workspace, letter: bytes, tmp_path: Path
) -> None:
    store, clock = workspace.store, workspace.clock
    letter_id = letters.take_in(store, clock, letter).attestation.id
    public = (tmp_path / "id_ed25519.pub").read_text()
    keys.trust(store, public, KeyTrust.MET, "met at the 2024 meeting")
    assert letters.view(store, clock, letter_id).verdict.level is TrustLevel.KNOWN
    store.undo()
    assert letters.view(store, clock, letter_id).verdict.level is TrustLevel.UNCHANGED


@needs_ssh_keygen
def test_readers_are_not_told_of_a_key_only_the_holder_knows(
    workspace: Workspace, letter: bytes, tmp_path: Path
) -> None:
    store, clock = workspace.store, workspace.clock
    with_works(workspace)
    letter_id = letters.take_in(store, clock, letter).attestation.id
    keys.trust(store, (tmp_path / "id_ed25519.pub").read_text(), KeyTrust.MET, "met in Ghent")
    letter_decisions.decide(store, letter_id, Decision.ACCEPTED)
    listed = preview.gate_result(store, "general", made_on=clock.now().date()).document.attached
    assert listed is not None
    (item,) = listed.items
    assert item.finding == "Unchanged since signed. Who holds this key is unknown."
    assert item.trust is TrustClass.SELF_REPORTED


def test_an_identity_of_an_account_counts_as_named(workspace: Workspace) -> None:
    from portfolio.operations.onlooking import own_accounts, own_addresses

    with workspace.store.editing("identity.confirmed", name="x") as editor:
        editor.save_identity(
            Identity("i1", "self", IdentityKind.GIT_EMAIL, "", "ada@x.example", ME,
                     IdentityStatus.CONFIRMED, Proof.SELF)
        )  # fmt: skip
    with workspace.store.reading() as reader:
        assert own_accounts(reader) == ("https://forge.example/ada",)
        assert own_addresses(reader) == ("ada@x.example",)


@needs_ssh_keygen
def test_an_accepted_letter_is_in_the_document_with_what_was_found(
    workspace: Workspace, letter: bytes, tmp_path: Path
) -> None:
    store, clock = workspace.store, workspace.clock
    with_works(workspace)
    public = (tmp_path / "id_ed25519.pub").read_text()

    async def ask(_: str) -> Answer:
        return listing(public)

    letter_id = letters.take_in(store, clock, letter).attestation.id
    assert preview.gate_result(store, "general", made_on=clock.now().date()).attachments == ()
    asyncio.run(letters.check_online(store, clock, ask, letter_id))
    letter_decisions.decide(store, letter_id, Decision.ACCEPTED)
    result = preview.gate_result(store, "general", made_on=clock.now().date())
    listed = result.document.attached
    assert listed is not None
    assert [item.finding for item in listed.items] == ["coduya reviewed 2 of the 3 works listed."]
    files = {each.name: each.data for each in result.attachments}
    assert files["T1.testimonial"] + files["T1.testimonial.sig"] == letter
    with store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(contribution(1).deed_key, is_hidden=True))
    assert preview.gate_result(store, "general", made_on=clock.now().date()).attachments == ()


@needs_ssh_keygen
@pytest.mark.parametrize(
    ("later", "code"),
    [
        (replace(listing(""), status=0, problem="no answer"), "letter.account-seen"),
        (listing(""), "letter.account-gone"),
    ],
)
def test_a_key_that_was_seen_stays_seen_when_its_service_ends(
    workspace: Workspace, letter: bytes, tmp_path: Path, later: Answer, code: str
) -> None:
    store, clock = workspace.store, workspace.clock
    public = (tmp_path / "id_ed25519.pub").read_text()
    letter_id = letters.take_in(store, clock, letter).attestation.id
    answers = [listing(public), later]

    async def ask(_: str) -> Answer:
        return answers[0]

    asyncio.run(letters.check_online(store, clock, ask, letter_id))
    with store.reading() as reader:
        (key,) = reader.keys.all()
    assert key.owner == "https://forge.example/coduya"
    del answers[0]
    for view in (
        asyncio.run(letters.check_online(store, clock, ask, letter_id)),
        letters.view(store, clock, letter_id),
    ):
        assert view.verdict.level is TrustLevel.ACCOUNT
        assert code in {step.says.code for step in view.verdict.steps}


@needs_ssh_keygen
def test_a_key_belongs_to_the_account_that_lists_it_whoever_else_is_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    store, clock = workspace.store, workspace.clock
    mallory = make_key(tmp_path)
    both = ("https://forge.example/coduya", "https://forge.example/mallory")
    body = letter_writing.compose(replace(SAID, issuer=Party("Casimir", "", both)))
    raw = body + signed_by(mallory, body, form.namespace(SAID.kind))
    letter_id = letters.take_in(store, clock, raw).attestation.id
    at = datetime(2026, 1, 2, tzinfo=UTC)

    async def ask(address: str) -> Answer:
        listed = mallory.public if "mallory" in address else ""
        return Answer(address, at, 200, "text/plain", listed.encode())

    view = asyncio.run(letters.check_online(store, clock, ask, letter_id))
    assert view.verdict.account == "https://forge.example/mallory"
    with store.reading() as reader:
        (key,) = reader.keys.all()
    assert key.owner == "https://forge.example/mallory"


def test_a_letter_given_is_said_as_an_endorsement_too(workspace: Workspace) -> None:
    said = replace(
        SAID, id="", issuer=Party(""), subject=Party("Ben", "", ("https://f.example/b",))
    )
    written = writing.write(workspace, replace(said, issued_at=None))
    given = badge_giving.endorsement_of(workspace, written.attestation.id)
    file = open_badge(given.data)
    assert given.name == "Ada-Example-for-Ben.json"
    assert file.credential["issuer"]["id"] == did_of_line(keys.make(workspace).public)
    assert file.credential["issuer"]["name"] == "Ada Example"
    assert file.credential["credentialSubject"]["endorsementComment"] == SAID.statement
    with pytest.raises(NotFoundError):
        badge_giving.endorsement_of(workspace, "urn:uuid:none")
    writing.withdraw(workspace, written.attestation.id)
    shown = letters.view(workspace.store, workspace.clock, written.attestation.id)
    assert shown.verdict.state is VerdictState.WITHDRAWN
    with pytest.raises(BadgeError, match="You took this letter back"):
        badge_giving.endorsement_of(workspace, written.attestation.id)


def test_an_endorsement_is_of_what_one_gave_with_a_key_of_the_program(
    workspace: Workspace, letter: bytes
) -> None:
    view = letters.take_in(workspace.store, workspace.clock, letter)
    with pytest.raises(NotFoundError, match="You gave no such letter"):
        badge_giving.endorsement_of(workspace, view.attestation.id)
    with workspace.store.editing("letter.given") as editor:
        editor.save_attestation(replace(view.attestation, direction=Direction.GIVEN))
    with pytest.raises(BadgeError, match="signed with an SSH key"):
        badge_giving.endorsement_of(workspace, view.attestation.id)
