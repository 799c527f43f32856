"""What docs/providers.md shows is what runs."""

from __future__ import annotations

import re
from pathlib import Path

from portfolio.sync.provider import Order
from tests.sync.kit import ProviderKit

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")


def test_the_example_is_the_one_that_passes_the_kit() -> None:
    module, test = re.findall(r"```python\n(.*?)\n```", DOCUMENT, re.DOTALL)
    written = (ROOT / "tests" / "sync" / "example" / "provider.py").read_text(encoding="utf-8")
    assert module == written.rstrip("\n")
    assert test in (ROOT / "tests" / "sync" / "test_kit.py").read_text(encoding="utf-8")


def test_every_order_is_explained() -> None:
    for order in Order:
        assert f"`{order.name}`" in DOCUMENT


def test_what_it_names_exists() -> None:
    for path in re.findall(r"`((?:portfolio|tests|resources)/[\w./]+)`", DOCUMENT):
        assert (ROOT / path).exists(), path
    for name in ("one_page_kinds", "no_renames", "unreadable", "dead_token", "throttling", "read"):
        assert hasattr(ProviderKit, name)
        assert name in DOCUMENT
