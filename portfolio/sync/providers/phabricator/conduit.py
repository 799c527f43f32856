"""Conduit: how its methods are called, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from portfolio.errors import NotAllowedError, NotThereError, UnreadableReplyError
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, found, optional_identifier, page_items, parse_items
from portfolio.sync.provider import Call, Container, Request
from portfolio.sync.providers.phabricator.parsing import (
    Subject,
    parse_repository,
    parse_subject,
)

LIMIT: Final = 100
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search.

    Attributes:
        after: Where the next page begins; "" after the last one.
    """

    rows: Sequence[Any]
    after: str


async def asked(call: Call, method: str, fields: Fields = ()) -> Any:
    """Return the result of a method.

    Raises:
        UnreadableReplyError: There is none.
    """
    # The token is a field of the form too; it is added where requests are sent.
    form = tuple(fields) or (("output", "json"),)
    value = (await call(Request(f"/{method}", method="POST", form=form))).json()
    if not isinstance(value, Mapping) or "result" not in value:
        raise UnreadableReplyError("The service's answer is not readable.")
    return value["result"]


async def searched(call: Call, method: str, fields: Fields, after: str = "") -> Found:
    """Return one page of a search, beginning where the last one ended."""
    more = (("after", after),) if after else ()
    result = await asked(call, method, (*fields, ("limit", str(LIMIT)), *more))
    try:
        cursor = optional_identifier(found(result, "cursor"), "after")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer has no readable cursor.") from error
    return Found(page_items(result, "data"), cursor)


def several(name: str, values: Iterable[str]) -> Fields:
    """Return a list as a form has it: ``constraints[name][0]=...``."""
    return [(f"constraints[{name}][{at}]", value) for at, value in enumerate(values)]


class Surroundings:
    """Repositories, revisions and tasks that listings name by PHID only; kept for one walk."""

    def __init__(self, call: Call, instance: str) -> None:
        self._call = call
        self._instance = instance
        self.places: dict[str, Container] = {}
        self.subjects: dict[str, Subject] = {}
        self._asked: set[str] = set()

    async def know_places(self, rows: Iterable[Any]) -> None:
        """Learn the repositories that rows are in."""
        phids = self._new(_phids(rows, "fields", "repositoryPHID"))
        for some in _parts(phids):
            fields = (*several("phids", some), ("attachments[uris]", "1"))
            try:
                page = await searched(self._call, "diffusion.repository.search", fields)
            except (NotThereError, NotAllowedError):  # no repositories here: still worth reading
                return
            good, _bad = parse_items(page.rows, lambda raw: parse_repository(raw, self._instance))
            self.places.update(good)

    async def know_subjects(self, rows: Iterable[Any], kind: Kind) -> None:
        """Learn the revisions or tasks that transactions are about."""
        method = "maniphest.search" if kind is Kind.COMMENT else "differential.revision.search"
        for some in _parts(self._new(_phids(rows, "objectPHID"))):
            page = await searched(self._call, method, several("phids", some))
            await self.know_places(page.rows)
            good, _bad = parse_items(
                page.rows, lambda raw: parse_subject(raw, self._instance, self.places)
            )
            self.subjects.update(good)

    def _new(self, phids: Iterable[str]) -> list[str]:
        new = sorted(set(phids) - self._asked)
        self._asked.update(new)
        return new


def _phids(rows: Iterable[Any], *keys: str) -> list[str]:
    phids, _bad = parse_items(rows, lambda raw: optional_identifier(raw, *keys) or None)
    return list(phids)


def _parts(phids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (phids[at : at + LIMIT] for at in range(0, len(phids), LIMIT))
