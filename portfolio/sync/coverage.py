"""What can honestly be said of how far a kind was read: codes of `model.account.MISSING`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from portfolio.errors import AccountError, NotAllowedError
from portfolio.model.account import Account, KindState, Way
from portfolio.model.codes import CoverageState
from portfolio.sync.provider import Access, KindInfo

_MOST_DETAILS: Final = 20
# What is missing because it was never in the listing does not make a reading of it partial.
_OF_ACCESS: Final = frozenset({"scope", "sign-in", "only-public", "hidden", "failed"})
_UNFINISHED: Final = frozenset({"interrupted", "stopped-early"})
_OUTSIDE: Final = frozenset({"history-limit", "only-public", "hidden", "scope"})


def standing_codes(info: KindInfo, access: Access) -> tuple[str, ...]:
    """Return what a kind lacks whatever happens: by its service, or by the way of signing in."""
    codes = [info.limit] if info.limit else []
    if access.way is Way.NAME:
        codes.append("only-public")
    if _lacks_scope(info, access.scopes):
        codes.append(f"scope:{info.scope}")
    return tuple(codes)


def is_of_access(code: str) -> bool:
    """Whether a code says what may not be seen, which the next walk may see after all."""
    return code.partition(":")[0] in _OF_ACCESS


def is_in_part(missing: Iterable[str]) -> bool:
    """Whether codes say that something of the listing itself is missing."""
    return any(code.partition(":")[0] not in _OUTSIDE for code in missing)


def state_of(missing: Iterable[str], *, has_some: bool) -> CoverageState:
    """Return how far a kind is read.

    Args:
        missing: Codes of what is missing.
        has_some: Something of the kind was ever listed. Without that, ``hidden`` says that the
            service shows none of them; with it, that it shows only some.
    """
    codes = tuple(missing)
    if "hidden" in codes and not has_some and not _UNFINISHED.intersection(codes):
        return CoverageState.HIDDEN
    if "hidden" in codes or is_in_part(codes):
        return CoverageState.IN_PART
    return CoverageState.COMPLETE


def merged(known: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    """Return codes with new ones; of one code with a number the greatest counts."""
    numbers: dict[str, int] = {}
    others: dict[str, None] = {}
    for code in (*known, *new):
        name, _colon, detail = code.partition(":")
        if detail.isascii() and detail.isdigit():
            numbers[name] = max(numbers.get(name, 0), int(detail))
        else:
            others[code] = None
    kept: dict[str, int] = {}
    found = []
    for code in others:
        name = code.partition(":")[0]
        kept[name] = kept.get(name, 0) + 1
        if kept[name] <= _MOST_DETAILS:
            found.append(code)
    return (*found, *(f"{name}:{number}" for name, number in numbers.items()))


def wanted(infos: Iterable[KindInfo], account: Account) -> list[KindInfo]:
    """Return the kinds the holder wants of an account."""
    if account.kinds:
        return [info for info in infos if info.kind in account.kinds]
    return [info for info in infos if info.asked_by_default]


def closed_door(info: KindInfo, account: Account) -> str:
    """Return why a kind cannot be read of an account at all, as a code; "" when it can."""
    if info.needs and account.way not in info.needs:
        return "sign-in"
    if account.way is not Way.NAME and info.scope and _lacks_scope(info, account.scopes):
        return f"scope:{info.scope}"
    return ""


def _lacks_scope(info: KindInfo, scopes: tuple[str, ...]) -> bool:
    # Some tokens do not say what they may do: then only trying tells.
    return bool(info.scope and scopes and info.scope not in scopes)


def behind_door(before: KindState, code: str) -> KindState:
    """Return the state of a kind that cannot be read with this account's rights."""
    state = CoverageState.HIDDEN if code == "sign-in" else CoverageState.UNKNOWN
    return replace(before, state=state, missing=(code,), problem="")


def not_asked(before: KindState) -> KindState:
    """Return the state of a kind the holder left out."""
    return replace(before, state=CoverageState.NOT_ASKED, problem="")


def failed(state: KindState, error: AccountError, resume: Mapping[str, Any]) -> KindState:
    """Return the state after an error: what was read stays; what was never read is unknown."""
    has_some = state.newest_at is not None or state.complete_from is not None
    is_known = has_some and not isinstance(error, NotAllowedError)
    return replace(
        state,
        state=CoverageState.IN_PART if is_known else CoverageState.UNKNOWN,
        missing=tuple(dict.fromkeys((*state.missing, "failed"))),
        resume=resume,
        problem=str(error),
    )
