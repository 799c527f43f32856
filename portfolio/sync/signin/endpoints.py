"""Where the known services sign in: a table, nothing is asked.

Sources: documentation of each service as listed in docs/providers/. Open Badge Connect names its
addresses in a manifest, so its provider makes `SignInEndpoints` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from portfolio.sync.signin.shapes import SignInEndpoints


def endpoints_for(
    provider: str, instance: str, scopes: tuple[str, ...] = ()
) -> SignInEndpoints | None:
    """Return where an instance of a service signs in; None when it offers nothing of the kind.

    Args:
        provider: Id of the provider.
        instance: Normalised base address, without a slash at its end.
        scopes: What to ask for.
    """
    make = _TABLE.get(provider)
    base = instance.rstrip("/")
    return None if make is None else replace(make(base), provider=provider, scopes=scopes)


def _github(base: str) -> SignInEndpoints:
    # The web flow needs a secret, which no program that is given away can keep.
    return SignInEndpoints(
        "",
        base,
        device=f"{base}/login/device/code",
        token=f"{base}/login/oauth/access_token",
    )


def _gitlab(base: str) -> SignInEndpoints:
    return SignInEndpoints(
        "",
        base,
        device=f"{base}/oauth/authorize_device",
        authorize=f"{base}/oauth/authorize",
        token=f"{base}/oauth/token",
        revoke=f"{base}/oauth/revoke",
    )


def _gitea(base: str) -> SignInEndpoints:
    return SignInEndpoints(
        "",
        base,
        authorize=f"{base}/login/oauth/authorize",
        token=f"{base}/login/oauth/access_token",
    )


def _mastodon(base: str) -> SignInEndpoints:
    return SignInEndpoints(
        "",
        base,
        authorize=f"{base}/oauth/authorize",
        token=f"{base}/oauth/token",
        revoke=f"{base}/oauth/revoke",
        register=f"{base}/api/v1/apps",
    )


def _discourse(base: str) -> SignInEndpoints:
    return SignInEndpoints("", base, user_key=f"{base}/user-api-key/new")


_TABLE: Final[Mapping[str, Callable[[str], SignInEndpoints]]] = {
    "github": _github,
    "gitlab": _gitlab,
    "gitea": _gitea,
    "forgejo": _gitea,
    "mastodon": _mastodon,
    "discourse": _discourse,
}
