"""The record as the engine of accounts sees it: one transaction for each page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.model.account import AccountState
from portfolio.model.codes import CoverageState
from portfolio.sync.keeper import Batch, Stored
from portfolio.sync.marks import to_mark
from portfolio.sync.walks.whole import SHRUNK, SHRUNK_SINCE, may_be_gone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from portfolio.model.account import Account, KindState, OpenItem, SyncRun
    from portfolio.model.kinds import Kind
    from portfolio.store.recorder import Recorder
    from portfolio.store.store import Store


class StoreKeeper:
    """Stores what accounts bring. Any thread; writes take turns."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def states(self, account_id: str) -> Mapping[Kind, KindState]:
        """Return how far each kind was read."""
        with self._store.reading() as reader:
            return reader.accounts.states(account_id)

    def open_items(self, account_id: str, kind: Kind, limit: int) -> list[OpenItem]:
        """Return items whose outcome may still change, longest not read first."""
        with self._store.reading() as reader:
            return reader.accounts.open_items(account_id, kind, limit)

    def begin(self, account: Account, *, at: datetime) -> int:
        """Note that a sync began."""
        with self._store.recording() as recorder:
            self._save(recorder, account)
            return recorder.begin_run(account.id, at=at)

    def keep(self, account_id: str, batch: Batch) -> Stored:
        """Store a batch, all of it or nothing."""
        with self._store.recording() as recorder:
            written = recorder.keep_filed(account_id, batch.filed, at=batch.at)
            if batch.is_listing:
                listed = [each.contribution.native_id for each in batch.filed]
                recorder.mark_seen(account_id, batch.kind, listed, at=batch.at)
            gone = 0
            if batch.gone:
                gone = recorder.mark_gone(account_id, batch.kind, batch.gone, at=batch.at)
            if batch.asked_again:
                recorder.note_reread(account_id, batch.kind, batch.asked_again, at=batch.at)
            state = batch.state
            if state is not None:
                missed, state = self._close_listing(recorder, account_id, batch, state, written.new)
                gone += missed
                recorder.save_kind_state(account_id, state)
            if batch.validators:
                recorder.save_validators(account_id, batch.validators)
        return Stored(written.new, written.changed, gone, state)

    @staticmethod
    def _close_listing(
        recorder: Recorder, account_id: str, batch: Batch, state: KindState, new: int
    ) -> tuple[int, KindState]:
        """Mark what a full listing no longer has, unless that is suspiciously much."""
        since = batch.lists_all_since
        if since is None:
            return 0, state
        unseen = recorder.unseen_since(account_id, batch.kind, since)
        if not unseen:
            return 0, state
        known = recorder.accounts.count(account_id, batch.kind) - batch.new_before - new
        if not may_be_gone(known, len(unseen)):
            return 0, replace(
                state,
                state=CoverageState.IN_PART,
                missing=(*state.missing, SHRUNK),
                resume={**state.resume, SHRUNK_SINCE: to_mark(since)},
            )
        return recorder.mark_gone(account_id, batch.kind, unseen, at=batch.at), state

    def save_account(self, account: Account) -> None:
        """Store what became of the account itself."""
        with self._store.recording() as recorder:
            self._save(recorder, account)

    def end(self, number: int, run: SyncRun, account: Account) -> None:
        """Note what a sync came to."""
        with self._store.recording() as recorder:
            self._save(recorder, account)
            recorder.end_run(number, run)

    @staticmethod
    def _save(recorder: Recorder, account: Account) -> None:
        """Save what a sync learns of an account; what the holder did meanwhile stands."""
        now = recorder.accounts.get(account.id)
        if now is None:
            return
        if now.state in {AccountState.REMOVED, AccountState.PAUSED}:
            account = replace(account, state=now.state)
        recorder.save_account(replace(account, kinds=now.kinds, options=now.options))
