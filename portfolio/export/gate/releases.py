"""Releases made, as a fact: "Made 7 releases, 3.0 to 3.6, 2019 – 2022"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.export.gate import periods
from portfolio.export.gate.periods import Month
from portfolio.model.document import Bullet, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.gate.desk import Desk
    from portfolio.export.gate.pen import Pen
    from portfolio.model.deed import Deed

_TAG_KEY = re.compile(r"git-tag:(.+):[^:]*")
# "v3.0", "release-3.0", "version/3.0": the version is what a reader knows the release by. Any other
# name stays whole.
_VERSION = re.compile(r"(?:(?:release|version|rel|ver|r)s?[-_/. ]?)?v?(\d[\w.+-]*)", re.IGNORECASE)


def made(desk: Desk, deeds: Iterable[Deed]) -> Bullet:
    """Return the statement on releases made in one project.

    Args:
        desk: Its book numbers the first and the last, so that a reader can open them.
        deeds: At least one release that may be shown.
    """
    releases = sorted(deeds, key=lambda deed: (deed.occurred_at, deed.key))
    ends = [releases[0], releases[-1]] if len(releases) > 1 else releases
    items = [desk.book.work(deed) for deed in ends]
    names = [
        desk.pen.link(_name(desk.pen, deed), item.address)
        for deed, item in zip(ends, items, strict=True)
    ]
    spans = _spans(desk.pen, len(releases), names, _years(desk, releases))
    return Bullet(tuple(spans), desk.book.marks(items))


def _name(pen: Pen, deed: Deed) -> str:
    """Return the version of a release, from the tag's name; else its title."""
    tag = _TAG_KEY.fullmatch(deed.key)
    name = tag[1] if tag else deed.title
    version = _VERSION.fullmatch(name)
    return pen.line(version[1] if version else name, limit=60)


def _years(desk: Desk, releases: list[Deed]) -> str:
    words = desk.pen.words
    dates = [deed.occurred_at for deed in releases if desk.visibility.is_dated(deed)]
    if not dates:
        return ""
    first, last = dates[0], dates[-1]
    if len(releases) == 1:
        month = Month(first.year, first.month)
        return periods.in_words(words, month, month, is_current=False)
    return periods.in_words(words, Month(first.year), Month(last.year), is_current=False)


def _spans(pen: Pen, count: int, names: list[Span], years: str) -> list[Span]:
    spans = [Span(pen.words.count("made_releases", count)), Span(", ")]
    if len(names) == 1 or names[0].text == names[-1].text:
        spans.append(names[0])
    else:
        for piece in pen.words.pieces("versions"):
            if piece.is_field:
                spans.append(names[0] if piece.text == "first" else names[-1])
            else:
                spans.append(Span(piece.text))
    return [*spans, Span(f", {years}")] if years else spans
