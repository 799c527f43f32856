"""Gerrit: changes a person proposed, their reviews, and what they wrote on changes.

API: ``B/changes/?q=...`` and ``B/accounts/...``, signed in below ``B/a/`` (documentation, read
2026-11). Auth: HTTP Basic with the user name and a password made for programs, or none. Bodies
begin with the line ``)]}'``. Sorted by ``updated``, newest first; the last item of a page says
``_more_changes``, the next page is ``S`` items on; ``before:`` (included) goes on where a server
gives no more by that. Times are UTC with nine decimals and no zone. Durable ids: ``_account_id``
and ``_number``; ``id`` changes with the project, and one Change-Id may stand for changes on several
branches. Nothing says whether everybody may see a project. Not to be had: see `ABOUT`.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import BadItemError, instant, page_items, parse_items
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
    Reply,
    Request,
    WayInfo,
    Who,
)
from portfolio.sync.providers.gerrit.parsing import (
    parse_change,
    parse_person,
    parse_review,
    remarks_of,
)

PREFIX: Final = b")]}'"
"""Stands before every body, so that no web page can read it as a script."""
PAGE_SIZE: Final = 100
MAX_PAGE: Final = 30_000_000  # bytes: a change may carry hundreds of messages
MOST_STEPS: Final = 5_000
"""Servers give no more than some 10,000 by steps; from here on by time."""
AT_ONCE: Final = 20
QUERIES: Final[Mapping[Kind, tuple[str, tuple[str, ...]]]] = {
    Kind.PULL_REQUEST: ("owner:{me}", ("DETAILED_ACCOUNTS",)),
    Kind.REVIEW: ("reviewer:{me} -owner:{me}", ("DETAILED_LABELS", "MESSAGES")),
    Kind.REVIEW_COMMENT: ("commentby:{me}", ("MESSAGES",)),
}
"""What is searched for, and what is to be told of each change found."""

ABOUT: Final = About(
    id="gerrit",
    name="Gerrit",
    instances=(
        "https://review.opendev.org",
        "https://gerrit.wikimedia.org/r",
        "https://gerrit.libreoffice.org",
        "https://android-review.googlesource.com",
        "https://chromium-review.googlesource.com",
        "https://go-review.googlesource.com",
        "https://codereview.qt-project.org",
    ),
    kinds=(
        KindInfo(Kind.PULL_REQUEST, Order.NEWEST_FIRST),
        KindInfo(Kind.REVIEW, Order.NEWEST_FIRST),
        KindInfo(Kind.REVIEW_COMMENT, Order.NEWEST_FIRST),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Type your user name, number or e-mail address there; what is public is read. "
            "It proves nothing: it stays marked as said by you.",
        ),
        WayInfo(
            Way.TOKEN,
            page="/settings/#HTTPCredentials",
            words="Press “Generate new password”, copy it, and type your user name beside it. It "
            "may do whatever you may; Gerrit has no lesser ones.",
        ),
    ),
    limits=(
        (
            "With a password everything is taken for not public, because Gerrit does not say which "
            "projects are: it leaves this computer only when you say so."
        ),
        "A review is one entry a change, dated when you voted last.",
        "Of what you wrote, the texts over a review are read; remarks on single lines are not.",
    ),
    cannot=(
        "Remarks on single lines: there is no list of them by person.",
        "Changes of others that you submitted.",
        "Changes you wrote and somebody else uploaded.",
        "Passwords of googlesource.com: type your e-mail address instead; what is public is read.",
    ),
    docs="https://gerrit-review.googlesource.com/Documentation/rest-api.html",
    icon="git-pull-request",
    handle_words="Your user name, number or e-mail address there",
    option_words={"user": "Your user name, when you paste a password"},
)


class Gerrit(BaseProvider):
    """Reads a Gerrit."""

    about = ABOUT

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send user name and password (RFC 7617)."""
        pair = base64.b64encode(f"{user_of(access)}:{secret.reveal()}".encode()).decode()
        return Credential(headers={"Authorization": Secret(f"Basic {pair}")})

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whose password it is, or look a name up.

        Raises:
            NotThereError: There is nobody of this name, or none was typed in.
        """
        if not user_of(access):
            raise NotThereError("Gerrit asks for a name.", "Type your user name there.")
        typed = access.native_id or access.handle.strip() or user_of(access)
        name = "self" if access.is_signed_in else typed
        path = f"/accounts/{quote(name, safe='', errors='replace')}/detail"
        reply = await call(Request(_below(access, path)))
        try:
            return parse_person(values_of(reply), access)
        except BadItemError as error:
            raise UnreadableReplyError(
                "The service's answer is not the account asked for."
            ) from error

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Step through one search."""
        place: Place | None = Place.of_json(ask.resume)
        while place is not None:
            items = page_items(values_of(await call(place.request(ask))))
            place = place.after(items)
            yield replace(page_of(items, ask), resume=place.as_json() if place else None)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read changes again, to see whether they were merged; some at once."""
        options = tuple(("o", each) for each in QUERIES[ask.kind][1])
        for part in _parts(refs):
            query = " OR ".join(f"change:{int(ref)}" for ref in part)
            pairs = (("q", query), ("n", str(len(part))), *options)
            reply = await call(Request(_below(ask.access, "/changes/"), pairs, max_bytes=MAX_PAGE))
            page = page_of(page_items(values_of(reply)), ask)
            known = {record.native_id for record in page.records}
            gone = tuple(ref for ref in part if ref not in known) if not page.set_aside else ()
            yield replace(page, gone=gone)


def user_of(access: Access) -> str:
    """Return the user name typed in, "" for none."""
    return access.options.get("user", "").strip() or access.handle.strip()


def _parts(refs: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(refs), AT_ONCE):
        yield refs[at : at + AT_ONCE]


def _below(access: Access, path: str) -> str:
    return f"/a{path}" if access.is_signed_in else path


def values_of(reply: Reply) -> Any:
    """Return the JSON values of a body, the line before them taken off.

    Raises:
        UnreadableReplyError: They are none.
    """
    return replace(reply, body=reply.body.removeprefix(PREFIX)).json()


def page_of(items: Sequence[object], ask: Ask) -> Page:
    """Return the records of a page of a search."""
    if ask.kind is Kind.PULL_REQUEST:
        return Page(*parse_items(items, lambda raw: parse_change(raw, ask)))
    if ask.kind is Kind.REVIEW:
        found, aside = parse_items(items, lambda raw: parse_review(raw, ask))
        records = found
    else:
        each, aside = parse_items(items, lambda raw: remarks_of(raw, ask))
        records = tuple(record for found, _ in each for record in found)
        aside = (*aside, *(bad for _, found in each for bad in found))
    # Changes without anything of the person's have been seen too.
    times, _ = parse_items(items, lambda raw: instant(raw, "updated"))
    return Page(records, aside, reaches=min(times, default=None))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a search a page begins.

    Attributes:
        start: Steps from its top.
        before: Only what changed until then, as the search wants it; "" for no end.
    """

    start: int = 0
    before: str = ""

    @classmethod
    def of_json(cls, raw: Mapping[str, Any] | None) -> Place:
        """Return what a mark holds."""
        start, before = (raw or {}).get("start"), (raw or {}).get("before")
        return cls(
            start if isinstance(start, int) and start > 0 else 0,
            before if isinstance(before, str) else "",
        )

    def as_json(self) -> dict[str, Any]:
        """Return it for a mark."""
        return {"start": self.start, "before": self.before}

    def request(self, ask: Ask) -> Request:
        """Return what to ask for."""
        search, options = QUERIES[ask.kind]
        query = search.format(me=ask.access.native_id)
        if self.before:
            query = f'{query} before:"{self.before}"'
        pairs = (("q", query), ("n", str(PAGE_SIZE)), ("S", str(self.start)))
        return Request(
            _below(ask.access, "/changes/"),
            (*pairs, *(("o", each) for each in options)),
            max_bytes=MAX_PAGE,
        )

    def after(self, items: Sequence[object]) -> Place | None:
        """Return where the next page begins, None after the last one.

        A page may be shorter than asked for and not the last: changes that may not be seen are
        left out of it.
        """
        if not any(
            isinstance(each, Mapping) and each.get("_more_changes") is True for each in items
        ):
            return None
        start = self.start + len(items)
        times, _ = parse_items(items, lambda raw: instant(raw, "updated"))
        if start < MOST_STEPS or not times:
            return replace(self, start=start)
        # Times are searched by whole seconds, the end included.
        last = times[-1].replace(microsecond=0) + timedelta(seconds=1)
        before = last.strftime("%Y-%m-%d %H:%M:%S")
        return replace(self, start=start) if before == self.before else Place(0, before)


PROVIDER: Final = Gerrit()
