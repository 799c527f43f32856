"""Feed: entries of a blog, in RSS or Atom.

API: RSS 0.9 to 2.0, RDF, Atom (RFC 4287), paging and archives (RFC 5005), WordPress' ``?paged=N``.
Auth: none. Durable ids: the entry's ``id`` or ``guid``, else its link; the account's is the address
of the feed. Feeds hold the last entries only: what is missing from one is not gone. ETag and
Last-Modified are sent back. Not to be had: what fell out of a feed without an archive.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from portfolio.errors import ForeignAddressError, NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import parse_items
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
    WayInfo,
    Who,
)
from portfolio.sync.providers.feed.discovery import Found, feed_of, feed_request, find
from portfolio.sync.providers.feed.parsing import ids_of, is_by, parse_entry

_MAX_ARCHIVES: Final = 500

ABOUT: Final = About(
    id="feed",
    name="Blog or feed",
    instances=(),
    kinds=(KindInfo(Kind.BLOG_POST, Order.LATEST_ONLY, limit="latest-only"),),
    ways=(
        WayInfo(
            Way.NAME,
            words="Give the address of your blog or of its feed (RSS or Atom). Nothing to sign in "
            "to; only what is public is read.",
        ),
    ),
    limits=(
        "Feeds hold the latest entries only; older ones are read where the feed has an archive.",
        "A feed larger than 4 MB is not read, nor one that declares a document type.",
    ),
    cannot=(
        "What fell out of a feed without an archive before it was first read.",
        "Talks and podcasts have no common form: add those by hand or from a file.",
        "A feed on another host than the page that names it: give the feed's own address.",
    ),
    docs="https://www.rfc-editor.org/rfc/rfc4287",
    icon="newspaper",
    handle_words="Your name, as shown with the entries",
    option_words={
        "author": "Only entries by this author, as the feed writes the name",
        "feed": "Address of the feed, when it is not found",
    },
)


class FeedProvider(BaseProvider):
    """Any blog."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """Find the feed; its address is the durable id."""
        start = access.options.get("feed", "").strip() or access.instance
        try:
            found = await find(call, call.same_origin(start))
        except UnreadableReplyError as error:
            raise NotThereError(error.title, error.detail) from error
        return Who(
            native_id=found.address,
            handle=access.handle or found.feed.title or (urlsplit(found.address).hostname or ""),
            name=found.feed.author or found.feed.title,
            profile_url=found.feed.url,
        )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Read the feed, then its archives from the newest to the oldest."""
        resume: Mapping[str, Any] | None = ask.resume
        known: frozenset[str] = frozenset()
        while True:
            found = await _read(ask, resume, call)
            if found is None:
                yield Page(is_unchanged=resume is None)
                return
            parse = partial(_record, ask.access.options.get("author", ""), found)
            records, aside = parse_items(found.feed.entries, parse)
            is_new = bool(ids_of(records) - known) or not known
            known |= ids_of(records)
            resume = _older(found, resume, call) if is_new else None
            yield Page(records, aside, resume)
            if resume is None:
                return


def _record(author: str, found: Found, raw: object) -> Record | None:
    if not is_by(raw, author, otherwise=found.feed.author):
        return None
    return parse_entry(raw, feed=found.feed, address=found.address)


async def _read(ask: Ask, resume: Mapping[str, Any] | None, call: Call) -> Found | None:
    """Return the feed or one of its archives; None when nothing changed or there is no more."""
    if resume is not None:
        try:
            return feed_of(await call(feed_request(call.same_origin(str(resume.get("next"))))))
        except NotThereError:
            return None  # WordPress says so behind the last page
    known = ask.access.options.get("feed", "").strip() or ask.access.native_id
    if not known.startswith(("https://", "http://")):
        return await find(call, ask.access.instance)
    reply = await call(feed_request(call.same_origin(known), is_conditional=True))
    return None if reply.is_unchanged else feed_of(reply)


def _older(
    found: Found, resume: Mapping[str, Any] | None, call: Call
) -> dict[str, str | int] | None:
    """Return where older entries are, if anywhere."""
    count = int((resume or {}).get("count", 1)) + 1
    if count > _MAX_ARCHIVES or not found.feed.entries:
        return None
    address = found.feed.older
    if not address and found.feed.is_wordpress:
        first = str((resume or {}).get("first", found.address))
        address = f"{first}{'&' if '?' in first else '?'}paged={count}"
        return {"next": address, "count": count, "first": first}
    try:
        return {"next": call.same_origin(address), "count": count} if address else None
    except ForeignAddressError:
        return None  # an archive on another host is not this account's


PROVIDER = FeedProvider()
