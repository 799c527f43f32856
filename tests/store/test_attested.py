"""Letters, badges and keys come back as they were given, and their files for ever."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.clock import SystemClock
from portfolio.model import steps
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
from portfolio.model.badge import Badge, BadgeFormat, RecipientMatch
from portfolio.model.codes import TrustClass
from portfolio.model.keys import KeyKind, KeyRecord, KeySeen, KeyTrust
from portfolio.model.letter_request import LetterRequest
from portfolio.model.verdict import Answer, Saying, Verdict, VerdictState
from portfolio.paths import Paths, for_profile
from portfolio.store.store import Store

AT = datetime(2026, 11, 20, 10, 42, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
instants = st.none() | st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001
    datetime(2999, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=0))
parties = st.builds(Party, words, words, st.lists(words, max_size=3).map(tuple), words)
works = st.lists(st.builds(Work, words, words, words), max_size=4).map(tuple)
letters = st.builds(
    Attestation,
    id=words.filter(bool),
    kind=st.sampled_from(AttestationKind),
    format=st.sampled_from(AttestationFormat),
    issuer=parties,
    subject=parties,
    statement=words,
    raw=st.binary(min_size=1, max_size=40),
    about=works,
    basis=st.lists(st.sampled_from(Basis), max_size=3).map(tuple),
    relation_from=words,
    relation_to=words,
    language=words,
    issued_at=instants,
    expires_at=instants,
    contact_ok=st.booleans(),
    audience=words,
    status_url=words,
    refers_to=words,
    received_from=words,
    received_at=instants,
    direction=st.sampled_from(Direction),
    decision=st.sampled_from(Decision),
    shortened=words,
    shown=st.booleans(),
    note=words,
)
badges = st.builds(
    Badge,
    id=words.filter(bool),
    raw=st.binary(min_size=1, max_size=40),
    media_type=st.sampled_from(["image/png", "application/json"]),
    format=st.sampled_from(BadgeFormat),
    name=words,
    issuer=parties,
    recipient_match=st.sampled_from(RecipientMatch),
    credential_id=words,
    description=words,
    from_person=st.booleans(),
    criteria=words,
    criteria_url=words,
    narrative=words,
    evidence=works,
    issued_at=instants,
    expires_at=instants,
    tags=st.lists(words, max_size=3).map(tuple),
    received_from=words,
    received_at=instants,
    source_account=words,
    direction=st.sampled_from(Direction),
    decision=st.sampled_from(Decision),
    shown=st.booleans(),
    note=words,
)
keys = st.builds(
    KeyRecord,
    fingerprint=words.filter(bool),
    algorithm=words,
    public=words,
    kind=st.sampled_from(KeyKind),
    owner=words,
    seen=st.lists(st.builds(KeySeen, words, instants.filter(bool), words), max_size=2).map(tuple),
    replaced_by=words,
    trust=st.sampled_from(KeyTrust),
    trust_words=words,
    note=words,
)
requests = st.builds(
    LetterRequest,
    id=words.filter(bool),
    kind=st.sampled_from(AttestationKind),
    asked=parties,
    holder=parties,
    works=works,
    question=words,
    language=words,
    made_at=instants.filter(bool),
    expires_at=instants,
    story_id=words,
    raw=st.binary(min_size=1, max_size=40),
    reminded_at=instants,
    answered_by=words,
    note=words,
)


@settings(max_examples=40)
@given(letter=letters, badge=badges, key=keys, request=requests)
def test_what_goes_in_comes_out(
    letter: Attestation,
    badge: Badge,
    key: KeyRecord,
    request: LetterRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store.open(for_profile(tmp_path_factory.mktemp("p")), clock=SystemClock())
    try:
        with store.editing(steps.LETTER_RECEIVED, name="x") as editor:
            editor.save_attestation(letter)
            editor.save_badge(badge)
            editor.save_key(key)
            editor.save_request(request)
        with store.reading() as reader:
            assert reader.attestations.get(letter.id) == letter
            assert reader.attestations.all(direction=letter.direction) == [replace(letter, raw=b"")]
            got = reader.badges.get(badge.id)
            assert got is not None
            # Two files of the same bytes are one; the kind is that of the first.
            assert replace(got, media_type=badge.media_type) == badge
            assert reader.keys.get(key.fingerprint) == key
            assert reader.requests.get(request.id) == request
    finally:
        store.close()


def letter(number: int = 1, **changes: object) -> Attestation:
    each = Attestation(
        id=f"urn:uuid:{number}",
        kind=AttestationKind.TESTIMONIAL,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party("Casimir"),
        subject=Party("Noor"),
        statement="She did.",
        raw=b"letter %d\r\n\x00\xff" % number,
        received_at=AT + timedelta(minutes=number),
    )
    return replace(each, **changes)  # type: ignore[arg-type]


def test_taking_a_letter_in_can_be_undone_and_redone(store: Store) -> None:
    with store.editing(steps.LETTER_RECEIVED, name="Casimir") as editor:
        editor.save_attestation(letter())
    with store.editing(steps.LETTER_ACCEPTED, name="Casimir") as editor:
        editor.save_attestation(letter(decision=Decision.ACCEPTED))
    store.undo(2)
    with store.reading() as reader:
        assert reader.attestations.all() == []
    store.redo(2)
    with store.reading() as reader:
        again = reader.attestations.get("urn:uuid:1")
    assert again == letter(decision=Decision.ACCEPTED)


def test_a_decision_needs_no_file_and_keeps_it(store: Store) -> None:
    with store.editing(steps.LETTER_RECEIVED, name="Casimir") as editor:
        editor.save_attestation(letter())
    with store.editing(steps.LETTER_ACCEPTED, name="Casimir") as editor:
        (listed,) = editor.attestations.all()
        editor.save_attestation(replace(listed, decision=Decision.PRIVATE))
    with store.reading() as reader:
        kept = reader.attestations.get("urn:uuid:1")
        assert reader.attestations.pending() == 0
    assert kept is not None
    assert (kept.raw, kept.decision) == (letter().raw, Decision.PRIVATE)


def test_a_new_row_without_its_file_is_refused(store: Store) -> None:
    with (
        pytest.raises(ValueError, match="file"),
        store.editing(steps.LETTER_RECEIVED, name="x") as editor,
    ):
        editor.save_attestation(letter(raw=b""))


def test_a_kept_file_cannot_be_changed(store: Store, paths: Paths) -> None:
    with store.editing(steps.LETTER_RECEIVED, name="x") as editor:
        editor.save_attestation(letter())
    store.close()
    connection = sqlite3.connect(paths.store)
    try:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute("UPDATE kept_file SET content = x'00'")
    finally:
        connection.close()


def test_checks_are_no_steps_and_remember_when_it_was_good(store: Store) -> None:
    with store.editing(steps.LETTER_RECEIVED, name="x") as editor:
        editor.save_attestation(letter())
    digest, entry = store.curated_digest(), store.next_undo()
    good = Verdict(
        VerdictState.VALID,
        TrustClass.ATTESTED,
        Saying("level.2"),
        (),
        AT,
        level=TrustLevel.ACCOUNT,
    )
    answer = Answer("https://x.example/keys", AT, 200, "text/plain", b"ssh\xff")
    with store.recording() as recorder:
        recorder.save_check("attestation", "urn:uuid:1", good, [answer], asked=True)
    later = replace(good, state=VerdictState.CANNOT_CHECK, at=AT + timedelta(days=9))
    with store.recording() as recorder:
        recorder.save_check("attestation", "urn:uuid:1", later)
    with store.reading() as reader:
        got = reader.attestations.get("urn:uuid:1")
        assert reader.checks.answers("attestation", "urn:uuid:1") == {answer.url: answer}
        assert reader.checks.last_good("attestation", "urn:uuid:1") == AT
    assert got is not None
    assert got.last_check is not None
    assert (got.last_check.result, got.last_check.last_good_at) == ("cannot-check", AT)
    assert (store.curated_digest(), store.next_undo()) == (digest, entry)
