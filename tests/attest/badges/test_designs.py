"""The drawn designs: all listed, safe to draw, fit to bake into; and which outside ones are."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio import resources
from portfolio.attest.badges import svg, svg_drawing
from portfolio.attest.badges.baked import Keyword
from portfolio.attest.badges.designs import Design, designs
from tests.attest.badges import pictures

PNG = "data:image/png;base64," + base64.b64encode(pictures.png()).decode()
LARGE = base64.b64encode(pictures.png(width=16_000, height=16_000)).decode()


def test_every_picture_is_listed_and_no_other() -> None:
    files = {path.stem for path in resources.path("badges").glob("*.svg")}
    assert {design.id for design in designs()} == files
    assert len(files) == len(designs()) >= 3
    assert {"octagon", "round", "shield"} <= files


@pytest.mark.parametrize("design", designs(), ids=lambda design: design.id)
def test_designs_hold_shapes_only_and_take_a_badge(design: Design) -> None:
    assert svg_drawing.may_be_drawn(design.svg)
    assert svg.unbake(design.svg).newest == b""
    baked = svg.bake(design.svg, b'{"a":1}', Keyword.CREDENTIAL)
    assert svg.unbake(baked).newest == b'{"a":1}'
    assert svg_drawing.may_be_drawn(baked)
    assert f"<title>{design.name}</title>".encode() in design.svg
    for word in (b"href", b"url(", b"<script", b"<style", b"<text", b"DOCTYPE"):
        assert word not in design.svg


def drawing(inside: str, attributes: str = "") -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"'
    return f"<svg {space} {attributes}>{inside}</svg>".encode()


CHAIN = "".join(
    f'<g id="g{n + 1}"><use l:href="#g{n}"/><use l:href="#g{n}"/></g>' for n in range(30)
)
PATTERNS = "".join(f'<pattern id="p{n + 1}"><path fill="url(#p{n})"/></pattern>' for n in range(30))


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><path d="M0 0" fill="url(#g)"/></g><linearGradient id="g"/><use l:href="#a"/>',
        '<linearGradient id="g"><stop/></linearGradient><linearGradient id="h" l:href="#g"/>',
        f'<image l:href="{PNG}"/>',
        "<style>.a { fill: url('#g'); }</style>",
        '<metadata><x:y xmlns:x="urn:x" x:z="https://anything.example"/></metadata>',
        '<a><text style="fill:red">javascript:</text></a>',
        '<mask id="m"><rect/></mask><g mask="url( #m )"/>',
    ],
)
def test_shapes_may_be_drawn(inside: str) -> None:
    assert svg_drawing.may_be_drawn(drawing(inside))


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<path onclick="x()"/>',
        '<path OnLoad="x()"/>',
        '<image l:href="file:///etc/passwd"/>',
        '<image href="picture.png"/>',
        '<image href="https://tracker.example/1.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<image href="data:image/png;base64,*"/>',
        '<image href="data:image/png;base64,é"/>',
        f'<image href="data:image/png;base64,{LARGE}"/>',
        f'<image href="{PNG}"/>' * 11,
        '<a href="javascript:alert(1)"/>',
        '<use href="other.svg#a"/>',
        '<path fill="url(https://tracker.example)"/>',
        "<path style=\"fill: url( 'a.svg#b' )\"/>",
        '<path style="fill: u\\72l(x)"/>',
        "<style>@import 'a.css';</style>",
        "<style><![CDATA[ a { b: URL(x) } ]]></style>",
        '<filter id="f"><feImage href="#a"/></filter>',
        '<animate attributeName="href" to="javascript:x"/>',
        '<?xml-stylesheet href="https://tracker.example/a.css"?>',
        CHAIN,
        PATTERNS,
        '<g id="a"><use href="#a"/></g>',
        '<use href="#root"/>',
        '<use href="#x"/>' * 300,
        "<g>" * 150 + "</g>" * 150,
        "<g/>" * 11_000,
        "<g>",
        "x" * svg_drawing.MAX_BYTES,
    ],
)
def test_everything_else_may_not(inside: str) -> None:
    assert not svg_drawing.may_be_drawn(drawing(inside, 'id="root"'))


def test_a_document_type_may_not() -> None:
    assert not svg_drawing.may_be_drawn(b"<!DOCTYPE svg>" + drawing(""))


@given(st.binary(max_size=80))
def test_any_bytes_are_looked_at(raw: bytes) -> None:
    svg_drawing.may_be_drawn(raw)
    svg_drawing.may_be_drawn(b"<svg " + raw)
