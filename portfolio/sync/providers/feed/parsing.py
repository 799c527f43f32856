"""Feeds as bytes to records. feedparser reads them; it is handed a stream, never an address.

A text handed to feedparser may be taken for an address or the name of a file, so it gets a stream
of bytes in UTF-8 that `portfolio.sync.xml_text` has freed of declarations.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from portfolio.errors import UnreadableReplyError
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.model.text import clean_line
from portfolio.sync.markup import text_of_html
from portfolio.sync.parsing import (
    MAX_ID,
    BadItemError,
    found,
    instant,
    optional_https_url,
    optional_instant,
    optional_line,
    optional_listing,
)
from portfolio.sync.provider import Container, Record
from portfolio.sync.xml_text import decoded

MAX_ENTRIES: Final = 2_000
MAX_TAGS: Final = 150_000  # feedparser takes up to 25 microseconds for one, on the asyncio loop
_START = re.compile(r"<(?:\w+:)?(rss|feed|rdf)\b", re.IGNORECASE)
_END = re.compile(r"</\s*(?:\w+:)?(rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE)
_LINKS: Final = ("prev-archive", "next")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, its entries as plain JSON values.

    Attributes:
        url: The web site it belongs to, https or "".
        older: Where older entries are (RFC 5005), as written; "" when it does not say.
        is_wordpress: Older entries may be had with ``?paged=N``.
    """

    title: str
    url: str
    author: str
    entries: tuple[Mapping[str, Any], ...]
    older: str = ""
    is_wordpress: bool = False


def looks_like_feed(body: bytes) -> bool:
    """Whether bytes may be a feed rather than a web page; they need not be a sound one."""
    head = body[:4_000].replace(b"\0", b"").decode("latin-1")
    return _START.search(head) is not None


def read_feed(body: bytes, content_type: str, address: str) -> Feed:
    """Return a feed.

    Args:
        body: As it came.
        content_type: Of the reply.
        address: Where it came from; links in it may be relative to that.

    Raises:
        UnreadableReplyError: It is none, was cut, or declares a document type.
    """
    text = decoded(body, content_type)
    if not _START.search(text[:4_000]) or not _END.search(text[-500:]):
        raise UnreadableReplyError("The service's answer is not a whole feed.")
    if text.count("<") > MAX_TAGS:
        raise UnreadableReplyError("The service's answer has more parts than a feed may have.")
    parsed = _parsed(text, address)
    about = parsed.get("feed") or {}
    return Feed(
        title=clean_line(text_of_html(_text(about, "title")), limit=200),
        url=_https(_text(about, "link")),
        author=clean_line(_text(about, "author_detail", "name") or _text(about, "author")),
        entries=tuple(_plain(entry) for entry in parsed.get("entries", [])[:MAX_ENTRIES]),
        older=_older(about),
        is_wordpress="wordpress" in _text(about, "generator").casefold(),
    )


def _parsed(text: str, address: str) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        # Clean-up of HTML is nh3's; what entries hold is never shown as HTML.
        return feedparser.parse(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        # Its loose reader gives up on some hostile texts with whatever error comes first.
        raise UnreadableReplyError("The service's answer is not a readable feed.") from error


def _plain(entry: Any) -> dict[str, Any]:
    """Return an entry as JSON values; its dates as ISO 8601 in UTC."""
    authors = [_text(each, "name") for each in _get(entry, "authors") or [] if each]
    authors.append(_text(entry, "author_detail", "name") or _text(entry, "author"))
    contents = [_text(each, "value") for each in _get(entry, "content") or [] if each]
    titled = _text(entry, "title_detail", "type")
    title = _text(entry, "title")
    return {
        "id": _text(entry, "id"),
        "link": _text(entry, "link"),
        "title": title if titled == "text/plain" else text_of_html(title),
        "summary": _text(entry, "summary") or next(iter(contents), ""),
        "authors": [name for name in dict.fromkeys(authors) if name],
        "published": _date(entry, "published_parsed") or _date(entry, "created_parsed"),
        "updated": _date(entry, "updated_parsed"),
    }


def _get(value: Any, key: str) -> Any:
    """Return a value of feedparser's mapping without its own renaming of keys."""
    return dict.get(value, key) if isinstance(value, dict) else None


def _text(value: Any, *keys: str) -> str:
    for key in keys:
        value = _get(value, key)
    return value if isinstance(value, str) else ""


def _date(entry: Any, key: str) -> str | None:
    parts = _get(entry, key)
    try:
        year, month, day, hour, minute, second = parts[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def _older(about: Any) -> str:
    links = [link for link in _get(about, "links") or [] if isinstance(link, dict)]
    for relation in _LINKS:
        for link in links:
            if _text(link, "rel") == relation and _text(link, "href"):
                return _text(link, "href")
    return ""


def _https(address: str) -> str:
    return optional_https_url({"a": address}, "a")


def parse_entry(raw: object, *, feed: Feed, address: str) -> Record:
    """Return the record of an entry, as `read_feed` gives it."""
    written = optional_instant(raw, "published") or instant(raw, "updated")
    title, summary = optional_line(raw, "title"), found(raw, "summary")
    if summary is not None and not isinstance(summary, str):
        raise BadItemError("“summary” is not text.")
    body = text_of_html(summary or "")
    return Record(
        native_id=_entry_id(raw),
        kind=Kind.BLOG_POST,
        action=Action.PUBLISHED,
        title=title or clean_line(body.partition("\n")[0], limit=160) or "Entry without a title",
        occurred_at=written,
        container=_container(feed, address),
        url=optional_https_url(raw, "link"),
        excerpt=body,
    )


def is_by(raw: object, author: str, *, otherwise: str) -> bool:
    """Whether an entry is by somebody.

    Args:
        raw: The entry.
        author: The name to look for, as typed; "" takes every entry.
        otherwise: Whose an entry is that names nobody.
    """
    if not author.strip():
        return True
    names = [str(name) for name in optional_listing(raw, "authors")] or [otherwise]
    return _name(author) in {_name(name) for name in names}


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


def _entry_id(raw: object) -> str:
    """Return what names an entry for good: its id, else its link (RFC 4287, 4.2.6)."""
    for key in ("id", "link"):
        value = found(raw, key)
        if value is not None and not isinstance(value, str):
            raise BadItemError(f"“{key}” is not text.")
        named = clean_line(value or "", limit=10_000)
        if named and len(named) <= MAX_ID:
            return named
        if named:
            return f"sha256:{hashlib.sha256(named.encode()).hexdigest()}"
    raise BadItemError("The entry has neither an id nor a link.")


def _container(feed: Feed, address: str) -> Container:
    parts = urlsplit(address)
    host = parts.hostname or "feed"
    return Container(f"{parts.netloc}{parts.path}" or host, feed.title or host, feed.url)


def ids_of(records: Iterable[Record]) -> frozenset[str]:
    """Return the ids of records."""
    return frozenset(record.native_id for record in records)
