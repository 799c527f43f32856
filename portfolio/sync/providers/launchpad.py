"""Launchpad: bugs a person reported or fixed, and their merge proposals.

API: version 1.0, https://api.launchpad.net/1.0 (documentation and a client's source, read 2026-11).
Auth: none; what is public is read. Its OAuth 1.0 handshake is not one that can be offered here.
Lists: ``~NAME?ws.op=searchTasks`` and ``getMergeProposals``; the next page is
``next_collection_link``. A bug filed against several packages is several tasks: they follow each
other in order of the bug's number, and the first stands for the bug. Tasks do not say when they
last changed, so lists are read in full. Without ``status`` only open ones are listed. Durable ids:
numbers of bugs and proposals; of people there is only the name. Not to be had: see `ABOUT`.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from typing import Final
from urllib.parse import quote

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import (
    MAX_ID,
    BadItemError,
    as_raw,
    identifier,
    instant,
    line,
    optional_flag,
    optional_https_url,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_link,
    optional_number,
    optional_text,
    page_items,
    parse_items,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Container,
    KindInfo,
    Order,
    Page,
    Record,
    Request,
    WayInfo,
    Who,
)

LAUNCHPAD: Final = "https://launchpad.net"
PAGE_SIZE: Final = "75"  # the service runs into its own time limit with larger pages
FIXED_STATES: Final = ("Fix Committed", "Fix Released")
BUG_STATES: Final = {
    "New": Outcome.OPEN,
    "Incomplete": Outcome.OPEN,
    "Opinion": Outcome.CLOSED,
    "Invalid": Outcome.REJECTED,
    "Won't Fix": Outcome.REJECTED,
    "Expired": Outcome.CLOSED,
    "Does Not Exist": Outcome.REJECTED,
    "Confirmed": Outcome.OPEN,
    "Triaged": Outcome.OPEN,
    "Deferred": Outcome.OPEN,
    "In Progress": Outcome.OPEN,
    "Fix Committed": Outcome.FIXED,
    "Fix Released": Outcome.FIXED,
}
ASKED_BUG_STATES: Final = tuple(
    # Newer states: older servers refuse a list that names one they do not know.
    state
    for state in BUG_STATES
    if state not in ("Deferred", "Does Not Exist")
)
MERGE_STATES: Final = {
    "Work in progress": Outcome.OPEN,
    "Needs review": Outcome.OPEN,
    "Approved": Outcome.APPROVED,
    "Rejected": Outcome.REJECTED,
    "Merged": Outcome.MERGED,
    "Code failed to merge": Outcome.OPEN,
    "Queued": Outcome.OPEN,
    "Superseded": Outcome.ABANDONED,
}
ASKED_MERGE_STATES: Final = tuple(state for state in MERGE_STATES if state != "Queued")
_TASK_TITLE = re.compile(r'Bug #[0-9]+ in .*?: "(.+)"')
_BUG_LINK = re.compile(r"https?://[^/]+/[^/]+/bugs/([0-9]{1,12})")
_MERGE_LINK = re.compile(r"https?://[^/]+/[^/]+/(.+)/\+merge/([0-9]{1,12})")
_PLACE_LINK = re.compile(r"https?://[^/]+/[^/]+/([\w~+.%-]+(?:/[\w~+.%-]+)*)", re.ASCII)

ABOUT: Final = About(
    id="launchpad",
    name="Launchpad",
    instances=(LAUNCHPAD,),
    kinds=(
        KindInfo(Kind.BUG_REPORTED, Order.WHOLE),
        KindInfo(Kind.BUG_FIXED, Order.WHOLE),
        KindInfo(Kind.PULL_REQUEST, Order.WHOLE),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Type your name there; what is public is read. The name proves nothing: it "
            "stays marked as said by you.",
        ),
    ),
    limits=(
        (
            "Lists are read in full each time, 75 items a page; the service is slow and sometimes "
            "gives up on a page."
        ),
        "A report is dated when it was filed under its first project.",
        (
            "A bug counts as fixed by you when you are its assignee and a fix was committed or "
            "released."
        ),
    ),
    cannot=(
        "Comments on bugs and reviews of merge proposals: there is no list of them by person.",
        (
            "Translations and karma: they are shown on web pages only. Enter them by hand or "
            "import a file."
        ),
        "Answers to questions, blueprints and uploads of packages.",
        "Private bugs and branches: signing in is not possible here.",
        "Who you are after a change of your name: the service gives no other id.",
    ),
    docs="https://api.launchpad.net/1.0.html",
    icon="bug",
    is_fixed=True,
    handle_words="Your name, as in launchpad.net/~NAME",
    spacing_s=0.5,
)


class Launchpad(BaseProvider):
    """Reads Launchpad."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of version 1.0; it is on a host of its own."""
        return "https://api.launchpad.net/1.0" if instance == LAUNCHPAD else f"{instance}/1.0"

    async def who(self, access: Access, call: Call) -> Who:
        """Look the name up.

        Raises:
            NotThereError: There is nobody of this name, or it is a team's.
        """
        name = access.handle.strip().strip("/").rpartition("/")[2].removeprefix("~")
        reply = await call(Request(f"/~{quote(name, safe='', errors='replace')}"))
        try:
            who, is_team = parse_person(reply.json())
        except BadItemError as error:
            raise UnreadableReplyError(
                "The service's answer is not the person asked for."
            ) from error
        if is_team:
            raise NotThereError("This name is a team's, not a person's.", "Type your own name.")
        return who

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow ``next_collection_link``; tasks of one bug are told apart from the next bug's."""
        address, query = first_of(ask)
        is_first, last = ask.resume is None, ""
        if ask.resume is not None:
            address, query = call.same_origin(str(ask.resume.get("next", ""))), ()
            last = str(ask.resume.get("last", ""))
        parse = READERS[ask.kind]
        while address:
            reply = await call(Request(address, query, is_conditional=is_first))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            is_first, query, body = False, (), reply.json()
            found, aside = parse_items(page_items(body, "entries"), parse)
            records = once_each(found, last)
            last = found[-1].native_id if found else last
            following, total = parse_meta(body)
            address = call.same_origin(following) if following else ""
            resume = {"next": address, "last": last} if address else None
            yield Page(records, aside, resume, total=total)


def first_of(ask: Ask) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return path and query of the first page of a list."""
    name = ask.access.native_id or ask.access.handle
    size = ("ws.size", PAGE_SIZE)
    path = f"/~{quote(name, safe='', errors='replace')}"
    if ask.kind is Kind.PULL_REQUEST:
        states = (("status", state) for state in ASKED_MERGE_STATES)
        return path, (("ws.op", "getMergeProposals"), *states, size)
    is_fixed = ask.kind is Kind.BUG_FIXED
    person = f"https://api.launchpad.net/1.0{path}"
    return path, (
        ("ws.op", "searchTasks"),
        ("assignee" if is_fixed else "bug_reporter", person),
        *(("status", state) for state in (FIXED_STATES if is_fixed else ASKED_BUG_STATES)),
        ("omit_duplicates", "false"),
        ("order_by", "id"),
        size,
    )


def once_each(records: Iterable[Record], last: str) -> tuple[Record, ...]:
    """Return the first record of each bug, without the one the page before ended with."""
    kept = {record.native_id: record for record in reversed(tuple(records))}
    kept.pop(last, None)
    return tuple(reversed(kept.values()))


def parse_meta(body: object) -> tuple[str, int | None]:
    """Return the address of the next page ("" after the last one) and how many items there are.

    Raises:
        UnreadableReplyError: What is said about the list is not what is promised.
    """
    try:
        link = optional_link(body, "next_collection_link")
        return link, optional_number(body, "total_size")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def parse_person(raw: object) -> tuple[Who, bool]:
    """Return who a person is, and whether it is a team instead."""
    name = identifier(raw, "name")
    who = Who(
        native_id=name,
        handle=name,
        name=optional_line(raw, "display_name", limit=200),
        profile_url=f"{LAUNCHPAD}/~{quote(name, safe='', errors='replace')}",
        active_since=optional_instant(raw, "date_created"),
    )
    return who, optional_flag(raw, "is_team") is True


def parse_report(raw: object) -> Record:
    """Return the record of a bug reported, of one of its tasks."""
    return _task(raw, Kind.BUG_REPORTED, Action.RAISED, instant(raw, "date_created"))


def parse_fix(raw: object) -> Record:
    """Return the record of a bug fixed, of one of its tasks."""
    dates = ("date_fix_committed", "date_fix_released", "date_closed", "date_created")
    at = next((found for key in dates if (found := optional_instant(raw, key))), None)
    if at is None:
        raise BadItemError("The bug says nothing of when it was fixed.")
    return _task(raw, Kind.BUG_FIXED, Action.FIXED, at)


def _task(raw: object, kind: Kind, action: Action, at: datetime) -> Record:
    bug = _BUG_LINK.fullmatch(identifier(raw, "bug_link"))
    if bug is None:
        raise BadItemError("The number of the bug is missing.")
    title, status = line(raw, "title"), optional_line(raw, "status")
    plain = _TASK_TITLE.fullmatch(title)
    return Record(
        native_id=bug[1],
        kind=kind,
        action=action,
        title=plain[1] if plain else title,
        occurred_at=at,
        container=place_of(identifier(raw, "target_link"), line(raw, "bug_target_name")),
        url=optional_https_url(raw, "web_link"),
        state=BUG_STATES.get(status, Outcome.NONE),
        raw="" if status in BUG_STATES else as_raw(raw),
    )


def parse_proposal(raw: object) -> Record:
    """Return the record of a merge proposal, of a git or a Bazaar branch."""
    own = _MERGE_LINK.fullmatch(identifier(raw, "self_link"))
    if own is None:
        raise BadItemError("The number of the merge proposal is missing.")
    git = optional_identifier(raw, "target_git_repository_link")
    path = _path_of(git or identifier(raw, "target_branch_link"))
    status = optional_line(raw, "queue_status")
    text = optional_text(raw, "description") or optional_text(raw, "commit_message")
    remote = f"git.launchpad.net/{path}".lower() if git else ""
    return Record(
        native_id=own[2],
        kind=Kind.PULL_REQUEST,
        action=Action.PROPOSED,
        title=text.partition("\n")[0] or f"Merge proposal {own[2]}",
        occurred_at=instant(raw, "date_created"),
        updated_at=optional_instant(raw, "date_merged") or optional_instant(raw, "date_reviewed"),
        container=Container(
            path,
            path,
            f"https://code.launchpad.net/{path}",
            remote.removesuffix(".git"),
        ),
        url=optional_https_url(raw, "web_link"),
        excerpt=text,
        state=MERGE_STATES.get(status, Outcome.NONE),
        visibility=Visibility.RESTRICTED if optional_flag(raw, "private") else Visibility.PUBLIC,
        raw="" if status in MERGE_STATES else as_raw(raw),
    )


def place_of(link: str, name: str) -> Container:
    """Return the project or package a bug is filed under."""
    path = _path_of(link)
    return Container(path, name, f"https://bugs.launchpad.net/{path}")


def _path_of(link: str) -> str:
    path = _PLACE_LINK.fullmatch(link)
    if path is None or len(path[1]) > MAX_ID:
        raise BadItemError("Where it belongs is missing.")
    return path[1]


READERS: Final[dict[Kind, Callable[[object], Record]]] = {
    Kind.BUG_REPORTED: parse_report,
    Kind.BUG_FIXED: parse_fix,
    Kind.PULL_REQUEST: parse_proposal,
}

PROVIDER = Launchpad()
