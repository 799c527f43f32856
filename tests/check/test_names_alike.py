"""The page's script takes the names the program takes, and refuses those it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.attest import letter_writing, sshsig
from tests.attest.letters.letters import KEY, said
from tests.attest.letters.test_consents import SAID
from tests.attest.letters.test_letter_names import REAL, REFUSED
from tests.check import files
from tests.check.engine import NODE
from tests.check.test_engine import compare

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not NODE, reason="there is no node on this machine"),
]
NAMES = st.lists(
    st.sampled_from(
        "aÉßא林ع\u0dc1\u0dca\u0d22\u0d4d +&’-:：✓<=^´№"
        "\u200b\u200c\u200d\u2060\u00ad\u200f\ufe0f\u3164"
    ),
    min_size=1,
    max_size=6,
).map("".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("names")


def named(name: str, what: str = "Issuer: Casimir Oduya-Lindt") -> bytes:
    """Return a letter signed by hand, under any name."""
    role = what.partition(": ")[0]
    body = letter_writing.compose(said()).replace(what.encode(), f"{role}: {name}".encode())
    return letter_writing.join(body, sshsig.sign(body, "testimonial@portfolio", KEY))


def test_names_of_people_and_what_is_none(folder: Path) -> None:
    names = [*REAL, *(name for name, _ in REFUSED)]
    consents = [files.consent(person=replace(SAID.person, name=name)) for name in REAL]
    subjects = [named(name, "Subject: Noor Vantongeren") for name in names]
    compare(folder, [*map(named, names), *subjects, *consents])


@settings(max_examples=5)
@given(st.lists(NAMES, min_size=40, max_size=60))
def test_names_of_any_characters(folder: Path, each: list[str]) -> None:
    compare(folder, list(map(named, each)))
