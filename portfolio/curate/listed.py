"""Accounts a service lists as its user's own: suggestions, and never more than that.

Somebody wrote them into a profile, so they prove nothing. They stand where the holder says which
names are theirs, unticked, as long as the account that lists them is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portfolio.model.codes import IdentityKind, IdentityStatus
from portfolio.model.identity import (
    Identity,
    IdentityHint,
    IdentitySuggestion,
    Reason,
    account_hint_label,
    fold,
    identity_key,
)
from portfolio.model.person import SELF_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.model.account import Account

LISTED = "listed"
"""`IdentityHint.where` of addresses of other accounts that an account lists."""
MOST = 50
_LONGEST = 500


def is_listable(address: str) -> bool:
    """Whether an address can be shown as that of somebody's account."""
    if not 0 < len(address) <= _LONGEST or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def listed(
    hints: Iterable[IdentityHint], decided: Iterable[Identity], accounts: Sequence[Account]
) -> list[IdentitySuggestion]:
    """Return a suggestion for each account that is listed and not the holder's account already.

    Args:
        hints: All there are.
        decided: What the holder said before; it stays.
        accounts: The holder's.
    """
    by_label = {account_hint_label(each.handle, each.instance): each for each in accounts}
    own = {_same(each.profile_url) for each in accounts if each.profile_url}
    status = {each.key: each.status for each in decided if each.person_id in {SELF_ID, ""}}
    found: dict[str, IdentitySuggestion] = {}
    for hint in sorted(hints, key=lambda each: (each.label, each.address)):
        through = by_label.get(hint.label)
        is_new = is_listable(hint.address) and _same(hint.address) not in own
        if hint.where != LISTED or through is None or not is_new:
            continue
        host = urlsplit(hint.address).hostname or ""
        instance = f"https://{host}"
        key = identity_key(IdentityKind.HANDLE, instance, _same(hint.address))
        said = status.get(key, IdentityStatus.SUGGESTED)
        found.setdefault(
            key,
            IdentitySuggestion(
                key=key,
                kind=IdentityKind.HANDLE,
                instance=instance,
                name=host,
                address=hint.address,
                spellings=(hint.address,),
                reason=Reason.LISTED,
                reason_detail=hint.label,
                ticked=said is IdentityStatus.CONFIRMED,
                status=said,
                sources=(hint.label,),
                first_at=through.added_at,
                last_at=through.added_at,
            ),
        )
    return list(found.values())


def _same(address: str) -> str:
    """Return an address as two writings of it are compared."""
    return fold(address.strip().rstrip("/"))
