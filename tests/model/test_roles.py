"""The list of roles."""

from __future__ import annotations

import tomllib

from portfolio import resources
from portfolio.model.codes import Action
from portfolio.model.roles import from_all_contributors, role_kinds, role_words


def test_codes_are_unique_and_of_one_form() -> None:
    rows = tomllib.loads(resources.read_text("roles.toml"))["role"]
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes)) == len(role_kinds())
    for code in codes:
        assert code == code.lower().strip()
        assert code.replace("-", "").isalpha()


def test_every_field_of_the_file_is_read_and_right() -> None:
    rows = tomllib.loads(resources.read_text("roles.toml"))["role"]
    known = {"code", "words", "group", "all_contributors", "credit"}
    for row in rows:
        assert row.keys() <= known | {"suggested_when", "covers", "place"}
        assert {action for actions in row.get("suggested_when", []) for action in actions} <= {
            str(action) for action in Action
        }
    for kind in role_kinds().values():
        assert kind.words
        assert kind.group in {"making", "keeping", "writing", "people", "research"}
        assert kind.covers <= role_kinds().keys()
        assert bool(kind.place) == bool(kind.suggested_when)
    places = [kind.place for kind in role_kinds().values() if kind.place]
    assert sorted(places) == list(range(1, len(places) + 1))


def test_documents_use_the_same_english_words() -> None:
    printed = tomllib.loads(resources.read_text("words", "en.toml"))["roles"]
    ours = {code: kind.words for code, kind in role_kinds().items()}
    assert {code: words for code, words in ours.items() if code in printed} == {
        code: words for code, words in printed.items() if code in ours
    }


def test_unknown_codes_survive() -> None:
    assert role_words("release-manager") == "Release manager"
    assert role_words("keeper-of_keys") == "Keeper of keys"
    assert role_words("") == ""
    assert from_all_contributors("doc") == "writer"
    assert from_all_contributors("somethingNew") == "somethingNew"
