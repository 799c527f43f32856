"""What the Accounts page shows: a view for each account, and one for the folders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model.account import AccountState
from portfolio.model.codes import CoverageState, SourceKind
from portfolio.ui.models import account_words, coverage
from portfolio.ui.models.account_words import KindLine, Standing
from portfolio.ui.models.words import fill
from portfolio.ui.widgets.account_card import AccountView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from portfolio.model.account import Account, KindState
    from portfolio.model.kinds import Kind
    from portfolio.model.source import Source
    from portfolio.store.reader import Reader
    from portfolio.sync.provider import About
    from portfolio.ui.account_syncs import AccountSyncs
    from portfolio.workspace import Workspace

translate = QCoreApplication.translate

FOLDERS = "folders"
_WORST_FIRST = (
    CoverageState.UNKNOWN,
    CoverageState.IN_PART,
    CoverageState.HIDDEN,
    CoverageState.NOT_ASKED,
    CoverageState.COMPLETE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the record and the services say, read off the UI thread.

    Attributes:
        abouts: By provider id; one that this version does not know is not in it.
    """

    accounts: tuple[Account, ...]
    states: Mapping[str, Mapping[Kind, KindState]]
    folders: tuple[Source, ...]
    abouts: Mapping[str, About]


def read(workspace: Workspace, reader: Reader) -> Told:
    """Read everything the page shows. Not on the UI thread: it imports every service's module."""
    from portfolio.operations.accounts import providers

    accounts = tuple(reader.accounts.all())
    sources = reader.sources.all()
    return Told(
        accounts,
        {each.id: reader.accounts.states(each.id) for each in accounts},
        tuple(each for each in sources if each.kind is SourceKind.GIT_FOLDER),
        {about.id: about for about in providers(workspace)},
    )


def account_view(
    told: Told,
    account: Account,
    syncs: AccountSyncs,
    now: datetime,
    next_at: datetime | None = None,
) -> AccountView:
    """Return what a card shows of an account; ``next_at`` is when it is read next by itself."""
    about = told.abouts.get(account.provider)
    states = told.states.get(account.id, {})
    running = syncs.running(account.id)
    kinds = [each.kind for each in about.kinds] if about is not None else list(states)
    lines = account_words.kind_lines(
        kinds,
        states,
        now.date(),
        running=running.last if running is not None else None,
        done=frozenset(running.done) if running is not None else frozenset(),
    )
    done, total = running.bar() if running is not None else (0, None)
    default = about.instances[0] if about is not None and about.instances else ""
    standing = account_words.standing(
        account,
        states,
        now,
        running=running.last if running is not None else None,
        items=running.item_count() if running is not None else 0,
    )
    if running is None and next_at is not None and account.last_ok_at is not None:
        standing = account_words.and_again(standing, next_at, now)
    return AccountView(
        key=account.id,
        icon=about.icon if about is not None else "plug",
        name=about.name if about is not None else account.provider,
        place=account_words.place_words(account, default),
        standing=standing,
        lines=tuple(_with_privacy(lines, account)),
        is_reading=running is not None,
        done=done,
        total=total,
        choices=tuple(_choices(account)),
    )


def _with_privacy(lines: Sequence[KindLine], account: Account) -> list[KindLine]:
    """Add, at the end, how the account is known to be the holder's when nothing proves it."""
    from portfolio.model.account import Way

    if account.way is not Way.NAME:
        return list(lines)
    name = translate("accounts", "Not public")
    words = translate("accounts", "Not asked for. You are not signed in")
    return [*lines, KindLine("circle-dashed", "muted", name, words)]


def _choices(account: Account) -> list[tuple[str, str]]:
    paused = account.state is AccountState.PAUSED
    update = translate("accounts", "Bring up to date")
    made = [] if paused else [("sync", update)]
    made += [
        ("kinds", translate("accounts", "What is read…")),
        ("sign-in", translate("accounts", "Sign in again…")),
        ("facts", translate("accounts", "Rights and past readings…")),
    ]
    if account.profile_url:
        made.append(("profile", translate("accounts", "Open the profile in the browser")))
    pause = translate("accounts", "Read it again from now on")
    made.append(("resume", pause) if paused else ("pause", translate("accounts", "Pause")))
    return [*made, ("", ""), ("remove", translate("accounts", "Remove…"))]


def folders_view(told: Told, now: datetime) -> AccountView:
    """Return what the card of the folders shows."""
    folders = told.folders
    count = translate("accounts", "%n repository(s)", None, len(folders))
    read = [each.last_ok_at for each in folders if each.last_ok_at is not None]
    said = translate("accounts", "Not read yet")
    if read:
        said = fill(translate("accounts", "Read %1"), account_words.ago(max(read), now))
    return AccountView(
        key=FOLDERS,
        icon="folder-git-2",
        name=translate("accounts", "Folders"),
        place=count,
        standing=Standing(said),
        lines=tuple(_folder_lines(folders, now)),
        choices=(
            ("update", translate("accounts", "Bring up to date")),
            ("add-folders", translate("accounts", "Read folders…")),
            ("", ""),
            ("remove-folder", translate("accounts", "Remove a folder…")),
        ),
    )


def _folder_lines(folders: Sequence[Source], now: datetime) -> list[KindLine]:
    """Return one line for the folders that are whole, and one for each that is not."""
    lines, whole = [], 0
    for source in folders:
        said = coverage.sentences(source, now.date())
        states = [_WORST_FIRST.index(item.state) for item in source.coverage]
        worst = said[states.index(min(states))] if states else said[0]
        if source.last_error:
            kept = translate("accounts", "Could not be read last time. What was read stays")
            if source.is_unreadable:
                kept = translate("accounts", "Could not be read")
            line = KindLine(
                "triangle-alert", "warn", source.label, kept, source.last_error, is_data=True
            )
            lines.append(line)
        elif states and _WORST_FIRST[min(states)] is not CoverageState.COMPLETE:
            words = worst.words.rstrip(".")
            lines.append(KindLine(worst.icon, worst.tone, source.label, words, is_data=True))
        else:
            whole += 1
    if whole:
        words = translate("accounts", "Complete in %n folder(s)", None, whole)
        commits = translate("accounts", "Commits")
        lines.insert(0, KindLine("check", "ok", commits, words))
    return lines
