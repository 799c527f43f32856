"""Letters survive mail programs in armour, and as plain text only where the signature proves it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import letter_armour, letter_reading
from portfolio.errors import LetterError
from tests.attest.letters.letters import OTHER_KEY, signed

RAW = signed()
TEXT = RAW.decode()
ARMOUR = letter_armour.wrapped(RAW).decode()


def test_the_armour_is_read_by_people_and_by_base64() -> None:
    lines = ARMOUR.splitlines()
    assert lines[0].startswith("A testimonial by Casimir Oduya-Lindt for Noor Vantongeren")
    assert max(map(len, lines)) <= 76
    assert ARMOUR.isascii()
    at = lines.index(letter_armour.BEGIN)
    block = "".join(lines[at + 1 : lines.index(letter_armour.END)])
    assert base64.b64decode(block) == RAW


mangled = st.tuples(
    st.sampled_from(["", "> ", ">> ", "| ", "  "]),
    st.sampled_from(["\n", "\r\n", " \n", "\n\n"]),
    st.sampled_from(["", "Hello Noor,\n\nhere it is.\n\n", "\ufeff"]),
    st.sampled_from(["", "\n-- \nCasimir\n"]),
)


@given(mangled)
def test_what_mail_does_to_the_armour_does_not_matter(how: tuple[str, str, str, str]) -> None:
    quote, end, before, after = how
    text = before + end.join(quote + line for line in ARMOUR.splitlines()) + after
    assert letter_armour.is_armoured(text.encode())
    assert letter_armour.found_in(text.encode()) == RAW


@pytest.mark.parametrize(
    ("text", "file"),
    [
        (TEXT, RAW),
        (f"Hello,\n\n{TEXT}\n-- \nCasimir\n", RAW),
        (TEXT.replace("\n", "\r\n"), RAW),
        ("\n".join(f"> {line}".rstrip() for line in TEXT.split("\n")), RAW),
        ("\n".join(f"> {line}" for line in TEXT.split("\n")), RAW),
        (TEXT.replace("\n", "  \n"), RAW),
        ("\ufeff" + TEXT, RAW),
        (TEXT.replace("Noor’s work", "Noor's work"), None),
        (TEXT.replace("She finds the person", "She finds\nthe person"), None),
        (TEXT.replace("4.", "5."), None),
        (TEXT.partition("-----BEGIN")[0], None),
        (TEXT + TEXT, None),
        (TEXT + signed(key=OTHER_KEY).decode(), None),
        (ARMOUR + letter_armour.wrapped(signed(key=OTHER_KEY)).decode(), None),
        (ARMOUR + ARMOUR, RAW),
        (ARMOUR.replace("\n", "", 7)[:300] + letter_armour.END, None),
        (f"{letter_armour.BEGIN}\nAAAA\n{letter_armour.END}", None),
        (f"{letter_armour.BEGIN}\n*\n{letter_armour.END}", None),
        ("Dear Noor, thank you.", None),
        ("", None),
        ("x" * 600_000, None),
    ],
)
def test_a_letter_in_a_text_is_found_whole_or_not_at_all(text: str, file: bytes | None) -> None:
    if file is None:
        with pytest.raises(LetterError):
            letter_armour.found_in(text.encode())
        return
    assert letter_armour.found_in(text.encode()) == file


def test_a_line_that_begins_with_from_is_put_right() -> None:
    raw = signed(statement="She came.\nFrom the first day she helped.")
    text = raw.replace(b"\nFrom the", b"\n>From the")
    assert letter_armour.found_in(text) == raw


@given(st.binary(max_size=400) | st.text(max_size=200).map(
    lambda text: f"{letter_armour.BEGIN}{text}{letter_armour.END}".encode()))  # fmt: skip
def test_arbitrary_texts_hold_no_letter(text: bytes) -> None:
    with pytest.raises(LetterError):
        letter_armour.found_in(text)


@pytest.mark.timeout(20)  # a thousand times what it takes
@pytest.mark.parametrize(
    "text",
    [
        "Portfolio letter: \n" * 27_000,
        letter_armour.BEGIN * 16_000,
        (letter_armour.BEGIN + "A") * 15_000,
        "-----END SSH SIGNATURE-----" * 19_000,
        "Portfolio letter: " + "> \n" * 150_000 + "-----END SSH SIGNATURE-----",
        (letter_armour.BEGIN + "AAAA" + letter_armour.END) * 7_000,
    ],
)
def test_a_text_made_to_keep_us_busy_is_refused(text: str) -> None:
    with pytest.raises(LetterError):
        letter_armour.found_in(text.encode())


def test_only_letters_are_put_in_armour() -> None:
    with pytest.raises(LetterError):
        letter_armour.wrapped(b"Dear Noor")
    assert letter_reading.parse(letter_armour.found_in(letter_armour.wrapped(RAW)))
