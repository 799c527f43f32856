"""Every code of a check has words, every word is used, and facts fit their places."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from portfolio.model import verdict_words
from portfolio.model.verdict import Saying

REPOSITORY = Path(__file__).resolve().parents[2]
ROOT = REPOSITORY / "portfolio"
PAGE = REPOSITORY / "resources" / "check"
SECTIONS = ("level", "letter", "consent", "badge", "document", "backpack", "share", "claim", "mark")
_CODE = re.compile(rf'"((?:{"|".join(SECTIONS)})\.[a-z0-9-]+)"')
# Made of parts in the code: the part of a level, the part of a letter that was changed.
MADE = re.compile(
    r"level\.3-.*|letter\.changed-.*|level\.[0-4]"
    r"|claim\.(?:given|written)(?:-until)?|claim\.(?:work|badge-evidence)(?:-page|s-more)"
)
# The same in the page: the beginning of a code, and where the rest comes from.
BEGUN = re.compile(rf"`((?:{'|'.join(SECTIONS)})\.[a-z0-9-]*)\$\{{")


def used() -> set[str]:
    """Return the codes in the program and in the script of the page for the browser."""
    sources = [path for room in ("attest", "check") for path in (ROOT / room).rglob("*.py")]
    return {
        code
        for path in (*sources, *PAGE.glob("*.js"))
        for code in _CODE.findall(path.read_text(encoding="utf-8"))
        if not code.endswith((".json", ".sig"))
    }


def test_every_code_in_the_program_has_words() -> None:
    assert sorted(used() - set(verdict_words.templates())) == []


def test_every_code_the_page_makes_of_parts_has_words() -> None:
    begun = {each for path in PAGE.glob("*.js") for each in BEGUN.findall(path.read_text("utf-8"))}
    expected = {"badge.", "letter.changed-", "level.", "claim."}
    assert begun == expected, "name what the new one may become"
    seals = {"worthless", "unsupported", "broken", "contradicted", "other-signer", "key-unfit"}
    parts = {"issuer", "subject", "headers", "works", "statement"}
    claims = re.findall(r'claim\("([a-z-]+)"', (PAGE / "claims.js").read_text(encoding="utf-8"))
    assert len(claims) > 15
    made = {f"claim.{each}" for each in claims} | {f"badge.{seal}" for seal in seals}
    made |= {f"letter.changed-{part}" for part in parts}
    assert sorted((made | {"level.0", "level.1"}) - set(verdict_words.templates())) == []


def test_every_word_is_used() -> None:
    unused = set(verdict_words.templates()) - used()
    assert sorted(code for code in unused if not MADE.fullmatch(code)) == []


@pytest.mark.parametrize("code", sorted(verdict_words.templates()))
def test_words_are_plain(code: str) -> None:
    template = verdict_words.templates()[code]
    assert template.title
    for text in (template.title, template.detail):
        assert "!" not in text
        assert text == text.strip()


def test_dates_are_written_for_people_and_the_rest_as_it_is() -> None:
    saying = Saying("letter.account-seen", (
        ("account", "a\nb"), ("service", "{x}"), ("seen_on", "2026-11-21T10:00:00Z"),
    ))  # fmt: skip
    assert verdict_words.title(saying) == "Written by account a b on {x}"
    assert verdict_words.detail(saying) == "Key seen there on 21 November 2026, from here"
    assert verdict_words.english_day(date(2026, 1, 2)) == "2 January 2026"


def test_a_missing_fact_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        verdict_words.title(Saying("letter.account-seen"))
