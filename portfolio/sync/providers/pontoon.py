"""Pontoon: how many strings a person translated and reviewed on each day.

API: server source of August 2026. The documented interface (``/api/v2/``) has no list by person:
``user-actions`` gives one day of one project, of everybody. What there is by person are the counts
a profile page draws its graph from: ``GET /update-contribution-graph/`` with ``user``,
``contribution_type`` and ``year`` answers ``{"contributions": {milliseconds: count}}``. It is
public and wants the header of a script's request. Durable id: the user's number, which only the
source of the profile page shows; that page is not read, the number is typed in. A server without
``year`` answers with the last 365 days whatever is asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from portfolio.errors import NotThereError, ServiceError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, instant, mapping, number, parse_items
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
    Window,
)

MOZILLA: Final = "https://pontoon.mozilla.org"
FIRST_YEAR: Final = 2011
"""The first Pontoon went into use then; no request is worth making for years before."""
DAY: Final = timedelta(days=1)
_A_DAY: Final = 86_400_000  # in milliseconds
COUNTED: Final = {
    Kind.TRANSLATION: ("user_translations", Action.TRANSLATED, "translations"),
    Kind.TRANSLATION_REVIEW: ("user_reviews", Action.REVIEWED, "reviews"),
}
"""What the service calls a kind, what was done, and the name of the number."""

ABOUT: Final = About(
    id="pontoon",
    name="Pontoon",
    instances=(MOZILLA,),
    kinds=(
        # A day's count grows until the day is over.
        KindInfo(Kind.TRANSLATION, Order.WINDOWS, overlap_s=2 * 86_400),
        KindInfo(Kind.TRANSLATION_REVIEW, Order.WINDOWS, overlap_s=2 * 86_400),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Type your user name and your number; counts are public. They prove nothing: "
            "they stay marked as said by you.",
        ),
    ),
    limits=(
        "Read are counts, one entry a day: strings you translated, and strings you reviewed.",
        "An older Pontoon gives the last 365 days only.",
    ),
    cannot=(
        "Which strings, projects and languages: there is no list of them by person.",
        "More about a piece of work than its count: enter it by hand or import a file.",
        "Reviews of your translations by others.",
        "Your number from your name: only the source of your profile page has it.",
        "Roles, such as manager or translator of a language.",
    ),
    docs="https://github.com/mozilla/pontoon",
    icon="languages",
    handle_words="Your user name, as in pontoon.mozilla.org/contributors/NAME",
    option_words={"number": "Your number: data-user in the source of your profile page"},
    spacing_s=0.5,
)


class Pontoon(BaseProvider):
    """Reads the counts of a Pontoon."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whether there is a user of the number typed in.

        Raises:
            NotThereError: There is none, or no number was typed in.
        """
        typed = access.options.get("number", "").strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
            raise NotThereError(
                "Pontoon finds people by their number only.",
                "Open your profile, show its source and look for data-user; type that number.",
            )
        ident = str(int(typed))
        reply = await call(_request(ident, Kind.TRANSLATION, returns_errors=True))
        if reply.status in (400, 404):
            raise NotThereError("There is nobody of this number.", "Look at the number again.")
        if reply.status >= 400:
            raise ServiceError("The service could not say who this is.")
        contributions_of(reply)
        return Who(
            native_id=ident,
            handle=access.handle.strip(),
            profile_url=profile_of(access),
        )

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Return the years there can be counts of."""
        del call
        years = range(ask.now.year, FIRST_YEAR - 1, -1)
        return [Window(_new_year(year), min(_new_year(year + 1), ask.now)) for year in years]

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Ask for the counts of a year, and keep those of the period."""
        window = ask.window
        if window is None:
            raise ValueError("Pontoon is read by periods.")
        year = window.start.year
        reply = await call(_request(ask.access.native_id, ask.kind, year=year))
        counts = contributions_of(reply)
        records, aside = parse_items(counts.items(), lambda raw: parse_day(raw, ask))
        kept = tuple(each for each in records if is_within(each.occurred_at, window))
        others = [
            each.occurred_at for each in records if each.occurred_at.year != window.start.year
        ]
        missing: tuple[str, ...] = ()
        if others:
            # It does not know years: what it gives is the last 365 days, and nothing before.
            missing = (f"history-limit:{(ask.now - 365 * DAY).date().isoformat()}",)
        yield Page(kept, aside, missing=missing)


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


def _request(
    ident: str, kind: Kind, *, year: int | None = None, returns_errors: bool = False
) -> Request:
    query = [("user", ident), ("contribution_type", COUNTED[kind][0])]
    if year is not None:
        query.append(("year", str(year)))
    return Request(
        "/update-contribution-graph/",
        tuple(query),
        headers={"X-Requested-With": "XMLHttpRequest"},
        returns_errors=returns_errors,
    )


def is_within(day: datetime, window: Window) -> bool:
    """Say whether a part of a day is in a period."""
    return day + DAY > window.start and day < window.end


def profile_of(access: Access) -> str:
    """Return the address of a person's page."""
    name = quote(access.handle.strip(), safe="", errors="replace")
    return f"{access.instance}/contributors/{name}/"


def contributions_of(reply: Reply) -> Mapping[str, object]:
    """Return the counts of an answer, by day.

    Raises:
        UnreadableReplyError: There are none.
    """
    try:
        return mapping(reply.json(), "contributions")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the counts asked for.") from error


def parse_day(raw: object, ask: Ask) -> Record | None:
    """Return the record of a day: pairs of milliseconds since 1970 and a count; None for 0."""
    if not isinstance(raw, tuple | list) or len(raw) != 2:
        raise BadItemError("This is not a day and its count.")
    day, count = number({"day": raw[0]}, "day"), number({"count": raw[1]}, "count")
    if day < _A_DAY or count < 0:
        raise BadItemError("This is not a day and its count.")
    if count == 0:
        return None
    at = instant({"day": day / 1000}, "day")
    _, action, name = COUNTED[ask.kind]
    return Record(
        native_id=f"{ask.access.native_id}:{at.date().isoformat()}",
        kind=ask.kind,
        action=action,
        title=f"{count} {name if count != 1 else name.removesuffix('s')}",
        occurred_at=at,
        container=Container("pontoon", "Pontoon", ask.access.instance),
        url=profile_of(ask.access),
        metrics={name: count},
    )


PROVIDER = Pontoon()
