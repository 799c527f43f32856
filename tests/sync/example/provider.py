"""Example: a made-up service, "Notebook", with notes and remarks.

API: version 1, made up for `docs/providers.md` and for testing the kit. Auth: bearer token, or a
name. Listing: ``GET /people/{id}/notes`` by pages with a Link header; ``GET /people/{id}/remarks``
newest first by ``before``, at most 100 a request. Durable id: ``id``. Rate: 60 a minute, said by
Retry-After. Cannot be had: notes of closed notebooks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome
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
    SetAside,
    WayInfo,
    Who,
)

_STATES = {"open": Outcome.OPEN, "done": Outcome.CLOSED}


class BadItemError(Exception):
    """An item of which no record can be made."""


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
            WayInfo(Way.TOKEN, page="/settings/tokens", words="Make a token, tick nothing."),
            WayInfo(Way.NAME, words="Type a name; only what is public is read."),
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
        if not isinstance(person, dict) or not person.get("id"):
            raise NotThereError(f"There is nobody called {access.handle}.")
        return Who(native_id=str(person["id"]), handle=str(person.get("login", "")))

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow the links of one listing."""
        names = {Kind.ISSUE: "notes", Kind.COMMENT: "remarks"}
        parse = {Kind.ISSUE: parse_note, Kind.COMMENT: parse_remark}[ask.kind]
        address = str((ask.resume or {}).get("next", ""))
        if not address:
            address = f"/people/{ask.access.native_id}/{names[ask.kind]}"
        while address:
            request = Request(address, is_conditional=ask.resume is None)
            reply = await call(request)
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            address = call.next_link(reply)
            yield page_of(reply, parse, {"next": address} if address else None)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read single notes."""
        for ref in refs:
            try:
                reply = await call(Request(f"/notes/{ref}"))
            except NotThereError:
                yield Page(gone=(ref,))
            else:
                yield Page(records=(parse_note(reply.json()),))


def page_of(reply: Reply, parse: Callable[[Any], Record], resume: dict[str, str] | None) -> Page:
    """Return the page of a reply: good items kept, bad ones set aside."""
    items = reply.json()
    if not isinstance(items, list):
        raise UnreadableReplyError("The service's answer is not a list.")
    records, aside = [], []
    for item in items:
        try:
            records.append(parse(item))
        except BadItemError as error:
            aside.append(SetAside(str(error), repr(item)[:300]))
    return Page(tuple(records), tuple(aside), resume)


def parse_note(raw: object) -> Record:
    """Return the record of a note."""
    item = _object(raw)
    state = _STATES.get(str(item.get("state")), Outcome.NONE)
    return Record(
        native_id=_id(item),
        kind=Kind.ISSUE,
        action=Action.RAISED,
        title=_text(item.get("title")),
        occurred_at=_instant(item.get("made")),
        container=Container(id="notebook", name="Notebook"),
        url=f"https://notebook.example/notes/{_id(item)}",
        state=state,
        is_open=state is Outcome.OPEN,
        ref=_id(item),
    )


def parse_remark(raw: object) -> Record:
    """Return the record of a remark."""
    item = _object(raw)
    return Record(
        native_id=_id(item),
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=_text(item.get("title")),
        occurred_at=_instant(item.get("made")),
        container=Container(id="notebook", name="Notebook"),
    )


def _object(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise BadItemError("An item is no object.")
    return raw


def _id(item: dict[str, Any]) -> str:
    value = item.get("id")
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadItemError("An item has no id.")
    return str(value)


def _text(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode()


def _instant(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value if isinstance(value, str) else "")
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadItemError("An item has no date.") from error


PROVIDER = Example()
