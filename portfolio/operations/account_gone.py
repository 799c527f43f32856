"""Taking what suddenly left a listing for gone, when the holder says that it really is.

A full listing that lacks suspiciously much marks nothing as gone and says ``shrunk``. Where that is
true at the service it would be said for ever, so the holder may accept it: exactly what that
listing lacked is marked then. Copies are kept, and whatever is listed again is there again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError
from portfolio.operations.account_standing import get
from portfolio.sync.coverage import state_of
from portfolio.sync.marks import from_mark
from portfolio.sync.walks.whole import SHRUNK, SHRUNK_SINCE

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from portfolio.clock import Clock
    from portfolio.model.account import KindState
    from portfolio.model.kinds import Kind
    from portfolio.store.store import Store


@dataclass(frozen=True, slots=True)
class AcceptedGone:
    """What was marked as gone of one kind.

    Attributes:
        count: How many; their copies are kept.
    """

    account_id: str
    kind: Kind
    count: int


def shrunk_since(state: KindState) -> datetime | None:
    """Return when the listing was read that lacked so much; None when there is none."""
    return from_mark(state.resume.get(SHRUNK_SINCE)) if SHRUNK in state.missing else None


def accept_gone(
    store: Store, clock: Clock, account_id: str, kinds: Collection[Kind] = ()
) -> list[AcceptedGone]:
    """Mark as gone what the last full listings of an account lacked; one transaction.

    Args:
        store: The record.
        clock: When they count as gone.
        account_id: Whose.
        kinds: Only these; empty for all that shrank.

    Raises:
        NotFoundError: There is no such account, or nothing of it shrank.
    """
    account = get(store, account_id)
    done = []
    with store.recording() as recorder:
        for kind, state in recorder.accounts.states(account.id).items():
            since = shrunk_since(state)
            if since is None or (kinds and kind not in kinds):
                continue
            unseen = recorder.unseen_since(account.id, kind, since)
            count = recorder.mark_gone(account.id, kind, unseen, at=clock.now())
            recorder.save_kind_state(account.id, _accepted(state))
            done.append(AcceptedGone(account.id, kind, count))
    if not done:
        raise NotFoundError(
            f"Nothing of “{account.handle}” is waiting to be taken for gone.",
            "That is asked when a listing is suddenly much shorter.",
        )
    return done


def _accepted(state: KindState) -> KindState:
    missing = tuple(each for each in state.missing if each != SHRUNK)
    resume = {key: value for key, value in state.resume.items() if key != SHRUNK_SINCE}
    if not state.problem:
        state = replace(state, state=state_of(missing, has_some=True))
    return replace(state, missing=missing, resume=resume)
