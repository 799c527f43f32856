"""Badges in SVG pictures: found, put in, replaced, the drawing's text left as it was."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.badges import svg
from portfolio.attest.badges.baked import MAX_PAYLOAD, Keyword
from portfolio.errors import BadgeError
from tests.attest.badges.pictures import SVG

BOTH = list(Keyword)
OLD, NEW = "http://openbadges.org", "https://purl.imsglobal.org/ob/v3p0"
letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
documents = st.dictionaries(
    letters, letters | st.integers() | st.lists(letters | st.none(), max_size=3), max_size=4
).map(lambda value: json.dumps(value, ensure_ascii=False).encode())
part = st.text("abcXYZ019-_", min_size=1, max_size=20)
tokens = st.tuples(part, part, part).map(".".join)
addresses = letters.map(lambda text: f"https://badges.example/a?b=1&c='2'\"{text!a}\"")
payloads = documents | (tokens | addresses).map(lambda text: text.replace(" ", "").encode())


def picture(inside: str, root: str = "svg", attributes: str = "") -> bytes:
    return (
        f'<{root} xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}<g/></{root}>'
    ).encode()


@given(payloads, st.sampled_from(BOTH))
def test_what_is_baked_in_comes_out(payload: bytes, keyword: Keyword) -> None:
    found = svg.unbake(svg.bake(SVG, payload, keyword)).found
    if b"\xef\xbf\xbe" in payload or b"\xef\xbf\xbf" in payload:  # escaped: XML has no such letters
        assert json.loads(found[keyword]) == json.loads(payload)
    else:
        assert found == {keyword: payload}


@given(payloads, payloads, st.sampled_from(BOTH), st.sampled_from(BOTH))
def test_an_older_badge_is_replaced(one: bytes, two: bytes, first: Keyword, then: Keyword) -> None:
    assert svg.bake(svg.bake(SVG, one, first), two, then) == svg.bake(SVG, two, then)


@given(payloads, st.sampled_from(BOTH), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_the_drawing_stays_letter_for_letter(payload: bytes, keyword: Keyword, mark: bytes) -> None:
    baked = svg.bake(mark + SVG, payload, keyword)
    head, _, rest = SVG.partition(b'viewBox="0 0 10 10">')
    assert baked.startswith(mark + head + b'viewBox="0 0 10 10"><openbadges:')
    assert baked.endswith(rest)


@pytest.mark.parametrize(
    ("inside", "keyword", "payload"),
    [
        (f'<ob:assertion xmlns:ob="{OLD}" verify="a.b.c"/>', BOTH[0], b"a.b.c"),
        (f'<assertion xmlns="{OLD}" verify=" a.b.c "></assertion>', BOTH[0], b"a.b.c"),
        (f'<x:assertion xmlns:x="{OLD}" verify="https://b/1"/>', BOTH[0], b"https://b/1"),
        (f'<x:assertion xmlns:x="{OLD}" verify="https://b"> <![CDATA[{{"a":1}}]]> </x:assertion>',
         BOTH[0], b'{"a":1}'),
        (f'<x:assertion xmlns:x="{OLD}" verify="a.b.c">{{"a":1}}</x:assertion>', BOTH[0], b"a.b.c"),
        (f'<g><x:credential xmlns:x="{NEW}">{{"a":"&lt;&#x3e;"}}</x:credential></g>',
         BOTH[1], b'{"a":"<>"}'),
        (f'<x:credential xmlns:x="{NEW}"><![CDATA[{{"a":"]]]]><![CDATA[>"}}]]></x:credential>',
         BOTH[1], b'{"a":"]]>"}'),
    ],
)  # fmt: skip
def test_every_way_of_writing_it_is_read(inside: str, keyword: Keyword, payload: bytes) -> None:
    assert svg.unbake(picture(inside)).found == {keyword: payload}
    replaced = svg.bake(picture(inside), b"d.e.f", keyword)
    assert svg.unbake(replaced).found == {keyword: b"d.e.f"}
    assert replaced.count(b"d.e.f") == 1
    assert payload not in replaced


@pytest.mark.parametrize(
    "text", ["]]>", "]]]]>>", "\ufffe", "\uffff]]>", "a\r\nb", "</svg>&lt;<!--"]
)
def test_what_markup_takes_otherwise_is_baked_in_too(text: str) -> None:
    payload = json.dumps({"a": text, "b": 1}, ensure_ascii=False, indent=1).replace("\n", "\r\n")
    baked = svg.bake(SVG, payload.encode(), Keyword.CREDENTIAL)
    assert json.loads(svg.unbake(baked).newest) == {"a": text, "b": 1}


def test_both_standards_in_one_picture_are_both_read() -> None:
    both = svg.unbake(
        picture(
            f'<assertion xmlns="{OLD}" verify="o.l.d"/><credential xmlns="{NEW}" verify="n.e.w"/>'
        )
    )
    assert (both.newest, both.older) == (b"n.e.w", b"o.l.d")


def test_a_mere_picture_holds_nothing() -> None:
    plain = picture('<assertion verify="a.b.c"/><x:assertion xmlns:x="http://other.example"/>')
    assert svg.unbake(plain).newest == b""


@pytest.mark.parametrize(
    "plain",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg" title="a > b" />',
        b'<!-- <svg> --><?x <svg> ?><svg xmlns="http://www.w3.org/2000/svg"><svg/></svg>',
        b"<svg title='it\"s'\n>\n</svg>",
    ],
)
def test_odd_roots_take_a_badge(plain: bytes) -> None:
    baked = svg.bake(plain, b'{"a":1}', Keyword.CREDENTIAL)
    assert svg.unbake(baked).newest == b'{"a":1}'
    assert svg.bake(baked, b"a.b.c", Keyword.CREDENTIAL).startswith(plain[:10])


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY l0 "ha">{levels}]>'.encode() + picture("&l9;")


HOSTILE = {
    "nothing": b"",
    "no markup": b"badge",
    "cut off": SVG[:-5],
    "another document": b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
    "an entity bomb": _entities(),
    "a document type": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">' + picture(""),
    "an outside entity": b'<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + picture("&f;"),
    "too deep": picture("<g>" * 100_000 + "</g>" * 100_000),
    "too many parts": picture("<g/>" * 60_000),
    "too large": picture("x" * svg.MAX_BYTES),
    "too large a badge": picture(
        f'<a:credential xmlns:a="{NEW}">' + "x" * MAX_PAYLOAD + " y</a:credential>"
    ),
    "one inside the other": picture(f'<assertion xmlns="{OLD}"><assertion/></assertion>'),
    "one inside another kind": picture(
        f'<assertion xmlns="{OLD}"><credential xmlns="{NEW}" verify="a.b.c"/></assertion>'
    ),
    "an unknown encoding": b'<?xml version="1.0" encoding="x-none"?>' + picture(""),
    "not in its encoding": picture("\N{SNOWMAN}").replace("\N{SNOWMAN}".encode(), b"\xff\xfe"),
    "long markup": b"<svg " + b'a="' * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pictures_are_refused(name: str) -> None:
    with pytest.raises(BadgeError):
        svg.unbake(HOSTILE[name])
    with pytest.raises(BadgeError):
        svg.bake(HOSTILE[name], b"a.b.c", Keyword.CREDENTIAL)


def test_two_badges_in_one_picture_are_refused_and_replaced_by_one() -> None:
    two = picture(f'<assertion xmlns="{OLD}" verify="1"/>' * 2)
    with pytest.raises(BadgeError, match="two badges"):
        svg.unbake(two)
    assert svg.unbake(svg.bake(two, b"a.b.c", Keyword.CREDENTIAL)).newest == b"a.b.c"


def test_a_picture_in_another_encoding_is_read_but_not_written() -> None:
    inside = f'<x:credential xmlns:x="{NEW}">{{"a":"é"}}</x:credential>'
    latin = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + picture(inside).decode().encode(
        "latin-1"
    )
    assert svg.unbake(latin).newest == '{"a":"é"}'.encode()
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + picture(inside).decode()).encode("utf-16")
    assert svg.unbake(wide).newest == '{"a":"é"}'.encode()
    for other in (latin, wide):
        with pytest.raises(BadgeError):
            svg.bake(other, b"a.b.c", Keyword.CREDENTIAL)


@pytest.mark.parametrize("payload", [b"\xff", b'{"a":"\x00"}', b"x" * (MAX_PAYLOAD + 1)])
def test_what_markup_cannot_hold_is_not_baked_in(payload: bytes) -> None:
    with pytest.raises(BadgeError):
        svg.bake(SVG, payload, Keyword.CREDENTIAL)


@given(st.data())
def test_a_damaged_picture_is_refused_or_read(data: st.DataObject) -> None:
    raw = bytearray(svg.bake(SVG, b'{"a":1}', Keyword.OPEN_BADGES))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    for attempt in (svg.unbake, lambda each: svg.bake(each, b"a.b.c", Keyword.OPEN_BADGES)):
        with suppress(BadgeError):
            attempt(bytes(raw))


pieces = st.sampled_from(
    [
        *("<svg", ' xmlns="http://www.w3.org/2000/svg"', ">", "/>", "</svg>", "<![CDATA[", "]]>"),
        *("<!--", "-->", "<!DOCTYPE", "&#x41;", "&a;", '"', f'<credential xmlns="{NEW}"', "é"),
        *(" verify='a.b.c'", "</credential>", "\ufeff", "<?xml version='1.0'?>"),
    ]
)


@given(st.lists(pieces, max_size=12).map("".join))
def test_any_markup_is_refused_or_read(text: str) -> None:
    with suppress(BadgeError):
        svg.unbake(text.encode())
