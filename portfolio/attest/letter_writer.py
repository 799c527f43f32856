"""Whose key signed a letter: what the services list, what was seen before, what the reader knows.

A letter may name any account. The name counts only once that account's own list of keys, asked
from here, has the key: now, or when it was looked at before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.attest import key_changes, key_listings
from portfolio.attest.onlooker import account_name, service_of
from portfolio.model.attestation import TrustLevel
from portfolio.model.keys import LISTED
from portfolio.model.verdict import StepMark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from portfolio.attest.letter_case import Case
    from portfolio.attest.sshsig import SshSignature
    from portfolio.model.keys import KeyRecord
    from portfolio.model.verdict import Answer


def note_writer(case: Case, signature: SshSignature) -> None:
    """Note whose key signed a letter, as far as known here, in the steps and as its writer."""
    writer = case.writer
    known = case.onlooker.key(signature.fingerprint)
    accounts = case.letter.attestation.issuer.accounts
    if case.onlooker.is_own_key(signature.fingerprint):
        case.note(StepMark.HELD, "letter.key-own", fingerprint=signature.fingerprint)
    for account in accounts:
        if _account(case, signature, account):
            writer.level = TrustLevel.ACCOUNT
    if not accounts and (known is None or not known.trust.is_known):
        case.note(StepMark.CANNOT_CHECK, "letter.no-account")
    if known is not None and known.replaced_by:
        case.note(StepMark.NOTE, "letter.key-replaced", replaced_by=known.replaced_by)
    if known is not None and known.trust.is_known:
        words = known.trust_words or str(known.trust).replace("-", " ")
        case.note(StepMark.HELD, "letter.key-known", words=words, fingerprint=signature.fingerprint)
        writer.level = TrustLevel.KNOWN
    else:
        _note_earlier_key(case, signature.fingerprint)
    writer.part = case.onlooker.part_of(writer.accounts)


def _note_earlier_key(case: Case, fingerprint: str) -> None:
    """Note that a key the reader knows named this one; whether to know it too they decide.

    Whoever stole the known key could have named theirs, so nothing follows by itself.
    """
    changes = case.onlooker.changes
    for key in case.onlooker.keys if changes else ():
        is_other = key.trust.is_known and key.fingerprint != fingerprint
        if is_other and key_changes.newest(key.fingerprint, changes) == fingerprint:
            case.note(StepMark.NOTE, "letter.key-follows", earlier=key.fingerprint)
            return


def _account(case: Case, signature: SshSignature, account: str) -> bool:
    """Note whether a named account holds the key, and return whether it was seen to."""
    places = key_listings.addresses_for(account)
    answers = {each: case.onlooker.answers.get(each) for each in places}
    looked = {
        each: key_listings.lists(answer, signature.key)
        for each, answer in answers.items()
        if answer is not None
    }
    now = next((each for each, is_listed in looked.items() if is_listed), "")
    answer = answers.get(now)
    if answer is not None:
        return _seen(case, account, answer.at.date().isoformat())
    case.wants += [each for each in places if each not in looked]
    is_missing = bool(places) and [looked.get(each) for each in places] == [False] * len(places)
    seen_on = _observed(case.onlooker.keys, signature.fingerprint, places)
    if seen_on:
        if is_missing:
            service = service_of(account)
            case.note(StepMark.NOTE, "letter.account-gone", service=service, seen_on=seen_on)
        return _seen(case, account, seen_on)
    _note_unseen(case, signature, account, [each for each in answers.values() if each], is_missing)
    return False


def _note_unseen(
    case: Case,
    signature: SshSignature,
    account: str,
    answers: Sequence[Answer],
    is_missing: bool,  # noqa: FBT001  (all lists there are were read, and the key is in none)
) -> None:
    """Note why it is not known whether a named account holds the key, or that it does not."""
    facts = {"account": account_name(account), "service": service_of(account)}
    places = key_listings.addresses_for(account)
    if is_missing or len(answers) == len(places) > 0:
        facts["asked_on"] = answers[0].at.date().isoformat()
    if is_missing:
        case.note(StepMark.REFUSED, "letter.account-not-listed", **facts)
        return
    if "asked_on" in facts:
        failed = next(each for each in answers if key_listings.lists(each, signature.key) is None)
        facts["problem"] = failed.problem or f"it answered {failed.status}"
        case.note(StepMark.CANNOT_CHECK, "letter.account-unanswered", **facts)
        return
    said_on = _observed(case.onlooker.said_keys, signature.fingerprint, places)
    if said_on:
        case.note(StepMark.NOTE, "letter.account-said", seen_on=said_on, **facts)
    else:
        code = "letter.account-not-looked" if places else "letter.account-no-list"
        case.note(StepMark.CANNOT_CHECK, code, **facts)


def _seen(case: Case, account: str, seen_on: str) -> bool:
    name, service = account_name(account), service_of(account)
    case.note(StepMark.HELD, "letter.account-seen", account=name, service=service, seen_on=seen_on)
    if not case.writer.account:
        case.writer.account, case.writer.seen_on = account, seen_on
    case.writer.accounts.append(account)
    return True


def _observed(keys: Iterable[KeyRecord], fingerprint: str, places: Collection[str]) -> str:
    """Return the day a key was last seen at one of some addresses, as ISO text, or ""."""
    days = [
        seen.at.date().isoformat()
        for key in keys
        if key.fingerprint == fingerprint
        for seen in key.seen
        if seen.url in places and seen.result == LISTED
    ]
    return max(days, default="")
