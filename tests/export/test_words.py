"""Every language has every word, every plural form and every field."""

from __future__ import annotations

import tomllib
from datetime import date
from string import Formatter
from typing import Any

import pytest
from babel import Locale

from portfolio import resources
from portfolio.export.words import direction, languages, tidy_tag, words_for
from portfolio.model.codes import Action, Capacity, SectionKind, TrustClass
from portfolio.model.roles import role_kinds


def _texts(language: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.read_text("words", f"{language}.toml"))


ENGLISH = _texts("en")


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_the_languages_promised_are_there() -> None:
    assert {"en", "de", "es", "fr", "nl", "ar"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_key_is_there_and_none_besides(language: str) -> None:
    texts = _texts(language)
    assert texts.keys() == ENGLISH.keys()
    for table, entries in ENGLISH.items():
        assert list(texts[table]) == list(entries), table


@pytest.mark.parametrize("language", languages())
def test_every_plural_category_is_there_and_none_besides(language: str) -> None:
    wanted = set(Locale.parse(language).plural_form.tags) | {"other"}
    for key, forms in _texts(language)["counts"].items():
        assert set(forms) == wanted, key


@pytest.mark.parametrize("language", languages())
def test_fields_are_the_same_in_every_language(language: str) -> None:
    texts = _texts(language)
    for key, text in ENGLISH["phrases"].items():
        assert _fields(texts["phrases"][key]) == _fields(text), key
    for key, forms in texts["counts"].items():
        for category, form in forms.items():
            assert _fields(form) <= {"n"}, key
            # A form for exactly one number may write it as a word.
            if category in {"few", "many", "other"}:
                assert _fields(form) == {"n"}, (key, category)


@pytest.mark.parametrize("language", languages())
def test_no_text_is_empty_or_has_blanks_at_its_ends(language: str) -> None:
    for entries in _texts(language).values():
        for value in entries.values():
            for text in value.values() if isinstance(value, dict) else (value,):
                assert text
                assert text == text.strip()
                assert "!" not in text


@pytest.mark.parametrize("language", languages())
def test_every_code_has_its_word(language: str) -> None:
    words = words_for(language)
    assert all(words.section(kind) for kind in SectionKind)
    assert all(words.mark(trust) for trust in TrustClass)
    assert all(words.part(action) for action in Action)
    assert all(words.capacity(code) for code in Capacity if code is not Capacity.UNSAID)
    for number in (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000):
        assert all(words.count(action, number) for action in Action)


@pytest.mark.parametrize("language", languages())
def test_months_have_a_word_and_a_year(language: str) -> None:
    words = words_for(language)
    months = {words.month(date(2021, month, 1)) for month in range(1, 13)}
    assert len(months) == 12
    for text in months:
        assert "2021" in text
        assert any(char.isalpha() for char in text)
    assert any(char.isalpha() for char in words.day(date(2026, 11, 14)))


def test_standalone_months() -> None:
    assert words_for("en").month(date(2021, 3, 1)) == "Mar 2021"
    assert words_for("en").day(date(2026, 11, 14)) == "14 Nov 2026"
    assert words_for("en-US").day(date(2026, 11, 14)) == "Nov 14, 2026"
    assert words_for("de").month(date(2021, 3, 1)) == "Mär 2021"


def test_an_unknown_language_keeps_its_tag_and_gets_english() -> None:
    words = words_for("tlh")
    assert words.tag == "tlh"
    assert words.section(SectionKind.SKILLS) == "Skills"
    assert words_for("fa").direction == "rtl"


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("de_ch", "de-CH"),
        (" EN ", "en"),
        ("de_DE.UTF-8", "de-DE"),
        ("ca_ES@valencia", "ca-ES"),
        ("sr-Latn-rs", "sr-Latn-RS"),
        ("", "en"),
        ("../../x", "en"),
        ("e", "en"),
        ("x" * 50, "en"),
    ],
)
def test_language_tags(typed: str, tag: str) -> None:
    assert tidy_tag(typed) == tag


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("en", "ltr"), ("az-Arab", "rtl"), ("ar-Latn", "ltr")],
)
def test_direction(tag: str, way: str) -> None:
    assert direction(tag) == way


@pytest.mark.parametrize("language", languages())
def test_every_role_of_the_list_has_its_word(language: str) -> None:
    assert list(_texts(language)["roles"]) == list(role_kinds())


def test_english_roles_are_those_of_the_list() -> None:
    assert ENGLISH["roles"] == {code: kind.words for code, kind in role_kinds().items()}


def test_a_role_without_a_word_is_printed_as_it_is() -> None:
    assert words_for("en").role("cat-herder") == "Cat herder"
    assert words_for("en").role("release-manager") == "Release manager"
