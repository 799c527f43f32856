"""``account`` and ``provider``: where the holder works, and how one signs in there."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli.groups import group
from portfolio.cli.session import DOES_NOT_HOLD, IN_PART, Session, session_of
from portfolio.errors import NotFoundError, OfflineError, UsageError
from portfolio.model.account import Account, Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.operations.accounts import AccountStanding, SignIn
    from portfolio.store.store import Store
    from portfolio.sync.provider import About
    from portfolio.workspace import Workspace

app = group("Say where you work, and sign in there.")
provider_app = group("What services can be read.")

LONGEST_TOKEN = 10_000


class Tool(StrEnum):
    """Programs that may have a token already."""

    GH = "gh"
    GLAB = "glab"
    GIT = "git"


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to sign in that were named on the command line."""

    token_stdin: bool = False
    device: bool = False
    browser: bool = False
    tool: str = ""


Which = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="Its handle, handle@host, service or id.")
]
User = Annotated[
    str, typer.Option("--user", metavar="NAME", help="Your name there; enough for what is public.")
]
TokenStdin = Annotated[
    bool, typer.Option("--token-stdin", help="Read a token from stdin, or ask for it unseen.")
]
Device = Annotated[bool, typer.Option("--device", help="Type a code on the service's page.")]
Browser = Annotated[bool, typer.Option("--browser", help="Sign in with your browser.")]
ForSession = Annotated[
    bool,
    typer.Option(
        "--for-session",
        help="Keep the token nowhere, for want of a keyring; sync --token-stdin reads with it.",
    ),
]
FromTool = Annotated[
    Tool | None, typer.Option("--from-tool", help="Take over the token this program has.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="NAME=VALUE", help="What a service needs besides."),
]
Kinds = Annotated[
    list[Kind] | None,
    typer.Option("--kind", metavar="KIND", help="Read only this kind; repeatable."),
]


@app.command()
def add(
    context: typer.Context,
    provider: Annotated[str, typer.Argument(help="A service: provider list names them.")],
    url: Annotated[
        str, typer.Option("--url", metavar="BASE", help="Address of the service, as https://host.")
    ] = "",
    user: User = "",
    token_stdin: TokenStdin = False,
    device: Device = False,
    browser: Browser = False,
    from_tool: FromTool = None,
    option: Settings = None,
    kind: Kinds = None,
    for_session: ForSession = False,
) -> None:
    """Add an account. A token goes into the system's keyring and never on the command line."""
    from portfolio.cli import account_words, network
    from portfolio.operations import accounts

    session = session_of(context)
    _check_online(session)
    ways = Ways(token_stdin, device, browser, from_tool or "")
    wish = _wish(session, provider, url, user, ways, _pairs(option))
    wish = replace(wish, for_session=for_session)

    async def work(workspace: Workspace, blocking: network.Blocking) -> Account:
        desk = network.desk(session, blocking)
        return await accounts.add(workspace, wish, desk, kinds=tuple(kind or ()))

    added = network.run(session, work)
    proof = account_words.PROOFS[added.proof]
    host = account_words.place(added.instance)
    session.answer(added, f"Added {added.handle} at {host} ({proof}). {added.id}")
    how = f" {added.id} --token-stdin" if for_session and added.way is not Way.NAME else ""
    session.say(f"Read it with: portfolio sync{how}")


@app.command("sign-in")
def sign_in(
    context: typer.Context,
    account: Which,
    user: User = "",
    token_stdin: TokenStdin = False,
    device: Device = False,
    browser: Browser = False,
    from_tool: FromTool = None,
) -> None:
    """Sign in again, or in another way; what was read of the account stays."""
    from portfolio.cli import account_words, network
    from portfolio.operations import accounts

    session = session_of(context)
    found = find(session.store, account)
    _check_online(session)
    ways = Ways(token_stdin, device, browser, from_tool or "")
    wish = _wish(session, found.provider, found.instance, user, ways, found.options)

    async def work(workspace: Workspace, blocking: network.Blocking) -> Account:
        desk = network.desk(session, blocking)
        return await accounts.sign_in_again(workspace, found.id, wish, desk)

    changed = network.run(session, work)
    proof = account_words.PROOFS[changed.proof]
    session.answer(changed, f"Signed in: {changed.handle} ({proof}). {changed.id}")


@app.command("list")
def list_(context: typer.Context) -> None:
    """List your accounts with their state."""
    from portfolio.cli import account_words

    session = session_of(context)
    session.list(
        standings(session),
        account_words.account,
        nothing="No accounts yet. portfolio account add PROVIDER adds one.",
    )


@app.command()
def remove(
    context: typer.Context,
    account: Which,
    delete_data: Annotated[
        bool, typer.Option("--delete-data", help="Delete what it brought, too.")
    ] = False,
) -> None:
    """Remove an account and its token; what it brought stays unless you say otherwise."""
    from portfolio.cli import network
    from portfolio.operations import accounts

    session = session_of(context)
    found = find(session.store, account)

    async def work(workspace: Workspace, blocking: network.Blocking) -> accounts.Removal:
        desk = network.desk(session, blocking)
        return await accounts.remove(workspace, found.id, desk, keeps_data=not delete_data)

    done = network.run(session, work)
    rest = "What it brought is deleted." if delete_data else "What it brought is kept."
    session.answer(done, f"Removed {found.handle}. {rest}")
    if not done.is_finished:
        session.warn(f"Its token could not be deleted yet: {done.problem}")
        session.ends_with(IN_PART)


@app.command()
def pause(context: typer.Context, account: Which) -> None:
    """Leave an account out of every sync until it is resumed."""
    from portfolio.operations import accounts

    session = session_of(context)
    changed = accounts.pause(session.store, find(session.store, account).id)
    session.answer(changed, f"Paused {changed.handle}.")


@app.command()
def resume(context: typer.Context, account: Which) -> None:
    """Read a paused account again."""
    from portfolio.operations import accounts

    session = session_of(context)
    changed = accounts.resume(session.store, find(session.store, account).id)
    session.answer(changed, f"{changed.handle} is read again from the next sync on.")


@app.command("accept-gone")
def accept_gone(context: typer.Context, account: Which, kind: Kinds = None) -> None:
    """Take for gone what a listing suddenly lacked; the copies are kept."""
    from portfolio.cli.account_words import kind_name
    from portfolio.operations.account_gone import AcceptedGone
    from portfolio.operations.account_gone import accept_gone as accept

    session = session_of(context)
    found = find(session.store, account)
    done = accept(session.store, session.workspace().clock, found.id, kind or ())

    def words(each: AcceptedGone) -> str:
        return f"{found.handle}, {kind_name(each.kind)}: {each.count:,} marked as gone."

    session.list(done, words)


@provider_app.command("list")
def list_providers(
    context: typer.Context,
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="Only services with this in their name.")
    ] = "",
) -> None:
    """List services: what each can fetch, how one signs in, and what cannot be had."""
    from portfolio.cli import account_words
    from portfolio.operations import accounts

    session = session_of(context)
    wanted = words.casefold()
    every = accounts.providers(session.workspace(read_only=True))
    found = [each for each in every if wanted in f"{each.id} {each.name}".casefold()]
    session.list(found, account_words.provider)
    if not found:
        session.say("No service is called so.")
        session.ends_with(DOES_NOT_HOLD)


def standings(session: Session) -> list[AccountStanding]:
    """Return every account with how far it is read."""
    from portfolio.operations import accounts

    return accounts.accounts(session.workspace(read_only=True))


def find(store: Store, name: str) -> Account:
    """Return the account of this id, handle, ``handle@host`` or service.

    Raises:
        NotFoundError: There is none.
        UsageError: Several are called so.
    """
    from portfolio.cli.account_words import place
    from portfolio.model.account import AccountState

    with store.reading() as reader:
        every = [each for each in reader.accounts.all() if each.state != AccountState.REMOVED]
    wanted = name.casefold()
    for called in (
        lambda a: a.id,
        lambda a: f"{a.handle}@{place(a.instance)}",
        lambda a: a.handle,
        lambda a: place(a.instance),
        lambda a: a.provider,
    ):
        found = [each for each in every if called(each).casefold() == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            known = ", ".join(f"{each.handle}@{place(each.instance)}" for each in found)
            raise UsageError(f"Several accounts are called “{name}”: {known}.")
    raise NotFoundError(f"There is no account “{name}”.", "portfolio account list names them.")


def _check_online(session: Session) -> None:
    """Say that nobody can sign in, before a token is asked for.

    Raises:
        OfflineError: No network is wanted.
    """
    if session.workspace().is_offline:
        raise OfflineError("Portfolio is set to work without a network, so nobody can sign in now.")


def _wish(
    session: Session, provider: str, url: str, user: str, ways: Ways, options: Mapping[str, str]
) -> SignIn:
    from portfolio.operations.accounts import SignIn

    about = session.workspace().provider(provider).about
    way = _way(session, about, url, user, ways)
    unknown = [name for name in options if name not in about.option_words]
    if unknown and not ways.tool:
        known = ", ".join(about.option_words) or "none"
        raise UsageError(f"{about.name} has no option “{unknown[0]}”. It has: {known}.")
    token = token_on_stdin() if way is Way.TOKEN else None
    return SignIn(provider, way, url, user, options, token, ways.tool)


def _way(session: Session, about: About, url: str, user: str, ways: Ways) -> Way:
    """Return the one way that was named.

    Raises:
        UsageError: None or several were named; the words say which are open.
    """
    known = {info.way for info in about.ways}
    in_browser = Way.BROWSER if Way.BROWSER in known else Way.USER_KEY
    named = [
        way
        for way, is_named in (
            (Way.TOKEN, ways.token_stdin),
            (Way.DEVICE, ways.device),
            (in_browser, ways.browser),
            (Way.FROM_TOOL, bool(ways.tool)),
        )
        if is_named
    ]
    if len(named) > 1:
        raise UsageError("Name one way to sign in, not several.")
    if named:
        return named[0]
    if user and Way.NAME in known:
        return Way.NAME
    from portfolio.cli import account_words
    from portfolio.operations import accounts

    found = accounts.offer(session.workspace(), about.id, url)
    raise UsageError(account_words.offers(about, found))


def token_on_stdin() -> Secret:
    """Read a token from stdin; on a terminal it is asked for and not shown.

    Raises:
        UsageError: There is none.
    """
    if sys.stdin.isatty():
        typed = getpass.getpass("Token: ", stream=sys.stderr)
    else:
        typed = sys.stdin.read(LONGEST_TOKEN + 1)
    token = typed.strip()
    if not token or len(token) > LONGEST_TOKEN or len(token.split()) != 1:
        raise UsageError("There is no token on stdin.", "One word is expected, and nothing else.")
    return Secret(token)


def _pairs(given: list[str] | None) -> dict[str, str]:
    found = {}
    for text in given or ():
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"“{text}” is no option. Write it like NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found
