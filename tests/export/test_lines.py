"""Which addresses may be links in a file handed to others."""

from __future__ import annotations

import pytest

from portfolio.export.lines import safe_href


@pytest.mark.parametrize(
    "href",
    ["https://code.example/a?b=c&d=(e)#f", "http://old.example/", "mailto:noor@x.example"],
)
def test_web_and_mail_addresses_are_links(href: str) -> None:
    assert safe_href(href) == href


@pytest.mark.parametrize(
    "href",
    [
        "",
        "code.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a.example/>x",
        'https://a.example/"x',
        "https://a.example/ x",
        "https://a.example/\\x",
        "https://a.example/\n",
        "https://ä.example/",
        " https://a.example/",
    ],
)
def test_anything_else_is_text(href: str) -> None:
    assert safe_href(href) == ""
