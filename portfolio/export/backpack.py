"""Lays a backpack out: original files, a list for programs, a page for people, and as a zip.

It is given what the gate let through, and cannot reach anything else. The page runs nothing and
loads nothing from elsewhere. The same things make the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final

from portfolio.export.gate.addresses import public_address
from portfolio.model import backpack as index_form
from portfolio.model.backpack import BackpackIndex, Entry, EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of zips: the files' own dates would differ each time
_PLAIN_FILE: Final = 0o644 << 16
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b2524;background:#fff}li{margin:0 0 1.25rem;overflow-wrap:anywhere}"
    "ul{padding:0;list-style:none}h2{font-size:1.15rem;margin:2rem 0 .75rem}"
    ".what{font-weight:600}.small{color:#51605e;font-size:.9rem}"
    "@media(prefers-color-scheme:dark){body{color:#e6ecea;background:#171b1c}.small{color:#a5b1af}"
    "a{color:#86c5d8}}"
)
_INTRODUCTION: Final = (
    "Each file is exactly as it came to its holder. This page says what lies where. Whether a badge"
    " or letter holds is in the file itself: <code>portfolio check</code> with this folder or zip"
    " says it, and for badges so does any other program that checks Open Badges."
)
_HEADINGS: Final = (
    (EntryKind.BADGE, "Badges"),
    (EntryKind.LETTER, "Letters"),
    (EntryKind.LISTED, "Badges on services"),
    (EntryKind.COLLECTION, "For programs"),
)


@dataclass(frozen=True, slots=True)
class Packed:
    """One thing to be packed: what the list says of it, and its file (empty for a page)."""

    entry: Entry
    data: bytes = b""


def lay_out(
    holder: str, made_on: date, things: Iterable[Packed], *, audience: str = ""
) -> dict[str, bytes]:
    """Return a backpack's files by their paths, in the order of the list.

    Args:
        holder: The name the gate lets through.
        made_on: The day that is written down.
        things: In their order, each with a path of its own.
        audience: For whom it is, "" when it does not say.
    """
    packed = list(things)
    entries = tuple(_with_digest(each) for each in packed)
    index = BackpackIndex(holder, made_on, entries, audience)
    files = {index_form.PAGE: page(index), index_form.INDEX: index_form.to_json(index)}
    files.update({each.entry.path: each.data for each in packed if each.entry.path})
    return files


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip; stored, so that every computer makes the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.create_system = 3  # the same on every system
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, data)
    return buffer.getvalue()


def page(index: BackpackIndex) -> bytes:
    """Return the page a person reads, UTF-8."""
    title = f"Badges and letters of {index.holder}" if index.holder else "Badges and letters"
    policy = f"default-src 'none'; style-src 'sha256-{_digest(_STYLE)}'; base-uri 'none'"
    whom = f"For {escape(index.audience)}. " if index.audience else ""
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        f"<body><main><h1>{escape(title)}</h1>",
        f"<p>{whom}Made on {index.made_on.isoformat()}. {_INTRODUCTION}</p>",
    ]
    for kind, heading in _HEADINGS:
        listed = [each for each in index.entries if each.kind is kind]
        if listed:
            lines.append(f"<h2>{heading}</h2><ul>")
            lines += [_item(each, index) for each in listed]
            lines.append("</ul>")
    lines.append("</main></body></html>")
    return ("\n".join(lines) + "\n").encode()


def _item(entry: Entry, index: BackpackIndex) -> str:
    whose = f"from a person: {entry.whose}" if entry.from_person else entry.whose
    rest = ", ".join(part for part in (whose, entry.dated) if part)
    name = entry.title or entry.path
    parts = [f'<li><span class="what">{escape(name)}</span>']
    if rest:
        parts.append(f"<br>{escape(rest)}")
    links = [(entry.path, "The file")] if entry.path else []
    links += [
        (each.path, "In its picture")
        for each in index.entries
        if each.kind is EntryKind.PICTURE and entry.path in each.of
    ]
    if address := public_address(entry.url):
        links.append((address, "Its page"))
    shown = " · ".join(
        f'<a rel="noreferrer" href="{escape(href)}">{words}: {escape(href)}</a>'
        for href, words in links
    )
    digest = f"<br>SHA-256 {entry.sha256}" if entry.sha256 else ""
    parts.append(f'<div class="small">{shown}{digest}</div></li>')
    return "".join(parts)


def _with_digest(packed: Packed) -> Entry:
    if not packed.entry.path:
        return packed.entry
    return replace(packed.entry, sha256=hashlib.sha256(packed.data).hexdigest())


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
