"""Writes a share file: UTF-8 JSON that a program reads whole and a person can look through.

::

    {"schema": "portfolio-share/1",
     "audience": "...", "purpose": "...", "until": "2027-05-31",
     "document": {...},                     as in a PDF's document.json
     "files": {"T1.testimonial": "..."}}    exact bytes, in base64

The same things make the same bytes. What only helps with a PDF is left out of the document.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.export import document_json
from portfolio.model.share import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.document import Attachment, Document
    from portfolio.model.share import Terms


def render(document: Document, attachments: Iterable[Attachment], terms: Terms) -> bytes:
    """Return a share file.

    Args:
        document: From the gate.
        attachments: Letters and badges the document names.
        terms: For whom, for what, until when.
    """
    said = json.loads(document_json.to_json(_without_pdf(document)))
    named = _named_files(document)
    files = {
        each.name: base64.b64encode(each.data).decode("ascii")
        for each in attachments
        if each.name in named
    }
    share = {
        "schema": SCHEMA,
        "audience": terms.audience,
        "purpose": terms.purpose,
        "until": terms.until.isoformat(),
        "document": said,
        "files": files,
    }
    text = json.dumps(share, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def _named_files(document: Document) -> frozenset[str]:
    items = document.attached.items if document.attached else ()
    return frozenset(name for each in items for name in (each.file, each.signature) if name)


def _without_pdf(document: Document) -> Document:
    """Return a document without the words on how to check a PDF."""
    attached = document.attached
    if attached is not None:
        attached = replace(attached, commands_heading="", commands=())
    return replace(document, check=None, attached=attached)
