"""Badges baked into SVG pictures: the element that holds them, found, put in, replaced.

The prefix of the element is free, its namespace tells what it is. A document type, and with it
every entity, is refused before it does anything: no badge needs one. Baking works on the text as it
stands, so the drawing stays as it was, letter for letter. See "Badge Baking" of Open Badges 2.0 and
section 5.3.2 of Open Badges 3.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

from portfolio.attest.badges import markup
from portfolio.attest.badges.badge_file import NoBadgeError
from portfolio.attest.badges.baked import MAX_PAYLOAD, Baked, Keyword, only_one
from portfolio.attest.badges.strict_json import refused
from portfolio.errors import BadgeError

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 50_000
_SVG: Final = frozenset(("http://www.w3.org/2000/svg\nsvg", "svg"))
_NAMESPACES: Final = {
    Keyword.OPEN_BADGES: "http://openbadges.org",
    Keyword.CREDENTIAL: "https://purl.imsglobal.org/ob/v3p0",
}
_NAMES: Final = {Keyword.OPEN_BADGES: "assertion", Keyword.CREDENTIAL: "credential"}
_ELEMENTS: Final = {
    f"{_NAMESPACES[keyword]}{markup.BETWEEN}{_NAMES[keyword]}": keyword for keyword in Keyword
}
_TAG = re.compile(rb"<(?P<name>[^\s/>]+)(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_TOKEN_OR_ADDRESS = re.compile(rb"[\x21-\x3b\x3d-\x7e]+")  # visible ASCII without "<"
_WEB_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_UTF_8: Final = frozenset(("", "utf-8", "utf8", "us-ascii", "ascii"))


@dataclass(slots=True)
class _Element:
    """An element that holds a badge: where it lies in the bytes, and what is in it."""

    keyword: Keyword
    start: int
    verify: str
    texts: list[str] = field(default_factory=list)
    room: int = MAX_PAYLOAD
    end: int = 0

    def add(self, text: str) -> None:
        self.texts.append(text)
        self.room -= len(text)
        if self.room < 0:
            raise refused(f"The badge in it has more than {MAX_PAYLOAD:,} bytes.")

    def payload(self) -> bytes:
        body = "".join(self.texts).strip()
        # A token is the badge itself. An address says where it lies, and a copy may stand beside.
        is_token = self.verify.count(".") == 2 and "/" not in self.verify
        return (self.verify if is_token or not body else body).strip().encode()


def looks_like_svg(raw: bytes) -> bool:
    """Whether a file may be an SVG picture: it begins with a tag, and not as a web page does."""
    begin = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin[:1] == b"<" and not _WEB_PAGE.match(begin)


def unbake(raw: bytes) -> Baked:
    """Return what is baked into a picture; nothing in it when it is a mere picture.

    Raises:
        BadgeError: It is no SVG, not well-formed, too large, or has a document type; or two badges
            of one standard lie in it.
    """
    found: dict[Keyword, bytes] = {}
    for element in _read(raw).elements:
        only_one(found, element.keyword, element.payload())
    return Baked(found)


def bake(picture: bytes, payload: bytes, keyword: Keyword) -> bytes:
    """Return the picture with a badge in it, in place of any that was baked into it before.

    Args:
        picture: The bytes of an SVG in UTF-8.
        payload: UTF-8: a compact token, an address, or JSON. Blanks round it are left out, and
            line ends between the parts of JSON become line feeds.
        keyword: Of the standard the badge is written in.

    Raises:
        BadgeError: As `unbake`; or the picture is not in UTF-8, or the badge no such text.
    """
    if len(payload) > MAX_PAYLOAD:
        raise refused(f"A badge of more than {MAX_PAYLOAD:,} bytes.")
    reading = _read(picture)
    if reading.encoding.lower() not in _UTF_8 or picture.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadgeError("This picture cannot hold a badge.", "It is not written in UTF-8.")
    payload = _fit_for_xml(payload)
    element = _written(payload, keyword)
    made = _with_element(picture, reading, element)
    if unbake(made).found != {keyword: payload}:
        raise BadgeError("This picture cannot hold a badge.", "The badge in it would not be whole.")
    return made


class _Reading:
    """One pass over a picture: finds the elements of badges, refuses what no picture needs."""

    def __init__(self) -> None:
        self.elements: list[_Element] = []
        self.root_at = -1
        self.encoding = ""
        self._open: _Element | None = None
        self._open_depth = 0
        self._depth = 0
        self._number = 0
        parser = markup.parser()
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser

    def read(self, raw: bytes) -> None:
        self._raw = raw
        markup.parse(self._parser, raw)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._number += 1
        if self._depth > MAX_DEPTH or self._number > MAX_ELEMENTS:
            raise refused("The picture is nested too deeply or has too many parts.")
        if self._number == 1:
            if name not in _SVG:
                raise NoBadgeError("This file holds no badge.", "It is markup, but no picture.")
            self.root_at = self._parser.CurrentByteIndex
        keyword = _ELEMENTS.get(name)
        if keyword is None:
            return
        if self._open is not None:
            raise BadgeError("This picture has two badges inside.", "One lies in the other.")
        at = self._parser.CurrentByteIndex
        self._open = _Element(keyword, at, attributes.get("verify", "").strip())
        self._open_depth = self._depth
        self.elements.append(self._open)

    def _end(self, _name: str) -> None:
        if self._open is not None and self._depth == self._open_depth:
            self._open.end = self._end_of(self._open.start, self._parser.CurrentByteIndex)
            self._open = None
        self._depth -= 1

    def _end_of(self, start: int, last: int) -> int:
        tag = _TAG.match(self._raw, start)
        if tag is None:  # in an encoding whose letters take two bytes; baking refuses those
            return last
        return tag.end() if tag[0].endswith(b"/>") else self._raw.index(b">", last) + 1

    def _text(self, text: str) -> None:
        if self._open is not None and self._depth == self._open_depth:
            self._open.add(text)


def _read(raw: bytes) -> _Reading:
    if len(raw) > MAX_BYTES:
        raise refused(f"More than {MAX_BYTES:,} bytes.")
    reading = _Reading()
    reading.read(raw)
    return reading


def _fit_for_xml(payload: bytes) -> bytes:
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused("The badge is not written in UTF-8.") from error
    text = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    # Two characters JSON may hold as they are and XML may not.
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff").encode()


def _written(payload: bytes, keyword: Keyword) -> bytes:
    name, namespace = f"openbadges:{_NAMES[keyword]}", _NAMESPACES[keyword]
    start = f'<{name} xmlns:openbadges="{namespace}"'.encode()
    if _TOKEN_OR_ADDRESS.fullmatch(payload) and not payload.startswith((b"{", b"[")):
        return start + b" verify=" + quoteattr(payload.decode()).encode() + b"/>"
    body = payload.replace(b"]]>", b"]]]]><![CDATA[>")
    return start + b"><![CDATA[" + body + b"]]></" + name.encode() + b">"


def _with_element(picture: bytes, reading: _Reading, element: bytes) -> bytes:
    kept, at = [], 0
    for old in reading.elements:
        kept.append(picture[at : old.start])
        at = old.end
    bare = b"".join([*kept, picture[at:]])
    root = _TAG.match(bare, reading.root_at)
    if root is None:
        raise refused("The picture's first tag is damaged.")
    head, rest = bare[: root.end()], bare[root.end() :]
    if head.endswith(b"/>"):
        return head[:-2] + b">" + element + b"</" + root["name"] + b">" + rest
    return head + element + rest
