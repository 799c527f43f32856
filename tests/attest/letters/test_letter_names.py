"""Names are names: what reads as a verdict or hides from the eye is refused, all others go."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import consents, letter_reading, letter_requests, letter_writing, sshsig
from portfolio.attest.letter_names import bad_name
from portfolio.errors import LetterError, UsageError
from portfolio.model.attestation import Party
from tests.attest.letters.letters import KEY, said, signed
from tests.attest.letters.test_consents import SAID as CONSENT
from tests.attest.letters.test_letter_requests import asked

VERDICT = "✓ Attested Casimir Oduya-Lindt: Written by account coduya on forge.example"
REFUSED = [
    (VERDICT, "“✓”, which is not part of a name."),
    ("Casimir: Written by account coduya", "a colon, as if it said something."),
    ("Casimir：Attested", "a colon, as if it said something."),
    ("Casi\u200bmir", "characters that nobody sees."),
    ("Casimir\u2060 Oduya", "characters that nobody sees."),
    ("Casi\u200dmir", "characters that nobody sees."),
    ("کا\u200c\u200cر", "characters that nobody sees."),
    ("کار\u200c", "characters that nobody sees."),
    ("Casimir\u3164", "characters that nobody sees."),
    ("Casimir ⚠", "“⚠”, which is not part of a name."),
    ("Casimir-" * 51, "is too long."),
    ("Casimir, " * 50 + "Oduya", "is too long."),
    ("Casimir:" * 26, "is too long."),
]
REAL = [
    "Casimir Oduya-Lindt", "Síle Ní Bhraonáin", "O’Brien & Sons, Ltd.",
    "Miles O'Brien", "Zoë O`Hara", "Đặng Thị Hồng", "Łukasz Żółć",
    "Ngũgĩ wa Thiong'o", "Ka‘iulani", "Kaʻiulani", "林 小明", "山田　太郎", "김민준",
    "Александр Ольга", "Школа № 5", "קזימיר אודויה", "דב״ש", "محمد بن علی",
    "علی‌رضا", "می‌خواهم", "ශ්‍රී ලංකා", "രാജന്‍", "क्‍षमा", "राम कुमार",
    "தமிழ்ச்செல்வி", "สมชาย", "ဒေါ်အောင်ဆန်းစုကြည်", "ម៉ៅ", "C++ User Group",
    "AT&T", "7-Eleven", "Yahoo!", "renovate[bot]", "3:AM Magazine", "Team (QA)",
    "㈱日立", "Acme®", "Foo | Bar", "Ada \"Lovely\" Example", "@coduya", "Node.js",
    "1° Lyceum",
]  # fmt: skip


@pytest.mark.parametrize(("name", "why"), REFUSED)
def test_what_is_no_name_is_neither_written_nor_read(name: str, why: str) -> None:
    good = letter_writing.compose(said())
    for role, known in (("Issuer", said().issuer.name), ("Subject", said().subject.name)):
        body = good.replace(f"{role}: {known}".encode(), f"{role}: {name}".encode())
        assert body != good
        with pytest.raises(LetterError, match="The name") as refused:
            letter_reading.parse(body + sshsig.sign(body, "testimonial@portfolio", KEY))
        assert str(refused.value).endswith(why)


def test_letters_requests_and_consents_are_not_made_with_it() -> None:
    bad = Party(VERDICT, accounts=("https://forge.example/coduya",))
    for changes in ({"issuer": bad}, {"subject": bad}):
        with pytest.raises(UsageError, match="not part of a name"):
            letter_writing.compose(said(**changes))
    for each in (asked(asked=bad), asked(holder=bad)):
        with pytest.raises(UsageError, match="not part of a name"):
            letter_requests.compose(each)
    for consent in (replace(CONSENT, person=bad), replace(CONSENT, maker=bad)):
        with pytest.raises(UsageError, match="not part of a name"):
            consents.compose(consent)


@pytest.mark.parametrize("name", REAL)
def test_names_people_and_organisations_have_are_names(name: str) -> None:
    assert bad_name(Party(name)) == ""
    letter = letter_reading.parse(signed(issuer=Party(name)))
    assert letter.attestation.issuer.name


letters = st.characters(categories=("Lu", "Ll", "Lt", "Lo", "Nd"), exclude_characters="ᅟᅠㅤﾠ឴឵")
words = st.lists(letters, min_size=1, max_size=12).map("".join)


@given(
    st.lists(words, min_size=1, max_size=5),
    st.sampled_from([" ", "-", "’", "'", " & ", ", ", ". "]),
)
def test_words_of_any_script_are_names(each: list[str], between: str) -> None:
    assert bad_name(Party(between.join(each))) == ""


@pytest.mark.skipif(
    tuple(map(int, unicodedata.unidata_version.split("."))) > (15, 1, 0),
    reason="later versions of Unicode assign more",
)
def test_categories_are_those_of_unicode() -> None:
    """All that this version of Python knows is in its place, whatever version that is."""
    for char in map(chr, range(sys.maxunicode + 1)):
        category = unicodedata.category(char)
        if category in {"So", "Sm", "Sk"}:
            assert char in "+|~°®™№`´㈱㈲" or "not part of" in bad_name(Party(f"a{char}b")), char
        elif category not in {"Cn", "Cs", "Cf"}:
            assert "not part of" not in bad_name(Party(f"a{char}b")), char


@given(words, words, st.characters(categories=("Cf", "So", "Sk")))
def test_signs_between_words_are_not(before: str, after: str, sign: str) -> None:
    is_real = sign in "°®™№`´㈱㈲" or sign in "\u200c\u200d"
    assert is_real or bad_name(Party(before + sign + after))
