"""Which of these are you? Every identity seen in the sources, with why it may be the holder's.

The list, in this order (look/ screen 02; within a reason the latest activity first)::

    computer       ticked    in the git settings of this computer
    repository     ticked    in the settings of one repository
    confirmed      ticked    the holder said so before
    same name      -         as a ticked one, or as the holder is called
    similar name   -         see `portfolio.curate.names`
    mailmap        -         the project's .mailmap joins it to a ticked one
    placeholder    -         several people may share the address
    bot            -         looks like a program
    other          -         somebody else

Only the first three are ticked before the holder looks, and never a placeholder or a program
unless the holder confirmed it. What the holder decided stays. How much an identity did plays no
part in the order.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from portfolio.curate.address import is_computer_name
from portfolio.curate.likeness import Likeness
from portfolio.curate.seen import SeenIdentity, collect
from portfolio.model.codes import IdentityStatus
from portfolio.model.identity import (
    Identity,
    IdentityHint,
    IdentitySuggestion,
    MailmapJoin,
    Reason,
    Spelling,
    git_identity_key,
    is_bot,
    is_placeholder,
)
from portfolio.model.person import SELF_ID

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

ORDER = (
    Reason.COMPUTER,
    Reason.REPOSITORY,
    Reason.ACCOUNT,
    Reason.CONFIRMED,
    Reason.SAME_NAME,
    Reason.SIMILAR_NAME,
    Reason.MAILMAP,
    Reason.PLACEHOLDER,
    Reason.BOT,
    Reason.OTHER,
)
_RANK = {reason: rank for rank, reason in enumerate(ORDER)}


def suggest(  # noqa: PLR0913  (each is one thing that is known)
    spellings: Iterable[Spelling],
    hints: Iterable[IdentityHint],
    decided: Iterable[Identity],
    mailmap_joins: Iterable[MailmapJoin] = (),
    *,
    labels: Mapping[str, str] | None = None,
    own_name: str = "",
) -> list[IdentitySuggestion]:
    """Return one row per identity, ordered as "Which of these are you?" shows them.

    The result does not depend on the order of any argument.

    Args:
        spellings: All names and addresses seen in the sources.
        hints: What the git settings of this computer and its repositories say.
        decided: What the holder decided before; identities of other people are left out of it.
        mailmap_joins: What the projects' .mailmap files join.
        labels: Label of each source by its id; the id stands in for a missing one.
        own_name: What the holder says their name is: likenesses of it are suggested too.
    """
    seen = collect(spellings, labels or {})
    told = _Told(hints, decided)
    # They come in the order of their keys, and sorting keeps the order of equals.
    seen.sort(key=lambda row: row.last_at, reverse=True)
    ticked = {row.key: row for row in seen if told.is_ticked(row)}
    named = [own_name] if own_name else []
    likeness = Likeness(list(ticked.values()), [*named, *told.hinted_names])
    joined = _joined(ticked.values(), mailmap_joins)
    rows = []
    for row in seen:
        why = _reason(row, told, ticked) or _likeness(row, likeness, joined)
        if why[0] == Reason.PLACEHOLDER:
            why = Reason.PLACEHOLDER, likeness.same(row) or likeness.similar(row)
        elif why[0] == Reason.BOT and (same := likeness.same(row)):
            why = Reason.SAME_NAME, same  # some people are called like a program
        status = told.status.get(row.key, IdentityStatus.SUGGESTED)
        rows.append(_suggestion(row, why, status, is_ticked=row.key in ticked))
    rows.sort(key=_place)
    return rows


class _Told:
    """What settings and the holder say about identities, by key."""

    def __init__(self, hints: Iterable[IdentityHint], decided: Iterable[Identity]) -> None:
        hints = list(hints)
        self.hinted_names = sorted({hint.name for hint in hints if hint.name})
        self.computer: set[str] = set()
        self.repositories: dict[str, str] = {}
        self.accounts: dict[str, str] = {}
        for hint in sorted(hints, key=lambda hint: hint.label):
            key = git_identity_key(hint.name, hint.address)
            if hint.where == "listed":
                continue  # an account elsewhere, see `portfolio.curate.listed`
            if hint.where == "computer":
                self.computer.add(key)
            elif hint.where == "account":
                # The same whatever name a commit gives: a service knows addresses only.
                self.accounts.setdefault(key, hint.label)
            else:
                self.repositories.setdefault(key, hint.label)
        # Of somebody who is not the holder nobody is named.
        self.status = {one.key: one.status for one in decided if one.person_id in {SELF_ID, ""}}

    def is_ticked(self, row: SeenIdentity) -> bool:
        status = self.status.get(row.key, IdentityStatus.SUGGESTED)
        if status is not IdentityStatus.SUGGESTED:
            return status is IdentityStatus.CONFIRMED
        return self.is_set_here(row) and not _stands_for_nobody(row)

    def is_set_here(self, row: SeenIdentity) -> bool:
        return row.key in self.computer or row.key in self.repositories or row.key in self.accounts


def _stands_for_nobody(row: SeenIdentity) -> bool:
    return is_placeholder(row.address) or is_bot(row.name, row.address)


def _joined(ticked: Iterable[SeenIdentity], joins: Iterable[MailmapJoin]) -> dict[str, str]:
    """Return the keys that .mailmap files join to a ticked one, each with that one's name."""
    neighbours: dict[str, set[str]] = {}
    for join in joins:
        neighbours.setdefault(join.from_key, set()).add(join.to_key)
        neighbours.setdefault(join.to_key, set()).add(join.from_key)
    found: dict[str, str] = {}
    for row in ticked:
        waiting = [row.key] if row.key in neighbours else []
        while waiting:
            key = waiting.pop()
            if key not in found:
                found[key] = row.name
                waiting += neighbours[key]
    return found


def _reason(row: SeenIdentity, told: _Told, ticked: Container[str]) -> tuple[str, str] | None:
    """Return why the row stands where it does, by what it is or what was said of it itself."""
    if is_placeholder(row.address):
        return Reason.PLACEHOLDER, ""
    if is_bot(row.name, row.address):
        return Reason.BOT, ""
    if row.key in told.computer:
        return Reason.COMPUTER, ""
    if row.key in told.repositories:
        return Reason.REPOSITORY, told.repositories[row.key]
    if row.key in told.accounts:
        return Reason.ACCOUNT, told.accounts[row.key]
    return (Reason.CONFIRMED, "") if row.key in ticked else None


def _likeness(row: SeenIdentity, likeness: Likeness, joined: Mapping[str, str]) -> tuple[str, str]:
    """Return which ticked identity speaks for the row, and how."""
    if same := likeness.same(row):
        return Reason.SAME_NAME, same
    if similar := likeness.similar(row):
        return Reason.SIMILAR_NAME, similar
    if row.key in joined:
        return Reason.MAILMAP, joined[row.key]
    return Reason.OTHER, ""


def _place(row: IdentitySuggestion) -> tuple[int, bool]:
    """Place of the row's reason; of the placeholders those with a ticked name come first."""
    return _RANK[row.reason], row.reason == Reason.PLACEHOLDER and not row.reason_detail


def _suggestion(
    row: SeenIdentity, why: tuple[str, str], status: IdentityStatus, *, is_ticked: bool
) -> IdentitySuggestion:
    reason, detail = why
    return IdentitySuggestion(
        key=row.key,
        kind=row.kind,
        instance=row.instance,
        name=unicodedata.normalize("NFC", row.name),
        address=row.address,
        spellings=row.names,
        reason=reason,
        reason_detail=unicodedata.normalize("NFC", detail),
        ticked=is_ticked,
        status=status,
        sources=row.sources,
        first_at=row.first_at,
        last_at=row.last_at,
        total=row.total,
        computer_name=is_computer_name(row.address),
    )
