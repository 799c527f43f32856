"""What can be believed of a letter, by whoever looks, in the words of the five levels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portfolio.attest import app_keys, key_changes, letter_reading, letter_writing, sshsig
from portfolio.attest.letter_verdict import judge
from portfolio.attest.onlooker import Onlooker, account_name, service_of
from portfolio.attest.sshsig import OtherKeyError, SshSignature
from portfolio.errors import LetterError
from portfolio.model import verdict_words
from portfolio.model.attestation import AttestationKind, Part, Party, TrustLevel
from portfolio.model.codes import TrustClass
from portfolio.model.keys import KeySeen, KeyTrust
from portfolio.model.verdict import Answer, StepMark, Verdict, VerdictState
from tests.attest.letters.letters import (
    ID,
    ISSUED,
    KEY,
    OTHER_KEY,
    WORKS,
    read,
    said,
    signed,
)
from tests.attest.ssh import make_key, needs_ssh_keygen, signed_by

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LISTING = "https://forge.example/coduya.keys"
NAMESPACE = "testimonial@portfolio"
MINE = app_keys.record(KEY)
PUBLIC = replace(MINE, owner="Casimir")
STRANGER = Onlooker()
HOLDER = Onlooker(is_holder=True, accounts=("https://forge.example/NoorVT/",))


def answer(url: str = LISTING, body: str = "", status: int = 200, **changes: Any) -> Answer:
    return replace(Answer(url, NOW, status, "text/plain", body.encode()), **changes)


def listed(*keys: str) -> dict[str, Answer]:
    return {LISTING: answer(body="".join(f"{key} some comment\n" for key in keys))}


def found(verdict: Verdict) -> dict[str, StepMark]:
    return {step.says.code: step.mark for step in verdict.steps}


def words(verdict: Verdict) -> str:
    for step in verdict.steps:
        assert verdict_words.title(step.says)
        verdict_words.detail(step.says)
    return verdict_words.title(verdict.summary)


def test_a_stranger_offline_knows_only_that_nothing_was_changed() -> None:
    verdict = judge(read(signed()), STRANGER, at=NOW)
    assert (verdict.state, verdict.level) == (VerdictState.NOT_ANCHORED, TrustLevel.UNCHANGED)
    assert verdict.trust is TrustClass.SELF_REPORTED
    assert words(verdict) == "Unchanged since signed. Who holds this key is unknown."
    assert verdict.wants == (LISTING,)


def test_headers_of_a_later_version_are_named() -> None:
    body = letter_writing.text_of(said(), (("Mood", "good"), ("Place", "Ghent"))).encode()
    verdict = judge(read(body + sshsig.sign(body, NAMESPACE, KEY)), STRANGER, at=NOW)
    (told,) = (step for step in verdict.steps if step.says.code == "letter.unknown-headers")
    assert dict(told.says.facts) == {"names": "Mood, Place"}
    assert verdict.state is VerdictState.NOT_ANCHORED


def test_a_kind_of_key_that_cannot_be_checked_here_is_no_forgery_and_no_praise() -> None:
    def lacks_ssh_keygen(_body: bytes, _namespace: str, signature: SshSignature) -> None:
        raise OtherKeyError(signature.algorithm)

    verdict = judge(read(signed()), HOLDER, at=NOW, verify=lacks_ssh_keygen)
    assert (verdict.state, verdict.level) == (VerdictState.CANNOT_CHECK, TrustLevel.QUOTED)
    assert verdict.trust is TrustClass.SELF_REPORTED
    assert words(verdict) == "This kind of key cannot be checked here"
    assert not verdict.state.does_not_hold


def test_a_key_listed_on_the_account_makes_it_that_accounts_word() -> None:
    onlooker = Onlooker(answers=listed(app_keys.record(OTHER_KEY).public, PUBLIC.public))
    verdict = judge(read(signed()), onlooker, at=NOW)
    assert (verdict.state, verdict.level) == (VerdictState.VALID, TrustLevel.ACCOUNT)
    assert verdict.trust is TrustClass.ATTESTED
    assert words(verdict) == "Written by account coduya on forge.example, checked 22 November 2026."
    assert verdict.wants == ()


@pytest.mark.parametrize(
    ("answers", "code", "mark"),
    [
        (listed(app_keys.record(OTHER_KEY).public), "letter.account-not-listed", StepMark.REFUSED),
        ({LISTING: answer(status=404)}, "letter.account-not-listed", StepMark.REFUSED),
        ({LISTING: answer(status=503)}, "letter.account-unanswered", StepMark.CANNOT_CHECK),
        ({LISTING: answer(status=0, problem="no network")}, "letter.account-unanswered",
         StepMark.CANNOT_CHECK),
        ({LISTING: answer(body=PUBLIC.public, media_type="text/html")},
         "letter.account-unanswered", StepMark.CANNOT_CHECK),
    ],
)  # fmt: skip
def test_without_the_key_there_the_account_is_only_a_name(
    answers: dict[str, Answer], code: str, mark: StepMark
) -> None:
    verdict = judge(read(signed()), Onlooker(answers=answers), at=NOW)
    assert found(verdict)[code] is mark
    assert verdict.level is TrustLevel.UNCHANGED
    words(verdict)


def test_what_the_holder_saw_is_knowledge_to_them_and_hearsay_to_others() -> None:
    seen = replace(PUBLIC, seen=(KeySeen(LISTING, NOW - timedelta(days=1), "listed"),), owner="")
    mine = judge(read(signed()), replace(HOLDER, keys=(seen,)), at=NOW)
    assert mine.level is TrustLevel.ACCOUNT
    assert "checked 21 November 2026" in words(mine)
    assert mine.wants == (LISTING,), "what was seen once may be looked at again"
    theirs = judge(read(signed()), Onlooker(said_keys=(seen,)), at=NOW)
    assert theirs.level is TrustLevel.UNCHANGED
    assert found(theirs)["letter.account-said"] is StepMark.NOTE
    assert theirs.wants == (LISTING,)


def test_a_key_taken_off_the_account_later_stays_seen() -> None:
    seen = replace(PUBLIC, seen=(KeySeen(LISTING, NOW - timedelta(days=90), "listed"),), owner="")
    onlooker = replace(HOLDER, keys=(seen,), answers=listed(app_keys.record(OTHER_KEY).public))
    verdict = judge(read(signed()), onlooker, at=NOW)
    assert verdict.level is TrustLevel.ACCOUNT
    assert found(verdict)["letter.account-gone"] is StepMark.NOTE


def test_an_account_that_worked_on_the_works_is_the_best_answer() -> None:
    part = Part("coduya", "reviewer", WORKS[:4], 5, 5, "https://forge.example/coduya")
    onlooker = replace(HOLDER, parts=(part,), answers=listed(PUBLIC.public))
    verdict = judge(read(signed()), onlooker, at=NOW)
    assert verdict.level is TrustLevel.TOOK_PART
    assert words(verdict) == "coduya reviewed 4 of the 5 works listed."
    step = next(step for step in verdict.steps if step.says.code == "letter.took-part")
    assert step.links == WORKS[:4]


def test_a_part_in_the_works_without_the_account_proves_nothing() -> None:
    part = Part("coduya", "reviewer", WORKS[:4], 5, 5, "https://forge.example/coduya")
    verdict = judge(read(signed()), replace(HOLDER, parts=(part,)), at=NOW)
    assert verdict.level is TrustLevel.UNCHANGED


def test_naming_the_account_of_another_borrows_nothing_of_theirs() -> None:
    mine, theirs = "https://forge.example/eve", "https://forge.example/coduya"
    letter = read(signed(issuer=Party("Eve", "", (mine, theirs))))
    parts = (Part("eve", "", (), 5, 5, mine), Part("coduya", "reviewer", WORKS[:4], 5, 5, theirs))
    answers = {f"{mine}.keys": answer(f"{mine}.keys", PUBLIC.public),
               LISTING: answer(body=app_keys.record(OTHER_KEY).public)}  # fmt: skip
    verdict = judge(letter, replace(HOLDER, parts=parts, answers=answers), at=NOW)
    assert verdict.level is TrustLevel.ACCOUNT
    assert words(verdict).startswith("Written by account eve on forge.example")
    assert (verdict.account, verdict.part) == (mine, parts[0])
    assert found(verdict)["letter.part-none"] is StepMark.NOTE
    unseen = judge(letter, replace(HOLDER, parts=parts), at=NOW)
    assert found(unseen)["letter.part-of-named"] is StepMark.NOTE
    assert "not known" in words(unseen) or unseen.level is TrustLevel.UNCHANGED


def test_a_letter_dated_before_its_works_were_begun_is_flagged() -> None:
    account = "https://forge.example/coduya"
    for begun, is_flagged in ((date(2026, 11, 20), False), (date(2026, 11, 25), True)):
        part = Part("coduya", "reviewer", WORKS[:4], 5, 5, account, begun)
        verdict = judge(read(signed()), replace(HOLDER, parts=(part,)), at=NOW)
        assert ("letter.before-work" in found(verdict)) is is_flagged
        words(verdict)


def test_what_you_know_yourself_stands_above_all() -> None:
    known = replace(PUBLIC, trust=KeyTrust.MET, trust_words="met at the 2024 meeting")
    verdict = judge(read(signed()), Onlooker(keys=(known,)), at=NOW)
    assert verdict.level is TrustLevel.KNOWN
    assert words(verdict) == "You marked this key as met at the 2024 meeting."
    part = Part("coduya", "reviewer", WORKS[:4], 5, 5, "https://forge.example/coduya")
    seen = replace(HOLDER, keys=(known,), parts=(part,), answers=listed(PUBLIC.public))
    assert judge(read(signed()), seen, at=NOW).level is TrustLevel.KNOWN
    unsaid = replace(known, trust=KeyTrust.KNOWN_ORGANISATION, trust_words="")
    verdict = judge(read(signed()), Onlooker(keys=(unsaid,)), at=NOW)
    assert words(verdict) == "You marked this key as known organisation."


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("I have merged Noor’s work", "I have merged all work", "letter.changed-statement"),
        ("pull/3", "pull/4", "letter.changed-works"),
        ("Subject: Noor Vantongeren", "Subject: Nora Vantongeren", "letter.changed-subject"),
        ("https://forge.example/noorvt", "https://forge.example/nora", "letter.changed-subject"),
        ("Issuer: Casimir", "Issuer: Kasimir", "letter.changed-issuer"),
        ("Contact: yes\n", "", "letter.changed-headers"),
        ("Expires: 2028", "Expires: 2038", "letter.changed-headers"),
        ("Id: urn:uuid:0", "Id: urn:uuid:1", "letter.changed-headers"),
        ("statement ", "statement 0", "letter.changed-headers"),
    ],
)
def test_a_change_is_named(old: str, new: str, code: str) -> None:
    raw = signed()
    assert old.encode() in raw
    verdict = judge(read(raw.replace(old.encode(), new.encode(), 1)), STRANGER, at=NOW)
    assert verdict.state is VerdictState.INVALID
    assert verdict.state.does_not_hold
    assert found(verdict)[code] is StepMark.BROKEN
    assert words(verdict) == verdict_words.templates()[code].title
    assert verdict.trust is TrustClass.SELF_REPORTED


REGIONS = (("Issuer", "issuer"), ("Subject", "subject"), ("1. ", "works"), ("   ", "works"))


def region_of(raw: bytes, at: int) -> str:
    """Return which part of a letter a byte stands in."""
    text = raw[: raw.index(b"\nEnd of letter")].decode()
    if at >= len(text.encode()):
        return ""
    before = raw[:at].decode("utf-8", "replace")
    if "\n\nStatement\n" in before:
        return "statement"
    line = text[len(before.rpartition("\n")[0]) :].lstrip("\n").partition("\n")[0]
    named = next((part for start, part in REGIONS if line.startswith(start)), "")
    return named or ("headers" if "\n\n" not in before else "")


def test_no_flipped_byte_is_ever_accepted_and_each_is_named() -> None:
    raw = signed(statement="Short words.", about=WORKS[:1])
    named = set()
    for at in range(len(raw)):
        for bit in (0x01, 0x20):
            changed = bytearray(raw)
            changed[at] ^= bit
            try:
                letter = letter_reading.parse(bytes(changed))
            except LetterError:
                continue
            verdict = judge(letter, STRANGER, at=NOW)
            shown = f"byte {at}: {bytes(changed[max(0, at - 20) : at + 20])!r}"
            assert verdict.state in {VerdictState.INVALID, VerdictState.UNSIGNED}, shown
            region = region_of(raw, at) if letter.parts else ""
            if region:
                assert f"letter.changed-{region}" in found(verdict), shown
                named.add(region)
            elif letter.signature:
                assert found(verdict) in (
                    {"letter.changed": StepMark.BROKEN}, {"letter.other-purpose": StepMark.BROKEN}
                ), shown  # fmt: skip
    assert named == {"issuer", "subject", "works", "statement", "headers"}


@needs_ssh_keygen
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_letter_written_on_another_system_is_signed_as_it_is(tmp_path: Path, ends: bytes) -> None:
    body = signed().partition(b"-----BEGIN")[0].replace(b"\n", ends)
    key = make_key(tmp_path)
    armoured = signed_by(key, body, "testimonial@portfolio")
    for came in (body, body.replace(b"\r\n", b"\n")):
        letter = letter_reading.parse(came, armoured)
        fits = came == body
        state = judge(letter, STRANGER, at=NOW).state
        assert state is (VerdictState.NOT_ANCHORED if fits else VerdictState.INVALID)
    mixed = body.replace(b"\r\n", b"\n", 3)
    if mixed != body:
        assert judge(letter_reading.parse(mixed, armoured), STRANGER, at=NOW).state is (
            VerdictState.INVALID
        )


def test_a_signature_cannot_be_moved_to_another_letter() -> None:
    first, second = read(signed()), read(signed(id=ID.replace("aa", "bb"), statement="Another."))
    moved = replace(second, signature=first.signature)
    assert judge(moved, STRANGER, at=NOW).state is VerdictState.INVALID


def test_a_signature_for_another_purpose_is_named_so() -> None:
    vouch = read(signed(kind=AttestationKind.VOUCH))
    moved = replace(read(signed()), signature=vouch.signature)
    verdict = judge(moved, STRANGER, at=NOW)
    assert found(verdict) == {"letter.other-purpose": StepMark.BROKEN}
    words(verdict)


def test_another_key_under_the_same_name_is_not_listed() -> None:
    forged = read(signed(key=OTHER_KEY))
    verdict = judge(forged, Onlooker(answers=listed(PUBLIC.public)), at=NOW)
    assert verdict.level is TrustLevel.UNCHANGED
    assert found(verdict)["letter.account-not-listed"] is StepMark.REFUSED


def test_it_names_the_holder_by_a_confirmed_account() -> None:
    assert found(judge(read(signed()), HOLDER, at=NOW))["letter.names-you"] is StepMark.HELD
    by_mail = Party("Noor", "", ("mailto:Noor@x.example",))
    mail = replace(HOLDER, addresses=("noor@x.example",))
    assert "letter.names-you" in found(judge(read(signed(subject=by_mail)), mail, at=NOW))
    other = Party("Noor", "", ("https://other.example/noorvt",))
    verdict = judge(read(signed(subject=other)), HOLDER, at=NOW)
    assert found(verdict)["letter.names-other"] is StepMark.REFUSED


def test_dates_are_shown_and_not_trusted() -> None:
    later = ISSUED.replace(year=2031)
    assert judge(read(signed()), STRANGER, at=later).state is VerdictState.EXPIRED
    early = judge(read(signed()), STRANGER, at=ISSUED - timedelta(days=400))
    assert found(early)["letter.from-future"] is StepMark.REFUSED
    assert "letter.unchanged-undated" in found(
        judge(read(signed(issued_at=None, expires_at=None)), STRANGER, at=NOW)
    )


def test_a_withdrawal_by_the_same_key_counts_and_by_another_does_not() -> None:
    status = "https://forge.example/status"
    letter = read(signed(status_url=status))
    taken_back = {"kind": AttestationKind.WITHDRAWAL, "refers_to": ID, "about": (),
                  "id": ID.replace("aa", "cc"), "statement": "I take it back."}  # fmt: skip
    assert status in judge(letter, STRANGER, at=NOW).wants
    for key, state in ((KEY, VerdictState.WITHDRAWN), (OTHER_KEY, VerdictState.NOT_ANCHORED)):
        body = signed(said(**taken_back), key).decode()
        verdict = judge(letter, Onlooker(answers={status: answer(status, body)}), at=NOW)
        assert verdict.state is state
    assert words(judge(letter, Onlooker(withdrawn={ID: NOW}), at=NOW)) == "Withdrawn by its writer"
    gone = judge(letter, Onlooker(answers={status: answer(status, status=404)}), at=NOW)
    assert found(gone)["letter.not-withdrawn"] is StepMark.HELD
    dead = judge(letter, Onlooker(answers={status: answer(status, status=0)}), at=NOW)
    assert found(dead)["letter.status-unanswered"] is StepMark.CANNOT_CHECK


def test_writing_for_each_other_is_said_neutrally() -> None:
    verdict = judge(read(signed()), replace(HOLDER, written_for_on=date(2025, 5, 1)), at=NOW)
    assert found(verdict)["letter.mutual"] is StepMark.NOTE
    words(verdict)


def test_what_nobody_signed_is_a_quotation() -> None:
    raw = signed().partition(b"-----BEGIN")[0]
    verdict = judge(read(raw), HOLDER, at=NOW)
    assert (verdict.state, verdict.level) == (VerdictState.UNSIGNED, TrustLevel.QUOTED)
    assert words(verdict) == "Quoted by the holder. Not checkable here."


def test_other_line_ends_are_said() -> None:
    crlf = judge(read(signed().replace(b"\n", b"\r\n")), STRANGER, at=NOW)
    assert crlf.state is VerdictState.NOT_ANCHORED
    assert found(crlf)["letter.line-ends"] is StepMark.NOTE
    assert "letter.line-ends" not in found(judge(read(signed()), STRANGER, at=NOW))


def test_it_names_the_holder_by_their_key() -> None:
    mine = replace(app_keys.record(OTHER_KEY), owner="self")
    named = read(signed(subject=Party("Noor", "", (), mine.fingerprint)))
    assert "letter.names-your-key" in found(judge(named, replace(HOLDER, keys=(mine,)), at=NOW))
    theirs = replace(mine, owner="somebody")
    verdict = judge(named, replace(HOLDER, keys=(theirs,)), at=NOW)
    assert "letter.names-only" in found(verdict)


def test_a_service_is_called_by_its_name_and_no_other_can_borrow_it() -> None:
    assert service_of("https://github.com/coduya") == "GitHub"
    assert service_of("https://www.github.com/coduya") == "GitHub"
    for address in (
        "https://github.com.evil.example/x",
        "https://github.co/x",
        "mailto:x@github.co",
    ):
        assert service_of(address) != "GitHub"


TWO = replace(HOLDER, accounts=(*HOLDER.accounts, "https://other.example/noor"))
OWN_KEY = (replace(PUBLIC, owner="self"),)


@pytest.mark.parametrize(
    ("issuer", "subject", "onlooker"),
    [
        (Party("Noor", "", HOLDER.accounts), Party("Noor", "", HOLDER.accounts), STRANGER),
        (Party("Casimir", "", ("https://forge.example/NOORVT",)), said().subject, STRANGER),
        (Party("Casimir"), Party("Noor", "", (), PUBLIC.fingerprint), STRANGER),
        (Party("Casimir", "", TWO.accounts[1:]), Party("Noor", "", TWO.accounts[:1]), TWO),
        (Party("Casimir"), said().subject, replace(HOLDER, keys=OWN_KEY)),
    ],
)
def test_nobody_attests_themselves(issuer: Party, subject: Party, onlooker: Onlooker) -> None:
    place = "https://forge.example/noorvt.keys"
    answers = listed(PUBLIC.public) | {place: answer(place, PUBLIC.public)}
    letter = read(signed(issuer=issuer, subject=subject))
    verdict = judge(letter, replace(onlooker, answers=answers), at=NOW)
    assert verdict.level is TrustLevel.QUOTED
    assert verdict.trust is TrustClass.SELF_REPORTED
    assert words(verdict) == "Written by the person it is about"
    assert found(verdict)["letter.own"] is StepMark.REFUSED


def test_what_the_holder_wrote_for_others_is_not_about_themselves() -> None:
    given = read(signed(issuer=Party("Noor", "", HOLDER.accounts), subject=Party("Ada")))
    verdict = judge(given, replace(HOLDER, keys=OWN_KEY), at=NOW)
    assert "letter.own" not in found(verdict)


def test_the_withdrawal_of_another_letter_withdraws_nothing() -> None:
    status = "https://forge.example/status"
    letter = read(signed(status_url=status))
    other = signed(kind=AttestationKind.WITHDRAWAL, refers_to=ID.replace("aa", "ee"), about=(),
                   id=ID.replace("aa", "cc"), statement="I take it back.").decode()  # fmt: skip
    verdict = judge(letter, Onlooker(answers={status: answer(status, other)}), at=NOW)
    assert verdict.state is VerdictState.NOT_ANCHORED
    assert "letter.not-withdrawn" in found(verdict)
    no_withdrawal = signed(status_url=status).decode()
    verdict = judge(letter, Onlooker(answers={status: answer(status, no_withdrawal)}), at=NOW)
    assert "letter.not-withdrawn" in found(verdict)


def test_an_undated_withdrawal_counts_and_one_by_another_key_is_told_apart() -> None:
    status = "https://forge.example/status"
    letter = read(signed(status_url=status))
    for key, code in ((KEY, "letter.withdrawn"), (OTHER_KEY, "letter.withdrawn-other-key")):
        body = signed(key=key, kind=AttestationKind.WITHDRAWAL, refers_to=ID, about=(),
                      id=ID.replace("aa", "cc"), statement="Back.", issued_at=None)  # fmt: skip
        answers = {status: answer(status, body.decode())}
        verdict = judge(letter, Onlooker(answers=answers), at=NOW)
        assert code in found(verdict)
        words(verdict)


@pytest.mark.parametrize("address", ["https://[", "https://a]b/c", "https://[::1/x"])
def test_what_is_no_address_belongs_to_nobody(address: str) -> None:
    """A community's policy file may list such a one; reading letters must not end there."""
    owner = replace(HOLDER, accounts=("https://forge.example/noorvt", "https://forge.example"))
    assert not owner.owns(address)
    assert account_name(address)
    assert service_of(address) == address


def test_a_letter_the_holder_gave_is_signed_with_their_own_key_and_names_another() -> None:
    verdict = judge(read(signed()), Onlooker(is_holder=True, keys=(MINE,)), at=NOW)
    assert words(verdict) == "Signed with your own key"
    assert verdict.state is VerdictState.VALID
    codes = {step.says.code for step in verdict.steps}
    assert "letter.names" in codes
    assert "letter.names-other" not in codes
    changed = read(signed().replace(b"merged Noor", b"merged  Noo"))
    verdict = judge(changed, Onlooker(is_holder=True, keys=(MINE,)), at=NOW)
    assert verdict.state is VerdictState.INVALID
    assert words(verdict) != "Signed with your own key"


def test_a_key_that_a_known_key_named_is_told_and_not_believed() -> None:
    raw = signed(kind=AttestationKind.KEY_CHANGE, about=())  # KEY names OTHER_KEY
    changes = tuple(key_changes.changes_in([read(raw)]))
    known = replace(PUBLIC, trust=KeyTrust.MET, trust_words="met at the 2024 meeting")
    later = read(signed(key=OTHER_KEY))
    verdict = judge(later, Onlooker(keys=(known,), changes=changes), at=NOW)
    told = [step for step in verdict.steps if step.says.code == "letter.key-follows"]
    assert [dict(step.says.facts)["earlier"] for step in told] == [known.fingerprint]
    assert verdict.state is VerdictState.NOT_ANCHORED
    for onlooker in (Onlooker(keys=(PUBLIC,), changes=changes), Onlooker(keys=(known,))):
        verdict = judge(later, onlooker, at=NOW)
        assert "letter.key-follows" not in {step.says.code for step in verdict.steps}
