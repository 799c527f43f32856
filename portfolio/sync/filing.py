"""Turns what a provider says into what the store keeps: `Record` to `Filed`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from portfolio.model.account import Filed, Place
from portfolio.model.contribution import NewContribution
from portfolio.model.deed import account_deed_key, git_deed_key
from portfolio.model.identity import account_identity_key
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.provider import Record

LONGEST_TITLE: Final = 1_000
LONGEST_BODY: Final = 20_000
_LONGEST_RAW: Final = 64_000


@dataclass(frozen=True, slots=True)
class Filing:
    """Whose contributions these are; one for each account.

    Attributes:
        native_id: The account's durable id, never its login.
    """

    provider: str
    instance: str
    native_id: str

    def filed(self, record: Record) -> Filed:
        """Return a record as the store keeps it; what is too long is cut."""
        return Filed(
            place=_place(record),
            contribution=NewContribution(
                native_id=stored_id(record.kind, record.native_id),
                action=record.action,
                title=record.title[:LONGEST_TITLE],
                occurred_at=record.occurred_at,
                identity_key=account_identity_key(self.provider, self.instance, self.native_id),
                deed_key=self._deed_key(record),
                tz_offset_min=record.tz_offset_min,
                body=record.excerpt[:LONGEST_BODY],
                url=record.url if record.url.startswith("https://") else "",
                state=str(record.state),
                people=record.people,
                sizes=record.sizes,
                kind=record.kind,
                metrics=record.metrics,
                raw=record.raw[:_LONGEST_RAW],
            ),
            open_ref=record.ref if record.is_open and record.ref else None,
        )

    def _deed_key(self, record: Record) -> str:
        if record.commit:  # the same deed as the commit in a clone of the repository
            return git_deed_key(record.commit.lower(), record.action)
        return account_deed_key(
            self.provider,
            self.instance,
            str(record.kind),
            record.native_id,
            str(record.action),
        )


def stored_id(kind: Kind, native_id: str) -> str:
    """Return an item's id as the store has it: ids are durable within a kind only."""
    return f"{kind}:{native_id}"


def _place(record: Record) -> Place:
    container = record.container
    is_public = container.is_public if record.visibility is Visibility.PUBLIC else False
    return Place(container.id, container.name, container.url, container.remote, is_public)
