"""The registry of services."""

from __future__ import annotations

import subprocess
import sys

import pytest

from portfolio.errors import NotFoundError
from portfolio.sync import providers


def test_names_are_in_order_and_each_has_its_module() -> None:
    assert list(providers.NAMES) == sorted(set(providers.NAMES))
    for name in providers.NAMES:
        assert providers.provider(name).about.id == name
    assert len(providers.all_providers()) == len(providers.NAMES)


def test_a_service_nobody_knows_is_said_in_words() -> None:
    with pytest.raises(NotFoundError, match="carrier-pigeon"):
        providers.provider("carrier-pigeon")
    with pytest.raises(NotFoundError):
        providers.provider("../parsing")


def test_looking_at_the_names_imports_no_service() -> None:
    code = (
        "import sys, portfolio.sync.providers as p; "
        "print([n for n in sys.modules if n.startswith(p.__name__ + '.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
