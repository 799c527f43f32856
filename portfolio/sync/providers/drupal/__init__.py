"""Drupal.org: credits, issues, comments, projects and mentoring of one person.

Two interfaces, both without signing in (documentation of 2016 and 2025, use by several public tools
of 2025 and 2026, read 2026-11):

* ``/jsonapi/node/contribution_record``: credits that maintainers gave. Its filters may match
  different contributors of one record, and lists have shown contributors as they were before: each
  record is looked through, and read by itself when it shows no credit.
* ``/api-d7/{node,comment,user}.json``: the older interface, for the rest. Its next links lack
  ``.json``; times are seconds since 1970, written as text; an empty field is an empty list.

Durable ids: numbers of users, nodes and comments; of credits the record's UUID. One request at a
time, as the service asks. Not to be had: see `ABOUT`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final
from urllib.parse import quote

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import page_items, parse_items
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    KindInfo,
    Order,
    Page,
    Record,
    Request,
    SetAside,
    WayInfo,
    Who,
)
from portfolio.sync.providers.drupal.parsing import (
    DRUPAL,
    is_theirs,
    parse_comment,
    parse_credit,
    parse_included,
    parse_issue,
    parse_mentee,
    parse_next,
    parse_next_href,
    parse_project,
    parse_user,
)

PROJECT_TYPES: Final = (
    "project_module",
    "project_theme",
    "project_distribution",
    "project_general",
)
JSON_API: Final = ("application/vnd.api+json", "application/json")
RECORDS: Final = "/jsonapi/node/contribution_record"
INCLUDE: Final = (
    "field_contributors,field_contributors.field_contributor_user,"
    "field_contributors.field_contributor_organisation,"
    "field_contributors.field_contributor_customer"
)

ABOUT: Final = About(
    id="drupal",
    name="Drupal.org",
    instances=(DRUPAL,),
    kinds=(
        KindInfo(Kind.CREDIT, Order.WHOLE),
        KindInfo(Kind.ISSUE, Order.NEWEST_FIRST),
        KindInfo(Kind.COMMENT, Order.NEWEST_FIRST),
        KindInfo(Kind.PROJECT, Order.WHOLE),
        KindInfo(Kind.MENTORING, Order.WHOLE),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Type your user name; everything read is public. The name proves nothing: it "
            "stays marked as said by you.",
        ),
    ),
    limits=(
        "One request a second, one at a time, as the service asks.",
        "Mentoring is what others say: those who name you as their mentor.",
        "Mentoring is dated when the other's account was made: since when is not said.",
        "Credits are dated by the last change of the issue's state.",
    ),
    cannot=(
        "Projects you maintain without having started them.",
        "Issues and merge requests that moved to git.drupalcode.org: add that as a GitLab account.",
        "Under which project a comment is: the service gives only the page it is on.",
        "Events, edits of the documentation, badges and roles: enter them by hand or import them.",
    ),
    docs="https://www.drupal.org/drupalorg/docs/apis/rest-and-other-apis",
    icon="heart-handshake",
    is_fixed=True,
    handle_words="Your user name, as it stands above your profile",
    spacing_s=1.0,
)


class Drupal(BaseProvider):
    """Reads Drupal.org."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """Look the user name up.

        Raises:
            NotThereError: There is nobody of this name.
        """
        name = access.handle.strip()
        reply = await call(Request("/api-d7/user.json", (("name", name),)))
        people, aside = parse_items(page_items(reply.json(), "list"), parse_user)
        for person in people:
            if person.handle.casefold() == name.casefold():
                return person
        if aside:
            raise UnreadableReplyError("The service's answer is not the user asked for.")
        raise NotThereError(
            "There is nobody of this name at Drupal.org.",
            "Type the name as it stands above your profile.",
        )

    def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind."""
        if ask.kind is Kind.CREDIT:
            return credit_pages(ask, call)
        return list_pages(ask, call)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read single issues again, to see what became of them."""
        del ask
        for ref in refs:
            try:
                reply = await call(Request(f"/api-d7/node/{quote(ref, safe='')}.json"))
            except NotThereError:
                yield Page(gone=(ref,))
            else:
                yield Page(*parse_items([reply.json()], parse_issue))


async def list_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Follow ``next`` through one list of the older interface after the other."""
    lists, parse = lists_of(ask)
    resume = ask.resume or {}
    index, address = int(resume.get("list", 0)), str(resume.get("next", ""))
    is_conditional = ask.resume is None and len(lists) == 1
    while index < len(lists):
        if address:
            request = Request(call.same_origin(address))
        else:
            request = Request(*lists[index], is_conditional=is_conditional)
        reply = await call(request)
        if reply.is_unchanged:
            yield Page(is_unchanged=True)
            return
        is_conditional, body = False, reply.json()
        items = page_items(body, "list")
        records, aside = parse_items(theirs(items, ask), parse)
        address = parse_next(body)
        index = index if address else index + 1
        yield Page(records, aside, {"list": index, "next": address} if index < len(lists) else None)


def theirs(items: Sequence[object], ask: Ask) -> Sequence[object]:
    """Return the items that do not say they are another person's.

    Raises:
        UnreadableReplyError: All of them do: the service did not heed who was asked for, and would
            go on to list everybody's.
    """
    own = [one for one in items if is_theirs(one, ask.kind, ask.access.native_id)]
    if items and not own:
        raise UnreadableReplyError("The service's answer is about other people.")
    return own


def lists_of(
    ask: Ask,
) -> tuple[Sequence[tuple[str, tuple[tuple[str, str], ...]]], Callable[[object], Record]]:
    """Return path and query of the lists of a kind, and what reads their items."""
    uid, size = ask.access.native_id, ("limit", "50")
    if ask.kind is Kind.PROJECT:
        lists = [
            ("/api-d7/node.json", (("type", name), ("author", uid), ("sort", "nid"), size))
            for name in PROJECT_TYPES
        ]
        return lists, parse_project
    if ask.kind is Kind.MENTORING:
        return [
            ("/api-d7/user.json", (("field_mentors", uid), ("sort", "uid"), size))
        ], parse_mentee
    newest = ("direction", "DESC")
    if ask.kind is Kind.COMMENT:
        query = (("author", uid), ("sort", "created"), newest, size)
        return [("/api-d7/comment.json", query)], parse_comment
    of_issues = (("type", "project_issue"), ("author", uid), ("sort", "changed"), newest, size)
    return [("/api-d7/node.json", of_issues)], parse_issue


async def credit_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Follow the links through the contribution records that name the person."""
    uid = ask.access.native_id
    request = Request(RECORDS, credit_query(uid), takes=JSON_API)
    if ask.resume is not None:
        request = Request(call.same_origin(str(ask.resume.get("next", ""))), takes=JSON_API)
    while True:
        body = (await call(request)).json()
        records, aside = read_credits(page_items(body, "data"), body, uid)
        sure = [one for one in records if isinstance(one, Record)]
        for uuid in records:
            if isinstance(uuid, str):
                more, bad = await _credit_by_itself(uuid, uid, call)
                sure, aside = [*sure, *more], (*aside, *bad)
        following = parse_next_href(body)
        yield Page(tuple(sure), aside, {"next": following} if following else None)
        if not following:
            return
        request = Request(call.same_origin(following), takes=JSON_API)


def credit_query(uid: str) -> tuple[tuple[str, str], ...]:
    """Return the query for records that credit a person."""
    return (
        ("filter[field_contributors.field_contributor_user.drupal_internal__uid]", uid),
        ("filter[field_contributors.field_credit_this_contributor]", "1"),
        ("filter[field_draft]", "0"),
        ("include", INCLUDE),
        ("sort", "drupal_internal__nid"),
        ("page[limit]", "50"),
    )


def read_credits(
    items: Sequence[object], body: object, uid: str
) -> tuple[tuple[Record | str, ...], tuple[SetAside, ...]]:
    """Return credits of a page, and the ids of records that show none."""
    included = parse_included(body)
    return parse_items(items, lambda raw: parse_credit(raw, included, uid))


async def _credit_by_itself(
    uuid: str, uid: str, call: Call
) -> tuple[tuple[Record, ...], tuple[SetAside, ...]]:
    """Read one record by itself: in lists its contributors may be out of date."""
    query = (("include", INCLUDE), ("resourceVersion", "rel:latest-version"))
    address = f"{RECORDS}/{quote(uuid, safe='', errors='replace')}"
    try:
        body = (await call(Request(address, query, takes=JSON_API))).json()
    except NotThereError:
        return (), ()
    item = body.get("data") if isinstance(body, dict) else None
    records, aside = read_credits([item], body, uid)
    return tuple(one for one in records if isinstance(one, Record)), aside


PROVIDER = Drupal()
