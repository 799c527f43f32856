"""What the record says somebody did on works, and whom one might ask for words about them.

Only recorded parts count (reviewer, merger, co-author and the like), only by account or address,
never by name: names are shared and typed. What cannot be computed is said so, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from portfolio.model.attestation import Part, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from portfolio.model.contribution import Contribution, Participant

OTHER: Final = "other"
_SAW: Final = ("reviewer", "merger", "co-author", "tester", "author", "acked", "mentor", "reporter")
"""Parts that say somebody saw the work, the strongest first."""
_COMMIT: Final = re.compile(r"git:([0-9a-f]{40}|[0-9a-f]{64})")
_KEY: Final = re.compile(r"git:([0-9a-f]{40}|[0-9a-f]{64}):[a-z-]+")


@dataclass(frozen=True, slots=True)
class Askable:
    """Somebody who saw works and could be asked about them.

    Attributes:
        account: Address of their profile, or ``mailto:``.
        parts: Which parts they had, and in how many of the works.
        deed_keys: The works they saw.
    """

    name: str
    account: str
    parts: tuple[tuple[str, int], ...]
    deed_keys: tuple[str, ...]


def commits_of(works: Iterable[Work]) -> list[str]:
    """Return the commit hashes that works are fixed by."""
    return [found[1] for work in works if (found := _COMMIT.fullmatch(work.content_hash))]


def part_in(account: str, works: Sequence[Work], contributions: Iterable[Contribution]) -> Part:
    """Return what the holder of an account did on works.

    Args:
        account: Address of a profile, or ``mailto:``. One at a time: that several are of the same
            person is what a letter says, and may be a lie.
        works: As a letter lists them.
        contributions: What the record holds of them (`Deeds.of_works`).
    """
    found = list(contributions)
    parts: dict[int, set[str]] = {}
    begun: list[date] = []
    for number, work in enumerate(works):
        said = [each for each in found if is_of(each, work)]
        begun += [min(each.occurred_at for each in said).date()] if said else []
        for each in said:
            for person in each.people:
                if person.part in _SAW and is_account(account, person, each):
                    parts.setdefault(number, set()).add(person.part)
    return Part(
        account=handle_of(account),
        part=_best(parts.values()),
        works=tuple(works[number] for number in sorted(parts)),
        total=len(works),
        known=len(begun),
        address=account,
        begun_on=max(begun, default=None),
        every_part=tuple(sorted(set().union(*parts.values()), key=_SAW.index)),
    )


def _best(parts: Iterable[set[str]]) -> str:
    """Return the part somebody had in all works they had one in, the strongest first."""
    sets = list(parts)
    shared = set.intersection(*sets) if sets else set()
    return min(shared, key=_SAW.index) if shared else (OTHER if sets else "")


def is_of(contribution: Contribution, work: Work) -> bool:
    """Say whether a contribution is one to a work, by its address or its commit."""
    if work.url and contribution.url and _plain(contribution.url) == _plain(work.url):
        return True
    mine, theirs = _KEY.fullmatch(contribution.deed_key), _COMMIT.fullmatch(work.content_hash)
    return mine is not None and theirs is not None and mine[1] == theirs[1]


def is_account(account: str, person: Participant, contribution: Contribution) -> bool:
    """Say whether somebody named in a contribution is the holder of an account.

    A handle counts only at the service the contribution is from.
    """
    address = person.address.strip()
    if not address:
        return False
    if account.lower().startswith("mailto:"):
        return address.casefold() == account[7:].casefold()
    if "@" in address.strip("@"):
        return False
    is_same_place = _host(account) == _host(contribution.url)
    return is_same_place and address.removeprefix("@").casefold() == handle_of(account).casefold()


def handle_of(account: str) -> str:
    """Return the handle in the address of a profile, or the address of a mailbox."""
    if account.lower().startswith("mailto:"):
        return account[7:]
    return urlsplit(account).path.strip("/").rpartition("/")[2].removeprefix("@")


def askable(
    contributions: Mapping[str, Sequence[Contribution]], own: Iterable[str]
) -> list[Askable]:
    """Return whom one might ask about deeds: who saw most of them first.

    Args:
        contributions: By deed key.
        own: The holder's own addresses and handles, which are left out.
    """
    mine = {each.casefold() for each in own}
    names: dict[str, str] = {}
    seen: dict[str, dict[str, set[str]]] = {}
    for key, said in contributions.items():
        for each in said:
            for person in each.people:
                account = _account_of(person, each)
                is_mine = person.address.removeprefix("@").casefold() in mine
                if not account or is_mine or person.part not in _SAW:
                    continue
                if person.name or account not in names:
                    names[account] = person.name
                seen.setdefault(account, {}).setdefault(person.part, set()).add(key)
    found = [
        Askable(
            name=names[account] or handle_of(account),
            account=account,
            parts=tuple(
                sorted(
                    ((part, len(keys)) for part, keys in parts.items()),
                    key=lambda pair: (-pair[1], _SAW.index(pair[0])),
                )
            ),
            deed_keys=tuple(key for key in contributions if any(key in k for k in parts.values())),
        )
        for account, parts in seen.items()
    ]
    return sorted(
        found, key=lambda each: (-len(each.deed_keys), each.name.casefold(), each.account)
    )


def _account_of(person: Participant, contribution: Contribution) -> str:
    address = person.address.strip().removeprefix("@")
    if not address or any(char.isspace() for char in address):
        return ""
    if "@" in address:
        return f"mailto:{address}"
    host = _host(contribution.url)
    return f"https://{host}/{address}" if host else ""


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").lower().removeprefix("www.")


def _plain(address: str) -> str:
    parts = urlsplit(address.strip())
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{_host(address)}{parts.path.rstrip('/')}{query}{fragment}"
