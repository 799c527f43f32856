"""The XML parser for markup from outside: no document type, so no entities and nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers import expat

from portfolio.attest.badges.strict_json import refused

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

BETWEEN: Final = "\n"
"""Stands between namespace and name; neither can hold a line end."""


def parser() -> XMLParserType:
    """Return a parser that raises `BadgeError` at the first sign of a document type."""
    made = expat.ParserCreate(namespace_separator=BETWEEN)
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _no_document_type
    made.EntityDeclHandler = _no_document_type
    made.ExternalEntityRefHandler = _no_document_type
    return made


def parse(made: XMLParserType, raw: bytes) -> None:
    """Parse a whole file; what is found goes to the parser's handlers.

    Raises:
        BadgeError: It is not well-formed, in an unknown encoding, or has a document type.
    """
    try:
        # All at once: in pieces, one long piece of markup is looked at again and again.
        made.Parse(raw, True)  # noqa: FBT003  (the parser takes no keyword)
    except expat.ExpatError as error:
        raise refused(f"Not well-formed markup: line {error.lineno}.") from error
    except (ValueError, LookupError) as error:  # an encoding nobody knows, or not of single bytes
        raise refused("It is written in an unknown encoding.") from error


def _no_document_type(*_: object) -> NoReturn:
    raise refused("The picture brings a document type, which could make it grow without end.")
