"""Notebook, a made-up service: notes and remarks of one person.

API: version 1, https://notebook.example/api (read 2026-11). Auth: bearer token, or a name alone.
Listing: ``GET /people/ID/notes`` and ``.../remarks``, newest first, the next page by a Link header.
Durable id: ``id``. Rate: 60 a minute, said by Retry-After. Cannot be had: closed notebooks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    line,
    optional_line,
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
    Request,
    WayInfo,
    Who,
)

STATES = {"open": Outcome.OPEN, "done": Outcome.CLOSED}
NOTEBOOK = Container(id="notebook", name="Notebook", url="https://notebook.example")


class Example(BaseProvider):
    """Reads Notebook."""

    about = About(
        id="example",
        name="Notebook",
        instances=("https://notebook.example",),
        kinds=(
            KindInfo(Kind.ISSUE, Order.NEWEST_FIRST),
            KindInfo(Kind.COMMENT, Order.NEWEST_FIRST, limit="latest-only"),
        ),
        ways=(
            WayInfo(Way.TOKEN, page="/settings/tokens", words="Make a token; tick nothing."),
            WayInfo(Way.NAME, words="Type a login; only what is public is read."),
        ),
        limits=("At most 60 requests a minute.",),
        cannot=("Notes of closed notebooks are not given out.",),
        docs="https://notebook.example/api",
        handle_words="Your login, as in notebook.example/LOGIN",
    )

    def api_base(self, instance: str) -> str:
        """Return the base of version 1."""
        return f"{instance}/api/v1"

    async def who(self, access: Access, call: Call) -> Who:
        """Ask for the signed-in person, or look a name up."""
        path = "/me" if access.is_signed_in else f"/people/{access.handle}"
        person = (await call(Request(path))).json()
        try:
            return Who(identifier(person, "id"), line(person, "login"))
        except BadItemError as error:
            raise UnreadableReplyError("Notebook does not say who this is.") from error

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow the links of one listing; the link is where a cut walk goes on."""
        name, parse = {Kind.ISSUE: ("notes", note), Kind.COMMENT: ("remarks", remark)}[ask.kind]
        is_first = ask.resume is None
        address = f"/people/{ask.access.native_id}/{name}"
        if ask.resume is not None:
            address = call.same_origin(str(ask.resume["next"]))
        while address:
            reply = await call(Request(address, is_conditional=is_first))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            is_first, address = False, call.next_link(reply)
            records, set_aside = parse_items(page_items(reply.json()), parse)
            yield Page(records, set_aside, {"next": address} if address else None)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read single notes, to see whether they are done."""
        for ref in refs:
            try:
                reply = await call(Request(f"/notes/{ref}"))
            except NotThereError:
                yield Page(gone=(ref,))
            else:
                yield Page(*parse_items([reply.json()], note))


def note(raw: Any) -> Record:
    """Return the record of a note."""
    native_id = identifier(raw, "id")
    state = STATES.get(optional_line(raw, "state"), Outcome.NONE)
    return Record(
        native_id=native_id,
        kind=Kind.ISSUE,
        action=Action.RAISED,
        title=line(raw, "title"),
        occurred_at=instant(raw, "made"),
        container=NOTEBOOK,
        url=f"https://notebook.example/notes/{native_id}",
        state=state,
        is_open=state is Outcome.OPEN,
        ref=native_id,
    )


def remark(raw: Any) -> Record:
    """Return the record of a remark."""
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=line(raw, "title"),
        occurred_at=instant(raw, "made"),
        container=NOTEBOOK,
    )


PROVIDER = Example()
