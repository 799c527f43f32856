"""The examples in docs/examples are what the program writes and says today."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "examples"


@pytest.fixture(scope="module")
def examples() -> Iterator[ModuleType]:
    monkey = pytest.MonkeyPatch()
    spec = importlib.util.spec_from_file_location("examples", ROOT / "packaging" / "examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["examples"] = module
    monkey.syspath_prepend(ROOT / "packaging")
    spec.loader.exec_module(module)
    yield module
    monkey.undo()


def test_files_are_those_the_program_writes(examples: ModuleType) -> None:
    for name, data in examples.files().items():
        assert (FOLDER / name).read_bytes() == data, name


def test_the_page_says_what_a_check_says(examples: ModuleType) -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == examples.page(FOLDER)


def test_every_kind_of_badge_is_there_and_checked(examples: ModuleType) -> None:
    for name in examples.badges():
        said = examples.said_of((FOLDER / name).read_bytes())
        assert said.startswith("Everything that can be checked holds."), name


def test_the_backpack_holds_the_examples_beside_it(examples: ModuleType) -> None:
    assert (FOLDER / "backpack.zip").read_bytes() == examples.backpack(FOLDER)
