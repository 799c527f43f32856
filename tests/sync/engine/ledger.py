"""A made-up service that lists in every order there is, and its provider.

`Ledger` answers requests as a scripted service; `LedgerProvider` reads it. Through `DirectCall`
the two talk without a socket, for tests that sync thousands of times.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from portfolio.clock import from_text, to_text
from portfolio.errors import (
    AccountError,
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
    TooMuchError,
)
from portfolio.model.account import Validator, Way
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
    SignInPlaces,
    WayInfo,
    Who,
    Window,
)
from tests.sync.loopback.messages import Answer, Asked, as_json

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NEWEST, OLDEST = Kind.PULL_REQUEST, Kind.ISSUE
PERIODS, WHOLE, LATEST = Kind.COMMENT, Kind.BADGE, Kind.POST
KINDS = (NEWEST, OLDEST, PERIODS, WHOLE, LATEST)


@dataclass
class Item:
    id: str
    at: datetime
    changed: datetime
    title: str = "Something"
    is_open: bool = False
    is_bad: bool = False
    state: str = ""


@dataclass
class Ledger:
    """The service. Set its attributes to make it behave as services do.

    Attributes:
        per_page: Items on a page.
        cap: A search gives at most so many.
        heavy_days: A search over more days than this is refused as too heavy; 0: never.
        refuses: Kinds answered with a status.
        missing: Codes said with every page of a kind.
        before: Called with each request; may return an answer of its own.
    """

    items: dict[Kind, dict[str, Item]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    login: str = "ada"
    number: str = "77"
    scopes: tuple[str, ...] = ("read",)
    elsewhere: tuple[str, ...] = ()
    per_page: int = 10
    cap: int = 1000
    heavy_days: int = 0
    now: datetime = NOW
    has_date: bool = True
    token_lives: int = 1_000_000
    refuses: dict[Kind, int] = field(default_factory=dict)
    before: Callable[[Asked], Answer | None] = lambda _asked: None
    asked: list[str] = field(default_factory=list)
    latest_only: int = 30
    browser_token: str = "canary-from-browser"
    missing: dict[Kind, tuple[str, ...]] = field(default_factory=dict)
    reorder: Callable[[list[Item]], list[Item]] = lambda items: items

    def put(self, kind: Kind, number: int | str, at: datetime, **facts: Any) -> Item:
        item = Item(str(number), at, facts.pop("changed", at), **facts)
        self.items[kind][item.id] = item
        return item

    def fill(self, kind: Kind, count: int, *, days: float = 1.0, first: int = 0) -> None:
        """Add items, one every so many days, the newest an hour ago."""
        for number in range(count):
            at = self.now - timedelta(hours=1) - timedelta(days=days) * number
            self.put(kind, first + count - number, at.replace(microsecond=0))

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request.target)
        special = self.before(request)
        answer = special or self._answer(request)
        if self.has_date and "Date" not in answer.headers:
            answer = answer.having(Date=format_datetime(self.now, usegmt=True))
        return answer if self.has_date else answer_without_date(answer)

    def _answer(self, request: Asked) -> Answer:
        if len(self.asked) > self.token_lives:
            return as_json({"message": "bad credentials"}, 401)
        if request.path == "/me":
            me = {"id": self.number, "login": self.login, "scopes": list(self.scopes)}
            return as_json(me | {"elsewhere": list(self.elsewhere)})
        made = {"client_id": "made-1", "access_token": self.browser_token, "token_type": "Bearer"}
        if request.path in {"/o/register", "/o/token"}:
            return as_json(made)
        if request.path.startswith("/one/"):
            return self._one(request.path)
        kind = Kind(request.path.strip("/"))
        if kind in self.refuses:
            return as_json({"message": "no"}, self.refuses[kind])
        return self._conditional(request, self._listing(kind, request.query))

    def _one(self, path: str) -> Answer:
        _one, kind, number = path.strip("/").split("/")
        found = self.items[Kind(kind)].get(number)
        return as_json(_raw(found)) if found else as_json({"message": "gone"}, 410)

    @staticmethod
    def _conditional(request: Asked, value: Any) -> Answer:
        etag = '"' + hashlib.sha256(json.dumps(value).encode()).hexdigest()[:12] + '"'
        if request.headers.get("if-none-match") == etag:
            return Answer(304, {"ETag": etag})
        return as_json(value).having(ETag=etag)

    def _listing(self, kind: Kind, query: Mapping[str, str]) -> Any:
        items = sorted(self.items[kind].values(), key=lambda each: (each.changed, each.id))
        if kind in {NEWEST, LATEST}:
            items.reverse()
        if kind is LATEST:
            items = items[: self.latest_only]
        if since := query.get("since"):
            items = [each for each in items if each.changed >= from_text(since)]
        if "from" in query:
            start, end = from_text(query["from"]), from_text(query["to"])
            if self.heavy_days and end - start > timedelta(days=self.heavy_days):
                return {"too_heavy": True}
            items = [each for each in items if start <= each.at < end]
            items.reverse()
        total = len(items)
        page = int(query.get("page", "1"))
        items = self.reorder(items)[: self.cap]
        chosen = items[(page - 1) * self.per_page : page * self.per_page]
        has_next = page * self.per_page < len(items)
        return {
            "items": [_raw(each) for each in chosen],
            "next": page + 1 if has_next else None,
            "total": total,
            "missing": list(self.missing.get(kind, ())),
        }


def answer_without_date(answer: Answer) -> Answer:
    from dataclasses import replace

    return replace(answer, sends_date=False)


def _raw(item: Item) -> Any:
    if item.is_bad:
        return {"id": item.id, "at": None}
    return {
        "id": item.id,
        "at": to_text(item.at),
        "changed": to_text(item.changed),
        "title": item.title,
        "open": item.is_open,
        "state": item.state,
    }


def infos(overlap_s: int = 600) -> tuple[KindInfo, ...]:
    orders = (
        Order.NEWEST_FIRST,
        Order.OLDEST_FIRST,
        Order.WINDOWS,
        Order.WHOLE,
        Order.LATEST_ONLY,
    )
    return tuple(
        KindInfo(kind, order, overlap_s=overlap_s)
        for kind, order in zip(KINDS, orders, strict=True)
    )


class LedgerProvider(BaseProvider):
    """Reads a ledger; ``kinds`` may be set to other ones."""

    def __init__(self, kinds: Sequence[KindInfo] | None = None) -> None:
        self.about = About(
            id="ledger",
            name="Ledger",
            instances=("https://ledger.example",),
            kinds=tuple(kinds or infos()),
            ways=(WayInfo(Way.TOKEN), WayInfo(Way.NAME), WayInfo(Way.BROWSER, asks_places=True)),
        )

    async def sign_in_places(self, access: Access, call: Call) -> SignInPlaces | None:
        base = access.instance
        return SignInPlaces(f"{base}/o/authorize", f"{base}/o/token", f"{base}/o/register")

    async def who(self, access: Access, call: Call) -> Who:
        raw = (await call(Request("/me"))).json()
        url = f"https://ledger.example/{raw['login']}"
        return Who(
            str(raw["id"]),
            str(raw["login"]),
            name="Ada",
            profile_url=url,
            emails=("ada@kept.example",),
            other_accounts=tuple(raw.get("elsewhere", ())),
            scopes=tuple(raw["scopes"]),
        )

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        last = ask.now.year
        return [
            Window(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
            for year in range(last, last - 6, -1)
        ]

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        number = int(ask.resume["page"]) if ask.resume else 1
        while True:
            reply = await call(self._request(ask, number))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            raw = reply.json()
            if raw.get("too_heavy"):
                raise TooMuchError("Too heavy.")
            if ask.window is not None and raw["total"] > 1000 and not ask.takes_part:
                raise TooMuchError("Too many.", total=raw["total"])
            following = raw["next"]
            resume = {"page": following} if following else None
            yield _page(ask.kind, raw["items"], resume, raw["total"], tuple(raw.get("missing", ())))
            if resume is None:
                return
            number = following

    @staticmethod
    def _request(ask: Ask, number: int) -> Request:
        query = [("page", str(number))]
        if ask.window is not None:
            query += [("from", to_text(ask.window.start)), ("to", to_text(ask.window.end))]
        elif ask.since is not None and ask.kind is OLDEST:
            query.append(("since", to_text(ask.since)))
        return Request(f"/{ask.kind}", query=tuple(query), is_conditional=ask.window is None)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        for ref in refs:
            try:
                raw = (await call(Request(f"/one/{ask.kind}/{ref}"))).json()
            except NotThereError:
                yield Page(gone=(ref,))
            else:
                yield _page(ask.kind, [raw], None, None)


def _page(
    kind: Kind, raw: list[Any], resume: Any, total: int | None, missing: tuple[str, ...] = ()
) -> Page:
    good = [each for each in raw if each["at"] is not None]
    bad = tuple(SetAside("It has no date.", str(each)) for each in raw if each["at"] is None)
    records = tuple(_record(kind, each) for each in good)
    return Page(records, bad, resume=resume, total=total, missing=missing)


def _record(kind: Kind, raw: Any) -> Record:
    number = int(hashlib.sha256(raw["id"].encode()).hexdigest(), 16) % 3
    return Record(
        native_id=raw["id"],
        kind=kind,
        action=Action.PROPOSED,
        title=raw["title"],
        occurred_at=from_text(raw["at"]),
        updated_at=from_text(raw["changed"]),
        url=f"https://ledger.example/{kind}/{raw['id']}",
        container=Container(f"c{number}", f"Container {number}"),
        state=Outcome(raw["state"]),
        is_open=raw["open"],
        ref=raw["id"],
    )


class DirectCall:
    """A `Call` that asks a ledger without a socket; knows the validators it is handed."""

    def __init__(self, ledger: Ledger, validators: Mapping[str, str] | None = None) -> None:
        self.ledger = ledger
        self.known = dict(validators or {})
        self.new: dict[str, Validator] = {}

    async def __call__(self, request: Request) -> Reply:
        target = request.address + ("?" + urlencode(request.query) if request.query else "")
        headers = {}
        if request.is_conditional and target in self.known:
            headers["if-none-match"] = self.known[target]
        answer = self.ledger.handle(Asked(request.method, target, headers, b"", ""))
        if answer.status >= 400:
            raise _error(answer.status)
        lowered = {name.lower(): value for name, value in answer.headers.items()}
        if request.is_conditional and "etag" in lowered and answer.status == 200:
            self.new[target] = Validator(target, lowered["etag"])
        date = lowered.get("date")
        served_at = parsedate_to_datetime(date) if date else None
        return Reply(answer.status, lowered, answer.body, target, served_at)

    def take_new(self) -> tuple[Validator, ...]:
        new, self.new = tuple(self.new.values()), {}
        return new

    def forget_new(self) -> None:
        self.new = {}

    def next_link(self, reply: Reply) -> str:
        return ""

    def same_origin(self, address: str) -> str:
        return address


def _error(status: int) -> AccountError:
    kinds: dict[int, type[AccountError]] = {
        401: SignInNeededError,
        403: NotAllowedError,
        404: NotThereError,
        410: NotThereError,
    }
    return kinds.get(status, ServiceError)(f"The service answered {status}.")
