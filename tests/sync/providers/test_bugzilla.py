"""Bugzilla against scripted ones, and what its parsers make of anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInError,
    SignInNeededError,
    TooLargeReplyError,
)
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.secret import Secret
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Access, Ask, Page, Reply, Who
from portfolio.sync.providers.bugzilla import PROVIDER
from portfolio.sync.providers.bugzilla.parsing import (
    Bug,
    Match,
    Person,
    fixed_when,
    is_masked,
    parse_attachment,
    parse_bug,
    parse_change,
    parse_comment,
    parse_fixed,
    parse_flag,
    parse_mentored,
    parse_reported,
)
from portfolio.sync.providers.bugzilla.rest import Rest, comments_of
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Answer, Service, as_json
from tests.sync.providers.bugzilla_service import BugzillaService, bug, refused

HOST = "https://bugs.example"
ME = Person("4321", "ada@mail.example")
ABOUT: Bug = parse_bug(bug(100), HOST)


def made(kind: Kind, number: int) -> Any:
    if kind in (Kind.BUG_REPORTED, Kind.BUG_FIXED, Kind.MENTORING):
        is_open = kind is Kind.BUG_REPORTED and number % 2 == 1
        state = {"is_open": is_open, "resolution": "" if is_open else "FIXED"}
        return bug(100 + number, **state)
    at = f"2026-10-{28 - number:02}T10:00:00Z"
    common = {"id": 500 + number, "creator": "ada", "creation_time": at, "is_private": False}
    if kind is Kind.BUG_COMMENT:
        return {**common, "bug_id": 100 + number, "count": 3, "text": "I see it too."}
    if kind is Kind.ATTACHMENT:
        file = {"file_name": "fix.patch", "summary": "Fix", "content_type": "text/plain"}
        return {**common, **file, "is_private": 0, "last_change_time": at}
    if kind is Kind.FLAG:
        person = {"id": 4321, "name": "ada"}
        review = {"type": {"id": 4, "name": "review"}, "setter": person, "status": "+"}
        day = at.replace("T", " ").removesuffix("Z")
        return {**common, **review, "bug_id": 100 + number, "creation_time": day}
    changes = [{"field_name": "status", "added": "VERIFIED", "removed": "RESOLVED"}]
    return {"when": at, "who": "ada", "changes": changes}


class TestBugzilla(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return BugzillaService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return made(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is not Kind.TRIAGE:
            return str(item["id"])
        at = datetime.fromisoformat(item["when"])
        return f"{100 + 28 - at.day}:{int(at.timestamp())}:4321"

    def bad_item(self, kind: Kind) -> Any:
        item = self.item(kind, 1)
        if kind is Kind.BUG_FIXED:
            return {**item, "cf_last_resolved": "soon"}
        return {**item, "creation_time": "soon", "when": "soon"}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "creator": None, "creator_detail": None, "setter": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind in (Kind.BUG_COMMENT, Kind.ATTACHMENT):
            return Nothing("they have no types that matter")
        item = self.item(kind, 1)
        return {**item, "resolution": "LEVITATED", "status": "%", "is_open": None}

    def dead_token(self) -> Answer:
        return refused(306, "The API key you specified is invalid.")


class TestBugzillaByName(TestBugzilla):
    way = Way.NAME


def talk(service: Service, act: Any, kit: ProviderKit | None = None) -> Any:
    return (kit or TestBugzilla()).talk(service, act)


def read(service: Service, kind: Kind, handle: str = "ada", **kit: Any) -> list[Page]:
    async def act(call: AccountCall) -> list[Page]:
        access = replace(call.access, handle=handle)
        reading = await read_kind(PROVIDER, Ask(access, kind, START), call)
        return [page for _, page in reading.pages]

    found: list[Page] = talk(service, act, **kit)
    return found


def ids(pages: list[Page]) -> list[str]:
    return [record.native_id for page in pages for record in page.records]


def who(service: Service, kit: ProviderKit | None = None) -> Who:
    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(call.access, call)

    found: Who = talk(service, act, kit)
    return found


def test_a_key_that_is_not_read_is_not_taken_for_a_sign_in() -> None:
    service = BugzillaService(World())
    service.is_plain = True
    with pytest.raises(SignInError) as error:
        who(service)
    assert error.value.code == "no-header"
    assert not any("key" in asked.target for asked in service.asked)


@pytest.mark.parametrize("said", [False, None, 1, "true"])
def test_a_key_that_is_said_not_to_be_theirs_proves_nothing(said: Any) -> None:
    with pytest.raises(SignInError):
        who(Proving(said))


def test_a_key_that_is_said_to_be_theirs_proves_it() -> None:
    person = who(Proving(said=True))
    assert (person.native_id, person.shows_private) == ("4321", True)


class Proving(BugzillaService):
    """One without ``whoami`` that says whether a key is the login's."""

    def __init__(self, said: Any) -> None:
        super().__init__(World())
        self.is_plain, self.said = True, said

    def handle(self, request: Any) -> Answer:
        if request.path.endswith("/valid_login"):
            assert request.query == {"login": "ada"}
            return as_json({"result": self.said})
        return super().handle(request)


def test_an_answer_for_nobody_is_no_sign_in() -> None:
    class Anonymous(BugzillaService):
        def _people(self, request: Any, path: str, *, signed_in: bool) -> Answer:
            return super()._people(request, path, signed_in=False)

    with pytest.raises(SignInNeededError):
        who(Anonymous(World()))


def test_a_plain_one_is_read_by_name() -> None:
    service = BugzillaService(World())
    service.is_plain, service.folder = True, "/rest.cgi"
    person = who(service, TestBugzillaByName())
    assert (person.native_id, person.handle) == ("4321", "ada")


def test_a_name_nobody_bears_is_nobody() -> None:
    with pytest.raises(NotThereError):
        who(BugzillaService(World(handle="grace")), TestBugzillaByName())


def test_people_who_are_not_shown_are_known_by_their_bugs() -> None:
    class Shy(BugzillaService):
        def _people(self, request: Any, path: str, *, signed_in: bool) -> Answer:
            return refused(505, "Logged-out users cannot do that.")

    shy = Shy(World({Kind.BUG_REPORTED: [bug(1)]}))
    assert who(shy, TestBugzillaByName()).native_id == "4321"


def test_the_other_address_of_the_interface_is_found_and_kept() -> None:
    items = [made(Kind.BUG_REPORTED, number) for number in range(7)]
    service = BugzillaService(World({Kind.BUG_REPORTED: items}))
    service.folder = "/rest.cgi"
    assert len(ids(read(service, Kind.BUG_REPORTED))) == 7
    assert [asked.path.split("/")[1] for asked in service.asked].count("rest") == 1


@pytest.mark.parametrize("kind", [Kind.FLAG, Kind.MENTORING])
def test_what_a_plain_one_does_not_list_is_said_to_be_hidden(kind: Kind) -> None:
    service = BugzillaService(World())
    service.is_plain = True
    assert read(service, kind)[0].missing == ("hidden",)


def test_shortened_addresses_prove_nothing_and_it_is_said() -> None:
    items = [made(Kind.BUG_COMMENT, number) for number in range(2)]
    service = BugzillaService(World({Kind.BUG_COMMENT: items}))
    pages = read(service, Kind.BUG_COMMENT, handle="ada@mail.example")
    assert ids(pages) == []
    assert pages[0].missing == ("sign-in",)


def test_a_number_decides_before_an_address() -> None:
    row = {"creator": "ada", "creator_detail": {"id": 8}}
    assert ME.wrote(row, "creator") is Match.NO
    assert ME.wrote({"creator": "x", "creator_detail": {"id": "4321"}}, "creator") is Match.YES
    assert ME.is_named("ADA@mail.example") is Match.YES
    assert ME.is_named("ada") is Match.UNKNOWN
    assert ME.is_named("ada@other.example") is Match.NO
    assert is_masked([5, {"creator": "ada"}], "creator", ME)


def test_private_comments_and_attachments_are_dropped() -> None:
    me = Person("4321", "ada")
    for private in (True, 1):
        comment = {**made(Kind.BUG_COMMENT, 1), "is_private": private}
        assert parse_comment(comment, HOST, me, ABOUT) is None
        attachment = {**made(Kind.ATTACHMENT, 1), "is_private": private}
        assert parse_attachment(attachment, HOST, me, ABOUT) is None
    description = {**made(Kind.BUG_COMMENT, 1), "count": 0}
    assert parse_comment(description, HOST, me, ABOUT) is None


def test_a_bug_in_a_group_is_not_public() -> None:
    secret = parse_bug(bug(1, groups=["core-security"]), HOST)
    assert secret.visibility is Visibility.PRIVATE


def test_a_flag_on_a_bug_that_does_not_show_is_not_public() -> None:
    service = BugzillaService(World({Kind.FLAG: [made(Kind.FLAG, 1)]}))
    service.hidden = {"101"}
    (page, *_) = read(service, Kind.FLAG)
    assert page.records[0].visibility is Visibility.RESTRICTED
    assert page.records[0].occurred_at == datetime(2026, 10, 27, 10, tzinfo=UTC)


@pytest.mark.parametrize(("status", "state"), [("+", Outcome.APPROVED), ("-", Outcome.REJECTED)])
def test_what_a_review_said(status: str, state: Outcome) -> None:
    record = parse_flag({**made(Kind.FLAG, 1), "status": status}, HOST, ME, {})
    assert record is not None
    assert record.state is state


@pytest.mark.parametrize("status", ["?", "X"])
def test_asking_and_taking_back_are_no_reviews(status: str) -> None:
    assert parse_flag({**made(Kind.FLAG, 1), "status": status}, HOST, ME, {}) is None


def test_a_bug_opened_again_is_said_to_be_gone_from_those_fixed() -> None:
    items = [made(Kind.BUG_FIXED, 0), bug(7, resolution="", is_open=True)]
    (page, *_) = read(BugzillaService(World({Kind.BUG_FIXED: items})), Kind.BUG_FIXED)
    assert ([record.native_id for record in page.records], page.gone) == (["100"], ("7",))


def test_when_a_bug_was_fixed_stands_in_its_history_else() -> None:
    service = BugzillaService(World({Kind.BUG_FIXED: [bug(7, cf_last_resolved=None)]}))
    entries = [
        {"when": f"2026-10-0{day}T01:00:00Z", "who": "ada", "changes": [change]}
        for day, change in enumerate(
            [
                {"field_name": "resolution", "added": "FIXED"},
                {"field_name": "resolution", "added": ""},
                {"field_name": "resolution", "added": "FIXED"},
                {"field_name": "cc", "added": "bob"},
            ],
            1,
        )
    ]
    service.history = {"7": entries}
    (page, *_) = read(service, Kind.BUG_FIXED)
    assert page.records[0].occurred_at == datetime(2026, 10, 3, 1, tzinfo=UTC)


def test_one_closed_bug_does_not_take_its_batch_along() -> None:
    items = [made(Kind.BUG_COMMENT, number) for number in range(3)]
    service = BugzillaService(World({Kind.BUG_COMMENT: items}))
    service.closed = {"101"}
    assert ids(read(service, Kind.BUG_COMMENT)) == ["500", "502"]


def test_a_bug_too_large_for_one_answer_is_set_aside_alone() -> None:
    class Heavy(Rest):
        async def asked(self, path: str, query: Any = ()) -> Any:
            ids_ = [path.split("/")[2], *(value for name, value in query if name == "ids")]
            if "2" in ids_:
                raise TooLargeReplyError("Too much.")
            return {"bugs": {each: {"comments": [each]} for each in ids_}}

    async def act(call: AccountCall) -> list[tuple[str, Any]]:
        part = Heavy(call).batch(["1", "2", "3"], "comment", (), comments_of)
        return [(bug_, list(rows)) async for bug_, rows in part]

    found = dict(talk(BugzillaService(World()), act))
    assert (found["1"], found["3"]) == (["1"], ["3"])
    assert parse_items(found["2"], lambda raw: parse_comment(raw, HOST, ME, ABOUT))[1]


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        (306, 400, SignInNeededError),
        (410, 401, NotAllowedError),
        (102, 401, NotAllowedError),
        (51, 400, NotThereError),
        ("100500", 500, ServiceError),
        (104, 200, ServiceError),
        (None, 400, ServiceError),
    ],
)
def test_errors_are_known_by_their_code(code: Any, status: int, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        PROVIDER.judge(Reply(status, {}, refused(code, "No.", status).body, HOST))


@pytest.mark.parametrize("body", [b'{"error": false}', b'["error"]', b'{"error"', b'{"error": 1}'])
def test_what_is_no_error_is_none(body: bytes) -> None:
    assert PROVIDER.judge(Reply(200, {}, body, HOST)) is None


def test_the_key_goes_where_each_installation_reads_it() -> None:
    def names(instance: str, **options: str) -> list[str]:
        access = Access(instance, "ada", Way.TOKEN, options=options)
        return list(PROVIDER.credential(access, Secret("k")).headers)

    assert names("https://bugzilla.mozilla.org") == ["X-BUGZILLA-API-KEY"]
    assert names("https://bugzilla.redhat.com") == ["Authorization"]
    assert names(HOST, key_header="Bearer") == ["Authorization"]


def parse_all(raw: Any) -> None:
    me = Person("4321", "ada")
    parse_items([raw], lambda each: parse_reported(each, HOST, me))
    parse_items([raw], lambda each: parse_fixed(each, HOST, me, {"100": START}))
    parse_items([raw], lambda each: parse_mentored(each, HOST))
    parse_items([raw], lambda each: parse_flag(each, HOST, me, {}))
    for parse in (parse_comment, parse_attachment, parse_change):
        parse_items([raw], lambda each, p=parse: p(each, HOST, me, ABOUT))
    parse_items([raw, {"id": 1, "history": raw}], fixed_when)
    assert is_masked([raw], "creator", ME) in (True, False)


@given(ANY_JSON)
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@pytest.mark.parametrize("kind", [info.kind for info in PROVIDER.about.kinds])
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(made(kind, 1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
