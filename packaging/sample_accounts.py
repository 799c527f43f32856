"""Made-up accounts for the pictures: in every state the page has words for. Nothing is fetched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from portfolio.model.account import Account, AccountState, KindState, Way
from portfolio.model.codes import CoverageState, Proof
from portfolio.model.kinds import Kind
from portfolio.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

_FIRST = datetime(2017, 3, 4, tzinfo=UTC)


def add_accounts(profile: Path) -> None:
    """Write the accounts into a profile's record."""
    workspace = Workspace.open(profile)
    now = workspace.clock.now()
    with workspace.store.recording() as recorder:
        for account, states in _accounts(now):
            recorder.save_account(account)
            for state in states:
                recorder.save_kind_state(account.id, state)
    workspace.close()


def _accounts(now: datetime) -> list[tuple[Account, list[KindState]]]:
    lately = now - timedelta(minutes=12)
    github = _account("github", "https://github.com", "noorvt", now, lately)
    forum = _account("discourse", "https://discuss.quillmark.example", "noor", now, lately,
                     way=Way.NAME, proof=Proof.SELF)  # fmt: skip
    bugs = _account("bugzilla", "https://bugs.larkspur.example", "noor@vantongeren.example", now,
                    now - timedelta(days=20), state=AccountState.SIGN_IN)  # fmt: skip
    wiki = _account("mediawiki", "https://wiki.openatlas.example", "Noor V", now, lately)
    whole, part = CoverageState.COMPLETE, CoverageState.IN_PART
    return [
        (
            github,
            [
                *(_state(kind, whole, now) for kind in (
                    Kind.PULL_REQUEST, Kind.ISSUE, Kind.COMMENT, Kind.REVIEW, Kind.REVIEW_COMMENT,
                    Kind.DISCUSSION, Kind.ANSWER, Kind.RELEASE)),
                _state(Kind.COMMIT, whole, now, missing=("restricted:41",)),
                KindState(Kind.ROLE, CoverageState.NOT_ASKED),
                KindState(Kind.SPONSORSHIP, CoverageState.NOT_ASKED),
                KindState(Kind.POST, CoverageState.NOT_ASKED),
            ],
        ),
        (
            forum,
            [
                _state(Kind.TOPIC, whole, now, missing=("only-public",)),
                _state(Kind.POST, part, now, datetime(2024, 6, 1, tzinfo=UTC),
                       missing=("interrupted",)),
                KindState(Kind.SOLUTION, CoverageState.HIDDEN, missing=("hidden",)),
            ],
        ),
        (bugs, [_state(Kind.BUG_REPORTED, whole, now), _state(Kind.BUG_COMMENT, whole, now)]),
        (
            wiki,
            [
                _state(Kind.WIKI_EDIT, whole, now, datetime(2018, 7, 1, tzinfo=UTC)),
                KindState(
                    Kind.LOG_ACTION,
                    CoverageState.UNKNOWN,
                    problem="The service refuses this list to this account.",
                ),
            ],
        ),
    ]  # fmt: skip


def _account(  # noqa: PLR0913  (each is a fact of its own)
    provider: str,
    instance: str,
    handle: str,
    now: datetime,
    read_at: datetime,
    *,
    way: Way = Way.TOKEN,
    proof: Proof = Proof.LOGIN,
    state: AccountState = AccountState.READY,
) -> Account:
    return Account(
        id=f"sample-{provider}",
        provider=provider,
        instance=instance,
        native_id="4711",
        handle=handle,
        name="Noor van Tongeren",
        profile_url="",
        way=way,
        proof=proof,
        state=state,
        added_at=now - timedelta(days=300),
        last_started_at=now,
        last_ok_at=read_at,
    )


def _state(
    kind: Kind,
    coverage: CoverageState,
    now: datetime,
    since: datetime = _FIRST,
    missing: tuple[str, ...] = (),
) -> KindState:
    return KindState(kind, coverage, now, since, missing=missing, last_ok_at=now)
