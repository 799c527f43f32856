"""Whether a document's pages say more than its attached record: words and links put in later.

Counted are letters and digits, each by itself: what the record says has so many of each, and the
pages may have no more. Readers disagree about order, blanks and line breaks, never about that.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from portfolio.model.document import Entry, Prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portfolio.model.document import (
        AttachedList,
        Block,
        Bullet,
        Document,
        EvidenceList,
        Mark,
        Span,
    )

MOST_WORDS: Final = 12
_MOST_SHOWN: Final = 80
_MOST_LOOKED_FOR: Final = 2000
"""Words that are looked for within the record's: each takes as long as the record is."""


def said_besides(document: Document, pages: Sequence[str]) -> str | None:
    """Return what the pages say and the record does not; None where they say no more.

    Args:
        document: The record.
        pages: The text of each page.

    Returns:
        The words that are new, cut; ``""`` where only words of the record were added.
    """
    printed = _letters("".join(pages))
    texts = [*_body(document), *_furniture(document, len(pages))]
    texts += _annex(document, printed)
    said = _letters("".join(texts))
    if not Counter(printed) - Counter(said):
        return None
    known = {_letters(word) for text in texts for word in text.split()}
    words = "\n".join(pages).split()
    new = _new(words, known, said)
    if not new:
        return ""
    is_run = new[-1] - new[0] < MOST_WORDS
    told = " ".join(words[at] for at in (range(new[0], new[-1] + 1) if is_run else new))
    return told if len(told) <= _MOST_SHOWN else f"{told[: _MOST_SHOWN - 1]}…"


def _new(words: Sequence[str], known: set[str], said: str) -> list[int]:
    """Return where the first words stand that are not in the record, nor parts of its words."""
    found: list[int] = []
    looked = 0
    for at, word in enumerate(words):
        letters = _letters(word)
        if letters in known:
            continue
        looked += 1
        if letters not in said:
            found.append(at)
        if len(found) == MOST_WORDS or looked == _MOST_LOOKED_FOR:
            break
    return found


def links_elsewhere(document: Document, links: Iterable[str]) -> list[str]:
    """Return the addresses that links of the pages lead to and the record does not name."""
    named = {span.href for span in _spans(document)}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Entry):
                named |= {block.href, *(totals.source.href for totals in block.totals)}
    named |= {item.address for item in document.evidence.items} if document.evidence else set()
    named |= {document.check.code} if document.check else set()
    return [each for each in links if each not in named]


def _spans(document: Document) -> Iterator[Span]:
    yield from document.contact
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Prose):
                yield from (span for paragraph in block.paragraphs for span in paragraph)
                continue
            for bullet in block.bullets:
                yield from (*bullet.spans, *bullet.under)
    if document.check is not None:
        yield from (span for note in document.check.notes for span in note)


class _Folded(dict[int, str]):
    """What each character counts as: its letters and digits, without marks; found when asked."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        self[code] = "".join(part for part in parts if unicodedata.category(part)[0] in "LN")
        return self[code]


_FOLDED = _Folded()


def _letters(text: str) -> str:
    return text.translate(_FOLDED)


def _body(document: Document) -> Iterator[str]:
    yield document.name
    yield document.headline
    yield _said(document.contact)
    for section in document.sections:
        yield section.heading
        for block in section.blocks:
            yield from _block(block)
    if document.check is not None:
        yield document.check.heading
        for number, step in enumerate(document.check.steps, start=1):
            yield f"{number}. {step}"
        yield from map(_said, document.check.notes)
    yield document.basis


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        yield from map(_said, block.paragraphs)
        yield from _labels(block.marks)
        return
    if isinstance(block, Entry):
        yield block.title
        yield block.what_it_is
        for role in block.roles:
            yield from (role.role, role.dates, role.capacity, role.organisation)
            yield from _labels([role.mark] if role.mark is not None else [])
        for totals in block.totals:
            yield from (totals.leads, *totals.counts, totals.period, totals.source.text)
            yield totals.read_on
    for bullet in block.bullets:
        yield from _bullet(bullet)


def _bullet(bullet: Bullet) -> Iterator[str]:
    yield _said(bullet.spans)
    yield _said(bullet.under)
    yield from _labels(bullet.marks)


def _labels(marks: Iterable[Mark]) -> Iterator[str]:
    return (mark.label for mark in marks)


def _furniture(document: Document, page_count: int) -> Iterator[str]:
    """Yield what stands at the foot of every page."""
    words = " ".join(words for _, words in document.legend.marks)
    for page in range(1, page_count + 1):
        yield document.footer
        yield words
        page_of = document.legend.page_of  # anybody's: not a pattern to be trusted
        yield page_of.replace("{page}", str(page)).replace("{pages}", str(page_count))


def _annex(document: Document, printed: str) -> Iterator[str]:
    if not document.has_annex:
        return
    if document.evidence is not None and document.evidence.items:
        yield from _table(document.evidence, printed)
        for work in document.evidence.items:
            address = work.address.partition("://")[2] or work.address
            yield from (work.number, work.title, work.detail, address, work.seen_by)
    if document.attached is not None and document.attached.items:
        yield from _table(document.attached, printed)
        for item in document.attached.items:
            yield from (item.number, item.title, item.detail, item.finding)
            yield from (item.file, item.signature)
        if document.attached.commands:
            yield document.attached.commands_heading
            yield from document.attached.commands


def _table(table: EvidenceList | AttachedList, printed: str) -> Iterator[str]:
    """Yield a table's heads; those of its columns stand on each page it goes over."""
    yield table.heading
    yield table.introduction
    head = " ".join(table.columns)
    yield from [head] * max(1, printed.count(_letters(head)))


def _said(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)
