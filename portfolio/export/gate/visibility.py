"""What may be shown, what only counted, and what a document says nothing of.

::

    deed      hidden, marked confidential, redacted, of an identity not confirmed   -> OUT
              else the best standing among the sources that carry it
    source    public or included -> SHOWN;  count only -> COUNTED;  leave out -> OUT
    project   hidden -> OUT;  else the best standing among its sources

A deed in a public copy and in a company's copy is public. A deed only the company's copy
carries is not, even in a project that is public. Doubt counts against showing.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOutKind
from portfolio.export.gate.addresses import public_address
from portfolio.model.codes import Confidentiality, IdentityStatus, QuestionKind, SourceKind, parse
from portfolio.model.identity import fold
from portfolio.model.manual import date_known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from portfolio.export.chosen import Chosen
    from portfolio.export.gate.pen import Ledger
    from portfolio.model.contribution import Contribution
    from portfolio.model.deed import Deed
    from portfolio.model.edition import Edition
    from portfolio.model.project import Project
    from portfolio.model.source import Source


CLOCK_ERROR = "clock-error"


class Standing(IntEnum):
    """How much of something a document may say."""

    OUT = 0
    COUNTED = 1
    SHOWN = 2


_OF_ANSWER = {
    Confidentiality.PUBLIC: Standing.SHOWN,
    Confidentiality.INCLUDE: Standing.SHOWN,
    Confidentiality.COUNT_ONLY: Standing.COUNTED,
    Confidentiality.LEAVE_OUT: Standing.OUT,
}


class Visibility:
    """Decides for one document; what it keeps back goes into the ledger."""

    def __init__(self, edition: Edition, chosen: Chosen, ledger: Ledger) -> None:
        self._chosen = chosen
        self._ledger = ledger
        self._redacted = frozenset(edition.redacted_deed_keys)
        self._chosen_keys = frozenset(edition.project_keys)
        self.sources = {source.id: source for source in chosen.sources}
        self.order = {source.id: place for place, source in enumerate(chosen.sources)}
        self._standing = {
            source.id: _of_source(source, chosen.answers) for source in chosen.sources
        }
        confirmed = [i for i in chosen.identities if i.status is IdentityStatus.CONFIRMED]
        self._confirmed = frozenset(identity.key for identity in confirmed)
        self._own_addresses = frozenset(fold(identity.value_raw) for identity in confirmed)
        self.projects = {project.key: project for project in chosen.projects}

    def of_source(self, source_id: str) -> Standing:
        """Return a source's standing; one that is not known is out."""
        return self._standing.get(source_id, Standing.OUT)

    def of_sources(self, source_ids: Iterable[str]) -> Standing:
        """Return the best standing among sources; out when there are none."""
        return max(map(self.of_source, source_ids), default=Standing.OUT)

    def of_work(self, project_key: str, source_ids: Collection[str]) -> Standing:
        """Return the standing of work in a project that these sources carry.

        What was only typed in has the standing of the project it was filed under.
        """
        standing = self.of_sources(source_ids)
        if project_key in self.projects and all(map(self._is_typed_in, source_ids)):
            return min(standing, self.of_project(project_key))
        return standing

    def of_project(self, key: str) -> Standing:
        """Return a project's standing: whether its name may be written."""
        project = self.projects.get(key)
        if project is None or project.is_hidden:
            return Standing.OUT
        every = [source for source in self._chosen.sources if source.project_key == key]
        # What was typed in does not make a project public that its sources say is not.
        own = [source for source in every if source.kind is not SourceKind.MANUAL] or every
        standing = self.of_sources(source.id for source in own) if own else Standing.SHOWN
        if project.is_confidential:
            return min(standing, Standing.COUNTED)
        return standing

    def named_project(self, key: str) -> Project | None:
        """Return the project when its name may be written in this document."""
        if self._chosen_keys and key not in self._chosen_keys:
            return None
        return self.projects[key] if self.of_project(key) is Standing.SHOWN else None

    def shown_sources(self, project_key: str) -> list[Source]:
        """Return the sources of a project that may be named, in their order."""
        return [
            source
            for source in self._chosen.sources
            if source.project_key == project_key and self.of_source(source.id) is Standing.SHOWN
        ]

    def deed(self, key: str) -> Deed | None:
        """Return a deed that may be shown with its title; otherwise note why not."""
        deed = self._chosen.deeds.get(key)
        if deed is None:
            return None
        reason = self._kept_back(deed)
        if reason is None:
            return deed
        self._note_deed(reason, deed)
        return None

    def _note_deed(self, reason: LeftOutKind, deed: Deed) -> None:
        """Name a deed to the holder; it is counted once, with the tallies when there are any."""
        in_tallies = self._chosen.tallies and reason not in {
            LeftOutKind.REDACTED_DEED,
            LeftOutKind.UNCONFIRMED_IDENTITY,
        }
        self._ledger.note(reason, deed.title, deed.key, count=0 if in_tallies else 1)

    def _kept_back(self, deed: Deed) -> LeftOutKind | None:
        project = self.projects.get(deed.project_key)
        checks = (
            (deed.is_hidden, LeftOutKind.HIDDEN_DEED),
            (deed.is_marked_confidential, LeftOutKind.CONFIDENTIAL_DEED),
            (deed.is_confidential, self._not_public(deed)),
            (deed.key in self._redacted, LeftOutKind.REDACTED_DEED),
            (project is not None and project.is_hidden, LeftOutKind.HIDDEN_PROJECT),
        )
        for applies, reason in checks:
            if applies:
                return reason
        contributions = self._chosen.contributions.get(deed.key, ())
        if not contributions:
            return None if deed.is_self_reported else LeftOutKind.SOURCE_NOT_PUBLIC
        mine = self._mine(contributions)
        if not mine:
            return LeftOutKind.UNCONFIRMED_IDENTITY
        standing = self.of_work(deed.project_key, [each.source_id for each in mine])
        if project is not None and project.is_confidential:
            standing = min(standing, Standing.COUNTED)
        if standing is Standing.SHOWN:
            return None
        return _of_standing(standing)

    def _not_public(self, deed: Deed) -> LeftOutKind:
        """Return what the sources of a deed say of one that they keep back."""
        ids = [each.source_id for each in self._chosen.contributions.get(deed.key, ())]
        return _of_standing(self.of_work(deed.project_key, ids))

    def contributions(self, deed: Deed) -> list[Contribution]:
        """Return what sources that may be named say of a deed, in the order of the sources."""
        return sorted(
            (
                contribution
                for contribution in self._mine(self._chosen.contributions.get(deed.key, ()))
                if self.of_source(contribution.source_id) is Standing.SHOWN
            ),
            key=lambda c: (self.order.get(c.source_id, 0), c.native_id, c.action),
        )

    def openable(self, deed: Deed) -> str:
        """Return the address of a deed that a stranger can open, or ``""``.

        Only an address that a public source gave qualifies, or one typed in with the deed.
        """
        if deed.is_self_reported and not self._chosen.contributions.get(deed.key):
            return public_address(deed.url)
        for contribution in self.contributions(deed):
            source = self.sources[contribution.source_id]
            is_open = source.confidentiality is Confidentiality.PUBLIC
            address = public_address(contribution.url)
            if address and (is_open or source.kind is SourceKind.MANUAL):
                return address
        return ""

    def is_dated(self, deed: Deed) -> bool:
        """Say whether a deed's date can be right."""
        said = self._chosen.contributions.get(deed.key, ())
        return not said or any(c.state != CLOCK_ERROR for c in said)

    def date_known(self, deed: Deed) -> str:
        """Return how exactly a deed's date is known: "day", "month", "year", or "" for not."""
        if not self.is_dated(deed):
            return ""
        said = self._chosen.contributions.get(deed.key, ())
        return date_known(said[0].state) if deed.is_self_reported and said else "day"

    def is_holder(self, address: str) -> bool:
        """Say whether an address or handle is a confirmed one of the holder."""
        return fold(address) in self._own_addresses

    def _mine(self, contributions: Iterable[Contribution]) -> list[Contribution]:
        if not self._chosen.identities:
            return list(contributions)
        return [
            c
            for c in contributions
            if c.identity_key in self._confirmed or self._is_typed_in(c.source_id)
        ]

    def _is_typed_in(self, source_id: str) -> bool:
        """Say whether the holder said it: their own word needs no identity."""
        source = self.sources.get(source_id)
        return source is not None and source.kind is SourceKind.MANUAL


def _of_standing(standing: Standing) -> LeftOutKind:
    """Return why work is not named that its sources do not show."""
    counted = standing is Standing.COUNTED
    return LeftOutKind.COUNTED_ONLY if counted else LeftOutKind.SOURCE_NOT_PUBLIC


def _of_source(source: Source, answers: Mapping[str, str]) -> Standing:
    """Return the stricter of what the source carries and what was answered about it."""
    standing = _OF_ANSWER[source.confidentiality]
    given = answers.get(f"{QuestionKind.NOT_PUBLIC}:{source.id}:")
    if given:
        answer = parse(Confidentiality, given, Confidentiality.LEAVE_OUT)
        return min(standing, _OF_ANSWER[answer])
    if source.is_public is False and source.confidentiality is Confidentiality.PUBLIC:
        return Standing.OUT  # nobody decided, and it is known not to be public
    return standing
