"""What the holder of this record knows when they look at a letter or badge."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from portfolio.attest import key_changes, letter_reading, letter_verdict, sshsig
from portfolio.attest.onlooker import Onlooker, account_key
from portfolio.curate.corroboration import commits_of, part_in
from portfolio.errors import LetterError
from portfolio.model.attestation import Attestation, AttestationKind, Direction
from portfolio.model.codes import IdentityKind, IdentityStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from portfolio.attest.key_changes import KeyChange
    from portfolio.model.attestation import Part
    from portfolio.model.verdict import Answer
    from portfolio.store.reader import Reader


def own_accounts(reader: Reader) -> tuple[str, ...]:
    """Return the addresses of the holder's confirmed accounts, and of the pages they name."""
    accounts = [each.profile_url for each in reader.accounts.all() if each.profile_url]
    accounts += [
        f"{each.instance.rstrip('/')}/{each.value_raw.removeprefix('@')}"
        for each in reader.identities.decided()
        if each.status is IdentityStatus.CONFIRMED and each.instance.startswith("https://")
    ]
    accounts += [link for link in reader.holder().links if link.startswith("https://")]
    return tuple({account_key(each): each for each in reversed(accounts)}.values())[::-1]


def own_addresses(reader: Reader) -> tuple[str, ...]:
    """Return the holder's confirmed e-mail addresses, as they were typed or read."""
    found = [
        each.value_raw
        for each in reader.identities.decided()
        if each.status is IdentityStatus.CONFIRMED and each.kind is IdentityKind.GIT_EMAIL
    ]
    email = reader.holder().email
    return tuple(dict.fromkeys([*found, email] if email else found))


def view_of(reader: Reader) -> Onlooker:
    """Return what the holder knows, whatever they look at."""
    return Onlooker(
        is_holder=True,
        accounts=own_accounts(reader),
        addresses=own_addresses(reader),
        keys=tuple(reader.keys.all()),
        changes=_changes(reader),
    )


def _changes(reader: Reader) -> tuple[KeyChange, ...]:
    """Return the key changes in the record, in letters that came and in the holder's own."""
    found = []
    for direction in Direction:
        for each in reader.attestations.all(direction=direction):
            kept = each.kind is AttestationKind.KEY_CHANGE and reader.attestations.get(each.id)
            if kept:
                with contextlib.suppress(LetterError):
                    found.append(letter_reading.parse(kept.raw))
    return tuple(key_changes.changes_in(found))


def view_for(
    reader: Reader,
    letter: Attestation,
    signature: bytes,
    answers: Mapping[str, Answer],
    base: Onlooker | None = None,
) -> Onlooker:
    """Return what the holder knows about one letter.

    Reads what the record says of the works it lists: not on the UI thread.

    Args:
        reader: One snapshot.
        letter: What it says.
        signature: Its armoured signature, for comparing with withdrawals.
        answers: What addresses said when somebody last asked.
        base: From `view_of`, when several letters are looked at.
    """
    base = base or view_of(reader)
    return Onlooker(
        is_holder=True,
        accounts=base.accounts,
        addresses=base.addresses,
        keys=base.keys,
        parts=_parts(reader, letter),
        withdrawn=_withdrawn(reader, letter, signature),
        written_for_on=_written_for(reader, letter),
        answers=answers,
        changes=base.changes,
    )


def _parts(reader: Reader, letter: Attestation) -> tuple[Part, ...]:
    if not letter.about or not letter.issuer.accounts:
        return ()
    urls = [work.url for work in letter.about if work.url]
    found = reader.deeds.of_works(urls, commits_of(letter.about))
    return tuple(part_in(account, letter.about, found) for account in letter.issuer.accounts)


def _withdrawn(reader: Reader, letter: Attestation, signature: bytes) -> dict[str, datetime]:
    """Return when a letter of withdrawal in the record, by the same key, took this one back."""
    taken_back = []
    received_at = None
    for each in reader.attestations.all(direction=letter.direction):
        if each.kind is not AttestationKind.WITHDRAWAL or each.refers_to != letter.id:
            continue
        kept = reader.attestations.get(each.id)
        try:
            taken_back.append(letter_reading.parse(kept.raw if kept else b""))
            received_at = each.received_at or received_at
        except LetterError:
            continue
    if not taken_back or not signature:
        return {}
    try:
        fingerprint = sshsig.read(signature).fingerprint
    except LetterError:
        return {}
    found = letter_verdict.withdrawals(tuple(taken_back)).items()
    dated = {letter_id: when or received_at for letter_id, (by, when) in found if by == fingerprint}
    return {letter_id: when for letter_id, when in dated.items() if when is not None}


def _written_for(reader: Reader, letter: Attestation) -> date | None:
    """Return when the holder wrote for this writer, if ever."""
    theirs = {account_key(each) for each in letter.issuer.accounts}
    if not theirs:
        return None
    days = [
        given.issued_at.date()
        for given in reader.attestations.all(direction=Direction.GIVEN)
        if given.issued_at is not None
        and theirs & {account_key(each) for each in given.subject.accounts}
    ]
    return max(days, default=None)
