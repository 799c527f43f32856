"""Finds the feed of a web site: what its page says, then the usual places."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from portfolio.errors import ForeignAddressError, NotThereError, UnreadableReplyError
from portfolio.sync.provider import Call, Reply, Request
from portfolio.sync.providers.feed.parsing import Feed, looks_like_feed, read_feed

MAX_BYTES: Final = 4_000_000
_MAX_PAGE: Final = 500_000  # characters of a web page looked at
_TYPES: Final = ("application/atom+xml", "application/rss+xml", "application/rdf+xml")
_USUAL: Final = ("feed", "index.xml", "atom.xml", "rss", "feed.xml", "rss.xml")
TAKES: Final = (
    *_TYPES,
    "application/xml",
    "text/xml",
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/octet-stream",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed, and where it is."""

    feed: Feed
    address: str


class _Links(HTMLParser):
    """Collects the feeds a page names in ``<link rel="alternate">``."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = address
        self.found: list[tuple[bool, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take notice of a link."""
        values = {name: value or "" for name, value in attrs}
        if tag == "base" and values.get("href"):
            self.base = _joined(self.base, values["href"]) or self.base
        is_feed = values.get("type", "").partition(";")[0].strip().lower() in _TYPES
        relations = values.get("rel", "").lower().split()
        if tag != "link" or not is_feed or "alternate" not in relations:
            return
        if address := _joined(self.base, values.get("href", "")):
            about = f"{values.get('title', '')} {address}".lower()
            self.found.append(("comment" in about, address))


def feeds_in_page(page: str, address: str) -> tuple[str, ...]:
    """Return the addresses of feeds a web page names, feeds of comments last.

    Args:
        page: HTML, sound or not.
        address: Where it came from.
    """
    links = _Links(address)
    try:
        links.feed(page[:_MAX_PAGE])
        links.close()
    except (AssertionError, ValueError):  # what it found until then is good
        pass
    ordered = sorted(links.found, key=lambda each: each[0])
    return tuple(dict.fromkeys(found for _, found in ordered))


def _joined(base: str, href: str) -> str:
    try:
        whole = urljoin(base, href.strip())
        is_web = urlsplit(whole).scheme in ("https", "http")
    except ValueError:
        return ""
    return whole if href.strip() and is_web else ""


async def find(call: Call, start: str) -> Found:
    """Return the feed at an address, or the one its page names, or one in a usual place.

    Raises:
        UnreadableReplyError: There is none.
        ForeignAddressError: It is on another host.
    """
    reply = await call(feed_request(start))
    if looks_like_feed(reply.body):
        return Found(_feed(reply), reply.address)
    page = reply.body.decode("utf-8", "replace")
    elsewhere: ForeignAddressError | None = None
    for address in feeds_in_page(page, reply.address):
        try:
            at = call.same_origin(address)
        except ForeignAddressError as error:
            elsewhere = elsewhere or error
            continue
        if found := await _at(call, at):
            return found
    for name in _USUAL:
        if found := await _at(call, f"{start.rstrip('/')}/{name}"):
            return found
    if elsewhere is not None:
        raise elsewhere
    raise UnreadableReplyError(
        "There is no feed at this address.",
        "Give the address of the feed itself; the page of a blog often links to it as “RSS”.",
    )


async def _at(call: Call, address: str) -> Found | None:
    try:
        reply = await call(feed_request(address))
    except NotThereError:
        return None
    if not looks_like_feed(reply.body):
        return None
    return Found(_feed(reply), reply.address)


def feed_request(address: str, *, is_conditional: bool = False) -> Request:
    """Return the request for a feed, or for a page that names one."""
    return Request(address, takes=TAKES, max_bytes=MAX_BYTES, is_conditional=is_conditional)


def _feed(reply: Reply) -> Feed:
    return read_feed(reply.body, reply.headers.get("content-type", ""), reply.address)


def feed_of(reply: Reply) -> Found:
    """Return the feed a reply is.

    Raises:
        UnreadableReplyError: It is none.
    """
    return Found(_feed(reply), reply.address)
