"""The numbers of works, and the list at the end that they lead to.

``E`` numbers are evidence: works with a page that a stranger can open. ``L`` numbers are works
without one: those in local copies only, which whoever has the repository can look up, those of an
account that shows them to nobody else, and those the holder typed in. They stay self-reported,
and each says which of these it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from portfolio.export.gate.addresses import shown
from portfolio.export.gate.periods import Month
from portfolio.model.codes import SourceKind, TrustClass
from portfolio.model.document import EvidenceItem, EvidenceList, Mark

if TYPE_CHECKING:
    from portfolio.export.gate.pen import Pen
    from portfolio.export.gate.visibility import Visibility
    from portfolio.model.contribution import Contribution
    from portfolio.model.deed import Deed

_SHORT_TITLE = 44
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_TAG_KEY = re.compile(r"git-tag:(.+):[^:]*")
# Parts of others (model.contribution.Participant.part) that say somebody else saw the work.
_SEEN = (("reviewer", "reviewed_by"), ("merger", "merged_by"), ("tester", "tested_by"))


class _Origin(StrEnum):
    """Where a work is from that is no evidence; the value is the phrase that says so."""

    LOCAL = "from_local_copy"
    ACCOUNT = "from_account"
    HAND = "from_hand"


class EvidenceBook:
    """Numbers works in the order in which the document names them.

    Args:
        is_listed: Whether the document has the list; without it a number would lead nowhere and
            marks carry the word alone.
    """

    def __init__(self, pen: Pen, visibility: Visibility, *, is_listed: bool) -> None:
        self._pen = pen
        self._visibility = visibility
        self._is_listed = is_listed
        self._items: dict[str, EvidenceItem] = {}
        self._origins: dict[str, _Origin] = {}  # by number, of works that are no evidence
        self._evidence_count = 0

    def work(self, deed: Deed) -> EvidenceItem:
        """Return the numbered item of a deed; the same deed has one number."""
        address = self._pen.address(self._visibility.openable(deed))
        is_open = bool(address) and not deed.is_self_reported
        key = f"address:{address}" if is_open else f"deed:{deed.key}"
        item = self._numbered(key, self._item(deed, address), is_open=is_open)
        if not is_open:
            self._origins[item.number] = self._origin(deed)
        return item

    def page(self, title: str, address: str) -> EvidenceItem:
        """Return the numbered item of a page that a text names as its source."""
        detail = self._pen.words.phrase("story_source")
        item = EvidenceItem("", title or shown(address), detail, address)
        return self._numbered(f"address:{address}", item, is_open=True)

    def marks(self, items: list[EvidenceItem]) -> tuple[Mark, ...]:
        """Return the marks of a statement that rests on these works."""
        evidence = [item for item in items if item.trust is TrustClass.EVIDENCE]
        local = [item for item in items if item.trust is not TrustClass.EVIDENCE]
        marks = [self._mark(item) for item in evidence]
        for origin in _Origin:
            of_origin = [each for each in local if self._origins.get(each.number) is origin]
            if of_origin:
                marks.append(self._local_mark(of_origin, origin))
        return tuple(dict.fromkeys(marks))

    def listing(self) -> EvidenceList | None:
        """Return the list; None when the document has none or names no work."""
        if not self._is_listed or not self._items:
            return None
        words = self._pen.words
        items = sorted(self._items.values(), key=lambda item: item.trust is not TrustClass.EVIDENCE)
        introduction = "evidence_intro"
        if items[-1].trust is not TrustClass.EVIDENCE:
            is_local = set(self._origins.values()) == {_Origin.LOCAL}
            introduction = "evidence_intro_local" if is_local else "evidence_intro_self"
        return EvidenceList(
            heading=words.section("evidence-list"),
            introduction=words.phrase(introduction),
            columns=(
                words.phrase("evidence_number"),
                words.phrase("evidence_work"),
                words.phrase("evidence_address"),
            ),
            items=tuple(items),
        )

    @property
    def has_evidence(self) -> bool:
        """Say whether anything named so far can be opened by a stranger."""
        return self._evidence_count > 0

    def label(self, deed: Deed) -> str:
        """Return the short words for a work in a sentence: its title, or what it is called."""
        title = self._pen.line(deed.title)
        if title and len(title) <= _SHORT_TITLE:
            return title
        return self.reference(deed) or title[: _SHORT_TITLE - 1].rstrip() + "…"

    def reference(self, deed: Deed) -> str:
        """Return ``commit 1a2b3c4`` or ``release v3.0``; ``""`` for other works."""
        tag = _TAG_KEY.fullmatch(deed.key)
        if tag:
            return self._pen.words.phrase("release", name=self._pen.line(tag[1]))
        commit = _COMMIT.search(deed.key)
        return self._pen.words.phrase("commit", id=commit[0][:7]) if commit else ""

    def _numbered(self, key: str, item: EvidenceItem, *, is_open: bool) -> EvidenceItem:
        found = self._items.get(key)
        if found is not None:
            return found
        if is_open:
            self._evidence_count += 1
            item = replace(item, number=f"E{self._evidence_count}")
        else:
            local_count = len(self._items) - self._evidence_count + 1
            item = replace(item, number=f"L{local_count}", trust=TrustClass.SELF_REPORTED)
        self._items[key] = item
        return item

    def _mark(self, item: EvidenceItem) -> Mark:
        if not self._is_listed:
            return Mark(TrustClass.EVIDENCE, self._pen.words.mark(TrustClass.EVIDENCE))
        return Mark(TrustClass.EVIDENCE, item.number, item.number)

    def _local_mark(self, items: list[EvidenceItem], origin: _Origin) -> Mark:
        words = self._pen.words
        if not self._is_listed:
            return Mark(TrustClass.SELF_REPORTED, words.phrase(origin))
        numbers = ", ".join(dict.fromkeys(item.number for item in items))
        label = words.phrase(f"{origin}_numbers", numbers=numbers)
        return Mark(TrustClass.SELF_REPORTED, label, items[0].number)

    def _item(self, deed: Deed, address: str) -> EvidenceItem:
        contributions = self._visibility.contributions(deed)
        notes = [*self._seen_by(contributions), *self._state(deed, contributions, address)]
        title = self._pen.line(deed.title) or self.reference(deed)
        return EvidenceItem("", title, self._detail(deed), address, "; ".join(notes))

    def _detail(self, deed: Deed) -> str:
        project = self._visibility.named_project(deed.project_key)
        words = self._pen.words
        parts = (
            self._pen.line(project.name or project.recorded_name) if project else "",
            words.part(deed.action),
            self._date(deed),
        )
        return " · ".join(part for part in parts if part)

    def _date(self, deed: Deed) -> str:
        """Return the date as exactly as it is known."""
        on, words = deed.occurred_at.date(), self._pen.words
        known = self._visibility.date_known(deed)
        if known == "month":
            return words.month(on)
        return {"day": words.day(on), "year": str(on.year)}.get(known, "")

    def _origin(self, deed: Deed) -> _Origin:
        contributions = self._visibility.contributions(deed)
        if deed.is_self_reported or not contributions:
            return _Origin.HAND
        kinds = {self._visibility.sources[each.source_id].kind for each in contributions}
        return _Origin.LOCAL if SourceKind.GIT_FOLDER in kinds else _Origin.ACCOUNT

    def _state(self, deed: Deed, contributions: list[Contribution], address: str) -> list[str]:
        words = self._pen.words
        notes = []
        if deed.gone_since is not None:
            gone = Month(deed.gone_since.year, deed.gone_since.month)
            notes.append(words.phrase("gone", month=gone.in_words(words)))
        origin = self._origin(deed)
        if origin is _Origin.HAND:  # also where it names an address
            return [*notes, words.phrase("entered_by_hand")]
        if address:
            return notes
        if origin is _Origin.ACCOUNT:
            return [*notes, words.phrase("no_page_account")]
        commit = _COMMIT.fullmatch(contributions[0].native_id)
        named = words.phrase("commit", id=commit[0]) if commit else ""
        return [*notes, *filter(None, (words.phrase("no_public_page"), named))]

    def _seen_by(self, contributions: list[Contribution]) -> list[str]:
        """Say who else saw a work: by public handle, others only as a number of people."""
        return [words for part, key in _SEEN if (words := self._people(contributions, part, key))]

    def _people(self, contributions: list[Contribution], part: str, key: str) -> str:
        handles: dict[str, None] = {}
        unnamed: set[str] = set()
        for contribution in contributions:
            for person in contribution.people:
                if person.part != part or self._visibility.is_holder(person.address):
                    continue
                if self._pen.names_somebody(f"{person.name} {person.address}"):
                    continue
                handle = self._pen.line(person.address, limit=60).removeprefix("@")
                if handle and "@" not in handle:
                    handles[handle] = None
                else:
                    unnamed.add(person.address.casefold() or person.name.casefold())
        if handles:
            return self._pen.words.phrase(key, names=", ".join(handles))
        return self._pen.words.count(f"{key}_others", len(unnamed)) if unnamed else ""
