"""What the holder decides about a letter: each is one step that can be undone.

A letter's text cannot be edited, only a shortened print of it chosen, which says that it is
shortened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter_reading, sshsig
from portfolio.attest.onlooker import account_name
from portfolio.attest.shortening import is_shortening
from portfolio.check import about
from portfolio.errors import LetterError, NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.attestation import Attestation, Decision
from portfolio.model.codes import IdentityKind, IdentityStatus
from portfolio.model.keys import OWN, KeyKind, KeyRecord, KeyTrust
from portfolio.model.text import clean, clean_line
from portfolio.model.verdict import VerdictState
from portfolio.operations.onlooking import own_accounts, own_addresses

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

LONGEST_CORRECTION: Final = 2000
_NICKNAMES: Final = frozenset((IdentityKind.LOGIN, IdentityKind.HANDLE, IdentityKind.WIKI_USER))
_STEPS: Final = {
    Decision.PENDING: steps.LETTER_PENDING,
    Decision.ACCEPTED: steps.LETTER_ACCEPTED,
    Decision.PRIVATE: steps.LETTER_PRIVATE,
    Decision.DECLINED: steps.LETTER_DECLINED,
    Decision.ASKED_CHANGE: steps.LETTER_CHANGE_ASKED,
}


def decide(
    store: Store,
    letter_id: str,
    decision: Decision,
    *,
    correction: str | None = None,
    at: datetime | None = None,
) -> Attestation:
    """Say what becomes of a letter. Accepting one shows it in documents; declining is silent.

    Args:
        store: Of the holder.
        letter_id: Which.
        decision: What becomes of it.
        correction: The holder's own words beside an accepted letter, whose text stays; None
            leaves what stands there, "" takes it away.
        at: When it is decided; documents say it of what others claim.

    Raises:
        NotFoundError: There is none of this id.
        UsageError: It does not hold or is about somebody else, and cannot be accepted.
    """
    beside = clean(correction or "", limit=LONGEST_CORRECTION)
    if beside and decision is not Decision.ACCEPTED:
        raise UsageError("Only a letter that is accepted can have a correction beside it.")
    with store.reading() as reader:
        kept = letter_of(reader, letter_id)
    is_broken = kept.last_check is not None and (VerdictState(kept.last_check.result).does_not_hold)
    if decision is Decision.ACCEPTED and is_broken:
        raise UsageError(
            "This letter does not hold, so it cannot be accepted.", "It can be kept private."
        )
    if decision is Decision.ACCEPTED:
        _must_be_about_holder(store, kept)
    shown = decision is Decision.ACCEPTED
    step = steps.LETTER_CORRECTED if beside else _STEPS[decision]
    with store.editing(step, name=kept.issuer.name) as editor:
        changed = replace(
            letter_of(editor, letter_id),
            decision=decision,
            shown=shown,
            correction=kept.correction if correction is None else beside,
            decided_at=at.replace(microsecond=0) if at else None,
        )
        editor.save_attestation(changed)
    return changed


def _must_be_about_holder(store: Store, letter: Attestation) -> None:
    """Refuse a letter that has no account, key or name in common with the holder.

    By the rule of the check of a CV, which says so of a letter that somebody else attached. As
    long as the holder has said no name, there is nobody to compare with.
    """
    subject = letter.subject
    with store.reading() as reader:
        name = reader.holder().name
        names = [name, *_nicknames(reader)]
        accounts = [*own_accounts(reader), *(f"mailto:{each}" for each in own_addresses(reader))]
        own_key = reader.keys.get(subject.key) if subject.key else None
    is_own_key = own_key is not None and own_key.owner == OWN
    if not name or is_own_key or about.has_in_common(subject, names, accounts):
        return
    named = f" ({subject.accounts[0]})" if subject.accounts else ""
    whom = clean_line(f"{subject.name}{named}", limit=200)
    raise UsageError(
        f"This letter is about {whom}, and this record is of {name}.",
        "It can be kept private. If that is you, add the account it names to your identities.",
    )


def _nicknames(reader: Reader) -> list[str]:
    """Return the names of the holder's confirmed accounts, by which a letter may call them."""
    names = [account_name(each) for each in own_accounts(reader)]
    names += [
        each.value_raw
        for each in reader.identities.decided()
        if each.status is IdentityStatus.CONFIRMED and each.kind in _NICKNAMES
    ]
    return names


def never_from(store: Store, letter_id: str, *, at: datetime | None = None) -> Attestation:
    """Decline a letter and whatever else its key signs; saying the key is not refused ends it.

    Raises:
        NotFoundError: There is none of this id.
        UsageError: Nobody signed it, or the holder did.
    """
    with store.reading() as reader:
        kept = letter_of(reader, letter_id)
    key = _signer(kept.raw)
    if key is None:
        raise UsageError("Nobody signed this letter, so there is no key to refuse.")
    with store.editing(steps.LETTER_NEVER, name=kept.issuer.name) as editor:
        known = editor.keys.get(key.fingerprint)
        if known is not None and known.owner == OWN:
            raise UsageError("This letter is signed with a key of your own.")
        editor.save_key(replace(known or key, trust=KeyTrust.REFUSED, trust_words=""))
        changed = replace(
            letter_of(editor, letter_id),
            decision=Decision.DECLINED,
            shown=False,
            decided_at=at.replace(microsecond=0) if at else None,
        )
        editor.save_attestation(changed)
    return changed


def is_refused(reader: Reader, raw: bytes) -> bool:
    """Say whether a letter is signed by a key of which the holder wants nothing."""
    key = _signer(raw)
    known = reader.keys.get(key.fingerprint) if key is not None else None
    return known is not None and known.trust is KeyTrust.REFUSED


def _signer(raw: bytes) -> KeyRecord | None:
    """Return the key that signed a letter, as far as the letter says; None when none did."""
    try:
        signature = letter_reading.parse(raw).signature
        if not signature:
            return None
        read = sshsig.read(signature)
    except LetterError:
        return None
    line = read.public_line
    return KeyRecord(read.fingerprint, line.split()[0], line, KeyKind.SSH)


def show(store: Store, letter_id: str, *, shown: bool) -> Attestation:
    """Show an accepted letter in documents, or leave it out of them.

    Raises:
        NotFoundError: There is none of this id.
        UsageError: It is not accepted.
    """
    with store.reading() as reader:
        kept = letter_of(reader, letter_id)
    if shown and kept.decision is not Decision.ACCEPTED:
        raise UsageError("Only a letter you accepted can be shown in documents.")
    label = steps.LETTER_SHOWN if shown else steps.LETTER_LEFT_OUT
    with store.editing(label, name=kept.issuer.name) as editor:
        changed = replace(letter_of(editor, letter_id), shown=shown)
        editor.save_attestation(changed)
    return changed


def shorten(store: Store, letter_id: str, text: str) -> Attestation:
    """Choose what documents print of a letter, marked as shortened; "" prints all of it.

    See `portfolio.attest.shortening` for what may be done to them.

    Raises:
        NotFoundError: There is none of this id.
        UsageError: The words are not the writer's.
    """
    with store.reading() as reader:
        kept = letter_of(reader, letter_id)
    words = clean(text)
    if words and not is_shortening(words, kept.statement):
        raise UsageError(
            "These are not the writer's words in their order, with … wherever some are left out.",
            "Put … in the place of what you leave out, at the end too. Change and add nothing.",
        )
    is_whole = words.split() == kept.statement.split()
    with store.editing(steps.LETTER_SHORTENED, name=kept.issuer.name) as editor:
        changed = replace(letter_of(editor, letter_id), shortened="" if is_whole else words)
        editor.save_attestation(changed)
    return changed


def remove(store: Store, letter_id: str) -> Attestation:
    """Take a letter out of the record; undo brings it back.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        kept = letter_of(reader, letter_id)
    with store.editing(steps.LETTER_REMOVED, name=kept.issuer.name) as editor:
        editor.remove_attestation(letter_id)
    return kept


def letter_of(reader: Reader, letter_id: str) -> Attestation:
    """Return a letter of the record.

    Raises:
        NotFoundError: There is none of this id.
    """
    kept = reader.attestations.get(letter_id)
    if kept is None:
        raise NotFoundError("There is no such letter.", "It may have been removed.")
    return kept
