"""Weblate: what a person translated, suggested, approved and remarked on, by day and component.

API: Weblate 4 and later, ``B/api/`` (server source and documentation, read 2026-11). Auth:
``Authorization: Token ...``, or none: 100 requests a day. List: ``GET /changes/`` with ``user``
(the user name), ``action`` (numbers, repeated), ``timestamp_after`` and ``timestamp_before`` (both
included). The next page is ``next``. Older servers sort by number, newer ones by time downwards:
hence by periods. A change names its component, translation and user by address only, with
categories escaped twice. Single strings say little: those of one day, component and language are
one entry. Durable ids: the user's number, where it is shown; components have slugs here. Nothing
says whose a token is, and nothing says whether a project is public. Not to be had: see `ABOUT`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from portfolio.errors import NotThereError, ServiceError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import BadItemError, page_items, parse_items
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Credential,
    KindInfo,
    Order,
    Page,
    Request,
    WayInfo,
    Who,
    Window,
)
from portfolio.sync.providers.weblate.parsing import (
    ACTIONS,
    name_of,
    next_of,
    parse_change,
    parse_person,
    profile_of,
    remark,
    user_of,
)
from portfolio.sync.providers.weblate.tally import Tally

BEGINNING: Final = datetime(2012, 1, 1, tzinfo=UTC)
"""The first Weblate went into use that year."""
A_DAY: Final = timedelta(days=1)
PAGE_SIZE: Final = "500"
MAX_PAGE: Final = 30_000_000  # bytes: each change carries the string before and after it
_ADVICE: Final = "Type your user name as it is in the address of your profile."

ABOUT: Final = About(
    id="weblate",
    name="Weblate",
    instances=("https://hosted.weblate.org",),
    kinds=(
        # A day's count grows until the day is over.
        KindInfo(Kind.TRANSLATION, Order.WINDOWS, overlap_s=86_400),
        KindInfo(Kind.TRANSLATION_REVIEW, Order.WINDOWS, overlap_s=86_400),
        KindInfo(Kind.COMMENT, Order.WINDOWS, overlap_s=86_400),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Type your user name; work on public projects is read. The name proves nothing: "
            "it stays marked as said by you.",
        ),
        WayInfo(
            Way.TOKEN,
            page="/accounts/profile/#api",
            words="Copy the personal key (wlu_) shown there, and type your user name beside it. "
            "Work on projects that are not public is read too.",
        ),
    ),
    limits=(
        "Strings of one day, component and language are one entry with their number.",
        "Without a key a server answers about 100 requests a day, with one about 5,000 an hour.",
        (
            "With a key everything is taken for not public, because Weblate does not say which "
            "projects are: it leaves this computer only when you say so."
        ),
        ("Newer servers do not say whose a key is; the name then stays marked as said by you."),
    ),
    cannot=(
        "Who a component is after it was moved or renamed: changes give no lasting number of it.",
        "Strings translated through files that others uploaded, or in the repository itself.",
        "Screenshots, glossaries' explanations and the running of projects.",
        "What happened to a translation of yours later.",
    ),
    docs="https://docs.weblate.org/en/latest/api.html",
    icon="languages",
    handle_words="Your user name, as in hosted.weblate.org/user/NAME/",
    option_words={"user": "Your user name, when you paste a key"},
)


class Weblate(BaseProvider):
    """Reads a Weblate."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of its interface."""
        return f"{instance}/api"

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send the key in the words of the REST framework."""
        del access
        return Credential(headers={"Authorization": Secret(f"Token {secret.reveal()}")})

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whom the key shows, or whether anything public was done under a name.

        A server that shows a key's owner nobody else says by that whose the key is; of one that
        shows more people the one typed in is taken, as not proved.

        Raises:
            NotThereError: There is nobody of this name, or nothing public of theirs.
        """
        name = name_of(access)
        try:
            if not access.is_signed_in:
                return await _by_name(name, access, call)
            people = page_items((await call(_people(page_size="2"))).json(), "results")
            if len(people) == 1:
                return parse_person(people[0], access.instance)
            return replace(await _among_many(name, access, call), is_proved=False)
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the user asked for.") from error

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Return one period: it is paged through in full, in whatever order it comes."""
        del call
        start = ask.since if ask.since is not None else BEGINNING
        return (Window(start, max(ask.now, start + timedelta(seconds=1))),)

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow ``next`` through a period's changes.

        A day at the end of a page may go on with the next one: it is held back until then, and
        goes with the mark.

        Raises:
            ServiceError: The server is too old to list changes by person.
        """
        address, query, held = "/changes/", first_of(ask), Tally()
        if ask.resume is not None:
            address, query = call.same_origin(str(ask.resume.get("next", ""))), ()
            held = Tally.of_json(ask.resume.get("held"))
        while address:
            body = (await call(Request(address, query, max_bytes=MAX_PAGE))).json()
            items = page_items(body, "results")
            changes, aside = parse_items(items, lambda raw: parse_change(raw, ask))
            if items and not changes and not aside:
                raise ServiceError(
                    "This Weblate gives out everybody's changes instead of one person's.",
                    "It is too old to be read; enter your work by hand or import a file.",
                )
            following = next_of(body)
            address, query = (call.same_origin(following) if following else ""), ()
            if ask.kind is Kind.COMMENT:
                records = tuple(remark(change, ask) for change in changes)
                yield Page(records, aside, {"next": address} if address else None)
                continue
            held.add(changes)
            done = held.take(but_last=bool(address))
            records = tuple(each.record(ask) for each in done)
            resume = {"next": address, "held": held.as_json()} if address else None
            yield Page(records, aside, resume)


def _people(**query: str) -> Request:
    return Request("/users/", tuple(query.items()))


async def _among_many(name: str, access: Access, call: Call) -> Who:
    """Find somebody where a key shows many: by their number, or by the name typed in."""
    if access.native_id:
        reply = await call(_people(id=access.native_id))
        known = [
            parse_person(each, access.instance) for each in page_items(reply.json(), "results")
        ]
        mine = next((each for each in known if each.native_id == access.native_id), None)
        if mine is not None:
            return mine
    if not name:
        raise NotThereError("This Weblate does not say whose key this is.", _ADVICE)
    reply = await call(Request(f"/users/{quote(name, safe='', errors='replace')}/"))
    return parse_person(reply.json(), access.instance)


async def _by_name(name: str, access: Access, call: Call) -> Who:
    query = (("user", name), ("page_size", "1"))
    reply = await call(Request("/changes/", query, max_bytes=MAX_PAGE))
    items = page_items(reply.json(), "results")
    # An old server takes no notice of the name, and the newest change is anybody's.
    if not items or user_of(items[0]) != name:
        raise NotThereError("There is no public work under this name.", _ADVICE)
    return Who(native_id=name, handle=name, profile_url=profile_of(access.instance, name))


def first_of(ask: Ask) -> tuple[tuple[str, str], ...]:
    """Return the query of the first page of a period; whole days, so that counts are whole."""
    window = ask.window
    if window is None:
        raise ValueError("Weblate is read by periods.")
    start = window.start.replace(hour=0, minute=0, second=0, microsecond=0)
    midnight = window.end.replace(hour=0, minute=0, second=0, microsecond=0)
    end = window.end if window.end == midnight else midnight + A_DAY
    return (
        ("user", name_of(ask.access)),
        *(("action", str(each)) for each in ACTIONS[ask.kind]),
        ("timestamp_after", start.strftime("%Y-%m-%dT%H:%M:%SZ")),
        # Included: the end itself belongs to the day after.
        ("timestamp_before", (end - timedelta(microseconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ("page_size", PAGE_SIZE),
    )


PROVIDER: Final = Weblate()
