"""Whether the claims PDF/UA-1 and PDF/A-3a may be made for a file.

The app carries no checker; this says what our own files could lack. Tests hold the claim against
an independent checker over many documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.pdf.structure import Element

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from portfolio.model.document import Document


def may_claim(document: Document, missing: Collection[str], root: Element) -> bool:
    """Return whether every condition we know of holds.

    Args:
        document: Needs a language and a title.
        missing: Characters that were replaced, because no face has them.
        root: The structure tree; figures need a text in their place.
    """
    figures_speak = all(each.alt for each in _walk(root) if each.tag == "Figure")
    return bool(document.language and document.title) and not missing and figures_speak


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walk(kid)
