"""Whom the holder mentored and who mentored the holder, as each side's own signed letter says.

Nothing is kept of it: it is found anew from the letters received and given, so that taking a
letter back, or leaving it out, ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.attest import mentoring, sshsig
from portfolio.attest.mentoring import Agreement, Relation, Signed
from portfolio.attest.onlooker import account_key, account_name, service_of
from portfolio.errors import LetterError
from portfolio.model.attestation import AttestationKind, Decision, Direction, Party, TrustLevel
from portfolio.operations import letters
from portfolio.operations.onlooking import own_accounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.clock import Clock
    from portfolio.model.attestation import Attestation
    from portfolio.operations.letters import LetterView
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

_NOT_ABOUT_THE_HOLDER = frozenset({"letter.names-other", "letter.own"})
_OUT = frozenset({Decision.DECLINED})


@dataclass(frozen=True, slots=True)
class Mentored:
    """One person the holder mentored, or was mentored by.

    Attributes:
        other: As they name themselves, else as the holder's letter does.
        own: The holder's latest letter about it; None while there is none.
        theirs: Their latest letter about it, judged now; None while there is none.
    """

    other: Party
    agreement: Agreement
    own: Attestation | None
    theirs: LetterView | None

    @property
    def is_listed(self) -> bool:
        """Say whether they agreed to be named: their own letter says so, accepted and shown."""
        said = self.theirs.attestation if self.theirs is not None else None
        return (
            self.agreement is Agreement.BOTH
            and said is not None
            and said.decision is Decision.ACCEPTED
            and said.shown
        )

    @property
    def named(self) -> Party:
        """Return them as a letter of the holder should name them, by their key too."""
        letter = self.theirs.letter if self.theirs is not None else None
        key = _key_of(letter.signature) if letter is not None else ""
        return Party(self.other.name, "", self.other.accounts, key or self.other.key)

    @property
    def period(self) -> tuple[str, str]:
        """Return from and to as they are written, of their letter before the holder's."""
        theirs = self.theirs.attestation if self.theirs is not None else None
        for said in (theirs, self.own):
            if said is not None and (said.relation_from or said.relation_to):
                return said.relation_from, said.relation_to
        return "", ""


@dataclass(frozen=True, slots=True)
class Mentorings:
    """Both sides of it, those who agreed first, then the latest first."""

    mentors: tuple[Mentored, ...] = ()
    mentees: tuple[Mentored, ...] = ()


def found(store: Store, clock: Clock) -> Mentorings:
    """Return everybody, from the letters of the record. Judges letters: not on the UI thread."""
    with store.reading() as reader:
        return found_in(reader, clock)


def found_in(reader: Reader, clock: Clock) -> Mentorings:
    """Return the same of one snapshot."""
    received = letters.views_in(reader, clock)
    given = letters.views_in(reader, clock, direction=Direction.GIVEN)
    return of_views(received, given, own_accounts(reader))


def of_views(
    received: Sequence[LetterView], given: Sequence[LetterView], own: Iterable[str]
) -> Mentorings:
    """Return everybody, from letters that were judged already.

    Args:
        received: From `letters.all_views`.
        given: From the same, those the holder wrote.
        own: Addresses of the holder's accounts.
    """
    theirs = {view.attestation.id: view for view in received if _counts(view)}
    taken_back = {
        view.attestation.refers_to
        for view in given
        if view.attestation.kind is AttestationKind.WITHDRAWAL
    }
    mine = {
        view.attestation.id: view
        for view in given
        if view.attestation.mentoring is not None and view.attestation.id not in taken_back
    }
    accounts = frozenset(map(account_key, own))
    signed = [_signed(view, _proved(view)) for view in theirs.values()]
    signed += [_signed(view, accounts) for view in mine.values()]
    mentors: list[Mentored] = []
    mentees: list[Mentored] = []
    for each in mentoring.relations(signed):
        side = mentees if _is_by_mentor(each, mine, theirs) else mentors
        side.append(_mentored(each, mine, theirs))
    return Mentorings(tuple(sorted(mentors, key=_order)), tuple(sorted(mentees, key=_order)))


def _counts(view: LetterView) -> bool:
    said = view.attestation
    is_of_somebody_else = any(
        step.says.code in _NOT_ABOUT_THE_HOLDER for step in view.verdict.steps
    )
    return (
        said.mentoring is not None
        and said.decision not in _OUT
        and not view.verdict.state.does_not_hold
        and not is_of_somebody_else
    )


def _signed(view: LetterView, accounts: frozenset[str]) -> Signed:
    key = _key_of(view.letter.signature) if view.letter is not None else ""
    return Signed(view.attestation, accounts | ({key} if key else set()))


def _key_of(signature: bytes) -> str:
    """Return the fingerprint of the key that signed; "" where none did."""
    try:
        return sshsig.read(signature).fingerprint if signature else ""
    except LetterError:
        return ""


def _proved(view: LetterView) -> frozenset[str]:
    """Return the accounts a letter names that were seen to list its key.

    Where the holder marked the key as one they know, the accounts it names are taken for its own.
    """
    accounts = view.attestation.issuer.accounts
    if view.verdict.level is TrustLevel.KNOWN:
        return frozenset(map(account_key, accounts))
    seen = {
        (dict(step.says.facts).get("account"), dict(step.says.facts).get("service"))
        for step in view.verdict.steps
        if step.says.code == "letter.account-seen"
    }
    return frozenset(
        account_key(each) for each in accounts if (account_name(each), service_of(each)) in seen
    )


def _is_by_mentor(
    each: Relation, mine: dict[str, LetterView], theirs: dict[str, LetterView]
) -> bool:
    """Say whether the holder is the mentor of a relation."""
    if each.by_mentor is not None:
        return each.by_mentor.letter.id in mine
    return each.by_mentee is not None and each.by_mentee.letter.id in theirs


def _mentored(
    each: Relation, mine: dict[str, LetterView], theirs: dict[str, LetterView]
) -> Mentored:
    ids = [side.letter.id for side in (each.by_mentor, each.by_mentee) if side is not None]
    own = next((mine[letter_id].attestation for letter_id in ids if letter_id in mine), None)
    others = next((theirs[letter_id] for letter_id in ids if letter_id in theirs), None)
    is_mentor = _is_by_mentor(each, mine, theirs)
    return Mentored(each.mentee if is_mentor else each.mentor, each.agreement, own, others)


def _order(each: Mentored) -> tuple[bool, int]:
    return (not each.is_listed, list(Agreement).index(each.agreement))
