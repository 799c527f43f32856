"""Which client id to use at a service; none is invented, and none is shipped.

Looked for in this order, the first that is there wins::

    environment   PORTFOLIO_CLIENT_ID_GITLAB_GITLAB_EXAMPLE_ORG, PORTFOLIO_CLIENT_ID_GITLAB
    settings      accounts.client_ids: {"gitlab:gitlab.example.org": "...", "gitlab": "..."}
    packager      resources/client_ids.toml: [gitlab] "gitlab.example.org" = "..."

A name without a host is for the service's own default instance only: an id of one instance is
not known at another.
"""

from __future__ import annotations

import logging
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from portfolio import resources
from portfolio.sync.signin.replies import is_client_id

_LOG = logging.getLogger(__name__)
_FILE: Final = "client_ids.toml"
_PREFIX: Final = "PORTFOLIO_CLIENT_ID_"


@dataclass(frozen=True, slots=True)
class ClientId:
    """A client id and where it was found: ``environment``, ``settings`` or ``packager``."""

    value: str
    source: str


class ClientIds:
    """Finds client ids.

    Args:
        settings: `portfolio.settings.Accounts.client_ids`.
        environment: The process's variables.
        packaged: The packager's file, read; None reads it when first needed.
    """

    def __init__(
        self,
        settings: Mapping[str, str],
        *,
        environment: Mapping[str, str] | None = None,
        packaged: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self._settings = settings
        self._environment = os.environ if environment is None else environment
        self._packaged = packaged

    def find(self, provider: str, instance: str, *, is_default: bool) -> ClientId | None:
        """Return the client id for an instance, or None.

        Args:
            provider: Id of the provider.
            instance: The account's base address.
            is_default: It is the provider's first well-known instance.
        """
        host = host_of(instance)
        if self._packaged is None:
            self._packaged = packaged()
        for source, value in (
            ("environment", self._environment.get(variable(provider, host), "")),
            ("environment", self._environment.get(variable(provider), "") if is_default else ""),
            ("settings", self._settings.get(f"{provider}:{host}", "")),
            ("settings", self._settings.get(provider, "") if is_default else ""),
            ("packager", self._packaged.get((provider, host), "")),
        ):
            if is_client_id(value.strip()):
                return ClientId(value.strip(), source)
            if value.strip():
                _LOG.warning("The client id for %s in the %s is none", provider, source)
        return None

    def why_not(self, provider: str, instance: str, name: str, *, is_default: bool) -> str:
        """Return why a way is not offered, in plain words; "" when there is a client id.

        Args:
            provider: Id of the provider.
            instance: The account's base address.
            name: The service's name for people.
            is_default: As for `find`.
        """
        if self.find(provider, instance, is_default=is_default) is not None:
            return ""
        host = host_of(instance)
        return (
            f"{name} at {host} lets a program sign in this way only under a client id that somebody"
            " registered there, and none is set. It can be set in the settings"
            f" ({provider}:{host}) or as {variable(provider, host)}."
        )


def variable(provider: str, host: str = "") -> str:
    """Return the name of the environment variable for a provider, or one instance of it."""
    whole = f"{provider}_{host}" if host else provider
    return _PREFIX + re.sub(r"[^A-Z0-9]", "_", whole.upper())


def host_of(instance: str) -> str:
    """Return an instance's host, with its port when it names one."""
    return urlsplit(instance).netloc.rpartition("@")[2].lower()


def packaged() -> Mapping[tuple[str, str], str]:
    """Return what the packager's file holds, by provider and host."""
    try:
        return parse_file(resources.read_text(_FILE))
    except (OSError, UnicodeDecodeError) as error:
        _LOG.warning("%s cannot be read: %s", _FILE, error)
        return {}


def parse_file(text: str) -> Mapping[tuple[str, str], str]:
    """Read the packager's file; what is wrong in it is left out and logged."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _LOG.warning("%s is not valid TOML: %s", _FILE, error)
        return {}
    found: dict[tuple[str, str], str] = {}
    for provider, hosts in raw.items():
        for host, value in hosts.items() if isinstance(hosts, dict) else ():
            if isinstance(value, str) and is_client_id(value):
                found[provider, host.lower()] = value
            else:
                _LOG.warning("%s: what stands for %s %s is no client id", _FILE, provider, host)
    return found
