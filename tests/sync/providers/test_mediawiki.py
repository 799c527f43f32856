"""MediaWiki against a scripted wiki, and what its parsers make of anything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
)
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Ask, Page, Who
from portfolio.sync.providers.mediawiki import PROVIDER
from portfolio.sync.providers.mediawiki.parsing import (
    Wiki,
    parse_edit,
    parse_log_entry,
    parse_thanks,
)
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Answer, Service, as_json
from tests.sync.providers.mediawiki_service import WikiService, error
from tests.sync.timing import PatientTime

WIKI = Wiki("https://wiki.example", "/w")


def made(kind: Kind, number: int) -> Any:
    at = f"2026-10-{28 - number:02}T10:00:00Z"
    common = {"userid": 4321, "user": "ada", "pageid": 9, "ns": 0, "timestamp": at, "comment": "x"}
    if kind is Kind.WIKI_EDIT:
        sizes = {"size": 900, "sizediff": -12, "new": False, "minor": True, "top": False}
        ids = {"revid": 100 + number, "parentid": 99}
        return {**common, **sizes, **ids, "title": "Dunnock", "tags": []}
    sort = "thanks" if kind is Kind.THANKS else "delete"
    ids = {"logid": 500 + number, "logpage": 9}
    return {**common, **ids, "title": "Dunnock", "type": sort, "action": sort}


class TestMediaWikiByName(ProviderKit):
    provider = PROVIDER
    way = Way.NAME

    def service(self, world: World) -> Service:
        return WikiService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return made(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        return str(item["revid" if kind is Kind.WIKI_EDIT else "logid"])

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "timestamp": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        hidden = {**self.item(kind, 1), "userhidden": True}
        del hidden["user"]
        return hidden

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is not Kind.LOG_ACTION:
            return Nothing("only log entries have types")
        return {**self.item(kind, 1), "type": "hologram", "action": "cast"}


class TestMediaWikiSignedIn(TestMediaWikiByName):
    way = Way.TOKEN

    def dead_token(self) -> Answer:
        return error("mwoauth-invalid-authorization", "The authorization headers are invalid")


def talk(service: WikiService, act: Any, time: PatientTime | None = None) -> Any:
    return TestMediaWikiByName().talk(service, act, time=time)


def read(service: WikiService, kind: Kind, time: PatientTime | None = None) -> list[Page]:
    async def act(call: AccountCall) -> list[Page]:
        reading = await read_kind(PROVIDER, Ask(call.access, kind, START), call)
        return [page for _, page in reading.pages]

    found: list[Page] = talk(service, act, time)
    return found


def who(service: WikiService) -> Who:
    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(call.access, call)

    found: Who = talk(service, act)
    return found


def test_a_name_nobody_bears_is_nobody() -> None:
    with pytest.raises(NotThereError):
        who(WikiService(World(handle="grace")))


@pytest.mark.parametrize("users", [[], [{"name": "ada", "invalid": True}], None])
def test_an_empty_list_is_nobody_too(users: Any) -> None:
    service = WikiService(World())
    service.errors = [as_json({"batchcomplete": True, "query": {"users": users}})]
    with pytest.raises(NotThereError):
        who(service)


def test_a_token_taken_for_nobody_asks_for_signing_in() -> None:
    service = WikiService(World())
    anonymous = {"id": 0, "name": "192.0.2.7", "anon": True}
    service.errors = [as_json({"query": {"userinfo": anonymous}})]

    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(call.access, call)

    with pytest.raises(SignInNeededError):
        TestMediaWikiSignedIn().talk(service, act)


def test_a_plain_installation_is_found_and_kept() -> None:
    service = WikiService(World({Kind.WIKI_EDIT: [made(Kind.WIKI_EDIT, n) for n in range(7)]}))
    service.folder = ""
    pages = read(service, Kind.WIKI_EDIT)
    assert [len(page.records) for page in pages] == [3, 3, 1]
    assert [asked.path for asked in service.asked] == ["/w/api.php", *["/api.php"] * 3]
    assert pages[0].records[0].url.endswith("/index.php?diff=106")
    assert "/w/index.php" not in pages[0].records[0].url


def test_waiting_is_asked_for_with_status_200() -> None:
    service, time = WikiService(World({Kind.WIKI_EDIT: [made(Kind.WIKI_EDIT, 1)]})), PatientTime()
    service.errors = [error("maxlag", "Waiting", Retry_After="7"), error("ratelimited")]
    pages = read(service, Kind.WIKI_EDIT, time)
    assert [len(page.records) for page in pages] == [1]
    assert sum(time.waits) >= 67


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("readapidenied", NotAllowedError),
        ("assertuserfailed", SignInNeededError),
        ("baduser", NotThereError),
        ("internal_api_error_DBQueryError", ServiceError),
    ],
)
def test_errors_come_with_status_200(code: str, expected: type[Exception]) -> None:
    service = WikiService(World())
    service.errors = [error(code), error(code)]
    with pytest.raises(expected):
        read(service, Kind.LOG_ACTION)


def test_an_error_without_its_header_is_seen() -> None:
    service = WikiService(World())
    service.errors = [as_json({"error": {"code": "readapidenied", "info": "No."}})]
    with pytest.raises(NotAllowedError):
        read(service, Kind.WIKI_EDIT)


def test_a_wiki_without_thanks_says_so_instead_of_none() -> None:
    service = WikiService(World())
    service.has_thanks = False
    (page,) = read(service, Kind.THANKS)
    assert page.missing == ("hidden",)


def test_other_wikis_of_the_same_account_are_hints() -> None:
    service = WikiService(World())
    service.merged = [
        {"wiki": "dewiki", "url": "https://de.wiki.example", "editcount": 3},
        {"wiki": "frwiki", "url": "https://fr.wiki.example", "editcount": 0},
        {"wiki": "bad", "url": "ftp://x", "editcount": 9},
        "junk",
    ]
    assert who(service).other_accounts == ("https://de.wiki.example/wiki/User:ada",)


def test_a_first_edit_of_a_page_is_marked_and_sizes_kept() -> None:
    record = parse_edit({**made(Kind.WIKI_EDIT, 1), "new": True}, WIKI)
    assert record.metrics == {"size": 900, "size_change": -12, "created": 1, "minor": 1}
    assert record.url == "https://wiki.example/w/index.php?diff=101"


def test_what_is_hidden_is_not_public() -> None:
    hidden = parse_edit({**made(Kind.WIKI_EDIT, 1), "texthidden": True}, WIKI)
    assert hidden.visibility is Visibility.RESTRICTED
    silent = parse_edit({**made(Kind.WIKI_EDIT, 1), "commenthidden": True, "comment": "x"}, WIKI)
    assert silent.excerpt == ""


def test_log_entries_that_are_edits_or_not_shown_are_left_out() -> None:
    entry = made(Kind.LOG_ACTION, 1)
    triaged = parse_log_entry(entry, WIKI)
    assert triaged is not None
    assert triaged.action is Action.TRIAGED
    assert parse_log_entry({**entry, "type": "create"}, WIKI) is None
    assert parse_log_entry({**entry, "type": None}, WIKI) is None
    unknown = parse_log_entry({**entry, "type": "hologram", "action": "cast"}, WIKI)
    assert unknown is not None
    assert (unknown.action, unknown.title) == (Action.OTHER, "hologram/cast: Dunnock")


def test_a_reading_begins_where_the_last_one_ended() -> None:
    service = WikiService(World())

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.WIKI_EDIT, START, since=START)
        return [page async for page in PROVIDER.pages(ask, call)]

    talk(service, act)
    assert len(service.asked) == 1, "nothing new costs one request"
    assert service.asked[0].query["ucstart"] == START.strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_all(raw: Any) -> None:
    for parse in (parse_edit, parse_log_entry, parse_thanks):
        parse_items([raw], lambda each, parse=parse: parse(each, WIKI))


@given(ANY_JSON)
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@given(ANY_JSON)
def test_no_json_stops_the_list_of_wikis(raw: Any) -> None:
    service = WikiService(World())
    service.merged = [raw]
    # By the parser alone: a server for each example would take minutes.
    from portfolio.sync.providers.mediawiki.people import _address

    assert isinstance(_address(raw, "ada"), str)


@pytest.mark.parametrize("kind", [info.kind for info in PROVIDER.about.kinds])
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(made(kind, 1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
