"""Walks through searches of bugs, and through what belongs to the bugs found.

A search is asked for in full from a time of change on, in the order of bug numbers: a bug that
changes meanwhile joins the list and leaves none out. A page shorter than asked is not the last.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from portfolio.clock import to_text
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import number, parse_items
from portfolio.sync.provider import Ask, Page, Record, SetAside
from portfolio.sync.providers.bugzilla.parsing import (
    Bug,
    Person,
    fixed_when,
    is_masked,
    parse_attachment,
    parse_bug,
    parse_change,
    parse_comment,
    parse_fixed,
    parse_flag,
    parse_mentored,
    parse_reported,
)
from portfolio.sync.providers.bugzilla.rest import (
    ABOUT_A_BUG,
    BATCH,
    NoSuchMethodError,
    Query,
    RefusedError,
    Rest,
    attachments_of,
    comments_of,
    history_of,
)

_PAGE: Final = 500
_REPORT: Final = (
    f"{ABOUT_A_BUG},creator,creator_detail,assigned_to,assigned_to_detail,resolution,is_open,"
    "last_change_time,cf_last_resolved"
)
_COMMENT: Final = "id,bug_id,count,creator,creator_id,creator_detail,creation_time,is_private,text"
_LOOKED_AT: Final = (
    "bug_status",
    "resolution",
    "priority",
    "bug_severity",
    "component",
    "keywords",
)
_EMPTY_PAGES: Final = 2
"""Changes of flags on bugs that do not show are left out of a page: one empty page is no end."""


@dataclass(frozen=True, slots=True)
class Walking:
    """One walk: what is asked, of whom, where."""

    ask: Ask
    rest: Rest
    me: Person

    @property
    def instance(self) -> str:
        """The account's instance."""
        return self.ask.access.instance

    @property
    def since(self) -> datetime | None:
        """From when on changes are wanted; None for all."""
        window = self.ask.window
        return window.start if window is not None and window.start.year > 1998 else None

    def changed(self) -> list[tuple[str, str]]:
        """Return the part of a search that leaves out what did not change."""
        return [] if self.since is None else [("last_change_time", to_text(self.since))]

    def resume(self, offset: int) -> dict[str, Any]:
        """Return where to go on."""
        return {"offset": offset, "folder": self.rest.folder}


def offset_of(resume: Mapping[str, Any] | None) -> int:
    """Return the offset a walk goes on with."""
    offset = (resume or {}).get("offset")
    return offset if isinstance(offset, int) and offset >= 0 else 0


async def bug_pages(walk: Walking) -> AsyncIterator[Page]:
    """Walk bugs reported, fixed or mentored."""
    login, kind = walk.me.login, walk.ask.kind
    query: Query = [("creator", login)]
    if kind is Kind.BUG_FIXED:
        query = [("assigned_to", login)]
    elif kind is Kind.MENTORING:
        query = [("f1", "bug_mentor"), ("o1", "equals"), ("v1", login)]
    offset = offset_of(walk.ask.resume)
    while True:
        try:
            rows = await walk.rest.searched([*query, *walk.changed()], _REPORT, offset, _PAGE)
        except RefusedError:
            if kind is not Kind.MENTORING:
                raise
            yield Page(missing=("hidden",))  # a field of Mozilla's own
            return
        if not rows:
            return
        offset += len(rows)
        parse = await _reader(walk, rows)
        records, aside = parse_items(rows, parse)
        gone = _not_fixed(rows) if kind is Kind.BUG_FIXED else ()
        yield Page(records, aside, resume=walk.resume(offset), gone=gone)


async def _reader(walk: Walking, rows: Sequence[Any]) -> Callable[[Any], Record | None]:
    if walk.ask.kind is Kind.BUG_REPORTED:
        return lambda raw: parse_reported(raw, walk.instance, walk.me)
    if walk.ask.kind is Kind.MENTORING:
        return lambda raw: parse_mentored(raw, walk.instance)
    dates = await _fixed_dates(walk, rows)
    return lambda raw: parse_fixed(raw, walk.instance, walk.me, dates)


async def _fixed_dates(walk: Walking, rows: Sequence[Any]) -> dict[str, datetime]:
    """Return when bugs were fixed, from their history, where the bug itself does not say."""
    silent = [
        row
        for row in rows
        if isinstance(row, Mapping)
        and row.get("resolution") == "FIXED"
        and not row.get("cf_last_resolved")
    ]
    ids, _bad = parse_items(silent, lambda raw: str(number(raw, "id")))
    found: dict[str, datetime] = {}
    for at in range(0, len(ids), BATCH):
        part = walk.rest.batch(ids[at : at + BATCH], "history", (), history_of)
        async for bug, entries in part:
            dates, _bad = parse_items([{"id": bug, "history": entries}], fixed_when)
            found.update(dates)
    return found


def _not_fixed(rows: Sequence[Any]) -> tuple[str, ...]:
    """Return bugs that are not fixed: one that was, and was opened again, is none any more."""
    other = [row for row in rows if isinstance(row, Mapping) and row.get("resolution") != "FIXED"]
    ids, _bad = parse_items(other, lambda raw: str(number(raw, "id")))
    return ids


async def part_pages(walk: Walking) -> AsyncIterator[Page]:
    """Walk what belongs to bugs: comments, attachments or history."""
    offset = offset_of(walk.ask.resume)
    while True:
        query = [*_criteria(walk), *walk.changed()]
        rows = await walk.rest.searched(query, ABOUT_A_BUG, offset, BATCH)
        if not rows:
            return
        offset += len(rows)
        bugs, aside = parse_items(rows, lambda raw: parse_bug(raw, walk.instance))
        page = await _parts_of(walk, {bug.id: bug for bug in bugs})
        yield Page(
            page.records,
            aside + page.set_aside,
            resume=walk.resume(offset),
            missing=page.missing,
        )


def _criteria(walk: Walking) -> list[tuple[str, str]]:
    login = walk.me.login
    if walk.ask.kind is not Kind.TRIAGE:
        field = "commenter" if walk.ask.kind is Kind.BUG_COMMENT else "attachments.submitter"
        return [("f1", field), ("o1", "equals"), ("v1", login)]
    query = [("j_top", "OR")]
    for at, field in enumerate(_LOOKED_AT, 1):
        query += [(f"f{at}", field), (f"o{at}", "changedby"), (f"v{at}", login)]
    return query


async def _parts_of(walk: Walking, bugs: Mapping[str, Bug]) -> Page:
    """Return one page of what is the person's of some bugs."""
    since = [] if walk.since is None else [("new_since", to_text(walk.since))]
    name = "creator"
    parse: Callable[..., Record | None]
    if walk.ask.kind is Kind.BUG_COMMENT:
        query = [*since, ("include_fields", _COMMENT)]
        found = walk.rest.batch(list(bugs), "comment", query, comments_of)
        parse = parse_comment
    elif walk.ask.kind is Kind.ATTACHMENT:
        # Without this the files themselves are sent.
        query = [("exclude_fields", "data")]
        found = walk.rest.batch(list(bugs), "attachment", query, attachments_of)
        parse = parse_attachment
    else:
        name = "who"
        found = walk.rest.batch(list(bugs), "history", since, history_of)
        parse = parse_change
    records: list[Record] = []
    aside: list[SetAside] = []
    masked = False
    async for bug, rows in found:
        good, bad = _of_bug(walk, rows, bugs[bug], parse)
        records += good
        aside += bad
        masked = masked or is_masked(rows, name, walk.me)
    # Shortened addresses: only somebody signed in is told whose these are.
    return Page(tuple(records), tuple(aside), missing=("sign-in",) if masked else ())


def _of_bug(
    walk: Walking, rows: Sequence[Any], bug: Bug, parse: Callable[..., Record | None]
) -> tuple[tuple[Record, ...], tuple[SetAside, ...]]:
    return parse_items(rows, lambda raw: parse(raw, walk.instance, walk.me, bug))


async def flag_pages(walk: Walking) -> AsyncIterator[Page]:
    """Walk changes of flags the person made; only Mozilla's Bugzilla lists them.

    Without dates the service gives the last thirty days and no more.
    """
    since = walk.since
    days = (
        ("after", to_text(since)[:10] if since is not None else "1998-01-01"),
        ("before", to_text(walk.ask.now)[:10]),
    )
    path = f"/review/flag_activity/setter/{quote(walk.me.login, safe='')}"
    offset, empty = offset_of(walk.ask.resume), 0
    while True:
        query = (*days, ("limit", str(_PAGE)), ("offset", str(offset)))
        try:
            value = await walk.rest.asked(path, query)
        except (NoSuchMethodError, RefusedError):
            yield Page(missing=("hidden",))
            return
        rows = value if isinstance(value, list) else []
        empty = 0 if rows else empty + 1
        if empty >= _EMPTY_PAGES:
            return
        offset += len(rows) or _PAGE
        ids, _bad = parse_items(rows, lambda raw: str(number(raw, "bug_id")))
        bugs = await walk.rest.known(sorted(set(ids)), walk.instance)
        read = partial(parse_flag, instance=walk.instance, me=walk.me, bugs=bugs)
        records, aside = parse_items(rows, read)
        yield Page(records, aside, resume=walk.resume(offset))


async def read_again(walk: Walking, refs: Sequence[str]) -> AsyncIterator[Page]:
    """Read bugs again, as many at a time as an address holds."""
    for at in range(0, len(refs), BATCH):
        some = [ref for ref in refs[at : at + BATCH] if ref.isascii() and ref.isdigit()]
        if not some:
            continue
        query = (("id", ",".join(some)), ("include_fields", _REPORT))
        value = await walk.rest.asked("/bug", query)
        rows = value.get("bugs") if isinstance(value, Mapping) else None
        listed = rows if isinstance(rows, list) else []
        records, aside = parse_items(
            listed, lambda raw: parse_reported(raw, walk.instance, walk.me)
        )
        there = {record.native_id for record in records}
        yield Page(records, aside, gone=() if aside else tuple(set(some) - there))
