"""Gitea, Forgejo and Codeberg: pull requests, issues, reviews, comments, releases, repositories.

API: ``/api/v1`` of Gitea 1.21 and later and Forgejo, from their client types and source. Auth:
``Authorization: token TOKEN`` for pasted and OAuth tokens alike. Lists: issue search (of the
token's own person only), the activity feed, comments and reviews of a repository. Paging: ``page``
and ``limit`` (50 at most by default), until a page is empty. Durable ids: the numbers the instance
gives. Rate: none of its own; Codeberg answers 429 at its door. Not to be had: who added whom as a
collaborator and when. Checked 2026-11.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import AccountError, NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import (
    BadItemError,
    line,
    number,
    optional_instant,
    optional_line,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Credential,
    KindInfo,
    Order,
    Page,
    Request,
    WayInfo,
    Who,
    Window,
)
from portfolio.sync.providers.gitea.walks import (
    Repositories,
    comment_pages,
    feed_pages,
    issue_pages,
    read_again,
    review_pages,
    role_pages,
)

_SIGNED_IN: Final = (Way.TOKEN, Way.BROWSER)
_BEGINNING: Final = datetime(2009, 1, 1, tzinfo=UTC)
"""Before every such service; imported issues may be older than the account."""
_SCOPES: Final = ("read:user", "read:issue", "read:repository")

ABOUT: Final = About(
    id="gitea",
    name="Gitea, Forgejo and Codeberg",
    instances=("https://codeberg.org", "https://gitea.com", "https://code.forgejo.org"),
    kinds=(
        KindInfo(Kind.PULL_REQUEST, Order.WINDOWS, needs=_SIGNED_IN),
        KindInfo(Kind.ISSUE, Order.WINDOWS, needs=_SIGNED_IN),
        KindInfo(Kind.REVIEW, Order.WINDOWS, needs=_SIGNED_IN),
        KindInfo(Kind.COMMENT, Order.WINDOWS),
        KindInfo(Kind.RELEASE, Order.WINDOWS),
        KindInfo(Kind.ROLE, Order.WHOLE),
    ),
    ways=(
        WayInfo(
            Way.TOKEN,
            scopes=_SCOPES,
            page="/user/settings/applications",
            words="Make a token with the rights user, issue and repository, each “Read”. "
            "Without a right ticked, newer versions show nothing.",
        ),
        WayInfo(
            Way.BROWSER,
            scopes=_SCOPES,
            words="On Forgejo such a sign-in may do all that you may do: a token of your own "
            "making, which can be limited to reading, is the better way there.",
            needs_client_id=True,
        ),
        WayInfo(Way.NAME, words="Comments, releases and public repositories only."),
    ),
    limits=(
        "The service sets no limit of its own; Codeberg asks to wait when it is asked too fast.",
        "Comments and releases come from your activity, which an instance may shorten.",
        "Name repositories to have all comments in them read, also those not in your activity.",
    ),
    cannot=(
        "By name alone: pull requests, issues and reviews, which are listed to yourself only.",
        "Activity you keep private in your settings, unless you sign in.",
        "Since when you look after a repository of others: its own date is given instead.",
    ),
    docs="https://docs.gitea.com/api/",
    icon="git-pull-request",
    handle_words="Your user name, as in codeberg.org/NAME",
    option_words={"repositories": "Repositories to read all comments of (owner/name, …)"},
)


class Gitea(BaseProvider):
    """Any instance of Gitea or Forgejo."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of the first version of the interface."""
        return f"{instance}/api/v1"

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send the token in the form every version takes."""
        del access
        return Credential(headers={"Authorization": Secret(f"token {secret.reveal()}")})

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who the account is.

        Raises:
            NotThereError: There is nobody of this name.
            UnreadableReplyError: It is no such service.
        """
        name = quote(access.handle, safe="")
        reply = await call(Request("/user" if access.is_signed_in else f"/users/{name}"))
        who = _person(reply.json(), access)
        if access.way is not Way.BROWSER or not (await product(call)).startswith("Forgejo"):
            return who
        # Forgejo (to version 16) knows no rights for OAuth: such a token may do everything.
        return replace(who, scopes=("all",))

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Return one period: these listings are asked for in full, page by page."""
        del call
        start = ask.since if ask.since is not None else _BEGINNING
        return (Window(start, max(ask.now, start + timedelta(seconds=1))),)

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind: one listing after another, each until it is empty."""
        parts = _parts(ask)
        resume = ask.resume or {}
        at = resume.get("part")
        first = at if isinstance(at, int) and 0 <= at < len(parts) else 0
        for number_, part in enumerate(parts[first:], first):
            inner = resume.get("at") if number_ == first else None
            inner = inner if isinstance(inner, Mapping) else None
            async for page in _walk(part, replace(ask, resume=inner), call):
                yield replace(page, resume={"part": number_, "at": page.resume})
        yield Page(reaches=ask.window.end if ask.window is not None else None)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read single issues or pull requests again."""
        known = Repositories(call, ask.access.instance)
        for ref in refs:
            yield await read_again(ask, ref, call, known)


async def product(call: Call) -> str:
    """Return ``Gitea`` or ``Forgejo`` with its version; "" when it does not say."""
    try:
        value = (await call(Request("/version"))).json()
    except AccountError:
        return ""
    version = value.get("version") if isinstance(value, dict) else None
    if not isinstance(version, str):
        return ""
    # Forgejo writes "7.0.3+gitea-1.21.11": the version of Gitea it can stand in for.
    return f"{'Forgejo' if '+gitea' in version or 'forgejo' in version else 'Gitea'} {version}"


def _parts(ask: Ask) -> list[str]:
    """Return the listings a kind is made of, in the order they are read."""
    if ask.kind is Kind.PULL_REQUEST:
        return ["search", "feed"]
    if ask.kind is Kind.COMMENT:
        typed = ask.access.options.get("repositories", "").replace(",", " ").split()
        return ["feed", *(name.strip("/") for name in typed if name.strip("/").count("/") == 1)]
    return {Kind.ISSUE: ["search"], Kind.REVIEW: ["reviews"], Kind.ROLE: ["roles"]}.get(
        ask.kind, ["feed"]
    )


def _walk(part: str, ask: Ask, call: Call) -> AsyncIterator[Page]:
    if part == "search":
        return issue_pages(ask, call)
    if part == "reviews":
        return review_pages(ask, call)
    if part == "roles":
        return role_pages(ask, call)
    if part == "feed":
        return feed_pages(ask, call)
    return comment_pages(ask, call, part)


def _person(raw: Any, access: Access) -> Who:
    try:
        login = line(raw, "login")
        native = number(raw, "id")
        name, address = optional_line(raw, "full_name"), optional_line(raw, "email")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not readable.") from error
    if native <= 0:
        raise NotThereError("There is nobody of this name.")
    is_own = access.is_signed_in and "@" in address and "noreply" not in address
    return Who(
        native_id=str(native),
        handle=login,
        name=name,
        profile_url=f"{access.instance}/{quote(login)}",
        emails=(address,) if is_own else (),
        active_since=_made(raw),
        shows_private=access.is_signed_in,
    )


def _made(raw: Any) -> datetime | None:
    try:
        return optional_instant(raw, "created")
    except BadItemError:  # the year 1 stands for "not said"
        return None


PROVIDER: Final = Gitea()
