"""Feeds: a scripted blog, feeds as they are found in the wild, and hostile ones."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import ForeignAddressError, NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.markup import text_of_html
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Access
from portfolio.sync.providers.feed import PROVIDER
from portfolio.sync.providers.feed.discovery import feeds_in_page
from portfolio.sync.providers.feed.parsing import (
    MAX_TAGS,
    Feed,
    is_by,
    looks_like_feed,
    parse_entry,
    read_feed,
)
from portfolio.sync.xml_text import tree
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, Reading, mutated
from tests.sync.loopback import Service
from tests.sync.providers.feed_service import BlogService, atom, entry

AT = "https://blog.example/atom.xml"
NO_FEED = Feed("Notes", "https://blog.example/", "Ada L.", ())
XML = "application/xml"
PLAIN = {
    "id": "tag:1",
    "link": "https://blog.example/1",
    "title": "One",
    "summary": "<p>Words</p>",
    "authors": ["Ada L."],
    "published": "2026-10-01T10:00:00+00:00",
    "updated": None,
}


class TestFeed(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "a feed has no login"

    def service(self, world: World) -> Service:
        return BlogService(world)

    def access(self, base: str) -> Access:
        return replace(super().access(base), native_id=f"{base}/atom.xml")

    def item(self, kind: Kind, number: int) -> Any:
        return entry(number)

    def bad_item(self, kind: Kind) -> Any:
        return entry(1, published="some day", updated=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return entry(1, author=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        return Nothing("entries have no types")


class TestWordPressFeed(TestFeed):
    def service(self, world: World) -> Service:
        return BlogService(world, is_wordpress=True)


class OneAuthor(TestFeed):
    __test__ = False
    options: ClassVar[Mapping[str, str]] = {"author": "ada  l."}


class NotFoundYet(TestFeed):
    """The account as it is before its feed was found."""

    __test__ = False

    def access(self, base: str) -> Access:
        return replace(super().access(base), native_id="")


def first_record(body: bytes, content_type: str = XML) -> Any:
    feed = read_feed(body, content_type, AT)
    return parse_entry(feed.entries[0], feed=feed, address=AT)


def rss(item: str, prolog: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{prolog}<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title>'
        f"<link>https://blog.example/</link>{item}</channel></rss>"
    ).encode()


def test_an_atom_entry_becomes_a_record() -> None:
    record = first_record(atom([entry(0)]))
    assert record.native_id == "tag:blog.example,2026:900"
    assert (record.title, record.excerpt) == ("Post 0", "Words of post 0.")
    assert record.url == "https://blog.example/900"
    assert record.occurred_at == datetime(2026, 10, 28, 10, tzinfo=UTC)
    assert (record.container.name, record.container.url) == ("Ada's notes", "https://blog.example/")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Wed, 28 Oct 2026 10:00:00 GMT", "2026-10-28T10:00:00"),
        ("Mon, 28 Oct 2026 10:00:00 +0200", "2026-10-28T08:00:00"),  # it was a Wednesday
        ("28 Oct 26 10:00 EST", "2026-10-28T15:00:00"),
        ("Wed, 28 Oct 2026 10:00:00 Z", "2026-10-28T10:00:00"),
        ("2026-10-28T10:00:00+02:00", "2026-10-28T08:00:00"),
    ],
)
def test_odd_dates_are_read(written: str, meant: str) -> None:
    record = first_record(rss(f"<item><guid>1</guid><pubDate>{written}</pubDate></item>"))
    assert record.occurred_at.isoformat() == f"{meant}+00:00"


def test_an_entry_without_a_date_is_set_aside() -> None:
    with pytest.raises(BadItemError):
        first_record(rss("<item><guid>1</guid><pubDate>soon</pubDate></item>"))


def test_a_guid_that_is_no_address_is_the_id_and_a_link_stands_in() -> None:
    dated = "<pubDate>Wed, 28 Oct 2026 10:00:00 GMT</pubDate>"
    link = "<link>https://blog.example/x</link>"
    guid = '<guid isPermaLink="false">urn:1</guid>'
    assert first_record(rss(f"<item>{guid}{link}{dated}</item>")).native_id == "urn:1"
    assert first_record(rss(f"<item>{link}{dated}</item>")).native_id == "https://blog.example/x"
    long = first_record(rss(f"<item><link>https://blog.example/{'x' * 900}</link>{dated}</item>"))
    assert long.native_id.startswith("sha256:")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_heeded(encoding: str) -> None:
    text = atom([entry(0, title="Größe")]).decode().replace("utf-8", encoding)
    assert first_record(text.encode(encoding)).title == "Größe"


def test_markup_in_text_does_not_stay() -> None:
    hostile = (
        "<p>Hello<script>alert(1)</script> <a href='javascript:x'>you</a></p><style>p{}</style>"
    )
    assert first_record(atom([entry(0, content=hostile)])).excerpt == "Hello you"


def test_a_feed_with_an_undefined_entity_is_still_read() -> None:
    body = rss(
        "<item><guid>1</guid><title>A&nbsp;B</title>"
        "<pubDate>Wed, 28 Oct 2026 10:00:00 GMT</pubDate></item>"
    )
    assert first_record(body).title == "A B"


LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
REACHING = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "declared", [LAUGHS, REACHING, "<!-- a --><?b?> <!doctype rss>", "<!ENTITY>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_declarations_are_refused_whatever_the_encoding(declared: str, encoding: str) -> None:
    text = rss("<item><title>&c;&x;</title></item>", declared).decode()
    body = text.replace("?>", f' encoding="{encoding}"?>', 1).encode(encoding)
    with pytest.raises(UnreadableReplyError):
        read_feed(body, f"{XML}; charset={encoding}", AT)
    with pytest.raises(UnreadableReplyError):
        tree(body, f"{XML}; charset={encoding}")


def test_a_declaration_inside_an_article_is_only_text() -> None:
    words = "<![CDATA[<!DOCTYPE html><p>How to write a page</p>]]>"
    body = rss(
        f"<item><guid>1</guid><description>{words}</description>"
        "<pubDate>Wed, 28 Oct 2026 10:00:00 GMT</pubDate></item>"
    )
    assert first_record(body).excerpt == "How to write a page"


@pytest.mark.parametrize("body", [b"/etc/hostname", b"file:///etc/hostname", b"https://x.example/"])
def test_a_body_is_never_taken_for_an_address(body: bytes) -> None:
    with pytest.raises(UnreadableReplyError):
        read_feed(body, XML, AT)


def test_feedparser_gets_a_stream_and_nothing_it_could_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given_to: list[Any] = []

    def parse(what: Any, **options: Any) -> Any:
        given_to.append(what)
        return {}

    monkeypatch.setattr(feedparser, "parse", parse)
    read_feed(atom([entry(0)]), XML, AT)
    assert [hasattr(what, "read") for what in given_to] == [True]


def test_a_feed_that_is_cut_is_not_taken_for_a_whole_one() -> None:
    body = atom([entry(0), entry(1)])
    with pytest.raises(UnreadableReplyError):
        read_feed(body[:-8], XML, AT)


@pytest.mark.parametrize(
    "piece", ["<a ", "<!-- ", "&#x", "<entry><title>", "<![CDATA[", "]]>", "<? ", "<b>"]
)
def test_a_hostile_feed_is_read_or_refused(piece: str) -> None:
    body = b"<feed><title>" + (piece * (60_000 // len(piece))).encode() + b"</feed>"
    with suppress(UnreadableReplyError):
        read_feed(body, XML, AT)


def test_a_feed_of_endless_parts_is_refused() -> None:
    with pytest.raises(UnreadableReplyError, match="more parts"):
        read_feed(b"<feed>" + b"<b/>" * (MAX_TAGS + 1) + b"</feed>", XML, AT)


def test_an_author_is_picked_from_a_planet() -> None:
    service = BlogService(
        OneAuthor().world(Kind.BLOG_POST, [entry(0), entry(1, author="Grace"), entry(2)])
    )
    reading = OneAuthor().read(service, Kind.BLOG_POST)
    assert [record.title for record in reading.records] == ["Post 0", "Post 2"]
    assert not reading.set_aside


def test_an_entry_that_names_nobody_is_by_the_feeds_author() -> None:
    assert is_by({"authors": []}, "Ada", otherwise="ada")
    assert not is_by({"authors": []}, "Ada", otherwise="")
    assert not is_by({"authors": ["Grace"]}, "Ada", otherwise="Ada")


PAGE = """<!doctype html><base href="/blog/"><link rel="stylesheet" href="x.css">
<LINK REL='alternate' TYPE='application/rss+xml' title='Comments' HREF='/comments/feed'>
<link rel="alternate" type="application/atom+xml" href="../atom.xml">
<link rel="alternate" hreflang="de" href="/de/"><a rel=alternate href="/no">"""


def test_a_page_names_its_feeds() -> None:
    assert feeds_in_page(PAGE, "https://blog.example/") == (
        "https://blog.example/atom.xml",
        "https://blog.example/comments/feed",
    )


@pytest.mark.parametrize("page", [PAGE, "<!doctype html><p>No link here"])
def test_the_feed_of_a_blog_is_found(page: str) -> None:
    kit = NotFoundYet()
    service = BlogService(kit.world(Kind.BLOG_POST), page=page)
    assert len(kit.read(service, Kind.BLOG_POST).records) == kit.count


def test_the_address_of_the_feed_is_the_accounts_id() -> None:
    kit = NotFoundYet()
    service = BlogService(kit.world(Kind.BLOG_POST), page=PAGE)
    who = kit.talk(service, lambda call: PROVIDER.who(call.access, call))
    assert who.native_id.endswith("/atom.xml")
    assert who.name == "Ada's notes"


def test_a_feed_on_another_host_is_named_and_not_fetched() -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="https://other.example/rss">'
    kit = NotFoundYet()

    class OnlyPage(BlogService):
        def handle(self, request: Any) -> Any:
            return super().handle(replace(request, target=request.target.replace("atom", "no")))

    service = OnlyPage(kit.world(Kind.BLOG_POST), page=page)
    with pytest.raises(ForeignAddressError, match=r"other\.example"):
        kit.read(service, Kind.BLOG_POST)


def test_a_site_without_a_feed_is_said_to_have_none() -> None:
    kit = NotFoundYet()
    service = BlogService(World(), page="<p>Hello")
    service.world = World({Kind.BLOG_POST: []})

    class NoFeed(BlogService):
        def handle(self, request: Any) -> Any:
            return super().handle(replace(request, target=request.target.replace("atom", "no")))

    with pytest.raises(NotThereError):
        kit.talk(NoFeed(World(), page="<p>Hello"), lambda call: PROVIDER.who(call.access, call))


def test_archives_on_another_host_are_left_alone() -> None:
    class Elsewhere(BlogService):
        def handle(self, request: Any) -> Any:
            answer = super().handle(request)
            return replace(
                answer, body=answer.body.replace(b"/atom.xml?paged", b"https://x.example/?paged")
            )

    kit = TestFeed()
    reading = kit.read(Elsewhere(kit.world(Kind.BLOG_POST)), Kind.BLOG_POST)
    assert len(reading.records) == 3


def test_a_site_that_ignores_paging_ends() -> None:
    class Same(BlogService):
        def handle(self, request: Any) -> Any:
            return super().handle(replace(request, target="/atom.xml"))

    kit = TestFeed()
    reading: Reading = kit.read(Same(kit.world(Kind.BLOG_POST), is_wordpress=True), Kind.BLOG_POST)
    assert len(reading.pages) == 2


@given(st.binary(max_size=300) | mutated(atom([entry(0), entry(1)])))
def test_any_bytes_are_a_feed_or_none(body: bytes) -> None:
    looks_like_feed(body)
    with suppress(UnreadableReplyError):
        read_feed(body, XML, AT)
    with suppress(UnreadableReplyError):
        tree(body)


@given(st.text(max_size=200) | mutated(PAGE))
def test_any_text_is_a_page(page: str) -> None:
    for address in feeds_in_page(page, "https://blog.example/"):
        assert address.startswith(("https://", "http://"))
    assert isinstance(text_of_html(page), str)


@given(ANY_JSON | mutated(PLAIN))
def test_the_parser_raises_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        is_by(raw, "Ada", otherwise="")
    good, _ = parse_items(
        [PLAIN, raw, {**PLAIN, "id": "tag:3"}],
        lambda item: parse_entry(item, feed=NO_FEED, address=AT),
    )
    assert {"tag:1", "tag:3"} <= {record.native_id for record in good}
