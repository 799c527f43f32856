"""ORCID: works, and positions, memberships, distinctions and peer reviews.

API: public interface, version 3.0, model documentation. Auth: none for what is public. Lists: each
section of a record in full. Works that are one come as a group: one record a group. Durable ids:
the put-code within its section, the lowest of a group; the person's iD. Dates may lack month or
day. Times are epoch milliseconds. Rate: about 24 a second; 503 beyond. A deprecated record leads to
its successor (301, 409), a locked one is refused (409). Not to be had: what is not public.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any, Final

from portfolio.errors import NotAllowedError, NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, optional_listing, page_items, parse_items
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    KindInfo,
    Order,
    Page,
    Pause,
    Record,
    Reply,
    Request,
    WayInfo,
    Who,
)
from portfolio.sync.providers.orcid.parsing import (
    SECTIONS,
    Section,
    orcid_id,
    parse_affiliation,
    parse_person,
    parse_review,
    parse_work,
)

_BASES: Final = {
    "https://orcid.org": "https://pub.orcid.org/v3.0",
    "https://sandbox.orcid.org": "https://pub.sandbox.orcid.org/v3.0",
}

ABOUT: Final = About(
    id="orcid",
    name="ORCID",
    instances=tuple(_BASES),
    kinds=(
        KindInfo(Kind.PUBLICATION, Order.WHOLE, limit="only-public"),
        KindInfo(Kind.ROLE, Order.WHOLE, limit="only-public"),
    ),
    ways=(WayInfo(Way.NAME, words="Type your iD; what you made public there is read."),),
    limits=("A date without a month or day counts as the first one.",),
    cannot=(
        "What you set to trusted parties or to yourself only.",
        "Education and qualifications are not read: enter those in Portfolio itself.",
        "Whether the iD is yours: it is public and only typed in.",
    ),
    docs="https://github.com/ORCID/orcid-model",
    icon="id-card",
    handle_words="Your ORCID iD, as in 0000-0002-1825-0097",
    spacing_s=0.1,
)


class Orcid(BaseProvider):
    """The ORCID registry, or its sandbox."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of version 3.0 of the public interface."""
        return _BASES.get(instance, f"{instance}/v3.0")

    def judge(self, reply: Reply) -> Pause | None:
        """See the records that lead elsewhere or are locked.

        Raises:
            AccountError: The record is one of those.
        """
        if reply.status != 409:
            return None
        said = reply.body[:4_000].decode("utf-8", "replace")
        if "lock" in said.lower():
            raise NotAllowedError("This ORCID record is locked by ORCID; it cannot be read.")
        successor = orcid_id(said)
        raise NotThereError(
            "This ORCID record was replaced by another one.",
            f"Add {successor} instead." if successor else "See it at orcid.org.",
        )

    async def who(self, access: Access, call: Call) -> Who:
        """Look the iD up."""
        typed = orcid_id(access.handle)
        if not typed:
            raise NotThereError(
                "This is not an ORCID iD: a digit may be wrong.",
                "It has four groups of four digits; the last one may be an X.",
            )
        reply = await call(_request(f"/{typed}/person"))
        try:
            return parse_person(reply.json(), typed)
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the person asked for.") from (
                error
            )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Read one section of the record on each page."""
        if ask.kind is Kind.PUBLICATION:
            reply = await call(_request(f"/{ask.access.native_id}/works", is_conditional=True))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            items = page_items(reply.json(), "group")
            parse = partial(parse_work, person=ask.access.native_id)
            yield Page(*parse_items(items, parse), total=len(items))
            return
        start = int((ask.resume or {}).get("section", 0))
        for index, section in enumerate(SECTIONS[start:], start + 1):
            reply = await call(_request(f"/{ask.access.native_id}/{section.path}"))
            items, parse_one = _entries(reply.json(), section, ask.access.native_id)
            resume = {"section": index} if index < len(SECTIONS) else None
            yield Page(*parse_items(items, parse_one), resume)


def _request(path: str, *, is_conditional: bool = False) -> Request:
    return Request(path, is_conditional=is_conditional, max_bytes=30_000_000)


def _entries(
    body: object, section: Section, person: str
) -> tuple[list[Any], Callable[[Any], Record]]:
    """Return what a section lists, and what makes records of it."""
    if section.path != "peer-reviews":
        parse = partial(parse_affiliation, section=section, person=person)
        return list(page_items(body, "affiliation-group")), parse
    items: list[Any] = []
    for group in page_items(body, "group"):
        try:
            items += optional_listing(group, "peer-review-group")
        except BadItemError:
            items.append(group)  # set aside by the parser
    return items, partial(parse_review, section=section, person=person)


PROVIDER = Orcid()
