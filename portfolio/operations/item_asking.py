"""Asking the services again for one piece of work, whose outcome may have changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError
from portfolio.operations.syncing import refresh_item

if TYPE_CHECKING:
    from portfolio.store.store import Store
    from portfolio.sync.engine import Blocking
    from portfolio.workspace import Workspace


class Came(StrEnum):
    """What came of asking again."""

    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"  # the service has it no more; the copy is kept
    FINAL = "final"  # nothing more can become of it there


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What the services said of one deed.

    Attributes:
        accounts: Ids of the accounts it was read through.
    """

    deed_key: str
    came: Came
    accounts: tuple[str, ...]


async def ask_again(workspace: Workspace, deed_key: str, *, blocking: Blocking) -> ItemAnswer:
    """Read one deed again through every account that brought it.

    Raises:
        NotFoundError: There is no such deed, or no account brought it.
        AccountError: A service could not be asked, or refuses.
        KeychainError: The keyring could not be asked.
    """
    known = await blocking(lambda: _through(workspace.store, deed_key))
    answers = []
    for account_id, native_id in known:
        try:
            outcome = await refresh_item(workspace, account_id, native_id, blocking=blocking)
        except NotFoundError:
            answers.append(Came.FINAL)
            continue
        is_other = outcome.changed or outcome.new
        answers.append(Came.GONE if outcome.gone else Came.CHANGED if is_other else Came.SAME)
    first = (Came.CHANGED, Came.GONE, Came.SAME, Came.FINAL)
    came = next(each for each in first if each in answers)
    return ItemAnswer(deed_key, came, tuple(dict.fromkeys(account_id for account_id, _ in known)))


def _through(store: Store, deed_key: str) -> list[tuple[str, str]]:
    """Return through which accounts a deed was read, and its id at each.

    Raises:
        NotFoundError: There is no such deed, or no account brought it.
    """
    with store.reading() as reader:
        if reader.deeds.get(deed_key) is None:
            raise NotFoundError(f"There is no deed {deed_key}.", "portfolio deed list shows them.")
        found = reader.deeds.contributions(deed_key)
        sources = {each.source_id: reader.sources.get(each.source_id) for each in found}
        accounts = {each.id for each in reader.accounts.all()}
    through = [
        (source.account_id, each.native_id)
        for each in found
        if (source := sources[each.source_id]) is not None and source.account_id in accounts
    ]
    if not through:
        raise NotFoundError("No account brought this, so there is no service to ask.")
    return through
