"""XML from outside, read without what makes XML dangerous.

Declarations (``<!DOCTYPE``, ``<!ENTITY``) are where entities come from: external ones that reach
for files and addresses, nested ones that grow without end. Nothing Portfolio reads needs them, so
a document with one is refused whole, before any parser sees it. The encoding is settled here as
well: two readers must not see two documents in the same bytes.
"""

from __future__ import annotations

import codecs
import re
from typing import Final
from xml.etree import ElementTree as ET

from portfolio.errors import UnreadableReplyError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>", re.IGNORECASE)
_SKIPPED = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def decoded(body: bytes, content_type: str = "") -> str:
    """Return the text of an XML document without its XML declaration.

    A byte order mark counts first, then the charset of the reply's header, then the declaration,
    then UTF-8 (RFC 7303, 3). Characters XML does not have are left out.

    Raises:
        UnreadableReplyError: It declares a document type or entities, or its encoding is unknown.
    """
    text = _text(body, content_type)
    text = _UNFIT.sub("", text).removeprefix("\ufeff")
    text = text[found.end() :] if (found := _XML_DECLARATION.match(text)) else text
    if _declares(text):
        raise UnreadableReplyError(
            "The service's answer declares a document type, which is not read."
        )
    return text


def tree(body: bytes, content_type: str = "") -> ET.Element:
    """Return the root of a well-formed XML document.

    Raises:
        UnreadableReplyError: It is none, or declares a document type or entities.
    """
    text = decoded(body, content_type)
    try:
        return ET.fromstring(text)  # noqa: S314 - it has no declarations
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise UnreadableReplyError("The service's answer is not readable.") from error


def _text(body: bytes, content_type: str) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    charset = _CHARSET.search(content_type)
    declared = _DECLARED.match(body.lstrip()[:300])
    name = charset[1] if charset else declared[1].decode("ascii") if declared else "utf-8"
    try:
        return body.decode(name, "replace")
    except (LookupError, ValueError) as error:  # ValueError: codecs that are no encodings
        raise UnreadableReplyError("The service's answer is in an unknown encoding.") from error


def _declares(text: str) -> bool:
    """Whether a declaration stands before the first element, the only place XML allows it."""
    place = 0
    while found := _SKIPPED.match(text, place):
        place = found.end()
    return text.startswith("<!", place)
