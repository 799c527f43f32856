"""Zenodo: published records that name a person by their ORCID iD.

API: REST, documentation of April 2026. Auth: none. List: search by ``creators.orcid``, most recent
first, 25 a page without a token, by ``links.next``. Durable ids: ``conceptrecid``, which stands for
all versions of one thing. Rate: 30 searches a minute. Not to be had: records that name no iD.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from typing import Final

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.markup import text_of_html
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    is_https,
    line,
    mapping,
    optional_https_url,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_number,
    page_items,
    parse_items,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Container,
    KindInfo,
    Order,
    Page,
    Record,
    Reply,
    Request,
    WayInfo,
    Who,
)

_SIZE: Final = 25
_DATE: Final = re.compile(r"((?:19|20)[0-9]{2})(?:-([0-9]{2}))?", re.ASCII)

ABOUT: Final = About(
    id="zenodo",
    name="Zenodo",
    instances=("https://zenodo.org", "https://sandbox.zenodo.org"),
    kinds=(KindInfo(Kind.PUBLICATION, Order.WHOLE, limit="only-public"),),
    ways=(WayInfo(Way.NAME, words="Type your ORCID iD; published records that name it are read."),),
    limits=("At most 30 searches a minute, 25 records each.",),
    cannot=(
        "Records that do not name your ORCID iD, and drafts.",
        "Each version of its own: all versions of a thing are one, shown by the newest.",
    ),
    docs="https://developers.zenodo.org",
    icon="file-text",
    handle_words="Your ORCID iD, as in 0000-0002-1825-0097",
    spacing_s=2.0,
)


class Zenodo(BaseProvider):
    """Zenodo, or its sandbox."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """See whether anything names the iD; there is nobody to ask for."""
        person = person_id(access.handle)
        reply = await call(_search(person))
        if not page_items(reply.json(), "hits", "hits"):
            raise NotThereError("No record at Zenodo names this ORCID iD.")
        return Who(native_id=person, handle=person, profile_url=f"https://orcid.org/{person}")

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow ``links.next``."""
        address = str((ask.resume or {}).get("next", ""))
        request = Request(address) if address else _search(person_id(ask.access.handle))
        parse = partial(parse_record, instance=ask.access.instance)
        while request.address:
            reply = await call(request)
            body = reply.json()
            items = page_items(body, "hits", "hits")
            address = _next(reply, call) if items else ""
            request = Request(address)
            resume = {"next": address} if address else None
            yield Page(*parse_items(items, parse), resume, total=_total(body))


def _search(person: str) -> Request:
    query = (
        ("q", f'creators.orcid:"{person}"'),
        ("sort", "mostrecent"),
        ("size", str(_SIZE)),
        ("page", "1"),
        ("all_versions", "0"),
    )
    return Request("/api/records", query=query)


def _next(reply: Reply, call: Call) -> str:
    try:
        value = found(reply.json(), "links", "next")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableReplyError("The service named a next page that is none.")
    return call.same_origin(value)


def _total(body: object) -> int | None:
    try:
        return optional_number(body, "hits", "total")
    except BadItemError:
        return None  # only for showing


def person_id(typed: str) -> str:
    """Return the iD in what was typed, which may be its address; quotes cannot end the query."""
    return typed.strip().rstrip("/").rpartition("/")[2].replace('"', "").replace("\\", "")


def parse_record(raw: object, *, instance: str) -> Record:
    """Return the record of a thing published there, whatever its versions."""
    about = mapping(raw, "metadata")
    kind = optional_line(about, "resource_type", "title", limit=60)
    description = found(about, "description")
    if description is not None and not isinstance(description, str):
        raise BadItemError("“description” is not text.")
    number = optional_identifier(raw, "conceptrecid") or identifier(raw, "id")
    text = text_of_html(description or "", limit=1_000)
    is_web = instance.startswith("https://")
    is_open = optional_line(about, "access_right", limit=40) in ("", "open", "embargoed")
    return Record(
        native_id=number,
        kind=Kind.PUBLICATION,
        action=Action.PUBLISHED,
        title=line(about, "title"),
        occurred_at=_published(about) or instant(raw, "created"),
        container=Container("zenodo", "Zenodo", instance if is_web else ""),
        url=_page(raw),
        excerpt=". ".join(part for part in (kind, text) if part),
        visibility=Visibility.PUBLIC if is_open else Visibility.RESTRICTED,
    )


def _published(about: object) -> datetime | None:
    """Return the first moment of a day, a month, a year or a period, as Zenodo writes them."""
    written = optional_line(about, "publication_date", limit=40).partition("/")[0]
    parts = _DATE.fullmatch(written)
    if parts is None:
        return optional_instant(about, "publication_date")
    try:
        return datetime(int(parts[1]), int(parts[2] or 1), 1, tzinfo=UTC)
    except ValueError as error:
        raise BadItemError("“publication_date” is not a date.") from error


def _page(raw: object) -> str:
    """Return the address of the newest version's page, or of its DOI."""
    page = optional_https_url(raw, "links", "self_html") or optional_https_url(raw, "links", "html")
    doi = optional_line(raw, "doi", limit=200)
    address = f"https://doi.org/{doi}"
    return page or (address if doi.startswith("10.") and is_https(address) else "")


PROVIDER = Zenodo()
