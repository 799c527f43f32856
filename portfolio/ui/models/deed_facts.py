"""Everything the detail pane says about one deed, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model.codes import SourceKind, TrustClass
from portfolio.ui.models import dates
from portfolio.ui.models.words import fill, listed, part_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from portfolio.model.contribution import Contribution, Participant
    from portfolio.model.deed import Deed, DeedEdit
    from portfolio.model.source import Source
    from portfolio.model.story import Story
    from portfolio.store.reader import Reader

translate = QCoreApplication.translate

PEOPLE_SHOWN = 6
BODY_SHOWN = 1200
"""Letters of a kept copy that are shown before the rest is asked for."""


@dataclass(frozen=True, slots=True)
class DeedFacts:
    """A deed with what the sources said, and what the holder made of it."""

    deed: Deed
    contributions: Sequence[Contribution]
    sources: Sequence[Source]
    stories: Sequence[Story]
    edit: DeedEdit | None = None

    @property
    def is_kept_by_source(self) -> bool:
        """Whether it is confidential because its source is not public, whatever the deed says."""
        decided = self.edit is not None and self.edit.is_confidential
        return self.deed.is_confidential and not decided

    @property
    def has_account(self) -> bool:
        """Whether it was read through an account, so that a service can be asked again."""
        return any(source.account_id for source in self.sources)

    @property
    def trust(self) -> TrustClass:
        """Its class as readers of a document see it: evidence is what they can open."""
        if self.deed.is_self_reported or not self.deed.url:
            return TrustClass.SELF_REPORTED
        return TrustClass.EVIDENCE

    @property
    def native_id(self) -> str:
        """The commit (or tag object) of its first contribution, or nothing."""
        return self.contributions[0].native_id if self.contributions else ""

    @property
    def body(self) -> str:
        """The recorded text, of the first source that has one."""
        return next((one.body.strip() for one in self.contributions if one.body.strip()), "")


def read_facts(reader: Reader, key: str) -> DeedFacts | None:
    """Read the facts of a deed by its key; None when it is not listed any more."""
    deed = reader.deeds.get(key)
    if deed is None:
        return None
    contributions = reader.deeds.contributions(key)
    wanted = dict.fromkeys(one.source_id for one in contributions)
    sources = [source for one in wanted if (source := reader.sources.get(one)) is not None]
    stories = reader.stories.with_deed(key)
    return DeedFacts(deed, contributions, sources, stories, reader.deeds.edit(key))


def trust_line(facts: DeedFacts) -> str:
    """Return what stands beside the chip: what it rests on."""
    if facts.deed.is_self_reported:
        return translate("facts", "Typed by you. No source carries it")
    if facts.deed.url:
        return translate("facts", "Its public page is known")
    return translate("facts", "From a local copy. Readers cannot open it")


def source_lines(facts: DeedFacts) -> list[str]:
    """Return where it was read, a line a source."""
    lines = []
    for source in facts.sources:
        if source.kind is SourceKind.GIT_FOLDER:
            pattern = translate("facts", "%1, git folder", "label of a source")
            lines.append(fill(pattern, source.label))
        else:
            lines.append(source.label)
    return lines


def people_lines(facts: DeedFacts) -> list[str]:
    """Return who else is named, a line a person with their parts: "Petra, reviewer"."""
    parts: dict[str, list[str]] = {}
    for one in facts.contributions:
        for person in one.people:
            word = part_word(person.part)
            said = parts.setdefault(_name(person), [])
            if word not in said:
                said.append(word)
    lines = [
        fill(translate("facts", "%1, %2", "name, part"), name, listed(words))
        for name, words in parts.items()
    ]
    if len(lines) <= PEOPLE_SHOWN:
        return lines
    rest = len(lines) - PEOPLE_SHOWN + 1
    return [*lines[: PEOPLE_SHOWN - 1], translate("facts", "and %n more", None, rest)]


def kept_line(facts: DeedFacts, today: date) -> str:
    """Return since when the copy is kept and when the source last had it."""
    if not facts.contributions:
        return ""
    first = min(one.first_seen for one in facts.contributions).date()
    last = max(one.last_seen for one in facts.contributions).date()
    kept = dates.since_day(first, today)
    if last <= first:
        return fill(translate("facts", "from %1", "day"), kept)
    seen = dates.since_day(last, today)
    return fill(translate("facts", "from %1, still there on %2"), kept, seen)


def gone_line(facts: DeedFacts, today: date) -> str:
    """Return that its sources do not have it any more, or nothing."""
    if facts.deed.gone_since is None:
        return ""
    gone = dates.since_day(facts.deed.gone_since.date(), today)
    if not facts.contributions:
        return fill(translate("facts", "No longer there since %1."), gone)
    kept = dates.since_day(max(one.last_seen for one in facts.contributions).date(), today)
    pattern = translate("facts", "No longer there since %1. Your copy of %2 is kept.")
    return fill(pattern, gone, kept)


def size_line(facts: DeedFacts) -> str:
    """Return how big the change was: "3 files, 40 lines added and 12 removed"; or nothing."""
    for one in facts.contributions:
        sizes = one.sizes
        if sizes.files is None:
            continue
        parts = [translate("facts", "%n file(s)", None, sizes.files)]
        if sizes.lines_added:
            parts.append(translate("facts", "%n line(s) added", None, sizes.lines_added))
        if sizes.lines_removed:
            parts.append(translate("facts", "%n line(s) removed", None, sizes.lines_removed))
        return listed(parts)
    return ""


def shown_address(url: str) -> str:
    """Return an address as people read it: without its scheme."""
    return url.removeprefix("https://").rstrip("/")


def _name(person: Participant) -> str:
    return person.name or person.address
