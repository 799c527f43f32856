"""Turns HTML that a service sends into the plain text it shows.

The tags are taken out by nh3 (ammonia, html5ever), which reads HTML as a browser does; contents of
``script`` and ``style`` go with them. What comes back is text: it is never put into a page again
as markup.
"""

from __future__ import annotations

import html
import re
from typing import Final

from portfolio.model.text import clean, clean_line

MAX_HTML: Final = 200_000  # characters looked at
_BREAK = re.compile(
    r"<\s*(?:br|hr)\b[^<>]*>|<\s*/\s*(?:p|div|li|h[1-6]|tr|blockquote|pre|ul|ol|dd|dt)\s*>",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"<\s*/\s*p\s*>", re.IGNORECASE)
_HREF = re.compile(
    r"<a\b[^<>]{0,500}?\bhref\s*=\s*[\"'](https://[^\"'<>\s]{1,2000})", re.IGNORECASE
)


def text_of_html(markup: str, *, limit: int = 2_000) -> str:
    """Return the text of a piece of HTML in lines, cleaned and cut.

    Args:
        markup: Anything; text without tags comes back as it is, its entities read.
        limit: Most characters.
    """
    import nh3

    markup = markup[:MAX_HTML].encode("utf-8", "replace").decode()
    markup = _PARAGRAPH.sub("\n\n", markup)
    plain = nh3.clean(_BREAK.sub("\n", markup), tags=set())
    return clean(html.unescape(plain), limit=limit)


def first_line(text: str, *, limit: int = 160) -> str:
    """Return the first line of a text, as a title."""
    return clean_line(text.partition("\n")[0], limit=limit)


def link_in(markup: str) -> str:
    """Return the address of the first https link in a piece of HTML, or ""."""
    found = _HREF.search(markup[:MAX_HTML])
    return html.unescape(found[1]) if found else ""
