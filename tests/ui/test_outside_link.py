"""Addresses come from outside: only pages of the web are opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from portfolio.ui.outside_link import open_outside


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def open_url(url: QUrl) -> bool:
        found.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


@pytest.mark.parametrize(
    "address",
    ["", "x", "file:///etc/passwd", "javascript:alert(1)", "portfolio:open", "https://", "https:x",
     "http:///x", "smb://host/share", "//host/x", " https://host.example", "mailto:a@b.example"],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_left_alone(address: str, opened: list[str]) -> None:
    assert not open_outside(address)
    assert opened == []


@pytest.mark.parametrize("address", ["https://forge.example/1", "http://wiki.example/Häfen?a=b#c"])
def test_a_page_is_handed_to_the_browser(address: str, opened: list[str]) -> None:
    assert open_outside(address)
    assert opened == [address]
