"""How alike two names are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.curate.address import handle, is_computer_name, local_part
from portfolio.curate.names import alike, plain, shape, written_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Noor Vantongeren", "noor vantongeren"),
        ("Noor Vantongeren", "Vantongeren, Noor"),
        ("Noor Vantongeren", "N. Vantongeren"),
        ("Noor Vantongeren", "Noor V."),
        ("Noor Vantongeren", "Noor B. Vantongeren"),
        ("Noor Vantongeren", "noorvantongeren"),
        ("Noor Vantongeren", "nvantongeren"),
        ("Noor Vantongeren", "n.vantongeren"),
        ("Noor van Tongeren", "Noor Vantongeren"),
        ("José Ångström", "Jose Angstrom"),
        ("Jörg Müller", "Joerg Mueller"),
        ("Søren Kjær", "Soren Kjaer"),
        ("Łukasz Żółw", "Lukasz Zolw"),
        ("Сергей Иванов", "Sergei Ivanov"),
        ("Сергей Иванов", "Sergey Ivanov"),
        ("Алексей Чехов", "Alexey Chekhov"),
        ("Юрий Щукин", "Yuri Schukin"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
        ("李明", "李明"),
        ("明 李", "李 明"),
        ("Noor Vantongeren", "Noor Vantongeren"),  # full-width letters
    ],
)
def test_alike(one: str, other: str) -> None:
    assert alike(shape(one), shape(other))
    assert alike(shape(other), shape(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Noor Vantongeren", "Noor Jansen"),
        ("Noor Vantongeren", "Ana Vantongeren"),
        ("Noor Vantongeren", "Noor"),
        ("Noor Vantongeren", "N. V."),
        ("Noor Vantongeren", ""),
        ("", ""),
        ("nv", "nv2"),
        ("Casimir Oduya-Lindt", "Casimir Lindtner"),
        ("李明", "王芳"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert not alike(shape(one), shape(other))
    assert not alike(shape(other), shape(one))


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_mutual_and_blind_to_unicode_form(one: str, other: str) -> None:
    expected = alike(shape(one), shape(other))
    assert alike(shape(other), shape(one)) is expected
    composed = unicodedata.normalize("NFC", one)
    decomposed = unicodedata.normalize("NFD", one)
    assert shape(composed) == shape(decomposed)


@given(st.text(max_size=40))
def test_plain_is_plain_already(name: str) -> None:
    assert plain(plain(name)) == plain(name)


def test_names_that_read_the_same_are_shown_once() -> None:
    names = ["Zoë", "Zoe\u0308", "zoe", "Zoë"]
    assert written_forms(names) == [("Zoë", 2), ("zoe", 1)]
    assert written_forms([]) == []


@pytest.mark.parametrize(
    ("address", "is_computer"),
    [
        ("noor@laptop-blue.local", True),
        ("noor@laptop", True),
        ("noor@box.lan", True),
        ("noor@vantongeren.example", False),
        ("noor", False),
        ("", False),
    ],
)
def test_names_of_computers(address: str, *, is_computer: bool) -> None:
    assert is_computer_name(address) is is_computer


def test_the_telling_part_of_an_address() -> None:
    assert local_part("1234+noorvt@users.forge.example") == "noorvt"
    assert local_part("Noor.V+git@x.example") == "noor.v"
    assert handle("1234+noorvt@users.forge.example") == "noorvt"
    assert handle("contact@x.example") == ""
    assert handle("nv@x.example") == ""
    assert handle("nowhere") == ""
