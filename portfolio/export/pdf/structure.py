"""The structure tree: what the page's text is, for screen readers and for reading in order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked content on a page (from 0) that belongs to an element."""

    page: int
    id: int


@dataclass(frozen=True, slots=True)
class LinkObject:
    """A link annotation: its place among the page's and in the parent tree."""

    page: int
    annotation: int


@dataclass(slots=True, eq=False)
class Element:
    """One element; kids are elements, marked content and link annotations in reading order.

    Attributes:
        tag: Standard structure type (ISO 32000-1, 14.8.4), e.g. ``P``.
        language: Where it differs from the document's.
        alt: What a figure or link says.
        scope: ``Column`` for the heads of a table.
    """

    tag: str
    kids: list[Element | Marked | LinkObject] = field(default_factory=list)
    language: str = ""
    alt: str = ""
    scope: str = ""

    def add(self, tag: str, *, language: str = "", alt: str = "", scope: str = "") -> Element:
        """Add a child element and return it."""
        child = Element(tag, language=language, alt=alt, scope=scope)
        self.kids.append(child)
        return child
