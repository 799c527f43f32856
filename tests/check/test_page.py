"""The page for the browser says the same of a file as the program, in a real browser."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portfolio.check import page
from portfolio.check.checking import check
from portfolio.errors import PortfolioError
from portfolio.model import verdict_words
from portfolio.model.report import Report
from tests.check import files
from tests.check.browser import CHROMIUM, Browser, browser
from tests.check.test_checking import STRANGER

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Browser]:
    (folder / page.FILE_NAME).write_bytes(page.page())
    with browser(folder) as running:
        running.open(folder / page.FILE_NAME)
        yield running


@pytest.fixture(scope="module")
def table() -> dict[str, bytes]:
    return files.table()


def expected(raw: bytes) -> Report | None:
    try:
        return check(raw, STRANGER, at=datetime.now(UTC))
    except PortfolioError:
        return None


@pytest.mark.parametrize("name", files.NAMES)
def test_the_page_says_what_the_program_says(
    name: str, opened: Browser, folder: Path, table: dict[str, bytes]
) -> None:
    path = folder / name
    path.write_bytes(table[name])
    shown = opened.choose(path)
    report = expected(table[name])
    if report is None:
        assert (shown["state"], shown["hidden"]) == ("refused", True)
        return
    assert shown["state"] == "done", shown["status"]
    found = [(row["code"], row["mark"], row["trust"]) for row in shown["rows"]]
    assert found == [
        (row.step.says.code, str(row.step.mark), str(row.trust or "")) for row in report.rows
    ]
    states = [row["state"] for row in shown["rows"] if row["state"]]
    assert states == [str(row.verdict.state) for row in report.rows if row.verdict]
    steps = [step.says.code for row in report.rows if row.verdict for step in row.verdict.steps]
    assert [step["code"] for step in shown["steps"]] == steps
    claims = [each for row in report.rows for each in row.claims]
    assert [each["code"] for each in shown["claims"]] == [each.code for each in claims]
    for each, claim in zip(shown["claims"], claims, strict=True):
        assert verdict_words.title(claim)[:40] in each["text"]
    assert shown["controls"] == [each.code for each in report.holder_controls]
    assert shown["focus"] == "headline"


@pytest.mark.parametrize("name", files.ELSEWHERE)
def test_what_only_the_program_checks_is_said_so(name: str, opened: Browser, folder: Path) -> None:
    path = folder / name
    path.write_bytes(files.ELSEWHERE[name]())
    shown = opened.choose(path)
    assert [(row["code"], row["mark"]) for row in shown["rows"]] == [
        ("badge.not-on-page", "cannot-check")
    ]
    assert shown["headline"].startswith("Nothing in this file can be checked here.")


def test_a_letter_in_a_text_that_is_not_the_file_it_was(opened: Browser, folder: Path) -> None:
    for name, make in files.QUOTED.items():
        (folder / name).write_bytes(make())
        assert expected(make()) is not None
        shown = opened.choose(folder / name)
        assert shown["state"] == "refused"
        assert "There is a letter in this text, but not as the file it was" in shown["status"]


def test_a_letter_and_its_signature_beside_it(
    opened: Browser, folder: Path, table: dict[str, bytes]
) -> None:
    body, mark, rest = table["letter.testimonial"].partition(b"-----BEGIN")
    letter, signature = folder / "apart.testimonial", folder / "apart.testimonial.sig"
    letter.write_bytes(body)
    signature.write_bytes(mark + rest)
    shown = opened.choose(signature, letter)
    assert [row["code"] for row in shown["rows"]] == ["level.1"]
    assert opened.choose(letter)["rows"][0]["state"] == "unsigned"


def test_a_file_is_dropped_anywhere_on_it(
    opened: Browser, folder: Path, table: dict[str, bytes]
) -> None:
    path = folder / "cv.pdf"
    path.write_bytes(table["cv.pdf"])
    shown = opened.drop(path)
    assert (shown["state"], shown["rows"][0]["code"]) == ("done", "document.fits")
    assert opened.drop(path, path, path)["state"] == "refused"


def test_markup_and_turned_writing_stay_text(opened: Browser, folder: Path) -> None:
    path = folder / "<img src=x onerror=alert(1)>.testimonial"
    path.write_bytes(files.hostile())
    shown = opened.choose(path)
    assert "<script>" in shown["rows"][0]["text"]
    assert opened.run("document.querySelectorAll('main img, main script, main a').length") == 0
    assert not any(each["method"] == "Page.javascriptDialogOpening" for each in opened.events)


def test_nothing_is_asked_and_nothing_breaks(
    opened: Browser, folder: Path, table: dict[str, bytes]
) -> None:
    for name in ("cv.pdf", "badge.jwt"):
        path = folder / name
        path.write_bytes(table[name])
        opened.choose(path)
    asked = {
        each["params"]["request"]["url"]
        for each in opened.events
        if each.get("method") == "Network.requestWillBeSent"
    }
    assert asked <= {(folder / page.FILE_NAME).as_uri()}
    bad: list[Any] = [
        each
        for each in opened.events
        if each.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded"}
    ]
    assert bad == []


def test_the_page_may_ask_nobody(opened: Browser) -> None:
    asking = "fetch('https://forge.example/').then(() => 'asked', () => 'refused')"
    assert opened.run(asking) == "refused"
    picture = (
        "new Promise((done) => { const i = new Image(); i.onload = () => done('shown');"
        " i.onerror = () => done('refused');"
        " i.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; })"
    )
    assert opened.run(picture) == "refused"
    with pytest.raises(AssertionError, match="Trusted"):
        opened.run("document.body.innerHTML = '<p>x</p>'")
    opened.events.clear()  # what was refused is noted by the browser


def test_the_page_is_read_and_used_without_a_mouse(opened: Browser, folder: Path) -> None:
    opened.open(folder / page.FILE_NAME)
    opened.call(
        "Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9
    )
    opened.call(
        "Input.dispatchKeyEvent", type="keyUp", key="Tab", code="Tab", windowsVirtualKeyCode=9
    )
    assert opened.run("document.activeElement.id") == "file"
    nodes = opened.call("Accessibility.getFullAXTree")["nodes"]
    named = {(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if "role" in n}
    assert ("heading", "Check a document") in named
    assert any("Choose a file" in name for _, name in named)
    assert any(role == "status" for role, _ in named)


COLOURS = ("text", "muted", "accent", "ok", "warn", "error", "attested", "certified")
GROUNDS = ("bg", "surface")


def test_it_fits_a_phone(opened: Browser, folder: Path, table: dict[str, bytes]) -> None:
    path = folder / "cv.pdf"
    path.write_bytes(table["cv.pdf"])
    narrow = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": False}
    opened.call("Emulation.setDeviceMetricsOverride", **narrow)
    opened.choose(path)
    opened.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.run(wide) == 0
    opened.call("Emulation.clearDeviceMetricsOverride")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_page(scheme: str, opened: Browser) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    opened.call("Emulation.setEmulatedMedia", features=features)
    colours = opened.run(
        "(() => { const style = getComputedStyle(document.documentElement);"
        f" return {[*COLOURS, *GROUNDS]}"
        ".map((name) => style.getPropertyValue('--' + name).trim()); })()"
    )
    *before, page, surface = map(_luminance, colours)
    for each, behind in itertools.product(before, (page, surface)):
        lighter, darker = max(each, behind), min(each, behind)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    assert re.fullmatch(r"#[0-9a-f]{6}", colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
