"""MediaWiki: edits, logged actions and thanks of one person in one wiki.

API: action API of MediaWiki 1.35 and later (``api.php``, ``format=json&formatversion=2``), tried
against 1.39. Auth: none needed; an owner-only OAuth 2 token on Wikimedia as a bearer. Lists:
``usercontribs``, ``logevents``, oldest first from a time on. Paging: every key of ``continue``
is sent back as it came; its absence is the end. Durable ids: user id, revision id, log id.
Errors come with status 200 and an ``error`` value (and the ``MediaWiki-API-Error`` header); a user
that does not exist is an empty list. Rate: one request at a time, ``maxlag=5``. Not to be had:
edits of deleted pages, hidden revisions. Checked 2026-11.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from portfolio.clock import to_text
from portfolio.errors import (
    AccountError,
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import page_items
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    KindInfo,
    Order,
    Page,
    Pause,
    Reply,
    Request,
    WayInfo,
    Who,
)
from portfolio.sync.providers.mediawiki.parsing import Wiki, page_of
from portfolio.sync.providers.mediawiki.people import global_accounts, person, signed_in_person

_SCRIPTS: Final = ("/w", "")
"""Folders ``api.php`` is looked for in: Wikimedia's, then that of a plain installation."""
_LISTS: Final[Mapping[Kind, str]] = {
    Kind.WIKI_EDIT: "usercontribs",
    Kind.LOG_ACTION: "logevents",
    Kind.THANKS: "logevents",
}
_SIGN_IN: Final = frozenset({"assertuserfailed", "notloggedin", "badtoken"})
_REFUSED: Final = frozenset({"readapidenied", "permissiondenied"})
_NO_SUCH: Final = ("baduser", "invaliduser", "nosuchuser", "unknown_letype", "badvalue")

ABOUT: Final = About(
    id="mediawiki",
    name="MediaWiki",
    instances=(
        "https://en.wikipedia.org",
        "https://commons.wikimedia.org",
        "https://www.wikidata.org",
        "https://www.mediawiki.org",
        "https://meta.wikimedia.org",
        "https://wiki.mozilla.org",
    ),
    kinds=(
        KindInfo(Kind.WIKI_EDIT, Order.OLDEST_FIRST),
        KindInfo(Kind.LOG_ACTION, Order.OLDEST_FIRST),
        KindInfo(Kind.THANKS, Order.OLDEST_FIRST),
    ),
    ways=(
        WayInfo(Way.NAME, words="Everything is public under your user name."),
        WayInfo(
            Way.TOKEN,
            scopes=("basic",),
            page="https://meta.wikimedia.org/wiki/Special:OAuthConsumerRegistration/propose/oauth2",
            words="On Wikimedia: tick “This consumer is for use only by” your name and no more "
            "than basic rights, then paste the access token.",
        ),
    ),
    limits=(
        "One request at a time; a wiki that is behind with its own work asks to wait.",
        "Each language and project is a wiki of its own, to be added one by one.",
    ),
    cannot=(
        "Edits of pages that were deleted since, and of revisions that were hidden.",
        "Edits made without signing in, or brought in from another wiki.",
    ),
    docs="https://www.mediawiki.org/wiki/API:Main_page",
    icon="book-open",
    handle_words="Your user name, as in User:NAME",
    option_words={"path": "Folder of api.php, if it is neither /w nor the top"},
)


class NoSuchListError(NotThereError):
    """The interface itself says that it has no such list or person."""


class MediaWiki(BaseProvider):
    """Any wiki that runs MediaWiki."""

    about = ABOUT

    def judge(self, reply: Reply) -> Pause | None:
        """See the errors that come with status 200.

        Raises:
            AccountError: The reply is one.
        """
        code, info = _error(reply)
        if not code:
            return None
        if code in ("maxlag", "ratelimited"):
            seconds = reply.headers.get("retry-after", "")
            waits = float(seconds) if seconds.isascii() and seconds.isdigit() else 0.0
            return Pause(waits or (5.0 if code == "maxlag" else 60.0), again=True)
        raise _refusal(code, info)

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who the account is.

        Raises:
            NotThereError: There is nobody of this name: the list was empty.
            SignInNeededError: The wiki took the request for an anonymous one.
        """
        api = Api(access, call)
        if access.is_signed_in:
            who = await signed_in_person(api.asked, access.instance)
        else:
            who = await person(api.asked, access.instance, access.handle)
        return await global_accounts(api.asked, who)

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind, oldest first, by the wiki's own continue values."""
        resume = ask.resume or {}
        api = Api(ask.access, call, _text(resume.get("script")))
        more = _values(resume.get("continue"))
        name = _LISTS[ask.kind]
        while True:
            try:
                value = await api.asked([*_query(ask), *more.items()])
            except NoSuchListError:
                if ask.kind is not Kind.THANKS:
                    raise
                yield Page(missing=("hidden",))  # a wiki without the extension that thanks
                return
            more = _values(value.get("continue"))
            script = api.script or ""
            wiki = Wiki(ask.access.instance, script)
            found = value.get("query")
            items = page_items(found, name) if isinstance(found, dict) and name in found else []
            going_on = {"continue": more, "script": script} if more else None
            yield page_of(items, ask.kind, wiki, going_on)
            if not more:
                return


class Api:
    """A wiki's interface in one walk; finds the folder it is in."""

    def __init__(self, access: Access, call: Call, script: str | None = None) -> None:
        self._call = call
        typed = access.options.get("path")
        self.script = script if script is not None else _folder(typed)

    async def asked(self, query: list[tuple[str, str]]) -> dict[str, Any]:
        """Return what the interface answers to a query.

        Raises:
            UnreadableReplyError: It answers no object.
        """
        if self.script is not None:
            return await self._asked(self.script, query)
        try:
            value = await self._asked(_SCRIPTS[0], query)
        except NoSuchListError:  # an interface said so: it is here
            raise
        except (NotThereError, UnreadableReplyError) as error:
            value = await self._asked_elsewhere(query, error)
            self.script = _SCRIPTS[1]
        else:
            self.script = _SCRIPTS[0]
        return value

    async def _asked_elsewhere(
        self, query: list[tuple[str, str]], first: AccountError
    ) -> dict[str, Any]:
        try:
            return await self._asked(_SCRIPTS[1], query)
        except NoSuchListError:
            raise
        except (NotThereError, UnreadableReplyError):
            raise first from None  # neither is there: the usual place is the one to speak of

    async def _asked(self, script: str, query: list[tuple[str, str]]) -> dict[str, Any]:
        always = (("action", "query"), ("format", "json"), ("formatversion", "2"), ("maxlag", "5"))
        reply = await self._call(Request(f"{script}/api.php", query=(*always, *query)))
        value = reply.json()
        if not isinstance(value, dict):
            raise UnreadableReplyError("The wiki's answer is not readable.")
        return value


def _query(ask: Ask) -> list[tuple[str, str]]:
    handle, native = ask.access.handle, ask.access.native_id
    since = to_text(ask.since) if ask.since is not None else ""
    if ask.kind is Kind.WIKI_EDIT:
        by_id = native.isascii() and native.isdigit()
        query = [
            ("list", "usercontribs"),
            ("ucuserids", native) if by_id else ("ucuser", handle),
            ("ucprop", "ids|title|timestamp|comment|size|sizediff|flags|tags"),
            ("uclimit", "500"),
            ("ucdir", "newer"),
        ]
        return [*query, ("ucstart", since)] if since else query
    query = [
        ("list", "logevents"),
        ("leprop", "ids|title|type|user|userid|timestamp|comment"),
        ("lelimit", "500"),
        ("ledir", "newer"),
    ]
    if ask.kind is Kind.THANKS:
        query += [("letype", "thanks"), ("letitle", f"User:{handle}")]
    else:
        query.append(("leuser", handle))
    return [*query, ("lestart", since)] if since else query


def _error(reply: Reply) -> tuple[str, str]:
    """Return the code and the words of an error, or two empty texts."""
    named = reply.headers.get("mediawiki-api-error", "")
    if not named and not reply.body[:200].lstrip().startswith(b'{"error"'):
        return "", ""
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return named, ""
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict):
        return named, ""
    return _text(error.get("code")) or named or "unknown", _text(error.get("info")) or ""


def _refusal(code: str, info: str) -> AccountError:
    said = f"The wiki said: {info[:300]}" if info else f"The wiki said: {code[:100]}"
    if code in _SIGN_IN or code.startswith("mwoauth"):
        return SignInNeededError("The wiki does not take the token (any more).", said)
    if code in _REFUSED:
        return NotAllowedError("The wiki does not show this to this account.", said)
    if code.startswith(_NO_SUCH):
        return NoSuchListError("The wiki has no such thing.", said)
    return ServiceError("The wiki refused the request.", said)


def _values(raw: object) -> dict[str, str]:
    """Return every key of ``continue``: never built, never left out."""
    if not isinstance(raw, dict):
        return {}
    return {str(key): str(value) for key, value in raw.items() if isinstance(value, (str, int))}


def _folder(typed: str | None) -> str | None:
    if not typed or not typed.strip():
        return None
    folder = typed.strip().removesuffix("/api.php").strip("/")
    return f"/{folder}" if folder else ""


def _text(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None


PROVIDER: Final = MediaWiki()
