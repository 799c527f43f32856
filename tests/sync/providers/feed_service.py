"""A scripted blog with an Atom feed and its archives, three entries a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_html

PAGE = 3
ATOM = "application/atom+xml; charset=utf-8"
LINKING = '<!doctype html><link rel="alternate" type="application/atom+xml" href="/atom.xml">'
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def entry(number: int, **others: Any) -> dict[str, Any]:
    return {
        "id": f"tag:blog.example,2026:{900 - number}",
        "link": f"https://blog.example/{900 - number}",
        "title": f"Post {number}",
        "published": f"2026-10-{28 - number:02}T10:00:00Z",
        "updated": f"2026-10-{28 - number:02}T12:00:00Z",
        "author": "Ada L.",
        "content": f"<p>Words <b>of</b> post {number}.</p>",
        **others,
    }


def _said(value: Any) -> str:
    return escape(_UNFIT.sub("", value if isinstance(value, str) else str(value)))


def atom_entry(item: Any) -> str:
    """Return an entry; what is no mapping becomes a text no reader can make sense of."""
    if not isinstance(item, Mapping):
        return f"<entry>{_said(item)}</entry>"
    names = [name for name in ("id", "title", "published", "updated") if item.get(name) is not None]
    parts = [f"<{name}>{_said(item[name])}</{name}>" for name in names]
    if item.get("link") is not None:
        href = quoteattr(_UNFIT.sub("", str(item["link"])))
        parts.append(f'<link rel="alternate" href={href}/>')
    if item.get("author") is not None:
        parts.append(f"<author><name>{_said(item['author'])}</name></author>")
    if item.get("content") is not None:
        parts.append(f'<content type="html">{_said(item["content"])}</content>')
    return f"<entry>{''.join(parts)}</entry>"


def atom(items: Sequence[Any], older: str = "", generator: str = "") -> bytes:
    link = f'<link rel="prev-archive" href={quoteattr(older)}/>' if older else ""
    made = f"<generator>{escape(generator)}</generator>" if generator else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        "<id>tag:blog.example,2020:feed</id><title>Ada&apos;s notes</title>"
        f'<link rel="alternate" href="https://blog.example/"/>{link}{made}'
        f"{''.join(atom_entry(item) for item in items)}</feed>\n"
    ).encode()


class BlogService:
    """A page, a feed, and older entries behind it."""

    def __init__(self, world: World, *, page: str = LINKING, is_wordpress: bool = False) -> None:
        self.world = world
        self.page = page
        self.is_wordpress = is_wordpress
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        if request.path == "/":
            return as_html(self.page)
        if request.path != "/atom.xml":
            return Answer(404, {"Content-Type": "text/html"}, b"<h1>Not found</h1>")
        items = list(self.world.items.get(Kind.BLOG_POST, ()))
        number = int(request.query.get("paged", "1"))
        start = (number - 1) * PAGE
        if start and start >= len(items):
            return Answer(404, {"Content-Type": "text/html"}, b"<h1>Not found</h1>")
        has_more = start + PAGE < len(items) and not self.is_wordpress
        older = f"/atom.xml?paged={number + 1}" if has_more else ""
        generator = "https://wordpress.org/?v=6.1" if self.is_wordpress else ""
        return Answer(
            200, {"Content-Type": ATOM}, atom(items[start : start + PAGE], older, generator)
        )
