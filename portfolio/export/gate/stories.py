"""Stories as statements: the holder's own words, the works shown, and what kind of claim it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOutKind
from portfolio.export.gate import periods
from portfolio.export.gate.addresses import public_address, shown
from portfolio.export.words import tidy_tag
from portfolio.model.claims import unsourced_claims
from portfolio.model.codes import TrustClass
from portfolio.model.document import Bullet, Mark, Span

if TYPE_CHECKING:
    from portfolio.export.gate.desk import Desk
    from portfolio.export.gate.evidence import EvidenceBook
    from portfolio.export.gate.pen import Pen
    from portfolio.model.deed import Deed
    from portfolio.model.document import EvidenceItem
    from portfolio.model.story import Story

_SHOWN_WITHOUT_STARS = 3  # works shown when the holder starred none
_CLOSING = re.compile(r"[.!?…。؟।]+[\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the document tells it, with what the rest of the gate needs to know of it.

    Attributes:
        references: Numbers of evidence behind it, for the skills.
        skills: Its tags, clean.
    """

    story: Story
    bullet: Bullet
    references: tuple[str, ...] = ()
    has_evidence: bool = False
    skills: tuple[str, ...] = ()


@dataclass
class _Works:
    """The works of one story that may be shown, and how many more there are."""

    links: list[Span] = field(default_factory=list)
    items: list[EvidenceItem] = field(default_factory=list)
    shown_count: int = 0
    more_count: int = 0


def tell(desk: Desk, story: Story) -> Told:
    """Return the statement a story makes."""
    pen, book = desk.pen, desk.book
    works = _works(desk, story)
    said_without_proof = _add_sources(pen, book, story, works)
    text, unsourced = _own_words(pen, story)
    marks = list(book.marks(works.items))
    if not marks or unsourced or said_without_proof:
        word = pen.words.mark(TrustClass.SELF_REPORTED)
        marks.append(Mark(TrustClass.SELF_REPORTED, word))
    spans = [*_sentence(text, works.links, said_without_proof), *_tail(pen, story, works)]
    references = tuple(item.number for item in works.items if item.trust is TrustClass.EVIDENCE)
    return Told(
        story=story,
        bullet=Bullet(
            tuple(spans), tuple(marks), _language(pen, story), unsourced=tuple(unsourced)
        ),
        references=tuple(dict.fromkeys(references)),
        has_evidence=bool(references),
        skills=tuple(dict.fromkeys(filter(None, (pen.line(s, limit=60) for s in story.skills)))),
    )


def _language(pen: Pen, story: Story) -> str:
    """Return the story's language when it differs from the document's."""
    if not story.language:
        return ""
    tag = tidy_tag(story.language)
    return "" if tag.split("-")[0] == pen.words.tag.split("-")[0] else tag


def _works(desk: Desk, story: Story) -> _Works:
    works = _Works()
    items = sorted(story.items, key=lambda item: item.rank)
    found = [(item, desk.visibility.deed(item.deed_key)) for item in items]
    seen = [(item, deed) for item, deed in found if deed is not None]
    starred = [deed for item, deed in seen if item.featured]
    to_show = starred or [deed for _item, deed in seen[:_SHOWN_WITHOUT_STARS]]
    for deed in to_show:
        _add_deed(desk.pen, desk.book, deed, works)
    works.shown_count = len(to_show)
    works.more_count = len(seen) - len(to_show)
    return works


def _add_deed(pen: Pen, book: EvidenceBook, deed: Deed, works: _Works) -> None:
    item = book.work(deed)
    works.items.append(item)
    works.links.append(pen.link(book.label(deed), item.address))


def _add_sources(pen: Pen, book: EvidenceBook, story: Story, works: _Works) -> list[str]:
    """Add the pages a story names as its sources; return the statements without a page."""
    without_page = []
    for source in story.sources:
        label = pen.line(source.label, limit=80)
        address = pen.address(public_address(source.url)) if source.url else ""
        if address:
            item = book.page(label, address)
            works.items.append(item)
            works.links.append(Span(label or pen.line(shown(address), limit=60), address))
            continue
        if source.url:
            pen.ledger.note(LeftOutKind.UNFIT_LINK, source.url, story.id)
        if label:
            without_page.append(label)
    return without_page


def _own_words(pen: Pen, story: Story) -> tuple[str, list[str]]:
    """Return the holder's words as one text, and the numbers in it that have no source."""
    fields = [story.what_i_did, story.what_changed]
    if not any(text.strip() for text in fields):
        fields = [
            next(filter(str.strip, (story.situation, story.how_one_can_tell, story.title)), "")
        ]
    texts = [" ".join(pen.paragraphs(text)) for text in fields]
    is_sourced = bool(story.sources)
    marked = [_closed(text if is_sourced else _note_claims(pen, text)) for text in texts if text]
    if is_sourced:
        return " ".join(marked), []
    claims = [(text, claim) for text in texts for claim in unsourced_claims(text)]
    return " ".join(marked), [text[claim.start : claim.end].strip() for text, claim in claims]


def _note_claims(pen: Pen, text: str) -> str:
    """Say "(no source given)" at the end of each sentence whose number has none."""
    for claim in reversed(unsourced_claims(text)):
        end = claim.sentence_end
        text = f"{text[:end]} {pen.words.phrase('no_source')}{text[end:]}"
    return text


def _closed(text: str) -> str:
    """Return a text that ends like a sentence, so that another can follow it."""
    return text if _CLOSING.search(text) else f"{text}."


def _sentence(text: str, links: list[Span], statements: list[str]) -> list[Span]:
    """Return the text with its works in brackets before the closing mark."""
    in_brackets = [*links, *(Span(words) for words in statements)]
    if not in_brackets:
        return [Span(text)]
    closing = _CLOSING.search(text)
    end = closing.start() if closing else len(text)
    spans = [Span(f"{text[:end]} (")]
    for place, span in enumerate(in_brackets):
        if place:
            spans.append(Span(", "))
        spans.append(span)
    return [*spans, Span(f"){text[end:]}")]


def _tail(pen: Pen, story: Story, works: _Works) -> list[Span]:
    """Return the muted rest: when it was, and how many works there are behind it."""
    parts = [periods.typed(pen.words, story.from_on, story.to_on), _count(pen, works)]
    text = " · ".join(part for part in parts if part)
    return [Span(f" {text}", muted=True)] if text else []


def _count(pen: Pen, works: _Works) -> str:
    """Return "4 works shown, 41 more behind this story"; nothing when all are shown."""
    if not works.more_count:
        return ""
    shown_words = pen.words.count("works_shown", works.shown_count)
    return f"{shown_words}, {pen.words.count('more_behind', works.more_count)}"
