"""The window's own words for the end states of a sign-in, and for the page in the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from portfolio.errors import SignInError
from portfolio.sync.signin.faults import END_STATES, ended
from portfolio.sync.signin.loopback import PageWords
from portfolio.ui.i18n import PseudoTranslator, is_pseudo
from portfolio.ui.models.signin_words import (
    end_state_words,
    end_words,
    page_words,
    refusal_words,
)


@pytest.fixture
def another_language(qapp: QApplication) -> Iterator[None]:
    translator = PseudoTranslator(qapp)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_they_are_those_of_the_command_line(qapp: QApplication) -> None:
    assert end_state_words() == END_STATES
    plain = PageWords()
    shown = page_words()
    assert (shown.title, shown.received, shown.failed) == (
        plain.title,
        plain.received,
        plain.failed,
    )
    assert shown.direction == "ltr"


@pytest.mark.usefixtures("another_language")
def test_every_one_of_them_is_translated() -> None:
    shown = page_words()
    for text in (shown.title, shown.received, shown.failed):
        assert is_pseudo(text)
    for code in END_STATES:
        words = end_words(ended(code))
        assert is_pseudo(words)
        assert END_STATES[code][0] not in words
        assert is_pseudo(refusal_words(code))


def test_what_the_service_said_stands_at_the_end(qapp: QApplication) -> None:
    error = ended("refused", "no such luck")
    assert end_words(error) == str(error)
    assert end_words(error).endswith("The service said: no such luck")
    own = SignInError("That is somebody else.", "Nothing was changed.", code="other-person")
    assert end_words(own) == "That is somebody else. Nothing was changed."
    assert refusal_words("never heard of") == refusal_words("bad-payload")
