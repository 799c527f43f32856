"""The services Portfolio can read: which there are, and how to get at each.

A service's module is imported when it is first asked for: a start of the program that reads no
account imports none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from portfolio.errors import NotFoundError

if TYPE_CHECKING:
    from portfolio.sync.provider import Provider

# One line a module of this package, in the order of the alphabet.
# fmt: off
NAMES: Final[tuple[str, ...]] = (
    "badge_connect",
    "badgr",
    "bugzilla",
    "crates",
    "credly",
    "discourse",
    "drupal",
    "fedora_badges",
    "feed",
    "gerrit",
    "gitea",
    "github",
    "gitlab",
    "kitsune",
    "launchpad",
    "mastodon",
    "mediawiki",
    "npm",
    "opencollective",
    "orcid",
    "phabricator",
    "pontoon",
    "pypi",
    "redmine",
    "stackexchange",
    "weblate",
    "wordpress",
    "zenodo",
)
# fmt: on


def all_providers() -> tuple[Provider, ...]:
    """Return every provider, by name."""
    return tuple(provider(name) for name in NAMES)


def provider(provider_id: str) -> Provider:
    """Return the provider of an id.

    Raises:
        NotFoundError: There is none of this id.
    """
    if provider_id not in NAMES:
        raise NotFoundError(
            f"Portfolio knows no service “{provider_id}”.",
            "“portfolio provider list” names those it knows.",
        )
    module = import_module(f"{__name__}.{provider_id}")
    found: Provider = module.PROVIDER
    return found
