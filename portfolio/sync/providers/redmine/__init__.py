"""Redmine: issues a person reported, their comments and changes on issues, and hours spent.

API: Redmine 3.4 and later (its views' source and one server of version 5, read 2026-11). Auth: a
key in ``X-Redmine-API-Key``; without one what is public, by the person's number. Lists:
``/issues.json`` (``author_id`` or ``updated_by``; only with ``status_id=*`` closed ones too; sorted
by ``updated_on``) and ``/time_entries.json``; pages by ``offset`` and ``limit`` (100 at most, the
server says what it took), ``total_count``. What was said and changed stands in the ``journals`` of
each single issue. Servers before 3.4 take no notice of ``updated_by``. Durable ids: numbers.
Neither project nor instance says whether everybody may see it. Not to be had: see `ABOUT`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Final

from portfolio.errors import NotThereError, ServiceError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    instant,
    mapping,
    number,
    optional_number,
    page_items,
    parse_items,
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
    Record,
    Request,
    SetAside,
    WayInfo,
    Who,
)
from portfolio.sync.providers.redmine.parsing import (
    own_journals,
    parse_journal,
    parse_person,
    reader,
)

PAGE_SIZE: Final = 100  # the most a server gives
ISSUES_AT_ONCE: Final = 20  # each is asked for by itself: a page must not take minutes
JOURNALS: Final = frozenset({Kind.COMMENT, Kind.TRIAGE})

ABOUT: Final = About(
    id="redmine",
    name="Redmine",
    instances=("https://www.redmine.org",),
    kinds=(
        KindInfo(Kind.ISSUE, Order.NEWEST_FIRST),
        KindInfo(Kind.COMMENT, Order.NEWEST_FIRST),
        KindInfo(Kind.TRIAGE, Order.NEWEST_FIRST, asked_by_default=False),
        KindInfo(Kind.TIME_ENTRY, Order.WHOLE, asked_by_default=False),
    ),
    ways=(
        WayInfo(
            Way.TOKEN,
            page="/my/account",
            words="Press “Show” below “API access key” and copy the key. It may do whatever you "
            "may; Redmine has no lesser ones. An administrator may have switched this off.",
        ),
        WayInfo(
            Way.NAME,
            words="Type your name and your number; what is public is read. They prove nothing: "
            "they stay marked as said by you.",
        ),
    ),
    limits=(
        (
            "With a key everything is taken for not public, because Redmine does not say whether "
            "one has to sign in to see it: it leaves this computer only when you say so."
        ),
        "Comments and changes cost one request for each issue you ever touched.",
        "Hours spent are read only when you ask for them.",
    ),
    cannot=(
        (
            "Whether an issue assigned to you was solved or refused: each Redmine has states of "
            "its own."
        ),
        "Commits, wiki pages, forums, news and documents: there is no list of them by person.",
        "Files attached to issues.",
        "Comments on a Redmine older than 3.4.",
    ),
    docs="https://www.redmine.org/projects/redmine/wiki/Rest_api",
    icon="bug",
    handle_words="Your name there; your number is in the address of your profile, /users/NUMBER",
    option_words={"number": "Your number, as in /users/NUMBER, when you have no key"},
)


class Redmine(BaseProvider):
    """Reads a Redmine."""

    about = ABOUT

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send the key in Redmine's own header, never as ``key=``."""
        del access
        return Credential(headers={"X-Redmine-API-Key": Secret(secret.reveal())})

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whose key it is, or look a number up.

        Raises:
            NotThereError: There is nobody of this number, or none was typed in.
        """
        path = "/users/current.json" if access.is_signed_in else f"/users/{number_of(access)}.json"
        reply = await call(Request(path))
        try:
            return parse_person(mapping(reply.json(), "user"), access)
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the user asked for.") from error

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Step through one list by offset; of journals, through the issues that hold them."""
        offset = _offset_of(ask.resume)
        name = "time_entries" if ask.kind is Kind.TIME_ENTRY else "issues"
        is_first = offset == 0 and ask.kind not in JOURNALS
        while True:
            request = Request(f"/{name}.json", query_of(ask, offset), is_conditional=is_first)
            reply = await call(request)
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            is_first, body = False, reply.json()
            items = page_items(body, name)
            following, total = next_offset(body, offset, len(items))
            resume = {"offset": following} if following is not None else None
            if ask.kind in JOURNALS:
                yield await _journals(ask, call, items, resume)
            else:
                yield Page(*parse_items(items, reader(ask)), resume, total=total)
            if following is None:
                return
            offset = following

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read single issues again, to see whether they were closed."""
        for ref in refs:
            try:
                reply = await call(Request(f"/issues/{int(ref)}.json"))
            except NotThereError:
                yield Page(gone=(ref,))
            else:
                yield Page(*parse_items([_inside(reply.json(), "issue")], reader(ask)))


async def _journals(
    ask: Ask, call: Call, items: Sequence[Any], resume: Mapping[str, Any] | None
) -> Page:
    """Read what the person wrote into each of some issues.

    Raises:
        ServiceError: They wrote into none of them: the server takes no notice of ``updated_by``.
    """
    issues, aside = parse_items(items, lambda raw: (number(raw, "id"), instant(raw, "updated_on")))
    records: list[Record] = []
    set_aside = list(aside)
    found = read = 0
    for ident, _ in issues:
        try:
            reply = await call(Request(f"/issues/{ident}.json", (("include", "journals"),)))
        except NotThereError:
            continue  # taken away since it was listed
        issue = _inside(reply.json(), "issue")
        read += 1
        try:
            mine = own_journals(issue, ask.access.native_id)
        except BadItemError as error:
            set_aside.append(SetAside(why=error.why, excerpt=as_raw(issue, limit=300)))
            continue
        found += len(mine)
        good, bad = parse_items(mine, _journal_reader(ask, issue))
        records += good
        set_aside += bad
    if read and not found and not set_aside:
        raise ServiceError(
            "This Redmine does not list the issues a person wrote into.",
            "It is older than 3.4; enter your comments by hand or import a file.",
        )
    reaches = min((at for _, at in issues), default=None)
    return Page(tuple(records), tuple(set_aside), resume, reaches=reaches)


def _journal_reader(ask: Ask, issue: object) -> Callable[[Any], Record | None]:
    return lambda raw: parse_journal(raw, issue, ask)


def _inside(body: object, key: str) -> object:
    try:
        return mapping(body, key)
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the item asked for.") from error


def number_of(access: Access) -> int:
    """Return the number of the person typed in.

    Raises:
        NotThereError: There is none.
    """
    known = access.native_id or access.options.get("number", "").strip()
    typed = known or access.handle.strip().rstrip("/").rpartition("/")[2]
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise NotThereError(
            "Redmine finds people by their number only.",
            "Open your profile: the number is at the end of its address.",
        )
    return int(typed)


def query_of(ask: Ask, offset: int) -> tuple[tuple[str, str], ...]:
    """Return the query of a page of a list."""
    me = ask.access.native_id
    size = ISSUES_AT_ONCE if ask.kind in JOURNALS else PAGE_SIZE
    place = (("limit", str(size)), ("offset", str(offset)))
    if ask.kind is Kind.TIME_ENTRY:
        return (("user_id", me), *place)
    person = "updated_by" if ask.kind in JOURNALS else "author_id"
    return ((person, me), ("status_id", "*"), ("sort", "updated_on:desc"), *place)


def _offset_of(resume: Mapping[str, Any] | None) -> int:
    value = (resume or {}).get("offset", 0)
    return value if isinstance(value, int) and value > 0 else 0


def next_offset(body: object, offset: int, count: int) -> tuple[int | None, int | None]:
    """Return where the next page begins (None after the last one), and the length of the list.

    A server may take a smaller ``limit`` than asked for, and says so; one that leaves out what may
    not be seen gives fewer items than its limit.

    Raises:
        UnreadableReplyError: What is said about the list is not what is promised.
    """
    try:
        total, limit = optional_number(body, "total_count"), optional_number(body, "limit")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error
    following = offset + max(limit if limit is not None and limit <= PAGE_SIZE else count, 1)
    is_last = count == 0 or (total is not None and following >= total)
    return (None if is_last else following), total


PROVIDER: Final = Redmine()
