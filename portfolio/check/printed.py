"""Whether what is printed on a document's pages is what its attached record says.

Both sides are compared without blanks, line ends and invisible marks: pages break lines where
they like, and readers put blanks where they like.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portfolio.model.document import Entry, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.model.document import Block, Document, Span

_MOST_SHOWN: Final = 80
_INVISIBLE: Final = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing in which pages and record differ.

    Attributes:
        said: A text of the record that is not printed.
    """

    said: str


def difference(document: Document, pages: Sequence[str]) -> Difference | None:
    """Return what the record says and the pages do not, or None.

    Readers disagree about the order of words on a right-to-left page, and of letters in its words:
    there, words are looked for one by one, and those of its script by their letters.
    """
    printed = "".join(_without_footer(document, page) for page in map(_plain, pages))
    letters = "".join(sorted(set(printed)))
    for text in texts(document):
        wanted = _plain(text)
        if not wanted or wanted in printed:
            continue
        is_rtl = document.direction == "rtl" or _is_rtl(wanted)
        if is_rtl and all(_has(printed, letters, word) for word in text.split()):
            continue
        return Difference(text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…")
    return None


def _has(printed: str, letters: str, word: str) -> bool:
    """Say whether a word is printed, in a script whose order readers disagree about."""
    # Marks of punctuation change sides, addresses are turned round at them, brackets mirrored.
    parts = re.findall(r"[^\W_]+", _plain(word))
    return all(
        part in printed
        or part[::-1] in printed  # "E2" comes out as "2E"
        or (_is_rtl(part) and all(char in letters for char in part))
        for part in parts
    )


def texts(document: Document) -> Iterator[str]:
    """Return every statement a document makes, as it is printed."""
    yield document.name
    yield document.headline
    for span in document.contact:
        yield span.text
    for section in document.sections:
        yield section.heading
        for block in section.blocks:
            yield from _block_texts(block)
    if not document.has_annex:
        return
    if document.evidence is not None:
        for item in document.evidence.items:
            yield item.title
            yield item.detail
    if document.attached is not None:
        for attached in document.attached.items:
            yield attached.title
            yield attached.finding


def _block_texts(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        for paragraph in block.paragraphs:
            yield _said(paragraph)
        return
    if isinstance(block, Entry):
        yield block.title
        yield block.what_it_is
        for role in block.roles:
            yield role.role
            yield role.dates
        for totals in block.totals:
            yield from totals.counts
    for bullet in block.bullets:
        yield _said(bullet.spans)
        yield _said(bullet.under)


def _said(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)


def _without_footer(document: Document, page: str) -> str:
    footer = _plain(document.footer)
    return page.replace(footer, "") if footer else page


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char for char in folded if unicodedata.category(char) not in _INVISIBLE)


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
